/* The purpose that pages work under: chosen after sign-in, changed with one key, kept with the session. */
#include "web/floor.h"

#include <stdio.h>

#include "web/form.h"
#include "web/page.h"
#include "web/web.h"

#define PURPOSE_CHOSEN(F)                                                                                             \
    F(text, chosen, ST_REQUIRED, 47, "Purpose", "", "")                                                               \
    F(text, next, ST_HIDDEN, 1000, "Next page", "", "")
ST_SHAPE(purpose_chosen, PURPOSE_CHOSEN)
ST_SHAPE_DEFINE(purpose_chosen, PURPOSE_CHOSEN, "The purpose that pages work under", "")

void st_floor_purpose_buttons(struct st_html *page, uint64_t offered, struct st_str next)
{
    const struct st_codes *codes = st_web_options(page->req->web)->purposes;
    unsigned depth = page->depth;

    offered &= st_request_purposes(page->req);
    st_form_begin(page, "/purpose");
    st_html_attr_text(page, "class", "st-purposes");
    st_form_hidden(page, "next", next);
    for (unsigned i = 1; i <= codes->n; i++) {
        if (!(offered & ST_CODE_BIT(i)))
            continue;
        st_html_open(page, "button", "type", "submit", "name", "chosen", "value", codes->rows[i - 1].name, "class",
                     "ds-button", "data-variant", "secondary", NULL);
        if (i == page->req->purpose)
            st_html_attr_text(page, "aria-current", "true");
        st_html_t(page, codes->rows[i - 1].label);
        if (codes->rows[i - 1].citation[0])
            st_html_element(page, "cite", codes->rows[i - 1].citation, "class", "st-cite", NULL);
        st_html_close(page);
    }
    st_form_end(page);
    st_html_close_to(page, depth);
}

static int show(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_html page;
    uint64_t offered = st_request_purposes(req);

    (void)err;
    st_page_begin(&page, req, res, &ST_MSG("For which purpose do you work?"));
    st_page_faults(&page, &req->faults);
    st_html_element(&page, "p", "What you may see and do depends on it, and it stands in the journal with everything that "
                                "you open. You can change it on every page.", NULL);
    if (offered == 0)
        st_page_notice(&page, ST_INFO, &ST_MSG("Your roles work for no purpose here. Ask your administrator for a role."));
    else
        st_floor_purpose_buttons(&page, offered, st_floor_next(req, st_request_query(req, "next")));
    st_page_end(&page);
    return ST_OK;
}

static int choose(struct st_request *req, struct st_response *res, struct st_error *err)
{
    const struct st_web_options *o = st_web_options(req->web);
    const struct purpose_chosen *given = req->input;
    unsigned code = req->faults.n == 0 ? st_code_of(o->purposes, given->chosen) : 0;
    int rc;

    if (code == 0 || !(st_request_purposes(req) & ST_CODE_BIT(code))) {
        if (req->faults.n == 0)
            (void)st_fail(&req->faults, ST_E_INVALID, "chosen", ST_MSG("Your roles do not work for this purpose."), "",
                          "Choose one of those below.");
        res->status = 422;
        return show(req, res, err);
    }
    rc = o->sessions.choose(o->sessions.context, req->session->key, st_code_name(o->purposes, code));
    if (rc == ST_E_NOTFOUND)
        return st_fail(err, ST_E_NOTSIGNED, "", ST_MSG("Nobody is signed in, or the session has ended."), "",
                       "Sign in and try again.");
    if (rc != ST_OK)
        return rc;
    st_response_redirect(res, st_floor_next(req, given->next));
    return ST_OK;
}

const struct st_route st_purpose_routes[] = {
    {ST_GET, "/purpose", show, .help = "The page for choosing the purpose", .flags = ST_PAGE},
    {ST_POST, "/purpose", choose, .body = &purpose_chosen_shape, .audit = "session.purpose",
     .help = "Chooses the purpose that pages work under", .flags = ST_PAGE},
    {0}};
