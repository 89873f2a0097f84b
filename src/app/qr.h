/* QR codes of numbers, for bands and forms: libqrencode makes them, drawn as SVG, black on white, with the quiet zone
 * that readers need. Error correction M: a band gets wet. */
#ifndef ST_APP_QR_H
#define ST_APP_QR_H

#include "web/html.h"

enum { ST_QR_SIZE_MAX = 57, ST_QR_TEXT_MAX = 120 };

struct st_qr {
    uint8_t size;                                 /* modules along one side */
    uint8_t dark[ST_QR_SIZE_MAX][ST_QR_SIZE_MAX]; /* row, column */
};

/* Makes the code. False when the text is empty or holds more than ST_QR_TEXT_MAX bytes. */
bool st_qr_make(struct st_qr *out, struct st_str text);
/* Draws the code of the text, which is also its name for those who cannot see it. Nothing when it cannot be made. */
void st_qr_draw(struct st_html *page, struct st_str text);

#endif
