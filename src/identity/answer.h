/* Answers of the identity floor as JSON: what the command line, the interface and the public library share. */
#ifndef ST_IDENTITY_ANSWER_H
#define ST_IDENTITY_ANSWER_H

#include "base/json.h"
#include "identity/mrz.h"
#include "identity/name_compare.h"

/* {"valid","errors":[…],"fields":{…}}: fields as printed in the zone, dates as read. */
void st_mrz_write_json(struct st_json *w, const struct st_mrz *mrz);
/* {"score","decision","reasons":[…]}: the score from 0 to 1. */
void st_name_write_json(struct st_json *w, const struct st_name_comparison *comparison, const struct st_reader *reader);

#endif
