#!/usr/bin/env python3
"""The first ten minutes of docs/integrators.md: its blocks, run as they stand in one shell, give what the page promises.

covers: UF-04 UF-23 UF-24
"""
import os
import re
import subprocess
import tempfile

import statera
from served import server

PAGE = os.path.join(os.path.dirname(__file__), "..", "..", "docs", "integrators.md")
PARTING = "---- next block ----"

# What stands in the answer to each block, in their order.
PROMISED = [
    ['"items":['],
    ['"family":"Testsson"', '"born_on":"1990-05"', '"arrival":"'],
    ['"procedure":"screening"', '"state":"running"', "SR Art 8"],
    ['"offers":[', '"why_not":[', '"action":"give_information"'],
    ['"missing":[', '"rule":"screening.referral"'],
    ['"reasons":["', '"family":"Testsson"'],
    ["event: work\ndata: {}", '"family":"Provsson"'],
    ['"screen":"required"', '"citation":"SR Art 5(1)(b)"', '"rules_hash":"', '"last_day":"2026-09-08"'],
    ['"openapi":"3.1.0"'],
]


def test_the_blocks_of_the_page_do_what_it_says():
    try:
        subprocess.run(["curl", "--version"], stdout=subprocess.DEVNULL, check=True)
    except FileNotFoundError as why:
        raise statera.SKIP("no curl on this machine") from why
    with open(PAGE, encoding="utf-8") as page:
        blocks = re.findall(r"^```sh\n(.*?)^```$", page.read(), re.S | re.M)
    assert len(blocks) == len(PROMISED), len(blocks)
    server.start()
    script = f"\necho; echo '{PARTING}'\n".join(blocks).replace("http://127.0.0.1:8080", server.url)
    with tempfile.TemporaryDirectory() as place:
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=place, text=True, timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        left = os.listdir(place)
    server.stop()
    assert done.returncode == 0 and not done.stderr, (done.returncode, done.stderr, done.stdout[-500:])
    assert not left, left
    answers = done.stdout.split(PARTING)
    for answer, promised in zip(answers, PROMISED, strict=True):
        assert "/problems/" not in answer, answer
        for words in promised:
            assert words in answer, (words, answer)


statera.main()
