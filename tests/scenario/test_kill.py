#!/usr/bin/env python3
"""Kill -9 while persons are registered, fifty times: what was acknowledged is there, whole; nothing is there by half;
the journal verifies and the doctor finds nothing. Killed while the law erases: the same. covers: S-007 UF-06 UF-22"""
import os
import random
import signal
import subprocess

import statera
from place import DB, REGISTRAR, doctor, fresh, registrar

ROUNDS = 50
FILES = 1000  # five transactions of the law


def acknowledged_until_killed(rng):
    """Starts the registrar, lets it work for a moment and kills it; returns the whole lines that it had printed."""
    process = subprocess.Popen([REGISTRAR, DB, "register"], stdout=subprocess.PIPE)
    first = process.stdout.readline()
    try:
        process.wait(timeout=rng.uniform(0.0, 0.15))
    except subprocess.TimeoutExpired:
        pass
    assert process.poll() is None, "it was to work until it is killed"
    os.kill(process.pid, signal.SIGKILL)
    rest, _ = process.communicate()
    return [line for line in (first + rest).decode().split("\n")[:-1] if line]


def assert_all_there(ids):
    said = registrar("check", given="\n".join(ids) + "\n")
    count, stored, broken = (int(word) for word in said.split() if word.isdigit())
    assert broken == 0 and count == len(ids) <= stored, said
    doctor()


def test_fifty_times():
    place, rng, ids = fresh(), random.Random(20260902), []
    for number in range(ROUNDS):
        ids += acknowledged_until_killed(rng)
        if number % 10 == 9:
            assert_all_there(ids)
    assert len(set(ids)) == len(ids) > ROUNDS, len(ids)
    statera.ask("journal", "export", "--db", DB, "--out", f"{place}/journal")
    said = statera.ask("journal", "verify", f"{place}/journal")
    assert said["valid"] is True and said["entries"] >= 2 * len(ids), said
    doctor()
    print(f"# {len(ids)} acknowledged in {ROUNDS} lives")


def finished_erasing(moment, seconds):
    """Moves the clock and kills the program after so long while it erases; true when it had finished before."""
    process = subprocess.Popen([REGISTRAR, DB, "until", moment], stdout=subprocess.PIPE)
    process.stdout.readline()  # from here on it erases
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    return process.returncode == 0


def test_in_the_middle_of_an_expiry():
    """What the law erases goes whole or not yet, and goes with the next run."""
    place, rng, kills, before = fresh("--training"), random.Random(20260903), 0, FILES
    registrar("register", str(FILES))
    while before > 0:  # ever longer, so that a slow machine comes to an end too
        kills += not finished_erasing("2099-01-01T00:00:00Z", rng.uniform(0.02, 0.1) * 1.3 ** kills)
        persons, names, entries = (int(word) for word in registrar("left").split())
        assert persons == names == entries <= before, (persons, names, entries)
        before = persons
    assert kills > 0, "it was to be killed at least once"
    doctor()
    statera.ask("journal", "export", "--db", DB, "--out", f"{place}/journal")
    assert statera.ask("journal", "verify", f"{place}/journal")["valid"] is True
    print(f"# killed {kills} times while {FILES} files were erased")


statera.main()
