#!/usr/bin/env python3
"""tools/coverage.py finds what tests say they cover, and refuses a stale page, an unknown id and an empty claim."""
import os
import subprocess
import sys
import tempfile

TOOL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "coverage.py")
CLAIM = "cov" + "ers:"  # spelt so that this file claims nothing itself
FILES = {
    "data/mission-ids.csv": 'id,title\nS-007,"Screening, whole"\nUF-02,Dates\nUF-09,Decisions\n',
    "tests/law/test_dates.c": f"/* Dates. {CLAIM} UF-02 */\n#include \"test.h\"\n\nstatic void a(void **state) {{}}\n\n"
                              f"/* {CLAIM} S-007 */\nstatic void late_is_late(void **state) {{}}\n",
    "tests/browser/way.test.mjs": f"// {CLAIM} S-007,\n//   UF-02\ntest('the whole way', async () => {{}});\n",
}
WANTED = [
    "| S-007 | Screening, whole | [way.test.mjs](../tests/browser/way.test.mjs)"
    "<br>[test_dates.c](../tests/law/test_dates.c): late is late |",
    "| UF-02 | Dates | [way.test.mjs](../tests/browser/way.test.mjs)<br>[test_dates.c](../tests/law/test_dates.c) |",
    "| UF-09 | Decisions | none yet |",
    "2 of 3 features have tests of their own.",
]


def write(root, files):
    for path, text in files.items():
        os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
        with open(os.path.join(root, path), "w", encoding="utf-8") as f:
            f.write(text)


def run(root, *words):
    done = subprocess.run([sys.executable, TOOL, "--root", root, *words], stdout=subprocess.PIPE, text=True)
    return done.returncode, done.stdout


def the_page_lists_every_claim(root):
    status, _ = run(root)
    with open(os.path.join(root, "docs/coverage.md"), encoding="utf-8") as f:
        lines = f.read().splitlines()
    print("".join(f"# lacks {line}\n" for line in WANTED if line not in lines), end="")
    return status == 0 and all(line in lines for line in WANTED) and run(root, "--check")[0] == 0


def a_stale_page_is_refused(root):
    run(root)
    write(root, {"tests/law/test_more.c": f"/* {CLAIM} UF-09 */\n"})
    status, said = run(root, "--check")
    return status == 1 and "stale" in said and "+| UF-09 | Decisions | [test_more.c]" in said


def an_unknown_id_is_refused(root):
    write(root, {"tests/law/test_more.c": f"\n/* {CLAIM} S-999 */\n"})
    return run(root) == (1, "tests/law/test_more.c:2: S-999 is not in data/mission-ids.csv\n")


def an_empty_claim_is_refused(root):
    write(root, {"tests/law/test_more.c": f"/* {CLAIM} everything */\n"})
    return run(root) == (1, f"tests/law/test_more.c:1: {CLAIM} names no feature\n")


def main():
    tests = [the_page_lists_every_claim, a_stale_page_is_refused, an_unknown_id_is_refused, an_empty_claim_is_refused]
    broken = 0
    print(f"1..{len(tests)}")
    for number, test in enumerate(tests, 1):
        with tempfile.TemporaryDirectory() as root:
            write(root, FILES)
            right = test(root)
        broken += not right
        print(f"{'ok' if right else 'not ok'} {number} - {test.__name__}")
    sys.exit(1 if broken else 0)


main()
