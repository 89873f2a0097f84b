#!/usr/bin/env python3
"""tools/run-tests counts rightly: no way for a test to fail, die or be skipped goes unseen."""
import importlib.machinery
import importlib.util
import os
import sys

sys.dont_write_bytecode = True
TOOL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "run-tests")
loader = importlib.machinery.SourceFileLoader("run_tests", TOOL)
run_tests = importlib.util.module_from_spec(importlib.util.spec_from_loader("run_tests", loader))
loader.exec_module(run_tests)

# What a program prints and how it ends; what must be counted: passed, failed, skipped.
CASES = [
    ("all pass", "1..2\nok 1 - a\nok 2 - b\n", "exit 0", (2, 0, 0)),
    ("one fails", "1..2\nok 1 - a\nnot ok 2 - b\n", "exit 1", (1, 1, 0)),
    ("one fails and the program denies it", "1..2\nok 1 - a\nnot ok 2 - b\n", "exit 0", (1, 1, 0)),
    ("it dies in the second of three", "1..3\nok 1 - a\n", "kill -SEGV $$", (1, 2, 0)),
    ("it dies after the last", "1..1\nok 1 - a\n", "kill -ABRT $$", (1, 1, 0)),
    ("the plan comes last", "ok 1 - a\nok 2 - b\n1..2\n", "exit 0", (2, 0, 0)),
    ("two groups", "1..1\nok 1 - a\n1..1\nnot ok 1 - b\n", "exit 1", (1, 1, 0)),
    ("skipped as cmocka says it", "1..1\nok 1 # SKIP a\n", "exit 0", (0, 0, 1)),
    ("skipped as others say it", "1..1\nok 1 - a # SKIP no printer\n", "exit 0", (0, 0, 1)),
    ("a nested failure of node counts once", "    not ok 1 - inner\nnot ok 1 - outer\n1..1\n", "exit 1", (0, 1, 0)),
    ("a closing line", "x\n3 passed, 0 failed\n", "exit 0", (3, 0, 0)),
    ("a closing line with failures", "3 passed, 2 failed\n", "exit 1", (3, 2, 0)),
    ("a closing line and a bad end", "3 passed, 0 failed\n", "exit 1", (3, 1, 0)),
    ("silent and well", "", "exit 0", (1, 0, 0)),
    ("silent and not well", "", "exit 1", (0, 1, 0)),
    ("silent and skipped", "", "exit 77", (0, 0, 1)),
    ("too slow", "1..1\nok 1 - a\n", "sleep 30", (1, 1, 0)),
]


def main():
    broken = 0
    print(f"1..{len(CASES)}")
    for number, (title, printed, end, wanted) in enumerate(CASES, 1):
        env = dict(os.environ, PRINTED=printed)
        limit = 1 if end.startswith("sleep") else 20
        out = run_tests.run(title, ["sh", "-c", f'printf %s "$PRINTED"; {end}'], env, limit)
        counted = (out.passed, len(out.failed), len(out.skipped))
        broken += counted != wanted
        print(f"{'ok' if counted == wanted else 'not ok'} {number} - {title}")
        if counted != wanted:
            print(f"# counted {counted}, should be {wanted}")
    sys.exit(1 if broken else 0)


main()
