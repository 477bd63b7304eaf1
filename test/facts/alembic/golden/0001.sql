BEGIN;
CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
-- Running upgrade  -> 0001
CREATE TYPE userrole AS ENUM ('admin', 'member');
CREATE TABLE users (
    id SERIAL NOT NULL, 
    email VARCHAR(255) NOT NULL, 
    role userrole NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    settings JSONB DEFAULT '{}'::jsonb NOT NULL, 
    score NUMERIC(10, 2), 
    CONSTRAINT pk_users PRIMARY KEY (id), 
    CONSTRAINT uq_users_email UNIQUE (email)
);
COMMENT ON TABLE users IS 'People who can log in';
CREATE TABLE blog.posts (
    id BIGSERIAL NOT NULL, 
    author_id INTEGER, 
    slug VARCHAR(80), 
    rating INTEGER CONSTRAINT ck_rating CHECK (rating BETWEEN 1 AND 5), 
    uid UUID DEFAULT gen_random_uuid(), 
    tags VARCHAR(20)[], 
    draft BOOLEAN DEFAULT false NOT NULL, 
    PRIMARY KEY (id), 
    CONSTRAINT ck_posts_rating CHECK (rating > 0 OR draft), 
    FOREIGN KEY(author_id) REFERENCES users (id) ON DELETE CASCADE, 
    UNIQUE (slug)
);
CREATE INDEX ix_blog_posts_author_id ON blog.posts (author_id);
CREATE INDEX ix_posts_draft_rating ON blog.posts (draft, rating);
COMMENT ON COLUMN blog.posts.slug IS 'part of the address';
CREATE TABLE memberships (
    user_id INTEGER NOT NULL, 
    group_id INTEGER NOT NULL, 
    PRIMARY KEY (user_id, group_id), 
    CONSTRAINT fk_memberships_user FOREIGN KEY(user_id) REFERENCES users (id)
);
INSERT INTO alembic_version (version_num) VALUES ('0001') RETURNING alembic_version.version_num;
COMMIT;
