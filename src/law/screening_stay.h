/* The person during the screening: entry, place, availability, detention, counsel, cooperation, and the law that
 * applies beside the screening. Regulation (EU) 2024/1356 ("SR").
 *
 * spec row               rule
 * SCR-20 … SCR-23        screening.entry
 * SCR-24                 screening.access
 * SCR-25, SCR-26         screening.detention
 * SCR-30 … SCR-33        screening.cooperation
 * SCR-11 … SCR-13        screening.relation */
#ifndef ST_LAW_SCREENING_STAY_H
#define ST_LAW_SCREENING_STAY_H

#include "law/screening.h"

/* ---- screening.entry: facts are screening_facts (event, internal_border_controlled, entry_basis) ---- */
#define ENTRY_STATUS(C)                                                                                               \
    C(entry_status, not_authorised, "Not authorised to enter", "SR Art 6")                                            \
    C(entry_status, let_in, "Let in before the screening", "SR Art 5(3)")                                             \
    C(entry_status, inside, "Inside the territory", "SR Art 7(1)")
ST_CODES(entry_status, ENTRY_STATUS)

#define SCREENING_PLACE(C)                                                                                            \
    C(screening_place, border, "Generally at or near the external border, or elsewhere in the territory",             \
      "SR Art 8(1)")                                                                                                  \
    C(screening_place, territory, "A designated place inside the territory", "SR Art 8(2)")
ST_CODES(screening_place, SCREENING_PLACE)

#define SCREENING_ENTRY_OUTCOME(F)                                                                                    \
    F(code, entry, 0, entry_status, "Entry", "", "SR Art 6")                                                          \
    F(tri, stay_available, 0, 0, "Must stay available", "", "SR Art 9(1)")                                            \
    F(code, place, 0, screening_place, "Place of the screening", "", "SR Art 8")
ST_SHAPE(screening_entry_outcome, SCREENING_ENTRY_OUTCOME)
extern const struct st_rule screening_entry_rule;

/* ---- screening.detention ---- */
/* The closed list for applicants. */
#define DETENTION_GROUND(C)                                                                                           \
    C(detention_ground, identity, "To determine or verify identity or nationality", "RCD Art 10(4)(a)")               \
    C(detention_ground, elements, "To determine elements that could not be had otherwise", "RCD Art 10(4)(b)")        \
    C(detention_ground, breach, "Residence duty not met, and a continuing risk of absconding", "RCD Art 10(4)(c)")    \
    C(detention_ground, border_procedure, "To decide on the right to enter, in the border procedure",                 \
      "RCD Art 10(4)(d)")                                                                                             \
    C(detention_ground, late_application, "Application in return detention merely to delay the return",               \
      "RCD Art 10(4)(e)")                                                                                             \
    C(detention_ground, security, "National security or public order", "RCD Art 10(4)(f)")                            \
    C(detention_ground, transfer, "Transfer to the State responsible", "RCD Art 10(4)(g)")
ST_CODES(detention_ground, DETENTION_GROUND)

#define RETURN_DETENTION_GROUND(C)                                                                                    \
    C(return_detention_ground, absconding, "Risk of absconding", "Return Dir. Art 15(1)(a)")                          \
    C(return_detention_ground, hampering, "Avoids or hampers the preparation of return", "Return Dir. Art 15(1)(b)")
ST_CODES(return_detention_ground, RETURN_DETENTION_GROUND)

#define DETENTION_REGIME(C)                                                                                           \
    C(detention_regime, reception, "Reception conditions: closed list of grounds", "RCD Art 10(4)")                   \
    C(detention_regime, return_law, "Rules of the Return Directive", "SR Art 8(7)")
ST_CODES(detention_regime, DETENTION_REGIME)

#define DETENTION_FACTS(F)                                                                                            \
    F(tri, application_made, 0, 0, "Has applied for protection", "A wish expressed in any way counts", "APR Art 26")  \
    F(codes, grounds, ST_SENSITIVE, detention_ground, "Grounds found, for applicants", "", "RCD Art 10(4)")           \
    F(codes, return_grounds, ST_SENSITIVE, return_detention_ground, "Grounds found, for others", "",                  \
      "Return Dir. Art 15(1)")                                                                                        \
    F(tri, assessed, 0, 0, "Individually assessed as necessary", "", "RCD Art 10(2)")                                 \
    F(tri, milder_means, 0, 0, "Less coercive measures would do", "", "RCD Art 10(2)")                                \
    F(tri, serious_health_risk, ST_SENSITIVE, 0, "Special needs, and detention would put health at serious risk", "", \
      "RCD Art 13(1)")                                                                                                \
    F(tri, minor, 0, 0, "Minor", "", "SR Art 2(9)")                                                                   \
    F(tri, unaccompanied, 0, 0, "Unaccompanied minor", "", "SR Art 2(11)")                                            \
    F(tri, caregiver_detained, 0, 0, "Parent or primary care-giver is detained", "", "RCD Art 13(2)(a)")              \
    F(tri, safeguards_minor, 0, 0, "Detention safeguards the minor", "", "RCD Art 13(2)(b)")                          \
    F(tri, in_best_interests, 0, 0, "Assessed to be in the child's best interests", "", "RCD Art 13(2)")
ST_SHAPE(detention_facts, DETENTION_FACTS)

/* may_detain yes: the law leaves it open to a named officer's decision with reasons; no: the law does not allow it. */
#define DETENTION_OUTCOME(F)                                                                                          \
    F(code, regime, 0, detention_regime, "Rules that apply", "", "SR Art 8(7)")                                       \
    F(tri, may_detain, 0, 0, "Detention may be considered", "", "RCD Art 10")
ST_SHAPE(detention_outcome, DETENTION_OUTCOME)
extern const struct st_rule screening_detention_rule;

/* ---- screening.access: counsel and organisations ---- */
#define ACCESS_FACTS(F)                                                                                               \
    F(tri, limit_wanted, 0, 0, "Access is to be limited", "", "SR Art 8(6)")                                          \
    F(tri, in_national_law, 0, 0, "National law provides for the limit", "", "SR Art 8(6)")                           \
    F(tri, necessary, 0, 0, "Objectively necessary for security, public order or management", "", "SR Art 8(6)")      \
    F(tri, access_remains, 0, 0, "Access is not severely restricted or made impossible", "", "SR Art 8(6)")
ST_SHAPE(access_facts, ACCESS_FACTS)
#define ACCESS_OUTCOME(F)                                                                                             \
    F(tri, may_limit, 0, 0, "Access may be limited", "", "SR Art 8(6)")                                               \
    F(tri, reason_due, 0, 0, "The refusal is to be recorded with its reason", "", "SR Art 8(6)")
ST_SHAPE(access_outcome, ACCESS_OUTCOME)
extern const struct st_rule screening_access_rule;

/* ---- screening.cooperation ---- */
#define COOPERATION_FACTS(F)                                                                                          \
    F(tri, stayed_available, 0, 0, "Stayed available", "", "SR Art 9(1)")                                             \
    F(tri, particulars_given, 0, 0, "Gave name, birth, gender and nationality", "And papers where available",         \
      "SR Art 9(2)(a)")                                                                                               \
    F(tri, biometrics_due, 0, 0, "Biometrics are due", "From the age of six", "SR Art 9(2)(b)")                       \
    F(tri, biometrics_given, 0, 0, "Gave biometrics", "", "SR Art 9(2)(b)")                                           \
    F(tri, application_made, 0, 0, "Has applied for protection", "A wish expressed in any way counts", "APR Art 26")
ST_SHAPE(cooperation_facts, COOPERATION_FACTS)
#define COOPERATION_OUTCOME(F)                                                                                        \
    F(tri, duty_met, 0, 0, "Duty to cooperate met", "Item (i) of the form", "SR Art 17(1)(i)")                        \
    F(tri, screening_goes_on, 0, 0, "The screening goes on", "", "SR Art 9")                                          \
    F(tri, may_apply, 0, 0, "The right to apply stands", "", "SR Art 3")                                              \
    F(tri, asylum_law_applies, 0, 0, "Asylum law may attach consequences", "", "APR Art 41")
ST_SHAPE(cooperation_outcome, COOPERATION_OUTCOME)
extern const struct st_rule screening_cooperation_rule;

/* ---- screening.relation: registration, return and security examination beside the screening ---- */
#define OTHER_LAW(C)                                                                                                  \
    C(other_law, now, "Applies now", "") C(other_law, after_screening, "Applies once the screening has ended", "")    \
    C(other_law, in_parallel, "Applies beside the screening", "") C(other_law, not_at_all, "Does not apply", "")
ST_CODES(other_law, OTHER_LAW)

#define RELATION_FACTS(F)                                                                                             \
    F(code, event, 0, screening_event, "What happened", "", "SR Art 5 and 7")                                         \
    F(tri, internal_border_controlled, 0, 0, "Crossed an internal border where controls remain", "", "SR recital 21") \
    F(tri, screened, 0, 0, "Subject to screening", "", "SR Art 5 and 7")                                              \
    F(tri, screening_ended, 0, 0, "The screening has ended", "", "SR Art 18(5)")                                      \
    F(tri, application_made, 0, 0, "Has applied for protection", "A wish expressed in any way counts", "APR Art 26")  \
    F(tri, security_check_done, 0, 0, "A security check was carried out", "", "SR Art 15")                            \
    F(tri, reasons_to_look_again, 0, 0, "Justified reasons to examine internal security again", "", "AMMR Art 16(4)")
ST_SHAPE(relation_facts, RELATION_FACTS)
#define RELATION_OUTCOME(F)                                                                                           \
    F(code, registration, 0, other_law, "Registration of the application", "", "APR Art 27")                          \
    F(code, return_law, 0, other_law, "Return Directive", "", "SR Art 4(2)")                                          \
    F(tri, security_examination_due, 0, 0, "Internal security is examined after registration", "", "AMMR Art 16(4)")
ST_SHAPE(relation_outcome, RELATION_OUTCOME)
extern const struct st_rule screening_relation_rule;

#endif
