/* How long is kept what no act gives a period of its own: the storage limitation of Regulation (EU) 2016/679 ("GDPR")
 * Art 5(1)(e). The months are the controller's decision (data/law-parameters.csv, keeping.*), dated and shown with each
 * answer, so that a supervisory authority can ask why.
 *
 * what                        the text says                                     so the rule counts from
 * answered request            Eurodac Art 43(8): keep a written record, no end  the answer
 * allegation                  SR Art 10: no end                                 the end of the monitor's case
 * person's file               SR Art 18(7) has nothing to count from: no case,  the day since which nothing needs it
 *                             no data in Eurodac
 * arrival                     nothing                                           the day since which no file needs it
 * law-enforcement request     Eurodac Art 47(4): one month for the data, but    the search
 *                             records stay for the supervisory authorities */
#ifndef ST_LAW_KEEPING_H
#define ST_LAW_KEEPING_H

#include "law/rule.h"

#define KEPT_MATTER(C)                                                                                                \
    C(kept_matter, subject_request, "Answered request of a data subject", "Eurodac Art 43(8)")                        \
    C(kept_matter, allegation, "Allegation before the monitor", "SR Art 10(2)(b)")                                    \
    C(kept_matter, person_file, "Person's file that nothing needs", "GDPR Art 5(1)(e)")                               \
    C(kept_matter, arrival, "Arrival that no file needs", "GDPR Art 5(1)(e)")                                         \
    C(kept_matter, law_enforcement_request, "Record of a law-enforcement search", "Eurodac Art 47(4)")
ST_CODES(kept_matter, KEPT_MATTER)

#define KEEPING_FACTS(F)                                                                                              \
    F(code, matter, 0, kept_matter, "What is kept", "", "GDPR Art 5(1)(e)")                                           \
    F(date, since, ST_IN_PAST, 0, "Counted from", "Answered, closed, or needed by nothing since", "GDPR Art 5(1)(e)")
ST_SHAPE(keeping_facts, KEEPING_FACTS)
#define KEEPING_OUTCOME(F)                                                                                            \
    F(date, last_day, 0, 0, "Kept until", "", "GDPR Art 5(1)(e)")                                                     \
    F(date, erase_on, 0, 0, "Deleted on", "", "GDPR Art 5(1)(e)")
ST_SHAPE(keeping_outcome, KEEPING_OUTCOME)
extern const struct st_rule keeping_limit_rule;

/* Asks the rule: the last day on which it may be kept, as the parameters stand on `since`. Errors: ST_E_BUG. */
int st_keeping_last_day(struct st_date *out, enum kept_matter matter, struct st_date since, struct st_arena *arena,
                        struct st_error *err);
#define ST_KEEPING_CITATION "GDPR Art 5(1)(e)"
/* The limit in months as of a day. */
int64_t st_keeping_months(enum kept_matter matter, struct st_date as_of);

#endif
