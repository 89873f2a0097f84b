/* Names of one origin that went separate ways in different languages: John and Ivan, Mamadou and Mehmet.
 *
 * Papers of one person may show either form, and no rule of sound leads from one to the other. */
#ifndef ST_IDENTITY_NAME_KIN_H
#define ST_IDENTITY_NAME_KIN_H

#include "identity/name_sound.h"

/* The number of the family of names that a word belongs to; 0 for none. Numbers may change with the program. */
uint8_t st_name_kin(const struct st_name_sounds *word);

#endif
