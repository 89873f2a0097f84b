#!/usr/bin/env python3
"""An officer at the command line, from the boat to the asylum authority: what is done, offered, refused, corrected,
taken back and handed on; the form, the proposal with its reasons, the figures.
covers: S-007 S-012 S-059 UF-01 UF-04 UF-05 UF-07 UF-10 UF-12 UF-27 S-018"""
import base64
import json
import os
import re
import shutil
import signal
import struct
import subprocess
import tempfile

import statera
from place import DB, on_postgres, sql
from statera import FACTS_MISSING, INVALID, NOT_FOUND, REFUSED

PLACE = tempfile.mkdtemp()
known = {}


def as_officer(name, *words, status=0):
    return statera.ask(*words, "--officer", name, "--db", DB, status=status)


def act(name, action, fields="", status=0, more=()):
    words = ["screening", "act", known["case"], action, *more]
    return as_officer(name, *words, *(["--set", fields] if fields else []), status=status)


def faults(said):
    return " ".join(fault["text"] for fault in said["faults"])


def minutiae():
    """A record of one finger with forty made-up minutiae (ISO/IEC 19794-2:2005)."""
    points = b"".join(struct.pack(">HHBB", 0x4000 | (20 + i * 37 % 300), 20 + i * 53 % 400, i * 29 % 256, 60)
                      for i in range(40))
    view = struct.pack(">BBBB", 2, 0, 80, 40) + points + b"\0\0"
    head = b"FMR\0 20\0" + struct.pack(">IHHHHHBB", 24 + len(view), 0, 400, 500, 197, 197, 1, 0)
    return base64.b64encode(head + view).decode()


def test_a_place_with_officers():
    if on_postgres():
        sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA IF EXISTS keys CASCADE")
    else:
        shutil.rmtree(os.path.dirname(DB), ignore_errors=True)
        os.makedirs(os.path.dirname(DB), mode=0o700)
    demo = subprocess.Popen([statera.PROGRAM, "demo", "--empty", "--db", DB, "--port", "0", "--json"],
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    said = ""
    while "http" not in said:
        line = demo.stdout.readline()
        assert line, "the demonstration ended at once"
        said += line
    demo.send_signal(signal.SIGTERM)
    demo.wait(30)
    demo.stdout.close()


def test_an_arrival_its_bands_and_a_person():
    event_at = as_officer("elena", "case", "next")  # nothing is running yet
    assert event_at == []
    arrival = as_officer("elena", "arrival", "open", "--place", "Lampedusa", "--event", "sar_disembarkation",
                         "--event-at", now(-2), "--people", "12", "--bands", "15")
    known["arrival"] = arrival["number"]
    person = as_officer("elena", "person", "add", "--arrival", known["arrival"], "--set",
                        "names.0.kind=current; names.0.family=Testsson; names.0.given=Ada; born_on=1990-05-03; "
                        "born_in=Aleppo; sex=female; nationalities.0.country=SYR; languages=ar")
    known["person"] = person["number"]
    said = as_officer("elena", "arrival", "show", known["arrival"])
    assert said["captured"] == 1 and said["screened"] == 0 and said["arrival"]["bands_printed"] == 15, said


def test_a_minor_alone_and_who_is_put_in_charge():
    child = as_officer("elena", "person", "add", "--arrival", known["arrival"], "--set",
                       "names.0.kind=current; names.0.family=Testsson; names.0.given=Noor; born_on=2014-03-01; "
                       "sex=female; nationalities.0.country=SYR; languages=ar; unaccompanied=yes")["number"]
    accounts = as_officer("elena", "representative", "accounts")
    assert {a["sign_in_name"]: a["minors_in_care"] for a in accounts} == {"nadia": 0, "samir": 0}, accounts
    assert as_officer("nadia", "representative", "clients") == []
    as_officer("nadia", "person", "show", child, status=NOT_FOUND)
    given = "kind=provisional; sign_in_name=nadia; designated_by=Tribunale; independent=yes; trained=yes"
    said = as_officer("elena", "representative", "designate", child, "--set", given, status=FACTS_MISSING)
    assert "could conflict" in faults(said), said
    given += "; conflict=no; normal_circumstances=yes"
    as_officer("nadia", "representative", "designate", child, "--set", given, status=NOT_FOUND)
    record = as_officer("elena", "representative", "designate", child, "--set", given)["id"]
    clients = as_officer("nadia", "representative", "clients")
    assert [c["record"]["number"] for c in clients] == [child], clients
    assert as_officer("nadia", "person", "show", child)["number"] == child
    as_officer("samir", "person", "show", child, status=NOT_FOUND)
    of = as_officer("nadia", "representative", "of", clients[0]["id"])
    assert of[0]["record"]["name"] == "Nadia Haddad" and of[0]["record"]["minors_in_care"] == 1, of
    as_officer("nadia", "representative", "end", record, "--because", "Mine no more", status=REFUSED)
    as_officer("elena", "representative", "end", record, "--because", "An aunt was found")
    as_officer("nadia", "person", "show", child, status=NOT_FOUND)
    as_officer("nadia", "person", "show", clients[0]["id"], status=REFUSED)


def now(hours):
    seconds = int(subprocess.run(["date", "+%s"], stdout=subprocess.PIPE, text=True, check=True).stdout) + hours * 3600
    return subprocess.run(["date", "-u", "-d", f"@{seconds}", "+%Y-%m-%dT%H:%M:%SZ"], stdout=subprocess.PIPE, text=True,
                          check=True).stdout.strip()


def test_a_screening_begins_once():
    case = as_officer("elena", "screening", "start", known["person"], "--arrival", known["arrival"])
    known["case"] = case["number"]
    said = as_officer("elena", "screening", "start", known["person"], "--arrival", known["arrival"], status=REFUSED)
    assert "running already" in faults(said), said
    said = as_officer("elena", "screening", "show", known["case"])
    assert said["case"]["state"] == "running" and [k["name"] for k in said["clocks"]] == \
        ["screening_limit", "eurodac_transmission"], said
    as_officer("elena", "screening", "show", "IT26-0000-00000", status=INVALID)
    as_officer("elena", "screening", "show", "0192f0c1-2345-7890-abcd-ef0123456789", status=NOT_FOUND)


def test_a_step_says_whose_it_is():
    said = act("elena", "check_health", "outcome=nothing_found; examined_by=Elena", status=REFUSED)
    assert "Medical staff" in faults(said), said
    assert not offered("elena")["check_health"] and offered("amara")["check_health"]


def offered(name):
    return {row["action"]: row["open"] for row in as_officer(name, "screening", "offers", known["case"])}


def test_the_checks():
    act("elena", "give_information", "items=screening right_to_apply rights_and_duties data_protection; language=ar; "
        "channel=written_and_oral; interpreter=yes; acknowledged=understood")
    act("amara", "check_health", "outcome=needs_found; needs=treatment; examined_by=Dr Okafor; note=Burns")
    act("lucia", "check_vulnerability", "found=no; reception_needs=no; procedural_needs=no; checked_by=Lucia")
    path = os.path.join(PLACE, "prints.json")
    with open(path, "w", encoding="utf-8") as f:
        json.dump({"capture": "taken", "facial_image": base64.b64encode(b"no picture").decode(),
                   "fingerprints": [{"finger": "right_index", "minutiae": minutiae()}]}, f)
    act("elena", "take_biometrics", more=["--form", path])
    act("elena", "check_identity", "means=statements biometrics; cir=no_hit; second_query=no_hit; sis=no_hit; "
        "portal_used=yes; name_certainty=declared; birth_date_certainty=declared; birth_place_certainty=declared; "
        "sex_certainty=confirmed; nationality_certainty=declared; residence_certainty=declared; "
        "languages_certainty=declared")
    systems = "sis ees etias etias_watchlist vis ecris_tcn europol".split()
    act("elena", "check_security", "; ".join(f"queries.{i}.system={name}; queries.{i}.result=no_hit"
                                             for i, name in enumerate(systems)) +
        "; queries.7.system=interpol; queries.7.result=skipped; queries.7.reason=It would show; hit=no; threat=no")
    act("elena", "take_statement", "application_made=no; family_in_union=no; cooperated=yes; residence_before=Libya")


def test_what_was_noted_for_health_staff_stays_with_them():
    form = as_officer("elena", "screening", "form", known["case"])
    assert form["health"]["outcome"] == "needs_found" and "note" not in form["health"], form
    assert form["hit"] is False or form["hit"] == "no", form
    assert "hit" not in as_officer("elena", "screening", "form", known["case"], "--copy")


def test_the_proposal_follows_the_wish():
    def proposed():
        return as_officer("elena", "screening", "proposal", known["case"])
    before = proposed()
    assert before["outcome"]["referral"] == "return_procedure" and before["reasons"], before
    act("amara", "record_application", f"applied_at={now(-1)}; said_to=The doctor")
    assert proposed()["outcome"]["referral"] == "asylum"


def test_a_correction_leaves_the_old_entry_visible():
    rows = as_officer("elena", "screening", "show", known["case"])["actions"]
    place = next(row["position"] for row in rows if row["action"] == "take_statement")
    fields = "application_made=yes; family_in_union=no; cooperated=yes; residence_before=Libya, Tunisia"
    said = act("elena", "take_statement", fields, more=["--corrects", str(place)], status=INVALID)
    assert said["faults"][0]["field"] == "reason", said
    act("elena", "take_statement", fields, more=["--corrects", str(place), "--reason", "Tunisia was left out"])
    rows = as_officer("elena", "screening", "show", known["case"])["actions"]
    assert [row["action"] for row in rows].count("take_statement") == 2
    assert as_officer("elena", "screening", "form", known["case"])["residence_before"] == "Libya, Tunisia"


def test_a_note_is_taken_back_and_the_case_handed_on():
    act("elena", "note", "note=Interpreter at nine")
    as_officer("elena", "case", "undo", known["case"], "--reason", "Wrong case")
    as_officer("elena", "case", "hand-over", known["case"], "marco", "--reason", "End of shift")
    holder = as_officer("elena", "screening", "show", known["case"])["case"]["holder"]
    as_officer("elena", "case", "take-over", known["case"])
    assert as_officer("elena", "screening", "show", known["case"])["case"]["holder"] != holder
    as_officer("elena", "case", "take-over", known["case"], status=REFUSED)  # hers already


def test_no_transmission_before_the_person_could_object():
    decision = "referral=asylum; referred_to=Questura di Agrigento"
    said = act("elena", "refer", decision, status=REFUSED)
    assert "copy" in faults(said).lower(), said
    act("elena", "offer_form", "copy=paper; language=ar; chance_to_object=yes; objections.0.item=birth_date; "
        "objections.0.statement=I was born in 1991")
    said = act("elena", "refer", "referral=return_procedure; referred_to=Prefettura", status=INVALID)
    assert said["faults"][0]["field"] == "own_reasons", said
    assert act("elena", "refer", decision)["state"] == "referred"
    form = as_officer("elena", "screening", "form", known["case"])
    assert form["offered"]["objections"][0]["statement"] == "I was born in 1991", form
    said = as_officer("elena", "arrival", "show", known["arrival"])
    assert said["screened"] == 1 and said["running"] == 0, said


def test_who_reads_what():
    as_officer("elena", "case", "undo", known["case"], status=REFUSED)  # what was sent stays
    masked = as_officer("monitor", "screening", "show", known["case"])
    assert "person" not in masked["case"] and "holder" not in masked["case"], masked
    said = as_officer("paolo", "screening", "show", known["case"], status=REFUSED)
    assert said["faults"][0]["cure"], said


def test_an_arrival_is_closed():
    as_officer("elena", "arrival", "bands", known["arrival"], "5")
    as_officer("elena", "arrival", "close", known["arrival"])
    as_officer("elena", "arrival", "bands", known["arrival"], "5", status=REFUSED)


def test_figures_hide_small_cells():
    span = ("--from", now(-24), "--until", now(24))
    rows = {(row["group"], row["name"]): row["n"] for row in as_officer("stat", "screening", "figures", *span)}
    assert rows["started", "sar_disembarkation"] is None, rows
    rows = {(row["group"], row["name"]): row["n"]
            for row in as_officer("marco", "screening", "figures", *span, "--inside")}
    assert rows["started", "sar_disembarkation"] == 1 and rows["referral", "asylum"] == 1, rows


def test_the_monitor_draws_a_sample_and_follows_an_allegation():
    span = ("--from", now(-24), "--until", now(24))
    assert len(as_officer("monitor", "screening", "sample", *span)) == 1
    case = as_officer("monitor", "case", "open", "allegation", "--set",
                      f"subjects=access_to_asylum; received_at={now(-1)}; account=The wish was not noted")
    said = as_officer("marco", "case", "show", case["number"], status=REFUSED)
    assert re.search("role|purpose", faults(said)), said
    assert as_officer("monitor", "case", "show", case["number"])["case"]["state"] == "received"


if __name__ == "__main__":
    statera.main()
