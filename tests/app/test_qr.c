/* QR codes of numbers. covers: UF-01 */
#include "test.h"

#include "app/qr.h"

/* A reader of our own, backwards from the modules: it shares nothing with the writer but the standard. */
static bool reserved(int size, int r, int c)
{
    if ((r < 9 && c < 9) || (r < 9 && c >= size - 8) || (r >= size - 8 && c < 9) || r == 6 || c == 6)
        return true;
    return size > 21 && r >= size - 9 && r < size - 4 && c >= size - 9 && c < size - 4;
}

static unsigned mask_of(const struct st_qr *q)
{
    static const unsigned words[] = {0x5412, 0x5125, 0x5e7c, 0x5b4b, 0x45f9, 0x40ce, 0x4f97, 0x4aa0}; /* level M */
    unsigned word = 0;

    for (int c = 0; c < 9; c++)
        if (c != 6)
            word = word << 1 | q->dark[8][c];
    for (int r = 7; r >= 0; r--)
        if (r != 6)
            word = word << 1 | q->dark[r][8];
    for (unsigned i = 0; i < 8; i++)
        if (words[i] == word)
            return i;
    fail_msg("format word %x is none of level M", word);
    return 0;
}

static int formula(unsigned mask, int r, int c)
{
    const int v[] = {(r + c) % 2, r % 2, c % 3, (r + c) % 3, (r / 2 + c / 3) % 2, r * c % 2 + r * c % 3,
                     (r * c % 2 + r * c % 3) % 2, ((r + c) % 2 + r * c % 3) % 2};
    return v[mask] == 0;
}

static void read_back(const char *text)
{
    static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    struct st_qr q;
    uint8_t bits[1000] = {0};
    char got[80] = "";
    size_t n = 0, at = 13, length = 0, k = 0;
    bool up = true;
    unsigned mask;

    assert_true(st_qr_make(&q, st_str_of(text)));
    mask = mask_of(&q);
    for (int right = q.size - 1; right > 0; right -= 2, up = !up) {
        if (right == 6)
            right = 5;
        for (int i = 0; i < q.size; i++)
            for (int c = right; c > right - 2; c--) {
                int r = up ? q.size - 1 - i : i;
                if (!reserved(q.size, r, c))
                    bits[n++] = (uint8_t)(q.dark[r][c] ^ formula(mask, r, c));
            }
    }
    assert_int_equal(bits[0] << 3 | bits[1] << 2 | bits[2] << 1 | bits[3], 2);
    for (size_t i = 4; i < 13; i++)
        length = length << 1 | bits[i];
    assert_int_equal(length, strlen(text));
    while (k < length) {
        unsigned take = length - k > 1 ? 11 : 6, value = 0;
        for (unsigned i = 0; i < take; i++)
            value = value << 1 | bits[at++];
        if (take == 11)
            got[k++] = letters[value / 45];
        got[k++] = letters[value % 45];
    }
    assert_string_equal(got, text);
}

static void numbers_can_be_read_back(void **state)
{
    (void)state;
    read_back("IT26-4F7K-9QXM7");
    read_back("IT26-4F7K-9QXM7/120");
    read_back("HTTPS://EXAMPLE.INVALID/P/IT26-4F7K");
    read_back("ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:A1B2C3D4");
}

static void what_has_no_place_is_refused(void **state)
{
    static char long_text[ST_QR_TEXT_MAX + 1];
    struct st_qr q;

    (void)state;
    memset(long_text, 'A', sizeof(long_text));
    assert_false(st_qr_make(&q, ST_S("")));
    assert_false(st_qr_make(&q, (struct st_str){long_text, sizeof(long_text)}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers_can_be_read_back),
                                       cmocka_unit_test(what_has_no_place_is_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
