/* The opened store: database, keys, clock, and the one way to change or read anything.
 *
 * Every change is one command: a function that reads, checks its guards and writes inside one transaction, and adds at
 * least one journal entry. On SQLite all commands run one after the other in the writer thread, many to one flush
 * (group commit), each behind its own savepoint; on PostgreSQL in the caller's thread under SERIALIZABLE, run again
 * when the database asks for it (in one place, here). So a guard never sees a state that has moved, and a command may
 * run more than once before it counts: it must change nothing but through its transaction and its argument's results.
 * st_store_write returns when the change is durable.
 *
 * Reads run on a connection of the calling thread. A read of personal data adds entries too; they are committed before
 * st_store_read returns, so nothing leaves unlogged. */
#ifndef ST_STORE_STORE_H
#define ST_STORE_STORE_H

#include "store/db.h"

struct st_store;

/* Who acts. `authority` is the State and unit ("IT-LMP"), the first part of every key. `officer` is unknown for the
 * system itself (what happens by operation of law). `role` and `purpose` are stable names checked by
 * registers/rights. */
struct st_actor {
    struct st_str authority;
    struct st_id officer;
    struct st_str role, purpose;
    struct st_str unit;
    struct st_id session;
};

/* A transaction under way. Everything here is borrowed for its length. */
struct st_tx {
    struct st_store *store;
    struct st_db *db;
    struct st_arena *arena;
    const struct st_actor *actor;
    struct st_instant now; /* the store's clock when the command began: legal time */
    bool write;
    struct st_journal_pending *journal; /* entries added so far (store/journal.h) */
    struct st_key_used *keys;           /* keys looked up so far (store/keys.h) */
};

typedef int (*st_command_fn)(struct st_tx *tx, void *arg, struct st_error *err);

struct st_store_options {
    const char *url;         /* st_db_open */
    const char *keys_url;    /* NULL: FILE.keys beside the SQLite file; schema "keys" in PostgreSQL */
    bool create;             /* make and migrate the database when it is empty */
    bool movable_clock;      /* demo and training only; remembered in the database at creation */
    const char *authority;   /* with create: whose database it is ("IT-LMP"); remembered */
    struct st_instant clock; /* with movable_clock: where the clock starts (unknown: real time) */
};

/* Errors: ST_E_NOTFOUND (no such database), ST_E_STATE (schema newer than the program, or migration needed: the fault
 * names the command), ST_E_IO. st_store_close waits for the writer and accepts NULL. */
int st_store_open(struct st_store **out, const struct st_store_options *options, struct st_error *err);
void st_store_close(struct st_store *store);
/* Whose database it is, as given when it was made ("" if none was); and whether its clock may be moved. Borrowed. */
struct st_str st_store_authority(const struct st_store *store);
bool st_store_training(const struct st_store *store);

/* Runs a command as described above. Errors: whatever the command returns, ST_E_BUSY, ST_E_UNCERTAIN, ST_E_IO.
 * What the faults say is kept beyond the command's arena, for a good while (the thread's next 64 KiB of faults);
 * results in `arg` are not: they must not point into tx->arena. A command that succeeds without a journal entry is a
 * bug (checked). */
int st_store_write(struct st_store *store, const struct st_actor *actor, st_command_fn command, void *arg,
                   struct st_error *err);
/* Runs a read; results go into `arena`, which the command also sees as tx->arena. */
int st_store_read(struct st_store *store, const struct st_actor *actor, st_command_fn read, void *arg,
                  struct st_arena *arena, struct st_error *err);

/* Runs `fn(arg)` after the transaction is durable, in commit order; forgotten when the command is rolled back or run
 * again. In-memory indexes hang on this. `arg` lives in tx->arena, which lives until then. Must be quick and must not
 * call back into the store. */
void st_tx_after_commit(struct st_tx *tx, void (*fn)(void *arg), void *arg);

/* Returns once the hooks of every transaction that was durable when it was called have run: an in-memory index then
 * holds at least what a read that follows will see. Not inside a command or read, nor in a hook. */
void st_store_wait_for_hooks(struct st_store *store);

/* Called after each committed command, in commit order, with the entries that it wrote: live events hang on this. Must
 * be quick and must not call back into the store. */
typedef void (*st_committed_fn)(void *context, const struct st_tx *tx);
void st_store_on_commit(struct st_store *store, st_committed_fn fn, void *context);

#define ST_CLOCK_SPEED_KEPT INT64_MIN /* as fast as before */
/* The clock. Moving it is refused (ST_E_FORBIDDEN) unless the database was made with movable_clock; entries carry real
 * time too. `speed` 60 means a minute of law per second. */
struct st_instant st_store_now(struct st_store *store);
int st_store_clock_set(struct st_store *store, struct st_instant now, int64_t speed, struct st_error *err);

#endif
