#include "store/journal_leaf.h"

static const char *const kinds[] = {NULL, "change", "read", "refusal", "by_law", "erasure", "system"};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

const char *st_journal_kind_name(int kind) { return kind > 0 && kind < KINDS ? kinds[kind] : NULL; }

int st_leaf__kind_of(struct st_str name)
{
    for (int i = 1; i < KINDS; i++)
        if (st_str_is(name, kinds[i]))
            return i;
    return 0;
}

/* The columns of a header, in the order of its bytes. */
enum column_kind { VERSION, ID, KIND, TEXT, INSTANT, COUNT };
static const struct {
    const char *key;
    enum column_kind kind;
    size_t offset;
} columns[] = {
#define COLUMN(key, kind, member) {key, kind, offsetof(struct st_leaf__header, member)}
    COLUMN("v", VERSION, id), COLUMN("id", ID, id), COLUMN("kind", KIND, kind), COLUMN("action", TEXT, action),
    COLUMN("register", TEXT, register_name), COLUMN("authority", TEXT, authority), COLUMN("unit", TEXT, unit),
    COLUMN("officer", ID, officer), COLUMN("role", TEXT, role), COLUMN("purpose", TEXT, purpose),
    COLUMN("record", ID, record), COLUMN("person", ID, person), COLUMN("case", ID, case_id),
    COLUMN("citation", TEXT, citation), COLUMN("at", INSTANT, at), COLUMN("real_at", INSTANT, real_at),
    COLUMN("envelopes", COUNT, envelopes),
#undef COLUMN
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]), LEAF_VERSION = 1 };

void st_leaf__header(struct st_json *w, const struct st_leaf__header *header)
{
    st_json_object(w);
    for (size_t i = 0; i < COLUMNS; i++) {
        const void *at = (const char *)header + columns[i].offset;
        st_json_key(w, columns[i].key);
        switch (columns[i].kind) {
        case VERSION: st_json_int(w, LEAF_VERSION); break;
        case ID: st_json_id(w, *(const struct st_id *)at); break;
        case KIND: st_json_text(w, st_journal_kind_name(*(const int *)at)); break;
        case TEXT: st_json_str(w, *(const struct st_str *)at); break;
        case INSTANT: st_json_instant(w, *(const struct st_instant *)at); break;
        case COUNT: st_json_int(w, (int64_t)*(const size_t *)at); break;
        }
    }
    st_json_object_end(w);
}

static struct st_str text_of(const json_t *v)
{
    return json_is_string(v) ? (struct st_str){json_string_value(v), json_string_length(v)}
                             : (struct st_str){NULL, 0};
}

/* Reads one column; false when the value cannot stand there. */
static bool read_column(struct st_leaf__header *out, size_t i, const json_t *v)
{
    void *at = (char *)out + columns[i].offset;

    switch (columns[i].kind) {
    case VERSION: return json_is_integer(v) && json_integer_value(v) == LEAF_VERSION;
    case ID: return json_is_null(v) || (json_is_string(v) && st_id_parse(at, text_of(v)));
    case KIND: return json_is_string(v) && (*(int *)at = st_leaf__kind_of(text_of(v))) != 0;
    case TEXT:
        *(struct st_str *)at = text_of(v);
        return json_is_string(v) || json_is_null(v);
    case INSTANT: return json_is_string(v) && st_instant_parse(at, text_of(v));
    case COUNT:
        if (!json_is_integer(v) || json_integer_value(v) < 0 || json_integer_value(v) > ST_ENVELOPES_MAX)
            return false;
        *(size_t *)at = (size_t)json_integer_value(v);
        return true;
    }
    return false;
}

int st_leaf__header_read(struct st_leaf__header *out, const json_t *json, struct st_error *err)
{
    bool fits = json_is_object(json) && json_object_size(json) == COLUMNS;

    memset(out, 0, sizeof(*out));
    for (size_t i = 0; fits && i < COLUMNS; i++)
        fits = read_column(out, i, json_object_get(json, columns[i].key));
    return fits ? ST_OK
                : st_fail(err, ST_E_INVALID, "header", ST_MSG("This is no header of a journal entry."), "",
                          "Export the journal anew.");
}

int64_t st_leaf__header_row(struct st_leaf__header *out, const struct st_rows *rows, size_t row)
{
    *out = (struct st_leaf__header){
        .id = st_rows_id(rows, row, 0), .kind = (int)st_rows_int(rows, row, 1), .action = st_rows_str(rows, row, 2),
        .register_name = st_rows_str(rows, row, 3), .authority = st_rows_str(rows, row, 4),
        .unit = st_rows_str(rows, row, 5), .officer = st_rows_id(rows, row, 6), .role = st_rows_str(rows, row, 7),
        .purpose = st_rows_str(rows, row, 8), .record = st_rows_id(rows, row, 9), .person = st_rows_id(rows, row, 10),
        .case_id = st_rows_id(rows, row, 11), .citation = st_rows_str(rows, row, 12),
        .at = st_rows_instant(rows, row, 13), .real_at = st_rows_instant(rows, row, 14),
        .envelopes = (size_t)st_rows_int(rows, row, 15)};
    return st_rows_cell(rows, row, 16)->kind == ST_CELL_NULL ? -1 : st_rows_int(rows, row, 16);
}

int st_leaf__hash(struct st_hash *out, const struct st_leaf__header *header, const struct st_hash *commitments,
                  struct st_error *err)
{
    struct st_buf data = ST_BUF_INIT(ST_LEAF__TEXT_MAX);
    struct st_json w = ST_JSON_INIT(&data);
    int rc = ST_OK;

    st_leaf__header(&w, header);
    for (size_t i = 0; i < header->envelopes; i++)
        st_buf_add(&data, commitments[i].b, ST_HASH);
    if (data.failed)
        rc = st_fail(err, ST_E_LIMIT, "header", ST_MSG("The header of a journal entry is too long."), "",
                     "Shorten the name of the unit.");
    else
        *out = st_merkle_leaf(st_buf_get(&data));
    st_buf_deinit(&data);
    return rc;
}
