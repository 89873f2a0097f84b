/* statera case: cases of every procedure, what can be done in them, and doing it. */
#include "cli/case.h"

#include "cases/system.h"
#include "cli/place.h"
#include "registers/staff.h"

ST_SHAPE_DEFINE(case_list_options, CASE_LIST_OPTIONS, "List", "")
ST_SHAPE_DEFINE(case_act_options, CASE_ACT_OPTIONS, "Step", "")

int st_cli_case(struct st_id *out, struct st_tx *tx, const char *text, struct st_error *err)
{
    return st_id_parse(out, st_str_of(text)) ? ST_OK : st_case_by_number(out, tx, st_str_of(text), err);
}

/* ---- list ---- */

static int list(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_cli *cli = arg;
    const struct case_list_options *o = cli->options;
    struct st_case_filter filter = {.procedure = o->procedure, .state = o->state, .open_only = !st_yes(o->all),
                                    .before = o->before, .limit = o->limit.known ? (size_t)o->limit.v : 50};
    struct st_json w;
    struct st_case_row *rows;
    size_t n;
    int rc = o->person.n > 0 ? st_person_find(tx, &filter.person, o->person, err) : ST_OK;

    if (rc == ST_OK)
        rc = st_case_list(&rows, &n, tx, &filter, err);
    if (rc != ST_OK)
        return rc;
    st_cli_list(&w, cli);
    for (size_t i = 0; i < n; i++) {
        const struct case_file *f = &rows[i].file;
        if (st_cli_json(cli)) {
            st_json_object(&w);
            st_json_key(&w, "id"), st_json_id(&w, rows[i].id);
            st_json_key(&w, "case"), st_shape_write(&w, &case_file_shape, f, ST_ALL_FIELDS);
            st_json_object_end(&w);
        } else {
            const struct st_procedure *p = st_procedure_version(f->procedure, f->chart_version.v);
            st_buf_printf(&cli->out, "%-18.*s %-12.*s %s\n", (int)f->number.n, f->number.p, (int)f->procedure.n,
                          f->procedure.p, st_translate(st_state_label(p, f->state), cli->reader.language));
        }
    }
    st_cli_list_end(&w, cli);
    return ST_OK;
}

int st_cli_case_list(struct st_cli *cli) { return st_cli_look(cli, list, cli); }

/* ---- show ---- */

static void show_json(struct st_cli *cli, struct st_case *c, const struct st_element_state *e, size_t e_n)
{
    struct st_json w = ST_JSON_INIT(&cli->out);

    st_json_object(&w);
    st_json_key(&w, "id"), st_json_id(&w, c->id);
    st_json_key(&w, "version"), st_json_int(&w, c->version);
    st_json_key(&w, "case"), st_shape_write(&w, &case_file_shape, &c->file, ST_ALL_FIELDS);
    st_json_key(&w, "clocks"), st_json_array(&w);
    for (size_t i = 0; i < c->clocks_n; i++)
        st_shape_write(&w, &case_clock_shape, &c->clocks[i], ST_ALL_FIELDS);
    st_json_array_end(&w);
    st_json_key(&w, "elements"), st_json_array(&w);
    for (size_t i = 0; i < e_n; i++) {
        st_json_object(&w);
        st_json_key(&w, "name"), st_json_text(&w, e[i].element->name);
        st_json_key(&w, "needed"), st_json_bool(&w, e[i].needed);
        st_json_key(&w, "done"), st_json_bool(&w, e[i].done);
        st_json_object_end(&w);
    }
    st_json_array_end(&w);
    st_json_key(&w, "actions"), st_json_array(&w);
    for (size_t i = 0; i < c->actions_n; i++)
        st_shape_write(&w, &case_action_shape, &c->actions[i], ST_ALL_FIELDS);
    st_json_array_end(&w);
    st_json_object_end(&w);
    st_buf_char(&cli->out, '\n');
}

static void show_clock(struct st_cli *cli, struct st_case *c, const struct case_clock *k)
{
    const struct st_clock *def = st_clock_find(c->procedure, k->name);
    struct st_clock_due due;

    st_buf_printf(&cli->out, "  %s: ", st_translate(def->label, cli->reader.language));
    if (st_instant_known(k->ends_at))
        st_cli_say(cli, ST_MSG("{0}, {1} ({2})", st_value_key(st_code_label(&clock_state_codes, k->state)),
                               ST_V(k->ends_at), ST_V(k->citation)));
    else
        st_cli_say(cli, ST_MSG("{0}, end not known yet", st_value_key(st_code_label(&clock_state_codes, k->state))));
    if (k->state != clock_state_stopped &&
        st_case_clock_due(&due, c, st_str_z(cli->arena, k->name), NULL) == ST_OK && due.consequence.text != NULL) {
        st_buf_text(&cli->out, "    ");
        st_cli_say(cli, due.consequence);
    }
}

static void show_action(struct st_cli *cli, struct st_case *c, size_t i)
{
    const struct case_action *a = &c->actions[i];
    const struct st_step *step = st_case_step(c, i);
    const char *language = cli->reader.language;
    struct st_str who = st_yes(a->by_law) ? ST_S("") : st_staff_name(c->tx, a->officer);

    st_buf_printf(&cli->out, "  %3lld  ", (long long)a->position.v);
    st_message_print(&cli->out, &ST_MSG("{0}", ST_V(a->happened_at)), &cli->reader);
    st_buf_printf(&cli->out, "  %s", step ? st_translate(step->label, language) : st_str_z(cli->arena, a->action));
    if (st_yes(a->by_law))
        st_buf_printf(&cli->out, " (%s)", st_translate("by operation of law", language));
    if (who.n > 0)
        st_buf_printf(&cli->out, ", %.*s", (int)who.n, who.p);
    if (st_case_standing(c, i) == ST_CORRECTED)
        st_buf_printf(&cli->out, " [%s]", st_translate("corrected later", language));
    if (st_case_standing(c, i) == ST_UNDONE)
        st_buf_printf(&cli->out, " [%s]", st_translate("taken back", language));
    st_buf_char(&cli->out, '\n');
}

static void show_people(struct st_cli *cli, struct st_case *c, const struct st_element_state *e, size_t e_n)
{
    const char *language = cli->reader.language;

    st_buf_printf(&cli->out, "%s %.*s\n", st_translate(c->procedure->title, language), (int)c->file.number.n,
                  c->file.number.p);
    st_buf_printf(&cli->out, "%s\n", st_translate(st_state_label(c->procedure, c->file.state), language));
    st_buf_printf(&cli->out, "\n%s\n", st_translate("Clocks", language));
    for (size_t i = 0; i < c->clocks_n; i++)
        show_clock(cli, c, &c->clocks[i]);
    st_buf_printf(&cli->out, "\n%s\n", st_translate("Parts", language));
    for (size_t i = 0; i < e_n; i++)
        if (e[i].needed || e[i].done)
            st_buf_printf(&cli->out, "  [%s] %s\n", e[i].done ? "x" : " ",
                          st_translate(e[i].element->label, language));
    st_buf_printf(&cli->out, "\n%s\n", st_translate("What was done", language));
    for (size_t i = 0; i < c->actions_n; i++)
        show_action(cli, c, i);
}

static int show(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_cli *cli = arg;
    struct st_element_state *e;
    struct st_case c;
    struct st_id id;
    size_t n;
    int rc = st_cli_case(&id, tx, cli->args[0], err);

    if (rc == ST_OK)
        rc = st_case_get(&c, tx, id, true, err);
    if (rc != ST_OK)
        return rc;
    n = st_case_elements(&e, &c);
    st_buf_clear(&cli->out);
    if (st_cli_json(cli))
        show_json(cli, &c, e, n);
    else
        show_people(cli, &c, e, n);
    return ST_OK;
}

int st_cli_case_show(struct st_cli *cli) { return st_cli_look(cli, show, cli); }

/* ---- offers ---- */

static void offer_json(struct st_json *w, const struct st_offer *o, const struct st_reader *reader)
{
    st_json_object(w);
    st_json_key(w, "action"), st_json_text(w, o->step->action);
    st_json_key(w, "label"), st_json_text(w, st_translate(o->step->label, reader->language));
    st_json_key(w, "form"), st_json_text(w, o->step->form ? o->step->form->name : NULL);
    st_json_key(w, "purpose"), st_json_text(w, st_code_name(&purpose_codes, o->step->purpose));
    st_json_key(w, "open"), st_json_bool(w, o->open);
    if (!o->open)
        st_json_key(w, "why_not"), st_json_faults(w, &o->why_not, reader);
    st_json_object_end(w);
}

static void offer_people(struct st_cli *cli, const struct st_offer *o)
{
    st_buf_printf(&cli->out, "%s %-22s %s\n", o->open ? "*" : "-", o->step->action,
                  st_translate(o->step->label, cli->reader.language));
    for (size_t i = 0; !o->open && i < o->why_not.n; i++) {
        st_buf_text(&cli->out, "    ");
        st_message_print(&cli->out, &o->why_not.faults[i].what, &cli->reader);
        st_buf_printf(&cli->out, " [%s]\n", o->why_not.faults[i].citation);
    }
}

static int offers(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_cli *cli = arg;
    struct st_json w;
    struct st_offer *o;
    struct st_case c;
    struct st_id id;
    size_t n = 0;
    int rc = st_cli_case(&id, tx, cli->args[0], err);

    if (rc == ST_OK)
        rc = st_case_get(&c, tx, id, true, err);
    if (rc == ST_OK)
        rc = st_case_offers(&o, &n, &c, err);
    if (rc != ST_OK)
        return rc;
    st_cli_list(&w, cli);
    for (size_t i = 0; i < n; i++)
        if (st_cli_json(cli))
            offer_json(&w, &o[i], &cli->reader);
        else
            offer_people(cli, &o[i]);
    st_cli_list_end(&w, cli);
    return ST_OK;
}

int st_cli_case_offers(struct st_cli *cli) { return st_cli_look(cli, offers, cli); }

/* ---- act ---- */

struct doing {
    struct st_cli *cli;
    struct st_act act;
    char number[ST_NUMBER_TEXT], state[48];
    int64_t version;
};

/* What is said of the case after the command; its own memory ends with it. */
static void keep(struct doing *d, const struct st_case *c)
{
    (void)snprintf(d->number, sizeof(d->number), "%.*s", (int)c->file.number.n, c->file.number.p);
    (void)snprintf(d->state, sizeof(d->state), "%.*s", (int)c->file.state.n, c->file.state.p);
    d->version = c->version;
}

static const struct st_step *step_of(const char *action)
{
    for (const struct st_procedure *const *p = st_procedures(); *p != NULL; p++)
        for (const struct st_step *s = (*p)->steps; s->action != NULL; s++)
            if (strcmp(s->action, action) == 0)
                return s;
    return NULL;
}

static int take(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct doing *d = arg;
    const struct case_act_options *o = d->cli->options;
    struct st_case c;
    int rc = st_cli_case(&d->act.case_id, tx, d->cli->args[0], err);

    if (rc == ST_OK && o->corrects.known) {
        rc = st_case_get(&c, tx, d->act.case_id, false, err);
        if (rc == ST_OK && (o->corrects.v < 1 || (size_t)o->corrects.v > c.actions_n))
            rc = st_fail(err, ST_E_INVALID, "corrects", ST_MSG("The case has no entry at this position."), "",
                         "Look at the case with show.");
        if (rc == ST_OK)
            d->act.corrects = c.action_ids[o->corrects.v - 1];
    }
    if (rc == ST_OK)
        rc = st_case_act(&c, tx, &d->act, err);
    if (rc != ST_OK)
        return rc;
    keep(d, &c);
    return ST_OK;
}

static int said(struct st_cli *cli, const struct doing *d)
{
    struct st_json w = ST_JSON_INIT(&cli->out);

    if (!st_cli_json(cli)) {
        st_cli_say(cli, ST_MSG("Done: case {0}, now {1}.", ST_V(&d->number[0]), ST_V(&d->state[0])));
        return ST_OK;
    }
    st_json_object(&w);
    st_json_key(&w, "id"), st_json_id(&w, d->act.case_id);
    st_json_key(&w, "number"), st_json_text(&w, d->number);
    st_json_key(&w, "state"), st_json_text(&w, d->state);
    st_json_key(&w, "version"), st_json_int(&w, d->version);
    st_json_object_end(&w);
    st_buf_char(&cli->out, '\n');
    return ST_OK;
}

/* The purpose is the step's own where none was named: an officer at the keyboard works in the case at hand. */
int st_cli_case_act(struct st_cli *cli)
{
    const struct case_act_options *o = cli->options;
    const struct st_step *step;
    struct doing d = {.cli = cli, .act = {.action = cli->args[1], .version = o->version.v, .reason = o->reason,
                                          .happened_at = o->happened_at, .late_why = o->late_why}};
    int rc = ST_OK;

    st_system_register();
    step = step_of(cli->args[1]);
    if (step == NULL)
        return st_fail(&cli->err, ST_E_NOTFOUND, "action", ST_MSG("No procedure has a step of this name."), "",
                       "See the offers of the case.");
    if (step->form != NULL) {
        d.act.form = st_alloc(cli->arena, step->form->size);
        rc = st_cli_fill(d.act.form, step->form, cli, o->form, o->set);
    }
    if (cli->common.purpose.n == 0 && step->purpose != purpose_unknown)
        cli->common.purpose = st_str_of(st_code_name(&purpose_codes, step->purpose));
    if (rc == ST_OK)
        rc = st_cli_write(cli, take, &d);
    return rc == ST_OK ? said(cli, &d) : rc;
}

/* ---- open ---- */
#define CASE_OPEN_OPTIONS(F)                                                                                          \
    CLI_FORM(F)                                                                                                       \
    F(text, person, 0, 24, "Person", "Number of the person that it is about", "")                                     \
    F(text, place, 0, 80, "Place", "", "")
ST_SHAPE(case_open_options, CASE_OPEN_OPTIONS)
ST_SHAPE_DEFINE(case_open_options, CASE_OPEN_OPTIONS, "Case", "")

static int open_it(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct doing *d = arg;
    const struct case_open_options *o = d->cli->options;
    struct st_str authority = tx->actor->authority;
    struct st_act a = d->act;
    struct st_case c;
    int rc = o->person.n ? st_person_find(tx, &a.person, o->person, err) : ST_OK;

    a.member_state = st_str_cut(&authority, '-');
    a.place = o->place;
    if (rc == ST_OK)
        rc = st_case_act(&c, tx, &a, err);
    if (rc != ST_OK)
        return rc;
    d->act.case_id = c.id;
    keep(d, &c);
    return ST_OK;
}

static int case_open(struct st_cli *cli)
{
    const struct case_open_options *o = cli->options;
    const struct st_procedure *p;
    const struct st_step *s;
    struct doing d = {.cli = cli};
    int rc = ST_OK;

    st_system_register();
    p = st_procedure_find(st_str_of(cli->args[0]));
    for (s = p ? p->steps : NULL; s != NULL && s->from != NULL; s++)
        continue;
    if (p == NULL || s == NULL)
        return st_fail(&cli->err, ST_E_NOTFOUND, "procedure", ST_MSG("There is no procedure of this name."), "",
                       "See the list of cases for their names.");
    d.act = (struct st_act){.procedure = p, .action = s->action};
    if (s->form != NULL) {
        d.act.form = st_alloc(cli->arena, s->form->size);
        rc = st_cli_fill(d.act.form, s->form, cli, o->form, o->set);
    }
    if (cli->common.purpose.n == 0)
        cli->common.purpose = st_str_of(st_code_name(&purpose_codes, s->purpose));
    if (rc == ST_OK)
        rc = st_cli_write(cli, open_it, &d);
    return rc == ST_OK ? said(cli, &d) : rc;
}

static int case_chart(struct st_cli *cli)
{
    const struct st_procedure *p;

    st_system_register();
    p = st_procedure_find(st_str_of(cli->args[0]));
    if (p == NULL)
        return st_fail(&cli->err, ST_E_NOTFOUND, "procedure", ST_MSG("There is no procedure of this name."), "",
                       "See the list of cases for their names.");
    st_procedure_chart(&cli->out, p, &cli->reader);
    return ST_OK;
}

/* ---- next: what is most urgent ---- */

static int next(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_cli *cli = arg;
    struct st_work_filter filter = {.limit = 30};
    struct st_json w;
    struct st_work_row *rows;
    size_t n;
    int rc = st_work_list(&rows, &n, tx, &filter, err);

    if (rc != ST_OK)
        return rc;
    st_cli_list(&w, cli);
    for (size_t i = 0; i < n; i++) {
        const struct st_clock *def = st_clock_find(st_procedure_find(rows[i].procedure), rows[i].clock);
        if (!st_cli_json(cli)) {
            st_cli_say(cli, ST_MSG("{0}  {1}: {2}, {3} ({4})", ST_V(rows[i].number), st_value_key(def ? def->label : ""),
                                   st_value_key(st_code_label(&clock_state_codes, (unsigned)rows[i].clock_state)),
                                   ST_V(rows[i].ends_at), ST_V(rows[i].citation)));
            continue;
        }
        st_json_object(&w);
        st_json_key(&w, "case"), st_json_id(&w, rows[i].case_id);
        st_json_key(&w, "number"), st_json_str(&w, rows[i].number);
        st_json_key(&w, "procedure"), st_json_str(&w, rows[i].procedure);
        st_json_key(&w, "clock"), st_json_str(&w, rows[i].clock);
        st_json_key(&w, "state"), st_json_text(&w, st_code_name(&clock_state_codes, (unsigned)rows[i].clock_state));
        st_json_key(&w, "ends_at"), st_json_instant(&w, rows[i].ends_at);
        st_json_key(&w, "outer_end"), st_json_instant(&w, rows[i].outer_end);
        st_json_key(&w, "citation"), st_json_str(&w, rows[i].citation);
        st_json_object_end(&w);
    }
    st_cli_list_end(&w, cli);
    return ST_OK;
}

static int case_next(struct st_cli *cli) { return st_cli_look(cli, next, cli); }

/* ---- hands, and taking back ---- */

#define CASE_HAND_OPTIONS(F) F(text, reason, 0, 1000, "Reason", "What the colleague reads", "")
ST_SHAPE(case_hand_options, CASE_HAND_OPTIONS)
ST_SHAPE_DEFINE(case_hand_options, CASE_HAND_OPTIONS, "Hand-over", "")

/* What the three commands do with the case that was named; afterwards it is looked at for the answer. */
typedef int (*hand_fn)(struct st_tx *tx, struct st_id id, const struct st_cli *cli, struct st_error *err);

static struct st_str why(const struct st_cli *cli) { return ((const struct case_hand_options *)cli->options)->reason; }

static int take_over(struct st_tx *tx, struct st_id id, const struct st_cli *cli, struct st_error *err)
{
    return st_case_take_over(tx, id, why(cli), err);
}

static int hand_over(struct st_tx *tx, struct st_id id, const struct st_cli *cli, struct st_error *err)
{
    struct st_id to;
    int rc = st_staff_find(tx, &to, st_str_of(cli->args[1]), err);
    return rc == ST_OK ? st_case_hand_over(tx, &id, 1, to, why(cli), err) : rc;
}

static int undo(struct st_tx *tx, struct st_id id, const struct st_cli *cli, struct st_error *err)
{
    return st_case_undo(NULL, tx, id, 0, why(cli), err);
}

struct handing {
    struct doing d;
    hand_fn fn;
};

static int hand_it(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct handing *h = arg;
    struct st_case c;
    int rc = st_cli_case(&h->d.act.case_id, tx, h->d.cli->args[0], err);

    if (rc == ST_OK)
        rc = h->fn(tx, h->d.act.case_id, h->d.cli, err);
    if (rc == ST_OK)
        rc = st_case_get(&c, tx, h->d.act.case_id, false, err);
    if (rc == ST_OK)
        keep(&h->d, &c);
    return rc;
}

static int hand(struct st_cli *cli, hand_fn fn)
{
    struct handing h = {{.cli = cli}, fn};
    int rc = st_cli_write(cli, hand_it, &h);
    return rc == ST_OK ? said(cli, &h.d) : rc;
}

static int case_take_over(struct st_cli *cli) { return hand(cli, take_over); }
static int case_hand_over(struct st_cli *cli) { return hand(cli, hand_over); }
static int case_undo(struct st_cli *cli) { return hand(cli, undo); }

const struct st_cli_command st_cli_cases[] = {
    {"case", "list", "", 0, 0, &case_list_options_shape, "List cases, newest first", st_cli_case_list},
    {"case", "open", "PROCEDURE", 1, 1, &case_open_options_shape, "Open a case of a procedure", case_open},
    {"case", "show", "CASE", 1, 1, NULL, "Show a case: clocks, parts, what was done", st_cli_case_show},
    {"case", "next", "", 0, 0, NULL, "What is most urgent", case_next},
    {"case", "offers", "CASE", 1, 1, NULL, "What can be done now, and why not the rest", st_cli_case_offers},
    {"case", "act", "CASE ACTION", 2, 2, &case_act_options_shape, "Take a step in a case", st_cli_case_act},
    {"case", "undo", "CASE", 1, 1, &case_hand_options_shape, "Take the newest entry back", case_undo},
    {"case", "take-over", "CASE", 1, 1, &case_hand_options_shape, "Take a case over from whoever holds it", case_take_over},
    {"case", "hand-over", "CASE OFFICER", 2, 2, &case_hand_options_shape, "Hand a case to a colleague", case_hand_over},
    {"case", "chart", "PROCEDURE", 1, 1, NULL, "Draw the chart of a procedure", case_chart},
    {NULL, NULL, NULL, 0, 0, NULL, NULL, NULL},
};
