/* A case and its steps: the pages of every procedure come from its table. */
#include "registers/staff.h"
#include "app/app.h"
#include "app/case_form.h"
#include "app/draft_part.h"
#include "app/parts.h"
#include "app/representation.h"

enum { LIST_ROWS = 50 }; /* each row that names a person is a reading */

/* ---- The case ---- */

static int load_case(struct st_tx *tx, void *arg, struct st_error *err) { return st_case_view_load(tx, arg, err); }

static const char *action_label(const struct st_case_view *v, size_t i)
{
    const struct st_step *step = st_case_step(&v->c, i);
    struct st_str action = v->c.actions[i].action;

    if (step != NULL)
        return step->label;
    /* sentences */
    return st_str_is(action, "take_over") ? "Taken over"
           : st_str_is(action, "hand_over") ? "Handed over"
           : st_str_is(action, "undo")      ? "Taken back"
                                            : "Noted";
    /* end of sentences */
}

static void done_notice(struct st_html *page, const struct st_case_view *v)
{
    if (st_str_known(st_request_query(page->req, "kept")))
        st_page_notice(page, ST_SUCCESS, &ST_MSG("Kept as a draft. It stands here and in My work; nothing of it counts "
                                                 "before the step is taken. Prints and pictures are not kept."));
    if (!st_str_known(st_request_query(page->req, "done")) || v->c.actions_n == 0)
        return;
    st_page_notice(page, ST_SUCCESS, &ST_MSG("Recorded: {0}.", st_value_key(action_label(v, v->c.actions_n - 1))));
}

static void undo_form(struct st_html *page, const struct st_case_view *v)
{
    struct st_str path;

    if (!v->undoable || v->c.actions_n == 0)
        return;
    path = st_case_action_path(page->req->arena, v->c.file.procedure, v->id, "undo");
    st_html_open(page, "details", "class", "st-details", NULL);
    st_html_open(page, "summary", NULL);
    st_html_message(page, &ST_MSG("Take back: {0} (until {1})", st_value_key(action_label(v, v->c.actions_n - 1)),
                                  ST_V(v->undo_until)));
    st_html_close(page);
    st_form_begin(page, path.p);
    st_form_version(page, v->c.version);
    st_form_text(page, "text", "reason", "Why", "off", (struct st_str){NULL, 0});
    st_page_button(page, ST_SECONDARY, "Take back");
    st_form_end(page);
    st_html_close(page);
}

static void held_by(struct st_html *page, const struct st_case_view *v, bool mine)
{
    st_page_fact_open(page, "Held by");
    if (v->holder.n > 0)
        st_html_name(page, v->holder);
    else
        st_html_t(page, "nobody");
    if (!mine)
        return;
    st_html_str(page, ST_S(" "));
    st_html_element(page, "span", "(you)", "class", "st-soft", NULL);
}

/* Who represents or assists the person; that nobody does is a finding where the law asks for somebody. */
static void charge(struct st_html *page, const struct st_case_view *v)
{
    if (v->charge == NULL || (v->charge->in_force == 0 && !st_yes(v->person.unaccompanied)))
        return;
    st_page_fact_open(page, "Assisted by");
    st_part_represented(page, v->charge);
}

static void where_it_stands(struct st_html *page, const struct st_case_view *v)
{
    bool mine = st_id_eq(v->c.file.holder, page->req->session->officer);
    struct st_str path = st_case_action_path(page->req->arena, v->c.file.procedure, v->id, "take-over");

    st_page_description(page);
    st_page_fact_open(page, "State");
    st_page_badge(page, st_instant_known(v->c.file.closed_at) ? ST_NEUTRAL : ST_INFO,
                  st_state_label(v->c.procedure, v->c.file.state));
    if (v->c.file.place.n > 0)
        st_page_fact(page, "Place", v->c.file.place);
    if (!v->c.masked)
        held_by(page, v, mine);
    charge(page, v);
    st_part_deleted_on(page, v->c.file.erase_on, st_str_of(v->c.procedure->erase_under ? v->c.procedure->erase_under : ""));
    st_page_description_end(page);
    if (mine || v->bystander || v->c.masked || st_instant_known(v->c.file.closed_at))
        return;
    st_html_open(page, "details", "class", "st-details", NULL);
    st_html_element(page, "summary", "Take the case over", NULL);
    st_form_begin(page, path.p);
    st_form_text(page, "text", "reason", "Why", "off", (struct st_str){NULL, 0});
    st_page_button(page, ST_SECONDARY, "Take over");
    st_form_end(page);
    st_html_close(page);
}

static void clocks(struct st_html *page, const struct st_case_view *v)
{
    bool any = false;

    for (size_t i = 0; i < v->c.clocks_n; i++) {
        const struct case_clock *clock = &v->c.clocks[i];
        if (clock->state == clock_state_stopped)
            continue;
        if (!any)
            st_html_element(page, "h2", "Time limits", NULL);
        any = true;
        st_page_clock(page, &v->clocks[i], page->req->now);
        st_html_open(page, "p", "class", "st-why", NULL);
        st_html_open(page, "a", "class", "ds-link", NULL);
        st_html_attr(page, "href", st_strf(page->req->arena, "%s/%.*s",
                     st_case_action_path(page->req->arena, v->c.file.procedure, v->id, "why").p, (int)clock->name.n,
                     clock->name.p));
        st_html_t(page, "Why this end");
        st_html_close(page);
        if (st_yes(clock->uncertain)) {
            st_html_str(page, ST_S(" · "));
            st_html_message(page, &ST_MSG("By another reading of the law: {0}.", ST_V(clock->outer_end)));
        }
        st_html_close(page);
    }
}

/* ---- What can be done ---- */

static void step_link(struct st_html *page, const struct st_case_view *v, const struct st_step *step,
                      enum st_button kind)
{
    st_page_action(page, kind, st_case_action_path(page->req->arena, v->c.file.procedure, v->id, step->action),
                   step->label);
}

static void next_step(struct st_html *page, const struct st_case_view *v)
{
    if (v->primary == NULL)
        return;
    st_html_open(page, "p", "class", "st-next", NULL);
    step_link(page, v, v->primary, ST_PRIMARY);
    st_html_close(page);
}

static void done_by(struct st_html *page, const struct st_case_view *v, const struct case_action *by)
{
    size_t i = (size_t)(by - v->c.actions);
    struct st_instant at = st_instant_known(by->happened_at) ? by->happened_at : by->at;

    st_html_open(page, "p", "class", "st-soft", NULL);
    st_html_instant(page, at);
    if (i < v->c.actions_n && v->officers[i].n > 0) {
        st_html_str(page, ST_S(" · "));
        st_html_name(page, v->officers[i]);
    }
    if (i < v->c.actions_n && v->opens[i]) {
        st_html_str(page, ST_S(" · "));
        st_html_link(page, st_strf(page->req->arena, "%s/%zu",
                     st_case_action_path(page->req->arena, v->c.file.procedure, v->id, "actions").p, i),
                     "What was written");
    }
    st_html_close(page);
}

/* The first reason why the first step of an open part cannot be taken by this reader now. */
static void why_not_now(struct st_html *page, const struct st_case_view *v, const struct st_element_state *e)
{
    for (size_t k = 0; k < v->offers_n; k++) {
        struct st_error first = v->offers[k].why_not;
        if (st_case_view_element(v, v->offers[k].step->action) != e)
            continue;
        first.n = first.n > 1 ? 1 : first.n;
        st_html_open(page, "p", "class", "st-soft", NULL);
        st_part_why(page, &first);
        st_html_close(page);
        return;
    }
}

static void element_row(struct st_html *page, const struct st_case_view *v, const struct st_element_state *e)
{
    size_t open = 0;

    st_html_open(page, "li", NULL);
    if (e->done)
        st_page_badge(page, ST_SUCCESS, "Done");
    else if (e->needed)
        st_page_badge(page, ST_WARNING, "Open");
    else
        st_page_badge(page, ST_NEUTRAL, "Not needed");
    st_html_str(page, ST_S(" "));
    st_html_element(page, "strong", e->element->label, NULL);
    if (e->element->citation != NULL && e->element->citation[0])
        st_html_element(page, "cite", e->element->citation, "class", "st-cite", NULL);
    if (e->by != NULL)
        done_by(page, v, e->by);
    for (size_t k = 0; k < v->offers_n; k++) {
        if (!v->offers[k].open || st_case_view_element(v, v->offers[k].step->action) != e)
            continue;
        open++;
        st_html_open(page, "p", "class", "st-soft", NULL);
        if (e->done) {
            st_html_t(page, "Once more:");
            st_html_str(page, ST_S(" "));
        }
        st_html_link(page, st_case_action_path(page->req->arena, v->c.file.procedure, v->id, v->offers[k].step->action),
                     v->offers[k].step->label);
        st_html_close(page);
    }
    if (open == 0 && e->needed && !e->done && !v->bystander)
        why_not_now(page, v, e);
    st_html_close(page);
}

static void elements(struct st_html *page, const struct st_case_view *v)
{
    if (v->elements_n == 0)
        return;
    st_html_element(page, "h2", "What has to be done", NULL);
    st_html_open(page, "ul", "class", "st-checklist", NULL);
    for (size_t i = 0; i < v->elements_n; i++)
        element_row(page, v, &v->elements[i]);
    st_html_close(page);
}

/* Steps that belong to no part of the checklist; and whatever cannot be done now, with the reason. */
static void other_steps(struct st_html *page, const struct st_case_view *v)
{
    size_t open = 0, closed = 0;

    for (size_t i = 0; i < v->offers_n; i++) {
        open += v->offers[i].open && st_case_view_element(v, v->offers[i].step->action) == NULL;
        closed += !v->offers[i].open;
    }
    if (open > 0)
        st_html_element(page, "h2", "Also possible", NULL);
    st_html_open(page, "div", "class", "st-row", NULL);
    for (size_t i = 0; i < v->offers_n; i++)
        if (v->offers[i].open && st_case_view_element(v, v->offers[i].step->action) == NULL)
            step_link(page, v, v->offers[i].step, ST_SECONDARY);
    st_html_close(page);
    if (closed == 0 || v->bystander)
        return;
    st_html_open(page, "details", "class", "st-details", NULL);
    st_html_element(page, "summary", "Not possible now, and why", NULL);
    st_html_open(page, "ul", NULL);
    for (size_t i = 0; i < v->offers_n; i++) {
        if (v->offers[i].open)
            continue;
        st_html_open(page, "li", NULL);
        st_html_element(page, "strong", v->offers[i].step->label, NULL);
        st_html_str(page, ST_S(": "));
        st_part_why(page, &v->offers[i].why_not);
        st_html_close(page);
    }
    st_html_close(page);
    st_html_close(page);
}

/* ---- What is for whoever represents or assists the person ---- */

static void your_part(struct st_html *page, const struct st_case_view *v)
{
    static const char *const parts[] = {
        /* sentences */
        "You accompany and assist the minor throughout, independent of the authorities here.",
        "Be there when the information is given, so that the minor understands it.",
        "Be there when biometrics are taken.",
        "Read the form before it is sent, and have noted what is wrong in it.",
        "Have a wish for protection recorded, at any time.",
        "Tell the independent monitor where fundamental rights are not respected.",
        /* end of sentences */
    };
    static const char *const articles[] = {"SR Art 13(3) and (4)", "SR Art 11(3)", "Eurodac Art 14(1)", "SR Art 17(3)",
                                           "SR Art 13(6)", "SR Art 10(2)"};

    if (!v->bystander || st_instant_known(v->c.file.closed_at))
        return;
    st_html_element(page, "h2", "What you may do", NULL);
    st_html_open(page, "ul", "class", "st-list", NULL);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        st_html_open(page, "li", NULL);
        st_html_t(page, parts[i]);
        st_html_element(page, "cite", articles[i], "class", "st-cite", NULL);
        st_html_close(page);
    }
    st_html_close(page);
}

/* ---- The timeline ---- */

static void timeline_row(struct st_html *page, const struct st_case_view *v, size_t i)
{
    const struct case_action *a = &v->c.actions[i];
    enum st_standing standing = st_case_standing(&v->c, i);
    bool late = st_instant_known(a->happened_at) && a->happened_at.us != a->at.us;

    st_html_open(page, "li", NULL);
    st_html_open(page, "p", NULL);
    st_html_instant(page, late ? a->happened_at : a->at);
    st_html_str(page, ST_S(" "));
    st_html_element(page, "strong", action_label(v, i), NULL);
    if (standing == ST_CORRECTED)
        st_page_badge(page, ST_NEUTRAL, "Corrected since");
    if (standing == ST_UNDONE)
        st_page_badge(page, ST_NEUTRAL, "Taken back");
    if (late)
        st_page_badge(page, ST_WARNING, "Entered late");
    st_html_close(page);
    st_html_open(page, "p", "class", "st-soft", NULL);
    if (st_yes(a->by_law))
        st_html_t(page, "By operation of law");
    else
        st_html_name(page, v->officers[i]);
    if (late) {
        st_html_str(page, ST_S(" · "));
        st_html_message(page, &ST_MSG("entered {0}", ST_V(a->at)));
    }
    if (v->opens[i]) {
        st_html_str(page, ST_S(" · "));
        st_html_link(page, st_strf(page->req->arena, "%s/%zu",
                     st_case_action_path(page->req->arena, v->c.file.procedure, v->id, "actions").p, i),
                     "What was written");
    }
    st_html_close(page);
    if (!v->c.masked && a->reason.n > 0) {
        st_html_open(page, "p", NULL);
        st_html_name(page, a->reason);
        st_html_close(page);
    }
    st_html_close(page);
}

static void timeline(struct st_html *page, const struct st_case_view *v)
{
    st_html_element(page, "h2", "Timeline", NULL);
    st_html_open(page, "ol", "class", "st-steps", NULL);
    for (size_t i = v->c.actions_n; i-- > 0;)
        timeline_row(page, v, i);
    st_html_close(page);
}

/* ---- Without the mask, once, for a reader who says why (SR Art 10(2)) ---- */

struct unmasked {
    struct st_case_view v;
    void **forms; /* by action; NULL: none */
    const struct st_shape **shapes;
};

static int load_unmasked(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct unmasked *u = arg;
    int rc = st_case_view_load(tx, &u->v, err);

    u->forms = ST_NEW_N(tx->arena, void *, u->v.c.actions_n + 1);
    u->shapes = ST_NEW_N(tx->arena, const struct st_shape *, u->v.c.actions_n + 1);
    for (size_t i = 0; rc == ST_OK && i < u->v.c.actions_n; i++)
        rc = st_case_read_form(&u->forms[i], &u->shapes[i], &u->v.c, i, err);
    return rc;
}

static void unmask_form(struct st_html *page, const struct st_case_view *v)
{
    st_html_open(page, "details", "class", "st-details", NULL);
    st_html_element(page, "summary", "Look once without the mask", NULL);
    st_html_element(page, "p", "The reason goes into the journal, where the monitors and the data-protection officer find "
                               "it, nobody else.", NULL);
    st_form_begin(page, st_case_action_path(page->req->arena, v->c.file.procedure, v->id, "unmask").p);
    st_form_text(page, "text", "reason", "Why", "off", (struct st_str){NULL, 0});
    st_page_button(page, ST_SECONDARY, "Look without the mask");
    st_form_end(page);
    st_html_close(page);
}

static void unmasked_rows(struct st_html *page, const struct unmasked *u)
{
    const struct st_case_view *v = &u->v;

    st_html_element(page, "h2", "Timeline", NULL);
    for (size_t i = v->c.actions_n; i-- > 0;) {
        st_html_element(page, "h3", action_label(v, i), NULL);
        st_page_description(page);
        st_page_fact_open(page, "Entered at");
        st_html_instant(page, v->c.actions[i].at);
        st_page_fact(page, "Officer", v->officers[i]);
        if (v->c.actions[i].reason.n > 0)
            st_page_fact(page, "Reason", v->c.actions[i].reason);
        if (u->forms[i] != NULL)
            st_page_record(page, u->shapes[i], u->forms[i], ST_ALL_FIELDS, true);
        st_page_description_end(page);
    }
}

static int unmask(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct unmasked u = {0};
    struct st_html page;
    int rc = st_request_id(&u.v.id, req, "id", err);

    u.v.unmask_reason = st_str_trim(st_request_form(req, "reason"));
    if (rc == ST_OK && u.v.unmask_reason.n == 0)
        rc = st_fail(err, ST_E_INVALID, "reason", ST_MSG("A reason is missing."), "SR Art 10(2)",
                     "Say in your own words why.");
    if (rc == ST_OK)
        rc = st_app_read(req, load_unmasked, &u, err);
    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("{0} {1}", st_value_key(u.v.c.procedure->title), ST_V(u.v.c.file.number)));
    st_page_notice(&page, ST_WARNING, &ST_MSG("Without the mask, this once: {0}", ST_V(u.v.unmask_reason)));
    if (u.v.person_known)
        st_part_person(&page, &u.v.person, u.v.c.file.person);
    unmasked_rows(&page, &u);
    st_page_end(&page);
    return ST_OK;
}

/* The case's own path must be that of its procedure: /allegations/… opens no screening. */
static int check_place(const struct st_request *req, const struct st_case_view *v, struct st_error *err)
{
    struct st_str path = st_case_path(req->arena, v->c.file.procedure, v->id);

    if (req->segments_n > 0 && path.n > req->segments[0].n + 1 &&
        memcmp(path.p + 1, req->segments[0].p, req->segments[0].n) == 0 && path.p[req->segments[0].n + 1] == '/')
        return ST_OK;
    return st_fail(err, ST_E_NOTFOUND, "", ST_MSG("There is no such case here."), "",
                   "Check the address, or search for the number.");
}

static int load_from_path(struct st_request *req, struct st_case_view *v, struct st_error *err)
{
    int rc = st_request_id(&v->id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_read(req, load_case, v, err);
    return rc == ST_OK ? check_place(req, v, err) : rc;
}

static int show_case(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_case_view v = {0};
    struct st_html page;
    int rc = load_from_path(req, &v, err);

    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("{0} {1}", st_value_key(v.c.procedure->title), ST_V(v.c.file.number)));
    done_notice(&page, &v);
    if (v.c.masked)
        st_page_notice(&page, ST_INFO, &ST_MSG("Masked: nothing here points to the person."));
    if (v.c.masked)
        unmask_form(&page, &v);
    if (v.person_known)
        st_part_person(&page, &v.person, v.c.file.person);
    next_step(&page, &v);
    st_html_open(&page, "div", "class", "st-split", NULL);
    st_html_open(&page, "div", NULL);
    where_it_stands(&page, &v);
    clocks(&page, &v);
    st_html_close(&page);
    st_html_open(&page, "div", NULL);
    st_draft_list(&page, &v);
    your_part(&page, &v);
    elements(&page, &v);
    other_steps(&page, &v);
    st_html_close(&page);
    st_html_open(&page, "div", NULL);
    st_case_form_links(&page, &v);
    undo_form(&page, &v);
    timeline(&page, &v);
    st_html_close(&page);
    st_html_close(&page);
    st_page_end(&page);
    return ST_OK;
}

/* ---- Taking over, taking back ---- */

struct small_act {
    struct st_id id;
    int64_t version;
    struct st_str reason;
};

static int run_take_over(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct small_act *act = arg;
    return st_case_take_over(tx, act->id, act->reason, err);
}

static int run_undo(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct small_act *act = arg;
    return st_case_undo(NULL, tx, act->id, act->version, act->reason, err);
}

static int small_act(struct st_request *req, struct st_response *res, st_command_fn command, struct st_error *err)
{
    struct st_str reason = st_request_form(req, "reason");
    struct small_act act = {.version = req->version < 0 ? 0 : req->version,
                            .reason = st_str_known(reason) ? reason : ST_S("")};
    int rc = st_request_id(&act.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_write(req, command, &act, err);
    if (rc != ST_OK)
        return rc;
    st_response_redirect(res, st_strf(req->arena, "/%.*s/%.*s", (int)req->segments[0].n, req->segments[0].p,
                                      (int)req->segments[1].n, req->segments[1].p));
    return ST_OK;
}

static int take_over(struct st_request *req, struct st_response *res, struct st_error *err)
{
    return small_act(req, res, run_take_over, err);
}

static int undo(struct st_request *req, struct st_response *res, struct st_error *err)
{
    return small_act(req, res, run_undo, err);
}

/* ---- The list ---- */

struct listing {
    struct st_case_filter filter;
    struct st_case_row *rows;
    struct st_str *holders;
    size_t n;
    bool names;             /* this reader learns whose cases they are */
    struct person *persons; /* no name: none is known, or it is not for this reader */
};

/* Whose cases they are: read, and in the journal, as if each were opened. What this reader may not open leaves its row
 * the number of the case. */
static int load_names(struct st_tx *tx, struct listing *l, struct st_error *err)
{
    int rc = ST_OK;

    l->names = st_reads_files(tx);
    l->persons = ST_NEW_N(tx->arena, struct person, l->n + 1);
    for (size_t i = 0; rc == ST_OK && l->names && i < l->n; i++) {
        struct st_id person = l->rows[i].file.person;
        if (st_id_known(person) && st_access_decide_about(NULL, tx, &st_persons, ST_MAY_READ, person, NULL) == ST_OK)
            rc = st_person_get(tx, &l->persons[i], NULL, person, err);
    }
    return rc;
}

static int load_list(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct listing *l = arg;
    int rc = st_case_list(&l->rows, &l->n, tx, &l->filter, err);

    if (rc != ST_OK)
        return rc;
    l->holders = ST_NEW_N(tx->arena, struct st_str, l->n + 1);
    for (size_t i = 0; i < l->n; i++)
        l->holders[i] = st_id_known(l->rows[i].file.holder) ? st_staff_name(tx, l->rows[i].file.holder) : ST_S("");
    return load_names(tx, l, err);
}

static void list_row(struct st_html *page, const struct st_procedure *p, const struct listing *l, size_t i)
{
    const struct case_file *file = &l->rows[i].file;
    bool named = l->persons[i].names.n > 0;

    st_page_row(page);
    st_html_open(page, "th", "scope", "row", NULL);
    st_html_open(page, "a", "class", "ds-link", NULL);
    st_html_attr(page, "href", st_case_path(page->req->arena, file->procedure, l->rows[i].id));
    st_html_name(page, named ? st_person_called(page->req->arena, &l->persons[i]) : file->number);
    st_html_close(page);
    if (named) {
        st_html_open(page, "div", "class", "st-sub", NULL);
        st_html_name(page, file->number);
    }
    if (l->names) {
        st_page_cell(page);
        st_html_name(page, l->persons[i].band.p ? l->persons[i].band : ST_S(""));
    }
    st_page_cell(page);
    st_html_t(page, st_state_label(p, file->state));
    st_page_cell(page);
    st_html_name(page, file->place.p ? file->place : ST_S(""));
    st_page_cell(page);
    st_html_instant(page, file->opened_at);
    st_page_cell(page);
    st_html_instant(page, file->closed_at);
    st_page_cell(page);
    st_html_name(page, l->holders[i]);
}

static void list_tabs(struct st_html *page, bool all)
{
    const struct st_request *req = page->req;

    st_html_open(page, "nav", "class", "st-tabs", NULL);
    st_html_attr_t(page, "aria-label", "Which cases");
    st_html_open(page, "ul", NULL);
    for (int i = 0; i < 2; i++) {
        st_html_open(page, "li", NULL);
        st_html_open(page, "a", NULL);
        st_html_attr(page, "href", st_strf(req->arena, "/%.*s%s", (int)req->segments[0].n, req->segments[0].p,
                                           i ? "?of=all" : ""));
        if ((i == 1) == all)
            st_html_attr_text(page, "aria-current", "true");
        st_html_t(page, i ? "Closed ones too" : "Open cases");
        st_html_close(page);
        st_html_close(page);
    }
    st_html_close(page);
    st_html_close(page);
}

static int show_list(struct st_request *req, struct st_response *res, struct st_error *err)
{
    static const char *const columns[] = {
        /* sentences */
        "Number", "State", "Place", "Opened", "Closed", "Held by",
        /* end of sentences */
        NULL};
    static const char *const named_columns[] = {"Person", "Band", "State", "Place", "Opened", "Closed", "Held by", NULL};
    struct st_str name = {req->segments[0].p, req->segments[0].n - 1};
    const struct st_procedure *p = st_procedure_find(name);
    bool all = st_str_is(st_request_query(req, "of"), "all");
    struct listing l = {.filter = {.procedure = name, .open_only = !all, .limit = LIST_ROWS}};
    struct st_html page;
    int rc;

    (void)st_id_parse(&l.filter.before, st_request_query(req, "before"));
    if (p == NULL || (rc = st_app_read(req, load_list, &l, err)) != ST_OK)
        return p == NULL ? ST_E_NOTFOUND : rc;
    st_page_begin(&page, req, res, &(struct st_message){.text = p->all});
    list_tabs(&page, all);
    if (l.n == 0) {
        st_html_open(&page, "div", "class", "st-empty", NULL);
        st_html_element(&page, "p", "There is no case here that you may open.", NULL);
        st_html_close(&page);
    } else {
        st_html_open(&page, "div", "class", "st-watch", NULL);
        st_page_table(&page, "Newest first", l.names ? named_columns : columns);
        for (size_t i = 0; i < l.n; i++)
            list_row(&page, p, &l, i);
        st_page_table_end(&page);
        st_html_close(&page);
    }
    if (l.n == LIST_ROWS) {
        char text[ST_ID_TEXT];
        st_html_link(&page, st_strf(req->arena, "?before=%s%s", st_id_print(text, l.rows[l.n - 1].id), all ? "&of=all" : ""),
                     "Older ones");
    }
    st_page_end(&page);
    return ST_OK;
}

const struct st_route st_case_routes[] = {
    {ST_GET, "/screenings", show_list, .audit = "case.list", .help = "Screenings, newest first", .flags = ST_PAGE},
    {ST_GET, "/screenings/{id}", show_case, .audit = "case.read", .help = "A screening", .flags = ST_PAGE},
    {ST_POST, "/screenings/{id}/take-over", take_over, .audit = "case.take_over", .help = "Takes the case over",
     .flags = ST_PAGE},
    {ST_POST, "/screenings/{id}/unmask", unmask, .roles = ST_ROLE(monitor), .audit = "case.unmask",
     .help = "Shows a case without the mask, for a reason", .flags = ST_PAGE},
    {ST_POST, "/screenings/{id}/undo", undo, .audit = "case.undo", .help = "Takes the newest step back",
     .flags = ST_PAGE},
    {ST_GET, "/screenings/{id}/{action}", st_case_step_show, .audit = "case.read", .help = "The form of a step",
     .flags = ST_PAGE},
    {ST_POST, "/screenings/{id}/{action}", st_case_step_take, .audit = "case.act", .help = "Takes a step",
     .flags = ST_PAGE, .body_max = ST_CASE_BODY_MAX},
    {ST_POST, "/screenings/{id}/{action}/discard", st_draft_discard, .audit = "case.draft_discard",
     .help = "Discards the draft of a step", .flags = ST_PAGE},
    {ST_GET, "/screenings/{id}/actions/{number}", st_case_action_show, .audit = "case.read",
     .help = "What was written at a step", .flags = ST_PAGE},
    {ST_GET, "/screenings/{id}/why/{clock}", st_case_clock_why, .audit = "case.read",
     .help = "Why a time limit ends when it ends", .flags = ST_PAGE},
    {ST_GET, "/allegations", show_list, .audit = "case.list", .help = "Allegations, newest first", .flags = ST_PAGE},
    {ST_GET, "/allegations/{id}", show_case, .audit = "case.read", .help = "An allegation", .flags = ST_PAGE},
    {ST_POST, "/allegations/{id}/take-over", take_over, .audit = "case.take_over", .help = "Takes the case over",
     .flags = ST_PAGE},
    {ST_POST, "/allegations/{id}/undo", undo, .audit = "case.undo", .help = "Takes the newest step back",
     .flags = ST_PAGE},
    {ST_GET, "/allegations/{id}/{action}", st_case_step_show, .audit = "case.read", .help = "The form of a step",
     .flags = ST_PAGE},
    {ST_POST, "/allegations/{id}/{action}", st_case_step_take, .audit = "case.act", .help = "Takes a step",
     .flags = ST_PAGE},
    {ST_POST, "/allegations/{id}/{action}/discard", st_draft_discard, .audit = "case.draft_discard",
     .help = "Discards the draft of a step", .flags = ST_PAGE},
    {ST_GET, "/allegations/{id}/actions/{number}", st_case_action_show, .audit = "case.read",
     .help = "What was written at a step", .flags = ST_PAGE},
    {ST_GET, "/announcements", show_list, .audit = "case.list", .help = "Persons sent back, newest first", .flags = ST_PAGE},
    {ST_GET, "/announcements/{id}", show_case, .audit = "case.read", .help = "A person whom another State sends back",
     .flags = ST_PAGE},
    {ST_POST, "/announcements/{id}/take-over", take_over, .audit = "case.take_over", .help = "Takes the case over",
     .flags = ST_PAGE},
    {ST_POST, "/announcements/{id}/undo", undo, .audit = "case.undo", .help = "Takes the newest step back",
     .flags = ST_PAGE},
    {ST_GET, "/announcements/{id}/{action}", st_case_step_show, .audit = "case.read", .help = "The form of a step",
     .flags = ST_PAGE},
    {ST_POST, "/announcements/{id}/{action}", st_case_step_take, .audit = "case.act", .help = "Takes a step",
     .flags = ST_PAGE},
    {ST_POST, "/announcements/{id}/{action}/discard", st_draft_discard, .audit = "case.draft_discard",
     .help = "Discards the draft of a step", .flags = ST_PAGE},
    {ST_GET, "/announcements/{id}/actions/{number}", st_case_action_show, .audit = "case.read",
     .help = "What was written at a step", .flags = ST_PAGE},
    {ST_GET, "/announcements/{id}/why/{clock}", st_case_clock_why, .audit = "case.read",
     .help = "Why a time limit ends when it ends", .flags = ST_PAGE},
    {0}};
