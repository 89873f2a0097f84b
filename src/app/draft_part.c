#include "app/draft_part.h"

#include "web/form.h"

static bool own(const struct st_html *page, const struct st_draft *draft)
{
    return st_id_eq(draft->owner, page->req->session->officer);
}

/* One's own stands in the form of the step by itself; a colleague's is asked for. */
static struct st_str address(struct st_html *page, const struct st_draft *draft)
{
    struct st_str path = st_case_action_path(page->req->arena, draft->procedure, draft->case_id, draft->step->action);
    char id[ST_ID_TEXT];

    return st_strf(page->req->arena, "%.*s?draft=%s", (int)path.n, path.p, st_id_print(id, draft->id));
}

void st_draft_line(struct st_html *page, const struct st_draft *draft)
{
    st_html_link(page, address(page, draft), draft->step->label);
    st_html_str(page, ST_S(" "));
    st_html_open(page, "span", "class", "st-soft", NULL);
    st_html_message(page, &ST_MSG("kept {0}", ST_V(draft->saved_at)));
    st_html_close(page);
}

void st_draft_list(struct st_html *page, const struct st_case_view *v)
{
    if (v->drafts_n == 0)
        return;
    st_html_element(page, "h2", "Begun and not sent", NULL);
    st_html_open(page, "ul", "class", "st-checklist", NULL);
    for (size_t i = 0; i < v->drafts_n; i++) {
        st_html_open(page, "li", NULL);
        st_page_badge(page, ST_INFO, "Draft");
        st_html_str(page, ST_S(" "));
        st_draft_line(page, &v->drafts[i]);
        st_html_str(page, ST_S(" · "));
        if (own(page, &v->drafts[i]))
            st_html_t(page, "by you");
        else
            st_html_name(page, v->drafts_by[i]);
        st_html_close(page);
    }
    st_html_close(page);
}

/* ---- On the page of a step ---- */

static void discard_form(struct st_html *page, const struct st_draft *draft)
{
    struct st_str path = st_case_action_path(page->req->arena, draft->procedure, draft->case_id, draft->step->action);
    char id[ST_ID_TEXT];

    st_form_begin(page, st_strf(page->req->arena, "%.*s/discard", (int)path.n, path.p).p);
    st_form_hidden(page, "draft", st_str_of(st_id_print(id, draft->id)));
    st_page_button(page, ST_SECONDARY, "Discard the draft");
    st_form_end(page);
}

static struct st_str owner_name(const struct st_case_view *v, struct st_id owner)
{
    for (size_t i = 0; i < v->drafts_n; i++)
        if (st_id_eq(v->drafts[i].owner, owner))
            return v->drafts_by[i];
    return ST_S("");
}

void st_draft_notices(struct st_html *page, const struct st_case_view *v, const char *action,
                      const struct st_draft *open)
{
    if (open != NULL) {
        bool mine = own(page, open);
        st_html_open(page, "div", "class", "ds-alert st-draft", "data-color", "info", NULL);
        st_html_open(page, "p", "class", "ds-paragraph", NULL);
        st_html_message(page, mine ? &ST_MSG("Your draft, kept {0}. Nothing of it counts before you take the step.",
                                             ST_V(open->saved_at))
                                   : &ST_MSG("The draft of {0}, kept {1}. Look at every entry: you take the step in your "
                                             "own name.", ST_V(owner_name(v, open->owner)), ST_V(open->saved_at)));
        st_html_close(page);
        if (mine || st_request_may(page->req, ST_ROLE(supervisor)))
            discard_form(page, open);
        st_html_close(page);
    }
    for (size_t i = 0; i < v->drafts_n; i++) {
        const struct st_draft *d = &v->drafts[i];
        if (strcmp(d->step->action, action) != 0 || (open != NULL && st_id_eq(d->id, open->id)))
            continue;
        st_html_open(page, "p", NULL);
        if (own(page, d))
            st_html_message(page, &ST_MSG("You too kept a draft of this step, {0}.", ST_V(d->saved_at)));
        else
            st_html_message(page, &ST_MSG("{0} kept a draft of this step, {1}.", ST_V(v->drafts_by[i]), ST_V(d->saved_at)));
        st_html_str(page, ST_S(" "));
        st_html_link(page, address(page, d), "Go on with it");
        st_html_close(page);
    }
}

/* ---- Discarding ---- */

struct discard {
    struct st_id case_id, draft;
};

static int run_discard(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct discard *d = arg;
    return st_case_draft_discard(tx, d->case_id, d->draft, err);
}

int st_draft_discard(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct discard d = {{{0}}, {{0}}};
    int rc = st_request_id(&d.case_id, req, "id", err);

    if (rc == ST_OK && !st_id_parse(&d.draft, st_request_form(req, "draft")))
        rc = st_fail(err, ST_E_NOTFOUND, "draft", ST_MSG("The form names no draft."), "", "Go back to the case.");
    if (rc == ST_OK)
        rc = st_app_write(req, run_discard, &d, err);
    if (rc == ST_OK)
        st_response_redirect(res, st_case_path(req->arena, (struct st_str){req->segments[0].p, req->segments[0].n - 1},
                                               d.case_id));
    return rc;
}
