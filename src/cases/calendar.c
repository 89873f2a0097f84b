/* The calendar of all that ends: counts by month and article. */
#include "cases/retention.h"

#include <stdlib.h>

#include "cases/arrival.h"
#include "cases/case.h"
#include "law/keeping.h"

static const struct st_right rights[] = {
    {role_data_protection_officer, purpose_data_protection, ST_MAY_READ, "*", "GDPR Art 39(1)"},
    {role_supervisor, purpose_screening, ST_MAY_READ, "*", "SR Art 18(7)"},
    {role_supervisor, purpose_identification, ST_MAY_READ, "*", "SR Art 18(7)"},
    {role_supervisor, purpose_irregular_migration, ST_MAY_READ, "*", "Eurodac Art 29(10)"},
    {role_monitor, purpose_rights_monitoring, ST_MAY_READ, "*", "SR Art 10(2)"},
    {role_unknown, purpose_unknown, 0, NULL, NULL},
};

struct calendar {
    struct st_tx *tx;
    struct st_ending *v;
    size_t n, room;
};

/* Adds to the line of that month, which is the newest of its kind: rows come in the order of their days. */
static void add(struct calendar *c, struct st_date last_day, const char *what, struct st_str citation, int64_t n)
{
    struct st_date month = {last_day.year, last_day.month, 0};
    struct st_ending *e = c->n > 0 ? &c->v[c->n - 1] : NULL;

    if (e != NULL && e->what == what && st_date_cmp(e->month, month) == 0 && st_str_eq(e->citation, citation)) {
        e->n += n;
        return;
    }
    if (c->n == c->room) {
        struct st_ending *longer = ST_NEW_N(c->tx->arena, struct st_ending, c->room * 2 + 64);
        for (size_t i = 0; i < c->n; i++)
            longer[i] = c->v[i];
        c->v = longer;
        c->room = c->room * 2 + 64;
    }
    c->v[c->n++] = (struct st_ending){.month = month, .what = what, .citation = citation, .n = n};
}

/* ---- What is counted: kind, article and day (NULL: no end yet) with their numbers, in order ---- */
ST_STATEMENT(of_registers, "calendar.registers",
             "SELECT register_name, storage_citation, storage_ends_on, count(*) FROM register_entry WHERE authority = ?1"
             " GROUP BY register_name, storage_citation, storage_ends_on"
             " ORDER BY register_name, storage_citation, storage_ends_on", NULL);
ST_STATEMENT(of_cases, "calendar.cases",
             "SELECT procedure, '', erase_on, count(*) FROM case_file WHERE authority = ?1 GROUP BY procedure, erase_on"
             " ORDER BY procedure, erase_on", NULL);
ST_STATEMENT(of_requests, "calendar.requests",
             "SELECT 'requests', '', erase_on, count(*) FROM subject_request WHERE authority = ?1 GROUP BY erase_on"
             " ORDER BY erase_on", NULL);
ST_STATEMENT(of_searches, "calendar.searches",
             "SELECT 'searches', '', erase_on, count(*) FROM eurodac_request WHERE authority = ?1 GROUP BY erase_on"
             " ORDER BY erase_on", NULL);
ST_STATEMENT(of_arrivals, "calendar.arrivals",
             "SELECT 'arrivals', '', erase_on, count(*) FROM arrival WHERE authority = ?1 GROUP BY erase_on"
             " ORDER BY erase_on", NULL);

/* What a row is called, and by which article it ends; false: the actor is not to know of it. */
static bool name_register(const char **what, struct st_str *citation, const struct st_tx *tx, struct st_str name)
{
    const struct st_register *reg = st_register_find(name);

    (void)citation;
    *what = reg != NULL ? reg->title : "";
    return reg != NULL && st_access_decide(NULL, tx->actor, reg->rights, NULL, ST_MAY_READ, reg->title, NULL) == ST_OK;
}

static bool name_case(const char **what, struct st_str *citation, const struct st_tx *tx, struct st_str name)
{
    const struct st_procedure *p = st_procedure_find(name);
    unsigned flags;

    *what = p != NULL ? p->title : "";
    *citation = st_str_of(p != NULL && p->erase_under != NULL ? p->erase_under : "");
    return p != NULL && (st_actor_is(tx->actor, role_data_protection_officer) ||
                         st_case__reads(&flags, tx->actor, p, (struct st_case__asked){true, false}));
}

static bool name_other(const char **what, struct st_str *citation, const struct st_tx *tx, struct st_str name)
{
    static const char *const names[][2] = {
        /* sentences */
        {"arrivals", "Arrivals"}, {"requests", "Requests of data subjects"}, {"searches", "Law-enforcement requests"},
        /* end of sentences */
    };
    bool arrivals = st_str_is(name, names[0][0]);

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (st_str_is(name, names[i][0]))
            *what = names[i][1];
    *citation = ST_S(ST_KEEPING_CITATION);
    return arrivals || st_actor_is(tx->actor, role_data_protection_officer);
}

static const struct source {
    const struct st_statement *statement;
    bool (*name)(const char **what, struct st_str *citation, const struct st_tx *tx, struct st_str name);
    int to_last_day; /* from the day in the column to the last one on which it is kept */
} sources[] = {
    {&of_registers, name_register, 0}, {&of_cases, name_case, -1},    {&of_requests, name_other, -1},
    {&of_searches, name_other, -1},    {&of_arrivals, name_other, -1},
};

static int count(struct calendar *c, const struct source *s, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, c->tx->db, c->tx->arena, s->statement, ST_BIND(st_cell_str(c->tx->actor->authority)),
                         err);

    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        struct st_str citation = st_rows_str(&rows, i, 1);
        struct st_date day = st_rows_date(&rows, i, 2);
        const char *what;
        if (s->name(&what, &citation, c->tx, st_rows_str(&rows, i, 0)))
            add(c, st_date_known(day) ? st_date_add_days(day, s->to_last_day) : day, what, citation,
                st_rows_int(&rows, i, 3));
    }
    return rc;
}

/* By month; what has no end yet comes last. */
static int by_month(const void *a, const void *b)
{
    const struct st_ending *x = a, *y = b;
    int open = st_date_known(y->month) - st_date_known(x->month), order = st_date_cmp(x->month, y->month);

    if (open != 0 || order != 0)
        return open != 0 ? open : order;
    order = strcmp(x->what, y->what);
    return order != 0 ? order : st_str_cmp(x->citation, y->citation);
}

int st_retention_calendar(struct st_ending **out, size_t *n, struct st_tx *tx, struct st_error *err)
{
    struct st_entry read = {.kind = ST_ENTRY_READ, .action = "retention.calendar", .register_name = "", .citation = ""};
    struct calendar c = {.tx = tx};
    int rc = st_access_decide(NULL, tx->actor, rights, NULL, ST_MAY_READ, "What ends when", err);

    for (size_t i = 0; rc == ST_OK && i < sizeof(sources) / sizeof(sources[0]); i++)
        rc = count(&c, &sources[i], err);
    if (c.n > 1)
        qsort(c.v, c.n, sizeof(*c.v), by_month);
    *out = c.v;
    *n = rc == ST_OK ? c.n : 0;
    return rc == ST_OK ? st_journal_add(tx, &read, err) : rc;
}
