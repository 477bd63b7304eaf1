BEGIN;
-- Running upgrade 0005 -> 0006
ALTER TABLE users ADD COLUMN zip varchar(10), ADD COLUMN region text NOT NULL DEFAULT 'x';
UPDATE users
    SET city = 'Paris', street = 'Rue'
    WHERE city IS NULL;
UPDATE users SET region = 'eu';
DELETE FROM users WHERE id = 7;
CREATE INDEX IF NOT EXISTS ix_zip ON users (zip);
INSERT INTO countries (id, name) VALUES (1, 'France');
INSERT INTO countries (id, name) VALUES (2, 'Italy');
ALTER TABLE users ALTER COLUMN zip SET NOT NULL;
ALTER TABLE users DROP COLUMN zip;
ALTER TABLE users RENAME COLUMN region TO area;
ALTER TABLE users ALTER COLUMN city DROP NOT NULL;
ALTER TABLE users ALTER COLUMN street DROP NOT NULL;
DELETE FROM users WHERE city IN ('city', 'street');
ALTER TYPE userrole ADD VALUE IF NOT EXISTS 'guest';
CREATE TYPE mood AS ENUM ('sad', 'ok');
SET lock_timeout = '3s';
ALTER TABLE users VALIDATE CONSTRAINT ck_years_2; ALTER TABLE users ADD CONSTRAINT uq_a UNIQUE USING INDEX ix_a;
UPDATE alembic_version SET version_num='0006' WHERE alembic_version.version_num = '0005';
COMMIT;
