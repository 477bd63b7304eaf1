-- run once by hand
ALTER TABLE users ADD COLUMN email varchar(255);
CREATE INDEX ix_users_email ON users (email);
