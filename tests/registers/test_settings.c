/* Settings of a place: what holds when, who may change it, and that a change does not reach back unseen.
 * covers: S-006 UF-22 UF-07 */
#include "place.h"

#include "registers/settings.h"

ACTOR(admin, 1, "administrator", "administration");
ACTOR(officer, 2, "screening_officer", "screening");
ACTOR(supervisor, 3, "supervisor", "screening");

struct job {
    struct setting_change change;
    struct st_id id;
    struct st_settings all;
    const char *action;
    size_t n;
};

static int set(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_setting_set(tx, &j->id, &j->change, err);
}

static int load(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_settings_load(&j->all, tx, err);
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

static struct st_instant moment(const char *text)
{
    struct st_instant t = {0};
    assert_true(st_instant_parse(&t, st_str_of(text)));
    return t;
}

static struct st_settings settings(void)
{
    struct job j = {.n = 0};
    assert_int_equal(reading(&officer, load, &j), ST_OK); /* what holds is nobody's secret */
    return j.all;
}

static struct job a_day(enum setting setting, struct st_date day)
{
    return (struct job){.change = {.setting = (uint16_t)setting, .day = day, .why = ST_S("The Commission has decided")}};
}

static struct job a_switch(enum setting setting, const char *until)
{
    return (struct job){.change = {.setting = (uint16_t)setting, .on = ST_YES, .valid_until = moment(until),
                                   .why = ST_S("Notice of eu-LISA")}};
}

/* The table says what the law and the official notices said when it was written. */
static void what_the_table_begins_with(void **state)
{
    struct st_settings all = settings();
    struct st_instant now = moment("2026-09-02T10:00:00Z");

    (void)state;
    assert_true(st_setting_begun(&all, setting_sis_start, now));
    assert_true(st_setting_begun(&all, setting_portal_start, now));
    assert_false(st_setting_begun(&all, setting_portal_start, moment("2026-06-11T12:00:00Z")));
    assert_false(st_setting_begun(&all, setting_etias_start, now)); /* no day is set */
    assert_false(st_setting_on(&all, setting_portal_outage, now));
    for (unsigned i = 1; i < setting_count; i++) {
        struct st_date day = {0};
        const struct st_setting *row = st_setting_of((enum setting)i);
        assert_true(st_code_row(&setting_codes, i)->citation[0] != 0 && row->help[0] != 0);
        if (row->kind == ST_SETTING_DAY)
            assert_true(row->initial[0] == 0 || st_date_parse(&day, st_str_of(row->initial)));
        else
            assert_string_equal(row->initial, "no");
    }
}

/* A day begins at midnight where the place is: in Rome, two hours before UTC in summer. */
static void a_day_begins_where_the_place_is(void **state)
{
    struct job j = a_day(setting_ecris_tcn_start, st_date(2027, 7, 1));
    struct st_settings all;

    (void)state;
    assert_int_equal(as(&admin, set, &j), ST_OK);
    all = settings();
    assert_false(st_setting_begun(&all, setting_ecris_tcn_start, moment("2027-06-30T21:59:59Z")));
    assert_true(st_setting_begun(&all, setting_ecris_tcn_start, moment("2027-06-30T22:00:00Z")));
    j.action = "setting.set";
    assert_int_equal(reading(&admin, count_entries, &j), ST_OK);
    assert_int_equal(j.n, 1);
}

/* What was known then is not what is known now: both stay. */
static void a_change_does_not_reach_back(void **state)
{
    struct job j = a_day(setting_etias_start, st_date(2026, 12, 1)), later = a_day(setting_etias_start, st_date(2026, 10, 1));
    struct st_settings all;

    (void)state;
    assert_int_equal(as(&admin, set, &j), ST_OK);
    j.change.valid_from = moment("2026-11-20T00:00:00Z");
    j.change.day = st_date(2027, 3, 1); /* the start is put off, and that becomes known in November */
    assert_int_equal(as(&admin, set, &j), ST_OK);
    all = settings();
    assert_int_equal(st_date_cmp(st_setting_day(&all, setting_etias_start, moment("2026-11-19T00:00:00Z")),
                                 st_date(2026, 12, 1)), 0);
    assert_int_equal(st_date_cmp(st_setting_day(&all, setting_etias_start, moment("2026-11-20T00:00:00Z")),
                                 st_date(2027, 3, 1)), 0);
    assert_false(st_setting_begun(&all, setting_etias_start, moment("2026-12-02T00:00:00Z")));
    assert_false(st_date_known(st_setting_day(&all, setting_etias_start, moment("2026-09-01T00:00:00Z"))));

    later.change.valid_from = moment("2026-09-01T00:00:00Z");
    assert_int_equal(as(&admin, set, &later), ST_E_INVALID);
    assert_true(faulted("valid_from"));
    later.change.backdated = ST_YES;
    assert_int_equal(as(&admin, set, &later), ST_OK);
    later.action = "setting.backdate";
    assert_int_equal(reading(&admin, count_entries, &later), ST_OK);
    assert_int_equal(later.n, 1);
    all = settings();
    assert_int_equal(st_date_cmp(st_setting_day(&all, setting_etias_start, moment("2026-09-01T12:00:00Z")),
                                 st_date(2026, 10, 1)), 0);
}

/* Of two that begin together the one entered last counts; a no ends a yes before its time. */
static void a_switch_goes_on_and_off(void **state)
{
    struct job on = a_switch(setting_portal_outage, "2026-09-03T10:00:00Z"), off = on;
    struct st_settings all;

    (void)state;
    assert_int_equal(as(&admin, set, &on), ST_OK);
    all = settings();
    assert_true(st_setting_on(&all, setting_portal_outage, moment("2026-09-02T11:00:00Z")));
    assert_false(st_setting_on(&all, setting_portal_outage, moment("2026-09-03T10:00:00Z")));
    off.change.on = ST_NO;
    off.change.valid_until = (struct st_instant){0};
    off.change.valid_from = moment("2026-09-02T20:00:00Z");
    assert_int_equal(as(&admin, set, &off), ST_OK);
    on.change.valid_from = moment("2026-09-02T21:00:00Z");
    assert_int_equal(as(&admin, set, &on), ST_OK);
    off.change.valid_from = on.change.valid_from;
    assert_int_equal(as(&admin, set, &off), ST_OK);
    all = settings();
    assert_true(st_setting_on(&all, setting_portal_outage, moment("2026-09-02T19:59:00Z")));
    assert_false(st_setting_on(&all, setting_portal_outage, moment("2026-09-02T20:30:00Z")));
    assert_false(st_setting_on(&all, setting_portal_outage, moment("2026-09-02T22:00:00Z")));
}

static void what_is_wrong_is_named(void **state)
{
    struct job endless = a_switch(setting_eurodac_influx, "2026-09-03T10:00:00Z"), day = a_day(setting_sis_start, st_date(2027, 1, 1)),
               other = a_day(setting_eurodac_influx, st_date(2027, 1, 1)), none = {.n = 0};

    (void)state;
    endless.change.valid_until = (struct st_instant){0};
    assert_int_equal(as(&admin, set, &endless), ST_E_INVALID);
    assert_true(faulted("valid_until"));
    endless.change.valid_until = moment("2026-08-01T00:00:00Z");
    assert_int_equal(as(&admin, set, &endless), ST_E_INVALID);
    assert_true(faulted("valid_until"));
    day.change.on = ST_YES;
    day.change.why = ST_S("  ");
    assert_int_equal(as(&admin, set, &day), ST_E_INVALID);
    assert_true(faulted("on") && faulted("why"));
    assert_int_equal(as(&admin, set, &other), ST_E_INVALID);
    assert_true(faulted("on") && faulted("day"));
    assert_int_equal(as(&admin, set, &none), ST_E_INVALID);
    assert_true(faulted("setting") && faulted("why"));
}

static void administrators_change_them_and_nobody_else(void **state)
{
    struct job j = a_day(setting_sis_start, st_date(2027, 1, 1));

    (void)state;
    assert_int_equal(as(&officer, set, &j), ST_E_FORBIDDEN);
    assert_true(at.err.n > 0 && at.err.faults[0].cure[0] != 0);
    assert_int_equal(as(&supervisor, set, &j), ST_E_FORBIDDEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_table_begins_with),
        cmocka_unit_test(a_day_begins_where_the_place_is),
        cmocka_unit_test(a_change_does_not_reach_back),
        cmocka_unit_test(a_switch_goes_on_and_off),
        cmocka_unit_test(what_is_wrong_is_named),
        cmocka_unit_test(administrators_change_them_and_nobody_else),
    };

    return RUN_ON_BOTH(tests);
}
