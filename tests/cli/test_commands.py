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


def test_help_is_given_for_a_noun_and_for_a_command_in_both_languages():
    assert "  law eval RULE" in run("law", "--help") and "  mrz parse" not in run("help", "law")
    assert run("help", "law", "eval") == run("law", "eval", "--help") and "--port" in run("help", "serve")
    assert "Fråga en regel" in run("help", "--language", "sv")
    for line in run("help").splitlines():
        assert len(line) <= 132, line


def test_a_command_that_does_not_exist_is_wrong_usage():
    assert "statera NOUN VERB" in run("no", "such", status=USAGE)
    for words in ([], ["no", "such"], ["law"], ["law", "no-such"], ["help", "no-such"], ["law", "list", "--no-such"],
                  ["law", "list", "one", "too", "many"], ["law", "list", "--as-of", "2026-02-30"], ["law", "explain"]):
        said = ask(*words, status=USAGE)
        assert said["error"] == "invalid" and said["faults"][0]["cure"], (words, said)
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


def test_names_are_compared_in_words_for_people():
    said = run("name", "compare", "Ali Hassan", "Hassan Ali")
    assert "The same name" in said and "another order" in said, said
    assert "Samma namn" in run("name", "compare", "Ali Hassan", "Hassan Ali", "--language", "sv")


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


def test_a_dry_run_of_what_changes_nothing_says_so():
    done = subprocess.run([statera.PROGRAM, "law", "list", "--dry-run", "--json"], text=True, capture_output=True)
    assert done.returncode == DONE and json.loads(done.stdout) and "changes nothing" in done.stderr, done.stderr
    done = subprocess.run([statera.PROGRAM, "law", "list", "--json"], text=True, capture_output=True)
    assert done.stderr == "", done.stderr


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


DISEMBARKED = '{"event": "sar_disembarkation", "event_at": "2026-09-05T10:30:00Z", "member_state": "IT"}'


def test_an_answer_carries_its_trace_and_what_would_change_it():
    said = ask("law", "eval", "screening.deadline", "--facts", "-", "--as-of", "2026-09-05", "--what-if", given=DISEMBARKED)
    assert said["version"] == 1 and len(said["rules_hash"]) == 64, said
    assert said["outcome"]["nominal"] == "2026-09-12" and said["outcome"]["last_day"] == "2026-09-14", said
    asked = [step["asked"] for step in said["trace"] if "asked" in step]
    assert asked[:2] == ["event", "event_at"] and "member_state" in asked, asked
    reasons = [step for step in said["trace"] if "citation" in step]
    assert [r["text"] for r in reasons] == [r["text"] for r in said["reasons"]], said
    other = {row["value"]: row["outcome"]["nominal"] for row in said["what_if"] if "nominal" in row["outcome"]}
    assert other == {"within_territory": "2026-09-08"}, said["what_if"]
    plain = ask("law", "eval", "screening.deadline", "--facts", "-", "--as-of", "2026-09-05", given=DISEMBARKED)
    assert "what_if" not in plain and plain["trace"] == said["trace"], plain


def test_people_get_the_sentences_and_by_option_the_tree():
    question = ("law", "eval", "screening.deadline", "--facts", "-", "--as-of", "2026-09-05")
    said = run(*question, given=DISEMBARKED)
    assert "The screening at the border ends with Sat 12 Sep 2026. [SR Art 8(3)]" in said and "Ends at: Sun 13 Sep 2026, 00:00" in said, said
    assert "Step by step" not in said
    tree = run(*question, "--tree", given=DISEMBARKED)
    lines = tree[tree.index("Step by step"):].splitlines()
    assert lines[1].endswith("What happened: Disembarked after search and rescue"), lines
    assert any(line.strip().startswith("→") and "[SR Art 18(5)]" in line for line in lines), lines
    unknown = run("law", "eval", "screening.referral", "--facts", "-", "--as-of", "2026-09-05", "--tree",
                  "--language", "sv", given='{"event": "sar_disembarkation"}', status=FACTS_MISSING)
    assert "Har ansökt om skydd: Nej (inte känt, antaget här)" in unknown, unknown


def test_rules_are_listed_by_act_and_explained():
    said = run("law", "list").splitlines()
    acts = [line for line in said if not line.startswith(" ")]
    assert acts[0] == "Screening: Regulation (EU) 2024/1356" and acts[1] == "Eurodac: Regulation (EU) 2024/1358", acts
    assert len(said) == len(acts) + len(ask("law", "list")), "a rule stands under no act, or under two"
    assert all(rule["act"] for rule in ask("law", "list"))
    explained = run("law", "explain", "screening.minor")
    for words in ("Are the guarantees for a minor met?", "SCR-102", "Checked against the official text.",
                  "minors_in_care", "[SR Art 13(5)]"):
        assert words in explained, words
    assert ask("law", "explain", "screening.minor")["confidence"] == "verified"
    ask("law", "explain", "no.such.rule", status=NOT_FOUND)


def test_every_counting_profile_answers():
    profiles = {"reg-1182": "2027-05-10", "own-75": "2027-05-07", "ammr-75": "2027-05-07", "apr-73": "2027-05-07",
                "rbp-11": "2027-05-07", "condition": "2027-05-07", "liberty": "2027-05-07", "national": "2027-05-10",
                "date": "2027-05-07"}
    for name, last_day in profiles.items():
        said = ask("law", "period", "--event", "2027-05-05", "--length", "2 days", "--profile", name, "--state", "DE")
        assert said["last_day"] == last_day and said["steps"] and said["ends_at"], (name, said)
    said = ask("law", "period", "--event", "2026-09-04T10:30", "--length", "72 hours", "--profile", "hours", "--state", "SE")
    assert said["ends_at"] == "2026-09-07T09:00:00Z" and said["last_day"] == "2026-09-07", said
    assert "Fri 4 Sep 2026, 11:00" in said["steps"][0]["text"], "the clocks of the place: " + str(said)
    told = run("law", "period", "--event", "2026-09-04T10:30", "--length", "72 hours", "--profile", "hours", "--state", "SE")
    assert told.startswith("Ends on Mon 7 Sep 2026, 11:00."), told
    wrong = ask("law", "period", "--event", "2027-05-05", "--length", "2 days", "--profile", "guess", "--state", "DE",
                status=INVALID)
    assert wrong["faults"][0]["field"] == "profile", wrong


def test_completion_offers_each_word_once_and_the_options_of_the_command():
    def offered(*words):
        line = " ".join(f"'{word}'" for word in words)
        done = subprocess.run(["bash", "-c", f"source /dev/stdin; COMP_WORDS=(statera {line}); COMP_CWORD={len(words)}; "
                               '_statera; printf "%s\\n" "${COMPREPLY[@]}"'],
                              input=run("completion"), text=True, stdout=subprocess.PIPE, check=True)
        return done.stdout.split()

    assert offered("scr") == ["screening"] and offered("law", "e") == ["explain", "eval"]
    assert offered("law", "eval", "--w") == ["--what-if"] and offered("serve", "--tls") == ["--tls-certificate", "--tls-key"]
    assert "--person" in offered("eurodac", "hits", "--") and "--person" not in offered("eurodac", "hit", "--")


statera.main()
