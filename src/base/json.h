/* JSON: read by jansson (strict), written straight into a buffer. */
#ifndef ST_BASE_JSON_H
#define ST_BASE_JSON_H

#include <jansson.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/error.h"
#include "base/id.h"

enum { ST_JSON_DEPTH = 32 };

/* Parses one JSON value. Refused: duplicate keys, bad UTF-8, NUL, trailing commas or bytes, nesting deeper than
 * ST_JSON_DEPTH. The caller owns *out and gives it back with json_decref. Errors: ST_E_INVALID (fault with line and
 * column; no part of the input is quoted). */
int st_json_parse(json_t **out, struct st_str text, struct st_error *err);

/* A writer that puts the commas. Keys and values alternate inside objects; the buffer's limit is the writer's. */
struct st_json {
    struct st_buf *out;
    uint64_t not_first; /* bit per level: a value stands before */
    unsigned depth;
};

#define ST_JSON_INIT(buffer) {(buffer), 0, 0}

void st_json_object(struct st_json *w);
void st_json_object_end(struct st_json *w);
void st_json_array(struct st_json *w);
void st_json_array_end(struct st_json *w);
void st_json_key(struct st_json *w, const char *key);
void st_json_str(struct st_json *w, struct st_str v); /* unknown is null */
void st_json_text(struct st_json *w, const char *v);  /* NULL is null */
void st_json_int(struct st_json *w, int64_t v);
void st_json_bool(struct st_json *w, bool v);
void st_json_null(struct st_json *w);
void st_json_date(struct st_json *w, struct st_date v);       /* unknown is null */
void st_json_instant(struct st_json *w, struct st_instant v); /* unknown is null */
void st_json_id(struct st_json *w, struct st_id v);           /* unknown is null */
/* A fixed-point number: v / 10^digits, e.g. (5, 1) = 0.5. Exact. */
void st_json_decimal(struct st_json *w, int64_t v, int digits);
/* A message in the reader's language (NULL: English). */
void st_json_message(struct st_json *w, const struct st_message *v, const struct st_reader *reader);
/* A key with its value, and a key with several messages as an array. */
void st_json_key_int(struct st_json *w, const char *key, int64_t v);
void st_json_key_str(struct st_json *w, const char *key, struct st_str v);
void st_json_key_id(struct st_json *w, const char *key, struct st_id v);
void st_json_key_messages(struct st_json *w, const char *key, const struct st_message *v, size_t n,
                          const struct st_reader *reader);
/* The faults of an error as [{"field","text","article","cure"}]. */
void st_json_faults(struct st_json *w, const struct st_error *err, const struct st_reader *reader);

#endif
