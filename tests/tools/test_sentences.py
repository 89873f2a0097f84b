#!/usr/bin/env python3
"""tools/sentences.py finds every way in which the source says a sentence, and refuses a catalogue that lacks one."""
import os
import subprocess
import sys
import tempfile

TOOL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "sentences.py")
SAID = {  # a piece of source, and the sentence that it says
    'f(ST_MSG("Ends on {0}", ST_V(d)));': "Ends on {0}",
    'f(ST_MSG(late ? "Too late" : "In time"));': ("Too late", "In time"),
    'because(r, "SR Art 8", "Three days " /* of law */\n    "end on {0}", ST_V(d));': "Three days end on {0}",
    'return st_fail(err, E, "field", m, "SR Art 8", "Ask again");': "Ask again",
    '#define ROWS(F) \\\n    F(text, note, 0, 80, "Note", "For, (all)", "SR Art 8")': ("Note", "For, (all)"),
    '#define LIST(C) C(list, one, "The \\"first\\"", "")': 'The \\"first\\"',
    'ST_SHAPE_DEFINE(note, ROWS, "A note", "SR Art 8")': "A note",
    'static const struct st_state states[] = {{"open", "Case open"}, {NULL, NULL}};': "Case open",
    'const struct st_procedure p = {.name = "p", .title = "The way", .steps = s};': "The way",
    '/* sentences */ static const char *const how[] = {"on foot", "x"}; /* end of sentences */': "on foot",
    '/* sentences */ static const char *const what[] = {"Reading", "key"}; /* end of sentences */': "Reading",
    'static const char *const why[] = {"It was {0} too many."};': "It was {0} too many.",
}
SILENT = """/* because(r, "x", "Only a comment"); */
static const char sql[] = "SELECT id FROM person WHERE name = ?1";
char c = '"'; int n = st_fail(err, E, "Some Field", m, "SR Art 8", "");
#define because(r, citation, ...) st_because((r), (citation), ST_MSG(__VA_ARGS__))
"""


def check(source, translations):
    """Runs the tool over one source file and one catalogue."""
    with tempfile.TemporaryDirectory() as root:
        os.makedirs(os.path.join(root, "src"))
        os.makedirs(os.path.join(root, "data", "messages"))
        with open(os.path.join(root, "src", "a.c"), "w", encoding="utf-8") as f:
            f.write(source)
        with open(os.path.join(root, "data", "messages", "sv.po"), "w", encoding="utf-8") as f:
            f.write('msgid ""\nmsgstr ""\n"Language: sv\\n"\n')
            f.writelines(f'\nmsgid "{key}"\nmsgstr "{value}"\n' for key, value in translations.items())
        done = subprocess.run([sys.executable, TOOL, "--root", root], stdout=subprocess.PIPE, text=True)
        return done.returncode, done.stdout


def sentences(value):
    return [value] if isinstance(value, str) else list(value)


def outcomes():
    for source, value in SAID.items():
        wanted = [f'src/a.c:1: not in sv.po: "{sentence}"' for sentence in sentences(value)]
        status, said = check(source, {})
        lines = [line.replace("a.c:2", "a.c:1") for line in said.splitlines()]
        yield f"finds {sentences(value)[0]}", status == 1 and sorted(lines) == sorted(wanted), said
    whole = {sentence: sentence for value in SAID.values() for sentence in sentences(value)}
    yield "accepts a whole catalogue", check("\n".join(SAID), whole) == (0, ""), ""
    yield "hears nothing where nothing is said", check(SILENT, {}) == (0, ""), check(SILENT, {})[1]
    status, said = check('f(ST_MSG("Ends on {0}"));', {"Ends on {0}": "Slutar {1}"})
    yield "refuses other values", status == 1 and "other values" in said, said
    yield "refuses an empty translation", check('f(ST_MSG("Ends"));', {"Ends": ""})[0] == 1, ""


def main():
    broken, number = 0, 0
    for number, (title, right, said) in enumerate(outcomes(), 1):
        broken += not right
        print(f"{'ok' if right else 'not ok'} {number} - {title}")
        if not right:
            print("".join(f"# {line}\n" for line in said.splitlines()), end="")
    print(f"1..{number}")
    sys.exit(1 if broken else 0)


main()
