/* Eurodac for programs: datasets and what came of them, hits and decisions, notices, law-enforcement requests,
 * statistics. The same rights, checks and journal as everywhere: the header Purpose names what the call is for. */
#include "registers/eurodac_notice.h"
#include "registers/eurodac_request.h"
#include "registers/eurodac_statistics.h"
#include "registers/eurodac_transmit.h"
#include "app/eurodac_bodies.h"
#include "app/people.h"

enum { DATASET_MAX = 24 << 20, PRINTS_MAX = 2 << 20 };

#define EURODAC_SEND_BODY(F)                                                                                          \
    F(id, person, 0, 0, "Person", "Key of the person's file in this place", "")                                       \
    F(id, case_id, 0, 0, "Case", "", "")                                                                              \
    F(tri, urgent, 0, 0, "Comparison within one hour", "", "Eurodac Art 38(2)")                                       \
    F(instant, due_at, 0, 0, "Due at", "Left out: worked out from the category and the day of the event",             \
      "Eurodac Art 15(1)")                                                                                            \
    F(one, dataset, ST_REQUIRED, eurodac_dataset, "Eurodac dataset", "", "Eurodac Art 17")
ST_SHAPE(eurodac_send_body, EURODAC_SEND_BODY)
ST_SHAPE_DEFINE(eurodac_send_body, EURODAC_SEND_BODY, "Dataset sent to Eurodac", "Eurodac Art 37(2)")

#define EURODAC_SENT_ANSWER(F)                                                                                        \
    F(id, id, ST_COMPUTED, 0, "Key", "", "")                                                                          \
    F(one, transmission, ST_COMPUTED, eurodac_transmission, "Transmission to Eurodac", "", "Eurodac Art 37")
ST_SHAPE(eurodac_sent_answer, EURODAC_SENT_ANSWER)
ST_SHAPE_DEFINE(eurodac_sent_answer, EURODAC_SENT_ANSWER, "Transmission to Eurodac", "Eurodac Art 37")

#define EURODAC_DATASET_ANSWER(F)                                                                                     \
    F(id, id, ST_COMPUTED, 0, "Key", "", "")                                                                          \
    F(one, dataset, ST_COMPUTED, eurodac_dataset, "Eurodac dataset", "Only what you may see", "Eurodac Art 17")       \
    F(one, entry, ST_COMPUTED, register_entry, "Entry of a register", "", "Eurodac Art 29")
ST_SHAPE(eurodac_dataset_answer, EURODAC_DATASET_ANSWER)
ST_SHAPE_DEFINE(eurodac_dataset_answer, EURODAC_DATASET_ANSWER, "Eurodac dataset", "Eurodac Art 17")

#define EURODAC_PRINTS_BODY(F)                                                                                        \
    F(instant, retaken_at, ST_REQUIRED | ST_IN_PAST, 0, "Retaken at", "When the retake succeeded",                    \
      "Eurodac Art 38(1)")                                                                                            \
    F(many, fingerprints, ST_REQUIRED, eurodac_print, "Fingerprints", "", "Eurodac Art 38(1)")
ST_SHAPE(eurodac_prints_body, EURODAC_PRINTS_BODY)
ST_SHAPE_DEFINE(eurodac_prints_body, EURODAC_PRINTS_BODY, "Fingerprints taken again", "Eurodac Art 38(1)")

#define EURODAC_DELAY_BODY(F)                                                                                         \
    F(code, reason, ST_REQUIRED, eurodac_delay, "Reason of the delay", "", "Eurodac Art 15(2)")                       \
    F(text, note, ST_LONG, 1000, "About the delay", "", "")
ST_SHAPE(eurodac_delay_body, EURODAC_DELAY_BODY)
ST_SHAPE_DEFINE(eurodac_delay_body, EURODAC_DELAY_BODY, "Reason of the delay", "Eurodac Art 15(1)")

#define EURODAC_EVENT_BODY(F)                                                                                         \
    F(code, event, ST_REQUIRED, eurodac_event, "What happened", "", "Eurodac Art 16, 17, 25, 30 and 31")              \
    F(date, on, 0, 0, "Day", "For events that add one", "")                                                           \
    F(text, state, 0, 2, "Member State", "Responsible State, or State of relocation", "")                             \
    F(tri, others_consulted, 0, 0, "Others consulted", "Before a security flag is deleted", "Eurodac Art 17(4)")
ST_SHAPE(eurodac_event_body, EURODAC_EVENT_BODY)
ST_SHAPE_DEFINE(eurodac_event_body, EURODAC_EVENT_BODY, "What happened", "Eurodac Art 16 to 31")

#define EURODAC_HIT_ANSWER(F)                                                                                         \
    F(id, id, ST_COMPUTED, 0, "Key", "", "")                                                                          \
    F(number, version, ST_COMPUTED, 0, "Version", "Send it as If-Match: \"v1\"", "")                                  \
    F(one, hit, ST_COMPUTED, eurodac_hit, "Eurodac hit", "", "Eurodac Art 27(4)")                                     \
    F(one, own, ST_COMPUTED, eurodac_dataset, "Dataset that was compared", "", "Eurodac Art 27(1)")                   \
    F(one, found, ST_COMPUTED, eurodac_dataset, "Dataset that was found", "", "Eurodac Art 27(4)")
ST_SHAPE(eurodac_hit_answer, EURODAC_HIT_ANSWER)
ST_SHAPE_DEFINE(eurodac_hit_answer, EURODAC_HIT_ANSWER, "Eurodac hit", "Eurodac Art 27(4)")

ST_SHAPE_DEFINE(eurodac_verdict_body, EURODAC_VERDICT_BODY, "Verdict", "Eurodac Art 32(2)")

ST_SHAPE_DEFINE(eurodac_need_body, EURODAC_NEED_BODY, "Need for what was found", "Eurodac Art 47(4)")

#define EURODAC_KEY_BODY(F)                                                                                           \
    F(many, fingerprints, 0, eurodac_print, "Fingerprints", "", "Eurodac Art 33(3)")                                  \
    F(text, name, 0, 200, "Name", "In any script, spelling and order", "Eurodac Art 33(3)")                           \
    F(text, document, 0, 40, "Document number", "", "Eurodac Art 33(3)")
ST_SHAPE(eurodac_key_body, EURODAC_KEY_BODY)
ST_SHAPE_DEFINE(eurodac_key_body, EURODAC_KEY_BODY, "By what is searched", "Eurodac Art 33(3)")

/* One call: what it was given and what it found. */
struct call {
    struct st_id id, person;
    const void *input;
    int64_t version;
    unsigned state;
    struct st_str period;
    bool outside;
    struct eurodac_sent_answer sent;
    struct eurodac_dataset_answer dataset;
    struct st_eurodac_sides sides;
    struct eurodac_request request;
    struct st_eurodac_figure *figures;
    void *rows;
    struct st_id *ids;
    size_t n;
};

static int answer_items(struct st_response *res, const struct st_shape *shape, const struct call *c)
{
    st_response_records(res, shape, c->rows, c->ids, c->n);
    return ST_OK;
}

/* The key in the query; unknown when it is absent. Errors: ST_E_INVALID. */
static int query_person(struct st_id *out, const struct st_request *req, struct st_error *err)
{
    struct st_str text = st_request_query(req, "person");

    *out = (struct st_id){{0}};
    return text.n == 0 || st_id_parse(out, text)
               ? ST_OK
               : st_fail(err, ST_E_INVALID, "person", ST_MSG("This is not a key."), "", "Send the key of the file.");
}

/* ---- Datasets ---- */
static int load_sent(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    struct eurodac_transmission *rows = NULL;
    int rc = st_eurodac_transmissions(tx, &rows, &c->ids, &c->n, c->person, (enum eurodac_sending)c->state, err);

    c->rows = rows;
    return rc;
}

static int list_sent(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_str state = st_request_query(req, "state");
    struct call c = {.state = st_code_of(&eurodac_sending_codes, state)};
    int rc = query_person(&c.person, req, err);

    if (rc == ST_OK && state.n > 0 && c.state == 0)
        rc = st_fail(err, ST_E_INVALID, "state", ST_MSG("There is no such state."), "Eurodac Art 37",
                     "Name one of those that the description of the answer lists.");
    if (rc == ST_OK)
        rc = st_app_read(req, load_sent, &c, err);
    return rc == ST_OK ? answer_items(res, &eurodac_transmission_shape, &c) : rc;
}

static int command_send(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    const struct eurodac_send_body *b = c->input;
    struct st_eurodac_sending how = {.person = b->person, .case_id = b->case_id, .due_at = b->due_at,
                                     .urgent = st_yes(b->urgent)};
    return st_eurodac_send(tx, &c->id, &how, &b->dataset, err);
}

static int load_one_sent(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    int rc = load_sent(tx, c, err);
    const struct eurodac_transmission *rows = c->rows;

    for (size_t i = 0; rc == ST_OK && i < c->n; i++)
        if (st_id_eq(c->ids[i], c->id)) {
            c->sent = (struct eurodac_sent_answer){c->id, rows[i]};
            return ST_OK;
        }
    return rc == ST_OK ? st_fail(err, ST_E_NOTFOUND, "id", ST_MSG("There is no such record."), "", "Compare the number.")
                       : rc;
}

static int answer_sent(struct st_request *req, struct st_response *res, struct call *c, int status,
                       struct st_error *err)
{
    int rc = st_app_read(req, load_one_sent, c, err);

    if (rc != ST_OK)
        return rc;
    res->status = status;
    if (status == 201)
        st_response_header(res, "Location", st_path(req->arena, "/api/v1/eurodac/transmissions/", c->id, ""));
    st_response_record(res, &eurodac_sent_answer_shape, &c->sent, -1);
    return ST_OK;
}

static int send(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.input = req->input};
    int rc = st_app_write(req, command_send, &c, err);

    c.person = ((const struct eurodac_send_body *)req->input)->person;
    return rc == ST_OK ? answer_sent(req, res, &c, 201, err) : rc;
}

static int get_sent(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.state = 0};
    int rc = st_request_id(&c.id, req, "id", err);

    return rc == ST_OK ? answer_sent(req, res, &c, 200, err) : rc;
}

static int load_dataset(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    c->dataset.id = c->id;
    return st_register_get(tx, &c->dataset.dataset, &c->dataset.entry, &c->version, &st_eurodac, c->id, err);
}

static int get_dataset(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.state = 0};
    int rc = st_request_id(&c.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_read(req, load_dataset, &c, err);
    if (rc == ST_OK)
        st_response_record(res, &eurodac_dataset_answer_shape, &c.dataset, c.version);
    return rc;
}

static int command_resend(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    const struct eurodac_prints_body *b = c->input;
    return st_eurodac_resend(tx, c->id, b->fingerprints.v, b->fingerprints.n, b->retaken_at, err);
}

static int resend(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.input = req->input};
    int rc = st_request_id(&c.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_write(req, command_resend, &c, err);
    return rc == ST_OK ? answer_sent(req, res, &c, 200, err) : rc;
}

static int command_delay(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    const struct eurodac_delay_body *b = c->input;
    return st_eurodac_explain_delay(tx, c->id, (enum eurodac_delay)b->reason, b->note, err);
}

static int explain_delay(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.input = req->input};
    int rc = st_request_id(&c.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_write(req, command_delay, &c, err);
    return rc == ST_OK ? answer_sent(req, res, &c, 200, err) : rc;
}

static int command_event(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    const struct eurodac_event_body *b = c->input;
    struct st_eurodac_happening what = {.event = (enum eurodac_event)b->event, .on = b->on, .state = b->state,
                                        .others_consulted = b->others_consulted};
    return st_eurodac_happened(tx, c->id, &what, err);
}

static int happened(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.input = req->input};
    int rc = st_request_id(&c.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_write(req, command_event, &c, err);
    if (rc == ST_OK)
        res->status = 204;
    return rc;
}

/* ---- Hits ---- */
static int load_hits(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    struct eurodac_hit *rows = NULL;
    int rc = st_eurodac_hits_of_person(tx, &rows, &c->ids, &c->n, c->person, err);

    c->rows = rows;
    return rc;
}

static int list_hits(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.state = 0};
    int rc = query_person(&c.person, req, err);

    if (rc == ST_OK)
        rc = st_app_read(req, load_hits, &c, err);
    return rc == ST_OK ? answer_items(res, &eurodac_hit_shape, &c) : rc;
}

static int load_hit(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    return st_eurodac_hit_get(tx, &c->sides, c->id, err);
}

static int answer_hit(struct st_request *req, struct st_response *res, struct call *c, struct st_error *err)
{
    struct eurodac_hit_answer a;
    int rc = st_app_read(req, load_hit, c, err);

    if (rc != ST_OK)
        return rc;
    a = (struct eurodac_hit_answer){c->id, {c->sides.version, true}, c->sides.hit, c->sides.own, c->sides.found};
    st_response_record(res, &eurodac_hit_answer_shape, &a, c->sides.version);
    return ST_OK;
}

static int get_hit(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.state = 0};
    int rc = st_request_id(&c.id, req, "id", err);

    return rc == ST_OK ? answer_hit(req, res, &c, err) : rc;
}

static int command_decide(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    return st_eurodac_hit_decide(tx, c->id, c->version, c->input, err);
}

static int decide(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.input = req->input, .version = req->version};
    int rc = st_request_id(&c.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_write(req, command_decide, &c, err);
    return rc == ST_OK ? answer_hit(req, res, &c, err) : rc;
}

/* ---- Notices ---- */
static int load_notices(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    struct eurodac_notice *rows = NULL;
    int rc = st_eurodac_notices(tx, &rows, &c->ids, &c->n, c->person, err);

    c->rows = rows;
    return rc;
}

static int list_notices(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.state = 0};
    int rc = query_person(&c.person, req, err);

    if (rc == ST_OK)
        rc = st_app_read(req, load_notices, &c, err);
    return rc == ST_OK ? answer_items(res, &eurodac_notice_shape, &c) : rc;
}

static int command_settle(struct st_tx *tx, void *arg, struct st_error *err)
{
    return st_eurodac_notice_settle(tx, ((struct call *)arg)->id, err);
}

static int settle(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.state = 0};
    int rc = st_request_id(&c.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_write(req, command_settle, &c, err);
    if (rc == ST_OK)
        res->status = 204;
    return rc;
}

/* ---- Law enforcement ---- */
static int load_requests(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    struct eurodac_request *rows = NULL;
    int rc = st_eurodac_requests(tx, &rows, &c->ids, &c->n, err);

    c->rows = rows;
    return rc;
}

static int list_requests(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.state = 0};
    int rc = st_app_read(req, load_requests, &c, err);

    return rc == ST_OK ? answer_items(res, &eurodac_request_shape, &c) : rc;
}

static int load_request(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    return st_eurodac_request_get(tx, &c->request, c->id, err);
}

static int answer_request(struct st_request *req, struct st_response *res, struct call *c, int status,
                          struct st_error *err)
{
    int rc = st_app_read(req, load_request, c, err);

    if (rc != ST_OK)
        return rc;
    res->status = status;
    if (status == 201)
        st_response_header(res, "Location", st_path(req->arena, "/api/v1/eurodac/requests/", c->id, ""));
    st_response_record(res, &eurodac_request_shape, &c->request, -1);
    return ST_OK;
}

static int get_request(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.state = 0};
    int rc = st_request_id(&c.id, req, "id", err);

    return rc == ST_OK ? answer_request(req, res, &c, 200, err) : rc;
}

static int command_ask(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    return st_eurodac_request_ask(tx, &c->id, c->input, err);
}

static int ask(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.input = req->input};
    int rc = st_app_write(req, command_ask, &c, err);

    return rc == ST_OK ? answer_request(req, res, &c, 201, err) : rc;
}

static int command_verify(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    const struct eurodac_verdict_body *b = c->input;
    return st_eurodac_request_verify(tx, c->id, (enum eurodac_verdict)b->verdict, err);
}

static int verify(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.input = req->input};
    int rc = st_request_id(&c.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_write(req, command_verify, &c, err);
    return rc == ST_OK ? answer_request(req, res, &c, 200, err) : rc;
}

static int command_need(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    const struct eurodac_need_body *b = c->input;
    return st_eurodac_request_keep(tx, c->id, st_yes(b->needed), err);
}

static int need(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.input = req->input};
    int rc = st_request_id(&c.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_write(req, command_need, &c, err);
    return rc == ST_OK ? answer_request(req, res, &c, 200, err) : rc;
}

static int command_search(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    const struct eurodac_key_body *b = c->input;
    struct st_eurodac_key key = {.prints = b->fingerprints.v, .prints_n = b->fingerprints.n, .name = b->name,
                                 .document = b->document};
    return st_eurodac_request_search(tx, c->id, &key, err);
}

/* Accepted: the answer comes when the centre has been reached. */
static int search(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.input = req->input};
    int rc = st_request_id(&c.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_write(req, command_search, &c, err);
    return rc == ST_OK ? answer_request(req, res, &c, 202, err) : rc;
}

static int load_request_hits(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    struct eurodac_hit *rows = NULL;
    int rc = st_eurodac_hits_of_request(tx, &rows, &c->ids, &c->n, c->id, err);

    c->rows = rows;
    return rc;
}

static int request_hits(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.state = 0};
    int rc = st_request_id(&c.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_read(req, load_request_hits, &c, err);
    return rc == ST_OK ? answer_items(res, &eurodac_hit_shape, &c) : rc;
}

/* ---- Statistics ---- */
static int load_figures(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *c = arg;
    return st_eurodac_statistics(tx, &c->figures, &c->n, c->period, c->outside, err);
}

static int statistics(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct call c = {.period = st_request_query(req, "period"),
                     .outside = st_str_is(st_request_query(req, "outside"), "yes")};
    int rc = st_app_read(req, load_figures, &c, err);
    struct st_json w;

    if (rc != ST_OK)
        return rc;
    w = st_response_items(res);
    for (size_t i = 0; i < c.n; i++)
        st_shape_write(&w, &eurodac_count_shape, &c.figures[i].count, ST_ALL_FIELDS);
    st_response_items_end(&w);
    return ST_OK;
}

const struct st_route st_eurodac_api_routes[] = {
    {ST_GET, "/api/v1/eurodac/transmissions", list_sent, .audit = "eurodac.transmissions",
     .help = "What was sent, and what came of it", .flags = ST_NAMED},
    {ST_GET, "/api/v1/eurodac/transmissions/{id}", get_sent, .answer = &eurodac_sent_answer_shape,
     .audit = "eurodac.transmissions", .help = "One transmission", .flags = ST_NAMED},
    {ST_POST, "/api/v1/eurodac/transmissions/{id}/delay", explain_delay, .body = &eurodac_delay_body_shape,
     .answer = &eurodac_sent_answer_shape, .audit = "eurodac.delay", .help = "Say why a time limit was missed",
     .flags = ST_NAMED},
    {ST_POST, "/api/v1/eurodac/datasets", send, .body = &eurodac_send_body_shape, .answer = &eurodac_sent_answer_shape,
     .audit = "eurodac.send", .help = "Records a dataset here and sends it to Eurodac",
     .flags = ST_NAMED | ST_IDEMPOTENT, .body_max = DATASET_MAX},
    {ST_GET, "/api/v1/eurodac/datasets/{id}", get_dataset, .answer = &eurodac_dataset_answer_shape,
     .audit = "eurodac.read", .help = "An own dataset, its marks and its last day", .flags = ST_NAMED},
    {ST_POST, "/api/v1/eurodac/datasets/{id}/prints", resend, .body = &eurodac_prints_body_shape,
     .answer = &eurodac_sent_answer_shape, .audit = "eurodac.resend",
     .help = "Sends prints that were taken again, under the same reference number", .flags = ST_NAMED | ST_IDEMPOTENT,
     .body_max = PRINTS_MAX},
    {ST_POST, "/api/v1/eurodac/datasets/{id}/events", happened, .body = &eurodac_event_body_shape,
     .audit = "eurodac.update",
     .help = "Do with a dataset what the law attaches to an event: marks, dates, responsible State",
     .flags = ST_NAMED | ST_IDEMPOTENT},
    {ST_GET, "/api/v1/eurodac/hits", list_hits, .audit = "eurodac.hits",
     .help = "Hits of a person, or all that wait for a decision", .flags = ST_NAMED},
    {ST_GET, "/api/v1/eurodac/hits/{id}", get_hit, .answer = &eurodac_hit_answer_shape, .audit = "eurodac.hit.read",
     .help = "Both sides of a hit", .flags = ST_NAMED},
    {ST_POST, "/api/v1/eurodac/hits/{id}/decision", decide, .body = &hit_decision_shape,
     .answer = &eurodac_hit_answer_shape, .audit = "eurodac.hit.decide", .help = "Decide a hit",
     .flags = ST_NAMED | ST_IF_MATCH},
    {ST_GET, "/api/v1/eurodac/notices", list_notices, .audit = "eurodac.notices",
     .help = "What other States did, and what is to be done here", .flags = ST_NAMED},
    {ST_POST, "/api/v1/eurodac/notices/{id}/settle", settle, .audit = "eurodac.notice",
     .help = "Do what a notice asks for", .flags = ST_NAMED},
    {ST_GET, "/api/v1/eurodac/requests", list_requests, .audit = "eurodac.requests",
     .help = "Law-enforcement requests", .flags = ST_NAMED},
    {ST_POST, "/api/v1/eurodac/requests", ask, .body = &eurodac_request_shape, .answer = &eurodac_request_shape,
     .audit = "eurodac.request", .help = "Ask for a law-enforcement search", .flags = ST_NAMED | ST_IDEMPOTENT},
    {ST_GET, "/api/v1/eurodac/requests/{id}", get_request, .answer = &eurodac_request_shape,
     .audit = "eurodac.request.read", .help = "A law-enforcement request", .flags = ST_NAMED},
    {ST_POST, "/api/v1/eurodac/requests/{id}/verdict", verify, .body = &eurodac_verdict_body_shape,
     .answer = &eurodac_request_shape, .audit = "eurodac.request.verify", .help = "Verify another unit's request",
     .flags = ST_NAMED},
    {ST_POST, "/api/v1/eurodac/requests/{id}/search", search, .body = &eurodac_key_body_shape,
     .answer = &eurodac_request_shape, .audit = "eurodac.request.search", .help = "Search on a request that is open",
     .flags = ST_NAMED, .body_max = PRINTS_MAX},
    {ST_POST, "/api/v1/eurodac/requests/{id}/need", need, .body = &eurodac_need_body_shape,
     .answer = &eurodac_request_shape, .audit = "eurodac.request.keep",
     .help = "Say whether the investigation needs what was found; else it is erased after a month", .flags = ST_NAMED},
    {ST_GET, "/api/v1/eurodac/requests/{id}/hits", request_hits, .audit = "eurodac.hits",
     .help = "What a law-enforcement search found", .flags = ST_NAMED},
    {ST_GET, "/api/v1/eurodac/statistics", statistics, .audit = "eurodac.statistics",
     .help = "Figures of a month or a year", .flags = ST_NAMED},
    {0}};
