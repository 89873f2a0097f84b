/* A record on paper in two languages: the officer's first, the other one small beside it (SR Art 17(3): the form is
 * read back and handed out). */
#ifndef ST_APP_PAPER_H
#define ST_APP_PAPER_H

#include "web/page.h"

/* Which language stands beside the page's own: what the address says (?also=…), else the first of the person's (codes
 * separated by spaces) that there is a catalogue for, else English, and beside English the first catalogue. */
const char *st_paper_second(const struct st_request *req, struct st_str languages);
/* A country by its name in both. */
void st_paper_country(struct st_html *page, struct st_str code, const char *second);
/* Languages by their names in both. */
void st_paper_languages(struct st_html *page, struct st_str languages, const char *second);
/* A catalogue key in both languages. */
void st_paper_label(struct st_html *page, const char *key, const char *second);
/* What is known of a record, "Label: value" a line: no hidden fields, no nested ones, none
 * named in `without` (separated by spaces). */
void st_paper_line(struct st_html *page, const struct st_shape *shape, const void *record, const char *without,
                   const char *second);

struct screening_form;
/* The entries of the screening form, item by item (SR Art 17(1) to (3), 18(5) and (6)): what the law asks for and is
 * not there stands as not recorded; what it asks for where available is left out. The person's copy has no entry on
 * hits. */
void st_paper_screening(struct st_html *page, const struct screening_form *form, const char *second);

#endif
