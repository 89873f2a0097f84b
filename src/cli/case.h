/* What the commands about cases share. */
#ifndef ST_CLI_CASE_H
#define ST_CLI_CASE_H

#include "cases/procedure.h"
#include "cli/record.h"

/* A case by its number, or by its identifier. Errors: ST_E_NOTFOUND, ST_E_INVALID (mistyped). */
int st_cli_case(struct st_id *out, struct st_tx *tx, const char *text, struct st_error *err);
/* `screening list|show|act|offers` are `case list|show|act|offers` on that procedure alone. */
int st_cli_case_list(struct st_cli *cli);
int st_cli_case_show(struct st_cli *cli);
int st_cli_case_act(struct st_cli *cli);
int st_cli_case_offers(struct st_cli *cli);
/* Their options. */
#define CASE_LIST_OPTIONS(F)                                                                                          \
    F(text, procedure, 0, 40, "Procedure", "Only of this procedure", "")                                              \
    F(text, state, 0, 40, "State", "Only in this state, by its name in the chart", "")                                \
    F(text, person, 0, 24, "Person", "Only of this person, by number", "")                                            \
    F(tri, all, 0, 0, "All", "Closed ones too", "")                                                                   \
    F(id, before, 0, 0, "Before", "The last identifier of the page before", "")                                       \
    F(number, limit, 0, 0, "Limit", "At most so many (default 50)", "")
ST_SHAPE(case_list_options, CASE_LIST_OPTIONS)

#define CASE_ACT_OPTIONS(F)                                                                                           \
    CLI_FORM(F)                                                                                                       \
    F(text, reason, 0, 4000, "Reason", "The officer's own", "")                                                       \
    F(number, version, 0, 0, "Version", "The version that you saw; left out: whatever is there", "")                  \
    F(instant, happened_at, 0, 0, "Happened at", "A late entry: when it was done", "")                                \
    F(text, late_why, 0, 1000, "Entered late because", "", "")                                                        \
    F(number, corrects, 0, 0, "Corrects", "A correction: position of the entry that it replaces", "")
ST_SHAPE(case_act_options, CASE_ACT_OPTIONS)

#endif
