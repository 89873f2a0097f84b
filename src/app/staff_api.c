/* Officers' accounts for programs. A password comes in and never goes out. */
#include <sodium.h>

#include "app/staff_work.h"

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

static int list(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_staff_work all = {0};
    struct st_json w;
    int rc = st_app_read(req, st_staff_work_list, &all, err);

    if (rc != ST_OK)
        return rc;
    w = st_response_items(res);
    for (size_t i = 0; i < all.n; i++) {
        struct staff_answer a = {.id = all.ids[i], .staff = all.all[i]};
        st_shape_write(&w, &staff_answer_shape, &a, ST_ALL_FIELDS);
    }
    st_response_items_end(&w);
    return ST_OK;
}

static int answer(struct st_request *req, struct st_response *res, struct st_id id, int status, struct st_error *err)
{
    struct st_staff_work w = {.id = id};
    struct staff_answer a;
    int rc = st_app_read(req, st_staff_work_load, &w, err);

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

static int add(struct st_request *req, struct st_response *res, struct st_error *err)
{
    const struct new_staff *given = req->input;
    struct st_staff_work w = {.s = given->staff};
    int rc = st_staff_hash(w.hash, given->password, err);

    if (rc == ST_OK)
        rc = st_app_write(req, st_staff_work_add, &w, err);
    sodium_memzero(w.hash, sizeof(w.hash));
    return rc == ST_OK ? answer(req, res, w.id, 201, err) : rc;
}

static int update(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_staff_work w = {.s = *(const struct staff *)req->input, .version = req->version};
    int rc = st_request_id(&w.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_write(req, st_staff_work_update, &w, err);
    return rc == ST_OK ? answer(req, res, w.id, 200, err) : rc;
}

static int set_active(struct st_request *req, struct st_response *res, bool active, struct st_error *err)
{
    struct st_staff_work w = {.active = active};
    int rc = st_request_id(&w.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_write(req, st_staff_work_activate, &w, err);
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

static int set_password(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_staff_work w = {0};
    int rc = st_request_id(&w.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_staff_hash(w.hash, ((const struct new_password *)req->input)->password, err);
    if (rc == ST_OK)
        rc = st_app_write(req, st_staff_work_password, &w, err);
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
