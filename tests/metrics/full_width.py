"""What the tests of full-width networks share: the converter, the program, and the distance of the reference.

Python's torch, numpy and safetensors are looked for in ~/.cache/unroll (or UNROLL_CACHE) as packaging/bootstrap.sh leaves
them, then where Python finds them; the reference in UNROLL_REFERENCE (default ../shared/reference). Importing this leaves
with 77 where one of them is missing.
"""
import json
import os
import pathlib
import subprocess
import sys

cache = pathlib.Path(os.environ.get("UNROLL_CACHE", pathlib.Path.home() / ".cache" / "unroll"))
FOUND = [str(folder) for pattern in ("python-tools", "libtorch-*-cuda") for folder in sorted(cache.glob(pattern))]
sys.path[:0] = FOUND
try:
    import torch
    import safetensors  # noqa: F401, the converter needs it.
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONVERTER = ROOT / "packaging" / "convert_features.py"
reference = os.environ.get("UNROLL_REFERENCE", str(ROOT.parent / "shared" / "reference"))
if not pathlib.Path(reference, "make_golden.py").exists():
    print(f"skipped: no reference in {reference}")
    sys.exit(77)
sys.path[:0] = [reference, str(CONVERTER.parent)]
from make_golden import frechet  # noqa: E402, F401

torch.set_default_dtype(torch.float32)


def run(*command, code=0, **environment):
    """Standard output and standard error of a command that has to leave with `code`."""
    paths = os.pathsep.join([*FOUND, *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ, PYTHONPATH=paths, **environment))
    assert done.returncode == code, f"{command} left with {done.returncode}: {done.stderr}"
    return done.stdout, done.stderr


def convert(network, source, weights, code=0):
    return run(sys.executable, CONVERTER, network, source, weights, code=code)


def measure(folder, frames, *options, code=0, **environment):
    """The rows of `unroll measure` on real.npy and fake.npy by name, and the protocol; what it says where it refuses."""
    out, said = run(sys.argv[1], "measure", "--real", folder / "real.npy", "--fake", folder / "fake.npy", "--frames",
                    str(frames), "--no-ceilings", "--no-cache", "--json", *options, code=code, **environment)
    if code:
        return said
    report = json.loads(out)
    return {row["name"]: row for row in report["measures"]}, report["protocol"]


def close(what, found, expected, tolerance=1e-4):
    error = abs(found - expected) / abs(expected)
    print(f"{what}: {found:.6g}, expected {expected:.6g}, relative difference {error:.1e}")
    assert error < tolerance, "the native network differs from the reference"
