/* A growing run of bytes that knows its limit.
 *
 * Every buffer is born with its maximum. Over it nothing is cut and nothing grows: the buffer turns `failed`, further
 * appends do nothing, and the one who made it asks once at the end. The bytes live on the heap. */
#ifndef ST_BASE_BUF_H
#define ST_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>

#include "base/str.h"

struct st_buf {
    char *p;
    size_t n, room, max;
    bool failed;
};

#define ST_BUF_INIT(maximum) {NULL, 0, 0, (maximum), false}

/* An empty buffer that will never hold more than `max` bytes; deinit frees it, clear empties it for reuse. */
void st_buf_init(struct st_buf *buf, size_t max);
void st_buf_deinit(struct st_buf *buf);
void st_buf_clear(struct st_buf *buf);

/* Append; what does not fit is not taken in part, it makes the buffer failed. */
void st_buf_add(struct st_buf *buf, const void *bytes, size_t n);
void st_buf_str(struct st_buf *buf, struct st_str s);
void st_buf_text(struct st_buf *buf, const char *text);
void st_buf_char(struct st_buf *buf, char c);
void st_buf_int(struct st_buf *buf, int64_t v);
void st_buf_printf(struct st_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* What is in it now; borrowed until the next append. */
struct st_str st_buf_get(const struct st_buf *buf);
/* A copy in the arena. */
struct st_str st_buf_dup(struct st_arena *arena, const struct st_buf *buf);

#endif
