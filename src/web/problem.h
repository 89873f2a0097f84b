/* What went wrong, told to whoever asked: RFC 9457 problem documents for programs, a page for people.
 *
 * Both are made from the same struct st_error: title, what is wrong with which field, the article that asks for it, the
 * cure. Of failures of the program itself (I/O, bugs) only the title and the request's number leave the house. */
#ifndef ST_WEB_PROBLEM_H
#define ST_WEB_PROBLEM_H

#include "web/response.h"

/* Replaces what stands in `res` by the problem. `status` 0 = the one that belongs to the error's code. */
void st_problem(struct st_response *res, struct st_request *req, int status, const struct st_error *err);
/* The faults may be shown: the error is not one of the program itself. */
bool st_problem_speaks(const struct st_error *err);

#endif
