#!/usr/bin/env python3
"""Finds every sentence for people in the sources and checks that each language has it.

usage: tools/sentences.py [--missing LANGUAGE] [--root DIR]

A sentence is a string at a known place: the text of ST_MSG and because, the cure of st_fail, label and help of a
shape's row, title of a shape, label of a code, question of a rule, text handed to st_t and its like.
Without an option: exit status 1 when a catalogue lacks a sentence. With --missing: those it lacks, as PO entries.
"""
import argparse
import ast
import glob
import os
import re
import sys

# function or macro: which arguments (from 0) are sentences
PLACES = {
    "ST_MSG": [0], "because": [2], "st_fail": [5], "F": [4, 5], "C": [2], "ST_SHAPE_DEFINE": [2], "ST_RULE": [5],
    "st_value_key": [0], "st_translate": [0], "st_t": [1], "st_html_t": [1], "refuse": [3], "fault": [5],
}
TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|/\*.*?\*/|//[^\n]*|[A-Za-z_]\w*|[(){}\[\],]|\S', re.S)


def tokens(text):
    text = re.sub(r"\\\n", " ", text)
    return [t for t in TOKEN.findall(text) if not t.startswith(("/*", "//"))]


def arguments(stream, at):
    """The arguments of the call whose `(` stands at `at`, each a list of tokens."""
    depth, args = 0, [[]]
    for t in stream[at:]:
        if t in "([{":
            depth += 1
            if depth == 1:
                continue
        elif t in ")]}":
            depth -= 1
            if depth == 0:
                return args
        elif t == "," and depth == 1:
            args.append([])
            continue
        args[-1].append(t)
    return args


def literal(argument):
    """The text of an argument that is nothing but string literals; else all literals of a choice between such."""
    if argument and all(t.startswith('"') for t in argument):
        return ["".join(ast.literal_eval(t.replace("\\x", "\\x")) for t in argument)]
    if "?" in argument and ":" in argument:
        return [ast.literal_eval(t) for t in argument if t.startswith('"')]
    return []


def sentences(root):
    found = {}
    for path in sorted(glob.glob(os.path.join(root, "src/**/*.[ch]"), recursive=True)):
        with open(path, encoding="utf-8") as f:
            text = f.read()
        stream = tokens(text)
        for i, t in enumerate(stream[:-1]):
            if t in PLACES and stream[i + 1] == "(":
                args = arguments(stream, i + 1)
                for k in PLACES[t]:
                    for s in literal(args[k]) if k < len(args) else []:
                        if re.search(r"[A-Za-z]{2}", re.sub(r"\{\d\}", "", s)):
                            found.setdefault(s, os.path.relpath(path, root))
        for block in re.findall(r"/\* sentences \*/(.*?)/\* end of sentences \*/", text, re.S):
            for t in tokens(block):
                if t.startswith(chr(34)) and (" " in t or t.endswith("."+chr(34))):
                    found.setdefault(ast.literal_eval(t), os.path.relpath(path, root))
    return found


def catalogue(path):
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    import messages  # the same reader that the build uses
    return messages.read_po(path)[1]


def po(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--missing", metavar="LANGUAGE")
    parser.add_argument("--root", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    options = parser.parse_args()
    wanted, failed = sentences(options.root), 0
    for path in sorted(glob.glob(os.path.join(options.root, "data/messages/*.po"))):
        language = os.path.basename(path)[:-3]
        have = catalogue(path)
        missing = [s for s in wanted if not have.get(s)]
        for s in missing:
            if options.missing == language:
                print(f"# {wanted[s]}\nmsgid {po(s)}\nmsgstr \"\"\n")
            elif not options.missing:
                print(f"{language}: missing: {s!r} ({wanted[s]})")
        slots = [s for s in have if have[s] and sorted(re.findall(r"\{\d\}", s)) != sorted(re.findall(r"\{\d\}", have[s]))]
        for s in slots:
            print(f"{language}: values differ: {s!r}", file=sys.stderr)
        failed += len(missing) + len(slots)
        if not options.missing:
            print(f"{language}: {len(wanted) - len(missing)} of {len(wanted)} sentences")
    return 1 if failed and not options.missing else 0


if __name__ == "__main__":
    sys.exit(main())
