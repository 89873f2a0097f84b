/* A fingerprint's minutiae as a drawing, for the eyes of an expert: endings as rings, bifurcations as squares, each
 * with the direction of its ridge; those that another print has too carry the number of their pair. */
#ifndef ST_APP_PRINT_DRAWING_H
#define ST_APP_PRINT_DRAWING_H

#include "identity/print_match.h"
#include "web/html.h"

/* Draws one side of a comparison (`match` NULL: no pairs); `second` says which: the pairs' member b. `caption` is a
 * catalogue key that names the print. */
void st_print_draw(struct st_html *page, const struct st_minutiae *view, const struct st_print_match *match,
                   bool second, const char *caption);

#endif
