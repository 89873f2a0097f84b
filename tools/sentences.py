#!/usr/bin/env python3
"""Checks that every sentence of the program stands in every catalogue, with the same values in it.

usage: tools/sentences.py [--missing [LANGUAGE]] [--unused] [--root DIR]

The sentences are found where the source can say them: in the calls and macros of KEYS, in the rows of shapes and code
lists, in the tables of ROWS, between the comments `sentences` and `end of sentences`, and wherever a string looks like
one: a capital or a value first, a full stop last. Prints what is missing as path:line; with --missing as rows to fill
in at the end of the catalogue; with --unused what stands in a catalogue and is said nowhere. Exit status 1 when
anything is missing.
"""
import argparse
import ast
import os
import re
import sys

import messages  # the reader that the build uses

FOLDERS = ("src", "sim", "include")
# Which arguments of a call, or of a row of an X-macro, are sentences.
KEYS = {
    "ST_MSG": [0], "because": [2], "st_fail": [5], "st_value_key": [0], "st_translate": [0],
    "ST_SHAPE_DEFINE": [2], "ST_RULE": [5], "F": [4, 5], "C": [2], "S": [3, 4], "st_t": [1], "st_html_t": [1], "fault": [5],
    "refuse": [3], "st_html_element": [2], "st_html_attr_t": [2], "st_html_link": [2], "st_page_fact": [1],
    "st_page_fact_open": [1], "st_page_fact_message": [1], "st_page_button": [2], "st_page_button_action": [2],
    "st_page_action": [3], "st_part_crumb": [2], "st_page_badge": [2], "st_page_table": [1], "st_form_text": [3],
    "st_paper_label": [1],
}
# Which members of a table's rows are sentences, by place and by name.
ROWS = {
    "st_state": ([1], ["label"]), "st_step": ([2], ["label"]), "st_element": ([1], ["label"]),
    "st_clock": ([1, 2], ["label", "consequence"]), "st_procedure": ([1, 2], ["title", "all"]),
    "st_route": ([], ["help"]), "st_nav": ([1], ["key"]),
    "st_register": ([], ["title"]), "st_cli_command": ([6], ["summary"]), "st_parameter": ([], []),
}
STRING = r'"(?:\\.|[^"\\])*"'
TOKEN = re.compile(STRING + r"|[(){}\[\],;]|\w+")


def without_comments(text):
    """The same text with comments, characters and line splices blanked out, so that places stay."""
    blank = lambda m: m.group(0) if m.group(0)[0] == '"' else re.sub(r"[^\n]", " ", m.group(0))
    text = re.sub(STRING + r"|'(?:\\.|[^'\\\n])*'|/\*.*?\*/|//[^\n]*", blank, text, flags=re.S)
    return text.replace("\\\n", " \n")


def split(text, start):
    """The arguments of the bracket that opens at text[start], as (text, place), and where it closes."""
    depth, parts, begin = 0, [], start + 1
    for match in TOKEN.finditer(text, start):
        token = match.group(0)
        if token in "([{":
            depth += 1
        elif token in ")]}":
            depth -= 1
            if depth == 0:
                parts.append((text[begin:match.start()], begin))
                return parts, match.end()
        elif token == "," and depth == 1:
            parts.append((text[begin:match.start()], begin))
            begin = match.end()
    return parts, len(text)


def literals(text):
    """Each run of adjacent string literals in the text as one string."""
    for run in re.findall(rf"(?:{STRING}\s*)+", text):
        pieces = re.findall(STRING, run)
        yield "".join(ast.literal_eval(piece) for piece in pieces)


def sentences_of_calls(text):
    names = "|".join(sorted(KEYS, key=len, reverse=True))
    for match in re.finditer(rf"(?<![\w.>])({names})\s*\(", text):
        if text[:match.start()].endswith("#define "):
            continue
        arguments, _ = split(text, match.end() - 1)
        for at in KEYS[match.group(1)]:
            if at < len(arguments):
                for sentence in literals(arguments[at][0]):
                    yield sentence, arguments[at][1]


def sentences_of_rows(text):
    names = "|".join(ROWS)
    for match in re.finditer(rf"\bconst struct ({names}) \w+(\[\w*\])?\s*=\s*\{{", text):
        places, members = ROWS[match.group(1)]
        body, _ = split(text, match.end() - 1)
        rows = [(match.end() - 1, body)]
        if match.group(2):
            rows = [(begin + part.index("{"), split(text, begin + part.index("{"))[0])
                    for part, begin in body if part.strip().startswith("{")]
        for _, row in rows:
            for at, (part, begin) in enumerate(row):
                named = re.match(r"\s*\.(\w+)\s*=", part)
                if named and named.group(1) in members or not named and at in places:
                    for sentence in literals(part):
                        yield sentence, begin


def sentences_by_look(text):
    for match in re.finditer(rf"(?:{STRING}\s*)+", text):
        for sentence in literals(match.group(0)):
            if re.fullmatch(r"(?:[A-Z]|\{\d\}) ?[^\n]* [^\n]*\.", sentence):
                yield sentence, match.start()


def sentences_of_blocks(text):
    for block in re.finditer(r"/\* sentences \*/(.*?)/\* end of sentences \*/", text, re.S):
        for match in re.finditer(STRING, block.group(1)):
            if " " in match.group(0) or re.match(r'"[A-Z][a-z]{2}', match.group(0)):
                yield ast.literal_eval(match.group(0)), block.start(1) + match.start()


def collect(root):
    """{sentence: "path:line" of its first place}"""
    found = {}
    for top in FOLDERS:
        for folder, _, names in sorted(os.walk(os.path.join(root, top))):
            for name in sorted(n for n in names if n.endswith((".c", ".h"))):
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as f:
                    whole = f.read()
                text = without_comments(whole)
                for sentences in (sentences_of_calls, sentences_of_rows, sentences_by_look, sentences_of_blocks):
                    for sentence, place in sentences(whole if sentences is sentences_of_blocks else text):
                        if re.search(r"[^\W\d_]{2}", re.sub(r"\{\d\}", "", sentence)):
                            line = text.count("\n", 0, place + 1) + 1
                            found.setdefault(sentence, f"{os.path.relpath(path, root)}:{line}")
    return found


def values(text):
    return sorted(re.findall(r"\{\d\}", text))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missing", nargs="?", const="", metavar="LANGUAGE", help="rows to fill in")
    parser.add_argument("--unused", action="store_true", help="what is said nowhere")
    parser.add_argument("--root", default=os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    args = parser.parse_args()

    said, status = collect(args.root), 0
    place = os.path.join(args.root, "data", "messages")
    for name in sorted(n for n in os.listdir(place) if n.endswith(".po")):
        if args.missing and name != f"{args.missing}.po":
            continue
        catalogue = messages.read_po(os.path.join(place, name))[1]
        for sentence, where in said.items():
            quoted = '"' + sentence.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
            if not catalogue.get(sentence):
                status = 1
                row = f'\n# {where}\nmsgid {quoted}\nmsgstr ""'
                print(f"{where}: not in {name}: {quoted}" if args.missing is None else row)
            elif values(sentence) != values(catalogue[sentence]):
                status = 1
                print(f"{where}: {name} has other values in it: {quoted}")
        if args.unused:
            for sentence in sorted(catalogue.keys() - said.keys() - {""}):
                print(f"{name}: said nowhere: {sentence!r}")
    return status


sys.exit(main())
