/* statera user: officers' accounts. */
#include <stdio.h>
#include <string.h>

#include "cli/place.h"
#include "cli/secret.h"
#include "registers/staff.h"

#define USER(F)                                                                                                       \
    F(text, name, 0, 100, "Name", "As colleagues see it (default: the sign-in name)", "")                             \
    F(text, unit, 0, 40, "Unit", "", "")                                                                              \
    F(codes, roles, 0, role, "Roles", "Names separated by spaces: 'screening_officer supervisor'", "")                \
    F(code, usual_purpose, 0, purpose, "Usual purpose", "", "")                                                       \
    F(text, preferred_language, 0, 10, "Language", "Language of the account: en, sv", "")                             \
    F(text, time_zone, 0, 40, "Time zone", "As in Europe/Rome", "")
#define USER_ROLES(F)                                                                                                 \
    F(codes, roles, ST_REQUIRED, role, "Roles", "Names separated by spaces: 'screening_officer supervisor'", "")
ST_SHAPE(user_options, USER)
ST_SHAPE_DEFINE(user_options, USER, "Account", "")
ST_SHAPE(user_roles_options, USER_ROLES)
ST_SHAPE_DEFINE(user_roles_options, USER_ROLES, "Roles", "")

struct job {
    struct st_cli *cli;
    struct st_id id;
    char hash[ST_PASSWORD_TEXT];
    bool active;
};

/* ---- Showing ---- */
static void show_line(struct st_cli *cli, const struct staff *s)
{
    st_buf_printf(&cli->out, "%-20.*s %-10s %.*s", (int)s->sign_in_name.n, s->sign_in_name.p,
                  st_translate(st_yes(s->active) ? "Active" : "Disabled", cli->reader.language), (int)s->name.n, s->name.p);
    for (unsigned r = 1; r < role_count; r++)
        if (s->roles & ST_CODE_BIT(r))
            st_buf_printf(&cli->out, " · %s", st_translate(st_code_label(&role_codes, r), cli->reader.language));
    st_buf_char(&cli->out, '\n');
}

static void write_account(struct st_json *w, struct st_id id, const struct staff *s)
{
    st_json_object(w);
    st_json_key(w, "id");
    st_json_id(w, id);
    st_json_key(w, "account");
    st_shape_write(w, &staff_shape, s, ST_ALL_FIELDS);
    st_json_object_end(w);
}

/* The account as it stands after the command. */
static int show(struct st_tx *tx, struct job *j, struct st_error *err)
{
    struct st_json w = ST_JSON_INIT(&j->cli->out);
    struct staff s;
    int rc = st_staff_get(tx, &s, NULL, j->id, err);

    if (rc != ST_OK)
        return rc;
    st_buf_clear(&j->cli->out); /* a command may run more than once */
    if (st_cli_json(j->cli)) {
        write_account(&w, j->id, &s);
        st_buf_char(&j->cli->out, '\n');
    } else {
        show_line(j->cli, &s);
    }
    return ST_OK;
}

/* ---- list ---- */
static int look(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_cli *cli = arg;
    struct st_json w;
    struct staff *all;
    struct st_id *ids;
    size_t n;
    int rc = st_staff_list(tx, &all, &ids, &n, ST_STAFF_MAX, err);

    if (rc != ST_OK)
        return rc;
    st_cli_list(&w, cli);
    for (size_t i = 0; i < n; i++)
        if (st_cli_json(cli))
            write_account(&w, ids[i], &all[i]);
        else
            show_line(cli, &all[i]);
    st_cli_list_end(&w, cli);
    return ST_OK;
}

static int list(struct st_cli *cli) { return st_cli_look(cli, look, cli); }

/* ---- The password ---- */
static int ask(char hash[ST_PASSWORD_TEXT], struct st_cli *cli)
{
    char secret[ST_CLI_SECRET] = "";
    int rc;

    if (!st_cli_secret(secret, st_translate("Password", cli->reader.language)))
        secret[0] = 0;
    rc = st_staff_hash(hash, st_str_of(secret), &cli->err);
    explicit_bzero(secret, sizeof(secret));
    return rc;
}

/* ---- add ---- */
static int do_add(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    const struct user_options *o = j->cli->options;
    struct st_str name = st_str_of(j->cli->args[0]);
    struct staff s = {.sign_in_name = name, .name = o->name.n > 0 ? o->name : name, .unit = o->unit, .roles = o->roles,
                      .usual_purpose = o->usual_purpose, .language = o->preferred_language, .time_zone = o->time_zone};
    int rc = st_staff_add(tx, &j->id, &s, j->hash, err);

    return rc == ST_OK ? show(tx, j, err) : rc;
}

static int add(struct st_cli *cli)
{
    struct job j = {.cli = cli};
    int rc = ask(j.hash, cli);

    return rc == ST_OK ? st_cli_write(cli, do_add, &j) : rc;
}

/* ---- Changes of one account ---- */
static int do_roles(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    const struct user_roles_options *o = j->cli->options;
    struct staff s;
    int64_t version;
    int rc = st_staff_find(tx, &j->id, st_str_of(j->cli->args[0]), err);

    if (rc == ST_OK)
        rc = st_staff_get(tx, &s, &version, j->id, err);
    if (rc != ST_OK)
        return rc;
    s.roles = o->roles;
    rc = st_staff_update(tx, j->id, version, &s, err);
    return rc == ST_OK ? show(tx, j, err) : rc;
}

static int roles(struct st_cli *cli)
{
    struct job j = {.cli = cli};
    return st_cli_write(cli, do_roles, &j);
}

static int do_activate(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    int rc = st_staff_find(tx, &j->id, st_str_of(j->cli->args[0]), err);

    if (rc == ST_OK)
        rc = st_staff_activate(tx, j->id, j->active, err);
    return rc == ST_OK ? show(tx, j, err) : rc;
}

static int disable(struct st_cli *cli)
{
    struct job j = {.cli = cli};
    return st_cli_write(cli, do_activate, &j);
}

static int enable(struct st_cli *cli)
{
    struct job j = {.cli = cli, .active = true};
    return st_cli_write(cli, do_activate, &j);
}

static int do_password(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct job *j = arg;
    int rc = st_staff_find(tx, &j->id, st_str_of(j->cli->args[0]), err);

    if (rc == ST_OK)
        rc = st_staff_password(tx, j->id, j->hash, err);
    return rc == ST_OK ? show(tx, j, err) : rc;
}

static int password(struct st_cli *cli)
{
    struct job j = {.cli = cli};
    int rc = ask(j.hash, cli);

    return rc == ST_OK ? st_cli_write(cli, do_password, &j) : rc;
}

const struct st_cli_command st_cli_user[] = {
    {"user", "list", "", 0, 0, NULL, "List officers' accounts", list},
    {"user", "add", "SIGN-IN-NAME", 1, 1, &user_options_shape,
     "Make an account; the password is asked for, or is the first line of standard input", add},
    {"user", "roles", "SIGN-IN-NAME", 1, 1, &user_roles_options_shape, "Set the roles of an account", roles},
    {"user", "disable", "SIGN-IN-NAME", 1, 1, NULL, "Disable an account", disable},
    {"user", "enable", "SIGN-IN-NAME", 1, 1, NULL, "Enable an account again", enable},
    {"user", "password", "SIGN-IN-NAME", 1, 1, NULL,
     "Set a new password; it is asked for, or is the first line of standard input", password},
    {NULL, NULL, NULL, 0, 0, NULL, NULL, NULL},
};
