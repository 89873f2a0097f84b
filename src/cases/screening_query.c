/* The query of the common identity repository about the person of a screening: SR Art 14(2) to (4). */
#include "cases/screening_case.h"

#include "registers/cir_search.h"

/* The newest prints of the case: what was sent again goes before what was sent first. */
static const struct biometrics_taken *newest_prints(struct st_case *c, struct st_error *err)
{
    const struct biometrics_taken *again = st_case_form(c, "retake_biometrics", err);
    return again != NULL ? again : st_case_form(c, "take_biometrics", err);
}

static void ask_with_prints(struct search_request *request, const struct biometrics_taken *taken,
                            struct st_arena *arena)
{
    if (taken == NULL)
        return;
    request->prints.v = ST_NEW_N(arena, struct search_print, taken->fingerprints.n);
    for (size_t i = 0; i < taken->fingerprints.n; i++)
        request->prints.v[request->prints.n++].minutiae = taken->fingerprints.v[i].minutiae;
}

int st_screening_query(struct st_screening_reply *out, struct st_case *c, struct st_error *err)
{
    struct st_cir_query query = {.request = &out->request, .asked = &out->asked, .except = c->file.person};
    int rc;

    *out = (struct st_screening_reply){0};
    rc = st_screening__person(&out->asked, c, err);
    if (rc != ST_OK)
        return rc;
    ask_with_prints(&out->request, newest_prints(c, NULL), c->tx->arena);
    if (out->request.prints.n == 0 && out->asked.names.n == 0)
        return st_fail(err, ST_E_NEEDS, "names", ST_MSG("There is neither a fingerprint nor a name to ask with."),
                       "SR Art 14(2)", "Take biometrics, or enter the name in the person's file.");
    return st_cir_search(&out->hits, &out->n, &out->silent, c->tx, &query, err);
}
