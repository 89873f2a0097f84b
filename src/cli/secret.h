/* A password on the command line: typed without echo, or the first line of standard input; never an argument, which
 * everybody on the machine could read. */
#ifndef ST_CLI_SECRET_H
#define ST_CLI_SECRET_H

#include "base/password.h"

enum { ST_CLI_SECRET = ST_PASSWORD_MAX + 2 };

/* False when standard input has ended. `prompt` is text in the reader's language. The caller wipes `out`. */
bool st_cli_secret(char out[ST_CLI_SECRET], const char *prompt);

#endif
