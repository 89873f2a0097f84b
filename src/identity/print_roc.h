/* How good is a matcher? Error rates from the scores of a test, as the Fingerprint Verification Competitions (FVC)
 * count them.
 *
 * FMR(t) is the share of impostor scores (prints of two fingers) that reach t, FNMR(t) the share of genuine scores
 * (two prints of one finger) that do not. A comparison that failed counts as the score 0, never as none. */
#ifndef ST_IDENTITY_PRINT_ROC_H
#define ST_IDENTITY_PRINT_ROC_H

#include "identity/print_match.h"

/* How many comparisons came to each score. */
struct st_print_scores {
    uint32_t genuine[ST_PRINT_SCORE_MAX + 1], impostor[ST_PRINT_SCORE_MAX + 1];
};

/* Shares in millionths. */
struct st_print_roc {
    uint32_t genuine, impostor; /* comparisons */
    int32_t eer;                /* where both rates meet: the middle of the step that brackets it (FVC2002) */
    int32_t fmr100, fmr1000, zerofmr; /* the lowest FNMR with FMR at most 1 %, 0.1 %, 0 */
};

/* Without comparisons of either kind the rates that need them are those of a matcher that is always wrong. */
void st_print_roc(struct st_print_roc *out, const struct st_print_scores *scores);

#endif
