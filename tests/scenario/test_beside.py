#!/usr/bin/env python3
"""A server is not alone with its database: what the command line adds, another server corrects and a third program
erases is found by name, found under its new name, and found no more, within two seconds.

covers: S-007 UF-04 UF-12
"""
import contextlib
import time

import statera
from place import DB, registrar
from served import Program, Server, server

SOON = 2 * statera.SLOW

another = Server()


@contextlib.contextmanager
def at(other):
    """Programs call the other server; who is signed in at one is signed in at both."""
    here, server.url = server.url, other.url
    try:
        yield
    finally:
        server.url = here


def found(program, name):
    items = program.ok("POST", "/api/v1/search", {"name": name})[0]["items"]
    return {item["person_id"] for item in items}


def soon(what):
    until = time.monotonic() + SOON
    while not what():
        assert time.monotonic() < until, f"not within {SOON} seconds"
        time.sleep(0.05)


def test_what_others_add_correct_and_erase_is_known_here():
    elena = Program("elena", "screening")
    person = statera.ask("person", "add", "--db", DB, "--officer", "elena", "--set",
                         "names.0.kind=current; names.0.family=Quettreville; names.0.given=Zenobie")["id"]
    soon(lambda: person in found(elena, "Zenobie Quettreville"))
    with at(another):
        soon(lambda: person in found(elena, "Zenobie Quettreville"))
        record, head = elena.ok("GET", f"/api/v1/persons/{person}")
        record["person"]["names"][0]["family"] = "Brattstroem"
        del record["person"]["number"]
        elena.ok("PUT", f"/api/v1/persons/{person}", record["person"], If_Match=head["ETag"])
        assert person in found(elena, "Zenobie Brattstroem")
    soon(lambda: person in found(elena, "Zenobie Brattstroem"))
    assert person not in found(elena, "Quettreville")
    registrar("erase", person)
    for place in (server, another):
        with at(place):
            soon(lambda: person not in found(elena, "Zenobie Brattstroem"))


if __name__ == "__main__":
    server.start()
    another.start()
    try:
        statera.main()
    finally:
        another.stop()
        server.stop()
