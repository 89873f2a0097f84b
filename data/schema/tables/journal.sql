-- One row for each entry: its header, the hash of its leaf, and the leaf's number once it is sealed. leaf_hash is made
-- from the other columns and the commitments, so that a changed column shows.
CREATE TABLE journal_entry (
    authority TEXT NOT NULL,
    id BLOB NOT NULL,
    kind BIGINT NOT NULL,
    action TEXT NOT NULL,
    register_name TEXT NOT NULL,
    citation TEXT NOT NULL,
    officer BLOB,
    role TEXT NOT NULL,
    purpose TEXT NOT NULL,
    unit TEXT NOT NULL,
    record BLOB,
    person BLOB,
    case_id BLOB,
    at BIGINT NOT NULL,
    real_at BIGINT NOT NULL,
    envelopes BIGINT NOT NULL,
    leaf_hash BLOB NOT NULL,
    leaf BIGINT,
    PRIMARY KEY (authority, id)
) WITHOUT ROWID;
CREATE INDEX journal_entry_person ON journal_entry (authority, person, id) WHERE person IS NOT NULL;
CREATE INDEX journal_entry_case ON journal_entry (authority, case_id, id) WHERE case_id IS NOT NULL;
CREATE INDEX journal_entry_officer ON journal_entry (authority, officer, id) WHERE officer IS NOT NULL;
CREATE INDEX journal_entry_unsealed ON journal_entry (id) WHERE leaf IS NULL;
CREATE UNIQUE INDEX journal_entry_leaf ON journal_entry (leaf) WHERE leaf IS NOT NULL;

-- The payloads. subject is whose key of the log class locks it; when that key dies the ciphertext goes too, and the
-- commitment stays.
CREATE TABLE journal_envelope (
    authority TEXT NOT NULL,
    entry BLOB NOT NULL,
    position BIGINT NOT NULL,
    subject BLOB NOT NULL,
    commitment BLOB NOT NULL,
    ciphertext BLOB,
    PRIMARY KEY (authority, entry, position)
) WITHOUT ROWID;
CREATE INDEX journal_envelope_subject ON journal_envelope (authority, subject) WHERE ciphertext IS NOT NULL;

-- The log is one for the whole database, whatever the authorities in it: these three have no authority in their key.
-- Inner hashes of the tree: a tile holds up to 256 neighbours (32 bytes each) of level 0, 8, 16, …
CREATE TABLE journal_tile (
    level BIGINT NOT NULL,
    number BIGINT NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (level, number)
);
CREATE TABLE journal_checkpoint (
    size BIGINT NOT NULL PRIMARY KEY,
    note TEXT NOT NULL,
    public_key BLOB NOT NULL,
    real_at BIGINT NOT NULL
);
-- Who seals now, and until when without a sign of life (real time).
CREATE TABLE journal_lease (
    name TEXT NOT NULL PRIMARY KEY,
    holder BLOB NOT NULL,
    until BIGINT NOT NULL
);
