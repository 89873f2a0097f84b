#!/usr/bin/env python3
"""Drives the test server as strangers do: rightly, wrongly, slowly and with ill will.

usage: scenario.py SERVER          covers: UF-07 S-142

Prints TAP. Needs nothing but the standard library (and openssl for the part about TLS, skipped without it).
"""
import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

FORM = "application/x-www-form-urlencoded"


class Server:
    def __init__(self, *words, **settings):
        self.process = subprocess.Popen([sys.argv[1], *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, env=os.environ | settings)
        self.port = int(self.process.stdout.readline())
        self.tls = bool(words)

    def stop(self):
        self.process.stdin.close()
        log = self.process.stderr.read().decode()
        return self.process.wait(timeout=20), log


class Answer:
    def __init__(self, response):
        self.status, self.body = response.status, response.read()
        self.headers = {k.lower(): v for k, v in response.getheaders()}
        self.cookies = {m[0]: m[1] for v in response.headers.get_all("Set-Cookie", [])
                        for m in re.findall(r"^([^=]+)=([^;]*)", v)}

    def json(self):
        return json.loads(self.body)


def ask(method, path, body=None, headers=None, server=None):
    server = server or here
    if server.tls:
        context = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection("127.0.0.1", server.port, timeout=20, context=context)
    else:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request(method, path, body, headers or {})
    answer = Answer(connection.getresponse())
    connection.close()
    return answer


def raw(data, seconds=5):
    """Everything that comes back for these bytes until the server closes or is silent."""
    with socket.create_connection(("127.0.0.1", here.port), timeout=seconds) as s:
        s.sendall(data)
        got = b""
        try:
            while piece := s.recv(65536):
                got += piece
        except (TimeoutError, ConnectionResetError):
            pass
        return got


def sign_in(name="keeper", server=None):
    answer = ask("POST", "/api/v1/sessions", json.dumps({"name": name, "password": "right"}),
                 {"Content-Type": "application/json"}, server)
    assert answer.status == 201, answer.body
    return {"Authorization": "Bearer " + answer.json()["token"], "Content-Type": "application/json"}


def same(*pairs):
    for got, wanted in pairs:
        assert got == wanted, f"got {got!r}, wanted {wanted!r}"


def every_answer_carries_the_security_headers():
    for path in ["/", "/nowhere", "/parts", "/api/v1/things/x"]:
        h = ask("GET", path).headers
        assert "unsafe" not in h["content-security-policy"] and "default-src 'none'" in h["content-security-policy"]
        same((h["x-content-type-options"], "nosniff"), (h["referrer-policy"], "no-referrer"),
             (h["cache-control"], "no-store"), (h["cross-origin-opener-policy"], "same-origin"))
        assert "strict-transport-security" not in h


def methods():
    answer = ask("DELETE", "/empty")
    same((answer.status, 405), (answer.headers["allow"], "GET, HEAD, OPTIONS"))
    same((ask("TRACE", "/empty").status, 405), (ask("BREW", "/empty").status, 405))
    answer = ask("OPTIONS", "/api/v1/things/x")
    same((answer.status, 204), (answer.headers["allow"], "GET, PUT, HEAD, OPTIONS"))
    answer = ask("HEAD", "/empty")
    same((answer.status, 200), (answer.body, b""), (answer.headers["content-length"], "2"))


def paths_that_climb():
    for path in ["/../etc/passwd", "/%2e%2e/etc/passwd", "/static/x/..%2f..%2fapp.css", "/static/../empty", "//empty",
                 "/empty/", "/empty%00", "/%ff", "/static/x/app.css%00", "/empty%2f..", "/\\empty"]:
        answer = raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode("latin-1"))
        assert b" 404 " in answer.split(b"\r\n")[0] or b" 400 " in answer.split(b"\r\n")[0], (path, answer[:80])
    same((ask("GET", "/empty?q=%ff").status, 400))


def bad_json():
    token = sign_in()
    token["If-Match"] = '"v1"'
    for body, status in [(b"{", 400), (b'{"name":"a",}', 400), (b'{"name":"a","name":"b"}', 400), (b"\xff", 400),
                         (b'{"name":"\xff"}', 400), (b"[" * 40 + b"]" * 40, 400), (b"[]", 422), (b'"x"', 422),
                         (b'{"nome":"a"}', 422), (b'{"name":7}', 422), (b"{}", 422),
                         (b'{"name":"a","found_on":"9999-01-01"}', 422)]:
        answer = ask("PUT", "/api/v1/things/x", body, token)
        same((answer.status, status), (answer.headers["content-type"], "application/problem+json"))
        assert answer.json()["faults"][0]["text"], body
    answer = ask("PUT", "/api/v1/things/x", b'{"name":"a","weight":"x","broken":"maybe"}', token)
    same((sorted(f["field"] for f in answer.json()["faults"]), ["broken", "weight"]))
    token["Content-Type"] = "text/xml"
    same((ask("PUT", "/api/v1/things/x", b"<a/>", token).status, 415))


def large_bodies():
    token = sign_in()
    answer = ask("PUT", "/api/v1/things/x", b" " * (10 << 20), token)
    same((answer.status, 413), (answer.json()["code"], "limit"))
    same((ask("PUT", "/upload", b"x" * (4 << 20)).body, str(4 << 20).encode()),
         (ask("PUT", "/upload", b"x" * ((4 << 20) + 1)).status, 413))
    head = b"PUT /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n"
    assert b" 413 " in raw(head).split(b"\r\n")[0]


def oversized_headers():
    for head in [b"X: " + b"y" * 100000, b"\r\n".join(b"X%d: y" % i for i in range(100))]:
        answer = raw(b"GET /empty HTTP/1.1\r\nHost: x\r\n" + head + b"\r\nConnection: close\r\n\r\n")
        assert b" 431 " in answer.split(b"\r\n")[0], answer[:100]
    long_line = raw(b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").split(b"\r\n")[0]
    assert b" 414 " in long_line or b" 431 " in long_line, long_line
    same((ask("GET", "/empty").status, 200))


def nonsense_on_the_line():
    for data in [b"\r\n\r\n", b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00", b"GET /empty HTTP/9.9\r\n\r\n",
                 b"GET /empty HTTP/1.1\r\n\r\n", b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                 b"POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"]:
        answer = raw(data, 4)
        assert b" 200 " not in answer.split(b"\r\n")[0], (data, answer[:80])
    same((ask("GET", "/empty").status, 200))


def heads_that_can_be_read_in_two_ways():
    """A proxy may have read another end than we do: nothing behind such a head is looked at, at no address."""
    heads = [b"Content-Length: 5\r\nContent-Length: 0", b"Content-Length: 5\r\nContent-Length: 5",
             b"Content-Length: 5\r\nTransfer-Encoding: chunked", b"Transfer-Encoding: chunked\r\nContent-Length: 5",
             b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", b"Transfer-Encoding: xchunked",
             b"Transfer-Encoding: chunked, identity", b"Transfer-Encoding: \x0bchunked", b"Transfer-Encoding: \xff",
             b"Transfer-Encoding : chunked", b"Content-Length : 5", b"X: a\rContent-Length: 5",
             b"Host: elsewhere", b"X(y): a", b"Content-Length: 5, 5", b"Content-Length: +5"]
    inner = b"GET /empty HTTP/1.1\r\nHost: x\r\n\r\n"
    for head in heads:
        for line in [b"POST /nowhere", b"GET /empty", b"OPTIONS /empty", b"PUT /upload", b"BREW /static/x/app.css"]:
            with socket.create_connection(("127.0.0.1", here.port), timeout=5) as s:
                s.sendall(line + b" HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n\r\n0\r\n\r\n" + inner)
                got = b""
                try:
                    while piece := s.recv(65536):
                        got += piece
                except ConnectionResetError:
                    pass  # it is closed, whatever we had still sent
                assert re.findall(rb"HTTP/1.1 (\d+)", got)[:1] == [b"400"] and b" 200 " not in got, (head, line, got[:80])
    said = raw(b"POST /api/v1/things HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n").split(b"\r\n\r\n")[1]
    assert json.loads(said)["faults"][0]["cure"], said
    same((ask("PUT", "/upload", iter([b"abc", b"de"])).body, b"5"))


def bodies_of_other_kinds_are_refused():
    """Only pages take forms with files, and only such as a browser would write."""
    token = {**sign_in(), "If-Match": '"v1"'}
    part = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\na\r\n'
    for kind, body in [("multipart/form-data; boundary=x", part * 10000 + b"--x--"), ("multipart/form-data", part),
                       ("multipart/mixed; boundary=" + "x" * 5000, part), ("application/json; charset=utf-16", b"\xff\xfe{"),
                       ("application/json\t", b"{"), ("text/plain", b'{"name":"a"}'), ("", b'{"name":"a"}'),
                       ("application/x-www-form-urlencoded; charset=x", b"&" * 3000)]:
        answer = ask("PUT", "/api/v1/things/x", body, {**token, "Content-Type": kind})
        assert answer.status in (400, 413, 415) and answer.json()["faults"][0]["cure"], (kind, answer.status)
    many = ask("POST", "/sign-in", b"a=b&" * 2001, {"Content-Type": FORM})
    same((many.status, 413))
    inner = b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n'
    for kind, body, status in [("x", b"--x\r\n\r\n\r\n" * 300 + b"--x--", 400), ("", part, 400), ("x", part, 400), ("x" * 71, part, 400),
                               ("x", part.replace(b"form-data", b"form-data; a=" + b"b" * 12000) + b"--x--", 403),
                               ("x", inner + b"b\r\n--y--\r\n--x--", 403), ("x", part * 200 + b"--x--", 403),
                               ("x", part.replace(b"\r\n", b"\n") + b"--x--", 400), ("x", part * 1000 + b"--x--", 413)]:
        answer = ask("POST", "/sign-in", body, {"Content-Type": "multipart/form-data; boundary=" + kind})
        assert answer.status == status, (kind, body[:60], answer.status)


def json_that_is_too_much():
    token = {**sign_in(), "If-Match": '"v1"'}
    for body in [b'{"a":' * 500 + b"1" + b"}" * 500, b"[" * 100000, b'{"weight":1e400}', b'{"weight":99999999999999999999}',
                 b'{"weight":-9223372036854775809}', b'{"name":"a\\u0000b"}', b'{"name":"\\ud800"}', b'{"name":"a","name":"a"}',
                 b'{"\\u006eame":"a","name":"b"}', b'{"name":"a"} {}', b"nul", b'{"name":"\xed\xa0\x80"}', b'{"name":"\xc0\xaf"}']:
        answer = ask("PUT", "/api/v1/things/x", body, token)
        same((answer.status, 400), (bool(answer.json()["faults"][0]["cure"]), True))
    for body in [b'{"name":"a","weight":1.5}', b'{"name":"a","weight":"1e3"}', b'{"name":"a","weight":true}',
                 b'{"name":"a","marks":{"0":1}}', b'{"name":"a","broken":2}', b'{"name":["a"]}', b'{"name":"a","":1}']:
        same((ask("PUT", "/api/v1/things/x", body, token).status, 422))


def half_requests_take_no_place_from_others():
    """More connections than there may be, none of which ever ends its request: who comes next is served at once."""
    server, held = Server(STATERA_TEST_CONNECTIONS="64"), []
    halves = [b"", b"G", b"GET /empty HTTP/1.1\r\nX: ", b"PUT /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nabc",
              b"GET /empty HTTP/1.1\r\nHost: x\r\n\r\n"]
    for number in range(300):
        s = socket.create_connection(("127.0.0.1", server.port), timeout=5)
        s.sendall(halves[number % len(halves)])
        held.append(s)
        if number % 20 == 19:
            begun = time.monotonic()
            same((ask("GET", "/worker", None, None, server).status, 200))
            assert time.monotonic() - begun < 2, number
    for s in held:
        s.close()
    same((server.stop(), (0, "")))


def one_officer_leaves_streams_to_others():
    server, streams = Server(), []

    def listen(token):
        streams.append(http.client.HTTPConnection("127.0.0.1", server.port, timeout=10))
        streams[-1].request("GET", "/events?topics=things", None, token)
        return streams[-1].getresponse().status

    greedy, other = sign_in("keeper", server), sign_in("visitor", server)
    same(([listen(greedy) for _ in range(25)], [200] * 24 + [503]), (listen(other), 200))
    same((server.stop(), (0, "")))
    for c in streams:
        c.close()


def pipelined():
    one = b"GET /worker HTTP/1.1\r\nHost: x\r\n\r\n"
    answer = raw(one * 20 + b"GET /empty HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    same((answer.count(b"HTTP/1.1 200 OK"), 21))


def one_connection_a_thousand_requests():
    connection = http.client.HTTPConnection("127.0.0.1", here.port, timeout=20)
    for i in range(1000):
        connection.request("GET", "/worker" if i % 2 else "/empty")
        same((connection.getresponse().read(), b"ok"))
    connection.close()


def many_at_once():
    wrong = []

    def client():
        try:
            for _ in range(25):
                if ask("GET", "/parts").status != 200:
                    wrong.append("status")
        except OSError as e:
            wrong.append(str(e))

    threads = [threading.Thread(target=client) for _ in range(16)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    same((wrong, []))


def slow_client_is_let_go():
    with socket.create_connection(("127.0.0.1", here.port), timeout=10) as s:
        s.sendall(b"GET /empty HTTP/1.1\r\nHost: x\r\n")
        begun = time.monotonic()
        s.recv(1000)
        assert 1 < time.monotonic() - begun < 9
    with socket.create_connection(("127.0.0.1", here.port), timeout=10) as s:  # goes away in the middle of its body
        s.sendall(b"PUT /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc")


def forged_cookies():
    token = sign_in()["Authorization"][7:]
    cookie = lambda v: {"Cookie": "session=" + v}
    same((ask("GET", "/api/v1/things/x", None, cookie(token)).status, 200))
    flipped = token[:-1] + ("0" if token[-1] != "0" else "1")
    for forged in ["", "x", flipped, token[:-2], token + "00", "'; drop table", "%00" * 20, token.upper() + "!"]:
        same((ask("GET", "/api/v1/things/x", None, cookie(forged)).status, 401))
    ask("DELETE", "/api/v1/sessions/current", None, {"Authorization": "Bearer " + token})
    same((ask("GET", "/api/v1/things/x", None, cookie(token)).status, 401))


def rights_speak():
    body = json.dumps({"name": "a"})
    answer = ask("POST", "/api/v1/things", body, sign_in("visitor"))
    same((answer.status, 403), (answer.json()["faults"][0]["text"], "This needs the role: Keeper."))
    answer = ask("POST", "/api/v1/things", body, sign_in())
    same((answer.status, 403), (answer.json()["faults"][0]["field"], "Purpose"))
    same((ask("POST", "/api/v1/things", body, {**sign_in(), "Purpose": "mending"}).status, 403),
         (ask("POST", "/api/v1/things", body, {**sign_in(), "Purpose": "counting"}).status, 201))


def idempotency():
    token = {**sign_in(), "Purpose": "counting", "Idempotency-Key": "one"}
    first = ask("POST", "/api/v1/things", b'{"name":"a"}', token)
    again = ask("POST", "/api/v1/things", b'{"name":"a"}', token)
    same((first.status, 201), (again.status, 201), (again.body, first.body), (again.headers["etag"],
         first.headers["etag"]), (again.headers["idempotency-replayed"], "true"))
    same((ask("POST", "/api/v1/things", b'{"name":"b"}', token).status, 409))


def versions():
    token = sign_in()
    tag = ask("GET", "/api/v1/things/x", None, token).headers["etag"]
    same((ask("GET", "/api/v1/things/x", None, {**token, "If-None-Match": tag}).status, 304),
         (ask("PUT", "/api/v1/things/x", b'{"name":"a"}', token).status, 428),
         (ask("PUT", "/api/v1/things/x", b'{"name":"a"}', {**token, "If-Match": tag}).status, 200),
         (ask("PUT", "/api/v1/things/x", b'{"name":"a"}', {**token, "If-Match": tag}).status, 412))


def failures_of_the_house_say_nothing():
    answer = ask("GET", "/api/v1/things/broken", None, sign_in())
    same((answer.status, 500), (answer.json()["faults"], []))
    assert b"secret" not in answer.body and answer.json()["instance"]
    page = ask("GET", "/nowhere", None, {"Accept": "text/html"})
    same((page.status, 404))
    assert b"<h1" in page.body and b"There is no page at this address." in page.body


def a_form_from_sign_in_to_sign_out():
    html = {"Accept": "text/html"}
    answer = ask("GET", "/things/form", None, html)
    same((answer.status, 303), (answer.headers["location"], "/sign-in?next=/things/form"))
    page = ask("GET", answer.headers["location"], None, html)
    csrf = lambda p: re.findall(rb'name="csrf" value="(\w+)"', p.body)[-1].decode()
    cookie = "visitor=" + page.cookies["visitor"]
    body = f"name=keeper&password=wrong&next=/things/form&csrf={csrf(page)}"
    typed = {**html, "Content-Type": FORM, "Cookie": cookie}
    same((ask("POST", "/sign-in", body, {**typed, "Cookie": ""}).status, 403),
         (ask("POST", "/sign-in", body, {**typed, "Sec-Fetch-Site": "cross-site"}).status, 403))
    wrong = ask("POST", "/sign-in", body, typed)
    same((wrong.status, 403), (b'value="keeper"' in wrong.body, True), (b"wrong" in wrong.body, True))
    assert b'id="faults"' in wrong.body
    done = ask("POST", "/sign-in", body.replace("wrong", "right"), typed)
    same((done.status, 303), (done.headers["location"], "/things/form"))
    typed["Cookie"] = "session=" + done.cookies["session"]
    page = ask("GET", "/things/form", None, typed)
    same((page.status, 200))
    bad = ask("POST", "/things/form", f"name=&weight=heavy&note=%3Cb%3E&aims=counting&aims=mending&csrf={csrf(page)}", typed)
    same((bad.status, 422))
    for part in [b'href="#f-weight"', b'aria-invalid="true"', b'value="heavy"', b"&lt;b&gt;"]:
        assert part in bad.body, part
    doubtful = ask("POST", "/things/form", f"name=a&found_on=03/05/2026&csrf={csrf(page)}", typed)
    same((doubtful.status, 422), (b'href="#f-found_on">Found on may mean Sun 3 May 2026 or Thu 5 Mar 2026.' in
         doubtful.body, True))
    good = ask("POST", "/things/form", "name=a&found_on=3.5.2026&broken=&seen_at=2026-09-17T21:04&aims=counting&aims=mending&marks.0.text=m&"
               f"csrf={csrf(page)}", typed)
    same((good.status, 303))
    own = lambda action: re.search(rb'action="%s".*?name="csrf" value="(\w+)"' % action, page.body, re.S).group(1).decode()
    same((ask("POST", "/purpose", f"chosen=nothing&csrf={own(b'/purpose')}", typed).status, 422))
    chosen = ask("POST", "/purpose", f"chosen=mending&next=/parts&csrf={own(b'/purpose')}", typed)
    same((chosen.status, 303), (chosen.headers["location"], "/parts"),
         (b"<summary><span class=\"st-soft\">Purpose: </span>Mending" in ask("GET", "/parts", None, typed).body, True))
    out = ask("POST", "/sign-out", f"csrf={own(b'/sign-out')}", typed)
    ended = ask("GET", "/things/form", None, typed)
    same((ended.headers["location"], "/sign-in?ended=1&next=/things/form"),
         (b"Your session has ended" in ask("GET", ended.headers["location"], None, html).body, True))
    same((out.status, 303), (ask("GET", "/things/form", None, typed).status, 303))
    for elsewhere in ["//elsewhere.example/", "https://elsewhere.example/", "/%5Celsewhere.example", "/a%0D%0AX:y"]:
        assert b'name="next" value="/parts"' in ask("GET", "/sign-in?next=" + elsewhere, None, html).body


def the_throttle_holds():
    body = json.dumps({"name": "somebody", "password": "wrong"})
    answers = [ask("POST", "/api/v1/sessions", body, {"Content-Type": "application/json"}).status for _ in range(7)]
    same((answers, [403] * 5 + [429] * 2))
    waits = ask("POST", "/api/v1/sessions", body.replace("somebody", "SomeBody "), {"Content-Type": "application/json"})
    same((waits.status, 429), (waits.headers["retry-after"] in ["1", "2"], True), (waits.json()["code"], "busy"))
    ask("POST", "/api/v1/sessions", body.replace("somebody", "keeper").replace("wrong", "right"),
        {"Content-Type": "application/json"})
    many = [ask("POST", "/api/v1/sessions", body.replace("somebody", f"name{i}"), {"Content-Type": "application/json"}).status
            for i in range(40)]
    assert 429 in many and many[0] == 403, many  # one address, many names
    home = ask("POST", "/api/v1/sessions", body.replace("somebody", "keeper").replace("wrong", "right"),
               {"Content-Type": "application/json"})
    same((home.status, 201))  # who has signed in from here before is not kept out by them


def languages():
    page = lambda path, **h: ask("GET", path, None, {"Accept": "text/html", **h})
    assert b'lang="sv"' in page("/nowhere", **{"Accept-Language": "sv, en;q=0.5"}).body[:60]
    chosen = page("/parts?lang=sv")
    same((chosen.cookies["lang"], "sv"))
    assert b'lang="sv" dir="ltr"' in page("/parts", Cookie="lang=sv", **{"Accept-Language": "en"}).body[:80]
    same((ask("GET", "/api/v1/nowhere", None, {"Accept-Language": "sv"}).json()["faults"][0]["text"],
          "Det finns ingen sida på den här adressen."))


def pages_escape():
    body = ask("GET", "/parts").body
    assert b"<script>" not in body and b"<b>" not in body and b"javascript:" not in body
    assert not re.search(rb"\son\w+=|\sstyle=|<style", body)


def files_are_kept_for_ever():
    address = re.search(rb'href="(/static/\w+/app.css)"', ask("GET", "/parts").body).group(1).decode()
    plain, packed = ask("GET", address), ask("GET", address, None, {"Accept-Encoding": "gzip"})
    assert "immutable" in plain.headers["cache-control"] and len(packed.body) < len(plain.body)
    same((packed.headers["content-encoding"], "gzip"),
         (ask("GET", address, None, {"If-None-Match": plain.headers["etag"]}).status, 304),
         (ask("GET", "/static/x/nothing.css").status, 404))
    assert "immutable" not in ask("GET", "/static/0000/app.css").headers["cache-control"]
    assert not re.search(rb"url\(\s*['\"]?(https?:)?//", plain.body), "a style asks another host"


def events_arrive():
    token = sign_in()
    same((ask("GET", "/events", None, token).status, 422))
    connection = http.client.HTTPConnection("127.0.0.1", here.port, timeout=10)
    connection.request("GET", "/events?topics=other+things", None, token)
    stream = connection.getresponse()
    same((stream.status, 200), (stream.getheader("Content-Type"), "text/event-stream"))
    same((stream.readline(), b"retry: 3000\n"), (stream.readline(), b"\n"))
    ask("POST", "/api/v1/things", b'{"name":"a"}', {**token, "Purpose": "counting"})
    lines = [stream.readline() for _ in range(3)]
    same((lines[1:], [b"event: things\n", b'data: {"changed":true}\n']))
    same((b"statera_http_streams 1" in ask("GET", "/metrics").body, True))
    connection.close()


def the_description_is_whole():
    spec = ask("GET", "/api/v1/openapi.json").json()
    same((spec["openapi"], "3.1.0"), (sorted(spec["components"]["schemas"]), ["credentials", "session_token", "thing"]))
    post = spec["paths"]["/api/v1/things"]["post"]
    same((post["x-roles"], ["keeper"]), (post["x-purposes"], ["counting"]), (post["x-journal"], "thing.make"),
         ([p["name"] for p in post["parameters"]], ["Purpose", "Idempotency-Key"]))
    same((ask("GET", "/healthz").json(), {"status": "ok"}))
    assert b"keeper" not in ask("GET", "/metrics").body


def tls():
    if not shutil.which("openssl"):
        return "openssl is not installed"
    place = tempfile.mkdtemp()
    key, certificate = os.path.join(place, "key.pem"), os.path.join(place, "cert.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
                    "-days", "2", "-subj", "/CN=localhost"], check=True, stderr=subprocess.DEVNULL)
    server = Server(certificate, key)
    answer = ask("GET", "/sign-in", None, {"Accept": "text/html"}, server)
    same((answer.status, 200), ("__Host-visitor" in answer.cookies, True))
    assert "Secure" in answer.headers["set-cookie"] and "max-age" in answer.headers["strict-transport-security"]
    same((server.stop(), (0, "")))
    server = subprocess.run([sys.argv[1], key, key], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE)
    same((server.returncode, 1), (server.stderr.decode(),
         "cannot start: The server cannot start with this certificate.\n"))


def a_proxy_is_believed_when_it_is_named():
    server = Server(STATERA_TEST_PROXY="127.0.0.1")
    html = {"Accept": "text/html", "X-Forwarded-Proto": "https"}
    page = ask("GET", "/sign-in", None, html, server)
    same(("__Host-visitor" in page.cookies, True), ("strict-transport-security" in page.headers, True))
    same(("__Host-visitor" in ask("GET", "/sign-in", None, html).cookies, False))  # nobody is believed unasked
    wrong = lambda client: ask("POST", "/api/v1/sessions", json.dumps({"name": "keeper", "password": "wrong"}),
                               {"Content-Type": "application/json", "X-Forwarded-For": client}, server).status
    same(([wrong("192.0.2.1") for _ in range(6)], [403] * 5 + [429]))
    # another client is another; what a client itself wrote before the proxy's word, and what is no address, is nothing
    same((wrong("192.0.2.2"), 403), (wrong("198.51.100.9, 192.0.2.1"), 429), (wrong("nowhere"), 403))
    same((server.stop(), (0, "")))
    refused = subprocess.run([sys.argv[1]], env=os.environ | {"STATERA_TEST_PROXY": "nowhere"}, stdin=subprocess.DEVNULL,
                             stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    same((refused.returncode, 1), (refused.stderr.decode(), "cannot start: This is no numeric address.\n"))


def a_port_in_use_is_said():
    env = dict(os.environ, STATERA_TEST_PORT=str(here.port))
    done = subprocess.run([sys.argv[1]], env=env, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          stdout=subprocess.DEVNULL)
    same((done.returncode, 1), (done.stderr.decode(), "cannot start: Port {0} cannot be opened.\n"))


def it_stops_with_open_streams_and_requests():
    server = Server()
    token = ask("POST", "/api/v1/sessions", json.dumps({"name": "keeper", "password": "right"}),
                {"Content-Type": "application/json"}, server).json()["token"]
    streams = []
    for _ in range(5):
        c = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        c.request("GET", "/events?topics=things", None, {"Authorization": "Bearer " + token})
        streams.append((c, c.getresponse()))
    idle = socket.create_connection(("127.0.0.1", server.port))
    begun = time.monotonic()
    same((server.stop(), (0, "")))
    assert time.monotonic() - begun < 8
    for c, stream in streams:
        assert stream.read().startswith(b"retry:")
        c.close()
    idle.close()


TESTS = [every_answer_carries_the_security_headers, methods, paths_that_climb, bad_json, large_bodies,
         oversized_headers, nonsense_on_the_line, heads_that_can_be_read_in_two_ways,
         bodies_of_other_kinds_are_refused, json_that_is_too_much, half_requests_take_no_place_from_others,
         one_officer_leaves_streams_to_others, pipelined, one_connection_a_thousand_requests, many_at_once,
         slow_client_is_let_go, forged_cookies, rights_speak, idempotency, versions,
         failures_of_the_house_say_nothing, a_form_from_sign_in_to_sign_out, the_throttle_holds, languages,
         pages_escape, files_are_kept_for_ever, events_arrive, the_description_is_whole, tls,
         a_proxy_is_believed_when_it_is_named, a_port_in_use_is_said,
         it_stops_with_open_streams_and_requests]

here = Server()
failed = 0
print(f"1..{len(TESTS) + 1}")
for number, test in enumerate(TESTS, 1):
    title, why, skipped = test.__name__.replace("_", " "), None, None
    try:
        skipped = test()
    except Exception as e:  # whatever it was, the next test is to run
        line = e.__traceback__
        while line.tb_next and line.tb_frame.f_code.co_name not in (test.__name__,):
            line = line.tb_next
        why = f"line {line.tb_lineno}: {type(e).__name__}: {e}"
    failed += why is not None
    print(f"{'not ok' if why else 'ok'} {number} - {title}" + (f" # SKIP {skipped}" if skipped else ""), flush=True)
    if why:
        print("# " + why.replace("\n", "\n# "), flush=True)
status, log = here.stop()
known = re.sub(r"statera: request [0-9a-f-]{36} GET /api/v1/things/\{name\}: 500 io \(\S+:\d+\)\n", "", log)
clean = status == 0 and known == ""
print(f"{'ok' if clean else 'not ok'} {len(TESTS) + 1} - the server ends well and its log holds nothing else")
if not clean:
    print("# " + f"status {status}: {known}".replace("\n", "\n# "))
sys.exit(1 if failed or not clean else 0)
