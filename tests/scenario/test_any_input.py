#!/usr/bin/env python3
"""Every row of the interface that takes a body, given bodies of the right form and of every wrong content: numbers at the
ends of their range, days that do not exist, texts that turn the direction of writing, templates with 255 minutiae
outside their image. Whatever comes, it is answered, the answer of a refusal names field and cure, nobody else waits,
and nothing of it stands in the log.

usage: test_any_input.py            covers: UF-07 S-142
STATERA_ROUNDS more bodies for each row (default 12); STATERA_SEED another sequence.
"""
import base64
import json
import os
import random
import struct
import urllib.request

import statera
from served import Program, server
from test_hostile import ACCOUNTS, ids, under

ROUNDS, SEED = int(os.environ.get("STATERA_ROUNDS", "12")), int(os.environ.get("STATERA_SEED", "1"))
MARK = "Qqzzyxwv"  # a name that nobody has: it may stand in answers, and nowhere in the log
TEXTS = ["", " ", MARK, MARK + "\u202egnp.exe", "\u0000", "'; DROP TABLE person; --", "<script>alert(1)</script>", "=1+1",
         "{0}{1}{9}", "%s%n%p", "A" * 5000, "\u0301" * 300, "\U0001d54f" * 40, "../../etc/passwd", "null", "\r\nSet-Cookie: a=b",
         "محمد\u200f", "Ł\u200dó", "ﬀ", "İı", "-1", "0", "yes", "2026-09-17", "IT", "SYR", "Rome", "ITA", "\t", "true", "XXX"]
DAYS = ["0000-00-00", "9999-12-31", "10000-01-01", "2026-02-30", "1752-09-03", "2026", "2026-09", "0001-01-01", "-1",
        "1990-05-03", "2026-09-17", "2030-01-01", "١٩٩٠-٠١-٠١"]
TIMES = ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-13-01T00:00:00Z", "2026-09-17T24:00:00Z", "1969-12-31T23:59:59Z",
         "2026-09-17T21:04:60Z", "+292277026596-12-04T15:30:07Z", "2026-09-17T21:04:00+99:00", "2026-09-17T21:04:00Z",
         "2026-11-20T10:00:00Z", "1970-01-01T00:00:00Z"]
NUMBERS = [-1, 0, 1, 2, 10, 255, 65536, 2 ** 31, 2 ** 63 - 1, -2 ** 63, 1.5, "7", True, 10 ** 30]


def template(dice):
    """A record of fingers as nobody's scanner makes it, and often one that some scanner might."""
    n, views = dice.choice([0, 1, 40, 255]), dice.choice([1, 1, 1, 2, 11])
    body = b""
    for _ in range(views):
        rows = b"".join(struct.pack(">HHBB", dice.choice([0x4000, 0x8000, 0]) | dice.randrange(0x4000), dice.randrange(0x4000),
                                    dice.randrange(256), dice.choice([0, 80, 255])) for _ in range(n))
        body += struct.pack(">BBBB", dice.choice([2, 0, 10, 11]), 0, 80, n) + rows + struct.pack(">H", 0)
    head = struct.pack(">IHHHHHBB", 24 + len(body), 0, *dice.choice([(400, 480), (1, 1), (65535, 65535), (0, 0)]),
                       *dice.choice([(197, 197), (99, 99), (1, 65535), (400, 40)]), views, 0)
    whole = b"FMR\0 20\0" + head + body
    return dice.choice([whole, whole, whole, whole[:dice.randrange(len(whole))], whole + b"\0", b""])


def fitting(schema, known, dice):
    """What an officer might have meant."""
    kinds = {"boolean": True, "integer": 1, "uuid": dice.choice(known[:-2]), "date-time": "2026-09-01T10:00:00Z"}
    if schema.get("format", schema["type"]) in kinds:
        return kinds[schema.get("format", schema["type"])]
    if schema.get("contentEncoding"):
        return base64.b64encode(b"FMR\0 20\0" + struct.pack(">IHHHHHBB", 54, 0, 400, 480, 197, 197, 1, 0) + b"\2\0\x50\4" +
                                b"".join(struct.pack(">HHBB", 0x4000 | 90 * i, 70 * i, 50 * i, 80) for i in range(1, 5)) +
                                b"\0\0").decode()
    if "pattern" in schema:
        return "1990-05-03"
    return {2: "IT", 3: "SYR"}.get(schema.get("maxLength"), MARK)


def value(schema, schemas, known, dice):
    """Something for a field: mostly of its kind, now and then of another."""
    while "$ref" in schema:
        schema = schemas[schema["$ref"].split("/")[-1]]
    if dice.random() < dice.ill / 10:
        return dice.choice([None, [], {}, 7, "x", [[]], {"": ""}])
    kind = schema.get("type", "object")
    if kind not in ("object", "array") and "enum" not in schema and dice.random() > dice.ill:
        return fitting(schema, known, dice)
    if kind == "object":
        return record(schema, schemas, known, dice)
    if kind == "array":
        n = dice.choice([0, 1, 1, 2, 3, 200]) if "enum" not in schema["items"] else dice.choice([0, 1, 2, 5])
        return [value(schema["items"], schemas, known, dice) for _ in range(n)]
    if kind == "boolean":
        return dice.choice([True, False, "yes", "no", "unknown"])
    if kind == "integer":
        return dice.choice(NUMBERS)
    if "enum" in schema:
        return dice.choice(schema["enum"])
    if schema.get("contentEncoding"):
        return base64.b64encode(template(dice)).decode() + dice.choice(["", "", "", "=", "\n"])
    if schema.get("format") == "uuid":
        return dice.choice(known)
    if schema.get("format") == "date-time":
        return dice.choice(TIMES)
    return dice.choice(DAYS if "pattern" in schema else TEXTS)


def record(schema, schemas, known, dice):
    must = schema.get("required", [])
    fields = [(name, field) for name, field in schema.get("properties", {}).items() if not field.get("readOnly")]
    return {name: value(field, schemas, known, dice) for name, field in fields
            if dice.random() < (0.95 if name in must else 0.4)}


def lone(text):
    """As JSON, with what Python would not write: half a surrogate pair."""
    return text.replace('"ITA"', '"\\ud800"')


def rows_with_a_body():
    described = Program("dpo", "data_protection").ok("GET", "/api/v1/openapi.json")[0]
    for path, methods in described["paths"].items():
        for method, row in methods.items():
            if "requestBody" in row and not path.endswith("/sessions"):
                yield method.upper(), path, row["requestBody"]["content"]["application/json"]["schema"], \
                    described["components"]["schemas"]


def send(who, method, path, text):
    request = urllib.request.Request(server.url + path, method=method, data=text.encode("utf-8", "surrogatepass"))
    for name, said in {"Content-Type": "application/json", "Authorization": "Bearer " + who.token, "Purpose": who.purpose,
                       "If-Match": '"v1"'}.items():
        request.add_header(name, said)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read()


ACTIONS = ["give_information", "check_health", "check_vulnerability", "take_biometrics", "check_identity", "check_security",
           "take_statement", "note", "refer", "offer_form", "record_application", "nothing"]


def case_forms():
    """The steps of a case, whose forms the description does not hold: their shapes stand in the reference."""
    return {"form": {"language": "ar", "items": ["screening"], "channel": "oral", "note": MARK, "examined_by": MARK,
                     "outcome": "nothing_found", "fingerprints": [], "capture": "taken", "referral": "asylum"}}


def test_whatever_comes_is_answered_and_nothing_breaks():
    programs = {name: Program(name, purpose) for name, purpose in ACCOUNTS.items()}
    known = ids(programs)
    keys = list(known.values()) + ["01a21282-248d-7aee-aa1a-b2113d09ac71", "0" * 36, ""]
    dice, told, taken = random.Random(SEED), {}, 0
    for method, path, schema, schemas in rows_with_a_body():
        for number in range(ROUNDS * 2):
            who = programs[list(ACCOUNTS)[number % len(ACCOUNTS)]] if number % 2 else programs["elena"]
            if path.startswith("/api/v1/eurodac"):
                who = under(who, dice.choice(["irregular_migration", "screening", "asylum_system", "serious_crime"]))
            kind = path.split("/")[3]
            where = path.replace("{id}", known.get(kind, dice.choice(keys))).replace("{action}", dice.choice(ACTIONS))
            dice.ill = dice.choice([0, 0.05, 0.2, 1])
            body = value(schema, schemas, keys, dice) if schema != {"type": "object"} else case_forms()
            if isinstance(body, dict) and "form" in body:
                body["form"] = {name: dice.choice(TEXTS + NUMBERS + [[], {}, v, v]) for name, v in body["form"].items()}
            status, text = send(who, method, where, lone(json.dumps(body)))
            told[status] = told.get(status, 0) + 1
            taken += status < 300
            assert status < 500, (method, where, who.purpose, body, status, text)
            if status >= 400:
                problem = json.loads(text)
                assert problem["faults"] and all(f["text"] for f in problem["faults"]), (method, where, body, problem)
                assert status != 422 or all(f["cure"] for f in problem["faults"]), (method, where, body, problem)
    print(f"# {told}, {taken} taken", flush=True)
    assert taken > 0 and told[422] > 0, told
    with urllib.request.urlopen(server.url + "/healthz", timeout=5) as answer:
        assert answer.status == 200
    assert MARK.lower() not in server.log.lower() and server.log == "", server.log


if __name__ == "__main__":
    server.words = ("--seed", "1")
    server.start()
    try:
        statera.main()
    finally:
        server.process.terminate()
