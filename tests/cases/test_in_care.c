/* Cases of those in care: the representative of a minor follows the case of that minor and no other, as long as the charge
 * lasts, and learns of no hit; who assists is changed for a reason; a masked reader sees what is needed and done. On both databases.
 * covers: S-018 UF-07 UF-10 */
#include "place.h"

#include "cases/screening_case.h"
#include "cases/system.h"
#include "registers/representation.h"
#include "registers/staff.h"

static int set_up(void **state)
{
    (void)state;
    st_system_register();
    place_open("2026-09-01T08:00:00Z"); /* a Tuesday */
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    place_close();
    return 0;
}

/* ---- People and their screenings ---- */

struct newcomer {
    struct person person;
    struct st_id case_id;
};

static int start_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct newcomer *n = arg;
    struct arrival arrival = {.member_state = ST_S("IT"), .place = ST_S("Lampedusa"), .people = {3, true},
                              .event = screening_event_sar_disembarkation,
                              .event_at = moment("2026-09-01T06:00:00Z")};
    struct screening_opened opened = {0};
    struct person person = n->person;
    struct st_id arrival_id, person_id;
    int rc = st_arrival_open(tx, &arrival_id, &arrival, err);

    person.arrival = arrival_id;
    if (rc == ST_OK)
        rc = st_person_open(tx, &person_id, &person, err);
    if (rc == ST_OK)
        rc = st_screening_prefill(&opened, tx, arrival_id, err);
    return rc == ST_OK ? st_screening_start(&n->case_id, tx, &opened, person_id, arrival_id, err) : rc;
}

static struct st_id screening(int birth_year, uint8_t unaccompanied)
{
    static struct person_name name[] = {{name_kind_current, {"Testsson", 8}, {"Ada", 3}}};
    struct newcomer n = {.person = {.born_on = st_date(birth_year, 1, 5), .unaccompanied = unaccompanied}};

    n.person.names.v = name;
    n.person.names.n = 1;
    assert_int_equal(write_as(&ada, start_command, &n), ST_OK);
    return n.case_id;
}

static struct st_id of_a_child(int birth_year) { return screening(birth_year, ST_YES); }

static int take(const struct st_actor *who, const char *purpose, struct st_id id, const char *action, void *form)
{
    struct st_actor as = *who;
    struct st_act a = {.case_id = id, .action = action, .form = form};

    as.purpose = st_str_of(purpose);
    return act(&as, &a);
}

/* ---- The one in charge ---- */

static const struct st_actor guardian = {.authority = {"IT-LMP", 6}, .officer = {{7, 21}}, .role = {"representative", 14},
                                         .purpose = {"assistance_of_minor", 19}};

struct charge {
    struct st_id case_id, id;
    struct st_case_row *rows;
    struct st_work_row *work;
    size_t n;
    struct screening_form form;
    int shows_facts;
};

static int designate_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct charge *c = arg;
    struct case_file file = {0};
    struct staff staff = {.sign_in_name = ST_S("guardian"), .name = ST_S("Nadia Haddad"), .active = ST_YES,
                          .roles = ST_CODE_BIT(role_representative)};
    struct representation r = {.kind = representation_kind_provisional, .sign_in_name = ST_S("guardian"),
                               .designated_by = ST_S("Tribunale"), .trained = ST_YES, .independent = ST_YES,
                               .conflict = ST_NO, .normal_circumstances = ST_YES};
    struct st_id already;
    int rc = st_staff_find(tx, &already, staff.sign_in_name, NULL);

    rc = rc == ST_OK ? rc : st_record_insert(tx, &staff_shape, guardian.officer, &staff, err);
    if (rc == ST_OK)
        rc = st_record_get(&file, NULL, tx, &case_file_shape, c->case_id, err);
    return rc == ST_OK ? st_representation_designate(tx, &c->id, file.person, &r, err) : rc;
}

static int end_charge_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct charge *c = arg;
    return st_representation_end(tx, c->id, 0, (struct st_instant){0}, ST_S("Of another region now"), err);
}

static int lists_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct charge *c = arg;
    struct st_work_filter work = {.limit = 50};
    struct st_case_filter all = {.limit = 50};
    size_t cases;
    int rc = st_case_list(&c->rows, &cases, tx, &all, err);

    if (rc == ST_OK)
        rc = st_work_list(&c->work, &c->n, tx, &work, err);
    for (size_t i = 0; rc == ST_OK && i < c->n; i++)
        assert_true(cases == 1 && st_id_eq(c->work[i].case_id, c->rows[0].id));
    return rc;
}

static int form_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct charge *c = arg;
    int rc = st_case_get(&at.c, tx, c->case_id, true, err);

    c->shows_facts = rc == ST_OK ? st_screening_shows_facts(&at.c, NULL) : rc;
    return rc == ST_OK ? st_screening_form_get(&c->form, &at.c, false, err) : rc;
}

static bool did(const char *action)
{
    for (size_t i = 0; i < at.c.actions_n; i++)
        if (st_str_is(at.c.actions[i].action, action))
            return true;
    return false;
}

static void a_guardian_follows_the_case_of_their_minor_and_learns_of_no_hit(void **state)
{
    struct charge charge = {.case_id = of_a_child(2014)};
    struct st_id id = charge.case_id, other = of_a_child(2013), none = {{1, 2, 3}};
    struct application_recorded wish = {.applied_at = moment("2026-09-01T07:50:00Z"), .said_to = ST_S("Guardian")};
    struct security_query hit = {.system = security_system_etias_watchlist, .result = query_result_hit};
    struct security_check s = {.hit = ST_YES, .threat = ST_NO, .queries = {&hit, 1}};
    struct watchlist_opinion opinion = {.received_at = moment("2026-09-01T08:00:00Z"), .threat = ST_NO};
    struct st_error refusal;

    (void)state;
    assert_int_equal(take(&ada, "security_check", id, "check_security", &s), ST_OK);
    assert_non_null(st_case_clock(look(id), "watchlist_opinion"));
    assert_int_equal(take(&ada, "security_check", id, "watchlist_opinion", &opinion), ST_OK);
    assert_int_equal(look_as(&guardian, id), ST_E_FORBIDDEN);
    assert_int_equal(write_as(&ada, designate_command, &charge), ST_OK);
    assert_int_equal(read_as(&guardian, form_command, &charge), ST_OK);
    assert_int_equal(charge.form.hit, ST_UNKNOWN); /* SR Art 17(3) */
    assert_int_equal(charge.form.copy_for_person, ST_YES);
    assert_int_equal(charge.shows_facts, ST_E_FORBIDDEN); /* what follows from them tells of them */
    assert_int_equal(read_as(&ada, form_command, &charge), ST_OK);
    assert_int_equal(charge.form.hit, ST_YES);
    assert_int_equal(look_as(&guardian, id), ST_OK);
    assert_true(at.c.copy && did("start") && did("check_security"));
    assert_false(did("watchlist_opinion"));
    assert_null(st_case_clock(&at.c, "watchlist_opinion"));
    assert_true(st_case_withheld(ST_S("screening.flag_threat")) && !st_case_withheld(ST_S("screening.start")));
    assert_int_equal(read_as(&guardian, lists_command, &charge), ST_OK);
    assert_true(charge.n > 0 && st_id_eq(charge.rows[0].id, id));
    /* what is another's, and what is not there: one answer, to a look and to an act */
    assert_int_equal(look_as(&guardian, other), ST_E_FORBIDDEN);
    refusal = at.err;
    assert_int_equal(look_as(&guardian, none), ST_E_FORBIDDEN);
    assert_string_equal(refusal.faults[0].what.text, at.err.faults[0].what.text);
    assert_int_equal(take(&guardian, "assistance_of_minor", other, "record_application", &wish), ST_E_FORBIDDEN);
    assert_int_equal(take(&guardian, "assistance_of_minor", none, "record_application", &wish), ST_E_FORBIDDEN);
    assert_int_equal(take(&guardian, "assistance_of_minor", id, "record_application", &wish), ST_OK); /* SCR-105 */
    assert_int_equal(write_as(&ada, end_charge_command, &charge), ST_OK);
    assert_int_equal(look_as(&guardian, id), ST_E_FORBIDDEN);
    assert_int_equal(take(&guardian, "assistance_of_minor", id, "record_application", &wish), ST_E_FORBIDDEN);
}

static int seize_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    return st_case_take_over(tx, ((struct charge *)arg)->case_id, ST_S("Mine"), err);
}

static void a_guardian_holds_no_case(void **state)
{
    struct charge charge = {.case_id = of_a_child(2014)};

    (void)state;
    assert_int_equal(write_as(&ada, designate_command, &charge), ST_OK);
    assert_int_equal(write_as(&guardian, seize_command, &charge), ST_E_FORBIDDEN); /* SR Art 13(4) */
    assert_int_equal(step(&guardian, charge.case_id, "flag_threat"), ST_E_FORBIDDEN);
}

static const struct st_element_state *part(const char *name)
{
    for (size_t i = 0; i < at.elements_n; i++)
        if (strcmp(at.elements[i].element->name, name) == 0)
            return &at.elements[i];
    return NULL;
}

static void who_is_masked_sees_what_is_needed_and_done_all_the_same(void **state)
{
    struct st_id adult = screening(1990, ST_UNKNOWN), child = of_a_child(2014);
    struct assistance_of_minor with = {.best_interests = ST_S("Heard with the guardian"), .assistant = ST_S("Nadia"),
                                       .trained = ST_YES, .independent = ST_YES, .provisional_designated = ST_NO,
                                       .present_from = moment("2026-09-01T07:30:00Z")};

    (void)state;
    assert_int_equal(look_as(&monitor, adult), ST_OK);
    assert_true(at.c.masked && !part("minor")->needed && part("biometrics")->needed);
    assert_int_equal(look_as(&monitor, child), ST_OK);
    assert_true(part("minor")->needed && !part("minor")->done);
    assert_int_equal(take(&ada, "screening", child, "assist_minor", &with), ST_OK);
    assert_int_equal(look_as(&monitor, child), ST_OK);
    assert_true(part("minor")->needed && part("minor")->done);
    assert_false(st_id_known(at.c.file.person));
}

static int lacks_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    uint64_t *lacks = arg;
    struct st_answer answer;
    int rc = st_case_get(&at.c, tx, at.c.id, false, err);

    if (rc == ST_OK)
        rc = st_screening__minor(&answer, &at.c, err);
    if (rc == ST_OK)
        *lacks = ((const struct minor_outcome *)answer.outcome)->lacks;
    return rc;
}

static bool lacks_change(struct st_id id)
{
    uint64_t lacks = 0;

    at.c.id = id;
    assert_int_equal(read_as(&ada, lacks_command, &lacks), ST_OK);
    return lacks & ST_CODE_BIT(minor_lack_change);
}

/* SCR-103: not the first one, and not the representative for whom a provisional one makes room. */
static void another_assistant_is_a_change_that_has_a_reason(void **state)
{
    struct st_id id = of_a_child(2014);
    struct assistance_of_minor with = {.best_interests = ST_S("Heard in the morning"), .assistant = ST_S("Nadia Haddad"),
                                       .trained = ST_YES, .independent = ST_YES, .provisional_designated = ST_YES,
                                       .provisional_representative = ST_YES, .minors_in_care = {3, true},
                                       .normal_circumstances = ST_YES,
                                       .present_from = moment("2026-09-01T07:30:00Z")};

    (void)state;
    assert_int_equal(take(&ada, "screening", id, "assist_minor", &with), ST_OK);
    assert_false(lacks_change(id));
    with.assistant = ST_S("Samir Bouzid");
    with.provisional_representative = with.provisional_designated = ST_NO;
    assert_int_equal(take(&ada, "screening", id, "assist_minor", &with), ST_OK);
    assert_false(lacks_change(id));
    with.assistant = ST_S("Ida Testsson");
    assert_int_equal(take(&ada, "screening", id, "assist_minor", &with), ST_OK);
    assert_true(lacks_change(id));
    with.why_changed = ST_S("The one before fell ill");
    assert_int_equal(take(&ada, "screening", id, "assist_minor", &with), ST_OK);
    assert_false(lacks_change(id));
}

#define STORED(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static int group(void)
{
    const struct CMUnitTest tests[] = {
        STORED(a_guardian_follows_the_case_of_their_minor_and_learns_of_no_hit),
        STORED(a_guardian_holds_no_case),
        STORED(another_assistant_is_a_change_that_has_a_reason),
        STORED(who_is_masked_sees_what_is_needed_and_done_all_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(void) { return place_run(group); }
