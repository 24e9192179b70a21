#!/usr/bin/env python3
"""Counts the results of one run of ctest, each GoogleTest case by itself.

    count_tests.py FOLDER

FOLDER holds ctest-junit.xml (one entry a program) and the XML files that GoogleTest wrote, named after their
programs. A program that left no XML although it is a GoogleTest (it crashed, or timed out) counts as one failure, a
program that is none as one case. The last line is "N passed, N failed, N skipped". Leaves with 1 if anything failed or
nothing ran.
"""
import pathlib
import sys
import xml.etree.ElementTree as ElementTree


def read_googletest(path):
    """[(name, "passed" | "failed" | "skipped", reason)] of one program."""
    cases = []
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        name = f"{case.get('classname')}.{case.get('name')}"
        if case.find("failure") is not None:
            cases.append((name, "failed", ""))
        elif case.find("skipped") is not None or case.get("result") == "skipped":
            message = (case.find("skipped").get("message") if case.find("skipped") is not None else "") or ""
            cases.append((name, "skipped", message.strip().splitlines()[-1] if message.strip() else ""))
        elif case.get("status") == "notrun":
            continue  # Left out by a filter, not by the test.
        else:
            cases.append((name, "passed", ""))
    return cases


def main(folder):
    junit = folder / "ctest-junit.xml"
    if not junit.exists():
        print("No test ran: ctest wrote no results.")
        print("0 passed, 0 failed, 0 skipped")
        return 1
    cases = []
    for entry in ElementTree.parse(junit).getroot().iter("testcase"):
        program, status = entry.get("name"), entry.get("status")
        written = folder / f"{program}.xml"
        own = []
        if written.exists():
            try:
                own = [(f"{program}: {name}", outcome, why) for name, outcome, why in read_googletest(written)]
            except ElementTree.ParseError:
                own = [(f"{program}: unreadable results", "failed", "")]
        failed = status == "fail" or entry.find("failure") is not None
        if failed and not any(outcome == "failed" for _, outcome, _ in own):
            own.append((f"{program}: did not finish, or failed outside a test", "failed", ""))
        elif not own:
            skipped = status in ("notrun", "disabled") or entry.find("skipped") is not None
            own.append((program, "skipped" if skipped else "passed", ""))
        cases += own
    for outcome in ("skipped", "failed"):
        for name, found, why in cases:
            if found == outcome:
                print(f"{outcome}: {name}" + (f" ({why})" if why else ""))
    count = {key: sum(found == key for _, found, _ in cases) for key in ("passed", "failed", "skipped")}
    print(f"{count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped")
    return 0 if count["passed"] > 0 and count["failed"] == 0 else 1


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
