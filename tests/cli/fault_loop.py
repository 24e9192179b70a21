#!/usr/bin/env python3
"""Lets the kernel refuse one call of a training after the other, and looks at what is left.

    fault_loop.py PROGRAM SHIM [MOST]

Each round copies a project that was trained for two steps, resumes it with SHIM preloaded so that one write, sync, rename or
creation below the project fails (disk full, input/output error, half a write, or SIGKILL in the middle of it), and then asks:
is every checkpoint whole for Python's own safetensors, is the one there was before still there, did the program carry on, or say
in one sentence that it waits for the disk and leave with exit status 6 when it is then stopped, and does resuming without
faults end with the same bits as a run never disturbed?
MOST limits the rounds of each kind, spread over all calls. Exits with 77 where Python has no safetensors.
"""
import collections
import errno
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

from tiny_training import checkpoint_reader, make_project

BEFORE, AFTER = 2, 4
WAITS = "Training is paused meanwhile and tries again by itself."
KINDS = [("write", errno.ENOSPC, True), ("write", errno.EIO, False), ("write", "short", False), ("write", "kill", False),
         ("sync", errno.EIO, False), ("sync", "kill", False), ("rename", errno.EROFS, False), ("rename", "kill", False),
         ("create", errno.ENOSPC, True), ("create", errno.EDQUOT, False)]


def main():
    load_file = checkpoint_reader()
    program, shim = sys.argv[1:3]
    most = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
    with tempfile.TemporaryDirectory() as folder:
        def unroll(*arguments, faults=None):
            environment = dict(os.environ, **({"LD_PRELOAD": shim, **faults} if faults else {}))
            process = subprocess.Popen([program, *map(str, arguments)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                       text=True, errors="replace")
            hangs = threading.Timer(300, process.kill)
            hangs.start()
            said = ""
            for line in process.stderr:
                said += line
                if WAITS in line:
                    process.send_signal(signal.SIGINT)
            process.wait()
            hangs.cancel()
            return subprocess.CompletedProcess(arguments, process.returncode, "", said)

        def fine(*arguments):
            done = unroll(*arguments)
            if done.returncode != 0:
                sys.exit(f"{arguments[0]} left with {done.returncode}: {done.stderr[-500:]}")

        def train(project, steps, *more):
            return ["train", project, "--run", "r", "--stage", 1, "--steps", steps, "--threads", 1, *more]

        def weights(project):
            return load_file(project / "runs/r/checkpoints" / f"stage1-step-{AFTER:08}.safetensors")

        begun = pathlib.Path(folder, "begun")
        make_project(program, begun, previewEvery=2)
        fine(*train(begun, BEFORE))
        whole = pathlib.Path(folder, "whole")
        shutil.copytree(begun, whole)
        fine(*train(whole, AFTER, "--resume"))
        wanted = weights(whole)
        hit = pathlib.Path(folder, "hit")

        def round_of(call, how, sticky, at):
            """What is wrong with what is left, or ""; with `at` 0, the number of such calls."""
            project = pathlib.Path(folder, "tried")
            shutil.rmtree(project, ignore_errors=True)
            hit.unlink(missing_ok=True)
            shutil.copytree(begun, project)
            done = unroll(*train(project, AFTER, "--resume"), faults={
                "FAULT_ROOT": str(project), "FAULT_CALL": call, "FAULT_AT": str(at), "FAULT_HOW": str(how),
                "FAULT_STICKY": "1" if sticky else "0", "FAULT_HIT": str(hit)})
            if at == 0:
                return int(hit.read_text())
            if not hit.exists():
                return "there was no such call"
            if how == "kill":
                if done.returncode != -signal.SIGKILL:
                    return f"left with {done.returncode} and not by the kill"
            elif done.returncode not in (0, 6):
                return f"left with {done.returncode}: {done.stderr[-300:]}"
            elif done.returncode == 6 and (str(project) not in done.stderr or not done.stderr.strip().endswith(".")):
                return f"the refusal does not say where: {done.stderr[-300:]}"
            elif how == "short" and done.returncode != 0:
                return f"half a write was not gone on with: {done.stderr[-300:]}"
            checkpoints = project / "runs/r/checkpoints"
            for path in checkpoints.glob("*.safetensors"):
                load_file(path)  # raises when it is not whole
            steps = sorted(int(path.stem[-8:]) for path in checkpoints.glob("stage1-step-*.safetensors"))
            if not steps or steps[-1] < BEFORE:
                return f"the checkpoint of step {BEFORE} is gone: {steps}"
            quarantine = checkpoints / "quarantine"
            if quarantine.exists() and any(quarantine.iterdir()):
                return "a broken checkpoint was left under a final name"
            again = unroll(*train(project, AFTER, "--resume"))
            if again.returncode != 0:
                return f"could not be resumed: {again.stderr[-300:]}"
            left = [str(path.relative_to(project)) for path in project.rglob("*") if ".tmp-" in path.name]
            if left:
                return f"temporary files are left: {left}"
            got = weights(project)
            different = [name for name in wanted if wanted[name].tobytes() != got[name].tobytes()]
            return f"{len(different)} tensors differ after resuming" if different or set(got) != set(wanted) else ""

        rounds, failures = collections.Counter(), []
        calls = {call: round_of(call, "none", False, 0) for call in ("write", "sync", "rename", "create")}
        for call, how, sticky in KINDS:
            kind = f"{call} {errno.errorcode.get(how, how)}{' and all after it' if sticky else ''}"
            count = calls[call]
            stride = max(1, -(-count // most))
            for at in range((stride + 1) // 2, count + 1, stride):
                wrong = round_of(call, how, sticky, at)
                rounds[kind] += 1
                if wrong:
                    failures.append(f"{kind}, call {at} of {count}: {wrong}")
                    print(failures[-1], flush=True)
            print(f"{kind}: {rounds[kind]} of {count} calls tried", flush=True)
        print(f"{sum(rounds.values())} faults, {len(failures)} failures")
        sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
