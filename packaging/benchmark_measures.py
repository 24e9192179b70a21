#!/usr/bin/env python3
"""Times the measures beside a plain Python pipeline (PyTorch features of the same network, numpy, scipy) in one run.

Run on an idle machine:
  PYTHONPATH=~/.cache/unroll/libtorch-2.11.0-cuda:FOLDER_WITH_NUMPY_AND_SCIPY packaging/benchmark_measures.py
      [--clips 512 2048 4096] [--psd-clips 1000] [--threads 2] [--rounds 3] [--program build/release/bin/unroll_measure_benchmark]

Both read the same .npy files of seeded clips and must give the same numbers; they take turns, and each figure is the least of
all rounds. The Python half runs in a process of its own, so that its memory is its own.
"""
import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def small_features(weights, clips):
    """core/models/small_features.cpp in plain PyTorch: (N, 3, T, H, W) -> (N, 192)."""
    import torch
    import torch.nn.functional as F
    change = (clips[:, :, 1:] - clips[:, :, :-1]) * 4
    x, means = torch.cat([clips, torch.cat([change[:, :, :1], change], 2)], 1), []
    for i, (stride, padding) in enumerate((((1, 4, 4), (0, 1, 1)), ((1, 2, 2), 1), ((2, 2, 2), 1), ((2, 1, 1), 1)), 1):
        x = F.conv3d(x, weights[f"conv{i}.weight"], stride=stride, padding=padding)
        x = F.relu(F.batch_norm(x, weights[f"norm{i}.running_mean"], weights[f"norm{i}.running_var"],
                                weights[f"norm{i}.weight"], weights[f"norm{i}.bias"], eps=1e-5))
        means.append(x.mean((2, 3, 4)))
    return (torch.cat(means[1:], 1) - weights["centre"]) / weights["scale"]


def peer(what, files, threads):
    import numpy as np
    import torch
    from safetensors.torch import load_file
    from scipy import linalg
    torch.set_num_threads(threads)
    started = time.perf_counter()
    if what == "fvd":
        weights = load_file(ROOT / "models" / "features-small.safetensors")
        sets = []
        for file in files:
            clips, out = np.load(file, mmap_mode="r"), []
            with torch.no_grad():
                for first in range(0, len(clips), 16):
                    x = torch.from_numpy(clips[first:first + 16].copy()).permute(0, 4, 1, 2, 3).float() / 127.5 - 1
                    out.append(small_features(weights, x).numpy())
            sets.append(np.concatenate(out).astype(np.float64))

        def distance(a, b):
            sa, sb = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
            root = linalg.sqrtm(sa @ sb)  # As the usual FID scripts do.
            return float(((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(sa + sb - 2 * root.real))
        result = {"distance": distance(*sets)}
        result["seconds"] = time.perf_counter() - started
        rng = np.random.default_rng(1)
        a, b = rng.normal(size=(2048, 400)), rng.normal(0.1, 1.1, size=(2048, 400))
        begun = time.perf_counter()
        distance(a, b)
        result["distance400_s"] = time.perf_counter() - begun
    else:
        clips = np.load(files[0], mmap_mode="r")
        size, sums = clips.shape[2], 0
        window = np.outer(np.hanning(size), np.hanning(size))
        k = np.fft.fftfreq(size) * size
        ring = np.rint(np.hypot(k[:, None], k[None, :])).astype(int)
        for first in range(0, len(clips), 16):
            x = clips[first:first + 16].astype(np.float32) / 255
            y = x @ np.array([0.299, 0.587, 0.114], np.float32)
            p = np.abs(np.fft.fft2((y - y.mean((-2, -1), keepdims=True)) * window)) ** 2 / (window ** 2).sum()
            sums = sums + np.stack([p[..., ring == r].mean(-1).sum(0) for r in range(size // 2 + 1)], -1)
        result = {"sum": float((sums / len(clips)).sum()), "seconds": time.perf_counter() - started}
    result["peak_rss_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(result))


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ, OMP_WAIT_POLICY="passive"))
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def write_clips(path, clips, frames, size, seed, speed):
    """Smooth random pictures that drift, written piece by piece."""
    import numpy as np
    out = np.lib.format.open_memmap(path, mode="w+", dtype=np.uint8, shape=(clips, frames, size, size, 3))
    rng = np.random.default_rng(seed)
    for n in range(clips):
        coarse = rng.uniform(0, 255, (size // 8, size // 8, 3))
        picture = np.kron(coarse, np.ones((8, 8, 1)))
        for t in range(frames):
            noise = rng.normal(0, 8, (size, size, 1))
            out[n, t] = np.clip(np.roll(picture, int(speed * t), axis=1) + noise, 0, 255)
    out.flush()


def rounds_of(program, what, files, threads, rounds):
    """What Python and the program printed, taking turns."""
    theirs, ours = [], []
    for _ in range(rounds):
        theirs.append(run([sys.executable, __file__, "--threads", str(threads), "--peer", what, *map(str, files)]))
        ours.append(run([program, what, *map(str, files), "--threads", str(threads)]))
    key = "distance" if what == "fvd" else "sum"
    error = abs(ours[0][key] - theirs[0][key]) / abs(theirs[0][key])
    if error > 1e-6:
        sys.exit(f"The two do not agree on {what}: {ours[0][key]} and {theirs[0][key]}.")
    return theirs, ours


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--clips", type=int, nargs="+", default=[2048], help="several numbers: a row for each, to see memory")
    p.add_argument("--psd-clips", type=int, default=1000, help="0: no spectra")
    p.add_argument("--frames", type=int, default=16)
    p.add_argument("--size", type=int, default=64)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--program", type=pathlib.Path, default=ROOT / "build/release/bin/unroll_measure_benchmark")
    p.add_argument("--peer", nargs="+", help=argparse.SUPPRESS)
    p.add_argument("--write", nargs=3, help=argparse.SUPPRESS)
    a = p.parse_args()
    if a.peer:
        return peer(a.peer[0], a.peer[1:], a.threads)
    if a.write:
        return write_clips(a.write[0], int(a.write[1]), a.frames, a.size, int(a.write[2]), 1 + int(a.write[2]))
    print(f"Clips of {a.frames}x{a.size}x{a.size}, {a.threads} threads, least of {a.rounds} rounds.\n\n"
          "| what | clips | plain Python | native | ratio | memory, Python | memory, native |\n|---|---|---|---|---|---|---|")
    jobs = [("fvd", count, 2) for count in a.clips] + [("psd", a.psd_clips, 1)] * (a.psd_clips > 0)
    for what, count, sets in jobs:
        with tempfile.TemporaryDirectory() as folder:
            files = [pathlib.Path(folder, f"{i}.npy") for i in range(sets)]
            for i, file in enumerate(files):
                # In a process of its own: a child's peak memory begins with its parent's.
                subprocess.run([sys.executable, __file__, "--frames", str(a.frames), "--size", str(a.size), "--write", file,
                                str(count), str(i)], check=True)
            theirs, ours = rounds_of(a.program, what, files, a.threads, a.rounds)
        title, clips = ("power spectra", count) if what == "psd" else ("features, statistics and distance", f"2 x {count}")
        for field, title in (("seconds", title), ("distance400_s", "distance of 400 numbers")):
            if field in ours[0]:
                slow, fast = (min(r[field] for r in rounds) for rounds in (theirs, ours))
                print(f"| {title} | {clips} | {slow:.2f} s | {fast:.2f} s | {slow / fast:.2f} | "
                      f"{theirs[0]['peak_rss_mib']:.0f} MiB | {ours[0]['peak_rss_mib']:.0f} MiB |", flush=True)


if __name__ == "__main__":
    main()
