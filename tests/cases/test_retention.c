/* A screening is kept as long as Eurodac keeps the data that it sent, and not a day longer: the case with all its parts,
 * then the person's file when nothing here needs it. The whole system runs, on both databases, with a clock that is
 * moved by years.
 * covers: S-007 UF-08 UF-21 */
#include "place.h"

#include <stdio.h>
#include <unistd.h>

#include "cases/allegation.h"
#include "cases/arrival.h"
#include "cases/retention.h"
#include "cases/screening.h"
#include "cases/system.h"
#include "registers/eurodac_transmit.h"
#include "registers/by_law.h"
#include "registers/search.h"
#include "registers/subject.h"
#include "sim/prints.h"
#include "store/journal.h"
#include "store/keys.h"

#define MARK "Zyxwomark"

static int set_up(void **state)
{
    (void)state;
    st_system_register();
    place_open("2026-09-01T08:00:00Z");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    place_close();
    return 0;
}

/* ---- People and their screenings ---- */

static struct person_name test_names[] = {{name_kind_current, {MARK, sizeof(MARK) - 1}, {"Ada", 3}}};
static struct person_nationality test_nationalities[] = {{{"SYR", 3}}};

struct newcomer {
    int16_t birth_year;
    struct st_id arrival, person, screening;
};

static int receive_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct newcomer *n = arg;
    struct arrival arrival = {.member_state = ST_S("IT"), .place = ST_S("Lampedusa"),
                              .event = screening_event_sar_disembarkation, .event_at = moment("2026-09-01T06:00:00Z"),
                              .people = {3, true}};
    struct person person = {.born_on = {n->birth_year, 1, 5}, .born_in = ST_S(MARK "-town"), .sex = sex_female};
    struct screening_opened opened;
    int rc = st_arrival_open(tx, &n->arrival, &arrival, err);

    person.names.v = test_names;
    person.names.n = 1;
    person.nationalities.v = test_nationalities;
    person.nationalities.n = 1;
    person.arrival = n->arrival;
    if (rc == ST_OK)
        rc = st_person_open(tx, &n->person, &person, err);
    if (rc == ST_OK)
        rc = st_screening_prefill(&opened, tx, n->arrival, err);
    return rc == ST_OK ? st_screening_start(&n->screening, tx, &opened, n->person, n->arrival, err) : rc;
}

static struct newcomer newcomer(int birth_year)
{
    struct newcomer n = {.birth_year = (int16_t)birth_year};
    assert_int_equal(write_as(&ada, receive_command, &n), ST_OK);
    return n;
}

static int take(const char *purpose, struct st_id id, const char *action, void *form)
{
    struct st_actor as = ada;
    as.purpose = st_str_of(purpose);
    return act(&as, &(struct st_act){.case_id = id, .action = action, .form = form});
}

static void catch_up(const char *clock)
{
    move_to(clock);
    assert_int_equal(st_system_catch_up(at.store, the_law.authority, &at.err), ST_OK);
}

static void take_prints(struct st_id id)
{
    struct st_sim_print print = {.seed = 7, .person = 1};
    struct eurodac_print fingers[] = {
        {.finger = finger_right_index,
         .minutiae = st_sim_print_record(&print, ST_SIM_FINGER(finger_right_index), at.arena)}};
    struct biometrics_taken form = {.capture = capture_taken, .trained_for_minors = ST_YES, .adult_present = ST_YES,
                                    .facial_image = ST_S("face-bytes")};

    form.fingerprints.v = fingers;
    form.fingerprints.n = 1;
    assert_int_equal(take("irregular_migration", id, "take_biometrics", &form), ST_OK);
}

static int draft_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct shift_note note = {.note = ST_S(MARK " typed and not sent")};
    struct st_act kept = {.case_id = *(struct st_id *)arg, .action = "note", .form = &note};

    return st_case_draft_keep(tx, &kept, err);
}

/* Prints on 2 September at noon, referral at the limit: open checks are on the form. */
static void refer(struct st_id id)
{
    struct screening_statement said = {.application_made = ST_NO, .family_in_union = ST_NO, .cooperated = ST_YES,
                                       .residence_before = ST_S(MARK "-land")};
    struct form_offered offer = {.copy = form_copy_paper, .language = ST_S("ar"), .chance_to_object = ST_YES};
    struct screening_referral referral = {.referral = referral_kind_return_procedure, .referred_to = ST_S("Prefettura"),
                                          .why_open = ST_S("Night")};

    catch_up("2026-09-02T12:00:00Z");
    take_prints(id);
    assert_int_equal(take("screening", id, "take_statement", &said), ST_OK);
    catch_up("2026-09-08T22:00:00Z");
    assert_int_equal(take("screening", id, "offer_form", &offer), ST_OK);
    assert_int_equal(write_as(&ada, draft_command, &id), ST_OK);
    referral.open_checks = ST_CODE_BIT(screening_element_health) | ST_CODE_BIT(screening_element_vulnerability) |
                           ST_CODE_BIT(screening_element_identity) | ST_CODE_BIT(screening_element_security);
    assert_int_equal(take("screening", id, "refer", &referral), ST_OK);
}

static struct st_date erase_on(struct st_id id) { return look(id)->file.erase_on; }

#define assert_day(d, y, m, dd) assert_int_equal(st_date_cmp(d, st_date(y, m, dd)), 0)

/* ---- What is left ---- */

ST_STATEMENT(left_cases, "test.left_cases",
             "SELECT (SELECT count(*) FROM case_file) + (SELECT count(*) FROM case_action) + "
             "(SELECT count(*) FROM case_clock) + (SELECT count(*) FROM case_draft) + "
             "(SELECT count(*) FROM screening_opened) + (SELECT count(*) FROM screening_statement) + "
             "(SELECT count(*) FROM biometrics_taken) + (SELECT count(*) FROM biometrics_taken__fingerprints) + "
             "(SELECT count(*) FROM form_offered) + (SELECT count(*) FROM screening_referral) + "
             "(SELECT count(*) FROM screening_ended)", NULL);
ST_STATEMENT(left_files, "test.left_files",
             "SELECT (SELECT count(*) FROM person) + (SELECT count(*) FROM person__names) + "
             "(SELECT count(*) FROM person__nationalities) + (SELECT count(*) FROM identity_decision) + "
             "(SELECT count(*) FROM register_entry) + (SELECT count(*) FROM eurodac_dataset)", NULL);

struct count {
    const struct st_statement *statement;
    int64_t n;
};

static int count_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct count *k = arg;
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, k->statement, NULL, 0, err);
    k->n = rc == ST_OK ? st_rows_int(&rows, 0, 0) : -1;
    return rc;
}

static int64_t left(const struct st_statement *statement)
{
    struct count k = {statement, 0};
    assert_int_equal(read_as(&the_law, count_command, &k), ST_OK);
    return k.n;
}

static int file_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct person p = {0};
    (void)err;
    return st_record_get(&p, NULL, tx, &person_shape, *(struct st_id *)arg, NULL);
}

static bool has_file(struct st_id person)
{
    int rc = read_as(&the_law, file_command, &person);
    assert_true(rc == ST_OK || rc == ST_E_NOTFOUND);
    return rc == ST_OK;
}

/* Whether the words stand anywhere in the SQLite file or its log; PostgreSQL's files are not ours to read. */
static bool marked(const char *suffix)
{
    char path[160];
    struct st_buf all = ST_BUF_INIT(64 << 20);
    char room[4096];
    bool found = false;
    size_t n;
    FILE *f;

    (void)snprintf(path, sizeof(path), "%s/test.db%s", at.directory, suffix);
    f = fopen(path, "rb");
    while (f != NULL && (n = fread(room, 1, sizeof(room), f)) > 0)
        st_buf_add(&all, room, n);
    if (f != NULL)
        (void)fclose(f);
    for (size_t i = 0; !found && i + sizeof(MARK) - 1 <= all.n; i++)
        found = memcmp(all.p + i, MARK, sizeof(MARK) - 1) == 0;
    st_buf_deinit(&all);
    return found;
}

static void assert_journal_verifies(void)
{
    struct st_verification v;
    char path[160];

    (void)snprintf(path, sizeof(path), "%s/journal.json", at.directory);
    assert_int_equal(st_journal_seal(at.store, NULL, &at.err), ST_OK);
    assert_int_equal(st_journal_export(at.store, path, NULL, &at.err), ST_OK);
    assert_int_equal(st_journal_verify(&v, at.arena, path, NULL, NULL, &at.err), ST_OK);
    assert_true(v.valid);
    (void)unlink(path);
}

/* ---- The tests ---- */

static void a_referred_screening_is_gone_the_day_after_five_years(void **state)
{
    struct newcomer n = newcomer(1990);

    (void)state;
    assert_false(st_date_known(erase_on(n.screening))); /* it is open */
    refer(n.screening);
    assert_day(erase_on(n.screening), 2031, 9, 3); /* from the transmission, not from the end */
    assert_int_equal(at.c.version, (int64_t)at.c.actions_n); /* the version still counts the actions */
    catch_up("2031-09-02T23:59:59Z");
    assert_true(left(&left_cases) > 0);
    assert_true(has_file(n.person));
    assert_true(at.postgres != NULL || marked("") || marked("-wal"));
    catch_up("2031-09-03T00:00:00Z");
    assert_int_equal(look_as(&chief, n.screening), ST_E_NOTFOUND);
    assert_int_equal(left(&left_cases), 0);
    assert_int_equal(left(&left_files), 0);
    assert_true(at.postgres != NULL || (!marked("") && !marked("-wal")));
    assert_int_equal(entries(n.screening, ST_ENTRY_ERASURE, "case.expire"), 1);
    assert_journal_verifies();
    catch_up("2031-09-04T00:00:00Z"); /* and again there is nothing to do */
    assert_int_equal(entries(n.screening, ST_ENTRY_ERASURE, "case.expire"), 1);
}

static int again_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct newcomer *n = arg;
    struct screening_opened opened;
    int rc = st_screening_prefill(&opened, tx, n->arrival, err);
    return rc == ST_OK ? st_screening_start(&n->screening, tx, &opened, n->person, n->arrival, err) : rc;
}

static void an_open_case_keeps_the_person(void **state)
{
    struct newcomer n = newcomer(1990), second;
    struct screening_ended ended = {.circumstances = ST_S("Holds a permit after all")};

    (void)state;
    refer(n.screening);
    second = n;
    assert_int_equal(write_as(&ada, again_command, &second), ST_OK);
    catch_up("2031-09-03T00:00:00Z");
    assert_int_equal(look_as(&chief, n.screening), ST_E_NOTFOUND);
    assert_true(has_file(n.person));
    assert_false(st_date_known(erase_on(second.screening)));
    assert_int_equal(take("screening", second.screening, "end_criminal", &ended), ST_OK); /* nothing was sent */
    assert_day(erase_on(second.screening), 2036, 9, 4); /* at two in the morning of the 3rd, there */
    catch_up("2036-09-03T23:59:59Z");
    assert_true(has_file(n.person));
    catch_up("2036-09-04T00:00:00Z");
    assert_int_equal(look_as(&chief, second.screening), ST_E_NOTFOUND);
    assert_false(has_file(n.person));
}

ST_STATEMENT(left_decisions, "test.left_decisions", "SELECT count(*) FROM identity_decision", NULL);

static int decide_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct newcomer *two = arg;
    struct identity_decision d = {.person = two[0].person, .other = two[1].person,
                                  .verdict = identity_verdict_different, .reason = ST_S(MARK " is taller")};
    struct st_id id;
    return st_identity_decide(tx, &id, &d, err);
}

static void decisions_on_identity_go_with_the_file(void **state)
{
    struct newcomer two[] = {newcomer(1990), newcomer(1991)};

    (void)state;
    assert_int_equal(write_as(&ada, decide_command, two), ST_OK);
    refer(two[0].screening);
    catch_up("2031-09-02T23:59:59Z");
    assert_int_equal(left(&left_decisions), 1);
    catch_up("2031-09-03T00:00:00Z");
    assert_int_equal(left(&left_decisions), 0);
    assert_false(has_file(two[0].person));
    assert_true(has_file(two[1].person)); /* the other screening was never ended */
}

static void a_child_under_six_from_the_end_of_the_screening(void **state)
{
    struct newcomer child = newcomer(2022);
    struct screening_ended ended = {.circumstances = ST_S("Holds a permit"),
                                    .best_interests = ST_S("Goes on with the parents")};

    (void)state;
    move_to("2026-09-03T22:30:00Z"); /* the 4th in Italy */
    assert_int_equal(take("screening", child.screening, "end_entry_conditions", &ended), ST_OK);
    assert_day(erase_on(child.screening), 2031, 9, 5);
    catch_up("2031-09-04T23:59:59Z");
    assert_true(left(&left_cases) > 0);
    catch_up("2031-09-05T00:00:00Z");
    assert_int_equal(left(&left_cases), 0);
    assert_int_equal(left(&left_files), 0);
}

static int undo_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    return st_case_undo(NULL, tx, *(struct st_id *)arg, 0, ST_S("Wrong file"), err);
}

static void a_case_that_is_open_again_has_no_end(void **state)
{
    struct newcomer n = newcomer(1990);
    struct screening_ended ended = {.circumstances = ST_S("Holds a permit")};

    (void)state;
    assert_int_equal(take("screening", n.screening, "end_entry_conditions", &ended), ST_OK);
    assert_day(erase_on(n.screening), 2031, 9, 2);
    assert_int_equal(write_as(&ada, undo_command, &n.screening), ST_OK);
    assert_false(st_date_known(erase_on(n.screening)));
    catch_up("2031-09-03T00:00:00Z");
    assert_true(has_file(n.person));
    assert_int_equal(look_as(&chief, n.screening), ST_OK);
}

/* ---- A record that ends after the case ---- */

static int dataset_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_sim_print print = {.seed = 7, .person = 1};
    struct eurodac_print fingers[] = {
        {.finger = finger_right_index,
         .minutiae = st_sim_print_record(&print, ST_SIM_FINGER(finger_right_index), tx->arena)}};
    struct newcomer *n = arg;
    struct st_eurodac_sending how = {.person = n->person};
    struct eurodac_dataset d = {.category = eurodac_category_applicant, .facial_image = ST_S("face-bytes"),
                                .born_on = {1990, 1, 5}, .born_in = ST_S(MARK), .event_place = ST_S("Lampedusa"),
                                .event_on = {2026, 9, 9}, .sex = sex_female, .biometrics_taken_on = {2026, 9, 9}};

    d.names.v = test_names;
    d.names.n = 1;
    d.nationalities.v = test_nationalities;
    d.nationalities.n = 1;
    d.fingerprints.v = fingers;
    d.fingerprints.n = 1;
    return st_eurodac_send(tx, NULL, &how, &d, err);
}

/* ---- What Eurodac erases before its time ---- */

static const struct st_actor guard = {.authority = {"IT-LMP", 6}, .officer = {{7, 20}},
                                      .role = {"data_protection_officer", 23}, .purpose = {"data_protection", 15}};
static const struct st_actor registrar = {.authority = {"IT-LMP", 6}, .officer = {{7, 21}},
                                          .role = {"supervisor", 10}, .purpose = {"irregular_migration", 19}};

struct ending {
    struct st_id screening, dataset;
    bool citizenship;
    struct st_date kept_until;
};

static int find_dataset(struct st_tx *tx, struct ending *e, struct st_error *err)
{
    struct st_id *ids;
    void *found;
    size_t n;
    int rc = st_record_find(&found, &ids, &n, tx, &eurodac_transmission_shape, "case_id",
                            st_cell_id(tx->arena, e->screening), 2, err);
    assert_int_equal(n, 1);
    e->dataset = ids[0];
    return rc;
}

static int end_dataset_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_eurodac_happening what = {.event = eurodac_event_citizenship};
    struct ending *e = arg;
    int rc = find_dataset(tx, e, err);

    if (rc != ST_OK)
        return rc;
    return e->citizenship ? st_eurodac_happened(tx, e->dataset, &what, err)
                          : st_register_erase(tx, &st_eurodac, e->dataset, "Eurodac Art 43(4)", err);
}

/* The person became a citizen, or the data had been recorded unlawfully. */
static void end_dataset(struct st_id screening, bool citizenship)
{
    struct ending e = {.screening = screening, .citizenship = citizenship};
    assert_int_equal(write_as(citizenship ? &registrar : &guard, end_dataset_command, &e), ST_OK);
}

static void citizenship_takes_the_screening_along(void **state)
{
    struct newcomer n = newcomer(1990);

    (void)state;
    refer(n.screening);
    catch_up("2028-03-01T10:00:00Z");
    end_dataset(n.screening, true);
    assert_day(erase_on(n.screening), 2028, 3, 1); /* without delay (Eurodac Art 30(1)) */
    assert_int_equal(entries(n.screening, ST_ENTRY_BY_LAW, "screening.note_eurodac_erased"), 1);
    catch_up("2028-03-01T10:00:01Z");
    assert_int_equal(look_as(&chief, n.screening), ST_E_NOTFOUND);
    assert_int_equal(left(&left_cases), 0);
    assert_int_equal(left(&left_files), 0); /* here and at the centre */
    assert_true(at.postgres != NULL || (!marked("") && !marked("-wal")));
    assert_journal_verifies();
}

static void citizenship_during_the_screening_ends_it_when_it_closes(void **state)
{
    struct newcomer n = newcomer(1990);
    struct screening_ended ended = {.circumstances = ST_S("A citizen since yesterday")};

    (void)state;
    catch_up("2026-09-02T12:00:00Z");
    take_prints(n.screening);
    catch_up("2026-09-03T08:00:00Z");
    end_dataset(n.screening, true);
    assert_false(st_date_known(erase_on(n.screening))); /* it is open */
    assert_int_equal(take("screening", n.screening, "end_entry_conditions", &ended), ST_OK);
    assert_day(erase_on(n.screening), 2026, 9, 3);
    catch_up("2026-09-03T08:00:01Z");
    assert_int_equal(left(&left_cases), 0);
    assert_false(has_file(n.person));
}

static void other_erasures_leave_the_screening_its_time(void **state)
{
    struct newcomer n = newcomer(1990), second;

    (void)state;
    refer(n.screening);
    second = n;
    assert_int_equal(write_as(&ada, again_command, &second), ST_OK);
    catch_up("2027-01-01T00:00:00Z");
    end_dataset(n.screening, false);
    assert_day(erase_on(n.screening), 2031, 9, 3); /* from the day of transmission, which the case has noted */
    assert_int_equal(entries(second.screening, ST_ENTRY_BY_LAW, "screening.note_eurodac_erased"), 0);
    catch_up("2031-09-02T23:59:59Z");
    assert_int_equal(look_as(&chief, n.screening), ST_OK);
    catch_up("2031-09-03T00:00:00Z");
    assert_int_equal(look_as(&chief, n.screening), ST_E_NOTFOUND);
    assert_int_equal(look_as(&chief, second.screening), ST_OK);
    assert_true(has_file(n.person)); /* the second was never ended */
}

static int move_dataset_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct ending *e = arg;
    struct register_entry entry = {0};
    int rc = find_dataset(tx, e, err);

    if (rc == ST_OK)
        rc = st_record_get(&entry, NULL, tx, &register_entry_shape, e->dataset, err);
    entry.storage_ends_on = e->kept_until;
    if (rc == ST_OK)
        rc = st_record_update(tx, &register_entry_shape, e->dataset, 0, &entry, NULL, err);
    if (rc == ST_OK)
        rc = st_register__note(tx, ST_ENTRY_BY_LAW, "eurodac.prolong", &st_eurodac, e->dataset, entry.person, "", err);
    return rc == ST_OK ? st_cases_kept(tx, &(struct st_kept){.event = ST_KEPT_MOVED, .reg = &st_eurodac,
                                                             .id = e->dataset, .person = entry.person}, err)
                       : rc;
}

static void a_screening_is_kept_longer_when_eurodac_keeps_longer(void **state)
{
    struct newcomer n = newcomer(1990);
    struct ending e;

    (void)state;
    refer(n.screening);
    e = (struct ending){.screening = n.screening, .kept_until = st_date(2032, 9, 2)};
    assert_int_equal(write_as(&the_law, move_dataset_command, &e), ST_OK);
    assert_day(erase_on(n.screening), 2032, 9, 3);
    catch_up("2031-09-04T00:00:00Z");
    assert_int_equal(look_as(&chief, n.screening), ST_OK);
    assert_true(has_file(n.person));
    catch_up("2032-09-05T00:00:00Z");
    assert_int_equal(left(&left_cases), 0);
    assert_int_equal(left(&left_files), 0);
}

static int restrict_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct ending *e = arg;
    int rc = find_dataset(tx, e, err);
    return rc == ST_OK ? st_register_mark(tx, &st_eurodac, e->dataset, ST_CODE_BIT(register_mark_restricted), 0,
                                          "GDPR Art 18", err)
                       : rc;
}

static void a_restriction_moves_no_end(void **state)
{
    struct newcomer n = newcomer(1990);
    struct ending e;

    (void)state;
    refer(n.screening);
    e = (struct ending){.screening = n.screening};
    assert_int_equal(write_as(&guard, restrict_command, &e), ST_OK);
    assert_day(erase_on(n.screening), 2031, 9, 3);
    catch_up("2031-09-03T00:00:00Z");
    assert_int_equal(left(&left_cases), 0);
    assert_int_equal(left(&left_files), 0);
}

/* ---- What the journal says of a case ---- */

ST_STATEMENT(entries_of_case, "test.entries_of_case",
             "SELECT id FROM journal_entry WHERE case_id = ?1 AND envelopes > 0 ORDER BY id", NULL);

struct opened {
    struct st_id case_id;
    size_t entries, payloads;
    bool marked;
};

static int open_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct opened *o = arg;
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &entries_of_case, ST_BIND(st_cell_id(tx->arena, o->case_id)), err);

    o->entries = rows.n;
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        struct st_str texts[ST_ENVELOPES_MAX];
        size_t n;
        rc = st_journal_open_payloads(texts, &n, tx, st_rows_id(&rows, i, 0), err);
        o->payloads += n;
        for (size_t k = 0; rc == ST_OK && k < n; k++)
            o->marked = o->marked || memmem(texts[k].p, texts[k].n, MARK, sizeof(MARK) - 1) != NULL;
    }
    return rc;
}

static struct opened open_entries(struct st_id case_id)
{
    struct opened o = {.case_id = case_id};
    assert_int_equal(read_as(&the_law, open_command, &o), ST_OK);
    return o;
}

/* The store's thread looks for keys whose day has come; here a key that nobody has lets it look. */
static int sweep_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_entry entry = {.kind = ST_ENTRY_SYSTEM, .action = "test.sweep", .register_name = "", .citation = ""};
    (void)arg;
    assert_int_equal(st_key_destroy(tx, st_id_new(tx->now), ST_KEY_RECORD, err), ST_OK);
    return st_journal_add(tx, &entry, err);
}

static void what_the_journal_says_of_a_case_goes_with_it(void **state)
{
    struct newcomer n = newcomer(1990), other = newcomer(1991);
    struct screening_statement said = {.application_made = ST_NO, .family_in_union = ST_NO, .cooperated = ST_YES,
                                       .residence_before = ST_S(MARK "-land")};
    struct opened before, after;

    (void)state;
    refer(n.screening);
    (void)other;
    before = open_entries(n.screening);
    assert_true(before.marked && before.payloads >= 5);
    catch_up("2031-09-02T23:59:59Z");
    assert_true(open_entries(n.screening).marked);
    catch_up("2031-09-03T00:00:00Z");
    after = open_entries(n.screening);
    assert_int_equal(after.entries, before.entries); /* that something was done, by whom, is there */
    assert_false(after.marked);
    /* what was done in Eurodac is logged a year longer, under the dataset's key (Eurodac Art 41(4)) */
    assert_true(after.payloads > 0 && after.payloads < before.payloads);
    catch_up("2032-09-03T00:00:00Z");
    assert_int_equal(write_as(&the_law, sweep_command, NULL), ST_OK);
    assert_int_equal(open_entries(n.screening).payloads, 0);
    assert_int_equal(take("screening", other.screening, "take_statement", &said), ST_E_STATE); /* it is over by law */
    assert_true(open_entries(other.screening).payloads > 0);
    assert_journal_verifies();
}

/* ---- A person's file that nothing needs ---- */

static int open_person_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct person person = {.born_on = {1990, 0, 0}, .sex = sex_male, .born_in = ST_S(MARK "-town")};
    struct newcomer *n = arg;

    person.names.v = test_names;
    person.names.n = 1;
    person.arrival = n->arrival;
    return st_person_open(tx, &n->person, &person, err);
}

static int end_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct register_entry entry = {0};
    struct ending *e = arg;
    int rc = st_record_get(&entry, NULL, tx, &register_entry_shape, e->dataset, err);
    e->kept_until = entry.storage_ends_on;
    return rc;
}

static struct st_date file_ends_on(struct st_id person)
{
    struct ending e = {.dataset = person};
    assert_int_equal(read_as(&the_law, end_command, &e), ST_OK);
    return e.kept_until;
}

static void a_file_that_was_opened_by_mistake_goes_after_a_month(void **state)
{
    struct newcomer n = {.birth_year = 1990}, other;

    (void)state;
    assert_int_equal(write_as(&ada, open_person_command, &n), ST_OK);
    other = newcomer(1991);
    assert_day(file_ends_on(n.person), 2026, 10, 1);
    assert_false(st_date_known(file_ends_on(other.person))); /* a case needs it */
    catch_up("2026-10-01T23:59:59Z");
    assert_true(has_file(n.person));
    catch_up("2026-10-02T00:00:00Z");
    assert_false(has_file(n.person));
    assert_true(has_file(other.person));
}

struct asking {
    struct st_id person, request;
};

static int ask_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct asking *a = arg;
    struct subject_request r = {.person = a->person, .concerns = subject_right_access, .received_on = {2026, 9, 1},
                                .wish = ST_S(MARK " asks")};
    return st_subject_ask(tx, &a->request, &r, err);
}

static int answer_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    return st_subject_answer(tx, ((struct asking *)arg)->request, subject_outcome_done, ST_S(MARK " is answered"), err);
}

static int request_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct asking *a = arg;
    struct subject_request r = {0};
    (void)err;
    return st_record_get(&r, NULL, tx, &subject_request_shape, a->request, NULL);
}

static void a_request_keeps_the_file_and_its_record_outlives_it(void **state)
{
    struct newcomer n = {.birth_year = 1990};
    struct asking a;

    (void)state;
    assert_int_equal(write_as(&ada, open_person_command, &n), ST_OK);
    a.person = n.person;
    assert_int_equal(write_as(&guard, ask_command, &a), ST_OK);
    assert_false(st_date_known(file_ends_on(n.person)));
    catch_up("2026-12-01T00:00:00Z");
    assert_true(has_file(n.person)); /* it waits for its answer */
    assert_int_equal(write_as(&guard, answer_command, &a), ST_OK);
    assert_day(file_ends_on(n.person), 2027, 1, 1);
    catch_up("2027-01-02T00:00:00Z");
    assert_false(has_file(n.person));
    catch_up("2029-12-01T23:59:59Z"); /* three years from the answer */
    assert_int_equal(read_as(&the_law, request_command, &a), ST_OK);
    catch_up("2029-12-02T00:00:00Z");
    assert_int_equal(read_as(&the_law, request_command, &a), ST_E_NOTFOUND);
    assert_true(at.postgres != NULL || (!marked("") && !marked("-wal")));
    assert_journal_verifies();
}

/* ---- Arrivals ---- */

static int open_arrival_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct newcomer *n = arg;
    struct arrival arrival = {.member_state = ST_S("IT"), .place = ST_S("Lampedusa"),
                              .event = screening_event_sar_disembarkation, .event_at = moment("2026-09-01T06:00:00Z"),
                              .people = {1, true}, .remarks = ST_S(MARK " was missing")};
    return st_arrival_open(tx, &n->arrival, &arrival, err);
}

ST_STATEMENT(left_arrivals, "test.left_arrivals", "SELECT count(*) FROM arrival", NULL);

static void an_arrival_goes_with_its_last_file_or_after_a_month(void **state)
{
    struct newcomer empty = {.birth_year = 1990}, n = {.birth_year = 1990};

    (void)state;
    assert_int_equal(write_as(&ada, open_arrival_command, &empty), ST_OK);
    assert_int_equal(write_as(&ada, open_arrival_command, &n), ST_OK);
    assert_int_equal(write_as(&ada, open_person_command, &n), ST_OK);
    assert_int_equal(write_as(&ada, again_command, &n), ST_OK);
    catch_up("2026-10-01T23:59:59Z");
    assert_int_equal(left(&left_arrivals), 2);
    catch_up("2026-10-02T00:00:00Z");
    assert_int_equal(left(&left_arrivals), 1);
    assert_true(has_file(n.person));
    assert_int_equal(take("screening", n.screening, "end_entry_conditions",
                          &(struct screening_ended){.circumstances = ST_S("Holds a permit")}), ST_E_STATE);
    assert_int_equal(take("screening", n.screening, "end_criminal",
                          &(struct screening_ended){.circumstances = ST_S("Wanted")}), ST_OK);
    catch_up("2031-10-02T23:59:59Z");
    assert_int_equal(left(&left_arrivals), 1);
    catch_up("2031-10-03T00:00:00Z");
    assert_false(has_file(n.person));
    assert_int_equal(left(&left_arrivals), 0);
    assert_true(at.postgres != NULL || (!marked("") && !marked("-wal")));
}

/* ---- Allegations ---- */

static void a_closed_allegation_goes_with_what_the_journal_says_of_it(void **state)
{
    struct allegation_received received = {.subjects = ST_CODE_BIT(allegation_subject_detention),
                                           .received_at = moment("2026-09-01T07:00:00Z"),
                                           .account = ST_S(MARK " was locked up")};
    struct allegation_finding finding = {.reasons = ST_S(MARK " was not there"), .offence_or_claim = ST_NO};
    struct st_act receive = {.procedure = &allegation_procedure, .action = "receive", .form = &received,
                             .member_state = ST_S("IT"), .place = ST_S("Lampedusa")};
    struct st_act dismiss = {.action = "dismiss", .form = &finding};

    (void)state;
    assert_int_equal(act(&monitor, &receive), ST_OK);
    assert_true(open_entries(receive.case_id).marked);
    catch_up("2032-01-01T00:00:00Z");
    assert_int_equal(look_as(&monitor, receive.case_id), ST_OK); /* as long as it is open */
    dismiss.case_id = receive.case_id;
    assert_int_equal(act(&monitor, &dismiss), ST_OK);
    catch_up("2037-01-01T23:59:59Z");
    assert_int_equal(look_as(&monitor, receive.case_id), ST_OK);
    catch_up("2037-01-02T00:00:00Z");
    assert_int_equal(look_as(&monitor, receive.case_id), ST_E_NOTFOUND);
    assert_int_equal(open_entries(receive.case_id).payloads, 0);
    assert_true(at.postgres != NULL || (!marked("") && !marked("-wal")));
    assert_journal_verifies();
}

/* ---- Other authorities in the same database ---- */

static void the_law_reaches_every_authority(void **state)
{
    struct newcomer n = {.birth_year = 1990};
    struct st_actor elsewhere = registrar;

    (void)state;
    elsewhere.authority = ST_S("EL-SMS");
    elsewhere.role = ST_S("registration_officer");
    elsewhere.purpose = ST_S("asylum_system");
    catch_up("2026-09-09T12:00:00Z");
    assert_int_equal(write_as(&elsewhere, dataset_command, &n), ST_OK);
    catch_up("2036-09-09T23:59:59Z");
    assert_int_equal(left(&left_files), 4); /* at that State and at the centre */
    catch_up("2036-09-10T00:00:00Z");
    assert_int_equal(left(&left_files), 0);
    assert_true(at.postgres != NULL || (!marked("") && !marked("-wal")));
}

static void the_file_goes_with_the_last_record(void **state)
{
    struct st_actor registering = ada;
    struct newcomer n = newcomer(1990);

    (void)state;
    registering.role = ST_S("registration_officer");
    registering.purpose = ST_S("asylum_system");
    refer(n.screening);
    catch_up("2026-09-09T12:00:00Z");
    assert_int_equal(write_as(&registering, dataset_command, &n), ST_OK);
    catch_up("2031-09-03T00:00:00Z");
    assert_int_equal(left(&left_cases), 0);
    assert_true(has_file(n.person)); /* an applicant's dataset is kept for ten years */
    catch_up("2036-09-09T23:59:59Z");
    assert_true(has_file(n.person));
    catch_up("2036-09-10T00:00:00Z");
    assert_int_equal(left(&left_files), 0);
}

#define STORED(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
static int group(void)
{
    const struct CMUnitTest tests[] = {
        STORED(a_referred_screening_is_gone_the_day_after_five_years),
        STORED(an_open_case_keeps_the_person),
        STORED(decisions_on_identity_go_with_the_file),
        STORED(a_child_under_six_from_the_end_of_the_screening),
        STORED(a_case_that_is_open_again_has_no_end),
        STORED(citizenship_takes_the_screening_along),
        STORED(citizenship_during_the_screening_ends_it_when_it_closes),
        STORED(other_erasures_leave_the_screening_its_time),
        STORED(a_screening_is_kept_longer_when_eurodac_keeps_longer),
        STORED(a_restriction_moves_no_end),
        STORED(what_the_journal_says_of_a_case_goes_with_it),
        STORED(a_file_that_was_opened_by_mistake_goes_after_a_month),
        STORED(a_request_keeps_the_file_and_its_record_outlives_it),
        STORED(an_arrival_goes_with_its_last_file_or_after_a_month),
        STORED(a_closed_allegation_goes_with_what_the_journal_says_of_it),
        STORED(the_law_reaches_every_authority),
        STORED(the_file_goes_with_the_last_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(void) { return place_run(group); }
