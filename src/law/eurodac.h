/* Eurodac as rules: whose biometrics are taken, how long data are kept, what is compared with what, what a change
 * sets off, how children are treated, what opens Eurodac to law enforcement. Regulation (EU) 2024/1358.
 *
 * The time limits of transmission are eurodac.transmission (law/eurodac_time.h).
 *
 * spec row (registers.md §1)                     rule
 * §1.2, A1, D1, D2, X10, K2                      eurodac.capture
 * K1 to K9, X14, X15, O8                         eurodac.child, eurodac.information
 * R1 to R15                                      eurodac.retention
 * R16 to R19                                     eurodac.advance_erasure
 * O2                                             eurodac.logs
 * §1.6, C1 to C4, L5, L6, D3                     eurodac.comparison
 * C6, X2, X3                                     eurodac.quality
 * C7 to C9, C11, C12, L2 to L4                   eurodac.hit
 * U1 to U17, F6, R16, R17, R19                   eurodac.change
 * F3 to F6, SCR-75                               eurodac.security_flag
 * G1 to G8, E1 to E5                             eurodac.law_enforcement
 * E5, E6                                         eurodac.law_enforcement_data
 * O13 to O15                                     eurodac.third_country */
#ifndef ST_LAW_EURODAC_H
#define ST_LAW_EURODAC_H

#include "law/eurodac_dataset.h"
#include "law/rule.h"

/* ---- Whose biometrics are taken ---- */
#define EURODAC_SITUATION(C)                                                                                          \
    C(eurodac_situation, application_registered, "Application for protection registered", "Eurodac Art 15(1)(a)")     \
    C(eurodac_situation, application_at_border, "Applied at a crossing point or in a transit zone",                   \
      "Eurodac Art 15(1)(b)")                                                                                         \
    C(eurodac_situation, admission_registered, "Registered for an admission procedure", "Eurodac Art 18(1)")          \
    C(eurodac_situation, admission_concluded, "Admission procedure concluded", "Eurodac Art 18(2)")                   \
    C(eurodac_situation, national_resettlement, "Admitted under a national resettlement scheme",                      \
      "Eurodac Art 20(1)")                                                                                            \
    C(eurodac_situation, irregular_crossing, "Apprehended for an irregular crossing", "Eurodac Art 22(1)")            \
    C(eurodac_situation, illegal_stay, "Found illegally staying", "Eurodac Art 23(1)")                                \
    C(eurodac_situation, disembarked, "Disembarked after search and rescue", "Eurodac Art 24(1)")                     \
    C(eurodac_situation, temporary_protection, "Registered for temporary protection", "Eurodac Art 26(1)")
ST_CODES(eurodac_situation, EURODAC_SITUATION)

#define EURODAC_ADMISSION(C)                                                                                          \
    C(eurodac_admission, granted, "Status granted", "Eurodac Art 18(2)(a)")                                           \
    C(eurodac_admission, refused, "Admission refused", "Eurodac Art 18(2)(b)")                                        \
    C(eurodac_admission, no_consent, "Consent not given or withdrawn", "Eurodac Art 18(2)(c)")                        \
    C(eurodac_admission, other, "Ended otherwise", "")
ST_CODES(eurodac_admission, EURODAC_ADMISSION)

#define EURODAC_CAPTURE_FACTS(F)                                                                                      \
    F(code, situation, 0, eurodac_situation, "Situation", "", "Eurodac Art 13(1)")                                    \
    F(tri, third_country_national, 0, 0, "Third-country national or stateless", "", "Eurodac Art 13(1)")              \
    F(tri, under_six, 0, 0, "Under six years of age", "", "Eurodac Art 14(1)")                                        \
    F(tri, age_proven, 0, 0, "Proof that the person is six or older", "", "Eurodac Art 14(1)")                        \
    F(tri, entry_conditions_met, 0, 0, "Meets the entry conditions", "", "Eurodac Art 15(1)(b)")                      \
    F(tri, turned_back, 0, 0, "Turned back at the border", "", "Eurodac Art 22(1)")                                   \
    F(tri, remains_physically, 0, 0, "Still physically on the territory", "", "Eurodac Art 22(1)")                    \
    F(tri, custody_until_removal, 0, 0, "In custody the whole time until removal",                                    \
      "On the basis of the decision to turn the person back", "Eurodac Art 22(1)")                                    \
    F(tri, negative_without_comparison, 0, 0, "A negative conclusion is reached without a comparison", "",            \
      "Eurodac Art 18(1)")                                                                                            \
    F(code, admission, 0, eurodac_admission, "Outcome of the admission procedure", "", "Eurodac Art 18(2)")           \
    F(codes, refusal_grounds, 0, admission_refusal, "Grounds of refusal", "", "URF Art 6(1)")                         \
    F(tri, decision_2022_382, 0, 0, "Protected under Implementing Decision 2022/382 or its like", "",                 \
      "Eurodac Art 63(3)")
ST_SHAPE(eurodac_capture_facts, EURODAC_CAPTURE_FACTS)

#define EURODAC_CAPTURE(F)                                                                                            \
    F(tri, take, 0, 0, "Biometrics are taken and sent", "", "Eurodac Art 13(1)")                                      \
    F(code, category, 0, eurodac_category, "Category", "", "Eurodac Art 37(4)")                                       \
    F(tri, stored, 0, 0, "A dataset is kept", "", "Eurodac Art 29")                                                   \
    F(tri, compared, 0, 0, "Compared on arrival", "", "Eurodac Art 27(1)")
ST_SHAPE(eurodac_capture, EURODAC_CAPTURE)

/* ---- Children and others with whom care is due ---- */
#define EURODAC_COMPANION(C)                                                                                          \
    C(eurodac_companion, family, "An adult family member", "Eurodac Art 14(1)")                                       \
    C(eurodac_companion, representative, "The representative", "Eurodac Art 14(1)")                                   \
    C(eurodac_companion, provisional, "The person who represents provisionally", "Eurodac Art 14(1)")                 \
    C(eurodac_companion, trained_person, "A trained, independent person", "Eurodac Art 14(1)")
ST_CODES(eurodac_companion, EURODAC_COMPANION)

#define EURODAC_CHILD_FACTS(F)                                                                                        \
    F(tri, minor, 0, 0, "Under 18", "", "Eurodac Art 14(1)")                                                          \
    F(tri, official_trained, 0, 0, "The official is trained to take a child's biometrics", "", "Eurodac Art 14(1)")   \
    F(tri, unaccompanied, 0, 0, "Unaccompanied", "", "Eurodac Art 14(1)")                                             \
    F(tri, family_present, 0, 0, "An adult family member is present", "", "Eurodac Art 14(1)")                        \
    F(tri, representative, 0, 0, "A representative is designated", "", "Eurodac Art 14(1)")                           \
    F(tri, provisional, 0, 0, "Somebody is designated to represent provisionally", "", "RCD Art 27(1)")               \
    F(tri, independent, 0, 0, "The trained person is independent of the capturing service", "", "Eurodac Art 14(1)")  \
    F(tri, impossible, 0, 0, "Fingertips or face make it impossible", "", "Eurodac Art 13(5)")                        \
    F(tri, vulnerable, 0, 0, "Deemed vulnerable because of it", "", "Eurodac Art 13(5)")                              \
    F(tri, intentional, 0, 0, "Brought about intentionally", "", "Eurodac Art 13(5)")                                 \
    F(tri, refuses, 0, 0, "Refuses", "", "Eurodac Art 13(3)")                                                         \
    F(tri, risk, 0, 0, "Reasonable grounds to believe the child is at risk", "Assessed by a trained official",        \
      "Eurodac Art 14(1)")                                                                                            \
    F(tri, coercion_permitted, 0, 0, "Union or national law permits coercion, and all else failed", "",               \
      "Eurodac Art 13(3)")
ST_SHAPE(eurodac_child_facts, EURODAC_CHILD_FACTS)

#define EURODAC_CHILD(F)                                                                                              \
    F(tri, may_take, 0, 0, "Biometrics may be taken now", "", "Eurodac Art 14(1)")                                    \
    F(code, accompanied_by, 0, eurodac_companion, "Accompanied by", "", "Eurodac Art 14(1)")                          \
    F(tri, measures, 0, 0, "Administrative measures may be used", "", "Eurodac Art 13(3)")                            \
    F(tri, coercion, 0, 0, "Proportionate coercion as a last resort", "Never force against a child",                  \
      "Eurodac Art 14(1)")                                                                                            \
    F(tri, refer, 0, 0, "Refer to child protection", "", "Eurodac Art 14(1)")
ST_SHAPE(eurodac_child, EURODAC_CHILD)

#define EURODAC_INFORMATION_FACTS(F)                                                                                  \
    F(code, category, 0, eurodac_category, "Category", "", "Eurodac Art 42(1)")                                       \
    F(tri, minor, 0, 0, "Under 18", "", "Eurodac Art 42(2)")
ST_SHAPE(eurodac_information_facts, EURODAC_INFORMATION_FACTS)

#define EURODAC_INFORMATION(F)                                                                                        \
    F(tri, inform, 0, 0, "Inform when biometrics are taken", "In writing, and orally where necessary",                \
      "Eurodac Art 42(2)")                                                                                            \
    F(tri, security, 0, 0, "Also of the duty to record a security flag", "", "Eurodac Art 42(1)(c)")                  \
    F(tri, child_friendly, 0, 0, "With leaflets, graphics or a demonstration", "", "Eurodac Art 42(2)")
ST_SHAPE(eurodac_information, EURODAC_INFORMATION)

/* ---- How long ---- */
#define EURODAC_RETENTION_FACTS(F)                                                                                    \
    F(code, category, 0, eurodac_category, "Category", "", "Eurodac Art 29")                                          \
    F(date, sent_on, 0, 0, "Transmitted on", "", "Eurodac Art 29(1)")                                                 \
    F(tri, arrived_by_relocation, 0, 0, "Dataset sent on arrival after relocation", "", "Eurodac Art 25(2)")          \
    F(date, decision_in_force_on, 0, 0, "Council Implementing Decision in force on", "", "Eurodac Art 29(9)")         \
    F(date, protection_ends_on, 0, 0, "Temporary protection ended on", "Unknown while it lasts", "Eurodac Art 29(9)")
ST_SHAPE(eurodac_retention_facts, EURODAC_RETENTION_FACTS)

#define EURODAC_RETENTION(F)                                                                                          \
    F(tri, stored, 0, 0, "Kept", "", "Eurodac Art 29")                                                                \
    F(date, ends_on, 0, 0, "Last day of storage", "", "Eurodac Art 29(10)")                                           \
    F(tri, extended, 0, 0, "Extended every year while the protection lasts", "", "Eurodac Art 29(9)")
ST_SHAPE(eurodac_retention, EURODAC_RETENTION)

#define EURODAC_ERASURE_FACTS(F)                                                                                      \
    F(code, category, 0, eurodac_category, "Category", "", "Eurodac Art 30(1)")                                       \
    F(tri, citizen_of_origin, 0, 0, "Acquired the citizenship of the State of origin", "", "Eurodac Art 30(1)")       \
    F(tri, citizen_of_other, 0, 0, "Acquired the citizenship of another Member State", "", "Eurodac Art 30(1)")
ST_SHAPE(eurodac_erasure_facts, EURODAC_ERASURE_FACTS)

#define EURODAC_ERASURE(F)                                                                                            \
    F(tri, erase, 0, 0, "The State of origin erases", "", "Eurodac Art 30(1)")                                        \
    F(tri, at_once, 0, 0, "Without delay", "No: as soon as it is aware", "Eurodac Art 30(1)")                         \
    F(number, inform_hours, 0, 0, "Hours in which Eurodac informs the others", "", "Eurodac Art 30(2)")
ST_SHAPE(eurodac_erasure, EURODAC_ERASURE)

#define EURODAC_LOGS_FACTS(F)                                                                                         \
    F(date, storage_ends_on, 0, 0, "Last day of storage", "", "Eurodac Art 29")                                       \
    F(tri, control_running, 0, 0, "A monitoring procedure that has begun needs them", "", "Eurodac Art 41(4)")
ST_SHAPE(eurodac_logs_facts, EURODAC_LOGS_FACTS)

#define EURODAC_LOGS(F)                                                                                               \
    F(date, erase_after, 0, 0, "Erased after", "", "Eurodac Art 41(4)")                                               \
    F(tri, wait, 0, 0, "Kept until the monitoring ends", "", "Eurodac Art 41(4)")
ST_SHAPE(eurodac_logs, EURODAC_LOGS)

/* ---- What is compared with what ---- */
#define EURODAC_PAIR(F)                                                                                               \
    F(code, incoming, 0, eurodac_category, "Incoming category", "", "Eurodac Art 27(1)")                              \
    F(code, stored, 0, eurodac_category, "Stored category", "", "Eurodac Art 27(1)")                                  \
    F(tri, stored_marked, 0, 0, "Marked: protection granted", "", "Eurodac Art 31(1)")                                \
    F(tri, take_charge, 0, 0, "New dataset after a take-charge transfer", "", "Eurodac Art 16(2)(a)")                 \
    F(tri, date_left_only, 0, 0, "Only the date of leaving is added", "", "Eurodac Art 16(2)(c)")                     \
    F(tri, same_state, 0, 0, "Both of the same Member State", "", "Eurodac Art 27(3)")                                \
    F(tri, own_state_asked, 0, 0, "The State asks for its own data too", "", "Eurodac Art 27(3)")                     \
    F(tri, prints_usable, 0, 0, "Fingerprints fit for comparison", "", "Eurodac Art 28(1)")
ST_SHAPE(eurodac_pair, EURODAC_PAIR)

#define EURODAC_COMPARISON(F)                                                                                         \
    F(tri, compare, 0, 0, "Compared", "", "Eurodac Art 27(1)")                                                        \
    F(tri, by_face, 0, 0, "By the facial image and sex", "", "Eurodac Art 28(1)")                                     \
    F(tri, precedence, 0, 0, "A hit takes precedence", "It can help to determine responsibility", "Eurodac Art 27(5)")
ST_SHAPE(eurodac_comparison, EURODAC_COMPARISON)

#define EURODAC_QUALITY_FACTS(F)                                                                                      \
    F(code, category, 0, eurodac_category, "Category", "", "Eurodac Art 38(1)")                                       \
    F(tri, usable, 0, 0, "Fit for comparison", "", "Eurodac Art 38(1)")
ST_SHAPE(eurodac_quality_facts, EURODAC_QUALITY_FACTS)

#define EURODAC_QUALITY(F)                                                                                            \
    F(tri, retake, 0, 0, "Retake and send again", "Under the same reference number", "Eurodac Art 38(1)")             \
    F(number, hours, 0, 0, "Hours after a successful retake", "Unknown: as soon as possible", "Eurodac Art 15(1)")
ST_SHAPE(eurodac_quality, EURODAC_QUALITY)

/* ---- Hits ---- */
#define EURODAC_FINDING(C)                                                                                            \
    C(eurodac_finding, same, "The same person", "Eurodac Art 38(4)")                                                  \
    C(eurodac_finding, not_same, "Not the same person", "Eurodac Art 38(6)")                                          \
    C(eurodac_finding, unsure, "Unsure", "Eurodac Art 38(4)")
ST_CODES(eurodac_finding, EURODAC_FINDING)

#define EURODAC_HIT_FACTS(F)                                                                                          \
    F(text, member_state, 0, 3, "Member State", "The one that received the result", "Eurodac Art 38(6)")              \
    F(instant, received_at, 0, 0, "Result received at", "", "Eurodac Art 38(6)")                                      \
    F(tri, by_prints, 0, 0, "Hit on the fingerprints", "", "Eurodac Art 38(4)")                                       \
    F(tri, by_face, 0, 0, "Hit on the face", "", "Eurodac Art 38(5)")                                                 \
    F(tri, checked, 0, 0, "Checked by an expert", "", "Eurodac Art 38(4)")                                            \
    F(code, finding, 0, eurodac_finding, "What the check found", "", "Eurodac Art 38(4)")
ST_SHAPE(eurodac_hit_facts, EURODAC_HIT_FACTS)

#define EURODAC_HIT_OUTCOME(F)                                                                                        \
    F(tri, check, 0, 0, "An expert is to check at once", "", "Eurodac Art 38(4)")                                     \
    F(tri, linked, 0, 0, "The link stands", "", "Eurodac Art 3(6)")                                                   \
    F(tri, erase, 0, 0, "The result is erased at once", "", "Eurodac Art 38(6)")                                      \
    F(date, tell_by, 0, 0, "eu-LISA is to be told by", "", "Eurodac Art 38(6)")
ST_SHAPE(eurodac_hit_outcome, EURODAC_HIT_OUTCOME)

/* ---- What a change sets off ---- */
#define EURODAC_EVENT(C)                                                                                              \
    C(eurodac_event, responsible_determined, "Responsible State determined", "Eurodac Art 16(1)")                     \
    C(eurodac_event, responsible_security, "Responsible on security grounds", "Eurodac Art 16(1)")                    \
    C(eurodac_event, arrived_take_charge, "Arrived after take charge", "Eurodac Art 16(2)(a)")                        \
    C(eurodac_event, arrived_take_back, "Arrived after take back", "Eurodac Art 16(2)(b)")                            \
    C(eurodac_event, left, "Left the territory", "Eurodac Art 16(2)(c)")                                              \
    C(eurodac_event, removed, "Left under a return decision, or removed", "Eurodac Art 16(2)(d)")                     \
    C(eurodac_event, responsibility_shifted, "Responsibility shifted", "Eurodac Art 16(3)")                           \
    C(eurodac_event, relocation_obliged, "Relocation became an obligation", "Eurodac Art 25(1)")                      \
    C(eurodac_event, arrived_relocation, "Arrived after relocation", "Eurodac Art 25(2)")                             \
    C(eurodac_event, protection_granted, "International protection granted", "Eurodac Art 31(1)")                     \
    C(eurodac_event, protection_withdrawn, "Status withdrawn", "Eurodac Art 31(3)")                                   \
    C(eurodac_event, beneficiary_relocated, "Beneficiary relocated", "Eurodac Art 31(6)")                             \
    C(eurodac_event, residence_document, "Residence document issued", "Eurodac Art 31(4)")                            \
    C(eurodac_event, threat_over, "The threat to internal security is over", "Eurodac Art 17(4)")                     \
    C(eurodac_event, citizenship, "Citizenship of a Member State acquired", "Eurodac Art 30(1)")                      \
    C(eurodac_event, additional_data, "Another additional point became known", "Eurodac Art 17(2)")
ST_CODES(eurodac_event, EURODAC_EVENT)

#define EURODAC_ACT(C)                                                                                                \
    C(eurodac_act, set_responsible, "Add the responsible State", "Eurodac Art 16(1)")                                 \
    C(eurodac_act, new_dataset, "Send a new dataset with the day of arrival", "Eurodac Art 16(2)(a)")                 \
    C(eurodac_act, set_date, "Add the date", "Eurodac Art 16(2)")                                                     \
    C(eurodac_act, set_relocation, "Add the State of relocation", "Eurodac Art 25(1)")                                \
    C(eurodac_act, mark, "Mark the dataset", "Eurodac Art 31")                                                        \
    C(eurodac_act, unmark, "Remove the mark", "Eurodac Art 31(3)")                                                    \
    C(eurodac_act, delete_flag, "Delete the security flag", "Eurodac Art 17(4)")                                      \
    C(eurodac_act, erase, "Erase the dataset", "Eurodac Art 30(1)")                                                   \
    C(eurodac_act, set_field, "Add the point promptly", "Eurodac Art 17(2)")
ST_CODES(eurodac_act, EURODAC_ACT)

#define EURODAC_CHANGE_FACTS(F)                                                                                       \
    F(code, event, 0, eurodac_event, "What happened", "", "Eurodac Art 16, 17, 25, 30 and 31")                        \
    F(code, category, 0, eurodac_category, "Category of the dataset", "", "Eurodac Art 37(4)")                        \
    F(tri, others_consulted, 0, 0, "The other States with a dataset were consulted", "", "Eurodac Art 17(4)")
ST_SHAPE(eurodac_change_facts, EURODAC_CHANGE_FACTS)

#define EURODAC_CHANGE(F)                                                                                             \
    F(tri, applies, 0, 0, "The article reaches this dataset", "", "Eurodac Art 16, 17, 25, 30 and 31")                \
    F(code, act, 0, eurodac_act, "What the State does", "", "Eurodac Art 16, 17, 25, 30 and 31")                      \
    F(tri, compared, 0, 0, "Compared on arrival", "", "Eurodac Art 27(1)")                                            \
    F(tri, consult_first, 0, 0, "Consult the other States first", "", "Eurodac Art 17(4)")                            \
    F(number, inform_hours, 0, 0, "Hours in which Eurodac informs the others", "", "Eurodac Art 16(4)")               \
    F(code, others, 0, eurodac_act, "What the other States then do", "", "Eurodac Art 16(4), 17(4), 31")
ST_SHAPE(eurodac_change, EURODAC_CHANGE)

#define EURODAC_FLAG_FACTS(F)                                                                                         \
    F(code, category, 0, eurodac_category, "Category", "", "Eurodac Art 17(2)(i)")                                    \
    F(code, source, 0, security_source, "Security flag follows from", "", "Eurodac Art 17(2)(i)")                     \
    F(codes, reasons, 0, security_reason, "Reasons", "", "Eurodac Art 17(2)(i)")
ST_SHAPE(eurodac_flag_facts, EURODAC_FLAG_FACTS)

#define EURODAC_FLAG(F)                                                                                               \
    F(tri, permitted, 0, 0, "A security flag may be set", "By a named officer", "Eurodac Art 17(2)(i)")
ST_SHAPE(eurodac_flag, EURODAC_FLAG)

/* ---- Law enforcement ---- */
#define EURODAC_GATE(C)                                                                                               \
    C(eurodac_gate, open, "The search may run", "Eurodac Art 32(2)")                                                  \
    C(eurodac_gate, verify, "Waits for the verifying authority", "Eurodac Art 32(1)")                                 \
    C(eurodac_gate, open_verify_after, "May run at once; verified after", "Eurodac Art 32(4)")                        \
    C(eurodac_gate, refused, "Refused", "Eurodac Art 33(1)")
ST_CODES(eurodac_gate, EURODAC_GATE)

#define EURODAC_VERDICT(C)                                                                                            \
    C(eurodac_verdict, permitted, "Permitted", "Eurodac Art 32(2)")                                                   \
    C(eurodac_verdict, refused, "Refused", "Eurodac Art 32(2)")
ST_CODES(eurodac_verdict, EURODAC_VERDICT)

#define EURODAC_GATE_FACTS(F)                                                                                         \
    F(tri, europol, 0, 0, "Request of Europol", "", "Eurodac Art 34(1)")                                              \
    F(tri, cir_flag, 0, 0, "A reply of the CIR named Eurodac", "", "Eurodac Art 33(2)")                               \
    F(tri, national_checked, 0, 0, "National databases checked", "", "Eurodac Art 33(1)(a)(i)")                       \
    F(tri, others_checked, 0, 0, "Other States' fingerprints checked", "", "Eurodac Art 33(1)(a)(ii)")                \
    F(tri, grounds_not_to, 0, 0, "The request says why that would not help, or it is not available", "",              \
      "Eurodac Art 33(1)(a)(ii)")                                                                                     \
    F(tri, europol_checked, 0, 0, "Europol's own systems did not identify the person", "", "Eurodac Art 34(1)(a)")    \
    F(tri, serious, 0, 0, "Terrorist or other serious criminal offence", "And an overriding public-security concern", \
      "Eurodac Art 33(1)(b)")                                                                                         \
    F(tri, specific, 0, 0, "A specific case and specific persons", "", "Eurodac Art 33(1)(c)")                        \
    F(tri, substantial, 0, 0, "Reasonable grounds that it contributes substantially", "", "Eurodac Art 33(1)(d)")     \
    F(tri, reference, 0, 0, "A reasoned request with its reference number", "", "Eurodac Art 32(1)")                  \
    F(tri, against_child, 0, 0, "Against a child under 14", "", "Eurodac Art 14(3)")                                  \
    F(tri, child_grounds, 0, 0, "Further grounds concerning the child", "", "Eurodac Art 14(3)")                      \
    F(tri, by_face, 0, 0, "Searched by the facial image", "", "Eurodac Art 32(3)")                                    \
    F(tri, urgent, 0, 0, "Imminent danger", "", "Eurodac Art 32(4)")                                                  \
    F(tri, verified, 0, 0, "The verifying authority has decided", "", "Eurodac Art 32(2)")                            \
    F(code, verdict, 0, eurodac_verdict, "Verdict", "", "Eurodac Art 32(2)")
ST_SHAPE(eurodac_gate_facts, EURODAC_GATE_FACTS)

#define EURODAC_GATE_OUTCOME(F)                                                                                       \
    F(code, gate, 0, eurodac_gate, "Search", "", "Eurodac Art 32")                                                    \
    F(tri, erase, 0, 0, "What was reached is erased", "", "Eurodac Art 32(5)")
ST_SHAPE(eurodac_gate_outcome, EURODAC_GATE_OUTCOME)

#define EURODAC_KEEP_FACTS(F)                                                                                         \
    F(date, obtained_on, 0, 0, "Obtained on", "", "Eurodac Art 47(4)")                                                \
    F(tri, case_needs, 0, 0, "The ongoing investigation it was asked for needs it", "", "Eurodac Art 47(4)")          \
    F(tri, found_unjustified, 0, 0, "Verified after, and found not justified", "", "Eurodac Art 32(5)")
ST_SHAPE(eurodac_keep_facts, EURODAC_KEEP_FACTS)

#define EURODAC_KEEP(F)                                                                                               \
    F(tri, erase_now, 0, 0, "Erased now", "", "Eurodac Art 32(5)")                                                    \
    F(date, keep_until, 0, 0, "Kept until", "", "Eurodac Art 47(4)")                                                  \
    F(tri, tell_verifier, 0, 0, "The verifying authority is told of the erasure", "", "Eurodac Art 32(5)")
ST_SHAPE(eurodac_keep, EURODAC_KEEP)

/* ---- Third countries ---- */
#define EURODAC_TRANSFER_FACTS(F)                                                                                     \
    F(tri, applies_ammr, 0, 0, "A State to which Regulation 2024/1351 applies", "", "Eurodac Art 49(5)")              \
    F(tri, to_return, 0, 0, "Only to identify and document for return", "", "Eurodac Art 50(3)(a)")                   \
    F(code, category, 0, eurodac_category, "Category of the dataset", "", "Eurodac Art 50(1)")                        \
    F(tri, from_hit, 0, 0, "Received after a hit for asylum, migration or resettlement", "", "Eurodac Art 50(1)")     \
    F(tri, origin_agrees, 0, 0, "The State of origin agrees", "", "Eurodac Art 50(1)")                                \
    F(tri, person_informed, 0, 0, "The person was informed", "", "Eurodac Art 50(3)(b)")                              \
    F(tri, safe, 0, 0, "Non-refoulement and confidentiality respected", "", "Eurodac Art 50(5)")                      \
    F(tri, tells_application, 0, 0, "It would tell that the person applied or was in an admission procedure", "",     \
      "Eurodac Art 49(4)")
ST_SHAPE(eurodac_transfer_facts, EURODAC_TRANSFER_FACTS)

#define EURODAC_TRANSFER(F)                                                                                           \
    F(tri, permitted, 0, 0, "May be transferred", "", "Eurodac Art 49, 50")
ST_SHAPE(eurodac_transfer, EURODAC_TRANSFER)

extern const struct st_rule eurodac_capture_rule, eurodac_child_rule, eurodac_information_rule,
    eurodac_retention_rule, eurodac_advance_erasure_rule, eurodac_logs_rule, eurodac_comparison_rule,
    eurodac_quality_rule, eurodac_hit_rule, eurodac_change_rule, eurodac_security_flag_rule,
    eurodac_law_enforcement_rule, eurodac_law_enforcement_data_rule, eurodac_third_country_rule;

#endif
