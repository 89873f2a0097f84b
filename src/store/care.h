/* Looking after a database: copies of it, the way back from one, new versions, and what a doctor looks at.
 *
 * A copy of the data without keys has its locked payloads locked for good; a copy with old keys could bring back what
 * was erased. So copies leave the keys out unless asked, a copy of keys never revives a key that was destroyed, and
 * after a restoration everything whose key was destroyed is erased again. */
#ifndef ST_STORE_CARE_H
#define ST_STORE_CARE_H

#include "store/journal.h"
#include "store/keys.h"

/* Copies an SQLite database into a new file (mode 0600) while it is in use, and checks the copy; with keys, they are
 * copied to FILE.keys. That a copy was made stands in the database. `progress` counts pages and may be NULL. *bytes
 * (may be NULL) is the size of the copy. Errors: ST_E_STATE (PostgreSQL has tools of its own), ST_E_EXISTS (the file is
 * there), ST_E_NOTFOUND, ST_E_IO, ST_E_VERIFY (the copy is damaged; it was removed). */
int st_care_backup(const char *url, const char *path, bool with_keys, st_progress_fn progress, int64_t *bytes,
                   struct st_error *err);

/* Puts a copy in the place of an SQLite database that nobody uses; the old one is replaced only when the copy is whole.
 * The store of keys stays; with keys, those of FILE.keys come in, but none that was destroyed here. The caller then
 * carries it over (st_care_migrate), opens the store and erases again (st_care_erased). Errors: ST_E_STATE (PostgreSQL;
 * made by a newer program), ST_E_NOTFOUND, ST_E_INVALID (no database of this program), ST_E_VERIFY (damaged), ST_E_BUSY
 * (in use), ST_E_IO. */
int st_care_restore(const char *url, const char *path, bool with_keys, st_progress_fn progress, struct st_error *err);

/* What was erased: owners of destroyed keys, in order, those after `after` (NULL: from the beginning). An owner that
 * has another key since is not among them. */
struct st_erased {
    struct st_str authority;
    struct st_id owner;
    int64_t key_class;
    struct st_id slot; /* which key it was (store/slots.h); unknown: the owner had none */
};
int st_care_erased(struct st_erased **out, size_t *n, struct st_store *store, struct st_arena *arena,
                   const struct st_erased *after, size_t limit, struct st_error *err);
/* Removes every row of the owner from the tables of all shapes, its waiting messages, and its payloads, as far as the
 * class says. The actor's authority is that of the rows. *rows counts what was there. */
int st_care_erase_rows(struct st_tx *tx, size_t *rows, struct st_id owner, int64_t key_class, struct st_error *err);

/* Carries the database over to the version of this program; *from and *to are schema versions. Nothing to do is fine.
 * Errors: those of st_db_open; ST_E_STATE (made by a newer program). */
int st_care_migrate(const char *url, int64_t *from, int64_t *to, struct st_error *err);
/* Only says which versions they are. */
int st_care_version(const char *url, int64_t *from, int64_t *to, struct st_error *err);

/* How a place stands, as far as can be said at once; pages ask it every second. */
struct st_condition {
    int64_t disk_mb;   /* left where the files of the database are; -1: they are on no disk of this machine */
    int64_t unsealed;  /* entries of the journal that wait to be sealed */
    struct st_instant unsealed_since; /* real time */
    struct st_instant backed_up_at;   /* real time of the newest copy that st_care_backup made; unknown: none known */
};
int st_care_condition(struct st_condition *out, struct st_tx *tx, struct st_error *err);

/* Writes the tables of a PostgreSQL database anew, data and keys, so that nothing that was erased or replaced stays in
 * its files; each is closed to everybody while it is written. The day is remembered for the examination. SQLite has
 * overwritten at once: *needed is false, and nothing is done. Errors: those of st_db_open; ST_E_BUSY (in use). */
int st_care_clear(const char *url, bool *needed, struct st_error *err);

/* What an examination found. A finding that is not well has a cure. */
enum st_health { ST_HEALTH_WELL = 1, ST_HEALTH_NOTE, ST_HEALTH_ILL };
struct st_finding {
    /* stable: "database", "schema", "log", "files", "disk", "journal", "backup", "queue", "keys", "erasures", "clock" */
    const char *subject;
    enum st_health health;
    struct st_message what;
    const char *cure;
};
enum { ST_FINDINGS_MAX = 32 };
/* Looks at everything once; changes nothing. `out` holds ST_FINDINGS_MAX. Errors: ST_E_IO. */
int st_care_examine(struct st_finding *out, size_t *n, struct st_store *store, struct st_arena *arena,
                    struct st_error *err);

#endif
