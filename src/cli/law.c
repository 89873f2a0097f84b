/* statera law: the rules alone, without a database. */
#include "cli/record.h"
#include "law/ask.h"
#include "law/states.h"

enum { FACTS_MAX = 1024 * 1024 };

static struct st_date day_asked(const struct st_cli *cli)
{
    struct st_local local = {0};
    if (st_date_known(cli->common.as_of))
        return cli->common.as_of;
    (void)st_zone_local(&local, st_instant_now(), "UTC");
    return local.date;
}

/* ---- law list ---- */

static void list_of_act(struct st_cli *cli, const struct st_act_of_rules *act)
{
    st_buf_printf(&cli->out, "%s\n", st_translate(act->title, cli->reader.language));
    for (size_t i = 0; i < st_rules_n; i++)
        if (st_rule_of_act(st_rules[i], act))
            st_buf_printf(&cli->out, "  %-32s %s [%s]\n", st_rules[i]->id,
                          st_translate(st_rules[i]->question, cli->reader.language), st_rules[i]->citation);
}

static int list(struct st_cli *cli)
{
    struct st_json w = ST_JSON_INIT(&cli->out);

    if (!st_cli_json(cli)) {
        for (const struct st_act_of_rules *act = st_acts_of_rules; act->prefix != NULL; act++)
            list_of_act(cli, act);
        return ST_OK;
    }
    st_rules_write(&w, &cli->reader);
    st_buf_char(&cli->out, '\n');
    return ST_OK;
}

/* ---- law eval ---- */

#define LAW_EVAL(F)                                                                                                   \
    F(text, facts, ST_REQUIRED, 400, "Facts", "File with the facts as a JSON object, or - for standard input", "")    \
    F(tri, tree, 0, 0, "Tree", "Show every fact that was asked on the way to each reason", "")                        \
    F(tri, what_if, 0, 0, "What if", "Show what would change the answer", "")
ST_SHAPE(law_eval, LAW_EVAL)
ST_SHAPE_DEFINE(law_eval, LAW_EVAL, "Evaluation", "")

static void say_value(struct st_cli *cli, struct st_value value)
{
    struct st_message message = {"{0}", {value}};
    st_message_print(&cli->out, &message, &cli->reader);
}

static void say_codes(struct st_cli *cli, const struct st_field *f, uint64_t set)
{
    const char *between = "";

    for (unsigned value = 1; value <= f->codes->n; value++)
        if (set & ST_CODE_BIT(value)) {
            st_buf_printf(&cli->out, "%s%s", between, st_translate(st_code_label(f->codes, value), cli->reader.language));
            between = "; ";
        }
}

/* The value of a field, in the reader's language. */
static void say_field(struct st_cli *cli, const struct st_field *f, const void *record)
{
    const void *at = st_field_get(f, record);

    switch (f->kind) {
    case ST_KIND_TRI: say_value(cli, st_value_key(*(const uint8_t *)at == ST_YES ? "Yes" : "No")); break;
    case ST_KIND_CODE: say_value(cli, st_value_key(st_code_label(f->codes, *(const uint16_t *)at))); break;
    case ST_KIND_CODES: say_codes(cli, f, *(const uint64_t *)at); break;
    case ST_KIND_DATE: say_value(cli, ST_V(*(const struct st_date *)at)); break;
    case ST_KIND_INSTANT: say_value(cli, ST_V(*(const struct st_instant *)at)); break;
    default: st_field_print(&cli->out, f, record); break;
    }
}

/* A value as the trace keeps it: canonical text. */
static void say_text(struct st_cli *cli, const struct st_rule *rule, const struct st_field *f, struct st_str value)
{
    void *record = st_alloc(cli->arena, rule->facts->size);

    if (value.n == 0 || st_field_parse(record, f, value, cli->arena, f->name, NULL) != ST_OK)
        say_value(cli, st_value_key("unknown"));
    else
        say_field(cli, f, record);
}

static void answer_for_people(struct st_cli *cli, const struct st_answer *a)
{
    const struct st_field *f = a->rule->outcome->fields();

    st_buf_printf(&cli->out, "%s\n", st_translate(a->rule->question, cli->reader.language));
    for (size_t i = 0; i < a->rule->outcome->n; i++) {
        if (!st_field_known(&f[i], a->outcome))
            continue;
        st_buf_printf(&cli->out, "  %s: ", st_translate(f[i].label, cli->reader.language));
        say_field(cli, &f[i], a->outcome);
        st_buf_char(&cli->out, '\n');
    }
    st_cli_why(cli, a);
}

static void tree_for_people(struct st_cli *cli, const struct st_answer *a)
{
    struct st_branch *branches;
    size_t n = st_answer_tree(&branches, a, cli->arena);

    st_buf_printf(&cli->out, "  %s:\n", st_translate("Step by step", cli->reader.language));
    for (size_t i = 0; i < n; i++) {
        const struct st_branch *b = &branches[i];
        for (size_t k = 0; k < b->facts_n; k++) {
            st_buf_printf(&cli->out, "    %s %s: ", b->reason ? "┌" : "·",
                          st_translate(b->facts[k]->fact->label, cli->reader.language));
            say_text(cli, a->rule, b->facts[k]->fact, b->facts[k]->value);
            if (!b->facts[k]->was_known && b->facts[k]->value.n > 0)
                st_buf_printf(&cli->out, " %s", st_translate("(not known, assumed here)", cli->reader.language));
            st_buf_char(&cli->out, '\n');
        }
        if (b->reason == NULL)
            continue;
        st_buf_text(&cli->out, "    → ");
        st_message_print(&cli->out, &b->reason->text, &cli->reader);
        st_buf_printf(&cli->out, " [%s]\n", b->reason->citation);
    }
}

static void what_if_for_people(struct st_cli *cli, const struct st_rule *rule, const struct st_what_if *other, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct st_message fact = ST_MSG("  Would be different if {0} were {1}.", st_value_key(other[i].fact->label),
                                        st_value_key(""));
        struct st_buf kept = cli->out;
        cli->out = (struct st_buf)ST_BUF_INIT(4096);
        say_text(cli, rule, other[i].fact, other[i].value);
        fact.values[1] = st_value_str(st_buf_dup(cli->arena, &cli->out));
        st_buf_deinit(&cli->out);
        cli->out = kept;
        st_cli_say(cli, fact);
    }
}

static const struct st_rule *find_rule(struct st_cli *cli)
{
    const struct st_rule *rule = st_rule_find(st_str_of(cli->args[0]));

    if (rule == NULL)
        (void)st_fail(&cli->err, ST_E_NOTFOUND, "rule", ST_MSG("There is no rule named {0}.", ST_V(cli->args[0])), "",
                      "See statera law list.");
    return rule;
}

/* Instants are shown by the clocks of the State that the facts name. */
static void set_zone(struct st_cli *cli, const struct st_rule *rule, const void *facts)
{
    const struct st_field *f = st_shape_field(rule->facts, ST_S("member_state"));

    if (f != NULL && f->kind == ST_KIND_TEXT && st_field_known(f, facts))
        cli->reader.time_zone = st_state_zone(*(const struct st_str *)st_field_get(f, facts));
}

static int read_facts(void **out, struct st_cli *cli, const struct st_rule *rule, struct st_str path)
{
    struct st_str text;
    json_t *json = NULL;
    int rc = st_cli_read(&text, cli, path.p, FACTS_MAX);

    *out = st_alloc(cli->arena, rule->facts->size);
    if (rc == ST_OK)
        rc = st_json_parse(&json, text, &cli->err);
    if (rc == ST_OK)
        rc = st_shape_read(*out, rule->facts, json, cli->arena, "", &cli->err);
    json_decref(json);
    if (rc == ST_OK)
        set_zone(cli, rule, *out);
    return rc;
}

static int eval(struct st_cli *cli)
{
    const struct law_eval *o = cli->options;
    const struct st_rule *rule = find_rule(cli);
    struct st_what_if *other = NULL;
    struct st_answer answer;
    size_t n = 0;
    void *facts;
    int rc;

    if (rule == NULL)
        return ST_E_NOTFOUND;
    if (o->facts.n == 0)
        return st_fail(&cli->err, ST_E_INVALID, "facts", ST_MSG("The facts are missing."), "",
                       "Name a file with --facts, or - for standard input.");
    rc = read_facts(&facts, cli, rule, o->facts);
    if (rc == ST_OK)
        rc = st_rule_ask(&answer, rule, facts, day_asked(cli), cli->arena, &cli->err);
    if (rc == ST_OK && st_yes(o->what_if))
        rc = st_rule_what_if(&other, &n, rule, facts, day_asked(cli), cli->arena, &cli->err);
    if (rc != ST_OK)
        return rc;
    if (st_cli_json(cli)) {
        struct st_json w = ST_JSON_INIT(&cli->out);
        if (st_yes(o->what_if))
            st_answer_write_what_if(&w, &answer, facts, other, n, &cli->reader);
        else
            st_answer_write(&w, &answer, facts, true, &cli->reader);
        st_buf_char(&cli->out, '\n');
    } else {
        answer_for_people(cli, &answer);
        if (st_yes(o->tree))
            tree_for_people(cli, &answer);
        what_if_for_people(cli, rule, other, n);
    }
    return answer.complete ? ST_OK : ST_E_NEEDS;
}

/* ---- law explain ---- */

static void fields_for_people(struct st_cli *cli, const char *title, const struct st_shape *shape)
{
    const struct st_field *f = shape->fields();

    st_buf_printf(&cli->out, "\n%s\n", st_translate(title, cli->reader.language));
    for (size_t i = 0; i < shape->n; i++) {
        st_buf_printf(&cli->out, "  %-28s %s", f[i].name, st_translate(f[i].label, cli->reader.language));
        if (f[i].citation[0])
            st_buf_printf(&cli->out, " [%s]", f[i].citation);
        st_buf_char(&cli->out, '\n');
        for (size_t v = 0; f[i].codes != NULL && v < f[i].codes->n; v++)
            st_buf_printf(&cli->out, "    %-26s   %s\n", f[i].codes->rows[v].name,
                          st_translate(f[i].codes->rows[v].label, cli->reader.language));
    }
}

static int explain(struct st_cli *cli)
{
    const struct st_rule *r = find_rule(cli);
    const char *how_sure;

    if (r == NULL)
        return ST_E_NOTFOUND;
    if (st_cli_json(cli)) {
        struct st_json w = ST_JSON_INIT(&cli->out);
        st_rule_write(&w, r, &cli->reader);
        st_buf_char(&cli->out, '\n');
        return ST_OK;
    }
    /* sentences */
    how_sure = r->confidence == ST_VERIFIED  ? "Checked against the official text."
               : r->confidence == ST_READING ? "The text leaves room; this is the reading chosen."
                                             : "From memory of the act; to be checked against its text.";
    /* end of sentences */
    st_buf_printf(&cli->out, "%s\n", st_translate(r->question, cli->reader.language));
    st_buf_printf(&cli->out, "  %s [%s]\n  %s\n", r->id, r->citation, st_translate(how_sure, cli->reader.language));
    st_cli_say(cli, ST_MSG("  In force from {0}.", ST_V(r->from)));
    if (st_date_known(r->until))
        st_cli_say(cli, ST_MSG("  In force until {0}.", ST_V(r->until)));
    st_cli_say(cli, ST_MSG("  Rows of the specification: {0}", ST_V(r->spec)));
    /* sentences */
    fields_for_people(cli, "Facts it can ask for", r->facts);
    fields_for_people(cli, "What it answers", r->outcome);
    /* end of sentences */
    return ST_OK;
}

/* ---- law period ---- */

/* A period in hours ends at an hour; all others with the last one of their last day. */
static bool ends_within(const struct st_period_result *r)
{
    struct st_local local;
    return st_zone_local(&local, r->ends_at, r->zone) && local.hour + local.minute > 0;
}

static int period(struct st_cli *cli)
{
    struct st_period_result r;
    int rc = st_period_ask(&r, cli->options, cli->arena, &cli->err);

    if (rc != ST_OK)
        return rc;
    if (st_cli_json(cli)) {
        struct st_json w = ST_JSON_INIT(&cli->out);
        st_period_write(&w, &r, &cli->reader);
        st_buf_char(&cli->out, '\n');
        return ST_OK;
    }
    cli->reader.time_zone = r.zone;
    if (ends_within(&r))
        st_cli_say(cli, ST_MSG("Ends on {0}.", ST_V(r.ends_at)));
    else
        st_cli_say(cli, ST_MSG("Ends with {0}.", ST_V(r.last_day)));
    for (size_t i = 0; i < r.steps_n; i++) {
        st_buf_text(&cli->out, "  - ");
        st_message_print(&cli->out, &r.steps[i].text, &cli->reader);
        st_buf_printf(&cli->out, " [%s, %s]\n", r.steps[i].citation, r.steps[i].rule);
    }
    return ST_OK;
}

const struct st_cli_command st_cli_law[] = {
    {"law", "list", "", 0, 0, NULL, "List the rules", list},
    {"law", "explain", "RULE", 1, 1, NULL, "Say what a rule asks, answers and rests on", explain},
    {"law", "eval", "RULE", 1, 1, &law_eval_shape, "Ask a rule", eval},
    {"law", "period", "", 0, 0, &law_period_shape, "Count a legal period", period},
    {NULL, NULL, NULL, 0, 0, NULL, NULL, NULL},
};
