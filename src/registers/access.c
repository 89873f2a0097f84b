#include "registers/access.h"

#include "registers/register.h"
#include "registers/representation.h"

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

bool st_actor_only_in_care(const struct st_actor *actor)
{
    struct st_str rest = actor->role;

    if (rest.n == 0)
        return false;
    while (rest.n > 0) {
        unsigned role = st_code_of(&role_codes, st_str_cut(&rest, ' '));
        if (role != role_unknown && !(ST_ROLES_IN_CARE & ST_CODE_BIT(role)))
            return false;
    }
    return true;
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

/* The fields that rows fitting role, purpose and operation give together; false: no row fits. */
static bool fitting(uint64_t *bits, const struct st_actor *actor, const struct st_right *rights,
                    const struct st_shape *shape, enum st_operation operation, bool in_care)
{
    enum purpose purpose = st_actor_purpose(actor);
    bool any = false;

    *bits = 0;
    for (const struct st_right *r = rights; r->role != role_unknown; r++)
        if (r->purpose == purpose && (r->may & operation) && st_actor_is(actor, r->role) &&
            (in_care || !(ST_ROLES_IN_CARE & ST_CODE_BIT(r->role)))) {
            any = true;
            *bits |= field_bits(shape, r->fields);
        }
    return any;
}

int st_access_decide(uint64_t *fields, const struct st_actor *actor, const struct st_right *rights,
                     const struct st_shape *shape, enum st_operation operation, const char *what,
                     struct st_error *err)
{
    enum purpose purpose = st_actor_purpose(actor);
    enum role could = who_could(rights, purpose, operation);
    uint64_t bits = 0;
    bool permitted = purpose != purpose_unknown && fitting(&bits, actor, rights, shape, operation, false);

    if (fields != NULL)
        *fields = bits;
    if (permitted)
        return ST_OK;
    if (purpose == purpose_unknown)
        return st_fail(err, ST_E_FORBIDDEN, "Purpose", ST_MSG("No purpose was named for: {0}.", st_value_key(what)), "",
                       "Name the purpose you work for.");
    if (fitting(&bits, actor, rights, shape, operation, true))
        return st_access_not_in_care(err);
    if (could == role_unknown)
        return st_fail(err, ST_E_FORBIDDEN, "", ST_MSG("For this purpose nobody may do this with: {0}.", st_value_key(what)),
                       "", "Ask your data-protection officer which purpose the law foresees.");
    return st_fail(err, ST_E_FORBIDDEN, "",
                   ST_MSG("You may not do this with: {0}. It takes the role {1}.", st_value_key(what),
                          st_value_key(st_code_label(&role_codes, could))),
                   st_code_row(&role_codes, could)->citation, "Ask an officer with that role.");
}

int st_access_decide_about(uint64_t *fields, struct st_tx *tx, const struct st_register *reg,
                           enum st_operation operation, struct st_id person, struct st_error *err)
{
    uint64_t bits;

    if (!st_in_care(tx, person) || !fitting(&bits, tx->actor, reg->rights, reg->record, operation, true))
        return st_access_decide(fields, tx->actor, reg->rights, reg->record, operation, reg->title, err);
    if (fields != NULL)
        *fields = bits;
    return ST_OK;
}

bool st_access_by_care(const struct st_actor *actor, const struct st_register *reg)
{
    uint64_t bits;

    return fitting(&bits, actor, reg->rights, NULL, ST_MAY_READ, true) &&
           !fitting(&bits, actor, reg->rights, NULL, ST_MAY_READ, false);
}

int st_access_not_in_care(struct st_error *err)
{
    return st_fail(err, ST_E_FORBIDDEN, "",
                   ST_MSG("You see only those whom you represent or assist today, and this is none of them."),
                   "SR Art 13(3)", "Ask the officer who designates representatives here.");
}
