#!/usr/bin/env python3
"""After erasure a person's bytes are found nowhere: not in the files of the database, its log, the store of keys, what
the program prints, nor in a backup that is restored afterwards. covers: UF-08 UF-21 UF-22"""
import os
import shutil
import subprocess

import statera
from place import DB, doctor, fresh, on_postgres, registrar, sql, sqlite_only
from statera import NOT_VERIFIED, ask, run

# Bytes that nobody else has, in every form that something might keep.
MARK, OTHER = "Xqmarkedson", "Yzkeptsson"
FORMS = [MARK.encode(), MARK.upper().encode(), MARK.lower().encode(), MARK.encode("utf-16-le"),
         MARK.encode("utf-16-be")]


def files_of_database():
    if not on_postgres():
        place = os.path.dirname(DB)
        return [os.path.join(place, name) for name in os.listdir(place)]
    # What the server deleted stands in its files until they are written anew (docs/operators.md).
    sql("VACUUM FULL")
    sql("CHECKPOINT")
    number = sql("SELECT oid FROM pg_database WHERE datname = current_database()")
    place = os.path.join(sql("SHOW data_directory"), "base", number)
    if not os.access(place, os.R_OK):
        raise statera.SKIP("the files of the database server cannot be read")
    return [os.path.join(place, name) for name in os.listdir(place)]


def found(paths=None, forms=FORMS):
    """The files that hold the mark in any form."""
    holding = []
    for path in paths or files_of_database():
        with open(path, "rb") as f:
            data = f.read()
        if any(form in data for form in forms):
            holding.append(os.path.basename(path))
    return holding


def register_both():
    person, other = registrar("mark", MARK), registrar("mark", OTHER)
    assert registrar("read", person) == MARK and found(), "the mark must be found before it is erased"
    return person, other


def assert_gone(person, other):
    assert registrar("read", person) == "" and registrar("read", other) == OTHER
    assert found() == []
    said = run("doctor", "--db", DB) + run("journal", "list", "--db", DB, "--json") + run("node", "status", "--db", DB)
    assert MARK not in said
    doctor()


def verify(place):
    path = f"{place}/journal"
    ask("journal", "export", "--db", DB, "--out", path)
    assert ask("journal", "verify", path)["valid"] is True and found([path]) == []


def test_erased_bytes_are_nowhere_and_the_proof_stands():
    place = fresh()
    person, other = register_both()
    registrar("erase", person)
    assert_gone(person, other)
    verify(place)


def test_names_faces_and_prints_are_gone_here_and_at_the_centre():
    place = fresh()
    dataset, print_bytes = registrar("apply", MARK).split()
    biometrics = [bytes.fromhex(print_bytes)]
    copy(f"{place}/copy")
    assert found() and found(forms=biometrics), "both must be found before they are erased"
    registrar("withdraw", dataset)
    assert found(forms=FORMS + biometrics) == []
    doctor()
    verify(place)
    assert restore(f"{place}/copy") > 0
    assert found(forms=FORMS + biometrics) == []
    doctor()


def copy(path):
    if on_postgres():
        subprocess.run(["pg_dump", "--exclude-schema=keys", "--no-owner", "-f", path, DB], check=True)
    else:
        ask("backup", path, "--db", DB, "--with-keys")


def put_back(path):
    """As somebody would who does not know better."""
    if not on_postgres():
        shutil.copy(path, DB)
        return
    sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    with open(path, encoding="utf-8") as f:
        text = f.read().replace("CREATE SCHEMA public;", "")  # it is there
    subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", DB], input=text, text=True, check=True,
                   stdout=subprocess.DEVNULL)


def restore(path, *options):
    """Puts the copy back and has erased again what was erased since; returns how many rows that were."""
    if not on_postgres():
        return ask("restore", path, "--db", DB, *options)["rows_erased_again"]
    put_back(path)
    return ask("restore", "--db", DB)["rows_erased_again"]


def backup_then_erase_then_restore(*options):
    place = fresh()
    person, other = register_both()
    copy(f"{place}/copy")
    assert found([f"{place}/copy"]), "the backup was made while the person was there"
    registrar("erase", person)
    assert restore(f"{place}/copy", *options) > 0
    assert_gone(person, other)
    verify(place)


def test_a_restored_backup_is_erased_again():
    backup_then_erase_then_restore()


@sqlite_only
def test_the_doctor_sees_a_copy_that_was_put_back_by_hand():
    place = fresh()
    person, other = register_both()
    copy(f"{place}/copy")
    registrar("erase", person)
    doctor()
    put_back(f"{place}/copy")
    said = ask("doctor", "--db", DB, status=NOT_VERIFIED)
    assert "erasures" in [f["subject"] for f in said["findings"] if f["state"] == "ill"], said
    restore(f"{place}/copy")
    assert_gone(person, other)


def test_old_keys_do_not_bring_an_erased_person_back():
    backup_then_erase_then_restore("--with-keys")


def test_a_restoration_erases_again_only_what_was_erased():
    place = fresh()
    ids = registrar("register", "10")
    person, _ = register_both()
    copy(f"{place}/copy")
    registrar("erase", person)
    for _ in range(2):
        assert restore(f"{place}/copy") > 0
        for one in ids.split("\n"):
            assert registrar("read", one) == "Killedsson"


def tell_all():
    """Everything that a place writes about somebody, and what the journal says of it."""
    case = registrar("case", MARK)
    assert found() and int(registrar("payloads", case)) >= 3, "it must be found before it is erased"
    return case


def test_what_ends_by_law_is_nowhere_and_the_proof_stands():
    place = fresh("--training")
    case = tell_all()
    copy(f"{place}/copy")
    registrar("until", "2040-01-01T00:00:00Z")
    assert registrar("left") == "0 0 0" and registrar("payloads", case) == "0"
    assert found() == []
    doctor()
    verify(place)
    # A copy from before, with the clock of that day and the keys of that day: it is erased again all the same.
    assert restore(f"{place}/copy") > 0
    assert registrar("left") == "0 0 0" and registrar("payloads", case) == "0"
    assert found() == []
    doctor()
    verify(place)


statera.main()
