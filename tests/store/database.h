/* A database for a test: a file in a directory of its own, or the emptied PostgreSQL of STATERA_TEST_PG. */
#ifndef ST_TESTS_STORE_DATABASE_H
#define ST_TESTS_STORE_DATABASE_H

#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/db.h"

struct place {
    char directory[96], url[512];
    bool postgres;
};

static inline void place_make(struct place *p, const char *postgres)
{
    const char *tmp = getenv("TMPDIR");
    struct st_db *db;

    (void)snprintf(p->directory, sizeof(p->directory), "%.60s/statera-store.XXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(p->directory));
    p->postgres = postgres != NULL;
    (void)snprintf(p->url, sizeof(p->url), "%s%s", postgres ? postgres : p->directory, postgres ? "" : "/test.db");
    if (postgres == NULL)
        return;
    assert_int_equal(st_db_open(&db, p->url, false, false, NULL), ST_OK);
    assert_int_equal(st_db_script(db, "DROP SCHEMA public CASCADE; CREATE SCHEMA public; "
                                      "DROP SCHEMA IF EXISTS keys CASCADE", NULL), ST_OK);
    st_db_close(db);
}

static inline void place_remove(const struct place *p)
{
    static const char *const files[] = {"test.db", "test.db-wal", "test.db-shm", "test.db.keys", "test.db.keys-wal",
                                        "test.db.keys-shm", "old.db", "old.db-wal", "old.db-shm"};
    char path[160];

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", p->directory, files[i]);
        (void)unlink(path);
    }
    (void)rmdir(p->directory);
}

/* Runs the tests on SQLite, and on PostgreSQL where STATERA_TEST_PG says; `set` tells the tests which. */
#define PLACE_RUN_BOTH(tests, at_postgres)                                                                            \
    do {                                                                                                              \
        const char *place_url = getenv("STATERA_TEST_PG");                                                            \
        int place_failed = cmocka_run_group_tests_name("SQLite", tests, NULL, NULL);                                  \
        if (place_url == NULL || place_url[0] == 0) {                                                                 \
            (void)fprintf(stderr, "SKIPPED: no PostgreSQL: STATERA_TEST_PG is not set\n");                            \
            return place_failed;                                                                                      \
        }                                                                                                             \
        (at_postgres) = place_url;                                                                                    \
        return place_failed + cmocka_run_group_tests_name("PostgreSQL", tests, NULL, NULL);                           \
    } while (0)

#endif
