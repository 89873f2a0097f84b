/* The whole system put together: every shape, procedure, register and receiver known to the store before it opens. */
#ifndef ST_CASES_SYSTEM_H
#define ST_CASES_SYSTEM_H

#include "cases/procedure.h"
#include "store/care.h"
#include "store/outbox.h"

/* Tells the floors below what exists: record shapes (of registers, of the case engine, of every step's form),
 * procedures, receivers of messages. Needed before st_store_open; doing it again changes nothing. */
void st_system_register(void);

/* Registers, opens the store and fills the in-memory indexes. Errors: those of st_store_open. The caller closes it with
 * st_store_close. */
int st_system_open(struct st_store **out, const struct st_store_options *options, struct st_error *err);

/* Starts what runs beside requests: delivery of messages, sealing of the journal, clocks that run out, data whose
 * storage has ended. `authority` is the one this node acts for. Stopped with st_system_stop, before st_store_close. */
struct st_system;
int st_system_start(struct st_system **out, struct st_store *store, struct st_str authority, struct st_error *err);
void st_system_stop(struct st_system **system);

/* Does at once what st_system_start's threads do as time passes; the demo calls it after moving the clock. */
int st_system_catch_up(struct st_store *store, struct st_str authority, struct st_error *err);

/* How the system stands, for those who look after it: nothing of any person. */
struct st_system_standing {
    struct st_queue queue;
    struct st_condition store;
    struct st_clocks_at_risk *clocks;
    size_t clocks_n;
};
int st_system_standing(struct st_system_standing *out, struct st_tx *tx, struct st_error *err);
/* st_care_examine, and the clocks of open cases (subject "clocks"). `out` holds ST_FINDINGS_MAX. */
int st_system_examine(struct st_finding *out, size_t *n, struct st_store *store, struct st_arena *arena,
                      struct st_error *err);

#endif
