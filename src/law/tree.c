#include "law/rule.h"

static bool asked_before(const struct st_trace_step *const *facts, size_t n, const struct st_field *fact)
{
    for (size_t i = 0; i < n; i++)
        if (facts[i]->fact == fact)
            return true;
    return false;
}

size_t st_answer_tree(struct st_branch **out, const struct st_answer *a, struct st_arena *arena)
{
    struct st_branch *branches = ST_NEW_N(arena, struct st_branch, a->trace_n + 1);
    const struct st_trace_step **facts = ST_NEW_N(arena, const struct st_trace_step *, a->trace_n + 1);
    size_t n = 0, first = 0, end = 0;

    for (size_t i = 0; i < a->trace_n; i++) {
        const struct st_trace_step *step = &a->trace[i];
        if (step->fact == NULL) {
            branches[n++] = (struct st_branch){step->reason, facts + first, end - first};
            first = end;
        } else if (!asked_before(facts + first, end - first, step->fact)) {
            facts[end++] = step;
        }
    }
    if (end > first)
        branches[n++] = (struct st_branch){NULL, facts + first, end - first};
    *out = branches;
    return n;
}
