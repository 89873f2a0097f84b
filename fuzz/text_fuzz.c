/* The small readers of base: UTF-8, whole numbers, base64, hexadecimal, keys, numbers on bands. What is accepted prints
 * back to the same. */
#include "target.h"

#include <stdio.h>

#include "base/error.h"
#include "base/id.h"

/* Walking valid text gives its length in characters and ends at its end. */
static void walk(struct st_str text)
{
    size_t at = 0, n = 0;
    int32_t c;

    if (!st_utf8_valid(text.p, text.n))
        return;
    while ((c = st_utf8_next(text, &at)) >= 0) {
        ST_ASSERT(c > 0 && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff));
        n++;
    }
    ST_ASSERT(at == text.n && n == st_utf8_length(text));
}

static void bytes(struct st_str text, struct st_arena *arena)
{
    struct st_str decoded, all = st_base64(arena, text);
    uint8_t raw[64];

    ST_ASSERT(st_base64_decode(&decoded, arena, all) && st_str_eq(decoded, text));
    if (st_base64_decode(&decoded, arena, text))
        ST_ASSERT(st_str_eq(st_base64(arena, decoded), text));
    if (text.n <= 2 * sizeof(raw) && text.n % 2 == 0 && st_hex_decode(raw, text.n / 2, text)) {
        struct st_str hex = st_hex(arena, raw, text.n / 2);
        for (size_t i = 0; i < hex.n; i++)
            ST_ASSERT(hex.p[i] == st_ascii_lower(text.p[i]));
    }
}

static void names(struct st_str text)
{
    char printed[ST_ID_TEXT], number[ST_NUMBER_TEXT], again[ST_NUMBER_TEXT];
    struct st_id id, id_again;
    int64_t v, v_again;
    char digits[32];

    if (st_id_parse(&id, text))
        ST_ASSERT(st_id_parse(&id_again, st_str_of(st_id_print(printed, id))) && st_id_eq(id, id_again));
    if (st_number_parse(number, text))
        ST_ASSERT(st_number_parse(again, st_str_of(number)) && strcmp(number, again) == 0);
    if (st_str_to_int64(&v, text)) {
        int n = snprintf(digits, sizeof(digits), "%lld", (long long)v);
        ST_ASSERT(st_str_to_int64(&v_again, (struct st_str){digits, (size_t)n}) && v == v_again);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct st_arena *arena = st_arena_new();
    struct st_str text = {(const char *)data, size};

    walk(text);
    bytes(text, arena);
    names(text);
    st_arena_free(arena);
    return 0;
}
