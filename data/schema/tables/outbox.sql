-- Messages that leave. put_at and due_at are legal time, next_try_at is real time. body is locked under the key of
-- locked_by, a person or a record, and goes once the message is answered.
CREATE TABLE outbox (
    authority TEXT NOT NULL,
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    destination TEXT NOT NULL,
    about BLOB,
    person BLOB,
    case_id BLOB,
    locked_by BLOB,
    body BLOB,
    citation TEXT NOT NULL,
    put_at BIGINT NOT NULL,
    due_at BIGINT,
    state BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    problem TEXT NOT NULL,
    PRIMARY KEY (authority, id)
);
CREATE INDEX outbox_open ON outbox (next_try_at) WHERE state <> 3;
CREATE INDEX outbox_about ON outbox (authority, about, id) WHERE state <> 3;
CREATE INDEX outbox_answered ON outbox (put_at) WHERE state = 3;
CREATE INDEX outbox_locked_by ON outbox (authority, locked_by) WHERE body IS NOT NULL;

-- Messages that were taken in, so that none counts twice; answer is locked as the body was, and goes once the sender
-- has it.
CREATE TABLE inbox (
    authority TEXT NOT NULL,
    id BLOB NOT NULL,
    from_authority TEXT NOT NULL,
    kind TEXT NOT NULL,
    person BLOB,
    received_at BIGINT NOT NULL,
    locked_by BLOB,
    answer BLOB,
    PRIMARY KEY (authority, id)
);
CREATE INDEX inbox_received ON inbox (received_at);
CREATE INDEX inbox_locked_by ON inbox (authority, locked_by) WHERE answer IS NOT NULL;

-- The line to the centre: a row says that it was cut.
CREATE TABLE node_line (
    authority TEXT NOT NULL PRIMARY KEY,
    cut_since BIGINT NOT NULL
);
