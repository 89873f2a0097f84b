/* Arrivals, persons, candidates and the search for programs: the same rights, checks and journal as the pages have. */
#include "app/people.h"

enum { LISTED_MOST = 500, SEARCH_MAX = 1 << 20 };

#define ARRIVAL_ANSWER(F)                                                                                             \
    F(id, id, ST_COMPUTED, 0, "Key", "", "")                                                                          \
    F(number, version, ST_COMPUTED, 0, "Version", "Send it as If-Match: \"v1\"", "")                                  \
    F(number, captured, ST_COMPUTED, 0, "Captured", "People who have a file", "")                                     \
    F(one, arrival, ST_COMPUTED, arrival, "Arrival", "", "SR Art 5 and 8")
#define BANDS_ANSWER(F)                                                                                               \
    F(number, first, ST_COMPUTED, 0, "First band", "Bands are <arrival number>/<n>", "")                              \
    F(number, count, ST_REQUIRED, 0, "How many bands", "", "")
#define PERSON_ANSWER(F)                                                                                              \
    F(id, id, ST_COMPUTED, 0, "Key", "", "")                                                                          \
    F(number, version, ST_COMPUTED, 0, "Version", "Send it as If-Match: \"v1\"", "")                                  \
    F(one, person, ST_COMPUTED, person, "Person", "Only what you may see", "SR Art 17(1)")
ST_SHAPE(arrival_answer, ARRIVAL_ANSWER)
ST_SHAPE_DEFINE(arrival_answer, ARRIVAL_ANSWER, "Arrival", "")
ST_SHAPE(bands_answer, BANDS_ANSWER)
ST_SHAPE_DEFINE(bands_answer, BANDS_ANSWER, "Bands", "")
ST_SHAPE(person_answer, PERSON_ANSWER)
ST_SHAPE_DEFINE(person_answer, PERSON_ANSWER, "Person", "SR Art 17(1)")

/* ---- Arrivals ---- */
struct arrivals {
    struct st_id id;
    struct arrival a, *rows;
    struct st_id *ids;
    int64_t version, captured, *captured_of, count, first;
    size_t n;
};

static int load_arrivals(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct arrivals *l = arg;
    int rc = st_arrival_list(tx, &l->rows, &l->ids, &l->n, LISTED_MOST, err);

    l->captured_of = ST_NEW_N(tx->arena, int64_t, l->n + 1);
    for (size_t i = 0; rc == ST_OK && i < l->n; i++)
        rc = st_arrival_captured(tx, l->ids[i], &l->captured_of[i], err);
    return rc;
}

static int list_arrivals(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct arrivals l = {0};
    struct st_json w;
    int rc = st_app_read(req, load_arrivals, &l, err);

    if (rc != ST_OK)
        return rc;
    w = st_response_items(res);
    for (size_t i = 0; i < l.n; i++) {
        struct arrival_answer a = {.id = l.ids[i], .captured = {l.captured_of[i], true}, .arrival = l.rows[i]};
        st_shape_write(&w, &arrival_answer_shape, &a, ST_ALL_FIELDS);
    }
    st_response_items_end(&w);
    return ST_OK;
}

static int load_arrival(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct arrivals *l = arg;
    int rc = st_arrival_get(tx, &l->a, &l->version, l->id, err);

    return rc == ST_OK ? st_arrival_captured(tx, l->id, &l->captured, err) : rc;
}

/* The arrival as it stands now: after a change too, since the program completes what it is given. */
static int answer_arrival(struct st_request *req, struct st_response *res, struct st_id id, int status,
                          struct st_error *err)
{
    struct arrivals l = {.id = id};
    struct arrival_answer a;
    int rc = st_app_read(req, load_arrival, &l, err);

    if (rc != ST_OK)
        return rc;
    a = (struct arrival_answer){id, {l.version, true}, {l.captured, true}, l.a};
    res->status = status;
    if (status == 201)
        st_response_header(res, "Location", st_path(req->arena, "/api/v1/arrivals/", id, ""));
    st_response_record(res, &arrival_answer_shape, &a, l.version);
    return ST_OK;
}

static int get_arrival(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_id id;
    int rc = st_request_id(&id, req, "id", err);

    return rc == ST_OK ? answer_arrival(req, res, id, 200, err) : rc;
}

static int command_open(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct arrivals *l = arg;
    struct arrival a = l->a;
    return st_arrival_open(tx, &l->id, &a, err);
}

static int open_arrival(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct arrivals l = {.a = *(const struct arrival *)req->input};
    int rc = st_app_write(req, command_open, &l, err);

    return rc == ST_OK ? answer_arrival(req, res, l.id, 201, err) : rc;
}

static int command_update(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct arrivals *l = arg;
    struct arrival a = l->a;
    return st_arrival_update(tx, l->id, l->version, &a, err);
}

static int update_arrival(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct arrivals l = {.a = *(const struct arrival *)req->input, .version = req->version};
    int rc = st_request_id(&l.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_write(req, command_update, &l, err);
    return rc == ST_OK ? answer_arrival(req, res, l.id, 200, err) : rc;
}

static int command_close(struct st_tx *tx, void *arg, struct st_error *err)
{
    return st_arrival_close(tx, ((struct arrivals *)arg)->id, err);
}

static int close_arrival(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct arrivals l = {0};
    int rc = st_request_id(&l.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_write(req, command_close, &l, err);
    return rc == ST_OK ? answer_arrival(req, res, l.id, 200, err) : rc;
}

static int command_bands(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct arrivals *l = arg;
    return st_arrival_bands(tx, l->id, l->count, &l->first, err);
}

static int number_bands(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct arrivals l = {.count = ((const struct bands_answer *)req->input)->count.v};
    struct bands_answer a;
    int rc = st_request_id(&l.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_write(req, command_bands, &l, err);
    if (rc != ST_OK)
        return rc;
    a = (struct bands_answer){{l.first, true}, {l.count, true}};
    st_response_record(res, &bands_answer_shape, &a, -1);
    return ST_OK;
}

/* ---- Persons ---- */
struct persons {
    struct st_arena *arena;     /* of the request: what a command hands out */
    const struct person *given; /* what a command stores; it may run again, so it is apart from `p` */
    int64_t seen;               /* the version that is changed */
    struct st_id id;
    struct person p, *rows;
    struct st_id *ids;
    int64_t version;
    size_t n;
};

static int answer_persons(struct st_request *req, struct st_response *res, st_command_fn load, struct st_error *err)
{
    struct persons l = {0};
    struct st_json w;
    int rc = st_request_id(&l.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_read(req, load, &l, err);
    if (rc != ST_OK)
        return rc;
    w = st_response_items(res);
    for (size_t i = 0; i < l.n; i++) {
        struct person_answer a = {.id = l.ids[i], .person = l.rows[i]};
        st_shape_write(&w, &person_answer_shape, &a, ST_ALL_FIELDS);
    }
    st_response_items_end(&w);
    return ST_OK;
}

static int load_of_arrival(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct persons *l = arg;
    struct arrival a = {0};
    int rc = st_persons_of_arrival(tx, &l->rows, &l->ids, &l->n, l->id, err);

    return rc == ST_OK ? st_record_get(&a, NULL, tx, &arrival_shape, l->id, err) : rc; /* nobody yet, or no such boat */
}

static int persons_of_arrival(struct st_request *req, struct st_response *res, struct st_error *err)
{
    return answer_persons(req, res, load_of_arrival, err);
}

static int load_family(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct persons *l = arg;
    return st_person_family(tx, &l->rows, &l->ids, &l->n, l->id, err);
}

static int family(struct st_request *req, struct st_response *res, struct st_error *err)
{
    return answer_persons(req, res, load_family, err);
}

static int load_person(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct persons *l = arg;
    return st_person_get(tx, &l->p, &l->version, l->id, err);
}

static void answer_person(struct st_request *req, struct st_response *res, const struct persons *l, int status)
{
    struct person_answer a = {l->id, {l->version, true}, l->p};

    res->status = status;
    if (status == 201)
        st_response_header(res, "Location", st_path(req->arena, "/api/v1/persons/", l->id, ""));
    st_response_record(res, &person_answer_shape, &a, l->version);
}

static int get_person(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct persons l = {0};
    int rc = st_request_id(&l.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_read(req, load_person, &l, err);
    if (rc == ST_OK)
        answer_person(req, res, &l, 200);
    return rc;
}

/* What was stored, as the program completed it; whoever wrote it needs no reading of their own. */
static int hand_out(struct st_tx *tx, struct persons *l, struct st_error *err)
{
    struct person stored = {0};
    int rc = st_record_get(&stored, &l->version, tx, &person_shape, l->id, err);

    if (rc == ST_OK)
        st_shape_dup(&l->p, &person_shape, &stored, l->arena);
    return rc;
}

static int command_open_person(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct persons *l = arg;
    struct person p = *l->given;
    int rc = st_person_open(tx, &l->id, &p, err);

    return rc == ST_OK ? hand_out(tx, l, err) : rc;
}

static int open_person(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct persons l = {.arena = req->arena, .given = req->input};
    int rc = st_app_write(req, command_open_person, &l, err);

    if (rc == ST_OK)
        answer_person(req, res, &l, 201);
    return rc;
}

static int command_update_person(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct persons *l = arg;
    struct person p = *l->given;
    int rc = st_person_update(tx, l->id, l->seen, &p, err);

    return rc == ST_OK ? hand_out(tx, l, err) : rc;
}

static int update_person(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct persons l = {.arena = req->arena, .given = req->input, .seen = req->version};
    int rc = st_request_id(&l.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_write(req, command_update_person, &l, err);
    if (rc == ST_OK)
        answer_person(req, res, &l, 200);
    return rc;
}

/* ---- Search and candidates ---- */
static const char *evidence_name(enum st_evidence evidence)
{
    static const char *const names[] = {"", "number", "prints", "document", "name"};
    return names[evidence];
}

static void score(struct st_json *w, int v, enum st_evidence evidence)
{
    st_json_key(w, "score");
    st_json_decimal(w, v, 3);
    st_json_key(w, "evidence");
    st_json_text(w, evidence_name(evidence));
}

static void shown(struct st_json *w, const struct person *p)
{
    st_json_key(w, "person");
    st_shape_write(w, &person_shape, p, ST_ALL_FIELDS);
}

struct asked {
    const struct search_request *request;
    struct st_search_reply reply;
};

static int load_search(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct asked *a = arg;
    return st_search(&a->reply, tx, a->request, err);
}

static int search(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_reader reader = st_request_reader(req);
    struct asked a = {.request = req->input};
    struct st_json w;
    int rc = st_app_read(req, load_search, &a, err);

    if (rc != ST_OK)
        return rc;
    w = st_response_items(res);
    for (size_t i = 0; i < a.reply.n; i++) {
        const struct st_search_hit *h = &a.reply.hits[i];
        st_json_object(&w);
        st_json_key(&w, "register"), st_json_text(&w, h->register_name);
        st_json_key_id(&w, "id", h->record);
        st_json_key_id(&w, "person_id", h->person);
        score(&w, h->score, h->evidence);
        st_json_key_messages(&w, "reasons", h->why, h->n, &reader);
        shown(&w, &h->shown);
        st_json_object_end(&w);
    }
    st_json_array_end(&w);
    st_json_key(&w, "more"), st_json_bool(&w, a.reply.more);
    st_json_key(&w, "centre_silent"), st_json_bool(&w, a.reply.silent);
    st_json_object_end(&w);
    return ST_OK;
}

struct seen {
    struct st_id id;
    struct st_candidate *candidates;
    struct identity_decision decision, *decisions;
    size_t n;
};

static int load_candidates(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct seen *s = arg;
    return st_search_candidates(&s->candidates, &s->n, tx, s->id, err);
}

static int candidates(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_reader reader = st_request_reader(req);
    struct seen s = {0};
    struct st_json w;
    int rc = st_request_id(&s.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_read(req, load_candidates, &s, err);
    if (rc != ST_OK)
        return rc;
    w = st_response_items(res);
    for (size_t i = 0; i < s.n; i++) {
        const struct st_candidate *c = &s.candidates[i];
        st_json_object(&w);
        st_json_key_id(&w, "id", c->person);
        score(&w, c->compared.score, c->compared.evidence);
        st_json_key_messages(&w, "reasons", c->compared.why, c->compared.n, &reader);
        shown(&w, &c->shown);
        st_json_key(&w, "decision");
        if (c->decided)
            st_shape_write(&w, &identity_decision_shape, &c->decision, ST_ALL_FIELDS);
        else
            st_json_null(&w);
        st_json_object_end(&w);
    }
    st_response_items_end(&w);
    return ST_OK;
}

static int load_decisions(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct seen *s = arg;
    struct person p;
    int rc = st_access_decide(NULL, tx->actor, st_persons.rights, NULL, ST_MAY_SEARCH, st_persons.title, err);

    if (rc == ST_OK)
        rc = st_person_get(tx, &p, NULL, s->id, err);
    return rc == ST_OK ? st_identity_decisions(&s->decisions, &s->n, tx, s->id, err) : rc;
}

static int decisions(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct seen s = {0};
    struct st_json w;
    int rc = st_request_id(&s.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_read(req, load_decisions, &s, err);
    if (rc != ST_OK)
        return rc;
    w = st_response_items(res);
    for (size_t i = 0; i < s.n; i++)
        st_shape_write(&w, &identity_decision_shape, &s.decisions[i], ST_ALL_FIELDS);
    st_response_items_end(&w);
    return ST_OK;
}

static int command_decide(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct seen *s = arg;
    return st_identity_decide(tx, &s->id, &s->decision, err);
}

static int decide(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct seen s = {.decision = *(const struct identity_decision *)req->input};
    int rc = st_app_write(req, command_decide, &s, err);

    if (rc != ST_OK)
        return rc;
    res->status = 201;
    st_response_record(res, &identity_decision_shape, &s.decision, -1);
    return ST_OK;
}

const struct st_route st_people_api_routes[] = {
    {ST_GET, "/api/v1/arrivals", list_arrivals, .help = "Arrivals, newest first", .flags = ST_NAMED},
    {ST_POST, "/api/v1/arrivals", open_arrival, .body = &arrival_shape, .answer = &arrival_answer_shape,
     .audit = "arrival.open", .help = "Opens an arrival", .flags = ST_NAMED | ST_IDEMPOTENT},
    {ST_GET, "/api/v1/arrivals/{id}", get_arrival, .answer = &arrival_answer_shape, .help = "An arrival",
     .flags = ST_NAMED},
    {ST_PUT, "/api/v1/arrivals/{id}", update_arrival, .body = &arrival_shape, .answer = &arrival_answer_shape,
     .audit = "arrival.update", .help = "Corrects an arrival", .flags = ST_NAMED | ST_IF_MATCH},
    {ST_POST, "/api/v1/arrivals/{id}/close", close_arrival, .answer = &arrival_answer_shape, .audit = "arrival.close",
     .help = "Closes an arrival", .flags = ST_NAMED},
    {ST_POST, "/api/v1/arrivals/{id}/bands", number_bands, .body = &bands_answer_shape, .answer = &bands_answer_shape,
     .audit = "arrival.bands", .help = "Numbers new bands", .flags = ST_NAMED | ST_IDEMPOTENT},
    {ST_GET, "/api/v1/arrivals/{id}/persons", persons_of_arrival, .audit = "person.read",
     .help = "The files of those who came with an arrival", .flags = ST_NAMED},
    {ST_POST, "/api/v1/persons", open_person, .body = &person_shape, .answer = &person_answer_shape,
     .audit = "person.open", .help = "Opens a person's file", .flags = ST_NAMED | ST_IDEMPOTENT},
    {ST_GET, "/api/v1/persons/{id}", get_person, .answer = &person_answer_shape, .audit = "person.read",
     .help = "A person's file, as far as you may see it", .flags = ST_NAMED},
    {ST_PUT, "/api/v1/persons/{id}", update_person, .body = &person_shape, .answer = &person_answer_shape,
     .audit = "person.update", .help = "Corrects particulars", .flags = ST_NAMED | ST_IF_MATCH},
    {ST_GET, "/api/v1/persons/{id}/family", family, .audit = "person.read",
     .help = "Who travels together, the head of the family first", .flags = ST_NAMED},
    {ST_GET, "/api/v1/persons/{id}/candidates", candidates, .audit = "person.read",
     .help = "Who may have been seen before, and why", .flags = ST_NAMED},
    {ST_GET, "/api/v1/persons/{id}/decisions", decisions, .audit = "person.read",
     .help = "Decisions on the identity of a person, newest first", .flags = ST_NAMED},
    {ST_POST, "/api/v1/decisions", decide, .body = &identity_decision_shape, .answer = &identity_decision_shape,
     .audit = "identity.decide", .help = "Decides whether two files are of one person",
     .flags = ST_NAMED | ST_IDEMPOTENT},
    {ST_POST, "/api/v1/search", search, .body = &search_request_shape, .audit = "search",
     .help = "Searches every register that you may search for the purpose named", .flags = ST_NAMED,
     .body_max = SEARCH_MAX},
    {0}};
