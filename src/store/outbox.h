/* Messages between places: outbox in the same transaction as the change, delivered when the line is there, taken in
 * once however often they come.
 *
 * A message has a kind, a shape-made JSON body, a destination role ("eurodac-central"), and the legal clock that runs
 * on it. States: waiting → sent → answered, or failed (with the next try). The line to the centre can be cut
 * (st_node_cut); capture goes on and the queue is visible with what waits, since when and until when. For now the
 * station, the national node and the centre are one process: delivery calls the receiver's handler in a transaction of
 * its own, idempotent by message id. What takes long (a search through all prints) is done before that transaction, so
 * that nobody who writes waits for it. Rows of answered messages go after a month. */
#ifndef ST_STORE_OUTBOX_H
#define ST_STORE_OUTBOX_H

#include "store/store.h"

enum st_message_state { ST_MESSAGE_WAITING = 1, ST_MESSAGE_SENT, ST_MESSAGE_ANSWERED, ST_MESSAGE_FAILED };

struct st_outgoing {
    const char *kind;           /* "eurodac.record" */
    const char *to;             /* "eurodac-central" */
    struct st_id about;         /* record */
    struct st_id person;        /* whose key locks the body at rest; unknown: the authority's own, as for a message
                                 * that tells of an erasure, which must outlive the person's key */
    struct st_id locked_by;     /* whose key does instead: a record's, when the message is to die with that record */
    struct st_id case_id;
    struct st_str body;         /* JSON; stored encrypted */
    struct st_instant due_at;   /* strict deadline that runs on it; unknown = none */
    const char *citation;
};

/* Puts a message into the outbox of this transaction; *out is its id and may be NULL. */
int st_outbox_put(struct st_tx *tx, struct st_id *out, const struct st_outgoing *m, struct st_error *err);

/* Takes back what was put about the record and is not answered yet: its body and an answer that waits to be handled are
 * erased, and it is sent no more. For data that have served their only purpose (Eurodac Art 43(6)). Nothing there is
 * fine. The caller journals why. */
int st_outbox_withdraw(struct st_tx *tx, const char *kind, struct st_id about, struct st_error *err);

/* The receiver of a kind; runs in a transaction of the receiving role. Returns ST_OK (done; *answer may be set and is
 * handed to the sender's answer handler in the sender's transaction), ST_E_BUSY (later), or another error (failed). */
struct st_incoming {
    struct st_id id;
    struct st_str kind, from_authority, body;
    struct st_id about, person, case_id;
    const void *prepared; /* what `prepare` left; NULL: nothing */
};
struct st_receiver {
    const char *kind;
    const char *authority; /* in whose name `receive` runs: "EU-EURODAC" for the centre; NULL: the authority that
                              the message is addressed to */
    /* Works out, before the transaction and in none, what `receive` will need; reads as the receiving actor and leaves
     * message->prepared, in the arena. `receive` asks whether what it was made from still stands, and answers
     * ST_E_BUSY if not: then all is done again. An error stops the message as one of `receive` does. May be NULL. */
    int (*prepare)(struct st_incoming *message, struct st_store *store, const struct st_actor *actor,
                   struct st_arena *arena, struct st_error *err);
    int (*receive)(struct st_tx *tx, const struct st_incoming *message, struct st_str *answer, struct st_error *err);
    int (*answered)(struct st_tx *tx, const struct st_incoming *message, struct st_str answer, struct st_error *err);
};
/* NULL-kind-ended; set once at start. */
void st_outbox_receivers(const struct st_receiver *rows);

/* Delivers what waits, oldest due first; *delivered may be NULL. The delivery thread of the store calls it whenever
 * something waits; tests call it directly. */
int st_outbox_deliver(struct st_store *store, size_t *delivered, struct st_error *err);
/* Starts and stops the threads that deliver and seal. */
int st_store_start_workers(struct st_store *store, struct st_error *err);

/* The queue as officers see it. */
struct st_queue_row {
    struct st_id id, about, person, case_id;
    struct st_str kind, to, citation;
    int state;
    struct st_instant put_at, due_at, next_try_at;
    int64_t tries;
    struct st_str problem; /* reason code, never personal data */
};
struct st_queue {
    bool cut; /* the line to the centre is cut */
    struct st_instant cut_since;
    size_t waiting;
    struct st_instant oldest_put_at, next_due_at;
};
int st_outbox_status(struct st_queue *out, struct st_tx *tx, struct st_error *err);
int st_outbox_list(struct st_queue_row **out, size_t *n, struct st_tx *tx, size_t limit, struct st_error *err);

/* Cuts or joins the line to the centre. A journalled command. */
int st_node_cut(struct st_store *store, const struct st_actor *actor, bool cut, struct st_error *err);

#endif
