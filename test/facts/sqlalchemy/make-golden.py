"""Writes what SQLAlchemy itself makes of the fixtures: `fixtures/<name>.json`, and the DDL as `fixtures/<name>.sql`.

The tests themselves need no Python. With `--check` nothing is written, and a difference is an error:

    python3 test/facts/sqlalchemy/make-golden.py [--check]
"""

import gc
import importlib
import json
import pathlib
import subprocess
import sys
import warnings

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent / "support"))
from pinned import Golden, run_with  # noqa: E402

FIXTURES = HERE / "fixtures"


def main() -> None:
    run_with(["SQLAlchemy==2.0.44", "sqlmodel==0.0.27", "pydantic[email]==2.12.4", "pydantic-core==2.41.5"])
    if len(sys.argv) > 1 and sys.argv[1] != "--check":
        print(json.dumps(schema_of(FIXTURES / sys.argv[1]), indent=2))
        return
    golden = Golden()
    for folder in sorted(path for path in FIXTURES.iterdir() if path.is_dir()):
        # A process each: fixtures share names of modules.
        result = subprocess.run([sys.executable, __file__, folder.name], capture_output=True, text=True)
        if result.returncode != 0:
            sys.exit(f"{folder.name}: {result.stderr}")
        made = json.loads(result.stdout)
        golden.write(FIXTURES / f"{folder.name}.sql", made.pop("ddl"))
        golden.write(FIXTURES / f"{folder.name}.json", json.dumps(made, indent=2) + "\n")
    golden.finish()


def schema_of(folder: pathlib.Path) -> dict:
    warnings.simplefilter("ignore")
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(folder))
    importlib.import_module("app.models" if (folder / "app").is_dir() else "models")

    from sqlalchemy import MetaData
    from sqlalchemy.orm import configure_mappers

    configure_mappers()
    tables, ddl = {}, []
    for metadata in [thing for thing in gc.get_objects() if isinstance(thing, MetaData)]:
        if metadata.schema == "pg_catalog" or any(t.schema == "pg_catalog" for t in metadata.tables.values()):
            continue  # SQLAlchemy's own
        for table in metadata.tables.values():
            tables[table.fullname] = describe_table(table)
        ddl.append(ddl_of(metadata))
    return {"tables": dict(sorted(tables.items())), "ddl": "\n".join(sorted(ddl))}


def ddl_of(metadata) -> str:
    """What `create_all` would send to PostgreSQL."""
    from sqlalchemy import create_mock_engine

    statements = []

    def collect(statement, *_, **__):
        text = str(statement.compile(dialect=engine.dialect)).strip()
        statements.append("\n".join(line.rstrip() for line in text.splitlines()) + ";\n")

    engine = create_mock_engine("postgresql://", collect)
    metadata.create_all(engine, checkfirst=False)
    # Indexes and types are sets: each run has another order.
    rank = ["CREATE TYPE", "CREATE TABLE", "CREATE", "ALTER", "COMMENT"]
    order = lambda text: next((at for at, start in enumerate(rank) if text.startswith(start)), len(rank))
    tables = [text for text in statements if text.startswith("CREATE TABLE")]
    others = sorted(text for text in statements if not text.startswith("CREATE TABLE"))
    return "\n".join(sorted([*tables, *others], key=order))


def describe_table(table) -> dict:
    from sqlalchemy import CheckConstraint, ForeignKeyConstraint, PrimaryKeyConstraint, UniqueConstraint
    from sqlalchemy.dialects.postgresql import ExcludeConstraint

    constraints = []
    for constraint in table.constraints:
        entry = {"name": name_of(constraint), "columns": [column.name for column in constraint.columns]}
        if isinstance(constraint, PrimaryKeyConstraint):
            if entry["columns"]:
                constraints.append({"kind": "primary-key", **entry})
        elif isinstance(constraint, ExcludeConstraint):
            entry["columns"] = [expression.name for expression, _, _ in constraint._render_exprs]
            constraints.append({"kind": "exclude", **entry})
        elif isinstance(constraint, UniqueConstraint):
            constraints.append({"kind": "unique", **entry})
        elif isinstance(constraint, ForeignKeyConstraint):
            constraints.append({
                "kind": "foreign-key",
                **entry,
                "table": constraint.referred_table.fullname,
                "references": [element.column.name for element in constraint.elements],
                "ondelete": constraint.ondelete,
                "onupdate": constraint.onupdate,
                "deferrable": bool(constraint.deferrable) or constraint.initially == "DEFERRED",
                "initially": constraint.initially,
            })
        elif isinstance(constraint, CheckConstraint) and not constraint._type_bound:
            constraints.append({"kind": "check", "expression": str(constraint.sqltext)})
    return {
        "columns": {column.name: describe_column(column) for column in table.columns},
        "indexes": sorted((describe_index(index) for index in table.indexes), key=json.dumps),
        "constraints": sorted(constraints, key=json.dumps),
    }


def describe_column(column) -> dict:
    from sqlalchemy.dialects import postgresql

    dialect = postgresql.dialect()
    ddl = dialect.ddl_compiler(dialect, None)
    default = column.server_default
    plain = default is not None and not (column.identity or column.computed) and hasattr(default, "arg")
    return {
        "type": describe_type(column.type, dialect),
        "nullable": column.nullable,
        "default": ddl.get_column_default_string(column) if plain else None,
        "primary_key": column.primary_key,
        "identity": column.identity is not None,
        "computed": str(column.computed.sqltext) if column.computed is not None else None,
    }


def describe_type(kind, dialect):
    from sqlalchemy import Enum

    implementation = kind.dialect_impl(dialect)
    if isinstance(implementation, Enum) and implementation.native_enum:
        return {"enum": sorted(implementation.enums)}
    return kind.compile(dialect=dialect)


def describe_index(index) -> dict:
    from sqlalchemy.dialects import postgresql

    dialect = postgresql.dialect()
    compiler = dialect.ddl_compiler(dialect, None)
    expressions = [
        compiler.sql_compiler.process(expression, include_table=False, literal_binds=True)
        for expression in index.expressions
    ]
    options = index.dialect_options["postgresql"]
    return {
        "name": name_of(index),
        "columns": expressions,
        "unique": bool(index.unique),
        "using": options.get("using") or None,
        "operators": dict(options.get("ops") or {}),
        "include": list(options.get("include") or []),
        "nulls_not_distinct": bool(options.get("nulls_not_distinct")),
        "where": str(options["where"]) if options.get("where") is not None else None,
    }


def name_of(item):
    """The explicit name; None when a naming convention decides."""
    from sqlalchemy.sql.elements import conv

    return None if item.name is None or isinstance(item.name, conv) else str(item.name)


main()
