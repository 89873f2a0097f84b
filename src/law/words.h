/* The words in which rules are written. Only the files of rules include this: the words are short so that a rule reads
 * like its article. */
#ifndef ST_LAW_WORDS_H
#define ST_LAW_WORDS_H

#include "law/period.h"
#include "law/rule.h"

/* `fact` is a field of f, as in is(r, f->application_made). */
#define is(r, fact) st_ask_yes((r), &(fact))
#define code(r, fact) st_ask_code((r), &(fact))
#define date(r, fact) st_ask_date((r), &(fact))
#define instant(r, fact) st_ask_instant((r), &(fact))
#define number(r, fact) st_ask_number((r), &(fact))
#define text(r, fact) st_ask_text((r), &(fact))
/* True when the fact has a value. Ask it only where the law itself makes a difference ("where available"). */
#define known(r, fact) st_ask_known((r), &(fact))
/* True when the set of noted values holds this one. */
#define has(r, fact, value) st_ask_has((r), &(fact), (value))
/* All noted values of a set, as bits. */
#define noted(r, fact) st_ask_set((r), &(fact))
/* Gives a reason: citation, sentence (catalogue key), values by ST_V. */
#define because(r, citation, ...) st_because((r), (citation), ST_MSG(__VA_ARGS__))

/* Counts a period. Its event must have been asked for before; where that is unknown, nothing is counted. What cannot
 * be counted (no such State, a calendar that is not known, a date that is not whole) is needed anew, and the reason
 * says so: `event` is the fact that it runs from, `state` the one that names the State. Then all of the result is
 * unknown. */
#define period(r, query, event, state) st_count_period((r), (query), &(event), &(state))
struct st_period_result st_count_period(struct st_run *r, const struct st_period_query *query, const void *event,
                                        const void *state);

#endif
