/* Who did and who looked; what is to be erased when; and how the system stands. */
#include "app/journal_view.h"
#include "app/parts.h"
#include "cases/retention.h"
#include "law/keeping.h"
#include "cases/system.h"
#include "registers/register.h"

/* ---- The journal ---- */

static void filter_form(struct st_html *page, const struct st_journal_view *v)
{
    const struct st_request *req = page->req;
    char text[ST_ID_TEXT];

    st_html_open(page, "form", "method", "get", "action", "/journal", "class", "st-filter", NULL);
    st_html_open(page, "div", "class", "ds-field st-field", NULL);
    st_html_element(page, "label", "Kind of entry", "for", "f-kind", "class", "ds-label", NULL);
    st_html_open(page, "select", "id", "f-kind", "name", "kind", "class", "ds-input", NULL);
    for (int i = 0; i <= ST_ENTRY_SYSTEM; i++) {
        st_html_open(page, "option", "value", i == 0 ? "" : st_journal_kind_name(i), NULL);
        st_html_flag(page, "selected", i == v->filter.kind);
        st_html_t(page, st_journal_kind_label(i));
        st_html_close(page);
    }
    st_html_close(page);
    st_html_close(page);
    if (st_id_known(v->filter.person)) {
        st_html_open(page, "input", "type", "hidden", "name", "person", "value", st_id_print(text, v->filter.person), NULL);
        st_html_close(page);
    }
    st_page_button(page, ST_SECONDARY, "Show");
    st_html_close(page);
    if (st_str_known(st_request_query(req, "person")))
        st_page_notice(page, ST_INFO, &ST_MSG("Entries about one person only."));
}

static void journal_row(struct st_html *page, const struct st_journal_view *v, size_t i)
{
    const struct st_journal_row *row = &v->rows[i];
    char text[ST_ID_TEXT];

    st_page_row(page);
    st_html_open(page, "th", "scope", "row", NULL);
    st_html_instant(page, row->at);
    st_page_cell(page);
    st_html_t(page, st_journal_kind_label(row->kind));
    st_page_cell(page);
    st_html_name(page, row->action);
    if (row->citation.n > 0) {
        st_html_open(page, "cite", "class", "st-cite", NULL);
        st_html_str(page, row->citation);
        st_html_close(page);
    }
    st_page_cell(page);
    if (st_code_of(&purpose_codes, row->purpose) != 0)
        st_html_t(page, st_code_label(&purpose_codes, st_code_of(&purpose_codes, row->purpose)));
    st_page_cell(page);
    st_html_name(page, v->officers[i].n > 0 ? v->officers[i] : row->unit);
    st_page_cell(page);
    if (st_id_known(row->person))
        st_html_link(page, st_strf(page->req->arena, "/journal?person=%s", st_id_print(text, row->person)), "This person");
    st_page_cell(page);
    if (row->leaf >= 0)
        st_html_int(page, row->leaf);
    else
        st_html_t(page, "not sealed yet");
}

/* One page of entries and the next, under the same questions. */
static void other_pages(struct st_html *page, const struct st_journal_view *v)
{
    static const char *const asked[] = {"person", "case", "officer", "kind"};
    struct st_buf more = ST_BUF_INIT(1024);
    struct st_str rest;
    char text[ST_ID_TEXT];
    bool older = st_str_known(st_request_query(page->req, "before"));

    if (!older && !st_id_known(v->filter.before))
        return;
    for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
        struct st_str one = st_request_query(page->req, asked[i]);
        if (one.n > 0) /* checked: keys and the name of a kind */
            st_buf_printf(&more, "&%s=%.*s", asked[i], (int)one.n, one.p);
    }
    rest = st_buf_dup(page->req->arena, &more);
    st_buf_deinit(&more);
    st_html_open(page, "nav", "class", "st-row", NULL);
    st_html_attr_t(page, "aria-label", "Other entries");
    if (older)
        st_html_link(page, st_strf(page->req->arena, "/journal?%s", rest.n ? rest.p + 1 : ""), "Back to the newest");
    if (st_id_known(v->filter.before))
        st_html_link(page, st_strf(page->req->arena, "/journal?before=%s%s", st_id_print(text, v->filter.before),
                                   rest.n ? rest.p : ""), "Older ones");
    st_html_close(page);
}

static int show_journal(struct st_request *req, struct st_response *res, struct st_error *err)
{
    static const char *const columns[] = {
        /* sentences */
        "At", "Kind of entry", "What", "Purpose", "Who", "About", "Leaf",
        /* end of sentences */
        NULL};
    struct st_journal_view v;
    struct st_html page;
    int rc = st_journal_view_read(&v, req, err);

    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("Journal"));
    if (v.masked)
        st_page_notice(&page, ST_INFO, &ST_MSG("Masked: nothing here points to a person or an officer."));
    filter_form(&page, &v);
    if (v.n == 0) {
        st_html_open(&page, "div", "class", "st-empty", NULL);
        st_html_element(&page, "p", "There is no such entry.", NULL);
        st_html_close(&page);
    } else {
        st_page_table(&page, "Entries, newest first", columns);
        for (size_t i = 0; i < v.n; i++)
            journal_row(&page, &v, i);
        st_page_table_end(&page);
    }
    other_pages(&page, &v);
    st_page_end(&page);
    return ST_OK;
}

/* ---- What is erased when ---- */

enum { CALENDAR_DAYS = 90, CALENDAR_ROWS = 200 };

struct calendar {
    struct st_date today, until;
    struct st_ending *months;
    size_t months_n;
    struct register_entry *entries;
    struct st_id *ids;
    size_t n;
};

static int load_calendar(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct calendar *c = arg;
    int rc = st_retention_calendar(&c->months, &c->months_n, tx, err);

    c->today = st_date_from_days(tx->now.us / ST_DAY);
    c->until = st_date_add_days(c->today, CALENDAR_DAYS);
    return rc == ST_OK ? st_register_ending(tx, &c->entries, &c->ids, &c->n, c->until, CALENDAR_ROWS, err) : rc;
}

static void cite_cell(struct st_html *page, struct st_str citation)
{
    st_page_cell(page);
    st_html_name(page, citation.p ? citation : ST_S(""));
}

/* What ends in which month, or has no end yet. */
static void months_table(struct st_html *page, const struct calendar *c, bool open)
{
    static const char *const columns[] = {
        /* sentences */
        "Last month of storage", "What", "Article", "How many",
        /* end of sentences */
        NULL};
    static const char *const open_columns[] = {
        /* sentences */
        "What", "Article", "How many",
        /* end of sentences */
        NULL};
    bool any = false;

    for (size_t i = 0; i < c->months_n; i++) {
        const struct st_ending *e = &c->months[i];
        if (st_date_known(e->month) == open)
            continue;
        if (!any)
            st_page_table(page, open ? "No end yet, since something goes on" : "What ends when, by month",
                          open ? open_columns : columns);
        any = true;
        st_page_row(page);
        st_html_open(page, "th", "scope", "row", NULL);
        if (open)
            st_html_t(page, e->what);
        else
            st_html_date(page, e->month);
        if (!open) {
            st_page_cell(page);
            st_html_t(page, e->what);
        }
        cite_cell(page, e->citation);
        st_page_cell(page);
        st_html_int(page, e->n);
    }
    if (any) {
        st_page_table_end(page);
    } else if (!open) {
        st_html_open(page, "div", "class", "st-empty", NULL);
        st_html_element(page, "p", "Nothing is kept here.", NULL);
        st_html_close(page);
    }
}

/* Where no act names a period, a person must be able to ask how long, and why. */
static void limits_table(struct st_html *page, const struct calendar *c)
{
    static const char *const columns[] = {
        /* sentences */
        "What", "Months", "Article",
        /* end of sentences */
        NULL};

    st_html_element(page, "h2", "Limits that the controller has set", NULL);
    st_html_element(page, "p", "No act names a period for these. They are counted from the answer, the end or the day since "
                               "which nothing needs them, and stand among the dated parameters of the law.", NULL);
    st_page_table(page, "Limits of storage", columns);
    for (unsigned m = 1; m < kept_matter_count; m++) {
        st_page_row(page);
        st_html_open(page, "th", "scope", "row", NULL);
        st_html_t(page, st_code_label(&kept_matter_codes, m));
        st_page_cell(page);
        st_html_int(page, st_keeping_months((enum kept_matter)m, c->today));
        cite_cell(page, ST_S(ST_KEEPING_CITATION));
    }
    st_page_table_end(page);
}

static void next_table(struct st_html *page, const struct calendar *c)
{
    static const char *const columns[] = {
        /* sentences */
        "Last day of storage", "Register", "Recorded at", "Stored under",
        /* end of sentences */
        NULL};

    st_html_open(page, "h2", NULL);
    st_html_message(page, &ST_MSG("Records of registers that end until {0}", ST_V(c->until)));
    st_html_close(page);
    if (c->n == 0) {
        st_html_open(page, "div", "class", "st-empty", NULL);
        st_html_element(page, "p", "Nothing ends in this time.", NULL);
        st_html_close(page);
        return;
    }
    st_page_table(page, "Records whose storage ends, the first one first", columns);
    for (size_t i = 0; i < c->n; i++) {
        const struct st_register *reg = st_register_find(c->entries[i].register_name);
        st_page_row(page);
        st_html_open(page, "th", "scope", "row", NULL);
        st_html_date(page, c->entries[i].storage_ends_on);
        st_page_cell(page);
        st_html_t(page, reg != NULL ? reg->title : "");
        st_page_cell(page);
        st_html_instant(page, c->entries[i].recorded_at);
        cite_cell(page, c->entries[i].storage_citation);
    }
    st_page_table_end(page);
}

static int show_calendar(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct calendar c = {0};
    struct st_html page;
    int rc = st_app_read(req, load_calendar, &c, err);

    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("What ends when"));
    st_html_element(&page, "p", "The law erases by itself when the last day of storage has passed. Nobody has to do anything, "
                                "and nobody can make it longer.", NULL);
    months_table(&page, &c, false);
    months_table(&page, &c, true);
    limits_table(&page, &c);
    next_table(&page, &c);
    st_page_end(&page);
    return ST_OK;
}

/* ---- How the system stands ---- */

struct status {
    struct st_system_standing stands;
    struct st_str checkpoint, key;
};

static int load_status(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct status *s = arg;
    int rc = st_system_standing(&s->stands, tx, err);
    return rc == ST_OK ? st_journal_checkpoint(&s->checkpoint, &s->key, tx, err) : rc;
}

static void disk(struct st_html *page, int64_t free_mb)
{
    if (free_mb < 0)
        return;
    st_page_fact_open(page, "Free on the disk of the database");
    st_page_badge(page, free_mb > 5000 ? ST_SUCCESS : free_mb > 500 ? ST_WARNING : ST_DANGER,
                  free_mb > 500 ? "In order" : "Nearly full");
    st_html_str(page, ST_S(" "));
    st_html_message(page, &ST_MSG("{0} MB", ST_V((long)free_mb)));
}

static void copies(struct st_html *page, struct st_instant made, struct st_instant now)
{
    bool known = st_instant_known(made), old = !known || now.us - made.us > 7 * ST_DAY;

    st_page_fact_open(page, "The newest copy");
    st_page_badge(page, old ? ST_WARNING : ST_SUCCESS, !known ? "None known" : old ? "Old" : "In order");
    st_html_str(page, ST_S(" "));
    st_html_instant(page, made);
}

/* Numbers by kind; whose they are is seen by those who work on them. */
static void clocks(struct st_html *page, const struct st_system_standing *s)
{
    static const char *const columns[] = {
        /* sentences */
        "Time limit", "Passed", "End within 24 hours",
        /* end of sentences */
        NULL};

    st_html_element(page, "h2", "Time limits of open cases", NULL);
    if (s->clocks_n == 0) {
        st_html_element(page, "p", "None has passed, and none ends within 24 hours.", NULL);
        return;
    }
    st_page_table(page, "Time limits in danger, by kind", columns);
    for (size_t i = 0; i < s->clocks_n; i++) {
        st_page_row(page);
        st_html_open(page, "th", "scope", "row", NULL);
        st_html_t(page, s->clocks[i].label);
        st_page_cell(page);
        st_html_int(page, s->clocks[i].passed);
        st_page_cell(page);
        st_html_int(page, s->clocks[i].within_24h);
    }
    st_page_table_end(page);
}

static int show_status(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct status s = {.checkpoint = {NULL, 0}};
    struct st_html page;
    struct st_str head;
    int rc = st_app_read(req, load_status, &s, err);

    if (rc != ST_OK)
        return rc;
    head = s.checkpoint;
    (void)st_str_cut(&head, '\n'); /* the log's name; the next line is the number of entries */
    st_page_begin(&page, req, res, &ST_MSG("How the system stands"));
    st_page_live(&page, "status", "work");
    st_page_description(&page);
    st_page_fact_open(&page, "The line to the centre");
    st_page_badge(&page, s.stands.queue.cut ? ST_WARNING : ST_SUCCESS, s.stands.queue.cut ? "Cut" : "In order");
    st_page_fact_message(&page, "Messages that wait", &ST_MSG("{0}", ST_V(s.stands.queue.waiting)));
    if (st_instant_known(s.stands.queue.next_due_at)) {
        st_page_fact_open(&page, "The first of them is due");
        st_html_instant(&page, s.stands.queue.next_due_at);
    }
    st_page_fact(&page, "Sealed entries in the journal", st_str_known(head) ? st_str_cut(&head, '\n') : ST_S("0"));
    st_page_fact_message(&page, "Entries that wait to be sealed", &ST_MSG("{0}", ST_V(s.stands.store.unsealed)));
    st_page_fact(&page, "Key of the journal", s.key);
    st_page_fact_open(&page, "The clock of the law");
    st_html_instant(&page, req->now);
    st_page_fact_open(&page, "The clock of the machine");
    st_html_instant(&page, req->real_now);
    disk(&page, s.stands.store.disk_mb);
    copies(&page, s.stands.store.backed_up_at, req->real_now);
    st_page_description_end(&page);
    clocks(&page, &s.stands);
    if (st_str_known(s.checkpoint)) {
        st_html_element(&page, "h2", "The newest checkpoint of the journal", NULL);
        st_html_element(&page, "p", "Give it to somebody outside: with it they can prove later that nothing was removed.", NULL);
        st_html_open(&page, "pre", "class", "st-scroll", "tabindex", "0", NULL);
        st_html_str(&page, s.checkpoint);
        st_html_close(&page);
    }
    st_html_close(&page);
    st_page_end(&page);
    return ST_OK;
}

const struct st_route st_journal_routes[] = {
    {ST_GET, "/journal", show_journal, .roles = ST_JOURNAL_ROLES, .purposes = ST_JOURNAL_PURPOSES,
     .audit = "journal.read", .help = "Who did and who looked", .flags = ST_PAGE},
    {ST_GET, "/retention", show_calendar, .roles = ST_ROLE(data_protection_officer) | ST_ROLE(supervisor),
     .help = "What the law erases next", .flags = ST_PAGE},
    {ST_GET, "/status", show_status, .roles = ST_ROLE(administrator) | ST_ROLE(supervisor),
     .help = "How the system stands", .flags = ST_PAGE},
    {0}};
