#include "app/qr.h"

#include <qrencode.h>

enum { QUIET = 4 };

bool st_qr_make(struct st_qr *out, struct st_str text)
{
    char zero_ended[ST_QR_TEXT_MAX + 1];
    QRcode *code;
    bool fits;

    *out = (struct st_qr){0};
    if (text.n == 0 || text.n > ST_QR_TEXT_MAX)
        return false;
    memcpy(zero_ended, text.p, text.n);
    zero_ended[text.n] = 0;
    code = QRcode_encodeString(zero_ended, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    fits = code != NULL && code->width <= ST_QR_SIZE_MAX;
    out->size = fits ? (uint8_t)code->width : 0;
    for (int i = 0; fits && i < code->width * code->width; i++)
        out->dark[i / code->width][i % code->width] = code->data[i] & 1; /* the lowest bit is the colour */
    QRcode_free(code);
    return fits;
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
