/* The journal as JSON lines for those who check it. */
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/checkpoint.h"
#include "store/internal.h"
#include "store/journal_leaf.h"

enum { PAGE = 1000, PAGE_ROOM = 64 << 20 };

ST_STATEMENT(entries_from, "journal.entries from", "SELECT " ST_LEAF__COLUMNS " FROM journal_entry "
             "WHERE leaf >= ?1 AND leaf < ?2 ORDER BY leaf", NULL);
ST_STATEMENT(commitments_from, "journal.commitments from", "SELECT e.leaf, v.commitment FROM journal_entry e "
             "JOIN journal_envelope v ON v.authority = e.authority AND v.entry = e.id "
             "WHERE e.leaf >= ?1 AND e.leaf < ?2 ORDER BY e.leaf, v.position", NULL);
ST_STATEMENT(checkpoints_from, "journal.checkpoints from", "SELECT size, note, public_key FROM journal_checkpoint "
             "WHERE size > ?1 AND size <= ?2 ORDER BY size", NULL);
ST_STATEMENT(last_checkpoint, "journal.last checkpoint", "SELECT size, note, public_key FROM journal_checkpoint "
             "ORDER BY size DESC LIMIT 1", NULL);

struct export {
    struct st_arena *arena;
    FILE *file;
    struct st_buf text;
    int64_t from, size;                       /* the page's first leaf; leaves under the last checkpoint */
    struct st_rows entries, commitments, notes;
    int64_t checkpoints;
};

static int io_failed(struct st_error *err)
{
    return st_fail(err, ST_E_IO, "out", ST_MSG("The export cannot be written."), "",
                   "Check the path, its permissions and the space on the disk.");
}

static int read_size(struct st_db *db, void *arg, struct st_error *err)
{
    struct export *x = arg;
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, db, x->arena, &last_checkpoint, NULL, 0, err);

    x->size = rows.n ? st_rows_int(&rows, 0, 0) : 0;
    return rc;
}

static int read_page(struct st_db *db, void *arg, struct st_error *err)
{
    struct export *x = arg;
    int64_t until = x->from + PAGE < x->size ? x->from + PAGE : x->size;
    struct st_cell from = st_cell_int(x->from), to = st_cell_int(until);
    int rc = st_db_query(&x->entries, db, x->arena, &entries_from, ST_BIND(from, to), err);

    if (rc == ST_OK)
        rc = st_db_query(&x->commitments, db, x->arena, &commitments_from, ST_BIND(from, to), err);
    if (rc == ST_OK)
        rc = st_db_query(&x->notes, db, x->arena, &checkpoints_from, ST_BIND(from, to), err);
    return rc;
}

static void hex_text(struct st_json *w, struct st_str bytes)
{
    char hex[2 * ST_HASH + 1];

    st_json_text(w, sodium_bin2hex(hex, sizeof(hex), (const uint8_t *)bytes.p, bytes.n < ST_HASH ? bytes.n : ST_HASH));
}

static void print_entry(struct export *x, size_t i, size_t *commitment)
{
    struct st_json w = ST_JSON_INIT(&x->text);
    struct st_leaf__header h;
    int64_t leaf = st_leaf__header_row(&h, &x->entries, i);

    st_json_object(&w);
    st_json_key(&w, "leaf"), st_json_int(&w, leaf);
    st_json_key(&w, "header"), st_leaf__header(&w, &h);
    st_json_key(&w, "commitments");
    st_json_array(&w);
    for (; *commitment < x->commitments.n && st_rows_int(&x->commitments, *commitment, 0) == leaf; ++*commitment)
        hex_text(&w, st_rows_str(&x->commitments, *commitment, 1));
    st_json_array_end(&w);
    st_json_object_end(&w);
    st_buf_char(&x->text, '\n');
}

static void print_note(struct export *x, size_t i)
{
    struct st_json w = ST_JSON_INIT(&x->text);

    st_json_object(&w);
    st_json_key(&w, "checkpoint"), st_json_str(&w, st_rows_str(&x->notes, i, 1));
    st_json_key(&w, "public_key"), st_json_str(&w, st_base64(x->arena, st_rows_str(&x->notes, i, 2)));
    st_json_object_end(&w);
    st_buf_char(&x->text, '\n');
    x->checkpoints++;
}

static int write_out(struct export *x, struct st_error *err)
{
    bool ok = !x->text.failed && fwrite(x->text.p, 1, x->text.n, x->file) == x->text.n;

    st_buf_clear(&x->text);
    return ok ? ST_OK : io_failed(err);
}

/* Each checkpoint stands behind the last entry that it covers. */
static int write_page(struct export *x, struct st_error *err)
{
    size_t commitment = 0, note = 0;

    for (size_t i = 0; i < x->entries.n; i++) {
        print_entry(x, i, &commitment);
        if (note < x->notes.n && st_rows_int(&x->notes, note, 0) == x->from + (int64_t)i + 1)
            print_note(x, note++);
    }
    return write_out(x, err);
}

static int write_all(struct export *x, struct st_store *store, st_progress_fn progress, struct st_error *err)
{
    int rc = ST_OK;

    st_buf_printf(&x->text, "{\"statera\":\"journal\",\"version\":1}\n");
    for (x->from = 0; rc == ST_OK && x->from < x->size; x->from += PAGE) {
        st_arena_reset(x->arena);
        rc = st_store__look(store, read_page, x, err);
        if (rc == ST_OK)
            rc = write_page(x, err);
        if (progress != NULL)
            progress((uint64_t)(x->from + PAGE < x->size ? x->from + PAGE : x->size), (uint64_t)x->size);
    }
    st_buf_printf(&x->text, "{\"end\":true,\"entries\":%lld,\"checkpoints\":%lld}\n", (long long)x->size,
                  (long long)x->checkpoints);
    return rc == ST_OK ? write_out(x, err) : rc;
}

int st_journal_export(struct st_store *store, const char *path, st_progress_fn progress, struct st_error *err)
{
    struct export x = {.arena = st_arena_new(), .text = ST_BUF_INIT(PAGE_ROOM)};
    const char *draft = st_strf(x.arena, "%s.XXXXXX", path).p;
    char *name = st_heap(strlen(draft) + 1);
    int rc = st_store__look(store, read_size, &x, err), fd = -1;

    memcpy(name, draft, strlen(draft) + 1); /* outlives the arena's resets */
    if (rc == ST_OK && (fd = mkstemp(name)) < 0)
        rc = io_failed(err);
    if (rc != ST_OK)
        goto out;
    x.file = fdopen(fd, "wb");
    ST_ASSERT(x.file != NULL);
    rc = write_all(&x, store, progress, err);
    if (rc == ST_OK && (fflush(x.file) != 0 || fsync(fd) != 0))
        rc = io_failed(err);
    (void)fclose(x.file);
    if (rc == ST_OK && rename(name, path) != 0)
        rc = io_failed(err);
    if (rc != ST_OK)
        (void)unlink(name);
out:
    free(name);
    st_buf_deinit(&x.text);
    st_arena_free(x.arena);
    return rc;
}

int st_journal_checkpoint(struct st_str *out, struct st_str *public_key, struct st_tx *tx, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &last_checkpoint, NULL, 0, err);

    *out = *public_key = (struct st_str){NULL, 0};
    if (rc == ST_OK && rows.n == 1) {
        *out = st_rows_str(&rows, 0, 1);
        *public_key = st_base64(tx->arena, st_rows_str(&rows, 0, 2));
    }
    return rc;
}
