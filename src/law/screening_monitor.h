/* The independent monitor of fundamental rights. Regulation (EU) 2024/1356 ("SR") Art 10; APR Art 43(4).
 *
 * spec row               rule
 * SCR-112 … SCR-115, 117 screening.monitor
 * SCR-110, SCR-111       screening.allegation */
#ifndef ST_LAW_SCREENING_MONITOR_H
#define ST_LAW_SCREENING_MONITOR_H

#include "law/rule.h"

#define MONITOR_FACTS(F)                                                                                              \
    F(tri, on_behalf_of_monitor, 0, 0, "Acts for the independent monitor", "", "SR Art 10(2)")                        \
    F(tri, needed_for_task, 0, 0, "Needed for the monitor's task", "As the monitor sees it", "SR Art 10(2)")          \
    F(tri, classified, 0, 0, "Classified information, or a place that needs clearance", "", "SR Art 10(2)")           \
    F(tri, security_clearance, 0, 0, "Has the national security clearance", "", "SR Art 10(2)")
ST_SHAPE(monitor_facts, MONITOR_FACTS)
#define MONITOR_OUTCOME(F)                                                                                            \
    F(tri, access, 0, 0, "Access to places, people and documents", "", "SR Art 10(2)")                                \
    F(tri, unannounced, 0, 0, "Also unannounced", "", "SR Art 10(2)")
ST_SHAPE(monitor_outcome, MONITOR_OUTCOME)
extern const struct st_rule screening_monitor_rule;

#define ALLEGATION_FACTS(F)                                                                                           \
    F(tri, substantiated, 0, 0, "The allegation is substantiated", "", "SR Art 10(2)(b)")                             \
    F(tri, investigated, 0, 0, "An investigation has been opened", "", "SR Art 10(1)")                                \
    F(tri, offence_or_claim, 0, 0, "A case for civil or criminal justice", "", "SR Art 10(1)")                        \
    F(tri, referred, 0, 0, "Referred to justice", "", "SR Art 10(1)")                                                 \
    F(tri, closed, 0, 0, "The investigation is closed", "", "SR Art 10(2)(b)")
ST_SHAPE(allegation_facts, ALLEGATION_FACTS)
#define ALLEGATION_DUTY(C)                                                                                            \
    C(allegation_duty, record, "Record it and decide whether it is substantiated", "SR Art 10(1)")                    \
    C(allegation_duty, investigate, "Open an investigation without delay", "SR Art 10(2)(b)")                         \
    C(allegation_duty, refer, "Refer it to civil or criminal justice", "SR Art 10(1)")                                \
    C(allegation_duty, follow, "Follow the investigation to its end", "SR Art 10(2)(b)")
ST_CODES(allegation_duty, ALLEGATION_DUTY)
#define ALLEGATION_OUTCOME(F)                                                                                         \
    F(codes, due, 0, allegation_duty, "What is due", "", "SR Art 10")                                                 \
    F(tri, done, 0, 0, "Nothing more is due", "", "SR Art 10")
ST_SHAPE(allegation_outcome, ALLEGATION_OUTCOME)
extern const struct st_rule screening_allegation_rule;

#endif
