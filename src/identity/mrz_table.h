/* The transliteration table, generated at build time from data/mrz-transliteration.csv by tools/mrz_letters.py. */
#ifndef ST_IDENTITY_MRZ_TABLE_H
#define ST_IDENTITY_MRZ_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct st_mrz_letter {
    int32_t code;
    char mrz[5], final[5]; /* the letter's form, and its form at the end of a name part */
};

extern const struct st_mrz_letter st_mrz_letters[]; /* sorted by code */
extern const size_t st_mrz_letters_n;

#endif
