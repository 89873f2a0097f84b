/* An opened place for tests of registers: an empty database with a movable clock, once on SQLite and, where
 * STATERA_TEST_PG says, once on PostgreSQL; and shorthands for commands and reads in it. */
#ifndef ST_TESTS_REGISTERS_PLACE_H
#define ST_TESTS_REGISTERS_PLACE_H

#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "registers/register.h"

static struct {
    char directory[96], url[512];
    const char *postgres;
    struct st_store *store;
    struct st_arena *arena;
    struct st_error err;
} at;

/* What is stored, where it is not what all registers store. */
static const struct st_shape *const *place_shapes;

static int open_place(void **state)
{
    const char *tmp = getenv("TMPDIR");
    struct st_store_options options = {.url = at.url, .create = true, .movable_clock = true, .authority = "IT-LMP"};
    struct st_db *db;

    (void)state;
    st_records_register(place_shapes ? place_shapes : st_register_shapes);
    (void)snprintf(at.directory, sizeof(at.directory), "%.60s/statera-place.XXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(at.directory));
    (void)snprintf(at.url, sizeof(at.url), "%s%s", at.postgres ? at.postgres : at.directory,
                   at.postgres ? "" : "/test.db");
    if (at.postgres != NULL) {
        assert_int_equal(st_db_open(&db, at.url, false, false, NULL), ST_OK);
        assert_int_equal(st_db_script(db, "DROP SCHEMA public CASCADE; CREATE SCHEMA public; "
                                          "DROP SCHEMA IF EXISTS keys CASCADE", NULL), ST_OK);
        st_db_close(db);
    }
    assert_true(st_instant_parse(&options.clock, ST_S("2026-09-02T10:00:00Z")));
    at.arena = st_arena_new();
    assert_int_equal(st_store_open(&at.store, &options, NULL), ST_OK);
    assert_int_equal(st_registers_load(at.store, NULL), ST_OK);
    return 0;
}

static int close_place(void **state)
{
    static const char *const files[] = {"test.db", "test.db-wal", "test.db-shm", "test.db.keys", "test.db.keys-wal",
                                        "test.db.keys-shm"};
    char path[160];

    (void)state;
    st_store_close(at.store);
    st_arena_free(at.arena);
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", at.directory, files[i]);
        (void)unlink(path);
    }
    (void)rmdir(at.directory);
    return 0;
}

static inline int as(const struct st_actor *actor, st_command_fn command, void *arg)
{
    at.err = (struct st_error){0};
    return st_store_write(at.store, actor, command, arg, &at.err);
}

static inline int reading(const struct st_actor *actor, st_command_fn command, void *arg)
{
    at.err = (struct st_error){0};
    return st_store_read(at.store, actor, command, arg, at.arena, &at.err);
}

/* The fault about this field was noted. */
static inline bool faulted(const char *field)
{
    for (size_t i = 0; i < at.err.n; i++)
        if (strcmp(at.err.faults[i].field, field) == 0)
            return true;
    return false;
}

#define ACTOR(name, the_officer, the_role, the_purpose)                                                               \
    static const struct st_actor name = {.authority = {"IT-LMP", 6}, .officer = {{9, the_officer}},                    \
                                         .role = {the_role, sizeof(the_role) - 1},                                    \
                                         .purpose = {the_purpose, sizeof(the_purpose) - 1}}

/* The place that the next group of tests opens; says so when there is no PostgreSQL. */
static inline bool on_postgres(void)
{
    at.postgres = getenv("STATERA_TEST_PG");
    if (at.postgres != NULL && at.postgres[0] != '\0')
        return true;
    (void)fprintf(stderr, "SKIPPED: no PostgreSQL: STATERA_TEST_PG is not set\n");
    return false;
}

/* Runs the tests on SQLite and then on PostgreSQL; the number of those that failed. */
#define RUN_ON_BOTH(tests)                                                                                            \
    (cmocka_run_group_tests_name("sqlite", tests, open_place, close_place) +                                          \
     (on_postgres() ? cmocka_run_group_tests_name("postgres", tests, open_place, close_place) : 0))

#endif
