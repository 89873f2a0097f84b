/* My work: what runs out first, and why; and the queue to the centre. */
#include "registers/staff.h"
#include "app/app.h"
#include "app/draft_part.h"
#include "app/parts.h"
#include "app/representation.h"
#include "app/waiting_part.h"

enum { CARDS = 50, FROM_MAX = 1000, ROWS = 500, ROWS_MAX = 2000, QUEUE_ROWS = 200, HANDOVERS_SINCE_HOURS = 16 };

/* Whose cases: those that I hold; those in which something waits that I can do now, whoever holds them (a doctor holds
 * none, and has a queue all the same); all that I may open. */
enum whose { MINE, WAITING, EVERYBODYS };

/* ---- My work: one card for each case ---- */

struct card {
    const struct st_work_row *row; /* its most urgent clock */
    struct st_case c;
    struct st_str holder;
    bool person_known, person_held; /* read now; or still on the screen that refreshes itself */
    struct person person;
    struct st_str key; /* of what the card says of the person: changes with the file */
    const struct st_step *next; /* what this officer can do next; NULL: nothing at the moment */
};

struct work {
    const struct st_request *req;
    struct st_id officer;
    enum whose whose;
    bool more;
    size_t from;
    struct card *cards;
    size_t n;
    struct st_draft *drafts;
    size_t drafts_n;
    struct st_handover *handed;
    size_t handed_n;
    struct st_str *handed_by;
    bool in_care;               /* the officer sees only persons in care: these, whoever holds their cases */
    struct st_in_care_row *rows;
    size_t rows_n;
    struct st_waiting waiting;  /* outside cases */
};

static bool seen(const struct st_work_row *const *cases, size_t n, struct st_id id)
{
    for (size_t i = 0; i < n; i++)
        if (st_id_eq(cases[i]->case_id, id))
            return true;
    return false;
}

static bool does(const struct st_actor *actor, const struct st_step *step)
{
    for (unsigned role = 1; role < role_count; role++)
        if (step->who != ST_THE_LAW && (step->who & ST_WHO(role)) && st_actor_is(actor, (enum role)role))
            return true;
    return false;
}

/* The first part that is still to be done, by this officer, and that can be done now. */
static const struct st_step *next_step(struct st_case *c)
{
    struct st_element_state *elements;
    size_t n = st_case_elements(&elements, c);

    for (size_t i = 0; i < n; i++) {
        struct st_str actions = st_str_of(elements[i].element->actions);
        const struct st_step *step = st_step_find(c->procedure, c->file.state, st_str_cut(&actions, ' '));
        struct st_error closed = {0};
        if (elements[i].needed && !elements[i].done && step != NULL && does(c->tx->actor, step) &&
            (step->guard == NULL || step->guard(c, NULL, &closed) == ST_OK))
            return step;
    }
    return NULL;
}

static bool waits(struct st_tx *tx, struct st_id id)
{
    struct st_case c;
    return st_case_get(&c, tx, id, false, NULL) == ST_OK && next_step(&c) != NULL;
}

/* The cases of this part of the list, each where its most urgent clock stands; looked for among the most urgent clocks
 * (ROWS_MAX). */
static int find_cases(const struct st_work_row **cases, size_t *n, struct st_tx *tx, const struct work *w,
                      struct st_error *err)
{
    struct st_work_filter filter = {.holder = w->whose == MINE ? w->officer : (struct st_id){{0}}, .limit = ROWS};
    struct st_work_row *rows;
    size_t rows_n = ROWS;
    int rc = ST_OK;

    for (*n = 0; rc == ST_OK && rows_n == ROWS && *n <= w->from + CARDS && filter.skip < ROWS_MAX;
         filter.skip += rows_n) {
        rc = st_work_list(&rows, &rows_n, tx, &filter, err);
        for (size_t i = 0; rc == ST_OK && i < rows_n && *n <= w->from + CARDS; i++)
            if (!seen(cases, *n, rows[i].case_id) && (w->whose != WAITING || waits(tx, rows[i].case_id)))
                cases[(*n)++] = &rows[i];
    }
    return rc;
}

/* Who it is, unless the screen holds it: what a live screen shows already is neither read nor logged once more, and a
 * screen that stands open all night does not fill the log with readings that nobody made. */
static int load_person(struct card *card, struct st_tx *tx, const struct work *w, struct st_error *err)
{
    char id[ST_ID_TEXT];
    int64_t version;
    int rc = st_person_version(tx, &version, card->row->person, err);

    if (rc != ST_OK)
        return rc;
    card->key = st_strf(tx->arena, "%s.%lld", st_id_print(id, card->row->person), (long long)version);
    card->person_held = st_request_holds(w->req, card->key);
    if (!card->person_held)
        rc = st_person_get(tx, &card->person, NULL, card->row->person, err);
    card->person_known = rc == ST_OK;
    return rc;
}

/* The person only for a role that may read the file: a list is no place to be refused fifty times. */
static int load_card(struct card *card, struct st_tx *tx, const struct work *w, const struct st_work_row *row,
                     bool names, struct st_error *err)
{
    int rc = st_case_get(&card->c, tx, row->case_id, false, err);

    card->row = row;
    if (rc == ST_OK && names && !card->c.masked && st_id_known(row->person))
        rc = load_person(card, tx, w, err);
    if (rc != ST_OK)
        return rc;
    card->next = next_step(&card->c);
    card->holder = st_id_known(row->holder) ? st_staff_name(tx, row->holder) : ST_S("");
    return ST_OK;
}

static int load_cards(struct st_tx *tx, struct work *w, struct st_error *err)
{
    const struct st_work_row **cases = ST_NEW_N(tx->arena, const struct st_work_row *, w->from + CARDS + 1);
    bool names = st_reads_files(tx);
    size_t found = 0;
    int rc = find_cases(cases, &found, tx, w, err);

    w->cards = ST_NEW_N(tx->arena, struct card, CARDS);
    for (size_t i = w->from; rc == ST_OK && i < found && w->n < CARDS; i++)
        rc = load_card(&w->cards[w->n++], tx, w, cases[i], names, err);
    w->more = found > w->from + CARDS;
    return rc;
}

static int load_work(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct work *w = arg;
    int rc;

    w->in_care = st_access_by_care(tx->actor, &st_persons);
    w->whose = w->in_care ? EVERYBODYS : w->whose; /* whoever holds the cases of those in their care */
    rc = load_cards(tx, w, err);
    if (rc == ST_OK && w->in_care)
        rc = st_in_care_load(tx, &w->rows, &w->rows_n, err);
    if (rc == ST_OK)
        rc = st_waiting_load(&w->waiting, tx, w->req->roles, err);
    if (rc == ST_OK)
        rc = st_work_drafts(&w->drafts, &w->drafts_n, tx, err);
    if (rc == ST_OK)
        rc = st_work_handovers(&w->handed, &w->handed_n, tx,
                               (struct st_instant){tx->now.us - HANDOVERS_SINCE_HOURS * ST_HOUR}, err);
    if (rc != ST_OK)
        return rc;
    w->handed_by = ST_NEW_N(tx->arena, struct st_str, w->handed_n + 1);
    for (size_t i = 0; i < w->handed_n; i++)
        w->handed_by[i] = st_staff_name(tx, w->handed[i].by);
    return ST_OK;
}

static void clock_view(struct st_clock_view *view, const struct st_procedure *p, const struct case_clock *clock)
{
    st_case_clock_view(view, p, clock);
    view->paused = clock->state == clock_state_suspended;
}

/* The name; empty when the screen holds it. */
static void card_name(struct st_html *page, const struct card *card)
{
    if (!card->person_known) {
        st_html_name(page, card->c.file.number);
        return;
    }
    st_html_open(page, "bdi", NULL);
    st_html_attr(page, "data-kept", card->key);
    if (!card->person_held)
        st_html_str(page, st_person_called(page->req->arena, &card->person));
    st_html_close(page);
}

/* The band, and a dot; empty when the screen holds it, absent when it is known that there is none. */
static void card_band(struct st_html *page, const struct card *card)
{
    if (!card->person_known || (!card->person_held && card->person.band.n == 0))
        return;
    st_html_open(page, "span", NULL);
    st_html_attr(page, "data-kept", st_strf(page->req->arena, "%s.band", card->key.p));
    if (!card->person_held) {
        st_html_t(page, "Band");
        st_html_str(page, ST_S(" "));
        st_html_name(page, card->person.band);
        st_html_str(page, ST_S(" · "));
    }
    st_html_close(page);
}

/* An officer looks for a person; the number and the band are beside the name. */
static void card_head(struct st_html *page, const struct card *card, bool all)
{
    const struct case_file *file = &card->c.file;

    st_html_open(page, "div", "class", "st-work-head", NULL);
    st_html_open(page, "h2", NULL);
    st_html_open(page, "a", "class", "ds-link", NULL);
    st_html_attr(page, "href", st_case_path(page->req->arena, file->procedure, card->c.id));
    card_name(page, card);
    st_html_close(page);
    st_html_close(page);
    st_html_open(page, "p", "class", "st-soft", NULL);
    if (card->person_known) {
        st_html_name(page, file->number);
        st_html_str(page, ST_S(" · "));
    }
    card_band(page, card);
    st_html_t(page, st_state_label(card->c.procedure, file->state));
    if (all && !card->c.masked) {
        st_html_str(page, ST_S(" · "));
        st_html_message(page, card->holder.n > 0 ? &ST_MSG("Held by {0}", ST_V(card->holder)) : &ST_MSG("Held by nobody"));
    }
    st_html_close(page);
    st_html_close(page);
}

/* "Next: Check identity": one key from the list to the work. */
static void card_next(struct st_html *page, const struct card *card)
{
    if (card->next == NULL)
        return;
    st_html_open(page, "p", "class", "st-work-next", NULL);
    st_html_t(page, "Next:");
    st_html_str(page, ST_S(" "));
    st_html_link(page, st_case_action_path(page->req->arena, card->c.file.procedure, card->c.id, card->next->action),
                 card->next->label);
    st_html_close(page);
}

static void show_card(struct st_html *page, const struct card *card, bool all)
{
    const struct case_clock first = {.name = card->row->clock, .ends_at = card->row->ends_at,
                                     .citation = card->row->citation, .state = (uint16_t)card->row->clock_state};
    struct st_clock_view view;

    clock_view(&view, card->c.procedure, &first);
    st_html_open(page, "li", NULL);
    st_page_clock_frame(page, &view, page->req->now);
    card_head(page, card, all);
    card_next(page, card);
    st_page_clock_said(page, &view, page->req->now);
    for (size_t i = 0; i < card->c.clocks_n; i++) {
        const struct case_clock *clock = &card->c.clocks[i];
        if (clock->state == clock_state_stopped || st_str_eq(clock->name, first.name))
            continue;
        clock_view(&view, card->c.procedure, clock);
        st_page_clock_line(page, &view, page->req->now);
    }
    st_html_close(page);
    st_html_close(page);
}

static void handed_over(struct st_html *page, const struct work *w)
{
    if (w->handed_n == 0)
        return;
    st_html_element(page, "h2", "Handed over", NULL);
    st_html_open(page, "ul", "class", "st-plain", NULL);
    for (size_t i = 0; i < w->handed_n; i++) {
        const struct st_handover *h = &w->handed[i];
        st_html_open(page, "li", NULL);
        st_html_open(page, "a", "class", "ds-link", NULL);
        st_html_attr(page, "href", st_case_path(page->req->arena, h->procedure, h->case_id));
        st_html_name(page, h->number);
        st_html_close(page);
        st_html_str(page, ST_S(" "));
        st_html_message(page, st_str_is(h->action, "take_over")
                                  ? &ST_MSG("was taken over by {0}, {1}.", ST_V(w->handed_by[i]), ST_V(h->at))
                                  : &ST_MSG("was given to you by {0}, {1}.", ST_V(w->handed_by[i]), ST_V(h->at)));
        if (h->reason.n > 0) {
            st_html_str(page, ST_S(" "));
            st_html_name(page, h->reason);
        }
        for (size_t k = 0; k < h->drafts_n; k++) {
            st_html_open(page, "div", NULL);
            st_html_t(page, "Begun and not sent:");
            st_html_str(page, ST_S(" "));
            st_draft_line(page, &h->drafts[k]);
            st_html_close(page);
        }
        st_html_close(page);
    }
    st_html_close(page);
}

/* Whose case it is, when the list below says it anyway: a draft is no reason to read a file once more. */
static void draft_about(struct st_html *page, const struct work *w, const struct st_draft *draft)
{
    for (size_t i = 0; i < w->n; i++)
        if (st_id_eq(w->cards[i].c.id, draft->case_id) && w->cards[i].person_known) {
            card_name(page, &w->cards[i]);
            st_html_str(page, ST_S(" · "));
        }
    st_html_name(page, draft->number);
}

static void own_drafts(struct st_html *page, const struct work *w)
{
    if (w->drafts_n == 0)
        return;
    st_html_element(page, "h2", "Drafts of yours", NULL);
    st_html_open(page, "ul", "class", "st-plain", NULL);
    for (size_t i = 0; i < w->drafts_n; i++) {
        st_html_open(page, "li", NULL);
        draft_about(page, w, &w->drafts[i]);
        st_html_str(page, ST_S(" · "));
        st_draft_line(page, &w->drafts[i]);
        st_html_close(page);
    }
    st_html_close(page);
}

static void filter_link(struct st_html *page, const char *address, const char *key, bool here)
{
    st_html_open(page, "li", NULL);
    st_html_open(page, "a", "href", address, NULL);
    if (here)
        st_html_attr_text(page, "aria-current", "true");
    st_html_t(page, key);
    st_html_close(page);
    st_html_close(page);
}

/* The address of a list; with `from` of one of its parts. */
static struct st_str address_of(struct st_arena *arena, enum whose whose, size_t from)
{
    static const char *const names[] = {[MINE] = "mine", [WAITING] = "waiting", [EVERYBODYS] = "all"};
    return from > 0 ? st_strf(arena, "/?of=%s&from=%zu", names[whose], from) : st_strf(arena, "/?of=%s", names[whose]);
}

/* What was asked for; otherwise an officer who holds cases sees those, and everybody else what waits for them. */
static enum whose whose_of(const struct st_request *req)
{
    struct st_str of = st_request_query(req, "of");

    if (of.n > 0)
        return st_str_is(of, "all") ? EVERYBODYS : st_str_is(of, "waiting") ? WAITING : MINE;
    if (st_request_may(req, ST_ROLE(monitor))) /* who watches does nothing in a case */
        return EVERYBODYS;
    return st_request_may(req, ST_ROLE(screening_officer) | ST_ROLE(supervisor)) ? MINE : WAITING;
}

static void filters(struct st_html *page, enum whose whose)
{
    st_html_open(page, "nav", "class", "st-tabs", NULL);
    st_html_attr_t(page, "aria-label", "Whose cases");
    st_html_open(page, "ul", NULL);
    /* sentences */
    filter_link(page, "/?of=mine", "Held by me", whose == MINE);
    filter_link(page, "/?of=waiting", "Waiting for me", whose == WAITING);
    filter_link(page, "/?of=all", "Everybody's", whose == EVERYBODYS);
    /* end of sentences */
    st_html_close(page);
    st_html_close(page);
}

static void nothing(struct st_html *page, enum whose whose)
{
    st_html_open(page, "div", "class", "st-empty", NULL);
    if (whose == WAITING) {
        st_html_element(page, "p", "Nothing waits for you: in no open case is there a part that you can do now.", NULL);
        st_part_waiting_none(page);
    } else if (whose == EVERYBODYS)
        st_html_element(page, "p", "No clock of the law is running on a case that you may open.", NULL);
    else if (st_request_may_open(page->req, ST_S("/arrivals/new")))
        st_html_element(page, "p", "No clock of the law is running on a case of yours. Look at everybody's, or begin with an "
                                   "arrival.", NULL);
    else
        st_html_element(page, "p", "No clock of the law is running on a case of yours. What else you may do stands in the "
                                   "navigation above.", NULL);
    if (st_request_may(page->req, ST_ROLE(screening_officer) | ST_ROLE(supervisor)))
        st_page_action(page, ST_PRIMARY, ST_S("/arrivals/new"), "Open an arrival");
    st_html_close(page);
}

static void other_parts(struct st_html *page, const struct work *w)
{
    st_html_open(page, "p", "class", "st-row", NULL);
    if (w->from > 0)
        st_html_link(page, address_of(page->req->arena, w->whose, 0), "Back to the most urgent");
    if (w->more) {
        st_html_open(page, "a", "class", "ds-link", NULL);
        st_html_attr(page, "href", address_of(page->req->arena, w->whose, w->from + CARDS));
        st_html_message(page, &ST_MSG("The next {0}", ST_V((int)CARDS)));
        st_html_close(page);
    }
    st_html_close(page);
}

static int home(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct work w = {.req = req, .officer = req->session->officer, .whose = whose_of(req)};
    struct st_html page;
    int rc;

    w.from = (size_t)st_request_number(req, "from", 0, FROM_MAX, 0);
    rc = st_app_read(req, load_work, &w, err);
    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("My work"));
    if (!w.in_care)
        filters(&page, w.whose);
    st_page_live(&page, "work", "work");
    st_part_waiting(&page, &w.waiting);
    handed_over(&page, &w);
    own_drafts(&page, &w);
    if (w.n == 0 && !w.in_care && (w.whose != WAITING || w.waiting.all == 0))
        nothing(&page, w.whose);
    st_html_open(&page, "ol", "class", "st-plain st-work", NULL);
    for (size_t i = 0; i < w.n; i++)
        show_card(&page, &w.cards[i], w.whose != MINE);
    st_html_close(&page);
    if (w.in_care)
        st_part_in_care(&page, w.rows, w.rows_n);
    if (w.more || w.from > 0)
        other_parts(&page, &w);
    st_html_close(&page);
    st_page_end(&page);
    return ST_OK;
}

/* ---- The queue ---- */

static void message_state(struct st_html *page, const struct st_queue_row *row, struct st_instant now)
{
    if (row->state == ST_MESSAGE_ANSWERED)
        st_page_badge(page, ST_SUCCESS, "Answered");
    else if (row->state == ST_MESSAGE_SENT)
        st_page_badge(page, ST_INFO, "Sent");
    else if (row->state == ST_MESSAGE_FAILED)
        st_page_badge(page, ST_DANGER, "Failed");
    else if (st_instant_known(row->due_at) && row->due_at.us < now.us)
        st_page_badge(page, ST_DANGER, "Waiting, overdue");
    else
        st_page_badge(page, ST_WARNING, "Waiting");
}

static void message_row(struct st_html *page, const struct st_queue_row *row)
{
    st_page_row(page);
    st_page_cell_name(page, row->kind);
    st_page_cell(page);
    message_state(page, row, page->req->now);
    st_page_cell(page);
    st_html_instant(page, row->put_at);
    st_page_cell(page);
    st_html_instant(page, row->due_at);
    if (row->citation.n > 0) {
        st_html_open(page, "cite", "class", "st-cite", NULL);
        st_html_str(page, row->citation);
        st_html_close(page);
    }
    st_page_cell(page);
    st_html_int(page, row->tries);
    st_page_cell(page);
    st_html_str(page, row->problem);
}

static int show_queue(struct st_request *req, struct st_response *res, struct st_error *err)
{
    static const char *const columns[] = {
        /* sentences */
        "Message", "State", "Put in", "Due", "Tries", "What is wrong",
        /* end of sentences */
        NULL};
    struct st_queue_view q = {.most = QUEUE_ROWS};
    struct st_html page;
    int rc = st_app_read(req, st_queue_view_load, &q, err);

    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("The queue to the centre"));
    st_page_live(&page, "queue", "work");
    if (q.now.cut)
        st_page_notice(&page, ST_WARNING, &ST_MSG("Cut since {0}. What the station sends waits in the queue.",
                                                  ST_V(q.now.cut_since)));
    if (q.n == 0) {
        st_html_open(&page, "div", "class", "st-empty", NULL);
        st_html_element(&page, "p", "Nothing was sent yet, and nothing waits.", NULL);
        st_html_close(&page);
    } else {
        st_page_table(&page, "Messages, those that wait first", columns);
        for (size_t i = 0; i < q.n; i++)
            message_row(&page, &q.rows[i]);
        st_page_table_end(&page);
    }
    st_html_close(&page);
    st_page_end(&page);
    return ST_OK;
}

const struct st_route st_work_routes[] = {
    {ST_GET, "/", home, .audit = "work.list", .help = "My work: clocks by urgency", .flags = ST_PAGE},
    {ST_GET, "/queue", show_queue, .help = "The queue to the centre", .flags = ST_PAGE},
    {0}};
