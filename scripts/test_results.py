#!/usr/bin/env python3
"""Counts what Swift Testing's --xunit-output wrote, and names those that failed or were skipped.

usage: scripts/test_results.py FILE      prints passed, failed and skipped, then a line for each failure and skip
"""
import sys
import xml.etree.ElementTree as ElementTree


def main(path):
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    lines = []
    for case in ElementTree.parse(path).iter("testcase"):
        name = f'{case.get("classname")}.{case.get("name")}'
        failures, skip = case.findall("failure"), case.find("skipped")
        if failures:
            counts["failed"] += 1
            lines += [f'failed: {name}: {failure.get("message")}' for failure in failures]
        elif skip is not None:
            counts["skipped"] += 1
            lines.append(f'skipped: {name}: {skip.text or skip.get("message") or "no reason"}')
        else:
            counts["passed"] += 1
    print(*counts.values())
    for line in lines:
        print(" ".join(line.split())[:300])


main(sys.argv[1])
