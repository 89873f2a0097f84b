/* Who represents or assists a person, on the command line. */
#include "registers/representation.h"

#include "cli/place.h"
#include "cli/record.h"
#include "registers/person.h"

static int find_person(struct st_id *out, struct st_tx *tx, const char *text, struct st_error *err)
{
    return st_id_parse(out, st_str_of(text)) ? ST_OK : st_person_find(tx, out, st_str_of(text), err);
}

/* ---- Putting in charge, and ending it ---- */
#define CHARGE_OPTIONS(F) CLI_FORM(F)
ST_SHAPE(charge_options, CHARGE_OPTIONS)
ST_SHAPE_DEFINE(charge_options, CHARGE_OPTIONS, "Representative of a person", "SR Art 13")

struct charge {
    struct st_cli *cli;
    struct representation given;
    struct st_id id;
};

static int put_in_charge(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct charge *c = arg;
    struct st_id person;
    int rc = find_person(&person, tx, c->cli->args[0], err);

    return rc == ST_OK ? st_representation_designate(tx, &c->id, person, &c->given, err) : rc;
}

static int designate(struct st_cli *cli)
{
    const struct charge_options *o = cli->options;
    struct charge c = {.cli = cli};
    int rc = st_cli_fill(&c.given, &representation_shape, cli, o->form, o->set);

    if (rc == ST_OK)
        rc = st_cli_write(cli, put_in_charge, &c);
    if (rc == ST_OK)
        st_cli_new_id(cli, c.id);
    return rc;
}

#define CHARGE_END_OPTIONS(F)                                                                                         \
    F(text, because, ST_REQUIRED, 1000, "Ended because", "In your own words", "SR Art 13(4)")                         \
    F(instant, until, 0, 0, "Until", "Now, when left empty", "RCD Art 27(1)")
ST_SHAPE(charge_end_options, CHARGE_END_OPTIONS)
ST_SHAPE_DEFINE(charge_end_options, CHARGE_END_OPTIONS, "End of a charge", "SR Art 13(4)")

static int end_charge(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct charge *c = arg;
    const struct charge_end_options *o = c->cli->options;
    return st_representation_end(tx, c->id, 0, o->until, o->because, err);
}

static int end(struct st_cli *cli)
{
    struct charge c = {.cli = cli};
    int rc = st_shape_check(&charge_end_options_shape, cli->options, NULL, 0, (struct st_instant){0}, cli->arena, "",
                            &cli->err);

    if (rc == ST_OK)
        rc = st_cli_key(&c.id, cli, cli->args[0]);
    if (rc == ST_OK)
        rc = st_cli_write(cli, end_charge, &c);
    if (rc == ST_OK)
        st_cli_done(cli, ST_MSG("The charge has ended."));
    return rc;
}

/* ---- Looking ---- */
static int of_person(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_cli *cli = arg;
    struct representation *all;
    struct st_id person, *ids;
    size_t n = 0;
    int rc = find_person(&person, tx, cli->args[0], err);

    if (rc == ST_OK)
        rc = st_representation_list(tx, &all, &ids, &n, person, err);
    if (rc != ST_OK)
        return rc;
    st_buf_clear(&cli->out);
    st_cli_records(cli, &representation_shape, all, ids, n);
    return ST_OK;
}

static int in_care(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_cli *cli = arg;
    struct st_id *ids = NULL;
    struct person *all;
    size_t n = 0;
    int rc = st_all_in_care(tx, &ids, &n, err);

    all = ST_NEW_N(tx->arena, struct person, n + 1);
    for (size_t i = 0; rc == ST_OK && i < n; i++)
        rc = st_person_get(tx, &all[i], NULL, ids[i], err);
    if (rc != ST_OK)
        return rc;
    st_buf_clear(&cli->out);
    st_cli_records(cli, &person_shape, all, ids, n);
    return ST_OK;
}

static int accounts(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_cli *cli = arg;
    struct st_json w = ST_JSON_INIT(&cli->out);
    struct st_representative *rows;
    size_t n = 0;
    int rc = st_representatives(tx, &rows, &n, err);

    if (rc != ST_OK)
        return rc;
    st_buf_clear(&cli->out);
    if (st_cli_json(cli))
        st_json_array(&w);
    for (size_t i = 0; i < n; i++) {
        if (!st_cli_json(cli)) {
            st_buf_printf(&cli->out, "%-16s %3lld  %s, %s\n", st_str_z(tx->arena, rows[i].sign_in_name),
                          (long long)rows[i].minors, st_str_z(tx->arena, rows[i].name),
                          rows[i].unit.n ? st_str_z(tx->arena, rows[i].unit) : "");
            continue;
        }
        st_json_object(&w);
        st_json_key(&w, "sign_in_name"), st_json_str(&w, rows[i].sign_in_name);
        st_json_key(&w, "name"), st_json_str(&w, rows[i].name);
        st_json_key(&w, "unit"), st_json_str(&w, rows[i].unit);
        st_json_key(&w, "minors_in_care"), st_json_int(&w, rows[i].minors);
        st_json_object_end(&w);
    }
    if (st_cli_json(cli)) {
        st_json_array_end(&w);
        st_buf_char(&cli->out, '\n');
    }
    return ST_OK;
}

static int representative_of(struct st_cli *cli) { return st_cli_look(cli, of_person, cli); }
static int representative_clients(struct st_cli *cli) { return st_cli_look(cli, in_care, cli); }
static int representative_accounts(struct st_cli *cli) { return st_cli_look(cli, accounts, cli); }

const struct st_cli_command st_cli_representatives[] = {
    {"representative", "designate", "PERSON", 1, 1, &charge_options_shape, "Put somebody in charge of a minor",
     designate},
    {"representative", "end", "RECORD", 1, 1, &charge_end_options_shape, "End a charge", end},
    {"representative", "of", "PERSON", 1, 1, NULL, "Who represents or assists a person, in force first",
     representative_of},
    {"representative", "clients", "", 0, 0, NULL, "Those in the care of the officer who asks", representative_clients},
    {"representative", "accounts", "", 0, 0, NULL, "Accounts that may be put in charge, and how many minors each has",
     representative_accounts},
    {NULL, NULL, NULL, 0, 0, NULL, NULL, NULL},
};
