/* Messages: they leave with the change or not at all, arrive once however often they come, wait in sight while the
 * line is cut, are locked at rest. On SQLite, and on PostgreSQL where STATERA_TEST_PG says. covers: S-007 UF-06 */
#include "place.h"

#include "store/internal.h"

/* ---- Receivers of the test ---- */
static struct {
    int received, answered;
    int receive_rc, answered_rc; /* what the handlers return */
    char order[64], body[64], authority[32], answer[64];
} seen;

static int receive(struct st_tx *tx, const struct st_incoming *m, struct st_str *answer, struct st_error *err)
{
    struct st_entry entry = {.kind = ST_ENTRY_CHANGE, .action = "test.received", .register_name = "", .citation = ""};

    seen.received++;
    (void)snprintf(seen.body, sizeof(seen.body), "%.*s", (int)m->body.n, m->body.p);
    (void)snprintf(seen.authority, sizeof(seen.authority), "%.*s", (int)tx->actor->authority.n,
                   tx->actor->authority.p);
    if (m->body.n == 1)
        seen.order[strlen(seen.order)] = m->body.p[0];
    if (seen.receive_rc != ST_OK)
        return seen.receive_rc;
    *answer = st_strf(tx->arena, "answer to %.*s", (int)m->body.n, m->body.p);
    return st_journal_add(tx, &entry, err);
}

static int answered(struct st_tx *tx, const struct st_incoming *m, struct st_str answer, struct st_error *err)
{
    (void)m;
    (void)err;
    assert_int_equal(tx->actor->authority.n, 6);
    seen.answered++;
    (void)snprintf(seen.answer, sizeof(seen.answer), "%.*s", (int)answer.n, answer.p);
    return seen.answered_rc;
}

static int refuse_x(struct st_tx *tx, const struct st_incoming *m, struct st_str *answer, struct st_error *err)
{
    return st_str_is(m->body, "x") ? ST_E_INVALID : receive(tx, m, answer, err);
}

static const struct st_receiver test_receivers[] = {
    {"test.record", "EU-EURODAC", NULL, receive, answered},
    {"test.picky", "EU-EURODAC", NULL, refuse_x, NULL},
    {"test.here", NULL, NULL, receive, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static int make(void **state)
{
    memset(&seen, 0, sizeof(seen));
    st_outbox_receivers(test_receivers);
    return place_make(state);
}

/* ---- Sending ---- */
struct sending {
    const char *kind, *body;
    struct st_id about, person;
    struct st_instant due_at;
    int fail;
};

static int send(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct sending *s = arg;
    struct st_entry entry = {.kind = ST_ENTRY_CHANGE, .action = "test.send", .register_name = "", .citation = ""};
    struct st_outgoing m = {.kind = s->kind, .to = strcmp(s->kind, "test.here") == 0 ? "IT-LMP" : "eurodac-central", .about = s->about, .person = s->person,
                            .body = st_str_of(s->body), .due_at = s->due_at, .citation = "Test Act Art 2"};
    int rc = st_outbox_put(tx, NULL, &m, err);

    if (rc == ST_OK && s->fail)
        return s->fail;
    return rc == ST_OK ? st_journal_add(tx, &entry, err) : rc;
}

static void sent(const char *kind, const char *body, struct st_id about, int64_t due)
{
    struct sending s = {.kind = kind, .body = body, .about = about, .person = anna, .due_at = {due}};
    assert_int_equal(place_write(send, &s), ST_OK);
}

static size_t delivered(void)
{
    size_t n;
    assert_int_equal(st_outbox_deliver(at.store, &n, NULL), ST_OK);
    return n;
}

struct queue {
    struct st_queue status;
    struct st_queue_row *rows;
    size_t n;
};

static int look(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct queue *q = arg;
    int rc = st_outbox_status(&q->status, tx, err);

    return rc == ST_OK ? st_outbox_list(&q->rows, &q->n, tx, 100, err) : rc;
}

static struct queue queue(void)
{
    struct queue q;
    assert_int_equal(place_read(look, &q), ST_OK);
    return q;
}

/* Lets what was put off be tried at once. */
static int hurry(struct st_db *db, void *arg, struct st_error *err)
{
    (void)arg;
    return st_db_script(db, "UPDATE outbox SET next_try_at = 0", err);
}

/* The process dies after the receiver's commit: the sender's side is as before. */
static int forget_that_it_was_answered(struct st_db *db, void *arg, struct st_error *err)
{
    (void)arg;
    return st_db_script(db, "UPDATE outbox SET state = 1, next_try_at = 0, body = (SELECT body FROM kept)", err);
}

static int keep_body(struct st_db *db, void *arg, struct st_error *err)
{
    (void)arg;
    return st_db_script(db, "DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT body FROM outbox", err);
}

static void test_a_message_leaves_with_its_change_and_comes_back_answered(void **state)
{
    struct sending failing = {.kind = "test.record", .body = "never", .fail = ST_E_STATE};
    struct queue q;

    (void)state;
    assert_int_equal(place_write(send, &failing), ST_E_STATE);
    assert_int_equal(queue().n, 0);
    sent("test.record", "{\"name\":\"Anna\"}", boris, 0);
    q = queue();
    assert_int_equal(q.status.waiting, 1);
    assert_int_equal(q.rows[0].state, ST_MESSAGE_WAITING);
    assert_str_is(q.rows[0].to, "eurodac-central");
    assert_str_is(q.rows[0].citation, "Test Act Art 2");
    assert_true(st_instant_known(q.rows[0].put_at));
    assert_int_equal(delivered(), 1);
    assert_string_equal(seen.body, "{\"name\":\"Anna\"}");
    assert_string_equal(seen.authority, "EU-EURODAC");
    assert_string_equal(seen.answer, "answer to {\"name\":\"Anna\"}");
    assert_int_equal(queue().n, 0);
    assert_int_equal(delivered(), 0);
    assert_int_equal(seen.received, 1);
}

static void test_a_message_that_comes_twice_counts_once(void **state)
{
    (void)state;
    sent("test.record", "once", boris, 0);
    assert_int_equal(st_store__transact(at.store, keep_body, NULL, NULL), ST_OK);
    seen.answered_rc = ST_E_IO; /* the answer cannot be handled: all but the receiver's side goes back */
    assert_int_equal(delivered(), 0);
    assert_int_equal(seen.received, 1);
    seen.answered_rc = ST_OK;
    place_close();
    place_open();
    assert_int_equal(st_store__transact(at.store, hurry, NULL, NULL), ST_OK);
    assert_int_equal(delivered(), 1);
    assert_int_equal(seen.received, 1);
    assert_int_equal(seen.answered, 2);
    assert_string_equal(seen.answer, "answer to once");
    assert_int_equal(st_store__transact(at.store, forget_that_it_was_answered, NULL, NULL), ST_OK);
    assert_int_equal(delivered(), 1);
    assert_int_equal(seen.received, 1);
}

static void test_what_is_due_first_goes_first_and_one_record_keeps_its_order(void **state)
{
    static const struct st_id x = {{9, 1}}, y = {{9, 2}};

    (void)state;
    sent("test.record", "3", x, 0);
    sent("test.record", "2", y, 2000);
    sent("test.record", "4", x, 0);
    sent("test.record", "1", boris, 1000);
    assert_int_equal(delivered(), 4);
    assert_string_equal(seen.order, "1234");
}

static void test_what_fails_is_seen_and_tried_again_and_spoils_nothing(void **state)
{
    struct queue q;

    (void)state;
    sent("test.picky", "a", anna, 0);
    sent("test.picky", "x", boris, 0);
    sent("test.picky", "b", station.officer, 0);
    sent("test.nobody", "c", anna, 0);
    assert_int_equal(delivered(), 2);
    q = queue();
    assert_int_equal(q.n, 2);
    assert_int_equal(q.rows[0].state, ST_MESSAGE_FAILED);
    assert_int_equal(q.rows[0].tries, 1);
    assert_str_is(q.rows[0].problem, "invalid");
    assert_str_is(q.rows[1].problem, "not_found");
    assert_true(q.rows[0].next_try_at.us > st_instant_now().us);
    assert_int_equal(delivered(), 0);
    assert_int_equal(st_store__transact(at.store, hurry, NULL, NULL), ST_OK);
    assert_int_equal(delivered(), 0);
    assert_int_equal(queue().rows[0].tries, 2);
}

static void test_a_busy_receiver_leaves_it_waiting(void **state)
{
    (void)state;
    seen.receive_rc = ST_E_BUSY;
    sent("test.here", "a", boris, 0);
    (void)delivered();
    assert_int_equal(queue().rows[0].state, ST_MESSAGE_WAITING);
    assert_str_is(queue().rows[0].problem, "busy");
    seen.receive_rc = ST_OK;
    assert_int_equal(st_store__transact(at.store, hurry, NULL, NULL), ST_OK);
    assert_int_equal(delivered(), 1);
    assert_string_equal(seen.authority, "IT-LMP");
}

static void test_an_answer_that_cannot_be_handled_leaves_it_sent(void **state)
{
    (void)state;
    seen.answered_rc = ST_E_INVALID;
    sent("test.record", "a", boris, 0);
    assert_int_equal(delivered(), 0);
    assert_int_equal(queue().rows[0].state, ST_MESSAGE_SENT);
    assert_int_equal(st_store__transact(at.store, hurry, NULL, NULL), ST_OK);
    seen.answered_rc = ST_OK;
    assert_int_equal(delivered(), 1);
    assert_int_equal(seen.received, 1);
}

static void test_a_cut_line_holds_everything_in_sight_and_drains_when_joined(void **state)
{
    struct queue q;

    (void)state;
    assert_int_equal(st_node_cut(at.store, &station, true, NULL), ST_OK);
    for (int i = 0; i < 70; i++) /* more than a batch */
        sent("test.record", "held", (struct st_id){{8, (uint8_t)i}}, 5000 - i);
    assert_int_equal(delivered(), 0);
    place_close(); /* the switch outlives the process */
    place_open();
    assert_int_equal(delivered(), 0);
    q = queue();
    assert_true(q.status.cut && st_instant_known(q.status.cut_since));
    assert_int_equal(q.status.waiting, 70);
    assert_int_equal(q.status.next_due_at.us, 4931);
    assert_int_equal(q.rows[0].due_at.us, 4931);
    assert_int_equal(st_node_cut(at.store, &station, false, NULL), ST_OK);
    assert_int_equal(delivered(), 70);
    q = queue();
    assert_true(!q.status.cut && q.status.waiting == 0);
}

static void test_threads_deliver_and_seal_by_themselves(void **state)
{
    size_t sealed = 1;

    (void)state;
    assert_int_equal(st_store_start_workers(at.store, NULL), ST_OK);
    sent("test.record", "by itself", boris, 0);
    for (int i = 0; i < 500 && queue().n > 0; i++)
        (void)usleep(10 * 1000);
    assert_int_equal(queue().n, 0);
    place_close();
    place_open();
    assert_int_equal(st_journal_seal(at.store, &sealed, NULL), ST_OK);
    assert_int_equal(sealed, 0); /* closing in peace left nothing to seal */
}

static bool file_holds(const char *name, const char *text)
{
    FILE *f = fopen(place_file(name), "rb");
    char *all = st_alloc(at.arena, 4 << 20);
    size_t n = f != NULL ? fread(all, 1, 4 << 20, f) : 0;

    if (f != NULL)
        (void)fclose(f);
    return memmem(all, n, text, strlen(text)) != NULL;
}

static int erase(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_entry entry = {.kind = ST_ENTRY_ERASURE, .action = "test.erase", .register_name = "", .citation = ""};
    int rc = st_key_destroy(tx, anna, ST_KEY_RECORD, err);

    (void)arg;
    return rc == ST_OK ? st_journal_add(tx, &entry, err) : rc;
}

static void test_a_waiting_message_is_locked_and_dies_with_its_persons_key(void **state)
{
    struct queue q;

    (void)state;
    sent("test.record", "Testsson, secret", boris, 0);
    if (at.postgres == NULL)
        assert_false(file_holds("test.db", "Testsson") || file_holds("test.db-wal", "Testsson"));
    assert_int_equal(place_write(erase, NULL), ST_OK);
    assert_int_equal(delivered(), 0);
    assert_int_equal(seen.received, 0);
    q = queue();
    assert_int_equal(q.rows[0].state, ST_MESSAGE_FAILED);
    assert_str_is(q.rows[0].problem, "erased");
    assert_int_equal(delivered(), 0);
}

static int take_back(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_entry entry = {.kind = ST_ENTRY_CHANGE, .action = "test.withdraw", .register_name = "", .citation = ""};
    int rc = st_outbox_withdraw(tx, "test.record", *(const struct st_id *)arg, err);

    return rc == ST_OK ? st_journal_add(tx, &entry, err) : rc;
}

static void test_a_message_that_was_withdrawn_is_not_sent_and_its_answer_is_not_handled(void **state)
{
    struct st_id about = boris, other = anna;

    (void)state;
    sent("test.record", "back", about, 0);
    sent("test.record", "goes", other, 0);
    assert_int_equal(place_write(take_back, &about), ST_OK);
    assert_int_equal(queue().status.waiting, 1);
    assert_int_equal(delivered(), 1);
    assert_string_equal(seen.body, "goes");
    /* Taken in already, its answer not handled yet. */
    seen.answered_rc = ST_E_IO;
    sent("test.record", "late", about, 0);
    assert_int_equal(delivered(), 0);
    assert_int_equal(place_write(take_back, &about), ST_OK);
    seen.answered_rc = ST_OK;
    seen.answered = 0;
    assert_int_equal(st_store__transact(at.store, hurry, NULL, NULL), ST_OK);
    assert_int_equal(delivered(), 0);
    assert_int_equal(seen.answered, 0);
    assert_int_equal(queue().status.waiting, 0);
}

static int count_rows(struct st_db *db, void *arg, struct st_error *err)
{
    static const struct st_statement count = {"test.count", "SELECT (SELECT count(*) FROM outbox), "
                                              "(SELECT count(*) FROM inbox)", NULL};
    int64_t *n = arg;
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, db, at.arena, &count, NULL, 0, err);

    n[0] = st_rows_int(&rows, 0, 0);
    n[1] = st_rows_int(&rows, 0, 1);
    return rc;
}

static void expect_rows_after(int days, int64_t outbox, int64_t inbox)
{
    struct st_instant now = {st_store_now(at.store).us + days * ST_DAY};
    int64_t n[2];

    assert_int_equal(st_store_clock_set(at.store, now, 1, NULL), ST_OK);
    assert_int_equal(st_outbox__purge(at.store, NULL), ST_OK);
    assert_int_equal(st_store__look(at.store, count_rows, n, NULL), ST_OK);
    assert_int_equal(n[0], outbox);
    assert_int_equal(n[1], inbox);
}

static void test_answered_messages_are_forgotten_in_time_and_waiting_ones_never(void **state)
{
    (void)state;
    sent("test.record", "answered", boris, 0);
    assert_int_equal(delivered(), 1);
    assert_int_equal(st_node_cut(at.store, &station, true, NULL), ST_OK);
    sent("test.record", "waits", boris, 0);
    expect_rows_after(29, 2, 1);
    expect_rows_after(2, 1, 1);
    expect_rows_after(340, 1, 0);
    assert_int_equal(queue().status.waiting, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, place_drop)
    const struct CMUnitTest outbox[] = {
        TEST(test_a_message_leaves_with_its_change_and_comes_back_answered),
        TEST(test_a_message_that_comes_twice_counts_once),
        TEST(test_what_is_due_first_goes_first_and_one_record_keeps_its_order),
        TEST(test_what_fails_is_seen_and_tried_again_and_spoils_nothing),
        TEST(test_a_busy_receiver_leaves_it_waiting),
        TEST(test_an_answer_that_cannot_be_handled_leaves_it_sent),
        TEST(test_a_cut_line_holds_everything_in_sight_and_drains_when_joined),
        TEST(test_threads_deliver_and_seal_by_themselves),
        TEST(test_answered_messages_are_forgotten_in_time_and_waiting_ones_never),
        TEST(test_a_message_that_was_withdrawn_is_not_sent_and_its_answer_is_not_handled),
        TEST(test_a_waiting_message_is_locked_and_dies_with_its_persons_key),
    };
    return PLACE_RUN(outbox);
}
