/* statera setting: what holds in this place, since when, what is to come (registers/settings.h). */
#include "cli/place.h"
#include "cli/record.h"
#include "law/states.h"
#include "registers/settings.h"

#define SETTING(F)                                                                                                    \
    F(text, valid_from, 0, 40, "Holds from",                                                                          \
      "Day or moment from which it holds, as 2026-12-15 or 2026-12-15T06:00 (default: now)", "")                      \
    F(text, valid_until, 0, 40, "Holds until", "Day or moment at which it ends; what is exceptional has one", "")     \
    F(text, why, ST_REQUIRED, 400, "Why", "Name no person here", "")                                                  \
    F(text, published_in, 0, 120, "Published in", "Decision, notice or article, where there is one", "")              \
    F(tri, backdated, 0, 0, "Backdated", "It held before this moment already; what was done since is judged by it", "")
ST_SHAPE(setting_options, SETTING)
ST_SHAPE_DEFINE(setting_options, SETTING, "Change of a setting", "")

struct job {
    struct st_cli *cli;
    struct setting_change change;
    unsigned setting; /* 0: all */
};

/* ---- Showing ---- */
static void say_value(struct st_cli *cli, const struct st_settings *all, enum setting s, struct st_instant at)
{
    struct st_date day;

    if (st_setting_of(s)->kind == ST_SETTING_SWITCH) {
        st_buf_text(&cli->out, st_translate(st_setting_on(all, s, at) ? "Yes" : "No", cli->reader.language));
        return;
    }
    day = st_setting_day(all, s, at);
    st_message_print(&cli->out, st_date_known(day) ? &ST_MSG("{0}", ST_V(day)) : &ST_MSG("no day is set"), &cli->reader);
}

static void show_one(struct st_cli *cli, const struct st_settings *all, enum setting s, struct st_instant now)
{
    const struct st_code *row = st_code_row(&setting_codes, s);
    const struct setting_change *c = st_setting_at(all, s, now);

    st_buf_printf(&cli->out, "%-18s ", row->name);
    say_value(cli, all, s, now);
    st_buf_printf(&cli->out, "\n%19s%s (%s)\n", "", st_translate(row->label, cli->reader.language), row->citation);
    if (c != NULL) {
        st_buf_printf(&cli->out, "%19s", "");
        st_cli_say(cli, st_instant_known(c->valid_until)
                            ? ST_MSG("since {0}, until {1}: {2}", ST_V(c->valid_from), ST_V(c->valid_until), ST_V(c->why))
                            : ST_MSG("since {0}: {1}", ST_V(c->valid_from), ST_V(c->why)));
    }
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].setting == s && st_setting_coming(all, i, now)) {
            st_buf_printf(&cli->out, "%19s", "");
            st_message_print(&cli->out, &ST_MSG("from {0}:", ST_V(all->v[i].valid_from)), &cli->reader);
            st_buf_char(&cli->out, ' ');
            say_value(cli, all, s, all->v[i].valid_from);
            st_buf_char(&cli->out, '\n');
        }
}

static void show(struct st_cli *cli, const struct st_settings *all, unsigned only, struct st_instant now)
{
    struct st_json w;

    st_cli_list(&w, cli);
    for (unsigned s = 1; s < setting_count; s++) {
        if (only != 0 && s != only)
            continue;
        if (st_cli_json(cli))
            st_setting_write(&w, all, (enum setting)s, now, &cli->reader);
        else
            show_one(cli, all, (enum setting)s, now);
    }
    st_cli_list_end(&w, cli);
}

/* ---- list: as of now, or of a day ---- */
static int look(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct st_settings all;
    struct st_instant at = tx->now;
    int rc = st_settings_load(&all, tx, err);

    if (rc == ST_OK && st_date_whole(j->cli->common.as_of))
        (void)st_zone_instant(&at, j->cli->common.as_of, 12, 0, 0, all.zone);
    if (rc == ST_OK)
        show(j->cli, &all, j->setting, at);
    return rc;
}

static int list(struct st_cli *cli)
{
    struct job j = {.cli = cli};
    return st_cli_look(cli, look, &j);
}

/* ---- history ---- */
static int look_back(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    struct st_cli *cli = j->cli;
    struct st_json w = ST_JSON_INIT(&cli->out);
    struct st_settings all;
    int rc = st_settings_load(&all, tx, err);

    if (rc == ST_OK && st_cli_json(cli)) {
        st_setting_write_history(&w, &all, (enum setting)j->setting);
        st_buf_char(&cli->out, '\n');
        return ST_OK;
    }
    for (size_t i = rc == ST_OK ? all.n : 0; i-- > 0;)
        if (all.v[i].setting == j->setting)
            st_cli_record(cli, &setting_change_shape, &all.v[i], all.ids[i]);
    return rc;
}

static int history(struct st_cli *cli)
{
    struct job j = {.cli = cli};
    int rc = st_cli_code(&j.setting, cli, &setting_codes, cli->args[0]);
    return rc == ST_OK ? st_cli_look(cli, look_back, &j) : rc;
}

/* ---- set ---- */
/* A moment as RFC 3339 has it; without a zone it is told by the clocks of the place; a day alone is its beginning. */
static bool moment(struct st_instant *out, struct st_str text, const char *zone)
{
    struct st_str time = text, day = st_str_cut(&time, 'T'), minutes = time, hours = st_str_cut(&minutes, ':');
    int64_t h = 0, m = 0;
    struct st_date d;

    if (st_instant_parse(out, text))
        return true;
    if (!st_date_parse(&d, day) || !st_date_whole(d))
        return false;
    if (time.n > 0 && (!st_str_to_int64(&h, hours) || !st_str_to_int64(&m, minutes)))
        return false;
    return h >= 0 && h <= 23 && m >= 0 && m <= 59 && st_zone_instant(out, d, (int)h, (int)m, 0, zone);
}

static int read_moment(struct st_instant *out, const char *field, struct st_str text, const char *zone,
                       struct st_error *err)
{
    if (text.n == 0 || moment(out, text, zone))
        return ST_OK;
    return st_fail(err, ST_E_INVALID, field, ST_MSG("This is no moment."), "",
                   "Write it as 2026-12-15 or 2026-12-15T06:00; with a zone as 2026-12-15T06:00:00Z.");
}

static int read_value(struct setting_change *c, struct st_cli *cli, struct st_str text)
{
    bool day = st_setting_of((enum setting)c->setting)->kind == ST_SETTING_DAY;

    if (day && (st_str_is(text, "none") || (st_date_parse(&c->day, text) && st_date_whole(c->day))))
        return ST_OK;
    if (!day && (st_str_is(text, "yes") || st_str_is(text, "no"))) {
        c->on = st_tri_of(st_str_is(text, "yes"));
        return ST_OK;
    }
    return st_fail(&cli->err, ST_E_INVALID, "VALUE", ST_MSG("This is no value of the setting."), "",
                   day ? "Give a day as 2026-12-15, or none." : "Give yes or no.");
}

static int change(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    const struct setting_options *o = j->cli->options;
    const char *zone = st_state_zone((struct st_str){tx->actor->authority.p, tx->actor->authority.n < 2 ? 0 : 2});
    struct setting_change c = j->change;
    struct st_settings all;
    int rc = read_moment(&c.valid_from, "valid_from", o->valid_from, zone, err);

    if (rc == ST_OK)
        rc = read_moment(&c.valid_until, "valid_until", o->valid_until, zone, err);
    if (rc != ST_OK)
        return rc;
    rc = st_setting_set(tx, NULL, &c, err);
    if (rc == ST_OK)
        rc = st_settings_load(&all, tx, err);
    if (rc == ST_OK)
        show(j->cli, &all, c.setting, tx->now);
    return rc;
}

static int set(struct st_cli *cli)
{
    const struct setting_options *o = cli->options;
    struct job j = {.cli = cli, .change = {.why = o->why, .citation = o->published_in, .backdated = o->backdated}};
    int rc = st_cli_code(&j.setting, cli, &setting_codes, cli->args[0]);

    j.change.setting = (uint16_t)j.setting;
    if (rc == ST_OK)
        rc = read_value(&j.change, cli, st_str_of(cli->args[1]));
    return rc == ST_OK ? st_cli_write(cli, change, &j) : rc;
}

const struct st_cli_command st_cli_setting[] = {
    {"setting", "list", "", 0, 0, NULL, "What is set in this place, since when, and what is to come", list},
    {"setting", "set", "NAME VALUE", 2, 2, &setting_options_shape,
     "Change a setting: a day, none, yes or no (by an administrator, who says why)", set},
    {"setting", "history", "NAME", 1, 1, NULL, "Every change of a setting, newest first", history},
    {NULL, NULL, NULL, 0, 0, NULL, NULL, NULL},
};
