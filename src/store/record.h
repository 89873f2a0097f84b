/* Records of a shape as rows of a table.
 *
 * A shape's table is named like the shape. Columns: authority TEXT, id BLOB(16), version BIGINT, then one column per
 * field (text, code TEXT; number, tri, codes, instant BIGINT; date TEXT; id, blob BLOB/BYTEA); fields of `one` get the
 * prefix "<field>_", a field called like a column of the key "field_"; `many` is a table "<shape>__<field>" with
 * (authority, id, position). Unknown is NULL. The primary key begins with the authority. Statements are made once per
 * shape at start; the schema they need is generated, kept as files under data/schema, and a shape that no longer fits
 * its file fails the build until a migration is written. */
#ifndef ST_STORE_RECORD_H
#define ST_STORE_RECORD_H

#include "base/shape.h"
#include "store/store.h"

/* The table of a shape, with the engine's own columns that go before the fields. Handles are made once by
 * st_table_of and live as long as the program. */
struct st_table;
const struct st_table *st_table_of(const struct st_shape *shape);

/* All record shapes of the program, NULL-ended; set once at start by the top of the house, before st_store_open. */
void st_records_register(const struct st_shape *const *shapes);

/* Inserts version 1. Errors: ST_E_EXISTS. */
int st_record_insert(struct st_tx *tx, const struct st_shape *shape, struct st_id id, const void *record,
                     struct st_error *err);
/* Replaces the record; `version` is the one the caller read (0 = whatever is there). *new_version may be NULL. What
 * stood there before SQLite overwrites in its file, and a running server cuts it from the write-ahead log within a
 * minute (GDPR Art 16): the journal alone keeps it, under its key. Errors: ST_E_CONFLICT, ST_E_NOTFOUND. */
int st_record_update(struct st_tx *tx, const struct st_shape *shape, struct st_id id, int64_t version,
                     const void *record, int64_t *new_version, struct st_error *err);
/* Reads into the zeroed record. Errors: ST_E_NOTFOUND. */
int st_record_get(void *record, int64_t *version, struct st_tx *tx, const struct st_shape *shape, struct st_id id,
                  struct st_error *err);
/* An indexed field of a list has an index too, for statements of the floors above. */
/* All records whose indexed field (ST_INDEXED, an id, text or code) equals the value, oldest first, at most `limit`.
 * *out is an array of shape->size structs; *ids (may be NULL) their ids. */
int st_record_find(void **out, struct st_id **ids, size_t *n, struct st_tx *tx, const struct st_shape *shape,
                   const char *field, struct st_cell value, size_t limit, struct st_error *err);
/* The records after an id (unknown: from the first), in the order of ids, at most `limit`; *ids as well. One statement
 * for each table, however many records: for whoever reads them all. */
int st_record_page(void **out, struct st_id **ids, size_t *n, struct st_tx *tx, const struct st_shape *shape,
                   struct st_id after, size_t limit, struct st_error *err);
/* Removes the record and its lists. SQLite overwrites the bytes in its file (secure_delete) and, once the transaction
 * is durable, cuts its write-ahead log. Absent is fine. */
int st_record_delete(struct st_tx *tx, const struct st_shape *shape, struct st_id id, struct st_error *err);

/* Prepares every statement of the program: those made with ST_STATEMENT and those of the registered shapes. *n (may be
 * NULL) is how many. Errors: those of the first that does not fit the database; the fault names it. */
int st_db_check_statements(struct st_db *db, size_t *n, struct st_error *err);

/* The CREATE TABLE text of all registered shapes for a dialect, for the schema files and their test. */
void st_schema_print(struct st_buf *out, enum st_dialect dialect);

#endif
