-- Whose a key is: an owner has one for each class, and its secret stands in the store of keys, which is another
-- database, under the number of a slot.
CREATE TABLE key_name (
    authority TEXT NOT NULL,
    owner BLOB NOT NULL,
    class BIGINT NOT NULL,
    slot BLOB NOT NULL,
    PRIMARY KEY (authority, owner, class)
) WITHOUT ROWID;

-- Keys that committed transactions gave up. They are destroyed in the store of keys once the transaction is durable and
-- due_at (legal time, 0: at once) has come; then the name goes, and this row.
CREATE TABLE key_doom (
    authority TEXT NOT NULL,
    owner BLOB NOT NULL,
    class BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    PRIMARY KEY (authority, owner, class)
);
CREATE INDEX key_doom_due ON key_doom (due_at);
