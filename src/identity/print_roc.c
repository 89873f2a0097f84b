#include "identity/print_roc.h"

enum { MILLION = 1000000 };

static int32_t share(uint64_t part, uint64_t whole)
{
    return whole ? (int32_t)((part * MILLION + whole / 2) / whole) : MILLION;
}

static void lower(int32_t *rate, bool applies, int32_t fnmr)
{
    if (applies && fnmr < *rate)
        *rate = fnmr;
}

/* The two rates at a threshold. */
struct rates {
    int32_t fmr, fnmr;
};

/* FVC2002: of the last threshold with FNMR <= FMR and the first with FNMR >= FMR, the one whose rates lie lower. */
static int32_t equal_rate(struct rates before, struct rates after)
{
    struct rates r = before.fmr + before.fnmr <= after.fmr + after.fnmr ? before : after;
    return (r.fmr + r.fnmr + 1) / 2;
}

void st_print_roc(struct st_print_roc *out, const struct st_print_scores *s)
{
    struct rates before = {MILLION, 0}, after = {0, MILLION};
    bool met = false;
    uint64_t missed = 0, taken;
    *out = (struct st_print_roc){0, 0, MILLION, MILLION, MILLION, MILLION};
    for (int t = 0; t <= ST_PRINT_SCORE_MAX; t++)
        out->genuine += s->genuine[t], out->impostor += s->impostor[t];
    taken = out->impostor;
    for (int t = 0; t <= ST_PRINT_SCORE_MAX + 1; t++) { /* missed: genuine scores < t; taken: impostor scores >= t */
        struct rates at = {share(taken, out->impostor), share(missed, out->genuine)};
        lower(&out->fmr100, taken * 100 <= out->impostor, at.fnmr);
        lower(&out->fmr1000, taken * 1000 <= out->impostor, at.fnmr);
        lower(&out->zerofmr, taken == 0, at.fnmr);
        if (at.fnmr <= at.fmr)
            before = at;
        if (at.fnmr >= at.fmr && !met)
            after = at, met = true;
        if (t <= ST_PRINT_SCORE_MAX)
            missed += s->genuine[t], taken -= s->impostor[t];
    }
    out->eer = equal_rate(before, after);
}
