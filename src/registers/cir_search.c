/* Identification against the common identity repository: one query through the portal, answered with identity data and
 * never with the register they come from (IO Art 20a and 20(3); SR Art 14(1)). Prints first; where the request has
 * none, or they find nobody, names (SR Art 14(4)). */
#include "registers/cir_search.h"

#include "identity/name_index.h"
#include "registers/eurodac_index.h"
#include "registers/eurodac_transmit.h"
#include "store/outbox.h"

static const struct st_right rights[] = {
    {role_screening_officer, purpose_identification, ST_MAY_SEARCH, "*", "IO Art 20a"},
    {role_supervisor, purpose_identification, ST_MAY_SEARCH, "*", "IO Art 20a"},
    {role_unknown, purpose_unknown, 0, NULL, NULL},
};

enum { FOUND_MAX = 50, NAMES_FROM = 850 };

static int may_search(const struct st_actor *actor, struct st_error *err)
{
    return st_access_decide(NULL, actor, rights, &cir_file_shape, ST_MAY_SEARCH, "Common identity repository", err);
}

bool st_cir_may_search(const struct st_actor *actor) { return may_search(actor, NULL) == ST_OK; }

/* The repository stands at the centre: what is read there is read under its authority, the actor stays who it is. */
static int read_file(struct st_tx *tx, struct cir_file *file, struct st_id id, struct st_error *err)
{
    const struct st_actor *own = tx->actor;
    struct st_actor centre = *own;
    int rc;

    centre.authority = st_str_of(EURODAC_CENTRE);
    tx->actor = &centre;
    rc = st_record_get(file, NULL, tx, &cir_file_shape, id, err);
    tx->actor = own;
    return rc;
}

static struct person as_person(const struct cir_file *f)
{
    struct person p = {.born_on = f->born_on, .born_in = f->born_in, .born_in_country = f->born_in_country,
                       .sex = f->sex};

    p.names.v = f->names.v;
    p.names.n = f->names.n;
    p.nationalities.v = f->nationalities.v;
    p.nationalities.n = f->nationalities.n;
    p.documents.v = f->documents.v;
    p.documents.n = f->documents.n;
    return p;
}

/* The person's file of this place that the record was made from; unknown when it came from elsewhere. */
static struct st_id own_person(struct st_tx *tx, struct st_id id)
{
    struct register_entry entry = {0};
    return st_record_get(&entry, NULL, tx, &register_entry_shape, id, NULL) == ST_OK ? entry.person
                                                                                      : (struct st_id){{0}};
}

static unsigned count_of(uint32_t bits)
{
    unsigned n = 0;
    for (; bits != 0; bits &= bits - 1)
        n++;
    return n;
}

int st_search_views(struct st_print_record *out, const struct search_request *request, struct st_arena *arena,
                    struct st_error *err)
{
    *out = (struct st_print_record){.views = ST_NEW_N(arena, struct st_minutiae, ST_PRINT_VIEWS)};
    for (size_t i = 0; i < request->prints.n; i++) {
        const char *field = st_strf(arena, "prints.%zu.minutiae", i).p;
        struct st_print_record record;
        struct st_error faults = {0};
        int rc = st_minutiae_read(&record, arena, request->prints.v[i].minutiae, &faults);

        if (rc != ST_OK)
            return st_fail(err, faults.code, field, faults.faults[0].what, faults.faults[0].citation,
                           faults.faults[0].cure);
        if (record.n > ST_PRINT_VIEWS - out->n)
            return st_fail(err, ST_E_LIMIT, field, ST_MSG("A person's record holds at most {0} fingerprints.",
                                                          ST_V((int)ST_PRINT_VIEWS)), "",
                           "Leave out earlier captures of the same fingers.");
        memcpy(&out->views[out->n], record.views, record.n * sizeof(*record.views));
        out->n = (uint8_t)(out->n + record.n);
    }
    return ST_OK;
}

/* The person's file of this place that a hit was made from; true when it is the one whose own data are no hit. */
static bool is_own(struct st_id *file, struct st_tx *tx, const struct st_cir_query *q, struct st_id record)
{
    *file = own_person(tx, record);
    return st_id_known(q->except) && st_id_eq(*file, q->except);
}

static int by_prints(struct st_search_hit *out, size_t *n, struct st_tx *tx, const struct st_cir_query *q,
                     struct st_error *err)
{
    struct st_print_record asked;
    struct st_gallery_search search = {.limit = FOUND_MAX};
    struct st_gallery_hit *found = NULL;
    size_t found_n = 0;
    int rc = st_search_views(&asked, q->request, tx->arena, err);

    search.views = asked.views;
    search.n = asked.n;
    if (rc == ST_OK)
        rc = st_gallery_find(&found, &found_n, st_eurodac__gallery(), &search, tx->arena, err);
    for (size_t i = 0; rc == ST_OK && i < found_n; i++) {
        struct cir_file file = {0};
        struct st_id here;
        if (is_own(&here, tx, q, found[i].key) || read_file(tx, &file, found[i].key, NULL) != ST_OK)
            continue;
        out[(*n)++] = (struct st_search_hit){
            .register_name = "cir", .record = found[i].key, .person = here,
            .evidence = ST_EVIDENCE_PRINTS, .score = found[i].score, .n = 1,
            .why = {ST_MSG("Fingers that agree: {0}.", ST_V(count_of(found[i].fingers)))}, .shown = as_person(&file),
            .prints = file.fingerprints.v, .prints_n = file.fingerprints.n};
    }
    return rc;
}

static int by_name(struct st_search_hit *out, size_t *n, struct st_tx *tx, const struct st_cir_query *q,
                   struct st_error *err)
{
    struct st_name_search search = {.name = st_name_whole(tx->arena, &q->asked->names.v[0]), .limit = FOUND_MAX,
                                    .min_score = NAMES_FROM};
    struct st_name_candidates found = {0};
    int rc = st_name_index_search(&found, st_eurodac__names(), &search, tx->arena, err);

    for (size_t i = 0; rc == ST_OK && i < found.n; i++) {
        struct st_particulars_comparison c;
        struct cir_file file = {0};
        struct person shown;
        struct st_id here;
        if (is_own(&here, tx, q, found.rows[i].person) || read_file(tx, &file, found.rows[i].person, NULL) != ST_OK)
            continue;
        shown = as_person(&file);
        st_particulars_compare(&c, q->asked, &shown, tx->arena);
        if (c.score < NAMES_FROM)
            continue;
        out[*n] = (struct st_search_hit){.register_name = "cir", .record = found.rows[i].person,
                                         .person = here, .evidence = c.evidence,
                                         .score = c.score, .n = c.n, .shown = shown};
        memcpy(out[*n].why, c.why, sizeof(c.why));
        (*n)++;
    }
    return rc;
}

static int refused(struct st_tx *tx, int why)
{
    struct st_entry entry = {.kind = ST_ENTRY_REFUSAL, .action = "cir.search", .register_name = "cir",
                             .citation = "IO Art 20a"};
    int rc = st_journal_add(tx, &entry, NULL);
    return rc == ST_OK ? why : rc;
}

static int journal(struct st_tx *tx, const struct st_search_hit *hits, size_t n, struct st_error *err)
{
    struct st_entry entry = {.kind = ST_ENTRY_READ, .action = "cir.search", .register_name = "cir",
                             .citation = "IO Art 24(2)"};
    int rc = st_journal_add(tx, &entry, err);

    for (size_t i = 0; rc == ST_OK && i < n; i++) {
        entry.record = hits[i].record;
        entry.person = hits[i].person;
        rc = st_journal_add(tx, &entry, err);
    }
    return rc;
}

int st_cir_search(struct st_search_hit **out, size_t *n, bool *silent, struct st_tx *tx,
                  const struct st_cir_query *query, struct st_error *err)
{
    struct st_queue line = {0};
    int rc = may_search(tx->actor, err);

    rc = rc == ST_OK ? st_outbox_status(&line, tx, err) : refused(tx, rc);
    *out = ST_NEW_N(tx->arena, struct st_search_hit, FOUND_MAX);
    *n = 0;
    *silent = rc == ST_OK && line.cut;
    if (rc != ST_OK || line.cut)
        return rc;
    if (query->request->prints.n == 0 && query->asked->names.n == 0)
        return ST_OK;
    if (query->request->prints.n > 0)
        rc = by_prints(*out, n, tx, query, err);
    if (rc == ST_OK && *n == 0 && query->asked->names.n > 0)
        rc = by_name(*out, n, tx, query, err);
    return rc == ST_OK ? journal(tx, *out, *n, err) : rc;
}
