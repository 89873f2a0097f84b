/* The forms of a screening: what is written down at each of its steps, and together the screening form of Article 17.
 * Regulation (EU) 2024/1356 ("SR").
 *
 * spec row                     shape
 * SCR-34 … SCR-37              information_given
 * SCR-40 … SCR-43, field d     health_check
 * SCR-44 … SCR-46, field e     vulnerability_check
 * SCR-50 … SCR-57, fields a, b identity_check
 * SCR-52, SCR-106              biometrics_taken
 * SCR-60 … SCR-75, field h     security_check
 * SCR-100 … SCR-105            assistance_of_minor
 * fields c, f, g, i … m        screening_statement
 * SCR-81, SCR-82, field n      form_offered
 * fields a … o as items        form_item
 * SCR-90 … SCR-97, field o     screening_referral */
#ifndef ST_LAW_SCREENING_FORM_H
#define ST_LAW_SCREENING_FORM_H

#include "law/eurodac_dataset.h"
#include "law/screening.h"

/* ---- The items of the form: SR Art 17(1) and (2), 18(5) and (6) ----
 * Where each stands: names, birth, sex, nationalities, languages and documents in the person's file, whether confirmed
 * or declared in identity_check; the reason of the screening in the arrival; the rest in the forms below. What the
 * person says against an item stands beside it: objection.item. */
#define FORM_ITEM(C)                                                                                                  \
    C(form_item, name, "Name", "SR Art 17(1)(a)")                                                                     \
    C(form_item, birth_date, "Date of birth", "SR Art 17(1)(a)")                                                      \
    C(form_item, birth_place, "Place of birth", "SR Art 17(1)(a)")                                                    \
    C(form_item, gender, "Gender", "SR Art 17(1)(a)")                                                                 \
    C(form_item, nationality, "Nationalities or statelessness", "SR Art 17(1)(b)")                                    \
    C(form_item, residence, "Countries of residence before", "SR Art 17(1)(b)")                                       \
    C(form_item, languages, "Languages", "SR Art 17(1)(b)")                                                           \
    C(form_item, reason, "Reason for the screening", "SR Art 17(1)(c)")                                               \
    C(form_item, health, "Preliminary health check", "SR Art 17(1)(d)")                                               \
    C(form_item, vulnerability, "Preliminary vulnerability check", "SR Art 17(1)(e)")                                 \
    C(form_item, application, "Application for protection", "SR Art 17(1)(f)")                                        \
    C(form_item, family, "Family members in a Member State", "SR Art 17(1)(g)")                                       \
    C(form_item, hit, "Whether a consultation gave a hit", "SR Art 17(1)(h)")                                         \
    C(form_item, cooperation, "Duty to cooperate met", "SR Art 17(1)(i)")                                             \
    C(form_item, entry_reason, "Reason for irregular arrival or entry", "SR Art 17(2)(a)")                            \
    C(form_item, route, "Route", "SR Art 17(2)(b)")                                                                   \
    C(form_item, documents, "Documents", "SR Art 17(2)(c)")                                                           \
    C(form_item, remarks, "Remarks", "SR Art 17(2)(d)")                                                               \
    C(form_item, open_checks, "Checks not completed, and why", "SR Art 18(5)")                                        \
    C(form_item, ended_by, "Circumstances that ended the screening", "SR Art 18(6)")
ST_CODES(form_item, FORM_ITEM)

/* The elements of a screening: SR Art 8(5), in its order. */
#define SCREENING_ELEMENT(C)                                                                                          \
    C(screening_element, health, "Preliminary health check", "SR Art 8(5)(a)")                                        \
    C(screening_element, vulnerability, "Preliminary vulnerability check", "SR Art 8(5)(b)")                          \
    C(screening_element, identity, "Identification or verification of identity", "SR Art 8(5)(c)")                    \
    C(screening_element, biometrics, "Registration of biometric data", "SR Art 8(5)(d)")                              \
    C(screening_element, security, "Security check", "SR Art 8(5)(e)")                                                \
    C(screening_element, form, "Screening form", "SR Art 8(5)(f)")                                                    \
    C(screening_element, referral, "Referral", "SR Art 8(5)(g)")
ST_CODES(screening_element, SCREENING_ELEMENT)

/* Where a screening leads: SR Art 18, Art 5(3). */
#define REFERRAL_KIND(C)                                                                                              \
    C(referral_kind, asylum, "To the authority that registers applications for protection", "SR Art 18(2)")           \
    C(referral_kind, return_procedure, "To the return authority", "SR Art 18(1)")                                     \
    C(referral_kind, return_continues, "The return procedure continues", "SR Art 18(4)")                              \
    C(referral_kind, relocation, "To the States of the relocation", "SR Art 18(3)")                                   \
    C(referral_kind, refusal_of_entry, "Refusal of entry", "SBC Art 14")                                              \
    C(referral_kind, ended_entry_conditions, "Ended: the entry conditions are met", "SR Art 5(3)")                    \
    C(referral_kind, ended_departure, "Discontinued: the person leaves by own decision", "SR Art 5(3)")               \
    C(referral_kind, ended_criminal, "Ended because of a criminal or extradition procedure", "SR Art 18(6)")
ST_CODES(referral_kind, REFERRAL_KIND)

/* Who gets the form. */
#define FORM_RECIPIENT(C)                                                                                             \
    C(form_recipient, registering_authority, "Authority that registers applications", "SR Art 18(2)")                 \
    C(form_recipient, return_authority, "Return authority", "SR Art 18(1)")                                           \
    C(form_recipient, relocation_states, "Authorities of the States of the relocation", "SR Art 18(3)")               \
    C(form_recipient, nobody, "Nobody", "")
ST_CODES(form_recipient, FORM_RECIPIENT)

/* ---- Information: SR Art 11 ---- */
#define INFORMATION_ITEM(C)                                                                                           \
    C(information_item, screening, "Purpose, duration, elements and possible outcomes", "SR Art 11(1)(a)")            \
    C(information_item, right_to_apply, "Right to apply for protection, and how", "SR Art 11(1)(b)")                  \
    C(information_item, applicant_duties, "Duties of applicants, and what follows when they are not met",             \
      "SR Art 11(1)(b)")                                                                                              \
    C(information_item, rights_and_duties, "Rights and duties, and contact with counselling organisations",           \
      "SR Art 11(1)(c)")                                                                                              \
    C(information_item, data_protection, "Data-protection rights", "SR Art 11(1)(d)")                                 \
    C(information_item, entry_and_stay, "Rules on entry and stay", "SR Art 11(2)(a)")                                 \
    C(information_item, return_duty, "Duty to return, and help with voluntary departure", "SR Art 11(2)(b)")          \
    C(information_item, relocation, "Conditions of relocation", "SR Art 11(2)(c)")
ST_CODES(information_item, INFORMATION_ITEM)

#define INFORMATION_CHANNEL(C)                                                                                        \
    C(information_channel, written_and_oral, "In writing and orally", "SR Art 11(3)")                                 \
    C(information_channel, oral, "Orally", "SR Art 11(3)")                                                            \
    C(information_channel, written, "In writing", "SR Art 11(3)")
ST_CODES(information_channel, INFORMATION_CHANNEL)

#define ACKNOWLEDGEMENT(C)                                                                                            \
    C(acknowledgement, understood, "Understood", "")                                                                  \
    C(acknowledgement, refused, "Refused to confirm", "")
ST_CODES(acknowledgement, ACKNOWLEDGEMENT)

#define INFORMATION_GIVEN(F)                                                                                          \
    F(codes, items, ST_REQUIRED, information_item, "Informed about", "", "SR Art 11(1)")                              \
    F(text, language, ST_REQUIRED | ST_LANGUAGES, 40, "Language", "One that the person understands or is supposed to", \
      "SR Art 11(3)")                                                                                                 \
    F(code, channel, ST_REQUIRED, information_channel, "How", "", "SR Art 11(3)")                                     \
    F(tri, interpreter, 0, 0, "With an interpreter", "", "SR Art 11(3)")                                              \
    F(tri, child_friendly, ST_OF_A_MINOR, 0, "In a child-friendly way", "", "SR Art 11(3)")                           \
    F(tri, assistant_present, ST_OF_A_MINOR, 0, "Representative or assisting person present", "", "SR Art 11(3)")     \
    F(code, acknowledged, ST_REQUIRED, acknowledgement, "The person", "", "")                                         \
    F(text, given_by, 0, 120, "Given by", "The authority, or an organisation authorised to inform", "SR Art 11(4)")
ST_SHAPE(information_given, INFORMATION_GIVEN)

/* ---- Health: SR Art 12(1), (2) ---- */
#define HEALTH_NEED(C)                                                                                                \
    C(health_need, emergency_care, "Emergency care", "SR Art 12(1)")                                                  \
    C(health_need, treatment, "Essential treatment of illness", "SR Art 12(1)")                                       \
    C(health_need, isolation, "Isolation on public-health grounds", "SR Art 12(1)")                                   \
    C(health_need, prenatal_care, "Care in pregnancy", "SR Art 12(1)")
ST_CODES(health_need, HEALTH_NEED)

#define HEALTH_OUTCOME(C)                                                                                             \
    C(health_outcome, nothing_found, "No need for care or isolation", "SR Art 12(1)")                                 \
    C(health_outcome, needs_found, "Needs found", "SR Art 12(1)")                                                     \
    C(health_outcome, no_further_check, "No further check necessary", "SR Art 12(1)")
ST_CODES(health_outcome, HEALTH_OUTCOME)

#define HEALTH_CHECK(F)                                                                                               \
    F(code, outcome, ST_REQUIRED, health_outcome, "Outcome", "Clinical detail stays in the medical record",           \
      "SR Art 17(1)(d)")                                                                                              \
    F(codes, needs, ST_SENSITIVE, health_need, "Needs", "", "SR Art 12(1)")                                           \
    F(text, examined_by, ST_REQUIRED, 120, "Examined by", "Qualified medical staff", "SR Art 12(1)")                  \
    F(text, no_check_reason, ST_LONG, 1000, "Why no further check", "Author's reason", "SR Art 12(1)")                \
    F(text, note, ST_SENSITIVE | ST_LONG, 2000, "Note", "For health staff only", "SR Art 12(1)")
ST_SHAPE(health_check, HEALTH_CHECK)

/* ---- Vulnerability: SR Art 12(3) to (5) ---- */
#define VULNERABILITY(C)                                                                                              \
    C(vulnerability, statelessness, "Possibly stateless", "SR Art 12(3)")                                             \
    C(vulnerability, torture, "Torture or other ill-treatment", "SR Art 12(3)")                                       \
    C(vulnerability, trafficking, "Possible victim of trafficking", "SR Art 12(3)")                                   \
    C(vulnerability, sexual_violence, "Sexual or gender-based violence", "SR Art 12(3)")                              \
    C(vulnerability, minor, "Minor", "SR Art 12(3)")                                                                  \
    C(vulnerability, unaccompanied_minor, "Unaccompanied minor", "SR Art 12(3)")                                      \
    C(vulnerability, single_parent, "Single parent with children", "SR Art 12(3)")                                    \
    C(vulnerability, pregnancy, "Pregnancy", "SR Art 12(3)")                                                          \
    C(vulnerability, disability, "Disability", "SR Art 12(3)")                                                        \
    C(vulnerability, old_age, "Old age", "SR Art 12(3)")                                                              \
    C(vulnerability, serious_illness, "Serious physical illness", "SR Art 12(3)")                                     \
    C(vulnerability, mental_disorder, "Mental disorder", "SR Art 12(3)")                                              \
    C(vulnerability, other, "Other special needs", "SR Art 12(3)")
ST_CODES(vulnerability, VULNERABILITY)

#define VULNERABILITY_CHECK(F)                                                                                        \
    F(tri, found, ST_REQUIRED, 0, "Indications found", "", "SR Art 12(3)")                                            \
    F(codes, indications, ST_SENSITIVE, vulnerability, "Indications", "", "SR Art 12(3)")                             \
    F(tri, reception_needs, 0, 0, "Special reception needs", "", "SR Art 17(1)(e)")                                   \
    F(tri, procedural_needs, 0, 0, "Special procedural needs", "", "SR Art 17(1)(e)")                                 \
    F(text, support, ST_LONG, 1000, "Support given", "Timely and adequate, in adequate facilities", "SR Art 12(4)")   \
    F(tri, trained_for_minors, ST_OF_A_MINOR, 0, "By staff trained and qualified to deal with minors", "",            \
      "SR Art 12(4)")                                                                                                 \
    F(tri, child_protection_told, ST_OF_A_MINOR, 0, "Child-protection authority involved", "", "SR Art 12(4)")        \
    F(text, checked_by, ST_REQUIRED, 120, "Checked by", "Specialised staff trained for it", "SR Art 12(3)")           \
    F(text, note, ST_SENSITIVE | ST_LONG, 2000, "Note", "For specialised staff only", "SR Art 12(3)")
ST_SHAPE(vulnerability_check, VULNERABILITY_CHECK)

/* ---- Identity: SR Art 14 ---- */
#define IDENTITY_MEANS(C)                                                                                             \
    C(identity_means, documents, "Documents", "SR Art 14(1)(a)")                                                      \
    C(identity_means, statements, "Statements or information of the person", "SR Art 14(1)(b)")                       \
    C(identity_means, biometrics, "Biometric data", "SR Art 14(1)(c)")                                                \
    C(identity_means, chip, "Biometrics stored in the document", "SR Art 14(6)")
ST_CODES(identity_means, IDENTITY_MEANS)

#define QUERY_RESULT(C)                                                                                               \
    C(query_result, no_hit, "No hit", "")                                                                             \
    C(query_result, hit, "Hit", "")                                                                                   \
    C(query_result, failed, "Not technically possible", "SR Art 14(3)")                                               \
    C(query_result, skipped, "Not queried", "SR Art 15(2)")
ST_CODES(query_result, QUERY_RESULT)

#define IDENTITY_CHECK(F)                                                                                             \
    F(codes, means, ST_REQUIRED, identity_means, "By means of", "", "SR Art 14(1)")                                   \
    F(code, cir, ST_REQUIRED, query_result, "Common Identity Repository", "Queried in the person's presence",         \
      "SR Art 14(2)")                                                                                                 \
    F(code, sis, ST_REQUIRED, query_result, "Schengen Information System", "", "SR Art 14(2)")                        \
    F(code, national, 0, query_result, "National databases", "", "SR Art 14(2)")                                      \
    F(tri, portal_used, 0, 0, "Through the European Search Portal", "", "SR Art 14(3)")                               \
    F(code, second_query, 0, query_result, "Second query, with identity data",                                        \
      "Where biometrics cannot be used, failed or gave no hit", "SR Art 14(4)")                                       \
    F(text, failure_reason, 0, 400, "Why a query was not possible", "", "SR Art 14(3)")                               \
    F(tri, done_at_border_check, 0, 0, "Already done at the border check", "", "SR Art 14(1)")                        \
    F(code, name_certainty, ST_REQUIRED, certainty, "Name is", "", "SR Art 17(3)")                                    \
    F(code, birth_date_certainty, ST_REQUIRED, certainty, "Date of birth is", "", "SR Art 17(3)")                     \
    F(code, birth_place_certainty, ST_REQUIRED, certainty, "Place of birth is", "", "SR Art 17(3)")                   \
    F(code, sex_certainty, ST_REQUIRED, certainty, "Sex is", "", "SR Art 17(3)")                                      \
    F(code, nationality_certainty, ST_REQUIRED, certainty, "Nationality is", "", "SR Art 17(3)")                      \
    F(code, residence_certainty, 0, certainty, "Countries of residence are", "", "SR Art 17(3)")                      \
    F(code, languages_certainty, 0, certainty, "Languages spoken are", "", "SR Art 17(3)")                            \
    F(text, note, ST_LONG, 1000, "Note", "", "")
ST_SHAPE(identity_check, IDENTITY_CHECK)

/* ---- Biometrics: SR Art 14(2), Eurodac Art 13 to 15, 22 to 24 ---- */
#define CAPTURE(C)                                                                                                    \
    C(capture, taken, "Taken", "Eurodac Art 13(1)")                                                                   \
    C(capture, under_six, "Child under six: not taken", "Eurodac Art 14(1)")                                          \
    C(capture, fingertips, "Fingertips give no usable prints", "Eurodac Art 13(5)")                                   \
    C(capture, health, "Postponed for health reasons", "Eurodac Art 22(6)")                                           \
    C(capture, refused, "The person refuses", "Eurodac Art 13(3)")                                                    \
    C(capture, technical, "Serious technical problem", "Eurodac Art 22(6)")
ST_CODES(capture, CAPTURE)

#define BIOMETRICS_TAKEN(F)                                                                                           \
    F(code, capture, ST_REQUIRED, capture, "Biometrics", "", "Eurodac Art 13(1)")                                     \
    F(many, fingerprints, 0, eurodac_print, "Fingerprints", "All fingers that are there", "Eurodac Art 2(1)(z)")      \
    F(blob, facial_image, 0, 2000000, "Facial image", "JPEG", "Eurodac Art 17(1)(b)")                                 \
    F(tri, trained_for_minors, ST_OF_A_MINOR, 0, "Taken by an official trained for minors", "", "Eurodac Art 14(1)")  \
    F(tri, adult_present, ST_OF_A_MINOR, 0, "Adult family member, representative or assisting person present", "",    \
      "Eurodac Art 14(1)")                                                                                            \
    F(tri, risk_to_child, ST_OF_A_MINOR, 0, "Refusal with grounds to fear a risk to the child", "", "Eurodac Art 14(1)") \
    F(tri, child_protection_told, ST_OF_A_MINOR, 0, "Child-protection authority told", "", "Eurodac Art 14(1)")       \
    F(text, note, ST_LONG, 1000, "Note", "", "")
ST_SHAPE(biometrics_taken, BIOMETRICS_TAKEN)

/* ---- Security: SR Art 15, 16 ---- */
#define SECURITY_SYSTEM(C)                                                                                            \
    C(security_system, sis, "Schengen Information System", "SR Art 15(3)")                                            \
    C(security_system, ees, "Entry/Exit System", "SR Art 15(3)")                                                      \
    C(security_system, etias, "ETIAS", "SR Art 15(3)")                                                                \
    C(security_system, etias_watchlist, "ETIAS watchlist", "SR Art 15(2)")                                            \
    C(security_system, vis, "Visa Information System", "SR Art 15(3)")                                                \
    C(security_system, ecris_tcn, "ECRIS-TCN, flagged records", "SR Art 15(4)")                                       \
    C(security_system, europol, "Europol data", "SR Art 15(2)")                                                       \
    C(security_system, interpol, "Interpol databases", "SR Art 15(2)")                                                \
    C(security_system, national, "National databases", "SR Art 15(2)")                                                \
    C(security_system, belongings, "Person and objects carried", "SR Art 15(1)")
ST_CODES(security_system, SECURITY_SYSTEM)

#define SECURITY_QUERY(F)                                                                                             \
    F(code, system, ST_REQUIRED, security_system, "System", "", "SR Art 15(2)")                                       \
    F(code, result, ST_REQUIRED, query_result, "Result", "", "SR Art 17(1)(h)")                                       \
    F(text, reason, 0, 400, "Why not queried, or what followed", "", "SR Art 16")
ST_SHAPE(security_query, SECURITY_QUERY)

#define SECURITY_CHECK(F)                                                                                             \
    F(many, queries, ST_SENSITIVE, security_query, "Consulted", "", "SR Art 15(2)")                                   \
    F(codes, done_at_border_check, ST_SENSITIVE, security_system, "Already consulted at the border check", "",        \
      "SR Art 15(2)")                                                                                                 \
    F(tri, hit, ST_REQUIRED | ST_SENSITIVE, 0, "A consultation gave a hit", "Left out of the person's copy",          \
      "SR Art 17(1)(h)")                                                                                              \
    F(tri, threat, ST_SENSITIVE, 0, "The officer finds a threat to internal security", "", "SR Art 15(1)")            \
    F(codes, reasons, ST_SENSITIVE, security_reason, "Reasons for the flag in Eurodac", "", "Eurodac Art 17(2)(i)")   \
    F(text, note, ST_SENSITIVE | ST_LONG, 2000, "Note", "", "")
ST_SHAPE(security_check, SECURITY_CHECK)

/* ---- Minors: SR Art 13 ---- */
#define ASSISTANCE_OF_MINOR(F)                                                                                        \
    F(text, assistant, 0, 120, "Representative or assisting person", "", "SR Art 13(3)")                              \
    F(text, organisation, 0, 120, "Organisation", "", "SR Art 13(3)")                                                 \
    F(tri, family_accompanies, 0, 0, "Accompanied by an adult family member", "Unknown where none is there",          \
      "SR Art 13(2)")                                                                                                 \
    F(tri, provisional_designated, 0, 0, "A provisional representative has been designated", "", "SR Art 13(3)")      \
    F(tri, provisional_representative, 0, 0, "Provisional representative", "", "SR Art 13(3)")                        \
    F(tri, trained, 0, 0, "Trained to safeguard the best interests of the child", "", "SR Art 13(3)")                 \
    F(tri, independent, 0, 0, "Independent, without orders, responsible for no part of the screening", "",            \
      "SR Art 13(4)")                                                                                                 \
    F(number, minors_in_care, 0, 0, "Unaccompanied minors in this person's care",                                     \
      "Under normal circumstances at most 30",                                                                        \
      "SR Art 13(5)")                                                                                                 \
    F(tri, normal_circumstances, 0, 0, "Normal circumstances", "", "SR Art 13(5)")                                    \
    F(instant, present_from, 0, 0, "Present from", "", "SR Art 13(3)")                                                \
    F(text, why_changed, ST_LONG, 1000, "Why another person assists now", "Changed only when necessary",              \
      "SR Art 13(4)")                                                                                                 \
    F(text, why_none, ST_LONG, 1000, "Why nobody assists yet", "What was done to find somebody", "SR Art 13(3)")      \
    F(text, best_interests, ST_REQUIRED | ST_LONG, 2000, "Best interests of the child", "How they were weighed",      \
      "SR Art 13(1)")
ST_SHAPE(assistance_of_minor, ASSISTANCE_OF_MINOR)

/* ---- What the person says: SR Art 17(1)(c), (f), (g), (i) and 17(2) ---- */
#define COUNTRY_PASSED(F)                                                                                             \
    F(text, country, ST_REQUIRED, 3, "Country", "Three-letter code", "SR Art 17(2)(b)")                               \
    F(tri, sought_protection, 0, 0, "Protection sought there", "", "SR Art 17(2)(b)")                                 \
    F(tri, got_protection, 0, 0, "Protection granted there", "", "SR Art 17(2)(b)")
ST_SHAPE(country_passed, COUNTRY_PASSED)

#define FAMILY_MEMBER(F)                                                                                              \
    F(text, name, ST_REQUIRED, 200, "Name", "", "SR Art 17(1)(g)")                                                    \
    F(text, relation, 0, 60, "Relation", "", "SR Art 17(1)(g)")                                                       \
    F(text, member_state, 0, 2, "Member State", "Where this family member is", "SR Art 17(1)(g)")
ST_SHAPE(family_member, FAMILY_MEMBER)

#define SCREENING_STATEMENT(F)                                                                                        \
    F(tri, application_made, ST_REQUIRED, 0, "Has applied for protection", "A wish expressed in any way counts",      \
      "SR Art 17(1)(f)")                                                                                              \
    F(instant, applied_at, ST_IN_PAST, 0, "Applied at", "", "SR Art 17(1)(f)")                                        \
    F(text, applied_where, 0, 80, "Applied where", "", "SR Art 17(1)(f)")                                             \
    F(tri, family_in_union, ST_REQUIRED, 0, "Family members in a Member State", "", "SR Art 17(1)(g)")                \
    F(many, family, 0, family_member, "Family members", "", "SR Art 17(1)(g)")                                        \
    F(tri, cooperated, ST_REQUIRED, 0, "Duty to cooperate met", "", "SR Art 17(1)(i)")                                \
    F(text, residence_before, ST_REQUIRED, 200, "Countries of residence before", "", "SR Art 17(1)(b)")               \
    F(text, reason_of_entry, ST_LONG, 2000, "Reason for irregular arrival or entry", "", "SR Art 17(2)(a)")           \
    F(text, departed_from, 0, 120, "Point of departure", "", "SR Art 17(2)(b)")                                       \
    F(text, lived_in, 0, 400, "Places of earlier residence", "", "SR Art 17(2)(b)")                                   \
    F(many, route, 0, country_passed, "Countries passed", "", "SR Art 17(2)(b)")                                      \
    F(text, destination, 0, 120, "Intended destination", "", "SR Art 17(2)(b)")                                       \
    F(tri, smuggling, 0, 0, "Signs of smuggling", "", "SR Art 17(2)(d)")                                              \
    F(tri, trafficking, 0, 0, "Signs of trafficking", "", "SR Art 17(2)(d)")                                          \
    F(text, remarks, ST_LONG, 2000, "Remarks", "", "SR Art 17(2)(d)")
ST_SHAPE(screening_statement, SCREENING_STATEMENT)

/* ---- The form offered to the person: SR Art 17(3) ---- */
#define FORM_COPY(C)                                                                                                  \
    C(form_copy, paper, "On paper", "SR Art 17(3)")                                                                   \
    C(form_copy, electronic, "Electronically", "SR Art 17(3)")
ST_CODES(form_copy, FORM_COPY)

#define OBJECTION(F)                                                                                                  \
    F(code, item, ST_REQUIRED, form_item, "Item", "Which entry of the form", "SR Art 17(3)")                          \
    F(text, statement, ST_REQUIRED | ST_LONG, 1000, "What the person says", "Recorded beside the entry", "SR Art 17(3)")
ST_SHAPE(objection, OBJECTION)

#define FORM_OFFERED(F)                                                                                               \
    F(code, copy, ST_REQUIRED, form_copy, "Copy given", "Without the entry on hits", "SR Art 17(3)")                  \
    F(text, language, ST_REQUIRED | ST_LANGUAGES, 40, "Read back in", "Language", "SR Art 17(3)")                     \
    F(tri, chance_to_object, ST_REQUIRED, 0, "The person could say what is incorrect", "", "SR Art 17(3)")            \
    F(many, objections, 0, objection, "Objections", "", "SR Art 17(3)")
ST_SHAPE(form_offered, FORM_OFFERED)

/* ---- The end: SR Art 18 ---- */
#define SCREENING_DEPARTURE(F)                                                                                        \
    F(text, country, ST_REQUIRED, 3, "Leaves for", "Three-letter code", "SR Art 5(3)")                                \
    F(tri, own_decision, ST_REQUIRED, 0, "By the person's own decision", "", "SR Art 5(3)")                           \
    F(tri, accepted_there, ST_REQUIRED, 0, "Return accepted by that country", "", "SR Art 5(3)")                      \
    F(text, best_interests, ST_OF_A_MINOR | ST_LONG, 2000, "Best interests of the child",                             \
      "How they were weighed in this decision", "SR Art 13(1)")
ST_SHAPE(screening_departure, SCREENING_DEPARTURE)

/* The officer's own decision beside what the law gives (rule screening.referral). */
#define SCREENING_REFERRAL(F)                                                                                         \
    F(code, referral, ST_REQUIRED, referral_kind, "Referral", "", "SR Art 18")                                        \
    F(text, referred_to, 0, 120, "Referred to", "Name of the authority", "SR Art 18(1)")                              \
    F(text, relocation_state, 0, 2, "State of relocation", "", "SR Art 18(3)")                                        \
    F(codes, open_checks, 0, screening_element, "Checks not completed", "", "SR Art 18(5)")                           \
    F(text, why_open, ST_LONG, 1000, "Why they are not completed", "", "SR Art 18(5)")                                \
    F(text, ended_by, ST_LONG, 1000, "Circumstances that ended the screening", "", "SR Art 18(6)")                    \
    F(text, own_reasons, ST_LONG, 2000, "Own reasons", "Where the decision is not what the law was read to give", "") \
    F(text, best_interests, ST_OF_A_MINOR | ST_LONG, 2000, "Best interests of the child",                             \
      "How they were weighed in this decision", "SR Art 13(1)")
ST_SHAPE(screening_referral, SCREENING_REFERRAL)

#define ACCESS_REFUSED(F)                                                                                             \
    F(text, organisation, ST_REQUIRED, 120, "Organisation", "", "SR Art 8(6)")                                        \
    F(text, ground, ST_REQUIRED | ST_LONG, 1000, "Ground", "Objectively necessary; national law", "SR Art 8(6)")      \
    F(text, best_interests, ST_OF_A_MINOR | ST_LONG, 2000, "Best interests of the child",                             \
      "How they were weighed in this decision", "SR Art 13(1)")
ST_SHAPE(access_refused, ACCESS_REFUSED)

#define SHIFT_NOTE(F) F(text, note, ST_REQUIRED | ST_LONG, 2000, "Note for the next shift", "", "")
ST_SHAPE(shift_note, SHIFT_NOTE)

#endif
