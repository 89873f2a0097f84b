/* statera screening, arrival, person: the way from the quay to the referral. */
#include "cases/screening.h"

#include "cases/system.h"
#include "cli/case.h"
#include "cli/place.h"
#include "registers/search.h"

/* ---- Arrivals ---- */
#define ARRIVAL_OPTIONS(F)                                                                                            \
    F(text, place, ST_REQUIRED, 80, "Place", "Port, crossing point, stretch of the border", "SR Art 8(1)")            \
    F(code, event, ST_REQUIRED, screening_event, "What happened", "", "SR Art 5 and 7")                               \
    F(instant, event_at, ST_REQUIRED, 0, "When", "With its time zone, as 2026-09-17T21:04:00Z", "SR Art 8(3)")        \
    F(number, people, ST_REQUIRED, 0, "People", "As counted", "")                                                     \
    F(number, children, 0, 0, "Of them children", "", "")                                                             \
    F(text, means, 0, 80, "Came by", "Boat, vehicle, on foot", "")                                                    \
    F(text, remarks, 0, 2000, "Remarks", "", "")                                                                      \
    F(text, member_state, 0, 2, "Member State", "Default: the one of the authority", "SR Art 8")                      \
    F(number, bands, 0, 0, "Bands", "Number so many at once", "")
ST_SHAPE(arrival_options, ARRIVAL_OPTIONS)
ST_SHAPE_DEFINE(arrival_options, ARRIVAL_OPTIONS, "Arrival", "")

struct landing {
    struct st_cli *cli;
    struct st_id id;
    int64_t first;
    char number[ST_NUMBER_TEXT];
};

static int open_arrival(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct landing *l = arg;
    const struct arrival_options *o = l->cli->options;
    struct st_str authority = tx->actor->authority;
    struct arrival a = {.place = o->place, .event = o->event, .event_at = o->event_at, .people = o->people,
                        .children = o->children, .means = o->means, .remarks = o->remarks,
                        .member_state = o->member_state.n ? o->member_state : st_str_cut(&authority, '-')};
    int rc = st_arrival_open(tx, &l->id, &a, err);

    if (rc == ST_OK && o->bands.known)
        rc = st_arrival_bands(tx, l->id, o->bands.v, &l->first, err);
    (void)snprintf(l->number, sizeof(l->number), "%.*s", (int)a.number.n, a.number.p ? a.number.p : "");
    return rc;
}

/* What was opened: its key and its number for programs, a sentence for people. */
static int say_opened(struct st_cli *cli, struct st_id id, const char *number, struct st_message sentence)
{
    struct st_json w = ST_JSON_INIT(&cli->out);

    if (!st_cli_json(cli)) {
        st_cli_say(cli, sentence);
        return ST_OK;
    }
    st_json_object(&w);
    st_json_key(&w, "id"), st_json_id(&w, id);
    st_json_key(&w, "number"), st_json_text(&w, number);
    st_json_object_end(&w);
    st_buf_char(&cli->out, '\n');
    return ST_OK;
}

static int arrival_open(struct st_cli *cli)
{
    struct landing l = {.cli = cli};
    int rc = st_shape_check(&arrival_options_shape, cli->options, NULL, 0, (struct st_instant){0}, cli->arena, "",
                            &cli->err);

    if (rc == ST_OK)
        rc = st_cli_write(cli, open_arrival, &l);
    if (rc != ST_OK)
        return rc;
    return say_opened(cli, l.id, l.number, ST_MSG("Arrival {0} is open.", ST_V(&l.number[0])));
}

static int find_arrival(struct st_id *out, struct st_tx *tx, const char *text, struct st_error *err)
{
    return st_id_parse(out, st_str_of(text)) ? ST_OK
                                             : st_arrival_of_band(tx, out, st_strf(tx->arena, "%s/1", text), err);
}

static int list_arrivals(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_cli *cli = arg;
    struct st_json w;
    struct arrival *a;
    struct st_id *ids;
    size_t n;
    int rc = st_arrival_list(tx, &a, &ids, &n, 100, err);

    if (rc != ST_OK)
        return rc;
    st_cli_list(&w, cli);
    for (size_t i = 0; i < n; i++)
        if (st_cli_json(cli))
            st_shape_write(&w, &arrival_shape, &a[i], ST_ALL_FIELDS);
        else
            st_cli_say(cli, ST_MSG("{0}  {1}, {2}: {3}, {4} people", ST_V(a[i].number), ST_V(a[i].event_at),
                                   ST_V(a[i].place), st_value_key(st_code_label(&screening_event_codes, a[i].event)),
                                   ST_V(a[i].people.v)));
    st_cli_list_end(&w, cli);
    return ST_OK;
}

static void arrival_json(struct st_cli *cli, const struct arrival *a, const struct st_arrival_numbers *k,
                         const struct st_arrival_person *people, size_t n)
{
    struct st_json w = ST_JSON_INIT(&cli->out);

    st_json_object(&w);
    st_json_key(&w, "arrival"), st_shape_write(&w, &arrival_shape, a, ST_ALL_FIELDS);
    st_json_key(&w, "captured"), st_json_int(&w, k->captured);
    st_json_key(&w, "with_band"), st_json_int(&w, k->with_band);
    st_json_key(&w, "unaccompanied"), st_json_int(&w, k->unaccompanied);
    st_json_key(&w, "screened"), st_json_int(&w, k->screened);
    st_json_key(&w, "running"), st_json_int(&w, k->running);
    st_json_key(&w, "people"), st_json_array(&w);
    for (size_t i = 0; i < n; i++) {
        st_json_object(&w);
        st_json_key(&w, "person"), st_json_str(&w, people[i].number);
        st_json_key(&w, "band"), st_json_str(&w, people[i].band);
        st_json_key(&w, "screening"), st_json_str(&w, people[i].case_number);
        st_json_key(&w, "state"), st_json_str(&w, people[i].state);
        st_json_key(&w, "ends_at"), st_json_instant(&w, people[i].ends_at);
        st_json_object_end(&w);
    }
    st_json_array_end(&w);
    st_json_object_end(&w);
    st_buf_char(&cli->out, '\n');
}

static int show_arrival(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_cli *cli = arg;
    struct st_arrival_numbers k = {0};
    struct st_arrival_person *people = NULL;
    struct arrival a;
    struct st_id id;
    size_t n = 0;
    int rc = find_arrival(&id, tx, cli->args[0], err);

    if (rc == ST_OK)
        rc = st_arrival_get(tx, &a, NULL, id, err);
    if (rc == ST_OK)
        rc = st_arrival_count(&k, tx, id, err);
    if (rc == ST_OK)
        rc = st_arrival_people(&people, &n, tx, id, 2000, err);
    if (rc != ST_OK)
        return rc;
    st_buf_clear(&cli->out);
    if (st_cli_json(cli)) {
        arrival_json(cli, &a, &k, people, n);
        return ST_OK;
    }
    st_cli_show(cli, &arrival_shape, &a, 0);
    st_cli_say(cli, ST_MSG("Captured {0} of {1}; screenings running {2}, ended {3}.", ST_V(k.captured), ST_V(k.people),
                           ST_V(k.running), ST_V(k.referred)));
    for (size_t i = 0; i < n; i++)
        st_buf_printf(&cli->out, "  %-18.*s %-18.*s %.*s\n", (int)people[i].number.n, people[i].number.p,
                      (int)people[i].case_number.n, people[i].case_number.p ? people[i].case_number.p : "",
                      (int)people[i].state.n, people[i].state.p ? people[i].state.p : "");
    return ST_OK;
}

static int print_bands(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct landing *l = arg;
    int64_t count;
    int rc = find_arrival(&l->id, tx, l->cli->args[0], err);

    if (!st_str_to_int64(&count, st_str_of(l->cli->args[1])))
        return st_fail(err, ST_E_INVALID, "count", ST_MSG("This is no number of bands."), "", "Write digits only.");
    return rc == ST_OK ? st_arrival_bands(tx, l->id, count, &l->first, err) : rc;
}

static int arrival_bands(struct st_cli *cli)
{
    struct landing l = {.cli = cli};
    int rc = st_cli_write(cli, print_bands, &l);

    struct st_json w = ST_JSON_INIT(&cli->out);

    if (rc != ST_OK)
        return rc;
    if (!st_cli_json(cli)) {
        st_cli_say(cli, ST_MSG("Bands {0}/{1} and on are numbered.", ST_V(cli->args[0]), ST_V(l.first)));
        return ST_OK;
    }
    st_json_object(&w);
    st_json_key(&w, "id"), st_json_id(&w, l.id);
    st_json_key(&w, "first"), st_json_int(&w, l.first);
    st_json_object_end(&w);
    st_buf_char(&cli->out, '\n');
    return ST_OK;
}

static int close_arrival(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct landing *l = arg;
    int rc = find_arrival(&l->id, tx, l->cli->args[0], err);
    return rc == ST_OK ? st_arrival_close(tx, l->id, err) : rc;
}

static int arrival_list(struct st_cli *cli) { return st_cli_look(cli, list_arrivals, cli); }
static int arrival_show(struct st_cli *cli) { return st_cli_look(cli, show_arrival, cli); }

static int arrival_close(struct st_cli *cli)
{
    struct landing l = {.cli = cli};
    struct st_json w = ST_JSON_INIT(&cli->out);
    int rc = st_cli_write(cli, close_arrival, &l);

    if (rc != ST_OK)
        return rc;
    if (!st_cli_json(cli)) {
        st_cli_say(cli, ST_MSG("The arrival is closed."));
        return ST_OK;
    }
    st_json_object(&w);
    st_json_key(&w, "id"), st_json_id(&w, l.id);
    st_json_object_end(&w);
    st_buf_char(&cli->out, '\n');
    return ST_OK;
}

/* ---- Persons ---- */
#define PERSON_OPTIONS(F)                                                                                             \
    CLI_FORM(F)                                                                                                       \
    F(text, arrival, 0, 40, "Arrival", "Number of the arrival", "")
ST_SHAPE(person_options, PERSON_OPTIONS)
ST_SHAPE_DEFINE(person_options, PERSON_OPTIONS, "Person", "")

struct capturing {
    struct st_cli *cli;
    struct person person;
    struct st_id id;
    char number[ST_NUMBER_TEXT];
};

static int add_person(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct capturing *k = arg;
    const struct person_options *o = k->cli->options;
    struct person p = k->person;
    int rc = o->arrival.n ? find_arrival(&p.arrival, tx, st_str_z(tx->arena, o->arrival), err) : ST_OK;

    if (rc == ST_OK)
        rc = st_person_open(tx, &k->id, &p, err);
    (void)snprintf(k->number, sizeof(k->number), "%.*s", (int)p.number.n, p.number.p ? p.number.p : "");
    return rc;
}

static int person_add(struct st_cli *cli)
{
    const struct person_options *o = cli->options;
    struct capturing k = {.cli = cli};
    int rc = st_cli_fill(&k.person, &person_shape, cli, o->form, o->set);

    if (rc == ST_OK)
        rc = st_cli_write(cli, add_person, &k);
    if (rc != ST_OK)
        return rc;
    return say_opened(cli, k.id, k.number, ST_MSG("File {0} is open.", ST_V(&k.number[0])));
}

static int find_person(struct st_id *out, struct st_tx *tx, const char *text, struct st_error *err)
{
    return st_id_parse(out, st_str_of(text)) ? ST_OK : st_person_find(tx, out, st_str_of(text), err);
}

static int show_person(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_cli *cli = arg;
    struct st_json w = ST_JSON_INIT(&cli->out);
    struct person p;
    struct st_id id;
    int rc = find_person(&id, tx, cli->args[0], err);

    if (rc == ST_OK)
        rc = st_person_get(tx, &p, NULL, id, err);
    if (rc != ST_OK)
        return rc;
    st_buf_clear(&cli->out);
    if (st_cli_json(cli)) {
        st_shape_write(&w, &person_shape, &p, ST_ALL_FIELDS);
        st_buf_char(&cli->out, '\n');
    } else {
        st_cli_show(cli, &person_shape, &p, 0);
    }
    return ST_OK;
}

static void hit_json(struct st_json *w, const struct st_search_hit *h, const struct st_reader *reader)
{
    st_json_object(w);
    st_json_key(w, "register"), st_json_text(w, h->register_name);
    st_json_key(w, "record"), st_json_id(w, h->record);
    st_json_key(w, "score"), st_json_decimal(w, h->score, 3);
    st_json_key_messages(w, "why", h->why, h->n, reader);
    st_json_key(w, "person"), st_shape_write(w, &person_shape, &h->shown, ST_ALL_FIELDS);
    st_json_object_end(w);
}

#define PERSON_SEARCH(F)                                                                                              \
    SEARCH_WORDS(F)                                                                                                   \
    F(text, print, 0, 400, "Fingerprints", "File with an ISO/IEC 19794-2:2005 record; more files may follow", "IO Art 20a")
ST_SHAPE(person_search, PERSON_SEARCH)
ST_SHAPE_DEFINE(person_search, PERSON_SEARCH, "Search", "IO Art 9(1)")

enum { PRINT_MAX = 65535 };

struct searching {
    struct st_cli *cli;
    struct search_request request;
};

static void hit_people(struct st_cli *cli, const struct st_search_hit *h, struct st_str name)
{
    st_buf_printf(&cli->out, "%4d  %-18.*s %.*s\n", h->score, (int)h->shown.number.n,
                  h->shown.number.p ? h->shown.number.p : "", (int)name.n, name.p);
    for (size_t k = 0; k < h->n; k++) {
        st_buf_text(&cli->out, "        ");
        st_cli_say(cli, h->why[k]);
    }
}

static int search_people(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct searching *s = arg;
    struct st_cli *cli = s->cli;
    struct st_json w;
    struct st_search_reply reply;
    int rc = st_search(&reply, tx, &s->request, err);

    if (rc != ST_OK)
        return rc;
    st_cli_list(&w, cli);
    if (reply.silent && !st_cli_json(cli))
        st_cli_say(cli, ST_MSG("The line to the centre is cut: only the files of this place were asked."));
    for (size_t i = 0; i < reply.n; i++)
        if (st_cli_json(cli))
            hit_json(&w, &reply.hits[i], &cli->reader);
        else
            hit_people(cli, &reply.hits[i], st_person_called(tx->arena, &reply.hits[i].shown));
    st_cli_list_end(&w, cli);
    return ST_OK;
}

/* The file of --print, and those that follow as words: "--print *.iso". */
static int read_prints(struct search_request *r, struct st_cli *cli, struct st_str first)
{
    int rc = ST_OK;

    r->prints.v = ST_NEW_N(cli->arena, struct search_print, cli->args_n + 1);
    if (first.n > 0)
        rc = st_cli_read(&r->prints.v[r->prints.n++].minutiae, cli, st_str_z(cli->arena, first), PRINT_MAX);
    for (size_t i = 0; rc == ST_OK && i < cli->args_n; i++)
        rc = st_cli_read(&r->prints.v[r->prints.n++].minutiae, cli, cli->args[i], PRINT_MAX);
    return rc;
}

static int person_search(struct st_cli *cli)
{
    const struct person_search *o = cli->options;
    struct searching s = {.cli = cli, .request = {.anything = o->anything, .name = o->name, .born_on = o->born_on,
                                                  .nationality = o->nationality, .sex = o->sex, .mrz = o->mrz}};
    int rc = read_prints(&s.request, cli, o->print);

    return rc == ST_OK ? st_cli_look(cli, search_people, &s) : rc;
}

static int person_show(struct st_cli *cli) { return st_cli_look(cli, show_person, cli); }

/* ---- Screenings ---- */
#define START_OPTIONS(F)                                                                                              \
    CLI_FORM(F)                                                                                                       \
    F(text, arrival, ST_REQUIRED, 40, "Arrival", "Number of the arrival", "SR Art 8")
ST_SHAPE(start_options, START_OPTIONS)
ST_SHAPE_DEFINE(start_options, START_OPTIONS, "Beginning of the screening", "SR Art 5 and 7")

struct starting {
    struct st_cli *cli;
    struct screening_opened given, opened;
    struct st_id case_id;
    char number[ST_NUMBER_TEXT];
};

/* What is usual comes from the arrival; what was given goes before it. */
static void lay_over(struct screening_opened *out, const struct screening_opened *given)
{
    const struct st_field *f = screening_opened_shape.fields();

    for (size_t i = 0; i < screening_opened_shape.n; i++)
        if (st_field_known(&f[i], given))
            memcpy(st_field_at(&f[i], out), st_field_get(&f[i], given), f[i].size);
}

static int start(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct starting *s = arg;
    const struct start_options *o = s->cli->options;
    struct st_id person, arrival;
    struct case_file file = {0};
    int rc = find_person(&person, tx, s->cli->args[0], err);

    if (rc == ST_OK)
        rc = find_arrival(&arrival, tx, st_str_z(tx->arena, o->arrival), err);
    if (rc == ST_OK)
        rc = st_screening_prefill(&s->opened, tx, arrival, err);
    if (rc != ST_OK)
        return rc;
    lay_over(&s->opened, &s->given);
    rc = st_screening_start(&s->case_id, tx, &s->opened, person, arrival, err);
    if (rc == ST_OK)
        rc = st_record_get(&file, NULL, tx, &case_file_shape, s->case_id, err);
    (void)snprintf(s->number, sizeof(s->number), "%.*s", (int)file.number.n, file.number.p ? file.number.p : "");
    return rc;
}

static int screening_start(struct st_cli *cli)
{
    const struct start_options *o = cli->options;
    struct starting s = {.cli = cli};
    int rc = st_shape_check(&start_options_shape, o, NULL, 0, (struct st_instant){0}, cli->arena, "", &cli->err);

    if (rc == ST_OK)
        rc = st_cli_fill(&s.given, &screening_opened_shape, cli, o->form, o->set);
    if (rc == ST_OK)
        rc = st_cli_write(cli, start, &s);
    if (rc != ST_OK)
        return rc;
    return say_opened(cli, s.case_id, s.number, ST_MSG("Screening {0} has begun.", ST_V(&s.number[0])));
}

#define FORM_OPTIONS(F) F(tri, copy, 0, 0, "Copy", "The person's copy, without the entry on hits", "SR Art 17(3)")
ST_SHAPE(form_options, FORM_OPTIONS)
ST_SHAPE_DEFINE(form_options, FORM_OPTIONS, "Screening form", "SR Art 17")

static int form(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_cli *cli = arg;
    struct st_json w = ST_JSON_INIT(&cli->out);
    struct screening_form f;
    struct st_case c;
    struct st_id id;
    int rc = st_cli_case(&id, tx, cli->args[0], err);

    if (rc == ST_OK)
        rc = st_case_get(&c, tx, id, false, err);
    if (rc == ST_OK)
        rc = st_screening_form_get(&f, &c, st_yes(((const struct form_options *)cli->options)->copy), err);
    if (rc != ST_OK)
        return rc;
    st_buf_clear(&cli->out);
    if (st_cli_json(cli)) {
        st_shape_write(&w, &screening_form_shape, &f, ST_ALL_FIELDS);
        st_buf_char(&cli->out, '\n');
    } else {
        st_cli_show(cli, &screening_form_shape, &f, 0);
    }
    return ST_OK;
}

#define PROPOSAL_OPTIONS(F) F(tri, explain, 0, 0, "Explain", "Show every fact that was asked", "")
ST_SHAPE(proposal_options, PROPOSAL_OPTIONS)
ST_SHAPE_DEFINE(proposal_options, PROPOSAL_OPTIONS, "Proposal", "")

static void answer_people(struct st_cli *cli, const struct st_answer *a)
{
    st_cli_show(cli, a->rule->outcome, a->outcome, 0);
    st_cli_why(cli, a);
}

typedef int (*asking_fn)(struct st_answer *out, struct st_case *c, struct st_error *err);

static int ask(struct st_cli *cli, struct st_tx *tx, asking_fn asking, bool trace, struct st_error *err)
{
    struct st_json w = ST_JSON_INIT(&cli->out);
    struct screening_facts facts;
    struct st_answer answer;
    struct st_case c;
    struct st_id id;
    int rc = st_cli_case(&id, tx, cli->args[0], err);

    if (rc == ST_OK)
        rc = st_case_get(&c, tx, id, true, err);
    if (rc == ST_OK)
        rc = st_screening_shows_facts(&c, err);
    if (rc == ST_OK)
        rc = asking(&answer, &c, err);
    if (rc == ST_OK)
        rc = st_screening_facts(&facts, &c, err);
    if (rc != ST_OK)
        return rc;
    st_buf_clear(&cli->out);
    if (st_cli_json(cli)) {
        st_answer_write(&w, &answer, answer.rule->facts == &screening_facts_shape ? &facts : NULL,
                        trace && answer.rule->facts == &screening_facts_shape, &cli->reader);
        st_buf_char(&cli->out, '\n');
    } else {
        answer_people(cli, &answer);
    }
    return ST_OK;
}

static int proposal(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_cli *cli = arg;
    return ask(cli, tx, st_screening_proposal, st_yes(((const struct proposal_options *)cli->options)->explain), err);
}

static int what_is_open(struct st_tx *tx, void *arg, struct st_error *err)
{
    return ask(arg, tx, st_screening_elements, false, err);
}

static int screening_form_of(struct st_cli *cli) { return st_cli_look(cli, form, cli); }
static int screening_proposal(struct st_cli *cli) { return st_cli_look(cli, proposal, cli); }
static int screening_open(struct st_cli *cli) { return st_cli_look(cli, what_is_open, cli); }

static int screening_list(struct st_cli *cli)
{
    struct case_list_options *o = st_alloc_copy(cli->arena, cli->options, sizeof(struct case_list_options));

    o->procedure = ST_S("screening");
    cli->options = o;
    return st_cli_case_list(cli);
}

static int screening_chart(struct st_cli *cli)
{
    st_procedure_chart(&cli->out, &screening_procedure, &cli->reader);
    return ST_OK;
}

/* ---- Figures ---- */
#define FIGURES_OPTIONS(F)                                                                                            \
    F(instant, from, ST_REQUIRED, 0, "From", "Screenings that began from here on", "SR Art 24")                       \
    F(instant, until, ST_REQUIRED, 0, "Until", "And before here", "SR Art 24")                                        \
    F(tri, inside, 0, 0, "Inside", "For the house itself: no cell is hidden", "")
ST_SHAPE(figures_options, FIGURES_OPTIONS)
ST_SHAPE_DEFINE(figures_options, FIGURES_OPTIONS, "Figures of screenings", "SR Art 24")

static int figures(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_cli *cli = arg;
    const struct figures_options *o = cli->options;
    struct st_json w;
    struct st_screening_figures f;
    int rc = st_screening_count(&f, tx, o->from, o->until, !st_yes(o->inside), err);

    if (rc != ST_OK)
        return rc;
    st_cli_list(&w, cli);
    for (size_t i = 0; i < f.rows_n; i++) {
        if (!st_cli_json(cli)) {
            st_buf_printf(&cli->out, "%-12s %-28s %s\n", f.rows[i].group, f.rows[i].name,
                          f.rows[i].n < 0 ? "<5" : st_strf(cli->arena, "%lld", (long long)f.rows[i].n).p);
            continue;
        }
        st_json_object(&w);
        st_json_key(&w, "group"), st_json_text(&w, f.rows[i].group);
        st_json_key(&w, "name"), st_json_text(&w, f.rows[i].name);
        st_json_key(&w, "n");
        if (f.rows[i].n < 0)
            st_json_null(&w);
        else
            st_json_int(&w, f.rows[i].n);
        st_json_object_end(&w);
    }
    st_cli_list_end(&w, cli);
    if (!st_cli_json(cli) && f.average_minutes >= 0)
        st_cli_say(cli, ST_MSG("On average {0} minutes from the event to the end.", ST_V(f.average_minutes)));
    return ST_OK;
}

static int screening_figures(struct st_cli *cli)
{
    int rc = st_shape_check(&figures_options_shape, cli->options, NULL, 0, (struct st_instant){0}, cli->arena, "",
                            &cli->err);
    return rc == ST_OK ? st_cli_look(cli, figures, cli) : rc;
}

/* ---- The monitor's sample ---- */
#define SAMPLE_OPTIONS(F)                                                                                             \
    F(instant, from, ST_REQUIRED, 0, "From", "Screenings that began from here on", "SR Art 10(2)")                    \
    F(instant, until, ST_REQUIRED, 0, "Until", "And before here", "SR Art 10(2)")                                     \
    F(number, count, 0, 0, "Count", "How many (default 10)", "SR Art 10(2)")
ST_SHAPE(sample_options, SAMPLE_OPTIONS)
ST_SHAPE_DEFINE(sample_options, SAMPLE_OPTIONS, "Sample of screenings", "SR Art 10(2)")

static int sample(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_cli *cli = arg;
    const struct sample_options *o = cli->options;
    struct st_json w;
    struct st_id *ids;
    size_t n;
    int rc = st_screening_sample(&ids, &n, tx, o->count.known && o->count.v > 0 ? (size_t)o->count.v : 10, o->from,
                                 o->until, err);

    if (rc != ST_OK)
        return rc;
    st_cli_list(&w, cli);
    for (size_t i = 0; i < n; i++)
        if (st_cli_json(cli))
            st_json_id(&w, ids[i]);
        else
            st_buf_printf(&cli->out, "%s\n", st_cli_id(cli, ids[i]).p);
    st_cli_list_end(&w, cli);
    return ST_OK;
}

static int screening_sample(struct st_cli *cli)
{
    int rc = st_shape_check(&sample_options_shape, cli->options, NULL, 0, (struct st_instant){0}, cli->arena, "",
                            &cli->err);
    return rc == ST_OK ? st_cli_look(cli, sample, cli) : rc;
}

const struct st_cli_command st_cli_screening[] = {
    {"arrival", "open", "", 0, 0, &arrival_options_shape, "Open an arrival", arrival_open},
    {"arrival", "list", "", 0, 0, NULL, "List arrivals, newest first", arrival_list},
    {"arrival", "show", "ARRIVAL", 1, 1, NULL, "Show an arrival, its people and how far they are", arrival_show},
    {"arrival", "bands", "ARRIVAL COUNT", 2, 2, NULL, "Number wrist-bands", arrival_bands},
    {"arrival", "close", "ARRIVAL", 1, 1, NULL, "Close an arrival", arrival_close},
    {"person", "add", "", 0, 0, &person_options_shape, "Open a person's file", person_add},
    {"person", "show", "PERSON", 1, 1, NULL, "Show a person's file", person_show},
    {"person", "search", "[FILE…]", 0, ST_CLI_ARGS, &person_search_shape, "Search persons, with reasons", person_search},
    {"screening", "start", "PERSON", 1, 1, &start_options_shape, "Begin a screening", screening_start},
    {"screening", "list", "", 0, 0, &case_list_options_shape, "List screenings, newest first", screening_list},
    {"screening", "show", "CASE", 1, 1, NULL, "Show a screening: clocks, parts, what was done", st_cli_case_show},
    {"screening", "offers", "CASE", 1, 1, NULL, "What can be done now, and why not the rest", st_cli_case_offers},
    {"screening", "act", "CASE ACTION", 2, 2, &case_act_options_shape, "Take a step in a screening", st_cli_case_act},
    {"screening", "open", "CASE", 1, 1, NULL, "Which parts are open, and why", screening_open},
    {"screening", "form", "CASE", 1, 1, &form_options_shape, "The form of Article 17", screening_form_of},
    {"screening", "proposal", "CASE", 1, 1, &proposal_options_shape, "Where the law leads, with reasons",
     screening_proposal},
    {"screening", "figures", "", 0, 0, &figures_options_shape, "Figures, with small cells hidden", screening_figures},
    {"screening", "sample", "", 0, 0, &sample_options_shape, "Draw a random sample, for the monitor", screening_sample},
    {"screening", "chart", "", 0, 0, NULL, "Draw the chart of the procedure", screening_chart},
    {NULL, NULL, NULL, 0, 0, NULL, NULL, NULL},
};
