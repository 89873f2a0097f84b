#include "web/parse.h"

#include "base/catalogue.h"

struct st_str st_pairs_get(const struct st_pairs *pairs, const char *name)
{
    for (size_t i = 0; i < pairs->n; i++)
        if (st_str_is(pairs->v[i].name, name))
            return pairs->v[i].value;
    return (struct st_str){NULL, 0};
}

bool st_parse_percent(struct st_str *out, struct st_str text, bool plus, struct st_arena *arena)
{
    char *p = st_alloc(arena, text.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        uint8_t byte = (uint8_t)text.p[i];
        if (byte == '%') {
            if (text.n - i < 3 || !st_hex_decode(&byte, 1, (struct st_str){text.p + i + 1, 2}))
                return false;
            i += 2;
        } else if (byte == '+' && plus) {
            byte = ' ';
        }
        p[n++] = (char)byte;
    }
    *out = (struct st_str){p, n};
    return st_utf8_valid(p, n);
}

int st_parse_form(struct st_pairs *out, struct st_str text, struct st_arena *arena, struct st_error *err)
{
    size_t n = text.n > 0;
    struct st_pair *v;

    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == '&';
    if (n > ST_PAIRS_MAX)
        return st_fail(err, ST_E_LIMIT, "", ST_MSG("There are more than {0} fields.", ST_V((int)ST_PAIRS_MAX)), "",
                       "Send fewer fields.");
    v = ST_NEW_N(arena, struct st_pair, n);
    n = 0;
    while (text.n > 0) {
        struct st_str value = st_str_cut(&text, '&'), name;
        if (value.n == 0)
            continue;
        name = st_str_cut(&value, '=');
        if (!st_parse_percent(&v[n].name, name, true, arena) || !st_parse_percent(&v[n].value, value, true, arena))
            return st_fail(err, ST_E_INVALID, "", ST_MSG("The form data are not well-formed UTF-8."), "",
                           "Send the form in UTF-8 with whole %XX escapes.");
        n++;
    }
    *out = (struct st_pairs){v, n};
    return ST_OK;
}

static bool segment_fit(struct st_str s)
{
    return s.n > 0 && !st_str_is(s, ".") && !st_str_is(s, "..") && memchr(s.p, '/', s.n) == NULL &&
           memchr(s.p, '\\', s.n) == NULL;
}

bool st_parse_path(struct st_str segments[ST_SEGMENTS_MAX], size_t *n, struct st_str path, struct st_arena *arena)
{
    *n = 0;
    if (!st_str_starts(path, "/"))
        return false;
    path = (struct st_str){path.p + 1, path.n - 1};
    if (path.n == 0)
        return true;
    if (path.p[path.n - 1] == '/')
        return false;
    while (path.n > 0) {
        struct st_str raw = st_str_cut(&path, '/');
        if (*n == ST_SEGMENTS_MAX || !st_parse_percent(&segments[*n], raw, false, arena) ||
            !segment_fit(segments[*n]))
            return false;
        ++*n;
    }
    return true;
}

void st_parse_cookies(struct st_pairs *out, struct st_str header, struct st_arena *arena)
{
    struct st_pair *v = ST_NEW_N(arena, struct st_pair, ST_COOKIES_MAX);
    size_t n = 0;

    while (header.n > 0 && n < ST_COOKIES_MAX) {
        struct st_str value = st_str_cut(&header, ';'), name;
        if (memchr(value.p, '=', value.n) == NULL)
            continue;
        name = st_str_trim(st_str_cut(&value, '='));
        value = st_str_trim(value);
        if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
            value = (struct st_str){value.p + 1, value.n - 2};
        if (name.n > 0)
            v[n++] = (struct st_pair){name, value};
    }
    *out = (struct st_pairs){v, n};
}

static bool eq_ignoring_case(struct st_str s, const char *text)
{
    size_t i = 0;
    while (i < s.n && text[i] && st_ascii_lower(s.p[i]) == st_ascii_lower(text[i]))
        i++;
    return i == s.n && text[i] == '\0';
}

const char *st_parse_language(struct st_str tag)
{
    if (eq_ignoring_case(tag, "en"))
        return "en";
    for (size_t i = 0; i < st_catalogues_n; i++)
        if (eq_ignoring_case(tag, st_catalogues[i].language))
            return st_catalogues[i].language;
    return NULL;
}

/* The weight "q=0.8" among the parameters of one element, in thousandths; 1000 without one, 0 for nonsense. */
static int weight(struct st_str parameters)
{
    while (parameters.n > 0) {
        struct st_str one = st_str_trim(st_str_cut(&parameters, ';'));
        int q, unit = 100;
        if (one.n < 3 || st_ascii_lower(one.p[0]) != 'q' || one.p[1] != '=')
            continue;
        if (one.p[2] != '0' && one.p[2] != '1')
            return 0;
        q = (one.p[2] - '0') * 1000;
        for (size_t i = 4; i < one.n && one.p[3] == '.' && unit > 0; i++, unit /= 10) {
            if (one.p[i] < '0' || one.p[i] > '9')
                return 0;
            q += (one.p[i] - '0') * unit;
        }
        return q > 1000 ? 0 : q;
    }
    return 1000;
}

const char *st_parse_accept_language(struct st_str header)
{
    const char *best = NULL;
    int best_weight = 0;

    while (header.n > 0) {
        struct st_str rest = st_str_cut(&header, ','), tag = st_str_trim(st_str_cut(&rest, ';'));
        const char *language = st_parse_language(st_str_cut(&tag, '-'));
        int q = weight(rest);
        if (language != NULL && q > best_weight) {
            best = language;
            best_weight = q;
        }
    }
    return best;
}

bool st_parse_accepts_html(struct st_str header)
{
    int html = 0, json = 0, any = 0;

    while (header.n > 0) {
        struct st_str rest = st_str_cut(&header, ','), type = st_str_trim(st_str_cut(&rest, ';'));
        int q = weight(rest);
        if (eq_ignoring_case(type, "text/html") || eq_ignoring_case(type, "application/xhtml+xml"))
            html = q > html ? q : html;
        else if (eq_ignoring_case(type, "application/json") || eq_ignoring_case(type, "application/problem+json"))
            json = q > json ? q : json;
        else if (eq_ignoring_case(type, "text/*"))
            any = q > any ? q : any;
    }
    html = html ? html : any;
    return html > 0 && html >= json;
}

bool st_parse_version_tag(int64_t *version, struct st_str header)
{
    struct st_str s = st_str_trim(header);

    if (s.n < 4 || s.p[0] != '"' || s.p[1] != 'v' || s.p[s.n - 1] != '"')
        return false;
    return st_str_to_int64(version, (struct st_str){s.p + 2, s.n - 3}) && *version >= 0;
}
