/* Officers' accounts for programs. A password comes in and never goes out. */
#include <sodium.h>

#include "app/people.h"

#define NEW_STAFF(F)                                                                                                  \
    F(one, staff, 0, staff, "Account", "", "")                                                                        \
    F(text, password, ST_REQUIRED, ST_PASSWORD_MAX, "First password", "", "")
#define STAFF_ANSWER(F)                                                                                               \
    F(id, id, ST_COMPUTED, 0, "Key", "", "")                                                                          \
    F(number, version, ST_COMPUTED, 0, "Version", "Send it as If-Match: \"v1\"", "")                                  \
    F(one, staff, ST_COMPUTED, staff, "Account", "", "")
#define NEW_PASSWORD(F) F(text, password, ST_REQUIRED, ST_PASSWORD_MAX, "New password", "", "")
ST_SHAPE(new_staff, NEW_STAFF)
ST_SHAPE_DEFINE(new_staff, NEW_STAFF, "New account", "")
ST_SHAPE(staff_answer, STAFF_ANSWER)
ST_SHAPE_DEFINE(staff_answer, STAFF_ANSWER, "Account", "")
ST_SHAPE(new_password, NEW_PASSWORD)
ST_SHAPE_DEFINE(new_password, NEW_PASSWORD, "New password", "")

struct work {
    struct st_id id;
    struct staff s, *all;
    struct st_id *ids;
    size_t n;
    int64_t version;
    char hash[ST_PASSWORD_TEXT];
    bool active;
};

static int load_list(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct work *w = arg;
    return st_staff_list(tx, &w->all, &w->ids, &w->n, ST_STAFF_MAX, err);
}

static int list(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct work all = {0};
    struct st_json w;
    int rc = st_app_read(req, load_list, &all, err);

    if (rc != ST_OK)
        return rc;
    w = st_response_json(res, 200);
    st_json_object(&w);
    st_json_key(&w, "items");
    st_json_array(&w);
    for (size_t i = 0; i < all.n; i++) {
        struct staff_answer a = {.id = all.ids[i], .staff = all.all[i]};
        st_shape_write(&w, &staff_answer_shape, &a, ST_ALL_FIELDS);
    }
    st_json_array_end(&w);
    st_json_object_end(&w);
    return ST_OK;
}

static int load_one(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct work *w = arg;
    return st_staff_get(tx, &w->s, &w->version, w->id, err);
}

static int answer(struct st_request *req, struct st_response *res, struct st_id id, int status, struct st_error *err)
{
    struct work w = {.id = id};
    struct staff_answer a;
    int rc = st_app_read(req, load_one, &w, err);

    if (rc != ST_OK)
        return rc;
    a = (struct staff_answer){id, {w.version, true}, w.s};
    res->status = status;
    if (status == 201)
        st_response_header(res, "Location", st_path(req->arena, "/api/v1/staff/", id, ""));
    st_response_record(res, &staff_answer_shape, &a, w.version);
    return ST_OK;
}

static int get(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_id id;
    int rc = st_request_id(&id, req, "id", err);

    return rc == ST_OK ? answer(req, res, id, 200, err) : rc;
}

static int command_add(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct work *w = arg;
    struct staff s = w->s;
    return st_staff_add(tx, &w->id, &s, w->hash, err);
}

static int add(struct st_request *req, struct st_response *res, struct st_error *err)
{
    const struct new_staff *given = req->input;
    struct work w = {.s = given->staff};
    int rc = st_staff_hash(w.hash, given->password, err);

    if (rc == ST_OK)
        rc = st_app_write(req, command_add, &w, err);
    sodium_memzero(w.hash, sizeof(w.hash));
    return rc == ST_OK ? answer(req, res, w.id, 201, err) : rc;
}

static int command_update(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct work *w = arg;
    struct staff s = w->s;
    return st_staff_update(tx, w->id, w->version, &s, err);
}

static int update(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct work w = {.s = *(const struct staff *)req->input, .version = req->version};
    int rc = st_request_id(&w.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_write(req, command_update, &w, err);
    return rc == ST_OK ? answer(req, res, w.id, 200, err) : rc;
}

static int command_activate(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct work *w = arg;
    return st_staff_activate(tx, w->id, w->active, err);
}

static int set_active(struct st_request *req, struct st_response *res, bool active, struct st_error *err)
{
    struct work w = {.active = active};
    int rc = st_request_id(&w.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_write(req, command_activate, &w, err);
    return rc == ST_OK ? answer(req, res, w.id, 200, err) : rc;
}

static int disable(struct st_request *req, struct st_response *res, struct st_error *err)
{
    return set_active(req, res, false, err);
}

static int enable(struct st_request *req, struct st_response *res, struct st_error *err)
{
    return set_active(req, res, true, err);
}

static int command_password(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct work *w = arg;
    return st_staff_password(tx, w->id, w->hash, err);
}

static int set_password(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct work w = {0};
    int rc = st_request_id(&w.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_staff_hash(w.hash, ((const struct new_password *)req->input)->password, err);
    if (rc == ST_OK)
        rc = st_app_write(req, command_password, &w, err);
    sodium_memzero(w.hash, sizeof(w.hash));
    if (rc != ST_OK)
        return rc;
    res->status = 204;
    return ST_OK;
}

#define ADMIN .roles = ST_ROLE(administrator), .purposes = ST_PURPOSE(administration)

const struct st_route st_staff_api_routes[] = {
    {ST_GET, "/api/v1/staff", list, ADMIN, .help = "Officers' accounts", .flags = ST_NAMED},
    {ST_POST, "/api/v1/staff", add, ADMIN, .body = &new_staff_shape, .answer = &staff_answer_shape,
     .audit = "staff.add", .help = "Makes an account", .flags = ST_NAMED},
    {ST_GET, "/api/v1/staff/{id}", get, ADMIN, .answer = &staff_answer_shape, .help = "An officer's account",
     .flags = ST_NAMED},
    {ST_PUT, "/api/v1/staff/{id}", update, ADMIN, .body = &staff_shape, .answer = &staff_answer_shape,
     .audit = "staff.update", .help = "Changes an account", .flags = ST_NAMED | ST_IF_MATCH},
    {ST_POST, "/api/v1/staff/{id}/disable", disable, ADMIN, .answer = &staff_answer_shape, .audit = "staff.disable",
     .help = "Disables an account", .flags = ST_NAMED},
    {ST_POST, "/api/v1/staff/{id}/enable", enable, ADMIN, .answer = &staff_answer_shape, .audit = "staff.enable",
     .help = "Enables an account", .flags = ST_NAMED},
    {ST_PUT, "/api/v1/staff/{id}/password", set_password, ADMIN, .body = &new_password_shape,
     .audit = "staff.password", .help = "Sets a new password", .flags = ST_NAMED},
    {0}};
