/* Questions to the law in words, and the answers in JSON: what the command line and the interface share. */
#ifndef ST_LAW_ASK_H
#define ST_LAW_ASK_H

#include "base/shape.h"
#include "law/period.h"
#include "law/rule.h"

#define LAW_PERIOD(F)                                                                                                 \
    F(text, event, ST_REQUIRED, 40, "Event", "DATE or DATETHH:MM, local time of the State", "Reg. 1182/71 Art 3(1)")  \
    F(text, length, ST_REQUIRED, 40, "Length", "As 72 hours, 7 days, 5 working days, 2 months, 1/2 month", "")         \
    F(text, profile, 0, 40, "Profile", "reg-1182 (default), own-75, apr-73, rbp-11, condition, liberty, hours, national, date", "")\
    F(text, state, ST_REQUIRED, 3, "State", "Where the action is to be taken: IT, EL, …, or EU", "Reg. 1182/71 Art 2(1)") \
    F(text, zone, 0, 47, "Time zone", "Where clocks differ from the capital's: Atlantic/Canary", "")                    \
    F(tri, backwards, 0, 0, "Backwards", "Count back from the event", "Reg. 1182/71 Art 3(4)")
ST_SHAPE(law_period, LAW_PERIOD)

/* Counts. Errors: ST_E_INVALID (each field named), and those of st_period. */
int st_period_ask(struct st_period_result *out, const struct law_period *asked, struct st_arena *arena,
                  struct st_error *err);
/* {"last_day","ends_at","starts_at","raw_end","alt_end","alt_ends_at","uncertain","projected","steps":[…],"rules_hash"};
 * the steps name times by the clocks that the period was counted by. */
void st_period_write(struct st_json *w, const struct st_period_result *result, const struct st_reader *reader);
/* A rule: {"rule","act","citation","question","spec","confidence","from","until","facts","outcome"}, the last two as
 * JSON Schemas; and the list of all rules. */
void st_rule_write(struct st_json *w, const struct st_rule *rule, const struct st_reader *reader);
void st_rules_write(struct st_json *w, const struct st_reader *reader);

#endif
