"""Renders the fixture revisions with Alembic, as the truth that test/facts/alembic/golden.test.ts compares with.

The tests themselves need no Python. With `--check` nothing is written, and a difference is an error:

    python3 test/facts/alembic/make-golden.py [--check]
"""

import io
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent / "support"))
from pinned import Golden, run_with  # noqa: E402

FIXTURES = HERE / "fixtures" / "golden"
GOLDEN = HERE / "golden"


def main() -> None:
    run_with(["alembic==1.20.1", "sqlalchemy==2.1.9"])
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    sys.dont_write_bytecode = True
    golden = Golden()
    GOLDEN.mkdir(exist_ok=True)
    config = Config(str(FIXTURES / "alembic.ini"))
    config.set_main_option("script_location", str(FIXTURES))
    for script in ScriptDirectory.from_config(config).walk_revisions():
        parents = script.down_revision or "base"
        parent = parents if isinstance(parents, str) else parents[0]
        config.output_buffer = io.StringIO()
        command.upgrade(config, f"{parent}:{script.revision}" if parent != "base" else script.revision, sql=True)
        lines = [line for line in config.output_buffer.getvalue().splitlines() if line.strip()]
        golden.write(GOLDEN / f"{script.revision}.sql", "\n".join(in_order(lines)) + "\n")
    golden.finish()


def in_order(lines: list[str]) -> list[str]:
    """The indexes of a new table are a set: each run of Alembic has another order."""
    ordered, indexes, after_table = [], [], False
    for line in lines:
        if after_table and line.startswith(("CREATE INDEX", "CREATE UNIQUE INDEX")):
            indexes.append(line)
            continue
        ordered += [*sorted(indexes), line]
        indexes, after_table = [], line == ");"
    return ordered + sorted(indexes)


if __name__ == "__main__":
    main()
