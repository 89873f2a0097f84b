/* What strangers put into a request line and its headers, taken apart strictly and with limits.
 *
 * Every result lives in the arena or borrows from the input; nothing is quoted back. Each function here is fuzzed
 * (fuzz/web_fuzz.c). RFC 3986 (paths), RFC 6265 (cookies), RFC 9110 §12.5 (Accept, Accept-Language), §8.8.3 (tags),
 * WHATWG URL §5 (form data). */
#ifndef ST_WEB_PARSE_H
#define ST_WEB_PARSE_H

#include "base/error.h"

struct st_pair {
    struct st_str name, value;
};

/* Names with values in the order in which they came; a name may stand twice. */
struct st_pairs {
    const struct st_pair *v;
    size_t n;
};

enum { ST_PAIRS_MAX = 2000, ST_COOKIES_MAX = 40, ST_SEGMENTS_MAX = 16 };

/* The first value of a name; unknown when there is none. */
struct st_str st_pairs_get(const struct st_pairs *pairs, const char *name);

/* Decodes %XX (and, with `plus`, + as space). False: a broken escape, a NUL, or bytes that are not UTF-8. */
bool st_parse_percent(struct st_str *out, struct st_str text, bool plus, struct st_arena *arena);

/* "name=value&…" as a browser sends a form, and the query of a URL. Doubled names are kept. Errors: ST_E_INVALID (broken
 * escape, bad UTF-8), ST_E_LIMIT (more than ST_PAIRS_MAX fields). */
int st_parse_form(struct st_pairs *out, struct st_str text, struct st_arena *arena, struct st_error *err);

/* The decoded segments of an absolute path: "/a/b%20c" is "a", "b c"; "/" is none. False: does not begin with a slash,
 * an empty segment, "." or "..", a slash or backslash hidden in an escape, more than ST_SEGMENTS_MAX segments. */
bool st_parse_path(struct st_str segments[ST_SEGMENTS_MAX], size_t *n, struct st_str path, struct st_arena *arena);

/* A Cookie header. What is no name=value is passed over. */
void st_parse_cookies(struct st_pairs *out, struct st_str header, struct st_arena *arena);

/* The best of the languages that the program speaks, by the weights of an Accept-Language header; "sv-FI" is served by
 * "sv". NULL when it names none of them. The result is static. */
const char *st_parse_accept_language(struct st_str header);
/* The program's own word for a language tag ("SV" gives "sv"); NULL when the program does not speak it. */
const char *st_parse_language(struct st_str tag);

/* True when text/html is welcome and not less so than JSON. */
bool st_parse_accepts_html(struct st_str header);

/* The version in "v12" with its quotes (one tag, as If-Match carries it); `weak` forms are refused as RFC 9110 asks. */
bool st_parse_version_tag(int64_t *version, struct st_str header);

#endif
