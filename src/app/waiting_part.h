/* What waits for an officer outside cases, as counts above My work: hits, notices, requests. */
#ifndef ST_APP_WAITING_PART_H
#define ST_APP_WAITING_PART_H

#include "app/app.h"

enum { ST_WAITING_MAX = 8 };
struct st_waiting {
    int64_t n[ST_WAITING_MAX]; /* one for each kind; 0 too where it is not for this officer */
    int64_t all;
};
/* Counts what waits for these roles (bits): one statement for each kind, nothing personal, nothing journalled. */
int st_waiting_load(struct st_waiting *out, struct st_tx *tx, uint64_t roles, struct st_error *err);
/* The counts as links to the lists; nothing where nothing waits. */
void st_part_waiting(struct st_html *page, const struct st_waiting *waiting);
/* For a page that is empty otherwise: that nothing waits, and the way to the lists that are the reader's. */
void st_part_waiting_none(struct st_html *page);

#endif
