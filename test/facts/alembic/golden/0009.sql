BEGIN;
-- Running upgrade 0008 -> 0009
CREATE TABLE rooms (
    id INTEGER GENERATED ALWAYS AS IDENTITY (START WITH 10), 
    name TEXT NOT NULL, 
    length TEXT GENERATED ALWAYS AS (length(name) + 1) STORED, 
    country_id INTEGER, 
    parent_id INTEGER, 
    during TSTZRANGE, 
    PRIMARY KEY (id), 
    FOREIGN KEY(parent_id) REFERENCES rooms (id) DEFERRABLE INITIALLY DEFERRED, 
    UNIQUE NULLS NOT DISTINCT (name, parent_id), 
    EXCLUDE USING gist (name WITH =, during WITH &&) WHERE (parent_id IS NULL), 
    FOREIGN KEY(country_id) REFERENCES countries (id) ON DELETE CASCADE ON UPDATE RESTRICT
);
CREATE INDEX ix_rooms_name ON rooms (lower(name) DESC NULLS LAST) WHERE parent_id > 0;
CREATE INDEX ix_rooms_text ON rooms USING gin (name gin_trgm_ops);
CREATE UNIQUE INDEX ix_rooms_parent ON rooms (parent_id, during DESC) INCLUDE (length) NULLS NOT DISTINCT WHERE country_id IS NOT NULL;
ALTER TABLE rooms ADD CONSTRAINT uq_rooms_length UNIQUE (length) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE rooms ADD CONSTRAINT fk_rooms_self FOREIGN KEY(parent_id) REFERENCES rooms (id) ON DELETE SET NULL ON UPDATE NO ACTION INITIALLY DEFERRED;
ALTER TABLE rooms ADD CONSTRAINT ex_rooms EXCLUDE USING hash (name WITH =);
ALTER TABLE rooms ADD COLUMN size INTEGER GENERATED ALWAYS AS (id * 2) STORED;
ALTER TABLE rooms ADD COLUMN team_id int REFERENCES teams (id) ON DELETE SET NULL;
UPDATE alembic_version SET version_num='0009' WHERE alembic_version.version_num = '0008';
COMMIT;
