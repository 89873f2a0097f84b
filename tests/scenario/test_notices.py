#!/usr/bin/env python3
"""What Eurodac tells of another State's change, on pages without script; and what waits outside cases, above My work.

covers: S-022 UF-07
"""
import re

import statera
from place import registrar
from served import Browser, Program, server

ASKED = {"file": "RM-2026-79", "offence": "Trafficking in human beings", "persons": "The skipper of a boat",
         "grounds": "A witness names him by sight; his prints were taken on landing", "national_check": "No match",
         "prum_check": "No match in five States", "against_child": "no"}
NOBODY = "0197f000-0000-7000-8000-000000000000"


def at_desk(name):
    browser = Browser()
    browser.sign_in(name)
    return browser


def waiting(name):
    """The counts above the first page, by the list that each leads to; each link opens."""
    browser = at_desk(name)
    page = browser.get("/")
    strip = re.search(r'<ul class="st-plain st-waiting".*?</ul>', page.source, re.S)
    found = dict(re.findall(r'<a href="([^"]+)">[^<]*: (\d+)</a>', strip.group(0))) if strip else {}
    for path in found:
        opened = browser.get(path)
        offered = [f for f in opened.forms if "purpose" in f["action"]] if browser.status == 403 else []
        assert browser.status == 200 or offered, (name, path, browser.status)
    return {path: int(n) for path, n in found.items()}


def settle_forms(page):
    return [f for f in page.forms if f["action"].startswith("/notices/")]


def part(page, heading):
    """The text of a page after a heading, up to the next one."""
    return re.split(r"<h2", page.source.split(f">{heading}</h2>", 1)[1])[0] if f">{heading}</h2>" in page.source else ""


def test_who_may_not_mark_reads_what_is_to_be_done():
    elena = at_desk("elena")
    page = elena.get("/notices")
    assert elena.status == 403, "another purpose than that of the screening"
    form = next(f for f in page.forms if "purpose" in f["action"])
    elena.post(form, chosen="irregular_migration")
    page = elena.get("/notices")
    assert elena.status == 200 and "Mark the dataset" in page.text and not settle_forms(page), page.text[:2000]
    notice = Program("sofia", "asylum_system").ok("GET", "/api/v1/eurodac/notices")[0]["items"][0]["id"]
    status, answer, _ = Program("elena", "irregular_migration").call(
        "POST", f"/api/v1/eurodac/notices/{notice}/settle", {})
    assert status == 403, (status, answer)


def test_what_is_to_be_done_is_done_with_one_key():
    sofia = at_desk("sofia")
    assert waiting("sofia") == {"/notices": 1} and waiting("marco")["/notices"] == 1
    page = sofia.get("/notices")
    [form] = settle_forms(page)
    assert "Residence document issued" in page.text and "Greece" in page.text and "Mark the dataset" in page.text, page.text
    notices = Program("sofia", "asylum_system").ok("GET", "/api/v1/eurodac/notices")[0]["items"]
    dataset, person = notices[0]["record"]["dataset"], notices[0]["record"]["person"]
    assert "/persons/" + person in page.links
    page = sofia.post(form)
    assert sofia.status == 200 and sofia.at == "/notices" and not settle_forms(page), page.text[:2000]
    assert "Residence document issued" in part(page, "Done") and "No notice waits to be done." in page.text
    told = Program("sofia", "asylum_system").ok("GET", "/api/v1/eurodac/datasets/" + dataset)[0]
    assert told["entry"]["marks"] == ["residence_document"], told["entry"]
    assert waiting("sofia") == {} and "No notice waits to be done." in sofia.get("/").text
    page = sofia.post(form)
    assert sofia.status == 409 and "Nothing is to be done for this notice." in page.text, page.text[:2000]


def test_wrong_input_is_refused():
    sofia, program = at_desk("sofia"), Program("sofia", "asylum_system")
    for at in ["not-an-id", NOBODY]:
        status, answer, _ = program.call("POST", f"/notices/{at}/settle", {})
        assert status in (404, 422) and answer["faults"], (at, status, answer)
    sofia.post({"action": f"/notices/{NOBODY}/settle", "fields": {}})
    assert sofia.status == 403, "a form of another site"


def test_only_who_keeps_datasets_comes_in():
    for name, purpose in [("pietro", "irregular_migration"), ("paolo", "serious_crime"), ("greta", "serious_crime"),
                          ("admin", "administration"), ("monitor", "rights_monitoring"), ("amara", "health_check"),
                          ("nadia", "assistance_of_minor"), ("stat", "statistics")]:
        browser = at_desk(name)
        page = browser.get("/notices")
        assert browser.status == 403 and "/notices" not in page.links, (name, browser.status)
        status, answer, _ = Program(name, purpose).call("POST", f"/notices/{NOBODY}/settle", {})
        assert status == 403, (name, status, answer)
    for name in ["sofia", "marco", "dpo", "elena"]:
        assert "/notices" in at_desk(name).get("/").links, name


def test_hits_wait_for_the_expert_until_they_are_decided():
    pietro, before = at_desk("pietro"), waiting("pietro")
    assert list(before) == ["/hits"] and before["/hits"] > 0, before
    assert waiting("marco")["/hits"] == before["/hits"] and waiting("elena") == {}
    hits = Program("pietro", "irregular_migration").ok("GET", "/api/v1/eurodac/hits")[0]["items"]
    assert len(hits) == before["/hits"], (len(hits), before)
    at = "/hits/" + hits[0]["id"]
    pietro.post(pietro.get(at).form_to(at + "/decide"), decision="confirmed", reason="Twelve ridge ends agree")
    assert pietro.status == 200 and waiting("pietro") == {"/hits": before["/hits"] - 1}


def test_requests_wait_for_another_unit_alone():
    paolo, greta = at_desk("paolo"), at_desk("greta")
    page = greta.get("/")
    assert waiting("greta") == {} and "No request of another unit waits" in page.text and "/police" in page.links
    paolo.post(paolo.get("/police/new").form_to("/police/new"), **ASKED)
    at = paolo.at
    assert waiting("greta") == {"/police": 1} and waiting("paolo") == {}, "who asks does not verify"
    assert "Nothing waits for you" not in greta.get("/").text
    greta.post(greta.get(at).form_to(at + "/verify"), verdict="permitted")
    assert waiting("greta") == {}


def test_requests_of_persons_wait_for_their_officer():
    dpo = at_desk("dpo")
    page = dpo.get("/")
    assert waiting("dpo") == {} and "No request of a person waits" in page.text and "/requests" in page.links
    sent = Program("elena", "irregular_migration").ok("GET", "/api/v1/eurodac/transmissions?state=recorded")[0]["items"]
    at = f"/persons/{sent[0]['record']['person']}/rights"
    dpo.post(dpo.get(at).form_to(at), concerns="access", received_on="2026-10-01")
    assert dpo.status == 200 and waiting("dpo") == {"/requests": 1} and "/requests" not in waiting("marco")
    form = next(f for f in dpo.get(at).forms if f["action"].endswith("/answer"))
    dpo.post(form, outcome="done", answer="A copy was handed over.")
    assert dpo.status == 200 and waiting("dpo") == {}, dpo.status


def test_the_strip_writes_nothing_into_the_journal():
    paolo, greta, dpo = at_desk("paolo"), at_desk("greta"), Program("dpo", "data_protection")
    paolo.post(paolo.get("/police/new").form_to("/police/new"), **(ASKED | {"file": "RM-2026-80"}))
    newest = dpo.ok("GET", "/api/v1/journal")[0]["items"][0]["id"]
    assert "Law-enforcement requests to verify: 1" in greta.get("/").text
    since = []
    for row in dpo.ok("GET", "/api/v1/journal")[0]["items"]:
        if row["id"] == newest:
            break
        since.append(row["action"])
    assert set(since) <= {"journal.read", "journal.list"}, since


def test_what_needs_no_change_is_for_information():
    done = part(at_desk("sofia").get("/notices"), "Done")
    person = re.search(r'href="/persons/([0-9a-f-]+)"', done).group(1)
    hits = Program("marco", "irregular_migration").ok("GET", "/api/v1/eurodac/hits?person=" + person)[0]["items"]
    [found] = [h["record"]["found"] for h in hits if h["record"]["reference"] in done]
    server.stop()
    registrar("citizen", found, "EL-SMS")
    server.start()
    page = at_desk("sofia").get("/notices")
    assert "Citizenship of a Member State acquired" in part(page, "For information"), page.text[:2000]
    assert not settle_forms(page) and waiting("sofia") == {}, "information is no work"


if __name__ == "__main__":
    server.words = ("--seed", "1")
    server.start()
    try:
        statera.main()
    finally:
        server.process.terminate()
