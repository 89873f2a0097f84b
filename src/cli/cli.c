#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

ST_SHAPE_DEFINE(cli_common, CLI_COMMON, "Options of every command", "")

enum { OUTPUT_MAX = 256 * 1024 * 1024, EXIT_USAGE = 2 };

int st_cli_read(struct st_str *out, struct st_cli *cli, const char *path, size_t max)
{
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    struct st_buf bytes = ST_BUF_INIT(max);
    char piece[65536];
    size_t n;
    int rc = ST_OK;

    if (f == NULL)
        return st_fail(&cli->err, errno == ENOENT ? ST_E_NOTFOUND : ST_E_IO, "file",
                       ST_MSG("Cannot read the file {0}.", ST_V(path)), "", "Check the path and its permissions.");
    while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
        st_buf_add(&bytes, piece, n);
    if (ferror(f))
        rc = st_fail(&cli->err, ST_E_IO, "file", ST_MSG("Cannot read the file {0}.", ST_V(path)), "",
                     "Check the path and its permissions.");
    else if (bytes.failed)
        rc = st_fail(&cli->err, ST_E_LIMIT, "file", ST_MSG("The file is larger than {0} bytes.", ST_V(max)), "",
                     "Send a smaller file.");
    *out = st_buf_dup(cli->arena, &bytes);
    if (f != stdin)
        (void)fclose(f);
    st_buf_deinit(&bytes);
    return rc;
}

void st_cli_list(struct st_json *w, struct st_cli *cli)
{
    st_buf_clear(&cli->out);
    *w = (struct st_json)ST_JSON_INIT(&cli->out);
    if (st_cli_json(cli))
        st_json_array(w);
}

void st_cli_list_end(struct st_json *w, struct st_cli *cli)
{
    if (!st_cli_json(cli))
        return;
    st_json_array_end(w);
    st_buf_char(&cli->out, '\n');
}

void st_cli_say(struct st_cli *cli, struct st_message message)
{
    st_message_print(&cli->out, &message, &cli->reader);
    st_buf_char(&cli->out, '\n');
}

bool st_cli_dry(struct st_cli *cli)
{
    cli->dry_heeded = true;
    return st_yes(cli->common.dry_run);
}

bool st_cli_only_said(struct st_cli *cli, struct st_message would)
{
    if (!st_cli_dry(cli))
        return false;
    if (st_cli_json(cli)) {
        struct st_json w = ST_JSON_INIT(&cli->out);
        st_json_object(&w);
        st_json_key(&w, "would"), st_json_message(&w, &would, &cli->reader);
        st_json_object_end(&w);
        st_buf_char(&cli->out, '\n');
    } else {
        st_cli_say(cli, would);
    }
    return true;
}

void st_cli_progress(const char *what, uint64_t done, uint64_t total)
{
    if (!isatty(STDERR_FILENO))
        return;
    (void)fprintf(stderr, "\r%s %llu/%llu%s", what, (unsigned long long)done, (unsigned long long)total,
                  done >= total ? "\n" : "");
}

/* ---- Reading the words ---- */

static const struct st_field *option_field(const struct st_shape *shape, struct st_str name, struct st_arena *arena)
{
    char *plain = st_alloc(arena, name.n + 1);
    if (shape == NULL)
        return NULL;
    for (size_t i = 0; i < name.n; i++)
        plain[i] = name.p[i] == '-' ? '_' : name.p[i];
    return st_shape_field(shape, st_str_of(plain));
}

/* Takes one option from argv[*i]; moves *i over its value. */
static int take_option(struct st_cli *cli, const struct st_cli_command *command, void *options, int argc, char **argv,
                       int *i)
{
    struct st_str word = st_str_of(argv[*i] + 2), name = st_str_cut(&word, '=');
    bool with_value = strchr(argv[*i], '=') != NULL;
    void *record = options;
    const struct st_field *f = option_field(command->options, name, cli->arena);

    if (f == NULL) {
        record = &cli->common;
        f = option_field(&cli_common_shape, name, cli->arena);
    }
    if (f == NULL)
        return st_fail(&cli->err, ST_E_INVALID, st_strf(cli->arena, "--%.*s", (int)name.n, name.p).p,
                       ST_MSG("There is no such option."), "", "See --help.");
    if (f->kind == ST_KIND_TRI && !with_value) {
        *(uint8_t *)st_field_at(f, record) = ST_YES;
        return ST_OK;
    }
    if (!with_value && *i + 1 >= argc)
        return st_fail(&cli->err, ST_E_INVALID, f->name, ST_MSG("The option {0} needs a value.", ST_V(f->name)), "",
                       "See --help.");
    if (!with_value)
        word = st_str_of(argv[++*i]);
    return st_field_parse(record, f, word, cli->arena, f->name, &cli->err);
}

static int take_words(struct st_cli *cli, const struct st_cli_command *command, void *options, int argc, char **argv,
                      int from)
{
    bool only_args = false;

    for (int i = from; i < argc; i++) {
        int rc = ST_OK;
        if (!only_args && strcmp(argv[i], "--") == 0)
            only_args = true;
        else if (!only_args && argv[i][0] == '-' && argv[i][1] == '-')
            rc = take_option(cli, command, options, argc, argv, &i);
        else if (cli->args_n < command->most && cli->args_n < ST_CLI_ARGS)
            cli->args[cli->args_n++] = argv[i];
        else
            rc = st_fail(&cli->err, ST_E_INVALID, "", ST_MSG("There is one word too many: {0}.", ST_V(argv[i])), "",
                         "See --help.");
        if (rc != ST_OK)
            return rc;
    }
    if (!st_yes(cli->common.help) && cli->args_n < command->least)
        return st_fail(&cli->err, ST_E_INVALID, "", ST_MSG("This command takes: {0}.", ST_V(command->args)), "",
                       "See --help.");
    return ST_OK;
}

/* ---- Help ---- */

static void help_options(struct st_buf *out, const struct st_shape *shape, const char *language)
{
    const struct st_field *f = shape->fields();

    for (size_t i = 0; i < shape->n; i++) {
        char name[48];
        (void)snprintf(name, sizeof(name), "--%s%s", f[i].name, f[i].kind == ST_KIND_TRI ? "" : " VALUE");
        for (char *p = name; *p; p++)
            *p = *p == '_' ? '-' : *p;
        st_buf_printf(out, "  %-22s %s\n", name, st_translate(f[i].help[0] ? f[i].help : f[i].label, language));
    }
}

static void help_command(struct st_cli *cli, const struct st_cli_command *c)
{
    const char *language = cli->reader.language;

    st_buf_printf(&cli->out, "statera %s%s%s%s%s\n\n%s\n", c->noun, c->verb[0] ? " " : "", c->verb,
                  c->args[0] ? " " : "", c->args, st_translate(c->summary, language));
    if (c->options != NULL) {
        st_buf_text(&cli->out, "\n");
        help_options(&cli->out, c->options, language);
    }
    st_buf_text(&cli->out, "\n");
    help_options(&cli->out, &cli_common_shape, language);
}

/* One line of the overview; what does not fit beside its words stands under them. */
static void help_line(struct st_buf *out, const struct st_cli_command *c, const char *language)
{
    size_t from = out->n;

    st_buf_printf(out, "  %s%s%s%s%s", c->noun, c->verb[0] ? " " : "", c->verb, c->args[0] ? " " : "", c->args);
    if (out->n - from > 36)
        st_buf_printf(out, "\n%37s%s\n", "", st_translate(c->summary, language));
    else
        st_buf_printf(out, "%*s%s\n", (int)(37 - (out->n - from)), "", st_translate(c->summary, language));
}

/* All commands, or those of a noun. */
static void help_all(struct st_buf *out, const struct st_cli_command *const *tables, const char *noun,
                     const char *language)
{
    st_buf_text(out, "statera NOUN VERB [ARGUMENTS] [--json] [--as-of DATE] [--dry-run]\n\n");
    for (size_t t = 0; tables[t] != NULL; t++)
        for (const struct st_cli_command *c = tables[t]; c->noun != NULL; c++)
            if (noun == NULL || strcmp(noun, c->noun) == 0)
                help_line(out, c, language);
    st_buf_text(out, "\nExit status: 0 done, 1 refused by law or rights, 2 usage, 3 not found, 4 waiting, 5 system,\n"
                     "6 invalid input, 7 failed verification, 8 facts missing.\n");
}

/* ---- Answers ---- */

static void print_faults(struct st_cli *cli, int rc)
{
    struct st_buf text = ST_BUF_INIT(1 << 20);

    st_buf_printf(&text, "statera: %s\n", st_translate(st_err_title(rc), cli->reader.language));
    for (size_t i = 0; i < cli->err.n; i++) {
        const struct st_fault *f = &cli->err.faults[i];
        st_buf_printf(&text, "  %s%s", f->field, f->field[0] ? ": " : "");
        st_message_print(&text, &f->what, &cli->reader);
        if (f->citation[0])
            st_buf_printf(&text, " (%s)", f->citation);
        if (f->cure[0])
            st_buf_printf(&text, "\n    %s", st_translate(f->cure, cli->reader.language));
        st_buf_char(&text, '\n');
    }
    (void)fwrite(text.p, 1, text.n, stderr);
    st_buf_deinit(&text);
}

static void json_faults(struct st_cli *cli, int rc)
{
    struct st_json w = ST_JSON_INIT(&cli->out);

    st_json_object(&w);
    st_json_key(&w, "error");
    st_json_text(&w, st_err_name(rc));
    st_json_key(&w, "title");
    st_json_text(&w, st_translate(st_err_title(rc), cli->reader.language));
    st_json_key(&w, "faults");
    st_json_faults(&w, &cli->err, &cli->reader);
    st_json_object_end(&w);
    st_buf_char(&cli->out, '\n');
}

static bool flush(struct st_cli *cli)
{
    bool ok = cli->out.n == 0 || fwrite(cli->out.p, 1, cli->out.n, stdout) == cli->out.n;
    return fflush(stdout) == 0 && ok && !cli->out.failed;
}

static const struct st_cli_command *find(const struct st_cli_command *const *tables, int argc, char **argv,
                                         int *words)
{
    for (size_t t = 0; tables[t] != NULL; t++)
        for (const struct st_cli_command *c = tables[t]; c->noun != NULL; c++) {
            if (argc < 2 || strcmp(argv[1], c->noun) != 0)
                continue;
            if (c->verb[0] == 0 || (argc > 2 && strcmp(argv[2], c->verb) == 0)) {
                *words = c->verb[0] ? 3 : 2;
                return c;
            }
        }
    return NULL;
}

static bool noun_exists(const struct st_cli_command *const *tables, const char *noun)
{
    for (size_t t = 0; tables[t] != NULL; t++)
        for (const struct st_cli_command *c = tables[t]; c->noun != NULL; c++)
            if (strcmp(noun, c->noun) == 0)
                return true;
    return false;
}

/* Faults, in the form that was asked for. */
static void tell(struct st_cli *cli, int rc)
{
    if (st_cli_json(cli) && cli->out.n == 0)
        json_faults(cli, rc);
    else if (!(st_cli_json(cli) && cli->err.n == 0))
        print_faults(cli, rc);
}

/* --json and --language count wherever they stand, also when what stands before them is wrong. */
static void take_manner(struct st_cli *cli, int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--json") == 0)
            cli->common.json = ST_YES;
        else if (strcmp(argv[i], "--language") == 0 && i + 1 < argc)
            cli->reader.language = argv[i + 1];
        else if (strncmp(argv[i], "--language=", 11) == 0)
            cli->reader.language = argv[i] + 11;
    }
}

/* statera help [NOUN [VERB]] and --help in the place of a noun or a verb. */
static bool help_asked(struct st_cli *cli, const struct st_cli_command *const *tables, int argc, char **argv)
{
    bool first = argc >= 2 && (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0);
    const char *word = argc >= (first ? 3 : 2) ? argv[first ? 2 : 1] : "";
    bool noun = noun_exists(tables, word);
    const struct st_cli_command *command;
    int words;

    if (!first && !(noun && argc >= 3 && strcmp(argv[2], "--help") == 0))
        return false;
    command = first ? find(tables, argc - 1, argv + 1, &words) : NULL;
    if (command != NULL)
        help_command(cli, command);
    else if (first && argc >= 3 && !noun && argv[2][0] != '-')
        return false;
    else
        help_all(&cli->out, tables, noun ? word : NULL, cli->reader.language);
    return true;
}

/* No command named: the overview, on standard output when it was asked for; else what is wrong and where to look. */
static int overview(struct st_cli *cli, const struct st_cli_command *const *tables, int argc, char **argv)
{
    const char *first = argc >= 2 ? argv[1] : "";
    bool noun = noun_exists(tables, first);
    int wrong = noun || strcmp(first, "help") == 0 ? 2 : 1;
    struct st_buf text = ST_BUF_INIT(1 << 20);
    int rc = ST_E_INVALID;

    if (help_asked(cli, tables, argc, argv))
        return flush(cli) ? 0 : st_err_exit_status(ST_E_IO);
    if (wrong < argc && argv[wrong][0] != '-')
        rc = st_fail(&cli->err, ST_E_INVALID, "", ST_MSG("There is no command {0}.", ST_V(argv[wrong])), "",
                     "See statera help.");
    else
        rc = st_fail(&cli->err, ST_E_INVALID, "", ST_MSG("No command is named."), "", "See statera help.");
    tell(cli, rc);
    if (!st_cli_json(cli)) {
        st_buf_char(&text, '\n');
        help_all(&text, tables, noun ? first : NULL, cli->reader.language);
        (void)fwrite(text.p, 1, text.n, stderr);
    }
    st_buf_deinit(&text);
    return flush(cli) ? EXIT_USAGE : st_err_exit_status(ST_E_IO);
}

/* Nobody should think that something was left undone, or was done. */
static void say_idle_dry_run(const struct st_cli *cli)
{
    if (st_yes(cli->common.dry_run) && !cli->dry_heeded)
        (void)fprintf(stderr, "statera: %s\n",
                      st_translate("This command changes nothing, with or without --dry-run.", cli->reader.language));
}

static int run(struct st_cli *cli, const struct st_cli_command *command, int argc, char **argv, int words)
{
    void *options = st_alloc(cli->arena, command->options ? command->options->size : 1);
    int rc = take_words(cli, command, options, argc, argv, words);
    bool usage = rc != ST_OK;

    cli->options = options;
    if (rc == ST_OK && st_yes(cli->common.help))
        help_command(cli, command);
    else if (rc == ST_OK)
        rc = command->run(cli);
    if (rc == ST_OK && !st_yes(cli->common.help))
        say_idle_dry_run(cli);
    if (rc != ST_OK)
        tell(cli, rc);
    if (!flush(cli))
        return st_err_exit_status(ST_E_IO);
    return usage ? EXIT_USAGE : st_err_exit_status(rc);
}

int st_cli_main(const struct st_cli_command *const *tables, int argc, char **argv)
{
    struct st_cli cli = {.reader = {"en", "UTC"}, .arena = st_arena_new()};
    const struct st_cli_command *command;
    int words = 0, status;

    st_buf_init(&cli.out, OUTPUT_MAX);
    take_manner(&cli, argc, argv);
    command = find(tables, argc, argv, &words);
    status = command == NULL ? overview(&cli, tables, argc, argv) : run(&cli, command, argc, argv, words);
    st_buf_deinit(&cli.out);
    st_arena_free(cli.arena);
    return status;
}

/* ---- Manual page and completion ---- */

static void troff(struct st_buf *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '-')
            st_buf_text(out, "\\-");
        else if (*text == '\\')
            st_buf_text(out, "\\\\");
        else
            st_buf_char(out, *text);
    }
}

static void manual_options(struct st_buf *out, const struct st_shape *shape)
{
    const struct st_field *f = shape->fields();

    for (size_t i = 0; i < shape->n; i++) {
        st_buf_text(out, ".TP\n.B \\-\\-");
        for (const char *p = f[i].name; *p; p++)
            st_buf_text(out, *p == '_' ? "\\-" : (char[]){*p, 0});
        st_buf_text(out, f[i].kind == ST_KIND_TRI ? "\n" : " \\fIVALUE\\fR\n");
        troff(out, f[i].help[0] ? f[i].help : f[i].label);
        st_buf_char(out, '\n');
    }
}

void st_cli_manual(struct st_buf *out, const struct st_cli_command *const *tables)
{
    st_buf_text(out, ".TH STATERA 1\n.SH NAME\nstatera \\- migration and asylum management under the Union's Pact\n"
                     ".SH SYNOPSIS\n.B statera\n\\fINOUN VERB\\fR [\\fIARGUMENTS\\fR] [\\fIOPTIONS\\fR]\n.SH COMMANDS\n");
    for (size_t t = 0; tables[t] != NULL; t++)
        for (const struct st_cli_command *c = tables[t]; c->noun != NULL; c++) {
            st_buf_printf(out, ".SS statera %s %s \\fI", c->noun, c->verb);
            troff(out, c->args);
            st_buf_text(out, "\\fR\n");
            troff(out, c->summary);
            st_buf_char(out, '\n');
            if (c->options != NULL)
                manual_options(out, c->options);
        }
    st_buf_text(out, ".SH OPTIONS OF EVERY COMMAND\n");
    manual_options(out, &cli_common_shape);
    st_buf_text(out, ".SH EXIT STATUS\n0 done; 1 refused by law or rights; 2 usage; 3 not found; 4 waiting; 5 system; "
                     "6 invalid input; 7 failed verification; 8 facts missing.\n");
}

static void completion_options(struct st_buf *out, const struct st_shape *shape)
{
    for (size_t i = 0; shape != NULL && i < shape->n; i++) {
        st_buf_text(out, " --");
        for (const char *p = shape->fields()[i].name; *p; p++)
            st_buf_char(out, *p == '_' ? '-' : *p);
    }
}

/* The commands of a noun stand together, so a noun is new where its first row is. */
static void completion_nouns(struct st_buf *out, const struct st_cli_command *const *tables)
{
    st_buf_text(out, "    1:*) words=\"help");
    for (size_t t = 0; tables[t] != NULL; t++)
        for (const struct st_cli_command *c = tables[t]; c->noun != NULL; c++)
            if (c == tables[t] || strcmp(c->noun, c[-1].noun) != 0)
                st_buf_printf(out, " %s", c->noun);
    st_buf_text(out, "\" ;;\n");
    for (size_t t = 0; tables[t] != NULL; t++)
        for (const struct st_cli_command *c = tables[t]; c->noun != NULL; c++) {
            bool first = c == tables[t] || strcmp(c->noun, c[-1].noun) != 0;
            bool last = c[1].noun == NULL || strcmp(c->noun, c[1].noun) != 0;
            if (c->verb[0] == 0)
                continue;
            if (first)
                st_buf_printf(out, "    2:%s:*) words=\"", c->noun);
            st_buf_printf(out, "%s%s", c->verb, last ? "\" ;;\n" : " ");
        }
}

void st_cli_completion(struct st_buf *out, const struct st_cli_command *const *tables)
{
    st_buf_text(out, "_statera() {\n  local words= common=\"");
    completion_options(out, &cli_common_shape);
    st_buf_text(out, "\"\n  case \"$COMP_CWORD:${COMP_WORDS[1]}:${COMP_WORDS[2]}\" in\n");
    completion_nouns(out, tables);
    for (size_t t = 0; tables[t] != NULL; t++)
        for (const struct st_cli_command *c = tables[t]; c->noun != NULL; c++) {
            st_buf_printf(out, "    *:%s:%s) words=\"", c->noun, c->verb[0] ? c->verb : "*");
            completion_options(out, c->options);
            st_buf_text(out, " $common\" ;;\n");
        }
    st_buf_text(out, "  esac\n  COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
                     "  [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- \"${COMP_WORDS[COMP_CWORD]}\"))\n}\n"
                     "complete -F _statera statera\n");
}
