/* QR codes of short numbers, for bands and forms (ISO/IEC 18004:2015): alphanumeric mode, error correction M, versions
 * 1 to 3. Drawn as SVG, black on white, with the quiet zone that readers need. */
#ifndef ST_WEB_QR_H
#define ST_WEB_QR_H

#include "web/html.h"

enum { ST_QR_SIZE_MAX = 29, ST_QR_TEXT_MAX = 61 };

struct st_qr {
    uint8_t size;                                     /* modules along one side: 21, 25 or 29 */
    uint8_t dark[ST_QR_SIZE_MAX][ST_QR_SIZE_MAX];     /* row, column */
};

/* Makes the code. False when the text holds something other than 0-9 A-Z space $%*+-./: or more than
 * ST_QR_TEXT_MAX characters. */
bool st_qr_make(struct st_qr *out, struct st_str text);
/* The `n` error-correction codewords of the data, by the generator of that degree; for tests too. */
void st_qr_correction(uint8_t *out, size_t n, const uint8_t *data, size_t data_n);
/* Draws the code of the text, which is also its name for those who cannot see it. Nothing when it cannot be made. */
void st_qr_draw(struct st_html *page, struct st_str text);

#endif
