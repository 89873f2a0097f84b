/* Drafts for programs: what was typed and not sent, with the same rights as on the pages. */
#include "app/case_form.h"
#include "cases/screening.h"
#include "registers/staff.h"

struct drafts {
    struct st_id case_id, draft;
    struct st_case c;
    struct st_draft *all, one;
    struct st_str *owners; /* names */
    size_t n;
};

static int load_names(struct st_tx *tx, struct drafts *d)
{
    d->owners = ST_NEW_N(tx->arena, struct st_str, d->n + 1);
    for (size_t i = 0; i < d->n; i++)
        d->owners[i] = st_staff_name(tx, d->all[i].owner);
    return ST_OK;
}

static int load_case(struct st_tx *tx, struct drafts *d, struct st_error *err)
{
    int rc = st_case_get(&d->c, tx, d->case_id, true, err);

    if (rc == ST_OK && d->c.procedure != &screening_procedure)
        rc = st_fail(err, ST_E_NOTFOUND, "", ST_MSG("There is no such case here."), "",
                     "Check the address, or search for the number.");
    return rc;
}

static int load_all(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct drafts *d = arg;
    int rc = load_case(tx, d, err);

    if (rc == ST_OK)
        rc = st_case_drafts(&d->all, &d->n, &d->c, err);
    return rc == ST_OK ? load_names(tx, d) : rc;
}

static int load_own(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct drafts *d = arg;
    int rc = st_work_drafts(&d->all, &d->n, tx, err);
    return rc == ST_OK ? load_names(tx, d) : rc;
}

static int load_one(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct drafts *d = arg;
    int rc = load_case(tx, d, err);

    if (rc == ST_OK)
        rc = st_case_draft_get(&d->one, &d->c, d->draft, err);
    d->all = &d->one;
    d->n = 1;
    return rc == ST_OK ? load_names(tx, d) : rc;
}

/* ---- As JSON ---- */

static void head(struct st_json *w, const struct drafts *d, size_t i)
{
    st_json_key(w, "id"), st_json_id(w, d->all[i].id);
    st_json_key(w, "case"), st_json_id(w, d->all[i].case_id);
    st_json_key(w, "number"), st_json_str(w, d->all[i].number);
    st_json_key(w, "action"), st_json_text(w, d->all[i].step->action);
    st_json_key(w, "owner"), st_json_id(w, d->all[i].owner);
    st_json_key(w, "owner_name"), st_json_str(w, d->owners[i]);
    st_json_key(w, "saved_at"), st_json_instant(w, d->all[i].saved_at);
}

static void write_list(struct st_response *res, const struct drafts *d)
{
    struct st_json w = st_response_items(res);

    for (size_t i = 0; i < d->n; i++) {
        st_json_object(&w);
        head(&w, d, i);
        st_json_object_end(&w);
    }
    st_response_items_end(&w);
}

static int list(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct drafts d = {0};
    int rc = st_request_id(&d.case_id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_read(req, load_all, &d, err);
    if (rc == ST_OK)
        write_list(res, &d);
    return rc;
}

static int list_own(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct drafts d = {0};
    int rc = st_app_read(req, load_own, &d, err);

    if (rc == ST_OK)
        write_list(res, &d);
    return rc;
}

static int show(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct drafts d = {0};
    struct st_json w;
    int rc = st_request_id(&d.case_id, req, "id", err);

    if (rc == ST_OK)
        rc = st_request_id(&d.draft, req, "draft", err);
    if (rc == ST_OK)
        rc = st_app_read(req, load_one, &d, err);
    if (rc != ST_OK)
        return rc;
    w = st_response_json(res, 200);
    st_json_object(&w);
    head(&w, &d, 0);
    st_json_key(&w, "reason"), st_json_str(&w, d.one.reason);
    st_json_key(&w, "happened_at"), st_json_instant(&w, d.one.happened_at);
    st_json_key(&w, "late_why"), st_json_str(&w, d.one.late_why);
    st_json_key(&w, "corrects"), st_json_id(&w, d.one.corrects);
    st_json_key(&w, "form");
    if (d.one.form != NULL)
        st_shape_write(&w, d.one.step->form, d.one.form, ST_ALL_FIELDS);
    else
        st_json_null(&w);
    st_json_object_end(&w);
    return ST_OK;
}

/* ---- Keeping and discarding ---- */

static int run_keep(struct st_tx *tx, void *arg, struct st_error *err) { return st_case_draft_keep(tx, arg, err); }

static int keep(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_act act = {0};
    int rc = st_screening_act_read(&act, req, err);

    if (rc == ST_OK)
        rc = st_app_write(req, run_keep, &act, err);
    if (rc != ST_OK)
        return rc;
    res->status = 204;
    res->content_type = NULL;
    return ST_OK;
}

static int run_discard(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct drafts *d = arg;
    return st_case_draft_discard(tx, d->case_id, d->draft, err);
}

static int discard(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct drafts d = {0};
    int rc = st_request_id(&d.case_id, req, "id", err);

    if (rc == ST_OK)
        rc = st_request_id(&d.draft, req, "draft", err);
    if (rc == ST_OK)
        rc = st_app_write(req, run_discard, &d, err);
    if (rc != ST_OK)
        return rc;
    res->status = 204;
    res->content_type = NULL;
    return ST_OK;
}

const struct st_route st_draft_api_routes[] = {
    {ST_GET, "/api/v1/drafts", list_own, .audit = "work.list", .help = "Drafts of one's own in all cases, newest first",
     .flags = ST_NAMED},
    {ST_GET, "/api/v1/screenings/{id}/drafts", list, .audit = "case.read",
     .help = "Drafts of steps that one may take: which step, by whom, since when", .flags = ST_NAMED},
    {ST_GET, "/api/v1/screenings/{id}/drafts/{draft}", show, .audit = "case.read_draft", .help = "What a draft says",
     .flags = ST_NAMED},
    {ST_PUT, "/api/v1/screenings/{id}/actions/{action}/draft", keep, .audit = "case.draft",
     .help = "Keeps what was typed for a step without taking it: kinds are checked, nothing is required",
     .takes = "{\"form\": {…}, \"reason\": text, \"happened_at\": instant, \"late_why\": text, \"corrects\": id, "
              "\"draft\": id of the draft that this goes on from}",
     .flags = ST_NAMED, .body_max = ST_CASE_BODY_MAX},
    {ST_DELETE, "/api/v1/screenings/{id}/drafts/{draft}", discard, .audit = "case.draft_discard",
     .help = "Discards a draft", .flags = ST_NAMED},
    {0}};
