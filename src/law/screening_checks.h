/* The elements of a screening and the checks of health and vulnerability. Regulation (EU) 2024/1356 ("SR").
 *
 * spec row               rule
 * Art 8(5), scr_elements screening.elements
 * SCR-40 … SCR-43, 47    screening.health
 * SCR-44 … SCR-46        screening.vulnerability */
#ifndef ST_LAW_SCREENING_CHECKS_H
#define ST_LAW_SCREENING_CHECKS_H

#include "law/screening_form.h"

/* ---- screening.elements ---- */
#define ELEMENTS_FACTS(F)                                                                                             \
    F(code, event, 0, screening_event, "What happened", "", "SR Art 5 and 7")                                         \
    F(tri, internal_border_controlled, 0, 0, "Crossed an internal border where controls remain", "", "SR recital 21") \
    F(codes, done, 0, screening_element, "Done in the screening", "", "SR Art 8(5)")                                  \
    F(codes, done_at_border_check, 0, screening_element, "Already done before",                                       \
      "At the border check or earlier: identity, biometrics, security",                                               \
      "SR Art 8(5)(d), 14(1) and 15(2)")                                                                              \
    F(tri, at_least_six, 0, 0, "At least six years old", "", "Eurodac Art 14(1)")                                     \
    F(tri, age_in_doubt, 0, 0, "Uncertain whether under six, and no proof", "Then the child counts as under six",    \
      "Eurodac Art 14(1)")                                                                                            \
    F(code, hindrance, 0, capture, "State of the capture", "Unknown while nobody has tried", "Eurodac Art 13(1)")
ST_SHAPE(elements_facts, ELEMENTS_FACTS)

#define ELEMENTS_OUTCOME(F)                                                                                           \
    F(codes, due, 0, screening_element, "Belong to this screening", "", "SR Art 8(5)")                                \
    F(codes, open, 0, screening_element, "Still open", "", "SR Art 8(5)")                                             \
    F(codes, suspended, 0, screening_element, "Wait for a hindrance to end", "", "Eurodac Art 22(6)")                 \
    F(code, category, 0, eurodac_category, "Category in Eurodac", "", "SR Art 14(2)")                                 \
    F(tri, all_done, 0, 0, "All checks are completed", "Form and referral apart", "SR Art 18(1)")
ST_SHAPE(elements_outcome, ELEMENTS_OUTCOME)
extern const struct st_rule screening_elements_rule;

/* ---- screening.health ---- */
#define HEALTH_FACTS(F)                                                                                               \
    F(tri, medical_staff, 0, 0, "By qualified medical staff", "", "SR Art 12(1)")                                     \
    F(code, outcome, 0, health_outcome, "Outcome", "", "SR Art 17(1)(d)")                                             \
    F(codes, needs, ST_SENSITIVE, health_need, "Needs", "", "SR Art 12(1)")                                           \
    F(text, author, 0, 120, "Examined by", "Qualified medical staff", "SR Art 12(1)")                                 \
    F(text, no_check_reason, 0, 1000, "Why no further check", "Author's reason", "SR Art 12(1)")                      \
    F(tri, application_made, 0, 0, "Has applied for protection", "A wish expressed in any way counts", "APR Art 26")
ST_SHAPE(health_facts, HEALTH_FACTS)

#define HEALTH_LACK(C)                                                                                                \
    C(health_lack, medical_staff, "Qualified medical staff", "SR Art 12(1)")                                          \
    C(health_lack, author, "The author of the decision", "SR Art 17(1)(d)")                                           \
    C(health_lack, reason, "The reason why no further check is necessary", "SR Art 12(1)")
ST_CODES(health_lack, HEALTH_LACK)

#define HEALTH_CHECK_OUTCOME(F)                                                                                       \
    F(tri, stands, 0, 0, "The check stands", "", "SR Art 12(1)")                                                      \
    F(codes, lacks, 0, health_lack, "Lacks", "", "SR Art 12(1)")                                                      \
    F(tri, care_due, 0, 0, "Emergency care and essential treatment", "Always", "SR Art 12(1)")                        \
    F(tri, isolation_to_decide, 0, 0, "Isolation on public-health grounds to be decided", "", "SR Art 12(1)")         \
    F(tri, counts_for_apr, 0, 0, "May form part of the medical examination of applicants", "", "SR Art 12(2)")        \
    F(tri, may_apply, 0, 0, "The right to apply stands", "", "SR Art 3")
ST_SHAPE(health_check_outcome, HEALTH_CHECK_OUTCOME)
extern const struct st_rule screening_health_rule;

/* ---- screening.vulnerability ---- */
#define VULNERABILITY_FACTS(F)                                                                                        \
    F(tri, specialised_staff, 0, 0, "By specialised staff trained for it", "", "SR Art 12(3)")                        \
    F(tri, found, ST_SENSITIVE, 0, "Indications found", "", "SR Art 12(3)")                                           \
    F(codes, indications, ST_SENSITIVE, vulnerability, "Indications", "", "SR Art 12(3)")                             \
    F(tri, reception_needs, 0, 0, "Special reception needs", "", "SR Art 17(1)(e)")                                   \
    F(tri, procedural_needs, 0, 0, "Special procedural needs", "", "SR Art 17(1)(e)")                                 \
    F(tri, minor, 0, 0, "Minor", "", "SR Art 2(9)")                                                                   \
    F(text, support, 0, 1000, "Support given", "Timely and adequate, in adequate facilities", "SR Art 12(4)")         \
    F(tri, trained_for_minors, 0, 0, "By staff trained and qualified to deal with minors", "", "SR Art 12(4)")        \
    F(tri, child_protection_told, 0, 0, "Child-protection authority involved", "", "SR Art 12(4)")                    \
    F(tri, application_made, 0, 0, "Has applied for protection", "A wish expressed in any way counts", "APR Art 26")
ST_SHAPE(vulnerability_facts, VULNERABILITY_FACTS)

#define VULNERABILITY_LACK(C)                                                                                         \
    C(vulnerability_lack, specialised_staff, "Specialised staff trained for it", "SR Art 12(3)")                      \
    C(vulnerability_lack, support, "Support", "SR Art 12(4)")                                                         \
    C(vulnerability_lack, trained_for_minors, "Staff trained and qualified to deal with minors", "SR Art 12(4)")      \
    C(vulnerability_lack, child_protection, "Cooperation with the child-protection authority", "SR Art 12(4)")        \
    C(vulnerability_lack, indications, "Which indications were found", "SR Art 17(1)(e)")
ST_CODES(vulnerability_lack, VULNERABILITY_LACK)

#define VULNERABILITY_OUTCOME(F)                                                                                      \
    F(tri, stands, 0, 0, "The check stands", "", "SR Art 12(3)")                                                      \
    F(codes, lacks, 0, vulnerability_lack, "Lacks", "", "SR Art 12(4)")                                               \
    F(tri, support_due, 0, 0, "Support due", "", "SR Art 12(4)")                                                      \
    F(tri, child_protection_due, 0, 0, "Child-protection authority to be involved", "", "SR Art 12(4)")               \
    F(tri, trafficking_authority_due, 0, 0, "Anti-trafficking authority to be involved, where appropriate", "",       \
      "SR Art 8(9)")                                                                                                  \
    F(tri, assessment_follows, 0, 0, "The full assessment still follows", "", "SR Art 12(5)")
ST_SHAPE(vulnerability_outcome, VULNERABILITY_OUTCOME)
extern const struct st_rule screening_vulnerability_rule;

#endif
