BEGIN;
-- Running upgrade 0007 -> 0008
INSERT INTO countries (id, name) VALUES (3, 'Spain');
UPDATE countries SET name='España' WHERE countries.id = 3;
UPDATE countries SET name='?';
DELETE FROM countries WHERE countries.id > 100;
DELETE FROM countries;
INSERT INTO countries (id, name) VALUES (4, 'Portugal');
CREATE TABLE people (
    id SERIAL NOT NULL, 
    name TEXT, 
    PRIMARY KEY (id)
);
INSERT INTO people (id, name) VALUES (1, 'Ada');
UPDATE alembic_version SET version_num='0008' WHERE alembic_version.version_num = '0007';
COMMIT;
