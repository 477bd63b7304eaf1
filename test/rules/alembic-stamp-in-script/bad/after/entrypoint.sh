#!/bin/sh
set -e
alembic -c alembic.ini stamp head
exec uvicorn app.main:app
