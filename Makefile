# The front door. `make demo` and `make test` do all their set-up themselves; see README.md.
BUILD = build
PREFIX = /usr/local
DESTDIR =
# Seconds for each fuzz target; one target alone: make fuzz TARGET=mrz
SECONDS = 60
TARGET =
# What `make demo` hands to the demo, as in: make demo ARGS='--port 8090 --empty'
ARGS =

.PHONY: build demo test check schema bench fuzz sanitize install clean test-bare setup-build setup-test setup-bench
.DEFAULT_GOAL = build

build: $(BUILD)/build.ninja
	ninja -C $(BUILD) --quiet

demo: build
	$(BUILD)/statera demo $(ARGS)

# Everything, on both databases. The last line says `N passed, N failed`.
test: setup-test $(BUILD)/build.ninja
	tools/run-tests --build $(BUILD)

# What a change is tried with at every turn: under a minute, neither PostgreSQL nor a browser.
check: $(BUILD)/build.ninja
	tools/run-tests --build $(BUILD) --no-postgres unit rules

# The files under data/schema, from the shapes.
schema: build
	tools/schema_files.py $(BUILD)/statera --write

bench: setup-bench build
	tools/postgres-cluster --fsync run bench/run $(BUILD) $(ARGS)

fuzz: setup-test
	tools/fuzz $(SECONDS) $(TARGET)

# The test programs and scenarios once more under clang's sanitizers: addresses and undefined behaviour, then threads.
sanitize: setup-test
	tools/sanitize $(ARGS)

install: build
	meson configure $(BUILD) -Dprefix=$(PREFIX)
	DESTDIR=$(abspath $(DESTDIR)) meson install -C $(BUILD) --strip --quiet

clean:
	rm -rf $(BUILD) build-*

# The set-up tried in a Debian 12 that has nothing: root, debootstrap and a network are needed.
test-bare:
	tests/setup/bare-debian $(ARGS)

setup-build:
	@tools/setup build
setup-test:
	@tools/setup test
setup-bench:
	@tools/setup bench

$(BUILD)/build.ninja: | setup-build
	meson setup $(BUILD)
