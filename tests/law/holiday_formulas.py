#!/usr/bin/env python3
"""The formulas of public holidays against the listed years: every difference must be one that is understood.

Weekends count too. A reason that explains no difference any more fails as well."""
import datetime
import os
import sys

root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path.insert(0, os.path.join(root, "tools"))
import holidays  # noqa: E402

# (state, word of the formula): why list and formula differ there
UNDERSTOOD = {
    ("IT", "10-04"): "a holiday from 2026 only",
    ("IS", "12-24"): "a half day, which the list counts",
    ("IS", "12-31"): "a half day, which the list counts",
    ("LI", "E-2"): "a day of the banks, which the list counts",
    ("LI", "E+40"): "a bridge day, which the list counts",
    ("LI", "E+61"): "a bridge day, which the list counts",
    ("SK", "05-08"): "a working day since the cuts of 2026; whether for good is not known",
    ("SK", "09-15"): "a working day since the cuts of 2026; whether for good is not known",
    ("CH", "E-2"): "cantonal, kept by most, which the list counts",
    ("CH", "E"): "cantonal, kept by most, which the list counts",
    ("CH", "E+1"): "cantonal, kept by most, which the list counts",
    ("CH", "E+49"): "cantonal, kept by most, which the list counts",
    ("CH", "E+50"): "cantonal, kept by most, which the list counts",
    ("CH", "7>=09-15"): "day of prayer, a Sunday",
    ("CH", "12-26"): "cantonal, kept by most, which the list counts",
}

# Easter Sundays by the tables of the churches: Western, Orthodox
EASTERS = {
    2000: ((4, 23), (4, 30)), 2008: ((3, 23), (4, 27)), 2011: ((4, 24), (4, 24)), 2019: ((4, 21), (4, 28)),
    2024: ((3, 31), (5, 5)), 2025: ((4, 20), (4, 20)), 2026: ((4, 5), (4, 12)), 2027: ((3, 28), (5, 2)),
    2028: ((4, 16), (4, 16)), 2038: ((4, 25), (4, 25)),
}


def read(name):
    return holidays.read(os.path.join(root, "data", name))


def differences():
    """(state, day, listed) where list and formula differ, and the number of years compared."""
    listed = {}
    for row in read("public-holidays.csv"):
        day = datetime.date.fromisoformat(row["date"])
        listed.setdefault((row["state"], day.year), set()).add(day)
    formulas = {row["state"]: row["days"].split() for row in read("holiday-formulas.csv")}
    found = [(state, day, day in days)
             for (state, year), days in listed.items() if state in formulas
             for day in sorted(days ^ set(holidays.days_of(formulas[state], year)))]
    return found, sum(state in formulas for state, _ in listed), len(formulas)


def main():
    found, years, states = differences()
    used, failed = set(), 0
    for state, day, is_listed in found:
        reasons = {key for key in UNDERSTOOD if key[0] == state and holidays.day_of(key[1], day.year) == day}
        used |= reasons
        if not reasons:
            failed += 1
            print(f"{state} {day}: {'listed, not computed' if is_listed else 'computed, not listed'}")
    for key in UNDERSTOOD.keys() - used:
        failed += 1
        print(f"{key[0]} {key[1]}: explains nothing")
    for year, (west, east) in EASTERS.items():
        if holidays.western_easter(year) != datetime.date(year, *west) or \
                holidays.orthodox_easter(year) != datetime.date(year, *east):
            failed += 1
            print(f"Easter of {year} is wrong")
    if states != 31 or years != 31 * 4:
        failed += 1
        print(f"{states} States, {years} years compared")
    print(f"{len(found)} differences understood by {len(UNDERSTOOD)} reasons")
    print(f"{years - failed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
