#include "base/str.h"

#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/error.h"

struct st_str st_str_of(const char *text)
{
    return text ? (struct st_str){text, strlen(text)} : (struct st_str){NULL, 0};
}

bool st_str_eq(struct st_str a, struct st_str b)
{
    return (a.p == NULL) == (b.p == NULL) && a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool st_str_is(struct st_str a, const char *text) { return st_str_eq(a, st_str_of(text)); }

bool st_str_starts(struct st_str s, const char *prefix)
{
    size_t n = strlen(prefix);
    return s.n >= n && memcmp(s.p, prefix, n) == 0;
}

bool st_str_ends(struct st_str s, const char *suffix)
{
    size_t n = strlen(suffix);
    return s.n >= n && memcmp(s.p + s.n - n, suffix, n) == 0;
}

int st_str_cmp(struct st_str a, struct st_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order;

    if (a.p == NULL || b.p == NULL)
        return (a.p != NULL) - (b.p != NULL);
    order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

struct st_str st_str_trim(struct st_str s)
{
    while (s.n > 0 && is_space(s.p[0]))
        s.p++, s.n--;
    while (s.n > 0 && is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

struct st_str st_str_cut(struct st_str *s, char by)
{
    const char *at = s->n ? memchr(s->p, by, s->n) : NULL;
    struct st_str head = *s;

    if (at == NULL) {
        *s = (struct st_str){s->p ? s->p + s->n : NULL, 0};
        return head;
    }
    head.n = (size_t)(at - s->p);
    s->p = at + 1;
    s->n -= head.n + 1;
    return head;
}

char st_ascii_upper(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c; }
char st_ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

const char *st_str_z(struct st_arena *arena, struct st_str s)
{
    char *p = st_alloc(arena, s.n + 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    return p;
}

struct st_str st_str_dup(struct st_arena *arena, struct st_str s)
{
    return s.p ? (struct st_str){st_str_z(arena, s), s.n} : s;
}

struct st_str st_strf(struct st_arena *arena, const char *format, ...)
{
    va_list args, again;
    char *p;
    int n;

    va_start(args, format);
    va_copy(again, args);
    n = vsnprintf(NULL, 0, format, args);
    ST_ASSERT(n >= 0);
    p = st_alloc(arena, (size_t)n + 1);
    (void)vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    va_end(args);
    return (struct st_str){p, (size_t)n};
}

/* Length of the well-formed sequence at p, 0 if there is none (Unicode 15, table 3-7). */
static size_t utf8_sequence(const unsigned char *p, size_t n)
{
    unsigned char low = 0x80, high = 0xBF;
    size_t length;

    if (p[0] < 0x80)
        return p[0] != 0;
    if (p[0] < 0xC2 || p[0] > 0xF4)
        return 0;
    length = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (n < length)
        return 0;
    if (p[0] == 0xE0)
        low = 0xA0;
    else if (p[0] == 0xED)
        high = 0x9F;
    else if (p[0] == 0xF0)
        low = 0x90;
    else if (p[0] == 0xF4)
        high = 0x8F;
    if (p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if (p[i] < 0x80 || p[i] > 0xBF)
            return 0;
    return length;
}

bool st_utf8_valid(const char *bytes, size_t n)
{
    const unsigned char *p = (const unsigned char *)bytes;

    for (size_t i = 0; i < n;) {
        size_t length = utf8_sequence(p + i, n - i);
        if (length == 0)
            return false;
        i += length;
    }
    return true;
}

int32_t st_utf8_next(struct st_str s, size_t *at)
{
    const unsigned char *p = (const unsigned char *)s.p + *at;
    size_t length;
    int32_t c;

    if (*at >= s.n)
        return -1;
    length = utf8_sequence(p, s.n - *at);
    ST_ASSERT(length > 0);
    c = length == 1 ? p[0] : p[0] & (0xFF >> (length + 1));
    for (size_t i = 1; i < length; i++)
        c = (int32_t)((uint32_t)c << 6) | (p[i] & 0x3F);
    *at += length;
    return c;
}

size_t st_utf8_length(struct st_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

bool st_str_to_int64(int64_t *out, struct st_str s)
{
    bool negative = s.n > 0 && s.p[0] == '-';
    size_t i = negative;
    int64_t v = 0;

    if (i >= s.n)
        return false;
    for (; i < s.n; i++) {
        int digit = s.p[i] - '0';
        if (digit < 0 || digit > 9 || __builtin_mul_overflow(v, 10, &v) ||
            __builtin_sub_overflow(v, digit, &v)) /* counts down: the least int64 has no positive twin */
            return false;
    }
    if (!negative && v == INT64_MIN)
        return false;
    *out = negative ? v : -v;
    return true;
}

struct st_str st_base64(struct st_arena *arena, struct st_str bytes)
{
    size_t room = sodium_base64_ENCODED_LEN(bytes.n, sodium_base64_VARIANT_ORIGINAL);
    char *p = st_alloc(arena, room);
    sodium_bin2base64(p, room, (const unsigned char *)bytes.p, bytes.n, sodium_base64_VARIANT_ORIGINAL);
    return (struct st_str){p, room - 1};
}

bool st_base64_decode(struct st_str *out, struct st_arena *arena, struct st_str text)
{
    unsigned char *p = st_alloc(arena, text.n / 4 * 3 + 3);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) /* libsodium takes bytes beyond ASCII for letters of base64 */
        if (text.p[i] & 0x80)
            return false;
    if (sodium_base642bin(p, text.n / 4 * 3 + 3, text.p, text.n, NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
        return false;
    *out = (struct st_str){(const char *)p, n};
    return true;
}

struct st_str st_hex(struct st_arena *arena, const void *bytes, size_t n)
{
    char *p = st_alloc(arena, 2 * n + 1);
    sodium_bin2hex(p, 2 * n + 1, bytes, n);
    return (struct st_str){p, 2 * n};
}

bool st_hex_decode(uint8_t *out, size_t n, struct st_str text)
{
    size_t got = 0;
    return text.n == 2 * n && sodium_hex2bin(out, n, text.p, text.n, NULL, &got, NULL) == 0 && got == n;
}
