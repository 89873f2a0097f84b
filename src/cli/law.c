/* statera law: the rules alone, without a database. */
#include "cli/cli.h"
#include "law/ask.h"

enum { FACTS_MAX = 1024 * 1024 };

static struct st_date day_asked(const struct st_cli *cli)
{
    struct st_local local = {0};
    if (st_date_known(cli->common.as_of))
        return cli->common.as_of;
    (void)st_zone_local(&local, st_instant_now(), "UTC");
    return local.date;
}

static void list_json(struct st_cli *cli)
{
    struct st_json w = ST_JSON_INIT(&cli->out);

    st_rules_write(&w, &cli->reader);
    st_buf_char(&cli->out, '\n');
}

static int list(struct st_cli *cli)
{
    if (st_cli_json(cli))
        list_json(cli);
    for (size_t i = 0; !st_cli_json(cli) && i < st_rules_n; i++)
        st_buf_printf(&cli->out, "%-32s %-28s %s\n", st_rules[i]->id, st_rules[i]->citation,
                      st_translate(st_rules[i]->question, cli->reader.language));
    return ST_OK;
}

#define LAW_EVAL(F)                                                                                                   \
    F(text, facts, ST_REQUIRED, 400, "Facts", "File with the facts as a JSON object, or - for standard input", "")    \
    F(tri, explain, 0, 0, "Explain", "Show every fact that was asked and what would change the answer", "")
ST_SHAPE(law_eval, LAW_EVAL)
ST_SHAPE_DEFINE(law_eval, LAW_EVAL, "Evaluation", "")

static void answer_for_people(struct st_cli *cli, const struct st_answer *a)
{
    const struct st_field *f = a->rule->outcome->fields();

    st_buf_printf(&cli->out, "%s\n", st_translate(a->rule->question, cli->reader.language));
    for (size_t i = 0; i < a->rule->outcome->n; i++) {
        if (!st_field_known(&f[i], a->outcome))
            continue;
        st_buf_printf(&cli->out, "  %s: ", st_translate(f[i].label, cli->reader.language));
        st_field_print(&cli->out, &f[i], a->outcome);
        st_buf_char(&cli->out, '\n');
    }
    for (size_t i = 0; i < a->reasons_n; i++) {
        st_buf_text(&cli->out, "  - ");
        st_message_print(&cli->out, &a->reasons[i].text, &cli->reader);
        st_buf_printf(&cli->out, " [%s]\n", a->reasons[i].citation);
    }
    for (size_t i = 0; i < a->needs_n; i++)
        st_cli_say(cli, ST_MSG("  Needed to answer: {0}", st_value_key(a->needs[i]->label)));
}

static void what_if_for_people(struct st_cli *cli, const struct st_what_if *other, size_t n)
{
    for (size_t i = 0; i < n; i++)
        st_cli_say(cli, ST_MSG("  Would be different if {0} were {1}.", st_value_key(other[i].fact->label),
                               ST_V(other[i].value)));
}

static int eval(struct st_cli *cli)
{
    const struct law_eval *o = cli->options;
    const struct st_rule *rule = st_rule_find(st_str_of(cli->args[0]));
    struct st_answer answer;
    struct st_str text;
    json_t *json = NULL;
    void *facts;
    int rc;

    if (rule == NULL)
        return st_fail(&cli->err, ST_E_NOTFOUND, "rule", ST_MSG("There is no rule named {0}.", ST_V(cli->args[0])), "",
                       "See statera law list.");
    if (o->facts.n == 0)
        return st_fail(&cli->err, ST_E_INVALID, "facts", ST_MSG("The facts are missing."), "",
                       "Name a file with --facts, or - for standard input.");
    facts = st_alloc(cli->arena, rule->facts->size);
    rc = st_cli_read(&text, cli, o->facts.p, FACTS_MAX);
    if (rc == ST_OK)
        rc = st_json_parse(&json, text, &cli->err);
    if (rc == ST_OK)
        rc = st_shape_read(facts, rule->facts, json, cli->arena, "", &cli->err);
    json_decref(json);
    if (rc == ST_OK)
        rc = st_rule_ask(&answer, rule, facts, day_asked(cli), cli->arena, &cli->err);
    if (rc != ST_OK)
        return rc;
    if (st_cli_json(cli)) {
        struct st_json w = ST_JSON_INIT(&cli->out);
        st_answer_write(&w, &answer, facts, st_yes(o->explain), &cli->reader);
        st_buf_char(&cli->out, '\n');
    } else {
        struct st_what_if *other;
        size_t n = 0;
        answer_for_people(cli, &answer);
        if (st_yes(o->explain) &&
            st_rule_what_if(&other, &n, rule, facts, day_asked(cli), cli->arena, &cli->err) == ST_OK)
            what_if_for_people(cli, other, n);
    }
    return answer.complete ? ST_OK : ST_E_NEEDS;
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
    {"law", "eval", "RULE", 1, 1, &law_eval_shape, "Ask a rule", eval},
    {"law", "period", "", 0, 0, &law_period_shape, "Count a legal period", period},
    {NULL, NULL, NULL, 0, 0, NULL, NULL, NULL},
};
