/* The register engine on a made-up register (card.c): rights, fields, what is its own, the end of storage, the journal.
 * covers: S-048 UF-07 UF-21 */
#include "place.h"

#include "card.h"
#include "registers/log_end.h"
#include "registers/settings.h"

ACTOR(desk, 1, "screening_officer", "screening");
ACTOR(watcher, 2, "monitor", "rights_monitoring");
ACTOR(guardian, 3, "data_protection_officer", "data_protection");
ACTOR(admin, 5, "administrator", "administration");
ACTOR(stranger, 4, "law_enforcement", "serious_crime");
static const struct st_actor the_law = {.authority = {"IT-LMP", 6}, .role = {"", 0}, .purpose = {"", 0}};

static const struct st_shape *const shapes[] = {&register_entry_shape, &register_link_shape, &log_end_shape,
                                                &setting_change_shape, &reader_card_shape, NULL};
static struct st_register kept_cards; /* the same, and a setting keeps their logs */
static const struct st_register *const registers[] = {&kept_cards, NULL};

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
    return st_register_put(tx, &j->id, &kept_cards, &how, &j->card, err);
}

static int get(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    j->card = (struct reader_card){0};
    return st_register_get(tx, &j->card, &j->entry, &j->version, &kept_cards, j->id, err);
}

static int erase(struct st_tx *tx, void *arg, struct st_error *err)
{
    return st_register_erase(tx, &kept_cards, ((struct job *)arg)->id, "GDPR Art 17", err);
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
    assert_true(st_instant_known(j.entry.recorded_at) && j.entry.recorded_at.us <= st_store_now(at.store).us);
    assert_true(j.entry.recorded_at.us > st_store_now(at.store).us - ST_HOUR);
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

/* From here on the clock moves. */
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

/* ---- The end of the logs ---- */

static int count_payloads(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct st_journal_filter filter = {.limit = 500};
    struct st_journal_row *rows;
    size_t n;
    int rc = st_journal_list(&rows, &n, tx, &filter, err);

    j->n = 0;
    for (size_t i = 0; rc == ST_OK && i < n; i++) {
        struct st_str payloads[ST_ENVELOPES_MAX];
        size_t opened = 0;
        if (!st_id_eq(rows[i].record, j->id))
            continue;
        rc = st_journal_open_payloads(payloads, &opened, tx, rows[i].id, err);
        j->n += opened;
    }
    return rc;
}

static size_t payloads(struct job *j)
{
    assert_int_equal(reading(&the_law, count_payloads, j), ST_OK);
    return j->n;
}

static void day_comes(const char *text)
{
    struct st_instant t = {0};
    struct job j = {.n = 0};

    assert_true(st_instant_parse(&t, st_str_of(text)));
    assert_int_equal(st_store_clock_set(at.store, t, 0, &at.err), ST_OK);
    assert_int_equal(as(&the_law, expire, &j), ST_OK);
}

static int set(struct st_tx *tx, void *arg, struct st_error *err) { return st_setting_set(tx, NULL, arg, err); }

static void a_control_keeps_the_logs(uint8_t on, const char *until)
{
    struct setting_change change = {.setting = setting_person_logs_kept, .on = on, .why = ST_S("The authority controls")};

    if (until != NULL)
        assert_true(st_instant_parse(&change.valid_until, st_str_of(until)));
    assert_int_equal(as(&admin, set, &change), ST_OK);
}

/* Logs outlive the record by a year; a control that has begun keeps them until its end, and brings none back. */
static void logs_wait_for_the_end_of_a_control(void **state)
{
    struct job early = a_card(1990), late = early;

    (void)state; /* the day is 2027-09-03 */
    assert_int_equal(as(&guardian, erase, &early), ST_OK);
    day_comes("2027-10-05T12:00:00Z");
    late = a_card(1991);
    assert_int_equal(as(&guardian, erase, &late), ST_OK);
    day_comes("2028-09-02T23:59:00Z");
    assert_true(payloads(&early) > 0); /* the last day */
    day_comes("2028-09-03T00:01:00Z");
    assert_int_equal(payloads(&early), 0);
    assert_int_equal(entries(&early, "reader_cards.logs_erased"), 1);

    a_control_keeps_the_logs(ST_YES, "2029-03-01T00:00:00Z");
    day_comes("2028-10-10T12:00:00Z");
    assert_true(payloads(&late) > 0); /* its day was the 4th */
    assert_int_equal(payloads(&early), 0);
    day_comes("2029-02-28T23:59:00Z");
    assert_true(payloads(&late) > 0);
    day_comes("2029-03-01T00:00:00Z");
    assert_int_equal(payloads(&late), 0);
    assert_int_equal(entries(&late, "reader_cards.logs_erased"), 1);
}

static void a_control_may_end_before_its_time(void **state)
{
    struct job j = a_card(1990);

    (void)state;
    assert_int_equal(as(&guardian, erase, &j), ST_OK);
    a_control_keeps_the_logs(ST_YES, "2031-01-01T00:00:00Z");
    day_comes("2030-06-01T12:00:00Z");
    assert_true(payloads(&j) > 0);
    a_control_keeps_the_logs(ST_NO, NULL);
    day_comes("2030-06-01T12:00:01Z");
    assert_int_equal(payloads(&j), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_register_gets_from_the_engine),
        cmocka_unit_test(what_is_lacking_is_named),
        cmocka_unit_test(two_officers_do_not_overwrite_each_other),
        cmocka_unit_test(it_is_erased_by_whom_the_table_names),
        cmocka_unit_test(it_ends_when_its_rule_says),
        cmocka_unit_test(logs_wait_for_the_end_of_a_control),
        cmocka_unit_test(a_control_may_end_before_its_time),
    };

    kept_cards = reader_cards;
    kept_cards.logs_kept = setting_person_logs_kept;
    place_shapes = shapes;
    st_registers = registers;
    return RUN_ON_BOTH(tests);
}
