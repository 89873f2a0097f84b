#!/usr/bin/env python3
"""The rights of persons on pages, without script: a request is entered, what is kept is seen, the answer is in writing.

covers: S-022 UF-21
"""
import base64

import statera
from served import Browser, Program, server


def at_desk(name):
    browser = Browser()
    browser.sign_in(name)
    return browser


def recorded():
    under = Program("elena", "irregular_migration")
    sent = under.ok("GET", "/api/v1/eurodac/transmissions?state=recorded")[0]["items"]
    dataset = under.ok("GET", "/api/v1/eurodac/datasets/" + sent[0]["id"])[0]["dataset"]
    return sent[0]["record"]["person"], dataset


def test_a_request_is_entered_and_answered_and_says_what_is_kept():
    person, dataset = recorded()
    dpo, at = at_desk("dpo"), f"/persons/{person}/rights"
    assert at in dpo.get("/persons/" + person).links
    page = dpo.get(at)
    assert dataset["names"][0]["family"].upper() in page.text.upper() and "Stored until" in page.text, page.text[:3000]
    assert "supervisory authority" in page.text
    page = dpo.post(page.form_to(at), concerns="", received_on="")
    assert dpo.status == 422 and 'href="#f-concerns"' in page.source, page.text[:3000]
    page = dpo.post(page.form_to(at), concerns="erasure", received_on="2026-10-01", wish="Everything out")
    assert dpo.status == 200 and "Everything out" in page.text and "GDPR Art 12(3)" in page.source, page.text[:3000]
    assert at in dpo.get("/requests").links
    form = next(f for f in dpo.get(at).forms if f["action"].endswith("/answer"))
    page = dpo.post(form, outcome="refused", answer="")
    assert dpo.status == 422 and "explained in writing" in page.text, page.text[:3000]
    page = dpo.post(form, outcome="refused", answer="The law keeps it until 2031; complain to the Garante.")
    assert dpo.status == 200 and "complain to the Garante" in page.text
    assert not any(f["action"].endswith("/answer") for f in page.forms) and "No request waits" in dpo.get("/requests").text


def test_the_persons_own_prints_are_searched_with():
    person, dataset = recorded()
    dpo, at = at_desk("dpo"), f"/persons/{person}/rights"
    page = dpo.post(dpo.get(at).form_to(at), concerns="access", received_on="2026-10-01")
    form = next(f for f in page.forms if f["action"].endswith("/search"))
    page = dpo.post_files(form, "prints", [b"no record" * 9])
    assert dpo.status == 422 and "does not begin with FMR" in page.text, page.text[:3000]
    dpo.post_files(form, "prints", [base64.b64decode(f["minutiae"]) for f in dataset["fingerprints"][:4]])
    assert dpo.status == 200


def test_nobody_else_comes_in():
    person, _ = recorded()
    for name in ["elena", "marco", "pietro", "paolo", "admin", "monitor", "amara", "nadia"]:
        browser = at_desk(name)
        for path in ["/requests", f"/persons/{person}/rights"]:
            browser.get(path)
            assert browser.status == 403, (name, path, browser.status)


if __name__ == "__main__":
    server.words = ("--seed", "1")
    server.start()
    try:
        statera.main()
    finally:
        server.process.terminate()
