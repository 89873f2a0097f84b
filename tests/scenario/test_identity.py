#!/usr/bin/env python3
"""Identity over the interface and at the desk: zones, prints and names compared; what is searched with prints, by whom
and for which purpose.

covers: S-007 S-022 UF-03 UF-04 UF-07
"""
import base64
import os
import struct
import tempfile
import time
import time
import urllib.request

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


def recorded():
    """A person whom the demonstration recorded in Eurodac: what stands there, and a file for each finger."""
    under = Program("elena", "irregular_migration")
    sent = under.ok("GET", "/api/v1/eurodac/transmissions?state=recorded")[0]["items"]
    dataset = under.ok("GET", "/api/v1/eurodac/datasets/" + sent[0]["id"])[0]["dataset"]
    return sent[0]["record"]["person"], dataset, [base64.b64decode(f["minutiae"]) for f in dataset["fingerprints"]]


def searched(program, body):
    return program.ok("POST", "/api/v1/search", body)[0]["items"]


def test_fingerprints_identify_and_nothing_else():
    person, dataset, files = recorded()
    asked = {"prints": [{"minutiae": text(f)} for f in files[:4]]}
    elena = Program("elena", "identification")
    best = searched(elena, asked)[0]
    assert best["register"] == "cir" and best["person_id"] == person and best["evidence"] == "prints", best
    assert best["score"] >= 0.5 and "4" in best["reasons"][0], best
    assert best["person"]["names"][0]["family"] == dataset["names"][0]["family"]
    for name, purpose in [("elena", "screening"), ("elena", "security_check"), ("sofia", "asylum_system"),
                          ("pietro", "irregular_migration"), ("amara", "health_check"), ("dpo", "data_protection"),
                          ("paolo", "serious_crime"), ("monitor", "rights_monitoring"), ("admin", "administration")]:
        status, problem, _ = Program(name, purpose).call("POST", "/api/v1/search", asked)
        assert status == 403 and problem["faults"][0]["cure"], (name, problem)
    log = Program("dpo", "data_protection").ok("GET", "/api/v1/journal")[0]["items"]
    refusals = [row for row in log if row["kind"] == "refusal" and row["action"] == "search"]
    assert len(refusals) >= 9, log[:3]
    assert faults(elena, "/api/v1/search", {"prints": [asked["prints"][0], {"minutiae": text(b"FMR")}]}) == \
        {"prints.1.minutiae"}
    assert faults(elena, "/api/v1/search", {"prints": [{}]}) == {"prints.0.minutiae"}
    assert faults(elena, "/api/v1/search", {}) == {"anything"}
    # SR Art 14(4): where the prints find nobody, the name is asked
    strange = {"prints": [{"minutiae": text(template(1, 2, salt=9))}]}
    assert searched(elena, strange) == []
    name = dataset["names"][0]
    assert searched(elena, strange | {"name": f"{name['given']} {name['family']}"})[0]["evidence"] == "name"


def test_files_are_chosen_without_script():
    person, dataset, files = recorded()
    browser = Browser()
    browser.sign_in("elena")
    page = browser.get("/search")
    form = next(f for f in page.forms if "prints" in f["fields"])
    assert form["fields"]["purpose"] == "identification", form
    page = browser.post_files(form, "prints", files[:3])
    assert browser.status == 200 and dataset["names"][0]["family"].upper() in page.text, page.text[:3000]
    assert "/persons/" + person in page.links and "Fingers that agree: 3." in page.text
    assert page.source.count("<figure") == 6 and "minutiae agree" in page.text  # both prints of each finger
    page = browser.post_files(form, "prints", [files[0], b"no record" * 9])
    assert browser.status == 422 and "does not begin with FMR" in page.text, page.text
    assert any(f["fields"].get("purpose") for f in page.forms)  # and the form is there again
    page = browser.post_files(form, "prints", [b""])
    assert browser.status == 422 and "nothing to search by" in page.text
    page = browser.post_files(form, "prints", [template(1, 2, salt=9)])
    assert browser.status == 200 and "SR Art 14(4)" in page.text
    page = browser.post_files(form, "prints", files[:1], csrf="0")
    assert browser.status == 403
    for body in [b"", b"--a-line-between", b"--other\r\n", b"--a-line-between\r\n\r\nx\r\n--a-line-between--"]:
        head = {"Accept": "text/html", "Content-Type": "multipart/form-data; boundary=a-line-between"}
        browser.send(urllib.request.Request(server.url + "/search", data=body or b"x", headers=head))
        assert browser.status == 400, (body, browser.status)
    doctor = Browser()
    doctor.sign_in("amara")
    page = doctor.get("/search")
    assert not any("prints" in f["fields"] or "mrz" in f["fields"] for f in page.forms), page.forms
    assert any("anything" in f["fields"] for f in page.forms)


def test_one_box_takes_names_and_numbers_and_shows_both_sides():
    person, dataset, _ = recorded()
    name = dataset["names"][0]
    browser = Browser()
    browser.sign_in("elena")
    form = browser.get("/search").form_to("/search")
    page = browser.post(form, anything=f"{name['given']} {name['family']}".lower())
    assert "/persons/" + person in page.links and "Side by side" in page.text and "Written otherwise" in page.text
    number = Program("elena", "screening").ok("GET", "/api/v1/persons/" + person)[0]["person"]["number"]
    browser.post(form, anything=number.lower())
    assert browser.at == "/persons/" + person, browser.at
    page = browser.post(form, anything="", mrz=ZONE)
    assert browser.status == 200, page.text
    page = browser.post(form, anything="", mrz="P<UTO")
    assert browser.status == 422 and "no machine readable zone" in page.text


def screened(family, given, born):
    """A screening that has just begun, and its person."""
    officer = Program("elena", "screening")
    when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 3600))
    arrival, _ = officer.ok("POST", "/api/v1/arrivals", {"member_state": "IT", "place": "Pier", "people": 1,
                                                         "event": "sar_disembarkation", "event_at": when})
    person, _ = officer.ok("POST", "/api/v1/persons", {
        "names": [{"kind": "current", "family": family, "given": given}], "born_on": born, "arrival": arrival["id"]})
    case, _ = officer.ok("POST", "/api/v1/screenings", {"person": person["id"], "opened": {
        "event": "sar_disembarkation", "event_at": when, "third_country_national": "yes", "entry_conditions_met": "no",
        "entry_basis": "none", "criminal_or_extradition": "no"}})
    return case["id"], person["id"]


def test_the_repository_is_asked_with_one_key_and_its_answer_is_on_the_form():
    person, dataset, _ = recorded()
    name, step = dataset["names"][0], "/screenings/{}/check_identity"
    browser = Browser()
    browser.sign_in("elena")
    known, _ = screened(name["family"], name["given"], dataset["born_on"])
    page = browser.get(step.format(known))
    form = page.form_to(step.format(known))
    assert "?read=yes" in page.links and "cir" not in form["fields"], form
    page = browser.get(step.format(known) + "?read=yes")
    form = page.form_to(step.format(known))
    assert "/persons/" + person in page.links and "Side by side" in page.text, page.text[:3000]
    assert (form["fields"]["cir"], form["fields"]["second_query"], form["fields"]["portal_used"]) == \
        ("hit", "hit", "yes"), form
    stranger, file = screened("Zzyzxqu", "Ovk", "1961-05-07")
    form = browser.get(step.format(stranger) + "?read=yes").form_to(step.format(stranger))
    assert form["fields"]["cir"] == form["fields"]["second_query"] == "no_hit", form
    log = Program("dpo", "data_protection").ok("GET", "/api/v1/journal")[0]["items"]
    assert any(row["action"] == "cir.search" and row["kind"] == "read" for row in log), log[:5]
    # what this place itself sent of the person is no hit: the name finds others, or nobody
    sent = {row["record"]["person"] for row in
            Program("elena", "irregular_migration").ok("GET", "/api/v1/eurodac/transmissions?state=recorded")[0]["items"]}
    open_ones = [row for row in Program("elena", "screening").ok("GET", "/api/v1/screenings")[0]["items"]
                 if row["case"]["person"] in sent and row["case"]["state"] == "running"]
    page = browser.get(step.format(open_ones[0]["id"]) + "?read=yes")
    cards = page.source.split('class="st-card"')[1:]
    assert "entered below" in page.text, page.text[:3000]
    assert not any("/persons/" + open_ones[0]["case"]["person"] in card for card in cards), cards


def test_the_command_line_searches_by_files_too():
    person, dataset, files = recorded()
    place = tempfile.mkdtemp()
    paths = []
    for number, content in enumerate(files[:3]):
        paths.append(os.path.join(place, f"{number}.iso"))
        with open(paths[-1], "wb") as f:
            f.write(content)
    words = ["person", "search", "--db", os.environ["STATERA_TEST_DB"], "--officer", "elena", "--purpose"]
    said = statera.ask(*words, "identification", "--print", *paths)
    assert said[0]["register"] == "cir" and "3" in said[0]["why"][0], said
    said = statera.ask(*words, "screening", "--print", paths[0], status=statera.REFUSED)
    assert said["faults"][0]["field"] == "prints", said
    said = statera.ask(*words, "identification", "--print", paths[0], __file__, status=statera.INVALID)
    assert said["faults"][0]["field"] == "prints.1.minutiae", said
    assert statera.ask(*words, "screening", "--anything", dataset["names"][0]["family"])


def wait_for(what):
    for _ in range(100):
        found = what()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come")


def poor(finger):
    """A record of three minutiae, too few to be compared."""
    rows = b"".join(struct.pack(">HHBB", 0x4000 | 100 + 50 * i, 100, 0, 60) for i in range(3))
    view = struct.pack(">BBBB", finger, 0, 20, 3) + rows + struct.pack(">H", 0)
    return b"FMR\0 20\0" + struct.pack(">IHHHHHBB", 24 + len(view), 0, 400, 480, 197, 197, 1, 0) + view


def test_prints_that_eurodac_cannot_use_are_taken_again():
    """Eurodac Art 38(1): the answer is "retake"; better prints go under the same number, from the command line too."""
    _, dataset, files = recorded()
    elena = Program("elena", "irregular_migration")
    dataset = {k: v for k, v in dataset.items() if k not in ("reference", "origin", "operator", "transmitted_on")}
    dataset["fingerprints"] = [{"finger": "right_index", "minutiae": text(poor(2))}]
    sent = elena.ok("POST", "/api/v1/eurodac/datasets", {"dataset": dataset})[0]
    path = "/api/v1/eurodac/transmissions/" + sent["id"]
    state = lambda: elena.ok("GET", path)[0]["transmission"]
    wait_for(lambda: state()["state"] == "retake")
    place = tempfile.mkdtemp()
    better, silent, bad = (os.path.join(place, name) for name in ("better.iso", "silent.iso", "bad.iso"))
    for name, content in [(better, template(1, 2, salt=3)), (silent, template(0, salt=4)), (bad, b"FMR\0 20\0" + b"x" * 50)]:
        with open(name, "wb") as f:
            f.write(content)
    cli = lambda *words, status=statera.DONE, officer="elena": statera.ask(
        "eurodac", "retake", sent["id"], *words, "--db", os.environ["STATERA_TEST_DB"], "--officer", officer, "--purpose",
        "irregular_migration", status=status)
    cli(bad, status=statera.INVALID)
    assert cli(silent, status=statera.INVALID)["faults"][0]["field"].endswith("finger")
    cli(better, "--retaken-at", "2999-01-01T00:00:00Z", status=statera.INVALID)
    cli(better, status=statera.REFUSED, officer="stat")
    assert state()["state"] == "retake" and state()["times"] == 1
    assert cli(better)["done"] is True
    wait_for(lambda: state()["state"] == "recorded")
    assert state()["reference"] == sent["transmission"]["reference"] and state()["times"] == 2
    taken = elena.ok("GET", "/api/v1/eurodac/datasets/" + sent["id"])[0]["dataset"]["fingerprints"]
    assert [(f["finger"], f["quality"]) for f in taken] == [("right_thumb", 80), ("right_index", 80)], taken
    cli(better, status=statera.REFUSED)  # nobody asks for them any more
    again = {"retaken_at": "2026-09-01T10:00:00Z", "fingerprints": [{"finger": "right_index", "minutiae": text(files[0])}]}
    assert elena.call("POST", f"/api/v1/eurodac/datasets/{sent['id']}/prints", again)[0] == 409


def test_no_screening_begins_without_an_arrival():
    elena, browser = Program("elena", "screening"), Browser()
    person = elena.ok("POST", "/api/v1/persons", {"names": [{"kind": "current", "family": "Nowhere", "given": "Ada"}]})[0]
    opened = {"event": "sar_disembarkation", "event_at": "2026-09-01T10:00:00Z", "third_country_national": "yes",
              "entry_conditions_met": "no"}
    status, problem, _ = elena.call("POST", "/api/v1/screenings", {"person": person["id"], "opened": opened})
    assert status == 422 and problem["faults"][0]["field"] == "arrival", problem
    assert "arrival" in problem["faults"][0]["cure"] and problem["faults"][0]["article"] == "SR Art 5", problem
    browser.sign_in("elena")
    page = browser.get("/screenings/new?person=" + person["id"])
    assert browser.status == 409 and "belongs to no arrival" in page.text and "Name the arrival" in page.text, page.text
    assert elena.ok("GET", "/api/v1/screenings?person=" + person["id"])[0]["items"] == []


if __name__ == "__main__":
    server.words = ("--seed", "1")
    server.start()
    try:
        statera.main()
    finally:
        server.process.terminate()
