#include "cases/arrival.h"

#include "law/keeping.h"
#include "store/journal.h"
#include "store/keys.h"

ST_SHAPE_DEFINE(arrival, ARRIVAL, "Arrival", "SR Art 5 and 8")

enum { BANDS_MAX = 2000 };

static const struct st_right rights[] = {
    {role_screening_officer, purpose_screening, ST_MAY_READ | ST_MAY_WRITE, "*", "SR Art 8(9)"},
    {role_supervisor, purpose_screening, ST_MAY_READ | ST_MAY_WRITE, "*", "SR Art 8(9)"},
    {role_monitor, purpose_rights_monitoring, ST_MAY_READ,
     "number member_state place event event_at people children means bands_printed closed_at", "SR Art 10(2)"},
    {role_unknown, purpose_unknown, 0, NULL, NULL},
};

static int may(const struct st_tx *tx, enum st_operation operation, struct st_error *err)
{
    return st_access_decide(NULL, tx->actor, rights, &arrival_shape, operation, "Arrivals", err);
}

/* Which fields the reader may see; the rest is made unknown. */
static int may_read(uint64_t *fields, const struct st_tx *tx, struct st_error *err)
{
    return st_access_decide(fields, tx->actor, rights, &arrival_shape, ST_MAY_READ, "Arrivals", err);
}

static void hide(struct arrival *a, uint64_t fields)
{
    const struct st_field *f = arrival_shape.fields();

    for (size_t i = 0; i < arrival_shape.n; i++)
        if (!(fields >> i & 1))
            st_field_clear(&f[i], a);
}

static int journal(struct st_tx *tx, const char *action, struct st_id id, struct st_error *err)
{
    struct st_entry entry = {.kind = ST_ENTRY_CHANGE, .action = action, .register_name = "", .record = id,
                             .citation = "SR Art 8"};
    return st_journal_add(tx, &entry, err);
}

int st_arrival_open(struct st_tx *tx, struct st_id *id, struct arrival *a, struct st_error *err)
{
    char number[ST_NUMBER_TEXT];
    struct st_local local = {0};
    int rc = may(tx, ST_MAY_WRITE, err);

    if (rc == ST_OK)
        rc = st_shape_check(&arrival_shape, a, NULL, 0, tx->now, tx->arena, "", err);
    if (rc != ST_OK)
        return rc;
    (void)st_zone_local(&local, tx->now, "UTC");
    a->number = st_str_dup(tx->arena, st_str_of(st_number_new(number, st_str_z(tx->arena, a->member_state),
                                                              local.date.year)));
    a->bands_printed = (struct st_number){0, true};
    *id = st_id_new(tx->now);
    rc = st_keeping_last_day(&a->erase_on, kept_matter_arrival, local.date, tx->arena, err);
    a->erase_on = st_date_add_days(a->erase_on, 1);
    if (rc == ST_OK)
        rc = st_record_insert(tx, &arrival_shape, *id, a, err);
    return rc != ST_OK ? rc : journal(tx, "arrival.open", *id, err);
}

int st_arrival_get(struct st_tx *tx, struct arrival *a, int64_t *version, struct st_id id, struct st_error *err)
{
    uint64_t fields = 0;
    int rc = may_read(&fields, tx, err);

    memset(a, 0, sizeof(*a));
    if (rc == ST_OK)
        rc = st_record_get(a, version, tx, &arrival_shape, id, err);
    if (rc == ST_OK)
        hide(a, fields);
    return rc;
}

static int get_open(struct st_tx *tx, struct arrival *a, int64_t *version, struct st_id id, struct st_error *err)
{
    int rc = may(tx, ST_MAY_WRITE, err);

    memset(a, 0, sizeof(*a));
    if (rc == ST_OK)
        rc = st_record_get(a, version, tx, &arrival_shape, id, err);
    if (rc == ST_OK && st_instant_known(a->closed_at))
        rc = st_fail(err, ST_E_STATE, "", ST_MSG("This arrival is closed."), "", "Open a new one for people found later.");
    return rc;
}

int st_arrival_update(struct st_tx *tx, struct st_id id, int64_t version, struct arrival *a, struct st_error *err)
{
    struct arrival before;
    int rc = get_open(tx, &before, NULL, id, err);

    if (rc == ST_OK)
        rc = st_shape_check(&arrival_shape, a, NULL, 0, tx->now, tx->arena, "", err);
    if (rc != ST_OK)
        return rc;
    a->number = before.number;
    a->bands_printed = before.bands_printed;
    a->erase_on = before.erase_on;
    rc = st_record_update(tx, &arrival_shape, id, version, a, NULL, err);
    return rc != ST_OK ? rc : journal(tx, "arrival.update", id, err);
}

int st_arrival_close(struct st_tx *tx, struct st_id id, struct st_error *err)
{
    struct arrival a;
    int64_t version;
    int rc = get_open(tx, &a, &version, id, err);

    if (rc != ST_OK)
        return rc;
    a.closed_at = tx->now;
    rc = st_record_update(tx, &arrival_shape, id, version, &a, NULL, err);
    return rc != ST_OK ? rc : journal(tx, "arrival.close", id, err);
}

int st_arrival_bands(struct st_tx *tx, struct st_id id, int64_t count, int64_t *first, struct st_error *err)
{
    struct arrival a;
    int64_t version;
    int rc = get_open(tx, &a, &version, id, err);

    if (rc != ST_OK)
        return rc;
    if (count < 1 || count > BANDS_MAX)
        return st_fail(err, ST_E_INVALID, "count", ST_MSG("Between 1 and {0} bands can be printed at once.",
                                                          ST_V((int)BANDS_MAX)), "", "Enter another number.");
    *first = a.bands_printed.v + 1;
    a.bands_printed.v += count;
    rc = st_record_update(tx, &arrival_shape, id, version, &a, NULL, err);
    return rc != ST_OK ? rc : journal(tx, "arrival.bands", id, err);
}

ST_STATEMENT(list_newest, "arrival.list", "SELECT id FROM arrival WHERE authority = ?1 ORDER BY id DESC LIMIT ?2", NULL);
ST_STATEMENT(count_captured, "arrival.captured",
             "SELECT COUNT(*) FROM person WHERE authority = ?1 AND arrival = ?2", NULL);

int st_arrival_captured(struct st_tx *tx, struct st_id id, int64_t *captured, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = may(tx, ST_MAY_READ, err);

    if (rc == ST_OK)
        rc = st_db_query(&rows, tx->db, tx->arena, &count_captured,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_id(tx->arena, id)), err);
    *captured = rc == ST_OK ? st_rows_int(&rows, 0, 0) : 0;
    return rc;
}

int st_arrival_of_band(struct st_tx *tx, struct st_id *id, struct st_str band, struct st_error *err)
{
    struct st_str rest = band, given = st_str_cut(&rest, '/');
    char number[ST_NUMBER_TEXT];
    struct st_id *ids = NULL;
    void *found = NULL;
    size_t n = 0;
    int rc = may(tx, ST_MAY_READ, err);

    if (rc == ST_OK && rest.n > 0 && st_number_parse(number, given))
        rc = st_record_find(&found, &ids, &n, tx, &arrival_shape, "number", st_cell_text(number), 1, err);
    if (rc == ST_OK && n == 0)
        rc = st_fail(err, ST_E_NOTFOUND, "band", ST_MSG("No arrival has printed this band."), "", "Scan the band again.");
    if (rc == ST_OK && ids != NULL)
        *id = ids[0];
    return rc;
}

int st_arrival_list(struct st_tx *tx, struct arrival **out, struct st_id **ids, size_t *n, size_t limit,
                    struct st_error *err)
{
    struct st_rows rows = {0};
    uint64_t fields = 0;
    int rc = may_read(&fields, tx, err);

    if (rc == ST_OK)
        rc = st_db_query(&rows, tx->db, tx->arena, &list_newest,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_int((int64_t)limit)), err);
    *n = rows.n;
    *out = ST_NEW_N(tx->arena, struct arrival, rows.n + 1);
    *ids = ST_NEW_N(tx->arena, struct st_id, rows.n + 1);
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        (*ids)[i] = st_rows_id(&rows, i, 0);
        rc = st_record_get(&(*out)[i], NULL, tx, &arrival_shape, (*ids)[i], err);
        hide(&(*out)[i], fields);
    }
    return rc;
}

/* ---- Who came, and how far they are ---- */

#define NEWEST_SCREENING                                                                                              \
    " FROM person p LEFT JOIN case_file c ON c.authority = p.authority AND c.person = p.id AND c.procedure = 'screening'" \
    " AND NOT EXISTS (SELECT 1 FROM case_file d WHERE d.authority = c.authority AND d.person = c.person"              \
    " AND d.procedure = 'screening' AND d.id > c.id)"
ST_STATEMENT(list_people, "arrival.people",
             "SELECT p.id, p.number, p.band, c.id, c.number, c.state, k.ends_at" NEWEST_SCREENING
             " LEFT JOIN case_clock k ON k.authority = c.authority AND k.case_id = c.id AND k.name = 'screening_limit'"
             " AND k.state = 'running' WHERE p.authority = ?1 AND p.arrival = ?2 ORDER BY p.id LIMIT ?3", NULL);
ST_STATEMENT(count_people, "arrival.numbers",
             "SELECT COUNT(*), COUNT(p.band), COUNT(CASE WHEN p.unaccompanied = 2 THEN 1 END), COUNT(c.id),"
             " COUNT(CASE WHEN c.id IS NOT NULL AND c.closed_at IS NULL THEN 1 END)" NEWEST_SCREENING
             " WHERE p.authority = ?1 AND p.arrival = ?2", NULL);

int st_arrival_people(struct st_arrival_person **out, size_t *n, struct st_tx *tx, struct st_id id, size_t limit,
                      struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = may(tx, ST_MAY_READ, err);
    bool masked = st_actor_purpose(tx->actor) == purpose_rights_monitoring;

    if (rc == ST_OK)
        rc = st_db_query(&rows, tx->db, tx->arena, &list_people,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_id(tx->arena, id),
                                 st_cell_int((int64_t)limit)), err);
    *n = rows.n;
    *out = ST_NEW_N(tx->arena, struct st_arrival_person, rows.n + 1);
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        struct st_arrival_person *p = &(*out)[i];
        *p = (struct st_arrival_person){.case_id = st_rows_id(&rows, i, 3), .case_number = st_rows_str(&rows, i, 4),
                                        .state = st_rows_str(&rows, i, 5), .ends_at = st_rows_instant(&rows, i, 6)};
        if (masked)
            continue;
        p->person = st_rows_id(&rows, i, 0);
        p->number = st_rows_str(&rows, i, 1);
        p->band = st_rows_str(&rows, i, 2);
    }
    return rc;
}

int st_arrival_count(struct st_arrival_numbers *out, struct st_tx *tx, struct st_id id, struct st_error *err)
{
    struct arrival a = {0};
    struct st_rows rows = {0};
    int rc = st_arrival_get(tx, &a, NULL, id, err);

    if (rc == ST_OK)
        rc = st_db_query(&rows, tx->db, tx->arena, &count_people,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_id(tx->arena, id)), err);
    *out = (struct st_arrival_numbers){.people = a.people.v, .children = a.children.v, .bands = a.bands_printed.v};
    if (rc != ST_OK)
        return rc;
    out->captured = st_rows_int(&rows, 0, 0);
    out->with_band = st_rows_int(&rows, 0, 1);
    out->unaccompanied = st_rows_int(&rows, 0, 2);
    out->screened = st_rows_int(&rows, 0, 3);
    out->running = st_rows_int(&rows, 0, 4);
    out->referred = out->screened - out->running;
    return ST_OK;
}

/* ---- Its end ---- */

/* Not by st_record_update: nobody who has the page open is to be in the way of it. */
ST_STATEMENT(set_needed, "arrival.needed", "UPDATE arrival SET erase_on = NULL WHERE authority = ?1 AND id = ?2 "
             "AND erase_on IS NOT NULL", NULL);
ST_STATEMENT(count_needs, "arrival.needs",
             "SELECT (SELECT count(*) FROM person WHERE authority = ?1 AND arrival = ?2)"
             " + (SELECT count(*) FROM case_file WHERE authority = ?1 AND arrival = ?2)", NULL);
ST_STATEMENT(list_ending, "arrival.ending", "SELECT id FROM arrival WHERE authority = ?1 AND erase_on <= ?2 "
             "ORDER BY erase_on, id LIMIT ?3", NULL);

int st_arrival__needed(struct st_tx *tx, struct st_id id, struct st_error *err)
{
    return st_db_exec(tx->db, NULL, &set_needed,
                      ST_BIND(st_cell_str(tx->actor->authority), st_cell_id(tx->arena, id)), err);
}

static int erase(struct st_tx *tx, struct st_id id, struct st_error *err)
{
    struct st_entry entry = {.kind = ST_ENTRY_ERASURE, .action = "arrival.expire", .register_name = "", .record = id,
                             .citation = ST_KEEPING_CITATION};
    int rc = st_record_delete(tx, &arrival_shape, id, err);

    if (rc == ST_OK)
        rc = st_key_destroy(tx, id, ST_KEY_RECORD, err); /* a copy that is restored learns of it */
    return rc == ST_OK ? st_journal_add(tx, &entry, err) : rc;
}

/* What was taken away by hand leaves the arrival its month: people may still be entered. */
static int end_by_limit(struct st_tx *tx, struct st_id id, struct arrival *a, struct st_error *err)
{
    struct st_local local = {0};
    int rc;

    (void)st_zone_local(&local, tx->now, "UTC");
    rc = st_keeping_last_day(&a->erase_on, kept_matter_arrival, local.date, tx->arena, err);
    a->erase_on = st_date_add_days(a->erase_on, 1);
    return rc == ST_OK ? st_record_update(tx, &arrival_shape, id, 0, a, NULL, err) : rc;
}

int st_arrival__free(struct st_tx *tx, struct st_id id, struct st_error *err)
{
    struct arrival a = {0};
    struct st_rows rows = {0};
    int rc = st_record_get(&a, NULL, tx, &arrival_shape, id, NULL);

    if (rc != ST_OK)
        return rc == ST_E_NOTFOUND ? ST_OK : rc;
    rc = st_db_query(&rows, tx->db, tx->arena, &count_needs,
                     ST_BIND(st_cell_str(tx->actor->authority), st_cell_id(tx->arena, id)), err);
    if (rc != ST_OK || st_rows_int(&rows, 0, 0) > 0)
        return rc;
    return st_id_known(tx->actor->officer) ? end_by_limit(tx, id, &a, err) : erase(tx, id, err);
}

int st_arrivals__expire(struct st_tx *tx, size_t *done, size_t limit, struct st_error *err)
{
    struct st_local local = {0};
    struct st_rows rows = {0};
    int rc;

    (void)st_zone_local(&local, tx->now, "UTC");
    rc = st_db_query(&rows, tx->db, tx->arena, &list_ending,
                     ST_BIND(st_cell_str(tx->actor->authority), st_cell_date(tx->arena, local.date),
                             st_cell_int((int64_t)(limit - *done))), err);
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        rc = erase(tx, st_rows_id(&rows, i, 0), err);
        *done += rc == ST_OK;
    }
    return rc;
}
