#include "web/qr.h"

static const char ALPHABET[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
enum { MODE_ALPHANUMERIC = 2, LENGTH_BITS = 9, DATA_MAX = 44, WORDS_MAX = 70, QUIET = 4, MASKS = 8, LEVEL_M = 0 };

/* ISO/IEC 18004 tables 7 and 9, level M: one block each. */
static const struct version {
    uint8_t size, data, correction, letters, alignment;
} versions[] = {{21, 16, 10, 20, 0}, {25, 28, 16, 38, 18}, {29, 44, 26, 61, 22}};

/* ---- The codewords ---- */

struct bits {
    uint8_t bytes[WORDS_MAX];
    size_t n;
};

static void push(struct bits *b, unsigned value, unsigned count)
{
    while (count-- > 0) {
        if (value >> count & 1)
            b->bytes[b->n / 8] = (uint8_t)(b->bytes[b->n / 8] | 0x80 >> b->n % 8);
        b->n++;
    }
}

static unsigned letter(char c)
{
    const char *at = c ? strchr(ALPHABET, c) : NULL;
    return at ? (unsigned)(at - ALPHABET) : 45;
}

static void encode(struct bits *b, struct st_str text, const struct version *v)
{
    push(b, MODE_ALPHANUMERIC, 4);
    push(b, (unsigned)text.n, LENGTH_BITS);
    for (size_t i = 0; i + 1 < text.n; i += 2)
        push(b, letter(text.p[i]) * 45 + letter(text.p[i + 1]), 11);
    if (text.n % 2)
        push(b, letter(text.p[text.n - 1]), 6);
    push(b, 0, (unsigned)(v->data * 8u - b->n < 4 ? v->data * 8u - b->n : 4));
    b->n = (b->n + 7) / 8 * 8;
    for (unsigned pad = 0xec; b->n < v->data * 8u; pad ^= 0xec ^ 0x11)
        push(b, pad, 8);
}

/* Multiplication in GF(256) modulo x^8 + x^4 + x^3 + x^2 + 1. */
static uint8_t times(uint8_t a, uint8_t b)
{
    unsigned product = 0;

    for (int i = 7; i >= 0; i--) {
        product = product << 1 ^ (product >> 7) * 0x11d;
        product ^= (unsigned)(b >> i & 1) * a;
    }
    return (uint8_t)product;
}

void st_qr_correction(uint8_t *out, size_t n, const uint8_t *data, size_t data_n)
{
    uint8_t generator[32] = {0}, root = 1;

    generator[n - 1] = 1;
    for (size_t i = 0; i < n; i++, root = times(root, 2))
        for (size_t k = 0; k < n; k++) {
            generator[k] = times(generator[k], root);
            if (k + 1 < n)
                generator[k] ^= generator[k + 1];
        }
    memset(out, 0, n);
    for (size_t i = 0; i < data_n; i++) {
        uint8_t factor = data[i] ^ out[0];
        memmove(out, out + 1, n - 1);
        out[n - 1] = 0;
        for (size_t k = 0; k < n; k++)
            out[k] ^= times(generator[k], factor);
    }
}

/* ---- The modules ---- */

struct sheet {
    struct st_qr *qr;
    uint8_t fixed[ST_QR_SIZE_MAX][ST_QR_SIZE_MAX]; /* finder, timing, alignment, format: takes no data */
};

static void put(struct sheet *s, int row, int column, bool dark)
{
    if (row < 0 || column < 0 || row >= s->qr->size || column >= s->qr->size)
        return;
    s->qr->dark[row][column] = dark;
    s->fixed[row][column] = 1;
}

static int distance(int a, int b)
{
    int rows = a < 0 ? -a : a, columns = b < 0 ? -b : b;
    return rows > columns ? rows : columns;
}

static void square(struct sheet *s, int row, int column, int reach)
{
    for (int r = -reach; r <= reach; r++)
        for (int c = -reach; c <= reach; c++) {
            int d = distance(r, c);
            put(s, row + r, column + c, reach == 4 ? d != 2 && d != 4 : d != 1);
        }
}

static void format(struct sheet *s, unsigned mask)
{
    unsigned data = LEVEL_M << 3 | mask, rest = data, word;
    int size = s->qr->size;

    for (int i = 0; i < 10; i++)
        rest = rest << 1 ^ (rest >> 9) * 0x537;
    word = (data << 10 | rest) ^ 0x5412;
    for (int i = 0; i < 15; i++) {
        bool bit = word >> i & 1;
        put(s, i < 6 ? i : i < 8 ? i + 1 : size - 15 + i, 8, bit);
        put(s, 8, i < 8 ? size - 1 - i : i < 9 ? 7 : 14 - i, bit);
    }
    put(s, size - 8, 8, true);
}

static void frame(struct sheet *s, const struct version *v)
{
    int last = v->size - 4;

    for (int i = 0; i < v->size; i++) {
        put(s, 6, i, i % 2 == 0);
        put(s, i, 6, i % 2 == 0);
    }
    square(s, 3, 3, 4);
    square(s, 3, last, 4);
    square(s, last, 3, 4);
    if (v->alignment)
        square(s, v->alignment, v->alignment, 2);
    format(s, 0);
}

static void lay(struct sheet *s, const uint8_t *words, size_t n)
{
    int size = s->qr->size;
    size_t at = 0;

    for (int right = size - 1; right >= 1; right -= 2) {
        right -= right == 6; /* the timing column is stepped over */
        for (int i = 0; i < size; i++)
            for (int c = right; c > right - 2; c--) {
                bool upward = (right + 1) / 2 % 2 == (size - 1 + 1) / 2 % 2;
                int row = (right < 6) != upward ? size - 1 - i : i;
                if (s->fixed[row][c])
                    continue;
                s->qr->dark[row][c] = at < n * 8 ? words[at / 8] >> (7 - at % 8) & 1 : 0;
                at++;
            }
    }
}

static bool masked(unsigned mask, int r, int c)
{
    switch (mask) {
    case 0: return (r + c) % 2 == 0;
    case 1: return r % 2 == 0;
    case 2: return c % 3 == 0;
    case 3: return (r + c) % 3 == 0;
    case 4: return (r / 2 + c / 3) % 2 == 0;
    case 5: return r * c % 2 + r * c % 3 == 0;
    case 6: return (r * c % 2 + r * c % 3) % 2 == 0;
    default: return ((r + c) % 2 + r * c % 3) % 2 == 0;
    }
}

static void turn(struct sheet *s, unsigned mask)
{
    for (int r = 0; r < s->qr->size; r++)
        for (int c = 0; c < s->qr->size; c++)
            s->qr->dark[r][c] ^= !s->fixed[r][c] && masked(mask, r, c);
}

/* ---- Which mask reads best: ISO/IEC 18004 §7.8.3 ---- */

static unsigned at(const struct st_qr *q, int line, int i, bool across)
{
    return across ? q->dark[line][i] : q->dark[i][line];
}

static unsigned line_penalty(const struct st_qr *q, int line, bool across)
{
    unsigned penalty = 0, run = 1, last = 0;

    for (int i = 0; i < q->size; i++) {
        last = (last << 1 | at(q, line, i, across)) & 0x7ff;
        if (i >= 10 && (last == 0x5d0 || last == 0x05d))
            penalty += 40; /* looks like a finder */
        if (i == 0)
            continue;
        run = at(q, line, i, across) == at(q, line, i - 1, across) ? run + 1 : 1;
        penalty += run == 5 ? 3 : run > 5 ? 1 : 0;
    }
    return penalty;
}

static unsigned penalty_of(const struct st_qr *q)
{
    unsigned penalty = 0, dark = 0, total = (unsigned)q->size * q->size + (q->size == 0);

    for (int r = 0; r < q->size; r++) {
        penalty += line_penalty(q, r, true) + line_penalty(q, r, false);
        for (int c = 0; c < q->size; c++) {
            dark += q->dark[r][c];
            if (r > 0 && c > 0 && q->dark[r][c] == q->dark[r - 1][c] && q->dark[r][c] == q->dark[r][c - 1] &&
                q->dark[r][c] == q->dark[r - 1][c - 1])
                penalty += 3;
        }
    }
    return penalty + (dark * 20 > total * 10 ? dark * 20 - total * 10 : total * 10 - dark * 20) / total * 10;
}

bool st_qr_make(struct st_qr *out, struct st_str text)
{
    const struct version *v = versions;
    struct bits b = {{0}, 0};
    struct sheet s = {out, {{0}}};
    unsigned best = 0, least = UINT32_MAX;

    for (size_t i = 0; i < text.n; i++)
        if (letter(text.p[i]) == 45)
            return false;
    while (v < versions + 3 && text.n > v->letters)
        v++;
    if (text.n == 0 || v == versions + 3)
        return false;
    *out = (struct st_qr){.size = v->size};
    encode(&b, text, v);
    st_qr_correction(b.bytes + v->data, v->correction, b.bytes, v->data);
    frame(&s, v);
    lay(&s, b.bytes, (size_t)v->data + v->correction);
    for (unsigned mask = 0; mask < MASKS; mask++) {
        unsigned penalty;
        turn(&s, mask);
        format(&s, mask);
        penalty = penalty_of(out);
        turn(&s, mask);
        if (penalty < least) {
            least = penalty;
            best = mask;
        }
    }
    turn(&s, best);
    format(&s, best);
    return true;
}

void st_qr_draw(struct st_html *page, struct st_str text)
{
    struct st_buf path = ST_BUF_INIT(64 * 1024), box = ST_BUF_INIT(64);
    struct st_qr qr;

    if (!st_qr_make(&qr, text))
        return;
    for (int r = 0; r < qr.size; r++)
        for (int c = 0; c < qr.size; c++)
            if (qr.dark[r][c])
                st_buf_printf(&path, "M%d %dh1v1h-1z", c + QUIET, r + QUIET);
    st_buf_printf(&box, "0 0 %d %d", qr.size + 2 * QUIET, qr.size + 2 * QUIET);
    st_html_open(page, "svg", "class", "st-qr", "role", "img", "shape-rendering", "crispEdges", NULL);
    st_html_attr(page, "viewBox", st_buf_get(&box));
    st_html_attr(page, "aria-label", text);
    st_html_open(page, "rect", "width", "100%", "height", "100%", "fill", "#fff", NULL);
    st_html_close(page);
    st_html_open(page, "path", "fill", "#000", NULL);
    st_html_attr(page, "d", st_buf_get(&path));
    st_html_close(page);
    st_html_close(page);
    st_buf_deinit(&path);
    st_buf_deinit(&box);
}
