-- How many records an authority has taken into a register from elsewhere: each has its number, in the order in which
-- they came (Eurodac Art 38(2)). The row is locked until the commit, so a smaller number was durable first.
CREATE TABLE register_arrival (
    authority TEXT NOT NULL,
    register_name TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (authority, register_name)
);
