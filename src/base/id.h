/* Identifiers: a random key for machines and a short number that people can read aloud.
 *
 * Keys are UUID version 7 (RFC 9562): made by the program, ordered by time, so that indexes stay compact and no two
 * stations need to agree. Numbers for people carry the authority's State, the year and a check character, so that
 * one wrong or swapped character is noticed before anybody opens a stranger's file. */
#ifndef ST_BASE_ID_H
#define ST_BASE_ID_H

#include "base/date.h"
#include "base/str.h"

struct st_id {
    uint8_t b[16];
};

enum { ST_ID_TEXT = 37, ST_NUMBER_TEXT = 24 };

/* A new key; `now` orders it. Random bits come from the system. */
struct st_id st_id_new(struct st_instant now);
bool st_id_known(struct st_id id);
bool st_id_eq(struct st_id a, struct st_id b);
int st_id_cmp(struct st_id a, struct st_id b);
/* The canonical 36 characters; `out` holds ST_ID_TEXT bytes. Returns out. */
char *st_id_print(char *out, struct st_id id);
bool st_id_parse(struct st_id *out, struct st_str text);

/* "IT26-4F7K-9QXM" + check character: State, year, eight characters of Crockford's base 32 (no I, L, O, U) from
 * the system's random source, and a check character by ISO/IEC 7064 MOD 37,36 over all that comes before.
 * `out` holds ST_NUMBER_TEXT bytes. Returns out. */
char *st_number_new(char *out, const char *state, int year);
/* Reads what a person typed: case, spaces and dashes do not matter, O is 0, I and L are 1. Writes the canonical
 * form; false when the check character does not fit. */
bool st_number_parse(char out[ST_NUMBER_TEXT], struct st_str text);

#endif
