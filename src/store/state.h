/* What the server remembers about itself and not about persons: who is signed in, which answers may be asked for again.
 *
 * It stands in tables of its own (data/schema/tables), in no journal, and dies of age. Everything about a person goes
 * through commands (store.h), never through here. */
#ifndef ST_STORE_STATE_H
#define ST_STORE_STATE_H

#include "store/store.h"

/* Works on the tables; like a command it may run more than once before it counts. */
typedef int (*st_state_fn)(struct st_db *db, void *arg, struct st_error *err);

/* Runs it in a write transaction of its own, in turn with the commands; durable when it returns. Errors: what it
 * returns (then nothing is changed), ST_E_BUSY, ST_E_UNCERTAIN, ST_E_IO. */
int st_state_change(struct st_store *store, st_state_fn change, void *arg, struct st_error *err);
/* The same on a connection that only reads. */
int st_state_look(struct st_store *store, st_state_fn look, void *arg, struct st_error *err);

#endif
