/* Text as a pointer and a length, UTF-8, checked once where it enters the program.
 *
 * A string borrows: it lives as long as the arena, buffer or literal that it points into. `p == NULL` means unknown,
 * which is not the same as empty. */
#ifndef ST_BASE_STR_H
#define ST_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

struct st_str {
    const char *p;
    size_t n;
};

/* A literal as a string. */
#define ST_S(literal) ((struct st_str){"" literal, sizeof(literal) - 1})

/* Borrows a NUL-terminated text; NULL gives the unknown string. */
struct st_str st_str_of(const char *text);
static inline bool st_str_known(struct st_str s) { return s.p != NULL; }
static inline bool st_str_empty(struct st_str s) { return s.n == 0; }

bool st_str_eq(struct st_str a, struct st_str b);
bool st_str_is(struct st_str a, const char *text);
bool st_str_starts(struct st_str s, const char *prefix);
bool st_str_ends(struct st_str s, const char *suffix);
/* Byte order; unknown first. */
int st_str_cmp(struct st_str a, struct st_str b);
/* Without white space (ASCII) at both ends. */
struct st_str st_str_trim(struct st_str s);
/* Cuts at the first `by`: returns what stands before it and leaves the rest in *s; without `by` all of it. */
struct st_str st_str_cut(struct st_str *s, char by);
/* ASCII upper and lower case of one character; others unchanged, whatever the locale. */
char st_ascii_upper(char c);
char st_ascii_lower(char c);

/* Copies into the arena, with a NUL behind it (not counted in n). */
struct st_str st_str_dup(struct st_arena *arena, struct st_str s);
const char *st_str_z(struct st_arena *arena, struct st_str s);
/* printf into the arena. Only for the program's own identifiers and paths, never for a reader's text. */
struct st_str st_strf(struct st_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* True when the bytes are well-formed UTF-8 (no overlong forms, surrogates, or code points over U+10FFFF) and hold
 * no NUL. */
bool st_utf8_valid(const char *bytes, size_t n);
/* The next code point of valid UTF-8 at *at (advanced past it); -1 at the end. */
int32_t st_utf8_next(struct st_str s, size_t *at);
/* Number of code points. */
size_t st_utf8_length(struct st_str s);

/* A whole decimal number with optional minus, nothing else around it, within int64. */
bool st_str_to_int64(int64_t *out, struct st_str s);

/* Base64 (RFC 4648, with padding). Decoding accepts no white space. */
struct st_str st_base64(struct st_arena *arena, struct st_str bytes);
bool st_base64_decode(struct st_str *out, struct st_arena *arena, struct st_str text);
/* Lower-case hexadecimal. */
struct st_str st_hex(struct st_arena *arena, const void *bytes, size_t n);
bool st_hex_decode(uint8_t *out, size_t n, struct st_str text);

#endif
