/* The Member States and the associated States, and every country code a travel document can carry.
 * From data/member-states.csv and data/countries.csv. Greece is EL inside; GR is accepted. Names are catalogue keys. */
#ifndef ST_LAW_STATES_H
#define ST_LAW_STATES_H

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

extern const struct st_member_state st_member_states[]; /* sorted by code */
extern const size_t st_member_states_n;
extern const struct st_country st_countries[]; /* sorted by code */
extern const size_t st_countries_n;

/* By two-letter code (GR or EL), three-letter code or MRZ code; NULL when there is none. */
const struct st_member_state *st_state_of(struct st_str code);
/* True when the act binds the State in any way: as a Member State, by opting in, by agreement, as part of Schengen. */
bool st_act_binds(const struct st_member_state *state, enum st_legal_act act);
/* The IANA zone of the State; "UTC" when it is unknown. */
const char *st_state_zone(struct st_str code);
/* By three-letter, MRZ or two-letter code; NULL when there is none. */
const struct st_country *st_country_of(struct st_str code);

#endif
