#!/usr/bin/env python3
"""Officers' accounts from the command line: the password from standard input only, roles, disabling, what is refused.

covers: UF-22 UF-07
"""
import os

import statera

DB = os.environ["STATERA_TEST_DB"]
AT = ["--db", DB, "--officer", "root"]


def test_the_first_administrator_comes_with_the_database():
    statera.run("init", "--db", DB, "--authority", "IT-LMP", "--administrator", "root", given="short\n",
                status=statera.INVALID)
    statera.run("init", "--db", DB, "--authority", "IT-LMP", "--administrator", "root", given="the first of the house\n")
    accounts = statera.ask("user", "list", *AT)
    assert [a["account"]["sign_in_name"] for a in accounts] == ["root"], accounts


def test_an_account_is_made_changed_and_disabled():
    made = statera.ask("user", "add", "Elena.Conti", "--name", "Elena Conti", "--unit", "Hotspot", "--roles",
                       "screening_officer", *AT, given="a lamp on the mole\n")
    assert made["account"]["sign_in_name"] == "elena.conti" and made["account"]["active"] is True, made
    assert "password_hash" not in made["account"]
    changed = statera.ask("user", "roles", "elena.conti", "--roles", "screening_officer supervisor", *AT)
    assert sorted(changed["account"]["roles"]) == ["screening_officer", "supervisor"], changed
    statera.run("user", "password", "elena.conti", *AT, given="another lamp on the mole\n")
    assert statera.ask("user", "disable", "elena.conti", *AT)["account"]["active"] is False
    assert "Elena Conti" in statera.run("user", "list", *AT)
    assert statera.ask("user", "enable", "elena.conti", *AT)["account"]["active"] is True


def test_what_is_refused():
    statera.run("user", "add", "weak", "--roles", "supervisor", *AT, given="short\n", status=statera.INVALID)
    statera.run("user", "add", "weak", "--roles", "no_such_role", *AT, given="long enough for all\n",
                status=statera.USAGE)
    statera.run("user", "add", "elena.conti", "--roles", "supervisor", *AT, given="long enough for all\n",
                status=statera.INVALID)
    statera.run("user", "disable", "nobody", *AT, status=statera.NOT_FOUND)
    statera.run("user", "disable", "root", *AT, status=statera.REFUSED)  # the last administrator
    statera.run("user", "list", "--db", DB, "--officer", "elena.conti", status=statera.REFUSED)
    said = statera.ask("user", "list", "--db", DB, status=statera.REFUSED)  # nobody acts
    assert said["faults"][0]["field"] == "officer" and "--officer" in said["faults"][0]["cure"], said


if __name__ == "__main__":
    statera.main()
