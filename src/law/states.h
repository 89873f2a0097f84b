/* The Member States and the associated States, every country code a travel document can carry, and languages.
 * From data/member-states.csv, data/countries.csv and data/languages.csv. Greece is EL inside; GR is accepted. Names
 * are catalogue keys. */
#ifndef ST_LAW_STATES_H
#define ST_LAW_STATES_H

#include "base/arena.h"
#include "base/str.h"

enum st_legal_act { ST_AMMR, ST_APR, ST_RBP, ST_SR, ST_EURODAC, ST_CFMR, ST_QR, ST_RCD, ST_URF, ST_ACTS };

struct st_member_state {
    const char *code, *iso3, *mrz, *name, *zone; /* "EL", "GRC", "GRC", "Greece", "Europe/Athens" */
    bool member;                                 /* of the Union; else associated */
    const char *acts[ST_ACTS]; /* by enum st_legal_act: "yes", "no", "opt-in", "agreement", "schengen", "schengen-optin" */
};

struct st_country {
    const char *code, *mrz, *iso2, *name, *kind, *languages; /* "ERI", "ERI", "ER", "Eritrea", "state", "ti ar" */
};

struct st_language {
    const char *code, *iso3, *name; /* ISO 639: "prs", "prs", "Dari"; "ar", "ara", "Arabic" */
};

extern const struct st_member_state st_member_states[]; /* sorted by code */
extern const size_t st_member_states_n;
extern const struct st_country st_countries[]; /* sorted by code */
extern const size_t st_countries_n;
extern const struct st_language st_languages[]; /* sorted by English name */
extern const size_t st_languages_n;

/* By two-letter code (GR or EL), three-letter code or MRZ code; NULL when there is none. */
const struct st_member_state *st_state_of(struct st_str code);
/* True when the act binds the State in any way: as a Member State, by opting in, by agreement, as part of Schengen. */
bool st_act_binds(const struct st_member_state *state, enum st_legal_act act);
/* The IANA zone of the State; "UTC" when it is unknown. */
const char *st_state_zone(struct st_str code);
/* By three-letter, MRZ or two-letter code; NULL when there is none. */
const struct st_country *st_country_of(struct st_str code);

/* By code of two or three letters, or by name, whatever the case: in English or the `language` of the reader (NULL: any
 * that there is a catalogue for). NULL when there is none. */
const struct st_language *st_language_of(struct st_str text, const char *language);
/* Languages as people list them ("Dari, Pashto", "ar en") as codes separated by spaces. When one of them is no language
 * that is known it stays as it was typed, and commas stand between them. */
struct st_str st_languages_read(struct st_str text, struct st_arena *arena);
/* Takes the next language off such a list: a code, a name, or what was typed. */
struct st_str st_languages_next(struct st_str *rest);

#endif
