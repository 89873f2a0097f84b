/* The officers of this place: who signs in, with which roles, and under which name the journal knows them.
 *
 * An account belongs to one authority. It is never deleted, since the journal goes on naming it: it is disabled. The
 * password's hash stands in a record of its own (`staff_secret`, same id) that no page and no answer is made from.
 * Hashing takes half a second and is done before a command runs, never inside one (base/password.h). Names of officers
 * go to no log and no fault. */
#ifndef ST_REGISTERS_STAFF_H
#define ST_REGISTERS_STAFF_H

#include "base/password.h"
#include "registers/register.h"

#define STAFF(F)                                                                                                      \
    F(text, sign_in_name, ST_REQUIRED | ST_INDEXED, 60, "Sign-in name", "Small letters, digits, dots and dashes", "") \
    F(text, name, ST_REQUIRED, 100, "Name", "As colleagues see it", "")                                               \
    F(text, unit, 0, 40, "Unit", "", "")                                                                              \
    F(codes, roles, ST_REQUIRED, role, "Roles", "", "")                                                               \
    F(code, usual_purpose, 0, purpose, "Usual purpose", "Pages work under it until another is chosen", "")                  \
    F(text, language, 0, 10, "Language", "Two-letter code", "")                                                       \
    F(text, time_zone, 0, 40, "Time zone", "As in Europe/Rome; empty: that of the server", "")                        \
    F(tri, active, ST_COMPUTED, 0, "Active", "", "")                                                                  \
    F(instant, created_at, ST_COMPUTED, 0, "Created at", "", "")                                                      \
    F(instant, password_changed_at, ST_COMPUTED, 0, "Password changed at", "", "")
ST_SHAPE(staff, STAFF)

#define STAFF_SECRET(F) F(text, password_hash, ST_REQUIRED | ST_HIDDEN, 127, "Password hash", "", "")
ST_SHAPE(staff_secret, STAFF_SECRET)

enum { ST_STAFF_MAX = 5000 };

/* All of these need the role of an administrator and the purpose of administration, where nothing else is said. What
 * changes an account ends its sessions with the same commit; a password, all but the one that it was changed in.
 * Errors: ST_E_FORBIDDEN, ST_E_INVALID (each field named), ST_E_NOTFOUND, ST_E_CONFLICT. */

/* A new account with the hash of its first password. ST_E_EXISTS when the sign-in name is taken. */
int st_staff_add(struct st_tx *tx, struct st_id *id, struct staff *staff, const char *password_hash,
                 struct st_error *err);
/* The first administrator of an authority without any account: needs no right. ST_E_EXISTS when there are accounts. */
int st_staff_first(struct st_tx *tx, struct st_id *id, struct staff *staff, const char *password_hash,
                   struct st_error *err);
/* Changes name, unit, roles and so on; what is computed stays. The last active administrator cannot give the role up
 * (ST_E_STATE). */
int st_staff_update(struct st_tx *tx, struct st_id id, int64_t version, struct staff *staff, struct st_error *err);
/* Disables or enables. Nobody disables themselves, nor the last active administrator (ST_E_STATE). */
int st_staff_activate(struct st_tx *tx, struct st_id id, bool active, struct st_error *err);
/* A new password, of one's own account or, as administrator, of any. */
int st_staff_password(struct st_tx *tx, struct st_id id, const char *password_hash, struct st_error *err);

/* An account; one's own needs no right. `version` may be NULL. */
int st_staff_get(struct st_tx *tx, struct staff *staff, int64_t *version, struct st_id id, struct st_error *err);
/* All accounts of the authority, by sign-in name, at most `limit`. Data-protection officers may list them too. */
int st_staff_list(struct st_tx *tx, struct staff **out, struct st_id **ids, size_t *n, size_t limit,
                  struct st_error *err);
/* The account of a sign-in name; ST_E_NOTFOUND. */
int st_staff_find(struct st_tx *tx, struct st_id *id, struct st_str sign_in_name, struct st_error *err);
/* The name to show beside what an officer did ("Elena Conti, Hotspot"); "" for the system and for strangers. Needs no
 * right: colleagues know each other. */
struct st_str st_staff_name(struct st_tx *tx, struct st_id officer);

/* Who has this name and password? Fills *id and *staff (strings in the arena) and notes nothing. Costs the same for a
 * name that does not exist. Errors: ST_E_FORBIDDEN without a word about what was wrong (also of a disabled account),
 * ST_E_BUSY. */
int st_staff_confirm(struct staff *staff, struct st_id *id, struct st_store *store, struct st_str authority,
                     struct st_str name, struct st_str password, struct st_arena *arena, struct st_error *err);

struct st_staff_sign_in {
    struct st_str name, password;
    struct st_id session; /* that begins with it: named in the journal */
    /* Runs in the transaction that journals the sign-in, when the password was right: stores the session, so that there
     * is neither one without the other. May run again. */
    int (*begin)(struct st_tx *tx, const struct staff *staff, struct st_id officer, void *arg,
                 struct st_error *err);
    void *arg;
};
/* The same, with the session that begins and its entry in the journal. Errors: those of st_staff_confirm, of `begin`
 * and of st_store_write. */
int st_staff_authenticate(const struct st_staff_sign_in *asked, struct st_store *store, struct st_str authority,
                          struct st_arena *arena, struct st_error *err);

/* How long a password must be: NIST SP 800-63B-4 asks 15 characters where it stands alone. */
enum { ST_PASSWORD_LEAST = 12 };
/* Checks length and the few that everybody tries first, then hashes. Errors: ST_E_INVALID (field "password"), ST_E_BUSY. */
int st_staff_hash(char out[ST_PASSWORD_TEXT], struct st_str password, struct st_error *err);

#endif
