#!/usr/bin/env python3
"""The application as other systems and ill-willed clients meet it: a screening from its beginning to the referral over
the interface, rights and purposes, bad input, forged sessions, another authority's records, a journal that outsiders can
check, the line cut and joined, and a log without a person in it.

covers: UF-01 UF-04 UF-05 UF-06 UF-07 UF-08 S-007 S-012 S-142
"""
import base64
import json
import os
import re
import struct
import tempfile
import time
import urllib.error
import urllib.request

import statera
from served import Browser, Program, server

DB = os.environ["STATERA_TEST_DB"]
MARK = "Zyxwvutsrq"  # a name that nobody has: it may stand in answers, and nowhere in the log
JSON = {"Content-Type": "application/json"}


PICTURE = base64.b64encode(b"no picture in the synthetic world").decode()


def ago(hours):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 3600 * hours))


def raw(method, path, body=None, headers=None):
    """Any bytes, no manners: status, body, headers."""
    request = urllib.request.Request(server.url + path, method=method, data=body, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read(), answer.headers


def template(finger, salt=0):
    """One finger as ISO/IEC 19794-2:2005, of forty minutiae that follow from the numbers."""
    rows, state = b"", finger * 7919 + salt * 104729 + 1
    for _ in range(40):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        x, y, angle = 40 + state % 320, 40 + state // 512 % 400, state // 7 % 256
        rows += struct.pack(">HHBB", 0x4000 | x, y, angle, 80)
    body = struct.pack(">BBBB", finger, 0, 80, 40) + rows + struct.pack(">H", 0)
    return b"FMR\0 20\0" + struct.pack(">IHHHHHBB", 24 + len(body), 0, 400, 480, 197, 197, 1, 0) + body


def prints(salt=0):
    return [{"finger": name, "minutiae": base64.b64encode(template(at, salt)).decode()} for at, name in enumerate(
        ["right_thumb", "right_index", "right_middle", "right_ring", "right_little", "left_thumb", "left_index",
         "left_middle", "left_ring", "left_little"], 1)]


def begin(officer, family=MARK, **more):
    more.setdefault("born_in", "Raqqa")
    arrival, _ = officer.ok("POST", "/api/v1/arrivals", {"member_state": "IT", "place": "Lampedusa", "people": 1,
                                                         "event": "sar_disembarkation", "event_at": ago(2)})
    person, _ = officer.ok("POST", "/api/v1/persons", {
        "names": [{"kind": "current", "family": family, "given": "Only"}], "born_on": "1990-02-03", "sex": "female",
        "nationalities": [{"country": "SYR"}], "arrival": arrival["id"], "languages": "ar"} | more)
    case, head = officer.ok("POST", "/api/v1/screenings", {
        "person": person["id"], "opened": {"event": "sar_disembarkation", "event_at": ago(2),
                                           "third_country_national": "yes", "entry_conditions_met": "no",
                                           "entry_basis": "none", "criminal_or_extradition": "no"}})
    assert head["ETag"] == f'"v{case["version"]}"' and head["Location"].endswith(case["id"])
    return case, person["id"]


def act(who, case, action, form=None, purpose=None, **more):
    """Takes a step under the version that stands and returns status and answer."""
    reader = Program.__new__(Program)
    reader.purpose, reader.token = purpose or who.purpose, who.token
    version = who.call("GET", "/api/v1/screenings/" + case)[1]["version"]
    body = ({} if form is None else {"form": form}) | more
    status, answer, _ = reader.call("POST", f"/api/v1/screenings/{case}/actions/{action}", body,
                                    If_Match=f'"v{version}"')
    return status, answer


def done(who, case, action, form=None, purpose=None, **more):
    status, answer = act(who, case, action, form, purpose, **more)
    assert status in (200, 204), (action, status, answer)


QUERIES = [{"system": name, "result": "no_hit"} for name in ["sis", "ees", "vis", "etias", "etias_watchlist", "ecris_tcn",
                                                             "europol", "interpol", "national", "belongings"]]


def test_a_screening_from_its_beginning_to_the_referral():
    elena, marco = Program("elena", "screening"), Program("marco", "screening")
    amara, lucia = Program("amara", "health_check"), Program("lucia", "vulnerability_check")
    case, _ = begin(elena)
    case = case["id"]
    path = "/api/v1/screenings/" + case
    limits = {row["clock"]["name"]: row for row in elena.ok("GET", path)[0]["clocks"]}
    assert limits["screening_limit"]["clock"]["state"] == "running" and limits["screening_limit"]["if_missed"], limits
    work = elena.ok("GET", "/api/v1/work")[0]["items"]
    assert any(row["case"] == case and row["article"].startswith("SR Art 8") for row in work), work
    offers = {row["action"]: row for row in elena.ok("GET", path + "/offers")[0]["offers"]}
    assert offers["give_information"]["open"] and not offers["check_health"]["open"]
    assert offers["check_health"]["why_not"][0]["cure"] and not offers["refer"]["open"]
    done(elena, case, "give_information", {
        "items": ["screening", "right_to_apply", "applicant_duties", "rights_and_duties", "data_protection"],
        "language": "Arabic", "channel": "written_and_oral", "acknowledged": "understood"})
    done(amara, case, "check_health", {"outcome": "nothing_found", "examined_by": "Dr Amara Okafor"})
    done(lucia, case, "check_vulnerability", {"found": "no", "reception_needs": "no", "procedural_needs": "no",
                                              "checked_by": "Lucia Romano"})
    done(elena, case, "take_biometrics", {"capture": "taken", "fingerprints": prints(), "facial_image": PICTURE}, "irregular_migration")
    done(elena, case, "check_identity", {
        "means": ["statements", "biometrics"], "cir": "no_hit", "sis": "no_hit", "second_query": "no_hit",
        "portal_used": "yes", "done_at_border_check": "no", "name_certainty": "declared",
        "birth_date_certainty": "declared", "birth_place_certainty": "declared", "sex_certainty": "confirmed",
        "nationality_certainty": "declared", "residence_certainty": "declared", "languages_certainty": "confirmed"},
         "identification")
    done(elena, case, "check_security", {"queries": QUERIES, "hit": "no", "threat": "no"}, "security_check")
    done(elena, case, "take_statement", {"application_made": "yes", "family_in_union": "no", "cooperated": "yes",
                                         "residence_before": "Libya"})
    proposal, _ = elena.ok("GET", path + "/proposal")
    assert proposal["outcome"]["referral"] == "asylum" and proposal["reasons"] and proposal["rules_hash"], proposal
    trace, _ = elena.ok("GET", path + "/explain?rule=screening.referral")
    assert trace["trace"] and trace["facts"], sorted(trace)
    due, _ = elena.ok("GET", path + "/explain?clock=screening_limit")
    assert due["rule"] == "screening.deadline" and due["reasons"]
    done(elena, case, "offer_form", {"copy": "paper", "language": "Arabic", "chance_to_object": "yes"})
    status, answer = act(marco, case, "refer", {"referral": "return_procedure", "referred_to": "Prefettura"})
    assert status == 422 or status == 409, (status, answer)  # another way than the law's needs own reasons
    done(marco, case, "refer", {"referral": "asylum", "referred_to": "Questura di Agrigento"})
    closed, _ = elena.ok("GET", path)
    assert closed["case"]["state"] == "referred" and closed["case"]["closed_at"], closed["case"]
    form, _ = elena.ok("GET", path + "/form")
    copy, _ = elena.ok("GET", path + "/form?copy=person")
    assert form["hit"] is False and "hit" not in copy and copy["copy_for_person"] is True, (form, copy)
    assert act(elena, case, "give_information", {"items": ["screening"], "language": "x", "channel": "oral",
                                                 "acknowledged": "understood"})[0] == 409


def test_one_key_one_act_and_a_version_that_moved():
    elena = Program("elena", "screening")
    case, _ = begin(elena)
    path = f"/api/v1/screenings/{case['id']}/actions/note"
    tag = f'"v{case["version"]}"'
    body = {"form": {"note": "Came with her sister."}}
    assert elena.call("POST", path, body)[0] == 428
    first = elena.ok("POST", path, body, If_Match=tag, Idempotency_Key="note-1")[0]
    again, head = elena.ok("POST", path, body, If_Match=tag, Idempotency_Key="note-1")
    assert again == first and head["Idempotency-Replayed"] == "true"
    assert elena.call("POST", path, {"form": {"note": "Another."}}, If_Match=tag, Idempotency_Key="note-1")[0] == 409
    status, problem, _ = elena.call("POST", path, {"form": {"note": "Third."}}, If_Match=tag)
    assert status == 412 and problem["faults"][0]["cure"], problem  # the same step was taken meanwhile
    assert len(elena.ok("GET", "/api/v1/screenings/" + case["id"])[0]["actions"]) == 2


def test_bad_input_names_field_and_cure_and_changes_nothing():
    elena = Program("elena", "screening")
    case, _ = begin(elena)
    path = f"/api/v1/screenings/{case['id']}/actions/give_information"
    head = JSON | {"Authorization": "Bearer " + elena.token, "Purpose": "screening",
                   "If-Match": f'"v{case["version"]}"'}
    for body, status in [(b"{", 400), (b'{"form":{}', 400), (b'{"form":{},"form":{}}', 400), (b"\xff\xfe", 400),
                         (b'{"reason":"\xc3\x28"}', 400), (b"[" * 100, 400), (b"[]", 422), (b'"x"', 422), (b"7", 422),
                         (b"{}", 422), (b'{"form":[]}', 422), (b'{"form":{"items":"x"}}', 422),
                         (b'{"form":{"nothing":1}}', 422), (b'{"form":{"language":["a"]}}', 422),
                         (b'{"form":{"language":"a"},"surprise":1}', 422), (b'{"form":{},"happened_at":"yesterday"}', 422),
                         (b'{"form":{},"corrects":"../../etc"}', 422)]:
        got, text, headers = raw("POST", path, body, head)
        problem = json.loads(text)
        assert got == status and headers["Content-Type"] == "application/problem+json", (body, got, problem)
        assert problem["faults"][0]["text"] and problem["faults"][0]["cure"] and "Bearer" not in text.decode(), (body, problem)
    got, text, _ = raw("POST", path, b'{"form":{"language":"' + b"a" * (10 << 20) + b'"}}', head)
    assert got == 413 and json.loads(text)["code"] == "limit", got
    assert raw("POST", path, b"<form/>", head | {"Content-Type": "text/xml"})[0] == 415
    missing = json.loads(raw("POST", path, b'{"form":{"language":"a"}}', head)[1])
    assert {"items", "channel"} <= {f["field"].split(".")[-1] for f in missing["faults"]}, missing
    for strange in ["nothing", "%00", "x" * 300, "limit_passed", "start"]:
        assert raw("POST", f"/api/v1/screenings/{case['id']}/actions/{strange}", b"{}", head)[0] in (400, 404), strange
    for key in ["x", "0" * 36, "..%2f..", "%ff", "01a21282-248d-7aee-aa1a-b2113d09ac71"]:
        assert raw("GET", "/api/v1/screenings/" + key, None, head)[0] in (400, 404), key
    for broken in [b"FMR\0 20\0", b"", b"FMR\0 20\0" + b"\xff" * 40, template(1)[:60]]:
        form = {"capture": "taken", "facial_image": PICTURE, "fingerprints": [{"finger": "right_thumb",
                                    "minutiae": base64.b64encode(broken).decode()}]}
        status, answer = act(elena, case["id"], "take_biometrics", form, "irregular_migration")
        assert status == 422 and answer["faults"][0]["field"].endswith("minutiae"), (broken, status, answer)
    assert elena.ok("GET", "/api/v1/screenings/" + case["id"])[0]["version"] == case["version"]


def test_law_and_periods_for_everybody():
    status, text, _ = raw("GET", "/api/v1/law/rules")
    rules = json.loads(text)
    assert status == 200 and len(rules["rules"]) > 20 and len(rules["rules_hash"]) == 64
    ask = lambda path, body: raw("POST", path, json.dumps(body).encode(), JSON)
    status, text, _ = ask("/api/v1/law/period", {"event": "2026-09-01T10:30", "length": "72 hours", "state": "IT",
                                                 "profile": "hours"})
    assert status == 200 and json.loads(text)["ends_at"] == "2026-09-04T09:00:00Z", text
    status, text, _ = ask("/api/v1/law/evaluate", {"rule": "screening.scope", "as_of": "2026-09-01", "facts": {
        "third_country_national": "no"}})
    assert status == 200 and json.loads(text)["outcome"]["screen"] == "not_applicable", text
    status, text, _ = ask("/api/v1/law/evaluate", {"rule": "screening.scope", "as_of": "2026-09-01", "facts": {}})
    assert status == 200 and json.loads(text)["needs"], text
    for path, body, field in [("period", {"event": "x", "length": "7 days", "state": "IT"}, "event"),
                              ("period", {"event": "2026-09-01", "length": "soon", "state": "IT"}, "length"),
                              ("period", {"event": "2026-09-01", "length": "7 days", "state": "XX"}, "state"),
                              ("evaluate", {"rule": "nothing", "facts": {}}, "rule"),
                              ("evaluate", {"rule": "screening.scope"}, "facts"),
                              ("evaluate", {"rule": "screening.scope", "facts": {"event": "flood"}}, "facts.event"),
                              ("evaluate", {"rule": "screening.scope", "facts": {}, "as_of": "2026"}, "as_of")]:
        status, text, _ = ask("/api/v1/law/" + path, body)
        assert status == 422 and json.loads(text)["faults"][0]["field"] == field, (body, text)


def description():
    return json.loads(raw("GET", "/api/v1/openapi.json")[1])


def test_the_description_holds_every_row_and_nobody_enters_unnamed():
    told = description()
    assert len(told["paths"]) >= 25 and told["openapi"].startswith("3.1")
    for path, methods in told["paths"].items():
        real = re.sub(r"\{\w+\}", "01a21282-248d-7aee-aa1a-b2113d09ac71", path)
        for method, row in methods.items():
            assert row["summary"], (method, path)
            status, text, _ = raw(method.upper(), real, b"{}" if method in ("post", "put") else None, JSON)
            wanted = (200, 422) if row.get("security") == [] else (401,)
            assert status in wanted, (method, path, status, text[:200])
            bodiless = ("enable", "disable", "close", "settle")  # the address says it all
            if method in ("post", "put") and not path.endswith(bodiless):
                assert "requestBody" in row, (method, path)


def test_a_purpose_is_named_on_every_call_and_rights_speak():
    elena = Program("elena", "screening")
    case, person = begin(elena)
    path = "/api/v1/screenings/" + case["id"]
    for purpose in [None, "", "curiosity", "screening\tx"]:
        status, problem, _ = Program.call(with_purpose(elena, purpose), "GET", path)
        assert status == 403 and problem["faults"][0]["field"] == "Purpose", (purpose, problem)
    for name, purpose in [("admin", "administration"), ("stat", "statistics"), ("pietro", "irregular_migration"),
                          ("paolo", "serious_crime"), ("sofia", "health_check"), ("amara", "screening")]:
        status, problem, _ = Program(name, purpose).call("GET", path)
        assert status == 403 and problem["faults"][0]["text"] and problem["faults"][0]["cure"], (name, problem)
        assert MARK not in json.dumps(problem)
    for endpoint in ["/api/v1/journal", "/api/v1/journal/checkpoint"]:
        assert elena.call("GET", endpoint)[0] == 403
    health = {"outcome": "nothing_found", "examined_by": "A screening officer"}
    status, problem = act(elena, case["id"], "check_health", health)
    assert status == 403 and "Medical staff" in problem["faults"][0]["text"], problem
    assert Program("elena", "screening").call("GET", "/api/v1/persons/" + person)[0] == 200


def with_purpose(who, purpose):
    other = Program.__new__(Program)
    other.token, other.purpose = who.token, purpose
    return other


def test_the_monitor_sees_no_person_and_the_officer_for_data_protection_who_looked():
    elena = Program("elena", "screening")
    case, person = begin(elena)
    elena.ok("GET", "/api/v1/persons/" + person)
    seen, _ = Program("monitor", "rights_monitoring").ok("GET", "/api/v1/screenings/" + case["id"])
    assert seen["masked"] is True and "person" not in seen["case"] and MARK not in json.dumps(seen), seen["case"]
    masked, _ = Program("monitor", "rights_monitoring").ok("GET", "/api/v1/journal")
    assert masked["masked"] and all(row["person"] is None and row["officer"] is None for row in masked["items"])
    dpo = Program("dpo", "data_protection")
    looked, _ = dpo.ok("GET", "/api/v1/journal?person=" + person)
    assert any(row["kind"] == "read" and row["officer_name"].startswith("Elena Conti") for row in looked["items"]), looked
    assert MARK not in json.dumps(looked)
    first = dpo.ok("GET", "/api/v1/journal?kind=read&limit=1")[0]
    second = dpo.ok("GET", "/api/v1/journal?kind=read&limit=1&before=" + first["next_before"])[0]
    assert first["items"][0]["id"] != second["items"][0]["id"]
    assert dpo.call("GET", "/api/v1/journal?kind=gossip")[0] == 422
    assert dpo.call("GET", "/api/v1/journal?person=me")[0] == 422


def test_an_entry_is_proven_by_somebody_outside():
    elena, dpo = Program("elena", "screening"), Program("dpo", "data_protection")
    _, person = begin(elena)
    for _ in range(40):  # sealed in batches, a moment later
        entry = dpo.ok("GET", "/api/v1/journal?kind=change&person=" + person)[0]["items"][0]
        if entry["leaf"] is not None:
            break
        time.sleep(0.25)
    proof, _ = dpo.ok("GET", f"/api/v1/journal/{entry['id']}/proof")
    with tempfile.NamedTemporaryFile("w", suffix=".json") as f:
        json.dump(proof, f)
        f.flush()
        assert statera.ask("journal", "verify", f.name)["valid"] is True
    head, _ = dpo.ok("GET", "/api/v1/journal/checkpoint")
    assert "statera.journal" in head["checkpoint"] and head["public_key"]


def test_forged_and_ended_sessions_open_nothing():
    elena = Program("elena", "screening")
    flipped = elena.token[:-1] + ("0" if elena.token[-1] != "0" else "1")
    for forged in ["", "x", flipped, elena.token[:-2], elena.token + "00", "' or 1=1 --", "../" * 20, "\t"]:
        for head in [{"Authorization": "Bearer " + forged}, {"Cookie": "session=" + forged}]:
            assert raw("GET", "/api/v1/work", None, head | {"Purpose": "screening"})[0] == 401, forged
    elena.ok("DELETE", "/api/v1/sessions/current")
    assert elena.call("GET", "/api/v1/work")[0] == 401
    browser = Browser()
    page = browser.sign_in("elena")
    out = page.form_to("/sign-out")
    browser.post({"action": "/sign-out", "fields": {"csrf": "0" * 32}})
    assert browser.status == 403
    browser.post({"action": "/purpose", "fields": out["fields"] | {"chosen": "identification"}})  # another form's token
    assert browser.status == 403
    browser.post(out)
    assert browser.at == "/sign-in"


def test_records_of_another_authority_do_not_exist_here():
    statera.run("arrival", "open", "--db", DB, "--authority", "SE-MIG", "--member-state", "SE", "--place", "Malmö",
                "--event", "within_territory", "--event-at", ago(3), "--people", "1", "--dry-run",
                status=statera.REFUSED)  # the system itself holds no role: nobody acts without one
    elena = Program("elena", "screening")
    ours = elena.ok("GET", "/api/v1/screenings")[0]["items"]
    assert ours, "there are screenings of this authority"
    centre = [row for row in elena.ok("GET", "/api/v1/screenings")[0]["items"] if row["case"].get("member_state") != "IT"]
    assert centre == [], centre


def test_the_line_is_cut_capture_goes_on_and_the_queue_drains():
    browser, elena = Browser(), Program("elena", "screening")
    browser.sign_in("elena")
    board = browser.get("/board")
    page = browser.post(board.form_to("/board/line"))
    assert "Cut since" in page.text, page.text
    case, _ = begin(elena, "Queue")
    done(elena, case["id"], "give_information", {"items": ["screening", "right_to_apply"], "language": "Arabic",
                                                 "channel": "oral", "acknowledged": "understood"})
    done(elena, case["id"], "take_biometrics", {"capture": "taken", "fingerprints": prints(5), "facial_image": PICTURE}, "irregular_migration")
    queue, _ = elena.ok("GET", "/api/v1/queue")
    assert queue["cut"] and queue["waiting"] >= 1 and queue["items"][0]["state"] == "waiting", queue
    assert queue["items"][0]["due_at"] and queue["items"][0]["article"]
    time.sleep(1)
    assert re.search(r"\d+ messages? waits? for Eurodac since|messages wait for Eurodac since", browser.get("/").text)
    browser.post(browser.get("/board").form_to("/board/line"))
    for _ in range(60):
        queue, _ = elena.ok("GET", "/api/v1/queue")
        if not queue["waiting"]:
            break
        time.sleep(0.25)
    assert queue["waiting"] == 0 and not queue["cut"], queue


def test_an_officer_without_script_takes_a_step_and_nothing_typed_is_lost():
    elena = Program("elena", "screening")
    case, _ = begin(elena)
    here = "/screenings/" + case["id"]
    browser = Browser()
    browser.sign_in("elena")
    page = browser.get(here)
    assert browser.status == 200 and MARK.upper() in page.text.upper(), (browser.status, page.text[:400])
    step = here + "/give_information"
    form = browser.get(step).form_to(step)
    page = browser.post(form, language="Arabic <b>")
    assert browser.status == 422 and page.form_to(step)["fields"]["language"] == "Arabic <b>" and "<b>" not in page.source
    assert 'href="#f-items"' in page.source
    page = browser.post(page.form_to(step), items="screening", channel="oral", acknowledged="understood")
    assert browser.at == here and "Recorded: Give information." in page.text and "Take back" in page.text
    stale = browser.post(form, language="Persian", items="screening", channel="oral", acknowledged="understood")
    assert browser.status == 412 and stale.form_to(step)["fields"]["language"] == "Persian"
    undo = page.form_to(here + "/undo")
    assert "Taken back" in browser.post(undo, reason="Wrong person").text
    sheet = browser.get(here + "/print?copy=person")
    assert "<svg" in sheet.source and "Article 17" in sheet.text and "artikel 17" in sheet.text


def test_the_log_holds_no_person():
    elena = Program("elena", "screening")
    case, person = begin(elena)
    for method, path in [("GET", "/api/v1/screenings/" + case["id"]), ("POST", "/api/v1/search"),
                         ("GET", f"/api/v1/persons/{person}"), ("GET", "/" + MARK), ("GET", "/api/v1/" + MARK),
                         ("PUT", "/api/v1/persons/" + person), ("GET", "/search?anything=" + MARK)]:
        body = json.dumps({"name": MARK, "family": MARK}).encode() if method != "GET" else None
        raw(method, path, body, JSON | {"Authorization": "Bearer " + elena.token, "Purpose": "screening"})
    assert MARK.lower() not in server.log.lower() and elena.token not in server.log, server.log
    known = re.sub(r"statera: request .*\n", "", server.log)
    assert known.strip() == "", known


def test_the_clock_moves_and_the_law_acts():
    browser, elena = Browser(), Program("elena", "screening")
    browser.sign_in("elena")
    case, _ = begin(elena, "Waiting")
    for form in browser.get("/board").forms:
        if form["action"] == "/board/clock" and form["fields"].get("hours") == "72":
            three_days = form
    for _ in range(4):
        browser.post(three_days)
    state = elena.ok("GET", "/api/v1/screenings/" + case["id"])[0]
    assert state["case"]["state"] == "limit_passed", state["case"]
    assert state["actions"][-1]["taken"]["by_law"] is True
    assert "By operation of law" in browser.get("/screenings/" + case["id"]).text
    browser.post({"action": "/board/clock", "fields": three_days["fields"] | {"hours": "-5"}})
    assert browser.status == 422


if __name__ == "__main__":
    server.start()
    try:
        statera.main()
    finally:
        server.process.terminate()
