/* The screening form, its transmission, the referral and how long the data are kept. Regulation (EU) 2024/1356 ("SR")
 * Art 17 and 18.
 *
 * spec row               rule
 * fields a … o, SCR-80   screening.form
 * SCR-81, SCR-82         screening.transmission
 * SCR-90 … SCR-97        screening.referral
 * SCR-83                 screening.retention */
#ifndef ST_LAW_SCREENING_END_H
#define ST_LAW_SCREENING_END_H

#include "law/screening_form.h"

/* ---- screening.form ---- */
/* `filled`: items with an entry (also "none", "unknown to the person"); `confirmed` and `declared`: marked so. */
#define FORM_FACTS(F)                                                                                                 \
    F(codes, filled, 0, form_item, "Items with an entry", "", "SR Art 17(1)")                                         \
    F(codes, confirmed, 0, form_item, "Confirmed by the authority", "", "SR Art 17(3)")                               \
    F(codes, declared, 0, form_item, "Declared by the person", "", "SR Art 17(3)")                                    \
    F(tri, checks_open, 0, 0, "Checks are still open", "", "SR Art 18(5)")                                            \
    F(tri, ended_early, 0, 0, "Circumstances ended the screening", "", "SR Art 18(6)")
ST_SHAPE(form_facts, FORM_FACTS)

#define FORM_OUTCOME(F)                                                                                               \
    F(codes, missing, 0, form_item, "Items without an entry", "", "SR Art 17(1)")                                     \
    F(codes, unmarked, 0, form_item, "Neither confirmed nor declared", "", "SR Art 17(3)")                            \
    F(codes, not_stated, 0, form_item, "Not available", "Entered where available", "SR Art 17(2)")                    \
    F(codes, redacted, 0, form_item, "Left out of the person's copy", "", "SR Art 17(3)")                             \
    F(tri, complete, 0, 0, "Complete", "", "SR Art 17")
ST_SHAPE(form_outcome, FORM_OUTCOME)
extern const struct st_rule screening_form_rule;

/* ---- screening.transmission ---- */
#define TRANSMISSION_FACTS(F)                                                                                         \
    F(code, referral, 0, referral_kind, "Referral", "", "SR Art 18")                                                  \
    F(tri, copy_made_available, 0, 0, "Copy made available to the person", "Without the entry on hits",               \
      "SR Art 17(3)")                                                                                                 \
    F(tri, chance_to_object, 0, 0, "The person could say what is incorrect", "", "SR Art 17(3)")                      \
    F(tri, objected, 0, 0, "The person said that something is incorrect", "", "SR Art 17(3)")                         \
    F(tri, objections_recorded, 0, 0, "Recorded under the entry concerned", "", "SR Art 17(3)")
ST_SHAPE(transmission_facts, TRANSMISSION_FACTS)

#define TRANSMISSION_LACK(C)                                                                                          \
    C(transmission_lack, copy, "A copy for the person", "SR Art 17(3)")                                               \
    C(transmission_lack, chance, "The chance to say what is incorrect", "SR Art 17(3)")                               \
    C(transmission_lack, objections, "The person's objections beside the entries", "SR Art 17(3)")
ST_CODES(transmission_lack, TRANSMISSION_LACK)

#define TRANSMISSION_OUTCOME(F)                                                                                       \
    F(tri, may_transmit, 0, 0, "The form may be transmitted", "", "SR Art 17(3)")                                     \
    F(codes, lacks, 0, transmission_lack, "Lacks", "", "SR Art 17(3)")
ST_SHAPE(transmission_outcome, TRANSMISSION_OUTCOME)
extern const struct st_rule screening_transmission_rule;

/* ---- screening.referral: facts are screening_facts ---- */
#define REFERRAL_ALERT(C)                                                                                             \
    C(referral_alert, law_is_silent, "The law is silent: an officer decides", "SR Art 18")                            \
    C(referral_alert, open_checks, "Open checks are listed on the form", "SR Art 18(5)")                              \
    C(referral_alert, entry_possible, "Entry on a ground of Article 6(5) remains possible", "SR Art 18(1)")           \
    C(referral_alert, relocation_barred, "No relocation: internal security", "AMMR Art 67(2)")                        \
    C(referral_alert, withdrawal, "A withdrawal is declared before the asylum authority", "APR Art 40")
ST_CODES(referral_alert, REFERRAL_ALERT)

/* may_refer: now, because the checks are completed, the limit has passed, or something ended the screening. */
#define REFERRAL_OUTCOME(F)                                                                                           \
    F(code, referral, 0, referral_kind, "Referral", "", "SR Art 18")                                                  \
    F(code, recipient, 0, form_recipient, "The form goes to", "", "SR Art 18")                                        \
    F(tri, may_refer, 0, 0, "May be referred now", "", "SR Art 18(1)")                                                \
    F(tri, ended_by_limit, 0, 0, "Ended by its time limit", "", "SR Art 18(5)")                                       \
    F(codes, alerts, 0, referral_alert, "To be looked at", "", "SR Art 18")
ST_SHAPE(referral_outcome, REFERRAL_OUTCOME)
extern const struct st_rule screening_referral_rule;

/* ---- screening.retention ---- */
#define SCREENING_RETENTION_FACTS(F)                                                                                  \
    F(code, category, 0, eurodac_category, "Category in Eurodac", "", "SR Art 18(7)")                                 \
    F(date, transmitted_on, ST_IN_PAST, 0, "Transmitted on", "Of the biometrics", "Eurodac Art 29")                   \
    F(tri, no_biometrics, 0, 0, "No biometrics were transmitted", "As for a child under six", "SR Art 18(7)")         \
    F(date, screening_ended_on, ST_IN_PAST, 0, "Screening ended on", "", "SR Art 18(5)")                              \
    F(date, eurodac_keeps_until, 0, 0, "Eurodac keeps the data until", "As the register has it; later when prolonged", \
      "Eurodac Art 29")                                                                                               \
    F(tri, citizenship, 0, 0, "Erased in Eurodac for citizenship", "Of any Member State", "Eurodac Art 30(1)")         \
    F(date, citizenship_on, ST_IN_PAST, 0, "Erased in Eurodac on", "", "Eurodac Art 30(1)")                           \
    F(text, member_state, 0, 3, "Member State", "The State that screens", "SR Art 8")
ST_SHAPE(screening_retention_facts, SCREENING_RETENTION_FACTS)
#define SCREENING_RETENTION_OUTCOME(F)                                                                                \
    F(date, last_day, 0, 0, "Kept until", "", "SR Art 18(7)")                                                         \
    F(date, erase_on, 0, 0, "Deleted on", "", "SR Art 18(7)")
ST_SHAPE(screening_retention_outcome, SCREENING_RETENTION_OUTCOME)
extern const struct st_rule screening_retention_rule;

#endif
