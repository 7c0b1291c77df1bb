"""Writer of `bodies.bin`: the 8 bytes "CTMBODY1", the length of the index (u32, little endian), the index (JSON),
padding to 4 bytes, then all arrays one after the other, each aligned to 4 bytes.  In the index an array is
{"at": offset from the first array, "count": number of values}; its type is fixed by its place (see README.md)."""

import json
import struct

import numpy as np


class Pack:
    def __init__(self):
        self.blob = bytearray()

    def array(self, values, dtype):
        values = np.ascontiguousarray(values, dtype)
        while len(self.blob) % 4:
            self.blob.append(0)
        at = len(self.blob)
        self.blob += values.tobytes()
        return {"at": at, "count": int(values.size)}

    def points(self, points):
        """Positions quantised to 16 bits in their own box."""
        low, high = points.min(0), points.max(0)
        steps = np.round((points - low) / np.maximum(high - low, 1e-9) * 65535)
        return {"low": metres(low), "high": metres(high), "values": self.array(steps, "<u2")}

    def write(self, path, index):
        text = json.dumps(index, separators=(",", ":"), ensure_ascii=False).encode()
        with open(path, "wb") as f:
            head = b"CTMBODY1" + struct.pack("<I", len(text)) + text
            f.write(head + b"\0" * (-len(head) % 4))
            f.write(self.blob)


def metres(values):
    return [round(float(v), 6) for v in values]
