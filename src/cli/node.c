/* statera node: the line to the centre, what waits for it, and how the place stands. */
#include "cases/system.h"
#include "cli/place.h"

enum { QUEUE_SHOWN = 200 };

struct view {
    struct st_system_standing stands;
    struct st_queue_row *rows;
    size_t n;
    struct st_instant now;
};

static int look(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    int rc = st_system_standing(&v->stands, tx, err);

    v->now = tx->now;
    return rc == ST_OK ? st_outbox_list(&v->rows, &v->n, tx, QUEUE_SHOWN, err) : rc;
}

static const char *state_name(int state)
{
    static const char *const names[] = {"", "waiting", "sent", "answered", "failed"};
    return state > 0 && state < (int)(sizeof(names) / sizeof(names[0])) ? names[state] : "";
}

static void message_json(struct st_json *w, const struct st_queue_row *r)
{
    st_json_object(w);
    st_json_key(w, "id"), st_json_id(w, r->id);
    st_json_key(w, "kind"), st_json_str(w, r->kind);
    st_json_key(w, "to"), st_json_str(w, r->to);
    st_json_key(w, "state"), st_json_text(w, state_name(r->state));
    st_json_key(w, "about"), st_json_id(w, r->about);
    st_json_key(w, "case"), st_json_id(w, r->case_id);
    st_json_key(w, "put_at"), st_json_instant(w, r->put_at);
    st_json_key(w, "due_at"), st_json_instant(w, r->due_at);
    st_json_key(w, "citation"), st_json_str(w, r->citation);
    st_json_key(w, "tries"), st_json_int(w, r->tries);
    st_json_key(w, "next_try_at"), st_json_instant(w, r->next_try_at);
    st_json_key(w, "problem"), st_json_str(w, r->problem);
    st_json_object_end(w);
}

static void standing_json(struct st_json *w, const struct st_system_standing *s)
{
    st_json_key(w, "clocks");
    st_json_array(w);
    for (size_t i = 0; i < s->clocks_n; i++) {
        st_json_object(w);
        st_json_key(w, "procedure"), st_json_str(w, s->clocks[i].procedure);
        st_json_key(w, "clock"), st_json_str(w, s->clocks[i].clock);
        st_json_key(w, "passed"), st_json_int(w, s->clocks[i].passed);
        st_json_key(w, "within_24h"), st_json_int(w, s->clocks[i].within_24h);
        st_json_object_end(w);
    }
    st_json_array_end(w);
    st_json_key(w, "unsealed"), st_json_int(w, s->store.unsealed);
    st_json_key(w, "unsealed_since"), st_json_instant(w, s->store.unsealed_since);
    st_json_key(w, "disk_mb");
    if (s->store.disk_mb >= 0)
        st_json_int(w, s->store.disk_mb);
    else
        st_json_null(w);
    st_json_key(w, "backed_up_at"), st_json_instant(w, s->store.backed_up_at);
}

static void view_json(struct st_cli *cli, const struct view *v)
{
    struct st_json w = ST_JSON_INIT(&cli->out);

    st_json_object(&w);
    st_json_key(&w, "cut"), st_json_bool(&w, v->stands.queue.cut);
    st_json_key(&w, "cut_since"), st_json_instant(&w, v->stands.queue.cut_since);
    st_json_key(&w, "waiting"), st_json_int(&w, (int64_t)v->stands.queue.waiting);
    st_json_key(&w, "oldest_put_at"), st_json_instant(&w, v->stands.queue.oldest_put_at);
    st_json_key(&w, "next_due_at"), st_json_instant(&w, v->stands.queue.next_due_at);
    st_json_key(&w, "messages");
    st_json_array(&w);
    for (size_t i = 0; i < v->n; i++)
        message_json(&w, &v->rows[i]);
    st_json_array_end(&w);
    standing_json(&w, &v->stands);
    st_json_object_end(&w);
    st_buf_char(&cli->out, '\n');
}

static void message_people(struct st_cli *cli, const struct st_queue_row *r, struct st_instant now)
{
    st_buf_printf(&cli->out, "  %-8s %-24.*s ", state_name(r->state), (int)r->kind.n, r->kind.p);
    if (!st_instant_known(r->due_at))
        st_cli_say(cli, ST_MSG("since {0}, no deadline", ST_V(r->put_at)));
    else if (r->due_at.us < now.us)
        st_cli_say(cli, ST_MSG("since {0}, was due {1} ({2})", ST_V(r->put_at), ST_V(r->due_at), ST_V(r->citation)));
    else
        st_cli_say(cli, ST_MSG("since {0}, due {1}, {2} hours left ({3})", ST_V(r->put_at), ST_V(r->due_at),
                               ST_V((int64_t)((r->due_at.us - now.us) / ST_HOUR)), ST_V(r->citation)));
}

static void standing_people(struct st_cli *cli, const struct st_system_standing *s)
{
    for (size_t i = 0; i < s->clocks_n; i++)
        st_cli_say(cli, ST_MSG("{0}: {1} have passed, {2} end within 24 hours.", st_value_key(s->clocks[i].label),
                               ST_V(s->clocks[i].passed), ST_V(s->clocks[i].within_24h)));
    st_cli_say(cli, ST_MSG("{0} entries wait to be sealed.", ST_V(s->store.unsealed)));
    if (s->store.disk_mb >= 0)
        st_cli_say(cli, ST_MSG("The disk has {0} MB left.", ST_V(s->store.disk_mb)));
    if (st_instant_known(s->store.backed_up_at))
        st_cli_say(cli, ST_MSG("The newest copy was made {0}.", ST_V(s->store.backed_up_at)));
}

static void view_people(struct st_cli *cli, const struct view *v)
{
    if (v->stands.queue.cut)
        st_cli_say(cli, ST_MSG("The line to the centre has been cut since {0}.", ST_V(v->stands.queue.cut_since)));
    else
        st_cli_say(cli, ST_MSG("The line to the centre is open."));
    if (v->stands.queue.waiting == 0)
        st_cli_say(cli, ST_MSG("Nothing waits."));
    else
        st_cli_say(cli, ST_MSG("{0} messages wait, the oldest since {1}.", ST_V((int64_t)v->stands.queue.waiting),
                               ST_V(v->stands.queue.oldest_put_at)));
    for (size_t i = 0; i < v->n; i++)
        message_people(cli, &v->rows[i], v->now);
    standing_people(cli, &v->stands);
}

static int say(struct st_cli *cli, const struct view *v)
{
    if (st_cli_json(cli))
        view_json(cli, v);
    else
        view_people(cli, v);
    return ST_OK;
}

static int status(struct st_cli *cli)
{
    struct view v = {.n = 0};
    int rc = st_cli_look(cli, look, &v);

    return rc == ST_OK ? say(cli, &v) : rc;
}

static int switch_line(struct st_cli *cli, bool cut)
{
    struct st_store *store = NULL;
    struct st_actor actor;
    struct view v = {.n = 0};
    int rc = st_cli_open(&store, cli);

    if (rc == ST_OK)
        rc = st_cli_actor(&actor, cli, store);
    if (rc == ST_OK && !st_cli_dry(cli))
        rc = st_node_cut(store, &actor, cut, &cli->err);
    if (rc == ST_OK)
        rc = st_store_read(store, &actor, look, &v, cli->arena, &cli->err);
    st_store_close(store);
    return rc == ST_OK ? say(cli, &v) : rc;
}

static int cut(struct st_cli *cli) { return switch_line(cli, true); }
static int join(struct st_cli *cli) { return switch_line(cli, false); }

const struct st_cli_command st_cli_node[] = {
    {"node", "status", "", 0, 0, NULL, "What waits for the centre, which clocks are in danger, disk, journal and copies", status},
    {"node", "cut", "", 0, 0, NULL, "Cut the line to the centre: work goes on, messages wait", cut},
    {"node", "join", "", 0, 0, NULL, "Join the line again: what waits is delivered", join},
    {NULL, NULL, NULL, 0, 0, NULL, NULL, NULL},
};
