/* The journal as an officer may see it.
 *
 * The fundamental-rights monitor is independent of those who are watched (SR Art 10(2)): which cases and persons a
 * monitor opened, searched or drew as a sample is nobody's to know but the monitors' own and the data-protection
 * officer's, who answers for the lawfulness of every access (GDPR Art 39(1)(b)). Everything that shows entries to
 * people reads them here. */
#ifndef ST_REGISTERS_SEEN_H
#define ST_REGISTERS_SEEN_H

#include "store/journal.h"

/* As st_journal_list, without the entries that this actor may not know of. */
int st_entries_seen(struct st_journal_row **out, size_t *n, struct st_tx *tx, const struct st_journal_filter *filter,
                    struct st_error *err);
/* The newest entry about the person that is no reading and no refusal: has anything changed since? Says nothing of
 * what; no reading of the file. Unknown when there is none. */
int st_entries_newest_change(struct st_id *out, struct st_tx *tx, struct st_id person, struct st_error *err);

#endif
