"""A pose of the rig: rotations per bone, aiming of limb segments, two-bone inverse kinematics, hands."""

import numpy as np

MIRROR = np.diag([-1.0, 1, 1])

SEGMENTS = {  # bones that share a segment, and the bone whose head ends it
    "upperarm": (["upperarm01", "upperarm02"], "lowerarm01"),
    "lowerarm": (["lowerarm01", "lowerarm02"], "wrist"),
    "thigh": (["upperleg01", "upperleg02"], "lowerleg01"),
    "shank": (["lowerleg01", "lowerleg02"], "foot"),
    "foot": (["foot"], "toe3-1"),
}


def unit(v):
    v = np.asarray(v, float)
    return v / np.linalg.norm(v)


def turn_about(axis, degrees):
    """Rotation matrix."""
    x, y, z = unit(axis)
    t, K = np.radians(degrees), np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(t) * K + (1 - np.cos(t)) * K @ K


def RX(degrees):
    return turn_about((1, 0, 0), degrees)


def RY(degrees):
    return turn_about((0, 1, 0), degrees)


def RZ(degrees):
    return turn_about((0, 0, 1), degrees)


def align(a, b):
    """The shortest rotation of direction a onto b."""
    a, b = unit(a), unit(b)
    c, s, d = np.cross(a, b), np.linalg.norm(np.cross(a, b)), a @ b
    if s < 1e-9:
        return np.eye(3) if d > 0 else turn_about(np.cross(a, [0.3, 0.5, 0.7]), 180)
    return turn_about(c, np.degrees(np.arctan2(s, d)))


def axis_and_angle(R):
    angle = np.degrees(np.arccos(np.clip((np.trace(R) - 1) / 2, -1, 1)))
    if angle < 1e-6:
        return np.array([1.0, 0, 0]), 0.0
    return np.array([R[2, 1] - R[1, 2], R[0, 2] - R[2, 0], R[1, 0] - R[0, 1]]), angle


def frame(direction, normal):
    d, n = unit(direction), np.asarray(normal, float)
    n = unit(n - d * (d @ n))
    return np.stack([d, n, np.cross(d, n)], 1)


def twist(R, axis):
    """Degrees by which a rotation turns about an axis."""
    q = np.array([1 + np.trace(R), R[2, 1] - R[1, 2], R[0, 2] - R[2, 0], R[1, 0] - R[0, 1]])
    return (np.degrees(2 * np.arctan2(q[1:] @ unit(axis), q[0])) + 180) % 360 - 180


class Pose:
    """Directions and points are given in the body's own frame, before `root` turns the whole body."""

    def __init__(self, body, rest):
        self.body, self.rest, self.head = body, rest, body.joints(rest)
        self.rotations, self.root = {}, np.eye(3)

    def at(self, name):
        """Rest position of a bone's head."""
        return self.head[self.body.bi[name]]

    def parent_turn(self, bone):
        """Rotation of a bone's parent in the body's frame."""
        chain, i = [], self.body.parent[self.body.bi[bone]]
        while i >= 0:
            chain.append(i)
            i = self.body.parent[i]
        R = np.eye(3)
        for j in reversed(chain):
            R = R @ self.rotations.get(self.body.bones[j], np.eye(3))
        return R

    def joint(self, name, root=None):
        """Posed position of a bone's head; with `root` in the world."""
        R, t = self.body.transforms(self.rest, self.rotations, np.eye(3) if root is None else root)
        p = self.body.parent[self.body.bi[name]]
        return R[p] @ self.at(name) + t[p]

    def turn(self, bone, R, both=False):
        self.rotations[bone] = R @ self.rotations.get(bone, np.eye(3))
        if both:
            other = bone[:-2] + ".R"
            self.rotations[other] = MIRROR @ R @ MIRROR @ self.rotations.get(other, np.eye(3))

    def spine(self, R, share=(0.2, 0.2, 0.2, 0.2, 0.2)):
        """Spread a rotation over the five bones of the spine, from the pelvis upwards."""
        axis, angle = axis_and_angle(R)
        for k, part in enumerate(share):
            self.turn(f"spine0{5 - k}", turn_about(axis, angle * part))

    def aim(self, segment, side, direction):
        (first, *rest), end = SEGMENTS[segment]
        along = self.at(f"{end}.{side}") - self.at(f"{first}.{side}")
        self.rotations[f"{first}.{side}"] = align(along, self.parent_turn(f"{first}.{side}").T @ unit(direction))
        for bone in rest:
            self.rotations[f"{bone}.{side}"] = np.eye(3)

    def aim_both(self, segment, direction):
        self.aim(segment, "L", direction)
        self.aim(segment, "R", MIRROR @ np.asarray(direction, float))

    def reach(self, upper, lower, side, target, pole):
        """Two-bone inverse kinematics: the end of `lower` at the target, the middle joint towards `pole`."""
        first, second, end = SEGMENTS[upper][0][0], SEGMENTS[lower][0][0], SEGMENTS[lower][1]
        start = self.joint(f"{first}.{side}")
        a = np.linalg.norm(self.at(f"{second}.{side}") - self.at(f"{first}.{side}"))
        b = np.linalg.norm(self.at(f"{end}.{side}") - self.at(f"{second}.{side}"))
        way = np.asarray(target, float) - start
        length, u = np.clip(np.linalg.norm(way), abs(a - b) + 1e-3, (a + b) * 0.995), unit(way)
        x = (a * a - b * b + length * length) / (2 * length)
        pole = np.asarray(pole, float)
        middle = start + u * x + unit(pole - u * (pole @ u)) * np.sqrt(max(a * a - x * x, 0))
        self.aim(upper, side, middle - start)
        self.aim(lower, side, start + u * length - middle)

    def palm(self, side, direction, normal):
        """The hand along a direction with the palm facing `normal`; half of the twist goes to the forearm."""
        wrist, index, middle, little = (
            self.at(f"{n}.{side}") for n in ("wrist", "finger2-1", "finger3-1", "finger5-1")
        )
        out = np.cross(index - wrist, little - wrist) * (-1 if side == "L" else 1)
        want = frame(direction, normal) @ frame(middle - wrist, out).T
        axis = unit(wrist - self.at(f"lowerarm01.{side}"))
        angle = twist(self.parent_turn(f"wrist.{side}").T @ want, axis)
        for bone, share in (("lowerarm01", 0.15), ("lowerarm02", 0.35)):
            name = f"{bone}.{side}"
            self.rotations[name] = self.rotations.get(name, np.eye(3)) @ turn_about(axis, angle * share)
        self.rotations[f"wrist.{side}"] = self.parent_turn(f"wrist.{side}").T @ want

    def fingers(self, curl, close):
        """Fingers bent by `curl` degrees a joint and drawn together by the share `close`; the thumb laid on halfway."""
        for side, sign in (("L", 1), ("R", -1)):

            def bone(finger, joint):
                return self.at(f"finger{finger}-{joint}.{side}")

            wrist = self.at(f"wrist.{side}")
            out = unit(np.cross(bone(2, 1) - wrist, bone(5, 1) - wrist)) * -sign
            middle = unit(bone(3, 2) - bone(3, 1))
            for f in range(2, 6):
                along = bone(f, 2) - bone(f, 1)
                flat, goal = (unit(x - out * (x @ out)) for x in (along, middle))
                axis, angle = axis_and_angle(align(flat, goal))
                together = turn_about(axis, angle * close) if angle > 1e-3 else np.eye(3)
                bend = np.cross(unit(along), out)
                self.rotations[f"finger{f}-1.{side}"] = together @ turn_about(bend, curl * 0.7)
                for k in (2, 3):
                    self.rotations[f"finger{f}-{k}.{side}"] = turn_about(bend, curl)
            axis, angle = axis_and_angle(align(unit(bone(1, 3) - bone(1, 1)), middle))
            self.rotations[f"finger1-1.{side}"] = turn_about(axis, angle * 0.5)
