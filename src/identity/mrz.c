#include "identity/mrz.h"

enum { LINES_MAX = 3, WIDTH_MAX = 44, COMPOSITE_PARTS = 4, NUMBER_WIDTH = 9, TEXT_MAX = 4096 };

/* Where a field stands: `n` characters of line `line` from character `at`; n = 0: the format has no such field. */
struct span {
    uint8_t line, at, n;
};

struct layout {
    const char *name;
    uint8_t lines, width;
    bool long_numbers; /* a document number over nine characters goes on in the optional data */
    struct span doc_code, issuer, names, number, number_cd, nationality, birth, birth_cd, sex, expiry, expiry_cd;
    struct span optional1, optional1_cd, optional2, composite_cd;
    struct span composite[COMPOSITE_PARTS]; /* what the composite check digit covers */
};

/* The second line of all two-line formats up to the optional data. */
#define SECOND_LINE                                                                               \
    .doc_code = {0, 0, 2}, .issuer = {0, 2, 3}, .number = {1, 0, 9}, .number_cd = {1, 9, 1},      \
    .nationality = {1, 10, 3}, .birth = {1, 13, 6}, .birth_cd = {1, 19, 1}, .sex = {1, 20, 1},    \
    .expiry = {1, 21, 6}, .expiry_cd = {1, 27, 1}

static const struct layout layouts[] = {
    [ST_MRZ_UNKNOWN] = {.name = ""},
    [ST_MRZ_TD1] = {.name = "TD1", .lines = 3, .width = 30, .long_numbers = true,
        .doc_code = {0, 0, 2}, .issuer = {0, 2, 3}, .number = {0, 5, 9}, .number_cd = {0, 14, 1},
        .optional1 = {0, 15, 15}, .birth = {1, 0, 6}, .birth_cd = {1, 6, 1}, .sex = {1, 7, 1}, .expiry = {1, 8, 6},
        .expiry_cd = {1, 14, 1}, .nationality = {1, 15, 3}, .optional2 = {1, 18, 11}, .composite_cd = {1, 29, 1},
        .names = {2, 0, 30}, .composite = {{0, 5, 25}, {1, 0, 7}, {1, 8, 7}, {1, 18, 11}}},
    [ST_MRZ_TD2] = {.name = "TD2", .lines = 2, .width = 36, .long_numbers = true, SECOND_LINE, .names = {0, 5, 31},
        .optional1 = {1, 28, 7}, .composite_cd = {1, 35, 1}, .composite = {{1, 0, 10}, {1, 13, 7}, {1, 21, 14}}},
    [ST_MRZ_TD3] = {.name = "TD3", .lines = 2, .width = 44, SECOND_LINE, .names = {0, 5, 39},
        .optional1 = {1, 28, 14}, .optional1_cd = {1, 42, 1}, .composite_cd = {1, 43, 1},
        .composite = {{1, 0, 10}, {1, 13, 7}, {1, 21, 22}}},
    [ST_MRZ_MRV_A] = {.name = "MRV-A", .lines = 2, .width = 44, SECOND_LINE, .names = {0, 5, 39},
        .optional1 = {1, 28, 16}},
    [ST_MRZ_MRV_B] = {.name = "MRV-B", .lines = 2, .width = 36, SECOND_LINE, .names = {0, 5, 31},
        .optional1 = {1, 28, 8}},
};
enum { FORMATS = (int) sizeof(layouts) / sizeof(layouts[0]) };

static const struct {
    const char *name, *text;
} errors[ST_MRZ_ERRORS] = {
    {"length", "The lines are not as long as those of a travel document: compare them with the document."},
    {"charset", "A character does not belong in the machine readable zone: only A-Z, 0-9 and < do."},
    {"document_number_check", "The check digit of the document number does not fit."},
    {"birth_date_check", "The check digit of the date of birth does not fit."},
    {"expiry_check", "The check digit of the date of expiry does not fit."},
    {"optional_check", "The check digit of the personal number does not fit."},
    {"composite_check", "The check digit of the whole zone does not fit."},
    {"birth_date", "The date of birth is not a day of the calendar."},
    {"expiry_date", "The date of expiry is not a day of the calendar."},
    {"sex", "The sex is neither M, F nor <."},
};

const char *st_mrz_format_name(enum st_mrz_format format) { return layouts[format].name; }
const char *st_mrz_error_name(int bit) { return errors[bit].name; }
const char *st_mrz_error_text(int bit) { return errors[bit].text; }

/* The lines of a zone, not terminated. */
struct grid {
    char lines[LINES_MAX][WIDTH_MAX];
};

static struct st_str at(const struct grid *grid, struct span span)
{
    return (struct st_str){&grid->lines[span.line][span.at], span.n};
}

static int value_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'Z')
        return c - 'A' + 10;
    return c == '<' ? 0 : -1;
}

char st_mrz_check_digit(struct st_str field)
{
    static const int weights[] = {7, 3, 1};
    int sum = 0;
    for (size_t i = 0; i < field.n; i++) {
        int value = value_of(field.p[i]);
        if (value < 0)
            return 0;
        sum += value * weights[i % 3];
    }
    return (char)('0' + sum % 10);
}

static struct st_str without_fillers(struct st_str s)
{
    while (s.n > 0 && s.p[s.n - 1] == '<')
        s.n--;
    return s;
}

/* --- reading --- */

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\v' || c == '\f'; }
static bool is_break(char c) { return c == '\n' || c == '\r'; }

/* A text without a single capital was typed in small letters; otherwise a small letter is a misread one. */
static bool all_small(struct st_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] >= 'A' && text.p[i] <= 'Z')
            return false;
    return true;
}

/* Lines without blanks, in the arena. Returns their number, LINES_MAX + 1 when there are more. */
static int split_lines(struct st_str lines[LINES_MAX], struct st_arena *arena, struct st_str text)
{
    bool raise = all_small(text);
    char *copy = st_alloc(arena, text.n + 1);
    size_t n = 0, start = 0;
    int count = 0;
    for (size_t i = 0; i <= text.n; i++) {
        if (i < text.n && !is_break(text.p[i])) {
            if (!is_blank(text.p[i]))
                copy[n++] = raise ? st_ascii_upper(text.p[i]) : text.p[i];
            continue;
        }
        if (n > start && count == LINES_MAX)
            return LINES_MAX + 1;
        if (n > start)
            lines[count++] = (struct st_str){copy + start, n - start};
        start = n;
    }
    return count;
}

static bool is_visa(enum st_mrz_format format) { return format == ST_MRZ_MRV_A || format == ST_MRZ_MRV_B; }

/* The format whose lines these are; one line may hold them all. */
static enum st_mrz_format detect(const struct st_str *lines, int count)
{
    for (int f = ST_MRZ_TD1; f < FORMATS; f++) {
        const struct layout *layout = &layouts[f];
        bool fits = count == layout->lines;
        for (int i = 0; fits && i < count; i++)
            fits = lines[i].n == layout->width;
        if (count == 1)
            fits = lines[0].n == (size_t)layout->lines * layout->width;
        if (fits && (layout->lines == 3 || (lines[0].p[0] == 'V') == is_visa((enum st_mrz_format)f)))
            return (enum st_mrz_format)f;
    }
    return ST_MRZ_UNKNOWN;
}

static bool find_foreign(struct st_mrz *out, const struct st_str *lines, int count)
{
    for (int line = 0; line < count; line++)
        for (size_t i = 0; i < lines[line].n; i++)
            if (value_of(lines[line].p[i]) < 0) {
                out->errors |= ST_MRZ_CHARSET;
                out->bad_line = line + 1;
                out->bad_column = (int)i + 1;
                return true;
            }
    return false;
}

/* The first line that is not as long as the likeliest format has it. */
static void find_odd_line(struct st_mrz *out, const struct st_str *lines, int count)
{
    size_t width = count == 3 ? 30 : 0;
    if (count == 2)
        width = lines[0].n > 40 || lines[1].n > 40 ? 44 : 36;
    out->errors |= ST_MRZ_LENGTH;
    out->bad_line = 1;
    for (int i = 0; i < count && i < LINES_MAX; i++)
        if (lines[i].n != width) {
            out->bad_line = i + 1;
            return;
        }
}

/* A check digit fits; a filler stands for 0 where the whole field is empty. */
static bool check_fits(struct st_str field, char digit)
{
    if (digit == '<')
        return without_fillers(field).n == 0;
    return st_mrz_check_digit(field) == digit;
}

/* Two digits, -1 for `<<`, -2 for anything else. */
static int two_digits(const char *p)
{
    if (p[0] == '<' && p[1] == '<')
        return -1;
    if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
        return -2;
    return (p[0] - '0') * 10 + p[1] - '0';
}

/* YYMMDD with unknown parts; `*fits` turns false when there is no such day. The latest year is that of `last`. A date
 * whose year is not stated is unknown, whatever month it gives. */
static struct st_date read_date(struct st_str text, struct st_date last, bool *fits)
{
    int year = two_digits(text.p), month = two_digits(text.p + 2), day = two_digits(text.p + 4);
    struct st_date date = {0};
    *fits = year > -2 && month > -2 && month != 0 && month <= 12 && day > -2 && day != 0 && day <= 31 &&
            (day < 0 || month > 0);
    if (!*fits || year < 0)
        return date;
    date = st_date(last.year - last.year % 100 + year, month > 0 ? month : 0, day > 0 ? day : 0);
    if (st_date_cmp(st_date_earliest(date), last) > 0)
        date.year = (int16_t)(date.year - 100);
    *fits = st_date_valid(date);
    return *fits ? date : (struct st_date){0};
}

static void read_dates(struct st_mrz *out, struct st_date today)
{
    bool fits;
    out->birth = read_date(out->birth_yymmdd, today, &fits);
    out->errors |= fits ? 0 : ST_MRZ_BIRTH_DATE;
    out->expiry = read_date(out->expiry_yymmdd, st_date(today.year + 50, 12, 31), &fits);
    out->errors |= fits ? 0 : ST_MRZ_EXPIRY_DATE;
}

/* The document number; in a card it may go on, with its check digit, in the optional data (9303-5, 4.2.4). */
static void read_number(struct st_mrz *out, struct st_arena *arena, const struct layout *layout,
                        const struct grid *grid)
{
    struct st_str number = at(grid, layout->number), optional = at(grid, layout->optional1);
    struct st_str rest = st_str_cut(&optional, '<');
    out->doc_no_cd = *at(grid, layout->number_cd).p;
    if (layout->long_numbers && out->doc_no_cd == '<' && rest.n > 0) {
        out->doc_no_cd = rest.p[rest.n - 1];
        number = st_strf(arena, "%.*s%.*s", (int)number.n, number.p, (int)rest.n - 1, rest.p);
    }
    out->errors |= check_fits(number, out->doc_no_cd) ? 0 : ST_MRZ_DOCUMENT_NUMBER_CHECK;
    out->doc_no = without_fillers(number);
}

/* One part of the names: fillers become single spaces. */
static struct st_str spaced(struct st_arena *arena, struct st_str part)
{
    char *copy = st_alloc(arena, part.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < part.n; i++)
        if (part.p[i] != '<')
            copy[n++] = part.p[i];
        else if (n > 0 && copy[n - 1] != ' ')
            copy[n++] = ' ';
    return st_str_trim((struct st_str){copy, n});
}

static void read_names(struct st_mrz *out, struct st_arena *arena, struct st_str names)
{
    size_t cut = 0;
    out->name_cut = names.p[names.n - 1] != '<';
    while (cut < names.n && !(names.p[cut] == '<' && (cut + 1 == names.n || names.p[cut + 1] == '<')))
        cut++;
    out->surname = spaced(arena, (struct st_str){names.p, cut});
    out->given_names = spaced(arena, (struct st_str){names.p + cut, names.n - cut});
}

static bool composite_fits(const struct layout *layout, const struct grid *grid, char digit)
{
    char all[2 * WIDTH_MAX];
    size_t n = 0;
    for (int i = 0; i < COMPOSITE_PARTS; i++) {
        struct st_str part = at(grid, layout->composite[i]);
        memcpy(all + n, part.p, part.n);
        n += part.n;
    }
    return check_fits((struct st_str){all, n}, digit);
}

static void read_checks(struct st_mrz *out, const struct layout *layout, const struct grid *grid)
{
    out->birth_cd = *at(grid, layout->birth_cd).p;
    out->expiry_cd = *at(grid, layout->expiry_cd).p;
    out->errors |= check_fits(out->birth_yymmdd, out->birth_cd) ? 0 : ST_MRZ_BIRTH_DATE_CHECK;
    out->errors |= check_fits(out->expiry_yymmdd, out->expiry_cd) ? 0 : ST_MRZ_EXPIRY_CHECK;
    if (layout->optional1_cd.n) {
        out->optional1_cd = *at(grid, layout->optional1_cd).p;
        out->errors |= check_fits(at(grid, layout->optional1), out->optional1_cd) ? 0 : ST_MRZ_OPTIONAL_CHECK;
    }
    if (layout->composite_cd.n) {
        out->composite_cd = *at(grid, layout->composite_cd).p;
        out->errors |= composite_fits(layout, grid, out->composite_cd) ? 0 : ST_MRZ_COMPOSITE_CHECK;
    }
}

static void read_fields(struct st_mrz *out, struct st_arena *arena, const struct grid *grid, struct st_date today)
{
    const struct layout *layout = &layouts[out->format];
    char sex = *at(grid, layout->sex).p;
    out->doc_code = without_fillers(at(grid, layout->doc_code));
    out->issuer = without_fillers(at(grid, layout->issuer));
    out->nationality = without_fillers(at(grid, layout->nationality));
    out->optional1 = without_fillers(at(grid, layout->optional1));
    out->optional2 = without_fillers(at(grid, layout->optional2));
    out->birth_yymmdd = at(grid, layout->birth);
    out->expiry_yymmdd = at(grid, layout->expiry);
    out->sex = sex == 'M' || sex == 'F' ? sex : 0;
    out->errors |= out->sex || sex == '<' ? 0 : ST_MRZ_SEX;
    read_number(out, arena, layout, grid);
    read_names(out, arena, at(grid, layout->names));
    read_checks(out, layout, grid);
    read_dates(out, today);
}

void st_mrz_parse(struct st_mrz *out, struct st_arena *arena, struct st_str text, struct st_date today)
{
    struct st_str lines[LINES_MAX] = {{0}};
    *out = (struct st_mrz){0};
    if (text.n > TEXT_MAX) {
        out->errors = ST_MRZ_LENGTH;
        return;
    }
    int count = split_lines(lines, arena, text);
    enum st_mrz_format format = count > LINES_MAX ? ST_MRZ_UNKNOWN : count ? detect(lines, count) : ST_MRZ_UNKNOWN;
    if (find_foreign(out, lines, count > LINES_MAX ? LINES_MAX : count))
        return;
    if (format == ST_MRZ_UNKNOWN) {
        find_odd_line(out, lines, count);
        return;
    }
    struct grid *grid = ST_NEW(arena, struct grid);
    size_t width = layouts[format].width;
    for (size_t i = 0; i < layouts[format].lines; i++)
        memcpy(grid->lines[i], count == 1 ? lines[0].p + i * width : lines[i].p, width);
    out->format = format;
    read_fields(out, arena, grid, today);
}

/* --- writing --- */

static int refuse(struct st_error *err, const char *field, const char *what)
{
    return st_fail(err, ST_E_INVALID, field, ST_MSG(what), "ICAO Doc 9303-3",
                   "Give it as it stands on the document.");
}

static void put(struct grid *grid, struct span span, struct st_str text)
{
    if (st_str_known(text))
        memcpy(&grid->lines[span.line][span.at], text.p, text.n < span.n ? text.n : span.n);
}

static void put_char(struct grid *grid, struct span span, char c)
{
    if (span.n)
        grid->lines[span.line][span.at] = c;
}

/* A field that is copied as it stands. */
static int put_plain(struct grid *grid, struct span span, const char *field, struct st_str text, struct st_error *err)
{
    if (text.n > span.n)
        return refuse(err, field, "This is longer than its place in the machine readable zone.");
    if (st_mrz_check_digit(text) == 0)
        return refuse(err, field,
                      "A character does not belong in the machine readable zone: only A-Z, 0-9 and < do.");
    put(grid, span, text);
    return ST_OK;
}

static int put_date(struct grid *grid, struct span span, struct span check, const char *field, struct st_date date,
                    struct st_error *err)
{
    char text[6] = "<<<<<<";
    int parts[3] = {date.year % 100, date.month, date.day};
    if (st_date_known(date) && !st_date_valid(date))
        return refuse(err, field, "This is not a day of the calendar.");
    for (int i = 0; i < 3 && st_date_known(date); i++)
        if (i == 0 || parts[i]) {
            text[2 * i] = (char)('0' + parts[i] / 10);
            text[2 * i + 1] = (char)('0' + parts[i] % 10);
        }
    put(grid, span, (struct st_str){text, sizeof(text)});
    put_char(grid, check, st_mrz_check_digit(at(grid, span)));
    return ST_OK;
}

/* The number and the optional data, which in a card begin with what did not fit of the number. */
static int put_number(struct grid *grid, const struct layout *layout, const struct st_mrz *f, struct st_arena *arena,
                      struct st_error *err)
{
    struct st_str number = f->doc_no, optional = f->optional1;
    char digit = st_mrz_check_digit(number);
    int rc;
    if (number.n > NUMBER_WIDTH && layout->long_numbers) {
        number.n = NUMBER_WIDTH;
        optional = st_strf(arena, "%.*s%c%s%.*s", (int)(f->doc_no.n - NUMBER_WIDTH), f->doc_no.p + NUMBER_WIDTH,
                           digit, optional.n ? "<" : "", (int)optional.n, optional.n ? optional.p : "");
        digit = '<';
    }
    if ((rc = put_plain(grid, layout->number, "doc_no", number, err)) < 0 ||
        (rc = put_plain(grid, layout->optional1, "optional1", optional, err)) < 0 ||
        (rc = put_plain(grid, layout->optional2, "optional2", f->optional2, err)) < 0)
        return rc;
    put_char(grid, layout->number_cd, digit);
    put_char(grid, layout->optional1_cd, st_mrz_check_digit(at(grid, layout->optional1)));
    return ST_OK;
}

/* Given names that are cut must end in a letter, the sign of a cut name (9303-3, 4.6.2); where the cut falls on a
 * filler, the name before it loses its last letter to the next one. */
static void put_given(struct grid *grid, struct span span, struct st_buf *given)
{
    size_t n = span.n;
    if (given->n > n && n > 2 && given->p[n - 1] == '<' && given->p[n - 3] != '<')
        memmove(given->p + n - 2, given->p + n - 1, 2);
    put(grid, span, st_buf_get(given));
}

/* The surname is cut only so far that one letter of the given names stays. */
static int put_names(struct grid *grid, struct span span, const struct st_mrz *f, struct st_error *err)
{
    struct st_buf surname = ST_BUF_INIT(TEXT_MAX), given = ST_BUF_INIT(TEXT_MAX);
    int rc = ST_OK;
    bool known = st_mrz_transliterate(&surname, f->surname), also = st_mrz_transliterate(&given, f->given_names);
    size_t n = given.n && surname.n > span.n - 3u ? span.n - 3u : surname.n;
    if (!known || !also)
        rc = refuse(err, known ? "given_names" : "surname",
                    "A letter of this name has no form in the machine readable zone.");
    else if (surname.n + given.n == 0)
        rc = refuse(err, "surname", "The name is missing.");
    else {
        put(grid, span, (struct st_str){surname.p, n});
        if (given.n)
            put_given(grid, (struct span){span.line, (uint8_t)(span.at + n + 2), (uint8_t)(span.n - n - 2)}, &given);
    }
    st_buf_deinit(&given);
    st_buf_deinit(&surname);
    return rc;
}

static void put_composite(struct grid *grid, const struct layout *layout)
{
    for (char digit = '0'; layout->composite_cd.n && digit <= '9'; digit++)
        if (composite_fits(layout, grid, digit))
            put_char(grid, layout->composite_cd, digit);
}

static int check_format(const struct st_mrz *f, struct st_error *err)
{
    if (f->format == ST_MRZ_UNKNOWN || (int)f->format >= FORMATS)
        return refuse(err, "format", "The kind of document is missing.");
    if (f->doc_code.n == 0 || (f->format != ST_MRZ_TD1 && (f->doc_code.p[0] == 'V') != is_visa(f->format)))
        return refuse(err, "doc_code", "The document code does not belong to this kind of document.");
    if (f->sex != 0 && f->sex != 'M' && f->sex != 'F')
        return refuse(err, "sex", "The sex is neither M, F nor <.");
    return ST_OK;
}

int st_mrz_write(struct st_str *out, struct st_arena *arena, const struct st_mrz *f, struct st_error *err)
{
    struct grid grid;
    const struct layout *layout;
    int rc = check_format(f, err);
    *out = (struct st_str){0};
    if (rc < 0)
        return rc;
    layout = &layouts[f->format];
    memset(&grid, '<', sizeof(grid));
    if ((rc = put_plain(&grid, layout->doc_code, "doc_code", f->doc_code, err)) < 0 ||
        (rc = put_plain(&grid, layout->issuer, "issuer", f->issuer, err)) < 0 ||
        (rc = put_plain(&grid, layout->nationality, "nationality", f->nationality, err)) < 0 ||
        (rc = put_number(&grid, layout, f, arena, err)) < 0 ||
        (rc = put_date(&grid, layout->birth, layout->birth_cd, "birth", f->birth, err)) < 0 ||
        (rc = put_date(&grid, layout->expiry, layout->expiry_cd, "expiry", f->expiry, err)) < 0 ||
        (rc = put_names(&grid, layout->names, f, err)) < 0)
        return rc;
    put_char(&grid, layout->sex, f->sex ? f->sex : '<');
    put_composite(&grid, layout);
    char *text = st_alloc(arena, (size_t)layout->lines * (layout->width + 1u));
    for (size_t i = 0; i < layout->lines; i++) {
        memcpy(text + i * (layout->width + 1u), grid.lines[i], layout->width);
        text[i * (layout->width + 1u) + layout->width] = '\n';
    }
    *out = (struct st_str){text, (size_t)layout->lines * (layout->width + 1u) - 1};
    return ST_OK;
}
