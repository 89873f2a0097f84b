/* The whole way of a person's prints: station, centre, hit, an expert's decision, one sequence; with the line cut, late,
 * of poor quality; what another State is told; what erasure reaches; rebuilt equals live. On SQLite, and on PostgreSQL
 * where STATERA_TEST_PG says.
 * covers: S-007 S-012 UF-04 */
#include "eurodac_place.h"

#include "registers/eurodac_index.h"

COMMAND(hits_of)
{
    struct eurodac_hit *hits;
    struct st_id *ids;
    int rc = st_eurodac_hits_of_person(tx, &hits, &ids, &j->n, j->person, err);
    if (rc == ST_OK && j->n > 0) {
        j->hit = hits[0];
        j->hit_id = ids[0];
    }
    return rc;
}

COMMAND(open_notice)
{
    struct eurodac_notice *notices;
    struct st_id *ids;
    int rc = st_eurodac_notices(tx, &notices, &ids, &j->n, j->person, err);
    if (rc == ST_OK && j->n > 0) {
        j->notice = notices[j->n - 1];
        j->notice_id = ids[j->n - 1];
    }
    return rc;
}

COMMAND(settle)
{
    return st_eurodac_notice_settle(tx, j->notice_id, err);
}

COMMAND(resend)
{
    return st_eurodac_resend(tx, j->id, j->d.fingerprints.v, j->d.fingerprints.n, tx->now, err);
}

COMMAND(explain)
{
    return st_eurodac_explain_delay(tx, j->id, eurodac_delay_technical, ST_S("The line was cut."), err);
}

COMMAND(links)
{
    struct register_entry *entries;
    struct st_id *ids;
    return st_register_sequence(tx, &entries, &ids, &j->n, j->id, err);
}

static struct st_id sequence_of(struct st_id id)
{
    struct job j = {.id = id};
    assert_int_equal(reading(&centre, look, &j), ST_OK);
    return j.entry.sequence;
}

/* Seen by France at the border, then an applicant in Italy. */
static void from_the_scanner_to_one_sequence(void **state)
{
    struct job seen = sent_by(&french_border, eurodac_category_irregular_crossing, 1, 0);
    struct job j = sent_by(&registrar, eurodac_category_applicant, 1, 1), none = {.id = seen.id};

    (void)state;
    assert_int_equal(reading(&italy, transmission, &j), ST_OK);
    assert_int_equal(j.sent.state, eurodac_sending_recorded);
    assert_int_equal(j.sent.hit, ST_YES);
    assert_int_equal(j.sent.hits.v, 1);
    assert_int_not_equal(j.sent.late, ST_YES);
    assert_int_equal(reading(&registrar, hits_of, &j), ST_OK);
    assert_int_equal(j.n, 1);
    assert_str_is(j.hit.origin, "FR");
    assert_int_equal(j.hit.category, eurodac_category_irregular_crossing);
    assert_int_equal(j.hit.precedence, ST_YES);
    assert_true(j.hit.score.v >= 500);
    assert_int_equal(j.hit.fingers, ST_CODE_BIT(finger_right_index) | ST_CODE_BIT(finger_right_middle));
    /* Both sides, without asking the centre; the expert sees prints and no names. */
    assert_int_equal(reading(&registrar, both_sides, &j), ST_OK);
    assert_int_equal(j.sides.own.names.n, 1);
    assert_int_equal(j.sides.found.names.n, 1);
    assert_str_is(j.sides.found.origin, "FR");
    assert_int_equal(reading(&expert, both_sides, &j), ST_OK);
    assert_int_equal(j.sides.own.fingerprints.n, 2);
    assert_int_equal(j.sides.found.fingerprints.n, 2);
    assert_int_equal(j.sides.found.names.n, 0);
    assert_int_equal(reading(&medic, both_sides, &j), ST_E_FORBIDDEN);
    /* Who was first is told nothing: it was stored before. */
    assert_int_equal(reading(&french, first_hit, &none), ST_OK);
    assert_int_equal(none.n, 0);
    /* Eurodac has linked them by itself; the expert's word confirms it. */
    assert_true(st_id_eq(sequence_of(j.id), sequence_of(seen.id)));
    j.decision = eurodac_hit_state_confirmed;
    assert_int_equal(as(&registrar, decide, &j), ST_E_FORBIDDEN);
    assert_int_equal(as(&expert, decide, &j), ST_OK);
    deliver();
    assert_int_equal(reading(&italy, first_hit, &j), ST_OK);
    assert_int_equal(j.hit.state, eurodac_hit_state_confirmed);
    assert_true(st_instant_known(j.hit.told_at));
    assert_true(st_id_known(sequence_of(j.id)));
    j.decision = eurodac_hit_state_unsure;
    assert_int_equal(as(&expert, decide, &j), ST_E_STATE);
    /* The copy in the common identity repository is the centre's. */
    assert_int_equal(reading(&centre, look_cir, &j), ST_OK);
    assert_int_equal(j.n, 3);
    assert_int_equal(reading(&italy, look_cir, &j), ST_E_NOTFOUND);
}

static void a_stranger_has_no_hit(void **state)
{
    struct job seen = sent_by(&french_border, eurodac_category_irregular_crossing, 1, 0);
    struct job j = sent_by(&registrar, eurodac_category_applicant, 2, 0);

    (void)state;
    assert_int_equal(reading(&italy, transmission, &j), ST_OK);
    assert_int_equal(j.sent.hit, ST_NO);
    assert_false(st_id_known(sequence_of(seen.id)));
}

/* L6: Statera asks for the own State's data too. */
static void one_person_twice_in_one_state(void **state)
{
    struct job a = sent_by(&screener, eurodac_category_disembarked, 1, 0);
    struct job b = sent_by(&registrar, eurodac_category_applicant, 1, 1);

    (void)state;
    assert_int_equal(reading(&italy, first_hit, &b), ST_OK);
    assert_int_equal(b.n, 1);
    assert_true(st_id_eq(b.hit.found, a.id));
}

/* Two of one person on their way together: the later one is told. */
static void two_at_once_are_told_once(void **state)
{
    struct job a = {.d = dataset_of(eurodac_category_disembarked, 1, 0)};
    struct job b = {.d = dataset_of(eurodac_category_applicant, 1, 1)};

    (void)state;
    assert_int_equal(as(&screener, send, &a), ST_OK);
    assert_int_equal(as(&registrar, send, &b), ST_OK);
    deliver();
    assert_int_equal(reading(&italy, first_hit, &a), ST_OK);
    assert_int_equal(reading(&italy, first_hit, &b), ST_OK);
    assert_int_equal(a.n + b.n, 1);
}

/* X1: the line is cut; capture goes on, the clock runs out, everything arrives and says that it was late. */
static void the_line_is_cut_and_joined(void **state)
{
    struct job seen = sent_by(&french_border, eurodac_category_irregular_crossing, 1, 0);
    struct job j = {.d = dataset_of(eurodac_category_applicant, 1, 1)}, now = {0};

    (void)state;
    assert_int_equal(st_node_cut(at.store, &italy, true, NULL), ST_OK);
    assert_int_equal(as(&registrar, send, &j), ST_OK);
    deliver();
    assert_int_equal(reading(&italy, queue, &now), ST_OK);
    assert_int_equal(now.n, 1);
    assert_int_equal(reading(&italy, transmission, &j), ST_OK);
    assert_int_equal(j.sent.state, eurodac_sending_waiting);
    assert_true(st_instant_known(j.sent.due_at));
    assert_int_equal(as(&registrar, explain, &j), ST_E_STATE); /* still in time */
    go_to("2026-09-05T10:00:00Z");
    assert_int_equal(st_node_cut(at.store, &italy, false, NULL), ST_OK);
    deliver();
    assert_int_equal(reading(&italy, transmission, &j), ST_OK);
    assert_int_equal(j.sent.state, eurodac_sending_recorded);
    assert_int_equal(j.sent.hit, ST_YES);
    assert_int_equal(j.sent.late, ST_YES);
    assert_int_equal(reading(&italy, look, &j), ST_OK);
    assert_int_equal(j.entry.marks, ST_CODE_BIT(register_mark_late));
    assert_int_equal(as(&registrar, explain, &j), ST_OK);
    seen.person = (struct st_id){{1, 1}};
    assert_int_equal(as(&french, explain, &seen), ST_E_STATE); /* answered in time, long ago */
    assert_true(st_id_eq(sequence_of(j.id), sequence_of(seen.id)));
}

/* C6, X2: unusable prints are asked for again, under the same number, 48 hours from the retake. */
static void poor_prints_are_taken_again(void **state)
{
    struct st_minutia few[3] = {{10, 10, 0, 1, 50}, {200, 200, 90, 1, 50}, {60, 300, 30, 1, 50}};
    struct st_minutiae view = {.width = 400, .height = 480, .x_per_cm = 197, .y_per_cm = 197, .finger = 2, .n = 3, .rows = few};
    struct st_buf bytes = ST_BUF_INIT(4096);
    struct job j = {.d = dataset_of(eurodac_category_applicant, 1, 0)};
    struct eurodac_print poor = {.finger = finger_right_index};
    struct st_str reference;

    (void)state;
    assert_int_equal(st_minutiae_write(&bytes, &view, 1, NULL), ST_OK);
    poor.minutiae = st_buf_get(&bytes);
    j.d.fingerprints.v = &poor;
    j.d.fingerprints.n = 1;
    assert_int_equal(as(&registrar, send, &j), ST_OK);
    deliver();
    assert_int_equal(reading(&italy, transmission, &j), ST_OK);
    assert_int_equal(j.sent.state, eurodac_sending_retake);
    reference = st_str_dup(at.arena, j.sent.reference);
    assert_int_equal(reading(&centre, look, &j), ST_E_NOTFOUND);
    go_to("2026-09-03T09:00:00Z");
    j.d = dataset_of(eurodac_category_applicant, 1, 0);
    assert_int_equal(as(&registrar, resend, &j), ST_OK);
    assert_int_equal(reading(&italy, transmission, &j), ST_OK);
    assert_int_equal(j.sent.times.v, 2);
    assert_int_equal((j.sent.due_at.us - j.sent.put_at.us) / ST_HOUR, 48);
    deliver();
    assert_int_equal(reading(&italy, transmission, &j), ST_OK);
    assert_int_equal(j.sent.state, eurodac_sending_recorded);
    assert_int_equal(reading(&centre, look, &j), ST_OK);
    assert_true(st_str_eq(j.d.reference, reference));
    assert_int_equal(as(&registrar, resend, &j), ST_E_STATE);
    st_buf_deinit(&bytes);
}

/* I4: compared, and nothing is left behind. */
static void an_admission_procedure_leaves_no_dataset(void **state)
{
    struct job seen = {.d = dataset_of(eurodac_category_admission_refused, 1, 0)}, j;

    (void)state;
    seen.d.refused_on = st_date(2026, 9, 1);
    seen.d.refusal_grounds = ST_CODE_BIT(admission_refusal_danger);
    assert_int_equal(as(&french, send, &seen), ST_OK);
    deliver();
    j = sent_by(&registrar, eurodac_category_admission_registered, 1, 1);
    assert_int_equal(reading(&italy, transmission, &j), ST_OK);
    assert_int_equal(j.sent.state, eurodac_sending_compared_only);
    assert_int_equal(j.sent.hits.v, 1);
    assert_int_equal(reading(&italy, look, &j), ST_E_NOTFOUND);
    assert_int_equal(reading(&centre, look, &j), ST_E_NOTFOUND);
    assert_int_equal(reading(&registrar, hits_of, &j), ST_OK);
    assert_int_equal(j.hit.category, eurodac_category_admission_refused);
    seen = sent_by(&french_border, eurodac_category_irregular_crossing, 3, 0); /* not in this row of the matrix */
    j = sent_by(&registrar, eurodac_category_admission_registered, 3, 1);
    assert_int_equal(reading(&italy, transmission, &j), ST_OK);
    assert_int_equal(j.sent.hits.v, 0);
}

/* C12, L4: the result goes at once, the centre is told in time, and only what the hit joined falls apart. */
static void a_false_hit_takes_its_link_away(void **state)
{
    struct job a = sent_by(&french_border, eurodac_category_irregular_crossing, 1, 0);
    struct job b = sent_by(&french, eurodac_category_applicant, 1, 1);
    struct job j = sent_by(&registrar, eurodac_category_applicant, 1, 2), other;

    (void)state;
    assert_int_equal(reading(&italy, transmission, &j), ST_OK);
    assert_int_equal(j.sent.hits.v, 2);
    assert_true(st_id_eq(sequence_of(j.id), sequence_of(a.id)));
    for (unsigned i = 0; i < 2; i++) {
        assert_int_equal(reading(&expert, hits_of, &j), ST_OK);
        assert_int_equal(j.n, 2);
        if (j.hit.state == eurodac_hit_state_false_hit) /* the other one: sorted last, without a score */
            break;
        j.decision = eurodac_hit_state_false_hit;
        assert_int_equal(as(&expert, decide, &j), ST_OK);
        assert_int_equal(reading(&registrar, both_sides, &j), ST_OK);
        assert_int_equal(j.sides.found.names.n, 0); /* erased */
        assert_false(j.sides.hit.score.known);
        assert_int_equal(st_date_cmp(j.sides.hit.tell_by, st_date(2026, 9, 7)), 0);
    }
    other = j;
    assert_int_equal(reading(&italy, first_hit, &other), ST_OK);
    deliver();
    assert_int_equal(as(&expert, decide, &j), ST_E_STATE); /* final */
    assert_true(st_id_eq(sequence_of(a.id), sequence_of(b.id)));
    assert_true(st_id_known(sequence_of(a.id)));
}

/* U12, R15, U8: marked by one State, known to the other within 72 hours, marked there too, and no circle. */
static void a_mark_is_told_to_the_other_state(void **state)
{
    struct job a = sent_by(&french, eurodac_category_applicant, 1, 0);
    struct job b = sent_by(&registrar, eurodac_category_applicant, 1, 1), q = {0};

    (void)state;
    a.what = (struct st_eurodac_happening){.event = eurodac_event_protection_granted};
    assert_int_equal(as(&french, happen, &a), ST_OK);
    deliver();
    assert_int_equal(reading(&centre, look, &a), ST_OK);
    assert_int_equal(a.entry.marks, ST_CODE_BIT(register_mark_protection_granted));
    assert_int_equal(reading(&registrar, open_notice, &b), ST_OK);
    assert_int_equal(b.n, 1);
    assert_int_equal(b.notice.act, eurodac_act_mark);
    assert_str_is(b.notice.from_state, "FR");
    assert_int_equal(as(&registrar, settle, &b), ST_OK);
    deliver();
    assert_int_equal(reading(&centre, look, &b), ST_OK);
    assert_int_equal(b.entry.marks, ST_CODE_BIT(register_mark_protection_granted));
    assert_int_equal(reading(&french, open_notice, &a), ST_OK);
    assert_int_equal(a.notice.state, eurodac_notice_state_informed); /* it stands so already */
    assert_int_equal(as(&registrar, settle, &b), ST_E_STATE);
    assert_int_equal(reading(&italy, queue, &q), ST_OK);
    assert_int_equal(q.n, 0);
    b = sent_by(&registrar, eurodac_category_admission_registered, 1, 2); /* marked applicants are in its row now */
    assert_int_equal(reading(&italy, transmission, &b), ST_OK);
    assert_int_equal(b.sent.hits.v, 2);
}

/* U1, U9, F6 */
static void responsibility_and_the_end_of_a_threat_are_told(void **state)
{
    struct job a = {.d = dataset_of(eurodac_category_applicant, 1, 0)}, b = {.d = dataset_of(eurodac_category_applicant, 1, 1)};

    (void)state;
    b.person = (struct st_id){{5}};
    a.d.security_flag = b.d.security_flag = ST_CODE_BIT(security_reason_violent);
    a.d.security_source = b.d.security_source = security_source_screening;
    assert_int_equal(as(&french, send, &a), ST_OK);
    deliver();
    assert_int_equal(as(&registrar, send, &b), ST_OK);
    deliver();
    a.what = (struct st_eurodac_happening){.event = eurodac_event_responsible_determined, .state = ST_S("DE")};
    assert_int_equal(as(&french, happen, &a), ST_OK);
    deliver();
    assert_int_equal(reading(&registrar, open_notice, &b), ST_OK);
    assert_int_equal(b.notice.act, eurodac_act_set_responsible);
    assert_int_equal(as(&registrar, settle, &b), ST_OK);
    deliver();
    assert_int_equal(reading(&centre, look, &b), ST_OK);
    assert_str_is(b.d.responsible_state, "DE");
    a.what = (struct st_eurodac_happening){.event = eurodac_event_threat_over, .others_consulted = ST_NO};
    assert_int_equal(as(&french, happen, &a), ST_E_STATE);
    a.what.others_consulted = ST_YES;
    assert_int_equal(as(&french, happen, &a), ST_OK);
    deliver();
    assert_int_equal(reading(&registrar, open_notice, &b), ST_OK);
    assert_int_equal(b.notice.act, eurodac_act_delete_flag);
    assert_int_equal(as(&registrar, settle, &b), ST_OK);
    deliver();
    assert_int_equal(reading(&centre, look, &b), ST_OK);
    assert_int_equal(b.d.security_flag, 0);
    b.what = (struct st_eurodac_happening){.event = eurodac_event_residence_document};
    assert_int_equal(as(&registrar, happen, &b), ST_E_STATE); /* not of an applicant */
}

/* I3, R16, R19: dataset, copy, prints, names, hits, messages, here and there; the other State is told. */
static void erasure_reaches_everything(void **state)
{
    struct job seen = sent_by(&french_border, eurodac_category_irregular_crossing, 1, 0), q = {0};
    struct job j = sent_by(&registrar, eurodac_category_applicant, 1, 1);
    size_t held = st_gallery_size(st_eurodac__gallery());

    (void)state;
    assert_int_equal(held, 2);
    j.what = (struct st_eurodac_happening){.event = eurodac_event_citizenship};
    assert_int_equal(as(&expert, happen, &j), ST_E_FORBIDDEN);
    assert_int_equal(as(&registrar, happen, &j), ST_OK);
    assert_int_equal(reading(&italy, first_hit, &j), ST_OK);
    assert_int_equal(j.n, 0);
    deliver();
    assert_int_equal(reading(&registrar, get, &j), ST_E_NOTFOUND);
    assert_int_equal(reading(&italy, transmission, &j), ST_E_NOTFOUND);
    assert_int_equal(reading(&centre, look, &j), ST_E_NOTFOUND);
    assert_int_equal(reading(&centre, look_cir, &j), ST_E_NOTFOUND);
    assert_int_equal(st_gallery_size(st_eurodac__gallery()), 1);
    assert_int_equal(st_name_index_size(st_eurodac__names()), 1);
    assert_false(st_id_known(sequence_of(seen.id)));
    seen.person = (struct st_id){{1, 1}};
    assert_int_equal(reading(&french, open_notice, &seen), ST_OK);
    assert_int_equal(seen.notice.event, eurodac_event_citizenship);
    assert_int_equal(seen.notice.state, eurodac_notice_state_informed);
    assert_int_equal(reading(&italy, queue, &q), ST_OK);
    assert_int_equal(q.n, 0);
}

/* A dataset that is erased while it waits never leaves. */
static void what_waits_dies_with_its_dataset(void **state)
{
    struct job j = {.d = dataset_of(eurodac_category_applicant, 1, 1)};

    (void)state;
    assert_int_equal(st_node_cut(at.store, &italy, true, NULL), ST_OK);
    assert_int_equal(as(&registrar, send, &j), ST_OK);
    j.what = (struct st_eurodac_happening){.event = eurodac_event_citizenship};
    assert_int_equal(as(&registrar, happen, &j), ST_OK);
    assert_int_equal(st_node_cut(at.store, &italy, false, NULL), ST_OK);
    deliver();
    assert_int_equal(reading(&centre, look, &j), ST_E_NOTFOUND);
    assert_int_equal(st_gallery_size(st_eurodac__gallery()), 0);
}

/* L7: the rest of a sequence stays linked when the one in the middle goes. */
static void a_sequence_outlives_its_members(void **state)
{
    struct job a = sent_by(&french_border, eurodac_category_irregular_crossing, 1, 0);
    struct job b = sent_by(&registrar, eurodac_category_applicant, 1, 1);
    struct job c = sent_by(&french, eurodac_category_applicant, 1, 2);

    (void)state;
    assert_int_equal(reading(&centre, links, &a), ST_OK);
    assert_int_equal(a.n, 3);
    b.what = (struct st_eurodac_happening){.event = eurodac_event_citizenship};
    assert_int_equal(as(&registrar, happen, &b), ST_OK);
    deliver();
    assert_int_equal(reading(&centre, links, &a), ST_OK);
    assert_int_equal(a.n, 2);
    assert_true(st_id_eq(sequence_of(a.id), sequence_of(c.id)));
}

static void rebuilt_equals_live(void **state)
{
    struct job j;

    (void)state;
    for (unsigned person = 1; person <= 3; person++)
        assert_int_equal(sent_by(&french_border, eurodac_category_irregular_crossing, person, 0).n, 0);
    assert_int_equal(st_gallery_size(st_eurodac__gallery()), 3);
    assert_int_equal(st_registers_load(at.store, NULL), ST_OK);
    assert_int_equal(st_gallery_size(st_eurodac__gallery()), 3);
    assert_int_equal(st_name_index_size(st_eurodac__names()), 3);
    j = sent_by(&registrar, eurodac_category_applicant, 2, 1);
    assert_int_equal(reading(&italy, first_hit, &j), ST_OK);
    assert_int_equal(j.n, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH_ANEW(from_the_scanner_to_one_sequence),
        EACH_ANEW(a_stranger_has_no_hit),
        EACH_ANEW(one_person_twice_in_one_state),
        EACH_ANEW(two_at_once_are_told_once),
        EACH_ANEW(the_line_is_cut_and_joined),
        EACH_ANEW(poor_prints_are_taken_again),
        EACH_ANEW(an_admission_procedure_leaves_no_dataset),
        EACH_ANEW(a_false_hit_takes_its_link_away),
        EACH_ANEW(a_mark_is_told_to_the_other_state),
        EACH_ANEW(responsibility_and_the_end_of_a_threat_are_told),
        EACH_ANEW(erasure_reaches_everything),
        EACH_ANEW(what_waits_dies_with_its_dataset),
        EACH_ANEW(a_sequence_outlives_its_members),
        EACH_ANEW(rebuilt_equals_live),
    };

    return RUN_EACH_ON_BOTH(tests);
}
