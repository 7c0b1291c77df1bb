"""The bony relief of the back as a height map over the chart: spinous processes, furrow, erector columns, scapula,
dimples over the PSIS, iliac crest.  Shapes are modelled by hand on the chart's landmarks (convention, not measured)."""

import numpy as np

from levels import CM_PER_PERCENT as CM
from levels import LANDMARKS, LEVELS

X = np.arange(-20.0, 20.01, 0.25)
"""Columns of the map: cm."""
Y = np.arange(-25.0, 130.01, 0.5)
"""Rows of the map: percent."""


def bell(distance, width):
    return np.exp(-((distance / width) ** 2))


def to_path(points, path):
    """Distance (cm) to a polyline."""
    best = np.full(points.shape[:-1], 1e9)
    for a, b in zip(path[:-1], path[1:]):
        a, b = np.asarray(a, float), np.asarray(b, float)
        t = np.clip(((points - a) @ (b - a)) / ((b - a) @ (b - a)), 0, 1)
        best = np.minimum(best, np.linalg.norm(points - a - t[..., None] * (b - a), axis=-1))
    return best


def height_map(bmi, muscle):
    """Metres of outward displacement, rows of Y by columns of X; symmetric."""
    lean = np.clip((30 - bmi) / 10, 0.15, 1.0)
    x, y = np.meshgrid(np.abs(X), Y)
    p = np.stack([x, y * CM], -1)

    def window(low, high, soft=5.0):
        return 1 / (1 + np.exp(-(y - low) / soft * 4)) / (1 + np.exp((y - high) / soft * 4))

    def at(cm, percent):
        return np.array([cm, percent * CM])

    h = -(0.0022 * window(8, 49) + 0.0035 * window(49, 93)) * bell(x, 1.3) * (0.4 + 0.6 * lean)  # furrow
    h += (
        (0.0010 * window(10, 49) + 0.0030 * window(49, 92)) * bell(x - 3.2, 1.7) * (0.5 + 0.6 * muscle)
    )  # erector columns
    prominent = {"c7": 0.0030, "t1": 0.0024, "t2": 0.0012, "c6": 0.0008, "c5": 0.0004}
    for level, percent in LEVELS.items():
        if level[0] in "tl" or level in prominent:
            size = prominent.get(level, 0.0009 if level[0] == "t" else 0.0007)
            h += size * lean * bell(x, 0.7) * bell((y - percent) * CM, 0.85)
    names = ("superior-angle", "spine-root", "inferior-angle", "acromion", "psis", "iliac-crest")
    top, root, tip, acromion, psis, crest = (at(*LANDMARKS[name]) for name in names)
    border = np.interp(y * CM, [top[1], root[1], tip[1]], [top[0], root[0], tip[0]])
    step = np.tanh((x - border) / 1.6) * np.exp(-np.clip(np.abs(x - border) - 1.0, 0, None) / 2.8) * window(8, 46, 6)
    h += lean * 0.0010 * bell(to_path(p, [top, root, tip]), 1.1)
    h += lean * 0.0011 * step
    h += lean * 0.0022 * bell(to_path(p, [root, at(12.5, 10.5), acromion]), 1.0)
    h += lean * 0.0020 * bell(np.linalg.norm(p - tip, axis=-1), 1.4)
    h -= 0.0032 * lean**0.5 * bell(np.linalg.norm(p - psis, axis=-1), 1.0)
    h += 0.0014 * lean * bell(to_path(p, [at(5.7, 97.5), at(7.6, 90.5), crest, at(14, 86.5), at(18, 89)]), 1.0)
    fade = np.clip((20 - x) / 2, 0, 1) * np.clip((y + 25) / 4, 0, 1) * np.clip((118 - y) / 8, 0, 1)
    return 0.75 * h * fade
