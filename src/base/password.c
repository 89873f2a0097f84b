#include "base/password.h"

#include <pthread.h>
#include <sodium.h>

#include "base/error.h"

enum { AT_ONCE = 2, WAITING_MAX = 8 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t freed = PTHREAD_COND_INITIALIZER;
static unsigned busy, waiting;

static bool enter(void)
{
    bool ok;

    (void)pthread_mutex_lock(&lock);
    ok = waiting < WAITING_MAX;
    if (ok) {
        waiting++;
        while (busy == AT_ONCE)
            (void)pthread_cond_wait(&freed, &lock);
        waiting--;
        busy++;
    }
    (void)pthread_mutex_unlock(&lock);
    return ok;
}

static void leave(void)
{
    (void)pthread_mutex_lock(&lock);
    busy--;
    (void)pthread_cond_signal(&freed);
    (void)pthread_mutex_unlock(&lock);
}

int st_password_hash(char out[ST_PASSWORD_TEXT], struct st_str password)
{
    int rc;

    if (password.n == 0 || password.n > ST_PASSWORD_MAX)
        return ST_E_INVALID;
    if (!enter())
        return ST_E_BUSY;
    rc = crypto_pwhash_str(out, password.p, password.n, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                           crypto_pwhash_MEMLIMIT_INTERACTIVE);
    leave();
    return rc == 0 ? ST_OK : ST_E_BUSY; /* only memory can fail it */
}

int st_password_check(const char *hash, struct st_str password)
{
    char ignored[crypto_pwhash_STRBYTES];
    int rc = -1;

    _Static_assert(crypto_pwhash_STRBYTES <= ST_PASSWORD_TEXT, "room for the hash");
    if (password.n > ST_PASSWORD_MAX)
        return ST_E_FORBIDDEN;
    if (!enter())
        return ST_E_BUSY;
    if (hash != NULL) {
        rc = crypto_pwhash_str_verify(hash, password.n ? password.p : "", password.n);
    } else {
        int spent = crypto_pwhash_str(ignored, password.n ? password.p : "", password.n,
                                      crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE);
        (void)spent; /* only the time counts: an unknown name must not be told by a quick answer */
    }
    leave();
    return rc == 0 ? ST_OK : ST_E_FORBIDDEN;
}
