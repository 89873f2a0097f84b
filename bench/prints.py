#!/usr/bin/env python3
"""How well are real fingerprints matched? Prints, as Markdown, what `statera print evaluate` says of each set beside
what open matchers reach on the same templates (equal error rate over all pairs; measured once, with the same protocol).

usage: bench/prints.py DIRECTORY        DIRECTORY/SET/KIND/FINGER_IMPRESSION.iso; the program is $STATERA
"""
import json
import os
import subprocess
import sys

KINDS = ("iso_fixed", "mindtct", "iso")
# Equal error rates in per cent on `iso_fixed`: SourceAFIS 3.18.1, NIST Bozorth3, OpenAFIS
PEERS = {"fvc2002_db1_b": (1.78, 3.27, 5.26), "fvc2002_db2_b": (0.83, 1.62, 1.87), "fvc2002_db3_b": (6.06, 5.57, 13.84),
         "fvc2002_db4_b": (1.93, 2.43, 6.81), "fvc2004_db1_b": (19.63, 22.99, 22.24),
         "fvc2004_db2_b": (9.68, 11.29, 13.88), "fvc2004_db3_b": (2.48, 2.98, 2.87), "fvc2004_db4_b": (2.85, 3.64, 5.15)}


def evaluated(place):
    done = subprocess.run([os.environ["STATERA"], "print", "evaluate", place, "--json"], check=True, text=True,
                          stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def per_cent(share):
    return f"{100 * share:.2f} %"


def row(name, kind, said):
    pairs, peers = said["all_pairs"], PEERS.get(name) if kind == "iso_fixed" else None
    cells = [name, kind, per_cent(said["fvc"]["eer"])] + [per_cent(pairs[k]) for k in
                                                          ("eer", "fmr100", "fmr1000", "zerofmr")]
    cells += [f"{peer:.2f} %" for peer in peers] if peers else ["", "", ""]
    return "| " + " | ".join(cells) + " |"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print("| set | templates | EER, 45 impostors | EER, all pairs | FMR100 | FMR1000 | ZeroFMR | SourceAFIS EER "
          "| Bozorth3 EER | OpenAFIS EER |\n|---|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for kind in KINDS:
        got = []
        for name in sorted(os.listdir(sys.argv[1])):
            place = os.path.join(sys.argv[1], name, kind)
            if os.path.isdir(place):
                got.append(evaluated(place))
                print(row(name, kind, got[-1]), flush=True)
        if got:
            mean = {variant: {k: sum(g[variant][k] for g in got) / len(got) for k in ("eer", "fmr100", "fmr1000",
                                                                                      "zerofmr")}
                    for variant in ("fvc", "all_pairs")}
            print(row("**mean**", kind, mean))
    print("\nAim on `iso_fixed` over all eight sets: mean EER under 5.0 %, FMR1000 under 13 %. The `iso_fixed` templates of "
          "fvc2004_db1_b are bad at the source (taken from a squeezed image); `iso` has all images squeezed.")


main()
