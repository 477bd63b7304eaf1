BEGIN;
-- Running upgrade 0006 -> 0007
ALTER TABLE users ADD COLUMN created_by INTEGER;
ALTER TABLE users ADD COLUMN updated_by INTEGER;
ALTER TABLE posts ADD COLUMN created_by INTEGER;
ALTER TABLE teams ADD COLUMN owner_id INTEGER;
CREATE INDEX ix_users_created_by ON users (created_by);
CREATE INDEX ix_posts_created_by ON posts (created_by);
ALTER TABLE users ADD CONSTRAINT ck_0 CHECK (created_by > 0);
ALTER TABLE posts ADD CONSTRAINT ck_1 CHECK (created_by > 1);
CREATE EXTENSION IF NOT EXISTS citext;
ALTER TABLE teams ADD COLUMN flag BOOLEAN DEFAULT false NOT NULL;
CREATE TABLE history (
    who TEXT, 
    what TEXT, 
    at TIMESTAMP WITHOUT TIME ZONE, 
    by INTEGER, 
    FOREIGN KEY(by) REFERENCES users (id)
);
ALTER TABLE users DROP COLUMN nickname;
ALTER TABLE users DROP COLUMN phone;
UPDATE alembic_version SET version_num='0007' WHERE alembic_version.version_num = '0006';
COMMIT;
