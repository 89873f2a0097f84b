/* Sessions and answers kept in the database, so that a restart signs nobody out and repeats no request.
 *
 * The rows say nothing about persons in the registers: an answer is locked (XChaCha20-Poly1305) with a key that only
 * the client's Idempotency-Key gives, and is gone after a day. */
#ifndef ST_APP_KEPT_H
#define ST_APP_KEPT_H

#include "store/store.h"
#include "web/answers.h"
#include "web/session.h"

/* Writes a session within a command: that of signing in. */
int st_session_keep(struct st_tx *tx, const struct st_session *session, struct st_error *err);
/* Both borrow the store until the server has stopped. */
struct st_session_store st_sessions_kept(struct st_store *store);
struct st_answer_store st_answers_kept(struct st_store *store);

#endif
