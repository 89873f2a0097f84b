/* Files of persons: number and checks, who sees what, families, what a refusal and a reading leave behind, erasure.
 * covers: S-007 UF-01 UF-02 UF-07 UF-12 */
#include "place.h"

#include "identity/name_index.h"
#include "registers/search.h"

ACTOR(screener, 1, "screening_officer", "screening");
ACTOR(nurse, 2, "medical_staff", "health_check");
ACTOR(monitor, 3, "monitor", "rights_monitoring");
ACTOR(guardian_of_data, 4, "data_protection_officer", "data_protection");
ACTOR(administrator, 5, "administrator", "administration");
ACTOR(no_purpose, 6, "screening_officer", "");

static struct person_name nadia[] = {{name_kind_current, {"Haddad", 6}, {"Nadia", 5}},
                                     {name_kind_native, {"حداد", 8}, {"نادية", 10}}};
static struct person_nationality syrian[] = {{{"SY", 2}}};
static struct person_document passport[] = {
    {.kind = document_kind_passport, .number = {"n 0012-345", 10}, .issuer = {"SYR", 3}}};

struct job {
    struct st_id id, arrival;
    struct person p, *all;
    struct st_id *ids;
    size_t n;
    int64_t version;
    struct st_str text;
    struct st_journal_row *rows;
};

static struct job nadia_file(void)
{
    struct job j = {.p = {.born_on = {1990, 4, 0}, .sex = sex_female, .languages = {"ar", 2}}};

    j.p.names.v = nadia;
    j.p.names.n = 2;
    j.p.nationalities.v = syrian;
    j.p.nationalities.n = 1;
    j.p.documents.v = passport;
    j.p.documents.n = 1;
    return j;
}

static int open_file(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct person p = j->p;
    return st_person_open(tx, &j->id, &p, err);
}

static int get(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_person_get(tx, &j->p, &j->version, j->id, err);
}

static int update(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct person p = j->p;
    return st_person_update(tx, j->id, j->version, &p, err);
}

static int find(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_person_find(tx, &j->id, j->text, err);
}

static int family(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_person_family(tx, &j->all, &j->ids, &j->n, j->id, err);
}

static int of_arrival(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_persons_of_arrival(tx, &j->all, &j->ids, &j->n, j->arrival, err);
}

static int erase(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_register_erase(tx, &st_persons, j->id, "GDPR Art 17(1)", err);
}

static int journal_of(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct st_journal_filter filter = {.person = j->id, .limit = 100};
    return st_journal_list(&j->rows, &j->n, tx, &filter, err);
}

static void a_file_gets_its_number_and_canonical_values(void **state)
{
    struct job j = nadia_file(), back = {0};
    char canonical[ST_NUMBER_TEXT];

    (void)state;
    assert_int_equal(as(&screener, open_file, &j), ST_OK);
    back.id = j.id;
    assert_int_equal(reading(&screener, get, &back), ST_OK);
    assert_true(st_number_parse(canonical, back.p.number));
    assert_true(st_str_starts(back.p.number, "IT26-"));
    assert_str_is(back.p.nationalities.v[0].country, "SYR"); /* given as SY */
    assert_str_is(back.p.documents.v[0].number, "N0012345");
    assert_int_equal(back.p.born_on.month, 4);
    assert_str_is(st_person_called(at.arena, &back.p), "HADDAD, Nadia");
    back.text = back.p.number;
    assert_int_equal(reading(&screener, find, &back), ST_OK);
    assert_true(st_id_eq(back.id, j.id));
    back.text = ST_S("IT26-AAAA-AAAA-A");
    assert_int_equal(reading(&screener, find, &back), ST_E_NOTFOUND);
}

static void wrong_particulars_are_named_and_nothing_is_kept(void **state)
{
    struct person_nationality nowhere[] = {{{"QQQ", 3}}};
    struct person_name nobody[] = {{.kind = name_kind_current}};
    struct job j = {.p = {.born_on = {2099, 1, 1}, .band = {"B/1", 3}}};
    size_t before = st_name_index_size(st_persons_names());

    (void)state;
    j.p.nationalities.v = nowhere;
    j.p.nationalities.n = 1;
    j.p.names.v = nobody;
    j.p.names.n = 1;
    j.p.family_head = (struct st_id){{7}};
    assert_int_equal(as(&screener, open_file, &j), ST_E_INVALID);
    assert_true(faulted("born_on") && faulted("nationalities.0.country") && faulted("names.0.family") &&
                faulted("family_head"));
    j.text = ST_S("B/1");
    assert_int_equal(reading(&screener, find, &j), ST_E_NOTFOUND);
    assert_int_equal(st_name_index_size(st_persons_names()), before);
}

static void one_band_one_person(void **state)
{
    struct job a = nadia_file(), b = nadia_file();

    (void)state;
    a.p.band = b.p.band = ST_S("IT26-X/7");
    assert_int_equal(as(&screener, open_file, &a), ST_OK);
    assert_int_equal(as(&screener, open_file, &b), ST_E_INVALID);
    assert_true(faulted("band"));
    b.text = ST_S(" IT26-X/7 ");
    assert_int_equal(reading(&screener, find, &b), ST_OK);
    assert_true(st_id_eq(a.id, b.id));
}

static void each_role_sees_what_it_needs(void **state)
{
    struct job j = nadia_file(), seen = {0};

    (void)state;
    assert_int_equal(as(&screener, open_file, &j), ST_OK);
    seen.id = j.id;
    assert_int_equal(reading(&nurse, get, &seen), ST_OK);
    assert_int_equal(seen.p.names.n, 2);
    assert_int_equal(seen.p.documents.n, 0);
    assert_int_equal(seen.p.nationalities.n, 0);
    assert_int_equal(reading(&monitor, get, &seen), ST_OK);
    assert_int_equal(seen.p.names.n, 0);
    assert_false(st_date_known(seen.p.born_on));
    assert_int_equal(seen.p.nationalities.n, 1);
    assert_int_equal(reading(&administrator, get, &seen), ST_E_FORBIDDEN);
    assert_true(at.err.n == 1 && at.err.faults[0].what.text != NULL);
    assert_int_equal(reading(&no_purpose, get, &seen), ST_E_FORBIDDEN);
    assert_int_equal(as(&nurse, open_file, &j), ST_E_FORBIDDEN);
}

/* Who looked: every reading and every refusal is there, newest first, with role and purpose. */
static void who_looked_is_known(void **state)
{
    struct job j = nadia_file(), log = {0};

    (void)state;
    assert_int_equal(as(&screener, open_file, &j), ST_OK);
    log.id = j.id;
    assert_int_equal(reading(&nurse, get, &j), ST_OK);
    (void)reading(&administrator, get, &j);
    assert_int_equal(reading(&guardian_of_data, journal_of, &log), ST_OK);
    assert_true(log.n >= 2);
    assert_int_equal(log.rows[log.n - 1].kind, ST_ENTRY_CHANGE);
    assert_str_is(log.rows[log.n - 1].action, "person.open");
    assert_int_equal(log.rows[log.n - 2].kind, ST_ENTRY_READ);
    assert_str_is(log.rows[log.n - 2].purpose, "health_check");
    assert_true(st_id_eq(log.rows[log.n - 2].officer, nurse.officer));
}

static void two_hands_on_one_file(void **state)
{
    struct job a = nadia_file(), b;

    (void)state;
    assert_int_equal(as(&screener, open_file, &a), ST_OK);
    assert_int_equal(reading(&screener, get, &a), ST_OK);
    b = a;
    a.p.born_in = ST_S("Aleppo");
    assert_int_equal(as(&screener, update, &a), ST_OK);
    b.p.born_in = ST_S("Homs");
    assert_int_equal(as(&screener, update, &b), ST_E_CONFLICT);
    assert_int_equal(reading(&screener, get, &b), ST_OK);
    assert_str_is(b.p.born_in, "Aleppo");
    b.p.number = ST_S("IT26-ZZZZ-ZZZZ-Z"); /* the number is the program's */
    assert_int_equal(as(&screener, update, &b), ST_OK);
    assert_int_equal(reading(&screener, get, &a), ST_OK);
    assert_true(!st_str_is(a.p.number, "IT26-ZZZZ-ZZZZ-Z"));
}

static void a_family_hangs_on_one_head(void **state)
{
    struct job mother = nadia_file(), child = nadia_file(), cousin = nadia_file(), all = {0};

    (void)state;
    mother.p.arrival = child.p.arrival = cousin.p.arrival = (struct st_id){{4, 4}};
    assert_int_equal(as(&screener, open_file, &mother), ST_OK);
    child.p.family_head = mother.id;
    child.p.family_relation = ST_S("child");
    assert_int_equal(as(&screener, open_file, &child), ST_OK);
    cousin.p.family_head = child.id;
    assert_int_equal(as(&screener, open_file, &cousin), ST_OK);
    all.id = cousin.id;
    assert_int_equal(reading(&screener, family, &all), ST_OK);
    assert_int_equal(all.n, 3);
    assert_true(st_id_eq(all.ids[0], mother.id));
    all.arrival = mother.p.arrival;
    assert_int_equal(reading(&screener, of_arrival, &all), ST_OK);
    assert_int_equal(all.n, 3);
    /* The head goes: the others stay, alone. */
    assert_int_equal(as(&screener, erase, &mother), ST_E_FORBIDDEN);
    assert_int_equal(as(&guardian_of_data, erase, &mother), ST_OK);
    all.id = child.id;
    assert_int_equal(reading(&screener, family, &all), ST_OK);
    assert_int_equal(all.n, 1);
}

static struct st_name_candidates named(const char *name)
{
    struct st_name_search search = {.name = st_str_of(name)};
    struct st_name_candidates found;

    assert_int_equal(st_name_index_search(&found, st_persons_names(), &search, at.arena, NULL), ST_OK);
    return found;
}

static void the_index_follows_and_forgets(void **state)
{
    struct person_name odd[] = {{name_kind_current, {"Quettreville", 12}, {"Zénobie", 8}}};
    struct job j = nadia_file();

    (void)state;
    j.p.names.v = odd;
    j.p.names.n = 1;
    assert_int_equal(named("Zenobie Quettreville").n, 0);
    assert_int_equal(as(&screener, open_file, &j), ST_OK);
    assert_int_equal(named("Zenobie Quettreville").n, 1);
    /* rebuilt equals live */
    assert_int_equal(st_name_index_remove(st_persons_names(), j.id), 1);
    assert_int_equal(st_registers_load(at.store, NULL), ST_OK);
    assert_int_equal(named("Zenobie Quettreville").n, 1);
    assert_int_equal(as(&guardian_of_data, erase, &j), ST_OK);
    assert_int_equal(named("Zenobie Quettreville").n, 0);
    assert_int_equal(reading(&screener, get, &j), ST_E_NOTFOUND);
}

/* Each row of the rights table names its article, and permits its operations to its role and purpose and to no other. */
static void the_rights_row_by_row(void **state)
{
    (void)state;
    for (const struct st_right *r = st_persons.rights; r->role != role_unknown; r++) {
        struct st_actor who = {.role = st_str_of(st_code_name(&role_codes, r->role)),
                               .purpose = st_str_of(st_code_name(&purpose_codes, r->purpose))};
        assert_true(r->citation[0] != '\0');
        for (int operation = ST_MAY_READ; operation <= ST_MAY_COUNT; operation *= 2)
            assert_int_equal(st_access_decide(NULL, &who, st_persons.rights, st_persons.record,
                                              (enum st_operation)operation, st_persons.title, NULL),
                             r->may & (unsigned)operation && !(ST_ROLES_IN_CARE & ST_CODE_BIT(r->role))
                                 ? ST_OK
                                 : ST_E_FORBIDDEN); /* about nobody in particular: test_representation.c */
        who.purpose = ST_S("statistics");
        assert_int_equal(st_access_decide(NULL, &who, st_persons.rights, st_persons.record, ST_MAY_READ,
                                          st_persons.title, NULL), ST_E_FORBIDDEN);
    }
}

static void an_age_is_a_range(void **state)
{
    struct person p = {.born_on = {2008, 0, 0}};
    int least, most;

    (void)state;
    assert_true(st_person_age(&least, &most, &p, st_date(2026, 9, 2)));
    assert_int_equal(least, 17);
    assert_int_equal(most, 18);
    p.born_on = st_date(2008, 9, 2);
    assert_true(st_person_age(&least, &most, &p, st_date(2026, 9, 2)));
    assert_int_equal(least, 18);
    assert_int_equal(most, 18);
    p.born_on = (struct st_date){0};
    assert_false(st_person_age(&least, &most, &p, st_date(2026, 9, 2)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_gets_its_number_and_canonical_values),
        cmocka_unit_test(wrong_particulars_are_named_and_nothing_is_kept),
        cmocka_unit_test(one_band_one_person),
        cmocka_unit_test(each_role_sees_what_it_needs),
        cmocka_unit_test(who_looked_is_known),
        cmocka_unit_test(two_hands_on_one_file),
        cmocka_unit_test(a_family_hangs_on_one_head),
        cmocka_unit_test(the_index_follows_and_forgets),
        cmocka_unit_test(the_rights_row_by_row),
        cmocka_unit_test(an_age_is_a_range),
    };

    return RUN_ON_BOTH(tests);
}
