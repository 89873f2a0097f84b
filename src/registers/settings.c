#include "registers/settings.h"

#include "law/states.h"
#include "registers/by_law.h"

ST_SHAPE_DEFINE(setting_change, SETTING_CHANGE, "Change of a setting", "")

#define CODE_ROW(name, kind, initial, label, help, citation) {#name, label, citation},
#define SETTING_ROW(name, kind, initial, label, help, citation) {ST_SETTING_##kind, initial, help},
static const struct st_code code_rows[] = {ST_SETTINGS(CODE_ROW)};
static const struct st_setting setting_rows[] = {ST_SETTINGS(SETTING_ROW)};
const struct st_codes setting_codes = {"setting", sizeof(code_rows) / sizeof(code_rows[0]), code_rows};

/* What is typed to the minute may lie a moment back. */
#define SLACK (60 * ST_SECOND)

static const struct st_right rights[] = {
    {role_administrator, purpose_administration, ST_MAY_WRITE, "*", ""},
    {role_unknown, purpose_unknown, 0, NULL, NULL},
};

const struct st_setting *st_setting_of(enum setting setting)
{
    ST_ASSERT(setting > setting_unknown && setting < setting_count);
    return &setting_rows[setting - 1];
}

/* ---- What holds ---- */
ST_STATEMENT(all_changes, "settings.all", "SELECT id FROM setting_change WHERE authority = ?1 ORDER BY position", NULL);

int st_settings_load(struct st_settings *out, struct st_tx *tx, struct st_error *err)
{
    struct setting_change *v;
    struct st_rows rows = {0};
    struct st_id *ids;
    int rc = st_db_query(&rows, tx->db, tx->arena, &all_changes, ST_BIND(st_cell_str(tx->actor->authority)), err);

    v = ST_NEW_N(tx->arena, struct setting_change, rows.n + 1);
    ids = ST_NEW_N(tx->arena, struct st_id, rows.n + 1);
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        ids[i] = st_rows_id(&rows, i, 0);
        rc = st_record_get(&v[i], NULL, tx, &setting_change_shape, ids[i], err);
    }
    *out = (struct st_settings){v, ids, rows.n, st_state_zone(st_register__state(tx->actor->authority))};
    return rc;
}

static bool holds(const struct setting_change *c, struct st_instant at)
{
    return c->valid_from.us <= at.us && (!st_instant_known(c->valid_until) || at.us < c->valid_until.us);
}

const struct setting_change *st_setting_at(const struct st_settings *all, enum setting setting, struct st_instant at)
{
    const struct setting_change *found = NULL;

    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].setting == setting && holds(&all->v[i], at) &&
            (found == NULL || all->v[i].valid_from.us >= found->valid_from.us))
            found = &all->v[i];
    return found;
}

struct st_date st_setting_day(const struct st_settings *all, enum setting setting, struct st_instant at)
{
    const struct setting_change *c = st_setting_at(all, setting, at);
    struct st_date day = {0};

    ST_ASSERT(st_setting_of(setting)->kind == ST_SETTING_DAY);
    if (c != NULL)
        return c->day;
    (void)st_date_parse(&day, st_str_of(st_setting_of(setting)->initial));
    return day;
}

bool st_setting_begun(const struct st_settings *all, enum setting setting, struct st_instant at)
{
    struct st_date day = st_setting_day(all, setting, at);
    struct st_local local;

    return st_date_known(day) && st_zone_local(&local, at, all->zone) && st_date_cmp(day, local.date) <= 0;
}

bool st_setting_on(const struct st_settings *all, enum setting setting, struct st_instant at)
{
    const struct setting_change *c = st_setting_at(all, setting, at);

    ST_ASSERT(st_setting_of(setting)->kind == ST_SETTING_SWITCH);
    return c != NULL ? st_yes(c->on) : st_str_is(ST_S("yes"), st_setting_of(setting)->initial);
}

/* What holds changes only where a change begins or ends; so it is looked at `from`, and wherever one that says yes
 * begins, or shows again behind one that ends. */
const struct setting_change *st_setting_on_during(const struct st_settings *all, enum setting setting,
                                                  struct st_instant from, struct st_instant until)
{
    const struct setting_change *found = NULL;
    struct st_instant first = until;

    for (size_t i = 0; i < 2 * all->n + 1; i++) {
        struct st_instant t = i == 2 * all->n ? from
                              : i < all->n    ? all->v[i].valid_from
                                              : all->v[i - all->n].valid_until;
        const struct setting_change *c = t.us >= from.us && t.us < first.us ? st_setting_at(all, setting, t) : NULL;
        if (c != NULL && st_yes(c->on)) {
            found = c;
            first = t;
        }
    }
    return found;
}

bool st_setting_coming(const struct st_settings *all, size_t i, struct st_instant at)
{
    const struct setting_change *c = &all->v[i];
    return c->valid_from.us > at.us && st_setting_at(all, (enum setting)c->setting, c->valid_from) == c;
}

/* ---- For programs ---- */
static void write_value(struct st_json *w, const struct st_settings *all, enum setting setting, struct st_instant at)
{
    if (st_setting_of(setting)->kind == ST_SETTING_DAY)
        st_json_date(w, st_setting_day(all, setting, at));
    else
        st_json_bool(w, st_setting_on(all, setting, at));
}

static void write_change(struct st_json *w, const struct st_settings *all, size_t i)
{
    st_json_object(w);
    st_json_key(w, "id"), st_json_id(w, all->ids[i]);
    st_json_key(w, "change"), st_shape_write(w, &setting_change_shape, &all->v[i], ST_ALL_FIELDS);
    st_json_object_end(w);
}

void st_setting_write(struct st_json *w, const struct st_settings *all, enum setting setting, struct st_instant at,
                      const struct st_reader *reader)
{
    const struct st_code *code = st_code_row(&setting_codes, setting);
    const struct st_setting *row = st_setting_of(setting);
    const struct setting_change *now = st_setting_at(all, setting, at);

    st_json_object(w);
    st_json_key(w, "name"), st_json_text(w, code->name);
    st_json_key(w, "label"), st_json_text(w, st_translate(code->label, reader->language));
    st_json_key(w, "help"), st_json_text(w, st_translate(row->help, reader->language));
    st_json_key(w, "citation"), st_json_text(w, code->citation);
    st_json_key(w, "kind"), st_json_text(w, row->kind == ST_SETTING_DAY ? "day" : "switch");
    st_json_key(w, "value"), write_value(w, all, setting, at);
    st_json_key(w, "by"), st_json_id(w, now ? all->ids[now - all->v] : (struct st_id){{0}});
    st_json_key(w, "since"), st_json_instant(w, now ? now->valid_from : (struct st_instant){0});
    st_json_key(w, "until"), st_json_instant(w, now ? now->valid_until : (struct st_instant){0});
    st_json_key(w, "why"), st_json_str(w, now ? now->why : (struct st_str){NULL, 0});
    st_json_key(w, "coming");
    st_json_array(w);
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].setting == setting && st_setting_coming(all, i, at))
            write_change(w, all, i);
    st_json_array_end(w);
    st_json_object_end(w);
}

void st_setting_write_history(struct st_json *w, const struct st_settings *all, enum setting setting)
{
    st_json_array(w);
    for (size_t i = all->n; i-- > 0;)
        if (all->v[i].setting == setting)
            write_change(w, all, i);
    st_json_array_end(w);
}

/* ---- Changing ---- */
static int wrong(struct st_error *err, const char *field, struct st_message what, const char *cure)
{
    return st_fail(err, ST_E_INVALID, field, what, "", cure);
}

static int check_value(const struct setting_change *c, struct st_error *err)
{
    bool day = st_setting_of(c->setting)->kind == ST_SETTING_DAY;
    int rc = ST_OK;

    if (day && c->on != ST_UNKNOWN)
        rc = wrong(err, "on", ST_MSG("This setting is a day."), "Enter the day, or leave it empty when none is set.");
    if (day && st_date_known(c->day) && !st_date_whole(c->day))
        rc = wrong(err, "day", ST_MSG("The day is not whole."), "Enter year, month and day.");
    if (day && st_instant_known(c->valid_until))
        rc = wrong(err, "valid_until", ST_MSG("A day has no end."), "Leave the field empty; enter another day later.");
    if (!day && st_date_known(c->day))
        rc = wrong(err, "day", ST_MSG("This setting is a yes or a no."), "Leave the day empty.");
    if (!day && c->on == ST_UNKNOWN)
        rc = wrong(err, "on", ST_MSG("Is it so, or not?"), "Say yes or no.");
    if (!day && st_yes(c->on) && !st_instant_known(c->valid_until))
        rc = wrong(err, "valid_until", ST_MSG("What is exceptional has an end."),
                   "Enter when it ends; it can be made longer or shorter later.");
    return rc;
}

static int check_time(struct setting_change *c, struct st_instant now, struct st_error *err)
{
    if (!st_instant_known(c->valid_from))
        c->valid_from = now;
    if (c->valid_from.us >= now.us - SLACK)
        c->backdated = ST_NO;
    else if (!st_yes(c->backdated))
        return wrong(err, "valid_from", ST_MSG("This moment has passed: what was done since then was judged otherwise."),
                     "Leave the field empty, or say that the change is backdated and why.");
    if (st_instant_known(c->valid_until) && (c->valid_until.us <= c->valid_from.us || c->valid_until.us <= now.us))
        return wrong(err, "valid_until", ST_MSG("The end lies before the beginning, or has passed."), "Enter a later end.");
    return ST_OK;
}

static int check(struct st_tx *tx, struct setting_change *c, struct st_error *err)
{
    int rc = st_shape_check(&setting_change_shape, c, NULL, 0, tx->now, tx->arena, "", err), more;

    if (c->setting == setting_unknown || c->setting >= setting_count)
        return rc;
    if (st_str_trim(c->why).n == 0 && rc == ST_OK)
        rc = wrong(err, "why", ST_MSG("A change of a setting has a reason."), "Say why.");
    more = check_value(c, err);
    rc = rc == ST_OK ? more : rc;
    more = check_time(c, tx->now, err);
    return rc == ST_OK ? more : rc;
}

int st_setting_set(struct st_tx *tx, struct st_id *out, const struct setting_change *given, struct st_error *err)
{
    struct setting_change change = *given;
    struct st_id id = st_id_new(tx->now);
    struct st_buf text = ST_BUF_INIT(8192);
    struct st_json w = ST_JSON_INIT(&text);
    struct st_entry entry = {.kind = ST_ENTRY_CHANGE, .register_name = "", .record = id, .n = 1};
    struct st_settings all;
    int rc = st_access_decide(NULL, tx->actor, rights, &setting_change_shape, ST_MAY_WRITE, "Settings", err);

    if (rc == ST_OK)
        rc = check(tx, &change, err);
    if (rc == ST_OK)
        rc = st_settings_load(&all, tx, err);
    if (rc == ST_OK) {
        change.position = (struct st_number){(int64_t)all.n + 1, true};
        change.set_at = tx->now;
        change.set_by = tx->actor->officer;
        rc = st_record_insert(tx, &setting_change_shape, id, &change, err);
    }
    if (rc == ST_OK) {
        st_shape_write(&w, &setting_change_shape, &change, ST_ALL_FIELDS);
        entry.action = st_yes(change.backdated) ? "setting.backdate" : "setting.set";
        entry.citation = st_code_row(&setting_codes, change.setting)->citation;
        entry.envelopes[0].json = st_buf_dup(tx->arena, &text);
        rc = st_journal_add(tx, &entry, err);
    }
    if (rc == ST_OK && out != NULL)
        *out = id;
    st_buf_deinit(&text);
    return rc;
}
