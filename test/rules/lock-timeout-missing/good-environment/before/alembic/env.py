from alembic import context

context.configure(url="postgresql://localhost/app")
with context.begin_transaction():
    context.run_migrations()


def set_timeouts(connection) -> None:
    connection.exec_driver_sql("SET lock_timeout = '5s'; SET statement_timeout = '5min'")
