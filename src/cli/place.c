#include "cli/place.h"

#include <stdlib.h>

#include "cases/system.h"
#include "registers/staff.h"

int st_cli_database(const char **url, struct st_cli *cli)
{
    *url = cli->common.db.n > 0 ? st_str_z(cli->arena, cli->common.db) : getenv("STATERA_DB");
    if (*url != NULL && **url != 0)
        return ST_OK;
    return st_fail(&cli->err, ST_E_INVALID, "db", ST_MSG("No database was named."), "",
                   "Give --db FILE or --db postgresql://…, or set the environment variable STATERA_DB.");
}

int st_cli_open(struct st_store **out, struct st_cli *cli)
{
    struct st_store_options options = {0};
    int rc = st_cli_database(&options.url, cli);

    *out = NULL;
    return rc != ST_OK ? rc : st_system_open(out, &options, &cli->err);
}

struct st_str st_cli_authority(struct st_cli *cli, struct st_store *store)
{
    return cli->common.authority.n > 0 ? cli->common.authority
                                       : st_str_dup(cli->arena, st_store_authority(store));
}

/* ---- Who acts ---- */
struct account {
    struct st_str name;
    struct st_id id;
    struct staff staff;
};

/* An account is looked up by the system itself, whose own name for it no right is needed. */
static int find_account(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct account *a = arg;
    int rc = st_staff_find(tx, &a->id, a->name, err);

    return rc != ST_OK ? rc : st_record_get(&a->staff, NULL, tx, &staff_shape, a->id, err);
}

static struct st_str role_names(struct st_arena *arena, uint64_t roles)
{
    struct st_buf names = ST_BUF_INIT(1024);
    struct st_str out;

    for (unsigned r = 1; r < role_count; r++)
        if (roles & ST_CODE_BIT(r)) {
            if (names.n > 0)
                st_buf_char(&names, ' ');
            st_buf_text(&names, st_code_name(&role_codes, r));
        }
    out = st_buf_dup(arena, &names);
    st_buf_deinit(&names);
    return out;
}

static int choose_purpose(struct st_str *out, struct st_cli *cli, unsigned usual)
{
    unsigned purpose = cli->common.purpose.n > 0 ? st_code_of(&purpose_codes, cli->common.purpose) : usual;

    *out = st_str_of(st_code_name(&purpose_codes, purpose));
    if (purpose != purpose_unknown || cli->common.purpose.n == 0)
        return ST_OK;
    return st_fail(&cli->err, ST_E_INVALID, "purpose", ST_MSG("There is no such purpose."), "",
                   "Name one of those that the list of purposes in the manual page has.");
}

int st_cli_actor(struct st_actor *out, struct st_cli *cli, struct st_store *store)
{
    struct account a = {.name = cli->common.officer};
    struct st_actor system = {.authority = st_cli_authority(cli, store), .role = ST_S(""), .purpose = ST_S("")};
    int rc;

    *out = system;
    if (a.name.n == 0)
        return choose_purpose(&out->purpose, cli, purpose_unknown);
    rc = st_store_read(store, &system, find_account, &a, cli->arena, &cli->err);
    if (rc == ST_OK && !st_yes(a.staff.active))
        rc = st_fail(&cli->err, ST_E_FORBIDDEN, "officer", ST_MSG("This account is disabled."), "",
                     "Ask an administrator to enable it.");
    if (rc != ST_OK)
        return rc;
    out->officer = a.id;
    out->unit = a.staff.unit;
    out->role = role_names(cli->arena, a.staff.roles);
    return choose_purpose(&out->purpose, cli, a.staff.usual_purpose);
}

/* ---- One command, opened and closed around it ---- */
/* The system itself holds no role: which purpose or role was lacking helps nobody who forgot to say who acts. */
static int nobody_acts(struct st_cli *cli)
{
    cli->err = (struct st_error){0};
    return st_fail(&cli->err, ST_E_FORBIDDEN, "officer", ST_MSG("This is for officers, and none was named."), "",
                   "Name the account to act as: --officer SIGN-IN-NAME.");
}

static int in_place(struct st_cli *cli, st_command_fn fn, void *arg, bool write)
{
    struct st_store *store = NULL;
    struct st_actor actor;
    int rc = st_cli_open(&store, cli);

    if (rc == ST_OK)
        rc = st_cli_actor(&actor, cli, store);
    if (rc == ST_OK && write)
        rc = st_store_write(store, &actor, fn, arg, &cli->err);
    else if (rc == ST_OK)
        rc = st_store_read(store, &actor, fn, arg, cli->arena, &cli->err);
    st_store_close(store);
    return rc == ST_E_FORBIDDEN && cli->common.officer.n == 0 ? nobody_acts(cli) : rc;
}

struct trial {
    st_command_fn command;
    void *arg;
    bool went_well;
};

/* The command runs whole; then its transaction is refused, so that nothing of it stays. */
static int try(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct trial *t = arg;
    int rc = t->command(tx, t->arg, err);

    t->went_well = rc == ST_OK;
    return rc == ST_OK ? ST_E_STATE : rc;
}

int st_cli_write(struct st_cli *cli, st_command_fn command, void *arg)
{
    struct trial t = {command, arg, false};
    int rc;

    if (!st_cli_dry(cli))
        return in_place(cli, command, arg, true);
    rc = in_place(cli, try, &t, true);
    if (!t.went_well)
        return rc;
    cli->err = (struct st_error){0};
    return ST_OK;
}

int st_cli_look(struct st_cli *cli, st_command_fn read, void *arg) { return in_place(cli, read, arg, false); }
