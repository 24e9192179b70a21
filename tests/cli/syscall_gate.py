#!/usr/bin/env python3
"""What the program asks of the kernel, seen by strace.

    syscall_gate.py PROGRAM MODEL

Sampling from a model file that came from elsewhere runs no program, opens no socket and writes nowhere but into the folder
asked for; neither does refusing a file that only pretends to be one. Each checkpoint is written whole, synced and closed
before it gets its name, and its folder is synced after. Exits with 77 where strace is missing or may not trace.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

from tiny_training import make_project

CALLS = "trace=open,openat,creat,execve,connect,socket,bind,write,pwrite64,writev,fsync,fdatasync,close,rename,renameat,renameat2"


def traced(folder, *command):
    """Runs the command; returns its exit status and the calls as lines without process numbers."""
    log = pathlib.Path(folder, "calls")
    done = subprocess.run(["strace", "-f", "-y", "-qq", "-s", "16", "-o", log, "-e", CALLS, *map(str, command)], capture_output=True, text=True)
    lines = [re.sub(r"^\d+\s+", "", line) for line in log.read_text(errors="replace").splitlines()]
    return done, [line for line in lines if not re.search(r" = -1 \w+ \(", line)]


def fail(sentence):
    sys.exit(f"FAILED: {sentence}")


def check_reads_only(lines, allowed, what):
    programs = [line for line in lines if line.startswith("execve(")]
    if len(programs) != 1:
        fail(f"{what} started another program: {programs[1:]}")
    sockets = [line for line in lines if re.match(r"(connect|socket|bind)\(", line)]
    if sockets:
        fail(f"{what} opened a socket: {sockets}")
    opened = [re.search(r'"([^"]*)"', line)[1] for line in lines
              if re.match(r"(open|openat|creat)\(", line) and re.search(r"O_WRONLY|O_RDWR|O_CREAT|^creat", line)]
    outside = [path for path in opened if not path.startswith(str(allowed)) and path != "/dev/null"]
    if outside:
        fail(f"{what} opened for writing: {outside}")
    return len(opened)


def check_saves(lines):
    """Each rename to a checkpoint's name: synced before, never written after its sync, folder synced after."""
    saves = 0
    for at, line in enumerate(lines):
        moved = re.match(r'rename(?:at2?)?\(.*"([^"]*\.tmp-[^"]*)".*"([^"]*stage\d-step-\d+\.safetensors)"', line)
        if not moved:
            continue
        saves += 1
        temporary, target = moved.groups()
        mine = [(i, other) for i, other in enumerate(lines[:at]) if f"<{temporary}>" in other]
        synced = [i for i, other in mine if re.match(r"f(data)?sync\(", other)]
        written = [i for i, other in mine if re.match(r"(write|pwrite64|writev)\(", other)]
        closed = [i for i, other in mine if other.startswith("close(")]
        if not (written and synced and closed and written[-1] < synced[-1] < closed[-1] < at):
            fail(f"{target} got its name before it was written, synced and closed")
        folder = f"<{pathlib.Path(target).parent}>"
        until = next((i for i in range(at + 1, len(lines)) if ".tmp-" in lines[i] and re.match(r"(open|openat)\(", lines[i])), len(lines))
        if not any(re.match(r"fsync\(", other) and folder in other for other in lines[at:until]):
            fail(f"the folder of {target} was not synced after the rename")
    return saves


def main():
    program, model = sys.argv[1:3]
    if shutil.which("strace") is None:
        print("SKIPPED: strace is not installed")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        tried, lines = traced(folder, "true")
        if tried.returncode != 0 or not lines:
            print(f"SKIPPED: strace may not trace here: {tried.stderr.strip()}")
            sys.exit(77)
        # The gate itself must be able to fail.
        control, lines = traced(folder, "sh", "-c", f"ls / > {folder}/elsewhere; true")
        if len([line for line in lines if line.startswith("execve(")]) < 2:
            fail("the control's second program was not seen")

        out = pathlib.Path(folder, "out")
        done, lines = traced(folder, program, "sample", "--model", model, "--frames", 12, "--threads", 1, "--out", out)
        if done.returncode != 0:
            fail(f"sample left with {done.returncode}: {done.stderr[-300:]}")
        written = check_reads_only(lines, out, "sampling from a model file")
        if written == 0:
            fail("no written file was seen")

        pretender = pathlib.Path(folder, "evil.safetensors")
        with zipfile.ZipFile(pretender, "w") as archive:
            archive.writestr("archive/data.pkl", b"cos\nsystem\n(S'touch /tmp/owned'\ntR.")
            archive.writestr("archive/version", b"3\n")
        refused, lines = traced(folder, program, "sample", "--model", pretender, "--out", out)
        if refused.returncode != 3 or "archive" not in refused.stderr.lower():
            fail(f"a TorchScript archive was not named as one: {refused.returncode} {refused.stderr}")
        check_reads_only(lines, out, "refusing an archive")

        project = pathlib.Path(folder, "project")
        make_project(program, project)
        done, lines = traced(folder, program, "train", project, "--run", "r", "--stage", 1, "--steps", 3, "--threads", 1)
        if done.returncode != 0:
            fail(f"train left with {done.returncode}: {done.stderr[-300:]}")
        saves = check_saves(lines)
        if saves < 3:
            fail(f"{saves} saves were seen, 3 were made")
        print(f"sampling: {written} files written, all in the folder asked for, no program, no socket; {saves} saves in order")


if __name__ == "__main__":
    main()
