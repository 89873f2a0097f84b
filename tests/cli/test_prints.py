#!/usr/bin/env python3
"""Fingerprints at the command line, and how well real ones are matched. covers: S-022 UF-23"""
import os
import shutil
import tempfile

import statera
from statera import DONE, INVALID, NOT_FOUND, ask, run, shared

SETS = ("fvc2002_db1_b", "fvc2002_db3_b", "fvc2004_db1_b", "fvc2004_db4_b")

# Equal error rate and FNMR at FMR 0.1 % over all pairs that are not to be exceeded, a little looser than measured. For
# comparison, the best open matcher known to us reaches on `iso_fixed` 1.78, 6.06, 19.63 and 2.85 % (equal error rate);
# the templates of fvc2004_db1_b are bad at the source, those of `mindtct` are not.
BOUNDS = {
    "iso_fixed": {"fvc2002_db1_b": (0.018, 0.025), "fvc2002_db3_b": (0.036, 0.125),
                  "fvc2004_db1_b": (0.195, 0.600), "fvc2004_db4_b": (0.024, 0.075)},
    "mindtct": {"fvc2002_db1_b": (0.022, 0.040), "fvc2002_db3_b": (0.050, 0.100),
                "fvc2004_db1_b": (0.052, 0.150), "fvc2004_db4_b": (0.037, 0.115)},
}


def prints(name):
    return shared(os.path.join("data/fingerprints", name))


def test_real_prints_are_matched_as_well_as_measured():
    for kind, sets in BOUNDS.items():
        for name, (eer, fmr1000) in sets.items():
            said = ask("print", "evaluate", prints(f"{name}/{kind}"))
            assert set(said) >= {"fvc", "all_pairs"}, said
            for variant, genuine, impostor in (("fvc", 280, 45), ("all_pairs", 280, 2880)):
                got = said[variant]
                assert (got["genuine"], got["impostor"]) == (genuine, impostor), (kind, name, got)
                assert 0 <= got["eer"] <= 1 and got["fmr100"] <= got["fmr1000"] <= got["zerofmr"] <= 1, (kind, name, got)
            assert said["all_pairs"]["eer"] <= eer, (kind, name, said["all_pairs"])
            assert said["all_pairs"]["fmr1000"] <= fmr1000, (kind, name, said["all_pairs"])


def test_two_prints_of_one_finger_agree_and_say_why():
    place = prints("fvc2002_db1_b/iso_fixed")
    same = ask("print", "compare", f"{place}/102_1.iso", f"{place}/102_2.iso")
    other = ask("print", "compare", f"{place}/102_1.iso", f"{place}/103_1.iso")
    assert same["decision"] == "same" and 500 <= same["score"] <= 1000, same
    assert other["decision"] == "different" and other["score"] < 300, other
    finger = same["fingers"][0]
    assert len(finger["pairs"]) >= 10 and str(len(finger["pairs"])) in finger["reasons"][0], finger
    back = ask("print", "compare", f"{place}/102_2.iso", f"{place}/102_1.iso")
    assert back["score"] == same["score"]
    assert back["fingers"][0]["pairs"] and sorted(map(tuple, finger["pairs"])) == \
        sorted((b, a) for a, b in back["fingers"][0]["pairs"])
    assert "stämmer" in run("print", "compare", f"{place}/102_1.iso", f"{place}/102_2.iso", "--language", "sv")


def test_a_record_is_shown():
    said = ask("print", "show", prints("fvc2002_db1_b/iso_fixed/101_1.iso"))
    view = said["views"][0]
    assert (view["width"], view["height"], view["x_per_cm"]) == (388, 374, 197), view
    assert view["minutiae"][0]["kind"] in ("ending", "bifurcation", "other")
    assert all(0 <= m["degrees"] < 360 for m in view["minutiae"])


def test_what_is_no_print_is_refused_by_name():
    with tempfile.TemporaryDirectory() as place:
        for name, content in (("empty", b""), ("cut", b"FMR\0 20\0\0\0\0\x30"), ("other", b"\x89PNG\r\n")):
            path = os.path.join(place, name)
            with open(path, "wb") as f:
                f.write(content)
            for words in (("show", path), ("compare", path, path)):
                said = ask("print", *words, status=INVALID)
                assert said["faults"][0]["field"] and said["faults"][0]["cure"], said
        ask("print", "show", os.path.join(place, "none"), status=NOT_FOUND)
        ask("print", "evaluate", os.path.join(place, "none"), status=NOT_FOUND)
        ask("print", "evaluate", place, status=INVALID)


def test_a_print_that_cannot_be_read_counts_as_a_failure():
    source = prints("fvc2002_db1_b/iso_fixed")
    with tempfile.TemporaryDirectory() as place:
        for finger in (101, 102):
            for impression in (1, 2, 3):
                shutil.copy(f"{source}/{finger}_{impression}.iso", place)
        whole = ask("print", "evaluate", place, status=DONE)
        with open(f"{place}/101_2.iso", "wb") as f:
            f.write(b"FMR")
        broken = ask("print", "evaluate", place, status=DONE)
        assert whole["sets"][0]["not_enrolled"] == 0 and broken["sets"][0]["not_enrolled"] == 1
        assert broken["fvc"]["genuine"] == whole["fvc"]["genuine"] == 6
        assert abs(broken["fvc"]["zerofmr"] - whole["fvc"]["zerofmr"] - 2 / 6) < 1e-5, (whole, broken)


statera.main()
