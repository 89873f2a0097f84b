#include "identity/name_key.h"

#include <pthread.h>
#include <strings.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "identity/name_kin.h"

/* Words that link, and say little about who it is. */
static const char *const particles[] = {
    "bin", "ben", "ibn", "bint", "bent", "binti", "بن", "ابن", "بنت", /* whose child: FILIATIONS of them */
    "آل", "von", "van", "der", "den", "de", "la",
    "le", "du", "da", "dos", "das", "di", "del", "della", "zu", "zur", "ter", "af", "oglu", "ogly", "oghlu", "kyzy",
    "qizi", "оглы", "кызы", "walad", "ould", "ولد",
};
/* The article before a word of its own; the sun letters only before their like (as-Sabah, ud-Din). */
static const char *const articles[] = {"ال", "al", "el", "ul", "ol", "аль", "эль"};
static const char *const sun_articles[] = {"ad", "ar", "as", "ash", "at", "an", "az", "ed", "er", "es", "ech", "et",
                                           "en", "ez", "ud", "ur", "us", "un", "ess",
                                           "asch", "ach", "esh", "esch"};
/* "Servant of": a name only with what follows. */
static const char *const servants[] = {"abd", "abdul", "abdel", "abdal", "abdoul", "abdur", "abdol", "abdu", "abdoe",
                                       "abdus", "abdun", "abdush", "عبد", "абд", "абдул", "абдель"};

enum { PARTICLES = 38, FILIATIONS = 9, ARTICLES = 7, ARABIC_ARTICLE = 0, SUN_ARTICLES = 23, SERVANTS = 16 };
_Static_assert(sizeof particles / sizeof *particles == PARTICLES, "count the particles");
_Static_assert(sizeof articles / sizeof *articles == ARTICLES, "count the articles");
_Static_assert(sizeof sun_articles / sizeof *sun_articles == SUN_ARTICLES, "count the sun letters");
_Static_assert(sizeof servants / sizeof *servants == SERVANTS, "count the servants");

static struct st_name_sounds particle_sounds[PARTICLES], article_sounds[ARTICLES], sun_sounds[SUN_ARTICLES],
    servant_sounds[SERVANTS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void read_all(struct st_name_sounds *out, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        (void)st_name_sounds_read(&out[i], st_str_of(words[i]));
}

static void read_words(void)
{
    read_all(particle_sounds, particles, PARTICLES);
    read_all(article_sounds, articles, ARTICLES);
    read_all(sun_sounds, sun_articles, SUN_ARTICLES);
    read_all(servant_sounds, servants, SERVANTS);
}

static bool same_sounds(const struct st_name_sounds *a, const struct st_name_sounds *b)
{
    return a->n == b->n && !memcmp(a->unit, b->unit, a->n);
}
static bool one_of(const struct st_name_sounds *s, const struct st_name_sounds *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (same_sounds(s, &list[i]))
            return true;
    return false;
}

/* ---- cutting into words ---- */

/* Marks inside a word that are written or left out at will. */
static bool in_word(int32_t c)
{
    switch (c) {
    case '\'':
    case '`':
    case 0xB4:
    case 0x2018:
    case 0x2019:
    case 0x200C: /* zero width non-joiner: Persian */
    case 0x200D:
        return true;
    default:
        return u_isalnum(c) || (U_GET_GC_MASK(c) & (U_GC_M_MASK | U_GC_LM_MASK));
    }
}

struct cut {
    struct st_str text;
    bool hyphen_after, comma_after;
};

static size_t cut_words(struct cut *out, size_t max, struct st_str name)
{
    size_t n = 0, at = 0, fillers = 0;
    bool inside = false;
    for (size_t start = 0; at < name.n; start = at) {
        int32_t c = st_utf8_next(name, &at);
        bool word = in_word(c);
        if (word) {
            if (!inside && n == max)
                return max + 1;
            if (!inside)
                out[n++] = (struct cut){{name.p + start, 0}, false, false};
            out[n - 1].text.n = (size_t)(name.p + at - out[n - 1].text.p);
        } else if (n) {
            fillers = c == '<' ? fillers + 1 : 0;
            out[n - 1].hyphen_after = out[n - 1].hyphen_after || (inside && (c == '-' || c == 0x2010 || c == 0x2011));
            out[n - 1].comma_after = out[n - 1].comma_after || c == ',' || c == 0x60C || fillers == 2;
        }
        inside = word;
    }
    return n;
}

/* "Servant of the ..." in one word or in several, without the article, whose l is often swallowed: Abd al-Rahman,
 * Abdurrahman. `name` is what is served. */
static void serve(struct st_name_word *w, const struct st_name_sounds *name)
{
    st_name_sounds_join(&w->stem, &servant_sounds[0], name);
    w->article_sure = true;
}

static bool find_inner_servant(struct st_name_word *w)
{
    static const char *const prefixes[] = {"Abdul", "Abdel", "Abdal", "Abdoul", "Abdol", "عبدال"};
    struct st_name_sounds name;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        struct st_str rest = w->text;
        size_t n = strlen(prefixes[i]);
        if (w->text.n < n + 3 || strncasecmp(w->text.p, prefixes[i], n) != 0)
            continue;
        rest.p += n;
        rest.n -= n;
        if (st_name_sounds_read(&name, rest))
            serve(w, &name);
        return true;
    }
    return false;
}

/* A word that begins with its article: surely so in Arabic, perhaps so in Latin letters (Almasri, but also Albert;
 * Larbi for al-Arbi in the Maghreb). */
static void find_inner_article(struct st_name_word *w)
{
    const char *p = w->text.p;
    size_t n = w->text.n, article = 0;
    bool vowel_first = n && memchr("aeAE", *p, 4), vowel_second = n > 1 && memchr("aeiouhAEIOUH", p[1], 12);
    if (st_str_starts(w->text, "ال") && st_utf8_length(w->text) >= 5)
        article = strlen("ال");
    else if (n >= 5 && st_ascii_lower(*p) == 'l' && vowel_second)
        article = 1;
    else if (n >= 6 && vowel_first && st_ascii_lower(p[1]) == 'l')
        article = 2;
    w->article_sure = article > 2;
    if (article && st_name_sounds_read(&w->stem, (struct st_str){p + article, n - article}) && w->article_sure)
        st_name_sounds_join(&w->sounds, &article_sounds[ARABIC_ARTICLE], &w->stem); /* the l of al-Latif stays */
}

static void read_word(struct st_name_word *w, struct cut cut)
{
    *w = (struct st_name_word){.text = cut.text, .script = (uint8_t)st_name_script(cut.text)};
    if (!st_name_sounds_read(&w->sounds, cut.text))
        return;
    w->initial = st_utf8_length(cut.text) == 1 && (w->script == USCRIPT_LATIN || w->script == USCRIPT_CYRILLIC);
    w->particle = one_of(&w->sounds, particle_sounds, PARTICLES);
    w->filiation = one_of(&w->sounds, particle_sounds, FILIATIONS);
    w->kin = st_name_kin(&w->sounds);
    if (!find_inner_servant(w))
        find_inner_article(w);
}

/* ---- words that belong together ---- */

static bool is_article(const struct st_name_word *w, const struct st_name_word *next, bool hyphen)
{
    const struct st_name_sounds *s = &w->sounds;
    if (one_of(s, article_sounds, ARTICLES))
        return true;
    return one_of(s, sun_sounds, SUN_ARTICLES) && (hyphen || s->unit[s->n - 1] == next->sounds.unit[0]);
}

static void join_words(struct st_name_word *into, const struct st_name_word *first)
{
    st_name_sounds_join(&into->sounds, &first->sounds, &into->sounds);
    into->text.n += (size_t)(into->text.p - first->text.p);
    into->text.p = first->text.p;
    into->initial = into->particle = into->filiation = false;
    into->kin = st_name_kin(&into->sounds);
}

/* Articles and "Abd" go to the word behind them. Returns how many words are left. */
static size_t gather(struct st_name_word *words, const struct cut *cuts, size_t n)
{
    struct st_name_word *behind = &words[n - 1];
    for (size_t i = n - 1; i-- > 0;) {
        struct st_name_word *next = behind;
        if (words[i].sounds.n)
            behind = &words[i];
        if (!words[i].sounds.n || !next->sounds.n || words[i].family != next->family)
            continue;
        if (is_article(&words[i], next, cuts[i].hyphen_after)) {
            next->stem = next->sounds;
            next->article_sure = true;
        } else if (one_of(&words[i].sounds, servant_sounds, SERVANTS)) {
            serve(next, next->stem.n && next->article_sure ? &next->stem : &next->sounds);
        } else {
            continue;
        }
        join_words(next, &words[i]);
        words[i].sounds.n = 0;
        behind = next;
    }
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (words[i].sounds.n)
            words[kept++] = words[i];
    return kept;
}

static int name_fault(struct st_error *err, enum st_err code, struct st_message what, const char *cure)
{
    return st_fail(err, code, "name", what, "", cure);
}

int st_name_key(struct st_name_key *out, struct st_str name, struct st_arena *arena, struct st_error *err)
{
    struct cut cuts[ST_NAME_WORDS_MAX];
    size_t n, family = 0;
    pthread_once(&once, read_words);
    *out = (struct st_name_key){0};
    if (name.n > ST_NAME_MAX)
        return name_fault(err, ST_E_LIMIT, ST_MSG("The name is too long."), "Give at most 512 bytes.");
    if (!st_utf8_valid(name.p, name.n))
        return name_fault(err, ST_E_INVALID, ST_MSG("The text is not valid UTF-8."), "Send the name as UTF-8.");
    out->written = st_name_nfc(arena, name);
    n = cut_words(cuts, ST_NAME_WORDS_MAX, out->written);
    if (n > ST_NAME_WORDS_MAX)
        return name_fault(err, ST_E_LIMIT, ST_MSG("The name has too many words."), "Give at most 16 words.");
    out->words = ST_NEW_N(arena, struct st_name_word, ST_NAME_WORDS_MAX);
    for (size_t i = 0; i < n; i++) {
        read_word(&out->words[i], cuts[i]);
        if (cuts[i].comma_after && !family && i + 1 < n)
            family = i + 1;
    }
    for (size_t i = 0; i < family; i++)
        out->words[i].family = true;
    out->family_known = family > 0;
    out->n = n ? gather(out->words, cuts, n) : 0;
    if (!out->n)
        return name_fault(err, ST_E_INVALID, ST_MSG("There are no letters in the name."),
                          "Write the name in letters.");
    return ST_OK;
}

/* ---- forms of the whole name ---- */

static struct st_str normalized(struct st_arena *arena, struct st_str name, const UNormalizer2 *form, bool fold)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t room = (int32_t)name.n * 3 + 32, n = 0, bytes = 0;
    UChar *from = st_alloc_n(arena, (size_t)room, sizeof *from), *to = st_alloc_n(arena, (size_t)room, sizeof *to);
    char *utf8 = st_alloc(arena, (size_t)room * 3 + 1);
    u_strFromUTF8(from, room, &n, name.p, (int32_t)name.n, &status);
    n = unorm2_normalize(form, from, n, to, room, &status);
    if (fold && U_SUCCESS(status)) {
        n = u_strToUpper(from, room, to, n, "", &status);
        memcpy(to, from, (size_t)n * sizeof *to);
    }
    u_strToUTF8(utf8, room * 3, &bytes, to, n, &status);
    return U_FAILURE(status) ? name : (struct st_str){utf8, (size_t)bytes};
}

struct st_str st_name_nfc(struct st_arena *arena, struct st_str name)
{
    UErrorCode status = U_ZERO_ERROR;
    return normalized(arena, name, unorm2_getNFCInstance(&status), false);
}

struct st_str st_name_fold(struct st_arena *arena, struct st_str name)
{
    UErrorCode status = U_ZERO_ERROR;
    struct st_str upper = normalized(arena, name, unorm2_getNFKDInstance(&status), true);
    char *out = st_alloc(arena, upper.n + 1);
    size_t n = 0, at = 0;
    for (size_t start = 0; at < upper.n; start = at) {
        int32_t c = st_utf8_next(upper, &at);
        if (u_isalnum(c)) {
            memcpy(out + n, upper.p + start, at - start);
            n += at - start;
        } else if (!(U_GET_GC_MASK(c) & (U_GC_M_MASK | U_GC_CF_MASK)) && n && out[n - 1] != ' ') {
            out[n++] = ' ';
        }
    }
    return (struct st_str){out, n && out[n - 1] == ' ' ? n - 1 : n};
}
