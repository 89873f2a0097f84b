"""The demonstration served for a test, and who talks to it: programs over the interface, officers at browsers."""
import http.cookiejar
import json
import os
import re
import signal
import subprocess
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser

import statera

PASSWORD = "lampedusa-by-night"


class Server:
    """The demonstration without people on the test's database; started again, it goes on with what is there. `log` is
    what it wrote to standard error."""

    def __init__(self, *words):
        self.words, self.log_file = words or ("--empty",), None

    def start(self):
        self.log_file = self.log_file or tempfile.NamedTemporaryFile("w+", suffix=".log")
        self.process = subprocess.Popen([statera.PROGRAM, "demo", *self.words, "--db", os.environ["STATERA_TEST_DB"],
                                         "--port", "0", "--json"],
                                        stdout=subprocess.PIPE, stderr=self.log_file, text=True)
        said = ""
        while "http" not in said:
            line = self.process.stdout.readline()
            assert line, "the demonstration ended at once: " + self.log
            said += line
        self.url = re.search(r"http://[0-9.:]+", said).group(0)

    @property
    def log(self):
        with open(self.log_file.name, encoding="utf-8", errors="replace") as f:
            return f.read()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=20 * statera.SLOW) == 0


server = Server()


class Program:
    """Another system: a token, a purpose on every call."""

    def __init__(self, name, purpose):
        self.purpose, self.token = purpose, None
        status, answer, _ = self.call("POST", "/api/v1/sessions", {"name": name, "password": PASSWORD})
        assert status == 201, answer
        self.token = answer["token"]

    def call(self, method, path, body=None, **headers):
        request = urllib.request.Request(server.url + path, method=method,
                                         data=None if body is None else json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        if self.token:
            request.add_header("Authorization", "Bearer " + self.token)
        if self.purpose:
            request.add_header("Purpose", self.purpose)
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with urllib.request.urlopen(request, timeout=30 * statera.SLOW) as answer:
                text = answer.read()
                return answer.status, json.loads(text) if text else None, answer.headers
        except urllib.error.HTTPError as answer:
            return answer.code, json.loads(answer.read() or b"null"), answer.headers

    def ok(self, method, path, body=None, **headers):
        status, answer, head = self.call(method, path, body, **headers)
        assert status in (200, 201, 204), (method, path, status, answer)
        return answer, head


class Page(HTMLParser):
    """What a page holds: its text, links, and forms with their fields as they would be sent."""

    def __init__(self, text):
        super().__init__()
        self.text, self.links, self.forms, self.form, self.area = "", [], [], None, None
        self.source = text
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if tag == "a":
            self.links.append(a.get("href"))
        if tag == "form":
            self.form = {"action": a["action"], "fields": {}}
            self.forms.append(self.form)
        if self.form is None or "name" not in a:
            return
        if tag == "textarea":
            self.area = a["name"]
            self.form["fields"][self.area] = ""
        elif tag == "input" and a.get("type") in ("radio", "checkbox"):
            if "checked" in a:
                self.form["fields"][a["name"]] = a.get("value", "")
        elif tag == "input":
            self.form["fields"][a["name"]] = a.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        if tag == "textarea":
            self.area = None

    def handle_data(self, data):
        self.text += data
        if self.area:
            self.form["fields"][self.area] += data.lstrip("\n")

    def form_to(self, action):
        return next(f for f in self.forms if f["action"] == action)


class Browser:
    """An officer at a browser without script."""

    def __init__(self):
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path):
        return self.send(urllib.request.Request(server.url + path, headers={"Accept": "text/html"}))

    def send(self, request):
        try:
            with self.opener.open(request, timeout=30 * statera.SLOW) as answer:
                self.status, self.at = answer.status, urllib.parse.urlparse(answer.geturl()).path
                return Page(answer.read().decode())
        except urllib.error.HTTPError as answer:
            self.status = answer.code
            return Page(answer.read().decode())

    def post(self, form, **fields):
        data = urllib.parse.urlencode(form["fields"] | fields).encode()
        return self.send(urllib.request.Request(server.url + form["action"], data=data, headers={"Accept": "text/html"}))

    def post_files(self, form, name, files, **fields):
        """The same as multipart/form-data, as a browser without script sends files chosen under one name."""
        parts = [f'Content-Disposition: form-data; name="{key}"\r\n\r\n{value}'.encode()
                 for key, value in (form["fields"] | fields).items() if key != name]
        parts += [f'Content-Disposition: form-data; name="{name}"; filename="{i}.iso"\r\n'
                  f'Content-Type: application/octet-stream\r\n\r\n'.encode() + content
                  for i, content in enumerate(files)]
        body = b"".join(b"--a-line-between\r\n" + part + b"\r\n" for part in parts) + b"--a-line-between--\r\n"
        head = {"Accept": "text/html", "Content-Type": "multipart/form-data; boundary=a-line-between"}
        return self.send(urllib.request.Request(server.url + form["action"], data=body, headers=head))

    def sign_in(self, name, password=PASSWORD):
        return self.post(self.get("/sign-in").form_to("/sign-in"), name=name, password=password)


def at_desk(name):
    """A browser in which an officer has signed in."""
    browser = Browser()
    browser.sign_in(name)
    return browser
