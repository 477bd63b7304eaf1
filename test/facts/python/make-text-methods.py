"""Writes `fixtures/text-methods.json`: what CPython's `str` gives for texts, methods and arguments (3.11 or later)."""

import json
from pathlib import Path

texts = ["", "a", "_a_", "__a__", "____", " A b\tc ", "a;b;;c;", "one\ntwo\r\nthree\n", "\n\nx", "\u2003wide\u00a0", "Straße", "ÉTÉ", "x_table_x", "a\x1cb\x0bc\u2028d", "𝒜 𝒜"]
calls = (
    [(method, []) for method in ("lower", "upper", "isupper", "islower", "strip", "lstrip", "rstrip", "split", "splitlines")]
    + [(method, [argument]) for method in ("strip", "lstrip", "rstrip", "startswith", "endswith", "removeprefix", "removesuffix") for argument in ("", "_", "a", "x_", "𝒜")]
    + [("split", [separator]) for separator in (";", "_", "\n", " ")]
    + [("split", [None]), ("strip", [None]), ("replace", ["a", "$&"]), ("replace", [";", ""]), ("join", [["1", "2", "3"]]), ("join", [[]])]
)
table = [[text, method, arguments, getattr(text, method)(*arguments)] for text in texts for method, arguments in calls]
lines = ",\n".join(json.dumps(row) for row in table)
(Path(__file__).parent / "fixtures" / "text-methods.json").write_text(f"[\n{lines}\n]\n")
