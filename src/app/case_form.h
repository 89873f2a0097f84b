/* The forms of a case's steps, and what a procedure shows beside them that its table cannot say. */
#ifndef ST_APP_CASE_FORM_H
#define ST_APP_CASE_FORM_H

#include "app/app.h"
#include "web/form.h"
#include "app/parts.h"

enum { ST_CASE_BODY_MAX = 8 << 20 }; /* prints and a picture as Base64 */

/* GET and POST of "/<procedure>s/{id}/{action}", GET of ".../actions/{number}" and ".../why/{clock}". */
int st_case_step_show(struct st_request *req, struct st_response *res, struct st_error *err);
int st_case_step_take(struct st_request *req, struct st_response *res, struct st_error *err);
int st_case_action_show(struct st_request *req, struct st_response *res, struct st_error *err);
int st_case_clock_why(struct st_request *req, struct st_response *res, struct st_error *err);

/* For programs: what a call gives for the step of a screening that its address names, {"form", "reason", "happened_at",
 * "late_why", "corrects", "draft"}. Errors: ST_E_NOTFOUND, ST_E_INVALID. */
int st_screening_act_read(struct st_act *act, struct st_request *req, struct st_error *err);

/* What stands before the form of a step: a proposal with its reasons, a preview. */
struct st_case_part {
    const char *procedure, *action;
    /* Inside the store: what `show` needs, in the arena, and in *prefill (a struct of the step's form) what the form
     * begins with. Errors become the page's. */
    int (*load)(void **out, void **prefill, struct st_case *c, struct st_error *err);
    void (*show)(struct st_html *page, const struct st_case_view *v, const void *loaded);
    /* With ?read=yes: what a device on the desk or another system gives goes into the form, after the case was read;
     * what `show` is to show of it, beside what `load` gave. May be NULL. */
    int (*read)(void **prefill, void *loaded, struct st_request *req, const struct st_case_view *v,
                struct st_error *err);
    unsigned spare_rows; /* empty rows at the end of the form's lists; 0 = 1 */
};
extern const struct st_case_part st_case_parts[]; /* ended by a row without procedure */

/* Links on the page of a case to what the procedure makes of it (the form of a screening). */
void st_case_form_links(struct st_html *page, const struct st_case_view *v);

#endif
