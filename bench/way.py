#!/usr/bin/env python3
"""The whole program under load: persons registered durably through the interface, pages and searches, beside an empty
answer of the same server; what the disk can do stands in the bench of the store, on the same page.

usage: way.py [SECONDS]      environment: STATERA, TMPDIR; wrk does the asking
"""
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.environ["STATERA"]
SECONDS = sys.argv[1] if len(sys.argv) > 1 else "8"
PASSWORD = "lampedusa-by-night"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Demo:
    """`statera demo` on a database of its own; `seconds` is how long it took to its first page."""

    def __init__(self, *words):
        self.place = tempfile.mkdtemp()
        self.url = f"http://127.0.0.1:{free_port()}"
        port = self.url.rsplit(":", 1)[1]
        self.database = os.path.join(self.place, "demo.db")
        self.words = [PROGRAM, "demo", "--db", self.database, "--port", port, *words]
        self.start()

    def start(self):
        began = time.monotonic()
        self.process = subprocess.Popen(self.words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            try:
                urllib.request.urlopen(f"{self.url}/sign-in").read()
                break
            except OSError:
                time.sleep(0.002)
        self.seconds = time.monotonic() - began

    def resident(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as f:
            return int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1)) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def token(self, name):
        body = json.dumps({"name": name, "password": PASSWORD}).encode()
        request = urllib.request.Request(f"{self.url}/api/v1/sessions", body, {"Content-Type": "application/json"})
        return json.load(urllib.request.urlopen(request))["token"]


def load(url, what, token, connections, seconds=SECONDS):
    """(answers a second, p50, p95, p99 in milliseconds); every answer must have been a good one."""
    words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", os.path.join(HERE, "register.lua"), url, "--", what,
             token, "screening"]
    out = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout
    n, took, failed, p50, p95, p99 = map(int, re.search(r"FIGURES (.*)", out).group(1).split())
    if failed or not n:
        sys.exit(f"{what}: {failed} of {n} requests failed\n{out}")
    return n / (took / 1e6), p50 / 1e3, p95 / 1e3, p99 / 1e3


def row(what, figures, aim=""):
    print(f"| {what} | {figures[0]:,.0f} | {figures[1]:.1f} | {figures[2]:.1f} | {figures[3]:.1f} | {aim} |")


def main():
    if shutil.which("wrk") is None:
        sys.exit("way.py: wrk is missing (tools/setup bench brings it)")
    demo = Demo("--empty")
    token = demo.token("elena")
    demo.stop()
    demo.start()  # the second start finds its database made
    print(f"Start to first page: {demo.seconds:.2f} s (aim: under 1 s); resident when empty: {demo.resident():.0f} MB "
          "(aim: under 50 MB).\n")
    print("| what, on 2 cores shared with the one who asks | a second | p50 ms | p95 ms | p99 ms | aim |")
    print("|---|---:|---:|---:|---:|---|")
    row("an empty answer of the same server, 32 callers", load(demo.url, "/healthz", token, 32))
    row("a person registered, durable, 1 caller", load(demo.url, "register", token, 1))
    row("a person registered, durable, 32 callers", load(demo.url, "register", token, 32), "500 a second")
    row("a search by name, each person shown journalled, 4 callers", load(demo.url, "search", token, 4),
        "p95 under 50 ms")
    world = Demo()
    row("My work with its clocks, 4 callers", load(world.url, "/", world.token("elena"), 4), "p95 under 150 ms")
    world.stop()
    shutil.rmtree(world.place)
    print(f"\nResident afterwards: {demo.resident():.0f} MB, with all who were registered. The limit on this disk stands "
          "above, under durable changes through the store: bare SQLite in groups.")
    demo.stop()
    shutil.rmtree(demo.place)


main()
