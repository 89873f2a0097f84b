/* statera dp: what a data-protection officer does. Everything needs an account with that role (--officer). */
#include "cases/retention.h"
#include "cli/place.h"
#include "cli/record.h"
#include "registers/subject.h"

enum { SEEN_USUAL = 200, PRINT_MAX = 65535 };

struct job {
    struct st_id id, person;
    struct st_str number;
    struct st_subject_packet packet;
    struct subject_request request;
    struct eurodac_print print;
    unsigned code;
    const char *field;
    struct st_str value;
    uint64_t set, clear;
    struct st_subject_seen seen;
    struct st_journal_row *rows;
    size_t n;
};

/* ---- access ---- */
static int read_packet(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    int rc = st_person_find(tx, &j->person, j->number, err);
    return rc == ST_OK ? st_subject_packet(tx, &j->packet, j->person, err) : rc;
}

static void log_people(struct st_cli *cli, const struct st_journal_row *r)
{
    st_buf_text(&cli->out, "  ");
    st_message_print(&cli->out, &ST_MSG("{0}", ST_V(r->real_at)), &cli->reader);
    st_buf_printf(&cli->out, "  %-9s %-26.*s %.*s, %.*s, %.*s\n", st_journal_kind_name(r->kind), (int)r->action.n,
                  r->action.p, (int)r->unit.n, r->unit.n ? r->unit.p : "", (int)r->role.n, r->role.n ? r->role.p : "",
                  (int)r->purpose.n, r->purpose.n ? r->purpose.p : "");
}

static void packet_people(struct st_cli *cli, const struct st_subject_packet *p)
{
    const struct st_id none = {{0}};

    st_cli_record(cli, &person_shape, &p->person, none);
    for (size_t i = 0; i < p->datasets_n; i++) {
        st_cli_say(cli, ST_MSG("Eurodac, stored until {0} under {1}:", ST_V(p->datasets[i].entry.storage_ends_on),
                               ST_V(p->datasets[i].entry.storage_citation)));
        st_cli_record(cli, &eurodac_dataset_shape, &p->datasets[i].data, p->datasets[i].id);
    }
    st_cli_say(cli, ST_MSG("Received from other Member States: {0} hits, {1} notices.", ST_V(p->hits_n),
                           ST_V(p->notices_n)));
    for (size_t i = 0; i < p->hits_n; i++)
        st_cli_record(cli, &eurodac_hit_shape, &p->hits[i], none);
    for (size_t i = 0; i < p->elsewhere_n; i++)
        st_cli_say(cli, ST_MSG("In Eurodac from {0}, reference number {1}: ask there too.", ST_V(p->elsewhere[i].origin),
                               ST_V(p->elsewhere[i].reference)));
    st_cli_say(cli, ST_MSG("Who read or changed these data:"));
    for (size_t i = 0; i < p->log_n; i++)
        log_people(cli, &p->log[i]);
    st_cli_say(cli, ST_MSG("You may ask for rectification, completion, erasure or restriction, and complain to the "
                           "supervisory authority."));
}

static int access(struct st_cli *cli)
{
    struct st_json w = ST_JSON_INIT(&cli->out);
    struct job j = {.number = st_str_of(cli->args[0])};
    int rc = st_cli_look(cli, read_packet, &j);

    if (rc != ST_OK)
        return rc;
    if (!st_cli_json(cli)) {
        packet_people(cli, &j.packet);
        return ST_OK;
    }
    st_subject_write(&w, &j.packet);
    st_buf_char(&cli->out, '\n');
    return ST_OK;
}

/* ---- request, answer ---- */
static int write_request(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    int rc = st_person_find(tx, &j->request.person, j->number, err);
    return rc == ST_OK ? st_subject_ask(tx, &j->id, &j->request, err) : rc;
}

#define DP_REQUEST(F)                                                                                                 \
    F(date, received_on, ST_REQUIRED | ST_IN_PAST, 0, "Received on", "", "Eurodac Art 43(8)")                         \
    F(text, wish, ST_LONG, 4000, "What the person asks for", "", "Eurodac Art 43(6)")
ST_SHAPE(dp_request, DP_REQUEST)
ST_SHAPE_DEFINE(dp_request, DP_REQUEST, "Request of a data subject", "Eurodac Art 43(8)")

static int request(struct st_cli *cli)
{
    const struct dp_request *o = cli->options;
    struct job j = {.number = st_str_of(cli->args[0]), .request = {.received_on = o->received_on, .wish = o->wish}};
    int rc = st_cli_code(&j.code, cli, &subject_right_codes, cli->args[1]);

    j.request.concerns = (uint16_t)j.code;
    if (rc == ST_OK)
        rc = st_cli_write(cli, write_request, &j);
    if (rc == ST_OK)
        st_cli_new_id(cli, j.id);
    return rc;
}

static int write_answer(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_subject_answer(tx, j->id, (enum subject_outcome)j->code, j->value, err);
}

#define DP_ANSWER(F)                                                                                                  \
    F(text, answer, ST_LONG, 4000, "Answer in writing", "With reasons and remedies when refused", "Eurodac Art 43(5)")
ST_SHAPE(dp_answer, DP_ANSWER)
ST_SHAPE_DEFINE(dp_answer, DP_ANSWER, "Answer in writing", "Eurodac Art 43(4)")

static int answer(struct st_cli *cli)
{
    struct job j = {.value = ((const struct dp_answer *)cli->options)->answer};
    int rc = st_cli_key(&j.id, cli, cli->args[0]);

    if (rc == ST_OK)
        rc = st_cli_code(&j.code, cli, &subject_outcome_codes, cli->args[1]);
    if (rc == ST_OK)
        rc = st_cli_write(cli, write_answer, &j);
    if (rc == ST_OK)
        st_cli_done(cli, ST_MSG("The answer is documented."));
    return rc;
}

/* ---- search ---- */
#define DP_SEARCH(F)                                                                                                  \
    F(text, print, ST_REQUIRED, 400, "Print", "File with an ISO/IEC 19794-2 record", "Eurodac Art 43(6)")             \
    F(code, finger, 0, finger, "Finger", "Which finger the print is of, where it is known", "")
ST_SHAPE(dp_search, DP_SEARCH)
ST_SHAPE_DEFINE(dp_search, DP_SEARCH, "By what is searched", "Eurodac Art 43(6)")

static int write_search(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_subject_search(tx, j->id, &j->print, 1, err);
}

static int search(struct st_cli *cli)
{
    const struct dp_search *o = cli->options;
    struct job j = {.print = {.finger = o->finger}};
    int rc = st_cli_key(&j.id, cli, cli->args[0]);

    if (rc == ST_OK)
        rc = st_cli_read(&j.print.minutiae, cli, st_str_z(cli->arena, o->print), PRINT_MAX);
    if (rc == ST_OK)
        rc = st_cli_write(cli, write_search, &j);
    if (rc == ST_OK)
        st_cli_done(cli, ST_MSG("Asked; the answer comes when the centre is reached."));
    return rc;
}

/* ---- rectify, erase, restrict ---- */
#define DP_RECTIFY(F)                                                                                                 \
    F(text, field, ST_REQUIRED, 100, "Field", "Its name, as in names.0.family", "")                                   \
    F(text, value, 0, 2000, "Value", "Empty: not known", "")
ST_SHAPE(dp_rectify, DP_RECTIFY)
ST_SHAPE_DEFINE(dp_rectify, DP_RECTIFY, "Rectification", "GDPR Art 16")

static int write_rectified(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_subject_rectify(tx, j->id, j->field, j->value, err);
}

static int rectify(struct st_cli *cli)
{
    const struct dp_rectify *o = cli->options;
    struct job j = {.field = st_str_z(cli->arena, o->field), .value = o->value};
    int rc = st_cli_key(&j.id, cli, cli->args[0]);

    if (rc == ST_OK)
        rc = st_cli_write(cli, write_rectified, &j);
    if (rc == ST_OK)
        st_cli_done(cli, ST_MSG("Rectified; the centre is told."));
    return rc;
}

static int write_erased(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_register_erase(tx, &st_eurodac, j->id, "Eurodac Art 43(4)", err);
}

static int erase(struct st_cli *cli)
{
    struct job j = {.code = 0};
    int rc = st_cli_key(&j.id, cli, cli->args[0]);

    if (rc == ST_OK)
        rc = st_cli_write(cli, write_erased, &j);
    if (rc == ST_OK)
        st_cli_done(cli, ST_MSG("Erased; the centre is told."));
    return rc;
}

#define DP_RESTRICT(F) F(tri, lift, 0, 0, "Lift", "Lifts the restriction", "GDPR Art 18(3)")
ST_SHAPE(dp_restrict, DP_RESTRICT)
ST_SHAPE_DEFINE(dp_restrict, DP_RESTRICT, "Restriction of processing", "GDPR Art 18")

static int write_restricted(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_register_mark(tx, &st_eurodac, j->id, j->set, j->clear, "GDPR Art 18", err);
}

static int restrict_(struct st_cli *cli)
{
    bool lift = st_yes(((const struct dp_restrict *)cli->options)->lift);
    struct job j = {.set = lift ? 0 : ST_CODE_BIT(register_mark_restricted),
                    .clear = lift ? ST_CODE_BIT(register_mark_restricted) : 0};
    int rc = st_cli_key(&j.id, cli, cli->args[0]);

    if (rc == ST_OK)
        rc = st_cli_write(cli, write_restricted, &j);
    if (rc == ST_OK)
        st_cli_done(cli, lift ? ST_MSG("Processing is free again.") : ST_MSG("Processing is restricted."));
    return rc;
}

/* ---- breach ---- */
#define DP_BREACH(F)                                                                                                  \
    F(instant, from, 0, 0, "From", "As in 2026-09-01T00:00:00Z", "GDPR Art 33")                                       \
    F(instant, until, 0, 0, "Until", "", "GDPR Art 33")                                                               \
    F(text, person, 0, 24, "Person", "Number or band", "")                                                            \
    F(id, by, 0, 0, "By", "Entries of this officer (the account's key) only", "")                                     \
    F(code, for_purpose, 0, purpose, "For the purpose", "", "")                                                       \
    F(number, limit, 0, 0, "Limit", "How many at most (default 200)", "")
ST_SHAPE(dp_breach, DP_BREACH)
ST_SHAPE_DEFINE(dp_breach, DP_BREACH, "Who saw what", "GDPR Art 33")

static int read_seen(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    int rc = j->number.n > 0 ? st_person_find(tx, &j->seen.person, j->number, err) : ST_OK;
    return rc == ST_OK ? st_subject_seen(tx, &j->rows, &j->n, &j->seen, err) : rc;
}

static void seen_json(struct st_json *w, const struct st_journal_row *r)
{
    st_json_object(w);
    st_json_key(w, "at"), st_json_instant(w, r->real_at);
    st_json_key(w, "kind"), st_json_text(w, st_journal_kind_name(r->kind));
    st_json_key(w, "action"), st_json_str(w, r->action);
    st_json_key(w, "officer"), st_json_id(w, r->officer);
    st_json_key(w, "unit"), st_json_str(w, r->unit);
    st_json_key(w, "role"), st_json_str(w, r->role);
    st_json_key(w, "purpose"), st_json_str(w, r->purpose);
    st_json_key(w, "person"), st_json_id(w, r->person);
    st_json_key(w, "record"), st_json_id(w, r->record);
    st_json_object_end(w);
}

static int breach(struct st_cli *cli)
{
    const struct dp_breach *o = cli->options;
    struct st_json w = ST_JSON_INIT(&cli->out);
    struct job j = {.number = o->person,
                    .seen = {.officer = o->by, .from = o->from, .until = o->until,
                             .purpose = (enum purpose)o->for_purpose,
                             .limit = o->limit.known && o->limit.v > 0 ? (size_t)o->limit.v : SEEN_USUAL}};
    int rc = st_cli_look(cli, read_seen, &j);

    if (rc != ST_OK)
        return rc;
    for (size_t i = 0; !st_cli_json(cli) && i < j.n; i++)
        log_people(cli, &j.rows[i]);
    if (!st_cli_json(cli))
        return ST_OK;
    st_json_array(&w);
    for (size_t i = 0; i < j.n; i++)
        seen_json(&w, &j.rows[i]);
    st_json_array_end(&w);
    st_buf_char(&cli->out, '\n');
    return ST_OK;
}

/* ---- calendar ---- */
struct calendar {
    struct st_ending *v;
    size_t n;
};

static int read_calendar(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct calendar *c = arg;
    return st_retention_calendar(&c->v, &c->n, tx, err);
}

static void ending_json(struct st_json *w, const struct st_ending *e)
{
    st_json_object(w);
    st_json_key(w, "month"), st_json_date(w, e->month);
    st_json_key(w, "what"), st_json_text(w, e->what);
    st_json_key(w, "article"), st_json_str(w, e->citation);
    st_json_key(w, "count"), st_json_int(w, e->n);
    st_json_object_end(w);
}

static int calendar(struct st_cli *cli)
{
    struct st_json w = ST_JSON_INIT(&cli->out);
    struct calendar c = {0};
    int rc = st_cli_look(cli, read_calendar, &c);

    if (rc != ST_OK)
        return rc;
    for (size_t i = 0; !st_cli_json(cli) && i < c.n; i++)
        if (st_date_known(c.v[i].month))
            st_cli_say(cli, ST_MSG("{0}: {1} of {2} ({3})", ST_V(c.v[i].month), ST_V(c.v[i].n), st_value_key(c.v[i].what),
                                   ST_V(c.v[i].citation)));
        else
            st_cli_say(cli, ST_MSG("No end yet: {0} of {1}", ST_V(c.v[i].n), st_value_key(c.v[i].what)));
    if (!st_cli_json(cli))
        return ST_OK;
    st_json_array(&w);
    for (size_t i = 0; i < c.n; i++)
        ending_json(&w, &c.v[i]);
    st_json_array_end(&w);
    st_buf_char(&cli->out, '\n');
    return ST_OK;
}

const struct st_cli_command st_cli_dp[] = {
    {"dp", "access", "PERSON", 1, 1, NULL, "The access packet: everything of a person, who had it, who looked", access},
    {"dp", "request", "PERSON access|rectification|completion|erasure|restriction", 2, 2, &dp_request_shape,
     "Document a person's request", request},
    {"dp", "search", "REQUEST", 1, 1, &dp_search_shape, "Search Eurodac with the person's own prints", search},
    {"dp", "answer", "REQUEST done|refused|partly", 2, 2, &dp_answer_shape, "Document its answer", answer},
    {"dp", "rectify", "DATASET", 1, 1, &dp_rectify_shape, "Put a field of an own dataset right", rectify},
    {"dp", "erase", "DATASET", 1, 1, NULL, "Erase an own dataset that was recorded unlawfully", erase},
    {"dp", "restrict", "DATASET", 1, 1, &dp_restrict_shape, "Restrict the processing of an own dataset", restrict_},
    {"dp", "retention", "", 0, 0, &ending_options_shape, "What ends soon", st_cli_ending},
    {"dp", "calendar", "", 0, 0, NULL, "What ends when, by month and article: numbers, nothing about anybody", calendar},
    {"dp", "breach", "", 0, 0, &dp_breach_shape, "Who saw what, between when, for which purpose", breach},
    {NULL, NULL, NULL, 0, 0, NULL, NULL, NULL},
};
