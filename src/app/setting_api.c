/* Settings of the place for programs. */
#include "app/people.h"
#include "registers/settings.h"

#define SETTING_ANSWER(F)                                                                                             \
    F(id, id, ST_COMPUTED, 0, "Key", "", "")                                                                          \
    F(one, change, ST_COMPUTED, setting_change, "Change of a setting", "", "")
ST_SHAPE(setting_answer, SETTING_ANSWER)
ST_SHAPE_DEFINE(setting_answer, SETTING_ANSWER, "Change of a setting", "")

struct work {
    struct st_settings all;
    struct st_instant now;
    struct st_id id;
    struct setting_change change;
};

static int load(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct work *w = arg;
    w->now = tx->now;
    return st_settings_load(&w->all, tx, err);
}

static int list(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_reader reader = st_request_reader(req);
    struct work all = {.now = {0}};
    struct st_json w;
    int rc = st_app_read(req, load, &all, err);

    if (rc != ST_OK)
        return rc;
    w = st_response_items(res);
    for (unsigned s = 1; s < setting_count; s++)
        st_setting_write(&w, &all.all, (enum setting)s, all.now, &reader);
    st_response_items_end(&w);
    return ST_OK;
}

static int get(struct st_request *req, struct st_response *res, struct st_error *err)
{
    unsigned s = st_code_of(&setting_codes, st_request_param(req, "name"));
    struct st_reader reader = st_request_reader(req);
    struct work all = {.now = {0}};
    struct st_json w;
    int rc = s != 0 ? st_app_read(req, load, &all, err)
                    : st_fail(err, ST_E_NOTFOUND, "", ST_MSG("There is no such setting."), "", "See the list of settings.");

    if (rc != ST_OK)
        return rc;
    w = st_response_json(res, 200);
    st_json_object(&w);
    st_json_key(&w, "setting"), st_setting_write(&w, &all.all, (enum setting)s, all.now, &reader);
    st_json_key(&w, "changes"), st_setting_write_history(&w, &all.all, (enum setting)s);
    st_json_object_end(&w);
    return ST_OK;
}

static int command_set(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct work *w = arg;
    return st_setting_set(tx, &w->id, &w->change, err);
}

static int set(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct work w = {.change = *(const struct setting_change *)req->input};
    struct setting_answer answer = {.change = w.change};
    int rc = st_app_write(req, command_set, &w, err);

    if (rc == ST_OK)
        rc = st_app_read(req, load, &w, err);
    for (size_t i = 0; rc == ST_OK && i < w.all.n; i++)
        if (st_id_eq(w.all.ids[i], w.id))
            answer = (struct setting_answer){w.id, w.all.v[i]};
    if (rc != ST_OK)
        return rc;
    res->status = 201;
    st_response_header(res, "Location", st_strf(req->arena, "/api/v1/settings/%s",
                                                st_code_name(&setting_codes, w.change.setting)));
    st_response_record(res, &setting_answer_shape, &answer, 1);
    return ST_OK;
}

const struct st_route st_setting_api_routes[] = {
    {ST_GET, "/api/v1/settings", list, .roles = ST_SETTING_READERS, .help = "What is set in this place, and what is to come",
     .flags = ST_NAMED},
    {ST_GET, "/api/v1/settings/{name}", get, .roles = ST_SETTING_READERS, .help = "A setting and its changes",
     .flags = ST_NAMED},
    {ST_POST, "/api/v1/settings", set, .roles = ST_ROLE(administrator), .purposes = ST_PURPOSE(administration),
     .body = &setting_change_shape, .answer = &setting_answer_shape, .audit = "setting.set",
     .help = "Changes a setting from a moment on", .flags = ST_NAMED | ST_IDEMPOTENT},
    {0}};
