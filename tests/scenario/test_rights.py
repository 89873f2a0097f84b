#!/usr/bin/env python3
"""The rights of persons on pages, without script: a request is entered, what is kept is seen, the answer is in writing.

covers: S-022 UF-21
"""
import base64
import json

import statera
from served import Program, at_desk, server


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


def test_programs_enter_search_and_answer_too():
    person, dataset = recorded()
    dpo = Program("dpo", "data_protection")
    asked = {"person": person, "concerns": "access", "received_on": "2026-10-01", "wish": "All of it"}
    made, head = dpo.ok("POST", "/api/v1/requests", asked, Idempotency_Key="rights-1")
    assert made["request"]["wish"] == "All of it" and head["Location"] == f"/api/v1/persons/{person}/packet", made
    path = "/api/v1/requests/" + made["id"]
    waiting = {row["id"]: row["record"] for row in dpo.ok("GET", "/api/v1/requests")[0]["items"]}
    assert waiting[made["id"]]["person"] == person
    status, _, _ = dpo.call("POST", path + "/search", {"fingerprints": dataset["fingerprints"][:4]})
    assert status == 202
    status, problem, _ = dpo.call("POST", path + "/answer", {"outcome": "refused"})
    assert status == 422 and problem["faults"][0]["field"] == "answer", problem
    dpo.ok("POST", path + "/answer", {"outcome": "done", "answer": "Everything is in the packet."})
    assert dpo.call("POST", path + "/answer", {"outcome": "done"})[0] == 409
    assert made["id"] not in [row["id"] for row in dpo.ok("GET", "/api/v1/requests")[0]["items"]]
    packet, _ = dpo.ok("GET", head["Location"])
    assert packet["person"]["names"] and packet["eurodac"] and packet["log"], packet.keys()
    assert packet["requests"][-1]["answer"] == "Everything is in the packet.", packet["requests"]


def test_about_nobody_nothing_is_asked():
    person, _ = recorded()
    nobody, dpo = person[:-4] + "0000", Program("dpo", "data_protection")
    status, problem, _ = dpo.call("POST", "/api/v1/requests", {"person": nobody, "concerns": "access",
                                                               "received_on": "2026-10-01"})
    assert status == 404, problem
    assert at_desk("dpo").get("/requests").text.count("Requests of persons") > 0
    assert nobody not in json.dumps(dpo.ok("GET", "/api/v1/requests")[0])


def test_of_two_requests_one_is_answered_at_a_time():
    person, _ = recorded()
    dpo, at = at_desk("dpo"), f"/persons/{person}/rights"
    for wish in ["First wish", "Second wish"]:
        dpo.post(dpo.get(at).form_to(at), concerns="rectification", received_on="2026-10-01", wish=wish)
    page = dpo.get(at)
    assert page.source.count('id="f-outcome"') <= 1, page.source
    other = next(link for link in page.links if link and link.startswith(at + "?request="))
    form = next(f for f in dpo.get(other).forms if f["action"].endswith("/answer"))
    assert form["action"].split("/")[2] == other.split("=")[1]
    dpo.post(form, outcome="done", answer="It is put right.")
    assert dpo.status == 200
    assert form["action"] not in [f["action"] for f in dpo.get(other).forms]


def test_nobody_else_comes_in():
    person, _ = recorded()
    for name in ["elena", "marco", "pietro", "paolo", "admin", "monitor", "amara", "nadia"]:
        browser = at_desk(name)
        for path in ["/requests", f"/persons/{person}/rights"]:
            browser.get(path)
            assert browser.status == 403, (name, path, browser.status)
    elena = Program("elena", "screening")
    for purpose in ["screening", "data_protection"]:
        elena.purpose = purpose
        for method, path in [("GET", "requests"), ("GET", f"persons/{person}/packet"), ("POST", "requests"),
                             ("POST", f"requests/{person}/answer"), ("POST", f"requests/{person}/search")]:
            assert elena.call(method, "/api/v1/" + path, {} if method == "POST" else None)[0] == 403, (purpose, path)


if __name__ == "__main__":
    server.words = ("--seed", "1")
    server.start()
    try:
        statera.main()
    finally:
        server.process.terminate()
