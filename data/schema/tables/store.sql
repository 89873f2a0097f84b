-- What the store knows of itself: version and fingerprint of the tables, the movable clock. One row for each name.
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    number BIGINT,
    text TEXT
);
