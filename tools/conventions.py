#!/usr/bin/env python3
"""Checks what CONTRIBUTING.md asks of the tree and a compiler does not see.

usage: tools/conventions.py [--root DIR] [--build DIR] [--tap] [--rules]

Prints each finding as path:line: what and why; with --tap one test for each rule as well. Without --build the text of
the tree is checked (this is one of the unit tests), with it what the build made of it: symbols and forgotten files.
Exit status 1 when anything was found. tests/tools/test_conventions.py shows, for each rule, a tree that it refuses.
"""
import argparse
import concurrent.futures
import json
import os
import re
import shlex
import subprocess
import sys

# Which floors a floor may include, its own and itself always among them. `law` and `identity` stand side by side.
FLOORS = ["base", "law", "identity", "store", "registers", "cases", "union", "web", "app", "cli"]
BELOW = {floor: set(FLOORS[:at + 1]) for at, floor in enumerate(FLOORS)}
BELOW["identity"].remove("law")
BELOW["web"] = {"base", "law", "store", "web"}  # serves whatever stands on it: no register, no procedure
BELOW["library"] = {"base", "law", "identity", "library"}  # what other people's programs link
BELOW["sim"] = set(FLOORS) | {"sim"}  # the synthetic world is a client of every floor,
BELOW["cli"].add("sim")               # and of all floors only the demo command starts it
C_FOLDERS = ("src", "include", "sim", "tests", "fuzz", "bench")

BANNED = {
    "strcpy strcat strncpy strncat sprintf vsprintf stpcpy gets": "use struct st_buf or snprintf",
    "strtok strtok_r": "use st_str_cut",
    "atoi atol atoll atof sscanf scanf fscanf": "use st_str_to_int64",
    "gmtime localtime ctime asctime mktime timegm strftime": "use base/date.h",
    "strerror": "use strerror_r or a message of our own",
    "rand srand random srandom drand48 lrand48": "use libsodium, or a seeded generator where it must repeat",
    "alloca": "use the arena",
    "system popen": "start programs with an argument list",
    "tmpnam tempnam mktemp": "use mkstemp or mkdtemp",
    "assert": "use ST_ASSERT, which is there in every build",
    "setlocale": "the program runs in the C locale; ICU does languages",
}
BANNED_CALL = re.compile(r"(?<![\w.>])(" + "|".join(" ".join(BANNED).split()) + r")\s*\(")
PRINTING_CALL = re.compile(r"(?<![\w.>])(printf|puts|putchar|vprintf)\s*\(")
# The letter in brackets keeps these patterns from finding themselves.
UNFINISHED = re.compile(r"\bTO[D]O\b|\bFIX[M]E\b")
HALF_DONE = re.compile(r"TO[D]O|FIX[M]E|not imp[l]emented|st[u]b|placeh[o]lder(?!=)|d[u]mmy", re.I)
PLACES = re.compile(r"(^|[^A-Za-z0-9._/-])/(w[o]rk|f[a]rm|r[o]ot)/|\.l[i]brary|deb\.d[e]bian|registry\.n[p]m")

LINE, FUNCTION, FUNCTION_HARD, FILE = 120, 60, 100, 1200
LINE_WITH_TEXT = 132  # a row of a table, or a sentence that should be found whole
LINE_OF_TESTS = 160   # a case in one line reads better than in two


class Tree:
    """The files of the tree, read once, and what was found in them."""

    def __init__(self, root, build):
        self.root, self.build, self.findings, self.notices, self.cache = root, build, [], [], {}
        self.files = sorted(self.listed())

    def listed(self):
        if os.path.exists(os.path.join(self.root, ".git")):
            out = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=self.root,
                                 check=True, stdout=subprocess.PIPE, text=True).stdout
            return [path for path in out.split("\0") if path and os.path.isfile(os.path.join(self.root, path))]
        found = []
        for folder, folders, names in os.walk(self.root):
            folders[:] = [f for f in folders if f != "node_modules" and not f.startswith("build")]
            found += [os.path.relpath(os.path.join(folder, name), self.root) for name in names]
        return found

    def text(self, path):
        """The text of a file; "" for one that is not text."""
        if path not in self.cache:
            with open(os.path.join(self.root, path), "rb") as f:
                raw = f.read()
            try:
                self.cache[path] = "" if b"\0" in raw else raw.decode("utf-8")
            except UnicodeDecodeError:
                self.cache[path] = ""
        return self.cache[path]

    def lines(self, path):
        return self.text(path).splitlines()

    def code(self, path):
        """The lines of a C file with comments and the insides of strings blanked out."""
        key = ("code", path)
        if key not in self.cache:
            blank = lambda m: m.group(0)[0] + re.sub(r"[^\n]", " ", m.group(0)[1:-1]) + m.group(0)[-1]
            self.cache[key] = re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'',
                                     lambda m: re.sub(r"[^\n]", " ", m.group(0)) if m.group(0)[0] == "/" else blank(m),
                                     self.text(path), flags=re.S).splitlines()
        return self.cache[key]

    def c_files(self, folders=C_FOLDERS, endings=(".c", ".h")):
        return [p for p in self.files if p.split("/")[0] in folders and p.endswith(endings)]

    def scripts(self):
        return [p for p in self.files if p.endswith((".py", ".sh", ".mjs", ".build")) or self.text(p).startswith("#!")]

    def find(self, path, line, what):
        self.findings.append(f"{path}:{line}: {what}" if line else f"{path}: {what}")

    def notice(self, path, line, what):
        self.notices.append(f"{path}:{line}: {what}")


def floor_of(path):
    words = path.split("/")
    return words[1] if words[0] == "src" and len(words) > 2 else words[0]


def floors(tree):
    """A floor includes headers of its own and of the floors below it, written from src/"""
    for path in tree.c_files(("src", "sim", "include")):
        for number, line in enumerate(tree.lines(path), 1):
            match = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
            if not match:
                continue
            name, own = match.group(1), floor_of(path)
            target = name.split("/")[0]
            if "/" not in name or name.startswith("."):
                tree.find(path, number, f'"{name}" is to be written from src/')
            elif target == "statera":
                continue
            elif own == "include":
                tree.find(path, number, f'a public header stands alone, it cannot include "{name}"')
            elif target not in BELOW.get(own, set()):
                tree.find(path, number, f'{own} may not see {target} ("{name}")')


def banned(tree):
    """Calls that the conventions ban"""
    for path in tree.c_files():
        own = floor_of(path)
        for number, line in enumerate(tree.code(path), 1):
            for name in BANNED_CALL.findall(line):
                why = next(why for names, why in BANNED.items() if name in names.split())
                tree.find(path, number, f"{name}() is banned: {why}")
            if own in FLOORS and own != "cli" and PRINTING_CALL.search(line):
                tree.find(path, number, "only the command line prints to the terminal")


def guards(tree):
    """A header's guard is named after its place: ST_<FLOOR>_<FILE>_H"""
    for path in tree.c_files(endings=".h"):
        words = path.split("/")
        stem = re.sub(r"\W", "_", "_".join(words[1:] if words[0] in ("src", "include") else words)[:-2]).upper()
        wanted = f"{stem}_H" if words[0] == "include" else f"ST_{stem}_H"
        match = re.search(r"^#ifndef (\w+)\n#define (\w+)$", tree.text(path), re.M)
        if not match or match.groups() != (wanted, wanted):
            tree.find(path, 1, f"the guard is to be {wanted}")


def layout(tree):
    """Lines fit, no tabs, no space at their ends, files end with one newline"""
    for path in tree.c_files() + tree.scripts():
        text = tree.text(path)
        if text and (not text.endswith("\n") or text.endswith("\n\n")):
            tree.find(path, text.count("\n"), "the file is to end with one newline")
        for number, line in enumerate(tree.lines(path), 1):
            if "\t" in line:
                tree.find(path, number, "a tab")
            if line != line.rstrip():
                tree.find(path, number, "white space at the end of the line")
            limit = LINE_OF_TESTS if path.startswith("tests/") else LINE_WITH_TEXT if '"' in line else LINE
            if len(line) > limit:
                tree.find(path, number, f"{len(line)} characters; the limit is {limit}")


def unfinished(tree):
    """No words that mark unfinished work"""
    for path in tree.c_files() + tree.scripts():
        pattern = HALF_DONE if path.split("/")[0] in ("src", "include", "sim") else UNFINISHED
        for number, line in enumerate(tree.lines(path), 1):
            for match in pattern.finditer(line):
                tree.find(path, number, f"the word '{match.group(0)}'")


def places(tree):
    """No paths of one machine, no registry hosts, no download addresses in lock files"""
    for path in tree.files:
        for number, line in enumerate(tree.lines(path), 1):
            if path.endswith("package-lock.json"):
                if '"resolved"' in line:
                    tree.find(path, number, "a download address (npm's omit-lockfile-registry-resolved leaves it out)")
            elif PLACES.search(line):
                tree.find(path, number, "a path of one machine or a registry's host")


def sizes(tree):
    """A file has one subject, a function fits on a screen (rows of tables and cases of a switch not counted)"""
    row = re.compile(r"^\s*(\{.*\},?|case .*|default:.*|[A-Z_]+\(.*\),?|cmocka_unit_test.*)$")
    for path in tree.c_files():
        lines = tree.code(path)
        if len(lines) > FILE:
            tree.find(path, 0, f"{len(lines)} lines; a file of more than {FILE} holds more than one subject")
        start = None
        for number, line in enumerate(lines, 1):
            if line.startswith("{"):
                start = number
            elif line.startswith("}") and start:
                body = [text for text in lines[start:number - 1] if text.strip() and not row.match(text)]
                if len(body) > FUNCTION_HARD:
                    tree.find(path, start, f"a function of {len(body)} lines; the limit is {FUNCTION_HARD}")
                elif len(body) > FUNCTION:
                    tree.notice(path, start, f"a function of {len(body)} lines; the aim is {FUNCTION}")
                start = None


def documented(tree):
    """Every block of public declarations in a header says what it is for, and so does every header"""
    declaration = re.compile(r"^(?!static|typedef|return|extern)[a-z][\w\s*]*\bst_\w+\(", re.M)
    for path in tree.c_files(("src", "include"), ".h"):
        if not tree.text(path).startswith("/*"):
            tree.find(path, 1, "a header begins with a comment: what this is, and what it costs")
        number = 1
        for block in re.split(r"(\n\s*\n)", tree.text(path)):
            if declaration.search(block) and "/*" not in block:
                tree.find(path, number, "public functions without a comment: " + block.strip().splitlines()[0][:60])
            number += block.count("\n")


def alone(tree):
    """A header can be included alone"""
    headers = tree.c_files(("src", "include"), ".h")
    if not headers:
        return
    packages = "libsodium jansson sqlite3 libpq libmicrohttpd gnutls icu-uc"
    flags = subprocess.run(["pkg-config", "--cflags", *packages.split()], stdout=subprocess.PIPE, text=True).stdout
    command = [*shlex.split(os.environ.get("CC", "cc")), "-std=c11", "-D_GNU_SOURCE", "-fsyntax-only", "-Isrc",
               "-Iinclude", "-I.", *flags.split(), "-x", "c", "-"]

    def compile_one(path):
        name = re.sub(r"^(src|include)/", "", path)
        return path, subprocess.run(command, cwd=tree.root, input=f'#include "{name}"\n', text=True,
                                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, done in pool.map(compile_one, headers):
            if done.returncode:
                first = next((line for line in done.stdout.splitlines() if "error" in line), done.stdout.strip())
                tree.find(path, 1, f"cannot be included alone: {first}")


def symbols(tree):
    """What a floor's library shows to others carries the prefix

    Functions and writable data: st_<module>_<verb>, always. Constant data (nm says in which section it lies) may
    instead be a table of the law or the world, whose names are the field's own: a shape, a code list, a rule, a
    register, a procedure, a table of routes … Those are told by their last word."""
    tables = re.compile(r"\w+_(shape|codes|matrix|rules?|register|procedure|chart|routes|commands|statements|pages)")
    for folder, _, names in os.walk(os.path.join(tree.build, "src")):
        for name in sorted(n for n in names if n.startswith("lib") and n.endswith(".a")):
            path = os.path.join(folder, name)
            listed = subprocess.run(["nm", "-g", "-f", "sysv", "--defined-only", path], check=True, text=True,
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
            for symbol, section in re.findall(r"^(\w+) *\|[^\n]*\|(\S+)$", listed, re.M):
                constant = section.startswith((".rodata", ".data.rel.ro"))
                if symbol.startswith(("st_", "__")) or constant and tables.fullmatch(symbol):
                    continue
                tree.find(os.path.relpath(path, tree.build), 0, f"{symbol} is seen by others and lacks the prefix st_")


def built(tree):
    """Every source file is part of the build"""
    with open(os.path.join(tree.build, "compile_commands.json"), encoding="utf-8") as f:
        known = {os.path.relpath(os.path.join(e["directory"], e["file"]), tree.root) for e in json.load(f)}
    for path in tree.c_files(endings=".c"):
        if path not in known:
            tree.find(path, 0, "is not named in any meson.build")


RULES = [floors, banned, guards, layout, unfinished, places, sizes, documented, alone]
RULES_OF_A_BUILD = [symbols, built]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", default=os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser.add_argument("--build", help="a build directory of the tree: check that")
    parser.add_argument("--tap", action="store_true", help="one test for each rule")
    parser.add_argument("--rules", action="store_true", help="list the rules")
    args = parser.parse_args()
    rules = RULES_OF_A_BUILD if args.build else RULES
    if args.rules:
        for rule in RULES + RULES_OF_A_BUILD:
            print(f"{rule.__name__:<12} {rule.__doc__.splitlines()[0]}")
        return 0

    tree = Tree(os.path.abspath(args.root), args.build and os.path.abspath(args.build))
    total = 0
    for number, rule in enumerate(rules, 1):
        tree.findings = []
        rule(tree)
        total += len(tree.findings)
        if args.tap:
            print(f"{'not ok' if tree.findings else 'ok'} {number} - {rule.__doc__.splitlines()[0]}")
        for line in tree.findings:
            print(f"# {line}" if args.tap else f"{line} [{rule.__name__}]")
    if args.tap:
        print(f"1..{len(rules)}")
    for line in tree.notices:
        print(f"# notice: {line}")
    return 1 if total else 0


sys.exit(main())
