#!/usr/bin/env python3
"""Drives the studio by mouse and keyboard (xdotool) and takes a picture of every step; record_session.sh starts it.

The accessibility tree tells where things are and what they say, as it tells a screen reader; every action is a key or a
click. Every wait is for a condition on the screen or on the disk and has a time limit.
"""
import argparse
import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

SCREEN = "1440x900"


class Failed(Exception):
    """A step that did not come to its end; the text says what was waited for."""


def run(*words):
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def keys(*names):
    run("xdotool", "key", *names)


def write(text):
    run("xdotool", "type", "--delay", "20", "--", text)


def move(x, y):
    run("xdotool", "mousemove", str(int(x)), str(int(y)))


def click(x, y):
    move(x, y)
    run("xdotool", "click", "1")


def until(condition, what, seconds):
    """The first true answer of `condition`; raises Failed once the time is over."""
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > end:
            raise Failed(f"{what} did not come within {seconds} s")
        time.sleep(0.2)


class Thing:
    """A widget as a screen reader has it."""

    def __init__(self, node):
        self.role = node.get_role_name()
        self.name = node.get_name() or ""
        box = node.get_extents(Atspi.CoordType.SCREEN)
        self.left, self.top, self.width, self.height = box.x, box.y, box.width, box.height
        self.node = node

    def middle(self):
        return self.left + self.width / 2, self.top + self.height / 2

    def value(self):
        number = self.node.get_value_iface()
        return number.get_current_value() if number else None


def things():
    """All widgets that are on the screen; those of a dialog come last."""
    found = []
    desktop = Atspi.get_desktop(0)
    left = [desktop.get_child_at_index(i) for i in range(desktop.get_child_count())]
    while left:
        node = left.pop(0)
        with contextlib.suppress(GLib.Error):  # It may go while it is looked at.
            if node is None:
                continue
            node.clear_cache()
            if node.get_role_name() != "application":
                if not node.get_state_set().contains(Atspi.StateType.SHOWING):
                    continue
                found.append(Thing(node))
            left += [node.get_child_at_index(i) for i in range(min(node.get_child_count(), 300))]
    return found


def find(role, name, part=False):
    """The last thing of that role and name, or None."""
    fits = [t for t in things() if t.role == role and (name in t.name if part else t.name == name)]
    return fits[-1] if fits else None


def wait_for(role, name, seconds=20, part=False):
    return until(lambda: find(role, name, part), f"the {role} '{name}'", seconds)


def press(role, name, part=False):
    click(*wait_for(role, name, part=part).middle())


def window_onto(thing):
    """What of the screen can show the thing: left, top and bottom of all that it lies in, but for what is scrolled out itself."""
    boxes = []
    node = thing.node.get_parent()
    while node is not None and node.get_role_name() != "application":
        boxes.append(node.get_extents(Atspi.CoordType.SCREEN))
        node = node.get_parent()
    left, top, bottom = 0, 0, 10**6
    for box in reversed(boxes):
        if box.height > 0 and max(top, box.y) < min(bottom, box.y + box.height):
            left, top, bottom = max(left, box.x), max(top, box.y), min(bottom, box.y + box.height)
    return left, top, bottom


def bring_into_view(role, name):
    """Turns the wheel over what the thing lies in, at its left edge where no field is, until the thing shows."""
    for _ in range(40):
        thing = wait_for(role, name)
        left, top, bottom = window_onto(thing)
        if top <= thing.top and thing.top + thing.height <= bottom:
            return thing
        move(left + 6, (top + bottom) / 2)
        run("xdotool", "click", "4" if thing.top < top else "5")
        time.sleep(0.1)
    raise Failed(f"the {role} '{name}' cannot be scrolled to")


def fill(role, name, text):
    """Puts `text` into a field, as a person does: click, select all, type, Tab."""
    thing = bring_into_view(role, name)
    click(thing.left + 12, thing.top + thing.height / 2)
    keys("ctrl+a")
    write(text)
    keys("Tab")


class Session:
    def __init__(self, out, studio, clips):
        self.out, self.studio, self.clips = out, studio, clips
        self.project = out / "home" / "Documents" / "signs"
        self.run = self.project / "runs" / "first"
        self.log = open(out / "session.log", "w", encoding="utf-8")
        self.started = time.monotonic()
        self.number = 0
        self.name = ""
        self.window = None

    def say(self, text):
        line = f"{time.monotonic() - self.started:7.1f} s  {text}"
        print(line, flush=True)
        print(line, file=self.log, flush=True)

    def shot(self, name):
        self.number += 1
        picture = self.out / f"{self.number:02d}-{name.replace(' ', '-')}.png"
        time.sleep(0.4)  # What was asked for last is painted by then.
        run("ffmpeg", "-loglevel", "error", "-y", "-f", "x11grab", "-video_size", SCREEN, "-i", os.environ["DISPLAY"],
            "-frames:v", "1", str(picture))
        self.say(f"      {picture.name}")

    @contextlib.contextmanager
    def step(self, name):
        self.name = name
        self.say(name)
        yield
        self.shot(name)

    # What the disk says.

    def events(self, kind):
        file = self.run / "events.jsonl"
        if not file.exists():
            return []
        found = []
        for line in file.read_text(encoding="utf-8").splitlines():
            with contextlib.suppress(json.JSONDecodeError):  # The last line may be half written.
                event = json.loads(line)
                if event["type"] == kind:
                    found.append(event)
        return found

    def last_state(self):
        states = self.events("state")
        return states[-1]["state"] if states else ""

    def previews(self, stage):
        return [e["step"] for e in self.events("preview") if e["stage"] == stage]

    def bar(self):
        """What the run bar at the bottom says."""
        for thing in things():
            if thing.role == "filler" and ", step " in thing.name:
                return thing.name
        return ""

    def says(self, words, seconds):
        until(lambda: words in self.bar(), f"'{words}' in the run bar", seconds)

    # The steps.

    def make_project(self):
        with self.step("open the program"):
            self.window = subprocess.Popen([self.studio, "--settings", str(self.out / "home" / "studio.ini")],
                                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            wait_for("frame", "Unroll Studio", 30)
        with self.step("ask for a new project"):
            keys("ctrl+n")
            wait_for("dialog", "New project")
            write("signs")  # The name is selected when the dialog opens.
        with self.step("make the project"):
            keys("Return")
            wait_for("frame", "signs - Unroll Studio", 30)
            until(lambda: (self.project / "project.json").exists(), "project.json", 5)
        with self.step("choose the videos"):
            keys("ctrl+i")
            wait_for("dialog", "A folder of videos", part=True)
            write(str(self.clips))
        with self.step("import 15 videos"):
            keys("Return")
            until(lambda: (self.project / "data" / "clips.json").exists(), "clips.json", 120)
            wait_for("label", "15 clips", 30, part=True)
            wait_for("list item", "asl_yes.mkv, class yes", 20, part=True)
        with self.step("scrub a thumbnail with the pointer"):
            tile = wait_for("list item", "asl_book.mkv", part=True)
            for share in (0.2, 0.5, 0.8):
                move(tile.left + share * tile.width, tile.top + tile.height / 2)
                time.sleep(0.2)
    def train(self):
        with self.step("set previews every 10 steps"):
            keys("ctrl+2")
            press("page tab", "Recipe")
            fill("spin button", "Preview every", "10")
            self.recipe(lambda recipe: recipe["previewEvery"] == 10)
        with self.step("set 30 steps for each stage"):
            for stage in (1, 2):
                press("page tab", f"Stage {stage}")
                fill("spin button", f"Steps of stage {stage}", "30")
                self.recipe(lambda recipe, at=stage: recipe["stages"][at - 1]["steps"] == 30)
        with self.step("ask for a run"):
            keys("F5")
            wait_for("dialog", "New run")
            fill("spin button", "CPU threads", "1")
        with self.step("start training"):
            keys("Return")
            until(lambda: self.last_state() == "running", "the training", 120)
            self.says("Running", 30)
        with self.step("first preview"):
            until(lambda: self.previews(1), "a preview", 300)
            wait_for("label", f"Step {self.previews(1)[0]}, ", 20, part=True)
        with self.step("previews change"):
            until(lambda: len(self.previews(1)) > 1, "the next preview", 300)
            wait_for("label", f"Step {self.previews(1)[-1]}, ", 20, part=True)
        with self.step("pause"):
            keys("F6")
            self.says("Paused", 120)
            until(lambda: self.last_state() == "paused", "the state 'paused' on the disk", 20)
        with self.step("go on"):
            keys("F5")
            self.says("Running", 60)
        with self.step("stage 2 trains"):
            until(lambda: self.previews(2), "a preview of stage 2", 600)
            wait_for("filler", "Stage 2, probe 1", 20)
        with self.step("pause in stage 2"):
            keys("F6")
            self.says("Paused", 120)
    def look(self):
        with self.step("samples"):
            keys("ctrl+3")
            wait_for("list item", "Seed 1,", 60, part=True)
            until(lambda: self.frames() > 1, "a sample with frames", 240)
            wait_for("label", "16 of 16 samples", 240)
        with self.step("scrub the pair"):
            pair = wait_for("filler", "Pair view")
            click(*pair.middle())
            keys("Home")
            for frame in range(1, 6):
                keys("Right")
                until(lambda at=frame: self.frame() == at, f"frame {frame}", 5)
            keys("Left")
            until(lambda: self.frame() == 4, "frame 4, one back", 5)
        with self.step("drag along the timeline"):
            line = [t for t in things() if t.role == "slider" and t.name == "Frame"][-1]
            move(line.left + line.width * 0.3, line.top + line.height / 2)
            run("xdotool", "mousedown", "1")
            move(line.left + line.width * 0.6, line.top + line.height / 2)
            run("xdotool", "mouseup", "1")
            until(lambda: self.frame() > 8, "a frame beyond 8", 5)
        with self.step("wipe"):
            keys("w")
            until(lambda: checked("Wipe"), "the wipe", 5)
            pair = wait_for("filler", "Pair view")
            x, y = pair.middle()
            move(x, y)
            run("xdotool", "mousedown", "1")
            move(x - pair.width * 0.1, y)
            run("xdotool", "mouseup", "1")
    def export(self):
        video = self.out / "pair.mp4"
        video.unlink(missing_ok=True)
        with self.step("ask for a video"):
            keys("ctrl+e")
            wait_for("dialog", "Export Video")
            wait_for("combo box", "Stage 1 beside stage 2")
            fill("spin button", "Frames", "50")
            fill("text", "File to write", str(video))
        with self.step("export the pair unrolled to 50 frames"):
            press("push button", "Export: put it into the queue")
            keys("ctrl+5")
            until(video.exists, "the video", 300)
        counted = subprocess.run(["ffprobe", "-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries",
                                  "stream=nb_read_frames", "-of", "csv=p=0", str(video)], check=True, capture_output=True,
                                 text=True).stdout.strip().strip(",")
        self.say(f"      ffprobe counts {counted} frames in {video.name}")
        if counted != "50":
            raise Failed(f"the video has {counted} frames, not 50")
    def leave(self):
        with self.step("stop training"):
            keys("ctrl+2", "shift+F5")
            self.says("Stopped", 120)
            stopped = self.events("checkpoint")[-1]
            if not (self.run / "checkpoints" / stopped["file"]).exists():
                raise Failed("the checkpoint of the stop is not there")
        self.name = "quit"
        self.say("quit")
        keys("ctrl+q")
        until(lambda: self.window.poll() is not None, "the end of the program", 20)
        if self.window.returncode != 0:
            raise Failed(f"the program ended with {self.window.returncode}, not 0")

    def recipe(self, fits):
        file = self.project / "recipe.json"
        until(lambda: fits(json.loads(file.read_text(encoding="utf-8"))), "the setting in recipe.json", 10)

    def frame(self):
        cursor = find("spin button", "Frame cursor")
        return int(cursor.value()) if cursor else -1

    def frames(self):
        line = find("slider", "Frame")
        number = line.node.get_value_iface() if line else None
        return int(number.get_maximum_value()) + 1 if number else 0

    def end(self):
        """Leaves nothing running, also after a failure."""
        if self.window is not None and self.window.poll() is None:
            self.window.kill()
        lock = self.run / "lock"
        with contextlib.suppress(OSError, ValueError, KeyError):
            os.kill(json.loads(lock.read_text(encoding="utf-8"))["pid"], signal.SIGTERM)


def checked(name):
    box = find("check box", name)
    return box is not None and box.node.get_state_set().contains(Atspi.StateType.CHECKED)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studio", required=True)
    parser.add_argument("--clips", required=True, type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--out", required=True, type=pathlib.Path)
    options = parser.parse_args()
    session = Session(options.out, options.studio, options.clips)
    try:
        for part in (session.make_project, session.train, session.look, session.export, session.leave):
            part()
    except (Failed, subprocess.CalledProcessError) as why:
        session.shot("failed")
        session.say(f"FAILED: step '{session.name}': {why}")
        return 1
    finally:
        session.end()
    session.say("done")
    return 0


if __name__ == "__main__":
    sys.exit(main())
