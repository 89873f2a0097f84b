/* Records on the command line: filled in from options, shown to people and to programs. */
#ifndef ST_CLI_RECORD_H
#define ST_CLI_RECORD_H

#include "cli/cli.h"
#include "law/rule.h"

/* The options of a command that fills in a form. */
#define CLI_FORM(F)                                                                                                   \
    F(text, form, 0, 400, "Form", "File with the fields as a JSON object, or - for standard input", "")               \
    F(text, set, 0, 16000, "Set", "Fields as NAME=VALUE; NAME=VALUE; in lists documents.0.number=…", "")

/* Fills the zeroed record: first the file, then the single fields. What is required, the command checks. Errors:
 * ST_E_INVALID naming the field, ST_E_NOTFOUND (no such file). */
int st_cli_fill(void *record, const struct st_shape *shape, struct st_cli *cli, struct st_str form, struct st_str set);

/* A line for each known field, indented by `depth`: its label in the reader's language and its value. */
void st_cli_show(struct st_cli *cli, const struct st_shape *shape, const void *record, int depth);
/* An identifier's 36 characters, in the arena; "" when it is unknown. */
struct st_str st_cli_id(struct st_cli *cli, struct st_id id);

/* ---- What commands about records share ---- */
/* An id from an argument. Errors: ST_E_INVALID naming it. */
int st_cli_key(struct st_id *out, struct st_cli *cli, const char *text);
/* A code from an argument, as in "confirmed". Errors: ST_E_INVALID. */
int st_cli_code(unsigned *out, struct st_cli *cli, const struct st_codes *codes, const char *text);

/* One record under its id ("" when unknown), with a line for each field that is known. */
void st_cli_record(struct st_cli *cli, const struct st_shape *shape, const void *record, struct st_id id);
/* The same inside a JSON value that is being written. */
void st_cli_record_json(struct st_json *w, const struct st_shape *shape, const void *record, struct st_id id);
/* Several records: a JSON array, or one after the other with blank lines between them. `ids` may be NULL. */
void st_cli_records(struct st_cli *cli, const struct st_shape *shape, const void *records, const struct st_id *ids,
                    size_t n);
/* {"id": …}, or the id alone on a line. */
void st_cli_new_id(struct st_cli *cli, struct st_id id);
/* {"done": true}, or the sentence. */
void st_cli_done(struct st_cli *cli, struct st_message said);

/* Why a rule answers so, a line for each reason with its article, and what it still needs to know. */
void st_cli_why(struct st_cli *cli, const struct st_answer *answer);

/* What ends soon, for two nouns. */
#define ENDING(F) F(date, until, 0, 0, "Until", "Last day to look at (default: in thirty days)", "Eurodac Art 29")
ST_SHAPE(ending_options, ENDING)
int st_cli_ending(struct st_cli *cli);

#endif
