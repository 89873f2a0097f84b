#include "store/journal_check.h"

#include <sodium.h>

#include "store/journal_leaf.h"

int st_check_init(struct st_check *check, const char *public_key, struct st_str earlier, struct st_error *err)
{
    size_t n = 0;

    memset(check, 0, sizeof(*check));
    check->pinned = public_key != NULL;
    if (check->pinned && (sodium_base642bin(check->public_key, ST_PUBLIC_KEY, public_key, strlen(public_key), NULL, &n,
                                            NULL, sodium_base64_VARIANT_ORIGINAL) != 0 || n != ST_PUBLIC_KEY))
        return st_fail(err, ST_E_INVALID, "public_key", ST_MSG("This is no public key."), "",
                       "Give the 44 characters that statera journal checkpoint prints.");
    check->earlier_text = earlier;
    return st_str_known(earlier) ? st_checkpoint_read(&check->earlier, earlier, err) : ST_OK;
}

static void problem(struct st_check *check, struct st_message what)
{
    check->problem = what;
    check->problem_line = check->lines;
}

static struct st_str text_at(const json_t *json, const char *key)
{
    const json_t *v = json_object_get(json, key);

    return json_is_string(v) ? (struct st_str){json_string_value(v), json_string_length(v)}
                             : (struct st_str){NULL, 0};
}

static bool number_is(const json_t *json, const char *key, uint64_t wanted)
{
    const json_t *v = json_object_get(json, key);

    return json_is_integer(v) && json_integer_value(v) >= 0 && (uint64_t)json_integer_value(v) == wanted;
}

static void head(struct st_check *check, const json_t *json)
{
    if (!st_str_is(text_at(json, "statera"), "journal") || !number_is(json, "version", 1))
        problem(check, ST_MSG("The file does not begin as an export of a journal."));
    check->begun = true;
}

static bool read_commitments(struct st_hash *out, const json_t *list, size_t n)
{
    if (!json_is_array(list) || json_array_size(list) != n)
        return false;
    for (size_t i = 0; i < n; i++) {
        const json_t *v = json_array_get(list, i);
        if (!json_is_string(v) ||
            !st_hex_decode(out[i].b, ST_HASH, (struct st_str){json_string_value(v), json_string_length(v)}))
            return false;
    }
    return true;
}

/* Is the outsider's checkpoint a beginning of this log? */
static void compare_earlier(struct st_check *check)
{
    const struct st_checkpoint *e = &check->earlier;

    if (e->size != check->tree.size || e->size == 0)
        return;
    if (strcmp(e->log, check->log) != 0)
        problem(check, ST_MSG("The earlier checkpoint is of another journal."));
    else if (!st_hash_eq(e->root, st_merkle_root(&check->tree)))
        problem(check, ST_MSG("The first {0} entries are not those that the earlier checkpoint covers.",
                              ST_V((int64_t)e->size)));
}

static void entry(struct st_check *check, const json_t *json)
{
    struct st_hash commitments[ST_ENVELOPES_MAX], leaf;
    struct st_leaf__header header;

    if (!number_is(json, "leaf", check->tree.size)) {
        problem(check, ST_MSG("Entry number {0} should stand here.", ST_V((int64_t)check->tree.size)));
        return;
    }
    if (st_leaf__header_read(&header, json_object_get(json, "header"), NULL) != ST_OK ||
        !read_commitments(commitments, json_object_get(json, "commitments"), header.envelopes) ||
        st_leaf__hash(&leaf, &header, commitments, NULL) != ST_OK) {
        problem(check, ST_MSG("This is no entry of a journal."));
        return;
    }
    if (check->tree.size == 0)
        st_log_name(check->log, leaf);
    st_merkle_append(&check->tree, leaf);
    check->covered = false;
    compare_earlier(check);
}

/* The key that a checkpoint says it is signed with: the given one, or any, counted. */
static bool take_key(struct st_check *check, struct st_str text)
{
    uint8_t key[ST_PUBLIC_KEY];
    size_t n = 0;

    if (!st_str_known(text) || sodium_base642bin(key, sizeof(key), text.p, text.n, NULL, &n, NULL,
                                                 sodium_base64_VARIANT_ORIGINAL) != 0 || n != sizeof(key))
        return false;
    if (check->keys > 0 || check->pinned) {
        bool same = memcmp(key, check->public_key, sizeof(key)) == 0;
        if (check->pinned && !same)
            return false;
        check->keys += !same || check->keys == 0;
    } else {
        check->keys = 1;
    }
    memcpy(check->public_key, key, sizeof(key));
    return true;
}

static void checkpoint(struct st_check *check, const json_t *json)
{
    struct st_str text = text_at(json, "checkpoint");
    struct st_checkpoint c;

    if (!st_str_known(text) || st_checkpoint_read(&c, text, NULL) != ST_OK)
        problem(check, ST_MSG("This is no checkpoint of a journal."));
    else if (c.size != check->tree.size)
        problem(check, ST_MSG("The checkpoint covers {0} entries, but {1} stand before it.", ST_V((int64_t)c.size),
                              ST_V((int64_t)check->tree.size)));
    else if (strcmp(c.log, check->log) != 0)
        problem(check, ST_MSG("The checkpoint is of another journal."));
    else if (!st_hash_eq(c.root, st_merkle_root(&check->tree)))
        problem(check, ST_MSG("The entries before this checkpoint are not those that were sealed."));
    else if (!take_key(check, text_at(json, "public_key")))
        problem(check, ST_MSG("The checkpoint is signed with another key."));
    else if (!st_checkpoint_signed(&c, text, check->public_key))
        problem(check, ST_MSG("The signature of the checkpoint is wrong."));
    check->checkpoints++;
    check->covered = true;
}

static void end(struct st_check *check, const json_t *json)
{
    if (!number_is(json, "entries", check->tree.size) || !number_is(json, "checkpoints", (uint64_t)check->checkpoints))
        problem(check, ST_MSG("The end counts other entries or checkpoints than stand before it."));
    check->ended = true;
}

void st_check_line(struct st_check *check, struct st_str line)
{
    json_t *json = NULL;

    check->lines++;
    if (check->problem.text != NULL)
        return;
    if (line.n > ST_CHECK_LINE_MAX || st_json_parse(&json, line, NULL) != ST_OK || !json_is_object(json))
        problem(check, ST_MSG("This line cannot be read."));
    else if (!check->begun)
        head(check, json);
    else if (check->ended)
        problem(check, ST_MSG("Something stands behind the end."));
    else if (json_object_get(json, "leaf") != NULL)
        entry(check, json);
    else if (json_object_get(json, "checkpoint") != NULL)
        checkpoint(check, json);
    else if (json_is_true(json_object_get(json, "end")))
        end(check, json);
    else
        problem(check, ST_MSG("This line cannot be read."));
    json_decref(json);
}

bool st_check_end(struct st_check *check)
{
    if (check->problem.text != NULL)
        return false;
    if (!check->begun || !check->ended)
        problem(check, ST_MSG("The file ends too early."));
    else if (check->tree.size > 0 && !check->covered)
        problem(check, ST_MSG("No checkpoint covers the last entries."));
    else if (check->earlier.size > check->tree.size)
        problem(check, ST_MSG("The earlier checkpoint covers {0} entries, and here are only {1}.",
                              ST_V((int64_t)check->earlier.size), ST_V((int64_t)check->tree.size)));
    else if (check->earlier.size > 0 && check->keys == 1 &&
             !st_checkpoint_signed(&check->earlier, check->earlier_text, check->public_key))
        problem(check, ST_MSG("The earlier checkpoint is signed with another key."));
    return check->problem.text == NULL;
}
