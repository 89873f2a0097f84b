/* Screenings for programs: the same cases, steps and rights as the pages have. */
#include "cases/screening.h"
#include "registers/staff.h"
#include "app/case_form.h"

enum { LIST_MOST = 100 };

#define SCREENING_BEGUN(F)                                                                                            \
    F(id, person, ST_REQUIRED, 0, "Person", "", "")                                                                   \
    F(id, arrival, 0, 0, "Arrival", "Without it that of the person's file", "")                                       \
    F(one, opened, ST_REQUIRED, screening_opened, "What is known of the entry", "", "SR Art 5 and 7")
ST_SHAPE(screening_begun, SCREENING_BEGUN)
ST_SHAPE_DEFINE(screening_begun, SCREENING_BEGUN, "Begin a screening", "SR Art 8")

/* ---- A case as JSON ---- */

static void key_text(struct st_json *w, const char *key, const char *text)
{
    st_json_key(w, key);
    st_json_text(w, text);
}

static void actions(struct st_json *w, const struct st_case_view *v)
{
    static const char *const standing[] = {"", "stands", "corrected", "undone"};

    st_json_key(w, "actions");
    st_json_array(w);
    for (size_t i = 0; i < v->c.actions_n; i++) {
        st_json_object(w);
        st_json_key_id(w, "id", v->c.action_ids[i]);
        key_text(w, "standing", standing[st_case_standing(&v->c, i)]);
        st_json_key(w, "officer_name");
        st_json_str(w, v->officers[i]);
        st_json_key(w, "taken");
        st_shape_write(w, &case_action_shape, &v->c.actions[i], ST_ALL_FIELDS);
        st_json_object_end(w);
    }
    st_json_array_end(w);
}

static void clocks(struct st_json *w, const struct st_case_view *v, const struct st_reader *reader)
{
    st_json_key(w, "clocks");
    st_json_array(w);
    for (size_t i = 0; i < v->c.clocks_n; i++) {
        st_json_object(w);
        st_json_key(w, "what");
        st_json_message(w, &v->clocks[i].what, reader);
        st_json_key(w, "if_missed");
        if (v->clocks[i].if_missed.text != NULL)
            st_json_message(w, &v->clocks[i].if_missed, reader);
        else
            st_json_null(w);
        st_json_key(w, "clock");
        st_shape_write(w, &case_clock_shape, &v->c.clocks[i], ST_ALL_FIELDS);
        st_json_object_end(w);
    }
    st_json_array_end(w);
}

static void elements(struct st_json *w, const struct st_case_view *v, const struct st_reader *reader)
{
    st_json_key(w, "elements");
    st_json_array(w);
    for (size_t i = 0; i < v->elements_n; i++) {
        const struct st_element_state *e = &v->elements[i];
        st_json_object(w);
        key_text(w, "name", e->element->name);
        key_text(w, "label", st_translate(e->element->label, reader->language));
        key_text(w, "article", e->element->citation);
        st_json_key(w, "needed");
        st_json_bool(w, e->needed);
        st_json_key(w, "done");
        st_json_bool(w, e->done);
        st_json_object_end(w);
    }
    st_json_array_end(w);
}

static void offers(struct st_json *w, const struct st_case_view *v, const struct st_reader *reader)
{
    st_json_array(w);
    for (size_t i = 0; i < v->offers_n; i++) {
        const struct st_offer *o = &v->offers[i];
        st_json_object(w);
        key_text(w, "action", o->step->action);
        key_text(w, "label", st_translate(o->step->label, reader->language));
        key_text(w, "form", o->step->form ? o->step->form->name : NULL);
        key_text(w, "purpose", o->step->purpose ? st_code_name(&purpose_codes, o->step->purpose) : NULL);
        key_text(w, "article", o->step->citation);
        st_json_key(w, "open");
        st_json_bool(w, o->open);
        if (!o->open) {
            st_json_key(w, "why_not");
            st_json_faults(w, &o->why_not, reader);
        }
        st_json_object_end(w);
    }
    st_json_array_end(w);
}

static void whole_case(struct st_response *res, const struct st_request *req, const struct st_case_view *v, int status)
{
    struct st_reader reader = st_request_reader(req);
    struct st_json w = st_response_json(res, status);

    st_json_object(&w);
    st_json_key_id(&w, "id", v->id);
    st_json_key(&w, "version");
    st_json_int(&w, v->c.version);
    st_json_key(&w, "masked");
    st_json_bool(&w, v->c.masked);
    st_json_key(&w, "holder_name");
    st_json_str(&w, v->holder);
    st_json_key(&w, "case");
    st_shape_write(&w, &case_file_shape, &v->c.file, ST_ALL_FIELDS);
    actions(&w, v);
    clocks(&w, v, &reader);
    elements(&w, v, &reader);
    st_json_key(&w, "offers");
    offers(&w, v, &reader);
    st_json_object_end(&w);
}

static int load_case(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_case_view *v = arg;
    int rc = st_case_view_load(tx, v, err);

    if (rc == ST_OK && v->c.procedure != &screening_procedure)
        rc = st_fail(err, ST_E_NOTFOUND, "", ST_MSG("There is no such case here."), "",
                     "Check the address, or search for the number.");
    return rc;
}

static int find_case(struct st_case_view *v, struct st_request *req, struct st_error *err)
{
    int rc = st_request_id(&v->id, req, "id", err);
    return rc == ST_OK ? st_app_read(req, load_case, v, err) : rc;
}

static int get_case(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_case_view v = {0};
    int rc = find_case(&v, req, err);

    if (rc == ST_OK && !st_response_version(res, req, v.c.version))
        whole_case(res, req, &v, 200);
    return rc;
}

static int get_offers(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_reader reader = st_request_reader(req);
    struct st_case_view v = {0};
    struct st_json w;
    int rc = find_case(&v, req, err);

    if (rc != ST_OK || st_response_version(res, req, v.c.version))
        return rc;
    w = st_response_json(res, 200);
    st_json_object(&w);
    st_json_key(&w, "offers");
    offers(&w, &v, &reader);
    st_json_object_end(&w);
    return ST_OK;
}

/* ---- The list ---- */

struct listing {
    struct st_case_filter filter;
    struct st_case_row *rows;
    size_t n;
};

static int load_list(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct listing *l = arg;
    return st_case_list(&l->rows, &l->n, tx, &l->filter, err);
}

static int id_of_query(struct st_id *out, const struct st_request *req, const char *name, struct st_error *err)
{
    struct st_str text = st_request_query(req, name);

    if (!st_str_known(text) || st_id_parse(out, text))
        return ST_OK;
    return st_fail(err, ST_E_INVALID, name, ST_MSG("A question of the address is no key."), "",
                   "Use the key exactly as the system gave it.");
}

static int list(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct listing l = {.filter = {.procedure = ST_S("screening"),
                                   .state = st_request_query(req, "state"),
                                   .open_only = st_str_is(st_request_query(req, "open"), "yes"),
                                   .limit = (size_t)st_request_number(req, "limit", 1, 500, LIST_MOST)}};
    struct st_json w;
    int rc;

    if ((rc = id_of_query(&l.filter.person, req, "person", err)) != ST_OK ||
        (rc = id_of_query(&l.filter.arrival, req, "arrival", err)) != ST_OK ||
        (rc = id_of_query(&l.filter.holder, req, "holder", err)) != ST_OK ||
        (rc = id_of_query(&l.filter.before, req, "before", err)) != ST_OK ||
        (rc = st_app_read(req, load_list, &l, err)) != ST_OK)
        return rc;
    w = st_response_items(res);
    for (size_t i = 0; i < l.n; i++) {
        st_json_object(&w);
        st_json_key_id(&w, "id", l.rows[i].id);
        st_json_key(&w, "case");
        st_shape_write(&w, &case_file_shape, &l.rows[i].file, ST_ALL_FIELDS);
        st_json_object_end(&w);
    }
    st_json_array_end(&w);
    st_json_key_id(&w, "next_before", l.n == l.filter.limit ? l.rows[l.n - 1].id : (struct st_id){{0}});
    st_json_object_end(&w);
    return ST_OK;
}

/* ---- Beginning and acting ---- */

struct beginning {
    const struct screening_begun *asked;
    struct st_id made;
};

static int run_begin(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct beginning *b = arg;
    struct st_id arrival = b->asked->arrival;
    struct person who;
    int rc = ST_OK;

    if (!st_id_known(arrival)) {
        rc = st_person_get(tx, &who, NULL, b->asked->person, err);
        arrival = rc == ST_OK ? who.arrival : arrival;
    }
    return rc == ST_OK ? st_screening_start(&b->made, tx, &b->asked->opened, b->asked->person, arrival, err) : rc;
}

static int answer_with(struct st_request *req, struct st_response *res, struct st_id id, int status,
                       struct st_error *err)
{
    struct st_case_view v = {.id = id};
    int rc = st_app_read(req, load_case, &v, err);

    if (rc != ST_OK)
        return rc;
    (void)st_response_version(res, req, v.c.version);
    whole_case(res, req, &v, status);
    return ST_OK;
}

static int begin(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct beginning b = {.asked = req->input};
    char text[ST_ID_TEXT];
    int rc = st_app_write(req, run_begin, &b, err);

    if (rc != ST_OK)
        return rc;
    st_response_header(res, "Location", st_strf(req->arena, "/api/v1/screenings/%s", st_id_print(text, b.made)));
    return answer_with(req, res, b.made, 201, err);
}

static int run_act(struct st_tx *tx, void *arg, struct st_error *err) { return st_case_act(NULL, tx, arg, err); }

/* {"form", "reason", "happened_at", "late_why", "corrects"}: the form in the shape of the step, the rest as on a page. */
#define ACT_GIVEN(F)                                                                                                  \
    F(text, reason, 0, 4000, "Reason", "The officer's own", "")                                                       \
    F(instant, happened_at, ST_IN_PAST, 0, "Happened at", "When the thing itself was done", "")                       \
    F(text, late_why, 0, 1000, "Entered late because", "", "")                                                        \
    F(id, corrects, 0, 0, "Corrects", "The earlier action whose form this one replaces", "")                          \
    F(id, draft, 0, 0, "Draft", "That this goes on from", "")
ST_SHAPE(act_given, ACT_GIVEN)
ST_SHAPE_DEFINE(act_given, ACT_GIVEN, "Reason, and late entry", "")

static int read_act(struct st_act *act, const struct st_step *step, struct st_request *req, struct st_error *err)
{
    json_t *rest = json_copy(req->json), *form = json_object_get(req->json, "form");
    struct act_given given = {0};
    int rc = ST_OK;

    (void)json_object_del(rest, "form");
    if (step->form != NULL) {
        act->form = st_alloc(req->arena, step->form->size);
        if (json_is_object(form))
            rc = st_shape_read(act->form, step->form, form, req->arena, "form", err);
        else
            rc = st_fail(err, ST_E_INVALID, "form", ST_MSG("This step needs its form."), step->citation,
                         "Send the form as an object in the member form.");
    } else if (form != NULL) {
        rc = st_fail(err, ST_E_INVALID, "form", ST_MSG("This step has no form."), "", "Leave the member form out.");
    }
    if (rc == ST_OK)
        rc = st_shape_read(&given, &act_given_shape, rest, req->arena, "", err);
    json_decref(rest);
    act->reason = st_str_known(given.reason) ? given.reason : ST_S("");
    act->happened_at = given.happened_at;
    act->late_why = given.late_why;
    act->corrects = given.corrects;
    act->draft = given.draft;
    return rc;
}

static const struct st_step *step_named(struct st_str action)
{
    for (const struct st_step *s = screening_procedure.steps; s->action != NULL; s++)
        if (st_str_is(action, s->action) && s->from != NULL && s->who != ST_THE_LAW)
            return s;
    return NULL;
}

int st_screening_act_read(struct st_act *act, struct st_request *req, struct st_error *err)
{
    const struct st_step *step = step_named(st_request_param(req, "action"));
    int rc = st_request_id(&act->case_id, req, "id", err);

    if (rc == ST_OK && step == NULL)
        rc = st_fail(err, ST_E_NOTFOUND, "action", ST_MSG("There is no such step."), "",
                     "See the offers of the case, or /api/v1/procedures.");
    if (rc != ST_OK || step == NULL)
        return rc;
    act->action = step->action;
    return read_act(act, step, req, err);
}

static int act(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_act a = {.version = req->version};
    int rc = st_screening_act_read(&a, req, err);

    if (rc == ST_OK)
        rc = st_app_write(req, run_act, &a, err);
    if (rc != ST_OK)
        return rc;
    if ((rc = answer_with(req, res, a.case_id, 200, err)) != ST_E_FORBIDDEN)
        return rc;
    /* The step is taken; its purpose does not open the case for reading. */
    *err = (struct st_error){0};
    res->status = 204;
    res->content_type = NULL;
    return ST_OK;
}

/* ---- What the law says of it ---- */

struct opinion {
    struct st_case_view v;
    struct st_str rule, clock;
    struct st_answer answer;
    struct screening_facts facts;
    bool facts_known;
    struct screening_form form;
    bool copy;
};

static int load_opinion(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct opinion *o = arg;
    struct st_clock_due due = {0};
    int rc = load_case(tx, &o->v, err);

    if (rc != ST_OK)
        return rc;
    if (o->v.c.masked)
        return st_fail(err, ST_E_FORBIDDEN, "", ST_MSG("The case is masked for you."), "SR Art 10(2)",
                       "Ask the data-protection officer.");
    if (st_str_known(o->clock)) {
        rc = st_case_clock_due(&due, &o->v.c, st_str_z(tx->arena, o->clock), err);
        if (rc == ST_OK && due.answer == NULL)
            rc = st_fail(err, ST_E_NOTFOUND, "clock", ST_MSG("No rule works this time limit out."), "", "");
        if (rc == ST_OK && due.answer != NULL)
            o->answer = *due.answer;
        return rc;
    }
    if ((rc = st_screening_shows_facts(&o->v.c, err)) != ST_OK)
        return rc;
    o->facts_known = true;
    rc = st_screening_facts(&o->facts, &o->v.c, err);
    if (rc != ST_OK)
        return rc;
    if (st_str_is(o->rule, "screening.scope"))
        return st_screening_scope(&o->answer, &o->v.c, err);
    if (st_str_is(o->rule, "screening.referral"))
        return st_screening_proposal(&o->answer, &o->v.c, err);
    o->facts_known = false; /* the elements have facts of their own */
    if (st_str_is(o->rule, "screening.elements"))
        return st_screening_elements(&o->answer, &o->v.c, err);
    return st_fail(err, ST_E_INVALID, "rule", ST_MSG("This rule is not asked of a case."), "",
                   "Name screening.scope, screening.elements or screening.referral, or a clock.");
}

static int explained(struct st_request *req, struct st_response *res, struct opinion *o, bool trace,
                     struct st_error *err)
{
    struct st_reader reader = st_request_reader(req);
    struct st_json w;
    int rc = st_request_id(&o->v.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_read(req, load_opinion, o, err);
    if (rc != ST_OK)
        return rc;
    w = st_response_json(res, 200);
    st_answer_write(&w, &o->answer, o->facts_known ? &o->facts : NULL, trace && o->facts_known, &reader);
    return ST_OK;
}

static int explain(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct opinion o = {.rule = st_request_query(req, "rule"), .clock = st_request_query(req, "clock")};
    return explained(req, res, &o, true, err);
}

static int proposal(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct opinion o = {.rule = ST_S("screening.referral")};
    return explained(req, res, &o, false, err);
}

static int load_form(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct opinion *o = arg;
    int rc = load_case(tx, &o->v, err);
    return rc == ST_OK ? st_screening_form_get(&o->form, &o->v.c, o->copy, err) : rc;
}

static int form(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct opinion o = {.copy = st_str_is(st_request_query(req, "copy"), "person")};
    int rc = st_request_id(&o.v.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_read(req, load_form, &o, err);
    if (rc == ST_OK)
        st_response_record(res, &screening_form_shape, &o.form, -1);
    return rc;
}

/* ---- Procedures ---- */

static void step_json(struct st_json *w, const struct st_step *s, const struct st_reader *reader)
{
    st_json_object(w);
    key_text(w, "from", s->from);
    key_text(w, "action", s->action);
    key_text(w, "label", st_translate(s->label, reader->language));
    key_text(w, "to", s->to);
    key_text(w, "purpose", s->purpose ? st_code_name(&purpose_codes, s->purpose) : NULL);
    key_text(w, "article", s->citation);
    st_json_key(w, "by_law");
    st_json_bool(w, s->who == ST_THE_LAW);
    st_json_key(w, "roles");
    st_json_array(w);
    for (unsigned role = 1; role < role_count; role++)
        if (s->who != ST_THE_LAW && (s->who & ST_WHO(role)))
            st_json_text(w, st_code_name(&role_codes, role));
    st_json_array_end(w);
    st_json_key(w, "form");
    if (s->form != NULL)
        st_shape_schema(w, s->form);
    else
        st_json_null(w);
    st_json_object_end(w);
}

static int procedures(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_reader reader = st_request_reader(req);
    struct st_json w = st_response_json(res, 200);

    (void)err;
    st_json_array(&w);
    for (const struct st_procedure *const *p = st_procedures(); p != NULL && *p != NULL; p++) {
        st_json_object(&w);
        key_text(&w, "name", (*p)->name);
        key_text(&w, "title", st_translate((*p)->title, reader.language));
        key_text(&w, "act", (*p)->act);
        st_json_key(&w, "version");
        st_json_int(&w, (*p)->version);
        st_json_key(&w, "steps");
        st_json_array(&w);
        for (const struct st_step *s = (*p)->steps; s->action != NULL; s++)
            step_json(&w, s, &reader);
        st_json_array_end(&w);
        st_json_object_end(&w);
    }
    st_json_array_end(&w);
    st_response_public(res, 300);
    return ST_OK;
}

const struct st_route st_case_api_routes[] = {
    {ST_GET, "/api/v1/procedures", procedures, .help = "The charts of all procedures, with the schema of each step's form",
     .flags = ST_PUBLIC},
    {ST_GET, "/api/v1/screenings", list, .audit = "case.list",
     .help = "Screenings, newest first; ?person, ?arrival, ?holder, ?state, ?open=yes, ?before, ?limit", .flags = ST_NAMED},
    {ST_POST, "/api/v1/screenings", begin, .body = &screening_begun_shape, .audit = "screening.start",
     .help = "Begins a screening", .flags = ST_NAMED | ST_IDEMPOTENT},
    {ST_GET, "/api/v1/screenings/{id}", get_case, .audit = "case.read",
     .help = "A screening whole: steps taken, time limits, elements, what can be done now", .flags = ST_NAMED},
    {ST_GET, "/api/v1/screenings/{id}/offers", get_offers, .audit = "case.read",
     .help = "What can be done now, and why not the rest", .flags = ST_NAMED},
    {ST_POST, "/api/v1/screenings/{id}/actions/{action}", act, .audit = "case.act", .help = "Takes a step",
     .takes = "{\"form\": {…}, \"reason\": text, \"happened_at\": instant, \"late_why\": text, \"corrects\": id, "
              "\"draft\": id}; the form's schema stands in /api/v1/procedures",
     .flags = ST_NAMED | ST_IDEMPOTENT | ST_IF_MATCH, .body_max = ST_CASE_BODY_MAX},
    {ST_GET, "/api/v1/screenings/{id}/form", form, .answer = &screening_form_shape, .audit = "screening.form",
     .help = "The screening form as it stands; ?copy=person for the person's copy", .flags = ST_NAMED},
    {ST_GET, "/api/v1/screenings/{id}/proposal", proposal, .audit = "case.read",
     .help = "The referral that the law gives, with reasons; an officer decides", .flags = ST_NAMED},
    {ST_GET, "/api/v1/screenings/{id}/explain", explain, .audit = "case.read",
     .help = "Why: the trace of a rule (?rule=) or of a time limit (?clock=)", .flags = ST_NAMED},
    {0}};
