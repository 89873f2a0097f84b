/* The schema: tables without a shape from files, tables of shapes from the shapes; and from one version to the next. */
#include <ctype.h>
#include <sodium.h>

#include "store/table.h"

enum { SCHEMA_MAX = 8 << 20 };

/* ---- Dialects ---- */
static bool in_word(char c) { return isalnum((unsigned char)c) || c == '_'; }

static struct st_str type_in(struct st_str word, enum st_dialect dialect)
{
    if (dialect == ST_POSTGRES && st_str_is(word, "BLOB"))
        return ST_S("BYTEA");
    if (dialect == ST_SQLITE && st_str_is(word, "BIGINT"))
        return ST_S("INTEGER");
    return word;
}

/* WITHOUT ROWID: SQLite keeps such a table in the order of its key, in one tree instead of two. */
static bool is_by_key(struct st_str word) { return st_str_is(word, "WITHOUT") || st_str_is(word, "ROWID"); }

void st_schema__translate(struct st_buf *out, const char *sql, enum st_dialect dialect)
{
    struct st_str rest = st_str_of(sql);
    bool table = false, by_key = false; /* inside CREATE TABLE; one WITHOUT ROWID */

    while (rest.n > 0) {
        size_t n = 0;
        while (n < rest.n && in_word(rest.p[n]))
            n++;
        if (n > 0) {
            struct st_str word = {rest.p, n};
            table = table || st_str_is(word, "TABLE");
            by_key = by_key || is_by_key(word);
            if (dialect == ST_SQLITE || !is_by_key(word))
                st_buf_str(out, type_in(word, dialect));
            else
                out->n--; /* the space before it */
        } else {
            n = 1;
            if (rest.p[0] == ';') {
                if (table && dialect == ST_SQLITE && (by_key || (out->n > 0 && out->p[out->n - 1] == ')')))
                    st_buf_text(out, by_key ? ", STRICT" : " STRICT");
                table = by_key = false;
            }
            st_buf_char(out, rest.p[0]);
        }
        rest = (struct st_str){rest.p + n, rest.n - n};
    }
}

void st_schema_print(struct st_buf *out, enum st_dialect dialect)
{
    struct st_buf portable = ST_BUF_INIT(SCHEMA_MAX);

    for (size_t i = 0; i < st_schema__tables_n; i++)
        st_schema__translate(out, dialect == ST_SQLITE ? st_schema__tables[i].sqlite : st_schema__tables[i].postgres,
                             dialect);
    for (const struct st_shape *const *shape = st_records__registered(); *shape != NULL; shape++)
        st_table__create(&portable, st_table_of(*shape));
    st_buf_char(&portable, 0);
    ST_ASSERT(!portable.failed);
    st_schema__translate(out, portable.p, dialect);
    st_buf_deinit(&portable);
}

struct st_str st_schema__fingerprint(struct st_arena *arena, enum st_dialect dialect)
{
    struct st_buf text = ST_BUF_INIT(SCHEMA_MAX);
    uint8_t hash[16];

    st_schema_print(&text, dialect);
    ST_ASSERT(!text.failed);
    (void)crypto_generichash(hash, sizeof(hash), (const uint8_t *)text.p, text.n, NULL, 0);
    st_buf_deinit(&text);
    return st_hex(arena, hash, sizeof(hash));
}

/* ---- What a database is ---- */
ST_STATEMENT(has_meta, "schema.is_there", "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'meta'",
             "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'meta'");
ST_STATEMENT(read_meta, "schema.state", "SELECT number, text FROM meta WHERE name = 'schema'", NULL);
ST_STATEMENT(write_meta, "schema.set",
             "INSERT INTO meta (name, number, text) VALUES ('schema', ?1, ?2) ON CONFLICT (name) DO UPDATE SET"
             " number = excluded.number, text = excluded.text", NULL);

int st_schema__state(struct st_schema_state *out, struct st_db *db, struct st_arena *arena, struct st_error *err)
{
    struct st_rows rows;
    int rc = st_db_query(&rows, db, arena, &has_meta, NULL, 0, err);

    *out = (struct st_schema_state){0, {NULL, 0}};
    if (rc != ST_OK || st_rows_int(&rows, 0, 0) == 0)
        return rc;
    rc = st_db_query(&rows, db, arena, &read_meta, NULL, 0, err);
    if (rc == ST_OK && rows.n == 1)
        *out = (struct st_schema_state){st_rows_int(&rows, 0, 0), st_rows_str(&rows, 0, 1)};
    return rc;
}

int64_t st_schema__version(const struct st_sql_file *migrations, size_t n) { return n ? migrations[n - 1].version : 1; }

static int set_state(struct st_db *db, int64_t version, struct st_error *err)
{
    struct st_arena *arena = st_arena_new();
    int rc = st_db_exec(db, NULL, &write_meta,
                        ST_BIND(st_cell_int(version),
                                st_cell_str(st_schema__fingerprint(arena, st_db_dialect(db)))), err);

    st_arena_free(arena);
    return rc;
}

int st_schema__create(struct st_db *db, struct st_error *err)
{
    struct st_buf sql = ST_BUF_INIT(SCHEMA_MAX);
    int rc = st_db_begin(db, true, err);

    if (rc != ST_OK)
        return rc;
    st_schema_print(&sql, st_db_dialect(db));
    st_buf_char(&sql, 0);
    ST_ASSERT(!sql.failed);
    rc = st_db_script(db, sql.p, err);
    if (rc == ST_OK)
        rc = set_state(db, st_schema__version(st_schema__migrations, st_schema__migrations_n), err);
    st_buf_deinit(&sql);
    if (rc == ST_OK)
        return st_db_commit(db, err);
    st_db_rollback(db);
    return rc;
}

/* ---- From version to version ---- */
/* What the step did with foreign keys unwatched must fit them all the same. */
ST_STATEMENT(broken_keys, "schema.broken keys", "SELECT count(*) FROM pragma_foreign_key_check", "SELECT 0");

static int check_foreign_keys(struct st_db *db, struct st_error *err)
{
    struct st_arena *arena = st_arena_new();
    struct st_rows rows;
    int rc = st_db_query(&rows, db, arena, &broken_keys, NULL, 0, err);

    if (rc == ST_OK && st_rows_int(&rows, 0, 0) != 0)
        rc = st_fail(err, ST_E_BUG, "db", ST_MSG("The migration would leave lists without their record."), "",
                     "Nothing was changed. Report this to those who make the program.");
    st_arena_free(arena);
    return rc;
}

static int step(struct st_db *db, const struct st_sql_file *migration, struct st_error *err)
{
    struct st_buf sql = ST_BUF_INIT(SCHEMA_MAX);
    enum st_dialect dialect = st_db_dialect(db);
    int rc = st_db_begin(db, true, err);

    if (rc != ST_OK)
        return rc;
    st_schema__translate(&sql, dialect == ST_SQLITE ? migration->sqlite : migration->postgres, dialect);
    st_buf_char(&sql, 0);
    rc = st_db_script(db, sql.p, err);
    if (rc == ST_OK)
        rc = check_foreign_keys(db, err);
    if (rc == ST_OK)
        rc = set_state(db, migration->version, err);
    st_buf_deinit(&sql);
    if (rc == ST_OK)
        return st_db_commit(db, err);
    st_db_rollback(db);
    return rc;
}

/* A table that is made anew takes the rows of its lists with it while foreign keys are watched. */
static int watch_foreign_keys(struct st_db *db, bool on, struct st_error *err)
{
    if (st_db_dialect(db) != ST_SQLITE)
        return ST_OK;
    return st_db_script(db, on ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF", err);
}

int st_schema__migrate(struct st_db *db, const struct st_sql_file *migrations, size_t n, struct st_error *err)
{
    struct st_arena *arena = st_arena_new();
    struct st_schema_state state;
    int rc = st_schema__state(&state, db, arena, err), back;

    if (rc == ST_OK && state.version == 0)
        rc = st_fail(err, ST_E_NOTFOUND, "db", ST_MSG("There is no database here."), "",
                     "Make one with: statera init --db FILE.");
    if (rc == ST_OK && state.version > st_schema__version(migrations, n))
        rc = st_fail(err, ST_E_STATE, "db", ST_MSG("This database was made by a newer program."), "",
                     "Install the newer program.");
    if (rc == ST_OK)
        rc = watch_foreign_keys(db, false, err);
    for (size_t i = 0; rc == ST_OK && i < n; i++)
        if (migrations[i].version > state.version)
            rc = step(db, &migrations[i], err);
    back = watch_foreign_keys(db, true, err);
    st_arena_free(arena);
    return rc == ST_OK ? back : rc;
}
