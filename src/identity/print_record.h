/* Two records of one person each, finger by finger: what the command line and the interface compare. */
#ifndef ST_IDENTITY_PRINT_RECORD_H
#define ST_IDENTITY_PRINT_RECORD_H

#include "identity/print_match.h"

enum { ST_PRINT_VIEWS = 30 }; /* of one person, several of one finger among them */

/* A finger of the first record beside the best of the second's that can be the same. */
struct st_print_finger {
    const struct st_minutiae *a, *b;
    struct st_print_match match;
};

struct st_print_comparison {
    int score; /* of all fingers together, 0 … ST_PRINT_SCORE_MAX */
    enum st_print_decision decision;
    size_t n; /* at least one */
    struct st_print_finger *fingers;
};

/* Compares; two records of one view each are compared whatever position they name. The views are borrowed, everything
 * else lives in the arena. Errors: ST_E_INVALID (field "views": no finger position in common), ST_E_LIMIT (more than
 * ST_PRINT_VIEWS in one record). */
int st_print_compare_records(struct st_print_comparison *out, const struct st_print_record *a,
                             const struct st_print_record *b, struct st_arena *arena, struct st_error *err);

#endif
