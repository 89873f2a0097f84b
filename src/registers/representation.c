#include "registers/representation.h"

#include "registers/by_law.h"
#include "registers/person.h"
#include "registers/staff.h"

ST_SHAPE_DEFINE(representation, REPRESENTATION, "Representative of a person", "SR Art 13")

enum { OF_PERSON_MAX = 200, IN_CARE_MAX = 500, OF_AGE = 18 };

/* ---- Who may see and do what ---- */
#define BY_WHOM "kind name organisation contact since until"

static const struct st_right rights[] = {
    {role_screening_officer, purpose_screening, ST_MAY_READ | ST_MAY_WRITE, "*", "SR Art 13(3)"},
    {role_screening_officer, purpose_identification, ST_MAY_READ, BY_WHOM, "SR Art 13(3)"},
    {role_screening_officer, purpose_irregular_migration, ST_MAY_READ, BY_WHOM, "Eurodac Art 14(1)"},
    {role_supervisor, purpose_screening, ST_MAY_READ | ST_MAY_WRITE, "*", "SR Art 13(3)"},
    {role_supervisor, purpose_identification, ST_MAY_READ, BY_WHOM, "SR Art 13(3)"},
    {role_supervisor, purpose_irregular_migration, ST_MAY_READ, BY_WHOM, "Eurodac Art 14(1)"},
    {role_vulnerability_staff, purpose_vulnerability_check, ST_MAY_READ | ST_MAY_WRITE, "*", "SR Art 12(4)"},
    {role_medical_staff, purpose_health_check, ST_MAY_READ, BY_WHOM, "SR Art 12(4)"},
    {role_registration_officer, purpose_asylum_system, ST_MAY_READ, "*", "APR Art 23(5)"},
    {role_registration_officer, purpose_child_protection, ST_MAY_READ, "*", "APR Art 23(5)"},
    {role_return_officer, purpose_irregular_migration, ST_MAY_READ, BY_WHOM, "SR Art 18(1)"},
    {role_representative, purpose_assistance_of_minor, ST_MAY_READ, "*", "SR Art 13(3)"},
    {role_monitor, purpose_rights_monitoring, ST_MAY_READ,
     "kind since until trained independent conflict normal_circumstances minors_in_care minor_told", "SR Art 10(2)"},
    {role_data_protection_officer, purpose_data_protection, ST_MAY_READ | ST_MAY_MARK | ST_MAY_ERASE, "*",
     "GDPR Art 39(1)"},
    {role_unknown, purpose_unknown, 0, NULL, NULL},
};

/* A part of the person's file, which it goes with. */
static int storage(struct st_storage *out, const void *record, struct st_date start, struct st_date as_of,
                   struct st_arena *arena, struct st_error *err)
{
    (void)record;
    (void)start;
    (void)as_of;
    (void)arena;
    (void)err;
    *out = (struct st_storage){.stored = true, .citation = "SR Art 18(7)"};
    return ST_OK;
}

/* ---- What is in force ---- */
bool st_representation_in_force(const struct representation *r, struct st_instant now)
{
    return r->since.us <= now.us && (!st_instant_known(r->until) || r->until.us > now.us);
}

static bool of_family(const struct representation *r) { return r->kind == representation_kind_family_member; }

static int all_of(struct st_tx *tx, struct representation **out, struct st_id **ids, size_t *n, struct st_id person,
                  struct st_error *err)
{
    void *found = NULL;
    int rc = st_record_find(&found, ids, n, tx, &representation_shape, "person", st_cell_id(tx->arena, person),
                            OF_PERSON_MAX, err);
    *out = found;
    return rc;
}

/* Which of them is in charge of an unaccompanied minor now; n: none. */
static size_t in_charge(const struct representation *all, size_t n, struct st_instant now)
{
    for (size_t i = 0; i < n; i++)
        if (!of_family(&all[i]) && st_representation_in_force(&all[i], now))
            return i;
    return n;
}

bool st_representation_of(struct representation *out, struct st_tx *tx, struct st_id person)
{
    struct representation *all = NULL;
    struct st_id *ids;
    size_t n = 0, i;

    if (all_of(tx, &all, &ids, &n, person, NULL) != ST_OK || (i = in_charge(all, n, tx->now)) == n)
        return false;
    *out = all[i];
    return true;
}

ST_STATEMENT(load_of_account, "representation.load_of_account",
             "SELECT COUNT(DISTINCT person) FROM representation WHERE authority = ?1 AND account = ?2 AND person <> ?3"
             " AND kind <> 'family_member' AND since <= ?4 AND (until IS NULL OR until > ?4)", NULL);
ST_STATEMENT(load_of_name, "representation.load_of_name",
             "SELECT COUNT(DISTINCT person) FROM representation WHERE authority = ?1 AND name = ?2 AND person <> ?3"
             " AND kind <> 'family_member' AND since <= ?4 AND (until IS NULL OR until > ?4)", NULL);

/* How many others: by account; without one, by name. */
static int count_others(int64_t *out, struct st_tx *tx, const struct representation *r, struct st_error *err)
{
    bool account = st_id_known(r->account);
    struct st_str person = {(const char *)r->person.b, sizeof(r->person.b)};
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, account ? &load_of_account : &load_of_name,
                         ST_BIND(st_cell_str(tx->actor->authority),
                                 account ? st_cell_id(tx->arena, r->account) : st_cell_str(r->name),
                                 st_cell_blob(person), st_cell_int(tx->now.us)), err);

    *out = rc == ST_OK ? st_rows_int(&rows, 0, 0) : 0;
    return rc;
}

/* ---- Designating ---- */

/* The account that the sign-in name is of: active, and of a representative where it is to see somebody. */
static int find_account(struct st_tx *tx, struct representation *r, struct staff *staff, struct st_error *err)
{
    int rc;

    r->sign_in_name = st_str_trim(r->sign_in_name);
    r->account = (struct st_id){{0}};
    if (r->sign_in_name.n == 0)
        return ST_OK;
    rc = st_staff_find(tx, &r->account, r->sign_in_name, NULL);
    if (rc == ST_OK)
        rc = st_record_get(staff, NULL, tx, &staff_shape, r->account, err);
    if (rc != ST_OK && rc != ST_E_NOTFOUND)
        return rc;
    if (rc == ST_E_NOTFOUND || !st_yes(staff->active))
        return st_fail(err, ST_E_INVALID, "sign_in_name", ST_MSG("There is no active account with this sign-in name."), "",
                       "Leave it empty where the person has no account here, or ask an administrator for one.");
    if (!(staff->roles & ST_CODE_BIT(role_representative)))
        return st_fail(err, ST_E_INVALID, "sign_in_name", ST_MSG("This account is not that of a representative."),
                       "SR Art 13(4)", "Choose one from the list, or ask an administrator for an account of that role.");
    if (r->name.n == 0)
        r->name = staff->name;
    if (r->organisation.n == 0)
        r->organisation = staff->unit;
    return ST_OK;
}

static void about_person(struct designation_facts *facts, struct st_tx *tx, const struct person *p)
{
    int least, most;

    if (st_person_age(&least, &most, p, st_register__today(tx)))
        facts->minor = most < OF_AGE ? ST_YES : least >= OF_AGE ? ST_NO : ST_UNKNOWN;
    facts->unaccompanied = p->unaccompanied;
    if (st_yes(p->unaccompanied))
        facts->minor = ST_YES; /* as the screening itself reads it: screening_facts.c */
}

/* Asks screening.designation; its no is a fault with all its reasons. */
static int ask(struct st_tx *tx, const struct designation_facts *facts, bool *ends_other, struct st_error *err)
{
    const struct designation_outcome *o;
    struct st_answer answer;
    int rc = st_rule_ask(&answer, &screening_designation_rule, facts, st_register__today(tx), tx->arena, err);

    if (rc != ST_OK)
        return rc;
    o = answer.outcome;
    *ends_other = o->ends_other == ST_YES;
    if (o->may_designate == ST_YES)
        return ST_OK;
    rc = o->may_designate == ST_NO ? ST_E_INVALID : ST_E_NEEDS;
    for (size_t i = 0; rc == ST_E_NEEDS && i < answer.needs_n; i++)
        (void)st_fail(err, ST_E_NEEDS, answer.needs[i]->name,
                      ST_MSG("Needed to answer: {0}", st_value_key(answer.needs[i]->label)), answer.needs[i]->citation,
                      "Enter what is known of it.");
    for (size_t i = 0; rc == ST_E_INVALID && i < answer.reasons_n; i++)
        (void)st_fail(err, ST_E_INVALID, "", answer.reasons[i].text, answer.reasons[i].citation,
                      "Correct what is lacking, or designate somebody else.");
    return rc;
}

static int end_it(struct st_tx *tx, struct st_id id, int64_t version, const struct representation *before,
                  struct st_instant until, struct st_str because, struct st_error *err)
{
    struct st_register_put put = {.id = id, .version = version, .action = "representation.end"};
    struct representation r = *before;

    r.until = until;
    r.ended_because = because;
    return st_register_put(tx, NULL, &st_representations, &put, &r, err);
}

/* The rule is asked, then whoever was in charge before is not any more. */
static int take_over(struct st_tx *tx, struct representation *r, const struct person *p, const struct staff *staff,
                     struct st_error *err)
{
    struct designation_facts facts = {.kind = r->kind, .trained = r->trained, .independent = r->independent,
                                      .conflict = r->conflict, .normal_circumstances = r->normal_circumstances,
                                      .why_changed = st_str_trim(r->why_changed).n ? r->why_changed
                                                                                   : (struct st_str){NULL, 0}};
    struct representation *all = NULL;
    struct st_id *ids;
    size_t n = 0, i;
    int64_t others;
    bool ends_other;
    int rc = all_of(tx, &all, &ids, &n, r->person, err);

    if (rc == ST_OK)
        rc = count_others(&others, tx, r, err);
    if (rc != ST_OK)
        return rc;
    i = in_charge(all, n, tx->now);
    about_person(&facts, tx, p);
    facts.takes_part = st_tri_of((staff->roles & ~ST_ROLES_IN_CARE) != 0);
    facts.minors_in_care = (struct st_number){others, true};
    facts.another = st_tri_of(i < n);
    facts.another_provisionally = st_tri_of(i < n && all[i].kind != representation_kind_representative);
    rc = ask(tx, &facts, &ends_other, err);
    if (rc != ST_OK || of_family(r))
        return rc;
    r->minors_in_care = (struct st_number){others + 1, true};
    if (!ends_other || i == n)
        return ST_OK;
    if (r->since.us < all[i].since.us)
        return st_fail(err, ST_E_INVALID, "since", ST_MSG("The person before was put in charge later than that."), "",
                       "Enter a later moment.");
    return end_it(tx, ids[i], 0, &all[i], r->since,
                  r->why_changed.n ? r->why_changed : ST_S("RCD Art 27(1)(a)"), err);
}

int st_representation_designate(struct st_tx *tx, struct st_id *id, struct st_id person,
                                const struct representation *given, struct st_error *err)
{
    struct st_register_put put = {.person = person, .action = "representation.designate"};
    struct representation r = *given;
    struct staff staff = {0};
    struct person p = {0};
    int rc = st_register__may(tx, &st_representations, ST_MAY_WRITE, put.action, person, err);

    if (rc == ST_OK)
        rc = st_record_get(&p, NULL, tx, &person_shape, person, err);
    if (rc != ST_OK)
        return rc;
    r.person = person;
    r.until = (struct st_instant){0};
    r.ended_because = (struct st_str){NULL, 0};
    if (!st_instant_known(r.since))
        r.since = tx->now;
    rc = st_shape_check(&representation_shape, &r, NULL, 0, tx->now, tx->arena, "", err);
    if (rc == ST_OK)
        rc = find_account(tx, &r, &staff, err);
    if (rc == ST_OK && st_str_trim(r.name).n == 0)
        rc = st_fail(err, ST_E_INVALID, "name", ST_MSG("The person who assists the minor is not named."), "SR Art 13(3)",
                     "Enter a name, or the sign-in name of an account.");
    if (rc == ST_OK)
        rc = take_over(tx, &r, &p, &staff, err);
    return rc == ST_OK ? st_register_put(tx, id, &st_representations, &put, &r, err) : rc;
}

/* ---- Ending ---- */
int st_representation_end(struct st_tx *tx, struct st_id id, int64_t version, struct st_instant until,
                          struct st_str because, struct st_error *err)
{
    struct representation r = {0};
    int rc = st_register__may(tx, &st_representations, ST_MAY_WRITE, "representation.end", (struct st_id){{0}}, err);

    if (rc == ST_OK)
        rc = st_record_get(&r, NULL, tx, &representation_shape, id, err);
    if (rc != ST_OK)
        return rc;
    if (!st_instant_known(until))
        until = tx->now;
    if (st_instant_known(r.until))
        return st_fail(err, ST_E_STATE, "until", ST_MSG("This charge has ended already."), "", "Look at the list.");
    if (until.us > tx->now.us || until.us < r.since.us)
        return st_fail(err, ST_E_INVALID, "until", ST_MSG("A charge ends after it began, and not in the future."), "",
                       "Enter when it ended.");
    if (st_str_trim(because).n == 0)
        return st_fail(err, ST_E_INVALID, "ended_because", ST_MSG("A reason is missing."), "SR Art 13(4)",
                       "Say in your own words why.");
    return end_it(tx, id, version, &r, until, because, err);
}

/* Whoever is of age needs nobody in charge any more; a birth date known in part decides on its last day: of a year the
 * next one must have begun eighteen years later. Looked for every second, so along the index of those in force. */
ST_STATEMENT(of_age, "representation.of_age",
             "SELECT r.id, r.person FROM representation r JOIN person p ON p.authority = r.authority AND p.id = r.person"
             " WHERE r.authority = ?1 AND r.until IS NULL AND p.born_on <= ?2 AND (length(p.born_on) = 10 OR"
             " p.born_on < substr(?2, 1, length(p.born_on))) ORDER BY r.id LIMIT ?3", NULL);

static int end_by_law(struct st_tx *tx, struct st_id id, struct st_id person, bool *done, struct st_error *err)
{
    struct representation r = {0};
    struct person p = {0};
    int least, most, rc = st_record_get(&p, NULL, tx, &person_shape, person, err);

    if (rc == ST_OK)
        rc = st_record_get(&r, NULL, tx, &representation_shape, id, err);
    *done = rc == ST_OK && st_person_age(&least, &most, &p, st_register__today(tx)) && least >= OF_AGE;
    if (!*done)
        return rc;
    r.until = tx->now;
    r.ended_because = ST_S("SR Art 2(9)");
    rc = st_record_update(tx, &representation_shape, id, 0, &r, NULL, err);
    return rc == ST_OK ? st_register__note(tx, ST_ENTRY_BY_LAW, "representation.of_age", &st_representations, id, person,
                                           "SR Art 2(9)", err)
                       : rc;
}

static int expire(struct st_tx *tx, size_t *done, size_t limit, struct st_error *err)
{
    struct st_date today = st_register__today(tx);
    struct st_rows rows = {0};
    bool ended;
    int rc;

    today = st_date_add_months(today, -12 * OF_AGE);
    rc = st_db_query(&rows, tx->db, tx->arena, &of_age,
                     ST_BIND(st_cell_str(tx->actor->authority), st_cell_date(tx->arena, today),
                             st_cell_int((int64_t)(limit - *done))), err);
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        rc = end_by_law(tx, st_rows_id(&rows, i, 0), st_rows_id(&rows, i, 1), &ended, err);
        *done += rc == ST_OK && ended;
    }
    return rc;
}

const struct st_register st_representations = {
    .name = "representation",
    .title = "Representatives",
    .act = "Regulation (EU) 2024/1356",
    .record = &representation_shape,
    .rights = rights,
    .with_file = true,
    .storage = storage,
    .expire = expire,
};

/* ---- Reading ---- */
int st_representation_get(struct st_tx *tx, struct representation *out, int64_t *version, struct st_id id,
                          struct st_error *err)
{
    *out = (struct representation){0};
    return st_register_get(tx, out, NULL, version, &st_representations, id, err);
}

int st_representation_list(struct st_tx *tx, struct representation **out, struct st_id **ids, size_t *n,
                           struct st_id person, struct st_error *err)
{
    struct st_id *newest = NULL;
    size_t front = 0;
    int rc = st_register_of_person(tx, &newest, n, &st_representations, person, err);

    *out = ST_NEW_N(tx->arena, struct representation, *n);
    *ids = ST_NEW_N(tx->arena, struct st_id, *n);
    for (size_t i = *n; rc == ST_OK && i-- > 0;) {
        struct representation r = {0};
        size_t at;
        rc = st_register_get(tx, &r, NULL, NULL, &st_representations, newest[i], err);
        at = st_representation_in_force(&r, tx->now) ? front++ : *n - 1 - i;
        for (size_t k = *n - 1 - i; k > at; k--)
            (*out)[k] = (*out)[k - 1], (*ids)[k] = (*ids)[k - 1];
        (*out)[at] = r;
        (*ids)[at] = newest[i];
    }
    return rc;
}

/* ---- Who could be ---- */
ST_STATEMENT(candidates, "representation.candidates",
             "SELECT s.id, s.sign_in_name, s.name, s.unit, (SELECT COUNT(DISTINCT r.person) FROM representation r WHERE"
             " r.authority = s.authority AND r.account = s.id AND r.kind <> 'family_member' AND r.since <= ?2 AND"
             " (r.until IS NULL OR r.until > ?2)) FROM staff s WHERE s.authority = ?1 AND s.active = 2 AND"
             " (s.roles & ?3) <> 0 ORDER BY s.sign_in_name LIMIT ?4", NULL);

int st_representatives(struct st_tx *tx, struct st_representative **out, size_t *n, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_access_decide(NULL, tx->actor, rights, NULL, ST_MAY_WRITE, st_representations.title, err);

    *n = 0;
    if (rc == ST_OK)
        rc = st_db_query(&rows, tx->db, tx->arena, &candidates,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_int(tx->now.us),
                                 st_cell_int((int64_t)ST_CODE_BIT(role_representative)), st_cell_int(IN_CARE_MAX)),
                         err);
    if (rc != ST_OK)
        return rc;
    *n = rows.n;
    *out = ST_NEW_N(tx->arena, struct st_representative, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        (*out)[i] = (struct st_representative){st_rows_id(&rows, i, 0), st_rows_str(&rows, i, 1),
                                               st_rows_str(&rows, i, 2), st_rows_str(&rows, i, 3),
                                               st_rows_int(&rows, i, 4)};
    return ST_OK;
}

/* ---- The condition ---- */
static bool has_such_a_role(const struct st_actor *actor)
{
    for (unsigned role = 1; role < role_count; role++)
        if ((ST_ROLES_IN_CARE & ST_CODE_BIT(role)) && st_actor_is(actor, (enum role)role))
            return st_id_known(actor->officer);
    return false;
}

ST_STATEMENT(in_care, "representation.in_care",
             "SELECT id FROM representation WHERE authority = ?1 AND person = ?2 AND account = ?3 AND since <= ?4 AND"
             " (until IS NULL OR until > ?4) LIMIT 1", NULL);
ST_STATEMENT(all_in_care, "representation.all_in_care",
             "SELECT person, MIN(since) FROM representation WHERE authority = ?1 AND account = ?2 AND since <= ?3 AND"
             " (until IS NULL OR until > ?3) GROUP BY person ORDER BY 2, 1 LIMIT ?4", NULL);

bool st_in_care(struct st_tx *tx, struct st_id person)
{
    struct st_rows rows = {0};

    return st_id_known(person) && has_such_a_role(tx->actor) &&
           st_db_query(&rows, tx->db, tx->arena, &in_care,
                       ST_BIND(st_cell_str(tx->actor->authority), st_cell_id(tx->arena, person),
                               st_cell_id(tx->arena, tx->actor->officer), st_cell_int(tx->now.us)), NULL) == ST_OK &&
           rows.n > 0;
}

int st_all_in_care(struct st_tx *tx, struct st_id **persons, size_t *n, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = ST_OK;

    if (has_such_a_role(tx->actor))
        rc = st_db_query(&rows, tx->db, tx->arena, &all_in_care,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_id(tx->arena, tx->actor->officer),
                                 st_cell_int(tx->now.us), st_cell_int(IN_CARE_MAX)), err);
    *n = rc == ST_OK ? rows.n : 0;
    *persons = ST_NEW_N(tx->arena, struct st_id, *n);
    for (size_t i = 0; i < *n; i++)
        (*persons)[i] = st_rows_id(&rows, i, 0);
    return rc;
}
