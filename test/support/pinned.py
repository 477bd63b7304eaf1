"""For scripts that make expectations with the real packages: pinned versions, and a check of what is committed."""

import hashlib
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path


def run_with(packages: list[str]) -> None:
    """Runs the calling script again in a virtual environment of its own that has exactly these versions."""
    key = hashlib.sha256("\n".join([sys.version, *packages]).encode()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"coord-platform-{key}"
    python = folder / "bin" / "python"
    if Path(sys.prefix).resolve() == folder.resolve():
        return
    if not (folder / "complete").exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
        (folder / "complete").touch()
    os.execv(python, [str(python), *sys.argv])


class Golden:
    """Writes files, or with `--check` compares them with what is there and exits 1 on a difference."""

    def __init__(self) -> None:
        self.check = "--check" in sys.argv
        self.different: list[str] = []

    def write(self, path: Path, text: str) -> None:
        if not self.check:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            self.different.append(path.name)

    def finish(self) -> None:
        if self.different:
            sys.exit(f"differs from what is committed: {', '.join(self.different)}")
        print("as committed" if self.check else "written")
