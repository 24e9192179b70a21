"""What the scripts beside this file share: a project so small that a step takes a moment, and an independent reader of its files."""
import os
import pathlib
import subprocess
import sys

CACHE = pathlib.Path(os.environ.get("UNROLL_CACHE", pathlib.Path.home() / ".cache" / "unroll"))
TINY = {"channels": 2, "criticChannels": 2, "batch": 2, "latent": 8, "frames": 8, "spatialFrames": 4, "standingBatches": 1,
        "previewEvery": 0, "logEvery": 1, "checkpointEvery": 1, "keepLast": 2}


def checkpoint_reader():
    """safetensors.numpy.load_file of the public package; ends the program as skipped where there is none."""
    sys.path.insert(0, str(CACHE / "python-tools"))
    try:
        from safetensors.numpy import load_file
    except ImportError:
        print("SKIPPED: Python has no safetensors; packaging/bootstrap.sh fetches it")
        sys.exit(77)
    return load_file


def make_project(program, project, **changes):
    """A project of built-in scenes with a tiny recipe; `changes` are keys of the recipe."""
    settings = [word for key, value in {**TINY, **changes}.items() for word in ("--set", f"{key}={value}")]
    for command in (["new", project, "--recipe", "demo-32", *settings],
                    ["import", project, "--synthetic", "moving-scenes", "--clips", 8, "--clip-frames", 30]):
        subprocess.run([program, *map(str, command)], check=True, capture_output=True)
