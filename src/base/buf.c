#include "base/buf.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

void st_buf_init(struct st_buf *buf, size_t max) { *buf = (struct st_buf)ST_BUF_INIT(max); }

void st_buf_deinit(struct st_buf *buf)
{
    free(buf->p);
    st_buf_init(buf, buf->max);
}

void st_buf_clear(struct st_buf *buf)
{
    buf->n = 0;
    buf->failed = false;
}

/* Room for n more bytes; false (and failed) when that would pass the maximum. */
static bool grow(struct st_buf *buf, size_t n)
{
    size_t room = buf->room ? buf->room : 256;

    if (buf->failed || n > buf->max - buf->n) {
        buf->failed = true;
        return false;
    }
    if (buf->n + n <= buf->room)
        return true;
    while (room < buf->n + n)
        room = room > buf->max / 2 ? buf->max : room * 2;
    buf->p = st_heap_grow(buf->p, room);
    buf->room = room;
    return true;
}

void st_buf_add(struct st_buf *buf, const void *bytes, size_t n)
{
    if (n == 0 || !grow(buf, n))
        return;
    memcpy(buf->p + buf->n, bytes, n);
    buf->n += n;
}

void st_buf_str(struct st_buf *buf, struct st_str s) { st_buf_add(buf, s.p, s.n); }
void st_buf_text(struct st_buf *buf, const char *text) { st_buf_add(buf, text, strlen(text)); }
void st_buf_char(struct st_buf *buf, char c) { st_buf_add(buf, &c, 1); }

void st_buf_int(struct st_buf *buf, int64_t v)
{
    char text[24];
    int n = snprintf(text, sizeof(text), "%" PRId64, v);
    st_buf_add(buf, text, (size_t)n);
}

void st_buf_printf(struct st_buf *buf, const char *format, ...)
{
    va_list args, again;
    int n;

    va_start(args, format);
    va_copy(again, args);
    n = vsnprintf(NULL, 0, format, args);
    if (n > 0 && grow(buf, (size_t)n + 1)) { /* one more for the NUL that vsnprintf writes */
        (void)vsnprintf(buf->p + buf->n, (size_t)n + 1, format, again);
        buf->n += (size_t)n;
    }
    va_end(again);
    va_end(args);
}

struct st_str st_buf_get(const struct st_buf *buf) { return (struct st_str){buf->p ? buf->p : "", buf->n}; }

struct st_str st_buf_dup(struct st_arena *arena, const struct st_buf *buf)
{
    return st_str_dup(arena, st_buf_get(buf));
}
