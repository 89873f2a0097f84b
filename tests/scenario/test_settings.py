#!/usr/bin/env python3
"""Settings of a place: from the command line, by the interface and on the page; what they change in a screening.

covers: UF-22 UF-07 S-048
"""
import contextlib
import os
import sqlite3

import place
import statera
from served import Browser, Program, server

DB = os.environ["STATERA_TEST_DB"]
AT = ["--db", DB, "--officer", "admin"]
WHY = ["--why", "Decision of the Commission"]


def one(name, *words):
    return next(s for s in statera.ask("setting", "list", "--db", DB, *words) if s["name"] == name)


def test_the_command_line_says_what_holds_and_what_is_to_come():
    server.words = ("--empty", "--speed", "2")
    server.start()
    assert one("sis_start")["value"] == "2023-03-07" and one("etias_start")["value"] is None
    assert one("portal_outage")["value"] is False
    statera.ask("setting", "set", "etias_start", "2027-03-01", "--published-in", "OJ L, 2026/9999", *WHY, *AT)
    now = one("etias_start")
    assert now["value"] == "2027-03-01" and now["why"] == WHY[1] and now["by"], now
    later = ["--valid-from", "2031-01-01T22:00", "--valid-until", "2031-01-02T04:00"]
    statera.ask("setting", "set", "portal_outage", "yes", *later, *WHY, *AT)
    coming = one("portal_outage")["coming"]
    assert [c["change"]["valid_from"] for c in coming] == ["2031-01-01T21:00:00Z"], coming  # told by the clocks of Rome
    assert one("portal_outage", "--as-of", "2031-01-02")["value"] is False
    changes = statera.ask("setting", "history", "etias_start", "--db", DB)
    assert [c["change"]["position"] for c in changes] == [1] and changes[0]["change"]["set_by"], changes
    assert "2027" in statera.run("setting", "list", "--db", DB)


def test_what_is_refused_names_its_cure():
    for words, field in ((["portal_outage", "yes"], "valid_until"),
                         (["portal_outage", "maybe"], "VALUE"),
                         (["sis_start", "2026-02-30"], "VALUE"),
                         (["sis_start", "none", "--valid-from", "2020-01-01"], "valid_from"),
                         (["sis_start", "none", "--valid-from", "yesterday"], "valid_from")):
        said = statera.ask("setting", "set", *words, *WHY, *AT, status=statera.INVALID)
        assert said["faults"][0]["field"] == field and said["faults"][0]["cure"], (words, said)
    said = statera.ask("setting", "set", "sis_start", "none", *AT, status=statera.INVALID)
    assert said["faults"][0]["field"] == "why", said
    statera.ask("setting", "set", "sis_start", "none", *WHY, "--db", DB, status=statera.REFUSED)
    statera.ask("setting", "set", "no_such", "none", *WHY, *AT, status=statera.INVALID)
    statera.ask("setting", "set", "sis_start", "none", "--dry-run", *WHY, *AT)
    assert one("sis_start")["value"] == "2023-03-07"


def test_the_interface_has_the_same():
    admin, elena = Program("admin", "administration"), Program("elena", "screening")
    listed = admin.ok("GET", "/api/v1/settings")[0]["items"]
    assert [s["name"] for s in listed] == [s["name"] for s in statera.ask("setting", "list", "--db", DB)]
    change = {"setting": "ecris_tcn_start", "day": "2027-06-01", "why": "Decision of the Commission"}
    made, head = admin.ok("POST", "/api/v1/settings", change)
    assert made["change"]["day"] == "2027-06-01" and made["change"]["set_by"], made
    got = admin.ok("GET", head["Location"])[0]
    assert got["setting"]["value"] == "2027-06-01" and [c["id"] for c in got["changes"]] == [made["id"]], got
    assert admin.call("POST", "/api/v1/settings", {**change, "on": True})[0] == 422
    assert admin.call("POST", "/api/v1/settings", {**change, "set_by": made["id"]})[0] in (400, 422)
    assert admin.call("GET", "/api/v1/settings/no_such")[0] == 404
    assert elena.call("GET", "/api/v1/settings")[0] == 403
    assert elena.call("POST", "/api/v1/settings", change)[0] == 403


def test_an_administrator_changes_one_on_its_page():
    admin = Browser()
    admin.sign_in("admin")
    page = admin.get("/settings")
    assert "/settings/sis_start" in page.links and "1 Mar 2027" in page.text, page.text
    form = admin.get("/settings/eurodac_influx").form_to("/settings/eurodac_influx")
    answer = admin.post(form, on="yes", why="Notified to the Commission")
    assert admin.status == 422 and "What is exceptional has an end." in answer.text, answer.text
    answer = admin.post(answer.form_to("/settings/eurodac_influx"), valid_until="2031-01-01T00:00")
    assert "Done." in answer.text and "Notified to the Commission" in answer.text, answer.text
    assert one("eurodac_influx")["value"] is True
    elena = Browser()
    elena.sign_in("elena")
    elena.get("/settings")
    assert elena.status == 403


def speed():
    """How fast the clock of the law runs, as the database remembers it."""
    asked = "SELECT number FROM meta WHERE name = 'clock speed'"
    if place.on_postgres():
        return int(place.sql(asked))
    with contextlib.closing(sqlite3.connect(DB)) as db:
        return db.execute(asked).fetchone()[0]


def test_the_board_moves_the_clock_and_leaves_its_speed():
    admin = Browser()
    admin.sign_in("admin")
    assert speed() == 2
    admin.post(admin.get("/board").form_to("/board/clock"))
    assert admin.status == 200 and speed() == 2
    server.stop()


if __name__ == "__main__":
    statera.main()
