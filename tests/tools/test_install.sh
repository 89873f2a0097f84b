#!/bin/sh
# `make install` puts each file where it belongs, and the installed program works there. covers: UF-22
set -u
build=$(dirname "$STATERA")
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

echo 1..5
check "installs without building anew" env DESTDIR="$place" meson install -C "$build" --no-rebuild --strip --quiet
prefix=$place$(meson introspect --buildoptions "$build" |
    python3 -c 'import json, sys; print(next(o["value"] for o in json.load(sys.stdin) if o["name"] == "prefix"))')
check "the program runs where it lies" says "$prefix/bin/statera" help "NOUN VERB"
check "the manual page names every command" sh -c "\"$prefix/bin/statera\" help | sed -n 's/^  \([a-z][a-z-]* [a-z-]*\) .*/\1/p' |
    while read -r noun verb; do grep -q \"^.SS statera \$noun \$verb\" \"$prefix/share/man/man1/statera.1\" || exit 1; done"
check "bash takes the completion" bash -n "$prefix/share/bash-completion/completions/statera"
check "the licence comes along" cmp "$prefix/share/doc/statera/LICENSE" "$(dirname "$0")/../../LICENSE"
exit $broken
