/* A database of its own for each test of the store: an SQLite file in TMPDIR, or the PostgreSQL database of
 * STATERA_TEST_PG, emptied. Each program runs its tests on both. */
#ifndef ST_TESTS_STORE_PLACE_H
#define ST_TESTS_STORE_PLACE_H

#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/store.h"

struct place {
    char directory[96], url[512];
    const char *postgres; /* NULL: SQLite */
    struct st_store *store;
    struct st_arena *arena;
};
static struct place at;

static inline void place_open(void)
{
    struct st_store_options options = {.url = at.url, .create = true, .movable_clock = true, .authority = "IT-LMP"};
    struct st_error err = {0};

    assert_true(st_instant_parse(&options.clock, ST_S("2026-09-02T10:00:00Z")));
    if (st_store_open(&at.store, &options, &err) != ST_OK)
        print_message("the store does not open: %s\n", err.n ? err.faults[0].what.text : st_err_name(err.code));
    assert_non_null(at.store);
}

static inline void place_close(void)
{
    st_store_close(at.store);
    at.store = NULL;
}

static inline void place_empty_postgres(void)
{
    struct st_db *db;

    assert_int_equal(st_db_open(&db, at.url, false, false, NULL), ST_OK);
    assert_int_equal(st_db_script(db, "DROP SCHEMA public CASCADE; CREATE SCHEMA public; "
                                      "DROP SCHEMA IF EXISTS keys CASCADE", NULL), ST_OK);
    st_db_close(db);
}

static inline int place_make(void **state)
{
    const char *tmp = getenv("TMPDIR");

    (void)state;
    (void)snprintf(at.directory, sizeof(at.directory), "%.60s/statera-store.XXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(at.directory));
    (void)snprintf(at.url, sizeof(at.url), "%s%s", at.postgres ? at.postgres : at.directory,
                   at.postgres ? "" : "/test.db");
    if (at.postgres != NULL)
        place_empty_postgres();
    at.arena = st_arena_new();
    place_open();
    return 0;
}

/* The path of a file in the test's directory; in at.arena. */
static inline const char *place_file(const char *name) { return st_strf(at.arena, "%s/%s", at.directory, name).p; }

static inline int place_drop(void **state)
{
    static const char *const files[] = {"test.db", "test.db-wal", "test.db-shm", "test.db.keys", "test.db.keys-wal",
                                        "test.db.keys-shm", "out", "kept", "copy.db", "copy.db.keys"};

    (void)state;
    place_close();
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        (void)unlink(place_file(files[i]));
    (void)rmdir(at.directory);
    st_arena_free(at.arena);
    return 0;
}

/* Runs the group on SQLite, and on PostgreSQL where there is one. */
#define PLACE_RUN(tests) place_run(#tests, tests, sizeof(tests) / sizeof((tests)[0]))
static inline int place_run(const char *name, const struct CMUnitTest *tests, size_t n)
{
    int failed = _cmocka_run_group_tests(name, tests, n, NULL, NULL);

    at.postgres = getenv("STATERA_TEST_PG");
    if (at.postgres != NULL)
        failed += _cmocka_run_group_tests(name, tests, n, NULL, NULL);
    return failed;
}

/* Actors, persons, and one entry written on its own. */
static const struct st_actor station = {.authority = {"IT-LMP", 6}, .officer = {{1, 2, 3}},
    .role = {"screening_officer", 17}, .purpose = {"screening", 9}, .unit = {"Hotspot Lampedusa", 17}};
static const struct st_id anna = {{7, 7, 1}}, boris = {{7, 7, 2}};

static inline int place_write(st_command_fn command, void *arg)
{
    return st_store_write(at.store, &station, command, arg, NULL);
}

static inline int place_read(st_command_fn read, void *arg)
{
    return st_store_read(at.store, &station, read, arg, at.arena, NULL);
}

#endif
