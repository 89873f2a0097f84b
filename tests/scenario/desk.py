#!/usr/bin/env python3
"""The officer's desk without script: drafts that are kept and handed on, My work in parts, late entries, the timeline of
a person in parts, the monitor's list, and what of the monitor's own openings others see.

covers: UF-01 UF-04 UF-06 UF-07 UF-27 S-007
"""
import os
import re
import time
import urllib.request

import statera
from served import Program, at_desk, server

DB = os.environ["STATERA_TEST_DB"]
known = {}


def ago(hours):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 3600 * hours))


def begin(officer, family, place="Lampedusa", **more):
    arrival, _ = officer.ok("POST", "/api/v1/arrivals", {"member_state": "IT", "place": place, "people": 1,
                                                         "event": "sar_disembarkation", "event_at": ago(2)})
    person, _ = officer.ok("POST", "/api/v1/persons", {
        "names": [{"kind": "current", "family": family, "given": "Only"}], "born_on": "1990-02-03", "sex": "female",
        "nationalities": [{"country": "SYR"}], "arrival": arrival["id"], "languages": "ar"} | more)
    case, _ = officer.ok("POST", "/api/v1/screenings", {
        "person": person["id"], "opened": {"event": "sar_disembarkation", "event_at": ago(2),
                                           "third_country_national": "yes", "entry_conditions_met": "no",
                                           "entry_basis": "none", "criminal_or_extradition": "no"}})
    return case["id"], person["id"]


# ---- Who waits for whom ----

def test_who_holds_no_case_sees_those_in_which_something_waits():
    case, _ = begin(Program("elena", "screening"), "Waiting")
    link = f"/screenings/{case}/check_health"
    doctor = at_desk("amara")
    page = doctor.get("/")
    assert link in page.links and "Waiting for me" in page.text, page.text[:2000]
    assert link not in doctor.get("/?of=mine").links
    amara = Program("amara", "health_check")
    _, head = amara.ok("GET", f"/api/v1/screenings/{case}")
    amara.ok("POST", f"/api/v1/screenings/{case}/actions/check_health",
             {"form": {"outcome": "nothing_found", "examined_by": "Dr Amara"}}, **{"If-Match": head["ETag"]})
    assert link not in doctor.get("/").links and f"/screenings/{case}" not in doctor.get("/?of=waiting").links
    assert f"/screenings/{case}" in doctor.get("/?of=all").links
    assert f"/screenings/{case}" in at_desk("elena").get("/").links  # who holds cases begins with those


# ---- Drafts ----

def test_a_draft_is_kept_half_filled_and_gone_on_with_by_the_next_shift():
    elena = Program("elena", "screening")
    case, _ = begin(elena, "Draft")
    here = "/screenings/" + case
    desk = at_desk("elena")
    form = desk.get(here + "/take_statement").form_to(here + "/take_statement")
    page = desk.post(form, residence_before="Libya", action="keep")  # what is required is missing: no matter
    assert desk.at == here and "Kept as a draft" in page.text and "Begun and not sent" in page.text, page.text
    page = desk.get(here + "/take_statement")
    assert page.form_to(here + "/take_statement")["fields"]["residence_before"] == "Libya"
    assert "Your draft, kept" in page.text
    page = desk.get("/")
    assert "Drafts of yours" in page.text and "Take the statement" in page.text
    marco = at_desk("marco")
    page = marco.get(here + "/take_statement")
    assert "Elena Conti, Hotspot kept a draft of this step" in page.text, page.text
    assert page.form_to(here + "/take_statement")["fields"]["residence_before"] == ""  # not before he asks for it
    link = next(a for a in page.links if a and "?draft=" in a)
    form = marco.get(link).form_to(here + "/take_statement")
    assert form["fields"]["residence_before"] == "Libya"
    page = marco.post(form, application_made="no", family_in_union="no", cooperated="yes")
    assert "Recorded: Take the statement" in page.text and "Begun and not sent" not in page.text, page.text
    assert "Drafts of yours" not in desk.get("/").text


def test_a_draft_is_checked_by_kind_and_can_be_discarded():
    elena = Program("elena", "screening")
    case, _ = begin(elena, "Kinds")
    here = "/screenings/" + case
    desk = at_desk("elena")
    form = desk.get(here + "/take_statement").form_to(here + "/take_statement")
    page = desk.post(form, applied_at="yesterday evening", remarks="Kept?", action="keep")
    assert desk.status == 422 and 'href="#f-applied_at"' in page.source
    assert page.form_to(here + "/take_statement")["fields"]["remarks"] == "Kept?"
    desk.post(form, remarks="Kept", action="keep")
    page = desk.get(here + "/take_statement")
    page = desk.post(page.form_to(here + "/take_statement/discard"))
    assert desk.at == here and "Begun and not sent" not in page.text
    assert desk.get(here + "/take_statement").form_to(here + "/take_statement")["fields"]["remarks"] == ""


def test_nobody_without_the_step_learns_of_a_draft():
    elena, amara = Program("elena", "screening"), Program("amara", "health_check")
    case, _ = begin(elena, "Quiet")
    path = "/api/v1/screenings/" + case
    assert amara.call("PUT", path + "/actions/check_health/draft", {"form": {"outcome": "well"}})[0] == 422
    amara.ok("PUT", path + "/actions/check_health/draft", {"form": {"note": "Old burns"}, "reason": "Half done"})
    listed = amara.ok("GET", path + "/drafts")[0]["items"]
    assert [row["action"] for row in listed] == ["check_health"] and listed[0]["owner_name"].startswith("Dr Amara"), listed
    said = amara.ok("GET", path + "/drafts/" + listed[0]["id"])[0]
    assert said["form"]["note"] == "Old burns" and said["reason"] == "Half done", said
    for who in [elena, Program("monitor", "rights_monitoring"), Program("lucia", "vulnerability_check")]:
        assert who.ok("GET", path + "/drafts")[0]["items"] == []
        assert who.call("GET", path + "/drafts/" + listed[0]["id"])[0] == 404
    assert "Begun" not in at_desk("elena").get("/screenings/" + case).text
    assert elena.call("PUT", path + "/actions/check_health/draft", {"form": {"note": "Mine"}})[0] == 403
    assert elena.call("PUT", path + "/actions/dance/draft", {})[0] == 404
    assert amara.ok("GET", "/api/v1/drafts")[0]["items"][0]["case"] == case
    amara.ok("DELETE", path + "/drafts/" + listed[0]["id"])
    assert amara.ok("GET", path + "/drafts")[0]["items"] == []



# ---- What the monitor opens, and who sees it ----

def test_officers_do_not_see_what_the_monitor_opened():
    elena, monitor = Program("elena", "screening"), Program("monitor", "rights_monitoring")
    case, person = begin(elena, "Watched")
    monitor.ok("GET", "/api/v1/screenings/" + case)
    monitor.ok("GET", "/api/v1/persons/" + person)
    at_desk("monitor").get("/screenings/" + case)
    at_desk("monitor").get("/persons/" + person)
    seen = at_desk("elena").get(f"/persons/{person}/log")
    assert "Elena Conti" in seen.text and "onitor" not in seen.text.split("Who looked")[-1], seen.text
    for name in ["elena", "marco"]:
        rows = statera.ask("journal", "list", "--db", DB, "--officer", name, "--person", person)
        assert rows and all(row["purpose"] != "rights_monitoring" for row in rows), rows
    dpo = Program("dpo", "data_protection")
    looked = dpo.ok("GET", f"/api/v1/journal?kind=read&person={person}")[0]["items"]
    assert sum(row["purpose"] == "rights_monitoring" for row in looked) >= 3, looked
    assert "onitor" in at_desk("dpo").get(f"/persons/{person}/log").text
    own = at_desk("monitor").get(f"/persons/{person}/log").text  # the monitor's own trail
    assert "Fundamental-rights monitor" in own and "Elena Conti" not in own, own


# ---- Timelines in parts ----

def test_a_long_timeline_is_read_part_by_part():
    elena = Program("elena", "screening")
    case, person = begin(elena, "Long")
    for i in range(60):
        elena.ok("POST", f"/api/v1/screenings/{case}/actions/note", {"form": {"note": f"Note {i}"}}, If_Match=f'"v{i + 1}"')
    desk = at_desk("elena")
    page, rows, parts = desk.get("/persons/" + person), 0, 0
    while True:
        parts += 1
        rows += page.source.count('<div class="st-timeline-when">')
        older = [a for a in page.links if a and f"/persons/{person}?before=" in a]
        if not older:
            break
        page = desk.get(older[0])
        assert "Back to the newest" in page.text
    changes, before = 0, ""
    dpo = Program("dpo", "data_protection")
    for kind in ["change", "by_law", "erasure"]:
        changes += len(dpo.ok("GET", f"/api/v1/journal?kind={kind}&limit=500&person={person}")[0]["items"])
    assert parts == 2 and rows == changes, (parts, rows, changes)
    page = desk.get(f"/persons/{person}/log")
    for _ in range(110):
        desk.get("/persons/" + person)
    page = desk.get(f"/persons/{person}/log")
    older = next(a for a in page.links if a and "/log?before=" in a)
    assert "Back to the newest" in desk.get(older).text
    officer = at_desk("dpo")
    page = officer.get(f"/journal?kind=read&person={person}")
    older = next(a for a in page.links if a and "before=" in a)
    assert f"person={person}" in older and "kind=read" in older, older
    assert "Back to the newest" in officer.get(older).text


# ---- A screen that refreshes itself ----

def readings(dpo, person):
    rows = dpo.ok("GET", f"/api/v1/journal?kind=read&limit=500&person={person}")[0]["items"]
    return sum(row["action"] != "journal.read" for row in rows)  # looking into the journal is an entry itself


def live(desk, path, keys):
    request = urllib.request.Request(server.url + path, headers={"Accept": "text/html", "X-Live": " ".join(["1", *keys])})
    with desk.opener.open(request, timeout=30) as answer:
        return answer.status, answer.read().decode()


def test_a_screen_that_refreshes_itself_reads_only_what_is_new_to_it():
    elena, dpo = Program("elena", "screening"), Program("dpo", "data_protection")
    case, person = begin(elena, "Refreshing")
    desk = at_desk("elena")
    source = desk.get("/").source
    assert "REFRESHING" in source
    keys = re.findall(r'data-kept="([^"]+)"', source)
    before = readings(dpo, person)
    for _ in range(5):
        status, again = live(desk, "/", keys)
        assert status == 200 and "REFRESHING" not in again and 'id="work"' in again
    assert readings(dpo, person) == before
    arrival = elena.ok("GET", "/api/v1/persons/" + person)[0]["person"]["arrival"]
    source = desk.get("/arrivals/" + arrival).source
    assert "REFRESHING" in source
    before = readings(dpo, person)
    status, again = live(desk, "/arrivals/" + arrival, re.findall(r'data-kept="([^"]+)"', source))
    assert status == 200 and "REFRESHING" not in again and "data-kept" in again and readings(dpo, person) == before
    assert "REFRESHING" in live(desk, "/arrivals/" + arrival, [])[1] and readings(dpo, person) == before + 1
    before = readings(dpo, person)
    assert "REFRESHING" in desk.get("/").source  # who asks gets it, and that is a reading
    assert readings(dpo, person) == before + 1
    person_page = desk.get("/persons/" + person).source
    keys = re.findall(r'data-kept="([^"]+)"', person_page)
    before = readings(dpo, person)
    assert live(desk, "/persons/" + person, keys)[0] == 204 and readings(dpo, person) == before
    done = elena.call("POST", f"/api/v1/screenings/{case}/actions/note", {"form": {"note": "New"}}, If_Match='"v1"')
    assert done[0] == 200, done
    status, again = live(desk, "/persons/" + person, keys)
    assert status == 200 and "REFRESHING" in again and readings(dpo, person) > before  # something new: read, and logged



# ---- Languages, and the form on paper ----

def test_languages_are_typed_and_shown_by_name():
    elena = Program("elena", "screening")
    _, person = begin(elena, "Spoken", languages="Dari, Pashto")
    assert elena.ok("GET", "/api/v1/persons/" + person)[0]["person"]["languages"] == "prs ps"
    desk = at_desk("elena")
    assert "Dari, Pashto" in desk.get("/persons/" + person).text
    assert "dari, pashto" in desk.get(f"/persons/{person}?lang=sv").text
    edit = desk.get(f"/persons/{person}/edit?lang=sv")
    form = edit.form_to(f"/persons/{person}/edit")
    assert form["fields"]["languages"] == "dari, pashto" and '<option value="tigrinja">' in edit.source
    page = desk.post(form, languages="Somaliska, ti, the sign language of his village")
    assert desk.at == "/persons/" + person, page.text
    assert "Somali, Tigrinya, the sign language of his village" in desk.get(f"/persons/{person}?lang=en").text


def test_the_form_on_paper_is_in_two_languages_and_says_on_each_sheet_whose_it_is():
    elena, amara = Program("elena", "screening"), Program("amara", "health_check")
    case, _ = begin(elena, "Paper", languages="sv ar")
    number = elena.ok("GET", "/api/v1/screenings/" + case)[0]["case"]["number"]
    amara.ok("POST", f"/api/v1/screenings/{case}/actions/check_health",
             {"form": {"outcome": "nothing_found", "examined_by": "Dr Amara Okafor"}}, If_Match='"v1"')
    desk = at_desk("elena")
    sheet = desk.get(f"/screenings/{case}/print?copy=person")
    head = sheet.source.split("<thead>")[1].split("</thead>")[0]
    assert number in head and "Screening form" in head and "Screeningformulär" in head and "Copy for the person" in head
    for both in ["Outcome / Utfall:", "Swedish / svenska, Arabic / arabiska", "Syrian Arab Republic / Syrien", "Gender / Kön"]:
        assert both in flat(sheet), (both, flat(sheet))
    assert "consultation gave" not in flat(sheet)
    swedish = flat(desk.get(f"/screenings/{case}/print?lang=sv"))
    assert "Utfall / Outcome:" in swedish and "svenska / Swedish" in swedish, swedish


def flat(page):
    """The text as paper shows it: the second language behind a stroke."""
    text = re.sub(r'<span class="st-second"[^>]*>', "/ ", page.source.split("<main")[1])
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text)).replace(" :", ":")



# ---- The monitor's list ----

def test_the_monitor_finds_screenings_by_what_may_touch_a_right():
    elena, monitor = Program("elena", "screening"), Program("monitor", "rights_monitoring")
    child, _ = begin(elena, "Child", place="Porto Empedocle", born_on=time.strftime("%Y-%m-%d", time.gmtime(
        time.time() - 9 * 365 * 86400)), unaccompanied="yes", languages="ti")
    grown, _ = begin(elena, "Grown", place="Porto Empedocle", languages="ar")
    elena.ok("POST", f"/api/v1/screenings/{grown}/actions/give_information", {"form": {
        "items": ["screening"], "language": "ar", "channel": "oral", "interpreter": "no", "acknowledged": "understood"}},
             If_Match='"v1"')
    begin(elena, "Elsewhere", place="Trapani")

    def ask(question):
        said = monitor.ok("GET", "/api/v1/monitoring/screenings?" + question)[0]
        assert "Empedocle" not in question or all(row["place"] == "Porto Empedocle" for row in said["items"])
        assert "GROWN" not in str(said).upper() and "CHILD" not in str(said).upper() and "person" not in str(said)
        return [row["id"] for row in said["items"]]
    here = "place=Porto+Empedocle"
    assert ask(here) == [grown, child]  # newest first
    assert ask(here + "&age=minor") == [child] and ask(here + "&age=unaccompanied") == [child]
    assert ask(here + "&age=adult") == [grown] and ask(here + "&language=Tigrinya") == [child]
    assert ask(here + "&mark=no_interpreter") == [grown] and ask(here + "&mark=no_representative") == [child]
    assert ask(here + "&outcome=asylum") == []
    assert ask(here + "&until=" + time.strftime("%Y-%m-%d", time.gmtime(time.time() - 3 * 86400))) == []
    assert ask(here + "&from=" + time.strftime("%Y-%m-%d", time.gmtime(time.time() - 3 * 86400))) == [grown, child]
    first = monitor.ok("GET", f"/api/v1/monitoring/screenings?{here}&limit=1")[0]
    second = monitor.ok("GET", f"/api/v1/monitoring/screenings?{here}&limit=1&before=" + first["next_before"])[0]
    assert [first["items"][0]["id"], second["items"][0]["id"]] == [grown, child]
    drawn = monitor.ok("GET", "/api/v1/monitoring/screenings?sample=2")[0]["items"]
    assert len({row["id"] for row in drawn}) == 2, drawn
    assert monitor.call("GET", "/api/v1/monitoring/screenings?mark=gossip")[0] == 422
    assert elena.call("GET", "/api/v1/monitoring/screenings")[0] == 403
    known.update(child=child)


def test_the_monitor_works_without_script_and_lifts_the_mask_with_a_reason():
    desk = at_desk("monitor")
    page = desk.get("/monitoring?place=Porto+Empedocle&age=minor&mark=")
    assert page.text.count("IT26-") == 1 and "Unaccompanied minor" in page.text and "CHILD" not in page.text.upper()
    assert desk.get("/monitoring?from=the+day+before").form_to and desk.status == 422
    here = "/screenings/" + known["child"]
    page = desk.get(here)
    assert "Masked" in page.text
    desk.post(page.form_to(here + "/unmask"))
    assert desk.status == 422
    page = desk.post(page.form_to(here + "/unmask"), reason="Complaint 12")
    assert "this once: Complaint 12" in page.text and "Elena Conti" in page.text, page.text
    rows = Program("dpo", "data_protection").ok("GET", "/api/v1/journal?kind=read&case=" + known["child"])[0]["items"]
    assert any(row["action"] == "case.unmask" for row in rows), rows



# ---- My work, and what comes late ----

def test_my_work_is_one_card_a_case_in_parts():
    elena = Program("elena", "screening")
    for i in range(56):
        begin(elena, f"Card{i:02}")
    desk, cards, parts, path = at_desk("elena"), [], 0, "/"
    while path:
        page = desk.get(path)
        parts += 1
        cards += re.findall(r'<h2><a class="ds-link" href="/screenings/([^"]+)"', page.source)
        path = next((a for a in page.links if a and re.fullmatch(r"/\?of=\w+&from=\d+", a)), None)
        assert path is None or len(cards) == 50 * parts, (len(cards), parts)
    mine = elena.ok("GET", "/api/v1/work?limit=500")[0]["items"]
    assert parts >= 2 and len(cards) == len(set(cards)) == len({row["case"] for row in mine}), (len(cards), len(mine))
    assert cards[0] == mine[0]["case"]  # the most urgent first
    assert "Back to the most urgent" in page.text and "Next: Give information" in page.text
    card = page.source.split('<div class="st-clock"')[-1].split('</li>')[0]
    assert "Screening ends" in card and "Data to Eurodac" in card and "SR Art 8(3)" in card, card


def test_the_list_of_screenings_names_those_whom_the_reader_may_know_and_the_journal_notes_it():
    elena, dpo = Program("elena", "screening"), Program("dpo", "data_protection")
    case, person = begin(elena, "Listedlast", band="L-77")
    link, before = "/screenings/" + case, readings(dpo, person)
    page = at_desk("elena").get("/screenings")
    assert link in page.links and "LISTEDLAST" in page.text.upper() and "L-77" in page.text, page.text[:2000]
    assert readings(dpo, person) == before + 1
    page = at_desk("amara").get("/screenings")  # at the bedside: the name, for the health check
    assert link in page.links and "LISTEDLAST" in page.text.upper(), page.text[:2000]
    for name in ["monitor", "admin", "greta", "nadia"]:
        before, page = readings(dpo, person), at_desk(name).get("/screenings")
        assert "LISTEDLAST" not in page.text.upper() and readings(dpo, person) == before, (name, page.text[:2000])


def test_what_is_entered_late_from_paper_says_so():
    elena = Program("elena", "screening")
    case, _ = begin(elena, "Late")
    here = "/screenings/" + case
    desk = at_desk("elena")
    form = desk.get(here + "/note").form_to(here + "/note")
    hour = time.strftime("%Y-%m-%dT%H:%M", time.gmtime(time.time() - 1800))
    page = desk.post(form, note="The line was cut", **{"act.happened_at": hour})
    assert desk.status == 422 and 'href="#f-act.late_why"' in page.source, page.text
    assert page.form_to(here + "/note")["fields"]["note"] == "The line was cut"
    page = desk.post(page.form_to(here + "/note"), **{"act.late_why": "Written on paper, the line was cut"})
    assert "Entered late" in page.text and "entered " in page.text, page.text
    last = elena.ok("GET", "/api/v1/screenings/" + case)[0]["actions"][-1]["taken"]
    assert last["late_why"] == "Written on paper, the line was cut" and last["happened_at"] < last["at"], last


if __name__ == "__main__":
    server.start()
    try:
        statera.main()
    finally:
        server.process.terminate()
