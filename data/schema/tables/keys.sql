-- Keys that committed transactions gave up. They are destroyed in the store of keys, which is another database, once
-- the transaction is durable and due_at (legal time, 0: at once) has come; then the row goes.
CREATE TABLE key_doom (
    authority TEXT NOT NULL,
    owner BLOB NOT NULL,
    class BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    PRIMARY KEY (authority, owner, class)
);
CREATE INDEX key_doom_due ON key_doom (due_at);
