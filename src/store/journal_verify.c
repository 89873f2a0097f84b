/* Files to check: an export line by line, or one proof. */
#include <errno.h>
#include <sodium.h>
#include <stdio.h>

#include "store/journal_check.h"
#include "store/journal_leaf.h"

static int open_file(FILE **out, const char *path, const char *field, struct st_error *err)
{
    *out = fopen(path, "rb");
    if (*out != NULL)
        return ST_OK;
    return st_fail(err, errno == ENOENT ? ST_E_NOTFOUND : ST_E_IO, field,
                   ST_MSG("Cannot read the file {0}.", ST_V(path)), "", "Check the path and its permissions.");
}

static int read_earlier(struct st_str *out, struct st_arena *arena, const char *path, struct st_error *err)
{
    char text[ST_CHECKPOINT_TEXT];
    FILE *f;
    int rc = open_file(&f, path, "earlier", err);

    if (rc != ST_OK)
        return rc;
    *out = (struct st_str){text, fread(text, 1, sizeof(text), f)};
    *out = st_str_dup(arena, *out);
    (void)fclose(f);
    return ST_OK;
}

/* The next line, without its end; false at the end of the file. A line that is too long is cut: it cannot be right. */
static bool next_line(struct st_buf *line, FILE *f)
{
    bool any = false;
    int c;

    st_buf_clear(line);
    while ((c = getc_unlocked(f)) != EOF) {
        any = true;
        if (c == '\n')
            return true;
        if (line->n <= ST_CHECK_LINE_MAX)
            st_buf_char(line, (char)c);
    }
    return any;
}

/* ---- One proof ---- */
static struct st_str text_at(const json_t *json, const char *key)
{
    const json_t *v = json_object_get(json, key);

    return json_is_string(v) ? (struct st_str){json_string_value(v), json_string_length(v)}
                             : (struct st_str){NULL, 0};
}

static bool hashes_at(struct st_hash *out, size_t *n, size_t most, const json_t *json, const char *key)
{
    const json_t *list = json_object_get(json, key);

    *n = json_array_size(list);
    for (size_t i = 0; i < *n; i++) {
        const json_t *v = json_array_get(list, i);
        if (i >= most || !json_is_string(v) ||
            !st_hex_decode(out[i].b, ST_HASH, (struct st_str){json_string_value(v), json_string_length(v)}))
            return false;
    }
    return json_is_array(list);
}

static void check_proof(struct st_check *check, const json_t *json)
{
    struct st_hash path[ST_MERKLE_LEVELS], commitments[ST_ENVELOPES_MAX], leaf;
    struct st_leaf__header header;
    struct st_checkpoint c;
    struct st_str note = text_at(json, "checkpoint"), key = text_at(json, "public_key");
    const json_t *number = json_object_get(json, "leaf");
    uint8_t signer[ST_PUBLIC_KEY];
    size_t n = 0, path_n = 0, commitments_n = 0;
    bool readable = json_is_integer(number) && json_integer_value(number) >= 0 && st_str_known(note) &&
                    st_str_known(key) && hashes_at(path, &path_n, ST_MERKLE_LEVELS, json, "path") &&
                    hashes_at(commitments, &commitments_n, ST_ENVELOPES_MAX, json, "commitments") &&
                    st_leaf__header_read(&header, json_object_get(json, "header"), NULL) == ST_OK &&
                    header.envelopes == commitments_n && st_checkpoint_read(&c, note, NULL) == ST_OK &&
                    st_leaf__hash(&leaf, &header, commitments, NULL) == ST_OK &&
                    sodium_base642bin(signer, sizeof(signer), key.p, key.n, NULL, &n, NULL,
                                      sodium_base64_VARIANT_ORIGINAL) == 0 && n == sizeof(signer);

    check->lines = check->checkpoints = check->keys = 1;
    check->problem_line = 1;
    if (!readable)
        check->problem = ST_MSG("This is no proof.");
    else if (check->pinned && memcmp(signer, check->public_key, sizeof(signer)) != 0)
        check->problem = ST_MSG("The checkpoint is signed with another key.");
    else if (!st_checkpoint_signed(&c, note, signer))
        check->problem = ST_MSG("The signature of the checkpoint is wrong.");
    else if (!st_merkle_included(leaf, (uint64_t)json_integer_value(number), c.size, path, path_n, c.root))
        check->problem = ST_MSG("The entry is not in the journal that the checkpoint covers.");
    if (!readable)
        return;
    memcpy(check->public_key, signer, sizeof(signer));
    memcpy(check->log, c.log, sizeof(check->log));
    check->tree = (struct st_merkle){.size = 1};
    check->tree.subtree[0] = c.root; /* what the outcome shows as root */
}

/* True when the line is a proof; then it has been checked. */
static bool is_proof(struct st_check *check, struct st_str line)
{
    json_t *json = NULL;
    bool proof = line.n <= ST_CHECK_LINE_MAX && st_json_parse(&json, line, NULL) == ST_OK &&
                 st_str_is(text_at(json, "statera"), "proof");

    if (proof)
        check_proof(check, json);
    json_decref(json);
    return proof;
}

/* ---- The file ---- */
static int not_an_export(struct st_error *err)
{
    return st_fail(err, ST_E_INVALID, "file", ST_MSG("The file does not begin as an export of a journal."), "",
                   "Give a file that statera journal export or statera journal prove wrote.");
}

static int check_file(struct st_check *check, FILE *f, struct st_error *err)
{
    struct st_buf line = ST_BUF_INIT(ST_CHECK_LINE_MAX + 2);
    int rc = ST_OK;

    if (!next_line(&line, f)) {
        rc = not_an_export(err);
    } else if (!is_proof(check, st_buf_get(&line))) {
        st_check_line(check, st_buf_get(&line));
        if (check->problem.text != NULL)
            rc = not_an_export(err);
        while (rc == ST_OK && check->problem.text == NULL && next_line(&line, f))
            st_check_line(check, st_buf_get(&line));
        (void)st_check_end(check);
    }
    if (rc == ST_OK && ferror(f))
        rc = st_fail(err, ST_E_IO, "file", ST_MSG("The file cannot be read to its end."), "", "Check the disk.");
    st_buf_deinit(&line);
    return rc;
}

static void conclude(struct st_verification *out, struct st_arena *arena, const struct st_check *check)
{
    struct st_hash root = st_merkle_root(&check->tree);

    *out = (struct st_verification){
        .valid = check->problem.text == NULL, .entries = (int64_t)check->tree.size, .checkpoints = check->checkpoints,
        .keys = check->keys, .log = st_str_dup(arena, st_str_of(check->log)), .root = st_hex(arena, root.b, ST_HASH),
        .public_key = st_base64(arena, (struct st_str){(const char *)check->public_key, ST_PUBLIC_KEY}),
        .problem = check->problem, .problem_line = check->problem.text ? check->problem_line : 0};
}

int st_journal_verify(struct st_verification *out, struct st_arena *arena, const char *path, const char *public_key,
                      const char *earlier, struct st_error *err)
{
    struct st_check *check = ST_NEW(arena, struct st_check);
    struct st_str earlier_text = {NULL, 0};
    FILE *f = NULL;
    int rc = earlier != NULL ? read_earlier(&earlier_text, arena, earlier, err) : ST_OK;

    *out = (struct st_verification){0};
    if (rc == ST_OK)
        rc = st_check_init(check, public_key, earlier_text, err);
    if (rc == ST_OK)
        rc = open_file(&f, path, "file", err);
    if (rc != ST_OK)
        return rc;
    rc = check_file(check, f, err);
    (void)fclose(f);
    if (rc != ST_OK)
        return rc;
    conclude(out, arena, check);
    return out->valid ? ST_OK : st_fail(err, ST_E_VERIFY, "file", out->problem, "",
                                        "Keep the file; ask the administrator of the system where it came from.");
}
