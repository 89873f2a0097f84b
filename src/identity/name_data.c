#include "identity/name_data.h"

#include <stdlib.h>

enum { TRUNCATED_FROM = 3 /* letters that a cut name must still have; the Annex names no number */ };

/* A field as the Annex compares it: folded, as code points. */
struct field {
    struct st_str written, folded;
    size_t n;
    int32_t letters[ST_NAME_MAX * 3];
};

static int field_of(struct field *out, struct st_str text, struct st_arena *arena, struct st_error *err)
{
    int32_t c;
    size_t at = 0;
    *out = (struct field){text, {"", 0}, 0, {0}};
    if (text.n > ST_NAME_MAX)
        return st_fail(err, ST_E_LIMIT, "name", ST_MSG("The name is too long."), "", "Give at most 512 bytes.");
    if (!st_utf8_valid(text.p, text.n))
        return st_fail(err, ST_E_INVALID, "name", ST_MSG("The text is not valid UTF-8."), "",
                       "Send the name as UTF-8.");
    if (text.n)
        out->folded = st_name_fold(arena, text);
    while (out->n < sizeof out->letters / sizeof *out->letters && (c = st_utf8_next(out->folded, &at)) >= 0)
        if (c != ' ') /* names regrouped differ in spaces only */
            out->letters[out->n++] = c;
    return ST_OK;
}

/* ---- the slips of the list ---- */

/* How many letters the two have in common from the front and, beyond those, from the back. */
static size_t common_front(const struct field *a, const struct field *b)
{
    size_t i = 0;
    while (i < a->n && i < b->n && a->letters[i] == b->letters[i])
        i++;
    return i;
}
static size_t common_back(const struct field *a, const struct field *b, size_t front)
{
    size_t i = 0;
    while (front + i < a->n && front + i < b->n && a->letters[a->n - 1 - i] == b->letters[b->n - 1 - i])
        i++;
    return i;
}

static bool one_letter_off(const struct field *a, const struct field *b)
{
    size_t front = common_front(a, b), same = front + common_back(a, b, front);
    size_t longer = a->n > b->n ? a->n : b->n;
    return longer > 1 && same + 1 == longer;
}

static bool two_letters_swapped(const struct field *a, const struct field *b)
{
    size_t first = common_front(a, b), second = a->n;
    if (a->n != b->n || first == a->n)
        return false;
    while (a->letters[second - 1] == b->letters[second - 1])
        second--;
    second--;
    return a->letters[first] == b->letters[second] && a->letters[second] == b->letters[first] &&
           !memcmp(a->letters + first + 1, b->letters + first + 1,
                   (second > first ? second - first - 1 : 0) * sizeof *a->letters);
}

static bool truncated(const struct field *a, const struct field *b)
{
    size_t shorter = a->n < b->n ? a->n : b->n;
    return shorter >= TRUNCATED_FROM && common_front(a, b) == shorter;
}

static bool transliterated(struct st_str a, struct st_str b, struct st_arena *arena)
{
    struct st_name_comparison c;
    return !st_name_compare(&c, a, b, arena, NULL) && c.decision == ST_NAME_SAME;
}

/* Why two fields that differ are similar; no message when they are not. */
static struct st_message slip(const struct field *a, const struct field *b, struct st_arena *arena)
{
    if (a->n == b->n && common_front(a, b) == a->n)
        return ST_MSG("The words of the name are grouped in another way.");
    if (one_letter_off(a, b))
        return ST_MSG("One letter is added, left out or changed.");
    if (two_letters_swapped(a, b))
        return ST_MSG("Two letters are swapped.");
    if (truncated(a, b))
        return ST_MSG("One name is the beginning of the other.");
    if (transliterated(a->written, b->written, arena))
        return ST_MSG("The names are transliterations of each other.");
    return (struct st_message){0};
}

/* ---- words of a whole name ---- */

static int by_bytes(const void *a, const void *b)
{
    return st_str_cmp(*(const struct st_str *)a, *(const struct st_str *)b);
}

static size_t sorted_words(struct st_str **out, const struct field *surname, const struct field *first,
                           struct st_arena *arena)
{
    struct st_str *words = ST_NEW_N(arena, struct st_str, surname->folded.n + first->folded.n + 1);
    size_t n = 0;
    for (struct st_str left = surname->folded; left.n;)
        words[n++] = st_str_cut(&left, ' ');
    for (struct st_str left = first->folded; left.n;)
        words[n++] = st_str_cut(&left, ' ');
    qsort(words, n, sizeof *words, by_bytes);
    *out = words;
    return n;
}

static bool same_words(const struct field a[2], const struct field b[2], struct st_arena *arena)
{
    struct st_str *x, *y;
    size_t n = sorted_words(&x, &a[0], &a[1], arena);
    if (n != sorted_words(&y, &b[0], &b[1], arena))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!st_str_eq(x[i], y[i]))
            return false;
    return true;
}

/* ---- the test ---- */

static struct st_name_data_result judge(const struct field a[2], const struct field b[2], struct st_arena *arena)
{
    bool surname = st_str_eq(a[0].folded, b[0].folded), first = st_str_eq(a[1].folded, b[1].folded);
    struct st_message because = {0};
    if (surname && first)
        return (struct st_name_data_result){ST_NAME_SAME, ST_MSG("Surname and first name are the same.")};
    if (st_str_eq(a[0].folded, b[1].folded) && st_str_eq(a[1].folded, b[0].folded))
        return (struct st_name_data_result){ST_NAME_SIMILAR, ST_MSG("Surname and first name are swapped.")};
    if (same_words(a, b, arena))
        return (struct st_name_data_result){ST_NAME_SIMILAR, ST_MSG("The same words stand in another order.")};
    if (!surname)
        because = slip(&a[0], &b[0], arena);
    if (!first && (surname || because.text))
        because = slip(&a[1], &b[1], arena);
    if (because.text)
        return (struct st_name_data_result){ST_NAME_SIMILAR, because};
    return (struct st_name_data_result){ST_NAME_DIFFERENT,
                                        ST_MSG("The names differ by more than the slips that the law lists.")};
}

int st_name_data_compare(struct st_name_data_result *out, const struct st_name_data *a, const struct st_name_data *b,
                         struct st_arena *arena, struct st_error *err)
{
    struct field *fields = ST_NEW_N(arena, struct field, 4);
    const struct st_str texts[] = {a->surname, a->first_name, b->surname, b->first_name};
    for (size_t i = 0; i < 4; i++) {
        int rc = field_of(&fields[i], texts[i], arena, err);
        if (rc)
            return rc;
    }
    if (!(fields[0].n + fields[1].n) || !(fields[2].n + fields[3].n))
        return st_fail(err, ST_E_INVALID, "name", ST_MSG("There are no letters in the name."), "",
                       "Write the name in letters.");
    *out = judge(fields, fields + 2, arena);
    return ST_OK;
}
