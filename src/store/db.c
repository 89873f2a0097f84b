/* What both databases share: cells and rows, the handles of statements, transactions and what spoils them. */
#include "store/internal.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct st_cell st_cell_null(void) { return (struct st_cell){ST_CELL_NULL, 0, {NULL, 0}}; }
struct st_cell st_cell_int(int64_t v) { return (struct st_cell){ST_CELL_INT, v, {NULL, 0}}; }
struct st_cell st_cell_bool(bool v) { return st_cell_int(v); }
struct st_cell st_cell_text(const char *v) { return st_cell_str(st_str_of(v)); }

struct st_cell st_cell_str(struct st_str v)
{
    return st_str_known(v) ? (struct st_cell){ST_CELL_TEXT, 0, v} : st_cell_null();
}

struct st_cell st_cell_blob(struct st_str v)
{
    return st_str_known(v) ? (struct st_cell){ST_CELL_BLOB, 0, v} : st_cell_null();
}

struct st_cell st_cell_id(struct st_arena *arena, struct st_id v)
{
    if (!st_id_known(v))
        return st_cell_null();
    return st_cell_blob((struct st_str){st_alloc_copy(arena, v.b, sizeof(v.b)), sizeof(v.b)});
}

struct st_cell st_cell_date(struct st_arena *arena, struct st_date v)
{
    return st_date_known(v) ? st_cell_text(st_date_print(st_alloc(arena, ST_DATE_TEXT), v)) : st_cell_null();
}

struct st_cell st_cell_instant(struct st_instant v)
{
    return st_instant_known(v) ? st_cell_int(v.us) : st_cell_null();
}

const struct st_cell *st_rows_cell(const struct st_rows *rows, size_t row, size_t column)
{
    ST_ASSERT(row < rows->n && column < rows->columns);
    return &rows->cells[row * rows->columns + column];
}

int64_t st_rows_int(const struct st_rows *rows, size_t row, size_t column)
{
    const struct st_cell *c = st_rows_cell(rows, row, column);

    ST_ASSERT(c->kind == ST_CELL_INT || c->kind == ST_CELL_NULL);
    return c->i;
}

struct st_str st_rows_str(const struct st_rows *rows, size_t row, size_t column)
{
    const struct st_cell *c = st_rows_cell(rows, row, column);

    ST_ASSERT(c->kind != ST_CELL_INT);
    return c->s;
}

struct st_id st_rows_id(const struct st_rows *rows, size_t row, size_t column)
{
    struct st_str s = st_rows_str(rows, row, column);
    struct st_id id = {{0}};

    if (s.p != NULL) {
        ST_ASSERT(s.n == sizeof(id.b));
        memcpy(id.b, s.p, s.n);
    }
    return id;
}

struct st_date st_rows_date(const struct st_rows *rows, size_t row, size_t column)
{
    struct st_str s = st_rows_str(rows, row, column);
    struct st_date date = {0};

    if (s.p != NULL)
        ST_ASSERT(st_date_parse(&date, s));
    return date;
}

struct st_instant st_rows_instant(const struct st_rows *rows, size_t row, size_t column)
{
    return (struct st_instant){st_rows_int(rows, row, column)};
}

/* ---- Handles ---- */
static size_t handle_place(const struct st_db__handle *handles, size_t room, const struct st_statement *statement)
{
    size_t at = (size_t)((uintptr_t)statement / sizeof(void *) * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (room - 1);

    while (handles[at].statement != NULL && handles[at].statement != statement)
        at = (at + 1) & (room - 1);
    return at;
}

static void more_handles(struct st_db *db)
{
    size_t room = db->handles_room ? 2 * db->handles_room : 64;
    struct st_db__handle *bigger = st_heap(room * sizeof(*bigger));

    memset(bigger, 0, room * sizeof(*bigger));
    for (size_t i = 0; i < db->handles_room; i++)
        if (db->handles[i].statement != NULL)
            bigger[handle_place(bigger, room, db->handles[i].statement)] = db->handles[i];
    free(db->handles);
    db->handles = bigger;
    db->handles_room = room;
}

void **st_db__handle(struct st_db *db, const struct st_statement *statement)
{
    size_t at;

    if (2 * db->handles_n >= db->handles_room)
        more_handles(db);
    at = handle_place(db->handles, db->handles_room, statement);
    if (db->handles[at].statement == NULL) {
        db->handles[at].statement = statement;
        db->handles_n++;
    }
    return &db->handles[at].handle;
}

/* ---- Rows under way ---- */
void st_db__gather_cell(struct st_db__gather *g, struct st_cell cell)
{
    if (g->n == g->room) {
        g->room = g->room ? 2 * g->room : 64;
        g->cells = st_heap_grow(g->cells, g->room * sizeof(*g->cells));
    }
    if (cell.kind == ST_CELL_TEXT || cell.kind == ST_CELL_BLOB)
        cell.s = cell.s.n ? st_str_dup(g->arena, cell.s) : (struct st_str){"", 0};
    g->cells[g->n++] = cell;
}

void st_db__gather_done(struct st_rows *out, struct st_db__gather *g, size_t columns)
{
    *out = (struct st_rows){columns ? g->n / columns : 0, columns, NULL};
    if (g->n > 0)
        out->cells = st_alloc_copy(g->arena, g->cells, g->n * sizeof(*g->cells));
    free(g->cells);
    *g = (struct st_db__gather){.arena = g->arena};
}

/* ---- Opening ---- */
int st_db_open(struct st_db **out, const char *url, bool create, bool read_only, struct st_error *err)
{
    struct st_str u = st_str_of(url);

    *out = NULL;
    if (st_str_starts(u, "postgresql://") || st_str_starts(u, "postgres://"))
        return st_db__open_postgres(out, url, read_only, err);
    if (st_str_starts(u, "sqlite:"))
        return st_db__open_sqlite(out, url + strlen("sqlite:"), create, read_only, err);
    if (st_str_empty(u) || strstr(url, "://") != NULL)
        return st_fail(err, ST_E_INVALID, "db", ST_MSG("This is no place of a database."), "",
                       "Give the path of a file, or postgresql://… .");
    return st_db__open_sqlite(out, url, create, read_only, err);
}

void st_db_close(struct st_db *db)
{
    struct st_db__handle *handles;

    if (db == NULL)
        return;
    st_db_rollback(db);
    handles = db->handles;
    db->driver->close(db);
    free(handles);
}

enum st_dialect st_db_dialect(const struct st_db *db) { return db->dialect; }

/* ---- Failing ---- */
/* The same text where it lasts: an error outlives the connection. There are a few dozen codes in a lifetime. */
struct lasting {
    struct lasting *next;
    char text[24];
};

static const char *lasting(const char *text)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static struct lasting *all;
    struct lasting *one;

    (void)pthread_mutex_lock(&lock);
    for (one = all; one != NULL && strncmp(one->text, text, sizeof(one->text) - 1) != 0; one = one->next)
        continue;
    if (one == NULL) {
        one = st_heap(sizeof(*one));
        one->next = all;
        (void)snprintf(one->text, sizeof(one->text), "%s", text);
        all = one;
    }
    (void)pthread_mutex_unlock(&lock);
    return one->text;
}

int st_db__fail(struct st_db *db, enum st_err code, const char *statement, const char *state, struct st_error *err)
{
    if (db->open)
        db->failed = code == ST_E_LIMIT ? ST_E_IO : code;
    switch (code) {
    case ST_E_EXISTS:
        return st_fail(err, code, "", ST_MSG("A record with this key is there already."), "",
                       "Look it up instead of making it again.");
    case ST_E_BUSY:
        db->conflict = true;
        return st_fail(err, code, "", ST_MSG("Others are writing the same data at this moment."), "", "Try again.");
    case ST_E_LIMIT:
        return st_fail(err, ST_E_IO, "", ST_MSG("There is no room left for the database."), "",
                       "Ask whoever runs this system to free space on its disk.");
    case ST_E_UNCERTAIN:
        return st_fail(err, code, "", ST_MSG("The connection to the database broke while it was saving."), "",
                       "Look whether it was saved before you try again.");
    default:
        return st_fail(err, code, "", ST_MSG("The database could not do this ({0}, {1}).", ST_V(statement),
                                            ST_V(lasting(state))), "",
                       "Ask whoever runs this system to look at its log and its disk.");
    }
}

/* What comes after a failure within the same transaction. */
static int spoiled(const struct st_db *db, struct st_error *err)
{
    return st_fail(err, (enum st_err)db->failed, "", ST_MSG("This transaction has failed already."), "", "Try again.");
}

/* ---- Running ---- */
int st_db_exec(struct st_db *db, uint64_t *changed, const struct st_statement *statement, const struct st_cell *cells,
               size_t n, struct st_error *err)
{
    uint64_t ignored;

    if (db->failed != ST_OK)
        return spoiled(db, err);
    return db->driver->run(NULL, changed ? changed : &ignored, db, NULL, statement, cells, n, err);
}

int st_db_query(struct st_rows *out, struct st_db *db, struct st_arena *arena, const struct st_statement *statement,
                const struct st_cell *cells, size_t n, struct st_error *err)
{
    uint64_t ignored;

    *out = (struct st_rows){0, 0, NULL};
    if (db->failed != ST_OK)
        return spoiled(db, err);
    return db->driver->run(out, &ignored, db, arena, statement, cells, n, err);
}

int st_db_script(struct st_db *db, const char *sql, struct st_error *err)
{
    return db->failed != ST_OK ? spoiled(db, err) : db->driver->script(db, sql, err);
}

/* ---- Transactions ---- */
static const struct st_statement rollback = {"rollback", "ROLLBACK", NULL},
                                 savepoint = {"savepoint", "SAVEPOINT command", NULL},
                                 release = {"release", "RELEASE SAVEPOINT command", NULL},
                                 back = {"back", "ROLLBACK TO SAVEPOINT command", NULL};

int st_db_begin(struct st_db *db, bool write, struct st_error *err)
{
    int rc;

    ST_ASSERT(!db->open);
    db->failed = ST_OK;
    db->conflict = false;
    rc = db->driver->control(db, write ? db->driver->begin_write : db->driver->begin_read, err);
    db->open = rc == ST_OK;
    return rc;
}

int st_db_commit(struct st_db *db, struct st_error *err)
{
    int rc;

    ST_ASSERT(db->open);
    rc = db->failed != ST_OK ? spoiled(db, err) : db->driver->commit(db, err);
    if (rc == ST_OK)
        db->open = false;
    else
        st_db_rollback(db);
    return rc;
}

void st_db_rollback(struct st_db *db)
{
    if (db->open && !db->dead && !db->driver->undone(db))
        (void)db->driver->control(db, &rollback, NULL);
    db->open = false;
    db->failed = ST_OK;
}

int st_db_savepoint(struct st_db *db, struct st_error *err)
{
    return db->failed != ST_OK ? spoiled(db, err) : db->driver->control(db, &savepoint, err);
}

int st_db_release(struct st_db *db, struct st_error *err)
{
    return db->failed != ST_OK ? spoiled(db, err) : db->driver->control(db, &release, err);
}

/* What was done since goes, and the savepoint with it. */
void st_db_rollback_to_savepoint(struct st_db *db)
{
    if (db->dead || db->driver->undone(db))
        return;
    db->failed = ST_OK;
    if (db->driver->control(db, &back, NULL) == ST_OK)
        (void)db->driver->control(db, &release, NULL);
}

bool st_db__undone(struct st_db *db) { return db->dead || db->driver->undone(db); }
