/* Answers that were given once and will be given again: Idempotency-Key.
 *
 * A client that lost the answer sends the request again with the same key and gets the first answer, and nothing
 * happens twice. The same key with another content is refused. Keys belong to one officer and live for a day. */
#ifndef ST_WEB_ANSWERS_H
#define ST_WEB_ANSWERS_H

#include "web/response.h"

struct st_kept_answer {
    int status;
    struct st_str content_type, etag, location, body; /* unknown when there was none */
};

struct st_answer_store {
    void *context;
    /* Holds the key for this request (ST_OK), or fills *out with the earlier answer, in the arena (ST_E_EXISTS).
     * ST_E_BUSY: the first request is still under way. ST_E_CONFLICT: the key was used with another content.
     * ST_E_UNCERTAIN: the process died under the first request. */
    int (*begin)(struct st_kept_answer *out, void *context, const uint8_t key[32], const uint8_t content[32],
                 struct st_instant now, struct st_arena *arena);
    /* Keeps the answer for the key held; `answer` NULL lets the key go, as when the request failed. */
    void (*end)(void *context, const uint8_t key[32], const struct st_kept_answer *answer);
};

/* In memory, at most 4096 answers; the oldest finished one gives way. */
struct st_answers_memory;
struct st_answers_memory *st_answers_memory_new(void);
void st_answers_memory_free(struct st_answers_memory *memory);
struct st_answer_store st_answers_memory_store(struct st_answers_memory *memory);

/* Before the handler: true when `res` holds the answer (an earlier one, or *rc says why not). False: go on, and call
 * st_answers_end afterwards when *held. */
bool st_answers_begin(int *rc, bool *held, const struct st_answer_store *store, struct st_request *req,
                      struct st_response *res, struct st_error *err);
/* After it. Answers that failed are not kept, so that the client may try again. */
void st_answers_end(const struct st_answer_store *store, const struct st_request *req, const struct st_response *res);

#endif
