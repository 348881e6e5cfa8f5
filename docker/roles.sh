#!/bin/sh
# Run once by the postgres image on an empty data folder: the database with its owner (who migrates) and the
# application's role (which serves). Neither is a superuser and neither passes row-level security.
set -eu

psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 \
    --set app="$APP_PASSWORD" --set owner="$OWNER_PASSWORD" <<'SQL'
CREATE ROLE concert_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE PASSWORD :'owner';
CREATE ROLE concert_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE PASSWORD :'app';
CREATE DATABASE concert OWNER concert_owner;
REVOKE ALL ON DATABASE concert FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE concert TO concert_app;
\connect concert
SET ROLE concert_owner;
GRANT USAGE ON SCHEMA public TO concert_app;
SQL
