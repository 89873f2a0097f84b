#include "law/states.h"

const struct st_member_state *st_state_of(struct st_str code)
{
    if (st_str_is(code, "GR"))
        code = ST_S("EL");
    for (size_t i = 0; i < st_member_states_n; i++) {
        const struct st_member_state *s = &st_member_states[i];
        if (st_str_is(code, s->code) || st_str_is(code, s->iso3) || st_str_is(code, s->mrz))
            return s;
    }
    return NULL;
}

bool st_act_binds(const struct st_member_state *state, enum st_legal_act act)
{
    return strcmp(state->acts[act], "no") != 0;
}

const char *st_state_zone(struct st_str code)
{
    const struct st_member_state *s = st_state_of(code);
    return s ? s->zone : "UTC";
}

const struct st_country *st_country_of(struct st_str code)
{
    for (size_t i = 0; code.n > 0 && i < st_countries_n; i++) {
        const struct st_country *c = &st_countries[i];
        if (st_str_is(code, c->code) || st_str_is(code, c->mrz) || st_str_is(code, c->iso2))
            return c;
    }
    return NULL;
}
