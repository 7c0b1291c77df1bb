"""The three postures: limbs aimed until they touch table, stool or pillow, skinned with delta mush, flesh pressed flat."""

import numpy as np
import scipy.sparse as sp

from base_mesh import BODY_VERTICES as NB
from skeleton import RX, RY, RZ, Pose, unit

FACE = ("head", "jaw", "eye", "special", "levator", "oculi", "oris", "tempor", "risor", "orbic", "tongue")
HAND = tuple(f"finger{f}-" for f in range(1, 6)) + tuple(f"metacarpal{k}" for k in range(1, 5)) + ("wrist",)


class Mush:
    """Delta mush: smooths what skinning has bent and puts the details of the rest shape back on it."""

    def __init__(self, body, steps=12, rate=0.6):
        q = body.quads
        edges = np.concatenate([q[:, [0, 1]], q[:, [1, 2]], q[:, [2, 3]], q[:, [3, 0]]])
        ends = (np.r_[edges[:, 0], edges[:, 1]], np.r_[edges[:, 1], edges[:, 0]])
        A = sp.coo_matrix((np.ones(2 * len(edges)), ends), (NB, NB)).tocsr()
        A.data[:] = 1
        self.body, self.steps, self.A = body, steps, A
        self.S = (sp.identity(NB) * (1 - rate) + sp.diags(rate / np.asarray(A.sum(1)).ravel()) @ A).tocsr()
        self.neighbour = A.indices[A.indptr[:-1]]

    def smooth(self, points, steps=None):
        out = points[:NB]
        for _ in range(steps or self.steps):
            out = self.S @ out
        return out

    def _frames(self, points):
        normal = self.body.normals(points)
        t = points[self.neighbour] - points
        t = t - (t * normal).sum(1, keepdims=True) * normal
        t /= np.maximum(np.linalg.norm(t, axis=1, keepdims=True), 1e-12)
        return np.stack([t, normal, np.cross(t, normal)], 2)

    def apply(self, rest, posed, mask):
        before, after = self.smooth(rest), self.smooth(posed)
        detail = np.einsum("nji,nj->ni", self._frames(before), rest[:NB] - before)
        out = after + np.einsum("nij,nj->ni", self._frames(after), detail)
        return posed[:NB] * (1 - mask[:, None]) + out * mask[:, None]


class Poser:
    """Poses shaped bodies.  `arm`, `leg` (per side), `face`, `trunk`: how far a vertex belongs to that part, 0 to 1."""

    def __init__(self, body):
        self.body, self.mush = body, Mush(body)
        self.face = body.region(*FACE)
        self.fine = np.clip(body.region("finger", "metac", "wrist", "toe", *FACE[1:]) * 1.5, 0, 1)
        self.arm, self.leg = {}, {}
        for s in "LR":
            arm = [f"{n}.{s}" for n in ("upperarm02", "lowerarm01", "lowerarm02")] + self._bones(HAND, s)
            leg = [f"{n}.{s}" for n in ("upperleg02", "lowerleg01", "lowerleg02", "foot")] + self._bones(("toe",), s)
            self.arm[s], self.leg[s] = (np.clip(body.region(*names), 0, 1) for names in (arm, leg))
        limbs = self.arm["L"] + self.arm["R"] + self.leg["L"] + self.leg["R"]
        self.trunk = np.clip(1 - limbs - self.face, 0, 1)

    def _bones(self, prefixes, side):
        return [name for name in self.body.bones if name.startswith(prefixes) and name.endswith("." + side)]

    def quick(self, pose, chosen):
        """World positions of some body vertices without delta mush."""
        R, t = self.body.transforms(pose.rest, pose.rotations, pose.root)
        return self.body.blend(pose.rest, R, t, np.arange(NB)[chosen])

    def lower(self, pose, set_to, chosen, height, low, high):
        """Bisects set_to(x) between low and high until the lowest chosen vertex lies at a height of the world."""

        def gap(x):
            set_to(x)
            return self.quick(pose, chosen)[:, 1].min() - height

        a, b = low, high
        at_a, at_b = gap(a), gap(b)
        if at_a * at_b > 0:
            set_to(a if abs(at_a) < abs(at_b) else b)
            return
        for _ in range(14):
            middle = 0.5 * (a + b)
            at_middle = gap(middle)
            if at_a * at_middle <= 0:
                b = middle
            else:
                a, at_a = middle, at_middle
        set_to(0.5 * (a + b))

    def prone(self, rest):
        """On the front, arms at the sides, the face in a cradle; head to +Z."""
        region, p = self.body.region, Pose(self.body, rest)
        p.root = RX(90)
        for bone, angle in (("spine04", 3), ("spine01", -3), ("neck01", 8), ("head", 2)):
            p.turn(bone, RX(angle))
        p.turn("clavicle.L", RZ(-3) @ RY(-6), both=True)
        p.turn("shoulder01.L", RZ(-6) @ RY(-8), both=True)
        y = self.quick(p, (self.trunk > 0.6) & (region("breast") < 0.05))[:, 1].min() + 0.016
        for s, sign in (("L", 1), ("R", -1)):
            elbow = region(f"upperarm02.{s}", f"lowerarm01.{s}") > 0.8
            self.lower(p, lambda z: p.aim("upperarm", s, (sign * 0.30, -0.95, z)), elbow, y - 0.004, -0.3, 0.6)
            hand = region(f"lowerarm02.{s}", f"wrist.{s}") > 0.7
            self.lower(p, lambda z: p.aim("lowerarm", s, (sign * 0.12, -1, z)), hand, y + 0.006, -0.5, 0.5)
            p.palm(s, (-sign * 0.02, -1, 0), (-sign * 0.75, 0, -0.65))
            knee = (region(f"lowerleg01.{s}") > 0.3) & (region(f"upperleg02.{s}") > 0.3)
            self.lower(p, lambda z: p.aim("thigh", s, (sign * 0.10, -1, z)), knee, y - 0.004, -0.3, 0.3)
            foot = region(f"foot.{s}", *self._bones(("toe",), s)) > 0.5

            def shank(z):
                p.aim("shank", s, (sign * 0.05, -1, z))
                p.aim("foot", s, (sign * 0.02, -0.97, 0.24))

            self.lower(p, shank, foot, y + 0.001, -0.35, 0.25)
        p.fingers(14, 0.65)
        return p, {"table": y}

    def side(self, rest):
        """On the right side, hips and knees bent: +X (left) is up, the back faces -X, the head +Z."""
        region, p = self.body.region, Pose(self.body, rest)
        p.root = np.array([[0, 0, 1.0], [1, 0, 0], [0, 1, 0]])
        p.spine(RX(12))
        for bone, R in (("neck01", RX(6)), ("head", RX(6)), ("clavicle.R", RY(12)), ("shoulder01.R", RY(26))):
            p.turn(bone, R)
        p.turn("clavicle.L", RY(-8))
        p.turn("shoulder01.L", RY(-14))
        flank = (self.trunk > 0.9) & (region("clavicle", "shoulder", "upperarm") < 0.05)
        y = self.quick(p, flank)[:, 1].min() + 0.024
        # the lower arm lies in front on the table, the forearm up under the pillow
        elbow, hand = region("upperarm02.R", "lowerarm01.R") > 0.8, region("lowerarm02.R", "wrist.R") > 0.7
        self.lower(p, lambda z: p.aim("upperarm", "R", (z, -0.12, 1)), elbow, y - 0.004, -0.6, 0.6)
        self.lower(p, lambda z: p.aim("lowerarm", "R", (z, 0.95, 0.55)), hand, y + 0.004, -0.6, 0.6)
        p.palm("R", (0, 0.9, 0.45), (1, 0, 0))
        # the lower leg is a little bent on the table, the upper one forward with the knee on a bolster
        for s, thigh, shank, foot, over, limits in (
            ("R", (-0.86, 0.5), (-0.80, -0.6), 1.0, (-0.004, -0.002), (-0.5, 0.5, -0.6, 0.6)),
            ("L", (-0.42, 0.9), (-0.92, -0.38), 0.5, (0.11, 0.09), (-0.8, 0.3, -0.7, 0.5)),
        ):
            knee = (region(f"lowerleg01.{s}") > 0.3) & (region(f"upperleg02.{s}") > 0.3)
            self.lower(p, lambda z: p.aim("thigh", s, (z, *thigh)), knee, y + over[0], *limits[:2])

            def bend(z):
                p.aim("shank", s, (z, *shank))
                p.aim("foot", s, (z * foot, -0.62, 0.78))

            self.lower(p, bend, region(f"foot.{s}") > 0.5, y + over[1], *limits[2:])
        # the upper hand rests on the table in front of the chest
        down = y + 0.045 - p.joint("upperarm01.L", p.root)[1]
        target = p.joint("upperarm01.L") + [down, -0.13, 0.36 * rest[:NB, 1].max() / 1.65]
        p.reach("upperarm", "lowerarm", "L", target, (0.35, -0.85, 0.0))
        p.palm("L", (-0.25, 0.75, 0.6), (-1, 0, 0))
        p.fingers(12, 0.6)
        return p, {"table": y, "pillow_top": self.quick(p, self.face > 0.8)[:, 1].min() + 0.012}

    def seated(self, rest):
        """On a stool, leaning 10 degrees forward, hands on the thighs; facing +Z."""
        region, p = self.body.region, Pose(self.body, rest)
        p.spine(RX(10), share=(0.1, 0.2, 0.3, 0.25, 0.15))
        p.turn("neck01", RX(2))
        p.turn("head", RX(5))
        p.turn("clavicle.L", RZ(-3) @ RY(-3), both=True)
        p.turn("shoulder01.L", RZ(-7) @ RY(-5), both=True)
        for segment, direction in (
            ("thigh", (0.24, -0.06, 0.97)),
            ("shank", (0.02, -1, -0.03)),
            ("foot", (0.10, -0.42, 0.90)),
        ):
            p.aim_both(segment, direction)
        size = rest[:NB, 1].max() / 1.7
        for s, sign in (("L", 1), ("R", -1)):
            hip, knee = p.joint(f"upperleg01.{s}"), p.joint(f"lowerleg01.{s}")
            along, length = unit(knee - hip), np.linalg.norm(knee - hip)
            thigh = self.quick(p, region(f"upperleg02.{s}") > 0.6)
            near = thigh[np.abs((thigh - hip) @ along - 0.60 * length) < 0.03 * size]
            target = hip + along * length * 0.60
            target[1] = near[:, 1].max() + 0.022 * size
            target[0] += sign * 0.012
            p.reach("upperarm", "lowerarm", s, target, (sign * 0.45, -0.3, -0.8))
            p.palm(s, (-sign * 0.12, -0.16, 1), (0, -1, -0.16))
        p.fingers(13, 0.6)
        points = self.quick(p, np.ones(NB, bool))
        buttock = (self.trunk > 0.3) | (self.leg["L"] + self.leg["R"] > 0.3)
        under = (points[:, 2] < 0.14) & buttock & (points[:, 1] < p.joint("upperleg01.L")[1])
        floor = points[region("foot", "toe") > 0.5, 1].min()
        return p, {"seat": np.percentile(points[under, 1], 0.5) + 0.020, "floor": floor}

    def make(self, rest, posture):
        """All vertices in a posture ("prone", "side", "seated") and the heights of what carries the body."""
        pose, support = getattr(self, posture)(rest)
        R, t = self.body.transforms(rest, pose.rotations, pose.root)
        points = self.body.blend(rest, R, t)
        points[:NB] = self.mush.apply(rest, points, 1 - self.fine)
        if "table" in support:
            cradle = posture == "prone"
            mask = 1 - np.clip(self.face * 2, 0, 1) if cradle else np.ones(NB)
            self._press(points, support["table"], 0.008, mask)
        else:
            near = (points[:NB, 2] < 0.20) & (points[:NB, 1] < support["seat"] + 0.12)
            mask = near * (self.arm["L"] + self.arm["R"] < 0.1)
            mask = mask * np.clip(1 - self.body.region("lowerleg", "foot", "toe") * 3, 0, 1)
            self._press(points, support["seat"], 0.010, mask)
        return points, support

    def _press(self, points, height, softness, mask):
        """Lifts what lies below a plane onto it, softly, and drags the flesh around it along."""
        y = points[:NB, 1].copy()
        d = (y - height) / softness
        lift = (
            np.clip(height + softness * np.where(d > 30, d, np.log1p(np.exp(np.clip(d, -60, 30)))) - y, 0, None) * mask
        )
        for _ in range(4):
            lift = np.maximum(lift, 0.97 * (self.mush.S @ lift))
        points[:NB, 1] = np.where(mask > 0.5, np.maximum(y + lift, height + 0.0005), y + lift)
