#!/usr/bin/env python3
"""Keeps data/schema/sqlite.sql and data/schema/postgres.sql: every table of the program, as it makes them.

usage: schema_files.py STATERA            compares the files with what the program prints; differences fail
       schema_files.py STATERA --write    writes them (make schema)

A released version is never changed: before the first change after a release its two files are copied to
data/schema/released/NNN.sqlite.sql and NNN.postgres.sql, and a migration NNN+1 leads on (data/schema/migrations).
tests/cases/test_schema.c carries each released version over and compares what comes of it.
"""
import difflib
import os
import subprocess
import sys

PLACE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data", "schema")
HEAD = "-- Written by `make schema` from data/schema/tables and the shapes; do not edit.\n"


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    same = True
    for dialect in ["sqlite", "postgres"]:
        path = os.path.join(PLACE, f"{dialect}.sql")
        printed = HEAD + subprocess.run([sys.argv[1], "schema", dialect], check=True, stdout=subprocess.PIPE,
                                        text=True).stdout
        if "--write" in sys.argv:
            with open(path, "w", encoding="utf-8") as f:
                f.write(printed)
            continue
        kept = open(path, encoding="utf-8").read() if os.path.exists(path) else ""
        for line in difflib.unified_diff(kept.splitlines(), printed.splitlines(), path, "the program", lineterm=""):
            print(line)
            same = False
    if not same:
        print("The shapes no longer fit the schema's files: make schema, and a migration if the version was released.")
    sys.exit(0 if same else 1)


main()
