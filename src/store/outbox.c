/* The queue of messages, and their delivery inside the process.
 *
 * A message makes three steps, each safe to repeat: it is read and opened under the sender's key; it is taken in by the
 * receiver's handler, whose transaction also writes the inbox row that makes a second coming harmless, and before which
 * the receiver may prepare what takes long; its answer is handled and the message settled in a transaction of the
 * sender. Several messages between the same two authorities go through each step together; when one of them fails, each
 * goes alone. */
#include "store/outbox.h"

#include <stdatomic.h>

#include "store/internal.h"
#include "store/journal.h"
#include "store/keys.h"

enum { BATCH = 32, CUT_MAX = 64, BACKOFF_DOUBLINGS = 10 };

/* Tries are made again after 1 s, 2 s, 4 s, … but at least every ten minutes; real time, no legal clock waits. */
#define BACKOFF_FIRST ST_SECOND
#define BACKOFF_MOST (600 * ST_SECOND)

/* Once so long has been spent on preparing, what is prepared goes; the rest comes with the next batch. */
#define PREPARE_FOR (200 * ST_SECOND / 1000)

/* How long the rows stay that only say who sent what to whom: the journal says it for longer. An inbox row must outlive
 * every repetition of its message. */
#define ANSWERED_KEPT (30 * ST_DAY)
#define RECEIVED_KEPT (365 * ST_DAY)

static const struct st_receiver no_receivers[] = {{NULL, NULL, NULL, NULL, NULL}};
static const struct st_receiver *receivers = no_receivers;

ST_STATEMENT(put, "outbox.put", "INSERT INTO outbox (authority, id, kind, destination, about, person, case_id, body, "
             "citation, put_at, due_at, locked_by, state, tries, next_try_at, problem) "
             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 1, 0, 0, '')", NULL);
/* Messages about one record keep their order, unless an earlier one has failed. That e.state is not 3 is said for the
 * index outbox_about. */
ST_STATEMENT(deliverable, "outbox.deliverable", "SELECT authority, id, kind, about, person, case_id, body, tries, "
             "destination, locked_by "
             "FROM outbox o WHERE state <> 3 AND next_try_at <= ?1 AND body IS NOT NULL "
             "AND NOT EXISTS (SELECT 1 FROM node_line l WHERE l.authority = o.authority) "
             "AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.authority = o.authority AND e.about = o.about "
             "AND e.state IN (1, 2) AND e.state <> 3 AND e.id < o.id) ORDER BY due_at IS NULL, due_at, id LIMIT ?2", NULL);
ST_STATEMENT(cut_lines, "outbox.cut lines", "SELECT authority FROM node_line LIMIT ?1", NULL);
ST_STATEMENT(state_of, "outbox.state of", "SELECT state FROM outbox WHERE authority = ?1 AND id = ?2", NULL);
ST_STATEMENT(settle_answered, "outbox.settle answered", "UPDATE outbox SET state = 3, tries = tries + 1, body = NULL, "
             "problem = '' WHERE authority = ?1 AND id = ?2", NULL);
ST_STATEMENT(settle_later, "outbox.settle later", "UPDATE outbox SET state = ?3, tries = tries + 1, next_try_at = ?4, "
             "problem = ?5 WHERE authority = ?1 AND id = ?2 AND state <> 3", NULL);
ST_STATEMENT(settle_erased, "outbox.settle erased", "UPDATE outbox SET state = 4, body = NULL, problem = 'erased' "
             "WHERE authority = ?1 AND id = ?2", NULL);
ST_STATEMENT(taken, "outbox.taken", "SELECT answer, locked_by FROM inbox WHERE authority = ?1 AND id = ?2", NULL);
ST_STATEMENT(take_in, "outbox.take in", "INSERT INTO inbox (authority, id, from_authority, kind, person, received_at, "
             "answer, locked_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", NULL);
ST_STATEMENT(forget_answer, "outbox.forget answer", "UPDATE inbox SET answer = NULL WHERE authority = ?1 AND id = ?2 "
             "AND answer IS NOT NULL", NULL);
ST_STATEMENT(withdraw, "outbox.withdraw", "UPDATE outbox SET state = 3, body = NULL, problem = 'withdrawn' "
             "WHERE authority = ?1 AND about = ?2 AND kind = ?3 AND state <> 3 RETURNING id, destination", NULL);
ST_STATEMENT(status_of, "outbox.status", "SELECT count(*), min(put_at), min(due_at) FROM outbox "
             "WHERE authority = ?1 AND state <> 3", NULL);
ST_STATEMENT(cut_since, "outbox.cut since", "SELECT cut_since FROM node_line WHERE authority = ?1", NULL);
ST_STATEMENT(queue, "outbox.queue", "SELECT id, about, person, case_id, kind, destination, citation, state, put_at, "
             "due_at, next_try_at, tries, problem FROM outbox WHERE authority = ?1 AND state <> 3 "
             "ORDER BY due_at IS NULL, due_at, id LIMIT ?2", NULL);
ST_STATEMENT(purge_outbox, "outbox.purge outbox", "DELETE FROM outbox WHERE state = 3 AND put_at < ?1", NULL);
ST_STATEMENT(purge_inbox, "outbox.purge inbox", "DELETE FROM inbox WHERE received_at < ?1", NULL);
ST_STATEMENT(cut_line, "outbox.cut line", "INSERT INTO node_line (authority, cut_since) VALUES (?1, ?2) "
             "ON CONFLICT (authority) DO NOTHING", NULL);
ST_STATEMENT(join_line, "outbox.join line", "DELETE FROM node_line WHERE authority = ?1", NULL);

void st_outbox_receivers(const struct st_receiver *rows) { receivers = rows; }

static const struct st_receiver *receiver_of(struct st_str kind)
{
    for (const struct st_receiver *r = receivers; r->kind != NULL; r++)
        if (st_str_is(kind, r->kind))
            return r;
    return NULL;
}

static struct st_cell id_cell(const struct st_id *id)
{
    return st_cell_blob((struct st_str){(const char *)id->b, sizeof(id->b)});
}

/* Ids of one process rise, so that messages put in the same millisecond keep their order: RFC 9562 lets the twelve
 * bits behind the milliseconds count. */
static struct st_id next_id(void)
{
    static atomic_uint counter;
    struct st_id id = st_id_new(st_instant_now());
    unsigned number = atomic_fetch_add(&counter, 1);

    id.b[6] = (uint8_t)(0x70 | (number >> 8 & 0x0F));
    id.b[7] = (uint8_t)number;
    return id;
}

static void wake(void *store) { st_outbox__wake(store); }

int st_outbox_put(struct st_tx *tx, struct st_id *out, const struct st_outgoing *m, struct st_error *err)
{
    struct st_id id = next_id();
    struct st_arena *a = tx->arena;
    struct st_id locked_by = st_id_known(m->locked_by) ? m->locked_by : m->person;
    struct st_str locked;
    int rc = st_key_lock(&locked, tx, locked_by, ST_KEY_RECORD, m->body, err);

    if (rc == ST_OK)
        rc = st_db_exec(tx->db, NULL, &put,
                        ST_BIND(st_cell_str(tx->actor->authority), id_cell(&id), st_cell_text(m->kind),
                                st_cell_text(m->to), st_cell_id(a, m->about), st_cell_id(a, m->person),
                                st_cell_id(a, m->case_id), st_cell_blob(locked),
                                st_cell_text(m->citation ? m->citation : ""), st_cell_int(tx->now.us),
                                st_cell_instant(m->due_at), st_cell_id(a, locked_by)), err);
    if (rc != ST_OK)
        return rc;
    if (out != NULL)
        *out = id;
    st_tx_after_commit(tx, wake, tx->store);
    return ST_OK;
}

/* The authority that takes the message in; unknown when nobody receives its kind. */
static struct st_str receiving(const struct st_receiver *r, struct st_str destination)
{
    if (r == NULL)
        return (struct st_str){NULL, 0};
    return r->authority != NULL ? st_str_of(r->authority) : destination;
}

/* An answer may be there that was not handled yet: it goes too. */
int st_outbox_withdraw(struct st_tx *tx, const char *kind, struct st_id about, struct st_error *err)
{
    const struct st_receiver *r = receiver_of(st_str_of(kind));
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &withdraw,
                         ST_BIND(st_cell_str(tx->actor->authority), id_cell(&about), st_cell_text(kind)), err);

    for (size_t i = 0; rc == ST_OK && r != NULL && i < rows.n; i++) {
        struct st_id id = st_rows_id(&rows, i, 0);
        rc = st_db_exec(tx->db, NULL, &forget_answer,
                        ST_BIND(st_cell_str(receiving(r, st_rows_str(&rows, i, 1))), id_cell(&id)), err);
    }
    if (rc == ST_OK && rows.n > 0)
        st_store__scrub_after(tx);
    return rc;
}

/* ---- A batch on its way ---- */
struct letter {
    struct st_incoming message; /* body unknown: its key was destroyed */
    struct st_id locked_by;
    const struct st_receiver *receiver;
    struct st_str answer; /* in the batch's arena */
    int64_t tries;
};

struct batch {
    struct st_store *store;
    struct st_arena *arena;
    struct st_str from, to; /* the two authorities */
    size_t n;
    struct letter letters[BATCH];
    bool news; /* the last step changed something: without, there is nothing to commit */
};

struct look {
    struct st_arena *arena;
    struct st_rows rows, cut;
};

static int look_at_queue(struct st_db *db, void *arg, struct st_error *err)
{
    struct look *l = arg;
    int rc = st_db_query(&l->cut, db, l->arena, &cut_lines, ST_BIND(st_cell_int(CUT_MAX)), err);

    return rc != ST_OK ? rc
                       : st_db_query(&l->rows, db, l->arena, &deliverable,
                                     ST_BIND(st_cell_int(st_instant_now().us), st_cell_int(BATCH)), err);
}

static bool is_cut(const struct look *l, struct st_str authority)
{
    for (size_t i = 0; i < l->cut.n; i++)
        if (st_str_eq(st_rows_str(&l->cut, i, 0), authority))
            return true;
    return false;
}

/* The first message that can go, and those that go the same way. */
static void gather(struct batch *b, const struct look *l)
{
    b->n = 0;
    for (size_t i = 0; i < l->rows.n; i++) {
        struct st_str from = st_rows_str(&l->rows, i, 0);
        const struct st_receiver *r = receiver_of(st_rows_str(&l->rows, i, 2));
        struct st_str to = receiving(r, st_rows_str(&l->rows, i, 8));
        if (is_cut(l, to) || (b->n > 0 && !(st_str_eq(from, b->from) && st_str_eq(to, b->to))))
            continue;
        b->from = from;
        b->to = to;
        b->letters[b->n++] = (struct letter){
            {.id = st_rows_id(&l->rows, i, 1), .kind = st_rows_str(&l->rows, i, 2), .from_authority = from,
             .about = st_rows_id(&l->rows, i, 3), .person = st_rows_id(&l->rows, i, 4),
             .case_id = st_rows_id(&l->rows, i, 5), .body = st_rows_str(&l->rows, i, 6)},
            st_rows_id(&l->rows, i, 9), r, {NULL, 0}, st_rows_int(&l->rows, i, 7)};
    }
}

static int open_bodies(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct batch *b = arg;

    for (size_t i = 0; i < b->n; i++) {
        struct st_incoming *m = &b->letters[i].message;
        struct st_str plain;
        int rc = st_key_open(&plain, tx, b->letters[i].locked_by, ST_KEY_RECORD, m->body, err);
        if (rc != ST_OK && rc != ST_E_NOTFOUND)
            return rc;
        m->body = rc == ST_OK ? plain : (struct st_str){NULL, 0};
    }
    return ST_OK;
}

static int note(struct st_tx *tx, const char *action, const struct st_incoming *m, struct st_error *err)
{
    struct st_entry entry = {.kind = ST_ENTRY_CHANGE, .action = action, .register_name = "", .citation = "",
                             .record = m->about, .person = m->person, .case_id = m->case_id};

    return st_journal_add(tx, &entry, err);
}

/* ---- Preparing: in no transaction ---- */
static struct st_actor system_of(struct st_str authority)
{
    return (struct st_actor){.authority = authority, .role = ST_S(""), .purpose = ST_S(""), .unit = ST_S("")};
}

static int prepare_all(struct batch *b)
{
    struct st_actor receiver = system_of(b->to);
    struct st_instant start = st_instant_now();
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < b->n; i++) {
        struct letter *l = &b->letters[i];
        if (l->receiver->prepare == NULL || l->message.prepared != NULL)
            continue;
        rc = l->receiver->prepare(&l->message, b->store, &receiver, b->arena, NULL); /* the queue keeps the code */
        if (st_instant_now().us - start.us > PREPARE_FOR)
            b->n = i + 1;
    }
    return rc;
}

/* ---- Taking in: the receiver's transaction ---- */
static int take_one(struct batch *b, struct st_tx *tx, struct letter *letter, struct st_error *err)
{
    const struct st_incoming *m = &letter->message;
    struct st_str answer = {NULL, 0}, locked = {NULL, 0};
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &taken, ST_BIND(st_cell_str(tx->actor->authority), id_cell(&m->id)),
                         err);

    if (rc == ST_OK && rows.n == 1) { /* it came before; the answer got lost on the way back */
        if (st_str_known(st_rows_str(&rows, 0, 0)))
            rc = st_key_open(&answer, tx, st_rows_id(&rows, 0, 1), ST_KEY_RECORD, st_rows_str(&rows, 0, 0), err);
        letter->answer = st_str_dup(b->arena, answer);
        return rc == ST_E_NOTFOUND ? ST_OK : rc;
    }
    if (rc == ST_OK)
        rc = letter->receiver->receive(tx, m, &answer, err);
    if (rc == ST_OK && st_str_known(answer))
        rc = st_key_lock(&locked, tx, letter->locked_by, ST_KEY_RECORD, answer, err);
    if (rc == ST_OK)
        rc = st_db_exec(tx->db, NULL, &take_in,
                        ST_BIND(st_cell_str(tx->actor->authority), id_cell(&m->id), st_cell_str(m->from_authority),
                                st_cell_str(m->kind), st_cell_id(tx->arena, m->person), st_cell_int(tx->now.us),
                                st_cell_blob(locked), st_cell_id(tx->arena, letter->locked_by)), err);
    if (rc == ST_OK)
        rc = note(tx, "message.received", m, err);
    letter->answer = st_str_known(answer) ? st_str_dup(b->arena, answer) : answer;
    b->news = true;
    return rc;
}

static int take_all(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct batch *b = arg;
    int rc = ST_OK;

    b->news = false;
    for (size_t i = 0; rc == ST_OK && i < b->n; i++)
        rc = take_one(b, tx, &b->letters[i], err);
    return rc == ST_OK && !b->news ? ST_E_EXISTS : rc;
}

/* ---- Settling: the sender's transaction ---- */
/* Another process was first, or the message was withdrawn while it was on its way: then nobody waits for its answer. */
static int forget_late(struct batch *b, struct st_tx *tx, const struct st_incoming *m, struct st_error *err)
{
    uint64_t changed = 0;
    int rc = st_db_exec(tx->db, &changed, &forget_answer, ST_BIND(st_cell_str(b->to), id_cell(&m->id)), err);

    if (rc != ST_OK || changed == 0)
        return rc;
    b->news = true;
    return note(tx, "message.withdrawn", m, err);
}

static int settle_one(struct batch *b, struct st_tx *tx, struct letter *letter, struct st_error *err)
{
    const struct st_incoming *m = &letter->message;
    struct st_rows rows = {0};
    struct st_cell from = st_cell_str(b->from), to = st_cell_str(b->to);
    int rc = st_db_query(&rows, tx->db, tx->arena, &state_of, ST_BIND(from, id_cell(&m->id)), err);

    if (rc == ST_OK && (rows.n == 0 || st_rows_int(&rows, 0, 0) == ST_MESSAGE_ANSWERED))
        return forget_late(b, tx, m, err);
    if (rc != ST_OK)
        return rc;
    b->news = true;
    if (letter->receiver->answered != NULL)
        rc = letter->receiver->answered(tx, m, letter->answer, err);
    if (rc == ST_OK)
        rc = st_db_exec(tx->db, NULL, &settle_answered, ST_BIND(from, id_cell(&m->id)), err);
    if (rc == ST_OK)
        rc = st_db_exec(tx->db, NULL, &forget_answer, ST_BIND(to, id_cell(&m->id)), err);
    return rc == ST_OK ? note(tx, "message.answered", m, err) : rc;
}

static int settle_all(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct batch *b = arg;
    int rc = ST_OK;

    b->news = false;
    for (size_t i = 0; rc == ST_OK && i < b->n; i++)
        rc = settle_one(b, tx, &b->letters[i], err);
    return rc == ST_OK && !b->news ? ST_E_EXISTS : rc;
}

struct put_off {
    struct batch *batch;
    enum st_message_state state;
    int code;
};

static int put_off_all(struct st_db *db, void *arg, struct st_error *err)
{
    const struct put_off *p = arg;
    int64_t now = st_instant_now().us;
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < p->batch->n; i++) {
        const struct letter *l = &p->batch->letters[i];
        int64_t wait = BACKOFF_FIRST << (l->tries < BACKOFF_DOUBLINGS ? l->tries : BACKOFF_DOUBLINGS);
        rc = st_db_exec(db, NULL, &settle_later,
                        ST_BIND(st_cell_str(p->batch->from), id_cell(&l->message.id), st_cell_int(p->state),
                                st_cell_int(now + (wait < BACKOFF_MOST ? wait : BACKOFF_MOST)),
                                st_cell_text(st_err_name(p->code))), err);
    }
    return rc;
}

/* It did not work: how far the messages came, why, and when they are tried again. */
static int put_off(struct batch *b, enum st_message_state state, int code, struct st_error *err)
{
    struct put_off p = {b, code == ST_E_BUSY && state == ST_MESSAGE_FAILED ? ST_MESSAGE_WAITING : state, code};

    return st_store__transact(b->store, put_off_all, &p, err);
}

static int drop_erased(struct st_db *db, void *arg, struct st_error *err)
{
    const struct batch *b = arg;
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < b->n; i++)
        if (!st_str_known(b->letters[i].message.body))
            rc = st_db_exec(db, NULL, &settle_erased, ST_BIND(st_cell_str(b->from), id_cell(&b->letters[i].message.id)),
                            err);
    return rc;
}

/* Takes out of the batch what can no longer be read: the person was erased while the message waited. */
static int without_erased(struct batch *b, struct st_error *err)
{
    size_t kept = 0;
    int rc;

    for (size_t i = 0; i < b->n; i++)
        kept += st_str_known(b->letters[i].message.body);
    if (kept == b->n)
        return ST_OK;
    rc = st_store__transact(b->store, drop_erased, b, err);
    kept = 0;
    for (size_t i = 0; i < b->n; i++)
        if (st_str_known(b->letters[i].message.body))
            b->letters[kept++] = b->letters[i];
    b->n = kept;
    return rc;
}

/* ---- Delivering ---- */
/* Runs a step for the whole batch. ST_E_EXISTS without news means that it had been done before. */
static int step(struct batch *b, struct st_str authority, st_command_fn command)
{
    struct st_actor actor = system_of(authority);
    int rc = st_store_write(b->store, &actor, command, b, NULL); /* the queue keeps the reason's code */

    return rc == ST_E_EXISTS && !b->news ? ST_OK : rc;
}

static int deliver_batch(struct batch *b, size_t *delivered, struct st_error *err);

/* One of several failed: each goes alone, so that it spoils nothing for the others. */
static int deliver_alone(const struct batch *b, size_t *delivered, struct st_error *err)
{
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < b->n; i++) {
        struct batch one = *b;
        one.n = 1;
        one.letters[0] = b->letters[i];
        rc = deliver_batch(&one, delivered, err);
    }
    return rc;
}

static int deliver_batch(struct batch *b, size_t *delivered, struct st_error *err)
{
    int rc;

    if (!st_str_known(b->to))
        return put_off(b, ST_MESSAGE_FAILED, ST_E_NOTFOUND, err);
    rc = prepare_all(b);
    if (rc == ST_OK)
        rc = step(b, b->to, take_all);
    if (rc != ST_OK)
        return b->n > 1 ? deliver_alone(b, delivered, err) : put_off(b, ST_MESSAGE_FAILED, rc, err);
    rc = step(b, b->from, settle_all);
    if (rc != ST_OK)
        return b->n > 1 ? deliver_alone(b, delivered, err) : put_off(b, ST_MESSAGE_SENT, rc, err);
    *delivered += b->n;
    return ST_OK;
}

int st_outbox_deliver(struct st_store *store, size_t *delivered, struct st_error *err)
{
    struct st_arena *arena = st_arena_new();
    struct batch *b = st_heap(sizeof(*b));
    size_t own = 0, *count = delivered ? delivered : &own;
    int rc;

    *count = 0;
    do {
        struct look look = {.arena = arena};
        struct st_actor sender;
        st_arena_reset(arena);
        *b = (struct batch){.store = store, .arena = arena};
        rc = st_store__look(store, look_at_queue, &look, err);
        if (rc == ST_OK)
            gather(b, &look);
        if (rc != ST_OK || b->n == 0)
            break;
        sender = system_of(b->from);
        rc = st_store_read(store, &sender, open_bodies, b, arena, err);
        if (rc == ST_OK)
            rc = without_erased(b, err);
        if (rc == ST_OK && b->n > 0)
            rc = deliver_batch(b, count, err);
    } while (rc == ST_OK);
    free(b);
    st_arena_free(arena);
    return rc;
}

/* ---- What officers see ---- */
int st_outbox_status(struct st_queue *out, struct st_tx *tx, struct st_error *err)
{
    struct st_cell authority = st_cell_str(tx->actor->authority);
    struct st_rows rows = {0}, line = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &status_of, ST_BIND(authority), err);

    *out = (struct st_queue){0};
    if (rc == ST_OK)
        rc = st_db_query(&line, tx->db, tx->arena, &cut_since, ST_BIND(authority), err);
    if (rc != ST_OK)
        return rc;
    out->waiting = (size_t)st_rows_int(&rows, 0, 0);
    out->oldest_put_at = st_rows_instant(&rows, 0, 1);
    out->next_due_at = st_rows_instant(&rows, 0, 2);
    out->cut = line.n > 0;
    out->cut_since = line.n > 0 ? st_rows_instant(&line, 0, 0) : (struct st_instant){0};
    return ST_OK;
}

int st_outbox_list(struct st_queue_row **out, size_t *n, struct st_tx *tx, size_t limit, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &queue,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_int((int64_t)limit)), err);

    *n = rows.n;
    *out = ST_NEW_N(tx->arena, struct st_queue_row, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        (*out)[i] = (struct st_queue_row){
            .id = st_rows_id(&rows, i, 0), .about = st_rows_id(&rows, i, 1), .person = st_rows_id(&rows, i, 2),
            .case_id = st_rows_id(&rows, i, 3), .kind = st_rows_str(&rows, i, 4), .to = st_rows_str(&rows, i, 5),
            .citation = st_rows_str(&rows, i, 6), .state = (int)st_rows_int(&rows, i, 7),
            .put_at = st_rows_instant(&rows, i, 8), .due_at = st_rows_instant(&rows, i, 9),
            .next_try_at = st_rows_instant(&rows, i, 10), .tries = st_rows_int(&rows, i, 11),
            .problem = st_rows_str(&rows, i, 12)};
    return rc;
}

/* ---- Forgetting ---- */
static int purge(struct st_db *db, void *arg, struct st_error *err)
{
    const int64_t *now = arg;
    int rc = st_db_exec(db, NULL, &purge_outbox, ST_BIND(st_cell_int(*now - ANSWERED_KEPT)), err);

    return rc == ST_OK ? st_db_exec(db, NULL, &purge_inbox, ST_BIND(st_cell_int(*now - RECEIVED_KEPT)), err) : rc;
}

int st_outbox__purge(struct st_store *store, struct st_error *err)
{
    int64_t now = st_store_now(store).us;

    return st_store__transact(store, purge, &now, err);
}

/* ---- The line to the centre ---- */
static int cut_or_join(struct st_tx *tx, void *arg, struct st_error *err)
{
    const bool *cut = arg;
    struct st_entry entry = {.kind = ST_ENTRY_SYSTEM, .action = *cut ? "node.cut" : "node.join", .register_name = "",
                             .citation = ""};
    struct st_cell authority = st_cell_str(tx->actor->authority);
    int rc = *cut ? st_db_exec(tx->db, NULL, &cut_line, ST_BIND(authority, st_cell_int(tx->now.us)), err)
                  : st_db_exec(tx->db, NULL, &join_line, ST_BIND(authority), err);

    if (rc == ST_OK)
        st_tx_after_commit(tx, wake, tx->store);
    return rc == ST_OK ? st_journal_add(tx, &entry, err) : rc;
}

int st_node_cut(struct st_store *store, const struct st_actor *actor, bool cut, struct st_error *err)
{
    return st_store_write(store, actor, cut_or_join, &cut, err);
}
