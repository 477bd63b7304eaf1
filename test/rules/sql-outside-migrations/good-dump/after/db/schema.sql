--
-- PostgreSQL database dump
--

CREATE TABLE public.users (
    id integer NOT NULL,
    name character varying(80) NOT NULL
);
