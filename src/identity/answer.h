/* Answers of the identity floor as JSON: what the command line, the interface and the public library share. */
#ifndef ST_IDENTITY_ANSWER_H
#define ST_IDENTITY_ANSWER_H

#include "base/json.h"
#include "identity/mrz.h"
#include "identity/name_compare.h"
#include "identity/print_record.h"

/* {"valid","errors":[…],"fields":{…}}: fields as printed in the zone, dates as read. */
void st_mrz_write_json(struct st_json *w, const struct st_mrz *mrz);
/* {"score","decision","reasons":[…]}: the score from 0 to 1. */
void st_name_write_json(struct st_json *w, const struct st_name_comparison *comparison, const struct st_reader *reader);

/* {"score","decision","candidate_from","same_from","fingers":[…]}: of each pair of fingers its score, its minutiae in
 * pairs, and why. */
void st_print_write_json(struct st_json *w, const struct st_print_comparison *comparison,
                         const struct st_reader *reader);
/* {"views":[…]}: the fingers of a record with their minutiae as they stand in it. */
void st_print_record_write_json(struct st_json *w, const struct st_print_record *record);

#endif
