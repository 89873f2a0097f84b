/* The command line: one table of nouns and verbs.
 *
 * Each command is a row: noun, verb, what it takes, its options as a shape, the function. Parsing, --help, --json,
 * completion, the manual page and the exit status come from the row. Options are written --name VALUE with the field's
 * name (dashes for underscores); a yes/no option may stand alone. */
#ifndef ST_CLI_CLI_H
#define ST_CLI_CLI_H

#include "base/shape.h"

enum { ST_CLI_ARGS = 16 };

/* Options that every command takes. */
#define CLI_COMMON(F)                                                                                                 \
    F(tri, json, 0, 0, "JSON", "Answer with JSON on standard output", "")                                             \
    F(date, as_of, 0, 0, "As of", "Answer as the law stood on this day", "")                                          \
    F(tri, dry_run, 0, 0, "Dry run", "Say what would happen and change nothing", "")                                  \
    F(text, language, 0, 8, "Language", "Language of the answer: en, sv", "")                                         \
    F(text, db, 0, 400, "Database", "FILE, or postgresql://… (default: the environment variable STATERA_DB)", "")      \
    F(text, authority, 0, 24, "Authority", "State and unit to act for (default: the one the database was made for)", "") \
    F(text, officer, 0, 60, "Officer", "Sign-in name of the account to act as", "")                                   \
    F(text, purpose, 0, 40, "Purpose", "Purpose to work for (default: the account's usual one)", "")                  \
    F(tri, help, 0, 0, "Help", "Show what the command takes", "")
ST_SHAPE(cli_common, CLI_COMMON)

/* A command under way. `out` collects what goes to standard output; it is written when the command ends. */
struct st_cli {
    struct st_arena *arena;
    struct st_buf out;
    struct cli_common common;
    struct st_reader reader;
    const void *options; /* the command's own options, a struct of command->options */
    const char *args[ST_CLI_ARGS];
    size_t args_n;
    struct st_error err;
    bool dry_heeded; /* the command has asked whether this is a dry run */
};

struct st_cli_command {
    const char *noun, *verb; /* verb "" when the noun is the whole command */
    const char *args;        /* "RULE", "FILE|-", "A B"; "" none; "[ID]" optional */
    size_t least, most;      /* how many arguments */
    const struct st_shape *options; /* NULL: only the common ones */
    const char *summary;     /* one line, for people; catalogue key */
    int (*run)(struct st_cli *cli);
};

/* Parses argv and runs the command; prints answer or faults; returns the exit status (base/error.c). */
int st_cli_main(const struct st_cli_command *const *tables, int argc, char **argv);

/* True when --json was given. */
static inline bool st_cli_json(const struct st_cli *cli) { return st_yes(cli->common.json); }
/* Reads a whole file, or standard input for "-"; at most `max` bytes. Errors: ST_E_NOTFOUND, ST_E_LIMIT, ST_E_IO. */
int st_cli_read(struct st_str *out, struct st_cli *cli, const char *path, size_t max);
/* A list: an array for programs, lines for people. It begins on a clean page, since a reading may run again. */
void st_cli_list(struct st_json *w, struct st_cli *cli);
void st_cli_list_end(struct st_json *w, struct st_cli *cli);
/* A line of text for people, from a catalogue key with values. */
void st_cli_say(struct st_cli *cli, struct st_message message);
/* Is this a dry run? A command that changes something asks; of one that never asks, --dry-run is said to be idle. */
bool st_cli_dry(struct st_cli *cli);
/* With --dry-run a command that works on whole files or serves says what it would do, and is to do nothing: true. */
bool st_cli_only_said(struct st_cli *cli, struct st_message would);
/* Progress on long work: one line on standard error that is overwritten, only when it is a terminal. */
void st_cli_progress(const char *what, uint64_t done, uint64_t total);

/* The manual page (troff) and the completion script (bash), from the tables. */
void st_cli_manual(struct st_buf *out, const struct st_cli_command *const *tables);
void st_cli_completion(struct st_buf *out, const struct st_cli_command *const *tables);

/* The tables, one per file; each ends with noun NULL. */
extern const struct st_cli_command st_cli_law[];
extern const struct st_cli_command st_cli_identity[];
extern const struct st_cli_command st_cli_print[];
extern const struct st_cli_command st_cli_screening[];
extern const struct st_cli_command st_cli_cases[];
extern const struct st_cli_command st_cli_representatives[];
extern const struct st_cli_command st_cli_eurodac[];
extern const struct st_cli_command st_cli_dp[];
extern const struct st_cli_command st_cli_serve[];
extern const struct st_cli_command st_cli_care[];
extern const struct st_cli_command st_cli_journal[];
extern const struct st_cli_command st_cli_node[];
extern const struct st_cli_command st_cli_setting[];
extern const struct st_cli_command st_cli_user[];
extern const struct st_cli_command st_cli_meta[];

#endif
