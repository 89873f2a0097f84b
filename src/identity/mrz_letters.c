/* Names in the letters of the machine readable zone. ICAO Doc 9303-3 section 6. */
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "identity/mrz.h"
#include "identity/mrz_table.h"

enum { NAME_MAX_UNITS = 512, SHADDA = 0x0651, TATWEEL = 0x0640 };

/* The name's code points in composed form; their number, or -1 when it is too long. */
static int32_t compose(UChar32 out[NAME_MAX_UNITS], struct st_str name)
{
    UChar given[NAME_MAX_UNITS], composed[NAME_MAX_UNITS];
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = 0;
    if (name.n > NAME_MAX_UNITS)
        return -1;
    u_strFromUTF8(given, NAME_MAX_UNITS, &n, name.p, (int32_t)name.n, &status);
    n = unorm2_normalize(unorm2_getNFCInstance(&status), given, n, composed, NAME_MAX_UNITS, &status);
    u_strToUTF32(out, NAME_MAX_UNITS, &n, composed, n, &status);
    return U_SUCCESS(status) ? n : -1;
}

static const struct st_mrz_letter *find(int32_t code)
{
    size_t from = 0, to = st_mrz_letters_n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (st_mrz_letters[middle].code == code)
            return &st_mrz_letters[middle];
        if (st_mrz_letters[middle].code < code)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

/* Hyphens, blanks and what else parts a name. */
static bool is_separator(int32_t c)
{
    return u_isUWhiteSpace(c) || c == ',' || c == '/' || c == '<' || u_charType(c) == U_DASH_PUNCTUATION;
}

/* Apostrophes, points, vowel marks, the Arabic tatweel, joiners: not written. */
static bool is_silent(int32_t c)
{
    switch (u_charType(c)) {
    case U_NON_SPACING_MARK:
    case U_FORMAT_CHAR:
        return true;
    default:
        return c == '\'' || c == '.' || c == '`' || c == 0xb4 || c == 0x2018 || c == 0x2019 || c == 0x02bc ||
               c == TATWEEL;
    }
}

/* A Latin letter under marks that the table does not list; 0 when there is none. */
static int32_t bare_letter(int32_t c)
{
    UChar parts[8];
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = unorm2_getRawDecomposition(unorm2_getNFCInstance(&status), c, parts, 8, &status);
    if (U_FAILURE(status) || n < 1)
        return 0;
    return parts[0] >= 'A' && parts[0] <= 'Z' ? parts[0] : parts[0] > 'Z' ? bare_letter(parts[0]) : 0;
}

/* The form of one letter; NULL when it has none. */
static const char *form_of(int32_t c, bool final, char single[2])
{
    const struct st_mrz_letter *letter = find(c);
    if (letter == NULL && (letter = find(u_toupper(c))) == NULL) {
        int32_t upper = u_toupper(c), bare = upper >= 'A' && upper <= 'Z' ? upper : bare_letter(upper);
        single[0] = (char)bare;
        return bare ? single : NULL;
    }
    return final ? letter->final : letter->mrz;
}

bool st_mrz_transliterate(struct st_buf *out, struct st_str name)
{
    UChar32 text[NAME_MAX_UNITS];
    int32_t n = compose(text, name);
    const char *form = "";
    char single[2] = "";
    bool complete = n >= 0, open = false; /* open: letters were written and a separator may follow */
    for (int32_t i = 0; i < n; i++) {
        if (text[i] != SHADDA && is_silent(text[i]))
            continue;
        if (is_separator(text[i])) {
            if (open)
                st_buf_char(out, '<');
            open = false;
            continue;
        }
        if (text[i] != SHADDA) /* which doubles the letter before it */
            form = form_of(text[i], i + 1 == n || is_separator(text[i + 1]), single);
        complete = complete && form != NULL;
        form = form ? form : "";
        st_buf_text(out, form);
        open = open || *form;
    }
    if (n > 0 && !open && out->n > 0 && out->p[out->n - 1] == '<')
        out->n--;
    return complete && !out->failed;
}
