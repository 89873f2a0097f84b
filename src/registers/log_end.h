/* The end of the journal's payloads about an erased record: a day that the law counts from the end of storage, and the
 * controls that make them wait (Eurodac Art 41(4): "unless they are required for monitoring procedures which have
 * already begun"). Shared by the register engine's files only. */
#ifndef ST_REGISTERS_LOG_END_H
#define ST_REGISTERS_LOG_END_H

#include "registers/register.h"

/* What is still open: whose log key, and its last day. Stands under a key of its own, since the record is gone. */
#define LOG_END(F)                                                                                                    \
    F(text, register_name, ST_REQUIRED | ST_NOT_PERSONAL, 40, "Register", "", "")                                     \
    F(id, owner, ST_REQUIRED | ST_INDEXED, 0, "Record", "", "")                                                       \
    F(date, last_day, ST_REQUIRED | ST_NOT_PERSONAL | ST_INDEXED, 0, "Last day of the logs", "", "Eurodac Art 41(4)")
ST_SHAPE(log_end, LOG_END)

/* The payloads about `owner` can be opened until the end of the day; said again, the newer day counts. */
int st_register__end_logs(struct st_tx *tx, const struct st_register *reg, struct st_id owner, struct st_date last_day,
                          struct st_error *err);
/* Destroys the log keys whose day has passed, at most `limit`, but those of a register whose logs a setting keeps
 * (registers/settings.h): they wait. Each is journalled. *done counts them in addition. */
int st_register__expire_logs(struct st_tx *tx, size_t *done, size_t limit, struct st_error *err);

#endif
