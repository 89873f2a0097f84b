#include "identity/minutiae.h"

#define SOURCE "ISO/IEC 19794-2:2005"
#define SEND_WHOLE "Export the fingerprint again as ISO/IEC 19794-2:2005 and send the whole file."

enum { HEADER = 24, VIEW_HEADER = 4, MINUTIA = 6, EXTENDED_LENGTH = 2, COORDINATE_MAX = 0x3fff };

static const char magic[8] = "FMR\0 20";

static unsigned be16(const uint8_t *p) { return (unsigned)p[0] << 8 | p[1]; }
static uint32_t be32(const uint8_t *p) { return (uint32_t)be16(p) << 16 | be16(p + 2); }

static uint8_t percent(uint8_t quality) { return quality <= 100 ? quality : 0; }

static int wrong(struct st_error *err, const char *field, struct st_message what)
{
    return st_fail(err, ST_E_INVALID, field, what, SOURCE, SEND_WHOLE);
}

/* ANSI INCITS 378-2004 has the same first eight bytes, but two bytes of length, or six when those two are zero. */
static bool is_ansi(const uint8_t *p, size_t n)
{
    return be32(p + 8) != n && (be16(p + 8) == n || (be16(p + 8) == 0 && be32(p + 10) == n));
}

static int check_resolution(unsigned x, unsigned y, struct st_error *err)
{
    if (x >= ST_RESOLUTION_MIN && x <= ST_RESOLUTION_MAX && y >= ST_RESOLUTION_MIN && y <= ST_RESOLUTION_MAX)
        return ST_OK;
    return st_fail(err, ST_E_INVALID, "resolution",
                   ST_MSG("A resolution of {0} by {1} pixels per centimetre is not one of a fingerprint.", ST_V(x),
                          ST_V(y)),
                   SOURCE, "Give the resolution of the scanner in pixels per centimetre; 197 is 500 dpi.");
}

static int read_header(struct st_minutiae *header, const uint8_t *p, size_t n, struct st_error *err)
{
    if (n < HEADER)
        return wrong(err, "header", ST_MSG("The fingerprint record is only {0} bytes long.", ST_V((long)n)));
    if (memcmp(p, magic, 4) != 0)
        return wrong(err, "header", ST_MSG("This is not a fingerprint minutiae record: it does not begin with FMR."));
    if (memcmp(p, magic, sizeof(magic)) != 0)
        return wrong(err, "header", ST_MSG("The fingerprint record has another version than 2005."));
    if (is_ansi(p, n))
        return wrong(err, "header", ST_MSG("This is an ANSI INCITS 378 record, which is not read."));
    if (be32(p + 8) != n)
        return wrong(err, "length", ST_MSG("The fingerprint record declares {0} bytes, but {1} were received.",
                                           ST_V((long)be32(p + 8)), ST_V((long)n)));
    if (p[22] == 0)
        return wrong(err, "views", ST_MSG("The fingerprint record holds no finger."));
    header->width = (uint16_t)be16(p + 14);
    header->height = (uint16_t)be16(p + 16);
    header->x_per_cm = (uint16_t)be16(p + 18);
    header->y_per_cm = (uint16_t)be16(p + 20);
    return check_resolution(header->x_per_cm, header->y_per_cm, err);
}

static struct st_minutia read_minutia(const uint8_t *p)
{
    return (struct st_minutia){
        .x = (uint16_t)(be16(p) & COORDINATE_MAX),
        .y = (uint16_t)(be16(p + 2) & COORDINATE_MAX),
        .angle = p[4],
        .kind = p[0] >> 6,
        .quality = percent(p[5]),
    };
}

/* Reads view number `i` at *at and moves *at behind it; the header's fields are in *view already. */
static int read_view(struct st_minutiae *view, size_t i, const uint8_t *p, size_t n, size_t *at,
                     struct st_arena *arena, struct st_error *err)
{
    size_t left = n - *at, size;
    p += *at;
    if (left < VIEW_HEADER || left < (size = VIEW_HEADER + (size_t)p[3] * MINUTIA) + EXTENDED_LENGTH ||
        left < size + EXTENDED_LENGTH + be16(p + size))
        return wrong(err, st_strf(arena, "views.%zu", i).p,
                     ST_MSG("The fingerprint record ends inside this finger."));
    if (p[0] > ST_FINGER_LAST)
        return wrong(err, st_strf(arena, "views.%zu.finger", i).p,
                     ST_MSG("{0} is not a finger position; they run from 0 to 10.", ST_V((unsigned)p[0])));
    view->finger = p[0];
    view->view = p[1] >> 4;
    view->impression = p[1] & 15;
    view->quality = percent(p[2]);
    view->n = p[3];
    view->rows = ST_NEW_N(arena, struct st_minutia, view->n);
    for (size_t m = 0; m < view->n; m++) {
        view->rows[m] = read_minutia(p + VIEW_HEADER + m * MINUTIA);
        if (view->rows[m].kind > ST_MINUTIA_BIFURCATION)
            return wrong(err, st_strf(arena, "views.%zu.minutiae.%zu.kind", i, m).p,
                         ST_MSG("A minutia is neither ridge ending, bifurcation nor other."));
    }
    *at += size + EXTENDED_LENGTH + be16(p + size);
    return ST_OK;
}

int st_minutiae_read(struct st_print_record *out, struct st_arena *arena, struct st_str bytes, struct st_error *err)
{
    const uint8_t *p = (const uint8_t *)bytes.p;
    struct st_minutiae header = {0};
    size_t at = HEADER;
    int rc = read_header(&header, p, bytes.n, err);
    *out = (struct st_print_record){0};
    if (rc < 0)
        return rc;
    size_t n = p[22];
    if (bytes.n - HEADER < n * (VIEW_HEADER + EXTENDED_LENGTH))
        return wrong(err, "views", ST_MSG("The fingerprint record is too short for {0} fingers.", ST_V((unsigned)n)));
    struct st_minutiae *views = ST_NEW_N(arena, struct st_minutiae, n);
    for (size_t i = 0; i < n; i++) {
        views[i] = header;
        if ((rc = read_view(&views[i], i, p, bytes.n, &at, arena, err)) < 0)
            return rc;
    }
    if (at != bytes.n)
        return wrong(err, "length", ST_MSG("{0} bytes follow after the last finger of the fingerprint record.",
                                           ST_V((long)(bytes.n - at))));
    *out = (struct st_print_record){(uint8_t)n, views};
    return ST_OK;
}

static void put16(struct st_buf *out, unsigned v)
{
    st_buf_add(out, (uint8_t[]){(uint8_t)(v >> 8), (uint8_t)v}, 2);
}

static void put8(struct st_buf *out, unsigned v) { st_buf_char(out, (char)v); }

static int check_view(const struct st_minutiae *view, const struct st_minutiae *first, struct st_error *err)
{
    if (view->width != first->width || view->height != first->height || view->x_per_cm != first->x_per_cm ||
        view->y_per_cm != first->y_per_cm)
        return st_fail(err, ST_E_INVALID, "views",
                       ST_MSG("The fingers come from images of different size or resolution."),
                       SOURCE, "Write one record for each image size.");
    if (view->finger > ST_FINGER_LAST)
        return wrong(err, "views", ST_MSG("{0} is not a finger position; they run from 0 to 10.",
                                          ST_V((unsigned)view->finger)));
    for (size_t m = 0; m < view->n; m++) {
        const struct st_minutia *row = &view->rows[m];
        if (row->x > COORDINATE_MAX || row->y > COORDINATE_MAX)
            return wrong(err, "views",
                         ST_MSG("A minutia lies farther than 16383 pixels from the corner of its image."));
        if (row->kind > ST_MINUTIA_BIFURCATION)
            return wrong(err, "views", ST_MSG("A minutia is neither ridge ending, bifurcation nor other."));
    }
    return check_resolution(view->x_per_cm, view->y_per_cm, err);
}

static void write_view(struct st_buf *out, const struct st_minutiae *view)
{
    put8(out, view->finger);
    put8(out, (unsigned)(view->view & 15) << 4 | (view->impression & 15));
    put8(out, percent(view->quality));
    put8(out, view->n);
    for (size_t m = 0; m < view->n; m++) {
        const struct st_minutia *row = &view->rows[m];
        put16(out, (unsigned)row->kind << 14 | row->x);
        put16(out, row->y);
        put8(out, row->angle);
        put8(out, percent(row->quality));
    }
    put16(out, 0);
}

int st_minutiae_write(struct st_buf *out, const struct st_minutiae *views, size_t n, struct st_error *err)
{
    size_t length = HEADER;
    int rc;
    if (n < 1 || n > UINT8_MAX)
        return wrong(err, "views", ST_MSG("A fingerprint record holds 1 to 255 fingers, not {0}.", ST_V((long)n)));
    for (size_t i = 0; i < n; i++) {
        if ((rc = check_view(&views[i], &views[0], err)) < 0)
            return rc;
        length += VIEW_HEADER + (size_t)views[i].n * MINUTIA + EXTENDED_LENGTH;
    }
    st_buf_add(out, magic, sizeof(magic));
    put16(out, (unsigned)(length >> 16));
    put16(out, (unsigned)(length & 0xffff));
    put16(out, 0); /* capture equipment: not certified, not named */
    put16(out, views->width);
    put16(out, views->height);
    put16(out, views->x_per_cm);
    put16(out, views->y_per_cm);
    put8(out, (unsigned)n);
    put8(out, 0);
    for (size_t i = 0; i < n; i++)
        write_view(out, &views[i]);
    return out->failed ? ST_E_LIMIT : ST_OK;
}
