#!/usr/bin/env python3
"""Identity over the interface and at the desk: zones, prints and names compared; what is searched with prints, by whom
and for which purpose.

covers: S-007 S-022 UF-03 UF-04 UF-07
"""
import base64
import json
import struct

import statera
from served import Browser, Program, server

ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


def template(*fingers, salt=0):
    """A record of fingers (ISO/IEC 19794-2:2005), each of forty minutiae that follow from the numbers."""
    views = b""
    for finger in fingers:
        rows, state = b"", finger * 7919 + salt * 104729 + 1
        for _ in range(40):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            rows += struct.pack(">HHBB", 0x4000 | 40 + state % 320, 40 + state // 512 % 400, state // 7 % 256, 80)
        views += struct.pack(">BBBB", finger, 0, 80, 40) + rows + struct.pack(">H", 0)
    return b"FMR\0 20\0" + struct.pack(">IHHHHHBB", 24 + len(views), 0, 400, 480, 197, 197, len(fingers), 0) + views


def text(record):
    return base64.b64encode(record).decode()


def faults(program, path, body, status=422):
    got, problem, _ = program.call("POST", path, body)
    assert got == status, (path, got, problem)
    assert all(fault["cure"] for fault in problem["faults"]), problem
    return {fault["field"] for fault in problem["faults"]}


def test_a_zone_is_read_and_what_does_not_fit_is_named():
    elena = Program("elena", None)
    said, _ = elena.ok("POST", "/api/v1/mrz", {"mrz": ZONE})
    assert said["valid"] is True and said["errors"] == [] and said["fields"]["surname"] == "ERIKSSON", said
    assert said["fields"]["format"] == "TD3" and said["fields"]["birth"] == "1974-08-12", said
    said, _ = elena.ok("POST", "/api/v1/mrz", {"mrz": ZONE.replace("7408122", "7408123")})
    assert said["valid"] is False and "birth_date_check" in said["errors"], said
    said, _ = elena.ok("POST", "/api/v1/mrz", {"mrz": "P<UTO"})
    assert said["errors"] == ["length"] and said["fields"]["surname"] is None, said
    assert faults(elena, "/api/v1/mrz", {}) == {"mrz"}
    assert faults(elena, "/api/v1/mrz", {"mrz": "<" * 401}) == {"mrz"}
    assert faults(elena, "/api/v1/mrz", {"zone": ZONE}) >= {"zone"}


def test_prints_are_compared_finger_by_finger():
    elena = Program("elena", None)
    ask = lambda a, b: elena.ok("POST", "/api/v1/prints/compare", {"a": text(a), "b": text(b)})[0]
    same = ask(template(1, 2), template(2, 7))
    assert same["decision"] == "same" and same["score"] >= same["same_from"] == 500, same
    assert [(f["finger_a"], f["finger_b"]) for f in same["fingers"]] == [(2, 2)] and same["fingers"][0]["reasons"], same
    other = ask(template(1), template(1, salt=5))
    assert other["decision"] == "different" and other["score"] < other["candidate_from"], other
    compare = lambda a, b, **more: faults(elena, "/api/v1/prints/compare", {"a": a, "b": b}, **more)
    whole = text(template(1))
    assert compare(text(template(1, 2)), text(template(3, 4))) == {"views"}
    assert compare(text(template(1)[:60]), text(b"FMR")) == {"a.length", "b.header"}
    assert compare(whole, "no Base64!") == {"b"} and compare(whole, None) == {"b"}
    assert compare(text(b"x" * 65536), whole) == {"a"}
    assert compare(text(template(*[1] * 31)), whole, status=413) == {"views"}
    body = {"a": whole, "b": text(b"x" * 300000)}
    assert elena.call("POST", "/api/v1/prints/compare", body)[0] == 413


def test_names_are_compared_in_any_script():
    elena = Program("elena", None)
    ask = lambda a, b: elena.ok("POST", "/api/v1/names/compare", {"a": a, "b": b})[0]
    said = ask("Mohammed Hussein", "محمد حسین")
    assert said["decision"] == "same" and said["score"] >= 0.9 and said["reasons"], said
    assert ask("Mohammed Hussein", "Olena Kovalenko")["decision"] == "different"
    assert faults(elena, "/api/v1/names/compare", {"a": "12", "b": "34"}) == {"a", "b"}
    assert faults(elena, "/api/v1/names/compare", {"a": "Ada"}) == {"b"}
    assert faults(elena, "/api/v1/names/compare", {"a": "Ada", "b": "A" * 401}) == {"b"}


def test_who_is_not_signed_in_compares_nothing_and_each_row_is_described():
    stranger = Program.__new__(Program)
    stranger.token, stranger.purpose = None, None
    told = Program("elena", None).ok("GET", "/api/v1/openapi.json")[0]
    for path in ["/api/v1/mrz", "/api/v1/prints/compare", "/api/v1/names/compare"]:
        assert stranger.call("POST", path, {})[0] == 401
        row = told["paths"][path]["post"]
        assert row["summary"] and "requestBody" in row, row


if __name__ == "__main__":
    server.words = ("--seed", "1")
    server.start()
    try:
        statera.main()
    finally:
        server.process.terminate()
