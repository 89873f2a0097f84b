/* Passwords: hashed with Argon2id at interactive cost (64 MiB, about half a second of a core).
 *
 * At most two are worked out at once, so that a crowd at the door cannot take the machine; when too many wait the
 * answer is ST_E_BUSY. Never call it inside a command of the store: everybody else would wait. */
#ifndef ST_BASE_PASSWORD_H
#define ST_BASE_PASSWORD_H

#include "base/str.h"

enum { ST_PASSWORD_TEXT = 128, ST_PASSWORD_MAX = 1024 };

/* Errors: ST_E_INVALID (empty, or over ST_PASSWORD_MAX bytes), ST_E_BUSY. */
int st_password_hash(char out[ST_PASSWORD_TEXT], struct st_str password);
/* `hash` NULL costs the same and is always wrong: so nobody learns by the clock which names exist. Errors:
 * ST_E_FORBIDDEN (wrong), ST_E_BUSY. */
int st_password_check(const char *hash, struct st_str password);

#endif
