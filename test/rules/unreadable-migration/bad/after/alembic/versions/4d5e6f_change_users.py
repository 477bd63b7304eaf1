"""Change users."""

from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def statement():
    with open("statements.sql") as file:
        return file.read()


def upgrade():
    op.execute(statement())


def downgrade():
    pass
