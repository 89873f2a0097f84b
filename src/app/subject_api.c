/* The rights of the person, for programs: what waits, a request and its answer, the search with the person's own
 * prints, and the packet of all that is kept. Eurodac Art 43, GDPR Art 15 to 18. */
#include "registers/subject.h"
#include "app/people.h"

enum { PRINTS_MAX = 2 << 20 };

#define SUBJECT_REQUEST_ANSWER(F)                                                                                     \
    F(id, id, ST_COMPUTED, 0, "Key", "", "")                                                                          \
    F(one, request, ST_COMPUTED, subject_request, "Request of a data subject", "", "Eurodac Art 43(8)")
ST_SHAPE(subject_request_answer, SUBJECT_REQUEST_ANSWER)
ST_SHAPE_DEFINE(subject_request_answer, SUBJECT_REQUEST_ANSWER, "Request of a data subject", "Eurodac Art 43(8)")

#define SUBJECT_SEARCH_BODY(F)                                                                                        \
    F(many, fingerprints, ST_REQUIRED, eurodac_print, "Fingerprints", "Used for this alone, and erased at once",      \
      "Eurodac Art 43(6)")
ST_SHAPE(subject_search_body, SUBJECT_SEARCH_BODY)
ST_SHAPE_DEFINE(subject_search_body, SUBJECT_SEARCH_BODY, "Search with the person's own prints", "Eurodac Art 43(6)")

/* One call: what it was given and what it found. */
struct call {
    struct st_id id;
    const void *input;
    struct subject_request *open;
    struct st_id *ids;
    size_t n;
    struct st_subject_packet packet;
};

static int load_open(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    return st_subject_open(tx, &c->open, &c->ids, &c->n, err);
}

static int list(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.n = 0};
    int rc = st_app_read(req, load_open, &c, err);

    if (rc == ST_OK)
        st_response_records(res, &subject_request_shape, c.open, c.ids, c.n);
    return rc;
}

static int load_packet(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    return st_subject_packet(tx, &c->packet, c->id, err);
}

static int packet(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.n = 0};
    struct st_json w;
    int rc = st_request_id(&c.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_read(req, load_packet, &c, err);
    if (rc != ST_OK)
        return rc;
    w = st_response_json(res, 200);
    st_subject_write(&w, &c.packet);
    return ST_OK;
}

static int command_ask(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    return st_subject_ask(tx, &c->id, c->input, err);
}

static int ask(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.input = req->input};
    struct subject_request_answer made = {.request = *(const struct subject_request *)req->input};
    int rc = st_app_write(req, command_ask, &c, err);

    if (rc != ST_OK)
        return rc;
    made.id = c.id;
    res->status = 201;
    st_response_header(res, "Location", st_path(req->arena, "/api/v1/persons/", made.request.person, "/packet"));
    st_response_record(res, &subject_request_answer_shape, &made, -1);
    return ST_OK;
}

/* Does what is asked of one request; the answer is empty. */
static int act(struct st_request *req, struct st_response *res, st_command_fn command, int status, struct st_error *err)
{
    struct call c = {.input = req->input};
    int rc = st_request_id(&c.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_write(req, command, &c, err);
    if (rc != ST_OK)
        return rc;
    res->status = status;
    res->content_type = NULL;
    return ST_OK;
}

static int command_answer(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct call *c = arg;
    const struct subject_answer *a = c->input;
    return st_subject_answer(tx, c->id, (enum subject_outcome)a->outcome, a->answer, err);
}

static int answer(struct st_request *req, struct st_response *res, struct st_error *err)
{
    return act(req, res, command_answer, 204, err);
}

static int command_search(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct call *c = arg;
    const struct subject_search_body *b = c->input;
    return st_subject_search(tx, c->id, b->fingerprints.v, b->fingerprints.n, err);
}

/* Accepted: what is found comes when the centre has been reached, and stands in the packet. */
static int search(struct st_request *req, struct st_response *res, struct st_error *err)
{
    return act(req, res, command_search, 202, err);
}

#define FOR_PERSONS .roles = ST_ROLE(data_protection_officer), .purposes = ST_PURPOSE(data_protection)

const struct st_route st_subject_api_routes[] = {
    {ST_GET, "/api/v1/requests", list, FOR_PERSONS, .audit = "subject.list",
     .help = "Requests of persons that wait for an answer", .flags = ST_NAMED},
    {ST_POST, "/api/v1/requests", ask, FOR_PERSONS, .body = &subject_request_shape,
     .answer = &subject_request_answer_shape, .audit = "subject.request", .help = "Enters a request of the person",
     .flags = ST_NAMED | ST_IDEMPOTENT},
    {ST_POST, "/api/v1/requests/{id}/answer", answer, FOR_PERSONS, .body = &subject_answer_shape,
     .audit = "subject.answer", .help = "Answers a request", .flags = ST_NAMED},
    {ST_POST, "/api/v1/requests/{id}/search", search, FOR_PERSONS, .body = &subject_search_body_shape,
     .audit = "subject.search", .help = "Searches Eurodac with the person's own prints", .flags = ST_NAMED,
     .body_max = PRINTS_MAX},
    {ST_GET, "/api/v1/persons/{id}/packet", packet, FOR_PERSONS, .audit = "subject.packet",
     .help = "What is kept of a person, and their requests", .flags = ST_NAMED},
    {0}};
