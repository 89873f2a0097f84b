/* The machine readable zone of a travel document: ICAO Doc 9303, parts 3 to 7. */
#ifndef ST_IDENTITY_MRZ_H
#define ST_IDENTITY_MRZ_H

#include "base/str.h"

/* The check digit of a field ('0'…'9'): weights 7, 3, 1, letters count from A = 10, the filler `<` is 0; 0 when the
 * text holds a character that no MRZ has. ICAO 9303-3, 4.9. */
char st_mrz_check_digit(struct st_str field);

#endif
