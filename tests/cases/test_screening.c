/* The screening, from an arrival to its end: each way out, minors, the limit that passes, late entries, corrections,
 * hand-over, what is refused and why, who reads what. On both databases, with a clock that is moved.
 * covers: S-007 S-012 S-018 S-051 S-059 UF-01 UF-04 UF-05 UF-07 UF-27 */
#include "place.h"

#include "cases/allegation.h"
#include "cases/screening.h"
#include "law/screening_checks.h"
#include "law/screening_end.h"
#include "registers/eurodac_transmit.h"
#include "store/outbox.h"

static const struct st_procedure *const procedures[] = {&screening_procedure, &allegation_procedure, NULL};

static int set_up(void **state)
{
    static const struct st_shape *shapes[128];
    size_t n = 0;

    (void)state;
    for (size_t i = 0; st_register_shapes[i] != NULL; i++)
        shapes[n++] = st_register_shapes[i];
    for (size_t i = 0; st_case_shapes[i] != NULL; i++)
        shapes[n++] = st_case_shapes[i];
    for (const struct st_procedure *const *p = procedures; *p != NULL; p++)
        for (const struct st_step *s = (*p)->steps; s->action != NULL; s++) {
            size_t k = 0;
            while (s->form != NULL && k < n && shapes[k] != s->form)
                k++;
            if (s->form != NULL && k == n)
                shapes[n++] = s->form;
        }
    shapes[n] = NULL;
    st_records_register(shapes);
    st_procedures_register(procedures);
    st_outbox_receivers(st_register_receivers);
    place_open("2026-09-01T08:00:00Z"); /* a Tuesday */
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    place_close();
    return 0;
}

/* ---- People and arrivals ---- */

static struct st_actor for_purpose(const struct st_actor *who, const char *purpose)
{
    struct st_actor a = *who;
    a.purpose = st_str_of(purpose);
    return a;
}

struct newcomer {
    struct arrival arrival;
    struct person person;
    struct screening_opened opened;
    struct st_id arrival_id, person_id, case_id;
};

static struct person_name ada_name[] = {{name_kind_current, {"Testsson", 8}, {"Ada", 3}}};
static struct person_nationality syrian[] = {{{"SYR", 3}}};

static struct newcomer newcomer(enum screening_event event, int birth_year)
{
    struct newcomer n = {
        .arrival = {.member_state = ST_S("IT"), .place = ST_S("Lampedusa"), .event = (uint16_t)event,
                    .event_at = moment("2026-09-01T06:00:00Z"), .people = {3, true}},
        .person = {.born_on = {(int16_t)birth_year, 1, 5}, .born_in = ST_S("Aleppo"), .sex = sex_female,
                   .languages = ST_S("ar")},
    };
    n.person.names.v = ada_name;
    n.person.names.n = 1;
    n.person.nationalities.v = syrian;
    n.person.nationalities.n = 1;
    return n;
}

static int receive_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct newcomer *n = arg;
    struct arrival arrival = n->arrival;
    struct person person = n->person;
    int rc = st_arrival_open(tx, &n->arrival_id, &arrival, err);

    person.arrival = n->arrival_id;
    if (rc == ST_OK)
        rc = st_person_open(tx, &n->person_id, &person, err);
    return rc == ST_OK ? st_screening_prefill(&n->opened, tx, n->arrival_id, err) : rc;
}

static int start_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct newcomer *n = arg;
    return st_screening_start(&n->case_id, tx, &n->opened, n->person_id, n->arrival_id, err);
}

static struct newcomer receive(enum screening_event event, int birth_year)
{
    struct newcomer n = newcomer(event, birth_year);
    assert_int_equal(write_as(&ada, receive_command, &n), ST_OK);
    return n;
}

static struct st_id screening(enum screening_event event, int birth_year)
{
    struct newcomer n = receive(event, birth_year);
    assert_int_equal(write_as(&ada, start_command, &n), ST_OK);
    return n.case_id;
}

static struct st_id of_a_child(int birth_year)
{
    struct newcomer n = newcomer(screening_event_sar_disembarkation, birth_year);
    n.person.unaccompanied = ST_YES;
    assert_int_equal(write_as(&ada, receive_command, &n), ST_OK);
    assert_int_equal(write_as(&ada, start_command, &n), ST_OK);
    return n.case_id;
}

/* ---- Forms as officers fill them in ---- */

static struct information_given information(void)
{
    return (struct information_given){
        .items = ST_CODE_BIT(information_item_screening) | ST_CODE_BIT(information_item_right_to_apply),
        .language = ST_S("ar"), .channel = information_channel_written_and_oral, .interpreter = ST_YES,
        .acknowledged = acknowledgement_understood};
}

static struct health_check health(void)
{
    return (struct health_check){.outcome = health_outcome_needs_found, .needs = ST_CODE_BIT(health_need_treatment),
                                 .examined_by = ST_S("Dr Okafor"), .note = ST_S("Burns from fuel")};
}

static struct vulnerability_check vulnerability(void)
{
    return (struct vulnerability_check){.found = ST_NO, .reception_needs = ST_NO, .procedural_needs = ST_NO,
                                        .checked_by = ST_S("Lucia Romano")};
}

/* An ISO/IEC 19794-2 record of a right index finger with eight made-up minutiae. */
static const unsigned char print_record[] = {
    0x46, 0x4d, 0x52, 0x00, 0x20, 0x32, 0x30, 0x00, 0x00, 0x00, 0x00, 0x4e, 0x00, 0x00, 0x01, 0x90, 0x01, 0xe0, 0x00, 0xc5,
    0x00, 0xc5, 0x01, 0x00, 0x02, 0x00, 0x50, 0x08, 0x40, 0xa6, 0x01, 0x63, 0xa4, 0x50, 0x40, 0x87, 0x00, 0x7b, 0x1f, 0x50,
    0x40, 0x54, 0x00, 0xe6, 0x4f, 0x50, 0x40, 0x5d, 0x01, 0x03, 0x6c, 0x50, 0x40, 0xb2, 0x01, 0x36, 0xa6, 0x50, 0x40, 0x63,
    0x00, 0xf9, 0xb6, 0x50, 0x40, 0xc0, 0x00, 0xbf, 0x28, 0x50, 0x40, 0x99, 0x00, 0x8e, 0xa2, 0x50, 0x00, 0x00,
};
static struct eurodac_print finger[] = {
    {.finger = finger_right_index, .minutiae = {(const char *)print_record, sizeof(print_record)}}};

/* The same finger, smeared: four of its minutiae, too few to be compared. */
static struct eurodac_print smeared(void)
{
    const size_t kept = 4, head = 28, n = head + kept * 6 + 2;
    unsigned char *bytes = st_alloc(at.arena, n);

    memcpy(bytes, print_record, n - 2);
    bytes[11] = (unsigned char)n; /* the record's length */
    bytes[27] = (unsigned char)kept;
    return (struct eurodac_print){.finger = finger_right_index, .minutiae = {(const char *)bytes, n}};
}

static struct biometrics_taken prints(enum capture capture)
{
    struct biometrics_taken b = {.capture = (uint16_t)capture, .trained_for_minors = ST_YES, .adult_present = ST_YES};
    if (capture == capture_taken) {
        b.fingerprints.v = finger;
        b.fingerprints.n = 1;
        b.facial_image = ST_S("face-bytes");
    }
    return b;
}

static struct identity_check identity(void)
{
    return (struct identity_check){
        .means = ST_CODE_BIT(identity_means_statements) | ST_CODE_BIT(identity_means_biometrics),
        .cir = query_result_no_hit, .second_query = query_result_no_hit, .sis = query_result_no_hit,
        .portal_used = ST_YES, .name_certainty = certainty_declared, .birth_date_certainty = certainty_declared,
        .birth_place_certainty = certainty_declared, .sex_certainty = certainty_confirmed,
        .nationality_certainty = certainty_declared, .residence_certainty = certainty_declared,
        .languages_certainty = certainty_declared};
}

/* All systems asked, but Interpol, with the reason. */
static struct security_check security(uint8_t hit)
{
    static struct security_query queries[8];
    struct security_check s = {.hit = hit, .threat = ST_NO};

    for (uint16_t i = 0; i < 8; i++)
        queries[i] = (struct security_query){.system = (uint16_t)(i + 1), .result = query_result_no_hit};
    queries[security_system_interpol - 1].result = query_result_skipped;
    queries[security_system_interpol - 1].reason = ST_S("It would show the owner of the alert");
    if (hit == ST_YES)
        queries[security_system_sis - 1].result = query_result_hit;
    s.queries.v = queries;
    s.queries.n = 8;
    return s;
}

static struct screening_statement said(uint8_t applied)
{
    return (struct screening_statement){.application_made = applied, .family_in_union = ST_NO, .cooperated = ST_YES,
                                        .residence_before = ST_S("Libya")};
}

static int take(const struct st_actor *who, const char *purpose, struct st_id id, const char *action, void *form)
{
    struct st_actor as = for_purpose(who, purpose);
    struct st_act a = {.case_id = id, .action = action, .form = form};
    return act(&as, &a);
}

static int check_health(struct st_id id)
{
    struct health_check f = health();
    return take(&medic, "health_check", id, "check_health", &f);
}

static int check_vulnerability(struct st_id id)
{
    struct vulnerability_check f = vulnerability();
    return take(&carer, "vulnerability_check", id, "check_vulnerability", &f);
}

static int take_prints(struct st_id id)
{
    struct biometrics_taken f = prints(capture_taken);
    return take(&ada, "irregular_migration", id, "take_biometrics", &f);
}

static int check_identity(struct st_id id)
{
    struct identity_check f = identity();
    return take(&ada, "identification", id, "check_identity", &f);
}

static int check_security(struct st_id id, uint8_t hit)
{
    struct security_check f = security(hit);
    return take(&ada, "security_check", id, "check_security", &f);
}

static int take_statement(struct st_id id, uint8_t applied)
{
    struct screening_statement f = said(applied);
    return take(&ada, "screening", id, "take_statement", &f);
}

static int offer(struct st_id id)
{
    struct form_offered f = {.copy = form_copy_paper, .language = ST_S("ar"), .chance_to_object = ST_YES};
    return take(&ada, "screening", id, "offer_form", &f);
}

static int refer(struct st_id id, enum referral_kind kind, const char *own_reasons)
{
    struct screening_referral f = {.referral = (uint16_t)kind, .referred_to = ST_S("Questura di Agrigento"),
                                   .own_reasons = st_str_of(own_reasons),
                                   .best_interests = ST_S("With the guardian, and to the children's house")};
    return take(&ada, "screening", id, "refer", &f);
}

static void do_all_checks(struct st_id id, uint8_t applied)
{
    assert_int_equal(check_health(id), ST_OK);
    assert_int_equal(check_vulnerability(id), ST_OK);
    assert_int_equal(take_prints(id), ST_OK);
    assert_int_equal(check_identity(id), ST_OK);
    assert_int_equal(check_security(id, ST_NO), ST_OK);
    assert_int_equal(take_statement(id, applied), ST_OK);
}

/* ---- What the program says of a case ---- */

struct view {
    struct st_id id;
    struct st_answer proposal, elements;
    struct screening_form form, copy;
    struct eurodac_transmission *sent;
    size_t sent_n;
};

static int view_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    int rc = st_case_get(&at.c, tx, v->id, true, err);

    if (rc == ST_OK)
        rc = st_screening_proposal(&v->proposal, &at.c, err);
    if (rc == ST_OK)
        rc = st_screening_elements(&v->elements, &at.c, err);
    if (rc == ST_OK)
        rc = st_screening_form_get(&v->form, &at.c, false, err);
    return rc == ST_OK ? st_screening_form_get(&v->copy, &at.c, true, err) : rc;
}

static struct view view_as(const struct st_actor *who, struct st_id id)
{
    struct view v = {.id = id};
    assert_int_equal(read_as(who, view_command, &v), ST_OK);
    return v;
}

static int sent_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    struct st_id *ids;
    return st_eurodac_transmissions(tx, &v->sent, &ids, &v->sent_n, (struct st_id){{0}}, eurodac_sending_unknown, err);
}

static unsigned proposed(struct st_id id)
{
    struct view v = view_as(&ada, id);
    return ((const struct referral_outcome *)v.proposal.outcome)->referral;
}

/* ---- The whole way ---- */

static void from_the_boat_to_the_asylum_authority(void **state)
{
    struct st_id id = screening(screening_event_sar_disembarkation, 1990);
    struct information_given told = information();
    struct view v;

    (void)state;
    assert_str_is(look(id)->file.state, "running");
    assert_str_is(at.c.file.place, "Lampedusa");
    assert_int_equal(at.c.clocks_n, 2);
    assert_int_equal(st_case_clock(&at.c, "screening_limit")->ends_at.us, moment("2026-09-08T22:00:00Z").us);
    assert_int_equal(st_case_clock(&at.c, "eurodac_transmission")->ends_at.us, moment("2026-09-04T06:00:00Z").us);
    assert_int_equal(take(&ada, "screening", id, "give_information", &told), ST_OK);
    do_all_checks(id, ST_YES);
    assert_int_equal(proposed(id), referral_kind_asylum);
    assert_int_equal(refer(id, referral_kind_asylum, NULL), ST_E_STATE); /* SCR-82: the form was not offered */
    assert_string_equal(at.err.faults[0].citation, "SR Art 17(3)");
    assert_int_equal(offer(id), ST_OK);
    assert_int_equal(refer(id, referral_kind_asylum, NULL), ST_OK);
    v = view_as(&ada, id);
    assert_str_is(at.c.file.state, "referred");
    assert_true(st_instant_known(at.c.file.closed_at));
    assert_int_equal(st_case_clock(&at.c, "screening_limit")->state, clock_state_stopped);
    assert_int_equal(v.form.referral, referral_kind_asylum);
    assert_true(st_id_eq(v.form.signed_by, ada.officer));
    assert_int_equal(v.form.missing, 0);
    assert_int_equal(v.form.basis, screening_basis_sr_5_1_b);
    assert_int_equal(v.form.hit, ST_NO);
    assert_int_equal(v.copy.hit, ST_UNKNOWN); /* SCR-81 */
    assert_int_equal(take_statement(id, ST_NO), ST_E_STATE); /* SCR-80: what was sent stays */
}


static void the_other_referrals(void **state)
{
    static const struct {
        enum screening_event event;
        uint8_t applied;
        enum referral_kind gives;
    } rows[] = {{screening_event_irregular_crossing, ST_NO, referral_kind_return_procedure},
                {screening_event_sar_disembarkation, ST_NO, referral_kind_return_procedure},
                {screening_event_within_territory, ST_NO, referral_kind_return_continues},
                {screening_event_within_territory, ST_YES, referral_kind_asylum},
                {screening_event_bcp_application, ST_YES, referral_kind_asylum}};

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct newcomer n = receive(rows[i].event, 1990);
        n.opened.crossed_external_border_irregularly = ST_YES;
        n.opened.already_screened = ST_NO;
        assert_int_equal(write_as(&ada, start_command, &n), ST_OK);
        do_all_checks(n.case_id, rows[i].applied);
        assert_int_equal(proposed(n.case_id), rows[i].gives);
        assert_int_equal(offer(n.case_id), ST_OK);
        assert_int_equal(refer(n.case_id, rows[i].gives, NULL), ST_OK);
    }
}

static void who_is_not_screened_gets_the_reason(void **state)
{
    struct newcomer n = receive(screening_event_within_territory, 1990);

    (void)state;
    n.opened.crossed_external_border_irregularly = ST_YES;
    n.opened.already_screened = ST_YES;
    assert_int_equal(write_as(&ada, start_command, &n), ST_E_STATE);
    assert_fault("", "Already screened in a Member State: no second screening.");
    n.opened.already_screened = ST_UNKNOWN; /* unknown never becomes no */
    assert_int_equal(write_as(&ada, start_command, &n), ST_E_NEEDS);
    assert_string_equal(at.err.faults[0].field, "already_screened");
    n.opened.already_screened = ST_NO;
    assert_int_equal(write_as(&ada, start_command, &n), ST_OK);
    assert_int_equal(write_as(&ada, start_command, &n), ST_E_STATE);
    assert_fault("", "A screening of this person is running already.");
    n = receive(screening_event_bcp_application, 1990);
    n.opened.application_made = ST_NO;
    assert_int_equal(write_as(&ada, start_command, &n), ST_E_STATE); /* SCR-04 */
    assert_int_equal(write_as(&medic, start_command, &n), ST_E_FORBIDDEN);
}

/* ---- Clocks ---- */

static void the_limit_passes_and_the_screening_ends(void **state)
{
    struct st_id id = screening(screening_event_sar_disembarkation, 1990);
    struct screening_referral f = {.referral = referral_kind_return_procedure, .referred_to = ST_S("Prefettura")};
    struct view v;

    (void)state;
    assert_int_equal(check_health(id), ST_OK);
    assert_int_equal(take_statement(id, ST_NO), ST_OK);
    assert_int_equal(refer(id, referral_kind_return_procedure, NULL), ST_E_STATE); /* checks are open */
    assert_string_equal(at.err.faults[0].what.text, "Still open: {0}.");
    move_to("2026-09-08T22:00:00Z");
    assert_int_equal(tick(), 2); /* the transmission's limit passed too; that duty stays */
    v = view_as(&ada, id);
    assert_str_is(at.c.file.state, "limit_passed");
    assert_int_equal(entries(id, ST_ENTRY_BY_LAW, "screening.limit_passed"), 1);
    assert_int_equal(v.form.limit_passed, ST_YES);
    assert_int_equal(v.form.open_checks.n, 4);
    assert_int_equal(check_vulnerability(id), ST_E_STATE); /* the screening has ended */
    assert_int_equal(offer(id), ST_OK);
    assert_int_equal(take(&ada, "screening", id, "refer", &f), ST_E_INVALID);
    assert_string_equal(at.err.faults[0].field, "open_checks");
    f.open_checks = ((const struct elements_outcome *)v.elements.outcome)->open;
    assert_int_equal(take(&ada, "screening", id, "refer", &f), ST_E_INVALID);
    assert_fault("why_open", "Checks are open without a reason.");
    f.why_open = ST_S("No specialised staff for four days");
    assert_int_equal(take(&ada, "screening", id, "refer", &f), ST_OK);
    v = view_as(&ada, id);
    assert_str_is(v.form.open_checks.v[0].reason, "No specialised staff for four days");
    assert_true(((const struct referral_outcome *)v.proposal.outcome)->ended_by_limit == ST_YES);
}

static struct st_instant end_of(struct st_id id, const char *clock)
{
    const struct case_clock *k = st_case_clock(look(id), clock);
    return k ? k->ends_at : (struct st_instant){0};
}

static void the_limits_follow_the_event(void **state)
{
    struct newcomer n = receive(screening_event_within_territory, 1990);
    struct screening_circumstances stay = {.over_72_hours = ST_YES};
    struct st_id id;

    (void)state;
    n.opened.crossed_external_border_irregularly = ST_YES;
    n.opened.already_screened = ST_NO;
    assert_int_equal(write_as(&ada, start_command, &n), ST_OK);
    assert_int_equal(end_of(n.case_id, "screening_limit").us, moment("2026-09-04T22:00:00Z").us); /* SCR-D3 */
    id = screening(screening_event_irregular_crossing, 1990);
    assert_int_equal(end_of(id, "screening_limit").us, moment("2026-09-08T22:00:00Z").us); /* SCR-D1 */
    assert_int_equal(take(&ada, "screening", id, "state_circumstances", &stay), ST_OK);
    assert_int_equal(end_of(id, "screening_limit").us, moment("2026-09-08T22:00:00Z").us); /* SCR-D2: no longer */
    stay = (struct screening_circumstances){.custody_over_72_hours = ST_YES, .release_at = moment("2026-09-05T10:00:00Z")};
    assert_int_equal(take(&ada, "screening", id, "state_circumstances", &stay), ST_OK);
    assert_int_equal(end_of(id, "eurodac_transmission").us, moment("2026-09-05T10:00:00Z").us); /* SCR-D5 */
}

static void a_corrected_event_moves_the_clock(void **state)
{
    struct newcomer n = receive(screening_event_sar_disembarkation, 1990);
    struct st_act a = {.action = "start", .form = &n.opened, .reason = ST_S("The log of the ship says so")};

    (void)state;
    assert_int_equal(write_as(&ada, start_command, &n), ST_OK);
    n.opened.event_at = moment("2026-08-31T06:00:00Z");
    a.case_id = n.case_id;
    a.corrects = look(n.case_id)->action_ids[0];
    assert_int_equal(act(&ada, &a), ST_OK);
    assert_int_equal(end_of(n.case_id, "screening_limit").us, moment("2026-09-07T22:00:00Z").us);
    assert_int_equal(end_of(n.case_id, "eurodac_transmission").us, moment("2026-09-03T06:00:00Z").us);
    assert_str_is(look(n.case_id)->file.state, "running");
}

static void the_state_may_refrain_and_says_why(void **state)
{
    struct newcomer n = receive(screening_event_within_territory, 1990);
    struct st_act a = {.action = "refrain", .form = &n.opened, .procedure = &screening_procedure,
                       .person = n.person_id, .arrival = n.arrival_id, .member_state = ST_S("IT"),
                       .reason = ST_S("Handed to the French border police at once")};

    (void)state;
    n.opened.crossed_external_border_irregularly = ST_YES;
    n.opened.already_screened = ST_NO;
    assert_int_equal(act(&ada, &a), ST_E_STATE); /* SCR-08: required */
    n.opened.sent_back_under_bilateral = ST_YES;
    n.opened.sent_back_to = ST_S("FR");
    n.opened.sent_back_authority = ST_S("FR-MEN");
    assert_int_equal(act(&ada, &a), ST_OK); /* SCR-09 */
    assert_str_is(look(a.case_id)->file.state, "ended");
    assert_int_equal(at.c.clocks_n, 0);
}

static int due_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_clock_due *due = arg;
    int rc = st_case_get(&at.c, tx, at.c.id, false, err);
    return rc == ST_OK ? st_case_clock_due(due, &at.c, "screening_limit", err) : rc;
}

static void a_clock_says_what_follows_in_the_words_of_its_rule(void **state)
{
    struct st_clock_due due;

    (void)state;
    at.c.id = screening(screening_event_sar_disembarkation, 1990);
    assert_int_equal(read_as(&ada, due_command, &due), ST_OK);
    assert_string_equal(due.consequence.text, "When the limit passes, the screening ends even if checks are open; they "
                                              "stand on the form, and the person is referred.");
    assert_non_null(due.answer);
    assert_int_equal(due.last_day.day, 8);
}

static void fingers_that_give_no_prints_move_the_clock(void **state)
{
    struct st_id id = screening(screening_event_sar_disembarkation, 1990);
    struct biometrics_taken b = prints(capture_fingertips);
    struct st_act a = {.case_id = id, .action = "take_biometrics", .form = &b};
    struct st_actor as = for_purpose(&ada, "irregular_migration");

    (void)state;
    assert_int_equal(act(&as, &a), ST_E_INVALID);
    assert_fault("capture", "Here only biometrics that were taken are entered.");
    assert_int_equal(take(&ada, "screening", id, "note_no_biometrics", &b), ST_OK);
    assert_false(st_instant_known(end_of(id, "eurodac_transmission"))); /* it waits for success */
    b = prints(capture_technical);
    move_to("2026-09-01T09:00:00Z");
    assert_int_equal(take(&ada, "screening", id, "note_no_biometrics", &b), ST_OK);
    assert_int_equal(end_of(id, "eurodac_transmission").us, moment("2026-09-06T06:00:00Z").us); /* 72 and 48 hours */
    assert_int_equal(take_prints(id), ST_OK);
    assert_int_equal(st_case_clock(look(id), "eurodac_transmission")->state, clock_state_stopped);
}

static void a_hit_in_the_watchlist_waits_two_days_for_an_opinion(void **state)
{
    struct st_id id = screening(screening_event_sar_disembarkation, 1990);
    struct watchlist_opinion opinion = {.received_at = moment("2026-09-01T08:00:00Z"), .threat = ST_NO};
    struct security_check s = security(ST_NO);

    (void)state;
    assert_int_equal(take(&ada, "security_check", id, "watchlist_opinion", &opinion), ST_E_STATE);
    assert_int_equal(take(&ada, "security_check", id, "check_security", &s), ST_OK);
    assert_null(st_case_clock(look(id), "watchlist_opinion")); /* no hit, no clock */
    s.queries.v[security_system_etias_watchlist - 1].result = query_result_hit;
    assert_int_equal(take(&ada, "security_check", id, "check_security", &s), ST_E_INVALID);
    assert_fault("hit", "One of the consultations gave a hit.");
    s.hit = ST_YES;
    assert_int_equal(take(&ada, "security_check", id, "check_security", &s), ST_OK);
    assert_int_equal(end_of(id, "watchlist_opinion").us, moment("2026-09-03T22:00:00Z").us);
    s = (struct security_check){.hit = ST_NO}; /* another check later takes nothing back */
    assert_int_equal(take(&ada, "security_check", id, "check_security", &s), ST_OK);
    assert_int_equal(end_of(id, "watchlist_opinion").us, moment("2026-09-03T22:00:00Z").us);
    assert_int_equal(view_as(&ada, id).form.hit, ST_YES);
    assert_int_equal(take(&ada, "security_check", id, "watchlist_opinion", &opinion), ST_OK);
    assert_int_equal(st_case_clock(look(id), "watchlist_opinion")->state, clock_state_stopped);
    assert_int_equal(take(&ada, "security_check", id, "check_security", &s), ST_OK);
    assert_int_equal(st_case_clock(look(id), "watchlist_opinion")->state, clock_state_stopped); /* it was given */
}

/* ---- Checks ---- */

static void each_check_belongs_to_its_staff(void **state)
{
    struct st_id id = screening(screening_event_sar_disembarkation, 1990);
    struct health_check f = health();

    (void)state;
    assert_int_equal(take(&ada, "health_check", id, "check_health", &f), ST_E_FORBIDDEN);
    assert_fault("", "You may not do this: it belongs to the role {0}.");
    assert_int_equal(take(&medic, "statistics", id, "check_health", &f), ST_E_FORBIDDEN);
    f = (struct health_check){.outcome = health_outcome_no_further_check, .examined_by = ST_S("Dr Okafor")};
    assert_int_equal(take(&medic, "health_check", id, "check_health", &f), ST_E_INVALID); /* SCR-41: a reason */
    assert_string_equal(at.err.faults[0].what.text, "The health check lacks: {0}.");
    f.no_check_reason = ST_S("In good general health");
    assert_int_equal(take(&medic, "health_check", id, "check_health", &f), ST_OK);
}

static void vulnerability_found_needs_support(void **state)
{
    struct st_id id = screening(screening_event_sar_disembarkation, 1990);
    struct vulnerability_check f = {.found = ST_YES, .indications = ST_CODE_BIT(vulnerability_torture),
                                    .reception_needs = ST_YES, .procedural_needs = ST_NO,
                                    .checked_by = ST_S("Lucia Romano")};

    (void)state;
    assert_int_equal(take(&carer, "vulnerability_check", id, "check_vulnerability", &f), ST_E_INVALID);
    f.support = ST_S("Counselling, a room of their own");
    assert_int_equal(take(&carer, "vulnerability_check", id, "check_vulnerability", &f), ST_OK);
}

static void a_system_that_was_not_asked_leaves_the_check_open(void **state)
{
    struct st_id id = screening(screening_event_sar_disembarkation, 1990);
    struct security_check s = security(ST_NO);

    (void)state;
    s.queries.v[security_system_ees - 1].result = query_result_failed;
    assert_int_equal(take(&ada, "security_check", id, "check_security", &s), ST_E_INVALID);
    assert_fault("queries", "A system that was not asked has a reason: {0}.");
    s.queries.v[security_system_ees - 1].reason = ST_S("Out of order since noon");
    assert_int_equal(take(&ada, "security_check", id, "check_security", &s), ST_OK);
    assert_true(((const struct elements_outcome *)view_as(&ada, id).elements.outcome)->open &
                ST_CODE_BIT(screening_element_security));
    s = (struct security_check){.hit = ST_NO};
    s.queries.v = &(struct security_query){.system = security_system_ees, .result = query_result_no_hit};
    s.queries.n = 1;
    assert_int_equal(take(&ada, "security_check", id, "check_security", &s), ST_OK); /* the rest counts on */
    assert_false(((const struct elements_outcome *)view_as(&ada, id).elements.outcome)->open &
                 ST_CODE_BIT(screening_element_security));
    (void)look(id);
    for (size_t i = 0; i < at.elements_n; i++)
        assert_int_equal(at.elements[i].done, strcmp(at.elements[i].element->name, "security") == 0);
}

static void a_flag_needs_its_reason_in_own_words(void **state)
{
    struct st_id id = screening(screening_event_sar_disembarkation, 1990);
    struct security_check s = security(ST_NO);

    (void)state;
    s.threat = ST_YES;
    s.reasons = ST_CODE_BIT(security_reason_armed);
    assert_int_equal(take(&ada, "security_check", id, "check_security", &s), ST_E_INVALID); /* SCR-75 */
    s.note = ST_S("A pistol was found in the luggage");
    assert_int_equal(take(&ada, "security_check", id, "check_security", &s), ST_OK);
}

static void biometrics_go_to_eurodac(void **state)
{
    struct st_id id = screening(screening_event_sar_disembarkation, 1990);
    struct st_actor as = for_purpose(&ada, "irregular_migration");
    struct view v = {.id = id};

    (void)state;
    assert_int_equal(take_prints(id), ST_OK);
    assert_int_equal(read_as(&as, sent_command, &v), ST_OK);
    assert_int_equal(v.sent_n, 1);
    assert_int_equal(v.sent[0].category, eurodac_category_disembarked);
    assert_true(st_id_eq(v.sent[0].case_id, id));
    assert_int_equal(v.sent[0].due_at.us, moment("2026-09-04T06:00:00Z").us);
    assert_int_equal(take_prints(id), ST_E_STATE); /* SCR-52: once */
    assert_int_equal(entries(id, ST_ENTRY_CHANGE, "screening.take_biometrics"), 1);
}

static int deliver(void)
{
    at.err = (struct st_error){0};
    return st_outbox_deliver(at.store, NULL, &at.err);
}

static void better_prints_are_sent_when_eurodac_asks(void **state)
{
    struct st_id id = screening(screening_event_sar_disembarkation, 1990);
    struct biometrics_taken again = prints(capture_taken), poor = again;
    struct eurodac_print few = smeared();
    struct st_actor as = for_purpose(&ada, "irregular_migration");
    struct view v = {.id = id};

    (void)state;
    poor.fingerprints.v = &few;
    assert_int_equal(take(&ada, "irregular_migration", id, "take_biometrics", &poor), ST_OK);
    assert_int_equal(take(&ada, "irregular_migration", id, "retake_biometrics", &again), ST_E_STATE);
    assert_fault("", "Eurodac did not ask for better prints.");
    assert_int_equal(deliver(), ST_OK);
    assert_int_equal(read_as(&as, sent_command, &v), ST_OK);
    assert_int_equal(v.sent[0].state, eurodac_sending_retake);
    assert_int_equal(take(&ada, "irregular_migration", id, "retake_biometrics", &again), ST_OK);
    assert_int_equal(read_as(&as, sent_command, &v), ST_OK);
    assert_int_equal(v.sent[0].state, eurodac_sending_waiting);
    assert_int_equal(v.sent[0].times.v, 2);
}

static void a_flag_follows_the_dataset_that_was_sent(void **state)
{
    struct st_id id = screening(screening_event_sar_disembarkation, 1990);
    struct security_check s = security(ST_NO);

    (void)state;
    assert_int_equal(take_prints(id), ST_OK);
    assert_int_equal(step(&ada, id, "flag_threat"), ST_E_STATE);
    s.threat = ST_YES;
    s.reasons = ST_CODE_BIT(security_reason_armed);
    s.note = ST_S("A pistol was found in the luggage");
    assert_int_equal(take(&ada, "security_check", id, "check_security", &s), ST_OK);
    assert_int_equal(step(&ada, id, "flag_threat"), ST_OK);
    assert_int_equal(entries(id, ST_ENTRY_CHANGE, "eurodac.flag"), 1);
}

/* ---- Minors ---- */

static void nobody_closes_the_screening_of_a_child_alone(void **state)
{
    struct st_id id = of_a_child(2014);
    struct assistance_of_minor with = {.best_interests = ST_S("Heard in the morning, with the guardian"),
                                       .assistant = ST_S("Nadia Haddad"), .trained = ST_YES, .independent = ST_YES,
                                       .provisional_designated = ST_YES, .provisional_representative = ST_YES,
                                       .minors_in_care = {31, true}, .normal_circumstances = ST_YES,
                                       .present_from = moment("2026-09-01T07:30:00Z")};

    (void)state;
    assert_int_equal(check_health(id), ST_OK);
    struct vulnerability_check f = vulnerability();
    f.child_protection_told = f.trained_for_minors = ST_YES;
    assert_int_equal(take(&carer, "vulnerability_check", id, "check_vulnerability", &f), ST_OK);
    assert_int_equal(take_prints(id), ST_OK);
    assert_int_equal(check_identity(id), ST_OK);
    assert_int_equal(check_security(id, ST_NO), ST_OK);
    assert_int_equal(take_statement(id, ST_YES), ST_OK); /* SCR-105: nothing blocks the wish */
    assert_int_equal(offer(id), ST_OK);
    assert_int_equal(refer(id, referral_kind_asylum, NULL), ST_E_STATE);
    assert_string_equal(at.err.faults[0].citation, "SR Art 13(1)");
    assert_int_equal(take(&ada, "screening", id, "assist_minor", &with), ST_OK);
    assert_int_equal(offer(id), ST_OK); /* the form says more now */
    struct screening_referral unweighed = {.referral = referral_kind_asylum, .referred_to = ST_S("Questura")};
    assert_int_equal(take(&ada, "screening", id, "refer", &unweighed), ST_E_INVALID); /* SCR-100: in each decision */
    assert_fault("best_interests", "A decision about a child says how the best interests were weighed.");
    struct access_refused refused = {.organisation = ST_S("Counsel"), .ground = ST_S("Quarantine")};
    assert_int_equal(take(&ada, "screening", id, "refuse_access", &refused), ST_E_INVALID);
    assert_int_equal(refer(id, referral_kind_asylum, NULL), ST_OK); /* 31 in care holds no child back (SCR-104) */
}

static void why_nobody_assists_is_enough_to_close(void **state)
{
    struct st_id id = of_a_child(2014);
    struct assistance_of_minor nobody_yet = {.best_interests = ST_S("Heard with an interpreter only"),
                                             .why_none = ST_S("No guardian on the island before Thursday")};

    (void)state;
    assert_int_equal(check_health(id), ST_OK);
    struct vulnerability_check f = vulnerability();
    f.child_protection_told = f.trained_for_minors = ST_YES;
    assert_int_equal(take(&carer, "vulnerability_check", id, "check_vulnerability", &f), ST_OK);
    assert_int_equal(take_prints(id), ST_OK);
    assert_int_equal(check_identity(id), ST_OK);
    assert_int_equal(check_security(id, ST_NO), ST_OK);
    assert_int_equal(take_statement(id, ST_YES), ST_OK);
    assert_int_equal(take(&ada, "screening", id, "assist_minor", &nobody_yet), ST_OK);
    assert_int_equal(offer(id), ST_OK);
    assert_int_equal(refer(id, referral_kind_asylum, NULL), ST_OK);
}

static void a_child_under_six_gives_no_biometrics(void **state)
{
    struct st_id id = of_a_child(2022), grown = screening(screening_event_sar_disembarkation, 1990);
    struct biometrics_taken none = prints(capture_under_six);

    (void)state;
    assert_null(st_case_clock(look(id), "eurodac_transmission")); /* SCR-106: no such duty */
    assert_int_equal(take_prints(id), ST_E_STATE);
    assert_fault("", "Under six: no biometrics are taken.");
    assert_int_equal(take(&ada, "screening", id, "note_no_biometrics", &none), ST_OK);
    assert_false(((const struct elements_outcome *)view_as(&ada, id).elements.outcome)->open &
                 ST_CODE_BIT(screening_element_biometrics));
    assert_int_equal(take(&ada, "screening", grown, "note_no_biometrics", &none), ST_E_INVALID);
}

static void the_limit_is_not_held_up_by_a_missing_guardian(void **state)
{
    struct st_id id = of_a_child(2014);
    struct screening_referral f = {.referral = referral_kind_asylum, .referred_to = ST_S("Questura"),
                                   .why_open = ST_S("Arrived at night"),
                                   .best_interests = ST_S("To the children's house at once")};

    (void)state;
    assert_int_equal(take_statement(id, ST_YES), ST_OK);
    move_to("2026-09-09T06:00:00Z");
    assert_true(tick() >= 1);
    assert_int_equal(offer(id), ST_OK);
    f.open_checks = ((const struct elements_outcome *)view_as(&ada, id).elements.outcome)->open;
    assert_int_equal(take(&ada, "screening", id, "refer", &f), ST_OK);
}

/* ---- The right to apply ---- */

static void a_wish_for_protection_is_noted_by_anybody_at_any_time(void **state)
{
    struct st_id id = screening(screening_event_sar_disembarkation, 1990);
    struct application_recorded wish = {.applied_at = moment("2026-09-01T07:50:00Z"), .said_to = ST_S("The doctor")};
    struct application_withdrawn back = {.withdrawn_at = moment("2026-09-01T07:55:00Z"), .informed = ST_YES};

    (void)state;
    assert_int_equal(take(&ada, "screening", id, "withdraw_application", &back), ST_E_STATE);
    assert_int_equal(take_statement(id, ST_NO), ST_OK);
    assert_int_equal(proposed(id), referral_kind_return_procedure);
    assert_int_equal(take(&medic, "health_check", id, "record_application", &wish), ST_OK);
    assert_int_equal(proposed(id), referral_kind_asylum);
    do_all_checks(id, ST_NO); /* what was said to the doctor is not unsaid */
    assert_int_equal(proposed(id), referral_kind_asylum);
    assert_int_equal(view_as(&ada, id).form.application_made, ST_YES);
    assert_int_equal(offer(id), ST_OK);
    assert_int_equal(refer(id, referral_kind_asylum, NULL), ST_OK);
    assert_int_equal(take(&carer, "vulnerability_check", id, "record_application", &wish), ST_OK); /* closed, all the same */
    assert_int_equal(take(&nobody, "serious_crime", id, "record_application", &wish), ST_E_FORBIDDEN);
}

/* ---- The officer decides ---- */

static void who_departs_from_the_proposal_gives_reasons(void **state)
{
    struct st_id id = screening(screening_event_sar_disembarkation, 1990);
    struct relocation_planned plan = {.planned = ST_YES, .member_state = ST_S("DE")};
    struct screening_referral f = {.referral = referral_kind_relocation, .referred_to = ST_S("BAMF")};

    (void)state;
    do_all_checks(id, ST_YES);
    assert_int_equal(offer(id), ST_OK);
    assert_int_equal(refer(id, referral_kind_return_procedure, NULL), ST_E_INVALID);
    assert_fault("own_reasons", "The law was read to give: {0}. Your decision is another.");
    assert_int_equal(refer(id, referral_kind_ended_departure, "So be it"), ST_E_INVALID);
    assert_fault("referral", "A screening that ends without a referral has a step of its own.");
    assert_int_equal(take(&ada, "screening", id, "plan_relocation", &plan), ST_OK);
    assert_int_equal(proposed(id), referral_kind_relocation);
    assert_int_equal(offer(id), ST_OK);
    assert_int_equal(take(&ada, "screening", id, "refer", &f), ST_E_INVALID);
    assert_string_equal(at.err.faults[0].field, "relocation_state");
    f.relocation_state = ST_S("DE");
    assert_int_equal(take(&ada, "screening", id, "refer", &f), ST_OK);
}

static void a_reason_of_the_officers_own_is_enough(void **state)
{
    struct st_id id = screening(screening_event_sar_disembarkation, 1990);

    (void)state;
    do_all_checks(id, ST_NO);
    assert_int_equal(offer(id), ST_OK);
    assert_int_equal(refer(id, referral_kind_asylum, "Said so to the interpreter on the quay"), ST_OK);
}

/* ---- The other ends ---- */

static void entry_conditions_met_end_it(void **state)
{
    struct st_id id = screening(screening_event_irregular_crossing, 1990);
    struct screening_ended f = {.circumstances = ST_S("A valid residence permit was found")};

    (void)state;
    assert_int_equal(take(&ada, "screening", id, "end_entry_conditions", &f), ST_OK);
    assert_str_is(look(id)->file.state, "ended");
    assert_int_equal(view_as(&ada, id).form.referral, referral_kind_ended_entry_conditions);
}

static void a_departure_by_own_decision_ends_it(void **state)
{
    struct st_id id = screening(screening_event_irregular_crossing, 1990);
    struct screening_departure f = {.country = ST_S("TUN"), .own_decision = ST_YES, .accepted_there = ST_NO};

    (void)state;
    assert_int_equal(take(&ada, "screening", id, "end_departure", &f), ST_E_STATE);
    f.accepted_there = ST_YES;
    assert_int_equal(take(&ada, "screening", id, "end_departure", &f), ST_OK);
    assert_str_is(look(id)->file.state, "ended");
}

static void a_criminal_procedure_ends_it_with_the_form(void **state)
{
    struct st_id id = screening(screening_event_irregular_crossing, 1990);
    struct screening_ended f = {.circumstances = ST_S("Extradition to NO"), .sent_to = ST_S("Prefettura")};
    struct view v;

    (void)state;
    assert_int_equal(take(&ada, "screening", id, "end_criminal", &f), ST_OK);
    v = view_as(&ada, id);
    assert_int_equal(v.form.referral, referral_kind_ended_criminal);
    assert_str_is(v.form.ended_by, "Extradition to NO");
    assert_false(v.form.missing & ST_CODE_BIT(form_item_ended_by));
    assert_true(v.form.missing & ST_CODE_BIT(form_item_health));
}

/* ---- Objections, corrections, late entries, hands ---- */

static void a_change_asks_for_a_new_offer(void **state)
{
    struct st_id id = screening(screening_event_sar_disembarkation, 1990);
    struct identity_check again = identity();
    struct objection objections[] = {{form_item_birth_date, ST_S("I was born in 1991")}};
    struct form_offered f = {.copy = form_copy_electronic, .language = ST_S("ar"), .chance_to_object = ST_YES};

    (void)state;
    do_all_checks(id, ST_YES);
    assert_int_equal(offer(id), ST_OK);
    again.note = ST_S("Passport arrived");
    again.birth_date_certainty = certainty_confirmed;
    (void)look(id);
    struct st_actor as = for_purpose(&ada, "identification");
    struct st_act a = {.case_id = id, .action = "check_identity", .form = &again, .reason = ST_S("A passport was found"),
                       .corrects = at.c.action_ids[st_case_action(&at.c, "check_identity") - at.c.actions]};
    assert_int_equal(act(&as, &a), ST_OK);
    assert_int_equal(view_as(&ada, id).form.birth_date_certainty, certainty_confirmed);
    assert_int_equal(refer(id, referral_kind_asylum, NULL), ST_E_STATE);
    f.objections.v = objections;
    f.objections.n = 1;
    assert_int_equal(take(&ada, "screening", id, "offer_form", &f), ST_OK);
    assert_int_equal(refer(id, referral_kind_asylum, NULL), ST_OK);
    struct view v = view_as(&ada, id);
    assert_int_equal(v.form.offered.objections.n, 1);
    assert_str_is(v.copy.offered.objections.v[0].statement, "I was born in 1991");
}

static void what_was_written_on_paper_counts_from_then(void **state)
{
    struct st_id id = screening(screening_event_sar_disembarkation, 1990);
    struct health_check f = health();
    struct st_actor as = for_purpose(&medic, "health_check");
    struct st_act a = {.case_id = id, .action = "check_health", .form = &f, .late_why = ST_S("The power was out for days"),
                       .happened_at = moment("2026-09-02T10:00:00Z")};

    (void)state;
    move_to("2026-09-09T08:00:00Z");
    assert_int_equal(tick(), 2);
    assert_str_is(look(id)->file.state, "limit_passed");
    assert_int_equal(act(&as, &a), ST_OK);
    assert_false(((const struct elements_outcome *)view_as(&ada, id).elements.outcome)->open &
                 ST_CODE_BIT(screening_element_health));
    assert_int_equal(tick(), 1); /* the limit passed all the same */
    assert_str_is(look(id)->file.state, "limit_passed");
}

static int take_over_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    return st_case_take_over(tx, *(struct st_id *)arg, ST_S("Night shift"), err);
}

static void a_shift_hands_over(void **state)
{
    struct st_id id = screening(screening_event_sar_disembarkation, 1990);
    struct shift_note note = {.note = ST_S("Interpreter comes at nine")};

    (void)state;
    assert_int_equal(take(&ada, "screening", id, "note", &note), ST_OK);
    assert_int_equal(write_as(&bo, take_over_command, &id), ST_OK);
    assert_true(st_id_eq(look(id)->file.holder, bo.officer));
    assert_int_equal(entries(id, ST_ENTRY_CHANGE, "case.take_over"), 1);
}

/* ---- Readers ---- */

static void health_is_for_health_staff_and_the_monitor_sees_no_name(void **state)
{
    struct st_id id = screening(screening_event_sar_disembarkation, 1990);
    struct st_actor registrar = for_purpose(&chief, "asylum_system");
    struct view v;

    (void)state;
    registrar.role = ST_S("registration_officer");
    do_all_checks(id, ST_YES);
    v = view_as(&ada, id);
    assert_int_equal(v.form.health.outcome, health_outcome_needs_found);
    assert_null(v.form.health.note.p); /* clinical detail stays with the doctor */
    v = view_as(&medic, id);
    assert_int_equal(v.form.hit, ST_UNKNOWN);
    v = view_as(&monitor, id);
    assert_true(at.c.masked);
    assert_int_equal(v.form.names.n, 0);
    assert_false(st_date_known(v.form.born_on));
    assert_int_equal(v.form.event, screening_event_sar_disembarkation);
    assert_int_equal(look_as(&registrar, id), ST_E_FORBIDDEN); /* not before the referral */
    assert_int_equal(offer(id), ST_OK);
    assert_int_equal(refer(id, referral_kind_asylum, NULL), ST_OK);
    assert_int_equal(look_as(&registrar, id), ST_OK);
    assert_int_equal(look_as(&nobody, id), ST_E_FORBIDDEN);
}

/* ---- Arrivals, figures, allegations ---- */

struct figures {
    struct st_id arrival;
    bool outside;
    struct st_screening_figures all;
    struct st_arrival_numbers numbers;
    struct st_arrival_person *people;
    size_t people_n;
};

static int arrival_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct figures *f = arg;
    int rc = st_arrival_count(&f->numbers, tx, f->arrival, err);
    return rc == ST_OK ? st_arrival_people(&f->people, &f->people_n, tx, f->arrival, 10, err) : rc;
}

static void an_arrival_counts_its_people(void **state)
{
    struct newcomer n = receive(screening_event_sar_disembarkation, 1990);
    struct figures f = {.arrival = n.arrival_id};

    (void)state;
    assert_int_equal(read_as(&ada, arrival_command, &f), ST_OK);
    assert_int_equal(f.numbers.people, 3);
    assert_int_equal(f.numbers.captured, 1);
    assert_int_equal(f.numbers.screened, 0);
    assert_int_equal(write_as(&ada, start_command, &n), ST_OK);
    assert_int_equal(read_as(&ada, arrival_command, &f), ST_OK);
    assert_int_equal(f.numbers.running, 1);
    assert_int_equal(f.people_n, 1);
    assert_true(st_id_eq(f.people[0].person, n.person_id) && st_id_eq(f.people[0].case_id, n.case_id));
    assert_int_equal(f.people[0].ends_at.us, moment("2026-09-08T22:00:00Z").us);
    assert_int_equal(read_as(&monitor, arrival_command, &f), ST_OK);
    assert_false(st_id_known(f.people[0].person));
    assert_int_equal(read_as(&medic, arrival_command, &f), ST_E_FORBIDDEN);
}

static int count_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct figures *f = arg;
    return st_screening_count(&f->all, tx, moment("2026-09-01T00:00:00Z"), moment("2026-10-01T00:00:00Z"), f->outside,
                              err);
}

static int64_t figure(const struct figures *f, const char *group, const char *name)
{
    for (size_t i = 0; i < f->all.rows_n; i++)
        if (strcmp(f->all.rows[i].group, group) == 0 && strcmp(f->all.rows[i].name, name) == 0)
            return f->all.rows[i].n;
    return 0;
}

static void figures_hide_small_cells_from_outside(void **state)
{
    struct screening_ended f = {.circumstances = ST_S("A valid permit was found")};
    struct figures k = {0};
    struct st_id id;

    (void)state;
    for (int i = 0; i < 6; i++)
        (void)screening(screening_event_sar_disembarkation, 1990);
    for (int i = 0; i < 7; i++)
        id = screening(screening_event_irregular_crossing, 1990);
    (void)of_a_child(2014);
    id = screening(screening_event_bcp_application, 1990);
    move_to("2026-09-01T10:00:00Z");
    assert_int_equal(take(&ada, "screening", id, "end_entry_conditions", &f), ST_OK);
    assert_int_equal(read_as(&counter, count_command, &k), ST_OK);
    assert_int_equal(figure(&k, "started", "sar_disembarkation"), 7);
    assert_int_equal(figure(&k, "started", "irregular_crossing"), 7);
    assert_int_equal(figure(&k, "started", "bcp_application"), 1);
    assert_int_equal(figure(&k, "ended", "bcp_application"), 1);
    assert_int_equal(figure(&k, "end", "end_entry_conditions"), 1);
    assert_int_equal(figure(&k, "minors", "unaccompanied"), 1);
    assert_int_equal(k.all.average_minutes, 240); /* from the event, not from the form */
    k.outside = true;
    assert_int_equal(read_as(&counter, count_command, &k), ST_OK);
    assert_int_equal(figure(&k, "started", "bcp_application"), -1);
    assert_true(figure(&k, "started", "sar_disembarkation") == -1 || figure(&k, "started", "irregular_crossing") == -1);
    assert_int_equal(figure(&k, "minors", "unaccompanied"), -1);
    assert_int_equal(k.all.average_minutes, -1);
    assert_int_equal(read_as(&medic, count_command, &k), ST_E_FORBIDDEN);
}

struct sample {
    struct st_id *ids;
    size_t n;
};

static int sample_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct sample *s = arg;
    return st_screening_sample(&s->ids, &s->n, tx, 3, moment("2026-09-01T00:00:00Z"), moment("2026-10-01T00:00:00Z"),
                               err);
}

static void the_monitor_draws_a_sample(void **state)
{
    struct sample s;

    (void)state;
    for (int i = 0; i < 5; i++)
        (void)screening(screening_event_sar_disembarkation, 1990);
    assert_int_equal(read_as(&monitor, sample_command, &s), ST_OK);
    assert_int_equal(s.n, 3);
    assert_false(st_id_eq(s.ids[0], s.ids[1]) || st_id_eq(s.ids[1], s.ids[2]) || st_id_eq(s.ids[0], s.ids[2]));
    assert_int_equal(look_as(&monitor, s.ids[0]), ST_OK);
    assert_int_equal(read_as(&chief, sample_command, &s), ST_E_FORBIDDEN);
}

static void an_allegation_is_followed_by_the_monitor_alone(void **state)
{
    struct allegation_received received = {.subjects = ST_CODE_BIT(allegation_subject_access_to_asylum),
                                           .received_at = moment("2026-09-01T07:00:00Z"),
                                           .account = ST_S("Nobody noted that they wanted to apply")};
    struct allegation_finding finding = {.reasons = ST_S("The log shows it"), .offence_or_claim = ST_YES};
    struct allegation_referred to = {.to_body = ST_S("Prosecutor")};
    struct allegation_closed outcome = {.outcome = ST_S("Staff retrained"), .recommendation = ST_YES};
    struct st_act a = {.action = "receive", .form = &received, .procedure = &allegation_procedure,
                       .member_state = ST_S("IT")};

    (void)state;
    assert_int_equal(act(&chief, &a), ST_E_FORBIDDEN);
    assert_int_equal(act(&monitor, &a), ST_OK); /* about nobody in particular */
    assert_int_equal(look_as(&chief, a.case_id), ST_E_FORBIDDEN);
    assert_int_equal(look_as(&monitor, a.case_id), ST_OK);
    assert_int_equal(take(&monitor, "rights_monitoring", a.case_id, "substantiate", &finding), ST_OK);
    assert_int_equal(take(&monitor, "rights_monitoring", a.case_id, "close", &outcome), ST_E_STATE);
    assert_string_equal(at.err.faults[0].what.text, "Due now: {0}.");
    assert_int_equal(take(&monitor, "rights_monitoring", a.case_id, "investigate", &to), ST_OK);
    assert_int_equal(take(&monitor, "rights_monitoring", a.case_id, "close", &outcome), ST_E_STATE);
    assert_int_equal(take(&monitor, "rights_monitoring", a.case_id, "refer_to_justice", &to), ST_OK);
    assert_int_equal(take(&monitor, "rights_monitoring", a.case_id, "close", &outcome), ST_OK);
    assert_int_equal(look_as(&monitor, a.case_id), ST_OK);
    assert_str_is(at.c.file.state, "closed");
}

/* ---- The charts themselves ---- */

static bool has_state(const struct st_procedure *p, const char *name)
{
    for (const struct st_state *s = p->states; s->name != NULL; s++)
        if (strcmp(s->name, name) == 0)
            return true;
    return false;
}

/* States and clocks that a chart names exist; every step says whose it is, and by which article; what closes a case
 * leads to a state that nothing leaves. */
static void the_charts_are_whole(void **state)
{
    (void)state;
    for (const struct st_procedure *const *p = procedures; *p != NULL; p++) {
        bool opens = false;
        for (const struct st_step *s = (*p)->steps; s->action != NULL; s++) {
            opens = opens || s->from == NULL;
            assert_true(s->from == NULL || strcmp(s->from, "*") == 0 || has_state(*p, s->from));
            assert_true(s->to == NULL || has_state(*p, s->to));
            assert_true(s->who != 0 && s->citation[0] != 0 && s->label[0] != 0);
            for (size_t i = 0; i < ST_STEP_CLOCKS && s->clocks[i].kind != ST_CLOCK_NONE; i++)
                assert_non_null(st_clock_find(*p, st_str_of(s->clocks[i].clock)));
            for (const struct st_step *t = (*p)->steps; (s->flags & ST_STEP_CLOSES) && t->action != NULL; t++)
                assert_true(t->from == NULL || strcmp(t->from, s->to) != 0);
        }
        assert_true(opens);
        for (const struct st_clock *k = (*p)->clocks; k != NULL && k->name != NULL; k++)
            assert_true(k->expiry == NULL || strcmp(k->expiry, "limit_passed") == 0);
        for (const struct st_case_right *r = (*p)->readers; r->role != role_unknown; r++)
            assert_true(r->purpose != purpose_unknown && r->citation[0] != 0);
    }
}

#define STORED(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
static int group(void)
{
    const struct CMUnitTest tests[] = {
        STORED(from_the_boat_to_the_asylum_authority),
        STORED(the_other_referrals),
        STORED(who_is_not_screened_gets_the_reason),
        STORED(the_limit_passes_and_the_screening_ends),
        STORED(the_limits_follow_the_event),
        STORED(a_clock_says_what_follows_in_the_words_of_its_rule),
        STORED(fingers_that_give_no_prints_move_the_clock),
        STORED(a_hit_in_the_watchlist_waits_two_days_for_an_opinion),
        STORED(each_check_belongs_to_its_staff),
        STORED(vulnerability_found_needs_support),
        STORED(a_system_that_was_not_asked_leaves_the_check_open),
        STORED(a_flag_needs_its_reason_in_own_words),
        STORED(biometrics_go_to_eurodac),
        STORED(better_prints_are_sent_when_eurodac_asks),
        STORED(a_flag_follows_the_dataset_that_was_sent),
        STORED(a_corrected_event_moves_the_clock),
        STORED(the_state_may_refrain_and_says_why),
        STORED(nobody_closes_the_screening_of_a_child_alone),
        STORED(why_nobody_assists_is_enough_to_close),
        STORED(a_child_under_six_gives_no_biometrics),
        STORED(the_limit_is_not_held_up_by_a_missing_guardian),
        STORED(a_wish_for_protection_is_noted_by_anybody_at_any_time),
        STORED(who_departs_from_the_proposal_gives_reasons),
        STORED(a_reason_of_the_officers_own_is_enough),
        STORED(entry_conditions_met_end_it),
        STORED(a_departure_by_own_decision_ends_it),
        STORED(a_criminal_procedure_ends_it_with_the_form),
        STORED(a_change_asks_for_a_new_offer),
        STORED(what_was_written_on_paper_counts_from_then),
        STORED(a_shift_hands_over),
        STORED(health_is_for_health_staff_and_the_monitor_sees_no_name),
        STORED(an_arrival_counts_its_people),
        STORED(figures_hide_small_cells_from_outside),
        STORED(the_monitor_draws_a_sample),
        STORED(an_allegation_is_followed_by_the_monitor_alone),
        cmocka_unit_test(the_charts_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(void) { return place_run(group); }
