/* Who did and who looked, as the data-protection officer and the monitor see it: read and written once for pages and
 * programs. Looking into the journal is an entry itself. */
#ifndef ST_APP_JOURNAL_VIEW_H
#define ST_APP_JOURNAL_VIEW_H

#include "store/journal.h"
#include "app/app.h"

#define ST_JOURNAL_ROLES (ST_ROLE(data_protection_officer) | ST_ROLE(monitor))
#define ST_JOURNAL_PURPOSES (ST_PURPOSE(data_protection) | ST_PURPOSE(rights_monitoring))

struct st_journal_view {
    struct st_journal_filter filter;
    bool masked;              /* for the monitor: officers, persons and records stand as unknown (SR Art 10(2)) */
    struct st_journal_row *rows;
    struct st_str *officers;  /* names; "" for the system and when masked */
    size_t n;
};

/* Reads what the address asks for: ?person, ?case, ?officer, ?kind, ?before, ?limit. Errors: ST_E_INVALID. */
int st_journal_view_read(struct st_journal_view *out, struct st_request *req, struct st_error *err);
/* {"items":[…],"next_before"} */
void st_journal_view_write(struct st_json *w, const struct st_journal_view *view);
/* The label of a kind (a catalogue key); of 0 "Anything". */
const char *st_journal_kind_label(int kind);

#endif
