/* Datasets of one person that arrive at the same time, and are taken in and compared by several threads at once: of any
 * two the later one is told of the earlier, exactly once, and no two miss each other; and who writes does not wait for
 * a search. On SQLite, and on PostgreSQL where STATERA_TEST_PG says.
 * covers: S-007 UF-04 */
#include "eurodac_place.h"

#include <pthread.h>
#include <stdatomic.h>

#include "registers/eurodac_index.h"
#include "registers/eurodac_message.h"

enum { OFFICERS = 4, EACH = 3, SENT = OFFICERS * EACH, DELIVERERS = 3, ROUNDS = 600 };

static const struct st_actor *sender(size_t officer) { return officer % 2 ? &french : &registrar; }
static const struct st_actor *station(size_t officer) { return officer % 2 ? &french : &italy; }

static struct job jobs[OFFICERS][EACH];
static atomic_int failed;
static atomic_bool all_sent;

static void *send_some(void *arg)
{
    size_t officer = (size_t)((struct job(*)[EACH])arg - jobs);

    for (size_t i = 0; i < EACH; i++)
        if (st_store_write(at.store, sender(officer), send, &jobs[officer][i], NULL) != ST_OK)
            atomic_fetch_add(&failed, 1);
    return NULL;
}

static void *deliver_all(void *arg)
{
    (void)arg;
    do {
        (void)st_outbox_deliver(at.store, NULL, NULL); /* what two of them took at once is tried again */
        (void)usleep(1000);
    } while (!atomic_load(&all_sent));
    return NULL;
}

COMMAND(hits)
{
    struct eurodac_hit *found;
    struct st_id *ids = NULL;
    void *all = NULL;
    int rc = st_record_find(&all, &ids, &j->n, tx, &eurodac_hit_shape, "asked", st_cell_id(tx->arena, j->id), SENT, err);

    found = all;
    for (size_t i = 0; rc == ST_OK && i < j->n; i++) { /* of the earlier ones, told once each */
        for (size_t k = 0; k < i; k++)
            rc = st_id_eq(found[i].found, found[k].found) ? ST_E_EXISTS : rc;
        j->set |= st_id_eq(found[i].found, j->other);
    }
    return rc;
}

static int64_t arrival_of(struct st_id id)
{
    struct job j = {.id = id};
    assert_int_equal(reading(&centre, look, &j), ST_OK);
    return j.entry.arrival.v;
}

static size_t waiting(void)
{
    static const struct st_actor *const all[] = {&italy, &french, &centre};
    size_t n = 0;

    for (size_t i = 0; i < 3; i++) {
        struct job j = {.n = 0};
        assert_int_equal(reading(all[i], queue, &j), ST_OK);
        n += j.n;
    }
    return n;
}

static void everything_is_delivered(void)
{
    for (int i = 0; i < ROUNDS && waiting() > 0; i++) {
        deliver();
        (void)usleep(20 * 1000);
    }
    assert_int_equal(waiting(), 0);
}

/* Was the sender of `later` told of `earlier`? */
static bool told(size_t officer, struct st_id later, struct st_id earlier)
{
    struct job j = {.id = later, .other = earlier};

    assert_int_equal(reading(station(officer), hits, &j), ST_OK);
    return j.set != 0;
}

static void of_any_two_the_later_one_is_told(void **state)
{
    pthread_t officers[OFFICERS], deliverers[DELIVERERS];

    (void)state;
    atomic_store(&all_sent, false);
    for (size_t i = 0; i < SENT; i++)
        jobs[i / EACH][i % EACH] = (struct job){.d = dataset_of(eurodac_category_applicant, 1, 0),
                                                .person = {{1, (uint8_t)(i + 1)}}};
    for (size_t i = 0; i < DELIVERERS; i++)
        assert_int_equal(pthread_create(&deliverers[i], NULL, deliver_all, NULL), 0);
    for (size_t i = 0; i < OFFICERS; i++)
        assert_int_equal(pthread_create(&officers[i], NULL, send_some, &jobs[i]), 0);
    for (size_t i = 0; i < OFFICERS; i++)
        assert_int_equal(pthread_join(officers[i], NULL), 0);
    atomic_store(&all_sent, true);
    for (size_t i = 0; i < DELIVERERS; i++)
        assert_int_equal(pthread_join(deliverers[i], NULL), 0);
    assert_int_equal(atomic_load(&failed), 0);
    everything_is_delivered();
    for (size_t a = 0; a < SENT; a++)
        for (size_t b = 0; b < SENT; b++) {
            struct st_id id = jobs[a / EACH][a % EACH].id, other = jobs[b / EACH][b % EACH].id;
            assert_true(a == b || arrival_of(id) != arrival_of(other));
            assert_int_equal(told(a / EACH, id, other), arrival_of(id) > arrival_of(other));
        }
    assert_int_equal(st_gallery_size(st_eurodac__gallery()), SENT);
}

/* A dataset that is changed between the search and its transaction is searched with again. */
COMMAND(touch)
{
    struct st_entry entry = {.kind = ST_ENTRY_CHANGE, .action = "test.touch", .register_name = "", .citation = ""};
    struct eurodac_dataset d = {0};
    int rc = st_record_get(&d, NULL, tx, &eurodac_dataset_shape, j->id, err);

    if (rc == ST_OK)
        rc = st_record_update(tx, &eurodac_dataset_shape, j->id, 0, &d, NULL, err);
    return rc == ST_OK ? st_journal_add(tx, &entry, err) : rc;
}

static struct job touched;
static int touches;

static int seek_and_touch(struct st_incoming *message, struct st_store *store, const struct st_actor *actor,
                          struct st_arena *arena, struct st_error *err)
{
    int rc = st_eurodac__seek_stored(message, store, actor, arena, err);

    touched.id = message->about;
    return rc == ST_OK && touches++ == 0 ? st_store_write(store, &centre, touch, &touched, err) : rc;
}

static void what_changed_after_the_search_is_searched_with_again(void **state)
{
    static struct st_receiver rows[20];
    struct job seen = sent_by(&french_border, eurodac_category_irregular_crossing, 1, 0), j;

    (void)state;
    touches = 0;
    for (size_t i = 0; st_register_receivers[i].kind != NULL; i++) {
        rows[i] = st_register_receivers[i];
        if (rows[i].prepare == st_eurodac__seek_stored)
            rows[i].prepare = seek_and_touch;
    }
    st_outbox_receivers(rows);
    j = sent_by(&registrar, eurodac_category_applicant, 1, 1);
    assert_int_equal(touches, 1);
    assert_int_equal(waiting(), 1);
    everything_is_delivered();
    assert_int_equal(touches, 2);
    assert_true(told(0, j.id, seen.id));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH_ANEW(of_any_two_the_later_one_is_told),
        EACH_ANEW(what_changed_after_the_search_is_searched_with_again),
    };
    return RUN_EACH_ON_BOTH(tests);
}
