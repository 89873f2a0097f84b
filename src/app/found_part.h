/* The people that a search found, wherever it was asked: on the search page, or with a check of the screening. */
#ifndef ST_APP_FOUND_PART_H
#define ST_APP_FOUND_PART_H

#include "identity/print_record.h"
#include "registers/search.h"
#include "web/html.h"

struct st_found {
    size_t n;
    const struct st_search_hit *hits;
    const struct person *asked;            /* what was searched with, as a person; blank where it was prints alone */
    const struct st_print_record *fingers; /* and its prints; n is 0 where there were none */
};
/* One card each, best first: score, name, particulars, reasons; folded, both sides with their prints drawn. */
void st_part_found(struct st_html *page, const struct st_found *found);

#endif
