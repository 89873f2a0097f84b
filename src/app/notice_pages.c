/* What Eurodac tells of other States' changes, for the officers who keep the own datasets: Eurodac Art 16(4), 17(4),
 * 30(2), 31. */
#include "registers/eurodac_notice.h"
#include "app/people.h"

enum { OPEN_MAX = 200, TOLD_MAX = 50 };

#define PURPOSES (ST_PURPOSE(irregular_migration) | ST_PURPOSE(asylum_system) | ST_PURPOSE(data_protection))

/* Notices in one state, each with the name of whom it is about, where the reader may know it. */
struct told {
    struct eurodac_notice *all;
    struct st_id *ids;
    size_t n;
    struct st_str *names;
};

struct view {
    struct st_id id;
    struct told open, done, informed;
    bool may_write, may_mark;
};

static bool may(struct st_tx *tx, const struct st_register *reg, enum st_operation operation)
{
    return st_access_decide(NULL, tx->actor, reg->rights, reg->record, operation, reg->title, NULL) == ST_OK;
}

static int load_names(struct st_tx *tx, struct told *t, struct st_error *err)
{
    bool names = may(tx, &st_persons, ST_MAY_READ);
    int rc = ST_OK;

    t->names = ST_NEW_N(tx->arena, struct st_str, t->n + 1);
    for (size_t i = 0; names && rc == ST_OK && i < t->n; i++) {
        struct person person = {0};
        if (!st_id_known(t->all[i].person))
            continue;
        rc = st_person_get(tx, &person, NULL, t->all[i].person, err);
        t->names[i] = st_person_called(tx->arena, &person);
    }
    return rc;
}

static int load_told(struct st_tx *tx, struct told *t, enum eurodac_notice_state state, size_t most,
                     struct st_error *err)
{
    int rc = st_eurodac_notices_in(tx, &t->all, &t->ids, &t->n, state, most, err);
    return rc == ST_OK ? load_names(tx, t, err) : rc;
}

static int load(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    int rc = load_told(tx, &v->open, eurodac_notice_state_open, OPEN_MAX, err);

    if (rc == ST_OK)
        rc = load_told(tx, &v->informed, eurodac_notice_state_informed, TOLD_MAX, err);
    if (rc == ST_OK)
        rc = load_told(tx, &v->done, eurodac_notice_state_done, TOLD_MAX, err);
    v->may_write = may(tx, &st_eurodac, ST_MAY_WRITE);
    v->may_mark = may(tx, &st_eurodac, ST_MAY_MARK);
    return rc;
}

/* ---- The lists ---- */

/* What happened and whom it is about: the name leads to the person. */
static void cells(struct st_html *page, const struct told *t, size_t i)
{
    const struct eurodac_notice *notice = &t->all[i];
    struct st_str person = st_path(page->req->arena, "/persons/", notice->person, "");

    st_page_row(page);
    st_html_open(page, "th", "scope", "row", NULL);
    if (t->names[i].n > 0 && st_request_may_open(page->req, person)) {
        st_html_open(page, "a", "class", "ds-link", NULL);
        st_html_attr(page, "href", person);
        st_html_name(page, t->names[i]);
        st_html_close(page);
    } else {
        st_html_name(page, t->names[i].n > 0 ? t->names[i] : ST_S("–"));
    }
    st_page_cell(page);
    st_html_t(page, st_code_label(&eurodac_event_codes, notice->event));
    if (notice->responsible_state.n > 0) {
        st_html_str(page, ST_S(" · "));
        st_part_country(page, notice->responsible_state);
    }
    st_page_cell(page);
    st_part_country(page, notice->from_state.p ? notice->from_state : ST_S(""));
    st_page_cell(page);
    st_html_name(page, notice->reference.n > 0 ? notice->reference : ST_S("–"));
    st_page_cell(page);
    st_html_instant(page, notice->received_at);
}

static void settle_form(struct st_html *page, const struct view *v, size_t i)
{
    const struct eurodac_notice *notice = &v->open.all[i];
    const char *what = st_code_label(&eurodac_act_codes, notice->act);

    st_page_cell(page);
    if (st_eurodac_notice_needs(notice) == ST_MAY_MARK ? v->may_mark : v->may_write) {
        st_form_begin(page, st_path(page->req->arena, "/notices/", v->open.ids[i], "/settle").p);
        st_page_button(page, ST_SECONDARY, what);
        st_form_end(page);
        return;
    }
    st_html_t(page, what);
    st_html_element(page, "p", "For an officer who may change the dataset, under the purpose it is kept for.", "class",
                    "st-soft", NULL);
}

static void to_be_done(struct st_html *page, const struct view *v)
{
    static const char *const columns[] = {
        /* sentences */
        "Person", "What happened", "Told of by", "Reference number", "Received at", "What is to be done",
        /* end of sentences */
        NULL};

    st_html_element(page, "h2", "To be done", NULL);
    if (v->open.n == 0) {
        st_html_open(page, "div", "class", "st-empty", NULL);
        st_html_element(page, "p", "No notice waits to be done.", NULL);
        st_html_close(page);
        return;
    }
    st_page_table(page, "The own dataset is to be changed too", columns);
    for (size_t i = 0; i < v->open.n; i++) {
        cells(page, &v->open, i);
        settle_form(page, v, i);
    }
    st_page_table_end(page);
}

static void told(struct st_html *page, const struct told *t, const char *title, const char *caption)
{
    static const char *const columns[] = {
        /* sentences */
        "Person", "What happened", "Told of by", "Reference number", "Received at",
        /* end of sentences */
        NULL};

    if (t->n == 0)
        return;
    st_html_element(page, "h2", title, NULL);
    st_page_table(page, caption, columns);
    for (size_t i = 0; i < t->n; i++)
        cells(page, t, i);
    st_page_table_end(page);
}

static int notices_page(struct st_request *req, struct st_response *res, const struct st_error *faults,
                        struct st_error *err)
{
    struct view v = {.may_write = false};
    struct st_html page;
    int rc = st_app_read(req, load, &v, err);

    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("Notices of Eurodac"));
    st_page_faults(&page, faults);
    st_html_element(&page, "p", "Another State changed its dataset of a person who has one here too. Eurodac says so within "
                                "72 hours.", "class", "st-soft", NULL);
    to_be_done(&page, &v);
    /* sentences */
    told(&page, &v.informed, "For information", "Nothing is to be done here; newest first");
    told(&page, &v.done, "Done", "Newest first");
    /* end of sentences */
    st_page_end(&page);
    return ST_OK;
}

static int show(struct st_request *req, struct st_response *res, struct st_error *err)
{
    return notices_page(req, res, NULL, err);
}

/* ---- Doing it ---- */
static int command_settle(struct st_tx *tx, void *arg, struct st_error *err)
{
    return st_eurodac_notice_settle(tx, *(const struct st_id *)arg, err);
}

static int settle(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_id id;
    int rc = st_request_id(&id, req, "id", err);

    if (rc != ST_OK)
        return rc;
    rc = st_app_write(req, command_settle, &id, &req->faults);
    if (rc == ST_OK) {
        st_response_redirect(res, ST_S("/notices"));
        return ST_OK;
    }
    *err = req->faults;
    return st_app_again(res, err) ? notices_page(req, res, &req->faults, err) : rc;
}

const struct st_route st_notice_routes[] = {
    {ST_GET, "/notices", show, .roles = ST_NOTICE_ROLES, .purposes = PURPOSES, .audit = "eurodac.notices",
     .help = "What other States did, and what is to be done here", .flags = ST_PAGE},
    {ST_POST, "/notices/{id}/settle", settle, .roles = ST_NOTICE_ROLES, .purposes = PURPOSES, .audit = "eurodac.notice",
     .help = "Do what a notice asks for", .flags = ST_PAGE},
    {0}};
