/* A name taken apart, ready to be compared and found.
 *
 * The name itself stays as the document gives it (Unicode NFC); the key beside it holds its words with their sounds.
 * Articles stay with their word (al-Masri, Almasri, المصري), "Abd" with what it serves (Abd al-Rahman, Abdurrahman);
 * particles (bin, von, de) count little. A comma or the "<<" of a machine-readable zone tells which words are the
 * family name. Keys are derived data: they can be dropped and made again. */
#ifndef ST_IDENTITY_NAME_KEY_H
#define ST_IDENTITY_NAME_KEY_H

#include "base/error.h"
#include "identity/name_sound.h"

enum { ST_NAME_MAX = 512 /* bytes */, ST_NAME_WORDS_MAX = 16 };

struct st_name_word {
    struct st_str text;           /* as written */
    struct st_name_sounds sounds; /* with its article, if any */
    struct st_name_sounds stem;   /* without; n == 0 when there is none */
    bool article_sure;            /* the article stands apart or is Arabic; else the word only begins like one */
    bool particle, initial, family;
    bool filiation; /* a particle that says whose child: bin, ibn, bint */
    uint8_t kin;    /* names of one origin in other languages (name_kin.h); 0 = none known */
    uint8_t script; /* an ICU script code */
};

struct st_name_key {
    struct st_str written; /* NFC */
    bool family_known;
    size_t n;
    struct st_name_word *words;
};

/* Takes `name` apart; everything comes from the arena. ST_E_INVALID: not UTF-8, or nothing in it is a letter;
 * ST_E_LIMIT: more than ST_NAME_MAX bytes or ST_NAME_WORDS_MAX words. */
int st_name_key(struct st_name_key *out, struct st_str name, struct st_arena *arena, struct st_error *err);

/* Unicode NFC: how a name is kept. `name` is valid UTF-8. */
struct st_str st_name_nfc(struct st_arena *arena, struct st_str name);
/* Upper case, no diacritics, punctuation to one space: two names are equal when folded if they differ in nothing
 * else (Delegated Regulation (EU) 2023/333, Annex II). Any script. */
struct st_str st_name_fold(struct st_arena *arena, struct st_str name);

#endif
