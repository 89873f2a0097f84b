#!/usr/bin/env python3
"""The representative of a minor at a browser and over the interface: their own minors with the clocks, the form and the
printed copy; another's minor by id is refused as if there were none; a charge that ended shows nothing more.
covers: S-018 UF-10 UF-12"""
import json

import statera
from served import Browser, Program, server

known = {}


def test_the_minors_in_care_with_their_clocks():
    known["nadia"], known["samir"] = Program("nadia", "assistance_of_minor"), Program("samir", "assistance_of_minor")
    known["elena"] = Program("elena", "screening")
    clients = known["nadia"].ok("GET", "/api/v1/clients")[0]["items"]
    assert len(clients) == 2 and all(c["kind"] == "provisional" for c in clients), clients
    work = known["nadia"].ok("GET", "/api/v1/work")[0]["items"]
    assert {row["person"] for row in work} == {c["person_id"] for c in clients}, work
    listed = known["nadia"].ok("GET", "/api/v1/screenings")[0]["items"]
    assert {row["id"] for row in listed} == {c["case"] for c in clients}, listed
    everybody = known["elena"].ok("GET", "/api/v1/screenings")[0]["items"]
    known["own"] = clients[0]
    known["other"] = next(row for row in everybody if row["id"] not in {c["case"] for c in clients})
    assert known["samir"].ok("GET", "/api/v1/clients")[0]["items"] == []
    assert known["samir"].ok("GET", "/api/v1/screenings")[0]["items"] == []
    assert known["samir"].ok("GET", "/api/v1/work")[0]["items"] == []


def test_what_a_page_shows_to_the_representative():
    browser = Browser()
    browser.sign_in("nadia")
    home = browser.get("/")
    assert home.text.count("Screening ends") >= 2 and "SR Art 8(3)" in home.text, home.text[:2000]
    name = known["own"]["person"]["names"][0]["family"].upper()
    assert browser.status == 200 and name in home.text and "In your care" in home.text, home.text
    case = browser.get(f"/screenings/{known['own']['case']}")
    assert browser.status == 200 and "What you may do" in case.text and "SR Art 13(6)" in case.text, case.text
    assert "Take the case over" not in case.text and "It takes the role" not in case.text
    for path in [f"/persons/{known['own']['person_id']}", f"/screenings/{known['own']['case']}/form",
                 f"/screenings/{known['own']['case']}/print", f"/persons/{known['own']['person_id']}/log"]:
        page = browser.get(path)
        assert browser.status == 200, (path, browser.status)
    browser = Browser()
    browser.sign_in("samir")
    assert "Nobody is in your care today." in browser.get("/").text


def test_the_form_is_that_of_the_persons_copy():
    form = known["nadia"].ok("GET", f"/api/v1/screenings/{known['own']['case']}/form")[0]
    assert form["copy_for_person"] == "yes" or form["copy_for_person"] is True, form["copy_for_person"]
    assert "hit" not in form or form["hit"] is None, form
    status, answer, _ = known["nadia"].call("GET", f"/api/v1/screenings/{known['own']['case']}/proposal")
    assert status == 403, answer


def test_anothers_minor_by_id_is_refused_as_if_there_were_none():
    none = "01999999-0000-7000-8000-000000000000"
    case, person = known["other"]["id"], known["other"]["case"]["person"]
    marks = json.dumps(known["elena"].ok("GET", f"/api/v1/persons/{person}")[0]["person"]["names"])
    for there, nowhere in [(f"/api/v1/persons/{person}", f"/api/v1/persons/{none}"),
                           (f"/api/v1/persons/{person}/representatives", f"/api/v1/persons/{none}/representatives"),
                           (f"/api/v1/screenings/{case}", f"/api/v1/screenings/{none}"),
                           (f"/api/v1/screenings/{case}/form", f"/api/v1/screenings/{none}/form")]:
        refused, answer, _ = known["nadia"].call("GET", there)
        absent, other, _ = known["nadia"].call("GET", nowhere)
        assert refused == absent == 403, (there, refused, absent)
        text = json.dumps([answer, other])
        assert "You see only those whom you represent or assist today" in text and marks not in text, text
    body = {"form": {"applied_at": "2026-09-01T08:00:00Z"}}
    for where in (case, none):
        status, answer, _ = known["nadia"].call("POST", f"/api/v1/screenings/{where}/actions/record_application", body,
                                              If_Match="\"v1\"")
        assert status == 403 and "You see only those whom" in json.dumps(answer), (status, answer)
    assert known["nadia"].call("GET", f"/api/v1/persons/{person}/family")[0] == 403


def test_put_in_charge_replaced_and_ended():
    elena, samir, person = known["elena"], known["samir"], known["own"]["person_id"]
    path = f"/api/v1/persons/{person}/representatives"
    given = {"kind": "representative", "sign_in_name": "samir", "designated_by": "Tribunale per i minorenni",
             "trained": True, "independent": True, "conflict": False, "normal_circumstances": True}
    status, answer, _ = known["nadia"].call("POST", path, given)
    assert status == 403, answer
    assert samir.call("GET", f"/api/v1/persons/{person}")[0] == 403
    made = elena.ok("POST", path, given)[0]  # takes over from whoever acted until then
    assert made["representation"]["minors_in_care"] == 1, made
    assert samir.ok("GET", f"/api/v1/persons/{person}")[0]["person"]["number"]
    assert known["nadia"].call("GET", f"/api/v1/persons/{person}")[0] == 403
    assert len(known["nadia"].ok("GET", "/api/v1/clients")[0]["items"]) == 1
    rows = elena.ok("GET", path)[0]["items"]
    assert [row["in_force"] for row in rows] in ([True, False], ["yes", "no"]), rows
    free = elena.ok("GET", "/api/v1/representatives")[0]["items"]
    assert {a["sign_in_name"]: a["minors_in_care"] for a in free} == {"nadia": 1, "samir": 1}, free
    status, answer, _ = elena.call("POST", f"/api/v1/representations/{made['id']}/end", {}, If_Match='"v1"')
    assert status == 422, (status, answer)
    elena.ok("POST", f"/api/v1/representations/{made['id']}/end", {"because": "Wrong person"}, If_Match='"v1"')
    assert samir.call("GET", f"/api/v1/persons/{person}")[0] == 403
    assert samir.call("GET", f"/api/v1/screenings/{known['own']['case']}")[0] == 403
    assert samir.ok("GET", "/api/v1/clients")[0]["items"] == []


def test_the_pages_that_put_in_charge_and_end():
    person = known["own"]["person_id"]
    browser = Browser()
    browser.sign_in("elena")
    page = browser.get(f"/persons/{person}")
    assert "Nobody represents or assists this minor yet." in page.text, page.text
    page = browser.get(f"/persons/{person}/representatives/new?account=nadia&purpose=screening")
    form = page.form_to(f"/persons/{person}/representatives/new")
    form["fields"].update(kind="provisional", designated_by="Tribunale", trained="yes", independent="yes")
    page = browser.post(form)
    assert "conflict" in page.text, page.text  # unknown never becomes no
    form = page.form_to(f"/persons/{person}/representatives/new")
    form["fields"].update(conflict="no")
    page = browser.post(form)
    assert browser.status == 200 and "Nadia Haddad" in page.text, page.text
    assert known["nadia"].call("GET", f"/api/v1/persons/{person}")[0] == 200


if __name__ == "__main__":
    server.words = ("--seed", "7")
    server.start()
    try:
        statera.main()
    finally:
        server.process.terminate()
