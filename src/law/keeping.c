#include "law/keeping.h"

#include "law/parameters.h"
#include "law/words.h"

ST_CODES_DEFINE(kept_matter, KEPT_MATTER)
ST_SHAPE_DEFINE(keeping_facts, KEEPING_FACTS, "What is known for the limit of storage", "GDPR Art 5(1)(e)")
ST_SHAPE_DEFINE(keeping_outcome, KEEPING_OUTCOME, "Limit of storage", "GDPR Art 5(1)(e)")

#define GDPR_APPLIES 2018, 5, 25

static const char *const parameters[] = {
    [kept_matter_subject_request] = "keeping.subject_request_months",
    [kept_matter_allegation] = "keeping.allegation_months",
    [kept_matter_person_file] = "keeping.person_file_months",
    [kept_matter_arrival] = "keeping.arrival_months",
    [kept_matter_law_enforcement_request] = "keeping.law_enforcement_request_months",
};

ST_RULE(keeping_limit, keeping_facts, keeping_outcome, "keeping.limit", ST_KEEPING_CITATION,
        "Until when is kept what no act gives a period of its own?", "EUR-O12 SCR-111", ST_READING, GDPR_APPLIES)
{
    unsigned matter = code(r, f->matter);
    struct st_period_query q = {.event = date(r, f->since), .profile = ST_DATE, .state = ST_S("EU")};

    if (matter == kept_matter_unknown)
        return;
    q.length = (struct st_period_length){st_param_number(r, parameters[matter]), ST_MONTHS};
    o->last_day = period(r, &q, f->since, f->since).last_day;
    if (!st_date_known(o->last_day))
        return;
    o->erase_on = st_date_add_days(o->last_day, 1);
    because(r, ST_KEEPING_CITATION, "{0}: no act names a period. The controller keeps it no longer than {1} months: until {2}.",
            st_value_key(st_code_label(&kept_matter_codes, matter)), ST_V(q.length.n), ST_V(o->last_day));
}

int st_keeping_last_day(struct st_date *out, enum kept_matter matter, struct st_date since, struct st_arena *arena,
                        struct st_error *err)
{
    const struct keeping_facts facts = {.matter = (uint16_t)matter, .since = since};
    struct st_answer answer;
    int rc = st_rule_ask(&answer, &keeping_limit_rule, &facts, since, arena, err);

    *out = (struct st_date){0};
    if (rc != ST_OK)
        return rc;
    *out = ((const struct keeping_outcome *)answer.outcome)->last_day;
    ST_ASSERT(st_date_known(*out)); /* the parameters have no gaps, and the clock knows its day */
    return ST_OK;
}

int64_t st_keeping_months(enum kept_matter matter, struct st_date as_of)
{
    ST_ASSERT(matter > kept_matter_unknown && matter < kept_matter_count);
    return st_parameter(parameters[matter], as_of)->number;
}
