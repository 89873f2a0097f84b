/* Drafts on the pages of a case and in My work: that they are there, by whom and since when, and how to go on. */
#ifndef ST_APP_DRAFT_PART_H
#define ST_APP_DRAFT_PART_H

#include "app/app.h"
#include "app/parts.h"

/* On the page of a step: which draft stands in the form (`open`; NULL: none), with its way out; and a colleague's that
 * may be gone on with instead. */
void st_draft_notices(struct st_html *page, const struct st_case_view *v, const char *action,
                      const struct st_draft *open);
/* On the page of a case: all drafts of steps that the reader may take; nothing without. */
void st_draft_list(struct st_html *page, const struct st_case_view *v);
/* One line: the step, as a link that goes on with the draft, and since when. */
void st_draft_line(struct st_html *page, const struct st_draft *draft);

/* POST of "/<procedure>s/{id}/{action}/discard". */
int st_draft_discard(struct st_request *req, struct st_response *res, struct st_error *err);

#endif
