/* Forms that carry files, as a browser without script sends them: multipart/form-data (RFC 7578), taken apart strictly
 * and with limits. Fuzzed (fuzz/web_fuzz.c). */
#ifndef ST_WEB_MULTIPART_H
#define ST_WEB_MULTIPART_H

#include "web/parse.h"

/* The fields in the order in which they came; a name may stand twice. A file's value is its bytes as Base64, as the
 * same field would hold them if they were typed; a file that was not chosen is empty. `type` is the Content-Type with
 * its boundary. Errors: ST_E_INVALID (no boundary, a part without name, an end that does not come, text that is not
 * UTF-8), ST_E_LIMIT (more than ST_PAIRS_MAX fields). */
int st_parse_multipart(struct st_pairs *out, struct st_str body, struct st_str type, struct st_arena *arena,
                       struct st_error *err);

#endif
