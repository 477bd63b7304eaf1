BEGIN;
-- Running upgrade 0004 -> 0005
ALTER TABLE users ADD COLUMN city VARCHAR;
ALTER TABLE users ADD COLUMN country_id INTEGER;
ALTER TABLE users ADD FOREIGN KEY(country_id) REFERENCES countries (id);
ALTER TABLE users ALTER COLUMN city SET NOT NULL;
ALTER TABLE users RENAME city TO town;
ALTER TABLE users ADD CONSTRAINT uq_town UNIQUE (town);
ALTER TABLE users ADD CONSTRAINT fk_country FOREIGN KEY(country_id) REFERENCES countries (id);
CREATE INDEX ix_users_town ON users (town);
ALTER TABLE users ADD CONSTRAINT ck_town CHECK (town <> '');
ALTER TABLE users DROP CONSTRAINT uq_town;
DROP INDEX ix_users_town;
ALTER TABLE users DROP COLUMN town;
ALTER TABLE audit.events ADD COLUMN kind SMALLINT DEFAULT '0' NOT NULL;
UPDATE alembic_version SET version_num='0005' WHERE alembic_version.version_num = '0004';
COMMIT;
