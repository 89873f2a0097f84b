/* My work, the queue and the journal for programs. */
#include "store/journal.h"
#include "app/app.h"
#include "app/journal_view.h"
#include "app/parts.h"

enum { ROWS = 100 };

/* ---- Work ---- */

struct work {
    struct st_work_filter filter;
    struct st_work_row *rows;
    size_t n;
};

static int load_work(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct work *w = arg;
    return st_work_list(&w->rows, &w->n, tx, &w->filter, err);
}

static void work_row(struct st_json *w, const struct st_work_row *row)
{
    st_json_object(w);
    st_json_key(w, "case"), st_json_id(w, row->case_id);
    st_json_key(w, "number"), st_json_str(w, row->number);
    st_json_key(w, "procedure"), st_json_str(w, row->procedure);
    st_json_key(w, "state"), st_json_str(w, row->state);
    st_json_key(w, "person"), st_json_id(w, row->person);
    st_json_key(w, "holder"), st_json_id(w, row->holder);
    st_json_key(w, "clock"), st_json_str(w, row->clock);
    st_json_key(w, "clock_state"), st_json_text(w, st_code_name(&clock_state_codes, (unsigned)row->clock_state));
    st_json_key(w, "ends_at"), st_json_instant(w, row->ends_at);
    st_json_key(w, "outer_end"), st_json_instant(w, row->outer_end);
    st_json_key(w, "uncertain"), st_json_bool(w, row->uncertain);
    st_json_key(w, "article"), st_json_str(w, row->citation);
    st_json_object_end(w);
}

static int work(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct work list = {.filter = {.skip = (size_t)st_request_number(req, "skip", 0, 1000000, 0),
                                   .limit = (size_t)st_request_number(req, "limit", 1, 500, ROWS)}};
    struct st_json w;
    int rc;

    if (!st_str_is(st_request_query(req, "of"), "all"))
        list.filter.holder = req->session->officer;
    if ((rc = st_app_read(req, load_work, &list, err)) != ST_OK)
        return rc;
    w = st_response_json(res, 200);
    st_json_object(&w);
    st_json_key(&w, "now"), st_json_instant(&w, req->now);
    st_json_key(&w, "items");
    st_json_array(&w);
    for (size_t i = 0; i < list.n; i++)
        work_row(&w, &list.rows[i]);
    st_json_array_end(&w);
    st_json_object_end(&w);
    return ST_OK;
}

/* ---- The queue ---- */

static void message_row(struct st_json *w, const struct st_queue_row *row)
{
    static const char *const states[] = {"", "waiting", "sent", "answered", "failed"};

    st_json_object(w);
    st_json_key(w, "id"), st_json_id(w, row->id);
    st_json_key(w, "kind"), st_json_str(w, row->kind);
    st_json_key(w, "to"), st_json_str(w, row->to);
    st_json_key(w, "state"), st_json_text(w, row->state > 0 && row->state < 5 ? states[row->state] : "");
    st_json_key(w, "about"), st_json_id(w, row->about);
    st_json_key(w, "case"), st_json_id(w, row->case_id);
    st_json_key(w, "put_at"), st_json_instant(w, row->put_at);
    st_json_key(w, "due_at"), st_json_instant(w, row->due_at);
    st_json_key(w, "next_try_at"), st_json_instant(w, row->next_try_at);
    st_json_key(w, "tries"), st_json_int(w, row->tries);
    st_json_key(w, "problem"), st_json_str(w, row->problem);
    st_json_key(w, "article"), st_json_str(w, row->citation);
    st_json_object_end(w);
}

static int queue(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_queue_view q = {.most = ROWS};
    struct st_json w;
    int rc = st_app_read(req, st_queue_view_load, &q, err);

    if (rc != ST_OK)
        return rc;
    w = st_response_json(res, 200);
    st_json_object(&w);
    st_json_key(&w, "cut"), st_json_bool(&w, q.now.cut);
    st_json_key(&w, "cut_since"), st_json_instant(&w, q.now.cut_since);
    st_json_key(&w, "waiting"), st_json_int(&w, (int64_t)q.now.waiting);
    st_json_key(&w, "oldest_put_at"), st_json_instant(&w, q.now.oldest_put_at);
    st_json_key(&w, "next_due_at"), st_json_instant(&w, q.now.next_due_at);
    st_json_key(&w, "items");
    st_json_array(&w);
    for (size_t i = 0; i < q.n; i++)
        message_row(&w, &q.rows[i]);
    st_json_array_end(&w);
    st_json_object_end(&w);
    return ST_OK;
}

/* ---- The journal ---- */

static int journal(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_journal_view view;
    struct st_json w;
    int rc = st_journal_view_read(&view, req, err);

    if (rc != ST_OK)
        return rc;
    w = st_response_json(res, 200);
    st_journal_view_write(&w, &view);
    return ST_OK;
}

struct proof {
    struct st_id entry;
    struct st_json *w;
};

static int load_proof(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct proof *p = arg;

    st_buf_clear(p->w->out); /* a read may run again */
    *p->w = (struct st_json)ST_JSON_INIT(p->w->out);
    return st_journal_prove(p->w, tx, p->entry, err);
}

static int proof(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_json w = st_response_json(res, 200);
    struct proof p = {.w = &w};
    int rc = st_request_id(&p.entry, req, "id", err);

    return rc == ST_OK ? st_app_read(req, load_proof, &p, err) : rc;
}

struct checkpoint {
    struct st_str note, key;
};

static int load_checkpoint(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct checkpoint *c = arg;
    return st_journal_checkpoint(&c->note, &c->key, tx, err);
}

static int checkpoint(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct checkpoint c = {{NULL, 0}, {NULL, 0}};
    struct st_json w;
    int rc = st_app_read(req, load_checkpoint, &c, err);

    if (rc != ST_OK)
        return rc;
    w = st_response_json(res, 200);
    st_json_object(&w);
    st_json_key(&w, "checkpoint"), st_json_str(&w, c.note);
    st_json_key(&w, "public_key"), st_json_str(&w, c.key);
    st_json_object_end(&w);
    return ST_OK;
}

const struct st_route st_work_api_routes[] = {
    {ST_GET, "/api/v1/work", work, .audit = "work.list", .help = "Clocks by urgency; ?of=all for everybody's",
     .flags = ST_NAMED},
    {ST_GET, "/api/v1/queue", queue, .help = "The queue to the centre"},
    {ST_GET, "/api/v1/journal", journal, .roles = ST_JOURNAL_ROLES, .purposes = ST_JOURNAL_PURPOSES,
     .audit = "journal.read", .help = "Who did and who looked; ?person, ?case, ?officer, ?kind, ?before"},
    {ST_GET, "/api/v1/journal/checkpoint", checkpoint, .roles = ST_JOURNAL_ROLES, .purposes = ST_JOURNAL_PURPOSES,
     .help = "The newest checkpoint of the journal, for outsiders to keep"},
    {ST_GET, "/api/v1/journal/{id}/proof", proof, .roles = ST_JOURNAL_ROLES, .purposes = ST_JOURNAL_PURPOSES,
     .help = "The proof that an entry stands in the journal"},
    {0}};
