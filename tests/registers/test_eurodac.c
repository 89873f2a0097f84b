/* Eurodac as a register: what a station may record, who sees what, the comparison matrix, storage, rights row by row. On
 * SQLite, and on PostgreSQL where STATERA_TEST_PG says.
 * covers: S-007 UF-04 */
#include "eurodac_place.h"

COMMAND(journal_rows)
{
    struct st_journal_filter filter = {.kind = (int)j->set, .limit = 100};
    struct st_journal_row *rows;
    return st_journal_list(&rows, &j->n, tx, &filter, err);
}

static void a_dataset_is_recorded_and_read(void **state)
{
    struct job j = sent_by(&registrar, eurodac_category_applicant, 1, 0), log = {.set = ST_ENTRY_READ};

    (void)state;
    assert_int_equal(reading(&registrar, journal_rows, &log), ST_OK);
    assert_int_equal(log.n, 0);
    assert_int_equal(reading(&registrar, get, &j), ST_OK);
    assert_str_is(j.d.origin, "IT");
    assert_true(st_eurodac_reference_fits(j.d.reference, ST_S("IT"), eurodac_category_applicant));
    assert_int_equal(st_date_cmp(j.d.transmitted_on, st_date(2026, 9, 2)), 0);
    assert_int_equal(st_date_cmp(j.entry.storage_ends_on, st_date(2036, 9, 2)), 0);
    assert_str_is(j.entry.storage_citation, "Eurodac Art 29(1)");
    assert_int_equal(reading(&registrar, journal_rows, &log), ST_OK);
    assert_int_equal(log.n, 1); /* one reading, one entry (I7) */
}

static void the_reader_sees_what_the_right_names(void **state)
{
    struct job j = sent_by(&registrar, eurodac_category_applicant, 1, 0), log = {.set = ST_ENTRY_REFUSAL};

    (void)state;
    assert_int_equal(reading(&expert, get, &j), ST_OK);
    assert_int_equal(j.d.fingerprints.n, 2);
    assert_int_equal(j.d.names.n, 0);
    assert_false(st_date_known(j.d.born_on));
    assert_int_equal(reading(&medic, get, &j), ST_E_FORBIDDEN);
    assert_int_equal(at.err.n, 1);
    assert_string_not_equal(at.err.faults[0].cure, ""); /* whom to ask */
    assert_int_equal(reading(&registrar, journal_rows, &log), ST_OK);
    assert_int_equal(log.n, 1);
}

static void what_may_not_be_stored_is_refused(void **state)
{
    struct st_actor returns = registrar;
    struct job j = {.d = dataset_of(eurodac_category_temporary_protection, 1, 0)};

    (void)state;
    returns.role = ST_S("return_officer");
    returns.purpose = ST_S("irregular_migration");
    assert_int_equal(as(&registrar, send, &j), ST_E_INVALID); /* I25 */
    j.d = dataset_of(eurodac_category_applicant, 1, 0);
    assert_int_equal(as(&returns, send, &j), ST_E_FORBIDDEN);
    assert_true(faulted("category"));
    j.d.born_on = st_date(2020, 0, 0); /* may have been born in December: I1 */
    assert_int_equal(as(&registrar, send, &j), ST_E_INVALID);
    assert_true(faulted("born_on"));
    j.d = dataset_of(eurodac_category_applicant, 1, 0);
    j.d.security_source = security_source_screening; /* I6: no reason */
    assert_int_equal(as(&registrar, send, &j), ST_E_INVALID);
    assert_true(faulted("security_flag"));
    j.d.security_flag = ST_CODE_BIT(security_reason_armed);
    j.d.security_source = security_source_capture; /* F4: not for applicants */
    assert_int_equal(as(&registrar, send, &j), ST_E_INVALID);
    assert_true(faulted("security_source"));
    j.d.security_source = security_source_screening;
    assert_int_equal(as(&registrar, send, &j), ST_OK);
    assert_int_equal(reading(&registrar, queue, &j), ST_OK);
    assert_int_equal(j.n, 1); /* what was refused left nothing in the queue */
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

/* What was sent stays what it was; another State's officer finds nothing to change. */
static void only_the_state_of_origin_changes_it(void **state)
{
    struct job j = sent_by(&registrar, eurodac_category_applicant, 1, 0);

    (void)state;
    assert_int_equal(as(&french, get, &j), ST_E_NOTFOUND);
    assert_int_equal(reading(&registrar, get, &j), ST_OK);
    j.d.avrr_granted = ST_YES;
    assert_int_equal(as(&registrar, replace, &j), ST_OK);
    deliver();
    assert_int_equal(reading(&centre, look, &j), ST_OK);
    assert_int_equal(j.d.avrr_granted, ST_YES);
    assert_str_is(j.entry.sender, "IT-LMP");
    assert_int_equal(reading(&registrar, get, &j), ST_OK);
    j.d.reference = ST_S("IT1000000001");
    assert_int_equal(as(&registrar, replace, &j), ST_E_INVALID);
}

/* I2, R15: marks, links and updates move no end date. */
static void nothing_moves_the_end(void **state)
{
    struct job a = sent_by(&screener, eurodac_category_irregular_crossing, 1, 0);

    (void)state;
    go_to("2028-01-05T10:00:00Z");
    a.set = ST_CODE_BIT(register_mark_residence_document);
    assert_int_equal(as(&registrar, mark, &a), ST_OK);
    assert_int_equal(sent_by(&french, eurodac_category_applicant, 1, 1).n, 0);
    assert_int_equal(reading(&centre, look, &a), ST_OK);
    assert_true(st_id_known(a.entry.sequence));
    assert_int_equal(a.entry.marks, a.set);
    assert_int_equal(st_date_cmp(a.entry.storage_ends_on, st_date(2031, 9, 2)), 0);
    assert_int_equal(reading(&registrar, get, &a), ST_OK);
    assert_int_equal(st_date_cmp(a.entry.storage_ends_on, st_date(2031, 9, 2)), 0);
}

static void what_ended_is_erased_the_day_after(void **state)
{
    struct job j = sent_by(&screener, eurodac_category_irregular_crossing, 1, 0), end = {0};

    (void)state;
    go_to("2031-09-02T23:00:00Z");
    assert_int_equal(as(&centre, sweep, &end), ST_OK);
    assert_int_equal(end.n, 0);
    go_to("2031-09-03T00:01:00Z");
    assert_int_equal(as(&centre, sweep, &end), ST_OK);
    assert_int_equal(end.n, 1);
    assert_int_equal(reading(&centre, look_cir, &j), ST_E_NOTFOUND);
    assert_int_equal(reading(&registrar, get, &j), ST_OK); /* the station's own copy ends by itself */
    assert_int_equal(as(&italy, sweep, &end), ST_OK);
    assert_int_equal(reading(&registrar, get, &j), ST_E_NOTFOUND);
    assert_int_equal(reading(&registrar, queue, &j), ST_OK);
    assert_int_equal(j.n, 0); /* by operation of law on both sides: nobody tells anybody */
}

COMMAND(open_log)
{
    struct st_journal_filter filter = {.limit = 100, .kind = ST_ENTRY_CHANGE};
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

/* O2: the logs of a dataset can be opened until one year after its storage. */
static void logs_outlive_their_data_by_a_year(void **state)
{
    struct job j = sent_by(&screener, eurodac_category_irregular_crossing, 1, 0), end = {0};

    (void)state;
    go_to("2027-09-02T10:00:00Z"); /* its end, too, has keys of their day swept */
    assert_int_equal(sent_by(&screener, eurodac_category_irregular_crossing, 2, 0).n, 0);
    go_to("2031-09-03T00:01:00Z");
    assert_int_equal(as(&centre, sweep, &end), ST_OK);
    assert_int_equal(reading(&centre, open_log, &j), ST_OK);
    assert_int_not_equal(j.n, 0);
    go_to("2032-09-02T12:00:00Z");
    assert_int_equal(as(&centre, sweep, &end), ST_OK);
    assert_int_equal(reading(&centre, open_log, &j), ST_OK);
    assert_int_not_equal(j.n, 0);
    go_to("2032-09-03T00:01:00Z");
    assert_int_equal(as(&centre, sweep, &end), ST_OK);
    assert_int_equal(reading(&centre, open_log, &j), ST_OK);
    assert_int_equal(j.n, 0);
}

/* I5: a row for each incoming category, a letter for each stored one; m: applicants with a mark. */
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
    struct st_arena *arena = st_arena_new();

    (void)state;
    for (unsigned in = 1; in < eurodac_category_count; in++)
        for (unsigned kept = 1; kept <= 9; kept++)
            for (unsigned flags = 0; flags < 16; flags++) {
                bool marked = flags & 1, take_charge = flags & 2, same = flags & 4, asked = flags & 8;
                bool police = in >= eurodac_category_law_enforcement;
                struct eurodac_pair p = {.incoming = (uint16_t)in, .stored = (uint16_t)kept, .date_left_only = ST_NO,
                                         .stored_marked = st_tri_of(marked), .take_charge = st_tri_of(take_charge),
                                         .same_state = st_tri_of(same), .own_state_asked = st_tri_of(asked),
                                         .prints_usable = ST_YES};
                char c = rows[in][kept - 1];
                bool wanted = (c == 'X' || (c == 'm' && marked)) &&
                              !(take_charge && in == eurodac_category_applicant) && (police || !same || asked);
                struct eurodac_comparison got;
                assert_int_equal(st_eurodac_compares(&got, &p, st_date(2026, 9, 2), arena, NULL), ST_OK);
                assert_int_equal(got.compare, st_tri_of(wanted));
            }
    st_arena_free(arena);
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

int main(void)
{
    const struct CMUnitTest pure[] = {
        cmocka_unit_test(six_is_read_in_favour_of_the_child),
        cmocka_unit_test(the_comparison_matrix),
        cmocka_unit_test(the_rights_row_by_row),
    };
    const struct CMUnitTest tests[] = {
        EACH_ANEW(a_dataset_is_recorded_and_read),
        EACH_ANEW(the_reader_sees_what_the_right_names),
        EACH_ANEW(what_may_not_be_stored_is_refused),
        EACH_ANEW(only_the_state_of_origin_changes_it),
        EACH_ANEW(nothing_moves_the_end),
        EACH_ANEW(what_ended_is_erased_the_day_after),
        EACH_ANEW(logs_outlive_their_data_by_a_year),
    };

    return cmocka_run_group_tests(pure, NULL, NULL) + RUN_EACH_ON_BOTH(tests);
}
