"""Spinous levels on the back: percent of the skin line from C7 (0) to the line joining both PSIS (100).

C7 to S2 follow Ernst 2013 (T4, T7, T10, L1, L4 measured in 22 standing adults, the rest linear in between);
the neck and the sacrum follow common proportions and are convention.
"""

PERCENT = {
    "inion": -25.0, "C2": -15.7, "C3": -12.2, "C4": -9.2, "C5": -6.3, "C6": -3.3,
    "C7": 0.0, "T1": 5.0, "T2": 10.5, "T3": 16.0, "T4": 21.0, "T5": 27.0, "T6": 33.0,
    "T7": 39.0, "T8": 44.0, "T9": 49.0, "T10": 54.1, "T11": 60.0, "T12": 65.0,
    "L1": 70.9, "L2": 76.0, "L3": 81.0, "L4": 86.1, "L5": 91.0,
    "S1": 95.5, "S2": 100.0, "S3": 104.3, "S4": 108.3, "S5": 112.0, "coccyx": 119.0,
}  # fmt: skip

CM_PER_PERCENT = 0.509
"""Centimetres on the reference adult for one percent (mean C7 to PSIS 50.9 cm)."""

LANDMARKS = [
    # id, English name, x (cm, absolute; both sides are made), y (percent)
    ("scapula-superior-angle", "superior angle of the scapula", 6.5, 10.0),
    ("scapula-spine-root", "root of the spine of the scapula", 7.0, 16.0),
    ("scapula-inferior-angle", "inferior angle of the scapula", 8.0, 42.5),
    ("acromion", "acromion", 18.0, 6.0),
    ("axillary-fold", "posterior axillary fold", 16.0, 36.0),
    ("rib-12-tip", "tip of the twelfth rib", 9.5, 74.0),
    ("iliac-crest", "highest point of the iliac crest", 10.0, 86.0),
    ("psis", "posterior superior iliac spine", 4.5, 100.0),
    ("sacral-border-low", "lower end of the sacral border", 2.0, 113.0),
    ("trochanter", "greater trochanter", 16.0, 122.0),
    ("ischium", "ischial tuberosity", 6.0, 130.0),
]

MIDLINE = [
    ("inion", "external occipital protuberance", -25.0),
    ("sacral-hiatus", "sacral hiatus", 110.0),
    ("gluteal-cleft", "top of the gluteal cleft", 112.0),
    ("coccyx", "tip of the coccyx", 119.0),
]
