#include "identity/print_record.h"

static bool may_be_one(const struct st_minutiae *a, const struct st_minutiae *b)
{
    return a->finger == ST_FINGER_UNKNOWN || b->finger == ST_FINGER_UNKNOWN || a->finger == b->finger;
}

static int fits(const struct st_print_record *record, struct st_error *err)
{
    return record->n <= ST_PRINT_VIEWS
               ? ST_OK
               : st_fail(err, ST_E_LIMIT, "views", ST_MSG("A person's record holds at most {0} fingerprints.",
                                                          ST_V((int)ST_PRINT_VIEWS)), "",
                         "Leave out earlier captures of the same fingers.");
}

int st_print_compare_records(struct st_print_comparison *out, const struct st_print_record *a,
                             const struct st_print_record *b, struct st_arena *arena, struct st_error *err)
{
    bool single = a->n == 1 && b->n == 1;
    int scores[ST_PRINT_VIEWS];

    *out = (struct st_print_comparison){.fingers = ST_NEW_N(arena, struct st_print_finger, a->n)};
    if (fits(a, err) != ST_OK || fits(b, err) != ST_OK)
        return ST_E_LIMIT;
    for (size_t i = 0; i < a->n; i++) {
        struct st_print_finger best = {.match = {.score = -1}}, now = {.a = &a->views[i]};
        for (size_t k = 0; k < b->n; k++) {
            now.b = &b->views[k];
            if (!single && !may_be_one(now.a, now.b))
                continue;
            st_print_compare(&now.match, now.a, now.b);
            if (now.match.score > best.match.score)
                best = now;
        }
        if (best.b == NULL)
            continue;
        scores[out->n] = best.match.score;
        out->fingers[out->n++] = best;
    }
    if (out->n == 0)
        return st_fail(err, ST_E_INVALID, "views", ST_MSG("The two records have no finger position in common."), "",
                       "Give two records with a finger of the same position.");
    out->score = st_print_fuse(scores, out->n);
    out->decision = st_print_decide(out->score);
    return ST_OK;
}
