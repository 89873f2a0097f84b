/* Which systems are asked about a person in the screening, how, and what follows a hit. Regulation (EU) 2024/1356 ("SR")
 * Art 14 to 16. The rules plan; the registers answer; a named officer concludes.
 *
 * spec row               rule
 * SCR-50 … SCR-57        screening.identity
 * SCR-60 … SCR-74, 77    screening.security (the plan), screening.hit (what follows)
 * SCR-75                 screening.security_flag
 * SCR-76                 screening.relocation_bar */
#ifndef ST_LAW_SCREENING_QUERIES_H
#define ST_LAW_SCREENING_QUERIES_H

#include "law/screening_form.h"

/* Through what a query goes. */
#define QUERY_ROUTE(C)                                                                                                \
    C(query_route, portal, "Through the European Search Portal", "SR Art 14(3)")                                      \
    C(query_route, direct, "Directly to the systems", "SR Art 14(3)")
ST_CODES(query_route, QUERY_ROUTE)

/* ---- screening.identity ---- */
/* The steps of the identity check, in the order in which they are taken. */
#define IDENTITY_STEP(C)                                                                                              \
    C(identity_step, chip, "Verify a biometric identifier stored in a document", "SR Art 14(6)")                      \
    C(identity_step, cir_biometrics, "Query the Common Identity Repository with biometrics", "SR Art 14(2)")          \
    C(identity_step, cir_identity_data, "Query it again with identity data and document data", "SR Art 14(4)")        \
    C(identity_step, sis, "Search the Schengen Information System", "SR Art 14(2)")                                   \
    C(identity_step, national, "Search national databases", "SR Art 14(2)")
ST_CODES(identity_step, IDENTITY_STEP)

/* What is in operation comes from the installation's switches (SR Art 25, third subparagraph). */
#define IDENTITY_FACTS(F)                                                                                             \
    F(tri, done_at_border_check, 0, 0, "Already done at the border check", "", "SR Art 14(1)")                        \
    F(tri, cir_in_operation, ST_NOT_PERSONAL, 0, "Common Identity Repository in operation", "", "SR Art 25")          \
    F(tri, portal_in_operation, ST_NOT_PERSONAL, 0, "European Search Portal in operation", "", "SR Art 25")           \
    F(tri, portal_possible, 0, 0, "The portal can be used", "No: technically impossible now", "SR Art 14(3)")         \
    F(tri, biometrics_usable, 0, 0, "Biometrics can be used", "", "SR Art 14(4)")                                     \
    F(code, first_query, 0, query_result, "Result of the query with biometrics", "Unknown while it was not made",     \
      "SR Art 14(4)")                                                                                                 \
    F(code, second_query, 0, query_result, "Second query, with identity data", "", "SR Art 14(4)")                    \
    F(code, sis, 0, query_result, "Schengen Information System", "", "SR Art 14(2)")                                  \
    F(tri, national_relevant, 0, 0, "National databases are relevant", "", "SR Art 14(2)")                            \
    F(code, national, 0, query_result, "National databases", "", "SR Art 14(2)")                                      \
    F(tri, document_with_chip, 0, 0, "A document holds a biometric identifier", "", "SR Art 14(6)")                   \
    F(codes, means, 0, identity_means, "By means of", "", "SR Art 14(1)")
ST_SHAPE(identity_facts, IDENTITY_FACTS)

#define IDENTITY_OUTCOME(F)                                                                                           \
    F(codes, plan, 0, identity_step, "Steps", "In their order", "SR Art 14")                                          \
    F(codes, open, 0, identity_step, "Steps still open", "", "SR Art 14")                                             \
    F(codes, skipped, 0, identity_step, "Left out, with the reason", "", "SR Art 14")                                 \
    F(code, route, 0, query_route, "Way of the query", "", "SR Art 14(3)")                                            \
    F(tri, reason_due, 0, 0, "The reason for going round the portal is recorded", "", "SR Art 14(3)")                 \
    F(tri, in_presence, 0, 0, "In the person's presence", "", "SR recital 41")                                           \
    F(tri, complete, 0, 0, "Complete", "", "SR Art 14")
ST_SHAPE(identity_outcome, IDENTITY_OUTCOME)
extern const struct st_rule screening_identity_rule;

/* ---- screening.security ---- */
#define SECURITY_FACTS(F)                                                                                             \
    F(codes, in_operation, ST_NOT_PERSONAL, security_system, "Systems in operation",                                  \
      "By the installation's switches", "SR Art 25")                                                                  \
    F(tri, cir_in_operation, ST_NOT_PERSONAL, 0, "Common Identity Repository in operation", "", "SR Art 25")          \
    F(tri, portal_in_operation, ST_NOT_PERSONAL, 0, "European Search Portal in operation", "", "SR Art 25")           \
    F(codes, done_at_border_check, ST_SENSITIVE, security_system, "Already consulted at the border check", "",        \
      "SR Art 15(2)")                                                                                                 \
    F(codes, answered, ST_SENSITIVE, security_system, "Consulted, with an answer", "", "SR Art 15(2)")                \
    F(tri, interpol_without_trace, 0, 0,                                                                              \
      "Interpol can be asked without revealing anything to the owner of the alert", "", "SR Art 16(6)")               \
    F(tri, national_wanted, 0, 0, "National databases are relevant", "", "SR Art 15(2)")                              \
    F(tri, belongings_wanted, 0, 0, "Objects carried are to be looked at", "National law governs searches",           \
      "SR Art 15(1)")
ST_SHAPE(security_facts, SECURITY_FACTS)

#define SECURITY_PLAN_OUTCOME(F)                                                                                      \
    F(codes, plan, ST_SENSITIVE, security_system, "To be consulted", "In this order", "SR Art 15(2)")                 \
    F(codes, open, ST_SENSITIVE, security_system, "Not yet consulted", "", "SR Art 15(2)")                            \
    F(codes, skipped, ST_SENSITIVE, security_system, "Left out, with the reason", "", "SR Art 15(2)")                 \
    F(code, route, 0, query_route, "Way of the query", "", "SR Art 16(1)")                                            \
    F(tri, complete, 0, 0, "Complete", "", "SR Art 15")
ST_SHAPE(security_plan_outcome, SECURITY_PLAN_OUTCOME)
extern const struct st_rule screening_security_rule;

/* ---- screening.hit: what may be read, and what follows, for one system ---- */
#define HIT_LIMIT(C)                                                                                                  \
    C(hit_limit, alert, "The data of the alert", "SR Art 15(3)")                                                      \
    C(hit_limit, security_refusals, "Only refusals, annulments and revocations on security grounds", "SR Art 15(3)")  \
    C(hit_limit, flagged_convictions, "Only convictions for terrorist and other serious offences", "SR Art 15(4)")    \
    C(hit_limit, notice_only, "Nothing: whoever entered the data answers", "SR Art 16(7)")                            \
    C(hit_limit, match, "That there is a match", "SR Art 16(5)")                                                      \
    C(hit_limit, national_law, "What national law allows", "SR Art 15(2)")
ST_CODES(hit_limit, HIT_LIMIT)

#define HIT_FOLLOW_UP(C)                                                                                              \
    C(hit_follow_up, sirene, "Procedures of the SIS; consult the issuing State through SIRENE", "SR Art 16(3)")       \
    C(hit_follow_up, consult_record, "Consult the record under the law of that system", "SR Art 16(2)")               \
    C(hit_follow_up, opinion, "Wait for the opinion of the unit or Europol", "SR Art 16(7)")                \
    C(hit_follow_up, criminal_records, "National criminal records, before an opinion is given", "SR Art 16(4)")       \
    C(hit_follow_up, europol_notified, "Europol is notified with the data of the query", "SR Art 16(5)")              \
    C(hit_follow_up, interpol_bureau, "Through the National Central Bureau", "SR Art 16(6)")                          \
    C(hit_follow_up, national_law, "As national law provides", "SR Art 15(2)")
ST_CODES(hit_follow_up, HIT_FOLLOW_UP)

#define HIT_FACTS(F)                                                                                                  \
    F(code, system, ST_SENSITIVE, security_system, "System", "", "SR Art 15(2)")                                      \
    F(code, result, ST_SENSITIVE, query_result, "Result", "", "SR Art 17(1)(h)")                                      \
    F(tri, records_consulted, ST_SENSITIVE, 0, "National criminal records consulted", "", "SR Art 16(4)")             \
    F(tri, opinion_settled, ST_SENSITIVE, 0, "Opinion given, or the time for it has passed", "", "SR Art 16(7)")
ST_SHAPE(hit_facts, HIT_FACTS)

#define HIT_OUTCOME(F)                                                                                                \
    F(code, limit, ST_SENSITIVE, hit_limit, "What may be read", "", "SR Art 15(3)")                                   \
    F(codes, follow_up, ST_SENSITIVE, hit_follow_up, "What follows", "", "SR Art 16")                                 \
    F(tri, may_conclude, ST_SENSITIVE, 0, "An opinion may be given", "", "SR Art 16(4)")                              \
    F(tri, hit_on_form, ST_SENSITIVE, 0, "The form says that there was a hit", "", "SR Art 17(1)(h)")                 \
    F(tri, may_apply, 0, 0, "The right to apply stands", "", "SR Art 3")
ST_SHAPE(hit_outcome, HIT_OUTCOME)
extern const struct st_rule screening_hit_rule;

/* ---- screening.security_flag: may the mark be set in Eurodac? ---- */
#define SECURITY_FLAG_FACTS(F)                                                                                        \
    F(code, category, 0, eurodac_category, "Category in Eurodac", "", "Eurodac Art 2(1)(y)")                          \
    F(code, source, ST_SENSITIVE, security_source, "Security flag follows from", "", "Eurodac Art 17(2)(i)")          \
    F(codes, reasons, ST_SENSITIVE, security_reason, "Reasons for the flag in Eurodac", "", "Eurodac Art 17(2)(i)")   \
    F(tri, named_officer, 0, 0, "A named officer sets it", "", "Eurodac Art 17(2)(i)")                                \
    F(text, statement, ST_SENSITIVE, 2000, "Officer's reason", "", "Eurodac Art 17(2)(i)")
ST_SHAPE(security_flag_facts, SECURITY_FLAG_FACTS)
#define SECURITY_FLAG_OUTCOME(F)                                                                                      \
    F(tri, may_set, ST_SENSITIVE, 0, "The flag may be set", "", "Eurodac Art 17(2)(i)")
ST_SHAPE(security_flag_outcome, SECURITY_FLAG_OUTCOME)
extern const struct st_rule screening_security_flag_rule;

/* ---- screening.relocation_bar ---- */
#define RELOCATION_BAR_FACTS(F)                                                                                       \
    F(tri, threat_grounds, ST_SENSITIVE, 0, "Reasonable grounds to see a threat to internal security", "",            \
      "AMMR Art 67(2)")                                                                                               \
    F(tri, relocation_begun, 0, 0, "The relocation procedure has begun", "", "AMMR Art 67(2)")                        \
    F(tri, application_made, 0, 0, "Has applied for protection", "A wish expressed in any way counts", "APR Art 26")  \
    F(text, benefitting_state, 0, 3, "Benefitting State", "The State from which people are relocated", "AMMR Art 67(2)")
ST_SHAPE(relocation_bar_facts, RELOCATION_BAR_FACTS)
#define RELOCATION_BAR_OUTCOME(F)                                                                                     \
    F(tri, barred, ST_SENSITIVE, 0, "No relocation and no later relocation or transfer", "", "AMMR Art 67(2)")        \
    F(tri, stop_now, ST_SENSITIVE, 0, "The procedure that has begun stops at once", "", "AMMR Art 67(2)")             \
    F(text, responsible, 0, 3, "Member State responsible", "", "AMMR Art 16(4)")
ST_SHAPE(relocation_bar_outcome, RELOCATION_BAR_OUTCOME)
extern const struct st_rule screening_relocation_bar_rule;

#endif
