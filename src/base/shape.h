/* Shapes: a C struct described once.
 *
 * A shape is a table with one row per field: kind, name, flags, argument, label, help, citation. From that one table
 * come the struct itself, JSON in both directions, validation with faults that name the field, SQL columns, forms,
 * the OpenAPI schema, command-line flags and the reference page. Nobody writes a field's name twice.
 *
 *   #define HEALTH_CHECK(F)                                                                                        \
 *       F(date, checked_on, ST_REQUIRED, 0,               "Checked on", "Day of the preliminary check", "SR 12(1)") \
 *       F(code, outcome,    ST_REQUIRED, health_outcome,  "Outcome",    "What was found",               "SR 12(1)") \
 *       F(text, note,       ST_SENSITIVE, 2000,           "Note",       "For health staff only",        "SR 12(1)")
 *   ST_SHAPE(health_check, HEALTH_CHECK)                                    in the header: struct health_check
 *   ST_SHAPE_DEFINE(health_check, HEALTH_CHECK, "Preliminary health check", "SR 12")      in one source file
 *
 * kind     C type              argument            unknown is
 * text     struct st_str       most bytes          p == NULL
 * number   struct st_number    0                   !known
 * tri      uint8_t             0                   ST_UNKNOWN
 * code     uint16_t            a code list         0
 * codes    uint64_t            a code list (<= 63) 0 (the empty set)
 * date     struct st_date      0                   year 0
 * instant  struct st_instant   0                   0
 * id       struct st_id        0                   all zero
 * blob     struct st_str       most bytes          p == NULL
 * one      struct <arg>        a shape             all its fields unknown
 * many     {struct <arg> *v; size_t n;}  a shape   n == 0
 *
 * A record of zero bytes is a record in which everything is unknown. Every field is personal and dies with its record
 * unless it says ST_NOT_PERSONAL. Strings and lists of a record live in the arena it was made with. */
#ifndef ST_BASE_SHAPE_H
#define ST_BASE_SHAPE_H

#include "base/json.h"

enum st_kind {
    ST_KIND_TEXT,
    ST_KIND_NUMBER,
    ST_KIND_TRI,
    ST_KIND_CODE,
    ST_KIND_CODES,
    ST_KIND_DATE,
    ST_KIND_INSTANT,
    ST_KIND_ID,
    ST_KIND_BLOB,
    ST_KIND_ONE,
    ST_KIND_MANY
};

/* Yes, no, or not known. Unknown never becomes no. */
enum st_tri { ST_UNKNOWN = 0, ST_NO = 1, ST_YES = 2 };

struct st_number {
    int64_t v;
    bool known;
};

enum st_field_flags {
    ST_REQUIRED = 1,      /* must be known (where one flag does not do: struct st_matrix) */
    ST_NOT_PERSONAL = 2,  /* says nothing about a person; survives erasure */
    ST_SENSITIVE = 4,     /* shown only to roles that may open the sensitive block (health, security) */
    ST_LONG = 8,          /* free text of several lines */
    ST_COMPUTED = 16,     /* the program fills it; never taken from input */
    ST_IN_PAST = 32,      /* a date or instant that cannot lie after now */
    ST_HIDDEN = 64,       /* not on forms */
    ST_INDEXED = 128,     /* the store keeps an index on it */
    ST_LANGUAGES = 512,   /* languages: codes of ISO 639 separated by spaces; people read and write their names */
    ST_OF_A_MINOR = 256   /* asked where the person is, or may be, a minor: folded away on the forms of an adult */
};

/* One value of a code list. `name` is stable and stored; `label` is a catalogue key. */
struct st_code {
    const char *name, *label;
    const char *citation; /* or "" */
};

/* A code list; the value v of a field stands for rows[v - 1], 0 is unknown. */
struct st_codes {
    const char *name;
    size_t n;
    const struct st_code *rows;
};

struct st_shape;

struct st_field {
    const char *name;
    enum st_kind kind;
    unsigned flags;
    size_t offset, size; /* where in the struct; size of the value, for `many` of one element */
    size_t limit;        /* text, blob: most bytes; many: most elements */
    const struct st_codes *codes;
    const struct st_shape *shape;
    const char *label, *help, *citation;
};

struct st_shape {
    const char *name; /* snake_case; the table's and the schema's name */
    size_t size;
    size_t n;
    const struct st_field *(*fields)(void);
    const char *title, *citation;
};

/* A list inside a record, whatever its elements. */
struct st_list {
    void *v;
    size_t n;
};

enum { ST_LIST_MAX = 100, ST_PATH_MAX = 160 };

/* ---- Making code lists: #define OUTCOME(C) C(outcome, fit, "Fit", "") C(outcome, ill, "Ill", "SR 12(1)")
 *      ST_CODES(outcome, OUTCOME) gives outcome_fit = 1, … and outcome_codes. ---- */
#define ST_CODE_ENUM(list, name, label, citation) list##_##name,
#define ST_CODE_ROW(list, name, label, citation) {#name, label, citation},
#define ST_CODES(list, ROWS)                                                                                          \
    enum list { list##_unknown, ROWS(ST_CODE_ENUM) list##_count };                                                    \
    extern const struct st_codes list##_codes;
#define ST_CODES_DEFINE(list, ROWS)                                                                                   \
    static const struct st_code list##_rows[] = {ROWS(ST_CODE_ROW)};                                                  \
    const struct st_codes list##_codes = {#list, sizeof(list##_rows) / sizeof(list##_rows[0]), list##_rows};
/* The bit of a code in a `codes` field. */
#define ST_CODE_BIT(code) (UINT64_C(1) << (code))

/* ---- Making shapes ---- */
#define ST_MEMBER_text(name, arg) struct st_str name;
#define ST_MEMBER_number(name, arg) struct st_number name;
#define ST_MEMBER_tri(name, arg) uint8_t name;
#define ST_MEMBER_code(name, arg) uint16_t name;
#define ST_MEMBER_codes(name, arg) uint64_t name;
#define ST_MEMBER_date(name, arg) struct st_date name;
#define ST_MEMBER_instant(name, arg) struct st_instant name;
#define ST_MEMBER_id(name, arg) struct st_id name;
#define ST_MEMBER_blob(name, arg) struct st_str name;
#define ST_MEMBER_one(name, arg) struct arg name;
#define ST_MEMBER_many(name, arg)                                                                                     \
    struct {                                                                                                          \
        struct arg *v;                                                                                                \
        size_t n;                                                                                                     \
    } name;
#define ST_MEMBER(kind, name, flags, arg, label, help, citation) ST_MEMBER_##kind(name, arg)

#define ST_ROW_PLAIN(KIND, name, flags, limit, codes, shape, label, help, citation)                                   \
    {#name, KIND, (flags), offsetof(st_self, name), sizeof(((st_self *)0)->name), (limit), (codes), (shape),           \
     label, help, citation},
#define ST_ROW_text(name, flags, arg, ...) ST_ROW_PLAIN(ST_KIND_TEXT, name, flags, arg, NULL, NULL, __VA_ARGS__)
#define ST_ROW_number(name, flags, arg, ...) ST_ROW_PLAIN(ST_KIND_NUMBER, name, flags, arg, NULL, NULL, __VA_ARGS__)
#define ST_ROW_tri(name, flags, arg, ...) ST_ROW_PLAIN(ST_KIND_TRI, name, flags, 0, NULL, NULL, __VA_ARGS__)
#define ST_ROW_code(name, flags, arg, ...)                                                                            \
    ST_ROW_PLAIN(ST_KIND_CODE, name, flags, 0, &arg##_codes, NULL, __VA_ARGS__)
#define ST_ROW_codes(name, flags, arg, ...)                                                                           \
    ST_ROW_PLAIN(ST_KIND_CODES, name, flags, 0, &arg##_codes, NULL, __VA_ARGS__)
#define ST_ROW_date(name, flags, arg, ...) ST_ROW_PLAIN(ST_KIND_DATE, name, flags, 0, NULL, NULL, __VA_ARGS__)
#define ST_ROW_instant(name, flags, arg, ...) ST_ROW_PLAIN(ST_KIND_INSTANT, name, flags, 0, NULL, NULL, __VA_ARGS__)
#define ST_ROW_id(name, flags, arg, ...) ST_ROW_PLAIN(ST_KIND_ID, name, flags, 0, NULL, NULL, __VA_ARGS__)
#define ST_ROW_blob(name, flags, arg, ...) ST_ROW_PLAIN(ST_KIND_BLOB, name, flags, arg, NULL, NULL, __VA_ARGS__)
#define ST_ROW_one(name, flags, arg, ...)                                                                             \
    ST_ROW_PLAIN(ST_KIND_ONE, name, flags, 0, NULL, &arg##_shape, __VA_ARGS__)
#define ST_ROW_many(name, flags, arg, lab, help, citation)                                                            \
    {#name,       ST_KIND_MANY, (flags),       offsetof(st_self, name), sizeof(*((st_self *)0)->name.v),               \
     ST_LIST_MAX, NULL,         &arg##_shape, lab,                     help,                                          \
     citation},
#define ST_ROW(kind, name, flags, arg, label, help, citation) ST_ROW_##kind(name, flags, arg, label, help, citation)

#define ST_ONE_MORE(kind, name, flags, arg, label, help, citation) +1
#define ST_SHAPE(tag, FIELDS)                                                                                         \
    struct tag {                                                                                                      \
        FIELDS(ST_MEMBER)                                                                                             \
    };                                                                                                                \
    extern const struct st_shape tag##_shape;
#define ST_SHAPE_DEFINE(tag, FIELDS, title, citation)                                                                 \
    static const struct st_field *tag##_fields(void)                                                                  \
    {                                                                                                                 \
        typedef struct tag st_self;                                                                                   \
        static const struct st_field rows[] = {FIELDS(ST_ROW)};                                                       \
        return rows;                                                                                                  \
    }                                                                                                                 \
    const struct st_shape tag##_shape = {#tag, sizeof(struct tag), 0 FIELDS(ST_ONE_MORE), tag##_fields, title,         \
                                         citation};

/* ---- Code lists ---- */
/* The value of a stable name; 0 when the list has none such. */
unsigned st_code_of(const struct st_codes *codes, struct st_str name);
/* The row of a value; NULL for 0 or a value outside the list. */
const struct st_code *st_code_row(const struct st_codes *codes, unsigned value);
const char *st_code_name(const struct st_codes *codes, unsigned value);  /* "" when unknown */
const char *st_code_label(const struct st_codes *codes, unsigned value); /* "unknown" when unknown; catalogue key */

/* ---- Fields ---- */
const struct st_field *st_shape_field(const struct st_shape *shape, struct st_str name); /* NULL: none such */
static inline void *st_field_at(const struct st_field *f, void *record) { return (char *)record + f->offset; }
static inline const void *st_field_get(const struct st_field *f, const void *record)
{
    return (const char *)record + f->offset;
}
/* True when the field has a value: not unknown, for `one` any field known, for `many` any element. */
bool st_field_known(const struct st_field *f, const void *record);
/* Makes the field unknown. */
void st_field_clear(const struct st_field *f, void *record);
/* True when every field of the record is unknown. */
bool st_shape_blank(const struct st_shape *shape, const void *record);

/* Reads one value from its canonical text ("yes", "2026-09-17", a code's name, codes separated by spaces; empty =
 * unknown). Not for one and many. `path` names the field in the fault. Errors: ST_E_INVALID, and then the field is
 * unknown, whatever it was before. */
int st_field_parse(void *record, const struct st_field *f, struct st_str text, struct st_arena *arena,
                   const char *path, struct st_error *err);
/* Appends the canonical text of the value; nothing when unknown. Not for one and many. */
void st_field_print(struct st_buf *out, const struct st_field *f, const void *record);

/* Sets the field at a dotted path ("documents.0.number") from canonical text; lists grow up to the index, which may
 * pass their length by one at most. Forms, command-line flags and case files use it. Errors: ST_E_INVALID (no such
 * field, bad value), ST_E_LIMIT. */
int st_shape_set(void *record, const struct st_shape *shape, const char *path, struct st_str text,
                 struct st_arena *arena, struct st_error *err);

/* ---- Whole records ---- */
/* Reads a JSON object into the zeroed record. null is unknown; a key that the shape lacks is a fault; computed fields
 * are refused. All faults are collected, each with its dotted path below `path` (may be ""). Does not check what is
 * required: st_shape_check does. Errors: ST_E_INVALID. */
int st_shape_read(void *record, const struct st_shape *shape, const json_t *json, struct st_arena *arena,
                  const char *path, struct st_error *err);

/* Which fields to write: those whose bit is set (bit i = i-th field of the outermost shape); ST_ALL_FIELDS for all. */
#define ST_ALL_FIELDS (~UINT64_C(0))
/* Writes the record as an object; unknown fields are left out. */
void st_shape_write(struct st_json *w, const struct st_shape *shape, const void *record, uint64_t fields);

/* Requiredness by category or state: a row per field, a letter per column: M mandatory, A where available,
 * C where applicable and available, - not in this column. Fields without a row count as A. */
struct st_matrix_row {
    const char *field, *cells;
};
struct st_matrix {
    const char *const *columns; /* names, for the reference page */
    size_t n;
    const struct st_matrix_row *rows;
    const char *citation;
};

/* What is required is known, what has no place in the column is absent, past dates lie in the past. `matrix` may be
 * NULL (flags only); `now` may be unknown (then ST_IN_PAST is not checked). Errors: ST_E_INVALID, all faults. */
int st_shape_check(const struct st_shape *shape, const void *record, const struct st_matrix *matrix, unsigned column,
                   struct st_instant now, struct st_arena *arena, const char *path, struct st_error *err);
/* The letter of a field in a column ('A' without a row). */
char st_matrix_cell(const struct st_matrix *matrix, const char *field, unsigned column);

bool st_shape_equal(const struct st_shape *shape, const void *a, const void *b);
/* A deep copy into the arena; `out` is overwritten. */
void st_shape_dup(void *out, const struct st_shape *shape, const void *record, struct st_arena *arena);

/* The JSON Schema (2020-12, as OpenAPI 3.1 uses it) of the shape, written as one value. */
void st_shape_schema(struct st_json *w, const struct st_shape *shape);

/* ---- Yes, no, unknown ---- */
static inline bool st_yes(uint8_t tri) { return tri == ST_YES; }
static inline uint8_t st_tri_of(bool v) { return v ? ST_YES : ST_NO; }

#endif
