#!/usr/bin/env python3
"""Draws every page of the window on a small trained project, light and dark, at 100 and 200 %, and keeps the pictures to be looked at.

    capture_pages.py UNROLL_STUDIO OUT_FOLDER

A picture has the size asked for and is not of one colour; the pictures of a page differ from one theme to the other.
"""
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
from tiny_training import make_project

PAGES = ["data", "train", "samples", "compare", "jobs"]
WIDTH, HEIGHT = 1440, 900


def read_png(path):
    """Width, height and the unpacked bytes of the picture."""
    data = path.read_bytes()
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        sys.exit(f"{path} is no PNG")
    width, height = struct.unpack(">II", data[16:24])
    packed, at = b"", 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IDAT":
            packed += data[at + 8:at + 8 + length]
        at += 12 + length
    return width, height, zlib.decompress(packed)


def main():
    studio, out = sys.argv[1], pathlib.Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    drawn = {}
    with tempfile.TemporaryDirectory() as home:
        unroll, project = pathlib.Path(studio).with_name("unroll"), f"{home}/scenes"
        make_project(unroll, project, previewEvery=2)
        for run in ("first", "second"):
            subprocess.run([unroll, "train", project, "--run", run, "--steps", "4", "--threads", "1", "--quiet"], check=True, capture_output=True)
        for page in PAGES:
            for theme in ("light", "dark"):
                for scale in (1, 2):
                    picture = out / f"{page}-{theme}-{100 * scale}.png"
                    picture.unlink(missing_ok=True)
                    done = subprocess.run([studio, project, "--settings", f"{home}/settings.ini", "--page", page, "--theme", theme,
                                           "--scale", str(scale), "--size", f"{WIDTH}x{HEIGHT}", "--capture", picture],
                                          capture_output=True, text=True, timeout=120, env=dict(os.environ, HOME=home, XDG_DATA_HOME=f"{home}/data"))
                    if done.returncode != 0 or not picture.exists():
                        sys.exit(f"{picture.name} was not drawn ({done.returncode}): {done.stderr[-300:]}")
                    width, height, pixels = read_png(picture)
                    if width < WIDTH or height < HEIGHT or len(set(pixels[::101])) < 16:
                        sys.exit(f"{picture.name} is {width}x{height} with {len(set(pixels[::101]))} values: too little to be a page")
                    drawn[page, theme, scale] = pixels
    alike = [(page, scale) for page in PAGES for scale in (1, 2) if drawn[page, "light", scale] == drawn[page, "dark", scale]]
    if alike:
        sys.exit(f"light and dark are the same: {alike}")
    print(f"{len(drawn)} pictures in {out}")


if __name__ == "__main__":
    main()
