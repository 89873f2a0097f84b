#include "registers/person.h"

#include <pthread.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "identity/name_index.h"
#include "law/keeping.h"
#include "law/states.h"
#include "registers/by_law.h"
#include "registers/representation.h"
#include "registers/search.h"
#include "registers/settings.h"
#include "registers/subject.h"

ST_SHAPE_DEFINE(person, PERSON, "Person", "SR Art 17(1)")

enum { ARRIVAL_MAX = 2000, FAMILY_MAX = 100, SAME_BAND_MAX = 2, REQUESTS_MAX = 500, RECORDS_MAX = 1000 };

/* ---- Who may see what ---- */
#define AT_THE_BEDSIDE "number names born_on age_estimated sex languages band arrival family_head family_relation unaccompanied"
#define IN_CARE "number names born_on age_estimated born_in born_in_country sex nationalities languages documents " \
    "identity_certainty band family_head family_relation unaccompanied"
#define AT_THE_SCANNER "number names born_on sex nationalities band arrival"

static const struct st_right rights[] = {
    {role_screening_officer, purpose_screening, ST_MAY_READ | ST_MAY_SEARCH | ST_MAY_WRITE, "*", "SR Art 8(9)"},
    {role_screening_officer, purpose_identification, ST_MAY_READ | ST_MAY_SEARCH | ST_MAY_WRITE, "*", "SR Art 14(1)"},
    {role_screening_officer, purpose_security_check, ST_MAY_READ | ST_MAY_SEARCH, "*", "SR Art 15(1)"},
    {role_screening_officer, purpose_irregular_migration, ST_MAY_READ | ST_MAY_SEARCH, "*", "Eurodac Art 22(1)"},
    {role_supervisor, purpose_screening, ST_MAY_READ | ST_MAY_SEARCH | ST_MAY_WRITE, "*", "SR Art 8(9)"},
    {role_supervisor, purpose_identification, ST_MAY_READ | ST_MAY_SEARCH | ST_MAY_WRITE, "*", "SR Art 14(1)"},
    {role_registration_officer, purpose_asylum_system, ST_MAY_READ | ST_MAY_SEARCH | ST_MAY_WRITE, "*", "APR Art 27(1)"},
    {role_registration_officer, purpose_child_protection, ST_MAY_READ | ST_MAY_SEARCH, "*", "APR Art 23(2)"},
    {role_return_officer, purpose_irregular_migration, ST_MAY_READ | ST_MAY_SEARCH, "*", "SR Art 18(1)"},
    {role_medical_staff, purpose_health_check, ST_MAY_READ | ST_MAY_SEARCH, AT_THE_BEDSIDE, "SR Art 12(1)"},
    {role_vulnerability_staff, purpose_vulnerability_check, ST_MAY_READ | ST_MAY_SEARCH, AT_THE_BEDSIDE, "SR Art 12(3)"},
    {role_fingerprint_expert, purpose_identification, ST_MAY_READ, AT_THE_SCANNER, "Eurodac Art 38(4)"},
    {role_fingerprint_expert, purpose_asylum_system, ST_MAY_READ, AT_THE_SCANNER, "Eurodac Art 38(4)"},
    {role_fingerprint_expert, purpose_irregular_migration, ST_MAY_READ, AT_THE_SCANNER, "Eurodac Art 38(4)"},
    {role_representative, purpose_assistance_of_minor, ST_MAY_READ, IN_CARE, "SR Art 13(3)"},
    {role_monitor, purpose_rights_monitoring, ST_MAY_READ, "number sex nationalities languages arrival unaccompanied",
     "SR Art 10(2)"},
    {role_data_protection_officer, purpose_data_protection, ST_MAY_READ | ST_MAY_SEARCH | ST_MAY_MARK | ST_MAY_ERASE, "*",
     "GDPR Art 39(1)"},
    {role_unknown, purpose_unknown, 0, NULL, NULL},
};

/* From the day on which it was opened, until something needs it: then as long as that (st_person_ends_on). */
static int storage(struct st_storage *out, const void *record, struct st_date start, struct st_date as_of,
                   struct st_arena *arena, struct st_error *err)
{
    (void)record;
    (void)as_of;
    *out = (struct st_storage){.stored = true, .citation = ST_KEEPING_CITATION};
    return st_keeping_last_day(&out->ends_on, kept_matter_person_file, start, arena, err);
}

/* ---- Checks ---- */
static const char *path(struct st_tx *tx, const char *list, size_t i, const char *field)
{
    return st_str_z(tx->arena, st_strf(tx->arena, "%s.%zu.%s", list, i, field));
}

/* Any known code of a country becomes its three-letter one. */
static int check_country(struct st_str *code, const char *field, struct st_error *err)
{
    const struct st_country *country;

    if (code->n == 0)
        return ST_OK;
    country = st_country_of(*code);
    if (country == NULL)
        return st_fail(err, ST_E_INVALID, field, ST_MSG("There is no country with this code."), "",
                       "Choose a country from the list; XXA is a stateless person, XXX is not known.");
    *code = st_str_of(country->code);
    return ST_OK;
}

static int check_countries(struct st_tx *tx, struct person *p, struct st_error *err)
{
    int rc = check_country(&p->born_in_country, "born_in_country", err), other;

    for (size_t i = 0; i < p->nationalities.n; i++)
        if ((other = check_country(&p->nationalities.v[i].country, path(tx, "nationalities", i, "country"), err)) != ST_OK)
            rc = other;
    for (size_t i = 0; i < p->documents.n; i++)
        if ((other = check_country(&p->documents.v[i].issuer, path(tx, "documents", i, "issuer"), err)) != ST_OK)
            rc = other;
    return rc;
}

/* Document numbers are written as the zone has them: capitals, no blanks or dashes. */
static void write_numbers(struct st_tx *tx, struct person *p)
{
    for (size_t i = 0; i < p->documents.n; i++) {
        struct st_str given = p->documents.v[i].number;
        char *to = st_alloc(tx->arena, given.n + 1);
        size_t n = 0;
        for (size_t k = 0; k < given.n; k++)
            if (strchr(" -./", given.p[k]) == NULL)
                to[n++] = st_ascii_upper(given.p[k]);
        if (given.n > 0)
            p->documents.v[i].number = (struct st_str){to, n};
    }
}

static int check_names(struct st_tx *tx, const struct person *p, struct st_error *err)
{
    int rc = ST_OK;

    for (size_t i = 0; i < p->names.n; i++)
        if (p->names.v[i].family.n == 0 && p->names.v[i].given.n == 0)
            rc = st_fail(err, ST_E_INVALID, path(tx, "names", i, "family"), ST_MSG("This name is empty."), "",
                         "Enter a family name or a given name.");
    return rc;
}

/* Bands are in capitals, whatever a hand types. */
static struct st_str band_text(struct st_arena *arena, struct st_str text)
{
    struct st_str given = st_str_trim(text);
    char *to = st_alloc(arena, given.n + 1);

    for (size_t i = 0; i < given.n; i++)
        to[i] = st_ascii_upper(given.p[i]);
    return st_str_known(text) ? (struct st_str){to, given.n} : text;
}

static int check_band(struct st_tx *tx, struct st_id id, const struct person *p, struct st_error *err)
{
    struct st_id *ids = NULL;
    void *found;
    size_t n = 0;
    int rc;

    if (p->band.n == 0)
        return ST_OK;
    rc = st_record_find(&found, &ids, &n, tx, &person_shape, "band", st_cell_str(p->band), SAME_BAND_MAX, err);
    for (size_t i = 0; rc == ST_OK && i < n; i++)
        if (!st_id_eq(ids[i], id))
            rc = st_fail(err, ST_E_INVALID, "band", ST_MSG("Another person wears this band."), "",
                         "Look at the band again, or find the other person by its number.");
    return rc;
}

/* All of a family hang on one head: who travels with somebody who travels with the head travels with the head. */
static int check_family(struct st_tx *tx, struct st_id id, struct person *p, struct st_error *err)
{
    struct person head = {0};
    int rc;

    if (!st_id_known(p->family_head))
        return ST_OK;
    rc = st_id_eq(p->family_head, id) ? ST_E_INVALID
                                      : st_record_get(&head, NULL, tx, &person_shape, p->family_head, NULL);
    if (rc != ST_OK)
        return st_fail(err, ST_E_INVALID, "family_head", ST_MSG("There is no such person to travel with."),
                       "SR Art 17(1)(g)", "Search for the person first.");
    if (st_id_known(head.family_head) && !st_id_eq(head.family_head, id))
        p->family_head = head.family_head;
    return ST_OK;
}

static void number(struct st_tx *tx, struct person *p)
{
    struct st_str rest = tx->actor->authority;
    struct st_local local = {0};
    char text[ST_NUMBER_TEXT];
    const char *state = st_str_z(tx->arena, st_str_cut(&rest, '-'));

    (void)st_zone_local(&local, tx->now, "UTC");
    p->number = st_str_dup(tx->arena, st_str_of(st_number_new(text, state, local.date.year)));
}

/* The lists are the caller's: what is completed in them is completed in a copy. */
static void own_lists(struct st_tx *tx, struct person *p)
{
    p->documents.v = st_alloc_copy(tx->arena, p->documents.v, p->documents.n * sizeof(*p->documents.v));
    p->nationalities.v = st_alloc_copy(tx->arena, p->nationalities.v, p->nationalities.n * sizeof(*p->nationalities.v));
}

static int check(struct st_tx *tx, const struct st_register *reg, struct st_id id, const void *before, void *record,
                 struct st_error *err)
{
    struct person *p = record;
    int rc, other;

    (void)reg;
    if (before != NULL)
        p->number = ((const struct person *)before)->number;
    else
        number(tx, p);
    own_lists(tx, p);
    p->band = band_text(tx->arena, p->band);
    p->languages = st_languages_read(p->languages, tx->arena);
    write_numbers(tx, p);
    rc = st_shape_check(&person_shape, p, NULL, 0, tx->now, tx->arena, "", err);
    if ((other = check_names(tx, p, err)) != ST_OK)
        rc = other;
    if ((other = check_countries(tx, p, err)) != ST_OK)
        rc = other;
    if ((other = check_band(tx, id, p, err)) != ST_OK)
        rc = other;
    return (other = check_family(tx, id, p, err)) != ST_OK ? other : rc;
}

/* ---- What goes with a file when it goes ---- */
ST_STATEMENT(free_family, "person.free_family",
             "UPDATE person SET family_head = NULL, version = version + 1 WHERE authority = ?1 AND family_head = ?2", NULL);

static int changed(struct st_tx *tx, const struct st_register *reg, struct st_id id, const void *before,
                   const void *record, struct st_error *err)
{
    int rc;

    (void)reg;
    (void)before;
    if (record != NULL)
        return ST_OK;
    rc = st_identity_forget(tx, id, err);
    if (rc == ST_OK)
        rc = st_eurodac__forget_person(tx, id, err);
    return rc != ST_OK ? rc
                       : st_db_exec(tx->db, NULL, &free_family,
                                    ST_BIND(st_cell_str(tx->actor->authority), st_cell_id(tx->arena, id)), err);
}

/* ---- The name index ---- */
static struct st_name_index *names;
static pthread_once_t names_once = PTHREAD_ONCE_INIT;

static void make_names(void)
{
    names = st_name_index_new();
}

struct st_name_index *st_persons_names(void)
{
    (void)pthread_once(&names_once, make_names);
    return names;
}

static void forget_names(void)
{
    st_name_index_free(st_persons_names());
    names = st_name_index_new();
}

static void index_names(struct st_str authority, struct st_id id, const void *record)
{
    const struct person *p = record;
    struct st_arena *arena = st_arena_new();

    (void)authority;
    (void)st_name_index_remove(st_persons_names(), id);
    for (size_t i = 0; p != NULL && i < p->names.n; i++)
        if (p->names.v[i].family.n + p->names.v[i].given.n > 0) /* a name without letters finds nobody */
            (void)st_name_index_add(st_persons_names(), id, st_name_whole(arena, &p->names.v[i]), NULL);
    st_arena_free(arena);
}

const struct st_register st_persons = {
    .name = "person",
    .title = "Persons",
    .act = "Regulation (EU) 2024/1356",
    .record = &person_shape,
    .rights = rights,
    .person_file = true,
    .storage = storage,
    .logs_kept = setting_person_logs_kept,
    .check = check,
    .changed = changed,
    .index = index_names,
    .forget = forget_names,
    .expire = st_subject__expire,
};

/* ---- Files ---- */
int st_person_open(struct st_tx *tx, struct st_id *id, struct person *person, struct st_error *err)
{
    struct st_register_put put = {.action = "person.open"};
    struct person stored = {0};
    int rc = st_register_put(tx, id, &st_persons, &put, person, err);

    if (rc == ST_OK)
        rc = st_record_get(&stored, NULL, tx, &person_shape, *id, err);
    if (rc == ST_OK)
        person->number = stored.number;
    return rc;
}

int st_person_update(struct st_tx *tx, struct st_id id, int64_t version, struct person *person, struct st_error *err)
{
    struct st_register_put put = {.id = id, .version = version};
    return st_register_put(tx, NULL, &st_persons, &put, person, err);
}

int st_person_get(struct st_tx *tx, struct person *person, int64_t *version, struct st_id id, struct st_error *err)
{
    *person = (struct person){0};
    return st_register_get(tx, person, NULL, version, &st_persons, id, err);
}

ST_STATEMENT(version_of, "person.version", "SELECT version FROM person WHERE authority = ?1 AND id = ?2", NULL);

int st_person_version(struct st_tx *tx, int64_t *version, struct st_id id, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &version_of,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_id(tx->arena, id)), err);

    if (rc == ST_OK && rows.n == 0)
        rc = st_fail(err, ST_E_NOTFOUND, "id", ST_MSG("There is no such record."), "", "Compare the number.");
    if (rc == ST_OK)
        *version = st_rows_int(&rows, 0, 0);
    return rc;
}

/* ---- The end of a file ---- */
static int held_by_record(bool *held, struct st_tx *tx, struct st_id person, struct st_error *err)
{
    struct st_id *ids = NULL;
    void *found;
    size_t n = 0;
    int rc = st_record_find(&found, &ids, &n, tx, &register_entry_shape, "person", st_cell_id(tx->arena, person),
                            RECORDS_MAX, err);

    *held = rc == ST_OK && n == RECORDS_MAX;
    for (size_t i = 0; rc == ST_OK && i < n; i++) /* the file's own entry is one of them, and so are its parts */
        *held = *held || !(st_id_eq(ids[i], person) || st_yes(((const struct register_entry *)found)[i].with_file));
    return rc;
}

static int held_by_request(bool *held, struct st_tx *tx, struct st_id person, struct st_error *err)
{
    void *found;
    size_t n = 0;
    int rc = st_record_find(&found, NULL, &n, tx, &subject_request_shape, "person", st_cell_id(tx->arena, person),
                            REQUESTS_MAX, err);

    *held = rc == ST_OK && n == REQUESTS_MAX;
    for (size_t i = 0; rc == ST_OK && i < n; i++)
        *held = *held || ((const struct subject_request *)found)[i].outcome == subject_outcome_unknown;
    return rc;
}

int st_person_end(struct st_tx *tx, struct st_id id, const char *citation, struct st_error *err)
{
    struct register_entry entry = {0};
    bool record = false, request = false;
    int rc = st_register__entry(&entry, NULL, tx, &st_persons, id, NULL);

    if (rc != ST_OK)
        return rc == ST_E_NOTFOUND ? ST_OK : rc;
    rc = held_by_record(&record, tx, id, err);
    if (rc == ST_OK)
        rc = held_by_request(&request, tx, id, err);
    return rc == ST_OK && !record && !request ? st_register__erase(tx, &st_persons, id, citation, err) : rc;
}

int st_person_last_day(struct st_tx *tx, struct st_date *last_day, struct st_str *citation, struct st_id id,
                       struct st_error *err)
{
    struct register_entry entry = {0};
    int rc = st_register__entry(&entry, NULL, tx, &st_persons, id, err);

    *last_day = entry.storage_ends_on;
    *citation = entry.storage_citation;
    return rc;
}

/* Not by st_record_update: the version of the entry is that of what officers did. */
ST_STATEMENT(set_end, "person.set_end", "UPDATE register_entry SET storage_ends_on = ?3, storage_citation = ?4 "
             "WHERE authority = ?1 AND id = ?2 AND register_name = 'person'", NULL);
ST_STATEMENT(clear_end, "person.clear_end", "UPDATE register_entry SET storage_ends_on = NULL, storage_citation = ?3 "
             "WHERE authority = ?1 AND id = ?2 AND register_name = 'person' AND storage_ends_on IS NOT NULL", NULL);

int st_person_ends_on(struct st_tx *tx, struct st_id id, struct st_date last_day, const char *citation,
                      struct st_error *err)
{
    struct st_cell authority = st_cell_str(tx->actor->authority), file = st_cell_id(tx->arena, id);

    return st_date_known(last_day)
               ? st_db_exec(tx->db, NULL, &set_end,
                            ST_BIND(authority, file, st_cell_date(tx->arena, last_day), st_cell_text(citation)), err)
               : st_db_exec(tx->db, NULL, &clear_end, ST_BIND(authority, file, st_cell_text(citation)), err);
}

static int may_search(struct st_tx *tx, struct st_error *err)
{
    return st_access_decide(NULL, tx->actor, rights, &person_shape, ST_MAY_SEARCH, st_persons.title, err);
}

int st_person_find(struct st_tx *tx, struct st_id *id, struct st_str text, struct st_error *err)
{
    char canonical[ST_NUMBER_TEXT];
    struct st_id *ids = NULL;
    void *found = NULL;
    size_t n = 0;
    bool only_in_care = st_actor_only_in_care(tx->actor);
    int rc = only_in_care ? ST_OK : may_search(tx, err);

    text = st_str_trim(text);
    if (rc == ST_OK && st_number_parse(canonical, text))
        rc = st_record_find(&found, &ids, &n, tx, &person_shape, "number", st_cell_text(canonical), 1, err);
    if (rc == ST_OK && n == 0)
        rc = st_record_find(&found, &ids, &n, tx, &person_shape, "band", st_cell_str(band_text(tx->arena, text)), 1,
                            err);
    if (rc == ST_OK && n > 0 && only_in_care && !st_in_care(tx, ids[0]))
        n = 0;
    if (rc == ST_OK && n == 0)
        rc = st_fail(err, ST_E_NOTFOUND, "number", ST_MSG("Nobody here has this number or band."), "",
                     "Compare it with the paper, character by character.");
    if (rc == ST_OK)
        *id = ids[0];
    return rc;
}

/* Reads each of the files, so that each person can be told who looked. */
static int get_all(struct st_tx *tx, struct person *out, const struct st_id *ids, size_t n, struct st_error *err)
{
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < n; i++)
        rc = st_person_get(tx, &out[i], NULL, ids[i], err);
    return rc;
}

/* Of a family, a reader who sees only those in care sees these. */
static size_t in_care_only(struct st_tx *tx, struct st_id *ids, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        if (!st_access_by_care(tx->actor, &st_persons) || st_in_care(tx, ids[i]))
            ids[kept++] = ids[i];
    return kept;
}

ST_STATEMENT(versions_of, "person.versions",
             "SELECT id, version FROM person WHERE authority = ?1 AND arrival = ?2 ORDER BY id LIMIT ?3", NULL);

int st_persons_versions(struct st_tx *tx, struct st_id **ids, int64_t **versions, size_t *n, struct st_id arrival,
                        struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_register_may_read(tx, &st_persons, (struct st_id){{0}}, err);

    if (rc == ST_OK)
        rc = st_db_query(&rows, tx->db, tx->arena, &versions_of,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_id(tx->arena, arrival),
                                 st_cell_int(ARRIVAL_MAX)), err);
    *n = 0;
    *ids = ST_NEW_N(tx->arena, struct st_id, rows.n + 1);
    *versions = ST_NEW_N(tx->arena, int64_t, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++) {
        struct st_id id = st_rows_id(&rows, i, 0);
        if (st_actor_only_in_care(tx->actor) && !st_in_care(tx, id))
            continue;
        (*ids)[*n] = id;
        (*versions)[(*n)++] = st_rows_int(&rows, i, 1);
    }
    return rc;
}

int st_persons_of_arrival(struct st_tx *tx, struct person **out, struct st_id **ids, size_t *n, struct st_id arrival,
                          struct st_error *err)
{
    void *found;
    int rc = st_register_may_read(tx, &st_persons, (struct st_id){{0}}, err);

    if (rc == ST_OK)
        rc = st_record_find(&found, ids, n, tx, &person_shape, "arrival", st_cell_id(tx->arena, arrival), ARRIVAL_MAX,
                            err);
    if (rc != ST_OK)
        return rc;
    *out = ST_NEW_N(tx->arena, struct person, *n);
    return get_all(tx, *out, *ids, *n, err);
}

int st_person_family(struct st_tx *tx, struct person **out, struct st_id **ids, size_t *n, struct st_id id,
                     struct st_error *err)
{
    struct st_id *others = NULL, head;
    struct person own = {0};
    void *found;
    size_t others_n = 0;
    int rc = st_register_may_read(tx, &st_persons, id, err);

    if (rc == ST_OK)
        rc = st_record_get(&own, NULL, tx, &person_shape, id, err);
    head = rc == ST_OK && st_id_known(own.family_head) ? own.family_head : id;
    if (rc == ST_OK)
        rc = st_record_find(&found, &others, &others_n, tx, &person_shape, "family_head", st_cell_id(tx->arena, head),
                            FAMILY_MAX, err);
    if (rc != ST_OK)
        return rc;
    *n = others_n + 1;
    *ids = ST_NEW_N(tx->arena, struct st_id, *n);
    *out = ST_NEW_N(tx->arena, struct person, *n);
    (*ids)[0] = head;
    if (others_n > 0)
        memcpy(*ids + 1, others, others_n * sizeof(*others));
    *n = in_care_only(tx, *ids, *n);
    return get_all(tx, *out, *ids, *n, err);
}

/* ---- How a person is called ---- */
static bool latin(struct st_str s)
{
    size_t at = 0;
    int32_t c;

    while ((c = st_utf8_next(s, &at)) >= 0)
        if (c > 0x24f && !(c >= 0x1e00 && c <= 0x1eff) && !(c >= 0x2000 && c <= 0x206f))
            return false;
    return true;
}

/* The current name in Latin letters, else the current one, else the first. */
static const struct person_name *name_to_show(const struct person *person)
{
    const struct person_name *best = NULL;
    int rank = 0;

    for (size_t i = 0; i < person->names.n; i++) {
        const struct person_name *n = &person->names.v[i];
        int r = (n->kind == name_kind_current ? 2 : 1) + (latin(n->family) && latin(n->given) ? 2 : 0);
        if (n->family.n + n->given.n > 0 && r > rank) {
            best = n;
            rank = r;
        }
    }
    return best;
}

static void in_capitals(struct st_buf *out, struct st_str s)
{
    size_t at = 0;
    int32_t c;

    while ((c = st_utf8_next(s, &at)) >= 0) {
        uint8_t room[U8_MAX_LENGTH];
        int32_t n = 0;
        U8_APPEND_UNSAFE(room, n, (uint32_t)u_toupper(c));
        st_buf_add(out, room, (size_t)n);
    }
}

void st_person_display_name(struct st_buf *out, const struct person *person)
{
    const struct person_name *name = name_to_show(person);

    if (name == NULL)
        return;
    in_capitals(out, name->family);
    if (name->family.n > 0 && name->given.n > 0)
        st_buf_text(out, ", ");
    st_buf_str(out, name->given);
}

struct st_str st_person_called(struct st_arena *arena, const struct person *person)
{
    struct st_buf text = ST_BUF_INIT(2048);
    struct st_str out = person->number;

    st_person_display_name(&text, person);
    if (text.n > 0)
        out = st_buf_dup(arena, &text);
    st_buf_deinit(&text);
    return out;
}

static int years_between(struct st_date born, struct st_date on)
{
    int years = on.year - born.year;
    return on.month < born.month || (on.month == born.month && on.day < born.day) ? years - 1 : years;
}

bool st_person_age(int *least, int *most, const struct person *person, struct st_date on)
{
    if (!st_date_known(person->born_on))
        return false;
    *least = years_between(st_date_latest(person->born_on), on);
    *most = years_between(st_date_earliest(person->born_on), on);
    if (*least < 0)
        *least = 0;
    return true;
}
