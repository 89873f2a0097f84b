#!/usr/bin/env python3
"""Eurodac in the demonstration's world, over the interface for programs and the command line: what was sent, both sides of
a hit, a decision that another was faster with, marks, the police's request that another unit verifies, figures with small
cells hidden, a person's packet, who saw what; and what must be refused, with a sentence.

covers: S-007 S-012 UF-04 UF-06 UF-07 UF-21
"""
import base64
import json
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request

import statera

DB = os.environ["STATERA_TEST_DB"]
PASSWORD = "lampedusa-by-night"
MARK = b"Xqmarkedburg"


class Server:
    def start(self):
        self.process = subprocess.Popen([statera.PROGRAM, "demo", "--db", DB, "--port", "0", "--json"],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        said = ""
        while "http" not in said:
            line = self.process.stdout.readline()
            assert line, "the demonstration ended at once"
            said += line
        self.url = re.search(r"http://[0-9.:]+", said).group(0)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=20) == 0


server = Server()


class Program:
    """Another system: a token, a purpose on every call."""

    def __init__(self, name, purpose):
        self.purpose, self.token = purpose, None
        self.token = self.call("POST", "/api/v1/sessions", {"name": name, "password": PASSWORD}, status=201)["token"]

    def call(self, method, path, body=None, status=200, version=None):
        request = urllib.request.Request(server.url + path, method=method,
                                         data=None if body is None else json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        if self.token:
            request.add_header("Authorization", "Bearer " + self.token)
            request.add_header("Purpose", self.purpose)
        if version is not None:
            request.add_header("If-Match", f'"v{version}"')
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                got, text = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            got, text = error.code, error.read()
        assert got == status, f"{method} {path}: {got}, not {status}: {text[:600]}"
        return json.loads(text) if text else None


def cli(officer, *words, status=statera.DONE):
    return statera.ask(*words, "--db", DB, "--officer", officer, status=status)


def wait_for(what):
    """Messages take a moment: what they lead to is looked for until it is there."""
    for _ in range(100):
        found = what()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come")


def hits():
    return Program("pietro", "irregular_migration").call("GET", "/api/v1/eurodac/hits")["items"]


def test_the_demonstration_starts():
    server.start()


def test_what_was_sent_is_listed():
    sent = Program("sofia", "asylum_system").call("GET", "/api/v1/eurodac/transmissions")["items"]
    assert any(t["record"]["state"] == "recorded" and t["record"].get("hit") for t in sent)
    assert all(t["record"]["reference"].startswith("IT") for t in sent)
    in_time = next(t for t in sent if not t["record"].get("late"))
    Program("sofia", "asylum_system").call("POST", f"/api/v1/eurodac/transmissions/{in_time['id']}/delay",
                                           {"reason": "technical"}, 409)
    cli("sofia", "eurodac", "delay", in_time["id"], "technical", status=statera.REFUSED)
    waiting = Program("sofia", "asylum_system").call("GET", "/api/v1/eurodac/transmissions?state=retake")["items"]
    assert all(t["record"]["state"] == "retake" for t in waiting)


def test_a_state_that_there_is_not_is_no_list_of_all():
    under = Program("elena", "irregular_migration")
    problem = under.call("GET", "/api/v1/eurodac/transmissions?state=typo", status=422)
    assert problem["faults"][0]["field"] == "state", problem


def test_both_sides_of_a_hit_and_only_what_may_be_seen():
    first = hits()[0]
    expert = Program("pietro", "irregular_migration").call("GET", f"/api/v1/eurodac/hits/{first['id']}")
    assert expert["own"]["fingerprints"] and expert["found"]["fingerprints"] and "names" not in expert["found"]
    officer = Program("sofia", "asylum_system").call("GET", f"/api/v1/eurodac/hits/{first['id']}")
    assert officer["found"]["names"] and officer["found"]["origin"] != "IT"
    refused = Program("amara", "health_check").call("GET", f"/api/v1/eurodac/hits/{first['id']}", status=403)
    assert refused["faults"][0]["cure"] and refused["faults"][0]["text"]


def test_a_decision_is_taken_once_and_told():
    hit, expert = hits()[0], Program("pietro", "irregular_migration")
    path, version = f"/api/v1/eurodac/hits/{hit['id']}", expert.call("GET", f"/api/v1/eurodac/hits/{hit['id']}")["version"]
    Program("sofia", "asylum_system").call("POST", path + "/decision", {"decision": "confirmed", "reason": "Seen"}, 403, version)
    expert.call("POST", path + "/decision", {"decision": "perhaps", "reason": "Seen"}, 422, version)
    expert.call("POST", path + "/decision", {"decision": "confirmed", "reason": "Seen"}, 412, version + 7)
    expert.call("POST", path + "/decision", {"decision": "confirmed"}, 422, version)
    expert.call("POST", path + "/decision", {"decision": "confirmed", "reason": "Ridges agree"}, 200, version)
    wait_for(lambda: "told_at" in expert.call("GET", path)["hit"])
    assert cli("pietro", "eurodac", "hit", hit["id"])["hit"]["record"]["state"] == "confirmed"


def test_what_happens_later_is_done_once_it_is_lawful():
    officer = Program("sofia", "asylum_system")
    sent = [t for t in officer.call("GET", "/api/v1/eurodac/transmissions")["items"]
            if t["record"]["category"] == "disembarked"]
    path = f"/api/v1/eurodac/datasets/{sent[0]['id']}"
    refused = officer.call("POST", path + "/events", {"event": "protection_granted"}, 409)
    assert "category" in refused["faults"][0]["text"]
    officer.call("POST", path + "/events", {"event": "residence_document"}, 204)
    dataset = officer.call("GET", path)
    assert dataset["entry"]["marks"] == ["residence_document"]
    assert dataset["entry"]["storage_citation"] == "Eurodac Art 29(8)"


def test_the_police_ask_and_another_unit_verifies():
    police, verifier = Program("paolo", "serious_crime"), Program("greta", "serious_crime")
    asked = {"file": "F-17", "offence": "Terrorism", "persons": "One suspect", "grounds": "Seen at the border",
             "against_child": False}
    refused = police.call("POST", "/api/v1/eurodac/requests", asked, 422)
    assert {f["field"] for f in refused["faults"]} >= {"national_check", "prum_check"}
    asked.update(national_check="N-1", prum_check="P-1")
    police.call("POST", "/api/v1/eurodac/requests", asked, 201)
    request = police.call("GET", "/api/v1/eurodac/requests")["items"][-1]["id"]
    path = f"/api/v1/eurodac/requests/{request}"
    mine = Program("sofia", "asylum_system").call("GET", "/api/v1/eurodac/hits")["items"][0]
    record = Program("sofia", "asylum_system").call("GET", f"/api/v1/eurodac/hits/{mine['id']}")["own"]["fingerprints"][0]
    assert base64.b64decode(record["minutiae"]).startswith(b"FMR")
    key = {"fingerprints": [record]}
    police.call("POST", path + "/search", key, 409)
    police.call("POST", path + "/verdict", {"verdict": "permitted"}, 403)
    verifier.call("POST", path + "/verdict", {"verdict": "permitted"})
    police.call("POST", path + "/search", key, 202)
    found = wait_for(lambda: police.call("GET", path + "/hits")["items"])
    assert any(h["record"]["found"] == mine["record"]["asked"] for h in found)
    Program("sofia", "asylum_system").call("GET", f"/api/v1/eurodac/hits/{found[0]['id']}", status=404)
    assert cli("paolo", "eurodac", "le-hits", request)
    refused = police.call("POST", path + "/need", {}, 422)
    assert refused["faults"][0]["field"] == "needed", refused
    assert police.call("POST", path + "/need", {"needed": True})["case_needs"] is True
    Program("sofia", "asylum_system").call("POST", path + "/need", {"needed": False}, 403)
    cli("paolo", "eurodac", "le-need", request, "--needed=no")
    assert police.call("GET", path)["case_needs"] is False


def test_figures_hide_small_cells_outside():
    sent = Program("sofia", "asylum_system").call("GET", "/api/v1/eurodac/transmissions")["items"]
    month = sent[0]["record"]["answered_at"][:7]
    counter = Program("stat", "statistics")
    inside = counter.call("GET", f"/api/v1/eurodac/statistics?period={month}")["items"]
    assert any(f["point"] == "i" and f["n"] < 5 for f in inside)
    outside = counter.call("GET", f"/api/v1/eurodac/statistics?period={month}&outside=yes")["items"]
    assert outside and all(f.get("n", 5) >= 5 for f in outside)
    Program("sofia", "asylum_system").call("GET", f"/api/v1/eurodac/statistics?period={month}", status=403)
    counter.call("GET", "/api/v1/eurodac/statistics?period=soon", status=422)
    assert cli("stat", "eurodac", "statistics", month)


def test_a_person_gets_the_packet_and_the_officer_sees_who_looked():
    sent = Program("sofia", "asylum_system").call("GET", "/api/v1/eurodac/transmissions")["items"]
    person = Program("elena", "screening").call("GET", f"/api/v1/persons/{sent[-1]['record']['person']}")["person"]["number"]
    packet = cli("dpo", "dp", "access", person)
    assert packet["person"]["number"] == person and packet["eurodac"][0]["stored_until"] and packet["log"]
    assert "minutiae" not in json.dumps(packet)
    cli("sofia", "dp", "access", person, status=statera.REFUSED)
    dataset = packet["eurodac"][0]["id"]
    cli("dpo", "dp", "rectify", dataset, "--field", "born_in", "--value", "Idlib")
    cli("dpo", "dp", "rectify", dataset, "--field", "reference", "--value", "IT1000000001", status=statera.INVALID)
    cli("dpo", "dp", "restrict", dataset)
    cli("sofia", "eurodac", "show", dataset, status=statera.REFUSED)
    cli("dpo", "dp", "restrict", dataset, "--lift")
    assert cli("sofia", "eurodac", "show", dataset)["dataset"]["record"]["born_in"] == "Idlib"
    seen = cli("dpo", "dp", "breach", "--person", person, "--for-purpose", "data_protection")
    assert {"subject.packet", "eurodac.rectify"} <= {row["action"] for row in seen}
    assert any(row["record"]["register_name"] == "eurodac"
               for row in cli("dpo", "dp", "retention", "--until", "2099-01-01"))


def marked():
    """The files of the database (SQLite) that hold the mark."""
    place = os.path.dirname(DB)
    return [name for name in os.listdir(place) if MARK in open(os.path.join(place, name), "rb").read()]


def test_erasure_takes_the_dataset_from_here_and_from_the_centre():
    officer = Program("sofia", "asylum_system")
    sent = officer.call("GET", "/api/v1/eurodac/transmissions")["items"][-1]
    on_file = not DB.startswith("postgres")
    cli("dpo", "dp", "rectify", sent["id"], "--field", "born_in", "--value", MARK.decode())
    wait_for(lambda: cli("sofia", "node", "status")["waiting"] == 0)
    assert not on_file or marked(), "the mark must be found before it is erased"
    cli("sofia", "eurodac", "erase", sent["id"])
    cli("sofia", "eurodac", "show", sent["id"], status=statera.NOT_FOUND)
    officer.call("GET", f"/api/v1/eurodac/datasets/{sent['id']}", status=404)
    wait_for(lambda: cli("sofia", "node", "status")["waiting"] == 0)
    wait_for(lambda: not on_file or not marked())  # dataset, copy, messages, log: here and at the centre


def test_the_demonstration_stops():
    server.stop()


statera.main()
