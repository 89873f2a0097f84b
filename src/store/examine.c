/* What `statera doctor` looks at: one function for each subject, each leaving at least one finding. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/timex.h>
#include <unistd.h>

#include "store/checkpoint.h"
#include "store/slots.h"
#include "store/table.h"

enum { SUBJECTS_AT_ONCE = 500, ERASURES_LOOKED_AT = 200, WAL_MB = 256, FREE_MB = 1024 };

#define UNSEALED_LONG (60 * ST_SECOND)
#define CLOCK_SLACK (5 * ST_SECOND)

#define BACKUP_OLD (7 * ST_DAY)

struct examination {
    struct st_store *store;
    struct st_arena *arena;
    struct st_db *db;
    const char *file; /* of SQLite; NULL on PostgreSQL */
    struct st_finding *out;
    size_t n;
};

static void found(struct examination *x, const char *subject, enum st_health health, struct st_message what,
                  const char *cure)
{
    ST_ASSERT(x->n < ST_FINDINGS_MAX);
    x->out[x->n++] = (struct st_finding){subject, health, what, cure};
}

static void well(struct examination *x, const char *subject, struct st_message what)
{
    found(x, subject, ST_HEALTH_WELL, what, "");
}

static int ask(struct st_rows *out, struct examination *x, const struct st_statement *statement, struct st_error *err)
{
    return st_db_query(out, x->db, x->arena, statement, NULL, 0, err);
}

/* ---- The database and its tables ---- */
static const struct st_statement integrity = {"examine.integrity", "PRAGMA integrity_check(1)", "SELECT 'ok'"},
    log_mode = {"examine.log mode", "PRAGMA journal_mode", "SELECT current_setting('wal_level')"},
    flushes = {"examine.flushes", "SELECT 'on', 'on'",
               "SELECT current_setting('fsync'), current_setting('synchronous_commit')"};

static int database(struct examination *x, struct st_error *err)
{
    struct st_rows rows = {0}, flush = {0};
    int rc = ask(&rows, x, &integrity, err);

    if (rc == ST_OK)
        rc = ask(&flush, x, &flushes, err);
    if (rc != ST_OK)
        return rc;
    if (rows.n != 1 || !st_str_is(st_rows_str(&rows, 0, 0), "ok"))
        found(x, "database", ST_HEALTH_ILL, ST_MSG("The database is damaged."),
              "Stop the server, keep the file, restore the newest backup, and look at the disk.");
    else if (!st_str_is(st_rows_str(&flush, 0, 0), "on") || st_str_is(st_rows_str(&flush, 0, 1), "off"))
        found(x, "database", ST_HEALTH_NOTE, ST_MSG("The database server does not flush what it commits."),
              "Set fsync and synchronous_commit to on: what was acknowledged must survive a power cut.");
    else
        well(x, "database", ST_MSG("The database is whole and flushes what it commits."));
    return ST_OK;
}

static int schema(struct examination *x, struct st_error *err)
{
    struct st_schema_state state = {0};
    int64_t mine = st_schema__version(st_schema__migrations, st_schema__migrations_n);
    int rc = st_schema__state(&state, x->db, x->arena, err);

    if (rc != ST_OK)
        return rc;
    if (state.version != mine || !st_str_eq(state.fingerprint, st_schema__fingerprint(x->arena, x->store->dialect)))
        found(x, "schema", ST_HEALTH_ILL, ST_MSG("The tables are not those of this program."),
              "Make a backup, then run statera migrate.");
    else
        well(x, "schema", ST_MSG("The tables have version {0}, that of the program.", ST_V(mine)));
    return ST_OK;
}

/* ---- Files ---- */
static const char *beside(struct examination *x, const char *ending)
{
    return st_strf(x->arena, "%s%s", x->file, ending).p;
}

static int write_ahead(struct examination *x, struct st_error *err)
{
    struct st_rows rows = {0};
    struct stat about;
    int64_t mb;
    int rc;

    if (x->file == NULL)
        return ST_OK;
    rc = ask(&rows, x, &log_mode, err);
    if (rc != ST_OK)
        return rc;
    mb = stat(beside(x, "-wal"), &about) == 0 ? about.st_size / (1 << 20) : 0;
    if (!st_str_is(st_rows_str(&rows, 0, 0), "wal"))
        found(x, "log", ST_HEALTH_ILL, ST_MSG("The database does not use a write-ahead log."),
              "Open it once with this program; do not change its journal mode.");
    else if (mb > WAL_MB)
        found(x, "log", ST_HEALTH_NOTE, ST_MSG("The write-ahead log has grown to {0} MB.", ST_V(mb)),
              "Some program reads without end; start the server anew.");
    else
        well(x, "log", ST_MSG("The write-ahead log is in use and holds {0} MB.", ST_V(mb)));
    return ST_OK;
}

static bool open_to_others(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && (about.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}

static void files(struct examination *x)
{
    static const char *const endings[] = {"", "-wal", "-shm", ".keys", ".keys-wal", ".keys-shm"};
    const char *open_file = NULL, *folder;
    struct stat about;

    if (x->file == NULL)
        return;
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]) && open_file == NULL; i++)
        if (open_to_others(beside(x, endings[i])))
            open_file = beside(x, endings[i]);
    folder = dirname(st_alloc_copy(x->arena, x->file, strlen(x->file) + 1));
    if (open_file != NULL)
        found(x, "files", ST_HEALTH_ILL, ST_MSG("Others may read or write {0}.", ST_V(open_file)),
              "Run chmod 600 on it.");
    else if (stat(folder, &about) == 0 && (about.st_mode & S_IWOTH) != 0 && (about.st_mode & S_ISVTX) == 0)
        found(x, "files", ST_HEALTH_ILL, ST_MSG("Everybody may replace the files in {0}.", ST_V(folder)),
              "Give the database a folder of its own with mode 700.");
    else
        well(x, "files", ST_MSG("Only their owner may read the files."));
}

/* ---- The disk ---- */
static bool read_small(char *out, size_t room, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, out, room - 1) : -1;

    if (fd >= 0)
        (void)close(fd);
    out[n > 0 ? n : 0] = 0;
    return n > 0;
}

/* A block device is encrypted when it, or what it is mapped onto, is a dm-crypt target. */
static bool encrypted_device(struct examination *x, dev_t device, bool *known)
{
    char uuid[128];
    const char *path = st_strf(x->arena, "/sys/dev/block/%u:%u/dm/uuid", major(device), minor(device)).p,
               *whole = st_strf(x->arena, "/sys/dev/block/%u:%u", major(device), minor(device)).p;

    *known = access(whole, F_OK) == 0;
    return read_small(uuid, sizeof(uuid), path) && strncmp(uuid, "CRYPT-", 6) == 0;
}

/* Left for the files of the database, in MB; -1 when they are on no disk of this machine. */
static int64_t disk_left(const char *file)
{
    struct statvfs space;
    return file != NULL && statvfs(file, &space) == 0 ? (int64_t)(space.f_bavail * space.f_frsize >> 20) : -1;
}

static void disk(struct examination *x)
{
    int64_t mb = disk_left(x->file);
    struct stat about;
    bool known, encrypted;

    if (mb < 0 || stat(x->file, &about) != 0)
        return;
    if (mb < FREE_MB)
        found(x, "disk", ST_HEALTH_NOTE, ST_MSG("The disk has {0} MB left.", ST_V(mb)),
              "Make room; nothing is lost when it is full, but nothing can be registered either.");
    else
        well(x, "disk", ST_MSG("The disk has {0} MB left.", ST_V(mb)));
    encrypted = encrypted_device(x, about.st_dev, &known);
    if (encrypted)
        well(x, "disk", ST_MSG("The disk is encrypted."));
    else
        found(x, "disk", ST_HEALTH_NOTE,
              known ? ST_MSG("The disk is not encrypted by this machine.")
                    : ST_MSG("It cannot be seen whether the disk is encrypted."),
              "Put the database on an encrypted volume (LUKS), or make sure that the machine's host does so.");
}

/* ---- The journal ---- */
ST_STATEMENT(unsealed, "examine.unsealed", "SELECT count(*), min(real_at) FROM journal_entry WHERE leaf IS NULL", NULL);
ST_STATEMENT(sealed, "examine.sealed", "SELECT c.size, c.note, c.public_key, (SELECT max(leaf) FROM journal_entry) "
             "FROM journal_checkpoint c ORDER BY c.size DESC LIMIT 1", NULL);
ST_STATEMENT(backed_up, "examine.backed up", "SELECT max(number) FROM meta WHERE name = 'backed up at'", NULL);
ST_STATEMENT(newest_entry, "examine.newest entry", "SELECT max(real_at) FROM journal_entry", NULL);

static int journal_seal(struct examination *x, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = ask(&rows, x, &unsealed, err);
    int64_t n, age;

    if (rc != ST_OK)
        return rc;
    n = st_rows_int(&rows, 0, 0);
    age = n > 0 ? st_instant_now().us - st_rows_int(&rows, 0, 1) : 0;
    if (age > UNSEALED_LONG)
        found(x, "journal", ST_HEALTH_NOTE,
              ST_MSG("{0} entries have not been sealed for {1} seconds.", ST_V(n), ST_V(age / ST_SECOND)),
              "A running server seals every second; without one run statera journal checkpoint.");
    else
        well(x, "journal", ST_MSG("{0} entries wait to be sealed.", ST_V(n)));
    return ST_OK;
}

/* Does the newest checkpoint cover the tree that is there, and does this database's key stand behind it? */
static int journal_tree(struct examination *x, struct st_error *err)
{
    struct st_rows rows = {0};
    struct st_checkpoint c;
    struct st_hash root;
    uint8_t public_key[ST_PUBLIC_KEY], secret_key[ST_SECRET_KEY];
    struct st_str note;
    bool fits = false;
    int rc = ask(&rows, x, &sealed, err);

    if (rc != ST_OK || rows.n == 0)
        return rc;
    note = st_rows_str(&rows, 0, 1);
    rc = st_journal__root(&root, x->db, x->arena, (uint64_t)st_rows_int(&rows, 0, 0), err);
    if (rc == ST_OK)
        rc = st_keys__sign(x->store->keys, public_key, secret_key, err);
    sodium_memzero(secret_key, sizeof(secret_key));
    if (rc != ST_OK && rc != ST_E_VERIFY)
        return rc;
    if (rc == ST_OK && st_checkpoint_read(&c, note, NULL) == ST_OK)
        fits = st_hash_eq(c.root, root) && c.size == (uint64_t)st_rows_int(&rows, 0, 0) &&
               st_rows_int(&rows, 0, 3) + 1 == st_rows_int(&rows, 0, 0) &&
               st_checkpoint_signed(&c, note, (const uint8_t *)st_rows_str(&rows, 0, 2).p);
    if (!fits)
        found(x, "journal", ST_HEALTH_ILL, ST_MSG("The newest checkpoint does not fit the journal."),
              "Keep the database; export the journal, verify it, and restore a backup whose journal verifies.");
    else if (memcmp(public_key, st_rows_str(&rows, 0, 2).p, ST_PUBLIC_KEY) != 0)
        found(x, "journal", ST_HEALTH_NOTE, ST_MSG("The key that signed the newest checkpoint is not here."),
              "Restore the store of keys; without it the journal goes on under a new key, and its monitors will ask.");
    else
        well(x, "journal", ST_MSG("{0} entries are sealed, and the newest checkpoint fits.", ST_V((int64_t)c.size)));
    return ST_OK;
}

/* ---- Copies ---- */
/* PostgreSQL is copied with its own tools, which say nothing here. */
static int copies(struct examination *x, struct st_error *err)
{
    struct st_rows rows = {0};
    int64_t made, hours;
    int rc = x->file != NULL ? ask(&rows, x, &backed_up, err) : ST_OK;

    if (rc != ST_OK || x->file == NULL)
        return rc;
    made = st_rows_int(&rows, 0, 0);
    hours = (st_instant_now().us - made) / ST_HOUR;
    if (made == 0)
        found(x, "backup", ST_HEALTH_NOTE, ST_MSG("No copy of this database is known."),
              "Run statera backup every day, into another place than this disk.");
    else if (hours > BACKUP_OLD / ST_HOUR)
        found(x, "backup", ST_HEALTH_NOTE, ST_MSG("The newest copy is {0} hours old.", ST_V(hours)),
              "Run statera backup every day, into another place than this disk.");
    else
        well(x, "backup", ST_MSG("The newest copy is {0} hours old.", ST_V(hours)));
    return ST_OK;
}

/* ---- The queue ---- */
ST_STATEMENT(queue_state, "examine.queue", "SELECT count(*), sum(CASE WHEN state = 4 THEN 1 ELSE 0 END), min(due_at) "
             "FROM outbox WHERE state <> 3", NULL);
ST_STATEMENT(lines_cut, "examine.lines cut", "SELECT count(*) FROM node_line", NULL);

static int queue(struct examination *x, struct st_error *err)
{
    struct st_rows rows = {0}, cut = {0};
    int rc = ask(&rows, x, &queue_state, err);
    int64_t waiting, failed_n, due, now = st_store_now(x->store).us;

    if (rc == ST_OK)
        rc = ask(&cut, x, &lines_cut, err);
    if (rc != ST_OK)
        return rc;
    waiting = st_rows_int(&rows, 0, 0);
    failed_n = st_rows_int(&rows, 0, 1);
    due = st_rows_int(&rows, 0, 2);
    if (due != 0 && due < now)
        found(x, "queue", ST_HEALTH_ILL, ST_MSG("A message has passed its legal deadline: {0} wait.", ST_V(waiting)),
              "Look at them with statera node status; join the line, or send by the fall-back that the law names.");
    else if (st_rows_int(&cut, 0, 0) > 0)
        found(x, "queue", ST_HEALTH_NOTE, ST_MSG("The line to the centre is cut: {0} messages wait.", ST_V(waiting)),
              "Join it with statera node join.");
    else if (failed_n > 0)
        found(x, "queue", ST_HEALTH_NOTE, ST_MSG("{0} messages have failed and are tried again.", ST_V(failed_n)),
              "Look at their reasons with statera node status.");
    else
        well(x, "queue", ST_MSG("{0} messages wait.", ST_V(waiting)));
    return ST_OK;
}

/* ---- The keys ---- */
ST_STATEMENT(locked_subjects, "examine.locked subjects", "SELECT DISTINCT e.authority, e.subject, n.slot "
             "FROM journal_envelope e LEFT JOIN key_name n ON n.authority = e.authority AND n.owner = e.subject "
             "AND n.class = 2 WHERE e.ciphertext IS NOT NULL AND (e.authority, e.subject) > (?1, ?2) "
             "ORDER BY e.authority, e.subject LIMIT ?3", NULL);
ST_STATEMENT(locked_bodies, "examine.locked bodies", "SELECT DISTINCT o.authority, o.locked_by, n.slot FROM outbox o "
             "LEFT JOIN key_name n ON n.authority = o.authority AND n.owner = coalesce(o.locked_by, ?1) "
             "AND n.class = 1 WHERE o.body IS NOT NULL", NULL);
ST_STATEMENT(count_names, "examine.names", "SELECT count(*) FROM key_name", NULL);
ST_STATEMENT(overdue_dooms, "examine.overdue dooms", "SELECT count(*) FROM key_doom WHERE due_at < ?1", NULL);

static struct st_cell id_cell(const struct st_id *id)
{
    return st_cell_blob((struct st_str){(const char *)id->b, sizeof(id->b)});
}

/* The rows end with the slot of the key. */
static int count_keyless(int64_t *keyless, struct examination *x, const struct st_rows *rows, struct st_error *err)
{
    uint8_t secret[ST_SLOTS__SECRET];
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < rows->n; i++) {
        bool alive = false;
        if (st_id_known(st_rows_id(rows, i, 2)))
            rc = st_slots__secret(secret, &alive, st_keys__slots(x->store->keys), st_rows_id(rows, i, 2), err);
        *keyless += !alive;
    }
    sodium_memzero(secret, sizeof(secret));
    return rc;
}

/* Payloads that no key opens: the data were restored without their keys, or keys were lost. */
static int count_locked_for_good(int64_t *keyless, struct examination *x, struct st_error *err)
{
    static const struct st_id of_authority = {{0}};
    struct st_str authority = ST_S("");
    struct st_id subject = {{0}};
    struct st_rows rows = {0};
    int rc;

    do {
        rc = st_db_query(&rows, x->db, x->arena, &locked_subjects,
                         ST_BIND(st_cell_str(authority), id_cell(&subject), st_cell_int(SUBJECTS_AT_ONCE)), err);
        if (rc == ST_OK)
            rc = count_keyless(keyless, x, &rows, err);
        if (rc == ST_OK && rows.n > 0) {
            authority = st_rows_str(&rows, rows.n - 1, 0);
            subject = st_rows_id(&rows, rows.n - 1, 1);
        }
    } while (rc == ST_OK && rows.n == SUBJECTS_AT_ONCE);
    if (rc == ST_OK)
        rc = st_db_query(&rows, x->db, x->arena, &locked_bodies, ST_BIND(id_cell(&of_authority)), err);
    return rc == ST_OK ? count_keyless(keyless, x, &rows, err) : rc;
}

/* Keys that the data name for nobody: an older copy of the data was put back, commands that PostgreSQL had run again,
 * processes that were killed. A running server has some in reserve. */
static int count_without_owner(int64_t *idle, struct examination *x, struct st_error *err)
{
    struct st_rows rows = {0};
    int64_t living = 0;
    int rc = st_slots__count(&living, st_keys__slots(x->store->keys), err);

    if (rc == ST_OK)
        rc = ask(&rows, x, &count_names, err);
    *idle = rc == ST_OK ? living - st_rows_int(&rows, 0, 0) : 0;
    return rc;
}

static bool has_rows(struct examination *x, const struct st_erased *e)
{
    struct st_actor law = {.authority = e->authority};
    struct st_tx tx = {.store = x->store, .db = x->db, .arena = x->arena, .actor = &law};

    for (const struct st_shape *const *s = st_records__registered(); *s != NULL; s++)
        if (st_record_get(st_alloc(x->arena, (*s)->size), NULL, &tx, *s, e->owner, NULL) == ST_OK)
            return true;
    return false;
}

/* Erased, and there again? A copy of the data was put back without erasing again; the newest erasures show it. */
static int erasures(struct examination *x, struct st_error *err)
{
    struct st_erased *erased = NULL;
    size_t n = 0;
    int64_t back = 0;
    int rc = st_slots__newest_destroyed(&erased, &n, st_keys__slots(x->store->keys), x->arena, ERASURES_LOOKED_AT, err);

    for (size_t i = 0; rc == ST_OK && i < n; i++) {
        bool made_again = false;
        rc = st_keys__made_again(&made_again, x->db, x->arena, &erased[i], err);
        back += !made_again && erased[i].key_class == ST_KEY_RECORD && has_rows(x, &erased[i]);
    }
    if (rc == ST_OK && back > 0)
        found(x, "erasures", ST_HEALTH_ILL, ST_MSG("{0} records that were erased are here again.", ST_V(back)),
              "Run statera restore: it erases again what a copy of the data brought back.");
    else if (rc == ST_OK)
        well(x, "erasures", ST_MSG("Nothing that was erased is here."));
    return rc;
}

/* PostgreSQL overwrites nothing: erased bytes stay in its files until the tables are written anew. */
ST_STATEMENT(cleared_at, "examine.cleared", "SELECT max(number) FROM meta WHERE name = 'cleared'", NULL);

static int cleared(struct examination *x, struct st_error *err)
{
    struct st_instant yesterday = {st_instant_now().us - ST_DAY}, at;
    struct st_rows rows = {0};
    int64_t n = 0;
    int rc;

    if (x->store->dialect == ST_SQLITE)
        return ST_OK;
    rc = ask(&rows, x, &cleared_at, err);
    if (rc != ST_OK)
        return rc;
    at = st_rows_instant(&rows, 0, 0);
    rc = st_slots__destroyed_between(&n, st_keys__slots(x->store->keys), at, yesterday, err);
    if (rc == ST_OK && n > 0)
        found(x, "erasures", ST_HEALTH_NOTE,
              st_instant_known(at)
                  ? ST_MSG("Bytes of {0} erasures may still stand in the server's files, last written anew {1}.",
                           ST_V(n), ST_V(at))
                  : ST_MSG("Bytes of {0} erasures may still stand in the server's files.", ST_V(n)),
              "Run statera vacuum at night: each table is closed while it is written anew.");
    return rc;
}

static int keys(struct examination *x, struct st_error *err)
{
    struct st_rows dooms = {0};
    int64_t keyless = 0, idle = 0;
    int rc = count_locked_for_good(&keyless, x, err);

    if (rc == ST_OK)
        rc = st_db_query(&dooms, x->db, x->arena, &overdue_dooms,
                         ST_BIND(st_cell_int(st_store_now(x->store).us - 2 * ST_HOUR)), err);
    if (rc == ST_OK)
        rc = count_without_owner(&idle, x, err);
    if (rc != ST_OK)
        return rc;
    if (keyless > 0)
        found(x, "keys", ST_HEALTH_ILL, ST_MSG("What is locked of {0} subjects has no key.", ST_V(keyless)),
              "Restore the newest backup of the store of keys; else these payloads are closed for good.");
    else if (st_rows_int(&dooms, 0, 0) > 0)
        found(x, "keys", ST_HEALTH_NOTE, ST_MSG("{0} keys wait to be destroyed.", ST_V(st_rows_int(&dooms, 0, 0))),
              "A start of the server destroys them; look at the rights on the store of keys if it does not.");
    else
        well(x, "keys", ST_MSG("Every locked payload has its key."));
    if (idle > ST_SLOTS__RESERVE)
        found(x, "keys", ST_HEALTH_NOTE, ST_MSG("{0} keys lock nothing that is here.", ST_V(idle)),
              "They do no harm: commands that ran again left them, processes that were killed, or a restoration.");
    return ST_OK;
}

/* ---- The clock ---- */
static int clock_of_machine(struct examination *x, struct st_error *err)
{
    struct timex state = {0};
    struct st_rows rows = {0};
    int synchronised = adjtimex(&state), rc = ask(&rows, x, &newest_entry, err);

    if (rc != ST_OK)
        return rc;
    if (st_rows_int(&rows, 0, 0) > st_instant_now().us + CLOCK_SLACK)
        found(x, "clock", ST_HEALTH_ILL, ST_MSG("The journal holds entries from the future: the clock went back."),
              "Set the machine's clock right and keep it so with a time service.");
    else if (synchronised == TIME_ERROR)
        found(x, "clock", ST_HEALTH_NOTE, ST_MSG("No time service keeps the machine's clock."),
              "Install one (chrony, systemd-timesyncd): legal periods are counted by this clock.");
    else
        well(x, "clock", ST_MSG("A time service keeps the machine's clock."));
    if (st_store_training(x->store))
        found(x, "clock", ST_HEALTH_NOTE, ST_MSG("The clock of this database can be moved."),
              "It is for training; make another database for real persons.");
    return ST_OK;
}

static int examine(struct st_db *db, void *arg, struct st_error *err)
{
    static int (*const subjects[])(struct examination *, struct st_error *) = {
        database, schema, write_ahead, journal_seal, journal_tree, copies, queue, keys, erasures, cleared,
        clock_of_machine};
    struct examination *x = arg;
    int rc = ST_OK;

    x->db = db;
    x->n = 0;
    for (size_t i = 0; rc == ST_OK && i < sizeof(subjects) / sizeof(subjects[0]); i++)
        rc = subjects[i](x, err);
    return rc;
}

static const char *file_of(const struct st_store *store)
{
    const char *url = store->url;

    if (store->dialect != ST_SQLITE)
        return NULL;
    return st_str_starts(st_str_of(url), "sqlite:") ? url + 7 : url;
}

int st_care_condition(struct st_condition *out, struct st_tx *tx, struct st_error *err)
{
    struct st_rows waiting = {0}, copy = {0};
    int rc = st_db_query(&waiting, tx->db, tx->arena, &unsealed, NULL, 0, err);

    if (rc == ST_OK)
        rc = st_db_query(&copy, tx->db, tx->arena, &backed_up, NULL, 0, err);
    if (rc != ST_OK)
        return rc;
    *out = (struct st_condition){.disk_mb = disk_left(file_of(tx->store)),
                                .unsealed = st_rows_int(&waiting, 0, 0),
                                .unsealed_since = st_rows_instant(&waiting, 0, 1),
                                .backed_up_at = st_rows_instant(&copy, 0, 0)};
    return ST_OK;
}

int st_care_examine(struct st_finding *out, size_t *n, struct st_store *store, struct st_arena *arena,
                    struct st_error *err)
{
    struct examination x = {.store = store, .arena = arena, .out = out, .file = file_of(store)};
    int rc = st_store__look(store, examine, &x, err);

    if (rc == ST_OK) {
        files(&x);
        disk(&x);
    }
    *n = x.n;
    return rc;
}
