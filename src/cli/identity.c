/* statera mrz, name: the identity library alone, without a database. */
#include "cli/cli.h"
#include "identity/answer.h"

enum { MRZ_MAX = 4096 };

static struct st_date today(const struct st_cli *cli)
{
    struct st_local local = {0};
    if (st_date_known(cli->common.as_of))
        return cli->common.as_of;
    (void)st_zone_local(&local, st_instant_now(), "UTC");
    return local.date;
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
    if (st_cli_json(cli)) {
        struct st_json w = ST_JSON_INIT(&cli->out);
        st_mrz_write_json(&w, &m);
        st_buf_char(&cli->out, '\n');
    } else {
        mrz_people(cli, &m);
    }
    return m.errors ? ST_E_INVALID : ST_OK;
}

static const char *decision_in_words(enum st_name_decision decision)
{
    /* sentences */
    static const char *const words[] = {
        [ST_NAME_DIFFERENT] = "Different names",
        [ST_NAME_SIMILAR] = "Similar names",
        [ST_NAME_SAME] = "The same name",
    };
    /* end of sentences */
    return words[decision];
}

static int name_compare(struct st_cli *cli)
{
    struct st_name_comparison c;
    struct st_json w = ST_JSON_INIT(&cli->out);
    int rc = st_name_compare(&c, st_str_of(cli->args[0]), st_str_of(cli->args[1]), cli->arena, &cli->err);

    if (rc != ST_OK)
        return rc;
    if (!st_cli_json(cli)) {
        st_buf_printf(&cli->out, "%d.%03d  %s\n", c.score / 1000, c.score % 1000,
                      st_translate(decision_in_words(c.decision), cli->reader.language));
        for (size_t i = 0; i < c.n; i++)
            st_cli_say(cli, c.reasons[i]);
        return ST_OK;
    }
    st_name_write_json(&w, &c, &cli->reader);
    st_buf_char(&cli->out, '\n');
    return ST_OK;
}

const struct st_cli_command st_cli_identity[] = {
    {"mrz", "parse", "FILE|-", 1, 1, NULL, "Read a machine readable zone and check its digits", mrz_parse},
    {"name", "compare", "A B", 2, 2, NULL, "Compare two names, in any scripts, with reasons", name_compare},
    {NULL, NULL, NULL, 0, 0, NULL, NULL, NULL},
};
