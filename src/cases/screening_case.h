/* Shared by the files of the screening procedure only. */
#ifndef ST_CASES_SCREENING_CASE_H
#define ST_CASES_SCREENING_CASE_H

#include "cases/screening.h"
#include "law/screening_checks.h"
#include "law/screening_end.h"
#include "law/screening_minor.h"
#include "law/screening_queries.h"
#include "law/screening_time.h"

/* The facts, with a form that is not stored yet in place of the stored one (`opened` for the step that opens the case;
 * NULL: what stands). */
int st_screening__facts(struct screening_facts *out, struct st_case *c, const struct screening_opened *opened,
                        struct st_error *err);
/* The person's file, unmasked: for rules. */
int st_screening__person(struct person *out, struct st_case *c, struct st_error *err);

/* What the birth date says on the day of the step. A date that leaves it open gives ST_UNKNOWN, and in_doubt where the
 * person may be under six. */
struct st_screening__age {
    uint8_t minor, at_least_six, in_doubt;
};
struct st_screening__age st_screening__age(struct st_case *c, const struct person *person);

/* Asks a rule as of the day of the step. */
int st_screening__ask(struct st_answer *out, struct st_case *c, const struct st_rule *rule, const void *facts,
                      struct st_error *err);
/* Rules on facts of the case. The answers' outcomes are structs of the rule's outcome shape. */
int st_screening__elements(struct st_answer *out, struct st_case *c, struct st_error *err);
int st_screening__minor(struct st_answer *out, struct st_case *c, struct st_error *err);
int st_screening__biometrics(struct st_answer *out, struct st_case *c, const struct biometrics_taken *form,
                             struct st_error *err);
int st_screening__identity(struct st_answer *out, struct st_case *c, const struct identity_check *form,
                           struct st_error *err);
/* All consultations of the case together (and those of `form`, not stored yet, may be NULL). */
int st_screening__security(struct st_answer *out, struct st_case *c, const struct security_check *form,
                           struct st_error *err);
/* All security checks of the case taken together: a hit in any of them is a hit; of threat and reasons the newest word
 * counts; `watchlist_at` is when the first hit in the ETIAS watchlist was noted. */
struct st_screening__findings {
    uint8_t hit, threat;
    uint64_t reasons;
    struct st_str note;
    struct st_instant watchlist_at;
};
int st_screening__findings(struct st_screening__findings *out, struct st_case *c, struct st_error *err);
/* Is the copy offered after the last change of what the form says? */
bool st_screening__offer_is_fresh(const struct st_case *c);
int st_screening__transmission(struct st_answer *out, struct st_case *c, enum referral_kind referral,
                               struct st_error *err);
/* The screening.form rule on the form as it stands, with the decision that is being taken (may be NULL). */
int st_screening__form_check(struct st_answer *out, struct st_case *c, const struct screening_referral *taking,
                             struct st_error *err);

/* The dataset of this case that stands in Eurodac or waits for the line; unknown when there is none. */
int st_screening__dataset(struct st_id *out, struct st_case *c, struct st_error *err);

/* SR Art 18(7): asks screening.retention; the datasets that this case sent say until when, and where they are gone,
 * what the case noted of them by the law's own step (screening_retention.c). */
int st_screening__erase_on(struct st_date *out, struct st_case *c, struct st_error *err);
int st_screening__record_gone(struct st_case *c, const struct st_kept *what, struct st_error *err);

/* Guards and effects of the steps (screening_guards.c, screening_send.c). */
int st_screening__may_start(struct st_case *c, const void *form, struct st_error *err);
int st_screening__may_check_health(struct st_case *c, const void *form, struct st_error *err);
int st_screening__may_check_vulnerability(struct st_case *c, const void *form, struct st_error *err);
int st_screening__may_check_identity(struct st_case *c, const void *form, struct st_error *err);
int st_screening__may_take_biometrics(struct st_case *c, const void *form, struct st_error *err);
int st_screening__may_note_no_biometrics(struct st_case *c, const void *form, struct st_error *err);
int st_screening__may_retake(struct st_case *c, const void *form, struct st_error *err);
int st_screening__may_check_security(struct st_case *c, const void *form, struct st_error *err);
int st_screening__may_assist(struct st_case *c, const void *form, struct st_error *err);
int st_screening__may_withdraw(struct st_case *c, const void *form, struct st_error *err);
int st_screening__may_give_opinion(struct st_case *c, const void *form, struct st_error *err);
int st_screening__may_refer(struct st_case *c, const void *form, struct st_error *err);
int st_screening__may_depart(struct st_case *c, const void *form, struct st_error *err);
int st_screening__may_end_conditions(struct st_case *c, const void *form, struct st_error *err);
int st_screening__may_refuse_access(struct st_case *c, const void *form, struct st_error *err);
int st_screening__may_plan_relocation(struct st_case *c, const void *form, struct st_error *err);
int st_screening__may_end_criminal(struct st_case *c, const void *form, struct st_error *err);
int st_screening__send(struct st_case *c, const void *form, struct st_error *err);
int st_screening__resend(struct st_case *c, const void *form, struct st_error *err);
int st_screening__may_flag(struct st_case *c, const void *form, struct st_error *err);
int st_screening__flag(struct st_case *c, const void *form, struct st_error *err);
int st_screening__may_refrain(struct st_case *c, const void *form, struct st_error *err);
int st_screening__announce(struct st_case *c, const void *form, struct st_error *err);

#endif
