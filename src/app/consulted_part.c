/* Before the forms of the identity check and the security check: which systems are to be asked, which have answered,
 * and which are not asked because they are not in operation yet (SR Art 25, third subparagraph). */
#include "app/consulted_part.h"

#include "app/found_part.h"
#include "cases/screening.h"
#include "law/screening_queries.h"

struct consulted {
    struct st_answer plan;
    struct st_screening_systems systems;
    bool security;
    bool queried;                    /* the repository was asked just now: */
    struct st_screening_reply reply; /* what it answered, */
    struct st_print_record fingers;  /* and the prints it was asked with */
};

static int load(struct consulted **out, struct st_case *c, bool security, struct st_error *err)
{
    struct consulted *k = ST_NEW(c->tx->arena, struct consulted);
    int rc = st_screening_systems(&k->systems, c, c->tx->now, err);

    k->security = security;
    if (rc == ST_OK)
        rc = st_screening_plan(&k->plan, c, security, err);
    *out = k;
    return rc;
}

/* The form begins with a row for each system that is still to be asked. */
int st_consulted_security(void **out, void **prefill, struct st_case *c, struct st_error *err)
{
    struct security_check *form = ST_NEW(c->tx->arena, struct security_check);
    const struct security_plan_outcome *o;
    struct consulted *k;
    int rc;

    if (!st_case_shows(c, &security_check_shape))
        return ST_OK;
    rc = load(&k, c, true, err);
    if (rc != ST_OK)
        return rc;
    o = k->plan.outcome;
    form->queries.v = ST_NEW_N(c->tx->arena, struct security_query, security_system_count);
    for (unsigned s = 1; s < security_system_count; s++)
        if (o->open & ST_CODE_BIT(s))
            form->queries.v[form->queries.n++].system = (uint16_t)s;
    *out = k;
    *prefill = form;
    return ST_OK;
}

int st_consulted_identity(void **out, void **prefill, struct st_case *c, struct st_error *err)
{
    struct identity_check *form = ST_NEW(c->tx->arena, struct identity_check);
    struct consulted *k;
    bool queried;
    int rc;

    if (!st_case_shows(c, &identity_check_shape))
        return ST_OK;
    rc = load(&k, c, false, err);
    if (rc != ST_OK)
        return rc;
    queried = k->systems.repository == ST_YES && k->systems.portal == ST_YES;
    form->cir = queried ? 0 : query_result_skipped;
    form->sis = k->systems.waiting & ST_CODE_BIT(security_system_sis) ? query_result_skipped : 0;
    form->portal_used = k->systems.portal_outage ? ST_NO : ST_UNKNOWN;
    /* Everything is declared until an officer has confirmed it: that takes a key each, this takes none. */
    form->name_certainty = form->birth_date_certainty = form->birth_place_certainty = form->sex_certainty =
        form->nationality_certainty = certainty_declared;
    *out = k;
    *prefill = form;
    return ST_OK;
}

/* ---- Asking the repository ---- */
struct question {
    struct st_id case_id;
    struct consulted *consulted;
};

static int ask(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct question *q = arg;
    struct st_case c;
    int rc = st_case_get(&c, tx, q->case_id, false, err); /* the query journals itself */

    if (rc == ST_OK)
        rc = st_screening_query(&q->consulted->reply, &c, err);
    return rc == ST_OK ? st_search_views(&q->consulted->fingers, &q->consulted->reply.request, tx->arena, err) : rc;
}

/* What the answer says on the form. The officer looks at the hits and may enter it otherwise. */
static void enter(struct identity_check *form, const struct st_screening_reply *reply)
{
    bool by_name = reply->request.prints.n == 0 || reply->n == 0 || reply->hits[0].evidence != ST_EVIDENCE_PRINTS;

    form->cir = reply->silent ? query_result_failed : reply->n > 0 ? query_result_hit : query_result_no_hit;
    form->portal_used = st_tri_of(!reply->silent);
    if (!reply->silent && reply->request.prints.n > 0)
        form->means |= ST_CODE_BIT(identity_means_biometrics);
    if (!reply->silent && by_name) {
        form->means |= ST_CODE_BIT(identity_means_statements);
        form->second_query = form->cir;
    }
}

int st_consulted_query(void **prefill, void *loaded, struct st_request *req, const struct st_case_view *v,
                       struct st_error *err)
{
    struct question q = {v->id, loaded};
    unsigned before = req->purpose;
    int rc;

    if (loaded == NULL || *prefill == NULL) /* the reader may not see what the check says */
        return ST_OK;
    req->purpose = purpose_identification; /* the step's own: naming it is one key */
    rc = st_app_read(req, ask, &q, err);
    req->purpose = before;
    if (rc != ST_OK)
        return rc;
    q.consulted->queried = true;
    enter(*prefill, &q.consulted->reply);
    return ST_OK;
}

/* ---- Showing ---- */
static void row(struct st_html *page, const struct st_code *code, enum st_tone tone, const char *state)
{
    st_html_open(page, "li", NULL);
    st_html_t(page, code->label);
    st_html_str(page, ST_S(" "));
    st_page_badge(page, tone, state);
}

static void rows_of(struct st_html *page, const struct st_codes *codes, uint64_t plan, uint64_t open)
{
    for (unsigned i = 1; i <= codes->n; i++) {
        if (!(plan & ST_CODE_BIT(i)))
            continue;
        row(page, st_code_row(codes, i), open & ST_CODE_BIT(i) ? ST_WARNING : ST_SUCCESS,
            open & ST_CODE_BIT(i) ? "To be asked" : "Answered");
        st_html_element(page, "cite", st_code_row(codes, i)->citation, "class", "st-cite", NULL);
        st_html_close(page);
    }
}

/* With the day that is set, so that nobody wonders when it will be asked. */
static void waiting_rows(struct st_html *page, const struct st_screening_systems *systems)
{
    for (unsigned i = 1; i < security_system_count; i++) {
        if (!(systems->waiting & ST_CODE_BIT(i)))
            continue;
        row(page, st_code_row(&security_system_codes, i), ST_NEUTRAL, "Not yet in operation");
        if (st_date_known(systems->starts[i])) {
            st_html_str(page, ST_S(" "));
            st_html_message(page, &ST_MSG("start of operations: {0}", ST_V(systems->starts[i])));
        }
        st_html_open(page, "cite", "class", "st-cite", NULL);
        st_html_str(page, ST_S("SR Art 25"));
        st_html_close(page);
        st_html_close(page);
    }
}

static void repository(struct st_html *page, const struct consulted *k, const struct st_offer *offer)
{
    const struct st_screening_reply *r = &k->reply;

    if (!k->queried && (offer == NULL || !offer->open))
        return;
    if (!k->queried) {
        st_html_open(page, "p", NULL);
        st_page_action(page, ST_SECONDARY, ST_S("?read=yes"), "Ask the repository now");
        st_html_close(page);
        return;
    }
    if (r->silent)
        st_page_notice(page, ST_WARNING, &ST_MSG("The line to the centre is cut: the repository could not be asked. Say so, or "
                                                 "ask again when the line is back."));
    else if (r->n == 0)
        st_page_notice(page, ST_SUCCESS, &ST_MSG("The repository knows nobody who fits. The answer is entered below."));
    else
        st_page_notice(page, ST_WARNING, &ST_MSG("In the repository there may be this person: {0} found. Look at them; the "
                                                 "answer is entered below.", ST_V((int64_t)r->n)));
    st_part_found(page, &(struct st_found){r->n, r->hits, &r->asked, &k->fingers});
}

void st_consulted_show(struct st_html *page, const struct st_case_view *v, const void *loaded)
{
    const struct consulted *k = loaded;
    const struct security_plan_outcome *security = k->plan.outcome;
    const struct identity_outcome *identity = k->plan.outcome;

    st_html_open(page, "section", "class", "st-proposal", "aria-labelledby", "consulted", NULL);
    st_html_element(page, "h2", "What is consulted", "id", "consulted", NULL);
    if (k->systems.portal_outage)
        st_page_notice(page, ST_WARNING, &ST_MSG("The European Search Portal is out of order: query the systems directly, and "
                                                 "record the reason."));
    st_html_open(page, "ul", "class", "st-list", NULL);
    if (k->security)
        rows_of(page, &security_system_codes, security->plan, security->open);
    else
        rows_of(page, &identity_step_codes, identity->plan, identity->open);
    if (k->security)
        waiting_rows(page, &k->systems);
    st_html_close(page);
    if (!k->security && k->systems.repository == ST_YES)
        repository(page, k, st_case_view_offer(v, ST_S("check_identity")));
    st_html_open(page, "details", "class", "st-details", NULL);
    st_html_element(page, "summary", "Why these", NULL);
    st_part_answer(page, &k->plan, (struct st_str){NULL, 0});
    st_html_close(page);
    st_html_close(page);
}
