/* What the settings of the place change in a screening: which systems are asked (SR Art 25, third subparagraph), an outage
 * of the portal, and the limits for Eurodac in an influx and under technical problems. Judged by what held at the moment
 * of the check. On both databases, with a clock that is moved.
 * covers: S-007 S-048 UF-04 UF-06 UF-22 */
#include "place.h"

#include "cases/arrival.h"
#include "cases/screening.h"
#include "cases/system.h"
#include "law/screening_checks.h"
#include "law/screening_queries.h"
#include "registers/settings.h"

static int set_up(void **state)
{
    (void)state;
    st_system_register();
    place_open("2026-09-01T08:00:00Z"); /* ten in Rome */
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    place_close();
    return 0;
}

/* ---- A screening, and its two checks as officers fill them in ---- */

struct newcomer {
    enum screening_event event;
    struct st_id arrival, person, screening;
};

static int receive_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    static struct person_name names[] = {{name_kind_current, {"Testsson", 8}, {"Ada", 3}}};
    struct newcomer *n = arg;
    struct arrival arrival = {.member_state = ST_S("IT"), .place = ST_S("Lampedusa"), .event = (uint16_t)n->event,
                              .event_at = moment("2026-09-01T06:00:00Z"), .people = {1, true}};
    struct person person = {.born_on = {1990, 1, 5}, .sex = sex_female};
    struct screening_opened opened;
    int rc = st_arrival_open(tx, &n->arrival, &arrival, err);

    person.names.v = names;
    person.names.n = 1;
    person.arrival = n->arrival;
    if (rc == ST_OK)
        rc = st_person_open(tx, &n->person, &person, err);
    if (rc == ST_OK)
        rc = st_screening_prefill(&opened, tx, n->arrival, err);
    return rc == ST_OK ? st_screening_start(&n->screening, tx, &opened, n->person, n->arrival, err) : rc;
}

static struct st_id screening(enum screening_event event)
{
    struct newcomer n = {.event = event};
    assert_int_equal(write_as(&ada, receive_command, &n), ST_OK);
    return n.screening;
}

static struct identity_check identity(void)
{
    return (struct identity_check){
        .means = ST_CODE_BIT(identity_means_statements), .cir = query_result_no_hit, .sis = query_result_no_hit,
        .portal_used = ST_YES, .name_certainty = certainty_declared, .birth_date_certainty = certainty_declared,
        .birth_place_certainty = certainty_declared, .sex_certainty = certainty_confirmed,
        .nationality_certainty = certainty_declared};
}

/* The systems in operation in September 2026, and Europol; Interpol left out with the reason. */
static struct security_check security(void)
{
    static struct security_query queries[5];
    static const uint16_t systems[] = {security_system_sis, security_system_ees, security_system_vis,
                                       security_system_europol, security_system_interpol};
    struct security_check s = {.hit = ST_NO, .threat = ST_NO};

    for (size_t i = 0; i < 5; i++)
        queries[i] = (struct security_query){.system = systems[i], .result = query_result_no_hit};
    queries[4].result = query_result_skipped;
    queries[4].reason = ST_S("It would show the owner of the alert");
    s.queries.v = queries;
    s.queries.n = 5;
    return s;
}

static int take(const char *purpose, struct st_id id, const char *action, void *form)
{
    struct st_actor as = ada;
    as.purpose = st_str_of(purpose);
    return act(&as, &(struct st_act){.case_id = id, .action = action, .form = form});
}

/* ---- Settings and what follows from them ---- */

static int set_command(struct st_tx *tx, void *arg, struct st_error *err) { return st_setting_set(tx, NULL, arg, err); }

static void set(struct setting_change change)
{
    struct st_actor admin = chief;

    admin.role = ST_S("administrator");
    admin.purpose = ST_S("administration");
    change.why = ST_S("Published in the Official Journal");
    assert_int_equal(write_as(&admin, set_command, &change), ST_OK);
}

static void set_day(enum setting setting, struct st_date day)
{
    set((struct setting_change){.setting = (uint16_t)setting, .day = day});
}

static void set_on(enum setting setting, const char *until)
{
    set((struct setting_change){.setting = (uint16_t)setting, .on = ST_YES, .valid_until = moment(until)});
}

struct plan {
    struct st_id id;
    bool security;
    struct st_answer answer;
};

static int plan_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct plan *p = arg;
    struct st_case c;
    int rc = st_case_get(&c, tx, p->id, false, err);
    return rc == ST_OK ? st_screening_plan(&p->answer, &c, p->security, err) : rc;
}

static const struct security_plan_outcome *security_plan(struct st_id id)
{
    struct plan p = {.id = id, .security = true};
    assert_int_equal(read_as(&ada, plan_command, &p), ST_OK);
    return p.answer.outcome;
}

static const struct identity_outcome *identity_plan(struct st_id id)
{
    struct plan p = {.id = id};
    assert_int_equal(read_as(&ada, plan_command, &p), ST_OK);
    return p.answer.outcome;
}

static int elements_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct plan *p = arg;
    struct st_case c;
    int rc = st_case_get(&c, tx, p->id, false, err);
    return rc == ST_OK ? st_screening_elements(&p->answer, &c, err) : rc;
}

static bool open_is(struct st_id id, enum screening_element element)
{
    struct plan p = {.id = id};
    assert_int_equal(read_as(&ada, elements_command, &p), ST_OK);
    return ((const struct elements_outcome *)p.answer.outcome)->open & ST_CODE_BIT(element);
}

static struct st_instant sent_by(struct st_id id)
{
    const struct case_clock *k = st_case_clock(look(id), "eurodac_transmission");
    assert_non_null(k);
    return k->ends_at;
}

static void what_is_not_in_operation_is_not_asked(void **state)
{
    const uint64_t etias = ST_CODE_BIT(security_system_etias) | ST_CODE_BIT(security_system_etias_watchlist),
                   not_yet = etias | ST_CODE_BIT(security_system_ecris_tcn);
    struct st_id before = screening(screening_event_sar_disembarkation),
                 after = screening(screening_event_sar_disembarkation);
    struct security_check s = security();

    (void)state;
    assert_int_equal(security_plan(before)->skipped, not_yet);
    assert_false(security_plan(before)->open & not_yet);
    assert_int_equal(take("security_check", before, "check_security", &s), ST_OK);
    assert_false(open_is(before, screening_element_security));

    set_day(setting_etias_start, st_date(2026, 9, 2)); /* it is known today that ETIAS begins tomorrow */
    assert_int_equal(security_plan(after)->skipped, not_yet);
    move_to("2026-09-01T22:00:00Z"); /* midnight in Rome */
    assert_int_equal(security_plan(after)->skipped, ST_CODE_BIT(security_system_ecris_tcn));
    assert_int_equal(take("security_check", after, "check_security", &s), ST_OK);
    assert_true(open_is(after, screening_element_security));
    assert_int_equal(security_plan(after)->open, etias);
    assert_false(open_is(before, screening_element_security)); /* judged by what there was when it was made */
}

/* "Not queried" is an answer only where the law foresees it. */
static void nobody_leaves_out_what_is_in_operation(void **state)
{
    struct st_id id = screening(screening_event_sar_disembarkation);
    struct security_check s = security();
    struct identity_check f = identity();

    (void)state;
    s.queries.v[2].result = query_result_skipped;
    s.queries.v[2].reason = ST_S("No time");
    assert_int_equal(take("security_check", id, "check_security", &s), ST_OK);
    assert_int_equal(security_plan(id)->open, ST_CODE_BIT(security_system_vis));
    f.sis = query_result_skipped;
    f.failure_reason = ST_S("No time");
    assert_int_equal(take("identification", id, "check_identity", &f), ST_OK);
    assert_true(identity_plan(id)->open & ST_CODE_BIT(identity_step_sis));
}

static void the_repository_waits_for_its_start(void **state)
{
    struct st_id id = screening(screening_event_sar_disembarkation);
    struct identity_check f = identity();

    (void)state;
    set_day(setting_cir_start, st_date(2027, 1, 1));
    f.cir = f.sis = query_result_skipped; /* without a reason: the settings know it */
    f.second_query = 0;
    assert_int_equal(take("identification", id, "check_identity", &f), ST_OK);
    assert_false(open_is(id, screening_element_identity));
    assert_true(identity_plan(id)->skipped & ST_CODE_BIT(identity_step_cir_biometrics));
    assert_int_equal(security_plan(id)->skipped & ST_CODE_BIT(security_system_sis), ST_CODE_BIT(security_system_sis));
}

static void a_portal_that_is_out_is_gone_round_with_a_reason(void **state)
{
    struct st_id id = screening(screening_event_sar_disembarkation);
    struct identity_check f = identity();

    (void)state;
    set_on(setting_portal_outage, "2026-09-01T12:00:00Z");
    f.portal_used = ST_UNKNOWN;
    assert_int_equal(take("identification", id, "check_identity", &f), ST_E_INVALID);
    assert_true(at.err.n > 0 && strcmp(at.err.faults[0].field, "failure_reason") == 0);
    f.failure_reason = ST_S("The portal is out, says eu-LISA");
    assert_int_equal(take("identification", id, "check_identity", &f), ST_OK);
    assert_int_equal(identity_plan(id)->route, query_route_direct);
}

/* X6 and X7: 48 hours more on the 72, never both; what was notified later does not count for those before. */
static void settings_move_the_limit_for_eurodac(void **state)
{
    struct st_id early = screening(screening_event_sar_disembarkation), late;

    (void)state;
    assert_int_equal(sent_by(early).us, moment("2026-09-04T06:00:00Z").us);
    move_to("2026-09-02T08:00:00Z");
    set_on(setting_eurodac_influx, "2026-09-20T00:00:00Z");
    move_to("2026-09-03T08:00:00Z");
    late = screening(screening_event_sar_disembarkation); /* disembarked on the 1st all the same */
    assert_int_equal(sent_by(late).us, moment("2026-09-04T06:00:00Z").us);
    set_on(setting_eurodac_problems, "2026-09-03T12:00:00Z");
    move_to("2026-09-04T07:00:00Z");
    (void)tick(); /* the limit has passed, but for the problems on the day before */
    assert_int_equal(st_case_clock(look(early), "eurodac_transmission")->state, clock_state_running);
    assert_int_equal(sent_by(early).us, moment("2026-09-06T06:00:00Z").us);
    move_to("2026-09-06T07:00:00Z");
    (void)tick();
    assert_int_equal(st_case_clock(look(early), "eurodac_transmission")->state, clock_state_expired);
}

static void an_influx_counts_from_the_day_of_its_notice(void **state)
{
    struct st_id id;

    (void)state;
    set_on(setting_eurodac_influx, "2026-09-20T00:00:00Z"); /* at ten in Rome; the boat came at eight */
    id = screening(screening_event_sar_disembarkation);
    assert_int_equal(sent_by(id).us, moment("2026-09-06T06:00:00Z").us);
    id = screening(screening_event_irregular_crossing); /* Art 24(6) is about disembarkations only */
    assert_int_equal(sent_by(id).us, moment("2026-09-04T06:00:00Z").us);
}

/* ---- What those who look after the system see of the clocks ---- */

static int stand_command(struct st_tx *tx, void *arg, struct st_error *err) { return st_system_standing(arg, tx, err); }

static struct st_system_standing standing(void)
{
    struct st_system_standing s = {.clocks_n = 0};
    assert_int_equal(read_as(&the_law, stand_command, &s), ST_OK);
    return s;
}

static const struct st_clocks_at_risk *risk(const struct st_system_standing *s, const char *clock)
{
    for (size_t i = 0; i < s->clocks_n; i++)
        if (st_str_is(s->clocks[i].clock, clock))
            return &s->clocks[i];
    return NULL;
}

static void clocks_in_danger_are_counted_and_nobody_is_named(void **state)
{
    struct st_finding findings[ST_FINDINGS_MAX];
    struct st_system_standing s = standing();
    size_t n = 0, clocks = 0;

    (void)state;
    (void)screening(screening_event_sar_disembarkation);
    (void)screening(screening_event_sar_disembarkation);
    assert_int_equal(s.clocks_n, 0);
    assert_null(risk(&s, "eurodac_transmission")); /* 72 hours from six on the first */
    move_to("2026-09-03T06:30:00Z");
    s = standing();
    assert_int_equal(risk(&s, "eurodac_transmission")->within_24h, 2);
    assert_int_equal(risk(&s, "eurodac_transmission")->passed, 0);
    move_to("2026-09-04T06:30:00Z"); /* passed, whether or not the law has had its turn */
    s = standing();
    assert_int_equal(risk(&s, "eurodac_transmission")->passed, 2);
    (void)tick();
    s = standing();
    assert_int_equal(risk(&s, "eurodac_transmission")->passed, 2);
    assert_true(s.store.unsealed > 0 && st_instant_known(s.store.unsealed_since));
    assert_int_equal(st_system_examine(findings, &n, at.store, at.arena, &at.err), ST_OK);
    for (size_t i = 0; i < n; i++)
        clocks += strcmp(findings[i].subject, "clocks") == 0 && findings[i].health == ST_HEALTH_NOTE;
    assert_int_equal(clocks, 1);
}

#define STORED(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
static int group(void)
{
    const struct CMUnitTest tests[] = {
        STORED(what_is_not_in_operation_is_not_asked),
        STORED(nobody_leaves_out_what_is_in_operation),
        STORED(the_repository_waits_for_its_start),
        STORED(a_portal_that_is_out_is_gone_round_with_a_reason),
        STORED(settings_move_the_limit_for_eurodac),
        STORED(an_influx_counts_from_the_day_of_its_notice),
        STORED(clocks_in_danger_are_counted_and_nobody_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(void) { return place_run(group); }
