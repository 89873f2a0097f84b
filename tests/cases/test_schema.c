/* The whole schema: every statement of the program prepares on it, and every released version leads to it.
 * covers: UF-01 */
#include "store/database.h"

#include "cases/system.h"
#include "store/internal.h"

static struct {
    const char *postgres;
    struct place place;
    struct st_db *db;
    struct st_arena *arena;
} at;

static int set_up(void **state)
{
    (void)state;
    st_system_register();
    place_make(&at.place, at.postgres);
    at.arena = st_arena_new();
    assert_int_equal(st_db_open(&at.db, at.place.url, true, false, NULL), ST_OK);
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

static void every_statement_prepares(void **state)
{
    struct st_error err = {0};
    size_t n = 0;
    int rc;

    (void)state;
    assert_int_equal(st_schema__create(at.db, NULL), ST_OK);
    rc = st_db_check_statements(at.db, &n, &err);
    if (rc != ST_OK)
        print_message("%.*s\n", (int)err.faults[0].what.values[0].u.text.n, err.faults[0].what.values[0].u.text.p);
    assert_int_equal(rc, ST_OK);
    assert_true(n > 300);
}

ST_STATEMENT(describe, "test.describe",
             "SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c.\"notnull\" || ' ' || c.pk FROM sqlite_master m, "
             "pragma_table_info(m.name) c WHERE m.type = 'table' UNION SELECT m.tbl_name || ' index ' || m.name || ' ' || "
             "i.seqno || coalesce(i.name, '') FROM sqlite_master m, pragma_index_info(m.name) i WHERE m.type = 'index' ORDER BY 1",
             "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable FROM information_schema.columns "
             "WHERE table_schema = current_schema() UNION SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() "
             "ORDER BY 1");

/* The tables as the database sees them, one line each. */
static struct st_str tables(void)
{
    struct st_buf text = ST_BUF_INIT(1 << 20);
    struct st_rows rows;
    struct st_str out;

    assert_int_equal(st_db_query(&rows, at.db, at.arena, &describe, NULL, 0, NULL), ST_OK);
    for (size_t i = 0; i < rows.n; i++) {
        st_buf_str(&text, st_rows_str(&rows, i, 0));
        st_buf_char(&text, '\n');
    }
    out = st_buf_dup(at.arena, &text);
    st_buf_deinit(&text);
    return out;
}

static void make_released(int64_t version)
{
    static char sql[1 << 20];
    char path[600];
    size_t n;
    FILE *f;

    (void)snprintf(path, sizeof(path), "%s/data/schema/released/%03lld.%s.sql", getenv("STATERA_ROOT"), (long long)version,
                   at.postgres ? "postgres" : "sqlite");
    f = fopen(path, "rb");
    assert_non_null(f); /* every version before this one is kept */
    n = fread(sql, 1, sizeof(sql) - 1, f);
    (void)fclose(f);
    sql[n] = 0;
    assert_int_equal(st_db_script(at.db, sql, NULL), ST_OK);
    (void)snprintf(path, sizeof(path), "INSERT INTO meta (name, number, text) VALUES ('schema', %lld, '')", (long long)version);
    assert_int_equal(st_db_script(at.db, path, NULL), ST_OK);
}

static void every_released_version_leads_here(void **state)
{
    int64_t mine = st_schema__version(st_schema__migrations, st_schema__migrations_n);
    struct st_arena *kept = st_arena_new();
    struct st_str fresh;

    assert_int_equal(st_schema__create(at.db, NULL), ST_OK);
    fresh = st_str_dup(kept, tables());
    assert_true(fresh.n > 1000);
    for (int64_t version = 1; version < mine; version++) {
        (void)tear_down(state);
        (void)set_up(state);
        make_released(version);
        assert_int_equal(st_schema__migrate(at.db, st_schema__migrations, st_schema__migrations_n, NULL), ST_OK);
        assert_string_equal(tables().p, fresh.p);
    }
    st_arena_free(kept);
}

#define ON(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void)
{
    const struct CMUnitTest tests[] = {
        ON(every_statement_prepares),
        ON(every_released_version_leads_here),
    };

    PLACE_RUN_BOTH(tests, at.postgres);
}
