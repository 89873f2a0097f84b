/* The register engine: storing, reading, searching, marking, expiring, erasing, counting, for every register alike.
 *
 * A register is a row of this table and the few functions that are really its own. The engine keeps beside each
 * record a `register_entry` (whose data, since when, until when, which marks), decides access, journals every permit
 * and refusal, computes the end of storage by the register's retention rule, and erases in one transaction: record,
 * entry, search indexes and keys; only a tombstone in the journal stays. Marking, linking or comparing never moves
 * an end date (Eurodac Art 29; IO Art 23(2)). */
#ifndef ST_REGISTERS_REGISTER_H
#define ST_REGISTERS_REGISTER_H

#include "registers/access.h"
#include "store/journal.h"
#include "store/outbox.h"
#include "store/record.h"

/* What the engine keeps about each record, under the record's own id. Numbers of arrival rise in the order in which the
 * transactions that took the records in were committed. */
#define REGISTER_ENTRY(F)                                                                                             \
    F(text, register_name, ST_REQUIRED | ST_NOT_PERSONAL | ST_INDEXED, 40, "Register", "", "")                        \
    F(id, person, ST_INDEXED, 0, "Person", "The person's file in this place, where there is one", "")                 \
    F(id, case_id, ST_INDEXED, 0, "Case", "", "")                                                                     \
    F(instant, recorded_at, ST_NOT_PERSONAL, 0, "Recorded at", "", "")                                                \
    F(date, storage_ends_on, ST_NOT_PERSONAL | ST_INDEXED, 0, "Last day of storage", "", "")                          \
    F(text, storage_citation, ST_NOT_PERSONAL, 80, "Stored under", "", "")                                            \
    F(tri, with_file, ST_NOT_PERSONAL, 0, "Part of the person's file", "It goes with the file and needs none", "")    \
    F(codes, marks, 0, register_mark, "Marks", "", "")                                                                \
    F(text, sender, ST_NOT_PERSONAL, 24, "Sent by", "The authority that a record received from elsewhere is of", "")  \
    F(number, arrival, ST_NOT_PERSONAL, 0, "Number of arrival", "Of a record received from elsewhere",                 \
      "Eurodac Art 38(2)")                                                                                            \
    F(id, sequence, ST_INDEXED, 0, "Sequence", "Records of one person linked by confirmed hits", "Eurodac Art 3(6)")

#define REGISTER_MARKS(C)                                                                                             \
    C(register_mark, protection_granted, "International protection granted", "Eurodac Art 31(1)")                     \
    C(register_mark, residence_document, "Residence document issued", "Eurodac Art 31(4)")                            \
    C(register_mark, restricted, "Processing restricted", "GDPR Art 18")                                              \
    C(register_mark, late, "Sent after the time limit", "Eurodac Art 15(1)")
ST_CODES(register_mark, REGISTER_MARKS)
ST_SHAPE(register_entry, REGISTER_ENTRY)

/* An edge between two records of one register; `a` is the smaller id. Sequences are what the edges hold together. */
#define REGISTER_LINK(F)                                                                                              \
    F(text, register_name, ST_REQUIRED | ST_NOT_PERSONAL, 40, "Register", "", "")                                     \
    F(id, a, ST_REQUIRED | ST_INDEXED, 0, "Record", "", "")                                                           \
    F(id, b, ST_REQUIRED | ST_INDEXED, 0, "Other record", "", "")                                                     \
    F(tri, confirmed, 0, 0, "Confirmed by an expert", "", "Eurodac Art 3(6)")                                         \
    F(instant, since, 0, 0, "Since", "", "")
ST_SHAPE(register_link, REGISTER_LINK)

struct st_register;

/* What the retention function answers. */
struct st_storage {
    bool stored;            /* false: the law foresees no storage (compare only) */
    struct st_date ends_on; /* last lawful day of storage */
    const char *citation;
};

struct st_register {
    const char *name;           /* "eurodac"; also the journal's register name */
    const char *title, *act;    /* catalogue keys */
    const struct st_shape *record;
    const struct st_right *rights; /* ends with role 0 */
    bool person_file;              /* a record is a person's file itself: its id is the person's */
    bool with_file;                /* a record is a part of the person's file: it goes with it, and holds none back */
    /* How long a record is kept, as the law stands on `as_of`. Pure; usually asks a rule. `start` is the day it was
     * recorded. Asked again when the end has come: a storage that the law prolongs goes on. */
    int (*storage)(struct st_storage *out, const void *record, struct st_date start, struct st_date as_of,
                   struct st_arena *arena, struct st_error *err);
    /* The last day of the logs of a record whose storage ends on a day; then its log key is destroyed. NULL: one year
     * after the erasure; payloads about a person hang on the person's own log key. */
    int (*logs)(struct st_date *out, struct st_date storage_ends_on, struct st_arena *arena, struct st_error *err);
    unsigned logs_kept; /* while this setting (enum setting) is on, logs whose day has passed wait; 0: none */
    /* The register's own checks before a record is stored or replaced (`before` NULL when new); may complete computed
     * fields. May be NULL. */
    int (*check)(struct st_tx *tx, const struct st_register *reg, struct st_id id, const void *before, void *record,
                 struct st_error *err);
    /* Called inside the transaction after a record was stored, replaced (`before` known) or is about to be erased
     * (`record` NULL): keeps other registers (the CIR copy) in step. May be NULL. */
    int (*changed)(struct st_tx *tx, const struct st_register *reg, struct st_id id, const void *before,
                   const void *record, struct st_error *err);
    /* Called inside the transaction after an officer set or cleared marks. May be NULL. */
    int (*marked)(struct st_tx *tx, const struct st_register *reg, struct st_id id, uint64_t set, uint64_t clear,
                  const char *citation, struct st_error *err);
    /* Called after the commit, to keep in-memory indexes in step; `record` NULL when erased. May be NULL. */
    void (*index)(struct st_str authority, struct st_id id, const void *record);
    /* Empties the in-memory indexes before they are filled anew. NULL without `index`. */
    void (*forget)(void);
    /* What else of this register's authority ends with time; counts into *done and stops at `limit`. May be NULL. */
    int (*expire)(struct st_tx *tx, size_t *done, size_t limit, struct st_error *err);
};

/* Who receives messages for registers, NULL-kind-ended, for st_outbox_receivers; and the authorities besides the
 * node's own whose registers this process keeps (the centre of Eurodac), NULL-ended. */
extern const struct st_receiver st_register_receivers[];
extern const char *const st_register_authorities[];

/* All registers, NULL-ended, and look-up by name (NULL: none such). A test may put a list of its own here. */
extern const struct st_register *const *st_registers;
const struct st_register *st_register_find(struct st_str name);
/* The shapes that registers store, NULL-ended: for st_records_register. */
extern const struct st_shape *const st_register_shapes[];

/* Every function below decides access by the transaction's actor and writes the journal entry, also of a refusal
 * (which then commits alone). Errors: ST_E_FORBIDDEN with a spoken fault; ST_E_INVALID; ST_E_NOTFOUND;
 * ST_E_CONFLICT. */

struct st_register_put {
    struct st_id person, case_id;
    struct st_id id;       /* unknown: a new record */
    int64_t version;       /* of a record that is replaced */
    const char *action;    /* NULL: "<register>.record" / "<register>.update" */
};
/* Stores a new record or replaces one; what the program completes is in the stored record, not in the given one.
 * *out_id may be NULL. */
int st_register_put(struct st_tx *tx, struct st_id *out_id, const struct st_register *reg,
                    const struct st_register_put *put, const void *given, struct st_error *err);
/* Reads a record; fields that the actor may not see are unknown. */
int st_register_get(struct st_tx *tx, void *record, struct register_entry *entry, int64_t *version,
                    const struct st_register *reg, struct st_id id, struct st_error *err);
/* May the actor read records of the register? A refusal is journalled with the record that it is about (may be
 * unknown). For what reads several or looks further before it reads: to find nothing would tell something too. */
int st_register_may_read(struct st_tx *tx, const struct st_register *reg, struct st_id record, struct st_error *err);
/* The ids of a person's records in a register. */
int st_register_of_person(struct st_tx *tx, struct st_id **ids, size_t *n, const struct st_register *reg,
                          struct st_id person, struct st_error *err);
/* Sets and clears marks (bits of register_mark). */
int st_register_mark(struct st_tx *tx, const struct st_register *reg, struct st_id id, uint64_t set, uint64_t clear,
                     const char *citation, struct st_error *err);
/* The members of a record's sequence, itself among them (alone when it stands in none). */
int st_register_sequence(struct st_tx *tx, struct register_entry **entries, struct st_id **ids, size_t *n,
                         struct st_id id, struct st_error *err);
/* Erases a record before its time, for a stated reason. */
int st_register_erase(struct st_tx *tx, const struct st_register *reg, struct st_id id, const char *citation,
                      struct st_error *err);
/* Erases, by operation of law, a record that a restored copy brought back after it had been erased. Errors:
 * ST_E_NOTFOUND (it is not there). */
int st_register_erase_again(struct st_tx *tx, struct st_id id, struct st_error *err);
/* Erases, by operation of law, up to `limit` records whose storage has ended before the day of tx->now, then persons'
 * files that nothing needs; *erased counts what was done, also where the law prolongs the storage. */
int st_register_expire(struct st_tx *tx, size_t *erased, size_t limit, struct st_error *err);
/* What became of something that is kept about a person; told inside the transaction to the floor that knows the cases:
 * it moves the ends that hang on it (a screening is kept as long as Eurodac keeps what it sent, SR Art 18(7); a
 * person's file as long as something needs it). Set once at start; NULL: nobody. */
enum st_kept_event {
    ST_KEPT_HERE = 1, /* stored, or asked for: something needs the person's file from now on */
    ST_KEPT_MOVED,    /* its end moved, or it needs the person's file no more */
    ST_KEPT_GOING,    /* about to be erased; it and what belongs to it still stand */
    ST_KEPT_GONE,     /* erased */
    ST_KEPT_DUE       /* a person's file whose last day has passed: is there truly nothing that needs it? */
};
struct st_kept {
    enum st_kept_event event;
    const struct st_register *reg; /* NULL: no record of a register (a request of the person) */
    struct st_id id, person, case_id;
    const void *record;            /* HERE, GOING, GONE, where there is one */
    const void *before;            /* HERE: what it replaced; NULL when it is new */
    struct st_date ends_on;        /* GOING: the last day that the law gave it */
    bool due;                      /* GOING, GONE: that day has passed */
};
typedef int (*st_kept_fn)(struct st_tx *tx, const struct st_kept *what, struct st_error *err);
void st_registers_on_kept(st_kept_fn fn);
/* What ends on or before a day: the retention calendar. */
int st_register_ending(struct st_tx *tx, struct register_entry **entries, struct st_id **ids, size_t *n,
                       struct st_date on_or_before, size_t limit, struct st_error *err);

/* Fills the in-memory indexes of all registers from the tables; called once after st_store_open. Rebuilt
 * equals live. */
int st_registers_load(struct st_store *store, struct st_error *err);
/* Brings the indexes in step with all that was durable when it was called, whichever process made it; changes of this
 * process are there already once their hooks have run, for which it waits. Called every second by the thread that looks
 * at the clocks, and before a search of the centre. Not inside a command or read. Errors: ST_E_IO, ST_E_BUSY; what was
 * left is done by the next call. */
int st_registers_follow(struct st_store *store, struct st_error *err);

#endif
