/* The register engine on a made-up register (card.c): rights, fields, what is its own, the end of storage, the journal.
 * covers: S-048 UF-07 UF-21 */
#include "place.h"

#include "card.h"

ACTOR(desk, 1, "screening_officer", "screening");
ACTOR(watcher, 2, "monitor", "rights_monitoring");
ACTOR(guardian, 3, "data_protection_officer", "data_protection");
ACTOR(stranger, 4, "law_enforcement", "serious_crime");
static const struct st_actor the_law = {.authority = {"IT-LMP", 6}, .role = {"", 0}, .purpose = {"", 0}};

static const struct st_shape *const shapes[] = {&register_entry_shape, &register_link_shape, &reader_card_shape, NULL};
static const struct st_register *const registers[] = {&reader_cards, NULL};

struct job {
    struct st_id id;
    struct reader_card card;
    struct register_entry entry;
    int64_t version;
    size_t n;
    const char *action;
};

static int put(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct st_register_put how = {.id = j->id, .version = j->version};
    return st_register_put(tx, &j->id, &reader_cards, &how, &j->card, err);
}

static int get(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    j->card = (struct reader_card){0};
    return st_register_get(tx, &j->card, &j->entry, &j->version, &reader_cards, j->id, err);
}

static int erase(struct st_tx *tx, void *arg, struct st_error *err)
{
    return st_register_erase(tx, &reader_cards, ((struct job *)arg)->id, "GDPR Art 17", err);
}

static int expire(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_entry note = {.kind = ST_ENTRY_SYSTEM, .action = "test.expire", .register_name = "", .citation = ""};
    int rc = st_register_expire(tx, &((struct job *)arg)->n, 100, err);
    return rc == ST_OK ? st_journal_add(tx, &note, err) : rc;
}

static int count_entries(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct st_journal_filter filter = {.limit = 500};
    struct st_journal_row *rows;
    size_t n;
    int rc = st_journal_list(&rows, &n, tx, &filter, err);

    j->n = 0;
    for (size_t i = 0; rc == ST_OK && i < n; i++)
        j->n += st_id_eq(rows[i].record, j->id) && st_str_is(rows[i].action, j->action);
    return rc;
}

static size_t entries(struct job *j, const char *action)
{
    j->action = action;
    assert_int_equal(reading(&the_law, count_entries, j), ST_OK);
    return j->n;
}

static struct job a_card(int born)
{
    struct job j = {.card = {.name = ST_S("Ada Testsson"), .born_on = {(int16_t)born, 5, 3}}};
    assert_int_equal(as(&desk, put, &j), ST_OK);
    return j;
}

static void what_a_register_gets_from_the_engine(void **state)
{
    struct job j = a_card(1990), child = a_card(2015);

    (void)state;
    assert_int_equal(reading(&desk, get, &j), ST_OK);
    assert_str_is(j.card.name, "Ada Testsson");
    assert_int_equal(j.card.kind, card_kind_adult);
    assert_int_equal(st_date_cmp(j.entry.storage_ends_on, st_date(2027, 9, 2)), 0);
    assert_str_is(j.entry.storage_citation, "Library Act Art 14");
    assert_int_equal(entries(&j, "reader_cards.record"), 1);
    assert_int_equal(reading(&watcher, get, &child), ST_OK); /* sees the kind alone */
    assert_null(child.card.name.p);
    assert_int_equal(child.card.kind, card_kind_child);
    assert_int_equal(reading(&stranger, get, &child), ST_E_FORBIDDEN);
    assert_true(at.err.n > 0 && at.err.faults[0].cure[0] != 0);
    assert_int_equal(as(&watcher, put, &child), ST_E_FORBIDDEN);
}

static void what_is_lacking_is_named(void **state)
{
    struct job j = {.card = {.born_on = {2999, 1, 1}}};

    (void)state;
    assert_int_equal(as(&desk, put, &j), ST_E_INVALID);
    assert_true(faulted("name") && faulted("born_on"));
}

static void two_officers_do_not_overwrite_each_other(void **state)
{
    struct job j = a_card(1990), other = j;

    (void)state;
    assert_int_equal(reading(&desk, get, &j), ST_OK);
    other.card = j.card;
    other.version = j.version;
    j.card.name = ST_S("Ada Testdotter");
    assert_int_equal(as(&desk, put, &j), ST_OK);
    assert_int_equal(as(&desk, put, &other), ST_E_CONFLICT);
}

static void it_is_erased_by_whom_the_table_names(void **state)
{
    struct job j = a_card(1990);

    (void)state;
    assert_int_equal(as(&desk, erase, &j), ST_E_FORBIDDEN);
    assert_int_equal(as(&guardian, erase, &j), ST_OK);
    assert_int_equal(reading(&guardian, get, &j), ST_E_NOTFOUND);
}

/* Last: it moves the clock. */
static void it_ends_when_its_rule_says(void **state)
{
    struct job j = a_card(1990);
    struct st_instant t = {0};

    (void)state;
    assert_true(st_instant_parse(&t, ST_S("2027-09-02T23:00:00Z")));
    assert_int_equal(st_store_clock_set(at.store, t, 0, &at.err), ST_OK);
    assert_int_equal(as(&the_law, expire, &j), ST_OK);
    assert_int_equal(reading(&desk, get, &j), ST_OK); /* the last day is lawful */
    t.us += ST_DAY;
    assert_int_equal(st_store_clock_set(at.store, t, 0, &at.err), ST_OK);
    assert_int_equal(as(&the_law, expire, &j), ST_OK);
    assert_true(j.n >= 1);
    assert_int_equal(reading(&desk, get, &j), ST_E_NOTFOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_register_gets_from_the_engine),
        cmocka_unit_test(what_is_lacking_is_named),
        cmocka_unit_test(two_officers_do_not_overwrite_each_other),
        cmocka_unit_test(it_is_erased_by_whom_the_table_names),
        cmocka_unit_test(it_ends_when_its_rule_says),
    };

    place_shapes = shapes;
    st_registers = registers;
    return RUN_ON_BOTH(tests);
}
