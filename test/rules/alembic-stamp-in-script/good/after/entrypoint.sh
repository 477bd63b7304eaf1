#!/bin/sh
set -e
alembic upgrade head
exec uvicorn app.main:app
