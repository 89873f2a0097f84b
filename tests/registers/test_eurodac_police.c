/* Eurodac for law enforcement (asked, verified by another, searched, erased), for the data subject and for statistics. On
 * SQLite, and on PostgreSQL where STATERA_TEST_PG says.
 * covers: S-007 S-012 UF-04 UF-21 */
#include "eurodac_place.h"

#include "registers/subject.h"

static struct st_actor police = {.authority = {"IT-LMP", 6}, .officer = {{7}}, .unit = {"A", 1},
                                 .role = {"law_enforcement", 15}, .purpose = {"serious_crime", 13}};
static struct st_actor verifier = {.authority = {"IT-LMP", 6}, .officer = {{8}}, .unit = {"B", 1},
                                   .role = {"verifying_officer", 17}, .purpose = {"serious_crime", 13}};

COMMAND(ask)
{
    return st_eurodac_request_ask(tx, &j->id, &j->request, err);
}

COMMAND(verify)
{
    return st_eurodac_request_verify(tx, j->id, j->verdict, err);
}

COMMAND(search)
{
    return st_eurodac_request_search(tx, j->id, &j->key, err);
}

COMMAND(keep)
{
    return st_eurodac_request_keep(tx, j->id, j->n == 1, err);
}

COMMAND(request)
{
    j->request = (struct eurodac_request){0};
    return st_eurodac_request_get(tx, &j->request, j->id, err);
}

COMMAND(hits_of_request)
{
    struct eurodac_hit *hits;
    struct st_id *ids;
    int rc = st_eurodac_hits_of_request(tx, &hits, &ids, &j->n, j->id, err);
    if (rc == ST_OK && j->n > 0) {
        j->hit = hits[0];
        j->hit_id = ids[0];
    }
    return rc;
}

static struct job asked(bool urgent)
{
    struct job j = {.verdict = eurodac_verdict_permitted,
                    .request = {.file = {"F1", 2}, .offence = {"Terrorism", 9}, .persons = {"One suspect", 11},
                                .grounds = {"Seen at the border", 18}, .prum_check = {"P1", 2},
                                .national_check = {"N1", 2}, .against_child = ST_NO, .urgent = st_tri_of(urgent)}};
    assert_int_equal(as(&police, ask, &j), ST_OK);
    return j;
}

static void search_by_prints(struct job *j, unsigned person)
{
    struct eurodac_dataset d = dataset_of(eurodac_category_applicant, person, 2);

    j->key = (struct st_eurodac_key){.prints = d.fingerprints.v, .prints_n = 1};
    assert_int_equal(as(&police, search, j), ST_OK);
    deliver();
}

/* G1 to G8, I26: each condition is asked for by name. */
static void the_conditions_are_asked_for(void **state)
{
    static const char *const texts[][2] = {{"national_check", "national_check"}, {"prum_check", "prum_check"}};
    struct job j = asked(false);

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct job k = j;
        assert_int_equal(st_shape_set(&k.request, &eurodac_request_shape, texts[i][0], ST_S(""), at.arena, NULL), ST_OK);
        assert_int_equal(as(&police, ask, &k), ST_E_INVALID);
        assert_true(faulted(texts[i][1]));
        k.request.cir_flag = ST_YES; /* E1 */
        assert_int_equal(as(&police, ask, &k), ST_OK);
    }
    j.request.against_child = ST_UNKNOWN; /* who may be a child is one */
    assert_int_equal(as(&police, ask, &j), ST_E_INVALID);
    assert_true(faulted("child_grounds"));
    j.request.child_grounds = ST_S("Suspected of the attack");
    assert_int_equal(as(&police, ask, &j), ST_OK);
    j.request.europol = ST_YES; /* E2: the CIR waives nothing */
    j.request.cir_flag = ST_YES;
    assert_int_equal(as(&police, ask, &j), ST_E_INVALID);
    assert_true(faulted("europol_check"));
    assert_int_equal(as(&registrar, ask, &j), ST_E_FORBIDDEN);
}

/* G6, I8: who asks does not verify; nothing is searched before. */
static void another_unit_verifies_and_then_it_is_searched(void **state)
{
    struct job seen = sent_by(&french_border, eurodac_category_irregular_crossing, 1, 0), j = asked(false);
    struct st_actor same_unit = verifier, same_officer = verifier;
    struct eurodac_dataset d = dataset_of(eurodac_category_applicant, 1, 2);

    (void)state;
    j.key = (struct st_eurodac_key){.prints = d.fingerprints.v, .prints_n = 1};
    same_unit.unit = ST_S("A");
    same_officer.officer = police.officer;
    assert_int_equal(as(&police, search, &j), ST_E_STATE);
    assert_int_equal(as(&police, verify, &j), ST_E_FORBIDDEN);
    assert_int_equal(as(&same_unit, verify, &j), ST_E_FORBIDDEN);
    assert_int_equal(as(&same_officer, verify, &j), ST_E_FORBIDDEN);
    assert_int_equal(as(&verifier, verify, &j), ST_OK);
    assert_int_equal(as(&verifier, verify, &j), ST_E_STATE);
    assert_int_equal(as(&verifier, search, &j), ST_E_FORBIDDEN);
    search_by_prints(&j, 1);
    assert_int_equal(as(&police, search, &j), ST_E_STATE); /* once */
    assert_int_equal(reading(&police, hits_of_request, &j), ST_OK);
    assert_int_equal(j.n, 1);
    assert_true(st_id_eq(j.hit.found, seen.id));
    assert_int_equal(reading(&police, both_sides, &j), ST_OK);
    assert_int_equal(j.sides.found.names.n, 1);
    assert_int_equal(j.sides.found.security_flag, 0); /* not among the fields of the right */
    assert_int_equal(reading(&registrar, both_sides, &j), ST_E_NOTFOUND); /* the police's alone */
    assert_int_equal(reading(&registrar, hits_of_request, &j), ST_E_FORBIDDEN);
    assert_int_equal(reading(&police, hits_of_request, &j), ST_OK);
    j.decision = eurodac_hit_state_confirmed;
    assert_int_equal(as(&expert, decide, &j), ST_E_NOTFOUND);
    assert_int_equal(as(&verifier, decide, &j), ST_E_FORBIDDEN);
    assert_int_equal(reading(&centre, look, &seen), ST_OK);
    assert_false(st_id_known(seen.entry.sequence));
}

/* G7: by name in another spelling, and by document number. */
static void names_and_numbers_are_searched(void **state)
{
    struct person_document passport = {.kind = document_kind_passport, .number = {"P0001234", 8}, .issuer = {"SYR", 3}};
    struct job seen = {.d = dataset_of(eurodac_category_applicant, 1, 0)}, j = asked(false);

    (void)state;
    seen.d.documents.v = &passport;
    seen.d.documents.n = 1;
    assert_int_equal(as(&french, send, &seen), ST_OK);
    deliver();
    assert_int_equal(as(&verifier, verify, &j), ST_OK);
    j.key = (struct st_eurodac_key){.document = {"P0001234", 8}};
    assert_int_equal(as(&police, search, &j), ST_OK);
    deliver();
    assert_int_equal(reading(&police, hits_of_request, &j), ST_OK);
    assert_int_equal(j.n, 1);
    assert_int_equal(j.hit.by_data, ST_YES);
    j = asked(false);
    assert_int_equal(as(&verifier, verify, &j), ST_OK);
    j.key = (struct st_eurodac_key){.name = {"TESTSON, Ada", 12}};
    assert_int_equal(as(&police, search, &j), ST_OK);
    deliver();
    assert_int_equal(reading(&police, hits_of_request, &j), ST_OK);
    assert_int_equal(j.n, 1);
    j = asked(false);
    assert_int_equal(as(&verifier, verify, &j), ST_OK);
    j.key = (struct st_eurodac_key){.prints = NULL};
    assert_int_equal(as(&police, search, &j), ST_E_INVALID);
}

/* E4, E5: searched at once, refused after: what it reached is gone, also what was still under way. */
static void refused_after_an_urgent_search(void **state)
{
    struct job seen = sent_by(&french_border, eurodac_category_irregular_crossing, 1, 0), j = asked(true), late;

    (void)state;
    assert_int_equal(reading(&centre, look, &seen), ST_OK);
    search_by_prints(&j, 1);
    assert_int_equal(reading(&police, hits_of_request, &j), ST_OK);
    assert_int_equal(j.n, 1);
    j.verdict = eurodac_verdict_refused;
    assert_int_equal(as(&verifier, verify, &j), ST_OK);
    assert_int_equal(reading(&police, hits_of_request, &j), ST_OK);
    assert_int_equal(j.n, 0);
    assert_int_equal(reading(&verifier, request, &j), ST_OK);
    assert_true(st_instant_known(j.request.erased_at));
    late = asked(true);
    assert_int_equal(st_node_cut(at.store, &italy, true, NULL), ST_OK);
    search_by_prints(&late, 1);
    late.verdict = eurodac_verdict_refused;
    assert_int_equal(as(&verifier, verify, &late), ST_OK);
    assert_int_equal(st_node_cut(at.store, &italy, false, NULL), ST_OK);
    deliver();
    assert_int_equal(reading(&police, hits_of_request, &late), ST_OK);
    assert_int_equal(late.n, 0);
}

/* E6: after one month, unless the investigation needs them. */
static void results_are_erased_after_a_month(void **state)
{
    struct job seen = sent_by(&french_border, eurodac_category_irregular_crossing, 1, 0);
    struct job a = asked(true), b = asked(true), end = {0};

    (void)state;
    assert_int_equal(reading(&centre, look, &seen), ST_OK);
    search_by_prints(&a, 1);
    search_by_prints(&b, 1);
    b.n = 1;
    assert_int_equal(as(&police, keep, &b), ST_OK);
    go_to("2026-10-02T23:00:00Z");
    assert_int_equal(as(&italy, sweep, &end), ST_OK);
    assert_int_equal(end.n, 0);
    go_to("2026-10-03T00:01:00Z");
    assert_int_equal(as(&italy, sweep, &end), ST_OK);
    assert_int_equal(end.n, 1);
    assert_int_equal(reading(&police, hits_of_request, &a), ST_OK);
    assert_int_equal(reading(&police, hits_of_request, &b), ST_OK);
    assert_int_equal(a.n, 0);
    assert_int_equal(b.n, 1);
}

/* ---- Statistics ---- */
struct counting {
    const char *period;
    bool outside;
    struct st_eurodac_figure *figures;
    size_t n;
};

static int statistics(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct counting *c = arg;
    return st_eurodac_statistics(tx, &c->figures, &c->n, st_str_of(c->period), c->outside, err);
}

static int64_t figure(const struct counting *c, const char *point, const char *state, const char *detail)
{
    int64_t n = 0;
    for (size_t i = 0; i < c->n; i++) {
        const struct eurodac_count *f = &c->figures[i].count;
        if (st_str_is(f->point, point) && st_str_is(f->member_state, state) &&
            (detail == NULL || st_str_is(f->detail, detail)))
            n += f->n.v;
    }
    return n;
}

/* O5, L8: persons from sequences, events from counters; the same person twice is one. */
static void the_month_is_counted(void **state)
{
    struct counting c = {.period = "2026-09"};
    struct job j;

    (void)state;
    assert_int_equal(sent_by(&french_border, eurodac_category_irregular_crossing, 1, 0).n, 0);
    assert_int_equal(sent_by(&registrar, eurodac_category_applicant, 1, 1).n, 0);
    assert_int_equal(sent_by(&registrar, eurodac_category_applicant, 2, 0).n, 0);
    go_to("2026-09-03T10:00:00Z");
    j = sent_by(&registrar, eurodac_category_applicant, 2, 1); /* applies again */
    assert_int_equal(reading(&registrar, statistics, &c), ST_E_FORBIDDEN);
    assert_int_equal(reading(&counter, statistics, &c), ST_OK);
    assert_int_equal(figure(&c, "a", "IT", "all"), 2);
    assert_int_equal(figure(&c, "a", "IT", "first_time"), 2);
    assert_int_equal(figure(&c, "i", "IT", NULL), 3);
    assert_int_equal(figure(&c, "i", "FR", "irregular_crossing"), 1);
    assert_int_equal(figure(&c, "k", "IT", "irregular_crossing"), 1);
    assert_int_equal(figure(&c, "k", "IT", "applicant"), 1);
    assert_int_equal(reading(&italy, first_hit, &j), ST_OK);
    j.decision = eurodac_hit_state_false_hit;
    assert_int_equal(as(&expert, decide, &j), ST_OK);
    deliver();
    assert_int_equal(reading(&counter, statistics, &c), ST_OK);
    assert_int_equal(figure(&c, "w", "IT", NULL), 1);
    assert_int_equal(figure(&c, "a", "IT", "all"), 3); /* not the same person after all */
    c.period = "2026-10";
    assert_int_equal(reading(&counter, statistics, &c), ST_OK);
    assert_int_equal(c.n, 0);
    c.period = "2026";
    assert_int_equal(reading(&counter, statistics, &c), ST_OK);
    assert_int_equal(figure(&c, "i", "IT", NULL), 3);
    c.period = "2026-13";
    assert_int_equal(reading(&counter, statistics, &c), ST_E_INVALID);
}

/* I19: outside, no cell under five. */
static void small_cells_are_hidden_outside(void **state)
{
    struct counting c = {.period = "2026-09", .outside = true};
    bool some = false;

    (void)state;
    for (unsigned person = 1; person <= 6; person++)
        assert_int_equal(sent_by(&registrar, eurodac_category_applicant, person, 0).n, 0);
    assert_int_equal(sent_by(&screener, eurodac_category_disembarked, 7, 0).n, 0);
    assert_int_equal(reading(&counter, statistics, &c), ST_OK);
    for (size_t i = 0; i < c.n; i++) {
        assert_true(c.figures[i].hidden || c.figures[i].count.n.v >= ST_EURODAC_SMALL_CELL);
        some |= c.figures[i].hidden;
    }
    assert_true(some);
    assert_int_equal(figure(&c, "a", "IT", "all"), 6);
    assert_int_equal(figure(&c, "i", "IT", "disembarked"), 0);
}

/* ---- The data subject ---- */
struct subject {
    struct st_id person, dataset, request;
    struct person file;
    struct st_subject_packet packet;
    struct st_str text;
    const char *field;
    struct st_str value;
    enum subject_outcome outcome;
    struct st_subject_seen seen;
    size_t n;
};

static int open_file(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct subject *s = arg;
    return st_person_open(tx, &s->person, &s->file, err);
}

static int packet(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct subject *s = arg;
    struct st_buf text = ST_BUF_INIT(1 << 20);
    struct st_json w = ST_JSON_INIT(&text);
    int rc = st_subject_packet(tx, &s->packet, s->person, err);

    if (rc == ST_OK)
        st_subject_write(&w, &s->packet);
    s->text = st_buf_dup(tx->arena, &text);
    st_buf_deinit(&text);
    return rc;
}

static int rectify(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct subject *s = arg;
    return st_subject_rectify(tx, s->dataset, s->field, s->value, err);
}

static int subject_asks(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct subject *s = arg;
    struct subject_request r = {.person = s->person, .concerns = subject_right_rectification,
                                .received_on = {2026, 9, 2}, .wish = {"My name is wrong.", 17}};
    return st_subject_ask(tx, &s->request, &r, err);
}

static int subject_is_answered(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct subject *s = arg;
    return st_subject_answer(tx, s->request, s->outcome, s->value, err);
}

static int search_for_subject(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct subject *s = arg;
    struct eurodac_dataset d = dataset_of(eurodac_category_applicant, 1, 3);
    return st_subject_search(tx, s->request, d.fingerprints.v, d.fingerprints.n, err);
}

static int restrict_it(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct subject *s = arg;
    return st_register_mark(tx, &st_eurodac, s->dataset, ST_CODE_BIT(register_mark_restricted), 0, "GDPR Art 18", err);
}

static int who_saw(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct subject *s = arg;
    struct st_journal_row *rows;
    return st_subject_seen(tx, &rows, &s->n, &s->seen, err);
}

/* O9, O11: everything in one packet, with who looked; rectified here and at the centre; refused only with reasons. */
static void a_person_asks_what_is_kept(void **state)
{
    struct subject s = {.file = {.sex = sex_female, .born_on = {1990, 0, 0}}, .seen = {.limit = 100}};
    struct subject nobody = {.person = {{7}}};
    struct job j = {.d = dataset_of(eurodac_category_applicant, 1, 0)};

    (void)state;
    s.file.names.v = test_names;
    s.file.names.n = 1;
    assert_int_equal(as(&screener, open_file, &s), ST_OK);
    j.person = s.person;
    assert_int_equal(sent_by(&french_border, eurodac_category_irregular_crossing, 1, 1).n, 0);
    assert_int_equal(as(&registrar, send, &j), ST_OK);
    deliver();
    s.dataset = j.id;
    assert_int_equal(reading(&registrar, packet, &s), ST_E_FORBIDDEN);
    assert_int_equal(reading(&dpo, packet, &s), ST_OK);
    assert_int_equal(s.packet.datasets_n, 1);
    assert_int_equal(s.packet.sent_n, 1);
    assert_true(s.packet.log_n >= 2);
    assert_non_null(strstr(s.text.p, "\"stored_until\":\"2036-09-02\""));
    assert_non_null(strstr(s.text.p, "\"fingerprints\":2"));
    assert_null(strstr(s.text.p, "minutiae"));
    assert_int_equal(as(&dpo, subject_asks, &nobody), ST_E_NOTFOUND);
    assert_int_equal(as(&dpo, subject_asks, &s), ST_OK);
    assert_int_equal(as(&registrar, search_for_subject, &s), ST_E_FORBIDDEN);
    assert_int_equal(as(&dpo, search_for_subject, &s), ST_OK);
    deliver();
    assert_int_equal(reading(&dpo, packet, &s), ST_OK);
    assert_int_equal(s.packet.elsewhere_n, 2); /* the own dataset, and one that France sent */
    assert_int_equal(s.packet.hits_n, 1);
    s.field = "born_in";
    s.value = ST_S("Idlib");
    assert_int_equal(as(&registrar, rectify, &s), ST_E_FORBIDDEN);
    assert_int_equal(as(&dpo, rectify, &s), ST_OK);
    s.outcome = subject_outcome_refused;
    s.value = ST_S(" ");
    assert_int_equal(as(&dpo, subject_is_answered, &s), ST_E_INVALID);
    s.outcome = subject_outcome_done;
    assert_int_equal(as(&dpo, subject_is_answered, &s), ST_OK);
    assert_int_equal(as(&dpo, subject_is_answered, &s), ST_E_STATE);
    assert_int_equal(reading(&dpo, packet, &s), ST_OK);
    assert_int_equal(s.packet.elsewhere_n, 0); /* what was found is erased with the answer */
    deliver();
    assert_int_equal(reading(&centre, look, &j), ST_OK);
    assert_str_is(j.d.born_in, "Idlib");
    assert_int_equal(as(&dpo, restrict_it, &s), ST_OK);
    assert_int_equal(reading(&registrar, get, &j), ST_E_FORBIDDEN);
    s.seen.person = s.person;
    s.seen.purpose = purpose_asylum_system;
    assert_int_equal(reading(&dpo, who_saw, &s), ST_OK);
    assert_true(s.n >= 2);
    s.seen.limit = SIZE_MAX; /* no number from outside is the size of anything */
    assert_int_equal(reading(&dpo, who_saw, &s), ST_OK);
    assert_true(s.n >= 2);
    s.seen.until = (struct st_instant){1};
    assert_int_equal(reading(&dpo, who_saw, &s), ST_OK);
    assert_int_equal(s.n, 0);
}

static int bodies_about(struct st_tx *tx, void *arg, struct st_error *err)
{
    static const struct st_statement count = {"test.bodies", "SELECT (SELECT count(*) FROM outbox WHERE about = ?1 AND "
        "body IS NOT NULL), (SELECT count(*) FROM outbox WHERE about = ?1 AND state <> 3)", NULL};
    struct subject *s = arg;
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &count, ST_BIND(st_cell_id(tx->arena, s->request)), err);

    s->n = rc == ST_OK ? (size_t)(st_rows_int(&rows, 0, 0) * 10 + st_rows_int(&rows, 0, 1)) : 99;
    return rc;
}

/* Art 43(6): prints that serve the request alone do not wait for the line once it is answered. */
static void prints_of_an_answered_request_do_not_wait(void **state)
{
    struct subject s = {.file = {.sex = sex_female, .born_on = {1990, 0, 0}}, .outcome = subject_outcome_done};

    (void)state;
    s.file.names.v = test_names;
    s.file.names.n = 1;
    assert_int_equal(as(&screener, open_file, &s), ST_OK);
    assert_int_equal(as(&dpo, subject_asks, &s), ST_OK);
    assert_int_equal(st_node_cut(at.store, &italy, true, NULL), ST_OK);
    assert_int_equal(as(&dpo, search_for_subject, &s), ST_OK);
    assert_int_equal(reading(&dpo, bodies_about, &s), ST_OK);
    assert_int_equal(s.n, 11); /* one body, one message on its way */
    assert_int_equal(as(&dpo, subject_is_answered, &s), ST_OK);
    assert_int_equal(reading(&dpo, bodies_about, &s), ST_OK);
    assert_int_equal(s.n, 0);
    assert_int_equal(st_node_cut(at.store, &italy, false, NULL), ST_OK);
    deliver();
    assert_int_equal(reading(&dpo, packet, &s), ST_OK);
    assert_int_equal(s.packet.elsewhere_n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH_ANEW(the_conditions_are_asked_for),
        EACH_ANEW(another_unit_verifies_and_then_it_is_searched),
        EACH_ANEW(names_and_numbers_are_searched),
        EACH_ANEW(refused_after_an_urgent_search),
        EACH_ANEW(results_are_erased_after_a_month),
        EACH_ANEW(the_month_is_counted),
        EACH_ANEW(small_cells_are_hidden_outside),
        EACH_ANEW(a_person_asks_what_is_kept),
        EACH_ANEW(prints_of_an_answered_request_do_not_wait),
    };

    return RUN_EACH_ON_BOTH(tests);
}
