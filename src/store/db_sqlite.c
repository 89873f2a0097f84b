/* SQLite: a file in WAL mode, flushed at every commit, its deleted bytes overwritten. */
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/internal.h"

struct sqlite_db {
    struct st_db db;
    sqlite3 *handle;
};

static sqlite3 *handle_of(struct st_db *db) { return ((struct sqlite_db *)db)->handle; }

static int failed(struct st_db *db, int code, const char *statement, struct st_error *err)
{
    char state[32];
    enum st_err rc = ST_E_IO;

    (void)snprintf(state, sizeof(state), "SQLite %d", code);
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
        rc = code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID
                 ? ST_E_EXISTS : ST_E_BUG;
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        rc = ST_E_BUSY;
        break;
    case SQLITE_FULL:
        rc = ST_E_LIMIT;
        break;
    case SQLITE_ERROR:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
    case SQLITE_SCHEMA:
        rc = ST_E_BUG;
        break;
    default:
        break;
    }
    return st_db__fail(db, rc, statement, state, err);
}

static int bind(sqlite3_stmt *s, const struct st_cell *cells, size_t n)
{
    int rc = SQLITE_OK;

    ST_ASSERT((size_t)sqlite3_bind_parameter_count(s) == n);
    for (size_t i = 0; rc == SQLITE_OK && i < n; i++) {
        const struct st_cell *c = &cells[i];
        int at = (int)i + 1;
        switch (c->kind) {
        case ST_CELL_NULL: rc = sqlite3_bind_null(s, at); break;
        case ST_CELL_INT: rc = sqlite3_bind_int64(s, at, c->i); break;
        case ST_CELL_TEXT: rc = sqlite3_bind_text64(s, at, c->s.p, c->s.n, SQLITE_STATIC, SQLITE_UTF8); break;
        case ST_CELL_BLOB: rc = sqlite3_bind_blob64(s, at, c->s.p, c->s.n, SQLITE_STATIC); break;
        }
    }
    return rc;
}

static struct st_cell column(sqlite3_stmt *s, int i)
{
    struct st_str bytes;

    switch (sqlite3_column_type(s, i)) {
    case SQLITE_NULL: return st_cell_null();
    case SQLITE_INTEGER: return st_cell_int(sqlite3_column_int64(s, i));
    case SQLITE_TEXT:
        bytes.p = (const char *)sqlite3_column_text(s, i);
        bytes.n = (size_t)sqlite3_column_bytes(s, i);
        return (struct st_cell){ST_CELL_TEXT, 0, bytes};
    case SQLITE_BLOB:
        bytes.p = sqlite3_column_blob(s, i);
        bytes.n = (size_t)sqlite3_column_bytes(s, i);
        return (struct st_cell){ST_CELL_BLOB, 0, bytes};
    default: break;
    }
    ST_ASSERT(!"a number with a fraction in the database");
    return st_cell_null();
}

static int prepare(struct st_db *db, const struct st_statement *statement, struct st_error *err)
{
    void **kept = st_db__handle(db, statement);
    sqlite3_stmt *s = NULL;

    if (*kept != NULL)
        return ST_OK;
    if (sqlite3_prepare_v3(handle_of(db), statement->sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL) != SQLITE_OK)
        return failed(db, sqlite3_extended_errcode(handle_of(db)), statement->name, err);
    *kept = s;
    return ST_OK;
}

static int run(struct st_rows *out, uint64_t *changed, struct st_db *db, struct st_arena *arena,
               const struct st_statement *statement, const struct st_cell *cells, size_t n, struct st_error *err)
{
    struct st_db__gather rows = {.arena = arena};
    sqlite3_stmt *s;
    int rc = prepare(db, statement, err), columns;

    if (rc != ST_OK)
        return rc;
    s = *st_db__handle(db, statement);
    columns = sqlite3_column_count(s);
    rc = bind(s, cells, n);
    while (rc == SQLITE_OK || rc == SQLITE_ROW) {
        rc = sqlite3_step(s);
        for (int i = 0; rc == SQLITE_ROW && out != NULL && i < columns; i++)
            st_db__gather_cell(&rows, column(s, i));
    }
    *changed = (uint64_t)sqlite3_changes64(handle_of(db));
    if (rc != SQLITE_DONE)
        rc = failed(db, sqlite3_extended_errcode(handle_of(db)), statement->name, err);
    (void)sqlite3_reset(s);
    if (rc != SQLITE_DONE)
        free(rows.cells);
    else if (out != NULL)
        st_db__gather_done(out, &rows, (size_t)columns);
    return rc == SQLITE_DONE ? ST_OK : rc;
}

static int script(struct st_db *db, const char *sql, struct st_error *err)
{
    return sqlite3_exec(handle_of(db), sql, NULL, NULL, NULL) == SQLITE_OK
               ? ST_OK : failed(db, sqlite3_extended_errcode(handle_of(db)), "script", err);
}

static int control(struct st_db *db, const struct st_statement *statement, struct st_error *err)
{
    uint64_t changed;

    return run(NULL, &changed, db, NULL, statement, NULL, 0, err);
}

static const struct st_statement commit_statement = {"commit", "COMMIT", NULL},
                                 begin_write = {"begin", "BEGIN IMMEDIATE", NULL},
                                 begin_read = {"begin to read", "BEGIN", NULL};

static int commit(struct st_db *db, struct st_error *err) { return control(db, &commit_statement, err); }

static bool undone(struct st_db *db) { return sqlite3_get_autocommit(handle_of(db)) != 0; }

static void close_sqlite(struct st_db *db)
{
    struct sqlite_db *s = (struct sqlite_db *)db;

    for (size_t i = 0; i < db->handles_room; i++)
        (void)sqlite3_finalize(db->handles[i].handle);
    (void)sqlite3_close(s->handle);
    free(s);
}

static const struct st_db__driver sqlite_driver = {run, prepare, script, control, commit, undone, close_sqlite,
                                                   &begin_write, &begin_read};

/* The file is made before SQLite sees it, so that nobody else may ever read it; its WAL takes the same rights. */
static int make_file(const char *path, bool create, struct st_error *err)
{
    int fd;

    if (access(path, F_OK) == 0)
        return ST_OK;
    if (!create)
        return st_fail(err, ST_E_NOTFOUND, "db", ST_MSG("There is no database here."), "",
                       "Make one with: statera init --db FILE.");
    fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0 && errno != EEXIST)
        return st_fail(err, ST_E_IO, "db", ST_MSG("The file of the database cannot be made."), "",
                       "Check that the folder is there and may be written to.");
    if (fd >= 0)
        (void)close(fd);
    return ST_OK;
}

/* No temporary files: what a query sorts stays in memory. */
static const char settings[] =
    "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
    "PRAGMA secure_delete = ON; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;";

int st_db__open_sqlite(struct st_db **out, const char *path, bool create, bool read_only, struct st_error *err)
{
    struct sqlite_db *s;
    int rc = make_file(path, create, err);

    if (rc != ST_OK)
        return rc;
    s = st_heap(sizeof(*s));
    *s = (struct sqlite_db){.db = {.driver = &sqlite_driver, .dialect = ST_SQLITE}};
    if (sqlite3_open_v2(path, &s->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
                        NULL) != SQLITE_OK) {
        rc = failed(&s->db, s->handle ? sqlite3_extended_errcode(s->handle) : SQLITE_NOMEM, "open", err);
    } else {
        (void)sqlite3_extended_result_codes(s->handle, 1);
        (void)sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        (void)sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
        (void)sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
        rc = script(&s->db, settings, err);
        if (rc == ST_OK)
            rc = script(&s->db, read_only ? "PRAGMA query_only = ON" : "PRAGMA journal_mode = WAL", err);
    }
    if (rc != ST_OK) {
        st_db_close(&s->db);
        return rc;
    }
    *out = &s->db;
    return ST_OK;
}
