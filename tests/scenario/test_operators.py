#!/usr/bin/env python3
"""What an administrator and those who watch do from outside: init, doctor, backup, restore, migrate, journal, node.
covers: S-012 S-144 UF-06 UF-08 UF-22"""
import contextlib
import hashlib
import json
import os
import sqlite3
import subprocess

import statera
from place import DB, REGISTRAR, doctor, fresh, on_postgres, registrar, sql, sqlite_only
from statera import INVALID, NOT_FOUND, NOT_VERIFIED, REFUSED, WAITING, ask, run


def test_a_database_is_made_once_and_is_well():
    fresh()
    assert doctor()["schema"]["state"] == "well"
    said = ask("migrate", "--db", DB, "--dry-run")
    assert "already" in said["would"], said
    said = ask("init", "--db", DB, status=INVALID)
    assert said["error"] == "exists" and said["faults"][0]["cure"], said
    if not on_postgres():
        assert all(os.stat(DB + end).st_mode & 0o077 == 0 for end in ("", ".keys"))
    said = ask("serve", "--db", DB, "--port", "0", "--time-zone", "Europe/Nowhere", status=INVALID)
    assert said["faults"][0]["field"] == "time_zone" and said["faults"][0]["cure"], said


@sqlite_only
def test_a_place_without_a_database_is_not_found_and_nothing_is_made_there():
    fresh()
    for words in (["doctor"], ["journal", "list"], ["node", "status"], ["backup", "/nowhere"], ["migrate"]):
        run(*words, "--db", DB + ".other", status=NOT_FOUND)
    assert not os.path.exists(DB + ".other") and not os.path.exists(DB + ".other.keys")


def actions():
    return [row["action"] for row in ask("journal", "list", "--db", DB)]


def test_dry_runs_change_nothing():
    place = fresh()
    before = actions()
    ask("init", "--db", DB, "--dry-run", status=INVALID)
    if not on_postgres():
        ask("backup", f"{place}/copy", "--db", DB, "--dry-run")
        ask("restore", f"{place}/copy", "--db", DB, "--dry-run")
    assert ask("node", "cut", "--db", DB, "--dry-run")["cut"] is False
    ask("journal", "export", "--out", f"{place}/export", "--db", DB, "--dry-run")
    ask("journal", "checkpoint", "--out", f"{place}/note", "--db", DB, "--dry-run")
    assert ask("serve", "--db", DB, "--port", "0", "--dry-run")["would"], "nothing is served"
    assert not any(os.path.exists(f"{place}/{name}") for name in ("copy", "export", "note"))
    assert actions() == ["journal.list"] + before


@sqlite_only
def test_the_first_administrator_signs_in_with_the_password_from_standard_input():
    fresh()
    os.remove(DB)
    os.remove(DB + ".keys")
    ask("init", "--db", DB, "--administrator", "elena", given="\n", status=INVALID)
    assert not os.path.exists(DB), "a slip leaves nothing behind"
    said = ask("init", "--db", DB, "--administrator", "elena", given="correct horse battery\n")
    assert said["administrator"] == "elena" and said["authority"], said
    with open(DB, "rb") as f:
        assert b"correct horse" not in f.read()


def test_the_line_is_cut_and_joined_and_the_queue_is_seen():
    fresh()
    registrar("register", "3")
    said = ask("node", "status", "--db", DB)
    assert said["clocks"] == [] and isinstance(said["unsealed"], int), said
    assert (said["disk_mb"] is None) == on_postgres(), said
    said = ask("node", "cut", "--db", DB)
    assert said["cut"] is True and said["cut_since"] and said["waiting"] == 3, said
    assert said["messages"][0]["state"] == "waiting" and said["messages"][0]["put_at"], said
    assert doctor()["queue"]["state"] == "note"
    assert "has been cut since" in run("node", "status", "--db", DB)
    assert ask("node", "join", "--db", DB)["cut"] is False
    assert actions()[:2] == ["node.join", "node.cut"]


def export(place, name="journal"):
    path = f"{place}/{name}"
    ask("journal", "export", "--db", DB, "--out", path)
    return path


def leaf_hash(line):
    """As any outsider would work it out: the header's bytes as they stand in the line, then the commitments."""
    header = line[line.index('"header":') + 9:line.index(',"commitments":')]
    commitments = b"".join(bytes.fromhex(c) for c in json.loads(line)["commitments"])
    return hashlib.sha256(b"\0" + header.encode() + commitments).digest()


def root(leaves):
    """RFC 9162, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\1" + root(leaves[:k]) + root(leaves[k:])).digest()


def test_an_export_verifies_and_twenty_lines_of_another_language_come_to_the_same_root():
    place = fresh()
    registrar("register", "40")
    export(place)
    registrar("register", "10")
    path = export(place)
    said = ask("journal", "verify", path)
    assert said["valid"] is True and said["entries"] > 50 and said["checkpoints"] == 2, said
    with open(path, encoding="utf-8") as f:
        text = f.read()
    leaves = [leaf_hash(line) for line in text.splitlines() if '"leaf":' in line]
    assert len(leaves) == said["entries"] and root(leaves).hex() == said["root"], said
    assert "Killedsson" not in text and "L898902C3" not in text, "an export holds no payload"


def test_what_was_changed_in_an_export_is_refused():
    place = fresh()
    registrar("register", "5")
    with open(export(place), encoding="utf-8") as f:
        lines = f.read().splitlines()
    for name, bent in {"changed": [lines[0], lines[1].replace('"kind":"change"', '"kind":"read"')] + lines[2:],
                       "dropped": lines[:2] + lines[3:], "moved": [lines[0], lines[2], lines[1]] + lines[3:],
                       "cut": lines[:-1]}.items():
        assert bent != lines, name
        with open(f"{place}/bent", "w", encoding="utf-8") as f:
            f.write("\n".join(bent) + "\n")
        said = ask("journal", "verify", f"{place}/bent", status=NOT_VERIFIED)
        assert said["valid"] is False and said["problem"], (name, said)
    run("journal", "verify", "/no/such/file", status=NOT_FOUND)
    with open(f"{place}/bent", "w", encoding="utf-8") as f:
        f.write("something else\n")
    run("journal", "verify", f"{place}/bent", status=INVALID)


def test_a_kept_checkpoint_and_a_proof_hold_later():
    place = fresh()
    registrar("register", "3")
    kept = ask("journal", "checkpoint", "--db", DB, "--out", f"{place}/kept")
    registrar("register", "3")
    path = export(place)
    ask("journal", "verify", path, "--earlier", f"{place}/kept", "--public-key", kept["public_key"])
    entry = ask("journal", "list", "--db", DB, "--limit", "500")[-1]
    with open(f"{place}/proof", "w", encoding="utf-8") as f:
        f.write(run("journal", "prove", entry["id"], "--db", DB))
    assert ask("journal", "verify", f"{place}/proof")["valid"] is True
    run("journal", "prove", "00000000-0000-7000-8000-000000000001", "--db", DB, status=NOT_FOUND)
    other = fresh()
    registrar("register", "9")
    ask("journal", "verify", export(other), "--earlier", f"{place}/kept", status=NOT_VERIFIED)


def test_a_backup_is_one_whole_file_and_leaves_the_keys_out():
    place = fresh()
    ids = registrar("register", "20")
    if on_postgres():
        said = ask("backup", f"{place}/copy", "--db", DB, status=REFUSED)
        assert "pg_dump" in said["faults"][0]["cure"], said
        return
    assert doctor()["backup"]["state"] == "note" and ask("node", "status", "--db", DB)["backed_up_at"] is None
    said = ask("backup", f"{place}/copy", "--db", DB)
    assert doctor()["backup"]["state"] == "well" and ask("node", "status", "--db", DB)["backed_up_at"]
    assert sorted(os.listdir(place)) == ["copy"] and said["bytes"] == os.path.getsize(f"{place}/copy")
    assert os.stat(f"{place}/copy").st_mode & 0o077 == 0
    ask("backup", f"{place}/copy", "--db", DB, status=INVALID)
    ask("backup", f"{place}/whole", "--db", DB, "--with-keys")
    assert sorted(os.listdir(place)) == ["copy", "whole", "whole.keys"]
    registrar("register", "20")
    ask("restore", f"{place}/copy", "--db", DB)
    assert registrar("check", given=ids) == "20 acknowledged, 20 stored, 0 broken"
    doctor()
    assert ask("journal", "verify", export(place))["valid"] is True


def test_a_database_that_does_not_overwrite_is_written_anew_and_is_whole():
    fresh()
    ids = registrar("register", "5")
    assert ask("vacuum", "--db", DB)["written_anew"] is on_postgres()
    assert registrar("check", given=ids) == "5 acknowledged, 5 stored, 0 broken"
    doctor()


@sqlite_only
def test_a_restoration_on_a_bare_machine_needs_the_keys_and_says_so():
    place = fresh()
    ids = registrar("register", "5")
    ask("backup", f"{place}/whole", "--db", DB, "--with-keys")
    fresh()
    os.remove(DB)
    os.remove(DB + ".keys")
    ask("restore", f"{place}/whole", "--db", DB)
    assert ill() == ["keys"]
    ask("restore", f"{place}/whole", "--db", DB, "--with-keys")
    assert registrar("check", given=ids) == "5 acknowledged, 5 stored, 0 broken"
    doctor()


@sqlite_only
def test_files_that_are_no_backup_are_refused_and_nothing_is_lost():
    place = fresh()
    ids = registrar("register", "5")
    with open(f"{place}/text", "w", encoding="utf-8") as f:
        f.write("no database\n" * 1000)
    ask("backup", f"{place}/copy", "--db", DB)
    with open(f"{place}/copy", "r+b") as f:
        f.seek(8192)
        f.write(os.urandom(65536))
    for number, ill in enumerate(["CREATE TRIGGER t AFTER INSERT ON journal_entry BEGIN DELETE FROM journal_entry; END",
                                  "CREATE VIEW v AS SELECT 1", "CREATE TABLE t (a)"]):
        ask("backup", f"{place}/{number}", "--db", DB)
        with contextlib.closing(sqlite3.connect(f"{place}/{number}")) as copy:
            copy.execute(ill)
            copy.commit()
        ask("restore", f"{place}/{number}", "--db", DB, status=INVALID)
    ask("restore", f"{place}/text", "--db", DB, status=INVALID)
    ask("restore", f"{place}/copy", "--db", DB, status=NOT_VERIFIED)
    ask("restore", f"{place}/none", "--db", DB, status=NOT_FOUND)
    ask("restore", "--db", DB, status=INVALID)
    assert registrar("check", given=ids) == "5 acknowledged, 5 stored, 0 broken"


@sqlite_only
def test_a_database_in_use_is_not_replaced():
    place = fresh()
    ask("backup", f"{place}/copy", "--db", DB)
    user = subprocess.Popen([REGISTRAR, DB, "register"], stdout=subprocess.PIPE)
    try:
        user.stdout.readline()
        ask("restore", f"{place}/copy", "--db", DB, status=WAITING)
    finally:
        user.kill()
        user.communicate()
    ask("restore", f"{place}/copy", "--db", DB)
    doctor()


@sqlite_only
def test_a_copy_made_while_persons_are_registered_is_whole():
    place = fresh()
    writer = subprocess.Popen([REGISTRAR, DB, "register"], stdout=subprocess.PIPE)
    try:
        before = [writer.stdout.readline().decode().strip() for _ in range(30)]
        ask("backup", f"{place}/copy", "--db", DB, "--with-keys")
    finally:
        writer.kill()
        writer.communicate()
    ask("restore", f"{place}/copy", "--db", f"{place}/other.db", "--with-keys")
    said = registrar("check", given="\n".join(before) + "\n", database=f"{place}/other.db")
    assert said.startswith("30 acknowledged") and said.endswith(" 0 broken"), said
    assert ask("doctor", "--db", f"{place}/other.db")["well"] is True


def ill():
    """The subjects that the doctor finds ill; each finding that is not well has a cure."""
    said = ask("doctor", "--db", DB, status=NOT_VERIFIED)
    assert said["well"] is False and all(f["cure"] for f in said["findings"] if f["state"] != "well"), said
    return [f["subject"] for f in said["findings"] if f["state"] == "ill"]


@sqlite_only
def test_the_doctor_sees_files_that_are_open_and_keys_that_are_lost():
    fresh()
    registrar("register", "5")
    os.chmod(DB + ".keys", 0o644)
    assert ill() == ["files"]
    os.chmod(DB + ".keys", 0o600)
    doctor()
    os.remove(DB + ".keys")
    assert ill() == ["keys"]


def test_the_doctor_sees_a_journal_whose_tree_was_changed():
    place = fresh()
    registrar("register", "5")
    export(place)
    doctor()
    if on_postgres():
        sql("UPDATE journal_tile SET hashes = overlay(hashes placing '\\x00000000'::bytea from 1)")
    else:
        import sqlite3  # only here: nothing else may look into the file
        with sqlite3.connect(DB) as db:
            db.execute("UPDATE journal_tile SET hashes = cast(zeroblob(4) || substr(hashes, 5) AS BLOB)")
        db.close()
    assert ill() == ["journal"]


def test_migrating_a_database_of_today_does_nothing():
    fresh()
    said = ask("migrate", "--db", DB)
    assert said["from"] == said["to"] >= 1, said


statera.main()
