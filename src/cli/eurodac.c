/* statera eurodac: what was sent, what came back, what is to be decided and told. Rights and journal are those of the
 * account named with --officer; messages that a command leaves wait until the node is served. */
#include "cli/place.h"
#include "cli/record.h"
#include "identity/print_record.h"
#include "registers/eurodac_notice.h"
#include "registers/eurodac_request.h"
#include "registers/eurodac_statistics.h"
#include "registers/eurodac_transmit.h"
#include "registers/person.h"

enum { RECORD_MAX = 1 << 20, PRINT_MAX = 65535, ENDING_MAX = 500 };

/* What goes into a command and what comes out of it. */
struct job {
    struct st_str reason;
    struct st_id id, person;
    struct st_str number; /* of a person, when one was named so */
    struct eurodac_dataset dataset;
    struct register_entry entry;
    struct st_eurodac_sides sides;
    struct st_eurodac_happening what;
    struct eurodac_request request;
    struct st_eurodac_key key;
    struct eurodac_print *prints;
    size_t prints_n;
    struct st_instant at;
    unsigned code;
    struct st_str period; /* of statistics; the note about a delay */
    bool outside, needed;
    struct st_date until;
    struct st_eurodac_figure *figures;
    struct register_entry *entries;
    void *rows;
    struct st_id *ids;
    size_t n;
};

static int whom(struct st_tx *tx, struct job *j, struct st_error *err)
{
    return j->number.n > 0 ? st_person_find(tx, &j->person, j->number, err) : ST_OK;
}

/* ---- list, show ---- */
#define EURODAC_LIST(F)                                                                                               \
    F(text, person, 0, 24, "Person", "Number or band of the person; without: everybody", "")                          \
    F(code, state, 0, eurodac_sending, "State", "Only what stands so", "")
ST_SHAPE(eurodac_list, EURODAC_LIST)
ST_SHAPE_DEFINE(eurodac_list, EURODAC_LIST, "Transmissions", "")

static int read_sent(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct eurodac_transmission *rows = NULL;
    int rc = whom(tx, j, err);

    if (rc == ST_OK)
        rc = st_eurodac_transmissions(tx, &rows, &j->ids, &j->n, j->person, (enum eurodac_sending)j->code, err);
    j->rows = rows;
    return rc;
}

static int list(struct st_cli *cli)
{
    const struct eurodac_list *o = cli->options;
    struct job j = {.number = o->person, .code = o->state};
    int rc = st_cli_look(cli, read_sent, &j);

    if (rc == ST_OK)
        st_cli_records(cli, &eurodac_transmission_shape, j.rows, j.ids, j.n);
    return rc;
}

static int read_dataset(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_register_get(tx, &j->dataset, &j->entry, NULL, &st_eurodac, j->id, err);
}

static int show(struct st_cli *cli)
{
    struct job j = {.code = 0};
    int rc = st_cli_key(&j.id, cli, cli->args[0]);

    if (rc == ST_OK)
        rc = st_cli_look(cli, read_dataset, &j);
    if (rc != ST_OK)
        return rc;
    if (st_cli_json(cli)) {
        struct st_json w = ST_JSON_INIT(&cli->out);
        st_json_object(&w);
        st_json_key(&w, "dataset"), st_cli_record_json(&w, &eurodac_dataset_shape, &j.dataset, j.id);
        st_json_key(&w, "entry"), st_cli_record_json(&w, &register_entry_shape, &j.entry, (struct st_id){{0}});
        st_json_object_end(&w);
        st_buf_char(&cli->out, '\n');
        return ST_OK;
    }
    st_cli_record(cli, &eurodac_dataset_shape, &j.dataset, j.id);
    st_cli_record(cli, &register_entry_shape, &j.entry, (struct st_id){{0}});
    return ST_OK;
}

/* ---- delay ---- */
#define EURODAC_DELAYED(F) F(text, note, ST_LONG, 1000, "About the delay", "", "Eurodac Art 15(1)")
ST_SHAPE(eurodac_delayed, EURODAC_DELAYED)
ST_SHAPE_DEFINE(eurodac_delayed, EURODAC_DELAYED, "Reason of the delay", "Eurodac Art 15(1)")

static int write_delay(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_eurodac_explain_delay(tx, j->id, (enum eurodac_delay)j->code, j->period, err);
}

static int delay(struct st_cli *cli)
{
    struct job j = {.period = ((const struct eurodac_delayed *)cli->options)->note};
    int rc = st_cli_key(&j.id, cli, cli->args[0]);

    if (rc == ST_OK)
        rc = st_cli_code(&j.code, cli, &eurodac_delay_codes, cli->args[1]);
    if (rc == ST_OK)
        rc = st_cli_write(cli, write_delay, &j);
    if (rc == ST_OK)
        st_cli_done(cli, ST_MSG("The reason is noted."));
    return rc;
}

/* ---- prints from files ---- */

/* One finger as a record of its own, as Eurodac takes it. `finger` is what the officer says of a record that is
 * silent. */
static int take_view(struct job *j, struct st_cli *cli, const struct st_minutiae *view, unsigned finger)
{
    struct eurodac_print *p = &j->prints[j->prints_n];
    struct st_buf record = ST_BUF_INIT(PRINT_MAX);
    int rc = st_minutiae_write(&record, view, 1, &cli->err);

    if (rc == ST_OK)
        *p = (struct eurodac_print){.finger = view->finger ? view->finger : (uint16_t)finger,
                                    .rolled = st_tri_of(view->impression == 1 || view->impression == 3),
                                    .quality = {view->quality, view->quality > 0},
                                    .minutiae = st_buf_dup(cli->arena, &record)};
    j->prints_n += rc == ST_OK;
    st_buf_deinit(&record);
    return rc;
}

/* Every finger of the files that the words from `from` on name. */
static int take_files(struct job *j, struct st_cli *cli, size_t from, unsigned finger)
{
    j->prints = ST_NEW_N(cli->arena, struct eurodac_print, ST_PRINT_VIEWS);
    for (size_t i = from; i < cli->args_n; i++) {
        struct st_print_record record;
        struct st_str bytes;
        int rc = st_cli_read(&bytes, cli, cli->args[i], RECORD_MAX);

        if (rc == ST_OK)
            rc = st_minutiae_read(&record, cli->arena, bytes, &cli->err);
        if (rc == ST_OK && record.n > ST_PRINT_VIEWS - j->prints_n)
            rc = st_fail(&cli->err, ST_E_LIMIT, "file", ST_MSG("A person's record holds at most {0} fingerprints.",
                                                              ST_V((int)ST_PRINT_VIEWS)), "",
                         "Leave out earlier captures of the same fingers.");
        for (size_t k = 0; rc == ST_OK && k < record.n; k++)
            rc = take_view(j, cli, &record.views[k], finger);
        if (rc != ST_OK)
            return rc;
    }
    return ST_OK;
}

/* ---- retake: Eurodac found the first prints unusable (Art 38(1)) ---- */
#define EURODAC_RETAKEN(F)                                                                                            \
    F(instant, retaken_at, 0, 0, "Retaken at", "When the retake succeeded (default: now)", "Eurodac Art 38(1)")       \
    F(code, finger, 0, finger, "Finger", "Which finger it is, where the record does not say", "Eurodac Art 2(1)(z)")
ST_SHAPE(eurodac_retaken, EURODAC_RETAKEN)
ST_SHAPE_DEFINE(eurodac_retaken, EURODAC_RETAKEN, "Fingerprints taken again", "Eurodac Art 38(1)")

static int write_retaken(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct job *j = arg;
    return st_eurodac_resend(tx, j->id, j->prints, j->prints_n, st_instant_known(j->at) ? j->at : tx->now, err);
}

static int retake(struct st_cli *cli)
{
    const struct eurodac_retaken *o = cli->options;
    struct job j = {.at = o->retaken_at};
    int rc = st_cli_key(&j.id, cli, cli->args[0]);

    if (rc == ST_OK)
        rc = take_files(&j, cli, 1, o->finger);
    if (rc == ST_OK)
        rc = st_cli_write(cli, write_retaken, &j);
    if (rc == ST_OK)
        st_cli_done(cli, ST_MSG("Sent again, under the same reference number."));
    return rc;
}

/* ---- hits, hit, decide ---- */
#define EURODAC_HITS(F) F(text, person, 0, 24, "Person", "Number or band; without: all that wait for a decision", "")
ST_SHAPE(eurodac_hits, EURODAC_HITS)
ST_SHAPE_DEFINE(eurodac_hits, EURODAC_HITS, "Hits", "")

static int read_hits(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct eurodac_hit *rows = NULL;
    int rc = whom(tx, j, err);

    if (rc == ST_OK)
        rc = st_eurodac_hits_of_person(tx, &rows, &j->ids, &j->n, j->person, err);
    j->rows = rows;
    return rc;
}

static int hits(struct st_cli *cli)
{
    struct job j = {.number = ((const struct eurodac_hits *)cli->options)->person};
    int rc = st_cli_look(cli, read_hits, &j);

    if (rc == ST_OK)
        st_cli_records(cli, &eurodac_hit_shape, j.rows, j.ids, j.n);
    return rc;
}

static int read_sides(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_eurodac_hit_get(tx, &j->sides, j->id, err);
}

static int hit(struct st_cli *cli)
{
    struct st_json w = ST_JSON_INIT(&cli->out);
    const struct st_id none = {{0}};
    struct job j = {.code = 0};
    int rc = st_cli_key(&j.id, cli, cli->args[0]);

    if (rc == ST_OK)
        rc = st_cli_look(cli, read_sides, &j);
    if (rc != ST_OK)
        return rc;
    if (st_cli_json(cli)) {
        st_json_object(&w);
        st_json_key(&w, "hit"), st_cli_record_json(&w, &eurodac_hit_shape, &j.sides.hit, j.id);
        st_json_key(&w, "own"), st_cli_record_json(&w, &eurodac_dataset_shape, &j.sides.own, j.sides.hit.asked);
        st_json_key(&w, "found"), st_cli_record_json(&w, &eurodac_dataset_shape, &j.sides.found, j.sides.hit.found);
        st_json_object_end(&w);
        st_buf_char(&cli->out, '\n');
        return ST_OK;
    }
    st_cli_record(cli, &eurodac_hit_shape, &j.sides.hit, j.id);
    st_cli_say(cli, ST_MSG("Sent:"));
    st_cli_record(cli, &eurodac_dataset_shape, &j.sides.own, none);
    st_cli_say(cli, ST_MSG("Found:"));
    st_cli_record(cli, &eurodac_dataset_shape, &j.sides.found, none);
    return ST_OK;
}

#define EURODAC_REASON(F) F(text, reason, ST_REQUIRED, 2000, "Reason", "What you saw, in your own words", "Eurodac Art 38(4)")
ST_SHAPE(eurodac_reason, EURODAC_REASON)
ST_SHAPE_DEFINE(eurodac_reason, EURODAC_REASON, "Decision on a hit", "Eurodac Art 38(4)")

static int write_decision(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_eurodac_hit_decide(tx, j->id, 0, &(struct hit_decision){(uint16_t)j->code, j->reason}, err);
}

static int decide(struct st_cli *cli)
{
    struct job j = {.reason = ((const struct eurodac_reason *)cli->options)->reason};
    int rc = st_cli_key(&j.id, cli, cli->args[0]);

    if (rc == ST_OK)
        rc = st_cli_code(&j.code, cli, &eurodac_hit_state_codes, cli->args[1]);
    if (rc == ST_OK)
        rc = st_cli_write(cli, write_decision, &j);
    if (rc == ST_OK)
        st_cli_done(cli, ST_MSG("Decided; the centre is told."));
    return rc;
}

/* ---- happened: marks, dates, States, flags, erasure ---- */
#define EURODAC_HAPPENED(F)                                                                                           \
    F(date, on, 0, 0, "Day", "For events that add one", "")                                                           \
    F(text, state, 0, 2, "Member State", "Responsible State, or State of relocation", "")                             \
    F(tri, others_consulted, 0, 0, "Others consulted", "Before a security flag is deleted", "Eurodac Art 17(4)")
ST_SHAPE(eurodac_happened, EURODAC_HAPPENED)
ST_SHAPE_DEFINE(eurodac_happened, EURODAC_HAPPENED, "What happened", "")

static int write_happening(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_eurodac_happened(tx, j->id, &j->what, err);
}

static int happening(struct st_cli *cli, unsigned event)
{
    const struct eurodac_happened *o = cli->options;
    struct job j = {.what = {.event = (enum eurodac_event)event, .on = o->on, .state = o->state,
                             .others_consulted = o->others_consulted}};
    int rc = st_cli_key(&j.id, cli, cli->args[0]);

    if (rc == ST_OK)
        rc = st_cli_write(cli, write_happening, &j);
    if (rc == ST_OK)
        st_cli_done(cli, ST_MSG("Done; the centre is told."));
    return rc;
}

static int happened(struct st_cli *cli)
{
    unsigned event;
    int rc = st_cli_code(&event, cli, &eurodac_event_codes, cli->args[1]);
    return rc == ST_OK ? happening(cli, event) : rc;
}

static int citizenship(struct st_cli *cli) { return happening(cli, eurodac_event_citizenship); }

/* ---- notices ---- */
static int read_notices(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct eurodac_notice *rows = NULL;
    int rc = whom(tx, j, err);

    if (rc == ST_OK)
        rc = st_eurodac_notices(tx, &rows, &j->ids, &j->n, j->person, err);
    j->rows = rows;
    return rc;
}

static int notices(struct st_cli *cli)
{
    struct job j = {.number = ((const struct eurodac_hits *)cli->options)->person};
    int rc = st_cli_look(cli, read_notices, &j);

    if (rc == ST_OK)
        st_cli_records(cli, &eurodac_notice_shape, j.rows, j.ids, j.n);
    return rc;
}

static int write_settled(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_eurodac_notice_settle(tx, j->id, err);
}

static int settle(struct st_cli *cli)
{
    struct job j = {.code = 0};
    int rc = st_cli_key(&j.id, cli, cli->args[0]);

    if (rc == ST_OK)
        rc = st_cli_write(cli, write_settled, &j);
    if (rc == ST_OK)
        st_cli_done(cli, ST_MSG("Done; the centre is told."));
    return rc;
}

/* ---- statistics ---- */
#define EURODAC_STATISTICS(F)                                                                                         \
    F(tri, outside, 0, 0, "Outside", "As published: cells under five are hidden", "Eurodac Art 12(2)")
ST_SHAPE(eurodac_statistics, EURODAC_STATISTICS)
ST_SHAPE_DEFINE(eurodac_statistics, EURODAC_STATISTICS, "Statistics", "")

static int read_figures(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_eurodac_statistics(tx, &j->figures, &j->n, j->period, j->outside, err);
}

static void figure_json(struct st_json *w, const struct st_eurodac_figure *f)
{
    st_json_object(w);
    st_json_key(w, "point"), st_json_str(w, f->count.point);
    st_json_key(w, "member_state"), st_json_str(w, f->count.member_state);
    st_json_key(w, "detail"), st_json_str(w, f->count.detail);
    if (f->count.birth_year.known)
        st_json_key(w, "birth_year"), st_json_int(w, f->count.birth_year.v);
    if (f->count.sex != 0)
        st_json_key(w, "sex"), st_json_text(w, st_code_name(&sex_codes, f->count.sex));
    st_json_key(w, "n");
    if (f->hidden)
        st_json_null(w);
    else
        st_json_int(w, f->count.n.v);
    st_json_key(w, "hidden"), st_json_bool(w, f->hidden);
    st_json_object_end(w);
}

static void figures_people(struct st_cli *cli, const struct job *j)
{
    struct st_str last = {NULL, 0};

    for (size_t i = 0; i < j->n; i++) {
        const struct eurodac_count *c = &j->figures[i].count;
        if (!st_str_eq(last, c->point))
            st_buf_printf(&cli->out, "(%.*s) %s\n", (int)c->point.n, c->point.p,
                          st_translate(st_eurodac_point(c->point), cli->reader.language));
        last = c->point;
        st_buf_printf(&cli->out, "    %-3.*s %-24.*s ", (int)c->member_state.n, c->member_state.p, (int)c->detail.n,
                      c->detail.n ? c->detail.p : "");
        if (c->birth_year.known)
            st_buf_printf(&cli->out, "%lld %-12s ", (long long)c->birth_year.v, st_code_name(&sex_codes, c->sex));
        if (j->figures[i].hidden)
            st_buf_text(&cli->out, "<5\n");
        else
            st_buf_printf(&cli->out, "%lld\n", (long long)c->n.v);
    }
}

static int statistics(struct st_cli *cli)
{
    struct st_json w = ST_JSON_INIT(&cli->out);
    struct job j = {.period = st_str_of(cli->args[0]),
                    .outside = st_yes(((const struct eurodac_statistics *)cli->options)->outside)};
    int rc = st_cli_look(cli, read_figures, &j);

    if (rc != ST_OK)
        return rc;
    if (!st_cli_json(cli)) {
        figures_people(cli, &j);
        return ST_OK;
    }
    st_json_array(&w);
    for (size_t i = 0; i < j.n; i++)
        figure_json(&w, &j.figures[i]);
    st_json_array_end(&w);
    st_buf_char(&cli->out, '\n');
    return ST_OK;
}

/* ---- law enforcement ---- */
static int write_request(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_eurodac_request_ask(tx, &j->id, &j->request, err);
}

static int le_request(struct st_cli *cli)
{
    struct job j = {.request = *(const struct eurodac_request *)cli->options};
    int rc = st_cli_write(cli, write_request, &j);

    if (rc == ST_OK)
        st_cli_new_id(cli, j.id);
    return rc;
}

static int write_verdict(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_eurodac_request_verify(tx, j->id, (enum eurodac_verdict)j->code, err);
}

static int le_verify(struct st_cli *cli)
{
    struct job j = {.code = 0};
    int rc = st_cli_key(&j.id, cli, cli->args[0]);

    if (rc == ST_OK)
        rc = st_cli_code(&j.code, cli, &eurodac_verdict_codes, cli->args[1]);
    if (rc == ST_OK)
        rc = st_cli_write(cli, write_verdict, &j);
    if (rc == ST_OK)
        st_cli_done(cli, ST_MSG("The verdict stands."));
    return rc;
}

#define LE_NEED(F)                                                                                                    \
    F(tri, needed, ST_REQUIRED, 0, "The ongoing investigation it was asked for needs it", "", "Eurodac Art 47(4)")
ST_SHAPE(le_need_options, LE_NEED)
ST_SHAPE_DEFINE(le_need_options, LE_NEED, "Need for what was found", "Eurodac Art 47(4)")

static int write_need(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_eurodac_request_keep(tx, j->id, j->needed, err);
}

static int le_need(struct st_cli *cli)
{
    const struct le_need_options *o = cli->options;
    struct job j = {.needed = st_yes(o->needed)};
    int rc = st_cli_key(&j.id, cli, cli->args[0]);

    if (rc == ST_OK)
        rc = st_cli_write(cli, write_need, &j);
    if (rc == ST_OK)
        st_cli_done(cli, j.needed ? ST_MSG("What was found is kept while the investigation needs it.")
                                  : ST_MSG("What was found is erased after a month."));
    return rc;
}

#define LE_SEARCH(F)                                                                                                  \
    F(code, finger, 0, finger, "Finger", "Which finger it is, where the record does not say", "Eurodac Art 2(1)(z)")  \
    F(text, name, 0, 200, "Name", "In any script, spelling and order", "Eurodac Art 33(3)")                           \
    F(text, document, 0, 40, "Document number", "", "Eurodac Art 33(3)")
ST_SHAPE(le_search_options, LE_SEARCH)
ST_SHAPE_DEFINE(le_search_options, LE_SEARCH, "By what is searched", "")

static int write_search(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    return st_eurodac_request_search(tx, j->id, &j->key, err);
}

static int le_search(struct st_cli *cli)
{
    const struct le_search_options *o = cli->options;
    struct job j = {.key = {.name = o->name, .document = o->document}};
    int rc = st_cli_key(&j.id, cli, cli->args[0]);

    if (rc == ST_OK)
        rc = take_files(&j, cli, 1, o->finger);
    j.key.prints = j.prints;
    j.key.prints_n = j.prints_n;
    if (rc == ST_OK)
        rc = st_cli_write(cli, write_search, &j);
    if (rc == ST_OK)
        st_cli_done(cli, ST_MSG("Asked; the answer comes when the centre is reached."));
    return rc;
}

static int read_request_hits(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct eurodac_hit *rows = NULL;
    int rc = st_eurodac_hits_of_request(tx, &rows, &j->ids, &j->n, j->id, err);

    j->rows = rows;
    return rc;
}

static int le_hits(struct st_cli *cli)
{
    struct job j = {.code = 0};
    int rc = st_cli_key(&j.id, cli, cli->args[0]);

    if (rc == ST_OK)
        rc = st_cli_look(cli, read_request_hits, &j);
    if (rc == ST_OK)
        st_cli_records(cli, &eurodac_hit_shape, j.rows, j.ids, j.n);
    return rc;
}

static int read_requests(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct eurodac_request *rows = NULL;
    int rc = st_eurodac_requests(tx, &rows, &j->ids, &j->n, err);

    j->rows = rows;
    return rc;
}

static int le_list(struct st_cli *cli)
{
    struct job j = {.code = 0};
    int rc = st_cli_look(cli, read_requests, &j);

    if (rc == ST_OK)
        st_cli_records(cli, &eurodac_request_shape, j.rows, j.ids, j.n);
    return rc;
}

/* ---- ending ---- */
ST_SHAPE_DEFINE(ending_options, ENDING, "Retention calendar", "Eurodac Art 29")

static int read_ending(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct st_local local = {0};

    (void)st_zone_local(&local, tx->now, "UTC");
    if (!st_date_known(j->until))
        j->until = st_date_add_days(local.date, 30);
    return st_register_ending(tx, &j->entries, &j->ids, &j->n, j->until, ENDING_MAX, err);
}

int st_cli_ending(struct st_cli *cli)
{
    struct job j = {.until = ((const struct ending_options *)cli->options)->until};
    int rc = st_cli_look(cli, read_ending, &j);

    if (rc == ST_OK)
        st_cli_records(cli, &register_entry_shape, j.entries, j.ids, j.n);
    return rc;
}

const struct st_cli_command st_cli_eurodac[] = {
    {"eurodac", "list", "", 0, 0, &eurodac_list_shape, "What was sent, and what came of it", list},
    {"eurodac", "show", "DATASET", 1, 1, NULL, "An own dataset, its marks and its last day", show},
    {"eurodac", "delay", "DATASET fingertips|health|technical|influx|refusal|other", 2, 2, &eurodac_delayed_shape,
     "Say why a time limit was missed", delay},
    {"eurodac", "retake", "DATASET FILE…", 2, ST_CLI_ARGS, &eurodac_retaken_shape,
     "Send fingerprints that were taken again, after Eurodac found the first ones unusable", retake},
    {"eurodac", "hits", "", 0, 0, &eurodac_hits_shape, "Hits of a person, or all that wait for a decision", hits},
    {"eurodac", "hit", "HIT", 1, 1, NULL, "Both sides of a hit", hit},
    {"eurodac", "decide", "HIT confirmed|false_hit|unsure", 2, 2, &eurodac_reason_shape, "Decide a hit", decide},
    {"eurodac", "happened", "DATASET EVENT", 2, 2, &eurodac_happened_shape,
     "Do with a dataset what the law attaches to an event: marks, dates, responsible State", happened},
    {"eurodac", "erase", "DATASET", 1, 1, &eurodac_happened_shape,
     "Erase after the citizenship of a Member State was acquired", citizenship},
    {"eurodac", "notices", "", 0, 0, &eurodac_hits_shape, "What other States did, and what is to be done here", notices},
    {"eurodac", "settle", "NOTICE", 1, 1, NULL, "Do what a notice asks for", settle},
    {"eurodac", "statistics", "PERIOD", 1, 1, &eurodac_statistics_shape, "Figures of a month or a year", statistics},
    {"eurodac", "le-request", "", 0, 0, &eurodac_request_shape, "Ask for a law-enforcement search", le_request},
    {"eurodac", "le-list", "", 0, 0, NULL, "Law-enforcement requests", le_list},
    {"eurodac", "le-verify", "REQUEST permitted|refused", 2, 2, NULL, "Verify another unit's request", le_verify},
    {"eurodac", "le-search", "REQUEST [FILE…]", 1, ST_CLI_ARGS, &le_search_options_shape,
     "Search on a request that is open, by fingerprints, a name or a document", le_search},
    {"eurodac", "le-need", "REQUEST", 1, 1, &le_need_options_shape,
     "Say whether the investigation needs what was found; else it is erased after a month", le_need},
    {"eurodac", "le-hits", "REQUEST", 1, 1, NULL, "What a law-enforcement search found", le_hits},
    {"eurodac", "ending", "", 0, 0, &ending_options_shape, "What ends soon", st_cli_ending},
    {NULL, NULL, NULL, 0, 0, NULL, NULL, NULL},
};
