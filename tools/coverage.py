#!/usr/bin/env python3
"""Writes docs/coverage.md: which tests cover which of the features that data/mission-ids.csv lists.

usage: tools/coverage.py [--check] [--root DIR]

A test says what it covers in a comment, `covers: S-007 UF-04`: in the opening comment of its file for all that the file
tests, or right above one test for that test alone. An id that the list lacks, or a `covers:` without any id, is an
error; with --check so is a page that is not what this would write. Exit status 1 on errors.
"""
import argparse
import csv
import difflib
import os
import re
import sys

NAME_AFTER = re.compile(r"""static void (\w+)\(void \*\*|^def (test\w+)|\b(?:test|it)\(\s*["'`](.+?)["'`]""", re.M)
COVERS = re.compile(r"covers:([^\n*]*(?:\n\s*[*#/]*\s*(?:(?:S|UF)-\d+[ ,;.]*)+$)*)", re.M)
HEAD = """# What the tests cover

Made by `tools/coverage.py` from the `covers:` comments of the tests; do not edit. Each row is a feature of the mission,
in the words of `data/mission-ids.csv`; a feature that is planned but has no test of its own yet says so.

| id | feature | tests |
|---|---|---|
"""


def covered(text):
    """Yields (ids, name of the test or "", line) for every `covers:` of a file."""
    for match in COVERS.finditer(text):
        opening = not re.search(r"\*/|^#include|^import|^from", text[:match.start()], re.M)
        test = None if opening else NAME_AFTER.search(text, match.end())
        name = next(filter(None, test.groups())) if test else ""
        yield re.findall(r"\b(?:S|UF)-\d+", match.group(1)), name, text.count("\n", 0, match.start()) + 1


def collect(root, known):
    """Returns ({id: [(path, test)]}, [error])."""
    tests, errors = {}, []
    for folder, folders, names in os.walk(os.path.join(root, "tests")):
        folders[:] = sorted(f for f in folders if f != "node_modules")
        for name in sorted(names):
            path = os.path.join(folder, name)
            shown = os.path.relpath(path, root)
            if not (re.fullmatch(r"(test_.*|run_.*|.*\.test)\.\w+|.*\.cases", name) or "/scenario" in folder):
                continue
            with open(path, encoding="utf-8", errors="replace") as f:
                text = f.read()
            for ids, test, line in covered(text):
                if not ids:
                    errors.append(f"{shown}:{line}: covers: names no feature")
                for each in ids:
                    if each not in known:
                        errors.append(f"{shown}:{line}: {each} is not in data/mission-ids.csv")
                    tests.setdefault(each, []).append((shown, test))
    return tests, errors


def page(known, tests):
    rows = []
    for each, title in known.items():
        cells = [f"[{os.path.basename(path)}](../{path}){': ' + test.replace('_', ' ') if test else ''}"
                 for path, test in sorted(set(tests.get(each, [])))]
        rows.append(f"| {each} | {title} | {'<br>'.join(cells) or 'none yet'} |\n")
    done = sum(each in tests for each in known)
    return HEAD + "".join(rows) + f"\n{done} of {len(known)} features have tests of their own.\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the page is stale")
    parser.add_argument("--root", default=os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    args = parser.parse_args()

    with open(os.path.join(args.root, "data", "mission-ids.csv"), encoding="utf-8", newline="") as f:
        known = {row["id"]: row["title"] for row in csv.DictReader(f)}
    tests, errors = collect(args.root, known)
    new, place, old = page(known, tests), os.path.join(args.root, "docs", "coverage.md"), ""
    if os.path.exists(place):
        with open(place, encoding="utf-8") as f:
            old = f.read()
    if args.check and old != new:
        errors.append("docs/coverage.md is stale; tools/coverage.py writes it anew:")
        errors += difflib.unified_diff(old.splitlines(), new.splitlines(), "committed", "now", n=0, lineterm="")
    elif not args.check and not errors:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w", encoding="utf-8") as f:
            f.write(new)
    print("\n".join(errors), end="\n" if errors else "")
    sys.exit(1 if errors else 0)


main()
