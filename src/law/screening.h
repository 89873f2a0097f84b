/* Screening of third-country nationals: who, where, how long, and what comes after. Regulation (EU) 2024/1356 ("SR").
 *
 * The rules answer; a named officer decides. None of them finds a threat, an identity or a vulnerability.
 *
 * spec row                              rule                                           header
 * SCR-01 … SCR-10                       screening.scope                                this one
 * SCR-11 … SCR-13                       screening.relation                             screening_stay.h
 * SCR-20 … SCR-27, SCR-30 … SCR-33      screening.entry, .detention, .access, .cooperation   screening_stay.h
 * SCR-D1 … SCR-D3, SCR-D8               screening.deadline, .watchlist_opinion         screening_time.h
 * SCR-D4 … SCR-D7                       eurodac.transmission                           eurodac_time.h
 * SCR-34 … SCR-37                       screening.information                          screening_information.h
 * Art 8(5), SCR-40 … SCR-47             screening.elements, .health, .vulnerability    screening_checks.h
 * SCR-32, SCR-52, SCR-100 … SCR-107     screening.minor, .biometrics                   screening_minor.h
 * SCR-50 … SCR-77                       screening.identity, .security, .hit, .security_flag, .relocation_bar
 *                                                                                      screening_queries.h
 * SCR-80 … SCR-97                       screening.form, .transmission, .referral, .retention  screening_end.h
 * SCR-110 … SCR-117                     screening.monitor, .allegation                 screening_monitor.h */
#ifndef ST_LAW_SCREENING_H
#define ST_LAW_SCREENING_H

#include "law/rule.h"

#define SCREENING_EVENT(C)                                                                                            \
    C(screening_event, irregular_crossing, "Apprehended when crossing the external border", "SR Art 5(1)(a)")         \
    C(screening_event, sar_disembarkation, "Disembarked after search and rescue", "SR Art 5(1)(b)")                   \
    C(screening_event, bcp_application, "Applied at a border crossing point", "SR Art 5(2)")                          \
    C(screening_event, transit_zone_application, "Applied in a transit zone", "SR Art 5(2)")                          \
    C(screening_event, within_territory, "Found illegally staying inside the territory", "SR Art 7(1)")
ST_CODES(screening_event, SCREENING_EVENT)

/* On what ground somebody without entry conditions was let in: Schengen Borders Code Art 6(5). */
#define ENTRY_BASIS(C)                                                                                                \
    C(entry_basis, none, "Not authorised to enter", "")                                                               \
    C(entry_basis, sbc_6_5_a, "Transit to the State of the residence permit or visa", "SBC Art 6(5)(a)")              \
    C(entry_basis, sbc_6_5_b, "Visa issued at the border", "SBC Art 6(5)(b)")                                         \
    C(entry_basis, sbc_6_5_c, "Humanitarian grounds, national interest or international obligations",                 \
      "SBC Art 6(5)(c)")
ST_CODES(entry_basis, ENTRY_BASIS)

/* Under which provision somebody is screened. */
#define SCREENING_BASIS(C)                                                                                            \
    C(screening_basis, sr_5_1_a, "Apprehended when crossing the external border", "SR Art 5(1)(a)")                   \
    C(screening_basis, sr_5_1_b, "Disembarked after search and rescue", "SR Art 5(1)(b)")                             \
    C(screening_basis, sr_5_2, "Applied at a crossing point or in a transit zone", "SR Art 5(2)")                     \
    C(screening_basis, sr_5_3, "Let in on humanitarian grounds, then applied", "SR Art 5(3)")                         \
    C(screening_basis, sr_7, "Found inside the territory", "SR Art 7(1)")
ST_CODES(screening_basis, SCREENING_BASIS)

#define SCREENING_DUTY(C)                                                                                             \
    C(screening_duty, required, "Screening is required", "SR Art 5 and 7")                                            \
    C(screening_duty, not_applicable, "No screening", "SR Art 5 and 7")                                               \
    C(screening_duty, may_refrain, "The State may refrain from screening", "SR Art 7(2) and 18(6)")                   \
    C(screening_duty, ends, "The screening ends", "SR Art 5(3)")                                                      \
    C(screening_duty, may_discontinue, "The screening may be discontinued", "SR Art 5(3)")
ST_CODES(screening_duty, SCREENING_DUTY)

/* How the person came to be on the territory: asked when a screening begins, and facts of its rules. */
#define ENTRY_FACTS(F)                                                                                                \
    F(code, entry_basis, 0, entry_basis, "Let in on the ground of", "", "SBC Art 6(5)")                               \
    F(tri, application_made, 0, 0, "Has applied for protection", "A wish expressed in any way counts", "APR Art 26")  \
    F(tri, turned_back, 0, 0, "Turned back at the border", "", "Eurodac Art 22(1)")                                   \
    F(tri, remains_physically, 0, 0, "Still physically on the territory", "", "Eurodac Art 22(1)")                    \
    F(tri, custody_until_removal, 0, 0, "In custody the whole time until removal",                                    \
      "On the basis of the decision to turn the person back", "Eurodac Art 22(1)")                                    \
    F(tri, illegally_staying, 0, 0, "Found illegally staying", "", "SR Art 7(1)")                                     \
    F(tri, crossed_external_border_irregularly, 0, 0, "Crossed the external border without authorisation",            \
      "No stamp and no entry record are an indication", "SR Art 7(1)")                                                \
    F(tri, internal_border_controlled, 0, 0, "Crossed an internal border where controls remain", "", "SR recital 21") \
    F(tri, already_screened, 0, 0, "Already screened in a Member State", "", "SR Art 7(1)")                           \
    F(tri, sent_back_under_bilateral, 0, 0, "Sent back at once to another Member State",                              \
      "Under a bilateral agreement, arrangement or framework", "SR Art 7(2)")                                         \
    F(text, sent_back_to, 0, 3, "Sent back to", "The Member State that receives the person", "SR Art 7(2)")

#define SCREENING_FACTS(F)                                                                                            \
    F(text, member_state, 0, 3, "Member State", "The State that screens", "SR Art 8")                                 \
    F(code, event, 0, screening_event, "What happened", "", "SR Art 5 and 7")                                         \
    F(instant, event_at, ST_IN_PAST, 0, "When it happened",                                                           \
      "Apprehension, disembarkation or presentation at the crossing point", "SR Art 8(3)")                            \
    F(tri, third_country_national, 0, 0, "Third-country national or stateless",                                       \
      "No for Union citizens and others with the right of free movement", "SR Art 2(4)")                              \
    F(tri, entry_conditions_met, 0, 0, "Meets the entry conditions", "", "SBC Art 6(1)")                              \
    ENTRY_FACTS(F)                                                                                                    \
    F(tri, at_border_over_72h, 0, 0, "More than 72 hours physically at the external border", "", "SR Art 8(3)")       \
    F(tri, criminal_or_extradition, 0, 0, "Criminal or extradition procedure pending", "", "SR Art 18(6)")            \
    F(tri, state_stops_for_criminal_case, 0, 0, "The State decided not to screen because of it", "",                  \
      "SR Art 18(6)")                                                                                                 \
    F(tri, screening_started, 0, 0, "Screening has started", "", "SR Art 5(3)")                                       \
    F(tri, leaves_voluntarily_accepted, 0, 0, "Leaves by own decision and is accepted there", "", "SR Art 5(3)")      \
    F(tri, relocation_planned, 0, 0, "To be relocated", "", "SR Art 18(3)")                                           \
    F(tri, application_withdrawn, 0, 0, "Application withdrawn", "", "SR Art 18")                                     \
    F(tri, threat_grounds, ST_SENSITIVE, 0, "Reasonable grounds to see a threat to internal security", "",            \
      "AMMR Art 67(2)")                                                                                               \
    F(tri, checks_open, 0, 0, "Checks are still open", "", "SR Art 18(5)")                                            \
    F(tri, limit_passed, 0, 0, "The time limit has passed", "", "SR Art 18(5)")                                       \
    F(text, zone, 0, 47, "Time zone", "Where clocks differ from the capital's: Atlantic/Canary", "")
ST_SHAPE(screening_facts, SCREENING_FACTS)

#define SCREENING_SCOPE_OUTCOME(F)                                                                                    \
    F(code, screen, 0, screening_duty, "Screening", "", "SR Art 5 and 7")                                             \
    F(code, basis, 0, screening_basis, "Basis", "", "SR Art 5 and 7")                                                 \
    F(text, duty_of, 0, 3, "Screening falls to", "Another Member State", "SR Art 7(2)")
ST_SHAPE(screening_scope_outcome, SCREENING_SCOPE_OUTCOME)
extern const struct st_rule screening_scope_rule;

#endif
