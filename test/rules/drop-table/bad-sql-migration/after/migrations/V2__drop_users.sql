-- nobody reads it any more
DROP TABLE users;
