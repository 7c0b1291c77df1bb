"""Pictures of what lies in ../bodies.bin: every body in every posture, with garments and hair.

The back is drawn with the coarse mesh, without relief; the program subdivides it when it loads."""

import argparse
import json
import struct

import numpy as np
from embreex import rtcore_scene as rtcs
from embreex.mesh_construction import TriangleMesh
from PIL import Image

SKIN, CLOTH = (0.80, 0.60, 0.50), (0.30, 0.38, 0.48)
VIEWS = {  # eye relative to the middle of the back, up, field of view in degrees
    "seated": [((0, 0.2, -3.2), (0, 1, 0), 27), ((1.6, 0.4, 2.8), (0, 1, 0), 30)],
    "side-lying": [((-3.2, 0.9, 0), (0, 1, 0), 32), ((2.6, 1.6, 0.3), (0, 1, 0), 34)],
    "prone": [((0, 3.2, -0.4), (0, 0, 1), 32), ((1.6, 1.9, -1.8), (0, 1, 0), 34)],
}


class File:
    def __init__(self, path):
        with open(path, "rb") as f:
            data = f.read()
        (length,) = struct.unpack_from("<I", data, 8)
        self.index = json.loads(data[12 : 12 + length])
        self.arrays = data[(12 + length + 3) // 4 * 4 :]

    def array(self, place, dtype, width):
        return np.frombuffer(self.arrays, dtype, place["count"], place["at"]).reshape(-1, width).astype(int)

    def points(self, place):
        low, high = np.array(place["low"]), np.array(place["high"])
        return low + self.array(place["values"], "<u2", 3) / 65535 * (high - low)


def parts(file, body, posture, drape):
    """(points, triangles, colour) of everything to draw."""
    shape = file.index["topology"]
    quads = file.array(shape["corner_vertex"], "<u2", 1)[file.array(shape["quads"], "<u2", 4)][:, :, 0]
    cover = file.array(body["cover"]["lowered"], "i1", 1)[:, 0]
    quads = quads[(cover[quads] < 10).any(1)]
    yield file.points(posture["skin"]), np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]), SKIN
    for name in [n for n in body["garments"] if n in ("band", f"shorts-{drape}")]:
        yield file.points(posture["garments"][name]), file.array(body["garments"][name], "<u2", 3), CLOTH
    yield file.points(posture["hair"]), file.array(body["hair"], "<u2", 3), body["hair_colour"]


def picture(parts, eye, at, up, field, size):
    points, tris, normals, colours, offset = [], [], [], [], 0
    for p, t, colour in parts:
        flat, n = np.cross(p[t[:, 1]] - p[t[:, 0]], p[t[:, 2]] - p[t[:, 0]]), np.zeros_like(p)
        for k in range(3):
            np.add.at(n, t[:, k], flat)
        points.append(p), tris.append(t + offset), normals.append(n), colours.append(np.tile(colour, (len(p), 1)))
        offset += len(p)
    points, tris, normals, colours = (np.concatenate(x) for x in (points, tris, normals, colours))
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    forward = (at - eye) / np.linalg.norm(at - eye)
    right = np.cross(forward, up) / np.linalg.norm(np.cross(forward, up))
    upward = np.cross(right, forward)
    span = (np.arange(size) + 0.5) / size * 2 - 1
    x, y = np.meshgrid(span, -span)
    rays = forward + (x[..., None] * right + y[..., None] * upward) * np.tan(np.radians(field) / 2)
    rays = rays.reshape(-1, 3).astype(np.float32)
    scene = rtcs.EmbreeScene()
    TriangleMesh(scene, points[tris].astype(np.float32))
    hit = scene.run(np.broadcast_to(eye, rays.shape).astype(np.float32), rays, output=1)
    seen = hit["primID"] >= 0
    corner, u, v = tris[hit["primID"][seen]], hit["u"][seen, None], hit["v"][seen, None]
    normal, colour = (
        a[corner[:, 0]] * (1 - u - v) + a[corner[:, 1]] * u + a[corner[:, 2]] * v for a in (normals, colours)
    )
    light = 0.7 * right + 0.7 * upward - 0.4 * forward
    shade = 0.25 + 0.6 * np.clip(normal @ light, 0, 1) + 0.25 * np.clip(-normal @ forward, 0, 1)
    image = np.full((size * size, 3), 0.93)
    image[seen] = np.clip(colour * shade[:, None], 0, 1)
    return Image.fromarray((image.reshape(size, size, 3) * 255).astype(np.uint8))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", default="../bodies.bin")
    parser.add_argument("--out", default="preview.png")
    parser.add_argument("--drape", choices=("covered", "lowered"), default="covered")
    parser.add_argument("--size", type=int, default=360)
    given = parser.parse_args()
    file, rows = File(given.file), []
    for body in file.index["bodies"]:
        row = []
        for posture in body["postures"]:
            for eye, up, field in VIEWS[posture["posture"]]:
                drawn = list(parts(file, body, posture, given.drape))
                middle = drawn[0][0][:6000].mean(0)
                row.append(picture(drawn, middle + eye, middle, up, field, given.size))
        rows.append(row)
    sheet = Image.new("RGB", (given.size * len(rows[0]), given.size * len(rows)))
    for j, row in enumerate(rows):
        for i, image in enumerate(row):
            sheet.paste(image, (i * given.size, j * given.size))
    sheet.save(given.out)


if __name__ == "__main__":
    main()
