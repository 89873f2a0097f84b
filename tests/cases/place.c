#include "place.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/journal.h"

struct place at;

#define OFFICER(n, the_role, the_purpose)                                                                             \
    {.authority = {"IT-LMP", 6}, .officer = {{7, n}}, .role = {the_role, sizeof(the_role) - 1},                        \
     .purpose = {the_purpose, sizeof(the_purpose) - 1}}
const struct st_actor ada = OFFICER(1, "screening_officer", "screening"),
                      bo = OFFICER(2, "screening_officer", "screening"),
                      chief = OFFICER(3, "screening_officer supervisor", "screening"),
                      medic = OFFICER(4, "medical_staff", "health_check"),
                      carer = OFFICER(5, "vulnerability_staff", "vulnerability_check"),
                      monitor = OFFICER(6, "monitor", "rights_monitoring"),
                      counter = OFFICER(8, "statistician", "statistics"),
                      nobody = OFFICER(9, "law_enforcement", "serious_crime"),
                      the_law = {.authority = {"IT-LMP", 6}, .role = {"", 0}, .purpose = {"", 0}};

struct st_instant moment(const char *text)
{
    struct st_instant t = {0};
    assert_true(st_instant_parse(&t, st_str_of(text)));
    return t;
}

void place_open(const char *clock)
{
    const char *tmp = getenv("TMPDIR");
    struct st_store_options options = {.url = at.url, .create = true, .movable_clock = true, .authority = "IT-LMP",
                                       .clock = moment(clock)};
    struct st_db *db;

    (void)snprintf(at.directory, sizeof(at.directory), "%.60s/statera-cases.XXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(at.directory));
    (void)snprintf(at.url, sizeof(at.url), "%s%s", at.postgres ? at.postgres : at.directory,
                   at.postgres ? "" : "/test.db");
    if (at.postgres != NULL) {
        assert_int_equal(st_db_open(&db, at.url, false, false, NULL), ST_OK);
        assert_int_equal(st_db_script(db, "DROP SCHEMA public CASCADE; CREATE SCHEMA public; "
                                          "DROP SCHEMA IF EXISTS keys CASCADE", NULL), ST_OK);
        st_db_close(db);
    }
    at.arena = st_arena_new();
    at.person = (struct st_id){{9, 1}};
    at.other_person = (struct st_id){{9, 2}};
    at.err = (struct st_error){0};
    assert_int_equal(st_store_open(&at.store, &options, &at.err), ST_OK);
    move_to(clock);
}

void place_close(void)
{
    static const char *const files[] = {"test.db", "test.db-wal", "test.db-shm", "test.db.keys", "test.db.keys-wal",
                                        "test.db.keys-shm"};
    char path[160];

    st_store_close(at.store);
    st_arena_free(at.arena);
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", at.directory, files[i]);
        (void)unlink(path);
    }
    (void)rmdir(at.directory);
}

int place_run(int (*group)(void))
{
    const char *postgres = getenv("STATERA_TEST_PG");
    int failed = group();

    if (postgres == NULL || postgres[0] == 0) {
        (void)fprintf(stderr, "SKIPPED: no PostgreSQL: STATERA_TEST_PG is not set\n");
        return failed;
    }
    at.postgres = postgres;
    return failed + group();
}

void move_to(const char *clock) { assert_int_equal(st_store_clock_set(at.store, moment(clock), 0, &at.err), ST_OK); }

size_t tick(void)
{
    size_t done = 0;
    assert_int_equal(st_cases_tick(at.store, the_law.authority, &done, &at.err), ST_OK);
    return done;
}

/* ---- Acting ---- */

int write_as(const struct st_actor *who, st_command_fn command, void *arg)
{
    at.err = (struct st_error){0};
    return st_store_write(at.store, who, command, arg, &at.err);
}

int read_as(const struct st_actor *who, st_command_fn command, void *arg)
{
    at.err = (struct st_error){0};
    return st_store_read(at.store, who, command, arg, at.arena, &at.err);
}

static int act_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_act *a = arg;
    struct st_case c;
    int rc = st_case_act(&c, tx, a, err);

    if (rc == ST_OK)
        at.c.id = c.id;
    return rc;
}

int act(const struct st_actor *who, struct st_act *a)
{
    int rc = write_as(who, act_command, a);

    if (rc == ST_OK)
        a->case_id = at.c.id;
    return rc;
}

int step(const struct st_actor *who, struct st_id id, const char *action)
{
    return act(who, &(struct st_act){.case_id = id, .action = action});
}

static int look_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    int rc = st_case_get(&at.c, tx, *(struct st_id *)arg, true, err);

    if (rc == ST_OK)
        at.elements_n = st_case_elements(&at.elements, &at.c);
    return rc;
}

int look_as(const struct st_actor *who, struct st_id id) { return read_as(who, look_command, &id); }

const struct st_case *look(struct st_id id)
{
    assert_int_equal(look_as(&chief, id), ST_OK);
    return &at.c;
}

void assert_fault(const char *field, const char *text)
{
    assert_true(at.err.n > 0);
    assert_string_equal(at.err.faults[0].field, field);
    assert_string_equal(at.err.faults[0].what.text, text);
    assert_true(at.err.faults[0].cure[0] != 0);
}

struct count {
    struct st_journal_filter filter;
    const char *action;
    size_t n;
};

static int count_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct count *k = arg;
    struct st_journal_row *rows;
    size_t n;
    int rc = st_journal_list(&rows, &n, tx, &k->filter, err);

    k->n = 0;
    for (size_t i = 0; rc == ST_OK && i < n; i++)
        k->n += k->action == NULL || st_str_is(rows[i].action, k->action);
    return rc;
}

size_t entries(struct st_id case_id, int kind, const char *action)
{
    struct count k = {{.case_id = case_id, .kind = kind, .limit = 500}, action, 0};
    assert_int_equal(read_as(&the_law, count_command, &k), ST_OK);
    return k.n;
}
