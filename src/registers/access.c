#include "registers/access.h"

ST_CODES_DEFINE(role, ST_ROLES)
ST_CODES_DEFINE(purpose, ST_PURPOSES)

bool st_actor_is(const struct st_actor *actor, enum role role)
{
    struct st_str rest = actor->role;

    while (rest.n > 0)
        if (st_str_is(st_str_cut(&rest, ' '), st_code_name(&role_codes, role)))
            return true;
    return false;
}

enum purpose st_actor_purpose(const struct st_actor *actor)
{
    return (enum purpose)st_code_of(&purpose_codes, actor->purpose);
}

static uint64_t field_bits(const struct st_shape *shape, const char *names)
{
    struct st_str rest = st_str_of(names);
    uint64_t bits = 0;

    if (st_str_is(rest, "*") || shape == NULL)
        return ST_ALL_FIELDS;
    while (rest.n > 0) {
        struct st_str name = st_str_cut(&rest, ' ');
        const struct st_field *f = st_shape_field(shape, name);
        ST_ASSERT(f != NULL); /* a rights table names fields that exist */
        bits |= UINT64_C(1) << (f - shape->fields());
    }
    return bits;
}

/* A role that could do it, to name in the refusal. */
static enum role who_could(const struct st_right *rights, enum purpose purpose, enum st_operation operation)
{
    for (const struct st_right *r = rights; r->role != role_unknown; r++)
        if ((r->may & operation) && (purpose == purpose_unknown || r->purpose == purpose))
            return r->role;
    return role_unknown;
}

int st_access_decide(uint64_t *fields, const struct st_actor *actor, const struct st_right *rights,
                     const struct st_shape *shape, enum st_operation operation, const char *what,
                     struct st_error *err)
{
    enum purpose purpose = st_actor_purpose(actor);
    enum role could = who_could(rights, purpose, operation);
    uint64_t bits = 0;
    bool permitted = false;

    if (fields != NULL)
        *fields = 0;
    if (purpose == purpose_unknown)
        return st_fail(err, ST_E_FORBIDDEN, "Purpose", ST_MSG("No purpose was named for: {0}.", st_value_key(what)), "",
                       "Name the purpose you work for.");
    for (const struct st_right *r = rights; r->role != role_unknown; r++)
        if (r->purpose == purpose && (r->may & operation) && st_actor_is(actor, r->role)) {
            permitted = true;
            bits |= field_bits(shape, r->fields);
        }
    if (permitted) {
        if (fields != NULL)
            *fields = bits;
        return ST_OK;
    }
    if (could == role_unknown)
        return st_fail(err, ST_E_FORBIDDEN, "", ST_MSG("For this purpose nobody may do this with: {0}.", st_value_key(what)),
                       "", "Ask your data-protection officer which purpose the law foresees.");
    return st_fail(err, ST_E_FORBIDDEN, "",
                   ST_MSG("You may not do this with: {0}. It takes the role {1}.", st_value_key(what),
                          st_value_key(st_code_label(&role_codes, could))),
                   st_code_row(&role_codes, could)->citation, "Ask an officer with that role.");
}
