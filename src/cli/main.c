/* The program: one binary for station, national node and Union node. */
#include <sodium.h>
#include <stdio.h>

#include "cli/cli.h"

static const struct st_cli_command *const tables[] = {
    st_cli_law,
    st_cli_identity,
    st_cli_print,
    st_cli_screening,
    st_cli_cases,
    st_cli_representatives,
    st_cli_eurodac,
    st_cli_dp,
    st_cli_serve,
    st_cli_care,
    st_cli_journal,
    st_cli_node,
    st_cli_setting,
    st_cli_user,
    st_cli_meta,
    NULL};

static int manual(struct st_cli *cli)
{
    st_cli_manual(&cli->out, tables);
    return ST_OK;
}

static int completion(struct st_cli *cli)
{
    st_cli_completion(&cli->out, tables);
    return ST_OK;
}

const struct st_cli_command st_cli_meta[] = {
    {"manual", "", "", 0, 0, NULL, "Print the manual page", manual},
    {"completion", "", "", 0, 0, NULL, "Print the completion script for bash", completion},
    {NULL, NULL, NULL, 0, 0, NULL, NULL, NULL},
};

int main(int argc, char **argv)
{
    if (sodium_init() < 0) {
        (void)fputs("statera: the system has no source of random numbers\n", stderr);
        return 5;
    }
    return st_cli_main(tables, argc, argv);
}
