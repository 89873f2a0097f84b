/* The machine readable zone of a travel document: ICAO Doc 9303, parts 3 (common), 4 (TD3), 5 (TD1), 6 (TD2) and
 * 7 (visas, MRV-A and MRV-B).
 *
 * Parsing never fails: what is wrong is said in `errors`, and every field that could be read is there beside it,
 * since an officer wants to see a wrong number in order to correct it. Writing makes the zone of a document from its
 * fields with all check digits; names may be in Latin, Cyrillic or Arabic script. */
#ifndef ST_IDENTITY_MRZ_H
#define ST_IDENTITY_MRZ_H

#include "base/buf.h"
#include "base/date.h"
#include "base/error.h"

enum st_mrz_format {
    ST_MRZ_UNKNOWN,
    ST_MRZ_TD1,   /* identity card, three lines of 30 */
    ST_MRZ_TD2,   /* larger card, two lines of 36 */
    ST_MRZ_TD3,   /* passport, two lines of 44 */
    ST_MRZ_MRV_A, /* visa, two lines of 44 */
    ST_MRZ_MRV_B  /* visa, two lines of 36 */
};

/* What can be wrong, as bits. After the first two nothing could be read and all fields are unknown. */
enum st_mrz_error {
    ST_MRZ_LENGTH = 1 << 0,                /* "length": no format has lines of this number and length */
    ST_MRZ_CHARSET = 1 << 1,               /* "charset": a character other than A-Z, 0-9 and < */
    ST_MRZ_DOCUMENT_NUMBER_CHECK = 1 << 2, /* "document_number_check" */
    ST_MRZ_BIRTH_DATE_CHECK = 1 << 3,      /* "birth_date_check" */
    ST_MRZ_EXPIRY_CHECK = 1 << 4,          /* "expiry_check" */
    ST_MRZ_OPTIONAL_CHECK = 1 << 5,        /* "optional_check": the personal number of a passport */
    ST_MRZ_COMPOSITE_CHECK = 1 << 6,       /* "composite_check" */
    ST_MRZ_BIRTH_DATE = 1 << 7,            /* "birth_date": no such day, though its check digit may fit */
    ST_MRZ_EXPIRY_DATE = 1 << 8,           /* "expiry_date" */
    ST_MRZ_SEX = 1 << 9                    /* "sex": other than M, F and < */
};
enum { ST_MRZ_ERRORS = 10 };

/* Texts stand without the fillers at their end; inside a number or the optional data `<` stays. */
struct st_mrz {
    enum st_mrz_format format;
    unsigned errors;                            /* enum st_mrz_error; 0 = the zone is valid */
    int bad_line, bad_column;                   /* 1-based place of a LENGTH or CHARSET error; 0 = none */
    struct st_str doc_code, issuer, doc_no, nationality;
    struct st_str surname, given_names;         /* single spaces between the parts */
    bool name_cut;                              /* the names fill their field and may have lost letters */
    struct st_date birth;                       /* unknown parts are unknown here */
    struct st_date expiry;
    char sex;                                   /* 'M', 'F', or 0 = not stated */
    struct st_str optional1, optional2;         /* as printed: with the rest of a long document number in front */
    struct st_str birth_yymmdd, expiry_yymmdd;  /* as printed */
    char doc_no_cd, birth_cd, expiry_cd, optional1_cd, composite_cd; /* as printed; 0 where the format has none */
};

/* Reads a zone as typed, pasted or scanned: line breaks of any kind, blanks and empty lines are ignored, one line
 * that holds the whole zone is cut, and a text wholly in small letters is raised (a small letter among capitals is a
 * reading error and stays one). The century of birth is the last one that does not lie after `today`; an expiry date
 * lies within fifty years of it. `today` is a whole date. Texts live in the arena. */
void st_mrz_parse(struct st_mrz *out, struct st_arena *arena, struct st_str text, struct st_date today);

/* The zone's lines with '\n' between them (none at the end), from format, doc_code, issuer, doc_no, nationality,
 * surname, given_names, birth, sex, expiry, optional1 (without the rest of a long number) and optional2; the other
 * fields are not looked at. Names are transliterated and shortened as 9303-3 has it.
 * Errors: ST_E_INVALID; the fault's field is the name of the member. */
int st_mrz_write(struct st_str *out, struct st_arena *arena, const struct st_mrz *fields, struct st_error *err);

/* Appends a name in the letters of the zone, `<` between its parts (ICAO 9303-3 section 6; the table is
 * data/mrz-transliteration.csv). Apostrophes and points vanish, hyphens and blanks become one `<`. False when a
 * letter has no transliteration there; it is left out. `name` is valid UTF-8. */
bool st_mrz_transliterate(struct st_buf *out, struct st_str name);

/* The check digit of a field ('0'…'9'): weights 7, 3, 1, letters count from A = 10, the filler `<` is 0; 0 when the
 * text holds a character that no MRZ has. ICAO 9303-3, 4.9. */
char st_mrz_check_digit(struct st_str field);

/* "TD1" … "MRV-B"; "" for ST_MRZ_UNKNOWN. */
const char *st_mrz_format_name(enum st_mrz_format format);
/* Name ("document_number_check") and sentence for an officer (a catalogue key) of the error with bit number `bit`,
 * 0 … ST_MRZ_ERRORS - 1. */
const char *st_mrz_error_name(int bit);
const char *st_mrz_error_text(int bit);

#endif
