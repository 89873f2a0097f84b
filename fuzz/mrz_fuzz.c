/* A machine readable zone as it comes from a reader or a keyboard: whatever it holds, every field that is said is text
 * of the zone, and a zone without errors can be written anew without any. */
#include "target.h"

#include "identity/mrz.h"

static void text_of_a_zone(struct st_str s)
{
    ST_ASSERT(st_utf8_valid(s.p, s.n) && s.n <= 88);
}

static void written_anew(const struct st_mrz *m, struct st_arena *arena, struct st_date today)
{
    struct st_str zone;
    struct st_mrz read;

    if (st_mrz_write(&zone, arena, m, NULL) != ST_OK)
        return;
    st_mrz_parse(&read, arena, zone, today);
    ST_ASSERT(read.errors == 0 && read.format == m->format);
    ST_ASSERT(st_str_eq(read.doc_no, m->doc_no) && st_str_eq(read.issuer, m->issuer));
    ST_ASSERT(st_date_cmp(read.birth, m->birth) == 0 && read.sex == m->sex);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct st_arena *arena = st_arena_new();
    struct st_str text = {(const char *)data, size};
    struct st_date today = {2026, 11, 25};
    struct st_buf buf = ST_BUF_INIT(1 << 20);
    struct st_mrz m;

    st_mrz_parse(&m, arena, text, today);
    ST_ASSERT(m.errors < 1u << ST_MRZ_ERRORS);
    ST_ASSERT((m.format == ST_MRZ_UNKNOWN) == ((m.errors & (ST_MRZ_LENGTH | ST_MRZ_CHARSET)) != 0));
    text_of_a_zone(m.surname);
    text_of_a_zone(m.given_names);
    text_of_a_zone(m.doc_no);
    text_of_a_zone(m.optional1);
    if (m.errors == 0)
        written_anew(&m, arena, today);
    (void)st_mrz_check_digit(text);
    if (st_utf8_valid(text.p, text.n))
        (void)st_mrz_transliterate(&buf, text);
    st_buf_deinit(&buf);
    st_arena_free(arena);
    return 0;
}
