#!/usr/bin/env python3
"""Every way to a record, asked for what is not the asker's: records of another authority by everybody for every purpose,
our own by those without a right; and two officers on one record. The rows are those of the interface's own description
and of the tables of the pages: one that is new is asked here too.

covers: UF-05 UF-07 S-012
"""
import base64
import glob
import json
import os
import re
import tempfile
import time
import urllib.error
import urllib.request
import uuid

import statera
from place import registrar
from served import Program, server

MARK = "Fremdlingsson"  # the family name of the other authority's person: it may stand in no answer here
DB = os.environ["STATERA_TEST_DB"]
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
ACCOUNTS = {"admin": "administration", "elena": "screening", "marco": "screening", "amara": "health_check",
            "lucia": "vulnerability_check", "pietro": "irregular_migration", "sofia": "asylum_system",
            "nadia": "assistance_of_minor", "paolo": "serious_crime", "greta": "serious_crime",
            "monitor": "rights_monitoring", "dpo": "data_protection", "stat": "statistics"}
PURPOSES = sorted(set(ACCOUNTS.values()) | {"identification", "security_check", "child_protection"})
NOBODY = "01a21282-248d-7aee-aa1a-b2113d09ac71"  # the key of nothing
OTHER = {"action": "note", "draft": NOBODY, "other": NOBODY, "number": "0", "clock": "screening_limit"}
# Those who see and change nothing under a key, but for the rows that begin so.
IDLE = {"stat": (), "nadia": (), "admin": ("staff",), "paolo": ("eurodac/requests", "eurodac/hits/{id}"),
        "greta": ("eurodac/requests",)}

abroad, at_home = {}, {}


def under(who, purpose):
    other = Program.__new__(Program)
    other.token, other.purpose = who.token, purpose
    return other


def there(*words, purpose="screening", status=statera.DONE):
    return statera.ask(*words, "--db", DB, "--authority", "FR-CAL", "--officer", "marianne", "--purpose", purpose,
                       status=status)


def wait_for(what):
    for _ in range(100):
        found = what()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come")


def prints_of(dataset):
    return {"capture": "taken", "facial_image": base64.b64encode(b"no picture").decode(),
            "fingerprints": [{"finger": f["finger"], "minutiae": f["minutiae"]} for f in dataset["fingerprints"]]}


def test_another_authority_has_records_of_every_kind():
    """The hotspot's Eurodac record is found again in France, so that there is a hit there, and everything before it."""
    assert registrar("officer", "FR-CAL", "marianne")
    sent = under(PROGRAMS["elena"], "irregular_migration").ok("GET", "/api/v1/eurodac/transmissions?state=recorded")[0]
    ours = sent["items"][0]["id"]
    dataset = under(PROGRAMS["elena"], "irregular_migration").ok("GET", "/api/v1/eurodac/datasets/" + ours)[0]["dataset"]
    event_at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 7200))
    arrival = there("arrival", "open", "--place", "Calais", "--event", "irregular_crossing", "--event-at", event_at,
                    "--people", "1", "--bands", "2", "--member-state", "FR")
    person = there("person", "add", "--arrival", arrival["number"], "--set",
                   f"names.0.kind=current; names.0.family={MARK}; names.0.given=Jean; born_on=1980-05-03; sex=male; "
                   "nationalities.0.country=SYR; born_in=Nowhere")
    case = there("screening", "start", person["number"], "--arrival", arrival["number"])
    with tempfile.NamedTemporaryFile("w", suffix=".json") as form:
        json.dump(prints_of(dataset), form)
        form.flush()
        there("screening", "act", case["number"], "take_biometrics", "--form", form.name, purpose="irregular_migration")
    there("screening", "act", case["number"], "note", "--set", "note=Ours")
    hit = wait_for(lambda: there("eurodac", "hits", "--person", person["number"], purpose="irregular_migration"))[0]
    sent = there("eurodac", "list", "--person", person["number"], purpose="irregular_migration")[0]
    request = there("eurodac", "le-request", "--file", "F-1", "--offence", "Terrorism", "--persons", MARK, "--grounds",
                    "Seen", "--national-check", "done", "--prum-check", "done", "--against-child=no",
                    purpose="serious_crime")
    staff = there("user", "list", purpose="administration")[0]
    entry = there("journal", "list", purpose="data_protection")[0]
    allegation = there("case", "open", "allegation", "--set", f"subjects=treatment; received_at={event_at}; account={MARK}",
                       purpose="rights_monitoring")
    abroad.update(arrivals=arrival["id"], persons=person["id"], screenings=case["id"], hits=hit["id"],
                  transmissions=sent["id"], datasets=sent["id"], requests=request["id"], staff=staff["id"],
                  journal=entry["id"], allegations=allegation["id"])
    assert all(uuid.UUID(key) for key in abroad.values()), abroad


def described():
    return PROGRAMS["elena"].ok("GET", "/api/v1/openapi.json")[0]


def sample(schema, told):
    """A value that the description lets through: what must be there, and nothing else."""
    if "$ref" in schema:
        schema = told["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        return {name: sample(schema["properties"][name], told) for name in schema.get("required", [])}
    if kind == "array":
        return [sample(schema["items"], told)]
    if kind in ("integer", "number"):
        return 1
    if kind == "boolean":
        return True
    texts = {"date": "2026-09-01", "date-time": "2026-09-01T10:00:00Z", "uuid": NOBODY}
    long = schema.get("maxLength", 100) > 20
    return texts.get(schema.get("format"), "Rk1S" if "contentEncoding" in schema else "a lamp on the mole" if long else "IT")


def rows(told, *methods):
    """Rows with a key in their address: method, path, collection, body."""
    for path, by_method in told["paths"].items():
        for method, row in by_method.items():
            if "{id}" in path and method in methods:
                content = row.get("requestBody", {}).get("content", {})
                schema = content.get("application/json", {}).get("schema", {})
                body = sample(schema, told) if content else None
                if "{action}" in path:
                    body = {"form": {"note": "Somebody was here"}}
                yield method.upper(), path, re.search(r"(\w+)/\{", path).group(1), body, row


def address(path, key):
    return re.sub(r"\{(\w+)\}", lambda m: key if m.group(1) == "id" else OTHER.get(m.group(1), NOBODY), path)


def told_apart(answer):
    """What somebody who asks learns: everything but the number of the request itself."""
    return json.dumps({k: v for k, v in (answer or {}).items() if k != "instance"}, sort_keys=True)


def key_of(known, collection):
    return known.get(collection, known["persons"])


def test_records_of_another_authority_do_not_exist_here():
    told = described()
    seen, wrong = 0, {}
    for method, path, collection, body, _ in rows(told, "get", "post", "put", "patch", "delete"):
        key = key_of(abroad, collection)
        more = {"If_Match": '"v1"'} if method != "GET" else {}
        query = "?rule=screening.referral" if path.endswith("/explain") else ""
        for name, program in PROGRAMS.items():
            for purpose in PURPOSES:
                ask = lambda k: under(program, purpose).call(method, address(path, k) + query, body, **more)
                status, answer, _ = ask(key)
                if status not in (403, 404) or MARK in json.dumps(answer):
                    wrong[method, path, status] = name, purpose, answer
                if status != 403:  # whoever has the right learns as much as of the key of nothing
                    nothing, no_answer, _ = ask(NOBODY)
                    if (status, told_apart(answer)) != (nothing, told_apart(no_answer)):
                        wrong[method, path, nothing] = name, purpose, answer, no_answer
                    seen += 1
    assert not wrong, "\n".join(map(str, wrong.items()))
    assert seen > 100, seen


def pages():
    """The rows of the pages that have a key in their address, from their tables."""
    for file in sorted(glob.glob(os.path.join(ROOT, "src", "app", "*_pages.c"))):
        with open(file, encoding="utf-8") as source:
            yield from re.findall(r'\{ST_(GET|POST), "(/[^"]*\{id\}[^"]*)"', source.read())


def knock(program, method, at):
    """A page by a token in the header, which needs no form: what the page would do is done, or the record refuses it."""
    request = urllib.request.Request(server.url + at, method=method, data=b"reason=Seen" if method == "POST" else None, headers={
        "Authorization": "Bearer " + program.token, "Purpose": program.purpose, "If-Match": '"v1"',
        "Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode()


def test_pages_of_another_authority_do_not_exist_here():
    found, wrong = list(pages()), {}
    assert len(found) > 30, found
    for method, path in found:
        at = address(path, key_of(abroad, re.search(r"(\w+)/\{", path).group(1)))
        for name, program in PROGRAMS.items():
            for purpose in [ACCOUNTS[name], "screening", "identification", "irregular_migration", "asylum_system"]:
                status, page = knock(under(program, purpose), method, at)
                if status not in (403, 404) or MARK in page:
                    wrong[method, path, status] = name, purpose, MARK in page
    assert not wrong, "\n".join(map(str, wrong.items()))


def own():
    """A case of our own with all that belongs to it, made for this."""
    elena = PROGRAMS["elena"]
    event_at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 7200))
    arrival = elena.ok("POST", "/api/v1/arrivals", {"member_state": "IT", "place": "Lampedusa", "people": 1,
                                                    "event": "sar_disembarkation", "event_at": event_at})[0]
    person = elena.ok("POST", "/api/v1/persons", {"names": [{"kind": "current", "family": MARK, "given": "Ours"}],
                                                  "born_on": "1990", "arrival": arrival["id"]})[0]
    case = elena.ok("POST", "/api/v1/screenings", {
        "person": person["id"], "opened": {"event": "sar_disembarkation", "event_at": event_at, "entry_basis": "none",
                                           "third_country_national": "yes", "entry_conditions_met": "no",
                                           "criminal_or_extradition": "no"}})[0]
    first = lambda who, path: PROGRAMS[who].ok("GET", "/api/v1/" + path)[0]["items"][0]["id"]
    sent = under(elena, "irregular_migration").ok("GET", "/api/v1/eurodac/transmissions")[0]["items"][0]["id"]
    request = PROGRAMS["paolo"].ok("POST", "/api/v1/eurodac/requests", {
        "file": "F-2", "offence": "Terrorism", "persons": MARK, "grounds": "Seen", "national_check": "done",
        "prum_check": "done", "against_child": "no"})[0]
    assert request
    child = elena.ok("POST", "/api/v1/persons", {
        "names": [{"kind": "current", "family": MARK, "given": "Young"}], "born_on": "2014", "unaccompanied": "yes"})[0]
    charge = elena.ok("POST", f"/api/v1/persons/{child['id']}/representatives", {
        "kind": "representative", "name": "Somebody", "designated_by": "The court", "trained": "yes", "independent": "yes",
        "conflict": "no", "minor_told": "yes", "normal_circumstances": "yes"})[0]
    at_home.update(arrivals=arrival["id"], persons=person["id"], screenings=case["id"], transmissions=sent, datasets=sent,
                   representations=charge["id"], hits=first("pietro", "eurodac/hits"), staff=next(
                       row["id"] for row in PROGRAMS["admin"].ok("GET", "/api/v1/staff")[0]["items"]
                       if row["staff"]["sign_in_name"] == "stat"),
                   requests=first("paolo", "eurodac/requests"), journal=first("dpo", "journal"))


def test_who_has_no_right_learns_and_changes_nothing_here_and_the_journal_says_who_tried():
    own()
    told = described()
    watched = ["arrivals", "persons", "screenings"]
    wrong = {}
    before = [PROGRAMS["elena"].ok("GET", f"/api/v1/{name}/{at_home[name]}")[0] for name in watched]
    for method, path, collection, body, _ in rows(told, "get", "post", "put", "patch", "delete"):
        query = "?rule=screening.referral" if path.endswith("/explain") else ""
        at, nowhere = (address(path, key) + query for key in (key_of(at_home, collection), NOBODY))
        more = {"If_Match": '"v1"'} if method != "GET" else {}
        for name, allowed in IDLE.items():
            if any(path.startswith("/api/v1/" + start) for start in allowed):
                continue
            for purpose in PURPOSES:
                who = under(PROGRAMS[name], purpose)
                status, answer, _ = who.call(method, at, body, **more)
                # whom a case of the house refuses it tells by whose role it would open; nothing else says that it is there
                if collection != "screenings" and told_apart(answer) != told_apart(who.call(method, nowhere, body, **more)[1]):
                    wrong[method, path, "there"] = name, purpose, answer
                if status not in (403, 404) or MARK in json.dumps(answer) or not all(f["cure"] for f in answer["faults"]):
                    wrong[method, path, status] = name, purpose, answer
    assert not wrong, "\n".join(map(str, wrong.items()))
    after = [PROGRAMS["elena"].ok("GET", f"/api/v1/{name}/{at_home[name]}")[0] for name in watched]
    assert before == after
    status, _, _ = PROGRAMS["stat"].call("GET", "/api/v1/persons/" + at_home["persons"])
    assert status == 403
    log = PROGRAMS["dpo"].ok("GET", "/api/v1/journal?limit=200")[0]["items"]
    tried = [row for row in log if row["kind"] == "refusal" and row["role"] == "statistician"]
    assert any(row["record"] == at_home["persons"] for row in tried), tried


def changed(record, **more):
    """What was read, as it is sent back: without what the program fills in."""
    computed = {"number", "bands_printed", "closed_at", "erase_on", "active", "created_at", "password_changed_at"}
    return {name: value for name, value in record.items() if name not in computed} | more


# For each change that names its version: who does it first, who comes too late, for which purpose, and both bodies.
RACES = {
    "PUT /api/v1/arrivals/{id}": ("elena", "marco", "screening", lambda r: (
        changed(r["arrival"], people=2), changed(r["arrival"], people=3))),
    "PUT /api/v1/persons/{id}": ("elena", "marco", "screening", lambda r: (
        changed(r["person"], born_in="Aleppo"), changed(r["person"], born_in="Homs"))),
    "PUT /api/v1/staff/{id}": ("admin", "admin", "administration", lambda r: (
        changed(r["staff"], unit="Day"), changed(r["staff"], unit="Night"))),
    "POST /api/v1/eurodac/hits/{id}/decision": ("pietro", "pietro", "irregular_migration", lambda r: (
        {"decision": "unsure", "reason": "Smudged"}, {"decision": "confirmed", "reason": "Clear"})),
    "POST /api/v1/screenings/{id}/actions/{action}": ("elena", "marco", "screening", lambda r: (
        {"form": {"note": "First"}}, {"form": {"note": "Second"}})),
    "POST /api/v1/representations/{id}/end": ("elena", "marco", "screening", lambda r: (
        {"because": "First"}, {"because": "Second"})),
}
ONCE = ("POST /api/v1/representations/{id}/end",)  # nothing is left to be done by whoever comes second


def test_two_officers_on_one_record():
    named = [f"{method} {path}" for method, path, _, _, row in rows(described(), "post", "put", "patch", "delete")
             if any(p["name"] == "If-Match" for p in row.get("parameters", []))]
    assert sorted(named) == sorted(RACES), set(named) ^ set(RACES)
    for row, (first, second, purpose, bodies) in RACES.items():
        method, path = row.split()
        collection = re.search(r"(\w+)/\{", path).group(1)
        record = re.match(r".*?\{id\}", path).group(0).replace("{id}", at_home[collection])
        one, two = under(PROGRAMS[first], purpose), under(PROGRAMS[second], purpose)
        read, head = one.ok("GET", record)
        mine, theirs = bodies(read)
        at = address(path, at_home[collection])
        one.ok(method, at, mine, If_Match=head["ETag"])
        if collection == "hits":  # that the centre was told changes the record once more
            wait_for(lambda: "told_at" in one.ok("GET", record)[0]["hit"])
        stands = one.ok("GET", record)[0]
        assert stands["version"] > read["version"], (row, stands)
        status, problem, _ = two.call(method, at, theirs, If_Match=head["ETag"])
        assert status == (409 if row in ONCE else 412), (row, status, problem)
        assert all(fault["cure"] for fault in problem["faults"]) and problem["faults"], (row, problem)
        assert one.ok("GET", record)[0] == stands, row  # nothing half-written
        status, problem, _ = two.call(method, at, theirs, If_Match=two.ok("GET", record)[1]["ETag"])
        assert status == (409 if row in ONCE else 200), (row, status, problem)  # the cure works
    closing = "/api/v1/arrivals/" + at_home["arrivals"] + "/close"
    PROGRAMS["elena"].ok("POST", closing)
    status, problem, _ = PROGRAMS["marco"].call("POST", closing)
    assert status == 409 and problem["faults"][0]["cure"], problem


if __name__ == "__main__":
    server.words = ("--seed", "1")
    server.start()
    try:
        PROGRAMS = {name: Program(name, purpose) for name, purpose in ACCOUNTS.items()}
        statera.main()
    finally:
        server.process.terminate()
