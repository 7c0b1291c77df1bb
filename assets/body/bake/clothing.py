"""Garments and hair: shells cut from the body by a scalar field and lifted off the skin.

Two states of the shorts: `covered`, waist at the PSIS line, and `lowered`, folded down at the back so that the sacrum
is free.  Women wear a chest band that ends at the sides and leaves the whole back free.
"""

import numpy as np
import scipy.sparse as sp
import scipy.sparse.linalg as sl

from base_mesh import BODY_VERTICES as NB
from subdivision import catmull_clark

NIPPLES = np.r_[1762:1794, 8434:8466]
WAIST = {  # percent of the upper edge at lateral fraction 0, 0.35, 0.7, 1, 2
    "covered": [99.0, 98.5, 96.5, 95.0, 99.0],
    "lowered": [115.5, 114.0, 107.5, 102.0, 101.0],
}


def neutralise(body, poser, rest):
    """Smooth the nipples away: the cap with least bending over the same vertices."""
    adjacency, ring = poser.mush.A, NIPPLES
    for _ in range(2):
        inside = np.zeros(NB, bool)
        inside[ring] = True
        inside |= (adjacency @ inside.astype(float)) > 0
        ring = np.where(inside)[0]
    _, label = sp.csgraph.connected_components(adjacency[~inside][:, ~inside])
    inside[np.where(~inside)[0][np.bincount(label)[label] < 60]] = True  # and whatever they enclose
    inside |= np.isin(np.arange(NB), body.mirror[:NB][inside])
    laplacian = sp.diags(np.asarray(adjacency.sum(1)).ravel()) - adjacency
    bending = (laplacian.T @ laplacian).tocsr()
    system, outside = bending[inside][:, inside].tocsc(), bending[inside][:, ~inside]
    for k in range(3):
        rest[:NB, k][inside] = sl.spsolve(system, -(outside @ rest[:NB, k][~inside]))
    return rest


def shorts_field(body, poser, rest, u, y, scale, state):
    """Metres inside the shorts (negative outside), measured in the rest pose."""
    head = body.joints(rest)
    au = np.where(np.abs(u) > 5, 1.0, np.abs(u))
    top = np.interp(au, [0, 0.35, 0.7, 1, 2], WAIST[state])
    field = (y - top) * 0.00509 * scale
    for side, sign in (("L", 1), ("R", -1)):
        hip, knee = head[body.bi[f"upperleg01.{side}"]], head[body.bi[f"lowerleg01.{side}"]]
        length = np.linalg.norm(knee - hip)
        down = (rest[:NB] - hip) @ ((knee - hip) / length)
        own = rest[:NB, 0] * sign >= 0
        field = np.where(own, np.minimum(field, 0.36 * length - down), field)
    return np.where(poser.arm["L"] + poser.arm["R"] > 0.2, -1, field)


def band_field(body, poser, u, y):
    """Metres inside the chest band of a woman."""
    field = np.minimum(np.minimum((np.abs(u) - 1.04) * 0.12, (y - 23.5) * 0.0045), (61.0 - y) * 0.0045)
    arm = poser.arm["L"] + poser.arm["R"] + body.region("upperarm01", "shoulder01")
    field = np.minimum(field, (0.10 - arm) * 0.10 + 0.03)
    return np.where(np.abs(u) > 5, -1, field)


def hair_field(body, poser, rest):
    """Metres above the hairline (negative on face and neck)."""
    face, points = poser.face > 0.9, rest[:NB]
    centre = points[face & (np.abs(points[:, 0]) < 0.03), 2].mean()
    ear = face & (np.abs(points[:, 0]) > 0.93 * np.abs(points[face, 0]).max())
    ear_top = points[ear, 1].max()
    turn = np.degrees(np.arctan2(np.abs(points[:, 0]), points[:, 2] - centre))  # 0 front, 180 back
    brow, nape = rest[1015, 1], rest[934, 1]
    line = np.interp(
        turn,
        [0, 25, 45, 58, 75, 95, 112, 130, 180],
        [
            brow,
            brow - 0.002,
            brow - 0.020,
            ear_top + 0.012,
            ear_top,
            ear_top + 0.014,
            ear_top - 0.018,
            nape + 0.020,
            nape,
        ],
    )
    return np.where(poser.face > 0.5, points[:, 1] - line, -1.0)


def cut(tris, field):
    """Triangles of {field > 0} clipped at 0: corner ids (>= len(field) are new points on edges) and those edges (i, j, t)."""
    out, edges, known = [], [], {}

    def crossing(a, b):
        key = (min(a, b), max(a, b))
        if key not in known:
            known[key] = len(field) + len(edges)
            edges.append((*key, field[key[0]] / (field[key[0]] - field[key[1]])))
        return known[key]

    for corner in tris[(field[tris] > 0).any(1)]:
        inside = [field[i] > 0 for i in corner]
        if all(inside):
            out.append(tuple(corner))
            continue
        one = sum(inside) == 1
        k = inside.index(one)
        p, q, r = corner[k], corner[(k + 1) % 3], corner[(k + 2) % 3]
        a, b = crossing(p, q), crossing(p, r)
        out += [(p, a, b)] if one else [(a, q, r), (a, r, b)]
    return np.array(out), edges


class Fine:
    """The body mesh subdivided once; pieces are cut from it so that their edges run smoothly."""

    def __init__(self, body):
        self.matrix, self.quads = catmull_clark(body.quads, NB)
        self.tris = np.concatenate([self.quads[:, [0, 1, 2]], self.quads[:, [0, 2, 3]]])


class Piece:
    """A cut piece of the body surface: fixed triangles, new points for every pose.  Its edge is turned in by `RIM`, so
    that no gap shows between the piece and the skin."""

    RIM = 0.009

    def __init__(self, fine, field):
        self.fine = fine
        field = fine.matrix @ field
        corners, edges = cut(fine.tris, field)
        self.i, self.j, self.t = (np.array(k) for k in zip(*edges))
        self.used = np.unique(corners)
        index = np.full(len(field) + len(edges), -1)
        index[self.used] = np.arange(len(self.used))
        tris = index[corners]
        sides = np.concatenate([tris[:, [0, 1]], tris[:, [1, 2]], tris[:, [2, 0]]])
        key, back = sides[:, 0] * len(self.used) + sides[:, 1], sides[:, 1] * len(self.used) + sides[:, 0]
        self.edge = sides[~np.isin(key, back)]
        self.rim = np.unique(self.edge)
        turned = np.full(len(self.used), -1)
        turned[self.rim] = len(self.used) + np.arange(len(self.rim))
        a, b = self.edge.T
        self.cloth = tris
        self.tris = np.concatenate([tris, np.stack([b, a, turned[a]], 1), np.stack([b, turned[a], turned[b]], 1)])

    def points(self, shell):
        shell = self.fine.matrix @ shell
        middle = shell[self.i] * (1 - self.t[:, None]) + shell[self.j] * self.t[:, None]
        points = np.concatenate([shell, middle])[self.used]
        normal, p = np.zeros_like(points), points[self.cloth]
        flat = np.cross(p[:, 1] - p[:, 0], p[:, 2] - p[:, 0])
        for k in range(3):
            np.add.at(normal, self.cloth[:, k], flat)
        normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
        return np.concatenate([points, points[self.rim] - normal[self.rim] * self.RIM])


def outside_of(body, poser, skin, weight):
    """The skin smoothed where weight is 1 but nowhere inside the body: hollows (the cleft) are bridged."""
    w, out, padded = weight[:, None], skin[:NB].copy(), skin.copy()
    for steps in (20, 8, 5, 3, 2, 1):
        for _ in range(steps):
            out = out * (1 - w) + (poser.mush.S @ out) * w
        padded[:NB] = out
        normal = body.normals(padded)[:NB]
        out = out + normal * np.clip(((skin[:NB] - out) * normal).sum(1, keepdims=True), 0, 1) * w
    return out


def blurred(body, points, weight, around, width=0.035):
    """The skin where weight is 1 replaced by its average over `width` metres, taken from the vertices `around`: a chest as
    a band shapes it."""
    q = body.quads
    area = np.linalg.norm(np.cross(points[q[:, 2]] - points[q[:, 0]], points[q[:, 3]] - points[q[:, 1]]), axis=1)
    share = np.bincount(q.ravel(), np.repeat(area, 4), NB)[around]
    near, out = points[:NB][around], points[:NB].copy()
    distance = np.linalg.norm(near[:, None] - near[None], axis=2)
    kernel = np.exp(-((distance / width) ** 2)) * share
    w = weight[around][:, None]
    out[around] = near * (1 - w) + (kernel @ near) / kernel.sum(1, keepdims=True) * w
    return out


def garment_shell(body, poser, skin, field, support, fold):
    """Points of the cloth over every body vertex; fold: extra thickness of a turned-down edge (metres)."""
    weight, padded = np.clip((field + 0.012) / 0.02, 0, 1), skin.copy()
    out = outside_of(body, poser, skin, weight)
    padded[:NB] = out
    normal = body.normals(padded)[:NB]
    lift = np.clip(((skin[:NB] - out) * normal).sum(1), 0, None)
    hem = 0.0030 + 0.0015 * np.clip(field / 0.006, 0, 1) + fold * np.exp(-(((field - 0.012) / 0.009) ** 2))
    out = out + normal * (lift + hem)[:, None]
    if support is not None:
        out[:, 1] = np.where(skin[:NB, 1] >= support - 0.003, np.maximum(out[:, 1], support + 0.0008), out[:, 1])
    return out


def hair_shell(body, poser, skin, field, thickness):
    """Points of the hair over every body vertex: the ears smoothed away, rounded up from the hairline."""
    w, out, padded = np.clip(field / 0.015, 0, 1)[:, None], skin[:NB].copy(), skin.copy()
    for _ in range(10):
        out = out * (1 - w) + (poser.mush.S @ out) * w
    padded[:NB] = out
    normal = body.normals(padded)[:NB]
    lift = np.maximum(((skin[:NB] - out) * normal).sum(1), 0)
    t = np.clip(field / 0.035, 0, 1)
    return out + normal * (lift + 0.0012 + thickness * t * t * (3 - 2 * t))[:, None]


def bun(shell, radius=0.042, around=20, along=12):
    """A knot of hair at the back of the head: points and triangles of a ball."""
    outward = shell[962] - shell[733]
    centre = shell[962] + 0.0275 * outward / np.linalg.norm(outward)
    a, b = np.meshgrid(
        np.linspace(0, 2 * np.pi, around, endpoint=False), np.linspace(-np.pi / 2, np.pi / 2, along), indexing="ij"
    )
    points = np.stack([np.cos(b) * np.cos(a), np.sin(b), np.cos(b) * np.sin(a)], -1).reshape(-1, 3) * radius + centre
    i, j = np.meshgrid(np.arange(around), np.arange(along - 1), indexing="ij")
    p, q = (i * along + j).ravel(), ((i + 1) % around * along + j).ravel()
    return points, np.concatenate([np.stack([p, p + 1, q + 1], 1), np.stack([p, q + 1, q], 1)])
