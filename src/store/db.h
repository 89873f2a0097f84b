/* One connection to one database, SQLite or PostgreSQL, and nothing but named statements.
 *
 * Statements are constant objects; their text is portable SQL with ?1, ?2, … for values (PostgreSQL sees $1, $2, …).
 * Values are bound, never formatted in, and never appear in an error or a log. Rows come whole into an arena: lists
 * are fetched in one statement and capped by LIMIT. A connection belongs to one thread at a time. A statement that
 * fails spoils its transaction, on both databases: what comes after fails with the same error until it is rolled back.
 * Portable means: the key begins with the authority; no sequences, triggers, LISTEN, advisory or table locks. */
#ifndef ST_STORE_DB_H
#define ST_STORE_DB_H

#include "base/error.h"
#include "base/id.h"

struct st_db;

/* A named statement. `postgres` is NULL when `sql` serves both. Every static statement is made with ST_STATEMENT, which
 * puts it on the list that the tests prepare on both engines; those of shapes are made at start (store/record.h). */
struct st_statement {
    const char *name, *sql, *postgres;
};

/* ST_STATEMENT(work, "case.work", "SELECT …", NULL); makes the constant `work`, private to the file. The list is a
 * section of the program: pointers laid side by side by the linker. */
#define ST_STATEMENT(id, name, sql, postgres)                                                                         \
    static const struct st_statement id = {name, sql, postgres};                                                      \
    static const struct st_statement *const id##_listed __attribute__((used, section("st_statements"))) = &id

enum st_cell_kind { ST_CELL_NULL, ST_CELL_INT, ST_CELL_TEXT, ST_CELL_BLOB };

/* A value on its way in or out. Text and blobs are borrowed. */
struct st_cell {
    enum st_cell_kind kind;
    int64_t i;
    struct st_str s;
};

struct st_cell st_cell_null(void);
struct st_cell st_cell_int(int64_t v);
struct st_cell st_cell_bool(bool v);
struct st_cell st_cell_str(struct st_str v);   /* unknown becomes NULL */
struct st_cell st_cell_text(const char *v);    /* NULL becomes NULL */
struct st_cell st_cell_blob(struct st_str v);
/* Keys are stored as their 16 bytes, dates as ISO text (partial ones too), instants as microseconds; unknown is NULL.
 * The arena holds the bytes until the statement has run. */
struct st_cell st_cell_id(struct st_arena *arena, struct st_id v);
struct st_cell st_cell_date(struct st_arena *arena, struct st_date v);
struct st_cell st_cell_instant(struct st_instant v);

struct st_rows {
    size_t n, columns;
    const struct st_cell *cells; /* n * columns */
};

/* The cell of a row; a row or column that is not there is a bug. */
const struct st_cell *st_rows_cell(const struct st_rows *rows, size_t row, size_t column);
int64_t st_rows_int(const struct st_rows *rows, size_t row, size_t column);         /* 0 for NULL */
struct st_str st_rows_str(const struct st_rows *rows, size_t row, size_t column);   /* unknown for NULL */
struct st_id st_rows_id(const struct st_rows *rows, size_t row, size_t column);
struct st_date st_rows_date(const struct st_rows *rows, size_t row, size_t column);
struct st_instant st_rows_instant(const struct st_rows *rows, size_t row, size_t column);

/* Values of a call: ST_BIND(st_cell_int(1), st_cell_text("a")). */
#define ST_BIND(...)                                                                                                  \
    (const struct st_cell[]){__VA_ARGS__}, sizeof((const struct st_cell[]){__VA_ARGS__}) / sizeof(struct st_cell)

enum st_dialect { ST_SQLITE, ST_POSTGRES };

/* Opens "FILE", "sqlite:FILE" or "postgresql://…". With `create` a missing SQLite file is made (mode 0600).
 * Errors: ST_E_IO, ST_E_NOTFOUND, ST_E_INVALID (the URL). st_db_close accepts NULL. */
int st_db_open(struct st_db **out, const char *url, bool create, bool read_only, struct st_error *err);
void st_db_close(struct st_db *db);
enum st_dialect st_db_dialect(const struct st_db *db);

/* Runs a statement that returns no rows; *changed (may be NULL) is the number of rows it touched.
 * Errors: ST_E_EXISTS (unique), ST_E_BUSY (lock, serialisation: run the whole transaction again), ST_E_IO. */
int st_db_exec(struct st_db *db, uint64_t *changed, const struct st_statement *statement,
               const struct st_cell *cells, size_t n, struct st_error *err);
/* Runs a statement and brings all its rows into the arena. Errors as st_db_exec. */
int st_db_query(struct st_rows *out, struct st_db *db, struct st_arena *arena, const struct st_statement *statement,
                const struct st_cell *cells, size_t n, struct st_error *err);

/* Transactions. Begin-immediate on SQLite, serializable on PostgreSQL. Savepoints nest one level, for the group
 * commit. st_db_commit: ST_E_UNCERTAIN when the connection died while committing. */
int st_db_begin(struct st_db *db, bool write, struct st_error *err);
int st_db_commit(struct st_db *db, struct st_error *err);
void st_db_rollback(struct st_db *db);
int st_db_savepoint(struct st_db *db, struct st_error *err);
int st_db_release(struct st_db *db, struct st_error *err);
void st_db_rollback_to_savepoint(struct st_db *db);

/* Runs a script of several statements (schema, migrations). Only the store's own files reach it. */
int st_db_script(struct st_db *db, const char *sql, struct st_error *err);

#endif
