/* Shared by the files of the store only: the opened store, and what its files ask of each other.
 *
 * store.c runs commands and owns connections, clock and writer; keys.c, journal.c and outbox.c hang on the hooks below.
 * The order of a group of commands on SQLite (one command on PostgreSQL):
 *
 *   begin → for each command: savepoint, the command, st_journal__write, release (or roll back to the savepoint, and
 *   after a refusal st_journal__write for refusals alone) → commit → what hangs on st_tx_after_commit and
 *   st_store_on_commit, in order → st_keys__sweep → the callers wake
 *
 * A read collects its entries in tx->journal; they become rows in a write transaction of the same kind, in the
 * caller's arena, before the read returns. So st_journal_add only collects; keys, salts and rows are made by
 * st_journal__write. */
#ifndef ST_STORE_INTERNAL_H
#define ST_STORE_INTERNAL_H

#include "store/care.h"
#include "store/journal.h"
#include "store/keys.h"
#include "store/outbox.h"
#include "store/record.h"

struct st_keys;    /* keys.c: names of keys and the store of their secrets; safe for several threads */
struct st_workers; /* outbox.c: the threads that deliver and seal */
struct st_runner;  /* store.c: writer, connections, clock, listeners */

struct st_store {
    enum st_dialect dialect;
    char *url, *keys_url; /* keys_url NULL: the place that belongs to the url */
    struct st_keys *keys;
    struct st_workers *workers; /* NULL until st_store_start_workers */
    struct st_runner *runner;
};

/* ---- keys.c ---- */
int st_keys__open(struct st_keys **out, const struct st_store_options *options, struct st_error *err);
void st_keys__close(struct st_keys *keys);
/* Destroys the keys that committed transactions marked. Called after each commit, in the thread that committed, and
 * once at open; uses st_store__transact for what it writes. */
int st_keys__sweep(struct st_store *store, struct st_error *err);
/* Removes the name of an owner's destroyed key and what it had locked; adds to *rows (may be NULL) what was there. */
int st_keys__forget(uint64_t *rows, struct st_db *db, struct st_str authority, const uint8_t owner[16],
                    int64_t key_class, struct st_error *err);
/* Has the next sweep look for marks whose time has come. */
void st_keys__sweep_next(struct st_keys *keys);
/* What hides a payload's commitment: made from the log key of its subject, so that it dies with the key. */
enum { ST_KEY__SALT = 32, ST_KEY__PUBLIC = 32, ST_KEY__SECRET = 64 };
int st_key__salt(uint8_t out[ST_KEY__SALT], struct st_tx *tx, struct st_id owner, struct st_id entry, int64_t position,
                 struct st_error *err);
/* The Ed25519 pair that signs checkpoints; its seed belongs to nobody. The caller overwrites secret_key. */
int st_keys__sign(struct st_keys *keys, uint8_t public_key[ST_KEY__PUBLIC], uint8_t secret_key[ST_KEY__SECRET],
                  struct st_error *err);
/* Where the secrets are (store/slots.h). Borrowed. */
struct st_slots *st_keys__slots(struct st_keys *keys);
/* Do the data name another key for the owner since this one was destroyed? */
int st_keys__made_again(bool *out, struct st_db *db, struct st_arena *arena, const struct st_erased *erased,
                        struct st_error *err);

/* ---- journal.c ---- */
/* How many entries the transaction has collected. */
size_t st_journal__pending(const struct st_tx *tx);
/* Turns them (or the refusals among them alone) into rows. */
int st_journal__write(struct st_tx *tx, bool refusals_only, struct st_error *err);
/* The root of the first `size` sealed entries, from the tiles. Errors: ST_E_VERIFY (they are damaged). */
struct st_hash;
int st_journal__root(struct st_hash *out, struct st_db *db, struct st_arena *arena, uint64_t size,
                     struct st_error *err);

/* ---- outbox.c ---- */
/* Wakes the thread that delivers; st_outbox_put hangs it on st_tx_after_commit. Nothing happens without workers. */
void st_outbox__wake(struct st_store *store);
/* Removes rows of messages that were answered a month ago, and of those taken in a year ago. */
int st_outbox__purge(struct st_store *store, struct st_error *err);
/* Ends the threads and waits for them; called by st_store_close. */
void st_workers__stop(struct st_store *store);

/* ---- store.c ---- */
/* Runs housekeeping of the store in a write transaction of its own, without actor and journal: sealing, sweeping,
 * states of the queue. In the writer thread (from a hook after a commit) it runs at once, else in turn with the
 * commands; like them it may run more than once. Not inside a command or read. */
typedef int (*st_housekeeping_fn)(struct st_db *db, void *arg, struct st_error *err);
int st_store__transact(struct st_store *store, st_housekeeping_fn work, void *arg, struct st_error *err);
/* The same on a connection that only reads. */
int st_store__look(struct st_store *store, st_housekeeping_fn look, void *arg, struct st_error *err);
/* SQLite overwrites what is deleted in its file, but its write-ahead log keeps the older pages until it is cut. The
 * first has the writer cut it once this transaction is durable, before the caller goes on; the second within a minute,
 * by the thread that seals, for a value that was replaced; the third after the writer's next commit; the fourth again,
 * where a reader still needed an old page; the fifth does what the second left. PostgreSQL clears its rows away
 * (autovacuum) and overwrites nothing: see st_care_clear. */
void st_store__scrub_after(struct st_tx *tx);
void st_store__scrub_soon(struct st_tx *tx);
void st_store__scrub_next(struct st_store *store);
void st_store__scrub_again(struct st_store *store);
void st_store__scrub_replaced(struct st_store *store);

/* ---- schema.c: the tables that no shape describes, and the way from one version to the next ---- */
/* A file of data/schema/tables or data/schema/migrations, embedded at build time: portable SQL with the types TEXT,
 * BIGINT and BLOB. The two texts differ only where a migration has a file for each database. */
struct st_sql_file {
    int64_t version; /* of a migration; 0 for tables */
    const char *name, *sqlite, *postgres;
};
extern const struct st_sql_file st_schema__tables[], st_schema__migrations[];
extern const size_t st_schema__tables_n, st_schema__migrations_n;

/* Appends portable SQL in a dialect: BLOB becomes BYTEA; on SQLite BIGINT becomes INTEGER and tables STRICT;
 * PostgreSQL has nothing like WITHOUT ROWID. */
void st_schema__translate(struct st_buf *out, const char *sql, enum st_dialect dialect);
/* What the database says of itself. version 0: it is empty. */
struct st_schema_state {
    int64_t version;
    struct st_str fingerprint;
};
int st_schema__state(struct st_schema_state *out, struct st_db *db, struct st_arena *arena, struct st_error *err);
/* The version that the migrations lead to, and the fingerprint of the tables that this program expects. */
int64_t st_schema__version(const struct st_sql_file *migrations, size_t n);
struct st_str st_schema__fingerprint(struct st_arena *arena, enum st_dialect dialect);
/* Makes all tables in an empty database. */
int st_schema__create(struct st_db *db, struct st_error *err);
/* Runs the migrations above the version of the database, each in a transaction of its own. */
int st_schema__migrate(struct st_db *db, const struct st_sql_file *migrations, size_t n, struct st_error *err);

/* ---- db_sqlite.c, db_postgres.c, db.c ---- */
/* A statement becomes a handle once for each connection. */
struct st_db__handle {
    const struct st_statement *statement;
    void *handle;
};
struct st_db__driver {
    /* `out` NULL: no rows are wanted. */
    int (*run)(struct st_rows *out, uint64_t *changed, struct st_db *db, struct st_arena *arena,
               const struct st_statement *statement, const struct st_cell *cells, size_t n, struct st_error *err);
    int (*prepare)(struct st_db *db, const struct st_statement *statement, struct st_error *err);
    int (*script)(struct st_db *db, const char *sql, struct st_error *err);
    /* Begins, ends, savepoints: statements without values. */
    int (*control)(struct st_db *db, const struct st_statement *statement, struct st_error *err);
    int (*commit)(struct st_db *db, struct st_error *err);
    bool (*undone)(struct st_db *db);
    void (*close)(struct st_db *db);
    const struct st_statement *begin_write, *begin_read;
};
struct st_db {
    const struct st_db__driver *driver;
    enum st_dialect dialect;
    bool open;     /* a transaction is open */
    int failed;    /* the error that spoiled it; until a rollback everything answers with it */
    bool conflict; /* it failed only because others wrote: run it again */
    bool dead;     /* the connection is gone */
    struct st_db__handle *handles; /* open addressing, a power of two */
    size_t handles_n, handles_room;
};
int st_db__open_sqlite(struct st_db **out, const char *path, bool create, bool read_only, struct st_error *err);
int st_db__open_postgres(struct st_db **out, const char *url, bool read_only, struct st_error *err);
/* Where the statement's handle is kept on this connection; *handle is NULL at first. */
void **st_db__handle(struct st_db *db, const struct st_statement *statement);
/* Notes that the statement failed, with the database's own code for it; nothing of its values is said. Returns code. */
int st_db__fail(struct st_db *db, enum st_err code, const char *statement, const char *state, struct st_error *err);
/* True when the database itself has rolled the open transaction back, whatever savepoints it had. */
bool st_db__undone(struct st_db *db);
/* Rows under way: cells are gathered one by one, row by row, then handed over. Text and blobs are copied. */
struct st_db__gather {
    struct st_arena *arena;
    struct st_cell *cells;
    size_t n, room;
};
void st_db__gather_cell(struct st_db__gather *g, struct st_cell cell);
void st_db__gather_done(struct st_rows *out, struct st_db__gather *g, size_t columns);

#endif
