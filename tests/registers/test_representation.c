/* Who represents or assists a minor: who may be put in charge, one at a time, how it ends; and that rights which hang on
 * it count about those in care, today, and about nobody else. covers: S-018 UF-10 UF-12 */
#include "place.h"

#include "registers/person.h"
#include "registers/representation.h"
#include "registers/staff.h"

ACTOR(screener, 1, "screening_officer", "screening");
ACTOR(carer, 2, "vulnerability_staff", "vulnerability_check");
ACTOR(watcher, 3, "monitor", "rights_monitoring");
ACTOR(protector, 4, "data_protection_officer", "data_protection");
ACTOR(administrator, 5, "administrator", "administration");
static const struct st_actor the_law = {.authority = {"IT-LMP", 6}, .role = {"", 0}, .purpose = {"", 0}};

struct job {
    struct st_id id, person, account;
    struct person p, *family;
    struct representation r, *all;
    struct st_id *ids;
    size_t n;
    bool yes;
    struct st_str text;
    struct st_instant until;
    struct st_representative *accounts;
    uint64_t roles;
    struct st_journal_row *rows;
};

static struct st_id nadia_id, samir_id;
static struct st_actor nadia, samir;

/* ---- Commands ---- */
static int hire(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct staff s = {.sign_in_name = j->text, .name = j->text, .roles = j->roles};
    return st_staff_add(tx, &j->account, &s, "hash", err);
}

static int open_file(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct person p = j->p;
    return st_person_open(tx, &j->person, &p, err);
}

static int designate(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_representation_designate(tx, &j->id, j->person, &j->r, err);
}

static int end(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_representation_end(tx, j->id, 0, j->until, j->text, err);
}

static int list(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_representation_list(tx, &j->all, &j->ids, &j->n, j->person, err);
}

static int get(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_representation_get(tx, &j->r, NULL, j->id, err);
}

static int get_person(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_person_get(tx, &j->p, NULL, j->person, err);
}

static int find_person(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_person_find(tx, &j->person, j->text, err);
}

static int family(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_person_family(tx, &j->family, &j->ids, &j->n, j->person, err);
}

static int in_care(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    (void)err;
    j->yes = st_in_care(tx, j->person);
    return ST_OK;
}

static int all_in_care(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_all_in_care(tx, &j->ids, &j->n, err);
}

static int accounts(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_representatives(tx, &j->accounts, &j->n, err);
}

static int expire(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    int rc = st_register_expire(tx, &j->n, 100, err);
    return rc == ST_OK && j->n == 0 ? ST_E_NOTFOUND : rc; /* as the system does: nothing to commit */
}

static int end_file(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_person_end(tx, j->person, "SR Art 18(7)", err);
}

static int erase_file(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_register_erase(tx, &st_persons, j->person, "GDPR Art 17(1)", err);
}

static int stored(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct representation r = {0};
    return st_record_get(&r, NULL, tx, &representation_shape, j->id, err);
}

static int journal_of(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct st_journal_filter filter = {.person = j->person, .limit = 100};
    return st_journal_list(&j->rows, &j->n, tx, &filter, err);
}

/* ---- Who there is ---- */
static struct st_id account(const char *name, uint64_t roles)
{
    struct job j = {.text = st_str_of(name), .roles = roles};
    assert_int_equal(as(&administrator, hire, &j), ST_OK);
    return j.account;
}

static struct st_actor acting(struct st_id officer)
{
    return (struct st_actor){.authority = ST_S("IT-LMP"), .officer = officer, .role = ST_S("representative"),
                             .purpose = ST_S("assistance_of_minor")};
}

static int open_with_guardians(void **state)
{
    int rc = open_place(state);

    nadia_id = account("nadia", ST_CODE_BIT(role_representative));
    samir_id = account("samir", ST_CODE_BIT(role_representative));
    nadia = acting(nadia_id);
    samir = acting(samir_id);
    return rc;
}

static struct st_id born(int year, int month, uint8_t unaccompanied)
{
    static struct person_name names[] = {{name_kind_current, {"Example", 7}, {"Child", 5}}};
    struct job j = {.p = {.born_on = st_date(year, month, 1), .unaccompanied = unaccompanied}};

    j.p.names.v = names;
    j.p.names.n = 1;
    assert_int_equal(as(&screener, open_file, &j), ST_OK);
    return j.person;
}

static struct st_id child(uint8_t unaccompanied) { return born(2014, 3, unaccompanied); }

static struct job charge_of(struct st_id person, const char *sign_in_name)
{
    return (struct job){.person = person,
                        .r = {.kind = representation_kind_provisional, .sign_in_name = st_str_of(sign_in_name),
                              .designated_by = ST_S("Tribunale"), .trained = ST_YES, .independent = ST_YES,
                              .conflict = ST_NO, .normal_circumstances = ST_YES}};
}

static bool cares(const struct st_actor *who, struct st_id person)
{
    struct job j = {.person = person};
    assert_int_equal(reading(who, in_care, &j), ST_OK);
    return j.yes;
}

static void move(int64_t minutes)
{
    struct st_instant t = st_store_now(at.store);
    assert_int_equal(st_store_clock_set(at.store, (struct st_instant){t.us + minutes * 60 * ST_SECOND}, 1, NULL), ST_OK);
}

/* ---- The tests ---- */
static void who_is_in_charge_sees_the_child_and_nobody_else_does(void **state)
{
    struct job j = charge_of(child(ST_YES), "nadia"), other = {.person = child(ST_YES)}, none = {.person = {{9, 9}}};
    struct job seen = {.person = j.person};
    struct st_error refusal;

    (void)state;
    assert_int_equal(reading(&nadia, get_person, &seen), ST_E_FORBIDDEN);
    assert_int_equal(as(&screener, designate, &j), ST_OK);
    assert_true(cares(&nadia, j.person));
    assert_int_equal(reading(&nadia, get_person, &seen), ST_OK);
    assert_str_is(seen.p.names.v[0].given, "Child");
    assert_false(st_id_known(seen.p.arrival));
    assert_int_equal(reading(&nadia, list, &j), ST_OK);
    assert_int_equal(j.n, 1);
    assert_str_is(j.all[0].name, "nadia");
    assert_int_equal(j.all[0].minors_in_care.v, 1);
    /* another's child and no child at all: one and the same answer */
    assert_int_equal(reading(&nadia, get_person, &other), ST_E_FORBIDDEN);
    refusal = at.err;
    assert_int_equal(reading(&nadia, get_person, &none), ST_E_FORBIDDEN);
    assert_string_equal(refusal.faults[0].what.text, at.err.faults[0].what.text);
    assert_string_equal(refusal.faults[0].cure, at.err.faults[0].cure);
    assert_int_equal(reading(&samir, get_person, &seen), ST_E_FORBIDDEN);
    assert_int_equal(reading(&samir, list, &j), ST_E_FORBIDDEN);
    assert_int_equal(reading(&samir, get, &j), ST_E_FORBIDDEN);
}

static void another_role_or_purpose_gets_nothing_by_it(void **state)
{
    struct job j = charge_of(child(ST_YES), "nadia");
    struct st_actor who = nadia;

    (void)state;
    assert_int_equal(as(&screener, designate, &j), ST_OK);
    who.purpose = ST_S("screening");
    assert_int_equal(reading(&who, get_person, &j), ST_E_FORBIDDEN);
    who = nadia;
    who.role = ST_S("statistician");
    assert_false(cares(&who, j.person));
    assert_int_equal(reading(&who, get_person, &j), ST_E_FORBIDDEN);
    who = nadia;
    assert_int_equal(as(&nadia, designate, &j), ST_E_FORBIDDEN); /* nobody puts themselves in charge */
    assert_int_equal(reading(&the_law, journal_of, &j), ST_OK);
    assert_int_equal(j.rows[0].kind, ST_ENTRY_REFUSAL);
    assert_str_is(j.rows[0].action, "representation.designate");
    j.text = ST_S("I leave");
    assert_int_equal(as(&nadia, end, &j), ST_E_FORBIDDEN);
}

static void other_roles_of_the_account_widen_nothing(void **state)
{
    struct job j = charge_of(child(ST_YES), "nadia"), other = {.person = child(ST_YES)};
    struct st_actor both = nadia;

    (void)state;
    assert_int_equal(as(&screener, designate, &j), ST_OK);
    both.role = ST_S("representative monitor");
    assert_false(st_actor_only_in_care(&both));
    assert_true(st_access_by_care(&both, &st_persons)); /* under this purpose */
    assert_int_equal(reading(&both, get_person, &j), ST_OK);
    assert_int_equal(reading(&both, get_person, &other), ST_E_FORBIDDEN);
    both.purpose = ST_S("rights_monitoring");
    assert_false(st_access_by_care(&both, &st_persons));
    assert_int_equal(reading(&both, get_person, &other), ST_OK);
    assert_int_equal(other.p.names.n, 0); /* as a monitor sees anybody */
}

static void a_number_finds_those_in_care_only(void **state)
{
    struct job j = charge_of(child(ST_YES), "nadia"), found = {0};

    (void)state;
    assert_int_equal(as(&screener, designate, &j), ST_OK);
    assert_int_equal(reading(&screener, get_person, &j), ST_OK);
    found.text = j.p.number;
    assert_int_equal(reading(&nadia, find_person, &found), ST_OK);
    assert_true(st_id_eq(found.person, j.person));
    assert_int_equal(reading(&samir, find_person, &found), ST_E_NOTFOUND);
}

static void after_the_end_nothing_is_seen_and_what_was_stays_on_file(void **state)
{
    struct job j = charge_of(child(ST_YES), "nadia");

    (void)state;
    assert_int_equal(as(&screener, designate, &j), ST_OK);
    move(30);
    j.text = ST_S("  ");
    assert_int_equal(as(&screener, end, &j), ST_E_INVALID);
    assert_true(faulted("ended_because"));
    j.text = ST_S("Moved to another region");
    j.until.us = st_store_now(at.store).us + ST_HOUR;
    assert_int_equal(as(&screener, end, &j), ST_E_INVALID);
    j.until.us = 0;
    assert_int_equal(as(&carer, end, &j), ST_OK);
    assert_false(cares(&nadia, j.person));
    assert_int_equal(reading(&nadia, get_person, &j), ST_E_FORBIDDEN);
    assert_int_equal(reading(&nadia, get, &j), ST_E_FORBIDDEN);
    assert_int_equal(as(&screener, end, &j), ST_E_STATE);
    assert_int_equal(reading(&screener, list, &j), ST_OK);
    assert_int_equal(j.n, 1);
    assert_str_is(j.all[0].ended_because, "Moved to another region");
    assert_false(st_representation_in_force(&j.all[0], st_store_now(at.store)));
    assert_int_equal(reading(&protector, journal_of, &j), ST_OK);
    assert_true(j.n > 0);
}

static void one_at_a_time_and_a_change_has_its_reason(void **state)
{
    struct job j = charge_of(child(ST_YES), "nadia"), second;

    (void)state;
    assert_int_equal(as(&screener, designate, &j), ST_OK);
    move(10);
    second = charge_of(j.person, "samir");
    assert_int_equal(as(&screener, designate, &second), ST_E_INVALID); /* SCR-103 */
    assert_true(cares(&nadia, j.person));
    second.r.why_changed = ST_S("Nadia fell ill");
    assert_int_equal(as(&screener, designate, &second), ST_OK);
    assert_false(cares(&nadia, j.person));
    assert_true(cares(&samir, j.person));
    move(10);
    second = charge_of(j.person, "nadia"); /* appointed: takes over from whoever acted until then */
    second.r.kind = representation_kind_representative;
    assert_int_equal(as(&screener, designate, &second), ST_OK);
    assert_true(cares(&nadia, j.person) && !cares(&samir, j.person));
    assert_int_equal(reading(&screener, list, &j), ST_OK);
    assert_int_equal(j.n, 3);
    assert_int_equal(j.all[0].kind, representation_kind_representative); /* in force first */
}

static void a_family_member_stands_beside_a_representative(void **state)
{
    struct job aunt = {.person = child(ST_NO), .r = {.kind = representation_kind_family_member, .name = ST_S("An aunt"),
                                                     .designated_by = ST_S("Hotspot")}};

    (void)state;
    assert_int_equal(as(&carer, designate, &aunt), ST_OK);
    aunt.r.name = ST_S("");
    assert_int_equal(as(&carer, designate, &aunt), ST_E_INVALID);
    assert_true(faulted("name"));
    struct job guardian = charge_of(aunt.person, "nadia"); /* with family: no representative is due */
    assert_int_equal(as(&carer, designate, &guardian), ST_E_INVALID);
}

static void who_takes_part_in_the_screening_represents_nobody(void **state)
{
    struct job j = charge_of(child(ST_YES), "both");

    (void)state;
    account("both", ST_CODE_BIT(role_representative) | ST_CODE_BIT(role_screening_officer));
    account("officer", ST_CODE_BIT(role_screening_officer));
    assert_int_equal(as(&screener, designate, &j), ST_E_INVALID); /* SR Art 13(4) */
    j.r.sign_in_name = ST_S("officer");
    assert_int_equal(as(&screener, designate, &j), ST_E_INVALID);
    assert_true(faulted("sign_in_name"));
    j.r.sign_in_name = ST_S("nobody-here");
    assert_int_equal(as(&screener, designate, &j), ST_E_INVALID);
    j.r.sign_in_name = ST_S("nadia");
    j.r.conflict = ST_YES;
    assert_int_equal(as(&screener, designate, &j), ST_E_INVALID); /* RCD Art 27(6) */
    j.r.conflict = ST_UNKNOWN;
    assert_int_equal(as(&screener, designate, &j), ST_E_NEEDS);
    assert_true(faulted("conflict"));
    j.r.conflict = ST_NO;
    assert_int_equal(as(&screener, designate, &j), ST_OK);
}

static void thirty_is_the_limit_under_normal_circumstances(void **state)
{
    struct job j, of = {0};
    int64_t before = -1;

    (void)state;
    account("many", ST_CODE_BIT(role_representative));
    for (int i = 0; i < 30; i++) {
        j = charge_of(child(ST_YES), "many");
        assert_int_equal(as(&screener, designate, &j), ST_OK);
    }
    assert_int_equal(reading(&screener, accounts, &of), ST_OK);
    for (size_t i = 0; i < of.n; i++)
        if (st_str_is(of.accounts[i].sign_in_name, "many"))
            before = of.accounts[i].minors;
    assert_int_equal(before, 30);
    j = charge_of(child(ST_YES), "many");
    assert_int_equal(as(&screener, designate, &j), ST_E_INVALID); /* SCR-104 */
    j.r.normal_circumstances = ST_NO;
    assert_int_equal(as(&screener, designate, &j), ST_OK);
    assert_int_equal(reading(&nadia, accounts, &of), ST_E_FORBIDDEN);
}

static void of_siblings_each_reader_sees_those_in_care(void **state)
{
    struct job first = charge_of(child(ST_YES), "samir"), second = {.p = {.born_on = {2016, 1, 1}, .unaccompanied = ST_YES}};
    struct job seen = {0};

    (void)state;
    second.p.family_head = first.person;
    assert_int_equal(as(&screener, open_file, &second), ST_OK);
    assert_int_equal(as(&screener, designate, &first), ST_OK);
    seen.person = first.person;
    assert_int_equal(reading(&screener, family, &seen), ST_OK);
    assert_int_equal(seen.n, 2);
    assert_int_equal(reading(&samir, family, &seen), ST_OK);
    assert_int_equal(seen.n, 1);
    second.r = charge_of(second.person, "samir").r;
    assert_int_equal(as(&screener, designate, &second), ST_OK);
    assert_int_equal(reading(&samir, family, &seen), ST_OK);
    assert_int_equal(seen.n, 2);
    assert_int_equal(reading(&samir, all_in_care, &seen), ST_OK);
    assert_true(seen.n >= 2);
}

static void the_monitor_sees_that_somebody_is_in_charge_and_not_who(void **state)
{
    struct job j = charge_of(child(ST_YES), "nadia");

    (void)state;
    assert_int_equal(as(&screener, designate, &j), ST_OK);
    assert_int_equal(reading(&watcher, list, &j), ST_OK);
    assert_int_equal(j.n, 1);
    assert_int_equal(j.all[0].kind, representation_kind_provisional);
    assert_int_equal(j.all[0].name.n, 0);
    assert_false(st_id_known(j.all[0].account));
}

static void of_age_ends_it_by_law(void **state)
{
    struct job j = charge_of(born(2008, 10, ST_YES), "nadia"), swept = {0};

    (void)state;
    assert_int_equal(as(&screener, designate, &j), ST_OK);
    assert_int_equal(as(&the_law, expire, &swept), ST_E_NOTFOUND);
    assert_true(cares(&nadia, j.person));
    move((int64_t)30 * 24 * 60); /* eighteen on the first of October */
    assert_int_equal(as(&the_law, expire, &swept), ST_OK);
    assert_int_equal(swept.n, 1);
    assert_false(cares(&nadia, j.person));
    assert_int_equal(reading(&screener, list, &j), ST_OK);
    assert_str_is(j.all[0].ended_because, "SR Art 2(9)");
    assert_int_equal(as(&the_law, expire, &swept), ST_E_NOTFOUND);
}

static void it_goes_with_the_file_and_holds_none_back(void **state)
{
    struct job j = charge_of(child(ST_YES), "nadia"), k = charge_of(child(ST_YES), "nadia");

    (void)state;
    assert_int_equal(as(&screener, designate, &j), ST_OK);
    assert_int_equal(as(&screener, designate, &k), ST_OK);
    assert_int_equal(as(&the_law, end_file, &j), ST_OK);
    assert_int_equal(reading(&screener, stored, &j), ST_E_NOTFOUND);
    assert_int_equal(reading(&screener, stored, &k), ST_OK);
    assert_int_equal(as(&protector, erase_file, &k), ST_OK);
    assert_int_equal(reading(&screener, stored, &k), ST_E_NOTFOUND);
    assert_false(cares(&nadia, k.person));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_in_charge_sees_the_child_and_nobody_else_does),
        cmocka_unit_test(another_role_or_purpose_gets_nothing_by_it),
        cmocka_unit_test(other_roles_of_the_account_widen_nothing),
        cmocka_unit_test(a_number_finds_those_in_care_only),
        cmocka_unit_test(after_the_end_nothing_is_seen_and_what_was_stays_on_file),
        cmocka_unit_test(one_at_a_time_and_a_change_has_its_reason),
        cmocka_unit_test(a_family_member_stands_beside_a_representative),
        cmocka_unit_test(who_takes_part_in_the_screening_represents_nobody),
        cmocka_unit_test(thirty_is_the_limit_under_normal_circumstances),
        cmocka_unit_test(of_siblings_each_reader_sees_those_in_care),
        cmocka_unit_test(the_monitor_sees_that_somebody_is_in_charge_and_not_who),
        cmocka_unit_test(it_goes_with_the_file_and_holds_none_back),
        cmocka_unit_test(of_age_ends_it_by_law), /* the last: it moves the clock by a month */
    };
    int failed = cmocka_run_group_tests_name("sqlite", tests, open_with_guardians, close_place);

    return failed + (on_postgres() ? cmocka_run_group_tests_name("postgres", tests, open_with_guardians, close_place) : 0);
}
