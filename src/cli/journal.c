/* statera journal: the log of everything, for those who watch. Verifying needs no database. */
#include "store/journal.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/place.h"
#include "registers/access.h"
#include "registers/seen.h"

enum { LIST_USUAL = 50 };

static void show_exporting(uint64_t done, uint64_t total) { st_cli_progress("Exporting entries:", done, total); }

/* ---- export ---- */
#define JOURNAL_OUT(F) F(text, out, 0, 400, "File", "File to write", "")
ST_SHAPE(journal_out, JOURNAL_OUT)
ST_SHAPE_DEFINE(journal_out, JOURNAL_OUT, "Output", "")

static int note_export(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_entry entry = {.kind = ST_ENTRY_READ, .action = "journal.export", .register_name = "", .citation = ""};

    (void)arg;
    return st_journal_add(tx, &entry, err);
}

static int export(struct st_cli *cli)
{
    const struct journal_out *o = cli->options;
    struct st_verification v = {0};
    struct st_store *store = NULL;
    struct st_actor actor;
    const char *path = st_str_z(cli->arena, o->out);
    int rc = o->out.n > 0 ? st_cli_open(&store, cli)
                          : st_fail(&cli->err, ST_E_INVALID, "out", ST_MSG("The file to write is missing."), "",
                                    "Name it with --out FILE.");

    if (rc == ST_OK)
        rc = st_cli_actor(&actor, cli, store);
    if (rc == ST_OK && st_cli_only_said(cli, ST_MSG("Would write the journal to {0}.", ST_V(path)))) {
        st_store_close(store);
        return ST_OK;
    }
    if (rc == ST_OK)
        rc = st_store_write(store, &actor, note_export, NULL, &cli->err);
    if (rc == ST_OK)
        rc = st_journal_seal(store, NULL, &cli->err);
    if (rc == ST_OK)
        rc = st_journal_export(store, path, show_exporting, &cli->err);
    st_store_close(store);
    if (rc == ST_OK)
        rc = st_journal_verify(&v, cli->arena, path, NULL, NULL, &cli->err);
    if (rc != ST_OK)
        return rc;
    if (st_cli_json(cli)) {
        struct st_json w = ST_JSON_INIT(&cli->out);
        st_json_object(&w);
        st_json_key(&w, "file"), st_json_text(&w, path);
        st_json_key(&w, "entries"), st_json_int(&w, v.entries);
        st_json_key(&w, "checkpoints"), st_json_int(&w, v.checkpoints);
        st_json_key(&w, "public_key"), st_json_str(&w, v.public_key);
        st_json_object_end(&w);
        st_buf_char(&cli->out, '\n');
        return ST_OK;
    }
    st_cli_say(cli, ST_MSG("{0} entries written to {1}.", ST_V(v.entries), ST_V(path)));
    return ST_OK;
}

/* ---- verify ---- */
#define VERIFY(F)                                                                                                     \
    F(text, public_key, 0, 60, "Public key", "Whose signature it must be (base64, as journal checkpoint prints it)", "") \
    F(text, earlier, 0, 400, "Earlier checkpoint", "File with a checkpoint kept since: nothing before it may have changed", "")
ST_SHAPE(verify_options, VERIFY)
ST_SHAPE_DEFINE(verify_options, VERIFY, "Verification", "")

static void verification_json(struct st_cli *cli, const struct st_verification *v)
{
    struct st_json w = ST_JSON_INIT(&cli->out);

    st_json_object(&w);
    st_json_key(&w, "valid"), st_json_bool(&w, v->valid);
    st_json_key(&w, "entries"), st_json_int(&w, v->entries);
    st_json_key(&w, "checkpoints"), st_json_int(&w, v->checkpoints);
    st_json_key(&w, "keys"), st_json_int(&w, v->keys);
    st_json_key(&w, "log"), st_json_str(&w, v->log);
    st_json_key(&w, "root"), st_json_str(&w, v->root);
    st_json_key(&w, "public_key"), st_json_str(&w, v->public_key);
    if (!v->valid) {
        st_json_key(&w, "problem"), st_json_message(&w, &v->problem, &cli->reader);
        st_json_key(&w, "line"), st_json_int(&w, v->problem_line);
    }
    st_json_object_end(&w);
    st_buf_char(&cli->out, '\n');
}

static int verify(struct st_cli *cli)
{
    const struct verify_options *o = cli->options;
    const char *key = o->public_key.n > 0 ? st_str_z(cli->arena, o->public_key) : NULL,
               *earlier = o->earlier.n > 0 ? st_str_z(cli->arena, o->earlier) : NULL;
    struct st_verification v;
    int rc = st_journal_verify(&v, cli->arena, cli->args[0], key, earlier, &cli->err);

    if (rc != ST_OK && rc != ST_E_VERIFY)
        return rc;
    if (st_cli_json(cli)) {
        verification_json(cli, &v);
        cli->err = (struct st_error){0}; /* the problem has been said */
        return rc;
    }
    if (rc == ST_OK)
        st_cli_say(cli, ST_MSG("Valid: {0} entries, {1} checkpoints. Signed by {2}.", ST_V(v.entries),
                               ST_V(v.checkpoints), ST_V(v.public_key)));
    else if (v.problem_line > 0)
        st_cli_say(cli, ST_MSG("Not valid, seen in line {0}.", ST_V(v.problem_line)));
    if (rc == ST_OK && v.keys > 1)
        st_cli_say(cli, ST_MSG("{0} keys signed, one after the other. Ask why.", ST_V(v.keys)));
    return rc;
}

/* ---- checkpoint ---- */
struct newest {
    struct st_str note, public_key;
};

static int read_checkpoint(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct newest *c = arg;
    return st_journal_checkpoint(&c->note, &c->public_key, tx, err);
}

static int write_note(struct st_cli *cli, struct st_str path, struct st_str note)
{
    FILE *f = fopen(st_str_z(cli->arena, path), "wb");
    bool ok = f != NULL && fwrite(note.p, 1, note.n, f) == note.n;

    ok = f != NULL && fclose(f) == 0 && ok;
    return ok ? ST_OK : st_fail(&cli->err, ST_E_IO, "out", ST_MSG("The file cannot be written."), "",
                                "Check the path, its permissions and the space on the disk.");
}

static int checkpoint(struct st_cli *cli)
{
    const struct journal_out *o = cli->options;
    struct newest c = {{NULL, 0}, {NULL, 0}};
    struct st_store *store = NULL;
    struct st_actor actor;
    int rc = st_cli_open(&store, cli);

    if (rc == ST_OK)
        rc = st_cli_actor(&actor, cli, store);
    if (rc == ST_OK && !st_cli_dry(cli))
        rc = st_journal_seal(store, NULL, &cli->err);
    if (rc == ST_OK)
        rc = st_store_read(store, &actor, read_checkpoint, &c, cli->arena, &cli->err);
    st_store_close(store);
    if (rc == ST_OK && o->out.n > 0 && st_cli_only_said(cli, ST_MSG("Would write a checkpoint to {0}.", ST_V(o->out))))
        return ST_OK;
    if (rc == ST_OK && !st_str_known(c.note))
        rc = st_fail(&cli->err, ST_E_NOTFOUND, "", ST_MSG("The journal is empty."), "", "Nothing has happened here yet.");
    if (rc == ST_OK && o->out.n > 0)
        rc = write_note(cli, o->out, c.note);
    if (rc != ST_OK)
        return rc;
    if (st_cli_json(cli)) {
        struct st_json w = ST_JSON_INIT(&cli->out);
        st_json_object(&w);
        st_json_key(&w, "checkpoint"), st_json_str(&w, c.note);
        st_json_key(&w, "public_key"), st_json_str(&w, c.public_key);
        st_json_object_end(&w);
        st_buf_char(&cli->out, '\n');
        return ST_OK;
    }
    if (o->out.n == 0)
        st_buf_str(&cli->out, c.note);
    st_cli_say(cli, ST_MSG("Public key of the signer: {0}", ST_V(c.public_key)));
    return ST_OK;
}

/* ---- list ---- */
#define JOURNAL_LIST(F)                                                                                               \
    F(id, person, 0, 0, "Person", "Entries about this person only", "")                                               \
    F(id, case_id, 0, 0, "Case", "Entries of this case only", "")                                                     \
    F(id, by, 0, 0, "By", "Entries of this officer (the account's key) only", "")                                     \
    F(id, before, 0, 0, "Before", "Entries older than this one: to turn pages", "")                                   \
    F(number, limit, 0, 0, "Limit", "How many at most (default 50, at most 500)", "")
ST_SHAPE(journal_list, JOURNAL_LIST)
ST_SHAPE_DEFINE(journal_list, JOURNAL_LIST, "Entries", "")

struct listing {
    struct st_journal_filter filter;
    struct st_journal_row *rows;
    size_t n;
};

/* Whoever looks at the log is in the log. */
static int list_rows(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct listing *l = arg;
    struct st_entry entry = {.kind = ST_ENTRY_READ, .action = "journal.list", .register_name = "", .citation = "",
                             .person = l->filter.person, .case_id = l->filter.case_id};
    int rc = st_entries_seen(&l->rows, &l->n, tx, &l->filter, err);

    return rc == ST_OK ? st_journal_add(tx, &entry, err) : rc;
}

static void rows_json(struct st_cli *cli, const struct listing *l)
{
    struct st_json w = ST_JSON_INIT(&cli->out);

    st_json_array(&w);
    for (size_t i = 0; i < l->n; i++) {
        st_json_object(&w);
        st_journal_row_write(&w, &l->rows[i]);
        st_json_object_end(&w);
    }
    st_json_array_end(&w);
    st_buf_char(&cli->out, '\n');
}

static void rows_people(struct st_cli *cli, const struct listing *l)
{
    char at[ST_INSTANT_TEXT], id[ST_ID_TEXT];

    for (size_t i = 0; i < l->n; i++) {
        const struct st_journal_row *r = &l->rows[i];
        at[0] = 0;
        (void)st_instant_print(at, (struct st_instant){r->at.us / ST_SECOND * ST_SECOND});
        st_buf_printf(&cli->out, "%-20s  %-7s  %-28.*s  %s\n", at, st_journal_kind_name(r->kind), (int)r->action.n, r->action.p,
                      st_id_print(id, r->id));
    }
}

static int list(struct st_cli *cli)
{
    const struct journal_list *o = cli->options;
    struct listing l = {.filter = {.person = o->person, .case_id = o->case_id, .officer = o->by, .before = o->before,
                                   .limit = o->limit.known && o->limit.v > 0 ? (size_t)o->limit.v : LIST_USUAL}};
    int rc = st_cli_look(cli, list_rows, &l);

    if (rc != ST_OK)
        return rc;
    if (st_cli_json(cli))
        rows_json(cli, &l);
    else
        rows_people(cli, &l);
    return ST_OK;
}

/* ---- prove ---- */
struct proving {
    struct st_id entry;
    struct st_buf *out;
};

static int prove_entry(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct proving *p = arg;
    struct st_json w = ST_JSON_INIT(p->out);

    return st_journal_prove(&w, tx, p->entry, err);
}

static int prove(struct st_cli *cli)
{
    struct proving p = {.out = &cli->out};
    int rc;

    if (!st_id_parse(&p.entry, st_str_of(cli->args[0])))
        return st_fail(&cli->err, ST_E_INVALID, "entry", ST_MSG("This is no key of an entry."), "",
                       "Take it from statera journal list.");
    rc = st_cli_look(cli, prove_entry, &p);
    if (rc == ST_OK)
        st_buf_char(&cli->out, '\n');
    return rc;
}

const struct st_cli_command st_cli_journal[] = {
    {"journal", "list", "", 0, 0, &journal_list_shape, "Who did what, newest first", list},
    {"journal", "export", "", 0, 0, &journal_out_shape, "Write the sealed journal to a file for those who check it",
     export},
    {"journal", "verify", "FILE", 1, 1, &verify_options_shape, "Check an export or a proof, without any database", verify},
    {"journal", "checkpoint", "", 0, 0, &journal_out_shape, "Seal now and print the signed checkpoint to keep elsewhere",
     checkpoint},
    {"journal", "prove", "ENTRY", 1, 1, NULL, "Prove that an entry is in the journal, for journal verify", prove},
    {NULL, NULL, NULL, 0, 0, NULL, NULL, NULL},
};
