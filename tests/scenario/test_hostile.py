#!/usr/bin/env python3
"""The demonstration as its hostile users would have it: every row that answers asked by every account for every purpose,
sessions that should have ended, tokens of other sites, versions that nobody read, keys of other people's answers.

covers: UF-07 UF-22 S-142
"""
import html
import http.cookiejar
import json
import os
import re
import time
import urllib.parse
import urllib.request
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

import statera
from served import PASSWORD, Browser, Program, server

ACCOUNTS = {"admin": "administration", "elena": "screening", "marco": "screening", "amara": "health_check",
            "lucia": "vulnerability_check", "pietro": "irregular_migration", "sofia": "asylum_system",
            "nadia": "assistance_of_minor", "paolo": "serious_crime", "greta": "serious_crime",
            "monitor": "rights_monitoring", "dpo": "data_protection", "stat": "statistics"}
PURPOSES = sorted(set(ACCOUNTS.values()) | {"identification", "security_check", "child_protection"})
STATION, BEDSIDE = "elena marco", "amara lucia"
EURODAC = STATION + " pietro sofia dpo"
FILES = f"{STATION} {BEDSIDE} pietro sofia monitor dpo"
CASES = f"{STATION} {BEDSIDE} monitor dpo"
EVERYBODY = " ".join(ACCOUNTS)
# Who gets more than a refusal under at least one purpose. A row that is missing here fails the test.
API = {
    "arrivals": STATION + " monitor", "arrivals/{id}": STATION + " monitor", "arrivals/{id}/persons": FILES,
    "eurodac/datasets/{id}": EURODAC, "eurodac/hits": EURODAC + " paolo", "eurodac/hits/{id}": EURODAC + " paolo",
    "eurodac/notices": EURODAC, "eurodac/requests": "paolo greta", "eurodac/requests/{id}": "paolo greta",
    "eurodac/requests/{id}/hits": "paolo dpo", "eurodac/statistics": "dpo stat",
    "eurodac/transmissions": EURODAC, "eurodac/transmissions/{id}": EURODAC, "journal": "monitor dpo",
    "journal/checkpoint": "monitor dpo", "journal/{id}/proof": "monitor dpo", "law/rules": EVERYBODY,
    "openapi.json": EVERYBODY, "persons/{id}": FILES, "persons/{id}/candidates": f"{STATION} {BEDSIDE} sofia dpo",
    "persons/{id}/packet": "dpo", "requests": "dpo",
    "persons/{id}/decisions": f"{STATION} {BEDSIDE} sofia dpo", "persons/{id}/family": FILES, "procedures": EVERYBODY,
    "queue": EVERYBODY, "drafts": EVERYBODY, "screenings/{id}/drafts": CASES, "screenings/{id}/drafts/{draft}": CASES,
    "screenings": EVERYBODY, "screenings/{id}": CASES, "screenings/{id}/explain": STATION + " dpo",
    "clients": "nadia", "monitoring/screenings": "monitor", "representatives": STATION + " lucia",
    "persons/{id}/representatives": f"{STATION} {BEDSIDE} sofia monitor dpo",
    "representations/{id}": f"{STATION} {BEDSIDE} sofia monitor dpo nadia",
    "screenings/{id}/form": CASES, "screenings/{id}/offers": CASES, "screenings/{id}/proposal": STATION + " dpo",
    "settings": "admin marco monitor dpo", "settings/{name}": "admin marco monitor dpo", "staff": "admin",
    "monitoring/screenings": "monitor", "staff/{id}": "admin", "work": EVERYBODY}
# Under the purpose that each account begins with.
PAGES = {"/": EVERYBODY, "/arrivals": STATION + " monitor", "/arrivals/new": STATION, "/persons/new": STATION + " sofia",
         "/hits": "pietro sofia", "/notices": "sofia dpo", "/police": "paolo greta", "/police/new": "paolo",
         "/requests": "dpo",
         "/monitoring": "monitor", "/journal": "monitor dpo", "/retention": "marco dpo", "/status": "admin marco",
         "/staff": "admin", "/staff/new": "admin", "/account": EVERYBODY, "/queue": EVERYBODY, "/search": EVERYBODY,
         "/purpose": EVERYBODY, "/screenings": EVERYBODY, "/allegations": EVERYBODY, "/announcements": EVERYBODY}


def under(who, purpose):
    other = Program.__new__(Program)
    other.token, other.purpose = who.token, purpose
    return other


def ids(programs):
    first = lambda who, path: programs[who].ok("GET", "/api/v1/" + path)[0]["items"][0]
    nadia = programs.get("nadia") or Program("nadia", ACCOUNTS["nadia"])
    own = {client["person_id"] for client in nadia.ok("GET", "/api/v1/clients")[0]["items"]}
    case = next(row for row in programs["elena"].ok("GET", "/api/v1/screenings")[0]["items"]
                if row["case"]["person"] not in own)  # of nobody's charge
    charge = first("elena", f"persons/{min(own)}/representatives")["id"]
    return {"arrivals": case["case"]["arrival"], "persons": case["case"]["person"], "screenings": case["id"],
            "hits": first("pietro", "eurodac/hits")["id"], "staff": first("admin", "staff")["id"],
            "transmissions": under(programs["elena"], "irregular_migration").ok("GET", "/api/v1/eurodac/transmissions")[0]
            ["items"][0]["id"], "datasets": first("pietro", "eurodac/hits")["record"]["asked"], "requests": case["id"],
            "representations": charge, "journal": first("dpo", "journal")["id"], "notices": case["id"]}


def test_every_row_that_answers_asked_by_every_account_for_every_purpose():
    programs = {name: Program(name, purpose) for name, purpose in ACCOUNTS.items()}
    known = ids(programs)
    person = programs["elena"].ok("GET", "/api/v1/persons/" + known["persons"])[0]["person"]
    marks = [person["names"][0]["family"], person["number"], person["born_on"]]
    described = programs["elena"].ok("GET", "/api/v1/openapi.json")[0]["paths"]
    rows = [path[len("/api/v1/"):] for path, methods in described.items() if "get" in methods]
    assert sorted(rows) == sorted(API), set(rows) ^ set(API)
    for row in rows:
        path = "/api/v1/" + re.sub(r"(\w+)/\{id\}", lambda m: m.group(1) + "/" + known[m.group(1)], row.replace("{draft}", known["screenings"]))
        if row.endswith("/explain"):
            path += "?rule=screening.referral"
        let_in = set()
        for name, program in programs.items():
            for purpose in PURPOSES:
                status, answer, _ = under(program, purpose).call("GET", path)
                text = json.dumps(answer)
                assert status < 500 and status != 401, (row, name, purpose, status, answer)
                if status != 403:
                    let_in.add(name)
                if status != 200:
                    assert not any(mark in text for mark in marks), (row, name, purpose, status)
                if name in ("monitor", "stat", "admin", "nadia") and API[row] != EVERYBODY:
                    assert marks[0] not in text and marks[2] not in text, (row, name, purpose)
        assert let_in == set(API[row].split()), (row, let_in ^ set(API[row].split()))
    for name in ACCOUNTS:
        browser = Browser()
        browser.sign_in(name)
        for path, allowed in PAGES.items():
            browser.get(path)
            assert browser.status == (200 if name in allowed.split() else 403), (path, name, browser.status)
        for path in [f"/persons/{known['persons']}", f"/screenings/{known['screenings']}", f"/hits/{known['hits']}",
                     f"/screenings/{known['screenings']}/form", f"/screenings/{known['screenings']}/print",
                     f"/persons/{known['persons']}/candidates", f"/screenings/{known['screenings']}/actions/1",
                     f"/screenings/{known['screenings']}/refer", f"/staff/{known['staff']}",
                     f"/persons/{known['persons']}/log", f"/persons/{known['persons']}/edit"]:
            page = browser.get(path)
            assert browser.status in (200, 403, 404), (path, name, browser.status)
            if browser.status != 200 or name in ("stat", "admin", "paolo", "greta", "monitor"):
                assert not any(mark in page.source for mark in marks[:1]), (path, name, browser.status)


def test_the_bedside_is_not_told_what_the_security_check_found():
    case = Program("elena", "screening").ok("GET", "/api/v1/screenings")[0]["items"][0]["id"]
    for name in BEDSIDE.split():
        who = Program(name, ACCOUNTS[name])
        for path in ["proposal", "explain?rule=screening.referral", "explain?rule=screening.scope"]:
            status, problem, _ = who.call("GET", f"/api/v1/screenings/{case}/{path}")
            assert status == 403 and "threat" not in json.dumps(problem), (name, path, problem)


def refused(token):
    other = Program.__new__(Program)
    other.token, other.purpose = token, "screening"
    return other.call("GET", "/api/v1/work")[0] == 401


def test_sessions_end_with_the_account_the_role_and_the_password_however_they_are_changed():
    admin, db = Program("admin", "administration"), os.environ["STATERA_TEST_DB"]
    row = next(s for s in admin.ok("GET", "/api/v1/staff")[0]["items"] if s["staff"]["sign_in_name"] == "nadia")
    path = "/api/v1/staff/" + row["id"]
    enter = lambda: Program("nadia", "assistance_of_minor").token
    token = enter()
    admin.ok("POST", path + "/disable")
    assert refused(token)
    admin.ok("POST", path + "/enable")
    for words in [("disable", "nadia"), ("enable", "nadia"), ("roles", "nadia", "--roles", "representative monitor"),
                  ("roles", "nadia", "--roles", "representative"), ("password", "nadia")]:
        token = None if words[0] == "enable" else enter()
        statera.run("user", *words, "--db", db, "--officer", "admin", given=PASSWORD + "\n")
        assert token is None or refused(token), words
    here, elsewhere, token = Browser(), Browser(), enter()
    here.sign_in("nadia")
    elsewhere.sign_in("nadia")
    page = here.post(here.get("/account").form_to("/account"), current=PASSWORD, password=PASSWORD)
    assert here.status == 200 and "Done." in page.text, page.text
    elsewhere.get("/account")
    assert elsewhere.at == "/sign-in" and refused(token)
    here.get("/account")
    assert here.at == "/account"


def test_a_password_of_a_proxy_is_no_proof_of_a_form():
    browser = Browser()
    form = browser.sign_in("elena").form_to("/sign-out")
    for head in [{}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer"}, {"Authorization": ""}]:
        request = urllib.request.Request(server.url + form["action"], data=b"csrf=0", headers=head)
        browser.send(request)
        assert browser.status == 403, (head, browser.status)


def test_a_change_says_which_version_it_read_and_a_key_is_for_its_purpose():
    elena = Program("elena", "screening")
    person = ids({name: Program(name, ACCOUNTS[name]) for name in ("elena", "pietro", "admin", "dpo")})["persons"]
    path = "/api/v1/persons/" + person
    before = elena.ok("GET", path)[0]
    given = {name: value for name, value in before["person"].items() if name != "number"}
    for version in ['"v0"', '"v-1"', '*', 'W/"v1"', '"v99999999999999999999"', '"v1", "v2"']:
        status, problem, _ = elena.call("PUT", path, given, If_Match=version)
        assert status == 428 and problem["faults"][0]["field"] == "If-Match", (version, status, problem)
    assert elena.call("PUT", path, given, If_Match='"v9223372036854775807"')[0] == 412
    assert elena.ok("GET", path)[0] == before
    body = {"member_state": "IT", "place": "Lampedusa", "people": 1, "event": "sar_disembarkation",
            "event_at": "2026-09-01T10:00:00Z"}
    elena.ok("POST", "/api/v1/arrivals", body, Idempotency_Key="hostile-1")
    assert elena.call("POST", "/api/v1/arrivals", body, Idempotency_Key="hostile-1")[2]["Idempotency-Replayed"] == "true"
    assert under(elena, "security_check").call("POST", "/api/v1/arrivals", body, Idempotency_Key="hostile-1")[0] == 409
    stranger = Program("dpo", "screening").call("POST", "/api/v1/arrivals", body, Idempotency_Key="hostile-1")
    assert stranger[0] == 403, stranger


def test_a_key_of_one_officer_is_nobody_elses_and_of_one_request():
    elena, marco = Program("elena", "screening"), Program("marco", "screening")
    body = {"member_state": "IT", "place": "Lampedusa", "people": 2, "event": "sar_disembarkation",
            "event_at": "2026-09-01T11:00:00Z"}
    mine, _ = elena.ok("POST", "/api/v1/arrivals", body, Idempotency_Key="shared")
    other, head = marco.ok("POST", "/api/v1/arrivals", body, Idempotency_Key="shared")
    assert "Idempotency-Replayed" not in head and other["id"] != mine["id"]
    for method, path, given in [("POST", "/api/v1/arrivals?x=1", body), ("POST", "/api/v1/arrivals", body | {"people": 3}),
                                ("POST", "/api/v1/persons", {}), ("POST", f"/api/v1/arrivals/{mine['id']}/bands", {"bands": 1})]:
        status, problem, _ = elena.call(method, path, given, Idempotency_Key="shared")
        assert status in (409, 422) and problem["faults"][0]["cure"], (path, status, problem)
    assert elena.ok("GET", "/api/v1/arrivals/" + mine["id"])[0]["version"] == 1
    for key in ["", " ", "x" * 201, "\x7f"]:
        assert elena.call("POST", "/api/v1/arrivals", body, Idempotency_Key=key)[0] in (400, 422), key


def test_no_session_is_fixed_from_outside_and_no_answer_names_the_host_that_was_asked():
    browser, fixed = Browser(), "ab" * 32
    place = urllib.parse.urlparse(server.url).hostname
    browser.jar.set_cookie(http.cookiejar.Cookie(0, "session", fixed, None, False, place, True, False, "/", True, False, None,
                                                 True, None, None, {}))
    browser.sign_in("elena")
    held = {c.name: c.value for c in browser.jar}
    assert held["session"] != fixed and refused(fixed), held
    first = held["session"]
    browser.sign_in("marco")
    assert {c.name: c.value for c in browser.jar}["session"] != first
    for path in ["/", "/sign-in?next=//other.example/", "/nowhere", "/api/v1/openapi.json", "/healthz"]:
        request = urllib.request.Request(server.url + path, headers={"Host": "zzhost.example", "X-Forwarded-Host": "zzhost.example",
                                                                     "Accept": "text/html"})
        with urllib.request.build_opener(NoWayOn).open(request, timeout=30) as answer:
            assert b"zzhost" not in answer.read() and "zzhost" not in str(answer.headers), path


class NoWayOn(urllib.request.HTTPErrorProcessor):
    def http_response(self, request, response):
        return response


def test_an_unknown_name_takes_as_long_as_a_wrong_password():
    def seconds(name, password):
        body = json.dumps({"name": name, "password": password}).encode()
        request = urllib.request.Request(server.url + "/api/v1/sessions", data=body, headers={"Content-Type": "application/json"})
        browser, begun = Browser(), time.monotonic()
        browser.send(request)
        assert browser.status == 403, browser.status
        return time.monotonic() - begun

    names = [("greta", "nobody-of-this-name"), ("paolo", "another-name")]
    known, unknown = zip(*[[min(seconds(name, "not this one") for _ in range(4)) for name in pair] for pair in names])
    assert 0.5 < min(known) / min(unknown) < 2, (known, unknown)


def test_names_deceive_nobody_on_a_page():
    elena, browser = Program("elena", "screening"), Browser()
    arrival, _ = elena.ok("POST", "/api/v1/arrivals", {"member_state": "IT", "place": "Lampedusa", "people": 1,
                                                       "event": "sar_disembarkation", "event_at": "2026-09-01T12:00:00Z"})
    person = lambda family: {"names": [{"kind": "current", "family": family, "given": "A"}], "born_on": "1990-02-03", "sex": "female",
                             "nationalities": [{"country": "SYR"}], "arrival": arrival["id"], "languages": "ar"}
    for ill in ["Evil\u202egnp.exe", "\u2066x", "x\u2069y", "a\u0085b", "a\u009b31mb", "\ufeffa"]:
        status, problem, _ = elena.call("POST", "/api/v1/persons", person(ill))
        assert status == 422 and problem["faults"][0]["field"].endswith("family"), (ill, status, problem)
    browser.sign_in("elena")
    for family in ["محمد (12)", "<b>\"'&", "{0} {1}", "=cmd|'/C calc'!A0", "שם‏"]:
        made, _ = elena.ok("POST", "/api/v1/persons", person(family))
        page = browser.get("/persons/" + made["id"])
        shown = html.escape(family).replace("&#x27;", "&#39;")
        assert browser.status == 200 and shown in page.source, (family, browser.status)
        for at in re.finditer(re.escape(shown), page.source):
            before = page.source[:at.start()]
            isolated = before.rfind("<bdi>") > before.rfind("</bdi>") or before.rfind("\u2068") > before.rfind("\u2069")
            in_tag = before.rfind("<") > before.rfind(">")
            assert isolated or in_tag or family.isascii(), (family, before[-120:])


def test_pages_answer_while_many_guess_passwords():
    def guess(number):
        body = json.dumps({"name": f"nobody{number}", "password": "x" * 20}).encode()
        request = urllib.request.Request(server.url + "/api/v1/sessions", data=body,
                                         headers={"Content-Type": "application/json"})
        browser = Browser()
        browser.send(request)
        return browser.status

    told = set()
    with ThreadPoolExecutor(40) as pool:
        for tries in range(10):  # how many stand in the queue at once is this machine's business
            guesses = [pool.submit(guess, 60 * tries + number) for number in range(60)]
            wait(guesses, return_when=FIRST_COMPLETED)
            with urllib.request.urlopen(server.url + "/healthz", timeout=5) as answer:
                assert answer.status == 200
            told |= {g.result() for g in guesses}
            if 503 in told:
                break
    assert {403, 503} <= told <= {403, 429, 503}, told  # who does not fit into the queue is told at once, and no worker waits for them


if __name__ == "__main__":
    server.words = ("--seed", "1")
    server.start()
    try:
        statera.main()
    finally:
        server.process.terminate()
