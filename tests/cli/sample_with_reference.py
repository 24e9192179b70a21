#!/usr/bin/env python3
"""Samples a cascade trained by the program with the reference's plain PyTorch code and expects the same clips.

Run by ctest: sample_with_reference.py PROGRAM. Looks for cascade_reference.py in UNROLL_REFERENCE (default ../shared/reference)
and for a Python torch in the cache (packaging/bootstrap.sh --peer); exits with 77, saying what is missing, without them.
"""
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
REFERENCE = pathlib.Path(os.environ.get("UNROLL_REFERENCE", ROOT.parent / "shared" / "reference"))
CACHE = pathlib.Path(os.environ.get("UNROLL_CACHE", pathlib.Path.home() / ".cache" / "unroll"))
MASK = (1 << 64) - 1
FRAMES, SEED, TOLERANCE = 20, 40, 1  # the tolerance is one of 255 levels: the rounding of a value between two
TAIL = 16  # More frames of stage 1 than any convolution of the later stages reaches.


def skip(why):
    print(f"SKIPPED: {why}")
    sys.exit(77)


def mix(x):
    x = (x + 0x9E3779B97F4A7C15) & MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
    return x ^ (x >> 31)


def stream_seed(seed, stream, index):  # core/base/seeds.cpp
    value = mix(seed)
    for letter in stream.encode():
        value = mix(value ^ letter)
    return mix(value ^ mix(index))


class Random:
    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        out = mix(self.state)
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        return (out >> 11) * 2.0**-53

    def normal(self):
        radius = math.sqrt(-2.0 * math.log(1.0 - self.uniform()))
        return radius * math.cos(2.0 * math.pi * self.uniform())


def main():
    program = sys.argv[1]
    if not (REFERENCE / "cascade_reference.py").exists():
        skip(f"there is no cascade_reference.py in {REFERENCE}")
    sys.dont_write_bytecode = True
    sys.path[:0] = [str(CACHE / "libtorch-2.11.0-cuda"), str(CACHE / "python-tools"), str(REFERENCE)]
    try:
        import numpy as np
        import torch
        from safetensors.torch import load_file
        from safetensors import safe_open
    except ImportError as problem:
        skip(f"Python cannot import torch and safetensors ({problem}); packaging/bootstrap.sh --peer fetches them")
    import cascade_reference as ref

    torch.set_grad_enabled(False)
    plain = ref.resize_frames
    with tempfile.TemporaryDirectory() as folder:
        for interpolation in ("nearest", "linear"):

            def resize(x, size, frames):
                """The reference's, or its plain form with frames between those of the stage below, above that stage's size."""
                if interpolation == "nearest" or size <= x.shape[3]:
                    return plain(x, size, frames)
                times = frames // x.shape[2]
                following = torch.cat([x[:, :, 1:], x[:, :, -1:]], 2)
                between = [x + (following - x) * (part / times) for part in range(times)]
                return plain(torch.stack(between, 3).flatten(2, 3), size, frames)

            ref.resize_frames = resize
            compare(program, f"{folder}/{interpolation}", interpolation, ref, np, torch, load_file, safe_open)


def compare(program, folder, interpolation, ref, np, torch, load_file, safe_open):
    project, pack, out = f"{folder}/project", f"{folder}/cascade.safetensors", f"{folder}/out"
    os.mkdir(folder)

    def unroll(*arguments):
        subprocess.run([program, *map(str, arguments)], check=True, capture_output=True)

    unroll("new", project, "--recipe", "demo-32", "--set", "channels=2", "--set", "criticChannels=2", "--set", "batch=4",
           "--set", f"stage2.timeInterpolation={interpolation}")
    unroll("import", project, "--synthetic", "moving-scenes", "--clips", 16)
    unroll("train", project, "--run", "tiny", "--steps", 3)
    unroll("pack", project, "--run", "tiny", "--out", pack)
    unroll("sample", "--model", pack, "--seed", SEED, "--frames", FRAMES, "--label", 1, "--out", out)
    with safe_open(pack, "pt") as file:
        recipe = json.loads(file.metadata()["recipe"])
    weights = load_file(pack)

    clip, below = None, 0
    burn_in = recipe["stages"][0].get("burnIn", 0)
    strides = [stage.get("temporalStride", 1) for stage in recipe["stages"]]
    for index, stage in enumerate(recipe["stages"]):
        spec = ref.GeneratorSpec(stage["size"], stage["channels"], recipe["classes"], recipe["latent"],
                                 stage["temporal"], below, strides[index])
        generator = ref.Generator(spec)
        prefix = f"stage{index + 1}.ema."
        generator.load_state_dict({k[len(prefix):]: v for k, v in weights.items() if k.startswith(prefix)}, strict=True)
        random = Random(stream_seed(SEED, "sample-noise", index))
        z = torch.tensor([[random.normal() for _ in range(recipe["latent"])]], dtype=torch.float32)
        # The program makes frames before the first and after the last shown one and cuts them off.
        made = burn_in + math.ceil(FRAMES / math.prod(strides[1:])) + TAIL
        clip = generator.eval()(z, torch.tensor([1]), made, clip)
        below = stage["size"]
        first = burn_in * math.prod(strides[1:index + 1])
        shown = math.ceil(FRAMES / math.prod(strides[index + 1:]))
        expected = ((clip[0, :, first:first + shown] + 1) * 127.5).round().clamp(0, 255).permute(1, 2, 3, 0).numpy()
        actual = np.load(f"{out}/seed-{SEED:08}/stage{index + 1}.npy")
        worst = np.abs(actual.astype(int) - expected.astype(int)).max()
        print(f"{interpolation}, stage {index + 1}: shape {actual.shape}, values {actual.min()} to {actual.max()}, "
              f"largest difference {worst} of 255")
        if actual.shape != expected.shape or worst > TOLERANCE or actual.std() < 1:
            sys.exit(f"{interpolation}, stage {index + 1}: the program's clip is not the reference's")


if __name__ == "__main__":
    main()
