#!/usr/bin/env python3
"""The examples of CONTRIBUTING.md stand in the tree as they are shown; prints TAP.

A block of C is taken from the last file in tests/ that the text before it names, a block of a diff from the files after
its "--- "; every line of the block, and every line that a diff takes away, stands in that file, white space apart.
"""
import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def plain(text):
    return re.sub(r"\s+", " ", re.sub(r"\\(\n|$)", r" \1", text)).strip()


def file_text(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as f:
        return plain(f.read())


def c_lines(text):
    """Each line of each block of C with the file that it should stand in."""
    for match in re.finditer(r"```c\n(.*?)```", text, re.S):
        named = re.findall(r"`(tests/[\w/]+\.[ch])`", text[:match.start()])
        for line in match.group(1).splitlines():
            if line.strip():
                yield named[-1], line


def diff_lines(text):
    for match in re.finditer(r"```diff\n(.*?)```", text, re.S):
        path = None
        for line in match.group(1).splitlines():
            if line.startswith("--- "):
                path = line[4:]
            elif line.startswith("-"):
                yield path, line[1:]


def main():
    with open(os.path.join(ROOT, "CONTRIBUTING.md"), encoding="utf-8") as f:
        text = f.read()
    cases = list(c_lines(text)) + list(diff_lines(text))
    print(f"1..{len(cases) + 1}")
    failed = 0
    for number, (path, line) in enumerate(cases, 1):
        good = plain(line) in file_text(path)
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} - {path}: {line.strip()[:70].replace('#', '')}")
    many = len(cases) > 20
    print(f"{'ok' if many else 'not ok'} {len(cases) + 1} - there are examples")
    return 1 if failed or not many else 0


if __name__ == "__main__":
    sys.exit(main())
