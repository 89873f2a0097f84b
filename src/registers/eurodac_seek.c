/* What the centre looks for before its transaction: a search through all prints takes long, and on SQLite everybody who
 * writes would wait for it. */
#include "registers/eurodac_seek.h"

#include "registers/eurodac_index.h"

/* What is searched with, read under the centre's name. */
struct question {
    const struct st_incoming *message;
    struct eurodac_search_message asked; /* of a stored dataset only its prints */
    int64_t version;
    bool gone;
};

static int read_stored(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct question *q = arg;
    struct eurodac_dataset d = {0};
    int rc = st_record_get(&d, &q->version, tx, &eurodac_dataset_shape, q->message->about, err);

    q->gone = rc == ST_E_NOTFOUND;
    q->asked = (struct eurodac_search_message){0};
    q->asked.prints.v = d.fingerprints.v;
    q->asked.prints.n = d.fingerprints.n;
    return q->gone ? ST_OK : rc;
}

static int read_search(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct question *q = arg;

    return st_eurodac__unpack(&q->asked, tx, &eurodac_search_message_shape, q->message->body, err);
}

static int seek_prints(struct st_eurodac__sought *out, const struct eurodac_search_message *asked,
                       struct st_arena *arena, struct st_error *err)
{
    struct st_gallery_search search = {.limit = EURODAC_CANDIDATES_MAX};
    struct st_minutiae *views;
    int rc = st_eurodac__views(&views, &search.n, asked->prints.v, asked->prints.n, arena, err);

    search.views = views;
    return rc == ST_OK ? st_gallery_find(&out->hits, &out->hits_n, st_eurodac__gallery(), &search, arena, err) : rc;
}

static int seek_name(struct st_eurodac__sought *out, struct st_str name, struct st_arena *arena, struct st_error *err)
{
    struct st_name_search search = {.name = name, .limit = EURODAC_ALPHANUMERIC_MAX};
    struct st_name_candidates found = {0};
    int rc = st_name_index_search(&found, st_eurodac__names(), &search, arena, err);

    out->named = ST_NEW_N(arena, struct st_id, found.n);
    for (size_t i = 0; rc == ST_OK && i < found.n; i++)
        out->named[out->named_n++] = found.rows[i].person;
    return rc == ST_E_INVALID ? ST_OK : rc; /* a name without a letter finds nobody */
}

/* Everything that was recorded before the message, here or by another process, is then in the indexes. */
static int seek(struct st_incoming *message, struct st_store *store, const struct st_actor *actor,
                st_command_fn read, struct st_arena *arena, struct st_error *err)
{
    struct question q = {.message = message};
    struct st_eurodac__sought *out = ST_NEW(arena, struct st_eurodac__sought);
    int rc = st_registers_follow(store, err);

    if (rc == ST_OK)
        rc = st_store_read(store, actor, read, &q, arena, err);
    if (rc != ST_OK || q.gone)
        return rc;
    *out = (struct st_eurodac__sought){.version = q.version};
    if (q.asked.prints.n > 0)
        rc = seek_prints(out, &q.asked, arena, err);
    if (rc == ST_OK && q.asked.name.n > 0)
        rc = seek_name(out, q.asked.name, arena, err);
    message->prepared = out;
    return rc;
}

ST_PREPARE(st_eurodac__seek) { return seek(message, store, actor, read_search, arena, err); }

ST_PREPARE(st_eurodac__seek_stored) { return seek(message, store, actor, read_stored, arena, err); }
