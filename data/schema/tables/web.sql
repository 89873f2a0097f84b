-- Officers who are signed in. The key is the hash of the token that the browser holds.
CREATE TABLE web_session (
    key BLOB NOT NULL PRIMARY KEY,
    id BLOB NOT NULL,
    officer BLOB NOT NULL,
    name TEXT NOT NULL,
    authority TEXT NOT NULL,
    unit TEXT NOT NULL,
    roles TEXT NOT NULL,
    purpose TEXT NOT NULL,
    language TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    begun BIGINT NOT NULL,
    seen BIGINT NOT NULL
);
CREATE INDEX web_session_officer ON web_session (officer);
CREATE INDEX web_session_begun ON web_session (begun);
-- Answers given under an Idempotency-Key, kept for a day; locked with a key that is made from the client's, so that
-- nothing in them can be read from the table.
CREATE TABLE web_answer (
    key BLOB NOT NULL PRIMARY KEY,
    content BLOB NOT NULL,
    begun BIGINT NOT NULL,
    answer BLOB
);
CREATE INDEX web_answer_begun ON web_answer (begun);
