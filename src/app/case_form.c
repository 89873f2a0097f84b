#include "app/case_form.h"
#include "app/people.h"

#include "app/draft_part.h"

/* What every step can be given beside its own form. */
#define ACT_WORDS(F)                                                                                                  \
    F(text, reason, ST_LONG, 4000, "Your reason", "In your own words", "")                                            \
    F(instant, happened_at, ST_IN_PAST, 0, "Done at", "When the thing itself was done, as on the paper", "")          \
    F(text, late_why, 0, 1000, "Why it is entered only now", "", "")                                                  \
    F(id, corrects, ST_HIDDEN, 0, "Corrects", "", "")                                                                 \
    F(id, draft, ST_HIDDEN, 0, "Draft", "That this goes on from", "")
ST_SHAPE(act_words, ACT_WORDS)
ST_SHAPE_DEFINE(act_words, ACT_WORDS, "Reason, and late entry", "")

static const char PREFIX[] = "act.";
enum { WORD_REASON = 1, WORDS_LATE = 2 | 4 }; /* bits of the fields above */

struct step_view {
    struct st_case_view v;
    struct st_str action;
    const struct st_step *step;
    const struct st_offer *offer;
    const struct st_case_part *part;
    struct st_id corrects;
    struct st_id draft_asked; /* a colleague's, or one's own; unknown: one's own, when there is one */
    struct st_draft draft;    /* that stands in the form; step NULL: none */
    struct act_words words;   /* of it */
    void *loaded, *record;
};

static const struct st_procedure *procedure_of(const struct st_request *req)
{
    return st_procedure_find((struct st_str){req->segments[0].p, req->segments[0].n - 1});
}

/* A step's form is the same wherever the step begins; the one that opened the case is only corrected here. */
static const struct st_step *step_named(const struct st_procedure *p, struct st_str action, bool correcting)
{
    for (const struct st_step *s = p->steps; s->action != NULL; s++)
        if (st_str_is(action, s->action) && (s->from != NULL || correcting) && s->who != ST_THE_LAW)
            return s;
    return NULL;
}

static const struct st_case_part *part_of(const struct st_procedure *p, struct st_str action)
{
    for (const struct st_case_part *part = st_case_parts; part->procedure != NULL; part++)
        if (strcmp(part->procedure, p->name) == 0 && st_str_is(action, part->action))
            return part;
    return NULL;
}

/* The form that a correction begins with. */
static int load_corrected(struct step_view *s, struct st_error *err)
{
    const struct st_shape *shape;

    for (size_t i = 0; i < s->v.c.actions_n; i++)
        if (st_id_eq(s->v.c.action_ids[i], s->corrects))
            return st_case_read_form(&s->record, &shape, &s->v.c, i, err);
    return st_fail(err, ST_E_NOTFOUND, "", ST_MSG("There is no such step in this case."), "", "Look at the timeline.");
}

/* The draft that the form begins with: the one asked for, else the officer's own of this step or of this correction. */
static int load_draft(struct step_view *s, struct st_error *err)
{
    struct st_id id = s->draft_asked;
    struct st_draft d;
    int rc;

    for (size_t i = 0; i < s->v.drafts_n && !st_id_known(id); i++)
        if (st_id_eq(s->v.drafts[i].owner, s->v.c.tx->actor->officer) && s->v.drafts[i].step->action == s->step->action)
            id = s->v.drafts[i].id;
    if (!st_id_known(id))
        return ST_OK;
    rc = st_case_draft_get(&d, &s->v.c, id, err);
    if (rc != ST_OK)
        return rc;
    if (strcmp(d.step->action, s->step->action) != 0)
        return st_fail(err, ST_E_NOTFOUND, "", ST_MSG("There is no such draft here."), "", "Go back to the case.");
    if (st_id_known(s->draft_asked))
        s->corrects = d.corrects;
    else if (!st_id_eq(s->corrects, d.corrects))
        return ST_OK;
    s->draft = d;
    s->words = (struct act_words){d.reason, d.happened_at, d.late_why, d.corrects, d.id};
    s->record = d.form != NULL ? d.form : s->record;
    return ST_OK;
}

static int load_step(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct step_view *s = arg;
    int rc = st_case_view_load(tx, &s->v, err);

    if (rc != ST_OK)
        return rc;
    s->offer = st_case_view_offer(&s->v, s->action);
    if (s->part != NULL && s->part->load != NULL && !s->v.c.masked)
        rc = s->part->load(&s->loaded, &s->record, &s->v.c, err);
    if (rc == ST_OK && st_id_known(s->corrects))
        rc = load_corrected(s, err);
    return rc == ST_OK ? load_draft(s, err) : rc;
}

static int find_step(struct step_view *s, struct st_request *req, struct st_error *err)
{
    const struct st_procedure *p = procedure_of(req);
    struct st_str corrects = st_request_query(req, "corrects");

    if (!st_str_known(corrects))
        corrects = st_request_form(req, "act.corrects");
    s->action = st_request_param(req, "action");
    s->step = p ? step_named(p, s->action, corrects.n > 0) : NULL;
    if (s->step == NULL)
        return st_fail(err, ST_E_NOTFOUND, "", ST_MSG("There is no such step."), "", "Go back to the case.");
    s->part = part_of(p, s->action);
    return st_request_id(&s->v.id, req, "id", err);
}

/* ---- The page of a step ---- */

static void back_to_case(struct st_html *page, const struct st_case_view *v)
{
    st_html_open(page, "p", "class", "st-back", NULL);
    st_html_open(page, "a", "class", "ds-link", NULL);
    st_html_attr(page, "href", st_case_path(page->req->arena, v->c.file.procedure, v->id));
    st_html_message(page, &ST_MSG("Back to {0}", ST_V(v->c.file.number)));
    st_html_close(page);
    st_html_close(page);
}

static void words_part(struct st_html *page, const struct step_view *s, const struct st_error *faults)
{
    struct st_form_options o = {.faults = faults, .typed = &page->req->form, .prefix = PREFIX, .fields = WORD_REASON};
    bool typed = st_pairs_get(&page->req->form, "act.happened_at").n > 0 || st_instant_known(s->words.happened_at) ||
                 (s->words.reason.n > 0 && !(s->step->flags & ST_STEP_REASON));

    if (s->step->flags & ST_STEP_REASON)
        st_form_fields(page, &act_words_shape, &s->words, &o);
    o.fields = WORDS_LATE | ((s->step->flags & ST_STEP_REASON) ? 0 : WORD_REASON);
    st_html_open(page, "details", "class", "st-details", NULL);
    st_html_flag(page, "open", typed);
    st_html_element(page, "summary", "Entered late from paper, or with a note", NULL);
    st_form_fields(page, &act_words_shape, &s->words, &o);
    st_html_close(page);
    if (s->draft.step != NULL) {
        char text[ST_ID_TEXT];
        st_form_hidden(page, "act.draft", st_str_of(st_id_print(text, s->draft.id)));
    }
    if (st_id_known(s->corrects)) {
        char text[ST_ID_TEXT];
        st_form_hidden(page, "act.corrects", st_str_of(st_id_print(text, s->corrects)));
    }
}

/* Surely of age: an estimate leaves a doubt, and in doubt the questions of a minor stay. */
static bool of_age(const struct st_html *page, const struct step_view *s)
{
    int least, most;

    return s->v.person_known && !st_yes(s->v.person.age_estimated) &&
           st_person_age(&least, &most, &s->v.person, st_request_today(page->req)) && least >= 18;
}

static void form_part(struct st_html *page, const struct step_view *s, const struct st_error *faults)
{
    struct st_form_options o = {.faults = faults, .typed = &page->req->form, .sensitive = true,
                                .adult = of_age(page, s), .spare_rows = s->part ? s->part->spare_rows : 0};
    struct st_str path = st_case_action_path(page->req->arena, s->v.c.file.procedure, s->v.id, s->step->action);

    st_form_begin(page, path.p);
    st_form_version(page, s->v.c.version);
    if (s->step->purpose != purpose_unknown)
        st_form_hidden(page, "purpose", st_str_of(st_code_name(&purpose_codes, s->step->purpose)));
    if (s->step->form != NULL)
        st_form_fields(page, s->step->form, s->record, &o);
    words_part(page, s, faults);
    st_page_button(page, ST_PRIMARY, s->step->label);
    st_page_button_action(page, ST_SECONDARY, "Keep as draft", "keep");
    st_form_end(page);
}

static void closed_part(struct st_html *page, const struct step_view *s)
{
    static const struct st_error none = {0};
    const struct st_error *why = s->offer ? &s->offer->why_not : &none;

    st_html_open(page, "div", "class", "st-empty", NULL);
    if (why->n > 0)
        st_part_why(page, why);
    else
        st_html_message(page, &ST_MSG("This is not foreseen while the case is: {0}.",
                                      st_value_key(st_state_label(s->v.c.procedure, s->v.c.file.state))));
    st_html_close(page);
}

/* Loads the case anew and shows the form, with what was typed and what is wrong with it. */
static int step_page(struct st_request *req, struct st_response *res, struct step_view *s,
                     const struct st_error *faults, struct st_error *err)
{
    struct st_html page;
    unsigned named = req->purpose;
    int rc;

    req->purpose = st_code_of(&purpose_codes, st_str_of(req->session->purpose)); /* the case is read under the page's */
    rc = st_app_read(req, load_step, s, err);
    if (rc == ST_OK && s->part != NULL && s->part->read != NULL && s->offer != NULL && s->offer->open &&
        st_str_is(st_request_query(req, "read"), "yes"))
        rc = s->part->read(&s->record, s->loaded, req, &s->v, err);
    req->purpose = named;
    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &(struct st_message){.text = s->step->label});
    back_to_case(&page, &s->v);
    if (s->v.person_known)
        st_part_person(&page, &s->v.person, s->v.c.file.person);
    st_page_faults(&page, faults);
    st_draft_notices(&page, &s->v, s->step->action, s->draft.step != NULL ? &s->draft : NULL);
    if (st_id_known(s->corrects))
        st_page_notice(&page, ST_INFO, &ST_MSG("You correct what was written before. The earlier version stays visible in "
                                               "the timeline."));
    if (s->part != NULL && s->part->show != NULL && (s->loaded != NULL || s->part->load == NULL))
        s->part->show(&page, &s->v, s->loaded);
    if (st_id_known(s->corrects) || s->draft.step != NULL || (s->offer != NULL && s->offer->open) ||
        (faults != NULL && faults->n > 0))
        form_part(&page, s, faults);
    else
        closed_part(&page, s);
    st_page_end(&page);
    return ST_OK;
}

int st_case_step_show(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct step_view s = {0};
    int rc = find_step(&s, req, err);

    if (rc != ST_OK)
        return rc;
    (void)st_id_parse(&s.corrects, st_request_query(req, "corrects"));
    (void)st_id_parse(&s.draft_asked, st_request_query(req, "draft"));
    return step_page(req, res, &s, NULL, err);
}

/* ---- Taking the step ---- */

static int run_act(struct st_tx *tx, void *arg, struct st_error *err) { return st_case_act(NULL, tx, arg, err); }
static int run_keep(struct st_tx *tx, void *arg, struct st_error *err) { return st_case_draft_keep(tx, arg, err); }

/* The engine names its own fields (reason, happened_at …); on the page they stand behind the prefix. */
static void rename_faults(const struct st_step *step, struct st_error *faults, struct st_arena *arena)
{
    for (size_t i = 0; i < faults->n; i++) {
        struct st_str name = st_str_of(faults->faults[i].field);
        if (st_shape_field(&act_words_shape, name) != NULL &&
            (step->form == NULL || st_shape_field(step->form, name) == NULL))
            faults->faults[i].field = st_strf(arena, "%s%.*s", PREFIX, (int)name.n, name.p).p;
    }
}

int st_case_step_take(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct step_view s = {0};
    struct act_words words = {0};
    struct st_error faults = {0};
    struct st_act act = {0};
    bool keep = st_str_is(st_request_form(req, "action"), "keep"); /* nothing is required of a draft but kinds */
    int rc = find_step(&s, req, err);

    if (rc != ST_OK || s.step == NULL)
        return rc;
    if (s.step->form != NULL) {
        act.form = st_alloc(req->arena, s.step->form->size);
        st_form_read_part(act.form, s.step->form, req, NULL, PREFIX, &faults);
    }
    st_form_read_part(&words, &act_words_shape, req, PREFIX, NULL, &faults);
    s.corrects = words.corrects;
    s.draft_asked = words.draft;
    act.case_id = s.v.id;
    act.version = req->version < 0 ? 0 : req->version;
    act.action = s.step->action;
    act.reason = st_str_known(words.reason) ? words.reason : ST_S("");
    act.happened_at = words.happened_at;
    act.late_why = words.late_why;
    act.corrects = words.corrects;
    act.draft = words.draft;
    rc = faults.n > 0 ? (int)faults.code : st_app_write(req, keep ? run_keep : run_act, &act, &faults);
    if (rc == ST_OK) {
        st_response_redirect(res, st_strf(req->arena, "%s?%s=1", st_case_path(req->arena,
                             (struct st_str){req->segments[0].p, req->segments[0].n - 1}, s.v.id).p,
                             keep ? "kept" : "done"));
        return ST_OK;
    }
    if (!st_app_again(res, &faults)) {
        *err = faults;
        return rc;
    }
    rename_faults(s.step, &faults, req->arena);
    return step_page(req, res, &s, &faults, err);
}

/* ---- What was written ---- */

struct action_view {
    struct st_case_view v;
    int64_t number;
    void *form;
    const struct st_shape *shape;
    bool correctable;
};

static int load_action(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct action_view *a = arg;
    int rc = st_case_view_load(tx, &a->v, err);

    if (rc == ST_OK && a->number >= (int64_t)a->v.c.actions_n)
        rc = st_fail(err, ST_E_NOTFOUND, "", ST_MSG("There is no such step in this case."), "", "Look at the timeline.");
    if (rc == ST_OK)
        rc = st_case_read_form(&a->form, &a->shape, &a->v.c, (size_t)a->number, err);
    a->correctable = rc == ST_OK && st_case_correctable(&a->v.c, (size_t)a->number, NULL) == ST_OK;
    return rc;
}

int st_case_action_show(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct action_view a = {0};
    struct st_html page;
    const struct st_step *step;
    char text[ST_ID_TEXT];
    int rc = st_request_id(&a.v.id, req, "id", err);

    if (rc == ST_OK && (!st_str_to_int64(&a.number, st_request_param(req, "number")) || a.number < 0))
        rc = ST_E_NOTFOUND;
    if (rc == ST_OK)
        rc = st_app_read(req, load_action, &a, err);
    if (rc != ST_OK)
        return rc;
    step = st_case_step(&a.v.c, (size_t)a.number);
    st_page_begin(&page, req, res, &(struct st_message){.text = step ? step->label : "Noted"});
    back_to_case(&page, &a.v);
    if (st_case_standing(&a.v.c, (size_t)a.number) != ST_STANDS)
        st_page_notice(&page, ST_INFO, &ST_MSG("This stands no more: it was corrected or taken back."));
    st_page_description(&page);
    if (a.form != NULL && a.shape != NULL)
        st_page_record(&page, a.shape, a.form, ST_ALL_FIELDS, true);
    st_page_fact_open(&page, "Entered at");
    st_html_instant(&page, a.v.c.actions[a.number].at);
    st_page_fact(&page, "Officer", a.v.officers[a.number]);
    st_page_description_end(&page);
    if (a.correctable && step != NULL)
        st_page_action(&page, ST_SECONDARY, st_strf(req->arena, "%s?corrects=%s",
                       st_case_action_path(req->arena, a.v.c.file.procedure, a.v.id, step->action).p,
                       st_id_print(text, a.v.c.action_ids[a.number])), "Correct it");
    st_page_end(&page);
    return ST_OK;
}

/* ---- Why a clock ends when it ends ---- */

struct clock_why {
    struct st_case_view v;
    struct st_str name;
    struct st_clock_due due;
};

static int load_why(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct clock_why *w = arg;
    int rc = st_case_view_load(tx, &w->v, err);

    if (rc == ST_OK && st_case_clock(&w->v.c, st_str_z(tx->arena, w->name)) == NULL)
        rc = st_fail(err, ST_E_NOTFOUND, "", ST_MSG("No such time limit runs in this case."), "", "Go back to the case.");
    return rc == ST_OK ? st_case_clock_due(&w->due, &w->v.c, st_str_z(tx->arena, w->name), err) : rc;
}

int st_case_clock_why(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct clock_why w = {.name = st_request_param(req, "clock")};
    const struct st_clock *row;
    struct st_html page;
    int rc = st_request_id(&w.v.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_read(req, load_why, &w, err);
    if (rc != ST_OK)
        return rc;
    row = st_clock_find(w.v.c.procedure, w.name);
    st_page_begin(&page, req, res, &(struct st_message){.text = row ? row->label : "Time limit"});
    back_to_case(&page, &w.v);
    for (size_t i = 0; i < w.v.c.clocks_n; i++)
        if (st_str_eq(w.v.c.clocks[i].name, w.name))
            st_page_clock(&page, &w.v.clocks[i], req->now);
    if (w.due.answer != NULL)
        st_part_answer(&page, w.due.answer, (struct st_str){NULL, 0});
    st_page_end(&page);
    return ST_OK;
}
