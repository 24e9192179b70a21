#!/usr/bin/env python3
"""The kernel distance of `unroll measure` beside numpy, on features that plain PyTorch makes of the same clips: all clips at
once up to 2,048, the mean over random blocks above.

Run: kernel_distance.py UNROLL.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

from full_width import ROOT

import numpy as np
import torch
from safetensors.torch import load_file

sys.path[:0] = [str(ROOT / "packaging")]
from benchmark_measures import small_features  # noqa: E402

torch.set_num_threads(1)
FRAMES, SIZE = 6, 16


def clips(count, seed, fast=None):
    """Squares that move; those from clip `fast` on move faster."""
    random = np.random.default_rng(seed)
    made = np.full((count, FRAMES, SIZE, SIZE, 3), 40, np.uint8)
    for clip in range(count):
        x, y, colour = random.integers(0, SIZE), random.integers(0, SIZE), random.integers(90, 255, 3)
        speed = 3 if fast is not None and clip >= fast else 1
        for frame in range(FRAMES):
            columns = (np.arange(5) + x + speed * frame) % SIZE
            rows = (np.arange(5) + y) % SIZE
            made[clip, frame][np.ix_(rows, columns)] = colour
    return made


def features(array):
    weights, out = load_file(ROOT / "models" / "features-small.safetensors"), []
    with torch.no_grad():
        for first in range(0, len(array), 64):
            x = torch.from_numpy(array[first:first + 64]).permute(0, 1, 4, 2, 3).float() / 127.5 - 1
            x = torch.nn.functional.interpolate(x.flatten(0, 1), size=64, mode="bilinear").unflatten(0, (-1, FRAMES)).transpose(1, 2)
            out.append(small_features(weights, x).numpy())
    return np.concatenate(out).astype(np.float64)


def distance(a, b):
    def table(x, y):
        return (x @ y.T / x.shape[1] + 1) ** 3

    def within(x):
        k = table(x, x)
        return (k.sum() - np.trace(k)) / (len(x) * (len(x) - 1))

    return within(a) + within(b) - 2 * table(a, b).mean()


def measured(folder, real, fake):
    for name, array in (("real", real), ("fake", fake)):
        np.save(folder / f"{name}.npy", array)
    out = subprocess.run([sys.argv[1], "measure", "--real", folder / "real.npy", "--fake", folder / "fake.npy", "--frames", str(FRAMES),
                          "--size", str(SIZE), "--measures", "kvd", "--clips", "4000", "--draws", "2", "--threads", "1", "--no-ceilings",
                          "--no-cache", "--json"], capture_output=True, text=True, check=True).stdout
    report = json.loads(out)
    return report["measures"][0], report["protocol"]


with tempfile.TemporaryDirectory() as scratch:
    folder = pathlib.Path(scratch)
    real, fake = clips(60, 1), clips(50, 2, fast=0)
    row, protocol = measured(folder, real, fake)
    expected = distance(features(real), features(fake))
    print(f"60 and 50 clips: {row['whole']:.9g}, numpy {expected:.9g}; {protocol['kernelBlocks']} block")
    assert abs(row["whole"] - expected) < 1e-6 * abs(expected)
    assert row["wholeError"] is None and protocol["kernelBlocks"] == 1

    real, fake = clips(2700, 3), clips(2600, 4, fast=2048)  # The first ones do not stand for all.
    row, protocol = measured(folder, real, fake)
    a, b = features(real), features(fake)
    exact, first = distance(a, b), distance(a[:2048], b[:2048])
    random = np.random.default_rng(5)
    blocks = [distance(a[i], b[j]) for i, j in zip(np.array_split(random.permutation(len(a)), 3), np.array_split(random.permutation(len(b)), 3))]
    error = np.std(blocks, ddof=1) / 3 ** 0.5
    print(f"2,700 and 2,600 clips: {row['whole']:.6g} ± {row['wholeError']:.2g}, numpy {exact:.6g} of all, {np.mean(blocks):.6g} ± {error:.2g} of "
          f"blocks, {first:.6g} of the first 2,048")
    assert abs(row["whole"] - exact) < 4 * max(row["wholeError"], error), "the mean over blocks is not that of all clips"
    assert abs(first - exact) > 4 * max(row["wholeError"], error), "the first clips stand for all: the test shows nothing"
    assert 0.05 < row["wholeError"] / error < 20
