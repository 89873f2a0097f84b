#!/usr/bin/env python3
"""The charts of the docs are the program's own. covers: S-146"""
import os

import statera
from statera import NOT_FOUND, run

DOCS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs")


def same(procedure):
    with open(os.path.join(DOCS, f"{procedure}.md"), encoding="utf-8") as f:
        assert f.read() == run("case", "chart", procedure), \
            f"write docs/{procedure}.md anew: statera case chart {procedure} > docs/{procedure}.md"


def test_the_chart_of_the_screening():
    same("screening")
    assert run("screening", "chart") == run("case", "chart", "screening")


def test_the_chart_of_allegations():
    same("allegation")


def test_the_chart_of_persons_sent_back():
    same("announcement")


def test_a_chart_speaks_the_readers_language():
    assert "# Screening" in run("case", "chart", "screening", "--language", "sv")
    assert "Kontrollera hälsan" in run("case", "chart", "screening", "--language", "sv")


def test_there_is_no_chart_of_what_is_none():
    run("case", "chart", "no_such", status=NOT_FOUND)


if __name__ == "__main__":
    statera.main()
