/* statera law: the rules alone, without a database. */
#include "cli/cli.h"
#include "law/period.h"
#include "law/rule.h"
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

static void list_json(struct st_cli *cli)
{
    struct st_json w = ST_JSON_INIT(&cli->out);

    st_json_array(&w);
    for (size_t i = 0; i < st_rules_n; i++) {
        const struct st_rule *r = st_rules[i];
        st_json_object(&w);
        st_json_key(&w, "rule"), st_json_text(&w, r->id);
        st_json_key(&w, "citation"), st_json_text(&w, r->citation);
        st_json_key(&w, "question"), st_json_text(&w, st_translate(r->question, cli->reader.language));
        st_json_key(&w, "spec"), st_json_text(&w, r->spec);
        st_json_key(&w, "confidence");
        st_json_text(&w, r->confidence == ST_VERIFIED ? "verified" : r->confidence == ST_READING ? "reading" : "memory");
        st_json_key(&w, "from"), st_json_date(&w, r->from);
        st_json_key(&w, "until"), st_json_date(&w, r->until);
        st_json_key(&w, "facts"), st_shape_schema(&w, r->facts);
        st_json_key(&w, "outcome"), st_shape_schema(&w, r->outcome);
        st_json_object_end(&w);
    }
    st_json_array_end(&w);
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

#define LAW_PERIOD(F)                                                                                                 \
    F(text, event, ST_REQUIRED, 40, "Event", "DATE or DATETHH:MM, local time of the State", "Reg. 1182/71 Art 3(1)")  \
    F(text, length, ST_REQUIRED, 40, "Length", "As 72 hours, 7 days, 5 working days, 2 months, 1/2 month", "")         \
    F(text, profile, 0, 40, "Profile", "reg-1182 (default), own-75, apr-73, rbp-11, condition, liberty, hours, national, date", "")\
    F(text, state, ST_REQUIRED, 3, "State", "Where the action is to be taken: IT, EL, …, or EU", "Reg. 1182/71 Art 2(1)") \
    F(text, zone, 0, 47, "Time zone", "Where clocks differ from the capital's: Atlantic/Canary", "")                    \
    F(tri, backwards, 0, 0, "Backwards", "Count back from the event", "Reg. 1182/71 Art 3(4)")
ST_SHAPE(law_period, LAW_PERIOD)
ST_SHAPE_DEFINE(law_period, LAW_PERIOD, "Period", "")

/* Reads "2026-09-04" or "2026-09-04T10:30", wall time in the State. */
static int read_event(struct st_period_query *q, struct st_cli *cli, struct st_str text)
{
    const char *zone = q->zone ? q->zone : st_state_zone(q->state);
    struct st_instant wall;
    struct st_local local;

    if (st_date_parse(&q->event, text) && st_date_whole(q->event))
        return ST_OK;
    if (text.n == 16 && st_instant_parse(&wall, st_strf(cli->arena, "%.*s:00Z", (int)text.n, text.p)) &&
        st_zone_local(&local, wall, "UTC") &&
        st_zone_instant(&q->event_at, local.date, local.hour, local.minute, 0, zone))
        return ST_OK;
    return st_fail(&cli->err, ST_E_INVALID, "event", ST_MSG("The event is no date and no date with time."),
                   "Reg. 1182/71 Art 3(1)", "Write it as 2026-09-17 or 2026-09-17T10:30.");
}

static void period_json(struct st_cli *cli, const struct st_period_result *r)
{
    struct st_json w = ST_JSON_INIT(&cli->out);

    st_json_object(&w);
    st_json_key(&w, "last_day"), st_json_date(&w, r->last_day);
    st_json_key(&w, "ends_at"), st_json_instant(&w, r->ends_at);
    st_json_key(&w, "starts_at"), st_json_instant(&w, r->starts_at);
    st_json_key(&w, "raw_end"), st_json_date(&w, r->raw_end);
    st_json_key(&w, "alt_end"), st_json_date(&w, r->alt_end);
    st_json_key(&w, "alt_ends_at"), st_json_instant(&w, r->alt_ends_at);
    st_json_key(&w, "uncertain"), st_json_bool(&w, r->uncertain);
    st_json_key(&w, "projected"), st_json_bool(&w, r->projected);
    st_json_key(&w, "steps");
    st_json_array(&w);
    for (size_t i = 0; i < r->steps_n; i++) {
        st_json_object(&w);
        st_json_key(&w, "rule"), st_json_text(&w, r->steps[i].rule);
        st_json_key(&w, "citation"), st_json_text(&w, r->steps[i].citation);
        st_json_key(&w, "text"), st_json_message(&w, &r->steps[i].text, &cli->reader);
        st_json_object_end(&w);
    }
    st_json_array_end(&w);
    st_json_key(&w, "rules_hash"), st_json_text(&w, st_rules_hash);
    st_json_object_end(&w);
    st_buf_char(&cli->out, '\n');
}

static int period(struct st_cli *cli)
{
    const struct law_period *o = cli->options;
    struct st_period_query q = {.state = o->state, .backwards = st_yes(o->backwards), .profile = ST_REG_1182};
    struct st_period_result r;
    int rc = st_shape_check(&law_period_shape, o, NULL, 0, (struct st_instant){0}, cli->arena, "", &cli->err);

    if (rc == ST_OK && !st_period_length_parse(&q.length, o->length))
        rc = st_fail(&cli->err, ST_E_INVALID, "length", ST_MSG("This is no length of a period."), "",
                     "Write it as 7 days, 2 months or 72 hours.");
    if (o->profile.n)
        q.profile = st_profile_of(o->profile);
    if (o->zone.n)
        q.zone = st_str_z(cli->arena, o->zone);
    if (rc == ST_OK)
        rc = read_event(&q, cli, o->event);
    if (rc == ST_OK)
        rc = st_period(&r, &q, &cli->err);
    if (rc != ST_OK)
        return rc;
    if (st_cli_json(cli)) {
        period_json(cli, &r);
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
