/* statera mrz, name: the identity library alone, without a database. */
#include "cli/cli.h"
#include "identity/mrz.h"
#include "identity/name_compare.h"

enum { MRZ_MAX = 4096 };

static struct st_date today(const struct st_cli *cli)
{
    struct st_local local = {0};
    if (st_date_known(cli->common.as_of))
        return cli->common.as_of;
    (void)st_zone_local(&local, st_instant_now(), "UTC");
    return local.date;
}

static void pair(struct st_json *w, const char *key, struct st_str value)
{
    st_json_key(w, key);
    st_json_str(w, value);
}

static void digit(struct st_json *w, const char *key, char c)
{
    pair(w, key, (struct st_str){c ? &c : NULL, c ? 1 : 0});
}

static void mrz_fields(struct st_json *w, const struct st_mrz *m)
{
    st_json_object(w);
    pair(w, "format", st_str_of(st_mrz_format_name(m->format)));
    pair(w, "doc_code", m->doc_code);
    pair(w, "issuer", m->issuer);
    pair(w, "doc_no", m->doc_no);
    digit(w, "doc_no_cd", m->doc_no_cd);
    pair(w, "nationality", m->nationality);
    pair(w, "birth_yymmdd", m->birth_yymmdd);
    digit(w, "birth_cd", m->birth_cd);
    st_json_key(w, "birth");
    st_json_date(w, m->birth);
    digit(w, "sex", m->sex);
    pair(w, "expiry_yymmdd", m->expiry_yymmdd);
    digit(w, "expiry_cd", m->expiry_cd);
    st_json_key(w, "expiry");
    st_json_date(w, m->expiry);
    pair(w, "optional1", m->optional1);
    pair(w, "optional2", m->optional2);
    digit(w, "composite_cd", m->composite_cd);
    pair(w, "surname", m->surname);
    pair(w, "given_names", m->given_names);
    st_json_key(w, "name_cut");
    st_json_bool(w, m->name_cut);
    st_json_object_end(w);
}

static void mrz_json(struct st_cli *cli, const struct st_mrz *m)
{
    struct st_json w = ST_JSON_INIT(&cli->out);

    st_json_object(&w);
    st_json_key(&w, "valid");
    st_json_bool(&w, m->errors == 0);
    st_json_key(&w, "errors");
    st_json_array(&w);
    for (int bit = 0; bit < ST_MRZ_ERRORS; bit++)
        if (m->errors & 1u << bit)
            st_json_text(&w, st_mrz_error_name(bit));
    st_json_array_end(&w);
    st_json_key(&w, "fields");
    mrz_fields(&w, m);
    st_json_object_end(&w);
    st_buf_char(&cli->out, '\n');
}

static void mrz_people(struct st_cli *cli, const struct st_mrz *m)
{
    st_cli_say(cli, ST_MSG("{0} {1}, {2}", ST_V(st_mrz_format_name(m->format)), ST_V(m->surname), ST_V(m->given_names)));
    st_cli_say(cli, ST_MSG("Document {0} of {1}, nationality {2}", ST_V(m->doc_no), ST_V(m->issuer), ST_V(m->nationality)));
    st_cli_say(cli, ST_MSG("Born {0}, document expires {1}", ST_V(m->birth), ST_V(m->expiry)));
    for (int bit = 0; bit < ST_MRZ_ERRORS; bit++)
        if (m->errors & 1u << bit)
            st_cli_say(cli, (struct st_message){.text = st_mrz_error_text(bit)});
}

static int mrz_parse(struct st_cli *cli)
{
    struct st_str text;
    struct st_mrz m;
    int rc = st_cli_read(&text, cli, cli->args[0], MRZ_MAX);

    if (rc != ST_OK)
        return rc;
    st_mrz_parse(&m, cli->arena, text, today(cli));
    if (st_cli_json(cli))
        mrz_json(cli, &m);
    else
        mrz_people(cli, &m);
    return m.errors ? ST_E_INVALID : ST_OK;
}

static int name_compare(struct st_cli *cli)
{
    struct st_name_comparison c;
    struct st_json w = ST_JSON_INIT(&cli->out);
    int rc = st_name_compare(&c, st_str_of(cli->args[0]), st_str_of(cli->args[1]), cli->arena, &cli->err);

    if (rc != ST_OK)
        return rc;
    if (!st_cli_json(cli)) {
        st_buf_printf(&cli->out, "%d.%03d  %s\n", c.score / 1000, c.score % 1000, st_name_decision_name(c.decision));
        for (size_t i = 0; i < c.n; i++)
            st_cli_say(cli, c.reasons[i]);
        return ST_OK;
    }
    st_json_object(&w);
    st_json_key(&w, "score");
    st_json_decimal(&w, c.score, 3);
    st_json_key(&w, "decision");
    st_json_text(&w, st_name_decision_name(c.decision));
    st_json_key(&w, "reasons");
    st_json_array(&w);
    for (size_t i = 0; i < c.n; i++)
        st_json_message(&w, &c.reasons[i], &cli->reader);
    st_json_array_end(&w);
    st_json_object_end(&w);
    st_buf_char(&cli->out, '\n');
    return ST_OK;
}

const struct st_cli_command st_cli_identity[] = {
    {"mrz", "parse", "FILE|-", 1, 1, NULL, "Read a machine readable zone and check its digits", mrz_parse},
    {"name", "compare", "A B", 2, 2, NULL, "Compare two names, in any scripts, with reasons", name_compare},
    {NULL, NULL, NULL, 0, 0, NULL, NULL, NULL},
};
