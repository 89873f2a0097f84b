/* By when a person's data go to Eurodac. Regulation (EU) 2024/1358 ("Eurodac") Art 15, 18, 20, 22 to 24, 26.
 *
 * Hours are elapsed hours without weekends. `strict_end` counts from the event itself and is what a work queue shows;
 * `ends_at` counts from the next full hour (Reg. 1182/71 Art 3(1)); `outer_end` is the latest reading where the act
 * says "after the date of": a breach is reported only after it.
 *
 * spec row                                     rule
 * SCR-D4 … SCR-D7; registers.md §1.2, X1 … X13 eurodac.transmission */
#ifndef ST_LAW_EURODAC_TIME_H
#define ST_LAW_EURODAC_TIME_H

#include "law/eurodac_dataset.h"
#include "law/rule.h"

#define TRANSMISSION_CLOCK_FACTS(F)                                                                                   \
    F(code, category, 0, eurodac_category, "Category in Eurodac", "", "Eurodac Art 2(1)(y)")                          \
    F(text, member_state, 0, 3, "Member State of origin", "", "Eurodac Art 2(1)(e)")                                  \
    F(text, zone, 0, 47, "Time zone", "Where clocks differ from the capital's: Atlantic/Canary", "")                  \
    F(tri, applied_at_border, 0, 0,                                                                                   \
      "Applied at a crossing point or in a transit zone, without the entry conditions", "",                           \
      "Eurodac Art 15(1)(b)")                                                                                         \
    F(instant, event_at, ST_IN_PAST, 0, "When it happened",                                                           \
      "Registration, decision, status granted, apprehension, finding, disembarkation", "Eurodac Art 15 to 26")        \
    F(instant, taken_at, ST_IN_PAST, 0, "Biometrics taken at", "", "Eurodac Art 15(1)(b)")                            \
    F(tri, turned_back, 0, 0, "Turned back at the border", "", "Eurodac Art 22(1)")                                   \
    F(tri, remains_physically, 0, 0, "Still physically on the territory", "", "Eurodac Art 22(1)")                    \
    F(tri, custody_until_removal, 0, 0, "In custody the whole time until removal",                                    \
      "On the basis of the decision to turn the person back", "Eurodac Art 22(1)")                                    \
    F(tri, custody_over_72h, 0, 0, "In custody for more than 72 hours from apprehension", "", "Eurodac Art 22(4)")    \
    F(instant, release_at, 0, 0, "Release planned at", "Unknown while none is planned", "Eurodac Art 22(4)")          \
    F(tri, fingertips_unusable, 0, 0, "Fingertips give no usable prints", "", "Eurodac Art 22(5)")                    \
    F(instant, retaken_at, ST_IN_PAST, 0, "Successfully taken again at", "Unknown while not", "Eurodac Art 22(5)")    \
    F(tri, health_measures, ST_SENSITIVE, 0, "Health measures make capture impossible", "", "Eurodac Art 22(6)")      \
    F(instant, health_ended_at, ST_IN_PAST, 0, "Health measures ended at", "Unknown while they last",                 \
      "Eurodac Art 22(6)")                                                                                            \
    F(tri, technical_problems, 0, 0, "Serious technical problems, continuity plan running", "", "Eurodac Art 22(6)")  \
    F(tri, influx_notified, 0, 0, "Sudden influx, notified to the Commission and the other States", "",               \
      "Eurodac Art 24(6)")                                                                                            \
    F(date, influx_from, 0, 0, "Notified on", "", "Eurodac Art 24(6)")                                                \
    F(date, influx_until, 0, 0, "Notified until", "", "Eurodac Art 24(6)")                                            \
    F(tri, comparison_needed, 0, 0, "The conclusion needs a comparison",                                              \
      "No: a negative conclusion is reached without one",                                                             \
      "Eurodac Art 18(1)")
ST_SHAPE(transmission_clock_facts, TRANSMISSION_CLOCK_FACTS)

#define TRANSMISSION_CLOCK_KIND(C)                                                                                    \
    C(transmission_clock, limit, "By the time limit", "")                                                             \
    C(transmission_clock, before_release, "Before release", "Eurodac Art 22(4)")                                      \
    C(transmission_clock, as_soon_as_possible, "As soon as possible, without a limit in hours", "Eurodac Art 18(3)")  \
    C(transmission_clock, waiting, "The clock waits until the hindrance ends", "Eurodac Art 22(6)")                   \
    C(transmission_clock, none, "Nothing is transmitted", "Eurodac Art 22(1)")
ST_CODES(transmission_clock, TRANSMISSION_CLOCK_KIND)

/* The duty to transmit never ends with its limit (X1). */
#define TRANSMISSION_CLOCK_OUTCOME(F)                                                                                 \
    F(code, clock, 0, transmission_clock, "Clock", "", "Eurodac Art 15 to 26")                                        \
    F(number, hours, ST_NOT_PERSONAL, 0, "Hours in all", "", "Eurodac Art 15 to 26")                                  \
    F(instant, strict_end, 0, 0, "Ends at", "Counted from the event itself: alarms", "Eurodac Art 15 to 26")          \
    F(instant, ends_at, 0, 0, "Lawful end", "Counted from the next full hour", "Reg. 1182/71 Art 3(1)")               \
    F(instant, outer_end, 0, 0, "Latest reading", "A breach is reported only after it", "Eurodac Art 22(2)")          \
    F(tri, uncertain, 0, 0, "Readings differ", "", "Eurodac Art 22(2)")
ST_SHAPE(transmission_clock_outcome, TRANSMISSION_CLOCK_OUTCOME)
extern const struct st_rule eurodac_transmission_rule;

#endif
