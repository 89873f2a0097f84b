/* The part of the search that goes to the common identity repository at the centre. Shared by the files of the search
 * and the tests. */
#ifndef ST_REGISTERS_CIR_SEARCH_H
#define ST_REGISTERS_CIR_SEARCH_H

#include "registers/cir.h"
#include "registers/search.h"

/* Screening authorities may, to identify a person (IO Art 20a). */
bool st_cir_may_search(const struct st_actor *actor);
struct st_cir_query {
    const struct search_request *request; /* its prints */
    const struct person *asked;           /* its particulars: the first name is searched by, the rest weighs */
    struct st_id except;                  /* a file of this place: what was sent from it is no hit; unknown: none */
};
/* Searches by the prints; without any, or where they find nobody, by the name (SR Art 14(4)). Each hit is journalled
 * with the person's file where there is one here. *silent: the line to the centre is cut, and nothing was asked.
 * Errors: ST_E_FORBIDDEN, ST_E_INVALID (a print record that cannot be read, a name without a letter), ST_E_IO. */
int st_cir_search(struct st_search_hit **out, size_t *n, bool *silent, struct st_tx *tx,
                  const struct st_cir_query *query, struct st_error *err);

#endif
