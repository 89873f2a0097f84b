/* Languages by code and by name: one list for forms, the printed form and the registers. */
#include "base/buf.h"
#include "base/catalogue.h"
#include "base/message.h"
#include "law/states.h"

enum { LIST_MOST = 4000 };

static bool same(struct st_str a, const char *b)
{
    size_t n = strlen(b);

    if (a.n != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (st_ascii_lower(a.p[i]) != st_ascii_lower(b[i]))
            return false;
    return true;
}

static bool named(const struct st_language *l, struct st_str text, const char *language)
{
    if (same(text, l->name))
        return true;
    if (language != NULL)
        return same(text, st_translate(l->name, language));
    for (size_t i = 0; i < st_catalogues_n; i++)
        if (same(text, st_translate(l->name, st_catalogues[i].language)))
            return true;
    return false;
}

const struct st_language *st_language_of(struct st_str text, const char *language)
{
    text = st_str_trim(text);
    for (size_t i = 0; text.n > 0 && i < st_languages_n; i++) /* a code goes before a name that is spelled like it */
        if (same(text, st_languages[i].code) || same(text, st_languages[i].iso3))
            return &st_languages[i];
    for (size_t i = 0; text.n > 0 && i < st_languages_n; i++)
        if (named(&st_languages[i], text, language))
            return &st_languages[i];
    return NULL;
}

/* A part between commas: one language, or several codes. False: neither. */
static bool read_part(struct st_buf *out, struct st_str part)
{
    const struct st_language *l = st_language_of(part, NULL);
    struct st_str words = part;

    if (l != NULL) {
        st_buf_printf(out, "%s%s", out->n ? " " : "", l->code);
        return true;
    }
    while (words.n > 0) {
        struct st_str word = st_str_cut(&words, ' ');
        if (word.n > 0 && st_language_of(word, NULL) == NULL)
            return false;
    }
    while (part.n > 0)
        if ((l = st_language_of(st_str_cut(&part, ' '), NULL)) != NULL)
            st_buf_printf(out, "%s%s", out->n ? " " : "", l->code);
    return true;
}

/* Commas, and semicolons like them. */
static struct st_str cut_part(struct st_str *rest)
{
    struct st_str s = *rest;
    size_t n = 0;

    while (n < s.n && s.p[n] != ',' && s.p[n] != ';')
        n++;
    *rest = n < s.n ? (struct st_str){s.p + n + 1, s.n - n - 1} : (struct st_str){s.p + n, 0};
    return st_str_trim((struct st_str){s.p, n});
}

/* Codes and what was typed, in the order given, between commas. */
static struct st_str as_typed(struct st_str text, struct st_arena *arena)
{
    struct st_buf out = ST_BUF_INIT(LIST_MOST);
    struct st_str rest = text, result;

    while (rest.n > 0) {
        struct st_str part = cut_part(&rest);
        const struct st_language *l = st_language_of(part, NULL);
        if (part.n == 0)
            continue;
        st_buf_text(&out, out.n ? ", " : "");
        st_buf_str(&out, l ? st_str_of(l->code) : part);
    }
    result = out.failed ? text : st_buf_dup(arena, &out);
    st_buf_deinit(&out);
    return result;
}

struct st_str st_languages_read(struct st_str text, struct st_arena *arena)
{
    struct st_buf codes = ST_BUF_INIT(LIST_MOST);
    struct st_str rest = text, result;
    bool known = true;

    if (text.n == 0 || text.n > LIST_MOST)
        return text;
    while (known && rest.n > 0) {
        struct st_str part = cut_part(&rest);
        known = part.n == 0 || read_part(&codes, part);
    }
    result = known && !codes.failed ? st_buf_dup(arena, &codes) : as_typed(text, arena);
    st_buf_deinit(&codes);
    return result;
}

struct st_str st_languages_next(struct st_str *rest)
{
    bool list = rest->n > 0 && (memchr(rest->p, ',', rest->n) != NULL || memchr(rest->p, ';', rest->n) != NULL);
    const struct st_language *whole = list ? NULL : st_language_of(*rest, NULL);
    struct st_str all = st_str_trim(*rest), words = all;
    bool codes = whole == NULL && !list;

    if (list)
        return cut_part(rest);
    while (codes && words.n > 0)
        codes = st_language_of(st_str_cut(&words, ' '), NULL) != NULL;
    if (codes)
        return st_str_cut(rest, ' ');
    *rest = (struct st_str){NULL, 0}; /* one language, or somebody's words: shown as they are */
    return all;
}
