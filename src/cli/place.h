/* The place that a command works on: its database, opened, and who acts there.
 *
 * Whoever may read the database file can run commands on it, so the command line asks for no password; but every
 * command acts as somebody: an officer's account with its roles (--officer), or the system itself. Rights and journal
 * are those of everybody else. */
#ifndef ST_CLI_PLACE_H
#define ST_CLI_PLACE_H

#include "cli/cli.h"
#include "store/store.h"

/* Where the database is: --db, else the environment variable STATERA_DB. Errors: ST_E_INVALID when neither is given. */
int st_cli_database(const char **url, struct st_cli *cli);
/* Opens the system on it (cases/system.h); the caller closes it with st_store_close. Errors as st_system_open. */
int st_cli_open(struct st_store **out, struct st_cli *cli);
/* Whose authority the command acts for: --authority, else the one that the database was made for. */
struct st_str st_cli_authority(struct st_cli *cli, struct st_store *store);
/* Who acts: the account named by --officer under the purpose of --purpose (else the account's usual one); without
 * --officer the system itself, which holds no role and may do only what belongs to nobody's role.
 * Errors: ST_E_NOTFOUND (no such account), ST_E_INVALID (no such purpose), ST_E_FORBIDDEN (account disabled). */
int st_cli_actor(struct st_actor *out, struct st_cli *cli, struct st_store *store);

/* Opens the place, runs a command or a read there as the actor, closes it. `arg` as for st_store_write. What a read
 * finds lives in cli->arena. With --dry-run a change is checked whole and then taken back. */
int st_cli_write(struct st_cli *cli, st_command_fn command, void *arg);
int st_cli_look(struct st_cli *cli, st_command_fn read, void *arg);

#endif
