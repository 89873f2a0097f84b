#include "registers/seen.h"

#include "registers/access.h"

static bool sees_monitoring(const struct st_actor *actor)
{
    return (st_actor_is(actor, role_monitor) && st_actor_purpose(actor) == purpose_rights_monitoring) ||
           (st_actor_is(actor, role_data_protection_officer) && st_actor_purpose(actor) == purpose_data_protection);
}

int st_entries_seen(struct st_journal_row **out, size_t *n, struct st_tx *tx, const struct st_journal_filter *filter,
                    struct st_error *err)
{
    struct st_journal_filter seen = *filter;

    if (!sees_monitoring(tx->actor))
        seen.without_purpose = st_str_of(st_code_name(&purpose_codes, purpose_rights_monitoring));
    return st_journal_list(out, n, tx, &seen, err);
}

int st_entries_newest_change(struct st_id *out, struct st_tx *tx, struct st_id person, struct st_error *err)
{
    static const int kinds[] = {ST_ENTRY_CHANGE, ST_ENTRY_BY_LAW, ST_ENTRY_ERASURE, ST_ENTRY_SYSTEM};
    struct st_journal_filter filter = {.person = person, .limit = 1};
    struct st_journal_row *rows;
    size_t n = 0;
    int rc = ST_OK;

    *out = (struct st_id){{0}};
    for (size_t i = 0; rc == ST_OK && i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        filter.kind = kinds[i];
        rc = st_entries_seen(&rows, &n, tx, &filter, err);
        if (rc == ST_OK && n > 0 && st_id_cmp(rows[0].id, *out) > 0)
            *out = rows[0].id;
    }
    return rc;
}
