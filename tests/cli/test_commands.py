#!/usr/bin/env python3
"""The command line as other programs call it: the commands that need no database. covers: UF-23 UF-24"""
import json
import subprocess

import statera
from statera import DONE, FACTS_MISSING, INVALID, NOT_FOUND, USAGE, ask, run

PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n"


def test_help_names_every_command_and_every_exit_status():
    said = run("help")
    for command in ("law list", "law eval", "mrz parse", "name compare"):
        assert f"  {command}" in said, command
    assert "0 done, 1 refused by law or rights, 2 usage, 3 not found, 4 waiting, 5 system" in said


def test_a_command_that_does_not_exist_is_wrong_usage():
    assert "statera NOUN VERB" in run("no", "such", status=USAGE)
    run("name", "compare", "only one", status=USAGE)
    run("mrz", "parse", "-", "--no-such-option", given=PASSPORT, status=USAGE)


def test_a_zone_is_read():
    said = ask("mrz", "parse", "-", given=PASSPORT)
    assert said["valid"] is True and said["errors"] == [], said
    assert said["fields"]["surname"] == "ERIKSSON" and said["fields"]["given_names"] == "ANNA MARIA"
    assert said["fields"]["birth"] == "1974-08-12" and said["fields"]["expiry"] == "2012-04-15"


def test_a_zone_with_a_wrong_digit_is_read_and_says_which():
    done = subprocess.run([statera.PROGRAM, "mrz", "parse", "-", "--json"], text=True, stdout=subprocess.PIPE,
                          input=PASSPORT.replace("L898902C36", "L898902C37"))
    said = json.loads(done.stdout)
    assert done.returncode in (DONE, INVALID) and said["valid"] is False and said["errors"], said


def test_a_file_that_is_not_there_is_not_found():
    said = ask("mrz", "parse", "/no/such/file", status=NOT_FOUND)
    assert said["faults"][0]["field"] == "file" and said["faults"][0]["cure"], said


def test_names_are_compared_across_scripts_with_reasons():
    said = ask("name", "compare", "Mohammed Hussein", "محمد حسین")
    assert said["decision"] == "same" and 0 <= said["score"] <= 1 and said["reasons"], said
    other = ask("name", "compare", "Mohammed Hussein", "Olena Kovalenko")
    assert other["decision"] == "different" and other["score"] < said["score"], other


def test_broken_text_is_refused_and_not_repeated():
    done = subprocess.run([statera.PROGRAM, "name", "compare", b"\xff\xfe", "Ada", "--json"], stdout=subprocess.PIPE)
    assert done.returncode == INVALID, done
    json.loads(done.stdout.decode("utf-8"))


def test_every_rule_lists_its_article_its_dates_and_its_facts():
    rules = ask("law", "list")
    assert rules
    for rule in rules:
        assert rule["rule"] and rule["citation"] and rule["from"] and rule["facts"]["properties"], rule["rule"]


def test_a_rule_asked_without_facts_names_what_it_needs():
    for rule in ask("law", "list"):
        done = subprocess.run([statera.PROGRAM, "law", "eval", rule["rule"], "--facts", "-", "--as-of", "2026-09-01",
                               "--json"], input="{}", text=True, stdout=subprocess.PIPE)
        said = json.loads(done.stdout)
        assert set(said) >= {"rule", "as_of", "outcome", "reasons", "needs", "rules_hash"}, (rule["rule"], said)
        assert done.returncode == (FACTS_MISSING if said["needs"] else DONE), (rule["rule"], done.returncode, said)
        assert set(said["needs"]) <= set(rule["facts"]["properties"]), (rule["rule"], said["needs"])


def test_unknown_rules_and_wrong_facts_are_refused_by_name():
    ask("law", "eval", "no.such.rule", "--facts", "-", given="{}", status=NOT_FOUND)
    rule = ask("law", "list")[0]["rule"]
    said = ask("law", "eval", rule, "--facts", "-", given='{"no_such_fact": true}', status=INVALID)
    assert "no_such_fact" in said["faults"][0]["field"], said
    ask("law", "eval", rule, "--facts", "-", given='{"a": ', status=INVALID)
    ask("law", "eval", rule, "--facts", "-", given="[" * 100000, status=INVALID)


statera.main()
