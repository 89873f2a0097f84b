#!/usr/bin/env python3
"""Law-enforcement searches on pages, without script: who asks, another unit that verifies, one search, what is found.

covers: S-022 UF-07
"""
import base64
import time

import statera
from served import Program, at_desk, server

ASKED = {"file": "RM-2026-77", "offence": "Trafficking in human beings", "persons": "The skipper of a boat",
         "grounds": "A witness names him by sight; his prints were taken on landing", "national_check": "No match",
         "prum_check": "No match in five States", "against_child": "no"}


def prints():
    under = Program("elena", "irregular_migration")
    sent = under.ok("GET", "/api/v1/eurodac/transmissions?state=recorded")[0]["items"]
    dataset = under.ok("GET", "/api/v1/eurodac/datasets/" + sent[0]["id"])[0]["dataset"]
    return [base64.b64decode(f["minutiae"]) for f in dataset["fingerprints"]]


def asked(paolo, **more):
    page = paolo.post(paolo.get("/police/new").form_to("/police/new"), **(ASKED | more))
    assert paolo.status == 200 and paolo.at.startswith("/police/"), page.text[:2000]
    return paolo.at


def test_what_is_lacking_is_named_at_its_field():
    paolo = at_desk("paolo")
    page = paolo.post(paolo.get("/police/new").form_to("/police/new"), **(ASKED | {"national_check": "", "offence": ""}))
    assert paolo.status == 422 and 'href="#f-offence"' in page.source, page.text[:2000]
    page = paolo.post(page.form_to("/police/new"), **(ASKED | {"national_check": ""}))
    assert paolo.status == 422 and 'href="#f-national_check"' in page.source, page.text[:2000]
    assert page.form_to("/police/new")["fields"]["file"] == "RM-2026-77"  # what was typed stays
    assert "Nobody has asked" in paolo.get("/police").text


def test_another_unit_verifies_and_one_search_runs():
    paolo, greta = at_desk("paolo"), at_desk("greta")
    at = asked(paolo)
    page = paolo.get(at)
    assert not any(f["action"] in (at + "/search", at + "/verify") for f in page.forms), page.forms
    assert "To be verified" in greta.get("/police").text
    page = greta.post(greta.get(at).form_to(at + "/verify"), verdict="permitted")
    assert greta.status == 200 and "May be searched" in page.text, page.text[:2000]
    assert not any(f["action"] == at + "/search" for f in page.forms), "who verifies does not search"
    form = paolo.get(at).form_to(at + "/search")
    page = paolo.post_files(form, "prints", [b"no record" * 9])
    assert paolo.status == 422 and "does not begin with FMR" in page.text, page.text[:2000]
    page = paolo.post_files(form, "prints", prints()[:4])
    assert paolo.status == 200, page.text[:2000]
    for _ in range(100):
        page = paolo.get(at)
        if "Answered" in page.text:
            break
        time.sleep(0.1)
    assert "Ask the State of origin" in page.text and not any(f["action"] == at + "/search" for f in page.forms), page.text
    page = paolo.post(page.form_to(at + "/need"), needed="yes")
    assert paolo.status == 200, page.text[:2000]
    assert "for the unit that asked" in greta.get(at).text


def test_a_refusal_ends_it():
    paolo, greta = at_desk("paolo"), at_desk("greta")
    at = asked(paolo, file="RM-2026-78")
    greta.post(greta.get(at).form_to(at + "/verify"), verdict="refused")
    page = paolo.get(at)
    assert "Refused" in page.text and page.forms and not any("/police/" in f["action"] for f in page.forms), page.forms


def test_nobody_else_comes_in():
    for name in ["elena", "marco", "pietro", "dpo", "admin", "monitor", "amara"]:
        browser = at_desk(name)
        browser.get("/police")
        assert browser.status == 403, (name, browser.status)
        browser.get("/police/new")
        assert browser.status == 403, (name, browser.status)
    greta = at_desk("greta")
    greta.get("/police/new")
    assert greta.status == 403, "who verifies does not ask"


if __name__ == "__main__":
    server.words = ("--seed", "1")
    server.start()
    try:
        statera.main()
    finally:
        server.process.terminate()
