#!/bin/sh
# `make install` puts each file where it belongs, the installed program works there, and the example of the library in
# docs/integrators.md compiles and runs as it is written there. covers: UF-22 UF-24
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$(dirname "$STATERA")" && pwd)
place=$TMPDIR/place
n=0
broken=0

check() {
    title=$1
    shift
    n=$((n + 1))
    if "$@" >"$TMPDIR/said" 2>&1; then
        echo "ok $n - $title"
    else
        broken=1
        echo "not ok $n - $title"
        sed 's/^/# /' "$TMPDIR/said"
    fi
}

says() {
    "$1" "$2" | grep -q "$3"
}

# What stands in the guide: the program, and the line that compiles it.
example() {
    sed -n '/^    #include <statera\/statera.h>/,/^    }$/s/^    //p' "$root/docs/integrators.md" >"$TMPDIR/ask.c"
    line=$(sed -n 's/^    \(cc ask.c .*\)/\1/p' "$root/docs/integrators.md")
    libraries=$(dirname "$(find "$place" -name 'libstatera.so' | head -1)")
    test -s "$TMPDIR/ask.c" && test -n "$line" || return 1
    (cd "$TMPDIR" && PKG_CONFIG_SYSROOT_DIR="$place" PKG_CONFIG_PATH="$libraries/pkgconfig" sh -c "$line") || return 1
    LD_LIBRARY_PATH="$libraries" "$TMPDIR/a.out" | grep -q '"rule":"screening.scope"'
}

echo 1..6
prefix=$(meson introspect --buildoptions "$build" |
    python3 -c 'import json, sys; print(next(o["value"] for o in json.load(sys.stdin) if o["name"] == "prefix"))')
# `make install` sets the prefix and may build anew, which no test does under the others' feet; so its last line is run.
last=$(make -n -C "$root" BUILD="$build" PREFIX="$prefix" DESTDIR="$place" install | grep 'meson install')
check "make install fills an empty place" sh -c "test -n '$last' && $last --no-rebuild"
prefix=$place$prefix
check "the program runs where it lies" says "$prefix/bin/statera" help "NOUN VERB"
check "the manual page names every command" sh -c "\"$prefix/bin/statera\" help | sed -n 's/^  \([a-z][a-z-]* [a-z-]*\) .*/\1/p' |
    while read -r noun verb; do grep -q \"^.SS statera \$noun \$verb\" \"$prefix/share/man/man1/statera.1\" || exit 1; done"
check "bash takes the completion" bash -n "$prefix/share/bash-completion/completions/statera"
check "the licence comes along" cmp "$prefix/share/doc/statera/LICENSE" "$root/LICENSE"
check "the example of the library compiles and runs as it is written" example
exit $broken
