/* By when a screening ends, and the opinion on a hit in the ETIAS watchlist. Regulation (EU) 2024/1356 ("SR").
 *
 * Neither act counts time in a clause of its own, so Reg. 1182/71 does. Because a screening restricts liberty, alarms
 * and the referral by the law keep the nominal end, which no weekend moves; the outer reading stands beside it.
 *
 * spec row               rule
 * SCR-D1 … SCR-D3        screening.deadline
 * SCR-D8                 screening.watchlist_opinion */
#ifndef ST_LAW_SCREENING_TIME_H
#define ST_LAW_SCREENING_TIME_H

#include "law/screening.h"

#define SCREENING_PERIOD(C)                                                                                           \
    C(screening_period, border, "Seven days at the border", "SR Art 8(3)")                                            \
    C(screening_period, border_after_72h, "Four days after more than 72 hours at the border", "SR Art 8(3)")          \
    C(screening_period, territory, "Three days inside the territory", "SR Art 8(4)")
ST_CODES(screening_period, SCREENING_PERIOD)

/* screening.deadline: facts are screening_facts (event, event_at, member_state, for an irregular crossing
 * internal_border_controlled and at_border_over_72h; zone where clocks differ).
 * The seven days, and the four that run after 72 hours, end on the same day: nominal and ends_at are known before it is
 * known whether the person stays that long, though the answer then names at_border_over_72h among its needs. */
#define SCREENING_DEADLINE_OUTCOME(F)                                                                                 \
    F(code, period, 0, screening_period, "Time limit", "", "SR Art 8(3)")                                             \
    F(instant, runs_from, 0, 0, "Runs from", "", "SR Art 8(3)")                                                       \
    F(date, nominal, 0, 0, "Ends with", "No weekend moves it: alarms and the referral", "SR Art 8(3)")                \
    F(instant, ends_at, 0, 0, "Ends at", "", "SR Art 8(3)")                                                           \
    F(date, last_day, 0, 0, "Outer reading", "As Reg. 1182/71 counts", "Reg. 1182/71 Art 3")                          \
    F(instant, outer_end, 0, 0, "Outer reading ends at", "", "Reg. 1182/71 Art 3")                                    \
    F(tri, uncertain, 0, 0, "Readings differ", "", "Reg. 1182/71 Art 3(4)")
ST_SHAPE(screening_deadline_outcome, SCREENING_DEADLINE_OUTCOME)
extern const struct st_rule screening_deadline_rule;

#define WATCHLIST_FACTS(F)                                                                                            \
    F(text, member_state, 0, 3, "Member State", "Of the national unit that entered the data; EU for Europol",         \
      "ETIAS Art 35a(1)")                                                                                             \
    F(instant, received_at, ST_IN_PAST, 0, "Notification received at", "", "ETIAS Art 35a(1)")                        \
    F(tri, threat_seen, ST_SENSITIVE, 0, "The unit sees a possible threat", "", "ETIAS Art 35a(1)")                   \
    F(tri, opinion_given, 0, 0, "Reasoned opinion given", "", "ETIAS Art 35a(1)")                                     \
    F(tri, limit_passed, 0, 0, "The time limit has passed", "", "ETIAS Art 35a(1)")
ST_SHAPE(watchlist_facts, WATCHLIST_FACTS)

#define WATCHLIST_OUTCOME(F)                                                                                          \
    F(tri, notify_at_once, 0, 0, "Screening authority to be told at once", "", "ETIAS Art 35a(1)")                    \
    F(tri, opinion_due, 0, 0, "Reasoned opinion due", "", "ETIAS Art 35a(1)")                                         \
    F(date, nominal, 0, 0, "Ends with", "No weekend moves it: alarms and the referral", "ETIAS Art 35a(1)")           \
    F(instant, ends_at, 0, 0, "Ends at", "", "ETIAS Art 35a(1)")                                                      \
    F(date, last_day, 0, 0, "Outer reading", "As Reg. 1182/71 counts", "Reg. 1182/71 Art 3")                          \
    F(instant, outer_end, 0, 0, "Outer reading ends at", "", "Reg. 1182/71 Art 3")                                    \
    F(tri, no_security_risk, ST_SENSITIVE, 0, "Taken as no security risk", "", "ETIAS Art 35a(1)(b)")
ST_SHAPE(watchlist_outcome, WATCHLIST_OUTCOME)
extern const struct st_rule screening_watchlist_opinion_rule;

#endif
