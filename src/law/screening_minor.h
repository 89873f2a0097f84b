/* Minors in the screening, and the taking of biometrics. Regulation (EU) 2024/1356 ("SR") Art 13; Regulation (EU)
 * 2024/1358 ("Eurodac") Art 13 and 14.
 *
 * spec row               rule
 * SCR-100 … SCR-105, 107 screening.minor
 * SCR-32, SCR-106        screening.biometrics */
#ifndef ST_LAW_SCREENING_MINOR_H
#define ST_LAW_SCREENING_MINOR_H

#include "law/screening_form.h"

/* ---- screening.minor: from assistance_of_minor and the person's file ---- */
#define MINOR_FACTS(F)                                                                                                \
    F(tri, minor, 0, 0, "Minor", "", "SR Art 2(9)")                                                                   \
    F(tri, unaccompanied, 0, 0, "Unaccompanied minor", "", "SR Art 2(11)")                                            \
    F(tri, family_present, 0, 0, "Adult family member is there", "", "SR Art 13(2)")                                  \
    F(tri, family_accompanies, 0, 0, "Accompanied by this adult", "", "SR Art 13(2)")                                 \
    F(text, assistant, 0, 120, "Representative or assisting person", "", "SR Art 13(3)")                              \
    F(instant, present_from, 0, 0, "Present from", "", "SR Art 13(3)")                                                \
    F(tri, trained, 0, 0, "Trained to safeguard the best interests of the child", "", "SR Art 13(3)")                 \
    F(tri, independent, 0, 0, "Independent, without orders, responsible for no part of the screening", "",            \
      "SR Art 13(4)")                                                                                                 \
    F(tri, provisional_designated, 0, 0, "A provisional representative has been designated", "", "SR Art 13(3)")      \
    F(tri, provisional_representative, 0, 0, "Provisional representative", "", "SR Art 13(3)")                        \
    F(tri, changed, 0, 0, "Another person assisted before", "", "SR Art 13(4)")                                       \
    F(text, why_changed, 0, 1000, "Why another person assists now", "Changed only when necessary", "SR Art 13(4)")    \
    F(number, minors_in_care, 0, 0, "Unaccompanied minors in this person's care",                                     \
      "Under normal circumstances at most 30",                                                                        \
      "SR Art 13(5)")                                                                                                 \
    F(tri, normal_circumstances, 0, 0, "Normal circumstances", "", "SR Art 13(5)")                                    \
    F(text, why_none, 0, 1000, "Why nobody assists yet", "What was done to find somebody", "SR Art 13(3)")            \
    F(text, best_interests, 0, 2000, "Best interests of the child", "How they were weighed", "SR Art 13(1)")
ST_SHAPE(minor_facts, MINOR_FACTS)

#define MINOR_LACK(C)                                                                                                 \
    C(minor_lack, best_interests, "How the best interests of the child were weighed", "SR Art 13(1)")                 \
    C(minor_lack, family, "The adult family member beside the minor", "SR Art 13(2)")                                 \
    C(minor_lack, assistant, "A representative or assisting person", "SR Art 13(3)")                                  \
    C(minor_lack, presence, "From when that person was present", "SR Art 13(3)")                                      \
    C(minor_lack, training, "Training for the task", "SR Art 13(3)")                                                  \
    C(minor_lack, independence, "Independence from the screening", "SR Art 13(4)")                                    \
    C(minor_lack, designated, "The person designated as provisional representative", "SR Art 13(3)")                  \
    C(minor_lack, change, "Why another person assists now", "SR Art 13(4)")                                           \
    C(minor_lack, load, "At most thirty minors in one person's care", "SR Art 13(5)")
ST_CODES(minor_lack, MINOR_LACK)

/* may_close guards the end of the screening by an officer; the end by expiry of the limit is never held up by it, and
 * may_apply is yes whatever is missing. */
#define MINOR_OUTCOME(F)                                                                                              \
    F(tri, assistance_due, 0, 0, "A representative or assisting person is due", "", "SR Art 13(3)")                   \
    F(tri, child_protection_due, 0, 0, "Child-protection authority to be involved", "", "SR Art 12(4)")               \
    F(codes, lacks, 0, minor_lack, "Lacks", "", "SR Art 13")                                                          \
    F(tri, may_close, 0, 0, "The screening may be closed by an officer", "", "SR Art 13(3)")                          \
    F(tri, may_apply, 0, 0, "The right to apply stands", "", "SR Art 13(6)")
ST_SHAPE(minor_outcome, MINOR_OUTCOME)
extern const struct st_rule screening_minor_rule;

/* ---- screening.biometrics: may the capture begin, and what follows when it fails ---- */
#define BIOMETRICS_FACTS(F)                                                                                           \
    F(tri, at_least_six, 0, 0, "At least six years old", "", "Eurodac Art 14(1)")                                     \
    F(tri, age_in_doubt, 0, 0, "Uncertain whether under six, and no proof", "Then the child counts as under six",    \
      "Eurodac Art 14(1)")                                                                                            \
    F(tri, minor, 0, 0, "Minor", "", "SR Art 2(9)")                                                                   \
    F(tri, unaccompanied, 0, 0, "Unaccompanied minor", "", "SR Art 2(11)")                                            \
    F(tri, trained_for_minors, 0, 0, "Taken by an official trained for minors", "", "Eurodac Art 14(1)")              \
    F(tri, family_present, 0, 0, "Adult family member is there", "", "SR Art 13(2)")                                  \
    F(tri, adult_present, 0, 0, "Adult family member, representative or assisting person present", "",                \
      "Eurodac Art 14(1)")                                                                                            \
    F(tri, taken_before, 0, 0, "Already taken in this screening", "", "SR Art 14(2)")                                 \
    F(code, capture, 0, capture, "State of the capture", "Unknown while nobody has tried", "Eurodac Art 13(1)")       \
    F(tri, vulnerable, ST_SENSITIVE, 0, "Deemed vulnerable because of the condition of fingertips or face", "",       \
      "Eurodac Art 13(5)")                                                                                            \
    F(tri, intentional, 0, 0, "The person brought the condition about intentionally", "", "Eurodac Art 13(5)")        \
    F(tri, risk_to_child, 0, 0, "Refusal with grounds to fear a risk to the child",                                   \
      "As the trained official sees it", "Eurodac Art 14(1)")                                                         \
    F(tri, law_permits_coercion, 0, 0, "National law permits coercion as a last resort", "", "Eurodac Art 13(3)")     \
    F(tri, other_means_failed, 0, 0, "All other means have failed", "", "Eurodac Art 13(3)")                          \
    F(tri, application_made, 0, 0, "Has applied for protection", "A wish expressed in any way counts", "APR Art 26")
ST_SHAPE(biometrics_facts, BIOMETRICS_FACTS)

#define CAPTURE_LACK(C)                                                                                               \
    C(capture_lack, trained_official, "An official trained for minors", "Eurodac Art 14(1)")                          \
    C(capture_lack, adult, "The adult who accompanies the minor", "Eurodac Art 14(1)")
ST_CODES(capture_lack, CAPTURE_LACK)

#define CAPTURE_NEXT(C)                                                                                               \
    C(capture_next, take, "Take them", "Eurodac Art 13(1)")                                                           \
    C(capture_next, none, "Nothing more", "")                                                                         \
    C(capture_next, retake, "Take them again", "Eurodac Art 22(5)")                                                   \
    C(capture_next, wait, "Wait until the hindrance has ended", "Eurodac Art 22(6)")                                  \
    C(capture_next, measures, "Effective, proportionate measures of national law", "Eurodac Art 13(3)")               \
    C(capture_next, last_resort, "Proportionate coercion may be considered as a last resort", "Eurodac Art 13(3)")    \
    C(capture_next, child_protection, "Refer the minor to child protection", "Eurodac Art 14(1)")
ST_CODES(capture_next, CAPTURE_NEXT)

#define BIOMETRICS_OUTCOME(F)                                                                                         \
    F(tri, due, 0, 0, "Biometrics are due", "From the age of six", "Eurodac Art 13(1)")                               \
    F(tri, may_begin, 0, 0, "The capture may begin", "", "Eurodac Art 14(1)")                                         \
    F(codes, lacks, 0, capture_lack, "Lacks", "", "Eurodac Art 14(1)")                                                \
    F(code, next, 0, capture_next, "What follows", "", "Eurodac Art 13")                                              \
    F(tri, may_apply, 0, 0, "The right to apply stands", "", "SR Art 3")
ST_SHAPE(biometrics_outcome, BIOMETRICS_OUTCOME)
extern const struct st_rule screening_biometrics_rule;

#endif
