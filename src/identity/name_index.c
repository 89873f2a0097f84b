#include "identity/name_index.h"

#include <pthread.h>
#include <stdlib.h>

#include "identity/name_map.h"

/* Skeletons are ASCII; this bit is theirs never. */
#define KIN_KEY (UINT64_C(1) << 63)

enum {
    WORD_FROM = 600,   /* words less alike than this do not call up a name */
    FULL_COMPARED = 500, /* names compared in full, at most */
    KEYS_MAX = 2 * ST_NAME_SKELETONS_MAX * (ST_NAME_SKELETON_MAX + 1) + 1,
    PARTS_WORDS = 2,   /* longer names are not cut into parts */
    PART_FROM = 150,   /* what a part must weigh (st_name_sounds_weight) */
    LIMIT_DEFAULT = 20,
    LIMIT_MAX = 200
};

/* A word, once for all names that hold it. */
struct word {
    struct st_name_word heard; /* without its text */
    struct st_numbers names;
};

struct name {
    struct st_str written; /* stands behind the words, in the same block */
    struct st_id person;
    uint32_t n;
    uint32_t words[];
};

/* Numbered things: a table of pointers and the numbers free for use again. */
struct table {
    uint32_t n, room;
    void **p;
    struct st_numbers free;
};

struct st_name_index {
    pthread_rwlock_t lock;
    struct table words, names;
    struct st_name_map by_sound;    /* a word's bytes, hashed → words */
    struct st_name_map by_skeleton; /* a skeleton → words */
    struct st_name_map by_person;   /* a person's key, hashed → names */
};

/* ---- numbered things ---- */

static uint32_t table_add(struct table *table, void *thing)
{
    uint32_t number;
    if (table->free.n) {
        number = table->free.p[--table->free.n];
    } else {
        if (table->n == table->room) {
            table->room = table->room ? table->room * 2 : 64;
            table->p = st_heap_grow(table->p, table->room * sizeof *table->p);
        }
        number = table->n++;
    }
    table->p[number] = thing;
    return number;
}

static void table_remove(struct table *table, uint32_t number)
{
    table->p[number] = NULL;
    st_numbers_add(&table->free, number);
}

static void table_deinit(struct table *table)
{
    free(table->p);
    st_numbers_deinit(&table->free);
}

static uint64_t hash(const void *bytes, size_t n) /* FNV-1a */
{
    uint64_t h = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < n; i++)
        h = (h ^ ((const uint8_t *)bytes)[i]) * UINT64_C(0x100000001B3);
    return h;
}

/* ---- keys of a word ---- */

static void add_key(uint64_t *keys, size_t *n, const char *skeleton, size_t length, size_t without)
{
    char text[8] = {0};
    uint64_t key;
    for (size_t i = 0, at = 0; i < length; i++)
        if (i != without)
            text[at++] = skeleton[i];
    memcpy(&key, text, sizeof key);
    for (size_t i = 0; i < *n; i++)
        if (keys[i] == key)
            return;
    keys[(*n)++] = key;
}

/* Each skeleton, and each with one class left out: two words meet if their skeletons differ in one class, by a swap
 * of neighbours, or in a class that one side lacks. Short skeletons say too little for that. */
static void add_keys(uint64_t keys[KEYS_MAX], size_t *n, const struct st_name_sounds *s)
{
    char skeletons[ST_NAME_SKELETONS_MAX][ST_NAME_SKELETON_MAX + 1];
    size_t skeletons_n = st_name_skeletons(skeletons, ST_NAME_SKELETONS_MAX, s);
    for (size_t i = 0; i < skeletons_n; i++) {
        size_t length = strlen(skeletons[i]);
        add_key(keys, n, skeletons[i], length, length);
        for (size_t without = 0; length >= 3 && without < length; without++)
            add_key(keys, n, skeletons[i], length, without);
    }
}

static size_t keys_of(uint64_t keys[KEYS_MAX], const struct st_name_word *word)
{
    size_t n = 0;
    add_keys(keys, &n, &word->sounds);
    if (word->stem.n)
        add_keys(keys, &n, &word->stem);
    if (word->kin)
        keys[n++] = KIN_KEY | word->kin;
    return n;
}

/* ---- words ---- */

/* Only what is heard, so that equal words are equal bytes. */
static void heard_of(struct st_name_word *out, const struct st_name_word *word)
{
    memset(out, 0, sizeof *out);
    out->sounds = word->sounds;
    out->stem = word->stem;
    out->article_sure = word->article_sure;
    out->particle = word->particle;
    out->filiation = word->filiation;
    out->initial = word->initial;
    out->kin = word->kin;
}

static uint32_t word_add(struct st_name_index *index, const struct st_name_word *source)
{
    uint64_t keys[KEYS_MAX], sound;
    struct st_name_word heard;
    const struct st_numbers *known;
    struct word *word;
    uint32_t number;
    size_t n;
    heard_of(&heard, source);
    sound = hash(&heard, sizeof heard);
    known = st_name_map_get(&index->by_sound, sound);
    for (uint32_t i = 0; known && i < known->n; i++) {
        word = index->words.p[known->p[i]];
        /* Both began as zero bytes; were two like words told apart, one would only stand there twice. */
        if (!memcmp(&word->heard, &heard, sizeof heard)) /* NOLINT(bugprone-suspicious-memory-comparison) */
            return known->p[i];
    }
    word = st_heap(sizeof *word);
    memset(word, 0, sizeof *word);
    memcpy(&word->heard, &heard, sizeof heard);
    number = table_add(&index->words, word);
    st_name_map_add(&index->by_sound, sound, number);
    n = keys_of(keys, &heard);
    for (size_t i = 0; i < n; i++)
        st_name_map_add(&index->by_skeleton, keys[i], number);
    return number;
}

static void word_free(struct word *word)
{
    st_numbers_deinit(&word->names);
    explicit_bzero(word, sizeof *word);
    free(word);
}

/* Takes the name off the word; a word that no name holds any more goes too. */
static void word_remove(struct st_name_index *index, uint32_t number, uint32_t name)
{
    struct word *word = index->words.p[number];
    uint64_t keys[KEYS_MAX];
    size_t n;
    st_numbers_remove(&word->names, name);
    if (word->names.n)
        return;
    n = keys_of(keys, &word->heard);
    for (size_t i = 0; i < n; i++)
        st_name_map_remove(&index->by_skeleton, keys[i], number);
    st_name_map_remove(&index->by_sound, hash(&word->heard, sizeof word->heard), number);
    table_remove(&index->words, number);
    word_free(word);
}

/* ---- names ---- */

static size_t name_size(size_t words, size_t bytes) { return sizeof(struct name) + words * sizeof(uint32_t) + bytes; }

static void name_free(struct name *name)
{
    size_t size = name_size(name->n, name->written.n);
    explicit_bzero(name, size);
    free(name);
}

static void name_add(struct st_name_index *index, struct st_id person, const struct st_name_key *key)
{
    struct name *name = st_heap(name_size(key->n, key->written.n));
    char *written = (char *)&name->words[key->n];
    uint32_t number = table_add(&index->names, name);
    memcpy(written, key->written.p, key->written.n);
    name->person = person;
    name->written = (struct st_str){written, key->written.n};
    name->n = (uint32_t)key->n;
    for (size_t i = 0; i < key->n; i++) {
        struct word *word;
        name->words[i] = word_add(index, &key->words[i]);
        word = index->words.p[name->words[i]];
        st_numbers_add(&word->names, number);
    }
    st_name_map_add(&index->by_person, hash(&person, sizeof person), number);
}

static void name_remove(struct st_name_index *index, uint32_t number)
{
    struct name *name = index->names.p[number];
    for (uint32_t i = 0; i < name->n; i++)
        word_remove(index, name->words[i], number);
    st_name_map_remove(&index->by_person, hash(&name->person, sizeof name->person), number);
    table_remove(&index->names, number);
    name_free(name);
}

int st_name_index_add(struct st_name_index *index, struct st_id person, struct st_str name, struct st_error *err)
{
    struct st_arena *arena = st_arena_new();
    struct st_name_key key;
    int rc = st_name_key(&key, name, arena, err);
    if (!rc) {
        pthread_rwlock_wrlock(&index->lock);
        name_add(index, person, &key);
        pthread_rwlock_unlock(&index->lock);
    }
    st_arena_free(arena);
    return rc;
}

/* The first name of the person, if any is left. */
static bool name_of(uint32_t *out, const struct st_name_index *index, struct st_id person)
{
    const struct st_numbers *numbers = st_name_map_get(&index->by_person, hash(&person, sizeof person));
    for (uint32_t i = 0; numbers && i < numbers->n; i++) {
        const struct name *name = index->names.p[numbers->p[i]];
        *out = numbers->p[i];
        if (st_id_eq(name->person, person))
            return true;
    }
    return false;
}

size_t st_name_index_remove(struct st_name_index *index, struct st_id person)
{
    size_t n = 0;
    uint32_t number;
    pthread_rwlock_wrlock(&index->lock);
    for (; name_of(&number, index, person); n++)
        name_remove(index, number);
    pthread_rwlock_unlock(&index->lock);
    return n;
}

size_t st_name_index_size(struct st_name_index *index)
{
    size_t n;
    pthread_rwlock_rdlock(&index->lock);
    n = index->names.n - index->names.free.n;
    pthread_rwlock_unlock(&index->lock);
    return n;
}

struct st_name_index *st_name_index_new(void)
{
    struct st_name_index *index = st_heap(sizeof *index);
    memset(index, 0, sizeof *index);
    ST_ASSERT(pthread_rwlock_init(&index->lock, NULL) == 0);
    return index;
}

void st_name_index_free(struct st_name_index *index)
{
    if (!index)
        return;
    for (uint32_t i = 0; i < index->names.n; i++)
        if (index->names.p[i])
            name_free(index->names.p[i]);
    for (uint32_t i = 0; i < index->words.n; i++)
        if (index->words.p[i])
            word_free(index->words.p[i]);
    table_deinit(&index->names);
    table_deinit(&index->words);
    st_name_map_deinit(&index->by_sound);
    st_name_map_deinit(&index->by_skeleton);
    st_name_map_deinit(&index->by_person);
    pthread_rwlock_destroy(&index->lock);
    free(index);
}

/* ---- searching ---- */

/* What one search gathers: for each name the promise of the words found in it. */
struct hunt {
    const struct st_name_index *index;
    struct st_arena *arena;
    uint16_t *promise;      /* by name: sum over the words asked for */
    uint16_t *best;         /* by name: of the word asked for at present */
    uint8_t *met;           /* by word: seen for the word asked for */
    struct st_numbers names; /* with any promise; arena memory */
};

static void call_up(struct hunt *hunt, const struct word *word, int score)
{
    for (uint32_t i = 0; i < word->names.n; i++) {
        uint32_t name = word->names.p[i];
        if (!hunt->promise[name])
            hunt->names.p[hunt->names.n++] = name;
        if (score > hunt->best[name]) {
            int promise = hunt->promise[name] + score - hunt->best[name];
            hunt->promise[name] = (uint16_t)(promise < UINT16_MAX ? promise : UINT16_MAX);
            hunt->best[name] = (uint16_t)score;
        }
    }
}

static void ask_for(struct hunt *hunt, const struct st_name_word *wanted)
{
    uint64_t keys[KEYS_MAX];
    size_t n = keys_of(keys, wanted);
    memset(hunt->best, 0, hunt->index->names.n * sizeof *hunt->best);
    memset(hunt->met, 0, hunt->index->words.n * sizeof *hunt->met);
    for (size_t k = 0; k < n; k++) {
        const struct st_numbers *words = st_name_map_get(&hunt->index->by_skeleton, keys[k]);
        for (uint32_t i = 0; words && i < words->n; i++) {
            const struct word *word = hunt->index->words.p[words->p[i]];
            int score;
            if (hunt->met[words->p[i]])
                continue;
            hunt->met[words->p[i]] = 1;
            score = word->heard.particle && !wanted->particle ? 0 : st_name_word_score(wanted, &word->heard);
            if (score >= WORD_FROM)
                call_up(hunt, word, score);
        }
    }
}

static bool only_particles(const struct st_name_key *key)
{
    for (size_t i = 0; i < key->n; i++)
        if (!key->words[i].particle)
            return false;
    return true;
}

/* Every word of the name sought, and every two neighbours in one (Noor Ullah, Noorullah). */
static void ask_for_all(struct hunt *hunt, const struct st_name_key *key)
{
    bool particles_too = only_particles(key);
    for (size_t i = 0; i < key->n; i++) {
        struct st_name_word joined = {.sounds = {0}};
        if (key->words[i].particle && !particles_too)
            continue;
        ask_for(hunt, &key->words[i]);
        if (i + 1 == key->n || key->words[i + 1].particle || key->words[i].initial || key->words[i + 1].initial)
            continue;
        st_name_sounds_join(&joined.sounds, &key->words[i].sounds, &key->words[i + 1].sounds);
        ask_for(hunt, &joined);
    }
}

/* A long word may be two in the index (Gulmohammad, Gul Mohammad): asks for both parts of every cut. */
static void ask_for_parts(struct hunt *hunt, const struct st_name_key *key)
{
    for (size_t i = 0; i < key->n; i++)
        for (size_t cut = 2; cut + 2 <= key->words[i].sounds.n; cut++) {
            struct st_name_word first = {.sounds = key->words[i].sounds}, rest = {.sounds = {0}};
            first.sounds.n = (uint8_t)cut;
            st_name_sounds_skip(&rest.sounds, &key->words[i].sounds, cut);
            if (st_name_sounds_weight(&first.sounds) < PART_FROM || st_name_sounds_weight(&rest.sounds) < PART_FROM)
                continue;
            ask_for(hunt, &first);
            ask_for(hunt, &rest);
        }
}

enum { WORD_TOO_MANY = 40, PROMISES = UINT16_MAX + 1 };

static size_t rank_of(const struct hunt *hunt, uint32_t name, size_t words)
{
    size_t have = ((const struct name *)hunt->index->names.p[name])->n;
    size_t less = (have > words ? have - words : words - have) * WORD_TOO_MANY;
    return hunt->promise[name] > less ? hunt->promise[name] - less : 0;
}

/* Leaves the FULL_COMPARED names of most promise. */
static void shorten(struct hunt *hunt, size_t words)
{
    uint32_t *count = ST_NEW_N(hunt->arena, uint32_t, PROMISES);
    size_t cut = PROMISES, above = 0, kept = 0, equal;
    if (hunt->names.n <= FULL_COMPARED)
        return;
    for (uint32_t i = 0; i < hunt->names.n; i++)
        count[rank_of(hunt, hunt->names.p[i], words)]++;
    while (above + count[cut - 1] <= FULL_COMPARED)
        above += count[--cut];
    equal = FULL_COMPARED - above; /* of those at cut - 1 */
    for (uint32_t i = 0; i < hunt->names.n; i++) {
        size_t rank = rank_of(hunt, hunt->names.p[i], words);
        if (rank >= cut || (rank + 1 == cut && equal && equal--))
            hunt->names.p[kept++] = hunt->names.p[i];
    }
    hunt->names.n = (uint32_t)kept;
}

static int score_of(const struct hunt *hunt, const struct name *name, const struct st_name_key *wanted)
{
    struct st_name_word words[ST_NAME_WORDS_MAX];
    struct st_name_key key = {name->written, false, name->n, words};
    for (uint32_t i = 0; i < name->n; i++)
        words[i] = ((const struct word *)hunt->index->words.p[name->words[i]])->heard;
    return st_name_score(wanted, &key);
}

static bool before(const struct st_name_candidate *a, const struct st_name_candidate *b)
{
    return a->why.score != b->why.score ? a->why.score > b->why.score : st_id_cmp(a->person, b->person) < 0;
}

/* Puts a candidate in its place; of one person only the best name stays. */
static void insert(struct st_name_candidates *out, size_t limit, struct st_name_candidate found)
{
    size_t at;
    for (at = 0; at < out->n && !st_id_eq(out->rows[at].person, found.person); at++)
        ;
    if (at == out->n && out->n == limit) {
        if (!limit || !before(&found, &out->rows[--at]))
            return;
    } else if (at == out->n) {
        out->n++;
    } else if (out->rows[at].why.score >= found.why.score) {
        return;
    }
    for (; at > 0 && before(&found, &out->rows[at - 1]); at--)
        out->rows[at] = out->rows[at - 1];
    out->rows[at] = found;
}

static void compare_all(struct st_name_candidates *out, struct hunt *hunt, const struct st_name_key *wanted,
                        const struct st_name_search *search)
{
    shorten(hunt, wanted->n);
    for (uint32_t i = 0; i < hunt->names.n; i++) {
        const struct name *name = hunt->index->names.p[hunt->names.p[i]];
        struct st_name_candidate found = {.person = name->person, .name = name->written};
        found.why.score = score_of(hunt, name, wanted);
        if (found.why.score >= search->min_score)
            insert(out, search->limit, found);
    }
}

static void hunt_down(struct st_name_candidates *out, struct hunt *hunt, const struct st_name_key *wanted,
                      const struct st_name_search *search)
{
    const struct st_name_index *index = hunt->index;
    hunt->promise = ST_NEW_N(hunt->arena, uint16_t, index->names.n);
    hunt->best = ST_NEW_N(hunt->arena, uint16_t, index->names.n);
    hunt->met = ST_NEW_N(hunt->arena, uint8_t, index->words.n);
    hunt->names.p = ST_NEW_N(hunt->arena, uint32_t, index->names.n);
    ask_for_all(hunt, wanted);
    compare_all(out, hunt, wanted, search);
    if (wanted->n <= PARTS_WORDS && (!out->n || out->rows[0].why.score < ST_NAME_SAME_FROM)) {
        memset(hunt->promise, 0, index->names.n * sizeof *hunt->promise);
        hunt->names.n = 0;
        ask_for_parts(hunt, wanted);
        compare_all(out, hunt, wanted, search);
    }
    for (size_t i = 0; i < out->n; i++)
        out->rows[i].name = st_str_dup(hunt->arena, out->rows[i].name);
}

int st_name_index_search(struct st_name_candidates *out, struct st_name_index *index,
                         const struct st_name_search *search, struct st_arena *arena, struct st_error *err)
{
    struct hunt hunt = {.index = index, .arena = arena};
    struct st_name_search asked = {search->name, search->limit ? search->limit : LIMIT_DEFAULT,
                                   search->min_score ? search->min_score : ST_NAME_SIMILAR_FROM};
    struct st_name_key wanted, found;
    int rc = st_name_key(&wanted, search->name, arena, err);
    asked.limit = asked.limit < LIMIT_MAX ? asked.limit : LIMIT_MAX;
    *out = (struct st_name_candidates){0, ST_NEW_N(arena, struct st_name_candidate, asked.limit)};
    if (rc)
        return rc;
    pthread_rwlock_rdlock(&index->lock);
    hunt_down(out, &hunt, &wanted, &asked);
    pthread_rwlock_unlock(&index->lock);
    for (size_t i = 0; i < out->n; i++)
        if (!st_name_key(&found, out->rows[i].name, arena, NULL))
            st_name_compare_keys(&out->rows[i].why, &wanted, &found);
    return ST_OK;
}
