/* What stands before the forms of the identity check and the security check; for the rows of st_case_parts. */
#ifndef ST_APP_CONSULTED_PART_H
#define ST_APP_CONSULTED_PART_H

#include "app/case_form.h"

/* `load` of a part: the plan of the rule, what is in operation, and a form that begins with it: a row for each system
 * to be asked; what is not asked yet already marked so. Nothing for those who may not see such forms. */
int st_consulted_security(void **out, void **prefill, struct st_case *c, struct st_error *err);
int st_consulted_identity(void **out, void **prefill, struct st_case *c, struct st_error *err);
/* `read` of the identity check: asks the common identity repository, and enters what it answered. */
int st_consulted_query(void **prefill, void *loaded, struct st_request *req, const struct st_case_view *v,
                       struct st_error *err);
/* `show` of both. */
void st_consulted_show(struct st_html *page, const struct st_case_view *v, const void *loaded);

#endif
