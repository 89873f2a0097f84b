/* Officers' accounts: who may change them, the last administrator, signing in, what the journal keeps.
 * covers: UF-07 UF-22 */
#include "place.h"

#include "registers/staff.h"

ACTOR(administrator, 1, "administrator", "administration");
ACTOR(screener, 2, "screening_officer", "screening");
ACTOR(nobody, 3, "", "");

struct job {
    struct st_id id, of;
    struct staff s, *all;
    struct st_id *ids;
    size_t n;
    int64_t version;
    const char *hash;
    bool active;
    struct st_str text;
};

static char hash[ST_PASSWORD_TEXT];

static struct job account(const char *name, uint64_t roles)
{
    return (struct job){.s = {.sign_in_name = st_str_of(name), .name = ST_S("Elena Conti"), .unit = ST_S("Hotspot"),
                              .roles = roles, .language = ST_S("en")}, .hash = hash};
}

static int first(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct staff s = j->s;
    return st_staff_first(tx, &j->id, &s, j->hash, err);
}

static int add(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct staff s = j->s;
    return st_staff_add(tx, &j->id, &s, j->hash, err);
}

static int get(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_staff_get(tx, &j->s, &j->version, j->id, err);
}

static int update(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct staff s = j->s;
    return st_staff_update(tx, j->id, j->version, &s, err);
}

static int activate(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_staff_activate(tx, j->id, j->active, err);
}

static int password(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_staff_password(tx, j->id, j->hash, err);
}

static int list(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_staff_list(tx, &j->all, &j->ids, &j->n, 100, err);
}

static int called(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    (void)err;
    j->text = st_staff_name(tx, j->of);
    return ST_OK;
}

/* The session that begins: whose it is. */
struct begun {
    struct staff staff;
    struct st_id id;
};

static bool session_refused;

static int begin_session(struct st_tx *tx, const struct staff *staff, struct st_id officer, void *arg,
                         struct st_error *err)
{
    struct begun *b = arg;

    assert_true(tx->write);
    if (session_refused)
        return st_fail(err, ST_E_LIMIT, "", ST_MSG("unknown"), "", "");
    b->staff = *staff;
    b->id = officer;
    return ST_OK;
}

static int sign_in(const char *name, const char *secret, struct staff *staff, struct st_id *id)
{
    struct begun b = {0};
    const struct st_staff_sign_in asked = {st_str_of(name), st_str_of(secret), st_id_new(st_instant_now()),
                                           begin_session, &b};
    int rc;

    at.err = (struct st_error){0};
    rc = st_staff_authenticate(&asked, at.store, ST_S("IT-LMP"), at.arena, &at.err);
    *staff = b.staff;
    *id = b.id;
    return rc;
}

static int count_sign_ins(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct st_journal_filter filter = {.limit = 500};
    struct st_journal_row *rows;
    size_t n = 0, *found = arg;
    int rc = st_journal_list(&rows, &n, tx, &filter, err);

    for (size_t i = 0; rc == ST_OK && i < n; i++)
        *found += st_str_is(rows[i].action, "session.begin");
    return rc;
}

/* Entries of the journal that say that somebody signed in. */
static size_t sign_ins(void)
{
    struct st_actor nobody_yet = {.authority = ST_S("IT-LMP")};
    size_t n = 0;

    assert_int_equal(st_store_read(at.store, &nobody_yet, count_sign_ins, &n, at.arena, &at.err), ST_OK);
    return n;
}

static void the_first_administrator_and_then_only_administrators(void **state)
{
    struct job chief = account("Chief", 0), again = account("second", 0), other = account("elena.conti", 0), all = {0};

    (void)state;
    assert_int_equal(st_staff_hash(hash, ST_S("short"), &at.err), ST_E_INVALID);
    assert_int_equal(st_staff_hash(hash, ST_S("password1234"), &at.err), ST_E_INVALID);
    assert_int_equal(st_staff_hash(hash, ST_S("the sea was calm tonight"), NULL), ST_OK);
    assert_int_equal(as(&nobody, first, &chief), ST_OK);
    assert_int_equal(as(&nobody, first, &again), ST_E_EXISTS);
    assert_int_equal(as(&administrator, add, &other), ST_E_INVALID); /* no role at all */
    assert_true(faulted("roles"));
    other.s.roles = ST_CODE_BIT(role_screening_officer);
    assert_int_equal(as(&screener, add, &other), ST_E_FORBIDDEN);
    assert_int_equal(as(&administrator, add, &other), ST_OK);
    assert_int_equal(as(&administrator, add, &other), ST_E_EXISTS);
    other.s.sign_in_name = ST_S("élena");
    assert_int_equal(as(&administrator, add, &other), ST_E_INVALID);
    assert_true(faulted("sign_in_name"));
    assert_int_equal(reading(&administrator, list, &all), ST_OK);
    assert_int_equal(all.n, 2);
    assert_str_is(all.all[0].sign_in_name, "chief");
    assert_true(st_yes(all.all[0].active) && (all.all[0].roles & ST_CODE_BIT(role_administrator)));
    assert_int_equal(reading(&screener, list, &all), ST_E_FORBIDDEN);
    all.of = other.id;
    assert_int_equal(reading(&screener, called, &all), ST_OK); /* colleagues know each other's names */
    assert_str_is(all.text, "Elena Conti, Hotspot");
}

static struct job chief(void)
{
    struct job all = {0};

    assert_int_equal(reading(&administrator, list, &all), ST_OK);
    return (struct job){.id = all.ids[0], .hash = hash};
}

static void the_last_administrator_stays(void **state)
{
    struct job j = chief();
    struct st_actor herself = administrator;

    (void)state;
    assert_int_equal(as(&administrator, activate, &j), ST_E_STATE);
    assert_int_equal(reading(&administrator, get, &j), ST_OK);
    j.s.roles = ST_CODE_BIT(role_supervisor);
    assert_int_equal(as(&administrator, update, &j), ST_E_STATE);
    herself.officer = j.id;
    assert_int_equal(as(&herself, activate, &j), ST_E_STATE);
}

static void signing_in(void **state)
{
    struct job j = account("night.shift", ST_CODE_BIT(role_screening_officer));
    struct staff staff;
    struct st_id id;

    (void)state;
    assert_int_equal(as(&administrator, add, &j), ST_OK);
    assert_int_equal(sign_in(" Night.Shift ", "the sea was calm tonight", &staff, &id), ST_OK);
    assert_true(st_id_eq(id, j.id));
    assert_int_equal(staff.roles, ST_CODE_BIT(role_screening_officer));
    assert_int_equal(sign_ins(), 1);
    session_refused = true; /* the session cannot be written: nobody is said to have signed in */
    assert_int_equal(sign_in("night.shift", "the sea was calm tonight", &staff, &id), ST_E_LIMIT);
    session_refused = false;
    assert_int_equal(sign_ins(), 1);
    assert_int_equal(st_staff_confirm(&staff, &id, at.store, ST_S("IT-LMP"), ST_S("night.shift"),
                                      ST_S("the sea was calm tonight"), at.arena, &at.err), ST_OK);
    assert_int_equal(sign_ins(), 1);
    assert_int_equal(sign_in("night.shift", "the sea was rough tonight", &staff, &id), ST_E_FORBIDDEN);
    assert_int_equal(sign_in("nobody.here", "the sea was calm tonight", &staff, &id), ST_E_FORBIDDEN);
    assert_int_equal(as(&administrator, activate, &j), ST_OK);
    assert_int_equal(sign_in("night.shift", "the sea was calm tonight", &staff, &id), ST_E_FORBIDDEN);
    j.active = true;
    assert_int_equal(as(&administrator, activate, &j), ST_OK);
    assert_int_equal(sign_in("night.shift", "the sea was calm tonight", &staff, &id), ST_OK);
}

static void ones_own_password_and_others(void **state)
{
    struct job j = account("late", ST_CODE_BIT(role_screening_officer));
    struct st_actor herself = screener;
    static char other[ST_PASSWORD_TEXT];
    struct staff staff;
    struct st_id id;

    (void)state;
    assert_int_equal(as(&administrator, add, &j), ST_OK);
    assert_int_equal(st_staff_hash(other, ST_S("a lamp on the mole"), NULL), ST_OK);
    j.hash = other;
    assert_int_equal(as(&screener, password, &j), ST_E_FORBIDDEN);
    herself.officer = j.id;
    assert_int_equal(as(&herself, password, &j), ST_OK);
    assert_int_equal(sign_in("late", "the sea was calm tonight", &staff, &id), ST_E_FORBIDDEN);
    assert_int_equal(sign_in("late", "a lamp on the mole", &staff, &id), ST_OK);
    assert_int_equal(reading(&herself, get, &j), ST_OK); /* one's own account needs no right */
}

static void accounts_of_another_authority_are_not_there(void **state)
{
    struct job all = {0};
    struct st_actor abroad = administrator;

    (void)state;
    abroad.authority = ST_S("EL-LES");
    assert_int_equal(reading(&abroad, list, &all), ST_OK);
    assert_int_equal(all.n, 0);
    all.of = chief().id;
    assert_int_equal(reading(&abroad, called, &all), ST_OK);
    assert_str_is(all.text, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_administrator_and_then_only_administrators),
        cmocka_unit_test(the_last_administrator_stays),
        cmocka_unit_test(signing_in),
        cmocka_unit_test(ones_own_password_and_others),
        cmocka_unit_test(accounts_of_another_authority_are_not_there),
    };

    return RUN_ON_BOTH(tests);
}
