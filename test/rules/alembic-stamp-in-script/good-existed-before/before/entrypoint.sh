#!/bin/sh
set -e
alembic stamp head
exec uvicorn app.main:app
