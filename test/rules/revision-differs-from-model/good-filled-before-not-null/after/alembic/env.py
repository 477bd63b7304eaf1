from alembic import context

from app.models import Base

target_metadata = Base.metadata


def run_migrations_online(connection):
    context.configure(connection=connection, target_metadata=target_metadata)
    with context.begin_transaction():
        context.run_migrations()
