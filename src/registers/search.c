#include "registers/search.h"

#include <stdlib.h>

#include "identity/mrz.h"
#include "identity/name_index.h"
#include "registers/by_law.h"
#include "registers/cir_search.h"

ST_SHAPE_DEFINE(search_print, SEARCH_PRINT, "Fingerprints", "IO Art 20a")
ST_SHAPE_DEFINE(search_request, SEARCH_REQUEST, "Search", "IO Art 9(1)")

enum { FOUND_MAX = 400, NAMES_LOOKED_AT = 100, SHOWN_FROM = 600, NAMES_FROM = 650, DOCUMENTS_MAX = 50 };

/* ---- What has been found so far: persons of this place, each once ---- */
struct found {
    struct st_id person;
    enum st_evidence evidence; /* 0: by name, to be compared */
    struct st_message why;
};

struct quest {
    struct st_tx *tx;
    const struct search_request *request;
    uint64_t seen;       /* bits of the fields of a person that the asker may see, and so search and weigh by */
    struct person asked; /* the request as if it were a person */
    size_t n;
    struct found *found;
};

static uint64_t bit(const struct st_shape *shape, const char *field)
{
    return UINT64_C(1) << (st_shape_field(shape, st_str_of(field)) - shape->fields());
}

static void add(struct quest *q, struct st_id person, enum st_evidence evidence, struct st_message why)
{
    for (size_t i = 0; i < q->n; i++)
        if (st_id_eq(q->found[i].person, person)) {
            if (evidence != 0 && (q->found[i].evidence == 0 || evidence < q->found[i].evidence))
                q->found[i] = (struct found){person, evidence, why};
            return;
        }
    if (q->n < FOUND_MAX)
        q->found[q->n++] = (struct found){person, evidence, why};
}

static void *one_more(struct st_arena *arena, const void *list, size_t n, size_t size)
{
    char *grown = st_alloc_n(arena, n + 1, size);

    if (n > 0)
        memcpy(grown, list, n * size);
    return grown;
}

#define APPEND(arena, list)                                                                                           \
    ((list).v = one_more((arena), (list).v, (list).n, sizeof(*(list).v)), (list).n++, &(list).v[(list).n - 1])

/* ---- Numbers ---- */
ST_STATEMENT(by_document, "search.by_document",
             "SELECT id FROM person__documents WHERE authority = ?1 AND number = ?2 LIMIT ?3", NULL);

static struct st_str as_document_number(struct st_arena *arena, struct st_str text)
{
    char *to = st_alloc(arena, text.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        if (strchr(" -./", text.p[i]) == NULL)
            to[n++] = st_ascii_upper(text.p[i]);
    return (struct st_str){to, n};
}

static int find_document(struct quest *q, struct st_str number, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc;

    if (number.n == 0 || !(q->seen & bit(&person_shape, "documents")))
        return ST_OK;
    rc = st_db_query(&rows, q->tx->db, q->tx->arena, &by_document,
                     ST_BIND(st_cell_str(q->tx->actor->authority), st_cell_str(number), st_cell_int(DOCUMENTS_MAX)),
                     err);
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++)
        add(q, st_rows_id(&rows, i, 0), ST_EVIDENCE_DOCUMENT, ST_MSG("The document {0} is this person's.", ST_V(number)));
    return rc;
}

/* A number has digits; what could be a name has letters and none. */
static bool may_be_name(struct st_str text, struct st_arena *arena)
{
    struct st_name_key key;

    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] >= '0' && text.p[i] <= '9')
            return false;
    return st_name_key(&key, text, arena, NULL) == ST_OK;
}

/* One box for everything: a number of ours, a document's, and what is neither is a name. */
static int find_anything(struct quest *q, struct st_error *err)
{
    struct st_str text = st_str_trim(q->request->anything);
    struct st_id id;
    int rc;

    if (text.n == 0)
        return ST_OK;
    rc = st_person_find(q->tx, &id, text, NULL);
    if (rc == ST_OK)
        add(q, id, ST_EVIDENCE_NUMBER, ST_MSG("The number {0} is this person's.", ST_V(text)));
    if (rc != ST_OK && rc != ST_E_NOTFOUND)
        return rc;
    rc = find_document(q, as_document_number(q->tx->arena, text), err);
    if (rc == ST_OK && q->n == 0 && may_be_name(text, q->tx->arena))
        *APPEND(q->tx->arena, q->asked.names) = (struct person_name){.kind = name_kind_current, .given = text};
    return rc;
}

/* ---- The machine readable zone ---- */
static int read_zone(struct quest *q, struct st_error *err)
{
    struct st_mrz zone;
    struct person *p = &q->asked;

    if (q->request->mrz.n == 0)
        return ST_OK;
    st_mrz_parse(&zone, q->tx->arena, q->request->mrz, st_register__today(q->tx));
    if (zone.format == ST_MRZ_UNKNOWN)
        return st_fail(err, ST_E_INVALID, "mrz", ST_MSG("This is no machine readable zone."), "",
                       "Enter its two or three lines as printed.");
    *APPEND(q->tx->arena, p->documents) = (struct person_document){.number = zone.doc_no, .issuer = zone.issuer};
    *APPEND(q->tx->arena, p->names) = (struct person_name){name_kind_current, zone.surname, zone.given_names};
    if (zone.nationality.n > 0)
        APPEND(q->tx->arena, p->nationalities)->country = zone.nationality;
    if (!st_date_known(p->born_on))
        p->born_on = zone.birth;
    if (p->sex == sex_unknown && zone.sex != 0)
        p->sex = zone.sex == 'F' ? sex_female : sex_male;
    return find_document(q, zone.doc_no, err);
}

/* ---- Names ---- */
static int find_name(struct quest *q, struct st_str name, struct st_error *err)
{
    struct st_name_search search = {.name = name, .limit = NAMES_LOOKED_AT, .min_score = NAMES_FROM};
    struct st_name_candidates found = {0};
    int rc = st_name_index_search(&found, st_persons_names(), &search, q->tx->arena, err);

    for (size_t i = 0; rc == ST_OK && i < found.n; i++)
        add(q, found.rows[i].person, (enum st_evidence)0, (struct st_message){0});
    return rc;
}

static int find_names(struct quest *q, bool must_be_names, struct st_error *err)
{
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < q->asked.names.n; i++) {
        struct st_str name = st_name_whole(q->tx->arena, &q->asked.names.v[i]);
        if (name.n > 0)
            rc = find_name(q, name, must_be_names ? err : NULL);
        if (rc == ST_E_INVALID && !must_be_names)
            rc = ST_OK; /* a name without a letter finds nobody */
    }
    return rc;
}

/* ---- From what was found to what is shown ---- */
static bool restricted(struct st_tx *tx, struct st_id id)
{
    struct register_entry entry = {0};

    return st_record_get(&entry, NULL, tx, &register_entry_shape, id, NULL) != ST_OK ||
           ((entry.marks & ST_CODE_BIT(register_mark_restricted)) != 0 &&
            st_actor_purpose(tx->actor) != purpose_data_protection);
}

static void say_first(struct st_particulars_comparison *c, struct st_message why)
{
    if (c->n < ST_SEARCH_REASONS)
        c->n++;
    memmove(&c->why[1], &c->why[0], (c->n - 1) * sizeof(c->why[0]));
    c->why[0] = why;
}

/* Compares on what the asker may see: a reason tells of nothing else. */
static bool weigh(struct st_particulars_comparison *out, const struct quest *q, const struct found *f,
                  const struct person *p)
{
    bool comparable = q->asked.names.n > 0 || q->asked.documents.n > 0;

    *out = (struct st_particulars_comparison){0};
    if (comparable)
        st_particulars_compare(out, &q->asked, p, q->tx->arena);
    if (f->evidence == 0)
        return out->score >= SHOWN_FROM;
    if (f->evidence == ST_EVIDENCE_NUMBER || !comparable) {
        say_first(out, f->why);
        out->evidence = f->evidence;
        out->score = f->evidence == ST_EVIDENCE_NUMBER || out->score < 960 ? 1000 : out->score;
    }
    return true;
}

/* A person that is not of this authority, or restricted, is nobody. */
static int look_at(struct st_search_reply *out, struct quest *q, const struct found *f, struct st_error *err)
{
    struct st_search_hit *hit = &out->hits[out->n];
    struct st_particulars_comparison compared;
    struct person whole = {0};
    int rc = st_record_get(&whole, NULL, q->tx, &person_shape, f->person, NULL);

    if (rc == ST_E_NOTFOUND || (rc == ST_OK && restricted(q->tx, f->person)))
        return ST_OK;
    if (rc != ST_OK)
        return rc;
    st_register__hide(&person_shape, &whole, q->seen);
    if (!weigh(&compared, q, f, &whole))
        return ST_OK;
    *hit = (struct st_search_hit){.register_name = st_persons.name, .record = f->person, .person = f->person,
                                  .evidence = compared.evidence, .score = compared.score, .n = compared.n};
    memcpy(hit->why, compared.why, sizeof(hit->why));
    out->n++;
    (void)err;
    return ST_OK;
}

static int by_score(const void *a, const void *b)
{
    const struct st_search_hit *x = a, *y = b;

    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return st_id_cmp(x->record, y->record);
}

static int show(struct st_search_reply *out, struct st_tx *tx, struct st_error *err)
{
    int rc = ST_OK;

    qsort(out->hits, out->n, sizeof(*out->hits), by_score);
    out->more = out->n > ST_SEARCH_HITS;
    if (out->more)
        out->n = ST_SEARCH_HITS;
    for (size_t i = 0; rc == ST_OK && i < out->n; i++)
        if (st_str_is(st_str_of(out->hits[i].register_name), st_persons.name))
            rc = st_person_get(tx, &out->hits[i].shown, NULL, out->hits[i].record, err);
    return rc;
}

static bool has_person(const struct st_search_reply *reply, struct st_id person)
{
    for (size_t i = 0; i < reply->n; i++)
        if (st_id_known(person) && st_id_eq(reply->hits[i].person, person))
            return true;
    return false;
}

/* The centre is asked too where the asker may; where they may not, nothing tells them that it exists. */
static int ask_centre(struct st_search_reply *out, struct quest *q, size_t room, struct st_error *err)
{
    struct st_search_hit *hits = NULL;
    struct st_cir_query query = {.request = q->request, .asked = &q->asked};
    size_t n = 0;
    int rc;

    if (!st_cir_may_search(q->tx->actor))
        return ST_OK;
    rc = st_cir_search(&hits, &n, &out->silent, q->tx, &query, err);
    for (size_t i = 0; rc == ST_OK && i < n && out->n < room; i++)
        if (!has_person(out, hits[i].person))
            out->hits[out->n++] = hits[i];
    return rc;
}

/* What was asked by, never with which values: the log of a portal holds no query data (IO Art 10(1)). */
static int journal(struct st_tx *tx, const struct search_request *r, enum st_entry_kind kind, struct st_error *err)
{
    struct st_entry entry = {.kind = kind, .action = "search", .register_name = st_persons.name, .citation = "IO Art 10(1)"};
    struct st_buf text = ST_BUF_INIT(4096);
    struct st_json w = ST_JSON_INIT(&text);
    const struct st_field *fields = search_request_shape.fields();
    int rc;

    st_json_object(&w);
    st_json_key(&w, "by");
    st_json_array(&w);
    for (size_t i = 0; i < search_request_shape.n; i++)
        if (st_field_known(&fields[i], r))
            st_json_text(&w, fields[i].name);
    st_json_array_end(&w);
    st_json_object_end(&w);
    entry.envelopes[0].json = st_buf_dup(tx->arena, &text);
    entry.n = 1;
    rc = st_journal_add(tx, &entry, err);
    st_buf_deinit(&text);
    return rc;
}

static int ask(struct quest *q, struct st_error *err)
{
    const struct search_request *r = q->request;
    struct st_arena *arena = q->tx->arena;
    int rc;

    q->asked = (struct person){.born_on = r->born_on, .sex = r->sex};
    if (r->nationality.n > 0)
        APPEND(arena, q->asked.nationalities)->country = r->nationality;
    if (r->name.n > 0)
        *APPEND(arena, q->asked.names) = (struct person_name){.kind = name_kind_current, .given = r->name};
    rc = find_anything(q, err);
    if (rc == ST_OK)
        rc = read_zone(q, err);
    return rc == ST_OK ? find_names(q, r->name.n > 0, err) : rc;
}

/* ---- By what ---- */

/* What a role may not see it does not search by either (IO Art 8(1)); prints only to identify a person (IO Art 20a). */
static uint64_t searched_by(const struct st_actor *actor, uint64_t seen)
{
    static const char *const fields[][2] = {{"mrz", "documents"}, {"nationality", "nationalities"}, {"born_on", "born_on"},
                                            {"sex", "sex"}, {"name", "names"}, {"anything", "number"}};
    uint64_t bits = st_cir_may_search(actor) ? bit(&search_request_shape, "prints") : 0;

    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        if (seen & bit(&person_shape, fields[i][1]))
            bits |= bit(&search_request_shape, fields[i][0]);
    return bits;
}

uint64_t st_search_fields(const struct st_actor *actor)
{
    uint64_t seen;
    int rc = st_access_decide(&seen, actor, st_persons.rights, &person_shape, ST_MAY_SEARCH, st_persons.title, NULL);

    return rc == ST_OK ? searched_by(actor, seen) : 0;
}

static int decide(struct quest *q, struct st_error *err)
{
    const struct st_field *f = search_request_shape.fields();
    int rc = st_access_decide(&q->seen, q->tx->actor, st_persons.rights, &person_shape, ST_MAY_SEARCH, st_persons.title,
                              err);
    uint64_t bits = rc == ST_OK ? searched_by(q->tx->actor, q->seen) : 0;

    for (size_t i = 0; rc == ST_OK && i < search_request_shape.n; i++) {
        if (!st_field_known(&f[i], q->request) || (bits >> i & 1))
            continue;
        if (f[i].kind == ST_KIND_MANY)
            return st_fail(err, ST_E_FORBIDDEN, f[i].name,
                           ST_MSG("Fingerprints are searched here only to identify a person."), "SR Art 14(1)",
                           "Search for the purpose of identification.");
        return st_fail(err, ST_E_FORBIDDEN, f[i].name,
                       ST_MSG("Your role does not search by: {0}.", st_value_key(f[i].label)), "IO Art 8(1)",
                       "Search by number or name, or ask an officer who may see it.");
    }
    return rc;
}

int st_search(struct st_search_reply *out, struct st_tx *tx, const struct search_request *request,
              struct st_error *err)
{
    struct quest q = {.tx = tx, .request = request, .found = ST_NEW_N(tx->arena, struct found, FOUND_MAX)};
    int rc = decide(&q, err);
    int logged = journal(tx, request, rc == ST_OK ? ST_ENTRY_READ : ST_ENTRY_REFUSAL, err);

    *out = (struct st_search_reply){0};
    if (rc == ST_OK)
        rc = logged;
    if (rc != ST_OK)
        return rc;
    if (request->anything.n + request->name.n + request->mrz.n + request->prints.n == 0)
        return st_fail(err, ST_E_INVALID, "anything", ST_MSG("There is nothing to search by."), "IO Art 9(1)",
                       "Enter a number or a name, the machine readable zone of a document, or fingerprints.");
    rc = st_shape_check(&search_request_shape, request, NULL, 0, tx->now, tx->arena, "", err);
    if (rc == ST_OK)
        rc = ask(&q, err);
    out->asked = q.asked;
    out->hits = ST_NEW_N(tx->arena, struct st_search_hit, q.n + ST_SEARCH_HITS);
    for (size_t i = 0; rc == ST_OK && i < q.n; i++)
        rc = look_at(out, &q, &q.found[i], err);
    if (rc == ST_OK)
        rc = ask_centre(out, &q, q.n + ST_SEARCH_HITS, err);
    return rc == ST_OK ? show(out, tx, err) : rc;
}

/* ---- Seen before? ---- */
static int by_likeness(const void *a, const void *b)
{
    const struct st_candidate *x = a, *y = b;

    if (x->compared.score != y->compared.score)
        return x->compared.score > y->compared.score ? -1 : 1;
    return st_id_cmp(x->person, y->person);
}

static int find_likely(struct quest *q, struct st_error *err)
{
    int rc = find_names(q, false, err);

    for (size_t i = 0; rc == ST_OK && i < q->asked.documents.n; i++)
        rc = find_document(q, q->asked.documents.v[i].number, err);
    return rc;
}

static struct st_id other_of(const struct identity_decision *d, struct st_id person)
{
    return st_id_eq(d->person, person) ? d->other : d->person;
}

static void newest_decision(struct st_candidate *c, const struct identity_decision *decisions, size_t n,
                            struct st_id of)
{
    for (size_t i = 0; i < n && !c->decided; i++)
        if (st_id_eq(other_of(&decisions[i], of), c->person)) {
            c->decided = true;
            c->decision = decisions[i];
        }
}

int st_search_candidates(struct st_candidate **out, size_t *n, struct st_tx *tx, struct st_id person,
                         struct st_error *err)
{
    struct quest q = {.tx = tx, .found = ST_NEW_N(tx->arena, struct found, FOUND_MAX)};
    struct identity_decision *decisions = NULL;
    size_t decisions_n = 0;
    int rc = st_access_decide(&q.seen, tx->actor, st_persons.rights, &person_shape, ST_MAY_SEARCH, st_persons.title,
                              err);

    *n = 0;
    if (rc == ST_OK)
        rc = st_record_get(&q.asked, NULL, tx, &person_shape, person, err);
    st_register__hide(&person_shape, &q.asked, q.seen);
    if (rc == ST_OK)
        rc = st_identity_decisions(&decisions, &decisions_n, tx, person, err);
    if (rc == ST_OK)
        rc = find_likely(&q, err);
    for (size_t i = 0; rc == ST_OK && i < decisions_n; i++)
        add(&q, other_of(&decisions[i], person), ST_EVIDENCE_NAME, (struct st_message){0});
    if (rc != ST_OK)
        return rc;
    *out = ST_NEW_N(tx->arena, struct st_candidate, q.n + 1);
    for (size_t i = 0; i < q.n; i++) {
        struct st_candidate *c = &(*out)[*n];
        struct person other = {0};
        if (st_id_eq(q.found[i].person, person) || restricted(tx, q.found[i].person) ||
            st_record_get(&other, NULL, tx, &person_shape, q.found[i].person, NULL) != ST_OK)
            continue;
        *c = (struct st_candidate){.person = q.found[i].person};
        st_register__hide(&person_shape, &other, q.seen);
        st_particulars_compare(&c->compared, &q.asked, &other, tx->arena);
        newest_decision(c, decisions, decisions_n, person);
        *n += c->decided || c->compared.score >= SHOWN_FROM;
    }
    qsort(*out, *n, sizeof(**out), by_likeness);
    if (*n > ST_SEARCH_HITS)
        *n = ST_SEARCH_HITS;
    for (size_t i = 0; rc == ST_OK && i < *n; i++)
        rc = st_person_get(tx, &(*out)[i].shown, NULL, (*out)[i].person, err);
    return rc;
}
