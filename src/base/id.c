#include "base/id.h"

#include <sodium.h>


#include <stdio.h>

struct st_id st_id_new(struct st_instant now)
{
    struct st_id id;
    uint64_t ms = (uint64_t)(now.us / 1000);

    randombytes_buf(id.b, sizeof(id.b));
    for (int i = 0; i < 6; i++)
        id.b[i] = (uint8_t)(ms >> (40 - 8 * i));
    id.b[6] = (uint8_t)(0x70 | (id.b[6] & 0x0F)); /* version 7 */
    id.b[8] = (uint8_t)(0x80 | (id.b[8] & 0x3F)); /* variant of RFC 9562 */
    return id;
}

bool st_id_known(struct st_id id)
{
    static const struct st_id none;
    return memcmp(id.b, none.b, sizeof(id.b)) != 0;
}

bool st_id_eq(struct st_id a, struct st_id b) { return memcmp(a.b, b.b, sizeof(a.b)) == 0; }
int st_id_cmp(struct st_id a, struct st_id b) { return memcmp(a.b, b.b, sizeof(a.b)); }

char *st_id_print(char *out, struct st_id id)
{
    static const char hex[] = "0123456789abcdef";
    char *p = out;

    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *p++ = '-';
        *p++ = hex[id.b[i] >> 4];
        *p++ = hex[id.b[i] & 15];
    }
    *p = 0;
    return out;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = st_ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool st_id_parse(struct st_id *out, struct st_str text)
{
    struct st_id id;
    size_t at = 0;

    if (text.n != ST_ID_TEXT - 1)
        return false;
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            if (text.p[at++] != '-')
                return false;
        int high = hex_digit(text.p[at]), low = hex_digit(text.p[at + 1]);
        if (high < 0 || low < 0)
            return false;
        id.b[i] = (uint8_t)(high << 4 | low);
        at += 2;
    }
    *out = id;
    return true;
}

static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* ISO/IEC 7064 MOD 37,36 over digits and letters. */
static char check_character(const char *text, size_t n)
{
    int p = 36;

    for (size_t i = 0; i < n; i++) {
        int value = text[i] <= '9' ? text[i] - '0' : text[i] - 'A' + 10;
        int s = (p + value) % 36;
        p = (s == 0 ? 36 : s) * 2 % 37;
    }
    int check = (37 - p) % 36;
    return (char)(check < 10 ? '0' + check : 'A' + check - 10);
}

enum { BARE = 12 }; /* IT 26 4F7K9QXM */

static char *print_number(char *out, const char *bare)
{
    (void)snprintf(out, ST_NUMBER_TEXT, "%.4s-%.4s-%.4s%c", bare, bare + 4, bare + 8, check_character(bare, BARE));
    return out;
}

char *st_number_new(char *out, const char *state, int year)
{
    char bare[BARE + 1];

    (void)snprintf(bare, sizeof(bare), "%.2s%02d", state, year % 100);
    for (int i = 4; i < BARE; i++)
        bare[i] = crockford[randombytes_uniform(32)];
    return print_number(out, bare);
}

bool st_number_parse(char out[ST_NUMBER_TEXT], struct st_str text)
{
    char bare[BARE + 1];
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        char c = st_ascii_upper(text.p[i]);
        if (c == ' ' || c == '-')
            continue;
        if (n > BARE || !((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')))
            return false;
        if (n >= 2 && n < BARE && c == 'O') /* the State keeps its letters */
            c = '0';
        if (n >= 2 && n < BARE && (c == 'I' || c == 'L'))
            c = '1';
        bare[n++] = c;
    }
    if (n != BARE + 1 || check_character(bare, BARE) != bare[BARE])
        return false;
    (void)print_number(out, bare);
    return true;
}
