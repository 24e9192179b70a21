#!/usr/bin/env python3
"""Times the engine beside the plain PyTorch yardstick (bench_peer.py) in one run and prints a table of ratios.

Run on an idle machine:  packaging/benchmark.py --reference ../shared/reference [--steps 5] [--rounds 3] [--growth]
Needs a Python LibTorch: PYTHONPATH=~/.cache/unroll/libtorch-2.11.0-cuda (packaging/bootstrap.sh --peer fetches it).
The two programs take turns; each figure is the least of all rounds. GFLOP/s counts the operations of the *plain* form,
so a rewrite that needs fewer operations may show more than the machine's peak. --growth adds time and memory against
frames, size, stages and unroll length, each measured in a process of its own.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CASES = {
    "stage 1, 32x32, ConvGRU, ch 16, batch 8": ["--stage", "1", "--size", "32", "--ch", "16", "--batch", "8"],
    "stage 1, 32x32, separable, ch 16, batch 8": ["--stage", "1", "--size", "32", "--ch", "16", "--batch", "8",
                                                  "--temporal", "separable_conv3d"],
    "stage 2, 32 to 64, matching critic, ch 8, batch 4": ["--stage", "2", "--size", "64", "--input-size", "32",
                                                          "--temporal-stride", "2", "--ch", "8", "--batch", "4"],
}
COUNT_FLOPS = """
import sys, json, torch
sys.path.insert(0, {reference!r})
import cascade_reference as ref
from torch.utils.flop_counter import FlopCounterMode
a = json.loads(sys.argv[1])
stage2 = a["stage"] == 2
spec = ref.GeneratorSpec(a["size"], a["ch"], 10, 120, "separable_conv3d" if stage2 else a["temporal"],
                         a["input_size"] if stage2 else 0, 2 if stage2 else 1)
stage = ref.Stage(ref.Generator(spec), ref.SpatialCritic(a["size"], a["ch"], 10), ref.TemporalCritic(a["size"], a["ch"], 10),
                  ref.MatchingCritic(a["size"], a["ch"], 10) if stage2 else None)
real = torch.rand(a["batch"], 3, 12, a["size"], a["size"])
low = ref.coarse(real, a["input_size"], 2) if stage2 else None
label, z, picked = torch.zeros(a["batch"], dtype=torch.long), torch.randn(a["batch"], 120), torch.arange(8)
out = []
for work in (lambda: stage.critic_step(real, low, z, label, picked, low), lambda: stage.generator_step(12, z, label, picked, low),
             lambda: torch.no_grad()(stage.generator)(z, label, 12, low)):
    with FlopCounterMode(display=False) as counter:
        work()
    out.append(counter.get_total_flops())
print(json.dumps(out))
"""


def run(command, env):
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def times(result):
    critic, generator, sample = (result[key]["min_s"] for key in ("critic_step", "generator_step", "sample"))
    return {"iteration": 2 * critic + generator, "sample": sample, "memory": result["peak_rss_mib"]}


def least(rounds):
    return {key: min(r[key] for r in rounds) for key in rounds[0]}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--reference", type=pathlib.Path, default=ROOT.parent / "shared" / "reference")
    p.add_argument("--program", type=pathlib.Path, default=ROOT / "build/release/bin/unroll_cascade_benchmark")
    p.add_argument("--steps", type=int, default=5)
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--growth", action="store_true")
    a = p.parse_args()
    env = dict(os.environ, OMP_WAIT_POLICY="passive", PYTHONDONTWRITEBYTECODE="1")
    common = ["--steps", str(a.steps), "--threads", str(a.threads)]
    peak = run([a.program, "--peak", "1", "--threads", str(a.threads)], env)["matmul_gflops"]
    print(f"Matrix-multiply peak, float32, {a.threads} threads: {peak:.0f} GFLOP/s. Least of {a.rounds} rounds of {a.steps} steps.\n")
    print("| network | what | plain PyTorch | engine | ratio | plain GFLOP/s | engine GFLOP/s |\n|---|---|---|---|---|---|---|")
    for name, arguments in CASES.items():
        ours, peers = [], []
        for _ in range(a.rounds):
            peer = run([sys.executable, a.reference / "bench_peer.py", *arguments, *common], env)
            peers.append(times(peer))
            ours.append(times(run([a.program, *arguments, *common], env)))
        plain, fast = least(peers), least(ours)
        flops = run([sys.executable, "-c", COUNT_FLOPS.format(reference=str(a.reference)), json.dumps(peer["config"])], env)
        work = {"iteration": 2 * flops[0] + flops[1], "sample": flops[2]}
        for key in ("iteration", "sample"):
            print(f"| {name} | {key} | {plain[key] * 1e3:.0f} ms | {fast[key] * 1e3:.0f} ms | {plain[key] / fast[key]:.2f} | "
                  f"{work[key] / plain[key] / 1e9:.0f} | {work[key] / fast[key] / 1e9:.0f} |", flush=True)
        print(f"| {name} | peak memory | {plain['memory']:.0f} MiB | {fast['memory']:.0f} MiB | "
              f"{plain['memory'] / fast['memory']:.2f} | | |", flush=True)
    if a.growth:
        growth(a, env)


def growth(a, env):
    print("\n| grows | value | iteration | sampling | peak memory |\n|---|---|---|---|---|")
    base = {"--stage": "1", "--size": "32", "--ch": "8", "--batch": "4", "--frames": "12"}
    for grows, option, values in (("frames", "--frames", (8, 16, 32, 64)), ("size", "--size", (16, 32, 64, 128))):
        for value in values:
            chosen = {**base, option: str(value)}
            result = times(run([a.program, *(part for pair in chosen.items() for part in pair), "--steps", "2",
                                "--threads", str(a.threads)], env))
            print(f"| {grows} of stage 1 | {value} | {result['iteration'] * 1e3:.0f} ms | {result['sample'] * 1e3:.0f} ms | "
                  f"{result['memory']:.0f} MiB |", flush=True)
    for stage, extra in (("1", []), ("2", ["--input-size", "16"])):
        for frames in (12, 50, 100, 300, 1000):
            result = run([a.program, "--stage", stage, "--size", "32", "--ch", "8", *extra, "--unroll", str(frames),
                          "--threads", str(a.threads)], env)
            print(f"| unroll length, {stage} stage{'s' if stage == '2' else ''} | {frames} | | {result['unroll_s'] * 1e3:.0f} ms | "
                  f"{result['peak_rss_mib']:.0f} MiB |", flush=True)


if __name__ == "__main__":
    main()
