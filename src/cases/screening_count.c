/* Figures of screenings: how many began and ended, how, how long they took. SR Art 24. */
#include <sodium.h>

#include "cases/screening_case.h"

enum { HIDDEN_UNDER = 5, ROWS_MAX = 200, SAMPLE_MAX = 200, SAMPLED_FROM = 100000 };

static const struct st_right rights[] = {
    {role_statistician, purpose_statistics, ST_MAY_COUNT, "*", "SR Art 24"},
    {role_supervisor, purpose_screening, ST_MAY_COUNT, "*", "SR Art 8(9)"},
    {role_monitor, purpose_rights_monitoring, ST_MAY_COUNT, "*", "SR Art 10(2)"},
    {role_unknown, purpose_unknown, 0, NULL, NULL},
};

/* ---- Counting: each statement gives a name and a number; ?2 and ?3 are from and until ---- */
#define OF_CASES                                                                                                      \
    " FROM case_file c JOIN case_action a ON a.authority = c.authority AND a.case_id = c.id"
#define OPENED_WITHIN                                                                                                 \
    " WHERE c.authority = ?1 AND c.procedure = 'screening' AND c.opened_at >= ?2 AND c.opened_at < ?3"
/* Neither corrected nor taken back. */
#define STANDING                                                                                                      \
    " AND NOT EXISTS (SELECT 1 FROM case_action b WHERE b.authority = a.authority AND b.case_id = a.case_id"          \
    " AND (b.corrects = a.id OR b.undoes = a.id))"
#define FORM(table) " JOIN " table " f ON f.authority = a.authority AND f.id = a.form"

ST_STATEMENT(started, "screening.started", "SELECT f.event, COUNT(*)" OF_CASES FORM("screening_opened") OPENED_WITHIN
             " AND a.action = 'start'" STANDING " GROUP BY f.event ORDER BY f.event", NULL);
ST_STATEMENT(ended, "screening.ended", "SELECT f.event, COUNT(*)" OF_CASES FORM("screening_opened") OPENED_WITHIN
             " AND a.action = 'start' AND c.closed_at IS NOT NULL" STANDING " GROUP BY f.event ORDER BY f.event", NULL);
ST_STATEMENT(referrals, "screening.referrals", "SELECT f.referral, COUNT(*)" OF_CASES FORM("screening_referral")
             OPENED_WITHIN " AND a.action = 'refer'" STANDING " GROUP BY f.referral ORDER BY f.referral", NULL);
ST_STATEMENT(ends, "screening.ends", "SELECT a.action, COUNT(*)" OF_CASES OPENED_WITHIN
             " AND a.action IN ('end_criminal', 'end_departure', 'end_entry_conditions', 'limit_passed')" STANDING
             " GROUP BY a.action ORDER BY a.action", NULL);
ST_STATEMENT(hits, "screening.hits", "SELECT f.system, COUNT(DISTINCT c.id)" OF_CASES FORM("security_check__queries")
             OPENED_WITHIN " AND a.action = 'check_security' AND f.result = 'hit'" STANDING
             " GROUP BY f.system ORDER BY f.system", NULL);
ST_STATEMENT(objections, "screening.objections", "SELECT f.item, COUNT(DISTINCT c.id)" OF_CASES
             FORM("form_offered__objections") OPENED_WITHIN " AND a.action = 'offer_form'" STANDING
             " GROUP BY f.item ORDER BY f.item", NULL);

struct figure {
    const char *group;
    const struct st_statement *statement;
};
static const struct figure figures[] = {{"started", &started}, {"ended", &ended},   {"referral", &referrals},
                                        {"end", &ends},        {"hit", &hits}, {"objection", &objections}};

static int count_one(struct st_screening_figures *out, struct st_tx *tx, const struct figure *figure,
                     struct st_instant from, struct st_instant until, struct st_error *err)
{
    struct st_rows rows;
    int rc = st_db_query(&rows, tx->db, tx->arena, figure->statement,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_int(from.us), st_cell_int(until.us)), err);

    for (size_t i = 0; rc == ST_OK && i < rows.n && out->rows_n < ROWS_MAX; i++)
        out->rows[out->rows_n++] = (struct st_screening_count){
            figure->group, st_str_z(tx->arena, st_rows_str(&rows, i, 0)), st_rows_int(&rows, i, 1)};
    return rc;
}

/* ---- Minors, by their birth date on the day of the opening; and the time taken ---- */

ST_STATEMENT(people, "screening.people",
             "SELECT c.opened_at, p.born_on, p.unaccompanied FROM case_file c JOIN person p"
             " ON p.authority = c.authority AND p.id = c.person" OPENED_WITHIN, NULL);
ST_STATEMENT(minutes, "screening.minutes",
             "SELECT CAST(SUM(c.closed_at - f.event_at) AS BIGINT), COUNT(*)" OF_CASES FORM("screening_opened")
             OPENED_WITHIN " AND a.action = 'start' AND c.closed_at IS NOT NULL" STANDING, NULL);

static int count_minors(struct st_screening_figures *out, struct st_tx *tx, struct st_instant from,
                        struct st_instant until, struct st_error *err)
{
    struct st_rows rows;
    int64_t minors = 0, alone = 0;
    int rc = st_db_query(&rows, tx->db, tx->arena, &people,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_int(from.us), st_cell_int(until.us)), err);

    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        struct person p = {.born_on = st_rows_date(&rows, i, 1), .unaccompanied = (uint8_t)st_rows_int(&rows, i, 2)};
        struct st_local opened = {0};
        int least, most;
        (void)st_zone_local(&opened, st_rows_instant(&rows, i, 0), "UTC");
        minors += st_yes(p.unaccompanied) || (st_person_age(&least, &most, &p, opened.date) && most < 18);
        alone += st_yes(p.unaccompanied);
    }
    out->rows[out->rows_n++] = (struct st_screening_count){"minors", "all", minors};
    out->rows[out->rows_n++] = (struct st_screening_count){"minors", "unaccompanied", alone};
    return rc;
}

static int average(struct st_screening_figures *out, struct st_tx *tx, struct st_instant from, struct st_instant until,
                   bool outside, struct st_error *err)
{
    struct st_rows rows;
    int rc = st_db_query(&rows, tx->db, tx->arena, &minutes,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_int(from.us), st_cell_int(until.us)), err);
    int64_t n = rc == ST_OK ? st_rows_int(&rows, 0, 1) : 0;

    out->average_minutes = -1;
    if (n > 0 && (!outside || n >= HIDDEN_UNDER))
        out->average_minutes = st_rows_int(&rows, 0, 0) / n / (60 * ST_SECOND);
    return rc;
}

/* ---- For outside: no cell under five, and none that could be worked out from the others of its group ---- */

static size_t group_end(const struct st_screening_figures *out, size_t begin)
{
    size_t end = begin;
    while (end < out->rows_n && strcmp(out->rows[end].group, out->rows[begin].group) == 0)
        end++;
    return end;
}

static void hide_group(struct st_screening_count *rows, size_t n)
{
    struct st_screening_count *smallest = NULL;
    size_t hidden = 0;

    for (size_t i = 0; i < n; i++)
        if (rows[i].n > 0 && rows[i].n < HIDDEN_UNDER) {
            rows[i].n = -1;
            hidden++;
        } else if (rows[i].n > 0 && (smallest == NULL || rows[i].n < smallest->n)) {
            smallest = &rows[i];
        }
    if (hidden == 1 && smallest != NULL)
        smallest->n = -1;
}

int st_screening_count(struct st_screening_figures *out, struct st_tx *tx, struct st_instant from,
                       struct st_instant until, bool outside, struct st_error *err)
{
    int rc = st_access_decide(NULL, tx->actor, rights, NULL, ST_MAY_COUNT, "Figures of screenings", err);

    *out = (struct st_screening_figures){.rows = ST_NEW_N(tx->arena, struct st_screening_count, ROWS_MAX + 2)};
    for (size_t i = 0; rc == ST_OK && i < sizeof(figures) / sizeof(figures[0]); i++)
        rc = count_one(out, tx, &figures[i], from, until, err);
    if (rc == ST_OK)
        rc = count_minors(out, tx, from, until, err);
    if (rc == ST_OK)
        rc = average(out, tx, from, until, outside, err);
    for (size_t begin = 0; outside && begin < out->rows_n; begin = group_end(out, begin))
        hide_group(out->rows + begin, group_end(out, begin) - begin);
    return rc;
}

/* ---- The monitor's random sample ---- */

static const struct st_right sampling[] = {
    {role_monitor, purpose_rights_monitoring, ST_MAY_SEARCH, "*", "SR Art 10(2)"},
    {role_unknown, purpose_unknown, 0, NULL, NULL},
};

ST_STATEMENT(began_within, "screening.began",
             "SELECT c.id FROM case_file c" OPENED_WITHIN " ORDER BY c.id LIMIT ?4", NULL);

int st_screening_sample(struct st_id **out, size_t *n, struct st_tx *tx, size_t count, struct st_instant from,
                        struct st_instant until, struct st_error *err)
{
    struct st_entry entry = {.kind = ST_ENTRY_READ, .action = "screening.sample", .register_name = "",
                             .citation = "SR Art 10(2)"};
    struct st_rows rows = {0};
    struct st_id *ids;
    int rc = st_access_decide(NULL, tx->actor, sampling, NULL, ST_MAY_SEARCH, "Samples of screenings", err);

    if (rc == ST_OK)
        rc = st_db_query(&rows, tx->db, tx->arena, &began_within,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_int(from.us), st_cell_int(until.us),
                                 st_cell_int(SAMPLED_FROM)), err);
    if (rc != ST_OK)
        return rc;
    ids = ST_NEW_N(tx->arena, struct st_id, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        ids[i] = st_rows_id(&rows, i, 0);
    *n = rows.n < count ? rows.n : count;
    *n = *n < SAMPLE_MAX ? *n : SAMPLE_MAX;
    for (size_t i = 0; i < *n; i++) { /* the first n of a shuffle */
        size_t k = i + randombytes_uniform((uint32_t)(rows.n - i));
        struct st_id picked = ids[k];
        ids[k] = ids[i];
        ids[i] = picked;
    }
    *out = ids;
    return st_journal_add(tx, &entry, err);
}
