"""Writes `fixtures/constants.json`: what CPython (3.11 or later) makes of the names in `fixtures/constants.py`."""

import json
import runpy
from enum import Enum
from pathlib import Path

fixtures = Path(__file__).parent / "fixtures"
names = runpy.run_path(str(fixtures / "constants.py"))


def is_constant(value):
    if isinstance(value, Enum):
        return False
    if isinstance(value, (list, tuple)):
        return all(map(is_constant, value))
    if isinstance(value, dict):
        return all(isinstance(key, str) and is_constant(item) for key, item in value.items())
    return value is None or isinstance(value, (str, int, float, bool))


constants = {name: value for name, value in names.items() if not name.startswith(("__", "unknown_")) and is_constant(value)}
(fixtures / "constants.json").write_text(json.dumps(constants, indent=1) + "\n")
