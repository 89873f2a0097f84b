/* Settings of a place, dated: what the law or an administrator says once for everybody, from a moment on.
 *
 * The table below is closed: a new setting is a row, and the code that asks for it. What a row begins with holds until
 * a change is entered. A change is a record of its own, never altered and never removed: what holds from when to when,
 * since when that is known, who said so, why, under which article. So a step is judged by what held when it was taken,
 * and a change does not reach back, unless it is marked as backdated and says why; the journal has it as such. */
#ifndef ST_REGISTERS_SETTINGS_H
#define ST_REGISTERS_SETTINGS_H

#include "registers/access.h"

/* A day from which something is so (none: it is not known to be so), or a switch that is on for a time. */
enum st_setting_kind { ST_SETTING_DAY = 1, ST_SETTING_SWITCH };

/* S(name, kind, what it begins with, label, help, article). A switch that is turned on has an end.
 * The starts of operations are of registers.md 0.1: SR Art 25, third subparagraph, makes the duty to ask a system begin
 * with them, and with those of the repository and of the portal. */
#define ST_SETTINGS(S)                                                                                                \
    S(sis_start, DAY, "2023-03-07", "Schengen Information System: start of operations",                               \
      "The recast system, Regulations (EU) 2018/1860 to 2018/1862.", "SR Art 25")                                     \
    S(ees_start, DAY, "2025-10-12", "Entry/Exit System: start of operations",                                         \
      "At first at some crossing points, at all of them from 10 April 2026 (Regulation (EU) 2025/1534).", "SR Art 25") \
    S(etias_start, DAY, "", "ETIAS and its watchlist: start of operations",                                           \
      "The Commission decides on the day and publishes it. Until it is entered here, nobody is asked to query it.",    \
      "SR Art 25")                                                                                                    \
    S(vis_start, DAY, "2011-10-11", "Visa Information System: start of operations",                                   \
      "Regulation (EC) No 767/2008.", "SR Art 25")                                                                    \
    S(ecris_tcn_start, DAY, "", "ECRIS-TCN: start of operations",                                                     \
      "The Commission decides on the day and publishes it. Until it is entered here, nobody is asked to query it.",    \
      "SR Art 25")                                                                                                    \
    S(cir_start, DAY, "2026-06-12", "Common Identity Repository: start of operations",                                \
      "Queries under Articles 14 to 16 wait for it.", "SR Art 25")                                                    \
    S(portal_start, DAY, "2026-06-12", "European Search Portal: start of operations",                                 \
      "Queries under Articles 14 to 16 wait for it.", "SR Art 25")                                                    \
    S(portal_outage, SWITCH, "no", "The European Search Portal cannot be used for technical reasons",                 \
      "The systems are then queried directly, and the officer records the reason.", "SR Art 14(3)")                   \
    S(eurodac_problems, SWITCH, "no", "Serious technical problems with Eurodac, continuity plan running",             \
      "The time limit for sending is then 48 hours longer.", "Eurodac Art 15(2)")                                     \
    S(eurodac_influx, SWITCH, "no", "Sudden influx after disembarkations, notified",                                  \
      "To the Commission and the other States, for one month at most; the time limit for sending is then 48 hours "   \
      "longer.", "Eurodac Art 24(6)")                                                                                 \
    S(eurodac_logs_kept, SWITCH, "no", "Logs of Eurodac are kept for a control that has begun",                       \
      "Logs whose time has come wait for the end of the monitoring procedure.", "Eurodac Art 41(4)")                  \
    S(person_logs_kept, SWITCH, "no", "Logs about persons' files are kept for a control that has begun",              \
      "Logs whose time has come wait for the end of the monitoring procedure.", "IO Art 24")

#define ST_SETTING_ENUM(name, ...) setting_##name,
enum setting { setting_unknown, ST_SETTINGS(ST_SETTING_ENUM) setting_count };
extern const struct st_codes setting_codes; /* names, labels and articles of the rows */

struct st_setting {
    enum st_setting_kind kind;
    const char *initial; /* canonical text of the value: "2026-06-12", "no", "" */
    const char *help;    /* catalogue key */
};
const struct st_setting *st_setting_of(enum setting setting);

/* One change. */
#define SETTING_CHANGE(F)                                                                                             \
    F(code, setting, ST_REQUIRED | ST_NOT_PERSONAL, setting, "Setting", "", "")                                       \
    F(date, day, ST_NOT_PERSONAL, 0, "Day", "Empty: no day is set", "")                                               \
    F(tri, on, ST_NOT_PERSONAL, 0, "Is so", "", "")                                                                   \
    F(instant, valid_from, ST_NOT_PERSONAL, 0, "Holds from", "Empty: from now on", "")                                \
    F(instant, valid_until, ST_NOT_PERSONAL, 0, "Holds until", "", "")                                                \
    F(tri, backdated, ST_NOT_PERSONAL, 0, "Backdated",                                                                \
      "Yes: it held before this moment already, and what was done since then is judged by it", "")                    \
    F(text, why, ST_REQUIRED | ST_NOT_PERSONAL | ST_LONG, 400, "Why", "Name no person here", "")                      \
    F(text, citation, ST_NOT_PERSONAL, 120, "Published in", "Decision, notice or article, where there is one", "")    \
    F(number, position, ST_COMPUTED | ST_NOT_PERSONAL, 0, "In the order of entry", "", "")                            \
    F(instant, set_at, ST_COMPUTED | ST_NOT_PERSONAL, 0, "Entered at", "", "")                                        \
    F(id, set_by, ST_COMPUTED, 0, "Entered by", "", "")
ST_SHAPE(setting_change, SETTING_CHANGE)

/* Every change entered in this authority, in the order of entry; and the zone in which its days begin. */
struct st_settings {
    const struct setting_change *v;
    const struct st_id *ids;
    size_t n;
    const char *zone;
};
/* Needs no right: nothing in them is about a person. */
int st_settings_load(struct st_settings *out, struct st_tx *tx, struct st_error *err);

/* The change that holds at a moment: of those that hold then the one that began last, and of several that begin at the
 * same moment the one entered last. NULL: what the table begins with. */
const struct setting_change *st_setting_at(const struct st_settings *all, enum setting setting, struct st_instant at);
/* The day that is set at a moment; unknown when none is. */
struct st_date st_setting_day(const struct st_settings *all, enum setting setting, struct st_instant at);
/* Has the day that is set come at that moment? */
bool st_setting_begun(const struct st_settings *all, enum setting setting, struct st_instant at);
/* Is the switch on? */
bool st_setting_on(const struct st_settings *all, enum setting setting, struct st_instant at);
/* The first change by which the switch is on at some moment from `from` to before `until`; NULL when it never is. */
const struct setting_change *st_setting_on_during(const struct st_settings *all, enum setting setting,
                                                  struct st_instant from, struct st_instant until);

/* Is this change still to come at that moment: it begins later, and no other of the same beginning has replaced it? */
bool st_setting_coming(const struct st_settings *all, size_t i, struct st_instant at);

/* For the command line and the interface: what the table says of a setting, what holds, since when and why, and what is
 * to come. `value` is a day, true or false; null when no day is set. */
void st_setting_write(struct st_json *w, const struct st_settings *all, enum setting setting, struct st_instant at,
                      const struct st_reader *reader);
/* The changes of a setting, newest first: an array. */
void st_setting_write_history(struct st_json *w, const struct st_settings *all, enum setting setting);

/* Enters a change; an unknown valid_from is tx->now. Right: administrator, for administration. Errors: ST_E_FORBIDDEN,
 * ST_E_INVALID (wrong kind of value, no reason, a switch turned on without an end, a moment that has passed and is not
 * marked as backdated). *out may be NULL. */
int st_setting_set(struct st_tx *tx, struct st_id *out, const struct setting_change *given, struct st_error *err);

#endif
