/* The screening procedure: Regulation (EU) 2024/1356, from an arrival to the referral.
 *
 * Its chart is `screening_procedure` (docs/screening.md draws it). States: running; limit_passed (the screening ended
 * by operation of law, the referral is still to be made, Art 18(5)); referred; ended. The steps ask the rules
 * screening.* and hand their reasons on; what an officer decides is in the forms of law/screening_form.h.
 *
 * action                  form                        what it is
 * start                   screening_opened            opens the case (guard: screening.scope)
 * refrain                 screening_opened            the State may refrain and does (Art 7(2), 18(6))
 * give_information        information_given           Art 11
 * assist_minor            assistance_of_minor         Art 13
 * check_health            health_check                Art 12(1): medical staff
 * check_vulnerability     vulnerability_check         Art 12(3): vulnerability staff
 * check_identity          identity_check              Art 14
 * take_biometrics         biometrics_taken            Art 14(2); sends the dataset to Eurodac
 * note_no_biometrics      biometrics_taken            under six, fingertips, health, refusal, technical: why not
 * retake_biometrics       biometrics_taken            after the centre found the quality too low (Eurodac Art 38(1))
 * check_security          security_check              Art 15, 16
 * flag_threat             (none)                      Eurodac Art 17(2)(i): the flag on the dataset that was sent
 * watchlist_opinion       watchlist_opinion           ETIAS Regulation Art 35a
 * take_statement          screening_statement         Art 17(1)(f), (g), (i), 17(2)
 * record_application      application_recorded        a wish for protection, at any time, in every state, by everybody
 * withdraw_application    application_withdrawn       SCR-96
 * state_circumstances     screening_circumstances     what moves the clocks: 72 hours at the border, custody, influx
 * plan_relocation         relocation_planned          Art 18(3)
 * refuse_access           access_refused              Art 8(6)
 * note                    shift_note                  for the next shift
 * offer_form              form_offered                Art 17(3): copy, reading back, objections item by item
 * refer                   screening_referral          Art 18: the decision and the transmission of the form
 * end_entry_conditions    screening_ended             Art 5(3), second subparagraph
 * end_departure           screening_departure         Art 5(3), third subparagraph
 * end_criminal            screening_ended             Art 18(6)
 * limit_passed            (the law itself)            Art 18(5) */
#ifndef ST_CASES_SCREENING_H
#define ST_CASES_SCREENING_H

#include "cases/arrival.h"
#include "cases/procedure.h"
#include "law/screening_form.h"
#include "registers/search.h"

/* What the officer knows of the entry when the screening begins: facts of screening.scope. */
#define SCREENING_OPENED(F)                                                                                           \
    F(code, event, ST_REQUIRED, screening_event, "What happened", "", "SR Art 5 and 7")                               \
    F(instant, event_at, ST_REQUIRED | ST_IN_PAST, 0, "When it happened",                                             \
      "Apprehension, disembarkation or presentation at the crossing point", "SR Art 8(3)")                            \
    F(tri, third_country_national, ST_REQUIRED, 0, "Third-country national or stateless",                             \
      "No for Union citizens and others with the right of free movement", "SR Art 2(4)")                              \
    F(tri, entry_conditions_met, ST_REQUIRED, 0, "Meets the entry conditions", "", "SBC Art 6(1)")                    \
    ENTRY_FACTS(F)                                                                                                    \
    F(text, sent_back_authority, ST_NOT_PERSONAL, 24, "Authority that takes the person in",                           \
      "It is told by message, and screens; as FR-MEN", "SR Art 7(2)")                                                 \
    F(tri, criminal_or_extradition, 0, 0, "Criminal or extradition procedure pending", "", "SR Art 18(6)")            \
    F(tri, state_stops_for_criminal_case, 0, 0, "The State decided not to screen because of it", "", "SR Art 18(6)") \
    F(text, best_interests, ST_OF_A_MINOR | ST_LONG, 2000, "Best interests of the child",                             \
      "How they were weighed in this decision", "SR Art 13(1)")
ST_SHAPE(screening_opened, SCREENING_OPENED)

#define APPLICATION_RECORDED(F)                                                                                       \
    F(instant, applied_at, ST_REQUIRED | ST_IN_PAST, 0, "Applied at", "When the wish was expressed, in whatever way", \
      "APR Art 26(1)")                                                                                                \
    F(text, place, 0, 80, "Applied where", "", "SR Art 17(1)(f)")                                                     \
    F(text, said_to, 0, 120, "Said to", "Officer, medical staff, interpreter, an organisation", "")
ST_SHAPE(application_recorded, APPLICATION_RECORDED)

#define APPLICATION_WITHDRAWN(F)                                                                                      \
    F(instant, withdrawn_at, ST_REQUIRED | ST_IN_PAST, 0, "Withdrawn at", "", "APR Art 40")                           \
    F(tri, informed, ST_REQUIRED, 0, "Knows what follows from it", "In a language that the person understands", "APR Art 40(2)")
ST_SHAPE(application_withdrawn, APPLICATION_WITHDRAWN)

/* What moves the clocks. */
#define SCREENING_CIRCUMSTANCES(F)                                                                                    \
    F(tri, over_72_hours, 0, 0, "More than 72 hours physically at the external border", "", "SR Art 8(3)")            \
    F(tri, custody_over_72_hours, 0, 0, "In custody for more than 72 hours from apprehension", "", "Eurodac Art 22(4)") \
    F(instant, release_at, 0, 0, "Release planned at", "Unknown while none is planned", "Eurodac Art 22(4)")          \
    F(tri, influx_notified, 0, 0, "Sudden influx, notified to the Commission and the other States", "",               \
      "Eurodac Art 24(6)")                                                                                            \
    F(date, influx_from, 0, 0, "Notified on", "", "Eurodac Art 24(6)")                                                \
    F(date, influx_until, 0, 0, "Notified until", "", "Eurodac Art 24(6)")                                            \
    F(instant, health_ended_at, ST_IN_PAST, 0, "Health measures ended at", "Unknown while they last",                 \
      "Eurodac Art 22(6)")
ST_SHAPE(screening_circumstances, SCREENING_CIRCUMSTANCES)

#define RELOCATION_PLANNED(F)                                                                                         \
    F(tri, planned, ST_REQUIRED, 0, "To be relocated", "", "SR Art 18(3)")                                            \
    F(text, member_state, 0, 2, "To the Member State", "", "AMMR Art 67")                                             \
    F(text, best_interests, ST_OF_A_MINOR | ST_LONG, 2000, "Best interests of the child",                             \
      "How they were weighed in this decision", "SR Art 13(1)")
ST_SHAPE(relocation_planned, RELOCATION_PLANNED)

#define WATCHLIST_OPINION(F)                                                                                          \
    F(instant, received_at, ST_REQUIRED | ST_IN_PAST, 0, "Received at", "", "ETIAS Art 35a")                          \
    F(tri, threat, ST_REQUIRED | ST_SENSITIVE, 0, "Sees a possible threat", "", "ETIAS Art 35a")                      \
    F(text, opinion, ST_SENSITIVE | ST_LONG, 2000, "Opinion", "", "ETIAS Art 35a")
ST_SHAPE(watchlist_opinion, WATCHLIST_OPINION)

#define SCREENING_ENDED(F)                                                                                            \
    F(text, circumstances, ST_REQUIRED | ST_LONG, 1000, "Circumstances that ended the screening",                     \
      "They stand on the form", "SR Art 18(6)")                                                                       \
    F(text, sent_to, 0, 120, "Form goes to", "Name of the authority", "SR Art 18(6)")                                 \
    F(text, best_interests, ST_OF_A_MINOR | ST_LONG, 2000, "Best interests of the child",                             \
      "How they were weighed in this decision", "SR Art 13(1)")
ST_SHAPE(screening_ended, SCREENING_ENDED)

/* The chart, for st_case_act (st_act.procedure) and the pages. */
extern const struct st_procedure screening_procedure;

/* What is known already when a screening is to begin: event, time and whether the person applied, from the arrival.
 * For the page that asks the rest. Errors: those of st_arrival_get. */
int st_screening_prefill(struct screening_opened *out, struct st_tx *tx, struct st_id arrival, struct st_error *err);
/* Opens the screening of a person; place and Member State are the arrival's. Errors: those of st_case_act; ST_E_STATE
 * when the rule says that there is no screening (its reasons are the faults) or when one is running already. */
int st_screening_start(struct st_id *out, struct st_tx *tx, const struct screening_opened *form, struct st_id person,
                       struct st_id arrival, struct st_error *err);

/* The facts of the case for every rule screening.*, put together in this one place. Unmasked: for rules, not for
 * readers. Errors: ST_E_IO. */
int st_screening_facts(struct screening_facts *out, struct st_case *c, struct st_error *err);
/* May this reader be told them, or an answer that rests on them? The result of the security check and the statement are
 * among them. Errors: ST_E_FORBIDDEN. */
int st_screening_shows_facts(const struct st_case *c, struct st_error *err);
/* Who is screened, asked again with what is known today. */
int st_screening_scope(struct st_answer *out, struct st_case *c, struct st_error *err);
/* What the law gives as referral (rule screening.referral): outcome, reasons, needs, trace. The officer decides. */
int st_screening_proposal(struct st_answer *out, struct st_case *c, struct st_error *err);
/* What the rule screening.elements says of the case: what is open, and why. */
int st_screening_elements(struct st_answer *out, struct st_case *c, struct st_error *err);

/* ---- What the law itself notes: a dataset that the case sent is erased in Eurodac ---- */
#define EURODAC_GONE(C)                                                                                               \
    C(eurodac_gone, time, "Its time has ended", "Eurodac Art 29(10)")                                                 \
    C(eurodac_gone, citizenship, "Citizenship of a Member State", "Eurodac Art 30(1)")                                \
    C(eurodac_gone, otherwise, "Erased by the Member State of origin", "Eurodac Art 40(3)")
ST_CODES(eurodac_gone, EURODAC_GONE)

#define SCREENING_EURODAC_ERASED(F)                                                                                   \
    F(code, because, ST_REQUIRED, eurodac_gone, "Erased because", "", "SR Art 18(7)")                                 \
    F(date, erased_on, ST_REQUIRED, 0, "Erased on", "", "SR Art 18(7)")                                               \
    F(code, category, 0, eurodac_category, "Category in Eurodac", "", "Eurodac Art 29")                               \
    F(date, transmitted_on, 0, 0, "Transmitted on", "", "Eurodac Art 29")                                             \
    F(date, kept_until, 0, 0, "Would have been kept until", "", "Eurodac Art 29")
ST_SHAPE(screening_eurodac_erased, SCREENING_EURODAC_ERASED)

/* ---- The form of Article 17, whole ---- */
#define SCREENING_OPEN_ITEM(F)                                                                                        \
    F(code, element, 0, screening_element, "Check", "", "SR Art 18(5)")                                               \
    F(text, reason, ST_LONG, 1000, "Why not completed", "", "SR Art 18(5)")
ST_SHAPE(screening_open_item, SCREENING_OPEN_ITEM)

#define SCREENING_FORM(F)                                                                                             \
    F(text, number, ST_COMPUTED, 24, "Case number", "", "")                                                           \
    F(number, version, ST_COMPUTED, 0, "Version", "Rises with every action in the case", "SR Art 17(3)")              \
    F(instant, made_at, ST_COMPUTED, 0, "Made at", "", "SR Art 17(3)")                                                \
    F(tri, copy_for_person, ST_COMPUTED, 0, "Copy for the person", "The entry on hits is left out", "SR Art 17(3)")   \
    F(text, member_state, ST_COMPUTED, 2, "Member State", "", "SR Art 8")                                             \
    F(text, person_number, ST_COMPUTED, 24, "Person", "", "")                                                         \
    F(many, names, ST_COMPUTED, person_name, "Names", "", "SR Art 17(1)(a)")                                          \
    F(code, name_certainty, ST_COMPUTED, certainty, "Name is", "", "SR Art 17(3)")                                    \
    F(date, born_on, ST_COMPUTED, 0, "Date of birth", "", "SR Art 17(1)(a)")                                          \
    F(tri, age_estimated, ST_COMPUTED, 0, "Age is an estimate", "", "SR Art 17(1)(a)")                                \
    F(code, birth_date_certainty, ST_COMPUTED, certainty, "Date of birth is", "", "SR Art 17(3)")                     \
    F(text, born_in, ST_COMPUTED, 200, "Place of birth", "", "SR Art 17(1)(a)")                                       \
    F(text, born_in_country, ST_COMPUTED, 3, "Country of birth", "", "SR Art 17(1)(a)")                               \
    F(code, birth_place_certainty, ST_COMPUTED, certainty, "Place of birth is", "", "SR Art 17(3)")                   \
    F(code, sex, ST_COMPUTED, sex, "Sex", "", "SR Art 17(1)(a)")                                                      \
    F(code, sex_certainty, ST_COMPUTED, certainty, "Sex is", "", "SR Art 17(3)")                                      \
    F(many, nationalities, ST_COMPUTED, person_nationality, "Nationalities", "", "SR Art 17(1)(b)")                   \
    F(code, nationality_certainty, ST_COMPUTED, certainty, "Nationality is", "", "SR Art 17(3)")                      \
    F(text, residence_before, ST_COMPUTED, 200, "Countries of residence before", "", "SR Art 17(1)(b)")               \
    F(code, residence_certainty, ST_COMPUTED, certainty, "Countries of residence are", "", "SR Art 17(3)")            \
    F(text, languages, ST_COMPUTED | ST_LANGUAGES, 60, "Languages", "", "SR Art 17(1)(b)")                            \
    F(code, languages_certainty, ST_COMPUTED, certainty, "Languages spoken are", "", "SR Art 17(3)")                  \
    F(code, event, ST_COMPUTED, screening_event, "What happened", "", "SR Art 17(1)(c)")                              \
    F(code, basis, ST_COMPUTED, screening_basis, "Reason for the screening", "", "SR Art 17(1)(c)")                   \
    F(instant, event_at, ST_COMPUTED, 0, "When it happened", "", "SR Art 17(1)(c)")                                   \
    F(text, place, ST_COMPUTED, 80, "Place", "", "SR Art 17(1)(c)")                                                   \
    F(one, health, ST_COMPUTED, health_check, "Preliminary health check", "", "SR Art 17(1)(d)")                      \
    F(one, vulnerability, ST_COMPUTED, vulnerability_check, "Preliminary vulnerability check", "", "SR Art 17(1)(e)") \
    F(tri, application_made, ST_COMPUTED, 0, "Has applied for protection", "", "SR Art 17(1)(f)")                     \
    F(instant, applied_at, ST_COMPUTED, 0, "Applied at", "", "SR Art 17(1)(f)")                                       \
    F(text, applied_where, ST_COMPUTED, 80, "Applied where", "", "SR Art 17(1)(f)")                                   \
    F(one, statement, ST_COMPUTED, screening_statement, "Statement of the person", "", "SR Art 17(1)(g), (i) and 17(2)") \
    F(tri, hit, ST_COMPUTED | ST_SENSITIVE, 0, "A consultation gave a hit", "", "SR Art 17(1)(h)")                    \
    F(many, documents, ST_COMPUTED, person_document, "Documents", "", "SR Art 17(2)(c)")                              \
    F(tri, unaccompanied, ST_COMPUTED, 0, "Unaccompanied minor", "", "SR Art 13(3)")                                  \
    F(one, assistance, ST_COMPUTED, assistance_of_minor, "Assistance of a minor", "", "SR Art 13")                    \
    F(one, offered, ST_COMPUTED, form_offered, "Form offered to the person", "", "SR Art 17(3)")                      \
    F(instant, offered_at, ST_COMPUTED, 0, "Offered at", "", "SR Art 17(3)")                                          \
    F(many, open_checks, ST_COMPUTED, screening_open_item, "Checks not completed", "", "SR Art 18(5)")                \
    F(text, ended_by, ST_COMPUTED, 1000, "Circumstances that ended the screening", "", "SR Art 18(6)")                \
    F(tri, limit_passed, ST_COMPUTED, 0, "Ended because the time limit passed", "", "SR Art 18(5)")                   \
    F(code, referral, ST_COMPUTED, referral_kind, "Referral", "", "SR Art 18")                                        \
    F(text, referred_to, ST_COMPUTED, 120, "Referred to", "", "SR Art 18(1)")                                           \
    F(id, signed_by, ST_COMPUTED, 0, "Signed by", "The officer who referred or ended", "SR Art 17(3)")                \
    F(instant, signed_at, ST_COMPUTED, 0, "Signed at", "", "SR Art 17(3)")                                            \
    F(codes, missing, ST_COMPUTED, form_item, "Missing entries", "", "SR Art 17(1)")
ST_SHAPE(screening_form, SCREENING_FORM)

/* ---- The systems that are asked about a person: SR Art 14 to 16 ---- */
struct st_screening_systems {
    uint64_t in_operation;         /* bits of security_system; of the systems of the Union only */
    uint64_t waiting;              /* not to be asked yet: they, the repository or the portal are not in operation */
    struct st_date starts[security_system_count]; /* what is set for them; unknown: no day is set */
    uint8_t repository, portal;    /* in operation */
    bool portal_outage;            /* the portal cannot be used for technical reasons (Art 14(3)) */
};
/* By the settings that held at that moment (registers/settings.h; SR Art 25, third subparagraph). */
int st_screening_systems(struct st_screening_systems *out, struct st_case *c, struct st_instant at,
                         struct st_error *err);
/* What the common identity repository answers about the person of a screening: asked with the newest prints that were
 * taken, and where there are none or they find nobody with the particulars (Art 14(2) and (4)). What this place itself
 * sent of the person is no hit. Purpose: identification. Errors: ST_E_NEEDS (neither prints nor a name), and those of
 * st_cir_search. */
struct st_screening_reply {
    struct person asked;             /* the person's file */
    struct search_request request;   /* its prints */
    bool silent;                     /* the line to the centre is cut: nothing was asked */
    size_t n;
    struct st_search_hit *hits;      /* best first */
};
int st_screening_query(struct st_screening_reply *out, struct st_case *c, struct st_error *err);
/* What the identity check (screening.identity) or the security check (screening.security) needs as the case stands. For
 * readers who see their forms (st_case_shows). */
int st_screening_plan(struct st_answer *out, struct st_case *c, bool security, struct st_error *err);

/* The form as it stands, from the case's actions and the person's file, under the reader's rights (a reading: the
 * person's file is journalled as read). Fields a person may not see are unknown. `copy`: the person's own copy, without
 * the entry on hits (Art 17(3)) and without notes for staff. Errors: ST_E_FORBIDDEN, ST_E_IO. */
int st_screening_form_get(struct screening_form *out, struct st_case *c, bool copy, struct st_error *err);

/* ---- Figures: spec section 11, SR Art 24 ---- */
struct st_screening_count {
    const char *group, *name; /* "started", "sar_disembarkation"; names are those of the code lists */
    int64_t n;                /* -1: fewer than five, not shown outside */
};
struct st_screening_figures {
    struct st_screening_count *rows;
    size_t rows_n;
    int64_t average_minutes;  /* from the event to the end, of those that ended; -1: none, or too few to show */
};
/* Counts screenings opened from `from` to before `until` (instants). For outside: cells under five are hidden, and a
 * second one where one hidden cell could be worked out. Role: statistician, supervisor, monitor. */
int st_screening_count(struct st_screening_figures *out, struct st_tx *tx, struct st_instant from,
                       struct st_instant until, bool outside, struct st_error *err);

/* Picks up to `count` (at most 200) screenings of that time at random, for the monitor's own check (SCR-113). Role:
 * monitor. Errors: ST_E_FORBIDDEN. */
int st_screening_sample(struct st_id **out, size_t *n, struct st_tx *tx, size_t count, struct st_instant from,
                        struct st_instant until, struct st_error *err);

#endif
