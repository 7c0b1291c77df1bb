"""Spinous levels and landmarks, read from the project's own tables in assets/knowledge: id -> place on the chart."""

import os
import re

TABLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "knowledge")

CM_PER_PERCENT = 0.509
"""Centimetres on the reference adult for one percent (mean length from C7 to the PSIS line 50.9 cm, Ernst 2013)."""


def _table(name, pattern):
    """(id, matched groups) of every entry of a table that has the field."""
    with open(os.path.join(TABLES, name), encoding="utf-8") as f:
        entries = re.split(r'^    "([\w-]+)": \(', f.read(), flags=re.M)[1:]
    found = [(i, re.search(pattern, text)) for i, text in zip(entries[::2], entries[1::2])]
    return {i: [float(g) for g in match.groups()] for i, match in found if match}


LEVELS = {i: y for i, (y,) in _table("levels.ron", r"\by: (-?[\d.]+)").items()}
"""Percent from C7 to the PSIS line."""

LANDMARKS = {i: tuple(at) for i, at in _table("landmarks.ron", r"\bat: \((-?[\d.]+), (-?[\d.]+)\)").items()}
"""x (cm, the right one of a pair) and y (percent)."""
