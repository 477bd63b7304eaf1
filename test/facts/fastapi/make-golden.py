"""Writes the OpenAPI documents that FastAPI itself makes of the fixtures: `python make-golden.py`.

Creates a virtual environment with pinned versions in a temporary folder; each fixture is an application `main:app`.
The documents are committed, so that the tests need no Python.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import venv

PINNED = [
    "fastapi==0.141.1",
    "pydantic==2.13.5",
    "starlette==1.10.0",
    "sqlmodel==0.0.50",
    "email-validator==2.4.0",
    "python-multipart==0.0.34",
]
PROGRAM = "import json; from main import app; print(json.dumps(app.openapi(), indent=1, sort_keys=True))"


def main() -> None:
    folder = pathlib.Path(__file__).parent
    with tempfile.TemporaryDirectory() as directory:
        python = pathlib.Path(directory) / "bin" / "python"
        venv.create(directory, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PINNED], check=True)
        for fixture in sorted((folder / "fixtures").iterdir()):
            document = subprocess.run(
                [python, "-B", "-c", PROGRAM], cwd=fixture, check=True, capture_output=True, text=True
            )
            (folder / "golden" / f"{fixture.name}.json").write_text(document.stdout)
            print(fixture.name, len(json.loads(document.stdout)["paths"]), file=sys.stderr)


main()
