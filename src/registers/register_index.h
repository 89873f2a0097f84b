/* The indexes in memory: filled at the start, in step with this process's own changes after each commit, and with those
 * of other processes (the command line beside a server; two servers) by following the journal, which names each record
 * that was changed or erased. Shared by the files of the register engine only. */
#ifndef ST_REGISTERS_REGISTER_INDEX_H
#define ST_REGISTERS_REGISTER_INDEX_H

#include "registers/register.h"

/* Has the register's index take the record in after the commit, or forget it (`record` NULL). The transaction must have
 * an entry of the change or erasure that names the record: other processes follow that. */
void st_register__index_later(struct st_tx *tx, const struct st_register *reg, struct st_id id, const void *record);

#endif
