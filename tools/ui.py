#!/usr/bin/env python3
"""Builds the styles and scripts of the pages and writes them as one C source (src/web/assets.h).

usage: ui.py UI_DIR OUT.c DEPFILE WORK_DIR

With the npm packages of ui/package.json esbuild joins and shrinks app.css (Designsystemet and our own style) and
app.js, and the fonts of FONTS go in beside them. Without the packages our own files go in as they stand, without fonts,
and a warning says so; the next build tries again.
"""
import gzip
import hashlib
import os
import subprocess
import sys

ASSETS = [("app.css", "text/css; charset=utf-8"), ("app.js", "text/javascript; charset=utf-8"),
          ("icon.svg", "image/svg+xml")]
PACKAGE = "node_modules/@digdir/designsystemet-css/dist/src/index.css"
ESBUILD = "node_modules/.bin/esbuild"
LETTERS = "node_modules/@fontsource-variable/noto-sans/index.css"

# The scripts in which people's names and the information for them are written: package, its subset, whether one file
# holds every weight, and the characters. A browser fetches a file only when a page shows one of its characters that no
# font of the machine has. The ranges are ours and share no character: with those of the packages, which share joiners
# and marks, a single Persian name would bring a dozen files. Chinese, Japanese and Korean are left to the machine: one
# of their fonts is larger than this program.
FAMILY = "Statera Scripts"
FONTS = [
    ("noto-sans", "latin", True, "U+0-FF,U+131,U+152-153,U+2C6-2DC,U+2010-2027,U+2030-205E,U+20AC,U+2122,U+2190-2193,"
     "U+2212,U+FFFD"),
    ("noto-sans", "latin-ext", True, "U+100-130,U+132-151,U+154-2C5,U+2DD-36F,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,"
     "U+20A0-20AB,U+20AD-20C0,U+2C60-2C7F,U+A720-A7FF"),
    ("noto-sans", "vietnamese", True, "U+1EA0-1EF1"),
    ("noto-sans", "greek", True, "U+370-3FF,U+1F00-1FFF"),
    ("noto-sans", "cyrillic", True, "U+400-45F,U+490-491,U+4B0-4B1,U+2116"),
    ("noto-sans", "cyrillic-ext", True, "U+460-48F,U+492-4AF,U+4B2-52F,U+1C80-1C8F,U+2DE0-2DFF,U+A640-A69F"),
    ("noto-sans", "devanagari", True, "U+900-963,U+966-97F,U+A8E0-A8FF"),
    ("noto-sans-arabic", "arabic", True, "U+600-6FF,U+750-77F,U+870-8FF,U+FB50-FDFF,U+FE70-FEFE"),
    ("noto-sans-armenian", "armenian", True, "U+530-58F,U+FB13-FB17"),
    ("noto-sans-bengali", "bengali", True, "U+980-9FF"),
    ("noto-sans-ethiopic", "ethiopic", True, "U+1200-139F,U+2D80-2DDF,U+AB00-AB2F,U+1E7E0-1E7FF"),
    ("noto-sans-georgian", "georgian", True, "U+10A0-10FF,U+1C90-1CBF,U+2D00-2D2F"),
    ("noto-sans-gurmukhi", "gurmukhi", True, "U+964-965,U+A00-A7F"),
    ("noto-sans-hebrew", "hebrew", True, "U+590-5FF,U+FB1D-FB4F"),
    ("noto-sans-myanmar", "myanmar", True, "U+1000-109F,U+A9E0-A9FF,U+AA60-AA7F"),
    ("noto-sans-nko", "nko", False, "U+7C0-7FF"),
    ("noto-sans-sinhala", "sinhala", True, "U+D80-DFF"),
    ("noto-sans-syriac", "syriac", False, "U+700-74F,U+860-86F"),
    ("noto-sans-tamil", "tamil", True, "U+B80-BFF"),
    ("noto-sans-thai", "thai", True, "U+E00-E7F"),
    ("noto-sans-tifinagh", "tifinagh", False, "U+2D30-2D7F"),
    ("noto-serif-tibetan", "tibetan", False, "U+F00-FFF"),
]


def there(ui, path):
    return os.path.exists(os.path.join(ui, path))


def bundled(ui, name, work):
    """The file as esbuild makes it."""
    out = os.path.join(work, name)
    done = subprocess.run([os.path.join(ui, ESBUILD), os.path.join(ui, name), "--bundle", "--minify",
                           "--target=chrome100,firefox100,safari15.4", "--format=esm", "--log-level=warning",
                           "--external:data:*", f"--outfile={os.path.abspath(out)}"], cwd=ui)
    if done.returncode:
        sys.exit(f"ui: esbuild could not build {name}")
    with open(out, "rb") as f:
        return f.read()


def plain(ui, name):
    """Our own files, one behind the other, without what comes from packages."""
    names = ["theme.css", "statera.css", "people.css"] if name == "app.css" else [name]
    content = b""
    for part in names:
        with open(os.path.join(ui, part), "rb") as f:
            content += f.read()
    return content


def digest_of(data):
    return hashlib.sha256(data).hexdigest()[:16]


def fonts(ui):
    """The files of FONTS by name, and the style that names them."""
    files, style = {}, ""
    for package, subset, variable, characters in FONTS:
        scope, weight = ("@fontsource-variable", "wght") if variable else ("@fontsource", "400")
        path = os.path.join(ui, "node_modules", scope, package, "files", f"{package}-{subset}-{weight}-normal.woff2")
        name = f"{package}.woff2" if package != "noto-sans" else f"{package}-{subset}.woff2"
        with open(path, "rb") as f:
            files[name] = f.read()
        local = package.replace("-", " ").title()
        # One span of weights for all: a browser picks among the files of a family by weight first.
        style += (f'@font-face{{font-family:"{FAMILY}";font-display:swap;font-weight:100 900;'
                  f'src:local("{local}"),url(/static/{digest_of(files[name])}/{name}) format("woff2");'
                  f"unicode-range:{characters}}}\n")
    return files, style


def array(f, name, data):
    rows = [",".join(str(byte) for byte in data[i:i + 30]) for i in range(0, len(data), 30)]
    f.write(f"static const unsigned char {name}[] = {{\n" + ",\n".join(rows) + "};\n")


def contents(ui, work, whole):
    """Every file by name: its type and its bytes."""
    made, (letters, style) = {}, fonts(ui) if there(ui, LETTERS) else ({}, "")
    for name, kind in ASSETS:
        data = bundled(ui, name, work) if whole and not name.endswith(".svg") else plain(ui, name)
        made[name] = (kind, data + style.encode("ascii") if name == "app.css" else data)
    for name, data in letters.items():
        made[name] = ("font/woff2", data)
    return made


def main():
    ui, out, depfile, work = sys.argv[1:]
    os.makedirs(work, exist_ok=True)
    whole = there(ui, PACKAGE) and there(ui, ESBUILD)
    if not whole or not there(ui, LETTERS):
        lost = "no letters beside the machine's" if whole else "the program's own style alone"
        print(f"ui: WARNING: the npm packages of ui/ are not installed; the pages get {lost}.\n"
              "ui: WARNING: run tools/setup build (or npm ci in ui/) and build again.", file=sys.stderr)
    rows = []
    with open(out, "w", encoding="ascii") as f:
        f.write('/* Generated by tools/ui.py. */\n#include "web/assets.h"\n\n')
        for number, (name, (kind, data)) in enumerate(sorted(contents(ui, work, whole).items())):
            packed = b"" if kind == "font/woff2" else gzip.compress(data, 9, mtime=0)
            array(f, f"bytes_{number}", data)
            if packed:
                array(f, f"gzip_{number}", packed)
            rows.append(f'    {{"{name}", "{kind}", "{digest_of(data)}", bytes_{number}, '
                        f'{f"gzip_{number}" if packed else "NULL"}, {len(data)}, {len(packed)}}},\n')
        f.write("const struct st_asset st_assets[] = {\n" + "".join(rows) + "};\n")
        f.write("const size_t st_assets_n = sizeof(st_assets) / sizeof(st_assets[0]);\n")
    with open(depfile, "w", encoding="utf-8") as f:
        f.write(f"{out}: " + " ".join(os.path.join(ui, path) for path in (PACKAGE, ESBUILD, LETTERS)) + "\n")


main()
