#include "identity/name_sound.h"

#include <pthread.h>
#include <stdlib.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "base/error.h"
#include "identity/name_letters.h"

/* What a difference weighs, in hundredths of a plain consonant. Found by search on one half of the measured pairs and
 * checked on the other (bench/bench_names.c). */
static const struct costs {
    int rare, both_rare, near_by, far;                /* one sound for another: a rarer reading, ..., no kinship */
    int consonant, vowel, glide, breath, soft;        /* what a unit weighs */
    int lost_consonant, lost_vowel, lost_glide, lost_breath, lost_catch, lost_soft; /* what one side lacks */
    int lost_unwritten, lost_drawn;                   /* a vowel, beside a script that leaves vowels out */
    int lost_ending;                                  /* added for a vowel lost at the end: Munir, Munira */
    int swap;                                         /* two neighbours swapped */
    int vowels[5][5];                                 /* a e i o u */
} costs = {
    .rare = 6, .both_rare = 85, .near_by = 100, .far = 113,
    .consonant = 112, .vowel = 42, .glide = 45, .breath = 45, .soft = 15,
    .lost_consonant = 100, .lost_vowel = 22, .lost_glide = 32, .lost_breath = 12, .lost_catch = 35, .lost_soft = 2,
    .lost_unwritten = 1, .lost_drawn = 20, .lost_ending = 10, .swap = 45,
    .vowels = {{0, 17, 50, 25, 35}, {17, 0, 12, 32, 42}, {50, 12, 0, 45, 36}, {25, 32, 45, 0, 5}, {35, 42, 36, 5, 0}},
};

enum { UNITS_MAX = 256, SPELLINGS = sizeof letters / sizeof *letters, SPELLING_UNITS = 7 };

static const char sounds[] = "pbfvwmntdTDszSZCJckgxGh'lryaeiou"; /* one bit each, vowels last */
#define VOWELS (UINT32_C(31) << 27)

struct unit {
    uint32_t usual, rare;
    bool soft, drawn;
};

struct spelling {
    const char *text; /* without its anchors */
    uint8_t n, units_n, units[SPELLING_UNITS];
    bool first, last;
};

static struct unit units[UNITS_MAX];
static size_t units_n;
static struct spelling spellings[SPELLINGS];
static uint16_t by_byte[257]; /* spellings that begin with this byte */
static uint8_t differ[UNITS_MAX][UNITS_MAX], lost[2][UNITS_MAX], weight[UNITS_MAX];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* ---- the table, read once ---- */

static uint32_t bit(char sound) { return UINT32_C(1) << (strchr(sounds, sound) - sounds); }
static bool vowel_only(const struct unit *u) { return (u->usual & ~VOWELS) == 0; }
static bool has_sound(const struct unit *u, char sound) { return u->usual & bit(sound); }
static bool glide(const struct unit *u)
{
    return !vowel_only(u) && ((u->usual & VOWELS) || has_sound(u, 'y') || u->usual == bit('w'));
}

static struct unit unit_of(const char *p, const char *end)
{
    struct unit u = {0, 0, false, false};
    uint32_t *into = &u.usual;
    for (; p < end; p++) {
        const char *at = strchr(sounds, *p);
        if (*p == '/')
            into = &u.rare;
        else if (*p == '~')
            u.soft = true;
        else if (*p == ':')
            u.drawn = true;
        else if (at)
            *into |= UINT32_C(1) << (at - sounds);
    }
    return u;
}

static uint8_t unit_number(struct unit u)
{
    size_t i = 1; /* 0 is no unit */
    while (i < units_n && (units[i].usual != u.usual || units[i].rare != u.rare || units[i].soft != u.soft ||
                           units[i].drawn != u.drawn))
        i++;
    ST_ASSERT(i < UNITS_MAX);
    units[i] = u;
    if (i >= units_n)
        units_n = i + 1;
    return (uint8_t)i;
}

static struct spelling spelling_of(const struct letters *row)
{
    struct spelling s = {row->spelling, 0, 0, {0}, row->spelling[0] == '^', false};
    size_t n;
    s.text += s.first;
    n = strlen(s.text);
    s.last = s.text[n - 1] == '$';
    s.n = (uint8_t)(n - s.last);
    for (const char *p = row->sounds, *end; *p; p = *end ? end + 1 : end) {
        for (end = p; *end && *end != ' ';)
            end++;
        s.units[s.units_n++] = unit_number(unit_of(p, end));
    }
    return s;
}

/* Longer spellings first, bound ones before free ones of the same length: the first that fits is the right one. */
static bool tried_before(const struct spelling *a, const struct spelling *b)
{
    if ((uint8_t)*a->text != (uint8_t)*b->text)
        return (uint8_t)*a->text < (uint8_t)*b->text;
    if (a->n != b->n)
        return a->n > b->n;
    return a->first + a->last > b->first + b->last;
}

static void read_letters(void)
{
    units_n = 1;
    for (size_t i = 0; i < SPELLINGS; i++) {
        struct spelling s = spelling_of(&letters[i]);
        size_t at = i;
        for (; at > 0 && tried_before(&s, &spellings[at - 1]); at--)
            spellings[at] = spellings[at - 1];
        spellings[at] = s;
    }
    for (size_t byte = 0, at = 0; byte <= 256; byte++) {
        while (at < SPELLINGS && (uint8_t)*spellings[at].text < byte)
            at++;
        by_byte[byte] = (uint16_t)at;
    }
}

/* ---- what a difference costs ---- */

static uint32_t family(uint32_t set)
{
    static const char *const families[] = {"pbfv", "fvwb", "tdTD", "szTD", "szSZcCJ", "JZy",
                                           "kgxGh", "xGh'", "mn", "lr"};
    uint32_t out = 0;
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        for (const char *p = families[i]; *p; p++)
            if (set & bit(*p))
                out |= UINT32_C(1) << i;
    return out;
}

static int vowels_differ(uint32_t a, uint32_t b)
{
    int best = costs.far;
    for (int i = 0; i < 5; i++)
        for (int j = 0; j < 5; j++)
            if ((a >> (27 + i)) & (b >> (27 + j)) & 1 && costs.vowels[i][j] < best)
                best = costs.vowels[i][j];
    return best;
}

static int units_differ(const struct unit *a, const struct unit *b)
{
    int best = costs.far, vowels = vowels_differ(a->usual, b->usual);
    if (a->usual & b->usual)
        return 0;
    if ((a->usual & b->rare) || (a->rare & b->usual))
        best = costs.rare;
    else if (a->rare & b->rare)
        best = costs.both_rare;
    else if (!vowel_only(a) && !vowel_only(b) && (family(a->usual) & family(b->usual)))
        best = costs.near_by;
    return vowels < best ? vowels : best;
}

/* What the unit weighs, and what it costs when one side lacks it. */
static void weigh(int *out, int *out_lost, const struct unit *u)
{
    const struct {
        bool is;
        int weight, lost;
    } kinds[] = {
        {u->soft, costs.soft, costs.lost_soft},
        {vowel_only(u), costs.vowel, costs.lost_vowel},
        {glide(u), costs.glide, costs.lost_glide},
        {u->usual == bit('h'), costs.breath, costs.lost_breath},
        {u->rare & bit('\''), costs.consonant, costs.lost_catch},
        {true, costs.consonant, costs.lost_consonant},
    };
    size_t i = 0;
    while (!kinds[i].is)
        i++;
    *out = kinds[i].weight;
    *out_lost = kinds[i].lost;
}

static void weigh_units(void)
{
    for (size_t i = 1; i < units_n; i++) {
        const struct unit *u = &units[i];
        bool written = u->soft || !vowel_only(u);
        int w, l;
        weigh(&w, &l, u);
        weight[i] = (uint8_t)w;
        lost[0][i] = (uint8_t)l;
        lost[1][i] = (uint8_t)(written ? l : u->drawn ? costs.lost_drawn : costs.lost_unwritten);
        for (size_t j = 1; j < units_n; j++)
            differ[i][j] = (uint8_t)units_differ(u, &units[j]);
    }
}

static void prepare(void)
{
    read_letters();
    weigh_units();
}

/* ---- from letters to sounds ---- */

static struct st_str utf8_of(struct st_arena *arena, const UChar *u, int32_t n)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t bytes = 0, room = n * 3 + 1;
    char *p = st_alloc(arena, (size_t)room);
    u_strToUTF8(p, room, &bytes, u, n, &status);
    return U_FAILURE(status) ? (struct st_str){p, 0} : (struct st_str){p, (size_t)bytes};
}

static int32_t utf16_of(UChar *out, int32_t room, struct st_str s)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = 0;
    u_strFromUTF8(out, room, &n, s.p, (int32_t)s.n, &status);
    return U_FAILURE(status) ? 0 : n;
}

/* Opening a transliterator takes milliseconds and using one from two threads is not safe: each thread has its own. */
enum transliteration { ANY_LATIN, ANY_ASCII };
static pthread_key_t thread_key;
static pthread_once_t thread_once = PTHREAD_ONCE_INIT;

static void close_transliterators(void *p)
{
    UTransliterator **t = p;
    utrans_close(t[ANY_LATIN]);
    utrans_close(t[ANY_ASCII]);
    free(t);
}
static void make_thread_key(void) { ST_ASSERT(pthread_key_create(&thread_key, close_transliterators) == 0); }

static UTransliterator *transliterator(enum transliteration which)
{
    static const char *const ids[] = {"Any-Latin", "Any-Latin; Latin-ASCII"};
    UTransliterator **mine;
    pthread_once(&thread_once, make_thread_key);
    mine = pthread_getspecific(thread_key);
    if (!mine) {
        mine = st_heap(2 * sizeof *mine);
        mine[ANY_LATIN] = mine[ANY_ASCII] = NULL;
        ST_ASSERT(pthread_setspecific(thread_key, mine) == 0);
    }
    if (!mine[which]) {
        UErrorCode status = U_ZERO_ERROR;
        UChar id[40];
        u_uastrcpy(id, ids[which]);
        mine[which] = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
        ST_ASSERT(U_SUCCESS(status));
    }
    return mine[which];
}

/* Transliterates in place; what does not fit the room stays as it was. */
static int32_t transliterate(UChar *text, int32_t n, int32_t room, enum transliteration which)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = n, limit = n;
    utrans_transUChars(transliterator(which), text, &length, room, 0, &limit, &status);
    return U_FAILURE(status) ? n : length;
}

struct st_str st_name_latin(struct st_arena *arena, struct st_str name)
{
    int32_t room = (int32_t)name.n * 8 + 16, n;
    UChar *text = st_alloc_n(arena, (size_t)room, sizeof *text);
    struct st_str out;
    n = transliterate(text, utf16_of(text, room, name), room, ANY_ASCII);
    out = utf8_of(arena, text, n);
    for (size_t i = 0; i < out.n; i++)
        ((char *)out.p)[i] = st_ascii_lower(out.p[i]);
    return out;
}

enum { WORD_UNITS = 256 };

int st_name_script(struct st_str word)
{
    UErrorCode status = U_ZERO_ERROR;
    for (size_t at = 0; at < word.n;) {
        UScriptCode s = uscript_getScript(st_utf8_next(word, &at), &status);
        if (s != USCRIPT_COMMON && s != USCRIPT_INHERITED)
            return s;
    }
    return USCRIPT_COMMON;
}

/* Scripts whose letters stand in the table; all others go through ICU's Latin letters. */
static bool table_script(UScriptCode s)
{
    return s == USCRIPT_LATIN || s == USCRIPT_CYRILLIC || s == USCRIPT_ARABIC || s == USCRIPT_COMMON ||
           s == USCRIPT_INHERITED;
}

/* Scripts of India: a consonant carries an `a` that is often not spoken. ICU writes it like any other a. */
static void soften_inherent_vowels(UChar *text, int32_t n, UScriptCode script)
{
    static const UScriptCode with[] = {USCRIPT_BENGALI, USCRIPT_DEVANAGARI, USCRIPT_GUJARATI, USCRIPT_GURMUKHI,
                                       USCRIPT_KANNADA, USCRIPT_MALAYALAM,  USCRIPT_ORIYA,    USCRIPT_TELUGU,
                                       USCRIPT_SINHALA};
    for (size_t i = 0; i < sizeof with / sizeof *with; i++)
        if (with[i] == script)
            for (int32_t at = 0; at < n; at++)
                if (text[at] == 'a')
                    text[at] = 0x251;
}

/* Marks that are written or left out at will: apostrophes, half rings, the tatweel. */
static bool idle_mark(UChar c)
{
    static const UChar marks[] = {'\'', '`', 0xB4, 0x2018, 0x2019, 0x2BB, 0x2BC, 0x2BE, 0x2BF, 0x640, 0};
    return u_strchr(marks, c) != NULL;
}

static int32_t without_marks(UChar *text, int32_t n)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < n; i++)
        if (!idle_mark(text[i]))
            text[kept++] = text[i];
    return kept;
}

/* Case, width and compatibility forms away; foreign scripts into Latin. Returns the UTF-16 length. */
static int32_t folded(UChar *text, struct st_str word, bool *unvowelled)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar raw[WORD_UNITS];
    int32_t n = utf16_of(raw, WORD_UNITS, word);
    UScriptCode script = st_name_script(word);
    *unvowelled = script == USCRIPT_ARABIC || script == USCRIPT_HEBREW || script == USCRIPT_SYRIAC;
    if (!table_script(script)) {
        n = transliterate(raw, n, WORD_UNITS, ANY_LATIN);
        soften_inherent_vowels(raw, n, script);
    }
    n = unorm2_normalize(unorm2_getNFKCCasefoldInstance(&status), raw, n, text, WORD_UNITS, &status);
    return U_FAILURE(status) ? 0 : without_marks(text, n);
}

static const struct spelling *spelling_at(const char *p, size_t left, bool first)
{
    for (size_t i = by_byte[(uint8_t)*p]; i < by_byte[(uint8_t)*p + 1]; i++) {
        const struct spelling *s = &spellings[i];
        if (s->n <= left && !memcmp(s->text, p, s->n) && (!s->first || first) && (!s->last || s->n == left))
            return s;
    }
    return NULL;
}

static void add_units(struct st_name_sounds *out, const uint8_t *add, size_t n)
{
    for (size_t i = 0; i < n && out->n < ST_NAME_SOUNDS_MAX; i++)
        if (!out->n || out->unit[out->n - 1] != add[i]) /* a doubled letter sounds once */
            out->unit[out->n++] = add[i];
}

/* A letter without a row of its own is read without its marks: ǟ as a. */
static const struct spelling *plain_letter(UChar32 c, bool first)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&status);
    UChar parts[8];
    char utf8[4];
    int32_t bytes = 0, n = unorm2_getDecomposition(nfd, c, parts, 8, &status);
    if (U_FAILURE(status) || n <= 0)
        return NULL;
    u_strToUTF8(utf8, sizeof utf8, &bytes, parts, 1, &status);
    return U_FAILURE(status) ? NULL : spelling_at(utf8, (size_t)bytes, first);
}

static void sound_out(struct st_name_sounds *out, struct st_str text)
{
    for (size_t at = 0, next; at < text.n; at = next) {
        const struct spelling *s = spelling_at(text.p + at, text.n - at, at == 0);
        int32_t c;
        next = at;
        c = st_utf8_next(text, &next);
        if (s)
            next = at + s->n;
        else
            s = plain_letter(c, at == 0);
        if (s)
            add_units(out, s->units, s->units_n);
    }
}

bool st_name_sounds_read(struct st_name_sounds *out, struct st_str word)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar text[WORD_UNITS];
    char utf8[WORD_UNITS * 3];
    int32_t n, bytes = 0;
    pthread_once(&once, prepare);
    *out = (struct st_name_sounds){0};
    n = folded(text, word, &out->unvowelled);
    u_strToUTF8(utf8, sizeof utf8, &bytes, text, n, &status);
    if (U_SUCCESS(status))
        sound_out(out, (struct st_str){utf8, (size_t)bytes});
    return out->n > 0;
}

void st_name_sounds_join(struct st_name_sounds *out, const struct st_name_sounds *a, const struct st_name_sounds *b)
{
    struct st_name_sounds joined = *a;
    joined.unvowelled = a->unvowelled || b->unvowelled;
    add_units(&joined, b->unit, b->n);
    *out = joined;
}

void st_name_sounds_skip(struct st_name_sounds *out, const struct st_name_sounds *a, size_t n)
{
    struct st_name_sounds rest = {0, a->unvowelled, {0}};
    if (n < a->n)
        add_units(&rest, a->unit + n, a->n - n);
    *out = rest;
}

/* ---- comparing ---- */

int st_name_sounds_weight(const struct st_name_sounds *s)
{
    int sum = 0;
    for (size_t i = 0; i < s->n; i++)
        sum += weight[s->unit[i]];
    return sum;
}

static int least(int a, int b) { return a < b ? a : b; }

/* A last vowel often tells a woman's name from a man's. */
static int ending(uint8_t unit)
{
    return vowel_only(&units[unit]) && !units[unit].soft ? costs.lost_ending : 0;
}

/* The cheapest way from one row of sounds to the other: change, leave out, swap two neighbours. */
static int distance(const struct st_name_sounds *a, const struct st_name_sounds *b)
{
    int rows[3][ST_NAME_SOUNDS_MAX + 1];
    const uint8_t *lost_a = lost[b->unvowelled && !a->unvowelled], *lost_b = lost[a->unvowelled && !b->unvowelled];
    rows[0][0] = 0;
    for (size_t j = 0; j < b->n; j++)
        rows[0][j + 1] = rows[0][j] + lost_b[b->unit[j]];
    for (size_t i = 1; i <= a->n; i++) {
        int *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        uint8_t x = a->unit[i - 1];
        row[0] = above[0] + lost_a[x];
        for (size_t j = 1; j <= b->n; j++) {
            uint8_t y = b->unit[j - 1];
            int less_a = above[j] + lost_a[x] + (i == a->n && j == b->n ? ending(x) : 0);
            int less_b = row[j - 1] + lost_b[y] + (i == a->n && j == b->n ? ending(y) : 0);
            int best = least(above[j - 1] + differ[x][y], least(less_a, less_b));
            if (i > 1 && j > 1 && !differ[x][b->unit[j - 2]] && !differ[a->unit[i - 2]][y])
                best = least(best, before[j - 2] + costs.swap);
            row[j] = best;
        }
    }
    return rows[a->n % 3][b->n];
}

int st_name_sounds_alike(const struct st_name_sounds *a, const struct st_name_sounds *b)
{
    int both = st_name_sounds_weight(a) + st_name_sounds_weight(b), d;
    if (!a->n || !b->n)
        return 0;
    d = distance(a, b);
    return 2 * d >= both ? 0 : 1000 - 2000 * d / both;
}

/* ---- skeletons ---- */

enum { SKELETON_CLASSES = 5 };

/* The class of each consonant; sounds that are weak or often dropped (h, ', y, w) have none. */
static char class_of(int sound)
{
    return "PPFF\0MNTTTTSSSSSSSKKKK\0\0LR\0"[sound];
}

/* The classes that a unit can stand for in a skeleton; '\0' among them means none at all. */
static size_t classes_of(char out[SKELETON_CLASSES], const struct unit *u)
{
    bool droppable = u->soft || (u->rare & (bit('h') | bit('\'')));
    size_t n = 0;
    for (int i = 0; i < 32 && n < SKELETON_CLASSES - 1; i++) {
        char c = i < 27 ? class_of(i) : '\0';
        if (((u->usual >> i) & 1) && !(n && memchr(out, c, n)))
            out[n++] = c;
    }
    if (droppable && !memchr(out, '\0', n))
        out[n++] = '\0';
    return n;
}

static size_t branch(char out[][ST_NAME_SKELETON_MAX + 1], size_t n, size_t max, const char *classes,
                     size_t classes_n)
{
    size_t before = n;
    for (size_t c = classes_n; c-- > 0;) { /* the first class extends in place, the others branch off */
        for (size_t i = 0; i < before; i++) {
            char *into = out[i];
            size_t length = strlen(out[i]);
            if (c > 0) {
                if (n == max)
                    continue;
                into = out[n++];
                memcpy(into, out[i], ST_NAME_SKELETON_MAX + 1);
            }
            if (classes[c] && length < ST_NAME_SKELETON_MAX) {
                into[length] = classes[c];
                into[length + 1] = '\0';
            }
        }
    }
    return n;
}

size_t st_name_skeletons(char out[][ST_NAME_SKELETON_MAX + 1], size_t max, const struct st_name_sounds *s)
{
    size_t n = 1, kept = 0;
    memset(out[0], 0, ST_NAME_SKELETON_MAX + 1);
    for (size_t i = 0; i < s->n; i++) {
        char classes[SKELETON_CLASSES];
        size_t classes_n = classes_of(classes, &units[s->unit[i]]);
        n = branch(out, n, max, classes, classes_n);
    }
    for (size_t i = 0, j; i < n; i++) {
        for (j = 0; j < kept && strcmp(out[j], out[i]) != 0; j++)
            ;
        if (j == kept && kept != i)
            memcpy(out[kept], out[i], ST_NAME_SKELETON_MAX + 1);
        kept += j == kept;
    }
    return kept;
}
