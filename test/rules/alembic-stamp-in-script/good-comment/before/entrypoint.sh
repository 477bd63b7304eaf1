#!/bin/sh
set -e
exec uvicorn app.main:app
