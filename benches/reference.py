#!/usr/bin/env python3
"""Converged solutions of the drag, independent of the program's solver.

    python3 -m venv venv && venv/bin/pip install numpy scipy
    venv/bin/python benches/reference.py --n 32 --angle-deg 30 --coupling 1,2,1 --out reference.f32
    cargo run --release --no-default-features --example drag -- --n 32 --angle-deg 30 --coupling 1,2,1 --compare reference.f32

Three square sheets of axial springs on a side of 0.2 m, rims held, coupled vertex to vertex by Kelvin-Voigt springs, the
lowest one to a ground that does not move. Two-stage singly diagonally implicit Runge-Kutta steps, second order and
L-stable, each stage solved by a Newton iteration in double precision with a factorised tangent that is renewed when it
converges slowly. Options are those of examples/drag.rs; --adhesion reads the field that `drag --adhesion FILE` writes.
Writes one f32 displacement per frame, layer, row, column and axis, in metres.
"""

import argparse

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.linalg import splu

SIDE = 0.2
RATE = 60
STRETCH = 1.2
RELAXATION = 0.2
MEMBRANE = np.array([0.42e6 * 2.0e-3, 2.65e6 * 0.56e-3, 20.0e6 * 1.0e-3])
SHEAR = np.array([1.5e3 / 2.0e-3, 1.0e3 / 6.0e-3, 1.0e3 / 0.5e-3])
MASS = np.array([3.1, 4.2, 4.0])
GAMMA = 1.0 - np.sqrt(0.5)


def three(text):
    values = [float(part) for part in text.split(",")]
    if len(values) != 3:
        raise argparse.ArgumentTypeError("three numbers, as 1,1,1")
    return np.array(values)


class Lattice:
    """Unknowns are numbered layer, row, column, axis; `springs` lists ends, constant and natural length."""

    def __init__(self, n, stiffness, coupling, adhesion):
        self.n, self.h = n, SIDE / (n - 1)
        number = np.arange(n * n).reshape(n, n)
        rim = np.ones((n, n), bool)
        rim[1:-1, 1:-1] = False
        self.rim = np.tile(rim.ravel(), 3)
        y, x = np.mgrid[0:n, 0:n] * self.h
        self.rest = np.tile(np.stack([x.ravel(), y.ravel()], axis=1), (3, 1))
        pairs = [
            (number[:, :-1], number[:, 1:], 0.75),
            (number[:-1], number[1:], 0.75),
            (number[:-1, :-1], number[1:, 1:], 0.375),
            (number[:-1, 1:], number[1:, :-1], 0.375),
        ]
        first = np.concatenate([a.ravel() for a, _, _ in pairs])
        second = np.concatenate([b.ravel() for _, b, _ in pairs])
        share = np.concatenate([np.full(a.size, k) for a, _, k in pairs])
        loose = ~(rim.ravel()[first] & rim.ravel()[second])
        first, second, share = first[loose], second[loose], share[loose]
        lift = np.arange(3)[:, None] * n * n
        self.first, self.second = (first + lift).ravel(), (second + lift).ravel()
        self.constant = ((MEMBRANE * stiffness)[:, None] * share).ravel()
        apart = self.rest[self.second] - self.rest[self.first]
        self.natural = np.hypot(*apart.T) / STRETCH
        # couplings as a sparse matrix over vertices
        area = np.where(rim, 0.0, self.h**2).ravel()
        blocks = [[None] * 3 for _ in range(3)]
        k = [sparse.diags(SHEAR[layer] * coupling[layer] * area * adhesion) for layer in range(3)]
        blocks[0][0], blocks[0][1] = k[0], -k[0]
        blocks[1][0], blocks[1][1], blocks[1][2] = -k[0], k[0] + k[1], -k[1]
        blocks[2][1], blocks[2][2] = -k[1], k[1] + k[2]
        self.coupling = sparse.kron(sparse.bmat(blocks), sparse.identity(2)).tocsr()
        self.mass = np.repeat(np.outer(MASS, area).ravel(), 2)
        ends = [(self.first, self.first), (self.first, self.second), (self.second, self.first), (self.second, self.second)]
        self.rows = np.concatenate([2 * a + i for a, _ in ends for i in (0, 1) for _ in (0, 1)])
        self.columns = np.concatenate([2 * b + j for _, b in ends for _ in (0, 1) for j in (0, 1)])

    def pull(self, u):
        """Force of the springs on the vertices, and what is needed for its derivative."""
        apart = (self.rest + u.reshape(-1, 2))
        apart = apart[self.second] - apart[self.first]
        length = np.hypot(*apart.T)
        along = apart / length[:, None]
        tension = self.constant * (length - self.natural)
        force = np.zeros((self.rest.shape[0], 2))
        for axis in (0, 1):
            part = tension * along[:, axis]
            force[:, axis] += np.bincount(self.first, part, len(force)) - np.bincount(self.second, part, len(force))
        return force.ravel(), (along, tension / length)

    def tangent(self, known):
        along, turned = known
        dyad = along[:, :, None] * along[:, None, :]
        block = self.constant[:, None, None] * dyad + turned[:, None, None] * (np.eye(2) - dyad)
        values = np.concatenate([sign * block[:, i, j] for sign in (1, -1, -1, 1) for i in (0, 1) for j in (0, 1)])
        size = 2 * len(self.rest)
        return sparse.coo_matrix((values, (self.rows, self.columns)), shape=(size, size)).tocsr()


class Solver:
    def __init__(self, lattice):
        self.lattice, self.key, self.factor = lattice, None, None

    def stage(self, base_u, base_v, g, fixed, value):
        """Finds u with v = (u - base_u) / g and mass (v - base_v) / g = forces."""
        lattice = self.lattice
        free = np.flatnonzero(~fixed)
        u = base_u + g * base_v
        u[fixed] = value[fixed]
        before = None
        for _ in range(80):
            v = (u - base_u) / g
            force, known = lattice.pull(u)
            left = lattice.mass * (v - base_v) / g - force + lattice.coupling @ (u + RELAXATION * v)
            slow = before is not None and before[1] > 0.3
            if self.key != (len(free), g) or slow:
                whole = lattice.tangent(known) + (1 + RELAXATION / g) * lattice.coupling + sparse.diags(lattice.mass / g**2)
                self.factor = splu(whole[free][:, free].tocsc(), permc_spec="MMD_AT_PLUS_A", options={"SymmetricMode": True})
                self.key, before = (len(free), g), None
            step = self.factor.solve(-left[free])
            u[free] += step
            size = np.abs(step).max()
            if size < 1e-10:
                return u, (u - base_u) / g
            before = (size, size / before[0] if before else 0.0)
        raise RuntimeError("Newton's iteration does not converge; take more --steps")


def drag(options, lattice):
    n = options.n
    middle = SIDE / 2
    flat = lattice.rest[: n * n] - middle
    disc = np.flatnonzero((flat**2).sum(axis=1) <= (options.radius_mm / 1000) ** 2 + 1e-12)
    disc = disc[~lattice.rim[disc]]
    rim = np.repeat(lattice.rim, 2)
    held = rim.copy()
    held[2 * disc] = held[2 * disc + 1] = True
    angle = np.deg2rad(options.angle_deg)

    def target(time):
        s = np.clip(time / options.seconds, 0.0, 1.0)
        way = options.amplitude_mm / 1000 * s * s * (3 - 2 * s)
        value = np.zeros(len(rim))
        value[2 * disc], value[2 * disc + 1] = way * np.cos(angle), way * np.sin(angle)
        return value

    solver = Solver(lattice)
    u, v = np.zeros(len(rim)), np.zeros(len(rim))
    frames = []
    step = 1 / (RATE * options.steps)
    for frame in range(int(round((options.seconds + 1) * RATE))):
        for part in range(options.steps):
            time = frame / RATE + part * step
            pulling = time + 1e-9 < options.seconds
            fixed = held if pulling else rim
            at = target if pulling else lambda _: np.zeros(len(rim))
            g = GAMMA * step
            u1, v1 = solver.stage(u, v, g, fixed, at(time + g))
            ahead = (1 - GAMMA) / GAMMA
            u, v = solver.stage(u + ahead * (u1 - u), v + ahead * (v1 - v), g, fixed, at(time + step))
        frames.append(u.astype("<f4"))
    return np.concatenate(frames)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=32)
    parser.add_argument("--amplitude-mm", type=float, default=10.0)
    parser.add_argument("--angle-deg", type=float, default=0.0)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--stiffness", type=three, default=np.ones(3))
    parser.add_argument("--coupling", type=three, default=np.ones(3))
    parser.add_argument("--radius-mm", type=float, default=15.0)
    parser.add_argument("--adhesion", help="f32 factors on all couplings, one a vertex")
    parser.add_argument("--steps", type=int, default=4, help="steps a frame")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    adhesion = np.fromfile(options.adhesion, "<f4").astype(float) if options.adhesion else 1.0
    lattice = Lattice(options.n, options.stiffness, options.coupling, adhesion)
    drag(options, lattice).tofile(options.out)


if __name__ == "__main__":
    main()
