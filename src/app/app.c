#include "app/app.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cases/procedure.h"
#include "registers/staff.h"
#include "web/html.h"
#include "app/journal_view.h"
#include "app/kept.h"
#include "app/people.h"
#include "app/representation.h"

enum { EVENTS_PAUSE_MS = 500 };

struct st_app {
    struct st_app_options options;
    struct st_web *web;
    pthread_t teller;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop, telling;
    atomic_bool changed;
    struct st_queue queue; /* under the lock */
};

/* Everything that can be asked for, one table for each subject. */
static const struct st_route *const tables[] = {
    st_work_routes,
    st_case_routes,
    st_screening_routes,
    st_arrival_routes,
    st_hit_routes,
    st_notice_routes,
    st_monitor_routes,
    st_police_routes,
    st_subject_routes,
    st_subject_api_routes,
    st_journal_routes,
    st_case_api_routes,
    st_draft_api_routes,
    st_work_api_routes,
    st_law_api_routes,
    st_eurodac_api_routes,
    st_identity_api_routes,
    st_capture_routes,
    st_candidate_routes,
    st_person_routes,
    st_search_routes,
    st_staff_routes,
    st_people_api_routes,
    st_representation_routes,
    st_representation_api_routes,
    st_staff_api_routes,
    st_setting_routes,
    st_setting_api_routes,
    st_board_routes,
    NULL};

static const struct st_nav navigation[] = {
    {"/", "My work", 0},
    {"/arrivals", "Arrivals", ST_ROLE(screening_officer) | ST_ROLE(supervisor) | ST_ROLE(monitor)},
    {"/search", "Search", ST_SEARCHERS},
    {"/screenings", "Screenings", ST_ROLE(screening_officer) | ST_ROLE(supervisor)},
    {"/monitoring", "Monitoring", ST_ROLE(monitor)},
    {"/hits", "Hits", ST_ROLE(fingerprint_expert) | ST_ROLE(supervisor)},
    {"/notices", "Notices", ST_NOTICE_ROLES},
    {"/police", "Searches by the police", ST_ROLE(law_enforcement) | ST_ROLE(verifying_officer)},
    {"/allegations", "Allegations", ST_ROLE(monitor)},
    {"/journal", "Journal", ST_JOURNAL_ROLES},
    {"/requests", "Requests", ST_ROLE(data_protection_officer)},
    {"/retention", "Erasures", ST_ROLE(data_protection_officer)},
    {"/staff", "Accounts", ST_ROLE(administrator)},
    {"/settings", "Settings", ST_ROLE(administrator)},
    {"/status", "Status", ST_ROLE(administrator)},
    {0}};

/* ---- Reads and commands ---- */

/* A command with the arena of the request, where its faults go: those of the transaction die with it. */
struct call {
    st_command_fn command;
    void *arg;
    struct st_arena *arena;
};

static struct st_value kept_value(struct st_value v, struct st_arena *arena)
{
    if (v.kind == ST_VALUE_TEXT && st_str_known(v.u.text))
        v.u.text = st_str_dup(arena, v.u.text);
    return v;
}

static int run_call(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *call = arg;
    int rc = call->command(tx, call->arg, err);

    for (size_t i = 0; rc != ST_OK && err != NULL && i < err->n; i++) {
        struct st_fault *fault = &err->faults[i];
        fault->field = st_str_z(call->arena, st_str_of(fault->field));
        for (size_t k = 0; k < ST_MESSAGE_VALUES; k++)
            fault->what.values[k] = kept_value(fault->what.values[k], call->arena);
    }
    return rc;
}

const struct st_app_options *st_app_options(const struct st_request *req)
{
    return &((const struct st_app *)req->app)->options;
}

struct st_str st_app_member_state(const struct st_request *req)
{
    struct st_str authority = st_app_options(req)->authority;
    return (struct st_str){authority.p, authority.n < 2 ? authority.n : 2};
}

int st_app_read(struct st_request *req, st_command_fn read, void *arg, struct st_error *err)
{
    struct st_actor actor = st_request_actor(req);
    struct call call = {read, arg, req->arena};

    return st_store_read(st_app_options(req)->store, &actor, run_call, &call, req->arena, err);
}

int st_app_write(struct st_request *req, st_command_fn command, void *arg, struct st_error *err)
{
    struct st_actor actor = st_request_actor(req);
    struct call call = {command, arg, req->arena};

    return st_store_write(st_app_options(req)->store, &actor, run_call, &call, err);
}

bool st_app_again(struct st_response *res, const struct st_error *err)
{
    if (err->code != ST_E_INVALID && err->code != ST_E_STATE && err->code != ST_E_NEEDS && err->code != ST_E_CONFLICT &&
        err->code != ST_E_FORBIDDEN && err->code != ST_E_LIMIT && err->code != ST_E_EXISTS)
        return false;
    res->status = st_err_http_status(err->code);
    return true;
}

/* ---- Purposes ---- */

static uint64_t purposes_of_steps(uint64_t roles)
{
    uint64_t found = 0;

    for (const struct st_procedure *const *p = st_procedures(); p != NULL && *p != NULL; p++)
        for (const struct st_step *s = (*p)->steps; s->action != NULL; s++)
            if ((roles & s->who & ~(uint64_t)ST_THE_LAW) && s->purpose != purpose_unknown)
                found |= ST_CODE_BIT(s->purpose);
    return found;
}

static uint64_t purposes_of_routes(uint64_t roles)
{
    uint64_t found = 0;

    for (size_t i = 0; tables[i] != NULL; i++)
        for (const struct st_route *r = tables[i]; r->handler != NULL; r++)
            if (r->roles & roles)
                found |= r->purposes & (r->purposes - 1) ? 0 : r->purposes; /* a row of one purpose */
    return found;
}

uint64_t st_app_purposes(uint64_t roles)
{
    uint64_t found = purposes_of_steps(roles) | purposes_of_routes(roles);

    for (const struct st_register *const *reg = st_registers; *reg != NULL; reg++)
        for (const struct st_right *r = (*reg)->rights; r->role != role_unknown; r++)
            if (roles & ST_CODE_BIT(r->role))
                found |= ST_CODE_BIT(r->purpose);
    return found;
}

/* ---- Live events ---- */

static int look_at_queue(struct st_tx *tx, void *arg, struct st_error *err) { return st_outbox_status(arg, tx, err); }

static void refresh_queue(struct st_app *app)
{
    struct st_actor nobody = {.authority = app->options.authority, .role = ST_S(""), .purpose = ST_S("")};
    struct st_arena *arena = st_arena_new();
    struct st_queue queue = {0};

    if (st_store_read(app->options.store, &nobody, look_at_queue, &queue, arena, NULL) == ST_OK) {
        (void)pthread_mutex_lock(&app->lock);
        app->queue = queue;
        (void)pthread_mutex_unlock(&app->lock);
    }
    st_arena_free(arena);
}

struct st_queue st_app_queue(const struct st_request *req)
{
    struct st_app *app = req->app;
    struct st_queue queue;

    (void)pthread_mutex_lock(&app->lock);
    queue = app->queue;
    (void)pthread_mutex_unlock(&app->lock);
    return queue;
}

void st_app_queue_look(const struct st_request *req) { refresh_queue(req->app); }

static void committed(void *context, const struct st_tx *tx)
{
    if (tx->write)
        atomic_store(&((struct st_app *)context)->changed, true);
}

static bool pause_or_stop(struct st_app *app)
{
    struct timespec until;
    bool stop;

    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += EVENTS_PAUSE_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    (void)pthread_mutex_lock(&app->lock);
    if (!app->stop)
        (void)pthread_cond_timedwait(&app->wake, &app->lock, &until);
    stop = app->stop;
    (void)pthread_mutex_unlock(&app->lock);
    return stop;
}

/* Tells open screens at a measured pace, however many commands are written. */
static void *tell(void *arg)
{
    struct st_app *app = arg;

    do {
        if (!atomic_exchange(&app->changed, false))
            continue;
        refresh_queue(app);
        st_events_publish(st_web_events(app->web), "work", ST_S("{}"));
    } while (!pause_or_stop(app));
    return NULL;
}

/* ---- Who signs in ---- */

static void names_of(char *out, size_t size, uint64_t roles)
{
    struct st_buf text = ST_BUF_INIT(size - 1);

    for (unsigned i = 1; i < role_count; i++)
        if (roles & ST_CODE_BIT(i)) {
            st_buf_text(&text, text.n ? " " : "");
            st_buf_text(&text, st_code_name(&role_codes, i));
        }
    (void)snprintf(out, size, "%.*s", (int)text.n, text.p ? text.p : "");
    st_buf_deinit(&text);
}

static void copy(char *out, size_t size, struct st_str text) { (void)snprintf(out, size, "%.*s", (int)text.n, text.p); }

/* The account's usual purpose, otherwise the first that its roles work for. */
static enum purpose first_purpose(const struct staff *staff)
{
    uint64_t may = st_app_purposes(staff->roles);

    if (staff->usual_purpose != purpose_unknown && (may & ST_CODE_BIT(staff->usual_purpose)))
        return staff->usual_purpose;
    for (unsigned i = 1; i < purpose_count; i++)
        if (may & ST_CODE_BIT(i))
            return (enum purpose)i;
    return purpose_unknown;
}

/* The session is written with the entry of the journal: neither stands without the other. */
static int begin_session(struct st_tx *tx, const struct staff *staff, struct st_id officer, void *arg,
                         struct st_error *err)
{
    struct st_session *session = arg;

    session->officer = officer;
    copy(session->name, sizeof(session->name), staff->name);
    copy(session->authority, sizeof(session->authority), tx->actor->authority);
    copy(session->unit, sizeof(session->unit), staff->unit);
    copy(session->language, sizeof(session->language), staff->language);
    copy(session->time_zone, sizeof(session->time_zone), staff->time_zone);
    copy(session->purpose, sizeof(session->purpose), st_str_of(st_code_name(&purpose_codes, first_purpose(staff))));
    names_of(session->roles, sizeof(session->roles), staff->roles);
    return st_session_keep(tx, session, err);
}

static int authenticate(struct st_session *out, void *context, struct st_str name, struct st_str password,
                        struct st_arena *arena, struct st_error *err)
{
    struct st_app *app = context;
    const struct st_staff_sign_in asked = {name, password, out->id, begin_session, out};
    int rc = st_staff_authenticate(&asked, app->options.store, app->options.authority, arena, err);

    out->kept = rc == ST_OK;
    return rc;
}

static uint64_t may_choose(void *context, uint64_t roles)
{
    (void)context;
    return st_app_purposes(roles);
}

/* ---- Under the header of every page ---- */

static void bar(struct st_html *page)
{
    const struct st_app *app = page->req->app;
    struct st_queue queue = st_app_queue(page->req);
    int64_t hours = (queue.next_due_at.us - page->req->now.us) / ST_HOUR;

    if (app->options.training) {
        st_html_open(page, "p", "class", "st-training", NULL);
        st_html_t(page, "Training: synthetic people, a clock that can be moved.");
        st_html_str(page, ST_S(" "));
        st_html_link(page, ST_S("/board"), "The board");
        st_html_close(page);
    }
    if (queue.waiting == 0 && !queue.cut)
        return;
    st_html_open(page, "p", "class", "st-bar", "role", "status", NULL);
    if (queue.cut) {
        st_html_message(page, &ST_MSG("The line to the centre is cut since {0}; work goes on.", ST_V(queue.cut_since)));
        st_html_str(page, ST_S(" "));
    }
    if (queue.waiting > 0) {
        st_html_message(page, &ST_MSG("{0} messages wait for Eurodac since {1}.", ST_V(queue.waiting),
                                      ST_V(queue.oldest_put_at)));
        st_html_str(page, ST_S(" "));
    }
    if (queue.waiting > 0 && st_instant_known(queue.next_due_at)) {
        st_html_message(page, hours >= 0 ? &ST_MSG("The first time limit ends in {0} h.", ST_V((long)hours))
                                         : &ST_MSG("The first time limit passed {0} h ago.", ST_V((long)-hours)));
        st_html_str(page, ST_S(" "));
    }
    st_html_link(page, ST_S("/queue"), "Show the queue");
    st_html_close(page);
}

/* ---- Start and stop ---- */

static struct st_instant legal_now(void *context)
{
    return st_store_now(((struct st_app *)context)->options.store);
}

static struct st_web_options web_options(struct st_app *app)
{
    return (struct st_web_options){.http = app->options.http,
                                   .tables = tables,
                                   .app = app,
                                   .sessions = st_sessions_kept(app->options.store),
                                   .answers = st_answers_kept(app->options.store),
                                   .roles = &role_codes,
                                   .purposes = &purpose_codes,
                                   .now = legal_now,
                                   .authenticate = authenticate,
                                   .may_choose = may_choose,
                                   .bar = bar,
                                   .time_zone = app->options.time_zone,
                                   .nav = navigation,
                                   .training = app->options.training};
}

int st_app_start(struct st_app **out, const struct st_app_options *options, struct st_error *err)
{
    struct st_app *app = st_heap(sizeof(*app));
    struct st_web_options web;
    int rc;

    memset(app, 0, sizeof(*app));
    app->options = *options;
    atomic_init(&app->changed, true);
    *out = NULL;
    (void)pthread_mutex_init(&app->lock, NULL);
    (void)pthread_cond_init(&app->wake, NULL);
    web = web_options(app);
    if ((rc = st_web_start(&app->web, &web, err)) != ST_OK) {
        st_app_stop(app, 0);
        return rc;
    }
    st_store_on_commit(app->options.store, committed, app);
    app->telling = pthread_create(&app->teller, NULL, tell, app) == 0;
    if (!app->telling) {
        st_app_stop(app, 0);
        return st_fail(err, ST_E_IO, "", ST_MSG("The system cannot start a thread."), "", "Look at the process limits.");
    }
    *out = app;
    return ST_OK;
}

void st_app_stop(struct st_app *app, unsigned seconds)
{
    if (app == NULL)
        return;
    if (app->telling) {
        (void)pthread_mutex_lock(&app->lock);
        app->stop = true;
        (void)pthread_cond_signal(&app->wake);
        (void)pthread_mutex_unlock(&app->lock);
        (void)pthread_join(app->teller, NULL);
    }
    if (app->web != NULL)
        st_store_on_commit(app->options.store, NULL, NULL);
    st_web_stop(app->web, seconds);
    (void)pthread_cond_destroy(&app->wake);
    (void)pthread_mutex_destroy(&app->lock);
    free(app);
}

uint16_t st_app_port(const struct st_app *app) { return st_web_port(app->web); }
