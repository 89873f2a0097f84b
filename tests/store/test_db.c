/* One connection, on SQLite and on PostgreSQL: values there and back, what spoils a transaction, what an error says.
 * covers: UF-01 */
#include "store/database.h"

#include <sys/stat.h>

#include "store/internal.h"

static struct {
    const char *postgres;
    struct place place;
    struct st_db *db;
    struct st_arena *arena;
} at;

ST_STATEMENT(put, "test.put", "INSERT INTO meta (name, number, text) VALUES (?1, ?2, ?3)", NULL);
ST_STATEMENT(get, "test.get", "SELECT number, text FROM meta WHERE name = ?1", NULL);
ST_STATEMENT(add, "test.add", "UPDATE meta SET number = number + ?2 WHERE name = ?1", NULL);
ST_STATEMENT(total, "test.total", "SELECT CAST(coalesce(sum(number), 0) AS BIGINT) FROM meta", NULL);
ST_STATEMENT(put_blob, "test.put blob", "INSERT INTO test_blob (id, bytes) VALUES (?1, ?2)", NULL);
ST_STATEMENT(get_blob, "test.get blob", "SELECT bytes FROM test_blob WHERE id = ?1", NULL);
ST_STATEMENT(dates, "test.dates", "SELECT '?' || text, number, text FROM meta WHERE name = ?1", NULL);
ST_STATEMENT(my_pid, "test.pid", "SELECT 0", "SELECT pg_backend_pid()");
ST_STATEMENT(terminate, "test.terminate", "SELECT ?1", "SELECT pg_terminate_backend(?1)");

static int set_up(void **state)
{
    (void)state;
    place_make(&at.place, at.postgres);
    at.arena = st_arena_new();
    assert_int_equal(st_db_open(&at.db, at.place.url, true, false, NULL), ST_OK);
    assert_int_equal(st_schema__create(at.db, NULL), ST_OK);
    assert_int_equal(st_db_script(at.db, at.postgres ? "CREATE TABLE test_blob (id BYTEA PRIMARY KEY, bytes BYTEA)"
                                                     : "CREATE TABLE test_blob (id BLOB PRIMARY KEY, bytes BLOB)",
                                  NULL), ST_OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    st_db_close(at.db);
    st_arena_free(at.arena);
    place_remove(&at.place);
    return 0;
}

static int put_row(struct st_db *db, const char *name, int64_t number, const char *text, struct st_error *err)
{
    return st_db_exec(db, NULL, &put, ST_BIND(st_cell_text(name), st_cell_int(number), st_cell_text(text)), err);
}

static int64_t number_of(struct st_db *db, const char *name)
{
    struct st_rows rows;

    assert_int_equal(st_db_query(&rows, db, at.arena, &get, ST_BIND(st_cell_text(name)), NULL), ST_OK);
    return rows.n ? st_rows_int(&rows, 0, 0) : -1;
}

static struct st_db *another(void)
{
    struct st_db *db;

    assert_int_equal(st_db_open(&db, at.place.url, false, false, NULL), ST_OK);
    return db;
}

static void values_come_back_as_they_went(void **state)
{
    static const int64_t numbers[] = {0, 1, -1, INT64_MAX, INT64_MIN, 4294967296};
    static const char *const texts[] = {"", "a", "Ærø 東京 \xF0\x9F\x98\x80", "it's \"quoted\" ?1 $1"};
    struct st_rows rows;
    char name[8] = "n0";

    (void)state;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++, name[1]++) {
        assert_int_equal(put_row(at.db, name, numbers[i], NULL, NULL), ST_OK);
        assert_int_equal(st_db_query(&rows, at.db, at.arena, &get, ST_BIND(st_cell_text(name)), NULL), ST_OK);
        assert_int_equal(rows.n, 1);
        assert_int_equal(rows.columns, 2);
        assert_true(st_rows_int(&rows, 0, 0) == numbers[i]);
        assert_false(st_str_known(st_rows_str(&rows, 0, 1))); /* unknown stays unknown */
    }
    name[0] = 't';
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++, name[1]++) {
        assert_int_equal(put_row(at.db, name, 0, texts[i], NULL), ST_OK);
        assert_int_equal(st_db_query(&rows, at.db, at.arena, &get, ST_BIND(st_cell_text(name)), NULL), ST_OK);
        assert_true(st_str_known(st_rows_str(&rows, 0, 1)));
        assert_str_is(st_rows_str(&rows, 0, 1), texts[i]);
    }
    assert_int_equal(st_db_query(&rows, at.db, at.arena, &get, ST_BIND(st_cell_text("none")), NULL), ST_OK);
    assert_int_equal(rows.n, 0);
}

static void blobs_ids_and_dates(void **state)
{
    static const struct st_date partial[] = {{2026, 9, 17}, {2026, 9, 0}, {1990, 0, 0}};
    struct st_id id = st_id_new(st_instant_now());
    char bytes[70000];
    struct st_rows rows;

    (void)state;
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (char)(i * 7);
    for (size_t n = 0; n <= sizeof(bytes); n = n ? n * 70 : 1) {
        size_t length = n < sizeof(bytes) ? n : sizeof(bytes);
        id.b[15]++;
        assert_int_equal(st_db_exec(at.db, NULL, &put_blob,
                                    ST_BIND(st_cell_id(at.arena, id), st_cell_blob((struct st_str){bytes, length})), NULL), ST_OK);
        assert_int_equal(st_db_query(&rows, at.db, at.arena, &get_blob, ST_BIND(st_cell_id(at.arena, id)), NULL), ST_OK);
        assert_int_equal(st_rows_str(&rows, 0, 0).n, length);
        assert_memory_equal(st_rows_str(&rows, 0, 0).p, bytes, length);
    }
    for (size_t i = 0; i < sizeof(partial) / sizeof(partial[0]); i++) {
        char name[4] = {'d', (char)('0' + i), 0};
        assert_int_equal(st_db_exec(at.db, NULL, &put, ST_BIND(st_cell_text(name), st_cell_instant((struct st_instant){5}),
                                                               st_cell_date(at.arena, partial[i])), NULL), ST_OK);
        assert_int_equal(st_db_query(&rows, at.db, at.arena, &dates, ST_BIND(st_cell_text(name)), NULL), ST_OK);
        assert_int_equal(st_rows_str(&rows, 0, 0).p[0], '?'); /* a mark in quotes is no value */
        assert_int_equal(st_rows_instant(&rows, 0, 1).us, 5);
        assert_int_equal(st_date_cmp(st_rows_date(&rows, 0, 2), partial[i]), 0);
        assert_int_equal(st_rows_date(&rows, 0, 2).day, partial[i].day);
    }
    assert_int_equal(st_cell_id(at.arena, (struct st_id){{0}}).kind, ST_CELL_NULL);
    assert_int_equal(st_cell_date(at.arena, (struct st_date){0}).kind, ST_CELL_NULL);
}

/* Both databases alike: after a failure nothing else happens in the transaction, and nothing of it stays. */
static void a_failure_spoils_its_transaction(void **state)
{
    struct st_error err = {0};
    uint64_t changed = 7;

    (void)state;
    assert_int_equal(put_row(at.db, "a", 1, NULL, NULL), ST_OK);
    assert_int_equal(st_db_begin(at.db, true, NULL), ST_OK);
    assert_int_equal(st_db_exec(at.db, &changed, &add, ST_BIND(st_cell_text("a"), st_cell_int(10)), NULL), ST_OK);
    assert_int_equal(changed, 1);
    assert_int_equal(put_row(at.db, "a", 2, NULL, &err), ST_E_EXISTS);
    assert_int_equal(put_row(at.db, "b", 2, NULL, NULL), ST_E_EXISTS);
    assert_int_equal(st_db_commit(at.db, NULL), ST_E_EXISTS);
    assert_int_equal(number_of(at.db, "a"), 1);
    assert_int_equal(number_of(at.db, "b"), -1);
}

static void a_savepoint_takes_back_its_part(void **state)
{
    (void)state;
    assert_int_equal(st_db_begin(at.db, true, NULL), ST_OK);
    assert_int_equal(put_row(at.db, "kept", 1, NULL, NULL), ST_OK);
    assert_int_equal(st_db_savepoint(at.db, NULL), ST_OK);
    assert_int_equal(put_row(at.db, "lost", 1, NULL, NULL), ST_OK);
    assert_int_equal(put_row(at.db, "kept", 1, NULL, NULL), ST_E_EXISTS);
    st_db_rollback_to_savepoint(at.db);
    assert_int_equal(st_db_savepoint(at.db, NULL), ST_OK);
    assert_int_equal(put_row(at.db, "also kept", 1, NULL, NULL), ST_OK);
    assert_int_equal(st_db_release(at.db, NULL), ST_OK);
    assert_int_equal(st_db_commit(at.db, NULL), ST_OK);
    assert_int_equal(number_of(at.db, "kept"), 1);
    assert_int_equal(number_of(at.db, "also kept"), 1);
    assert_int_equal(number_of(at.db, "lost"), -1);
}

static void what_is_not_committed_is_not_there(void **state)
{
    struct st_db *other = another();

    (void)state;
    assert_int_equal(st_db_begin(at.db, true, NULL), ST_OK);
    assert_int_equal(put_row(at.db, "a", 1, NULL, NULL), ST_OK);
    assert_int_equal(number_of(other, "a"), -1);
    st_db_rollback(at.db);
    assert_int_equal(number_of(at.db, "a"), -1);
    assert_int_equal(st_db_begin(at.db, true, NULL), ST_OK);
    assert_int_equal(put_row(at.db, "a", 1, NULL, NULL), ST_OK);
    st_db_close(at.db); /* and neither when the connection goes */
    at.db = other;
    assert_int_equal(number_of(other, "a"), -1);
}

/* Two who read the same and write on the strength of it: one of them is told to run again. */
static void a_conflict_says_run_again(void **state)
{
    struct st_db *other;
    struct st_rows rows;
    struct st_error err = {0};
    int first, second;

    (void)state;
    if (at.postgres == NULL)
        return; /* SQLite has one writer; others wait for it */
    other = another();
    assert_int_equal(st_db_begin(at.db, true, NULL), ST_OK);
    assert_int_equal(st_db_begin(other, true, NULL), ST_OK);
    assert_int_equal(st_db_query(&rows, at.db, at.arena, &total, NULL, 0, NULL), ST_OK);
    assert_int_equal(st_db_query(&rows, other, at.arena, &total, NULL, 0, NULL), ST_OK);
    assert_int_equal(put_row(at.db, "a", 1, NULL, NULL), ST_OK);
    assert_int_equal(put_row(other, "b", 1, NULL, NULL), ST_OK);
    first = st_db_commit(at.db, NULL);
    second = st_db_commit(other, &err);
    assert_int_equal(first, ST_OK);
    assert_int_equal(second, ST_E_BUSY);
    assert_true(other->conflict);
    assert_int_equal(number_of(at.db, "b"), -1);
    st_db_close(other);
}

/* The line breaks between COMMIT and its answer: nobody may say that it failed, nor that it did not. */
static void a_line_that_breaks_at_commit_is_uncertain(void **state)
{
    struct st_db *other;
    struct st_rows rows;
    int64_t pid;

    (void)state;
    if (at.postgres == NULL)
        return; /* SQLite has no line */
    other = another();
    assert_int_equal(st_db_query(&rows, at.db, at.arena, &my_pid, NULL, 0, NULL), ST_OK);
    pid = st_rows_int(&rows, 0, 0);
    assert_int_equal(st_db_begin(at.db, true, NULL), ST_OK);
    assert_int_equal(put_row(at.db, "a", 1, NULL, NULL), ST_OK);
    assert_int_equal(st_db_query(&rows, other, at.arena, &terminate, ST_BIND(st_cell_int(pid)), NULL), ST_OK);
    assert_int_equal(st_db_commit(at.db, NULL), ST_E_UNCERTAIN);
    assert_true(at.db->dead);
    st_db_close(other);
}

static void a_reader_cannot_write(void **state)
{
    struct st_db *reader;

    (void)state;
    assert_int_equal(st_db_open(&reader, at.place.url, false, true, NULL), ST_OK);
    assert_true(put_row(reader, "a", 1, NULL, NULL) != ST_OK);
    assert_int_equal(number_of(reader, "a"), -1);
    st_db_close(reader);
}

/* Values stay out of errors, whatever the database says about them. */
static void an_error_tells_no_value(void **state)
{
    struct st_buf text = ST_BUF_INIT(100000);
    struct st_json w = ST_JSON_INIT(&text);
    struct st_error err = {0};

    (void)state;
    assert_int_equal(put_row(at.db, "Marked-Name", 1, NULL, NULL), ST_OK);
    assert_int_equal(put_row(at.db, "Marked-Name", 1, NULL, &err), ST_E_EXISTS);
    assert_true(st_db_exec(at.db, NULL, &put, ST_BIND(st_cell_null(), st_cell_int(1), st_cell_text("Marked-Name")), &err) != ST_OK);
    st_json_faults(&w, &err, NULL);
    st_buf_char(&text, 0);
    assert_null(strstr(text.p, "Marked"));
    assert_true(err.n >= 2);
    st_buf_deinit(&text);
}

static void every_statement_prepares(void **state)
{
    struct st_error err = {0};
    size_t n = 0;

    (void)state;
    assert_int_equal(st_db_check_statements(at.db, &n, &err), ST_OK);
    assert_true(n > 10);
}

static void a_place_that_is_none(void **state)
{
    struct st_db *db;
    struct stat s;
    char path[160];
    FILE *f;

    (void)state;
    assert_int_equal(st_db_open(&db, "mysql://x", true, false, NULL), ST_E_INVALID);
    assert_int_equal(st_db_open(&db, "", true, false, NULL), ST_E_INVALID);
    assert_int_equal(st_db_open(&db, "postgresql:///none?host=/nowhere", true, false, NULL), ST_E_IO);
    (void)snprintf(path, sizeof(path), "%s/old.db", at.place.directory);
    assert_int_equal(st_db_open(&db, path, false, false, NULL), ST_E_NOTFOUND);
    assert_int_equal(st_db_open(&db, path, true, false, NULL), ST_OK);
    st_db_close(db);
    assert_int_equal(stat(path, &s), 0);
    assert_int_equal(s.st_mode & 0777, 0600);
    f = fopen(path, "w");
    assert_non_null(f);
    for (int i = 0; i < 1000; i++)
        (void)fputs("this is no database\n", f);
    (void)fclose(f);
    assert_int_equal(st_db_open(&db, path, true, false, NULL), ST_E_IO);
    assert_null(db);
    (void)snprintf(path, sizeof(path), "%s/none/old.db", at.place.directory);
    assert_int_equal(st_db_open(&db, path, true, false, NULL), ST_E_IO);
}

#define ON(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void)
{
    const struct CMUnitTest tests[] = {
        ON(values_come_back_as_they_went),
        ON(blobs_ids_and_dates),
        ON(a_failure_spoils_its_transaction),
        ON(a_savepoint_takes_back_its_part),
        ON(what_is_not_committed_is_not_there),
        ON(a_conflict_says_run_again),
        ON(a_line_that_breaks_at_commit_is_uncertain),
        ON(a_reader_cannot_write),
        ON(an_error_tells_no_value),
        ON(every_statement_prepares),
        ON(a_place_that_is_none),
    };

    PLACE_RUN_BOTH(tests, at.postgres);
}
