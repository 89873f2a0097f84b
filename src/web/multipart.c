#include "web/multipart.h"

#include <string.h>
#include <strings.h>

enum { BOUNDARY_MAX = 70 }; /* RFC 2046 §5.1.1 */

static int broken(struct st_error *err)
{
    return st_fail(err, ST_E_INVALID, "", ST_MSG("The form with files is not well-formed."), "",
                   "Send multipart/form-data with its boundary, each part with a name.");
}

/* Where `needle` begins in `text`; text.n when it is not there. */
static size_t find(struct st_str text, struct st_str needle)
{
    const char *at = needle.n <= text.n ? memmem(text.p, text.n, needle.p, needle.n) : NULL;
    return at ? (size_t)(at - text.p) : text.n;
}

static struct st_str after(struct st_str text, size_t n) { return (struct st_str){text.p + n, text.n - n}; }

/* The value of a parameter of a header, quoted or not: name="…" in `form-data; name="prints"; filename="1.iso"`.
 * Browsers write a quote inside as %22. */
static struct st_str parameter(struct st_str header, const char *name)
{
    (void)st_str_cut(&header, ';');
    while (header.n > 0) {
        struct st_str value = st_str_trim(header), key = st_str_cut(&value, '=');
        if (st_str_starts(value, "\"")) {
            value = after(value, 1);
            header = value;
            value = st_str_cut(&header, '"');
            (void)st_str_cut(&header, ';');
        } else {
            header = value;
            value = st_str_trim(st_str_cut(&header, ';'));
        }
        if (st_str_is(key, name))
            return value.p ? value : ST_S("");
    }
    return (struct st_str){NULL, 0};
}

/* The header of a part that says what it is; unknown when there is none. */
static struct st_str disposition(struct st_str headers)
{
    static const char name[] = "content-disposition:";

    while (headers.n > 0) {
        struct st_str line = st_str_trim(st_str_cut(&headers, '\n'));
        if (line.n > sizeof(name) - 1 && strncasecmp(line.p, name, sizeof(name) - 1) == 0)
            return after(line, sizeof(name) - 1);
    }
    return (struct st_str){NULL, 0};
}

static bool read_part(struct st_pair *out, struct st_str part, struct st_arena *arena)
{
    size_t blank = find(part, ST_S("\r\n\r\n"));
    struct st_str said = disposition((struct st_str){part.p, blank});

    if (blank == part.n)
        return false;
    out->name = parameter(said, "name");
    out->value = after(part, blank + 4);
    if (out->name.n == 0 || !st_utf8_valid(out->name.p, out->name.n))
        return false;
    if (!st_str_known(parameter(said, "filename")))
        return st_utf8_valid(out->value.p, out->value.n);
    out->value = out->value.n > 0 ? st_base64(arena, out->value) : ST_S("");
    return true;
}

int st_parse_multipart(struct st_pairs *out, struct st_str body, struct st_str type, struct st_arena *arena,
                       struct st_error *err)
{
    struct st_str boundary = parameter(type, "boundary"), between;
    struct st_pair *v = ST_NEW_N(arena, struct st_pair, ST_PAIRS_MAX);
    size_t n = 0, end;

    if (boundary.n == 0 || boundary.n > BOUNDARY_MAX)
        return broken(err);
    between = st_strf(arena, "\r\n--%.*s", (int)boundary.n, boundary.p);
    if (!st_str_starts(body, between.p + 2))
        return broken(err);
    for (body = after(body, between.n - 2); !st_str_starts(body, "--"); body = after(body, end + between.n)) {
        if (!st_str_starts(body, "\r\n"))
            return broken(err);
        body = after(body, 2);
        end = find(body, between);
        if (n == ST_PAIRS_MAX)
            return st_fail(err, ST_E_LIMIT, "", ST_MSG("There are more than {0} fields.", ST_V((int)ST_PAIRS_MAX)), "",
                           "Send fewer fields.");
        if (end == body.n || !read_part(&v[n++], (struct st_str){body.p, end}, arena))
            return broken(err);
    }
    *out = (struct st_pairs){v, n};
    return ST_OK;
}
