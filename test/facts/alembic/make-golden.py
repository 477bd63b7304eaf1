"""Renders the fixture revisions with Alembic, as the truth that test/facts/alembic/golden.test.ts compares with.

Needs the pinned versions below; the tests themselves need no Python:

    python -m venv /some/venv && /some/venv/bin/pip install alembic==1.20.1 sqlalchemy==2.1.9
    /some/venv/bin/python test/facts/alembic/make-golden.py
"""

import io
from pathlib import Path

import alembic
import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

PINNED = {"alembic": "1.20.1", "sqlalchemy": "2.1.9"}
HERE = Path(__file__).parent
FIXTURES = HERE / "fixtures" / "golden"
GOLDEN = HERE / "golden"


def main() -> None:
    found = {"alembic": alembic.__version__, "sqlalchemy": sqlalchemy.__version__}
    if found != PINNED:
        raise SystemExit(f"pinned {PINNED}, found {found}")
    GOLDEN.mkdir(exist_ok=True)
    config = Config(str(FIXTURES / "alembic.ini"))
    config.set_main_option("script_location", str(FIXTURES))
    for script in ScriptDirectory.from_config(config).walk_revisions():
        parents = script.down_revision or "base"
        parent = parents if isinstance(parents, str) else parents[0]
        config.output_buffer = io.StringIO()
        command.upgrade(config, f"{parent}:{script.revision}" if parent != "base" else script.revision, sql=True)
        text = "\n".join(line for line in config.output_buffer.getvalue().splitlines() if line.strip())
        (GOLDEN / f"{script.revision}.sql").write_text(text + "\n")


if __name__ == "__main__":
    main()
