"""Writes the OpenAPI documents that FastAPI itself makes of the fixtures: `python make.py [--check] [NAME…]`.

Each folder of `../fixtures` is an application `main:app`. One that pins Pydantic 1 in its own `requirements.txt` is run
with `pydantic-v1.txt`, the last FastAPI that supports it; all others with `current.txt`. A fixture that needs a newer
Python says so as PEP 723 has it, in `main.py`:

    # /// script
    # requires-python = ">=3.12"
    # ///

Makes what the running Python can, says what it could not, and records in `index.json` what each golden was made with.
`--check` writes nothing and fails when a document would be another one, or when a fixture has none. The documents are
committed, so that the tests need no Python and no network.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import venv

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = HERE.parent / "fixtures"
OLDEST = (3, 11)
# Pydantic 1 does not run on Python 3.14.
NEWEST = {"pydantic-v1": (3, 13)}
PROGRAM = """
import importlib, json, os, sys
folder, names = sys.argv[1], sys.argv[2:]
for name in names:
    if os.fork() == 0:
        os.chdir(os.path.join(folder, name))
        sys.path.insert(0, os.getcwd())
        document = importlib.import_module("main").app.openapi()
        with open(os.path.join(os.environ["GOLDEN"], name + ".json"), "w") as file:
            file.write(json.dumps(document, indent=1, sort_keys=True) + "\\n")
        os._exit(0)
    if os.wait()[1] != 0:
        print(name + " could not be run", file=sys.stderr)
        sys.exit(1)
"""


def python_needed(fixture: pathlib.Path) -> tuple[int, int]:
    found = re.search(r'^# requires-python = ">=(\d+)\.(\d+)"', (fixture / "main.py").read_text(), re.MULTILINE)
    return (int(found[1]), int(found[2])) if found else OLDEST


def stack_of(fixture: pathlib.Path) -> str:
    pins = fixture / "requirements.txt"
    old = pins.exists() and re.search(r"^pydantic==1\.", pins.read_text(), re.MULTILINE)
    return "pydantic-v1" if old else "current"


def can_run(fixture: pathlib.Path) -> bool:
    running = sys.version_info[:2]
    return python_needed(fixture) <= running <= NEWEST.get(stack_of(fixture), running)


def make(stack: str, names: list[str], into: pathlib.Path) -> None:
    """Writes the documents of fixtures that share their pins, with a virtual environment of their own."""
    with tempfile.TemporaryDirectory() as directory:
        venv.create(directory, with_pip=True)
        python = pathlib.Path(directory) / "bin" / "python"
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", HERE / f"{stack}.txt"],
            check=True,
        )
        # FastAPI names an operation with several methods after the first of a set, which differs from run to run.
        environment = {"GOLDEN": str(into), "PYTHONHASHSEED": "0", "PYTHONWARNINGS": "ignore"}
        subprocess.run([python, "-B", "-c", PROGRAM, FIXTURES, *names], check=True, env=environment)


def main() -> int:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--check", action="store_true")
    arguments.add_argument("names", nargs="*")
    options = arguments.parse_args()

    index = HERE / "index.json"
    known = json.loads(index.read_text()) if index.exists() else {}
    fixtures = sorted(path for path in FIXTURES.iterdir() if (path / "main.py").exists())
    entries = {path.name: {"python": "%d.%d" % python_needed(path), "stack": stack_of(path)} for path in fixtures}
    wanted = [path for path in fixtures if not options.names or path.name in options.names]
    possible = [path for path in wanted if can_run(path)]
    failures = []

    with tempfile.TemporaryDirectory() as directory:
        made = pathlib.Path(directory)
        for stack in ("current", "pydantic-v1"):
            names = [path.name for path in possible if stack_of(path) == stack]
            if names:
                make(stack, names, made)
        for path in possible:
            golden = HERE / f"{path.name}.json"
            text = (made / golden.name).read_text()
            same = golden.exists() and golden.read_text() == text
            if options.check and not same:
                failures.append(f"{path.name}: FastAPI makes another document than {golden.name}")
            elif not same:
                golden.write_text(text)
                print(f"{path.name}: {len(json.loads(text)['paths'])} paths")

    for path in wanted:
        if path not in possible:
            needs = entries[path.name]["python"]
            if (newest := NEWEST.get(stack_of(path))) is not None:
                needs += " to %d.%d" % newest
            state = "the committed one stands" if (HERE / f"{path.name}.json").exists() else "there is none"
            print(f"{path.name}: not made, it needs Python {needs}; {state}")
    names = {path.name for path in fixtures}
    stale = [path for path in HERE.glob("*.json") if path != index and path.stem not in names]
    if options.check:
        failures += [f"{path.name}: there is no such fixture" for path in stale]
        if known != entries:
            failures.append("index.json does not list the fixtures as they are")
    else:
        for path in stale:
            path.unlink()
        index.write_text(json.dumps(entries, indent=1, sort_keys=True) + "\n")
    print(f"{len(possible)} of {len(wanted)} goldens made with Python {sys.version_info[0]}.{sys.version_info[1]}")
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
