/* Reading cases: who opens which, what of it, and lists of them. */
#include "cases/case.h"
#include "registers/representation.h"

enum { CASES_OF_ONE = 50 };

/* ---- Rights ---- */

static bool fits(const struct st_case_right *r, const struct st_actor *actor, struct st_case__asked asked)
{
    return r->purpose == st_actor_purpose(actor) && st_actor_is(actor, r->role) &&
           (asked.closed || !(r->flags & ST_READ_CLOSED)) &&
           (asked.in_care || !(ST_ROLES_IN_CARE & ST_CODE_BIT(r->role)));
}

bool st_case__reads(unsigned *flags, const struct st_actor *actor, const struct st_procedure *p,
                    struct st_case__asked asked)
{
    bool any = false;

    *flags = ~0u;
    for (const struct st_case_right *r = p->readers; r->role != role_unknown; r++)
        if (fits(r, actor, asked)) {
            any = true;
            *flags &= r->flags;
        }
    return any;
}

static struct st_case__asked asked_of(const struct st_case *c)
{
    return (struct st_case__asked){st_instant_known(c->file.closed_at), c->in_care};
}

static bool names(const struct st_case_right *r, const struct st_shape *shape)
{
    struct st_str rest = st_str_of(r->forms);

    if (st_str_is(rest, "*"))
        return true;
    while (rest.n > 0)
        if (st_str_is(st_str_cut(&rest, ' '), shape->name))
            return true;
    return false;
}

static bool shows(const struct st_case *c, const struct st_shape *shape, unsigned flags)
{
    for (const struct st_case_right *r = c->procedure->readers; r->role != role_unknown; r++)
        if (fits(r, c->tx->actor, asked_of(c)) && names(r, shape) && (r->flags & flags) == flags)
            return true;
    return false;
}

bool st_case_shows(const struct st_case *c, const struct st_shape *shape) { return shows(c, shape, 0); }
bool st_case_shows_sensitive(const struct st_case *c, const struct st_shape *shape)
{
    return shows(c, shape, ST_READ_SENSITIVE);
}

/* ---- Opening a case ---- */

/* Nothing that points to the person or to an officer is left: no ids of people, no free text. */
static void mask(struct st_case *c)
{
    c->masked = true;
    c->file.person = c->file.holder = (struct st_id){{0}};
    for (size_t i = 0; i < c->actions_n; i++) {
        struct case_action *a = &c->actions[i];
        a->officer = a->other = (struct st_id){{0}};
        a->reason = a->late_why = (struct st_str){NULL, 0};
    }
    for (size_t i = 0; i < c->clocks_n; i++)
        c->clocks[i].suspended_why = (struct st_str){NULL, 0};
}

/* ---- What tells of a hit ---- */

bool st_case__clock_withheld(const struct st_procedure *p, struct st_str clock)
{
    for (const struct st_step *s = p->steps; s->action != NULL; s++)
        for (size_t i = 0; (s->flags & ST_STEP_WITHHELD) && i < ST_STEP_CLOCKS && s->clocks[i].clock != NULL; i++)
            if (s->clocks[i].kind == ST_CLOCK_STOP && st_str_is(clock, s->clocks[i].clock))
                return true;
    return false;
}

/* "screening.flag_threat", also ".correct". */
bool st_case_withheld(struct st_str journal_action)
{
    struct st_str rest = journal_action, procedure = st_str_cut(&rest, '.'), action = st_str_cut(&rest, '.');
    const struct st_procedure *p = st_procedure_find(procedure);

    for (const struct st_step *s = p ? p->steps : NULL; s != NULL && s->action != NULL; s++)
        if ((s->flags & ST_STEP_WITHHELD) && st_str_is(action, s->action))
            return true;
    return false;
}

/* For readers of the copy, steps and clocks that tell of a hit are not there. */
static void leave_out(struct st_case *c)
{
    size_t actions = 0, clocks = 0;

    c->copy = true;
    for (size_t i = 0; i < c->actions_n; i++) {
        const struct st_step *step = st_case_step(c, i);
        if (step != NULL && (step->flags & ST_STEP_WITHHELD))
            continue;
        c->actions[actions] = c->actions[i];
        c->action_ids[actions++] = c->action_ids[i];
    }
    for (size_t i = 0; i < c->clocks_n; i++) {
        if (st_case__clock_withheld(c->procedure, c->clocks[i].name))
            continue;
        c->clocks[clocks] = c->clocks[i];
        c->clock_ids[clocks++] = c->clock_ids[i];
    }
    c->actions_n = actions;
    c->clocks_n = clocks;
}

static struct st_str reason_payload(struct st_tx *tx, struct st_str reason)
{
    struct st_buf text = ST_BUF_INIT(1 << 16);
    struct st_json w = ST_JSON_INIT(&text);
    struct st_str json;

    if (reason.n == 0)
        return (struct st_str){NULL, 0};
    st_json_object(&w);
    st_json_key(&w, "reason");
    st_json_str(&w, reason);
    st_json_object_end(&w);
    json = st_buf_dup(tx->arena, &text);
    st_buf_deinit(&text);
    return json;
}

static int open_for(struct st_case *out, struct st_tx *tx, struct st_id id, const char *action, struct st_str reason,
                    struct st_error *err)
{
    unsigned flags = 0;
    int rc = st_case__load_for(out, tx, id, action ? action : "case.read", err), logged = ST_OK;

    if (rc != ST_OK)
        return rc;
    if (!st_case__reads(&flags, tx->actor, out->procedure, asked_of(out)))
        rc = st_fail(err, ST_E_FORBIDDEN, "Purpose",
                     ST_MSG("Your role does not open cases of this procedure for this purpose."), out->procedure->act,
                     "Name another purpose, or ask the officer who holds the case.");
    if (action != NULL || rc != ST_OK)
        logged = st_case__journal(out, rc == ST_OK ? ST_ENTRY_READ : ST_ENTRY_REFUSAL, action ? action : "case.read", "",
                                  reason_payload(tx, reason), err);
    if (rc == ST_OK && (flags & ST_READ_MASKED) && reason.n == 0)
        mask(out);
    if (rc == ST_OK && (flags & ST_READ_COPY))
        leave_out(out);
    return rc != ST_OK ? rc : logged;
}

int st_case_get(struct st_case *out, struct st_tx *tx, struct st_id id, bool journal, struct st_error *err)
{
    return open_for(out, tx, id, journal ? "case.read" : NULL, (struct st_str){NULL, 0}, err);
}

int st_case_unmask(struct st_case *out, struct st_tx *tx, struct st_id id, struct st_str reason, struct st_error *err)
{
    reason = st_str_trim(reason);
    if (reason.n == 0)
        return st_fail(err, ST_E_INVALID, "reason", ST_MSG("A reason is missing."), "", "Say in your own words why.");
    return open_for(out, tx, id, "case.unmask", reason, err);
}

/* ---- Reading a form ---- */

static void hide(const struct st_shape *shape, void *record, bool sensitive, bool masked)
{
    const struct st_field *fields = shape->fields();

    for (size_t i = 0; i < shape->n; i++) {
        const struct st_field *f = &fields[i];
        bool points = f->kind == ST_KIND_TEXT || f->kind == ST_KIND_BLOB || f->kind == ST_KIND_ID ||
                      f->kind == ST_KIND_DATE || f->kind == ST_KIND_MANY;
        if (((f->flags & ST_SENSITIVE) && !sensitive) || (masked && points && !(f->flags & ST_NOT_PERSONAL)))
            st_field_clear(f, record);
        else if (f->kind == ST_KIND_ONE)
            hide(f->shape, st_field_at(f, record), sensitive, masked);
        else if (f->kind == ST_KIND_MANY) {
            struct st_list *list = st_field_at(f, record);
            for (size_t k = 0; k < list->n; k++)
                hide(f->shape, (char *)list->v + k * f->size, sensitive, masked);
        }
    }
}

bool st_case__sensitive(const struct st_shape *shape)
{
    const struct st_field *fields = shape->fields();
    for (size_t i = 0; i < shape->n; i++)
        if ((fields[i].flags & ST_SENSITIVE) || (fields[i].shape != NULL && st_case__sensitive(fields[i].shape)))
            return true;
    return false;
}

static int refuse_form(struct st_case *c, const struct st_shape *shape, struct st_error *err)
{
    const struct st_case_right *could = NULL;

    for (const struct st_case_right *r = c->procedure->readers; r->role != role_unknown && could == NULL; r++)
        if (names(r, shape))
            could = r;
    (void)st_case__journal(c, ST_ENTRY_REFUSAL, "case.read_form", "", (struct st_str){NULL, 0}, NULL);
    if (could == NULL)
        return st_fail(err, ST_E_FORBIDDEN, "", ST_MSG("Nobody opens this form on the page of the case."), "",
                       "Ask your data-protection officer.");
    return st_fail(err, ST_E_FORBIDDEN, "Purpose",
                   ST_MSG("You may not open: {0}. It takes the role {1} and the purpose {2}.",
                          st_value_key(shape->title), st_value_key(st_code_label(&role_codes, could->role)),
                          st_value_key(st_code_label(&purpose_codes, could->purpose))),
                   could->citation, "Ask an officer with that role.");
}

int st_case_read_form(void **out, const struct st_shape **shape, struct st_case *c, size_t i, struct st_error *err)
{
    const struct st_step *step = st_case_step(c, i);
    bool sensitive;
    int rc;

    *out = NULL;
    *shape = step ? step->form : NULL;
    if (*shape == NULL || !st_id_known(c->actions[i].form))
        return ST_OK;
    if (!st_case_shows(c, *shape))
        return refuse_form(c, *shape, err);
    sensitive = st_case_shows_sensitive(c, *shape);
    *out = st_alloc(c->tx->arena, (*shape)->size);
    rc = st_record_get(*out, NULL, c->tx, *shape, c->actions[i].form, err);
    if (rc != ST_OK)
        return rc;
    hide(*shape, *out, sensitive, c->masked);
    return sensitive && st_case__sensitive(*shape)
               ? st_case__journal(c, ST_ENTRY_READ, "case.read_form", "", (struct st_str){NULL, 0}, err)
               : ST_OK;
}

/* ---- Finding cases ---- */

int st_case_by_number(struct st_id *out, struct st_tx *tx, struct st_str number, struct st_error *err)
{
    char canonical[ST_NUMBER_TEXT];
    struct st_id *ids;
    void *files;
    size_t n;
    int rc;

    if (!st_number_parse(canonical, number))
        return st_fail(err, ST_E_INVALID, "number", ST_MSG("This number was mistyped: its check character does not fit."),
                       "", "Compare it with the paper, character by character.");
    rc = st_record_find(&files, &ids, &n, tx, &case_file_shape, "number", st_cell_text(canonical), ST_LIST_ROWS, err);
    if (rc == ST_OK && n > 0 && st_actor_only_in_care(tx->actor) &&
        !st_in_care(tx, ((const struct case_file *)files)[n - 1].person))
        n = 0;
    if (rc == ST_OK && n == 0)
        rc = st_fail(err, ST_E_NOTFOUND, "number", ST_MSG("There is no case with this number here."), "",
                     "Search by the person instead.");
    if (rc == ST_OK)
        *out = ids[n - 1];
    return rc;
}

/* One statement for each index, so that no list walks over all cases: by person, arrival, holder, place, or none of
 * them. Keys are ordered by the moment of the opening, so a period is a range of the key in each of them. */
#define REST                                                                                                          \
    " AND (?3 IS NULL OR procedure = ?3) AND (?4 IS NULL OR state = ?4) AND (?5 = 0 OR closed_at IS NULL)"            \
    " AND id < ?6 AND id >= ?8 ORDER BY id DESC LIMIT ?7"
#define REST_POSTGRES                                                                                                 \
    " AND (?3::text IS NULL OR procedure = ?3::text) AND (?4::text IS NULL OR state = ?4::text)"                      \
    " AND (?5::bigint = 0 OR closed_at IS NULL) AND id < ?6 AND id >= ?8 ORDER BY id DESC LIMIT ?7"
#define CASES "SELECT id, procedure FROM case_file WHERE authority = ?1"
ST_STATEMENT(list_of_person, "case.list_person", CASES " AND person = ?2" REST, CASES " AND person = ?2" REST_POSTGRES);
ST_STATEMENT(list_of_arrival, "case.list_arrival", CASES " AND arrival = ?2" REST,
             CASES " AND arrival = ?2" REST_POSTGRES);
ST_STATEMENT(list_of_holder, "case.list_holder", CASES " AND holder = ?2" REST, CASES " AND holder = ?2" REST_POSTGRES);
ST_STATEMENT(list_of_place, "case.list_place", CASES " AND place = ?2" REST, CASES " AND place = ?2" REST_POSTGRES);
ST_STATEMENT(list_all, "case.list", CASES " AND ?2 IS NULL" REST, CASES " AND ?2::bytea IS NULL" REST_POSTGRES);

static const struct st_statement *list_by(struct st_cell *by, struct st_tx *tx, const struct st_case_filter *filter)
{
    const struct st_id *id = st_id_known(filter->person) ? &filter->person
                             : st_id_known(filter->arrival) ? &filter->arrival
                                                            : &filter->holder;

    *by = st_cell_id(tx->arena, *id);
    if (st_id_known(filter->person))
        return &list_of_person;
    if (st_id_known(filter->arrival))
        return &list_of_arrival;
    if (st_id_known(filter->holder))
        return &list_of_holder;
    if (filter->place.n == 0)
        return &list_all;
    *by = st_cell_str(filter->place);
    return &list_of_place;
}

/* The first key that can be made at this moment (RFC 9562: its first 48 bits are milliseconds). */
static struct st_id first_key(struct st_instant t)
{
    int64_t ms = t.us > 0 ? t.us / 1000 : 0; /* no key is older */
    struct st_id id = {{0}};

    for (size_t i = 0; i < 6; i++)
        id.b[i] = (uint8_t)(ms >> (40 - 8 * i));
    return id;
}

static struct st_id last_key(const struct st_case_filter *filter)
{
    struct st_id end = filter->before, until = first_key((struct st_instant){filter->opened_until.us + 1000});

    if (!st_id_known(end))
        memset(end.b, 0xFF, sizeof(end.b));
    return st_instant_known(filter->opened_until) && st_id_cmp(until, end) < 0 ? until : end;
}

static struct st_cell key(const struct st_id *id)
{
    return st_cell_blob((struct st_str){(const char *)id->b, sizeof(id->b)});
}

static bool asked_for(const struct case_file *file, const struct st_case_filter *filter)
{
    return (!st_id_known(filter->person) || st_id_eq(file->person, filter->person)) &&
           (!st_id_known(filter->arrival) || st_id_eq(file->arrival, filter->arrival)) &&
           (!st_id_known(filter->holder) || st_id_eq(file->holder, filter->holder)) &&
           (filter->place.n == 0 || st_str_eq(file->place, filter->place)) &&
           (!st_instant_known(filter->opened_from) || file->opened_at.us >= filter->opened_from.us) &&
           (!st_instant_known(filter->opened_until) || file->opened_at.us < filter->opened_until.us);
}

/* Takes one row into the list when the actor may open the case. */
static int take_row(struct st_case_row *out, size_t *n, struct st_tx *tx, const struct st_case_filter *filter,
                    struct st_id id, struct st_str procedure, struct st_error *err)
{
    const struct st_procedure *p = st_procedure_find(procedure);
    struct st_case_row row = {.id = id};
    unsigned flags;
    int rc;

    if (p == NULL || !st_case__reads(&flags, tx->actor, p, (struct st_case__asked){true, true}))
        return ST_OK;
    rc = st_record_get(&row.file, NULL, tx, &case_file_shape, id, err);
    if (rc != ST_OK || !asked_for(&row.file, filter) ||
        !st_case__reads(&flags, tx->actor, p, (struct st_case__asked){st_instant_known(row.file.closed_at),
                                                                      st_in_care(tx, row.file.person)}))
        return rc;
    if (flags & ST_READ_MASKED)
        row.file.person = row.file.holder = (struct st_id){{0}};
    out[(*n)++] = row;
    return ST_OK;
}

static int list_for(struct st_case_row **out, size_t *n, struct st_tx *tx, const struct st_case_filter *filter,
                    struct st_error *err)
{
    size_t limit = filter->limit < ST_LIST_ROWS ? filter->limit : ST_LIST_ROWS;
    struct st_id before = last_key(filter), from = {{0}};
    struct st_cell by;
    const struct st_statement *statement = list_by(&by, tx, filter);
    struct st_rows rows = {.n = limit};
    int rc = ST_OK;

    if (st_instant_known(filter->opened_from))
        from = first_key(filter->opened_from);
    *n = 0;
    *out = ST_NEW_N(tx->arena, struct st_case_row, limit + 1);
    while (rc == ST_OK && *n < limit && rows.n == limit) {
        rc = st_db_query(&rows, tx->db, tx->arena, statement,
                         ST_BIND(st_cell_str(tx->actor->authority), by, st_cell_str(filter->procedure),
                                 st_cell_str(filter->state), st_cell_bool(filter->open_only), key(&before),
                                 st_cell_int((int64_t)limit), key(&from)),
                         err);
        for (size_t i = 0; rc == ST_OK && i < rows.n && *n < limit; i++) {
            before = st_rows_id(&rows, i, 0);
            rc = take_row(*out, n, tx, filter, before, st_rows_str(&rows, i, 1), err);
        }
    }
    return rc;
}

static int newest_first(const void *a, const void *b)
{
    return st_id_cmp(((const struct st_case_row *)b)->id, ((const struct st_case_row *)a)->id);
}

/* Of those in care, one after the other: nobody's list walks over the cases of all others. */
static int list_in_care(struct st_case_row **out, size_t *n, struct st_tx *tx, const struct st_case_filter *filter,
                        struct st_error *err)
{
    struct st_case_filter of_one = *filter;
    struct st_case_row *all, *some;
    struct st_id *persons = NULL;
    size_t persons_n = 0, found;
    int rc = st_all_in_care(tx, &persons, &persons_n, err);

    *n = 0;
    of_one.limit = filter->limit < CASES_OF_ONE ? filter->limit : CASES_OF_ONE;
    all = ST_NEW_N(tx->arena, struct st_case_row, persons_n * of_one.limit + 1);
    for (size_t i = 0; rc == ST_OK && i < persons_n; i++) {
        of_one.person = persons[i];
        rc = list_for(&some, &found, tx, &of_one, err);
        for (size_t k = 0; rc == ST_OK && k < found; k++)
            all[(*n)++] = some[k];
    }
    if (*n > 1)
        qsort(all, *n, sizeof(*all), newest_first);
    *n = *n < filter->limit ? *n : filter->limit;
    *out = all;
    return rc;
}

int st_case_list(struct st_case_row **out, size_t *n, struct st_tx *tx, const struct st_case_filter *filter,
                 struct st_error *err)
{
    struct st_case_filter most = *filter;

    if (!st_actor_only_in_care(tx->actor) || st_id_known(filter->person))
        return list_for(out, n, tx, filter, err);
    most.limit = filter->limit < ST_LIST_ROWS ? filter->limit : ST_LIST_ROWS;
    return list_in_care(out, n, tx, &most, err);
}

/* Places of all procedures are among them, also of those that no officer knows of: for the monitor alone. */
static const struct st_right places_rights[] = {
    {role_monitor, purpose_rights_monitoring, ST_MAY_SEARCH, "*", "SR Art 10(2)"},
    {role_unknown, purpose_unknown, 0, NULL, NULL},
};

/* From one place to the next along the index, however many cases there are. */
ST_STATEMENT(places, "case.places",
             "WITH RECURSIVE p(place) AS (SELECT min(place) FROM case_file WHERE authority = ?1 UNION ALL"
             " SELECT (SELECT min(c.place) FROM case_file c WHERE c.authority = ?1 AND c.place > p.place) FROM p"
             " WHERE p.place IS NOT NULL) SELECT place FROM p WHERE place IS NOT NULL ORDER BY place LIMIT 200", NULL);

int st_case_places(struct st_str **out, size_t *n, struct st_tx *tx, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_access_decide(NULL, tx->actor, places_rights, NULL, ST_MAY_SEARCH, "Screenings watched", err);

    if (rc == ST_OK)
        rc = st_db_query(&rows, tx->db, tx->arena, &places, ST_BIND(st_cell_str(tx->actor->authority)), err);
    *n = rows.n;
    *out = ST_NEW_N(tx->arena, struct st_str, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        (*out)[i] = st_rows_str(&rows, i, 0);
    return rc;
}
