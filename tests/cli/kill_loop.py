#!/usr/bin/env python3
"""Kills training with SIGKILL at random instants and resumes it, again and again; then compares with a run never killed.

    kill_loop.py PROGRAM [KILLS] [SEED]

After each kill every checkpoint in the run's folder must be read whole by Python's own safetensors, the last one committed must
still be there, and resuming must go on from it. At the end the averaged weights equal, bit for bit, those of a run in one go.
Prints kills, the most steps lost to one kill and the instants hit. Exits with 77 where Python has no safetensors.
"""
import json
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time

from tiny_training import checkpoint_reader, make_project

STEPS = 60


def main():
    load_file = checkpoint_reader()
    program = sys.argv[1]
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    draw = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    with tempfile.TemporaryDirectory() as folder:
        project = f"{folder}/a project with spaces and é"

        def unroll(*arguments):
            return [program, *map(str, arguments)]

        quiet = {"check": True, "capture_output": True}
        make_project(program, project)
        train = ["train", project, "--stage", 1, "--steps", STEPS, "--threads", 1]
        subprocess.run(unroll(*train, "--run", "whole"), **quiet)
        checkpoints = {run: pathlib.Path(project, "runs", run, "checkpoints") for run in ("whole", "killed")}

        def newest(run):
            steps = [int(re.search(r"(\d+)\.safetensors$", p.name)[1]) for p in checkpoints[run].glob("stage1-step-*.safetensors")]
            return max(steps, default=0)

        lost, done, resumed_from = 0, 0, 0
        while done < kills:
            resume = ["--resume"] if newest("killed") else []
            if not resume and checkpoints["killed"].parent.exists():
                resume = ["--resume"]
            # On from where the last kill left it, and round again when it reached the end.
            begun = newest("killed")
            steps = begun + STEPS
            process = subprocess.Popen(unroll("train", project, "--stage", 1, "--steps", steps, "--threads", 1, "--run", "killed",
                                              *resume), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            log = checkpoints["killed"].parent / "events.jsonl"
            size = log.stat().st_size if log.exists() else 0
            deadline = time.time() + 60
            while process.poll() is None and time.time() < deadline and not (log.exists() and log.stat().st_size > size):
                time.sleep(0.005)
            time.sleep(draw.uniform(0, 0.6))
            process.send_signal(signal.SIGKILL)
            error = process.communicate()[1]
            if process.returncode != -signal.SIGKILL:
                sys.exit(f"training left with {process.returncode} before it could be killed: {error[-500:]}")
            done += 1
            reached = max([json.loads(line).get("step", 0) for line in log.read_text().splitlines()[:-1]], default=0)
            for path in checkpoints["killed"].glob("*.safetensors"):
                load_file(path)  # raises when it is not whole
            if newest("killed") < begun:
                sys.exit(f"the checkpoint of step {begun} is gone after a kill")
            lost = max(lost, reached - newest("killed"))
            resumed_from = newest("killed")
        if (checkpoints["killed"] / "quarantine").exists() and any((checkpoints["killed"] / "quarantine").iterdir()):
            sys.exit("a kill left a broken checkpoint under a final name")
        # To a step that both runs have, past the last kill.
        last = max(resumed_from + 2, STEPS)
        for run in ("whole", "killed"):
            subprocess.run(unroll("train", project, "--stage", 1, "--steps", last, "--threads", 1, "--run", run, "--resume"), **quiet)
        weights = {run: load_file(checkpoints[run] / f"stage1-step-{last:08}.safetensors") for run in checkpoints}
        different = [name for name in weights["whole"] if weights["whole"][name].tobytes() != weights["killed"][name].tobytes()]
        print(f"{done} kills, {lost} steps lost to one at most, {last} steps in all, "
              f"{len(different)} of {len(weights['whole'])} tensors differ from a run in one go")
        if different or lost > 2 or set(weights["whole"]) != set(weights["killed"]):
            sys.exit(f"differs: {different[:3]}")


if __name__ == "__main__":
    main()
