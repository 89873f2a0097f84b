/* The register engine and Eurodac on it: rights row by row, the comparison matrix, storage, sequences, erasure that
 * reaches the copy in the common identity repository. On SQLite, and on PostgreSQL where STATERA_TEST_PG says.
 * covers: S-007 UF-04 */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "registers/cir.h"
#include "registers/eurodac_hit.h"
#include "registers/eurodac_request.h"

static struct {
    char directory[96], url[512];
    const char *postgres;
    struct st_store *store;
    struct st_arena *arena;
} at;

static const struct st_actor registrar = {.authority = {"IT-LMP", 6}, .officer = {{1, 2, 3}},
    .role = {"registration_officer", 20}, .purpose = {"asylum_system", 13}};
static const struct st_actor screener = {.authority = {"IT-LMP", 6}, .officer = {{1, 2, 4}},
    .role = {"screening_officer", 17}, .purpose = {"irregular_migration", 19}};
static const struct st_actor expert = {.authority = {"IT-LMP", 6}, .officer = {{1, 2, 5}},
    .role = {"fingerprint_expert", 18}, .purpose = {"asylum_system", 13}};
static const struct st_actor nobody = {.authority = {"IT-LMP", 6}, .role = {"medical_staff", 13},
    .purpose = {"health_check", 12}};
static const struct st_actor the_law = {.authority = {"IT-LMP", 6}};

static struct eurodac_print prints[] = {{.finger = finger_right_index, .minutiae = {"ISO-record-bytes", 16}}};
static struct person_name names[] = {{name_kind_current, {"Testsson", 8}, {"Ada", 3}}};
static struct person_nationality nationalities[] = {{{"SYR", 3}}};

static struct eurodac_dataset dataset(enum eurodac_category category)
{
    struct eurodac_dataset d = {.category = (uint16_t)category, .facial_image = {"face-bytes", 10},
                                .born_on = {1990, 0, 0}, .born_in = {"Aleppo", 6}, .event_place = {"Lampedusa", 9},
                                .event_on = {2026, 9, 1}, .sex = sex_female, .biometrics_taken_on = {2026, 9, 1}};

    d.fingerprints.v = prints;
    d.fingerprints.n = 1;
    d.names.v = names;
    d.names.n = 1;
    d.nationalities.v = nationalities;
    d.nationalities.n = 1;
    return d;
}

static int set_up(void **state)
{
    const char *tmp = getenv("TMPDIR");
    struct st_store_options options = {.url = at.url, .create = true, .movable_clock = true};
    struct st_db *db;

    (void)state;
    st_records_register(st_register_shapes);
    (void)snprintf(at.directory, sizeof(at.directory), "%.60s/statera-registers.XXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(at.directory));
    (void)snprintf(at.url, sizeof(at.url), "%s%s", at.postgres ? at.postgres : at.directory,
                   at.postgres ? "" : "/test.db");
    if (at.postgres != NULL) {
        assert_int_equal(st_db_open(&db, at.url, false, false, NULL), ST_OK);
        assert_int_equal(st_db_script(db, "DROP SCHEMA public CASCADE; CREATE SCHEMA public; "
                                          "DROP SCHEMA IF EXISTS keys CASCADE", NULL), ST_OK);
        st_db_close(db);
    }
    assert_true(st_instant_parse(&options.clock, ST_S("2026-09-02T10:00:00Z")));
    at.arena = st_arena_new();
    assert_int_equal(st_store_open(&at.store, &options, NULL), ST_OK);
    return 0;
}

static int tear_down(void **state)
{
    static const char *const files[] = {"test.db", "test.db-wal", "test.db-shm", "test.db.keys", "test.db.keys-wal",
                                        "test.db.keys-shm"};
    char path[160];

    (void)state;
    st_store_close(at.store);
    st_arena_free(at.arena);
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", at.directory, files[i]);
        (void)unlink(path);
    }
    (void)rmdir(at.directory);
    return 0;
}

/* ---- Commands ---- */
struct job {
    struct st_id id, other, hit_id;
    struct eurodac_hit hit;
    enum eurodac_hit_state decision;
    bool own;
    struct eurodac_request request;
    enum eurodac_verdict verdict;
    struct eurodac_dataset d;
    struct register_entry entry;
    int64_t version;
    uint64_t set;
    size_t n;
};

static int put(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct st_register_put how = {.version = j->version};

    if (j->version != 0)
        how.id = j->id;
    return st_register_put(tx, &j->id, &st_eurodac, &how, &j->d, err);
}

static int get(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    j->d = (struct eurodac_dataset){0};
    j->entry = (struct register_entry){0};
    return st_register_get(tx, &j->d, &j->entry, &j->version, &st_eurodac, j->id, err);
}

static int mark(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_register_mark(tx, &st_eurodac, j->id, j->set, 0, "Eurodac Art 31(1)", err);
}

static int link_two(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_register_link(tx, &st_eurodac, j->id, j->other, "Eurodac Art 3(6)", err);
}

static int unlink_one(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_register_unlink(tx, &st_eurodac, j->id, "Eurodac Art 38(6)", err);
}

static int citizen(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_eurodac_citizenship(tx, j->id, err);
}

static int expire(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct st_entry note = {.kind = ST_ENTRY_SYSTEM, .action = "test.expire", .register_name = "", .citation = ""};
    int rc = st_register_expire(tx, &j->n, 100, err);
    return rc == ST_OK ? st_journal_add(tx, &note, err) : rc;
}

static int cir_get(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct cir_file file = {0};
    int rc = st_record_get(&file, NULL, tx, &cir_file_shape, j->id, err);

    j->n = rc == ST_OK ? file.names.n + file.fingerprints.n : 0;
    return rc;
}

static int propose(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct eurodac_hit hit = {.asked = j->id, .found = j->other, .score = {870, true},
                              .fingers = ST_CODE_BIT(finger_right_index)};
    return st_eurodac_hit_propose(tx, &j->hit_id, &hit, j->own, err);
}

static int judge(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_eurodac_hit_decide(tx, j->hit_id, 0, j->decision, err);
}

static int hit_get(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    j->hit = (struct eurodac_hit){0};
    return st_record_get(&j->hit, NULL, tx, &eurodac_hit_shape, j->hit_id, err);
}

static int ask(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_eurodac_request_ask(tx, &j->id, &j->request, err);
}

static int verify(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_eurodac_request_verify(tx, j->id, j->verdict, err);
}

static int request_get(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    j->request = (struct eurodac_request){0};
    return st_record_get(&j->request, NULL, tx, &eurodac_request_shape, j->id, err);
}

static int journal_rows(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct st_journal_filter filter = {.kind = (int)j->set, .limit = 100};
    struct st_journal_row *rows;
    return st_journal_list(&rows, &j->n, tx, &filter, err);
}

static int as(const struct st_actor *who, st_command_fn command, struct job *j)
{
    struct st_error err = {0};
    return st_store_write(at.store, who, command, j, &err);
}

static int reading(const struct st_actor *who, st_command_fn command, struct job *j)
{
    struct st_error err = {0};
    return st_store_read(at.store, who, command, j, at.arena, &err);
}

static struct job recorded(const struct st_actor *who, enum eurodac_category category)
{
    struct job j = {.d = dataset(category)};
    assert_int_equal(as(who, put, &j), ST_OK);
    assert_int_equal(reading(&registrar, get, &j), ST_OK);
    return j;
}

/* ---- Tests ---- */
static void a_dataset_is_recorded_and_read(void **state)
{
    struct job j = recorded(&registrar, eurodac_category_applicant), log = {.set = ST_ENTRY_READ};

    (void)state;
    assert_str_is(j.d.origin, "IT");
    assert_true(st_eurodac_reference_fits(j.d.reference, ST_S("IT"), eurodac_category_applicant));
    assert_int_equal(st_date_cmp(j.d.transmitted_on, st_date(2026, 9, 2)), 0);
    assert_int_equal(st_date_cmp(j.entry.storage_ends_on, st_date(2036, 9, 2)), 0);
    assert_str_is(j.entry.storage_citation, "Eurodac Art 29(1)");
    assert_int_equal(reading(&registrar, cir_get, &j), ST_OK);
    assert_int_equal(j.n, 2);
    assert_int_equal(reading(&registrar, journal_rows, &log), ST_OK);
    assert_int_equal(log.n, 1); /* one reading, one entry (I7) */
}

static void the_reader_sees_what_the_right_names(void **state)
{
    struct job j = recorded(&registrar, eurodac_category_applicant), log = {.set = ST_ENTRY_REFUSAL};

    (void)state;
    assert_int_equal(reading(&expert, get, &j), ST_OK);
    assert_int_equal(j.d.fingerprints.n, 1);
    assert_int_equal(j.d.names.n, 0);
    assert_false(st_date_known(j.d.born_on));
    assert_int_equal(reading(&nobody, get, &j), ST_E_FORBIDDEN);
    assert_int_equal(reading(&registrar, journal_rows, &log), ST_OK);
    assert_int_equal(log.n, 1);
}

static void what_may_not_be_stored_is_refused(void **state)
{
    struct job j = {.d = dataset(eurodac_category_admission_registered)};

    (void)state;
    assert_int_equal(as(&registrar, put, &j), ST_E_INVALID); /* I4 */
    j = (struct job){.d = dataset(eurodac_category_temporary_protection)};
    assert_int_equal(as(&registrar, put, &j), ST_E_INVALID); /* I25 */
    j = (struct job){.d = dataset(eurodac_category_applicant)};
    assert_int_equal(as(&screener, put, &j), ST_E_FORBIDDEN);
    j.d.born_on = st_date(2020, 0, 0); /* may have been born in December: I1 */
    assert_int_equal(as(&registrar, put, &j), ST_E_INVALID);
    j = (struct job){.d = dataset(eurodac_category_applicant)};
    j.d.security_source = security_source_screening; /* I6: no reason */
    assert_int_equal(as(&registrar, put, &j), ST_E_INVALID);
    j.d.security_flag = ST_CODE_BIT(security_reason_armed);
    j.d.security_source = security_source_capture; /* F4: not for applicants */
    assert_int_equal(as(&registrar, put, &j), ST_E_INVALID);
    j.d.security_source = security_source_screening;
    assert_int_equal(as(&registrar, put, &j), ST_OK);
}

static void six_is_read_in_favour_of_the_child(void **state)
{
    (void)state;
    assert_true(st_eurodac_maybe_under_six(st_date(2020, 9, 2), st_date(2026, 9, 1)));
    assert_false(st_eurodac_maybe_under_six(st_date(2020, 9, 1), st_date(2026, 9, 1)));
    assert_true(st_eurodac_maybe_under_six(st_date(2020, 9, 0), st_date(2026, 9, 1)));
    assert_false(st_eurodac_maybe_under_six(st_date(2020, 8, 0), st_date(2026, 9, 1)));
    assert_false(st_eurodac_maybe_under_six(st_date(2019, 0, 0), st_date(2026, 9, 1)));
}

/* I2, R15: marks, links and updates move no end date. */
static void nothing_moves_the_end(void **state)
{
    struct job a = recorded(&screener, eurodac_category_irregular_crossing);
    struct job b = recorded(&registrar, eurodac_category_applicant);

    (void)state;
    assert_int_equal(st_date_cmp(a.entry.storage_ends_on, st_date(2031, 9, 2)), 0);
    assert_int_equal(st_store_clock_set(at.store, (struct st_instant){INT64_C(1830000000000000)}, 1, NULL),
                     ST_OK);
    a.set = ST_CODE_BIT(register_mark_residence_document);
    assert_int_equal(as(&registrar, mark, &a), ST_OK);
    a.other = b.id;
    assert_int_equal(as(&registrar, link_two, &a), ST_E_FORBIDDEN);
    assert_int_equal(as(&expert, link_two, &a), ST_OK);
    assert_int_equal(reading(&screener, get, &a), ST_OK);
    a.d.avrr_granted = ST_YES;
    assert_int_equal(as(&screener, put, &a), ST_OK);
    assert_int_equal(reading(&screener, get, &a), ST_OK);
    assert_int_equal(st_date_cmp(a.entry.storage_ends_on, st_date(2031, 9, 2)), 0);
    assert_true(st_id_known(a.entry.sequence));
    assert_int_equal(as(&expert, unlink_one, &a), ST_OK);
    assert_int_equal(reading(&registrar, get, &b), ST_OK);
    assert_false(st_id_known(b.entry.sequence)); /* a sequence of one is none */
}

/* Proposed, confirmed (one sequence), found to be false (result gone, duty to tell), erased with its dataset. */
static void a_hit_from_proposal_to_erasure(void **state)
{
    struct job j = recorded(&registrar, eurodac_category_applicant);
    struct job seen = recorded(&screener, eurodac_category_irregular_crossing);

    (void)state;
    j.other = seen.id;
    assert_int_equal(as(&registrar, propose, &j), ST_E_STATE); /* own State's data, not asked for: C1 */
    j.own = true;
    assert_int_equal(as(&nobody, propose, &j), ST_E_FORBIDDEN);
    assert_int_equal(as(&registrar, propose, &j), ST_OK);
    j.decision = eurodac_hit_state_confirmed;
    assert_int_equal(as(&registrar, judge, &j), ST_E_FORBIDDEN); /* takes an expert */
    assert_int_equal(as(&expert, judge, &j), ST_OK);
    assert_int_equal(reading(&registrar, get, &j), ST_OK);
    assert_int_equal(reading(&registrar, get, &seen), ST_OK);
    assert_true(st_id_known(j.entry.sequence) && st_id_eq(j.entry.sequence, seen.entry.sequence));
    j.decision = eurodac_hit_state_unsure;
    assert_int_equal(as(&expert, judge, &j), ST_E_STATE);
    j.decision = eurodac_hit_state_false_hit;
    assert_int_equal(as(&expert, judge, &j), ST_OK);
    assert_int_equal(reading(&registrar, get, &seen), ST_OK);
    assert_false(st_id_known(seen.entry.sequence));
    assert_int_equal(reading(&registrar, hit_get, &j), ST_OK);
    assert_false(j.hit.score.known);
    assert_int_equal(j.hit.fingers, 0);
    assert_int_equal(st_date_cmp(j.hit.tell_by, st_date(2026, 9, 7)), 0); /* Wednesday + 3 working days: Monday */
    j.decision = eurodac_hit_state_confirmed;
    assert_int_equal(as(&expert, judge, &j), ST_E_STATE);
    assert_int_equal(as(&registrar, citizen, &j), ST_OK);
    assert_int_equal(reading(&registrar, hit_get, &j), ST_E_NOTFOUND);
}

/* I8, I26: who asks does not verify; a child, or who may be one, needs further grounds. */
static void law_enforcement_asks_and_another_verifies(void **state)
{
    struct st_actor police = {.authority = {"IT-LMP", 6}, .officer = {{7}}, .unit = {"A", 1},
                              .role = {"law_enforcement verifying_officer", 33}, .purpose = {"serious_crime", 13}};
    struct st_actor verifier = {.authority = {"IT-LMP", 6}, .officer = {{8}}, .unit = {"A", 1},
                                .role = {"verifying_officer", 17}, .purpose = {"serious_crime", 13}};
    struct job j = {.verdict = eurodac_verdict_permitted,
                    .request = {.file = {"F1", 2}, .offence = {"Terrorism", 9}, .persons = {"One suspect", 11},
                                .grounds = {"Seen at the border", 18}, .prum_check = {"P1", 2},
                                .against_child = ST_NO}};

    (void)state;
    assert_int_equal(as(&police, ask, &j), ST_E_INVALID); /* G1 */
    j.request.national_check = ST_S("N1");
    j.request.against_child = ST_UNKNOWN;
    assert_int_equal(as(&police, ask, &j), ST_E_INVALID); /* G8: unknown is not no */
    j.request.against_child = ST_NO;
    assert_int_equal(as(&registrar, ask, &j), ST_E_FORBIDDEN);
    assert_int_equal(as(&police, ask, &j), ST_OK);
    assert_false(st_eurodac_request_open(&j.request));
    assert_int_equal(as(&police, verify, &j), ST_E_FORBIDDEN);
    assert_int_equal(as(&verifier, verify, &j), ST_E_FORBIDDEN); /* the same unit */
    verifier.unit = ST_S("B");
    assert_int_equal(as(&verifier, verify, &j), ST_OK);
    assert_int_equal(reading(&police, request_get, &j), ST_OK);
    assert_true(st_eurodac_request_open(&j.request));
    assert_int_equal(as(&verifier, verify, &j), ST_E_STATE);
}

/* I3: the record, its entry and the copy in the CIR go together. */
static void erasure_reaches_everything(void **state)
{
    struct job kept = recorded(&registrar, eurodac_category_applicant);
    struct job j = recorded(&registrar, eurodac_category_applicant);

    (void)state;
    assert_int_equal(as(&expert, citizen, &j), ST_E_FORBIDDEN);
    assert_int_equal(as(&registrar, citizen, &j), ST_OK);
    assert_int_equal(reading(&registrar, get, &j), ST_E_NOTFOUND);
    assert_int_equal(reading(&registrar, cir_get, &j), ST_E_NOTFOUND);
    assert_int_equal(reading(&registrar, get, &kept), ST_OK);
    assert_int_equal(reading(&registrar, cir_get, &kept), ST_OK);
}

static void what_ended_is_erased_the_day_after(void **state)
{
    struct job j = recorded(&screener, eurodac_category_irregular_crossing), sweep = {0};
    struct st_instant last, after;

    (void)state;
    assert_true(st_instant_parse(&last, ST_S("2031-09-02T23:00:00Z")));
    assert_true(st_instant_parse(&after, ST_S("2031-09-03T00:01:00Z")));
    assert_int_equal(st_store_clock_set(at.store, last, 1, NULL), ST_OK);
    assert_int_equal(as(&the_law, expire, &sweep), ST_OK);
    assert_int_equal(sweep.n, 0);
    assert_int_equal(st_store_clock_set(at.store, after, 1, NULL), ST_OK);
    assert_int_equal(as(&the_law, expire, &sweep), ST_OK);
    assert_int_equal(sweep.n, 1);
    assert_int_equal(reading(&registrar, cir_get, &j), ST_E_NOTFOUND);
}

/* I5: a row for each incoming category, a letter for each stored one, and beneath what a mark adds for applicants. */
static void the_comparison_matrix(void **state)
{
    static const char *const rows[eurodac_category_count] = {
        [eurodac_category_applicant] = "XXXXXXXXX",          [eurodac_category_admission_granted] = "---------",
        [eurodac_category_admission_refused] = "---------",  [eurodac_category_admission_discontinued] = "---------",
        [eurodac_category_national_resettlement] = "---------", [eurodac_category_irregular_crossing] = "XXXXXXXXX",
        [eurodac_category_illegal_stay] = "XXXXXXXXX",       [eurodac_category_disembarked] = "XXXXXXXXX",
        [eurodac_category_temporary_protection] = "XXXXXXXXX", [eurodac_category_admission_registered] = "mXXXX----",
        [eurodac_category_law_enforcement] = "XXXXXXXXX",    [eurodac_category_europol] = "XXXXXXXXX",
        [eurodac_category_data_subject] = "XXXXXXXXX"};

    (void)state;
    for (unsigned in = 1; in < eurodac_category_count; in++)
        for (unsigned kept = 1; kept <= 9; kept++)
            for (unsigned flags = 0; flags < 16; flags++) {
                struct st_eurodac_pair p = {(enum eurodac_category)in, (enum eurodac_category)kept, flags & 1, flags & 2,
                                            flags & 4, flags & 8};
                char c = rows[in][kept - 1];
                bool wanted = (c == 'X' || (c == 'm' && (flags & 1))) && !(flags & 2) && (!(flags & 4) || (flags & 8));
                assert_int_equal(st_eurodac_compares(&p), wanted);
            }
}

/* Each row of the rights table names its article, and permits exactly its operations to exactly its role and purpose. */
static void the_rights_row_by_row(void **state)
{
    (void)state;
    for (const struct st_right *r = st_eurodac.rights; r->role != role_unknown; r++) {
        struct st_actor who = {.role = st_str_of(st_code_name(&role_codes, r->role)),
                               .purpose = st_str_of(st_code_name(&purpose_codes, r->purpose))};
        assert_true(st_str_starts(st_str_of(r->citation), "Eurodac Art "));
        for (int operation = ST_MAY_READ; operation <= ST_MAY_COUNT; operation *= 2)
            assert_int_equal(st_access_decide(NULL, &who, st_eurodac.rights, st_eurodac.record,
                                              (enum st_operation)operation, st_eurodac.title, NULL),
                             r->may & (unsigned)operation ? ST_OK : ST_E_FORBIDDEN);
        who.purpose = (struct st_str){NULL, 0};
        assert_int_equal(st_access_decide(NULL, &who, st_eurodac.rights, st_eurodac.record, ST_MAY_READ,
                                          st_eurodac.title, NULL), ST_E_FORBIDDEN);
    }
}

#define STORED(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void)
{
    const struct CMUnitTest tests[] = {
        STORED(a_dataset_is_recorded_and_read),
        STORED(the_reader_sees_what_the_right_names),
        STORED(what_may_not_be_stored_is_refused),
        STORED(nothing_moves_the_end),
        STORED(a_hit_from_proposal_to_erasure),
        STORED(law_enforcement_asks_and_another_verifies),
        STORED(erasure_reaches_everything),
        STORED(what_ended_is_erased_the_day_after),
        cmocka_unit_test(six_is_read_in_favour_of_the_child),
        cmocka_unit_test(the_comparison_matrix),
        cmocka_unit_test(the_rights_row_by_row),
    };
    const char *postgres = getenv("STATERA_TEST_PG");
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    if (postgres == NULL || postgres[0] == 0) {
        (void)fprintf(stderr, "SKIPPED: no PostgreSQL: STATERA_TEST_PG is not set\n");
        return failed;
    }
    at.postgres = postgres;
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
