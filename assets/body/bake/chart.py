"""The back chart: for every vertex of the back, x (cm on the reference adult, + to the client's RIGHT) and
y (percent, C7 = 0, PSIS line = 100).

The skin of the rest pose is unrolled as rigidly as possible (ARAP: every triangle keeps its shape), at one scale per
client, the length from C7 to the PSIS line.  The midline is fixed to x = 0 and to the table of levels;
acromion and greater trochanter, which show on the mesh, are pulled to their chart places.  All other bones have no cue on
the mesh and lie where the chart says.
"""

import numpy as np
import scipy.sparse as sp
import scipy.sparse.linalg as sl
from embreex import rtcore_scene as rtcs
from embreex.mesh_construction import TriangleMesh

from base_mesh import BODY_VERTICES as NB
from levels import CM_PER_PERCENT

# midline vertices from the occiput to the perineum (base topology)
CHAIN = [
    962, 5389, 955, 948, 941, 5544, 5266, 5284, 934, 853, 854, 855, 856, 857, 858, 1496, 1491, 1467, 1539, 1550, 1595,
    1596, 1597, 3780, 3843, 1598, 1599, 1600, 3932, 3946, 3960, 3974, 3988, 4002, 4016, 4030, 4045, 4148, 4060, 4181,
    4188, 4195, 4387, 4205, 4215, 4223, 4232, 4241,
]  # fmt: skip
CROTCH = 6431
CRUSHED = 0.10  # share of its area below which a triangle of the chart is not accepted
SKULL = 0.066  # metres: half the breadth of the back of the head without the ears

# heights of C7 and S2 (metres) on the reference woman and man, set by hand from the nape and the top of the cleft
ANCHOR = {0: (1.3533, 0.890), 1: (1.4745, 1.007)}


class Midline:
    """The skin line of the back of one client in the rest pose, measured in percent."""

    def __init__(self, body, rest, gender):
        heights = [self._anchor_height(body, rest, sex) for sex in (0, 1)]
        c7, s2 = ((1 - gender) * a + gender * b for a, b in zip(*heights))
        self.points = rest[CHAIN]
        self.arc = np.r_[0, np.cumsum(np.linalg.norm(np.diff(self.points, axis=0), axis=1))]
        start, end = self._arc_at(c7), self._arc_at(s2)
        self.scale = (end - start) / (100 * CM_PER_PERCENT / 100)
        """Size of the client's back relative to the reference adult."""
        self.percent = (self.arc - start) / (end - start) * 100

    @staticmethod
    def _anchor_height(body, rest, sex):
        """Carry the anchors of a reference shape to this client through the topology."""
        chain = body.shape(gender=float(sex))[CHAIN]
        order = np.argsort(chain[6:, 1])
        return [np.interp(h, chain[6:, 1][order], rest[CHAIN][6:, 1][order]) for h in ANCHOR[sex]]

    def _arc_at(self, height):
        return np.interp(-height, -self.points[6:, 1], self.arc[6:])

    def percent_of_height(self, height):
        """Percent of the midline point at this height; linear beyond both ends."""
        y, p = self.points[6:45, 1], self.percent[6:45]
        out = np.interp(-height, -y, p)
        slope = 100 / (self.scale * 100 * CM_PER_PERCENT / 100)
        return np.where(
            height > y[0],
            p[0] - (height - y[0]) * slope,
            np.where(height < y[-1], p[-1] + (y[-1] - height) * slope, out),
        )


def cotangent_laplacian(points, tris):
    rows, cols, values = [], [], []
    for a, b, c in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        u, v = points[tris[:, a]] - points[tris[:, c]], points[tris[:, b]] - points[tris[:, c]]
        cot = (u * v).sum(1) / np.maximum(np.linalg.norm(np.cross(u, v), axis=1), 1e-12) / 2
        cot = np.clip(cot, 1e-3, 1e3)
        rows += [tris[:, a], tris[:, b]]
        cols += [tris[:, b], tris[:, a]]
        values += [cot, cot]
    n = len(points)
    w = sp.coo_matrix((np.concatenate(values), (np.concatenate(rows), np.concatenate(cols))), (n, n)).tocsr()
    return sp.diags(np.asarray(w.sum(1)).ravel()) - w


def lateral_fraction(body, poser, rest):
    """u per vertex: 0 on the midline of the back, 1 at the silhouette seen from behind, 2 on the midline of the front
    (+ on the client's left); 99 on arms, head and lower legs.  Harmonic in between."""
    arm, leg = poser.arm["L"] + poser.arm["R"], poser.leg["L"] + poser.leg["R"]
    inside = (arm < 0.55) & (poser.face < 0.55) & ((leg < 0.75) | (rest[:NB, 1] > rest[CROTCH, 1] - 0.03))
    tris = body.tris()
    tris = tris[inside[tris].all(1)]
    used = np.zeros(NB, bool)
    used[tris.ravel()] = True
    index = np.cumsum(used) - 1
    points, tris, n = rest[:NB][used], index[tris], used.sum()
    laplacian = cotangent_laplacian(points, tris)
    normal = body.normals(rest)[:NB][used]
    middle = (body.side == "m")[:NB][used]
    behind = middle & (normal[:, 2] < 0.05) & (points[:, 2] < rest[CROTCH, 2])
    behind |= np.isin(np.where(used)[0], CHAIN)
    front = middle & ~behind & (points[:, 2] > 0.02)
    # softly |u| = 1 where the normal turns from back to front
    edges = np.unique(np.sort(np.concatenate([tris[:, [0, 1]], tris[:, [1, 2]], tris[:, [2, 0]]]), 1), axis=0)
    nz, x = normal[:, 2], np.abs(points[:, 0])
    width = 0.55 * np.array([x[np.abs(points[:, 1] - y) < 0.02].max() for y in points[:, 1]])
    edges = edges[(nz[edges[:, 0]] * nz[edges[:, 1]] < 0) & (x[edges] > width[edges]).all(1)]
    t = nz[edges[:, 0]] / (nz[edges[:, 0]] - nz[edges[:, 1]])
    row = np.arange(len(edges))
    at = sp.coo_matrix((np.r_[1 - t, t], (np.r_[row, row], np.r_[edges[:, 0], edges[:, 1]])), (len(edges), n)).tocsr()
    system, right = laplacian + 0.35 * at.T @ at, 0.35 * at.T @ np.ones(len(edges))
    fixed, value = behind | front, np.where(front, 2.0, 0.0)
    u = value.copy()
    u[~fixed] = sl.spsolve(system[~fixed][:, ~fixed].tocsc(), (right - system[:, fixed] @ value[fixed])[~fixed])
    out = np.full(NB, 99.0)
    out[used] = np.clip(u, 0, 2) * np.where(points[:, 0] >= 0, 1.0, -1.0)
    # the nape under the hair, up to the occipital protuberance: straight across
    skull = body.normals(rest)[:NB, 2] < -0.25
    skull &= (poser.face >= 0.55) & (np.abs(rest[:NB, 0]) < SKULL) & (rest[:NB, 1] < rest[CHAIN[2], 1])
    out[skull] = rest[:NB, 0][skull] / SKULL
    return out


class PatchTopology:
    """Which quads of the base mesh are the back patch, and the halo of vertices around it that subdivision needs."""

    def __init__(self, body, u, y, arm):
        """u, y, arm: per vertex, averaged over all clients, so that the patch is the same on everybody."""
        inside = (np.abs(u) <= np.where(y < 4, 1.0, 1.22)) & (y >= -28.5) & (y <= 131.0) & (arm < 0.22)
        quads = inside[body.quads].all(1)
        quads = self._largest_piece(body.quads, quads)
        self.quads = self._fill_notches(body.quads, quads)
        halo = self.quads.copy()
        for _ in range(2):
            touched = np.zeros(NB, bool)
            touched[body.quads[halo].ravel()] = True
            halo = touched[body.quads].any(1)
        self.halo = halo
        self.vertices = np.unique(body.quads[halo])

    @staticmethod
    def _largest_piece(quads, chosen):
        ids = np.where(chosen)[0]
        q = quads[ids]
        graph = sp.coo_matrix((np.ones(q.size), (np.repeat(np.arange(len(q)), 4), q.ravel())), (len(q), NB)).tocsr()
        _, label = sp.csgraph.connected_components(graph @ graph.T)
        out = np.zeros(len(quads), bool)
        out[ids[label == np.bincount(label).argmax()]] = True
        return out

    @staticmethod
    def _fill_notches(quads, chosen):
        """Add quads that share at least three edges with the patch, so that its border runs smoothly."""
        chosen = chosen.copy()
        edges = np.sort(np.stack([quads, np.roll(quads, -1, 1)], 2).reshape(-1, 2), 1)
        _, edge = np.unique(edges, axis=0, return_inverse=True)
        edge = edge.reshape(-1, 4)
        while True:
            count = np.bincount(edge[chosen].ravel(), minlength=edge.max() + 1)
            add = ~chosen & ((count[edge] > 0).sum(1) >= 3)
            if not add.any():
                return chosen
            chosen |= add


def gradients(points, tris):
    """(matrix, areas): the matrix takes values of the vertices to their two derivatives in every triangle, along the
    triangle's own axes, the second one turned so that a map seen from outside has y downwards."""
    a, b = points[tris[:, 1]] - points[tris[:, 0]], points[tris[:, 2]] - points[tris[:, 0]]
    normal = np.cross(a, b)
    area = np.linalg.norm(normal, axis=1) / 2
    e1 = a / np.linalg.norm(a, axis=1, keepdims=True)
    e2 = np.cross(e1, normal / (2 * area[:, None]))
    sides = np.stack([np.stack([(v * e).sum(1) for e in (e1, e2)], 1) for v in (a, b)], 1)
    inverse = np.linalg.inv(sides)
    values = np.concatenate([-inverse.sum(2, keepdims=True), inverse], 2)
    rows = np.repeat(np.arange(2 * len(tris)), 3)
    place = (rows, np.repeat(tris, 2, 0).ravel())
    return sp.coo_matrix((values.ravel(), place), (2 * len(tris), len(points))).tocsr(), area


def unroll(body, rest, patch, midline, u, pins, rounds=60):
    """Chart (x, y) of the halo's vertices.  pins: (barycentric point, (x, y), weight)."""
    ids, n = patch.vertices, len(patch.vertices)
    index = np.full(NB, -1)
    index[ids] = np.arange(n)
    quads = index[body.quads[patch.halo]]
    # both diagonals, so that no direction is preferred
    tris = np.concatenate([quads[:, k] for k in ([0, 1, 2], [0, 2, 3], [0, 1, 3], [1, 2, 3])])
    G, area = gradients(rest[ids] / midline.scale * 100, tris)

    # first guess: across by the lateral fraction, down by height; the midline stays where the levels put it
    percent = midline.percent_of_height(rest[ids, 1])
    chart = np.stack([-u[ids] * np.interp(np.abs(percent), [0, 10], [11.0, 17.0]), percent * CM_PER_PERCENT], 1)
    chain = index[CHAIN]
    on, free = chain >= 0, np.ones(n, bool)
    free[chain[on]] = False
    chart[chain[on]] = np.stack([np.zeros(on.sum()), midline.percent[on] * CM_PER_PERCENT], 1)

    shares = np.concatenate([share for (_, share), _, _ in pins])
    corners = index[np.concatenate([corners for (corners, _), _, _ in pins])]
    at = sp.coo_matrix((shares, (np.repeat(np.arange(len(pins)), 3), corners)), (len(pins), n)).tocsr()
    pull = at.T @ sp.diags([weight for _, _, weight in pins])
    goal = np.array([[x, y * CM_PER_PERCENT] for _, (x, y), _ in pins])

    weight = area.copy()
    for _ in range(8):
        W = sp.diags(np.repeat(weight, 2))
        system = (G.T @ W @ G + pull @ at).tocsc()
        solve = sl.factorized(system[free][:, free])
        for _ in range(rounds):
            # the nearest rotation of every triangle, then the vertices that fit all of them best
            p, _, q = np.linalg.svd((G @ chart).reshape(-1, 2, 2))
            q[np.linalg.det(p @ q) < 0, 1] *= -1
            right = G.T @ W @ (p @ q).reshape(-1, 2) + pull @ goal - system[:, ~free] @ chart[~free]
            for k in range(2):
                chart[free, k] = solve(right[free, k])
        crushed = np.linalg.det((G @ chart).reshape(-1, 2, 2)) < CRUSHED
        if not crushed.any():
            break
        weight[crushed] *= 2  # hold them more firmly and try again
    mirror = index[body.mirror[ids]]
    both = mirror >= 0
    chart[both] = 0.5 * (chart[both] + chart[mirror[both]] * [-1, 1])
    return chart / [1, CM_PER_PERCENT]


class Ray:
    """Ray casts against the trunk (arms left out)."""

    def __init__(self, body, rest):
        names = ("upperarm02", "lowerarm01", "lowerarm02", "wrist")
        arm = [i for i, b in enumerate(body.bones) if b[:-2] in names or b.startswith(("finger", "metac"))]
        tris = body.tris()
        self.tris = tris[(body.W[:NB, arm].sum(1) < 0.5)[tris].all(1)]
        self.scene = rtcs.EmbreeScene()
        TriangleMesh(self.scene, rest[self.tris].astype(np.float32))

    def cast(self, origin, direction):
        """Barycentric point (3 vertex ids, weights) of the first hit."""
        hit = self.scene.run(np.array([origin], np.float32), np.array([direction], np.float32), output=1)
        k, u, v = int(hit["primID"][0]), float(hit["u"][0]), float(hit["v"][0])
        if k < 0:
            raise ValueError(f"nothing hit from {origin} along {direction}")
        return self.tris[k], np.array([1 - u - v, u, v])


def visible_bones(body, rest):
    """Acromion and greater trochanter of both sides: bones whose place the rig gives away."""
    head = body.joints(rest)
    hip, shoulder = head[body.bi["upperleg01.L"]], head[body.bi["upperarm01.L"]]
    size, ray = rest[:NB, 1].max() / 1.70, Ray(body, rest)
    out = {}
    for side, sign in (("L", 1), ("R", -1)):
        out["acromion", side] = ray.cast((sign * (shoulder[0] + 0.006), 3, shoulder[2] - 0.008), (0, -1, 0))
        out["trochanter", side] = ray.cast((sign, hip[1] + 0.010 * size, hip[2] - 0.012), (-sign, 0, 0))
    return out
