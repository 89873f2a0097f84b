/* A record on paper in two languages: the officer's first, the other one small beside it (SR Art 17(3): the form is
 * read back and handed out). */
#ifndef ST_WEB_PAPER_H
#define ST_WEB_PAPER_H

#include "web/page.h"

/* "en" beside every other language, "sv" beside English, unless the address says another (?also=…). */
const char *st_paper_second(const struct st_request *req);
/* A catalogue key in both languages. */
void st_paper_label(struct st_html *page, const char *key, const char *second);
/* All fields of the shape in its order but hidden ones and those named in `without` (separated by spaces), inside a
 * description list that this opens and closes. What is unknown stands as a dash. */
void st_paper_record(struct st_html *page, const struct st_shape *shape, const void *record, const char *without,
                     const char *second);

#endif
