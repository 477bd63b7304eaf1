#!/bin/sh
set -e
# once, by hand: alembic stamp head
alembic upgrade head
exec uvicorn app.main:app
