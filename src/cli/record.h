/* Records on the command line: filled in from options, shown to people and to programs. */
#ifndef ST_CLI_RECORD_H
#define ST_CLI_RECORD_H

#include "cli/cli.h"

/* The options of a command that fills in a form. */
#define CLI_FORM(F)                                                                                                   \
    F(text, form, 0, 400, "Form", "File with the fields as a JSON object, or - for standard input", "")               \
    F(text, set, 0, 16000, "Set", "Fields as NAME=VALUE; NAME=VALUE; in lists documents.0.number=…", "")

/* Fills the zeroed record: first the file, then the single fields. What is required, the command checks. Errors:
 * ST_E_INVALID naming the field, ST_E_NOTFOUND (no such file). */
int st_cli_fill(void *record, const struct st_shape *shape, struct st_cli *cli, struct st_str form, struct st_str set);

/* A line for each known field, indented by `depth`: its label in the reader's language and its value. */
void st_cli_show(struct st_cli *cli, const struct st_shape *shape, const void *record, int depth);
/* A file's name in the arena for an identifier (36 characters). */
struct st_str st_cli_id(struct st_cli *cli, struct st_id id);

#endif
