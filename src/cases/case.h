/* Shared by the files of the procedure engine only. */
#ifndef ST_CASES_CASE_H
#define ST_CASES_CASE_H

#include <stdlib.h>

#include "cases/procedure.h"

enum { ST_CASE_ROWS = 2000 };

int st_case__load(struct st_case *c, struct st_tx *tx, struct st_id id, struct st_error *err);
unsigned st_case__roles(const struct st_actor *actor);
int st_case__may(struct st_case *c, const struct st_step *step, const void *form, struct st_error *err);
/* Applies a step's clock effects, and starts clocks that waited for facts. */
int st_case__clocks(struct st_case *c, const struct st_step *step, struct st_str reason, struct st_error *err);

extern const struct st_statement st_sql_case_work, st_sql_case_due;

#endif
