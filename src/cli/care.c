/* statera init, migrate, schema, backup, restore, doctor: what an administrator does with a database. */
#include "store/care.h"

#include <stdio.h>
#include <string.h>

#include "cases/retention.h"
#include "cases/system.h"
#include "cli/place.h"
#include "cli/secret.h"
#include "registers/register.h"
#include "registers/staff.h"
#include "store/record.h"

enum { ERASED_AT_ONCE = 200 };

/* A State and a unit: what a database is made for when nobody says. */
static const char nobodys_authority[] = "EU-LOCAL";

/* ---- init ---- */
#define INIT(F)                                                                                                       \
    F(tri, training, 0, 0, "Training", "For training: its clock can be moved, and it is never for real persons", "")  \
    F(text, administrator, 0, 60, "Administrator",                                                                    \
      "Sign-in name of the first administrator; the password is asked for, or is the first line of standard input", "")
ST_SHAPE(init_options, INIT)
ST_SHAPE_DEFINE(init_options, INIT, "New database", "")

struct first_account {
    struct staff staff;
    char hash[ST_PASSWORD_TEXT];
};

static int add_first(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct first_account *a = arg;
    struct st_id id;

    return st_staff_first(tx, &id, &a->staff, a->hash, err);
}

/* Reads the password before anything is made, so that a slip leaves nothing behind. */
static int ask_for_password(struct first_account *a, struct st_cli *cli, struct st_str name)
{
    char password[ST_CLI_SECRET] = "";
    int rc;

    a->staff.sign_in_name = a->staff.name = name;
    a->staff.roles = ST_CODE_BIT(role_administrator);
    a->staff.usual_purpose = purpose_administration;
    if (!st_cli_secret(password, st_translate("Password of the administrator", cli->reader.language)))
        password[0] = 0;
    rc = st_staff_hash(a->hash, st_str_of(password), &cli->err);
    explicit_bzero(password, sizeof(password));
    return rc;
}

/* There must be none: init never touches what is there. */
static int is_free(struct st_cli *cli, const char *url)
{
    struct st_store_options look = {.url = url};
    struct st_store *store = NULL;
    struct st_error err = {0};
    int rc = st_store_open(&store, &look, &err);

    st_store_close(store);
    if (rc == ST_E_NOTFOUND)
        return ST_OK;
    if (rc != ST_OK && rc != ST_E_STATE) {
        cli->err = err;
        return rc;
    }
    return st_fail(&cli->err, ST_E_EXISTS, "db", ST_MSG("There is a database already."), "",
                   "Name another place; to go on with this one use statera serve or statera migrate.");
}

static int init(struct st_cli *cli)
{
    const struct init_options *o = cli->options;
    struct st_str authority = cli->common.authority.n > 0 ? cli->common.authority : st_str_of(nobodys_authority);
    struct st_store_options options = {.create = true, .movable_clock = st_yes(o->training),
                                       .authority = st_str_z(cli->arena, authority)};
    struct st_actor nobody = {.authority = authority, .role = ST_S(""), .purpose = ST_S(""), .unit = ST_S("")};
    struct first_account account = {0};
    struct st_store *store = NULL;
    int rc = st_cli_database(&options.url, cli);

    st_system_register();
    if (rc == ST_OK)
        rc = is_free(cli, options.url);
    if (rc != ST_OK || st_cli_only_said(cli, ST_MSG("Would make a database for {0}.", ST_V(authority))))
        return rc;
    if (o->administrator.n > 0)
        rc = ask_for_password(&account, cli, o->administrator);
    if (rc == ST_OK)
        rc = st_store_open(&store, &options, &cli->err);
    if (rc == ST_OK && o->administrator.n > 0)
        rc = st_store_write(store, &nobody, add_first, &account, &cli->err);
    st_store_close(store);
    if (rc != ST_OK)
        return rc;
    if (st_cli_json(cli)) {
        struct st_json w = ST_JSON_INIT(&cli->out);
        st_json_object(&w);
        st_json_key(&w, "database"), st_json_text(&w, options.url);
        st_json_key(&w, "authority"), st_json_str(&w, authority);
        st_json_key(&w, "training"), st_json_bool(&w, options.movable_clock);
        st_json_key(&w, "administrator"), st_json_str(&w, o->administrator);
        st_json_object_end(&w);
        st_buf_char(&cli->out, '\n');
        return ST_OK;
    }
    st_cli_say(cli, ST_MSG("The database for {0} is made. Start it with: statera serve --db {1}", ST_V(authority),
                           ST_V(options.url)));
    return ST_OK;
}

/* ---- migrate ---- */
static int would_migrate(struct st_cli *cli, const char *url)
{
    int64_t from = 0, to = 0;
    int rc = st_care_version(url, &from, &to, &cli->err);

    if (rc == ST_OK && from > to)
        rc = st_fail(&cli->err, ST_E_STATE, "db", ST_MSG("This database was made by a newer program."), "",
                     "Install the newer program.");
    if (rc == ST_OK)
        (void)st_cli_only_said(cli, from == to ? ST_MSG("The database has version {0} already: nothing would be done.", ST_V(to))
                                               : ST_MSG("Would carry the database over from version {0} to {1}.", ST_V(from),
                                                        ST_V(to)));
    return rc;
}

static int migrate(struct st_cli *cli)
{
    int64_t from = 0, to = 0;
    const char *url;
    int rc = st_cli_database(&url, cli);

    st_system_register();
    if (rc == ST_OK && st_cli_dry(cli))
        return would_migrate(cli, url);
    if (rc != ST_OK)
        return rc;
    rc = st_care_migrate(url, &from, &to, &cli->err);
    if (rc != ST_OK)
        return rc;
    if (st_cli_json(cli)) {
        struct st_json w = ST_JSON_INIT(&cli->out);
        st_json_object(&w);
        st_json_key(&w, "from"), st_json_int(&w, from);
        st_json_key(&w, "to"), st_json_int(&w, to);
        st_json_object_end(&w);
        st_buf_char(&cli->out, '\n');
    } else if (from == to) {
        st_cli_say(cli, ST_MSG("The database has version {0} already.", ST_V(to)));
    } else {
        st_cli_say(cli, ST_MSG("Carried over from version {0} to {1}.", ST_V(from), ST_V(to)));
    }
    return ST_OK;
}

/* ---- schema ---- */
/* Every table of the program in one dialect: `make schema` keeps what it prints under data/schema. */
static int schema(struct st_cli *cli)
{
    bool sqlite = strcmp(cli->args[0], "sqlite") == 0;

    if (!sqlite && strcmp(cli->args[0], "postgres") != 0)
        return st_fail(&cli->err, ST_E_INVALID, "DIALECT", ST_MSG("There is no such dialect."), "",
                       "Give sqlite or postgres.");
    st_system_register();
    st_schema_print(&cli->out, sqlite ? ST_SQLITE : ST_POSTGRES);
    return ST_OK;
}

/* ---- backup ---- */
#define COPY(F)                                                                                                       \
    F(tri, with_keys, 0, 0, "With keys", "The keys too, as FILE.keys: keep such copies for days only", "")
ST_SHAPE(copy_options, COPY)
ST_SHAPE_DEFINE(copy_options, COPY, "Copy", "")

static void show_copying(uint64_t done, uint64_t total) { st_cli_progress("Copying pages:", done, total); }

static int backup(struct st_cli *cli)
{
    const struct copy_options *o = cli->options;
    bool with_keys = st_yes(o->with_keys);
    int64_t bytes = 0;
    const char *url;
    int rc = st_cli_database(&url, cli);

    if (rc != ST_OK || st_cli_only_said(cli, ST_MSG("Would copy the database to {0}.", ST_V(cli->args[0]))))
        return rc;
    rc = st_care_backup(url, cli->args[0], with_keys, show_copying, &bytes, &cli->err);
    if (rc != ST_OK)
        return rc;
    if (st_cli_json(cli)) {
        struct st_json w = ST_JSON_INIT(&cli->out);
        st_json_object(&w);
        st_json_key(&w, "file"), st_json_text(&w, cli->args[0]);
        st_json_key(&w, "bytes"), st_json_int(&w, bytes);
        st_json_key(&w, "keys_file");
        st_json_str(&w, with_keys ? st_strf(cli->arena, "%s.keys", cli->args[0]) : (struct st_str){NULL, 0});
        st_json_object_end(&w);
        st_buf_char(&cli->out, '\n');
        return ST_OK;
    }
    st_cli_say(cli, ST_MSG("Copied and checked: {0}, {1} bytes.", ST_V(cli->args[0]), ST_V(bytes)));
    if (with_keys)
        st_cli_say(cli, ST_MSG("The keys are in {0}.keys. Keep them apart from the data, and for days only: with old keys "
                               "what was erased could be read again.", ST_V(cli->args[0])));
    else
        st_cli_say(cli, ST_MSG("No keys are in it: the payloads of its journal and its waiting messages are locked. Copy "
                               "the keys apart with --with-keys into a place that keeps copies for days only."));
    return ST_OK;
}

/* ---- restore ---- */
struct again {
    const struct st_erased *erased;
    size_t n, rows;
};

static int erase_again(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct again *a = arg;
    struct st_entry entry = {.kind = ST_ENTRY_ERASURE, .action = "restore.erase_again", .register_name = "",
                             .citation = "GDPR Art 17"};
    int rc = ST_OK;

    a->rows = 0;
    for (size_t i = 0; rc == ST_OK && i < a->n; i++) {
        const struct st_erased *e = &a->erased[i];
        size_t rows = 0;
        rc = e->key_class == ST_KEY_RECORD ? st_register_erase_again(tx, e->owner, err) : ST_E_NOTFOUND;
        if (rc == ST_E_NOTFOUND && e->key_class == ST_KEY_RECORD)
            rc = st_case_erase_again(tx, e->owner, err);
        rows += rc == ST_OK;
        a->rows += rows;
        if (rc == ST_OK || rc == ST_E_NOTFOUND)
            rc = st_care_erase_rows(tx, &rows, e->owner, e->key_class, err);
        a->rows += rows;
        entry.record = e->owner;
        if (rc == ST_OK && rows > 0)
            rc = st_journal_add(tx, &entry, err);
    }
    return rc == ST_OK && a->rows == 0 ? ST_E_NOTFOUND : rc; /* nothing was there: nothing to commit */
}

/* Those of a page that belong to one authority, in its name. */
static int erase_run(size_t *n, size_t *rows, struct st_store *store, const struct st_erased *erased, size_t most,
                     struct st_error *err)
{
    struct st_actor law = {.authority = erased[0].authority, .role = ST_S(""), .purpose = ST_S(""), .unit = ST_S("")};
    struct again a = {.erased = erased};
    struct st_error own = {0};
    int rc;

    while (a.n < most && st_str_eq(erased[a.n].authority, law.authority))
        a.n++;
    *n = a.n;
    rc = st_store_write(store, &law, erase_again, &a, &own);
    if (rc == ST_E_NOTFOUND && own.n == 0)
        return ST_OK;
    if (rc == ST_OK)
        *rows += a.rows;
    else
        *err = own;
    return rc;
}

/* Everything whose key was destroyed, in pages. *erased counts what is gone, *rows what had come back. */
static int erase_all_again(size_t *erased, size_t *rows, struct st_store *store, struct st_error *err)
{
    struct st_arena *arena = st_arena_new();
    struct st_erased *page = NULL, last = {{NULL, 0}, {{0}}, 0, {{0}}};
    char kept[64];
    size_t n = 0;
    int rc;

    do {
        st_arena_reset(arena);
        rc = st_care_erased(&page, &n, store, arena, *erased ? &last : NULL, ERASED_AT_ONCE, err);
        for (size_t at = 0, run = 0; rc == ST_OK && at < n; at += run)
            rc = erase_run(&run, rows, store, page + at, n - at, err);
        if (rc == ST_OK && n > 0) {
            last = page[n - 1];
            ST_ASSERT(last.authority.n < sizeof(kept));
            memcpy(kept, last.authority.p, last.authority.n); /* the arena goes */
            last.authority.p = kept;
        }
        *erased += n;
    } while (rc == ST_OK && n == ERASED_AT_ONCE);
    st_arena_free(arena);
    return rc;
}

static int note_restored(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_entry entry = {.kind = ST_ENTRY_SYSTEM, .action = "store.restored", .register_name = "", .citation = ""};

    (void)arg;
    return st_journal_add(tx, &entry, err);
}

static int restore_and_erase(size_t *erased, size_t *rows, struct st_cli *cli, const char *url, bool with_keys)
{
    struct st_store_options options = {.url = url};
    struct st_store *store = NULL;
    int64_t from, to;
    int rc = cli->args_n > 0 ? st_care_restore(url, cli->args[0], with_keys, show_copying, &cli->err) : ST_OK;

    if (rc == ST_OK)
        rc = st_care_migrate(url, &from, &to, &cli->err);
    if (rc == ST_OK)
        rc = st_store_open(&store, &options, &cli->err);
    if (rc == ST_OK)
        rc = erase_all_again(erased, rows, store, &cli->err);
    if (rc == ST_OK) {
        struct st_actor law = {.authority = st_store_authority(store), .role = ST_S(""), .purpose = ST_S(""),
                               .unit = ST_S("")};
        rc = st_store_write(store, &law, note_restored, NULL, &cli->err);
    }
    if (rc == ST_OK)
        rc = st_journal_seal(store, NULL, &cli->err);
    st_store_close(store);
    return rc;
}

static int restore(struct st_cli *cli)
{
    const struct copy_options *o = cli->options;
    size_t erased = 0, rows = 0;
    const char *url;
    int rc = st_cli_database(&url, cli);

    st_system_register();
    if (rc == ST_OK && cli->args_n == 0 && !st_str_starts(st_str_of(url), "postgres"))
        rc = st_fail(&cli->err, ST_E_INVALID, "file", ST_MSG("The file of the backup is missing."), "",
                     "Name the file that statera backup wrote.");
    if (rc != ST_OK || st_cli_only_said(cli, ST_MSG("Would put the backup in the place of {0}, and erase again what was erased "
                                             "since.", ST_V(url))))
        return rc;
    rc = restore_and_erase(&erased, &rows, cli, url, st_yes(o->with_keys));
    if (rc != ST_OK)
        return rc;
    if (st_cli_json(cli)) {
        struct st_json w = ST_JSON_INIT(&cli->out);
        st_json_object(&w);
        st_json_key(&w, "erasures"), st_json_int(&w, (int64_t)erased);
        st_json_key(&w, "rows_erased_again"), st_json_int(&w, (int64_t)rows);
        st_json_object_end(&w);
        st_buf_char(&cli->out, '\n');
        return ST_OK;
    }
    st_cli_say(cli, ST_MSG("Restored. {0} erasures are known here; {1} rows that the backup brought back were erased again.",
                           ST_V((int64_t)erased), ST_V((int64_t)rows)));
    return ST_OK;
}

/* ---- doctor ---- */
static const char *const health_names[] = {"", "well", "note", "ill"};

static void findings_json(struct st_cli *cli, const struct st_finding *f, size_t n, bool well)
{
    struct st_json w = ST_JSON_INIT(&cli->out);

    st_json_object(&w);
    st_json_key(&w, "well"), st_json_bool(&w, well);
    st_json_key(&w, "findings");
    st_json_array(&w);
    for (size_t i = 0; i < n; i++) {
        st_json_object(&w);
        st_json_key(&w, "subject"), st_json_text(&w, f[i].subject);
        st_json_key(&w, "state"), st_json_text(&w, health_names[f[i].health]);
        st_json_key(&w, "text"), st_json_message(&w, &f[i].what, &cli->reader);
        st_json_key(&w, "cure"), st_json_text(&w, st_translate(f[i].cure, cli->reader.language));
        st_json_object_end(&w);
    }
    st_json_array_end(&w);
    st_json_object_end(&w);
    st_buf_char(&cli->out, '\n');
}

static void findings_people(struct st_cli *cli, const struct st_finding *f, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        st_buf_printf(&cli->out, "%-5s %-9s ", health_names[f[i].health], f[i].subject);
        st_message_print(&cli->out, &f[i].what, &cli->reader);
        st_buf_char(&cli->out, '\n');
        if (f[i].cure[0] != 0)
            st_buf_printf(&cli->out, "                %s\n", st_translate(f[i].cure, cli->reader.language));
    }
}

static int doctor(struct st_cli *cli)
{
    struct st_finding findings[ST_FINDINGS_MAX];
    struct st_store_options options = {0};
    struct st_store *store = NULL;
    bool well = true;
    size_t n = 0;
    int rc = st_cli_database(&options.url, cli);

    st_system_register();
    if (rc == ST_OK)
        rc = st_store_open(&store, &options, &cli->err);
    if (rc == ST_OK)
        rc = st_system_examine(findings, &n, store, cli->arena, &cli->err);
    st_store_close(store);
    if (rc != ST_OK)
        return rc;
    for (size_t i = 0; i < n; i++)
        well &= findings[i].health != ST_HEALTH_ILL;
    if (st_cli_json(cli))
        findings_json(cli, findings, n, well);
    else
        findings_people(cli, findings, n);
    return well ? ST_OK : ST_E_VERIFY;
}

/* ---- vacuum ---- */
static int vacuum(struct st_cli *cli)
{
    const char *url;
    bool needed = false;
    int rc = st_cli_database(&url, cli);

    if (rc != ST_OK || st_cli_only_said(cli, ST_MSG("Would write the database's tables anew.")))
        return rc;
    rc = st_care_clear(url, &needed, &cli->err);
    if (rc != ST_OK)
        return rc;
    if (st_cli_json(cli)) {
        struct st_json w = ST_JSON_INIT(&cli->out);
        st_json_object(&w);
        st_json_key(&w, "written_anew"), st_json_bool(&w, needed);
        st_json_object_end(&w);
        st_buf_char(&cli->out, '\n');
    } else {
        st_cli_say(cli, needed ? ST_MSG("The tables are written anew: nothing erased stays in the server's files.")
                               : ST_MSG("SQLite overwrites what is erased at once: there is nothing to do."));
    }
    return ST_OK;
}

const struct st_cli_command st_cli_care[] = {
    {"init", "", "", 0, 0, &init_options_shape, "Make a database and its keys", init},
    {"migrate", "", "", 0, 0, NULL, "Carry a database over to this program's version", migrate},
    {"schema", "", "DIALECT", 1, 1, NULL, "Print the tables of a database: sqlite or postgres", schema},
    {"backup", "", "FILE", 1, 1, &copy_options_shape, "Copy a database while it is in use", backup},
    {"restore", "", "[FILE]", 0, 1, &copy_options_shape,
     "Put a copy in the place of the database; erase again what was erased since", restore},
    {"vacuum", "", "", 0, 0, NULL, "Write a PostgreSQL database anew, so that nothing erased stays in its files", vacuum},
    {"doctor", "", "", 0, 0, NULL, "Examine a database and say what to do", doctor},
    {NULL, NULL, NULL, 0, 0, NULL, NULL, NULL},
};
