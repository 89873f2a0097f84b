#!/usr/bin/env python3
"""tools/conventions.py accepts a tree that keeps the conventions and refuses, for each rule, trees that break it."""
import os
import shutil
import subprocess
import sys
import tempfile

CHECKER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "conventions.py")

HEADER = """/* Weighs things. */
#ifndef ST_BASE_SCALE_H
#define ST_BASE_SCALE_H

/* The weight in grams. */
int st_scale_weigh(int pieces);

#endif
"""
SOURCE = """#include "base/scale.h"

/* "strcpy(" in a comment or a string is not a call: strcpy( */
static const char name[] = "strcpy(";

int st_scale_weigh(int pieces)
{
    return pieces * (int)sizeof name;
}
"""
GOOD = {"src/base/scale.h": HEADER, "src/base/scale.c": SOURCE}

# One file put into the good tree, or changed in it, and the rule that must refuse the result.
BAD = [
    ("floors", "src/base/up.c", '#include "store/db.h"\n'),
    ("floors", "src/law/side.c", '#include "identity/mrz.h"\n'),
    ("floors", "src/identity/side.c", '#include "law/period.h"\n'),
    ("floors", "src/cases/up.c", '#include "union/ledger.h"\n'),
    ("floors", "src/web/world.c", '#include "sim/world.h"\n'),
    ("floors", "src/web/case.c", '#include "cases/procedure.h"\n'),
    ("floors", "src/base/short.c", '#include "scale.h"\n'),
    ("floors", "include/statera/open.h",
     '/* . */\n#ifndef STATERA_OPEN_H\n#define STATERA_OPEN_H\n#include "base/scale.h"\n#endif\n'),
    ("banned", "src/base/copy.c", SOURCE.replace("pieces *", "strcpy(0, 0) *")),
    ("banned", "tests/base/test_number.c", "int main(int c, char **v) { return atoi(v[1]); }\n"),
    ("banned", "src/base/loud.c", 'void st_loud(void) { printf("hello"); }\n'),
    ("guards", "src/base/scale.h", HEADER.replace("ST_BASE_SCALE_H", "SCALE_H")),
    ("guards", "src/base/scale.h", "/* . */\n#pragma once\n/* . */\nint st_scale_weigh(int pieces);\n"),
    ("layout", "src/base/scale.c", SOURCE.replace("    return", "\treturn")),
    ("layout", "src/base/scale.c", SOURCE.replace("{\n", "{ \n")),
    ("layout", "src/base/scale.c", SOURCE + "/* " + "long " * 24 + "*/\n"),
    ("layout", "src/base/scale.c", SOURCE + "/* \"" + "long " * 26 + "\" */\n"),
    ("layout", "src/base/scale.c", SOURCE + "\n"),
    ("unfinished", "src/base/scale.c", SOURCE + "/* TO" + "DO: weigh better */\n"),
    ("unfinished", "src/base/scale.c", SOURCE + "/* a st" + "ub */\n"),
    ("unfinished", "tests/base/test_x.c", "/* FIX" + "ME */\n"),
    ("places", "README.md", "Clone it to /wo" + "rk/statera.\n"),
    ("places", "tools/fetch", "#!/bin/sh\ncurl https://registry.n" + "pmjs.org/\n"),
    ("places", "ui/package-lock.json", '{\n  "resolved": "https://example.org/a.tgz"\n}\n'),
    ("sizes", "src/base/scale.c", SOURCE + "/* . */\n" * 1200),
    ("sizes", "src/base/scale.c", SOURCE + "\nint st_long(int a)\n{\n" + "    a++;\n" * 101 + "}\n"),
    ("documented", "src/base/scale.h", HEADER.replace("/* The weight in grams. */\n", "")),
    ("documented", "src/base/scale.h", HEADER.replace("/* Weighs things. */\n", "")),
    ("alone", "src/base/scale.h", HEADER.replace("int pieces", "struct st_pieces pieces, size_t n")),
    ("symbols", "src/base/scale.c", SOURCE + "int weigh(void) { return 1; }\n"),
    ("symbols", "src/base/scale.c", SOURCE + "int fruit_codes = 1;\n"),
    ("built", "src/base/lost.c", "int st_lost;\n"),
]
# What looks like a breach and is none.
FINE = [
    ("src/cli/demo.c", '#include "sim/world.h"\n'),
    ("src/law/public.c", '#include "statera/law.h"\n'),
    ("src/base/scale.c", SOURCE + "extern const int fruit_codes;\nconst int fruit_codes = 1;\n"),
    ("src/base/row.c", "const char *const st_row = \"" + "r" * 100 + "\";\n"),
    ("src/base/table.c", "static int f(int a)\n{\n    switch (a) {\n" + "    case 1: return 2;\n" * 120 + "    }\n}\n"),
]


def write(root, files):
    for path, text in files.items():
        place = os.path.join(root, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w", encoding="utf-8") as f:
            f.write(text)


def build(root):
    """What meson would leave: one library of src/base/scale.c, and the list of compiled files."""
    place = os.path.join(root, "build-test")
    os.makedirs(os.path.join(place, "src/base"))
    for words in (["cc", "-Isrc", "-c", "src/base/scale.c", "-o", "build-test/scale.o"],
                  ["ar", "rc", "build-test/src/base/libbase.a", "build-test/scale.o"]):
        subprocess.run(words, cwd=root, check=True, stderr=subprocess.DEVNULL)
    rows = ", ".join('{"directory": "%s", "file": "%s"}' % (place, "../" + path)
                     for path in list(GOOD) + [row[0] for row in FINE] + [row[1] for row in BAD if row[0] != "built"])
    write(root, {"build-test/compile_commands.json": f"[{rows}]"})
    return place


def check(files, with_build):
    """Returns what the checker said of the tree's text and, if asked, of its build."""
    root = tempfile.mkdtemp()
    try:
        write(root, files)
        words = [sys.executable, CHECKER, "--root", root]
        said = [subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)]
        if with_build:
            words += ["--build", build(root)]
            said.append(subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
        return max(done.returncode for done in said), "".join(done.stdout for done in said)
    finally:
        shutil.rmtree(root)


def main():
    number, broken = 0, 0
    cases = [(None, None, None)] + [(None, path, text) for path, text in FINE] + BAD
    for rule, path, text in cases:
        files = dict(GOOD, **({path: text} if path else {}))
        status, said = check(files, rule in ("symbols", "built") or path in (None, "src/base/scale.c"))
        # A breach is found by its own rule and by no other, or its row proves nothing.
        found = {line.rpartition("[")[2].rstrip("]") for line in said.splitlines() if not line.startswith("#")}
        right = found == ({rule} if rule else set()) and status == (1 if rule else 0)
        number += 1
        broken += not right
        title = f"{rule} refuses {path}" if rule else f"accepts {path or 'a good tree'}"
        print(f"{'ok' if right else 'not ok'} {number} - {title}")
        if not right:
            print("".join(f"# {line}\n" for line in said.splitlines()), end="")
    print(f"1..{number}")
    sys.exit(1 if broken else 0)


main()
