#include "registers/log_end.h"

#include "registers/by_law.h"
#include "registers/settings.h"
#include "store/keys.h"

ST_SHAPE_DEFINE(log_end, LOG_END, "End of logs", "Eurodac Art 41(4)")

int st_register__end_logs(struct st_tx *tx, const struct st_register *reg, struct st_id owner, struct st_date last_day,
                          struct st_error *err)
{
    struct log_end end = {.register_name = st_str_of(reg->name), .owner = owner, .last_day = last_day};
    struct st_id *ids = NULL;
    void *found = NULL;
    size_t n = 0;
    int rc = st_record_find(&found, &ids, &n, tx, &log_end_shape, "owner", st_cell_id(tx->arena, owner), 1, err);

    if (rc != ST_OK)
        return rc;
    return n > 0 ? st_record_update(tx, &log_end_shape, ids[0], 0, &end, NULL, err)
                 : st_record_insert(tx, &log_end_shape, st_id_new(tx->now), &end, err);
}

/* Whole dates are ISO text, so their order is that of the text. */
ST_STATEMENT(ended, "log_end.ended", "SELECT id, owner FROM log_end WHERE authority = ?1 AND register_name = ?2 "
             "AND last_day < ?3 ORDER BY last_day, id LIMIT ?4", NULL);

static int expire_of(struct st_tx *tx, const struct st_register *reg, size_t *done, size_t limit, const char *citation,
                     struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &ended,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_text(reg->name),
                                 st_cell_date(tx->arena, st_register__today(tx)), st_cell_int((int64_t)limit)), err);

    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        struct st_id owner = st_rows_id(&rows, i, 1);
        rc = st_key_destroy(tx, owner, ST_KEY_LOG, err);
        if (rc == ST_OK)
            rc = st_record_delete(tx, &log_end_shape, st_rows_id(&rows, i, 0), err);
        if (rc == ST_OK)
            rc = st_register__note(tx, ST_ENTRY_ERASURE, st_strf(tx->arena, "%s.logs_erased", reg->name).p, reg, owner,
                                   (struct st_id){{0}}, citation, err);
        *done += rc == ST_OK;
    }
    return rc;
}

int st_register__expire_logs(struct st_tx *tx, size_t *done, size_t limit, struct st_error *err)
{
    struct st_settings settings;
    int rc = st_settings_load(&settings, tx, err);

    for (size_t i = 0; rc == ST_OK && st_registers[i] != NULL && *done < limit; i++) {
        const struct st_register *reg = st_registers[i];
        enum setting kept = (enum setting)reg->logs_kept;
        if (kept == setting_unknown || !st_setting_on(&settings, kept, tx->now))
            rc = expire_of(tx, reg, done, limit - *done,
                           kept == setting_unknown ? "" : st_code_row(&setting_codes, kept)->citation, err);
    }
    return rc;
}
