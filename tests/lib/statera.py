"""What tests that drive the real program share: run it, read its JSON, and say the outcome as TAP.

tools/run-tests puts this folder on Python's path. A test is a function whose name begins with test_ and that asserts;
a file ends with `statera.main()`, which runs those of the file in order. SKIP is raised to skip one, with the reason.
"""
import json
import os
import subprocess
import sys
import traceback

PROGRAM = os.environ.get("STATERA", "build/statera")
SHARED = os.environ.get("STATERA_SHARED", "../shared")
SLOW = 5 if {"ASAN_OPTIONS", "TSAN_OPTIONS"} & set(os.environ) else 1  # under a sanitizer (tools/sanitize)

# Exit statuses of the command line
DONE, REFUSED, USAGE, NOT_FOUND, WAITING, SYSTEM, INVALID, NOT_VERIFIED, FACTS_MISSING = range(9)


class SKIP(Exception):
    """Raised by a test that cannot run here."""


def run(*words, given="", status=DONE):
    """Runs `statera WORDS…` with `given` on its standard input and returns what it printed; it must end with `status`."""
    done = subprocess.run([PROGRAM, *words], input=given, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=60 * SLOW)
    assert done.returncode == status, f"statera {' '.join(words)}: status {done.returncode}, not {status}; it said:\n" \
                                      f"{done.stdout}{done.stderr}"
    return done.stdout + ("" if status == DONE else done.stderr)


def ask(*words, given="", status=DONE):
    """The same with --json; returns what the JSON says."""
    return json.loads(run(*words, "--json", given=given, status=status))


def shared(path):
    """The path of unpublished test data; skips the test where there is none."""
    place = os.path.join(SHARED, path)
    if not os.path.exists(place):
        raise SKIP(f"no test data at {place}")
    return place


def main():
    tests = [(name, f) for name, f in vars(sys.modules["__main__"]).items() if name.startswith("test_") and callable(f)]
    broken = 0
    print(f"1..{len(tests)}")
    for number, (name, test) in enumerate(tests, 1):
        title = f"{number} - {name[5:].replace('_', ' ')}"
        try:
            test()
            print(f"ok {title}", flush=True)
        except SKIP as why:
            print(f"ok {title} # SKIP {why}", flush=True)
        except Exception:  # whatever a test stumbles over, the others still run
            broken += 1
            print(f"not ok {title}", flush=True)
            print("".join(f"# {line}\n" for line in traceback.format_exc().splitlines()), end="", flush=True)
    sys.exit(1 if broken else 0)
