SELECT id, name FROM users WHERE name ILIKE :name;
