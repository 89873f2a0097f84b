/* Who represents or assists a person, for programs. */
#include "app/representation.h"

#define REPRESENTATION_ANSWER(F)                                                                                      \
    F(id, id, ST_COMPUTED, 0, "Key", "", "")                                                                          \
    F(number, version, ST_COMPUTED, 0, "Version", "Send it as If-Match: \"v1\"", "")                                  \
    F(tri, in_force, ST_COMPUTED, 0, "In force", "", "SR Art 13(3)")                                                  \
    F(one, representation, ST_COMPUTED, representation, "Representative of a person", "", "SR Art 13")
ST_SHAPE(representation_answer, REPRESENTATION_ANSWER)
ST_SHAPE_DEFINE(representation_answer, REPRESENTATION_ANSWER, "Representative of a person", "SR Art 13")

#define REPRESENTATION_ENDED(F)                                                                                       \
    F(instant, until, ST_IN_PAST, 0, "Until", "Now, when left empty", "RCD Art 27(1)")                                \
    F(text, because, ST_REQUIRED | ST_LONG, 1000, "Ended because", "", "SR Art 13(4)")
ST_SHAPE(representation_ended, REPRESENTATION_ENDED)
ST_SHAPE_DEFINE(representation_ended, REPRESENTATION_ENDED, "End of a charge", "SR Art 13(4)")

struct asked {
    struct st_id person, id;
    const struct representation *given;
    const struct representation_ended *end;
    int64_t seen, version;
    struct representation r, *all;
    struct st_id *ids;
    size_t n;
    struct st_instant now;
    struct st_in_care_row *wards;
};

/* ---- Of a person ---- */
static int load_list(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct asked *a = arg;
    struct person p = {0};
    int rc = st_representation_list(tx, &a->all, &a->ids, &a->n, a->person, err);

    a->now = tx->now;
    return rc == ST_OK ? st_record_get(&p, NULL, tx, &person_shape, a->person, err)
                       : rc; /* nobody yet, or no such file */
}

static int list(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct asked a = {0};
    struct st_json w;
    int rc = st_request_id(&a.person, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_read(req, load_list, &a, err);
    if (rc != ST_OK)
        return rc;
    w = st_response_items(res);
    for (size_t i = 0; i < a.n; i++) {
        struct representation_answer one = {.id = a.ids[i], .representation = a.all[i],
                                            .in_force = st_tri_of(st_representation_in_force(&a.all[i], a.now))};
        st_shape_write(&w, &representation_answer_shape, &one, ST_ALL_FIELDS);
    }
    st_response_items_end(&w);
    return ST_OK;
}

static int load_one(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct asked *a = arg;

    a->now = tx->now;
    return st_representation_get(tx, &a->r, &a->version, a->id, err);
}

static int answer(struct st_request *req, struct st_response *res, struct asked *a, int status, struct st_error *err)
{
    struct representation_answer one;
    int rc = st_app_read(req, load_one, a, err);

    if (rc != ST_OK)
        return rc;
    one = (struct representation_answer){a->id, {a->version, true},
                                         st_tri_of(st_representation_in_force(&a->r, a->now)), a->r};
    res->status = status;
    st_response_record(res, &representation_answer_shape, &one, a->version);
    return ST_OK;
}

static int command_designate(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct asked *a = arg;
    return st_representation_designate(tx, &a->id, a->person, a->given, err);
}

static int designate(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct asked a = {.given = req->input};
    int rc = st_request_id(&a.person, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_write(req, command_designate, &a, err);
    return rc == ST_OK ? answer(req, res, &a, 201, err) : rc;
}

static int get(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct asked a = {0};
    int rc = st_request_id(&a.id, req, "id", err);

    return rc == ST_OK ? answer(req, res, &a, 200, err) : rc;
}

static int command_end(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct asked *a = arg;
    return st_representation_end(tx, a->id, a->seen, a->end->until, a->end->because, err);
}

static int end(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct asked a = {.end = req->input, .seen = req->version};
    int rc = st_request_id(&a.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_write(req, command_end, &a, err);
    return rc == ST_OK ? answer(req, res, &a, 200, err) : rc;
}

/* ---- In one's own care ---- */
static int load_in_care(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct asked *a = arg;
    return st_in_care_load(tx, &a->wards, &a->n, err);
}

static int in_care(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct asked a = {0};
    struct st_json w;
    int rc = st_app_read(req, load_in_care, &a, err);

    if (rc != ST_OK)
        return rc;
    w = st_response_items(res);
    for (size_t i = 0; i < a.n; i++) {
        st_json_object(&w);
        st_json_key(&w, "person_id"), st_json_id(&w, a.wards[i].person);
        st_json_key(&w, "person"), st_shape_write(&w, &person_shape, &a.wards[i].file, ST_ALL_FIELDS);
        st_json_key(&w, "kind"), st_json_text(&w, st_code_name(&representation_kind_codes, a.wards[i].charge.kind));
        st_json_key(&w, "since"), st_json_instant(&w, a.wards[i].charge.since);
        st_json_key(&w, "case"), st_json_id(&w, a.wards[i].case_id);
        st_json_key(&w, "case_number"), st_json_str(&w, a.wards[i].c.number);
        st_json_key(&w, "state"), st_json_str(&w, a.wards[i].c.state);
        st_json_object_end(&w);
    }
    st_response_items_end(&w);
    return ST_OK;
}

/* ---- Who could be ---- */
struct candidates {
    struct st_representative *rows;
    size_t n;
};

static int load_candidates(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct candidates *c = arg;
    return st_representatives(tx, &c->rows, &c->n, err);
}

static int candidates(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct candidates c = {0};
    struct st_json w;
    int rc = st_app_read(req, load_candidates, &c, err);

    if (rc != ST_OK)
        return rc;
    w = st_response_items(res);
    for (size_t i = 0; i < c.n; i++) {
        st_json_object(&w);
        st_json_key(&w, "sign_in_name"), st_json_str(&w, c.rows[i].sign_in_name);
        st_json_key(&w, "name"), st_json_str(&w, c.rows[i].name);
        st_json_key(&w, "unit"), st_json_str(&w, c.rows[i].unit);
        st_json_key(&w, "minors_in_care"), st_json_int(&w, c.rows[i].minors);
        st_json_object_end(&w);
    }
    st_response_items_end(&w);
    return ST_OK;
}

const struct st_route st_representation_api_routes[] = {
    {ST_GET, "/api/v1/clients", in_care, .roles = ST_ROLES_IN_CARE, .audit = "person.read",
     .help = "Those in your care: person, since when, newest case", .flags = ST_NAMED},
    {ST_GET, "/api/v1/representatives", candidates, .help = "Accounts that may be put in charge, and how many minors each has",
     .flags = ST_NAMED},
    {ST_GET, "/api/v1/persons/{id}/representatives", list, .audit = "representation.read",
     .help = "Who represents or assists a person, in force first", .flags = ST_NAMED},
    {ST_POST, "/api/v1/persons/{id}/representatives", designate, .body = &representation_shape,
     .answer = &representation_answer_shape, .audit = "representation.designate",
     .help = "Puts somebody in charge of a minor", .flags = ST_NAMED | ST_IDEMPOTENT},
    {ST_GET, "/api/v1/representations/{id}", get, .answer = &representation_answer_shape, .audit = "representation.read",
     .help = "Who is or was in charge of a person", .flags = ST_NAMED},
    {ST_POST, "/api/v1/representations/{id}/end", end, .body = &representation_ended_shape,
     .answer = &representation_answer_shape, .audit = "representation.end", .help = "Ends a charge",
     .flags = ST_NAMED | ST_IF_MATCH},
    {0}};
