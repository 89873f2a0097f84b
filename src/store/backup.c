/* Copies of an SQLite database, made while it is in use, and the way back from one. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/slots.h"

enum { PAGES_AT_ONCE = 512, BUSY_MS = 5000 };

static int is_postgres(const char *url, struct st_error *err)
{
    if (!st_str_starts(st_str_of(url), "postgres"))
        return ST_OK;
    return st_fail(err, ST_E_STATE, "db", ST_MSG("A PostgreSQL database is copied with its own tools."), "",
                   "Run pg_dump --exclude-schema=keys for the data and pg_dump --schema=keys for the keys, apart; after "
                   "pg_restore of the data run statera restore --db URL, which erases again, then statera doctor.");
}

static const char *file_of(const char *url) { return st_str_starts(st_str_of(url), "sqlite:") ? url + 7 : url; }

static int failed(struct st_error *err, int code)
{
    switch (code & 0xFF) {
    case SQLITE_BUSY:
        return st_fail(err, ST_E_BUSY, "db", ST_MSG("The database is in use."), "", "Stop the program that uses it.");
    case SQLITE_NOTADB:
        return st_fail(err, ST_E_INVALID, "file", ST_MSG("The file is no database."), "",
                       "Give a file that statera backup wrote.");
    case SQLITE_CORRUPT:
        return st_fail(err, ST_E_VERIFY, "file", ST_MSG("The database is damaged."), "",
                       "Use another backup, and look at the disk.");
    default:
        return st_fail(err, ST_E_IO, "file", ST_MSG("The database cannot be copied."), "",
                       "Check the path, its permissions and the space on the disk.");
    }
}

static int open_raw(sqlite3 **out, const char *path, struct st_error *err)
{
    int rc = sqlite3_open_v2(path, out, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);

    (void)sqlite3_busy_timeout(*out, BUSY_MS);
    (void)sqlite3_db_config(*out, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(*out, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    return rc == SQLITE_OK ? ST_OK : failed(err, rc);
}

static int script(sqlite3 *db, const char *sql, struct st_error *err)
{
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? ST_OK : failed(err, rc);
}

/* integrity_check answers "ok" in its first row, or names the damage. */
static int is_ok(void *context, int n, char **values, char **names)
{
    bool *ok = context;

    (void)names;
    *ok = n == 1 && values[0] != NULL && strcmp(values[0], "ok") == 0;
    return 0;
}

static int check(sqlite3 *db, struct st_error *err)
{
    bool ok = false;
    int rc = sqlite3_exec(db, "PRAGMA integrity_check(1)", is_ok, &ok, NULL);

    if (rc != SQLITE_OK)
        return failed(err, rc);
    return ok ? ST_OK : failed(err, SQLITE_CORRUPT);
}

static int copy_pages(sqlite3 *to, sqlite3 *from, st_progress_fn progress, struct st_error *err)
{
    sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
    int rc;

    if (b == NULL)
        return failed(err, sqlite3_errcode(to));
    do {
        rc = sqlite3_backup_step(b, PAGES_AT_ONCE);
        if (progress != NULL && rc == SQLITE_OK)
            progress((uint64_t)(sqlite3_backup_pagecount(b) - sqlite3_backup_remaining(b)),
                     (uint64_t)sqlite3_backup_pagecount(b));
    } while (rc == SQLITE_OK);
    if (progress != NULL)
        progress((uint64_t)sqlite3_backup_pagecount(b), (uint64_t)sqlite3_backup_pagecount(b));
    (void)sqlite3_backup_finish(b);
    return rc == SQLITE_DONE ? ST_OK : failed(err, rc);
}

/* A whole and checked copy in a new file. The source is read as it stood at the first moment, whoever writes to it
 * meanwhile: the open read transaction holds its snapshot. */
static int copy_file(const char *to, const char *from, st_progress_fn progress, struct st_error *err)
{
    sqlite3 *source = NULL, *copy = NULL;
    int fd = open(to, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600), rc;

    if (fd < 0)
        return errno == EEXIST ? st_fail(err, ST_E_EXISTS, "file", ST_MSG("The file is there already."), "",
                                         "Name a new file.")
                               : failed(err, SQLITE_CANTOPEN);
    (void)close(fd);
    rc = open_raw(&source, from, err);
    if (rc == ST_OK)
        rc = open_raw(&copy, to, err);
    if (rc == ST_OK)
        rc = script(source, "BEGIN; SELECT count(*) FROM sqlite_schema;", err);
    if (rc == ST_OK)
        rc = copy_pages(copy, source, progress, err);
    if (rc == ST_OK)
        rc = script(copy, "PRAGMA journal_mode = DELETE", err); /* one file, not three */
    if (rc == ST_OK)
        rc = check(copy, err);
    (void)sqlite3_close(copy);
    (void)sqlite3_close(source);
    if (rc != ST_OK)
        (void)unlink(to);
    return rc;
}

static int there(const char *path, const char *field, struct st_error *err)
{
    if (access(path, R_OK) == 0)
        return ST_OK;
    return st_fail(err, errno == ENOENT ? ST_E_NOTFOUND : ST_E_IO, field,
                   ST_MSG("Cannot read the file {0}.", ST_V(path)), "", "Check the path and its permissions.");
}

ST_STATEMENT(note_copy, "backup.note", "INSERT INTO meta (name, number) VALUES ('backed up at', ?1) "
             "ON CONFLICT (name) DO UPDATE SET number = excluded.number", NULL);

/* The copy is whole whether or not this succeeds: then the doctor only thinks the newest one older than it is. */
static void note_backup(const char *file)
{
    struct st_db *db = NULL;

    if (st_db_open(&db, file, false, false, NULL) == ST_OK)
        (void)st_db_exec(db, NULL, &note_copy, ST_BIND(st_cell_instant(st_instant_now())), NULL);
    st_db_close(db);
}

int st_care_backup(const char *url, const char *path, bool with_keys, st_progress_fn progress, int64_t *bytes,
                   struct st_error *err)
{
    struct st_arena *arena = st_arena_new();
    const char *file = file_of(url), *keys = st_strf(arena, "%s.keys", file).p, *keys_copy;
    struct stat about = {0};
    int rc = is_postgres(url, err);

    path = st_str_z(arena, st_str_of(path));
    keys_copy = st_strf(arena, "%s.keys", path).p;
    if (rc == ST_OK)
        rc = there(file, "db", err);
    if (rc == ST_OK && with_keys)
        rc = there(keys, "db", err);
    if (rc == ST_OK)
        rc = copy_file(path, file, progress, err);
    if (rc == ST_OK && with_keys) { /* after the data: every key that the copy needs is there by now */
        rc = copy_file(keys_copy, keys, NULL, err);
        if (rc != ST_OK)
            (void)unlink(path);
    }
    if (rc == ST_OK)
        note_backup(file);
    if (rc == ST_OK && bytes != NULL)
        *bytes = stat(path, &about) == 0 ? (int64_t)about.st_size : 0;
    st_arena_free(arena);
    return rc;
}

/* ---- The way back ---- */
/* A copy of ours holds strict tables and their indexes. A trigger or a view that somebody put into it would act when
 * the program writes or reads; in a table that is not strict a cell may be of any kind. */
static int is_none(void *context, int n, char **values, char **names)
{
    bool *none = context;

    (void)names;
    *none = n == 1 && values[0] != NULL && strcmp(values[0], "0") == 0;
    return 0;
}

static int holds_only_ours(sqlite3 *db, struct st_error *err)
{
    static const char strange[] =
        "SELECT (SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index'))"
        " + (SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        " AND (type <> 'table' OR strict = 0))";
    bool none = false;
    int rc = sqlite3_exec(db, strange, is_none, &none, NULL);

    if (rc != SQLITE_OK)
        return failed(err, rc);
    return none ? ST_OK : st_fail(err, ST_E_INVALID, "file",
                                  ST_MSG("The file holds what no copy by this program holds."), "",
                                  "Give a file that statera backup wrote.");
}

/* Is it a database of this program? An older one is carried over later. */
static int look_inside(const char *path, struct st_error *err)
{
    struct st_arena *arena = st_arena_new();
    struct st_schema_state state = {0};
    struct st_db *db = NULL;
    sqlite3 *raw = NULL;
    int rc = open_raw(&raw, path, err);

    if (rc == ST_OK)
        rc = check(raw, err);
    if (rc == ST_OK)
        rc = holds_only_ours(raw, err);
    (void)sqlite3_close(raw);
    if (rc == ST_OK)
        rc = st_db_open(&db, path, false, true, err);
    if (rc == ST_OK)
        rc = st_schema__state(&state, db, arena, err);
    if (rc == ST_OK && state.version == 0)
        rc = failed(err, SQLITE_NOTADB);
    if (rc == ST_OK && state.version > st_schema__version(st_schema__migrations, st_schema__migrations_n))
        rc = st_fail(err, ST_E_STATE, "file", ST_MSG("This database was made by a newer program."), "",
                     "Install the newer program.");
    st_db_close(db);
    st_arena_free(arena);
    return rc;
}

/* Every user of a database in WAL mode holds a shared lock on it; the exclusive one is to be had by nobody else. Leaves
 * one file, without a write-ahead log. */
static int nobody_uses(const char *path, struct st_error *err)
{
    sqlite3 *db = NULL;
    int rc;

    if (access(path, F_OK) != 0)
        return ST_OK;
    rc = open_raw(&db, path, err);
    if (rc == ST_OK)
        rc = script(db, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT; PRAGMA journal_mode = DELETE;", err);
    (void)sqlite3_close(db);
    return rc;
}

static int replace(const char *file, const char *by, struct st_arena *arena, struct st_error *err)
{
    int folder, rc = rename(by, file) == 0 ? ST_OK : failed(err, SQLITE_IOERR);

    if (rc != ST_OK)
        return rc;
    folder = open(dirname(st_alloc_copy(arena, file, strlen(file) + 1)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0 || fsync(folder) != 0)
        rc = failed(err, SQLITE_IOERR);
    if (folder >= 0)
        (void)close(folder);
    return rc;
}

int st_care_restore(const char *url, const char *path, bool with_keys, st_progress_fn progress, struct st_error *err)
{
    struct st_arena *arena = st_arena_new();
    const char *file = file_of(url), *draft = st_strf(arena, "%s.restoring", file).p,
               *keys = st_strf(arena, "%s.keys", path).p;
    int rc = is_postgres(url, err);

    if (rc == ST_OK)
        rc = there(path, "file", err);
    if (rc == ST_OK && with_keys)
        rc = there(keys, "with_keys", err);
    if (rc == ST_OK)
        rc = look_inside(path, err);
    if (rc == ST_OK)
        rc = nobody_uses(file, err);
    (void)unlink(draft); /* of a restoration that died */
    if (rc == ST_OK)
        rc = copy_file(draft, path, progress, err);
    if (rc == ST_OK && with_keys)
        rc = st_slots__take_over(url, keys, err);
    if (rc == ST_OK)
        rc = replace(file, draft, arena, err);
    if (rc != ST_OK)
        (void)unlink(draft);
    st_arena_free(arena);
    return rc;
}
