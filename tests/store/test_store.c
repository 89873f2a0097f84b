/* The store: commands that stand or fall alone, many at once, what is journalled when, the clock, a full disk.
 * covers: UF-01 */
#include "store/database.h"

#include <pthread.h>

#include "store/runner.h"

#define TEST_COUNTER(F)                                                                                               \
    F(text, name, ST_INDEXED, 50, "Name", "", "")                                                                     \
    F(number, value, 0, 0, "Value", "", "")                                                                           \
    F(blob, ballast, 0, 100000, "Ballast", "", "")
ST_SHAPE(test_counter, TEST_COUNTER)
ST_SHAPE_DEFINE(test_counter, TEST_COUNTER, "Counter", "")

static const struct st_shape *const shapes[] = {&test_counter_shape, NULL};
static const struct st_actor here = {.authority = {"IT-LMP", 6}, .officer = {{4}}, .role = {"tester", 6},
                                     .purpose = {"test", 4}};
static const struct st_id the_counter = {{1}};

enum { THREADS = 12, ROUNDS = 15, SEEN_MAX = 4096 };

static struct {
    const char *postgres;
    struct place place;
    struct st_store *store;
    struct st_arena *arena;
    /* what hung on commits */
    int64_t seen[SEEN_MAX];
    size_t seen_n, listened;
    int entries[ST_ENTRY_SYSTEM + 1];
} at;

static struct st_store_options options(void)
{
    struct st_store_options o = {.url = at.place.url, .create = true, .movable_clock = true, .authority = "IT-LMP"};

    assert_true(st_instant_parse(&o.clock, ST_S("2026-09-02T10:00:00Z")));
    return o;
}

static void open_store(void)
{
    struct st_store_options o = options();

    assert_int_equal(st_store_open(&at.store, &o, NULL), ST_OK);
}

static int set_up(void **state)
{
    (void)state;
    st_records_register(shapes);
    place_make(&at.place, at.postgres);
    at.arena = st_arena_new();
    at.seen_n = at.listened = 0;
    open_store();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    st_store_close(at.store);
    st_arena_free(at.arena);
    place_remove(&at.place);
    return 0;
}

/* ---- Commands ---- */
static int note(struct st_tx *tx, enum st_entry_kind kind, const char *action)
{
    struct st_entry e = {.kind = kind, .action = action, .register_name = "", .citation = ""};

    return st_journal_add(tx, &e, NULL);
}

struct job {
    struct st_id id;
    int64_t value, before;
    int fail_with;
    int runs;
    size_t n;
    struct st_str ballast;
    void (*while_open)(struct st_tx *tx, struct job *job);
};

static void remember(void *arg)
{
    ST_ASSERT(at.seen_n < SEEN_MAX);
    at.seen[at.seen_n++] = *(int64_t *)arg;
}

static void hang_value(struct st_tx *tx, int64_t value)
{
    int64_t *kept = ST_NEW(tx->arena, int64_t);

    *kept = value;
    st_tx_after_commit(tx, remember, kept);
}

static int put(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct test_counter c = {.name = {"counter", 7}, .value = {j->value, true}, .ballast = j->ballast};
    int rc = st_record_insert(tx, &test_counter_shape, j->id, &c, err);

    j->runs++;
    hang_value(tx, j->value);
    if (rc == ST_OK)
        rc = note(tx, ST_ENTRY_CHANGE, "test.put");
    if (rc == ST_OK && j->fail_with == ST_E_FORBIDDEN)
        rc = note(tx, ST_ENTRY_REFUSAL, "test.refused");
    if (j->while_open != NULL)
        j->while_open(tx, j);
    return rc == ST_OK && j->fail_with != ST_OK ? st_fail(err, (enum st_err)j->fail_with, "", ST_MSG("No."), "", "") : rc;
}

static int increment(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct test_counter c = {0};
    int64_t version;
    int rc = st_record_get(&c, &version, tx, &test_counter_shape, the_counter, err);

    c.value.v++;
    if (rc == ST_OK)
        rc = st_record_update(tx, &test_counter_shape, the_counter, version, &c, NULL, err);
    j->runs++;
    j->value = c.value.v;
    hang_value(tx, c.value.v);
    if (rc == ST_OK)
        rc = note(tx, ST_ENTRY_CHANGE, "test.increment");
    return rc == ST_OK ? j->fail_with : rc;
}

static int get(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct test_counter c = {0};
    int rc = st_record_get(&c, NULL, tx, &test_counter_shape, j->id, err);

    j->value = c.value.v;
    return rc;
}

static int get_noted(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    int rc = get(tx, arg, err);

    (void)note(tx, ST_ENTRY_READ, "test.read");
    if (rc == ST_OK && j->fail_with == ST_E_FORBIDDEN)
        (void)note(tx, ST_ENTRY_REFUSAL, "test.refused");
    return rc == ST_OK && j->fail_with != ST_OK ? j->fail_with : rc;
}

static int count(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    void *found;

    return st_record_find(&found, NULL, &j->n, tx, &test_counter_shape, "name", st_cell_text("counter"), 100000, err);
}

static int count_entries(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_journal_filter filter = {.limit = 500};
    struct st_journal_row *rows;
    size_t n;
    int rc = st_journal_list(&rows, &n, tx, &filter, err);

    (void)arg;
    memset(at.entries, 0, sizeof(at.entries));
    for (size_t i = 0; rc == ST_OK && i < n; i++)
        at.entries[rows[i].kind]++;
    return rc;
}

static int write_it(st_command_fn command, struct job *j)
{
    struct st_error err = {0};
    int rc = st_store_write(at.store, &here, command, j, &err);

    assert_int_equal(err.n > 0 || rc == ST_OK || command != put, true); /* a failure speaks */
    return rc;
}

static int read_it(st_command_fn read, struct job *j)
{
    return st_store_read(at.store, &here, read, j, at.arena, NULL);
}

static size_t counted(void)
{
    struct job j = {0};

    assert_int_equal(read_it(count, &j), ST_OK);
    return j.n;
}

/* ---- One at a time ---- */
static void what_is_written_is_read(void **state)
{
    struct job j = {.id = {{7}}, .value = 42};

    (void)state;
    assert_int_equal(write_it(put, &j), ST_OK);
    assert_int_equal(at.seen_n, 1);
    j.value = 0;
    assert_int_equal(read_it(get, &j), ST_OK);
    assert_int_equal(j.value, 42);
    assert_int_equal(write_it(put, &j), ST_E_EXISTS);
    assert_int_equal(at.seen_n, 1);
    st_store_close(at.store);
    open_store();
    assert_int_equal(read_it(get, &j), ST_OK);
    assert_int_equal(j.value, 42);
}

static void a_failed_command_leaves_nothing(void **state)
{
    struct job j = {.id = {{7}}, .fail_with = ST_E_STATE};

    (void)state;
    assert_int_equal(write_it(put, &j), ST_E_STATE);
    assert_int_equal(counted(), 0);
    assert_int_equal(at.seen_n, 0);
    assert_int_equal(read_it(count_entries, &j), ST_OK);
    assert_int_equal(at.entries[ST_ENTRY_CHANGE] + at.entries[ST_ENTRY_REFUSAL], 0);
}

static int complain(struct st_tx *tx, void *arg, struct st_error *err)
{
    const char *field = st_str_z(tx->arena, st_strf(tx->arena, "documents.%d.number", *(int *)arg));

    return st_fail(err, ST_E_INVALID, field, ST_MSG("No {0} here.", ST_V(st_strf(tx->arena, "part %d", *(int *)arg))),
                   st_str_z(tx->arena, ST_S("Art 1")), "Mend it.");
}

/* The words were made in the command's arena, which others use by now. */
static void what_a_failure_says_lasts(void **state)
{
    struct st_error first = {0};
    struct job j = {.fail_with = ST_E_STATE};
    int n = 7;

    (void)state;
    assert_int_equal(st_store_write(at.store, &here, complain, &n, &first), ST_E_INVALID);
    for (n = 100; n < 150; n++) {
        struct st_error other = {0};
        assert_int_equal(st_store_write(at.store, &here, complain, &n, &other), ST_E_INVALID);
        j.id.b[0] = (uint8_t)n;
        assert_int_equal(write_it(put, &j), ST_E_STATE);
    }
    assert_string_equal(first.faults[0].field, "documents.7.number");
    assert_string_equal(first.faults[0].citation, "Art 1");
    assert_str_is(first.faults[0].what.values[0].u.text, "part 7");
}

/* A refused command changes nothing; that it was refused stays. */
static void a_refusal_is_noted_alone(void **state)
{
    struct job j = {.id = {{7}}, .fail_with = ST_E_FORBIDDEN};

    (void)state;
    assert_int_equal(write_it(put, &j), ST_E_FORBIDDEN);
    assert_int_equal(counted(), 0);
    assert_int_equal(at.seen_n, 0);
    assert_int_equal(read_it(count_entries, &j), ST_OK);
    assert_int_equal(at.entries[ST_ENTRY_CHANGE], 0);
    assert_int_equal(at.entries[ST_ENTRY_REFUSAL], 1);
}

static void a_read_is_noted_before_it_answers(void **state)
{
    struct job j = {.id = {{7}}, .value = 1};

    (void)state;
    assert_int_equal(write_it(put, &j), ST_OK);
    assert_int_equal(read_it(get_noted, &j), ST_OK);
    assert_int_equal(read_it(count_entries, &j), ST_OK);
    assert_int_equal(at.entries[ST_ENTRY_READ], 1);
    j.fail_with = ST_E_FORBIDDEN;
    assert_int_equal(read_it(get_noted, &j), ST_E_FORBIDDEN);
    j.id = (struct st_id){{8}};
    assert_int_equal(read_it(get_noted, &j), ST_E_NOTFOUND);
    assert_int_equal(read_it(count_entries, &j), ST_OK);
    assert_int_equal(at.entries[ST_ENTRY_READ], 1); /* nothing was read in these */
    assert_int_equal(at.entries[ST_ENTRY_REFUSAL], 1);
}

static void listen(void *context, const struct st_tx *tx)
{
    *(size_t *)context += st_journal__pending(tx);
}

static void listeners_hear_of_every_entry(void **state)
{
    struct job j = {.id = {{7}}, .value = 1};

    (void)state;
    st_store_on_commit(at.store, listen, &at.listened);
    assert_int_equal(write_it(put, &j), ST_OK);
    assert_int_equal(at.listened, 1);
    assert_int_equal(read_it(get_noted, &j), ST_OK);
    assert_int_equal(at.listened, 2);
    j = (struct job){.id = {{8}}, .fail_with = ST_E_STATE};
    assert_int_equal(write_it(put, &j), ST_E_STATE);
    assert_int_equal(at.listened, 2);
}

/* ---- Many at once ---- */
static void *increment_often(void *arg)
{
    size_t *runs = arg;

    for (int i = 0; i < ROUNDS; i++) {
        struct job j = {.fail_with = i % 3 == 2 ? ST_E_STATE : ST_OK};
        int rc = st_store_write(at.store, &here, increment, &j, NULL);
        ST_ASSERT(rc == j.fail_with);
        *runs += (size_t)j.runs;
    }
    return NULL;
}

/* Every third fails; the others lose nothing and count each exactly once, whatever group they share. */
static void many_at_once_count_each_exactly_once(void **state)
{
    struct job j = {.id = the_counter};
    pthread_t threads[THREADS];
    size_t runs[THREADS] = {0};

    (void)state;
    assert_int_equal(write_it(put, &j), ST_OK);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, increment_often, &runs[i]), 0);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(read_it(get, &j), ST_OK);
    assert_int_equal(j.value, THREADS * (ROUNDS - ROUNDS / 3));
    assert_int_equal(at.seen_n, 1 + THREADS * (ROUNDS - ROUNDS / 3));
    for (size_t i = 1; at.postgres == NULL && i < at.seen_n; i++) /* there, callers commit side by side */
        assert_true(at.seen[i] == at.seen[i - 1] + 1);
}

static void *read_often(void *arg)
{
    struct st_arena *arena = st_arena_new();
    int64_t last = 0;

    (void)arg;
    for (int i = 0; i < 4 * ROUNDS; i++) {
        struct job j = {.id = the_counter};
        int rc = st_store_read(at.store, &here, i % 4 ? get : get_noted, &j, arena, NULL);
        ST_ASSERT(rc == ST_OK && j.value >= last);
        last = j.value;
        st_arena_reset(arena);
    }
    st_arena_free(arena);
    return NULL;
}

static void readers_and_writers_side_by_side(void **state)
{
    struct job j = {.id = the_counter};
    pthread_t threads[THREADS];
    size_t runs[THREADS] = {0};

    (void)state;
    assert_int_equal(write_it(put, &j), ST_OK);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, i % 2 ? read_often : increment_often, &runs[i]), 0);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(read_it(get, &j), ST_OK);
    assert_int_equal(j.value, THREADS / 2 * (ROUNDS - ROUNDS / 3));
}

/* ---- When the ground gives way ---- */
ST_STATEMENT(my_pid, "test.pid", "SELECT 0", "SELECT pg_backend_pid()");
ST_STATEMENT(terminate, "test.terminate", "SELECT ?1", "SELECT pg_terminate_backend(?1)");

static int64_t pid_of(struct st_db *db)
{
    struct st_rows rows;

    assert_int_equal(st_db_query(&rows, db, at.arena, &my_pid, NULL, 0, NULL), ST_OK);
    return st_rows_int(&rows, 0, 0);
}

static void kill_line(int64_t pid)
{
    struct st_rows rows;
    struct st_db *db;

    assert_int_equal(st_db_open(&db, at.place.url, false, false, NULL), ST_OK);
    assert_int_equal(st_db_query(&rows, db, at.arena, &terminate, ST_BIND(st_cell_int(pid)), NULL), ST_OK);
    st_db_close(db);
}

static void run_script(const char *sql)
{
    struct st_db *db;

    assert_int_equal(st_db_open(&db, at.place.url, false, false, NULL), ST_OK);
    assert_int_equal(st_db_script(db, sql, NULL), ST_OK);
    st_db_close(db);
}

/* A server that dies while it commits. */
static const char deadly[] =
    "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid());"
    " RETURN NULL; END $$; CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON test_counter DEFERRABLE INITIALLY DEFERRED"
    " FOR EACH ROW WHEN (NEW.value = 666) EXECUTE FUNCTION die()";

static void kill_first_time(struct st_tx *tx, struct job *j)
{
    struct st_rows rows;

    if (j->runs > 1)
        return;
    kill_line(pid_of(tx->db));
    (void)st_db_query(&rows, tx->db, tx->arena, &my_pid, NULL, 0, NULL); /* notices */
}

static void a_line_that_breaks(void **state)
{
    struct job j = {.id = {{7}}, .value = 666};

    (void)state;
    if (at.postgres == NULL)
        return; /* SQLite has no line */
    run_script(deadly);
    assert_int_equal(write_it(put, &j), ST_E_UNCERTAIN);
    assert_int_equal(j.runs, 1); /* it may have happened: not again by itself */
    assert_int_equal(at.seen_n, 0);
    j = (struct job){.id = {{8}}, .while_open = kill_first_time};
    assert_int_equal(write_it(put, &j), ST_OK); /* before the commit it is simply run again */
    assert_int_equal(j.runs, 2);
    assert_int_equal(at.seen_n, 1);
    assert_int_equal(read_it(get, &j), ST_OK);
}

static int put_locked(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct st_entry e = {.kind = ST_ENTRY_CHANGE, .action = "test.put", .register_name = "", .citation = "",
                         .person = j->id, .envelopes = {{j->id, {"{}", 2}}}, .n = 1};
    int rc = put(tx, arg, err);

    return rc == ST_OK ? st_journal_add(tx, &e, err) : rc;
}

/* The server was started anew: connections that lay idle are dead, the keys' too, and nobody notices. */
static void a_server_that_comes_back(void **state)
{
    struct job j = {.id = {{7}}};

    (void)state;
    if (at.postgres == NULL)
        return; /* SQLite has no line */
    assert_int_equal(write_it(put_locked, &j), ST_OK);
    assert_int_equal(read_it(get_noted, &j), ST_OK);
    for (uint8_t i = 8; i < 12; i++) {
        run_script("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
                   "pg_backend_pid()");
        j = (struct job){.id = {{i}}};
        if (i % 2)
            assert_int_equal(read_it(count, &j), ST_OK);
        assert_int_equal(write_it(put_locked, &j), ST_OK);
        assert_int_equal(read_it(get_noted, &j), ST_OK);
    }
}

/* ---- What was replaced ---- */
static int correct(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct test_counter c = {.name = {"counter", 7}, .value = {j->value, true}, .ballast = j->ballast};
    int rc = st_record_update(tx, &test_counter_shape, j->id, 0, &c, NULL, err);

    return rc == ST_OK ? note(tx, ST_ENTRY_CHANGE, "test.correct") : rc;
}

static bool stands_in(const char *name, const char *bytes)
{
    char path[160], *all = st_alloc(at.arena, 1 << 20);
    FILE *f;
    size_t n;

    (void)snprintf(path, sizeof(path), "%s/%s", at.place.directory, name);
    f = fopen(path, "rb");
    n = f != NULL ? fread(all, 1, 1 << 20, f) : 0;
    if (f != NULL)
        (void)fclose(f);
    return memmem(all, n, bytes, strlen(bytes)) != NULL;
}

static void what_was_corrected_stands_in_no_file(void **state)
{
    struct job wrong = {.id = {{7}}, .ballast = {"Xqwrongly", 9}}, right = {.id = {{7}}, .ballast = {"Xqrightly", 9}};

    (void)state;
    if (at.postgres != NULL)
        return; /* it overwrites nothing: test_keys.c has the tables written anew */
    assert_int_equal(write_it(put, &wrong), ST_OK);
    st_store__scrub_replaced(at.store);
    assert_true(stands_in("test.db-wal", "Xqwrongly"));
    assert_int_equal(write_it(correct, &right), ST_OK);
    assert_true(stands_in("test.db-wal", "Xqwrongly"));
    st_store__scrub_replaced(at.store);
    assert_false(stands_in("test.db-wal", "Xqwrongly"));
    assert_false(stands_in("test.db", "Xqwrongly"));
    assert_true(stands_in("test.db", "Xqrightly"));
}

static int limit_pages(int64_t more)
{
    struct st_db *db = at.store->runner->writer_db;
    struct st_statement pages = {"pages", "PRAGMA page_count", NULL};
    struct st_rows rows;
    char sql[80];

    assert_int_equal(st_db_query(&rows, db, at.arena, &pages, NULL, 0, NULL), ST_OK);
    (void)snprintf(sql, sizeof(sql), "PRAGMA max_page_count = %lld", (long long)(st_rows_int(&rows, 0, 0) + more));
    return st_db_script(db, sql, NULL);
}

static void *fill_disk(void *arg)
{
    static const char ballast[20000] = {1};
    size_t *well = arg;

    for (int i = 0; i < ROUNDS; i++) {
        struct st_error err = {0};
        struct job j = {.id = {{9, (uint8_t)*well, (uint8_t)i}}, .ballast = {ballast, sizeof(ballast)}};
        int rc = st_store_write(at.store, &here, put, &j, &err);
        ST_ASSERT(rc == ST_OK || (rc == ST_E_IO && err.n > 0));
        well[1] += rc == ST_OK;
        well[2] += rc == ST_E_IO;
    }
    return NULL;
}

/* The disk runs full amid groups: what was acknowledged is there, what was refused is not, and it goes on afterwards. */
static void a_full_disk_loses_nothing(void **state)
{
    size_t well[THREADS][3] = {{0}}, done = 0, refused = 0;
    pthread_t threads[THREADS];

    (void)state;
    if (at.postgres != NULL)
        return; /* its disk is the server's */
    assert_int_equal(limit_pages(200), ST_OK);
    for (size_t i = 0; i < THREADS; i++) {
        well[i][0] = i;
        assert_int_equal(pthread_create(&threads[i], NULL, fill_disk, well[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        done += well[i][1];
        refused += well[i][2];
    }
    assert_true(done > 0 && refused > 0);
    assert_int_equal(counted(), done);
    assert_int_equal(at.seen_n, done);
    assert_int_equal(limit_pages(100000), ST_OK);
    well[0][0] = 200;
    (void)fill_disk(well[0]);
    assert_int_equal(counted(), done + ROUNDS);
}

static int erase(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    int rc = st_record_delete(tx, &test_counter_shape, j->id, err);

    return rc == ST_OK ? note(tx, ST_ENTRY_ERASURE, "test.erase") : rc;
}

/* How often the bytes stand in the files of the database. */
static size_t found_in_files(const char *bytes)
{
    static const char *const endings[] = {"", "-wal", ".keys", ".keys-wal"};
    static char content[1 << 22];
    size_t times = 0;

    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        char path[600];
        FILE *f;
        size_t n;

        (void)snprintf(path, sizeof(path), "%s%s", at.place.url, endings[i]);
        f = fopen(path, "rb");
        n = f ? fread(content, 1, sizeof(content), f) : 0;
        if (f != NULL)
            (void)fclose(f);
        for (const char *p = content; (p = memmem(p, n - (size_t)(p - content), bytes, strlen(bytes))) != NULL; p++)
            times++;
    }
    return times;
}

/* Acknowledged means gone: from the file, its indexes and its write-ahead log. */
static void what_is_erased_is_nowhere(void **state)
{
    struct job j = {.id = {{7}}, .ballast = {"Marked-Bytes", 12}}, k = {.id = {{8}}, .ballast = {"Kept-Bytes", 10}};

    (void)state;
    if (at.postgres != NULL)
        return; /* its files are the server's */
    assert_int_equal(write_it(put, &j), ST_OK);
    assert_int_equal(write_it(put, &k), ST_OK);
    assert_int_equal(read_it(get_noted, &j), ST_OK);
    assert_true(found_in_files("Marked-Bytes") > 0);
    assert_int_equal(write_it(erase, &j), ST_OK);
    assert_int_equal(found_in_files("Marked-Bytes"), 0);
    assert_true(found_in_files("Kept-Bytes") > 0);
}

static void *hold_lock(void *arg)
{
    struct st_db *db = arg;

    (void)usleep(300000);
    st_db_rollback(db);
    return NULL;
}

static void another_writer_is_waited_for(void **state)
{
    struct job j = {.id = {{7}}};
    struct st_db *other;
    pthread_t thread;

    (void)state;
    assert_int_equal(st_db_open(&other, at.place.url, false, false, NULL), ST_OK);
    assert_int_equal(st_db_begin(other, true, NULL), ST_OK);
    assert_int_equal(pthread_create(&thread, NULL, hold_lock, other), 0);
    assert_int_equal(write_it(put, &j), ST_OK);
    assert_int_equal(pthread_join(thread, NULL), 0);
    st_db_close(other);
}

/* ---- What the store knows of itself ---- */
static void the_clock_moves_only_in_training(void **state)
{
    struct st_store_options o = options();
    struct st_instant start = o.clock, later = {start.us + 30 * ST_DAY}, now;

    (void)state;
    assert_true(st_store_training(at.store));
    assert_str_is(st_store_authority(at.store), "IT-LMP");
    now = st_store_now(at.store);
    assert_true(now.us >= start.us && now.us < start.us + ST_HOUR);
    assert_int_equal(st_store_clock_set(at.store, later, 0, NULL), ST_OK);
    assert_int_equal(st_store_now(at.store).us, later.us); /* speed 0: it stands */
    assert_int_equal(st_store_clock_set(at.store, later, -1, NULL), ST_E_INVALID);
    assert_int_equal(st_store_clock_set(at.store, later, 3600, NULL), ST_OK);
    (void)usleep(20000);
    assert_true(st_store_now(at.store).us >= later.us + 60 * ST_SECOND);
    later.us += ST_HOUR;
    assert_int_equal(st_store_clock_set(at.store, later, ST_CLOCK_SPEED_KEPT, NULL), ST_OK);
    (void)usleep(20000);
    assert_true(st_store_now(at.store).us >= later.us + 60 * ST_SECOND);
    assert_int_equal(st_store_clock_set(at.store, later, 0, NULL), ST_OK);
    st_store_close(at.store);
    o.authority = "XX-XXX"; /* of no effect: the database is there */
    o.clock.us = 0;
    assert_int_equal(st_store_open(&at.store, &o, NULL), ST_OK);
    assert_int_equal(st_store_now(at.store).us, later.us);
    assert_str_is(st_store_authority(at.store), "IT-LMP");
    st_store_close(at.store);
    place_remove(&at.place);
    place_make(&at.place, at.postgres);
    o.movable_clock = false;
    assert_int_equal(st_store_open(&at.store, &o, NULL), ST_OK);
    assert_false(st_store_training(at.store));
    assert_int_equal(st_store_clock_set(at.store, later, 1, NULL), ST_E_FORBIDDEN);
    assert_true(st_store_now(at.store).us - st_instant_now().us < ST_SECOND);
}

static int opens(void)
{
    struct st_store_options o = options();
    struct st_error err = {0};
    struct st_store *store;
    int rc;

    o.create = false;
    rc = st_store_open(&store, &o, &err);
    assert_true(rc == ST_OK || err.n > 0);
    st_store_close(store);
    return rc;
}

static void only_a_database_that_fits_is_opened(void **state)
{
    (void)state;
    st_store_close(at.store);
    at.store = NULL;
    assert_int_equal(opens(), ST_OK);
    run_script("UPDATE meta SET number = number + 1 WHERE name = 'schema'");
    assert_int_equal(opens(), ST_E_STATE); /* newer */
    run_script("UPDATE meta SET number = -1 WHERE name = 'schema'");
    assert_int_equal(opens(), ST_E_STATE); /* older */
    run_script("UPDATE meta SET number = 1, text = 'other' WHERE name = 'schema'");
    assert_int_equal(opens(), ST_E_STATE); /* other tables */
    place_remove(&at.place);
    place_make(&at.place, at.postgres);
    assert_int_equal(opens(), ST_E_NOTFOUND);
}

#define ON(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void)
{
    const struct CMUnitTest tests[] = {
        ON(what_is_written_is_read),
        ON(a_failed_command_leaves_nothing),
        ON(what_a_failure_says_lasts),
        ON(a_refusal_is_noted_alone),
        ON(a_read_is_noted_before_it_answers),
        ON(listeners_hear_of_every_entry),
        ON(many_at_once_count_each_exactly_once),
        ON(readers_and_writers_side_by_side),
        ON(a_line_that_breaks),
        ON(a_server_that_comes_back),
        ON(what_was_corrected_stands_in_no_file),
        ON(a_full_disk_loses_nothing),
        ON(what_is_erased_is_nowhere),
        ON(another_writer_is_waited_for),
        ON(the_clock_moves_only_in_training),
        ON(only_a_database_that_fits_is_opened),
    };

    PLACE_RUN_BOTH(tests, at.postgres);
}
