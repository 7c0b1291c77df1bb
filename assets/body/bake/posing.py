"""Poses (aim + two-bone IK), delta-mush skinning, soft contact with table/stool.  Rotations are in rest axes."""
import numpy as np, scipy.sparse as sp
from base_mesh import *

def unit(v): v = np.asarray(v, float); return v / np.linalg.norm(v)

def align(a, b):
    a, b = unit(a), unit(b); c = np.cross(a, b); s = np.linalg.norm(c); d = a @ b
    if s < 1e-9: return np.eye(3) if d > 0 else axis_angle(np.cross(a, [0.3, .5, .7]), 180)
    return axis_angle(c, np.degrees(np.arctan2(s, d)))

def to_axis(R):
    c = np.clip((np.trace(R) - 1) / 2, -1, 1); ang = np.degrees(np.arccos(c))
    if ang < 1e-6: return np.array([1., 0, 0]), 0.0
    return np.array([R[2, 1] - R[1, 2], R[0, 2] - R[2, 0], R[1, 0] - R[0, 1]]), ang

def frame(d, n):
    d = unit(d); n = unit(np.asarray(n, float) - d * (d @ np.asarray(n, float))); return np.stack([d, n, np.cross(d, n)], 1)

def twist_about(R, a):
    """angle (deg) of R's twist about unit axis a."""
    a = unit(a); q = np.array([1 + np.trace(R), R[2, 1] - R[1, 2], R[0, 2] - R[2, 0], R[1, 0] - R[0, 1]])
    ang = np.degrees(2 * np.arctan2(q[1:] @ a, q[0])); return (ang + 180) % 360 - 180

SX = np.diag([-1., 1, 1])
def other(b): return b[:-2] + ('.R' if b.endswith('.L') else '.L')

SEG = {  # segment: (bones sharing it, bone whose head ends it)
    'upperarm': (['upperarm01', 'upperarm02'], 'lowerarm01'),
    'lowerarm': (['lowerarm01', 'lowerarm02'], 'wrist'),
    'hand':     (['wrist'], 'finger3-1'),
    'thigh':    (['upperleg01', 'upperleg02'], 'lowerleg01'),
    'shank':    (['lowerleg01', 'lowerleg02'], 'foot'),
    'foot':     (['foot'], 'toe3-1'),
}

class Pose:
    """rot[bone] = 3x3 in rest axes relative to the parent; directions and points are in the body's frame
    (before the root rotation)."""
    def __init__(self, body, V):
        self.b, self.V = body, V; self.H, self.T = body.joints(V); self.rot = {}; self.root = np.eye(3)
    def bi(self, n): return self.b.bi[n]
    def G(self, i):
        ch = []
        while i >= 0: ch.append(i); i = self.b.parent[i]
        R = np.eye(3)
        for j in reversed(ch): R = R @ self.rot.get(self.b.bones[j], np.eye(3))
        return R
    def joint(self, n):
        """posed position of bone n's head, body frame"""
        R, t = self.b.fk(self.V, self.rot); i = self.bi(n); p = self.b.parent[i]
        return R[p] @ self.H[i] + t[p]
    def turn(self, bone, R, mirror=False):
        self.rot[bone] = R @ self.rot.get(bone, np.eye(3))
        if mirror:
            o = other(bone); self.rot[o] = (SX @ R @ SX) @ self.rot.get(o, np.eye(3))
    def spine(self, R_total, bones=('spine05', 'spine04', 'spine03', 'spine02', 'spine01'), share=None):
        share = share or [1 / len(bones)] * len(bones); ax, ang = to_axis(R_total)
        for b, s in zip(bones, share): self.turn(b, axis_angle(ax, ang * s))
    def aim(self, seg, side, d, twist=0.0):
        bones, end = SEG[seg]; b0 = f'{bones[0]}.{side}'; i = self.bi(b0)
        a = self.H[self.bi(f'{end}.{side}')] - self.H[i]
        R = align(a, self.G(self.b.parent[i]).T @ unit(d)); sg = 1 if side == 'L' else -1; n = len(bones)
        self.rot[b0] = R @ axis_angle(a, sg * twist / n)
        for b in bones[1:]: self.rot[f'{b}.{side}'] = axis_angle(a, sg * twist / n)
    def aim2(self, seg, d, twist=0.0):
        self.aim(seg, 'L', d, twist); self.aim(seg, 'R', (-d[0], d[1], d[2]), twist)
    def ik(self, seg1, seg2, side, target, pole):
        """two-bone IK: end of seg2 at target, the middle joint towards `pole`"""
        n1, n2 = SEG[seg1][0][0], SEG[seg2][0][0]; e = SEG[seg2][1]
        S = self.joint(f'{n1}.{side}')
        la = np.linalg.norm(self.H[self.bi(f'{n2}.{side}')] - self.H[self.bi(f'{n1}.{side}')])
        lb = np.linalg.norm(self.H[self.bi(f'{e}.{side}')] - self.H[self.bi(f'{n2}.{side}')])
        D = np.asarray(target, float) - S; L = np.clip(np.linalg.norm(D), abs(la - lb) + 1e-3, (la + lb) * .995); u = unit(D)
        x = (la * la - lb * lb + L * L) / (2 * L); h = np.sqrt(max(la * la - x * x, 0))
        p = np.asarray(pole, float); p = unit(p - u * (p @ u))
        E = S + u * x + p * h; W = S + u * L
        self.aim(seg1, side, E - S); self.aim(seg2, side, W - E)
    def palm(self, side, d, n, follow=.5):
        """hand along d with the palm facing n; the twist is shared with the forearm"""
        h = f'wrist.{side}'; i = self.bi(h)
        P = {k: self.H[self.bi(f'{k}.{side}')] for k in ('wrist', 'finger2-1', 'finger3-1', 'finger5-1')}
        dr = P['finger3-1'] - P['wrist']; nr = np.cross(P['finger2-1'] - P['wrist'], P['finger5-1'] - P['wrist'])
        if side == 'L': nr = -nr                   # points out of the palm (checked in a picture)
        want = frame(d, n) @ frame(dr, nr).T
        Rl = self.G(self.b.parent[i]).T @ want
        ax = unit(self.H[i] - self.H[self.bi(f'lowerarm01.{side}')]); tw = twist_about(Rl, ax)
        for b, s in ((f'lowerarm01.{side}', follow * .3), (f'lowerarm02.{side}', follow * .7)):
            self.rot[b] = self.rot.get(b, np.eye(3)) @ axis_angle(ax, tw * s)
        self.rot[h] = self.G(self.b.parent[i]).T @ want
    def fingers(self, curl=12, close=.6, thumb=.5):
        for s in 'LR':
            sg = 1 if s == 'L' else -1
            k2, k5, w = (self.H[self.bi(f'{n}.{s}')] for n in ('finger2-1', 'finger5-1', 'wrist'))
            nr = unit(np.cross(k2 - w, k5 - w)) * -sg      # out of the palm
            mid = unit(self.H[self.bi(f'finger3-2.{s}')] - self.H[self.bi(f'finger3-1.{s}')])
            for f in range(2, 6):
                dr = self.H[self.bi(f'finger{f}-2.{s}')] - self.H[self.bi(f'finger{f}-1.{s}')]
                a, b_ = (unit(x - nr * (x @ nr)) for x in (dr, mid))
                ax, ang = to_axis(align(a, b_))
                R0 = axis_angle(ax, ang * close) if ang > 1e-3 else np.eye(3)
                ca = np.cross(unit(dr), nr)                       # turns the finger towards the palm normal
                for k in range(1, 4):
                    R = axis_angle(ca, curl * (.7 if k == 1 else 1))
                    self.rot[f'finger{f}-{k}.{s}'] = (R0 @ R) if k == 1 else R
            dr = unit(self.H[self.bi(f'finger1-3.{s}')] - self.H[self.bi(f'finger1-1.{s}')])
            ax, ang = to_axis(align(dr, unit(mid))); self.rot[f'finger1-1.{s}'] = axis_angle(ax, ang * thumb)

# ------------------------------------------------------------------ delta mush
class Mush:
    def __init__(self, body, it=12, lam=.6, n=NB):
        q = body.quads; self.n = n; self.it = it
        e = np.concatenate([q[:, [0, 1]], q[:, [1, 2]], q[:, [2, 3]], q[:, [3, 0]]])
        A = sp.coo_matrix((np.ones(len(e) * 2), (np.r_[e[:, 0], e[:, 1]], np.r_[e[:, 1], e[:, 0]])), (n, n)).tocsr()
        A.data[:] = 1; d = np.asarray(A.sum(1)).ravel(); d[d == 0] = 1
        self.A = A; self.S = (sp.identity(n) * (1 - lam) + sp.diags(lam / d) @ A).tocsr()
        self.nb = np.array([A.indices[A.indptr[i]] if A.indptr[i] < A.indptr[i + 1] else i for i in range(n)])
        self.body = body
    def smooth(self, V, it=None):
        X = V[:self.n]
        for _ in range(it or self.it): X = self.S @ X
        return X
    def frames(self, X):
        N = self.body.normals(X); t = X[self.nb] - X; t = t - (t * N).sum(1, keepdims=True) * N
        t /= np.maximum(np.linalg.norm(t, axis=1, keepdims=True), 1e-12)
        return np.stack([t, N, np.cross(t, N)], 2)
    def apply(self, Vrest, Vposed, mask):
        s0 = self.smooth(Vrest); F0 = self.frames(s0); d = np.einsum('nji,nj->ni', F0, Vrest[:self.n] - s0)
        s1 = self.smooth(Vposed); F1 = self.frames(s1); out = s1 + np.einsum('nij,nj->ni', F1, d)
        return Vposed[:self.n] * (1 - mask[:, None]) + out * mask[:, None]

def region(body, *pre):
    idx = [i for i, n in enumerate(body.bones) if any(n.startswith(p) for p in pre)]
    return body.W[:NB, idx].sum(1)

class Poser:
    """Poses one shaped body; returns vertices (all 19158; the body part delta-mushed) and a dict of supports."""
    def __init__(self, body):
        self.b = body; self.mush = Mush(body)
        self.fine = np.clip(region(body, 'finger', 'metac', 'wrist', 'toe', 'eye', 'special', 'levator', 'oculi', 'oris', 'tempor',
                                   'risor', 'orbic', 'tongue', 'jaw') * 1.5, 0, 1)
        self.face = region(body, 'head', 'jaw', 'eye', 'special', 'levator', 'oculi', 'oris', 'tempor', 'risor', 'orbic', 'tongue')
        self.breast = region(body, 'breast')
        self.arm = {s: np.clip(sum(region(body, f'{n}.{s}') for n in ('upperarm02', 'lowerarm01', 'lowerarm02', 'wrist')) +
                               sum(region(body, f'finger{k}-{j}.{s}') for k in range(1, 6) for j in range(1, 4)) +
                               sum(region(body, f'metacarpal{k}.{s}') for k in range(1, 5)), 0, 1) for s in 'LR'}
        self.leg = {s: np.clip(sum(region(body, f'{n}.{s}') for n in ('upperleg02', 'lowerleg01', 'lowerleg02', 'foot')) +
                               sum(region(body, f'toe{k}-{j}.{s}') for k in range(1, 6) for j in range(1, 4)), 0, 1) for s in 'LR'}
        a = self.arm['L'] + self.arm['R']; l = self.leg['L'] + self.leg['R']
        self.trunk = np.clip(1 - a - l - self.face, 0, 1)

    def skin(self, p):
        R, t = self.b.fk(p.V, p.rot, (p.root, np.zeros(3)))
        X, _ = self.b.lbs(p.V, R, t); X[:NB] = self.mush.apply(p.V, X, 1 - self.fine); return X
    def quick(self, p, sel):
        R, t = self.b.fk(p.V, p.rot, (p.root, np.zeros(3)))
        W = self.b.W[:NB][sel]; M = np.concatenate([R, t[:, :, None]], 2).reshape(len(R), 12); A = (W @ M).reshape(-1, 3, 4)
        return np.einsum('nij,nj->ni', A[:, :, :3], p.V[:NB][sel]) + A[:, :, 3]
    def drop(self, p, setter, sel, y, lo, hi, up=1):
        """bisect setter(x) so that the lowest point (world y) of the selected vertices is at y"""
        f = lambda x: (setter(x), self.quick(p, sel)[:, 1].min() - y)[1]
        a, b = lo, hi; fa = f(a); fb = f(b)
        if fa * fb > 0:
            x = a if abs(fa) < abs(fb) else b; setter(x); return x
        for _ in range(14):
            m = .5 * (a + b); fm = f(m)
            if fa * fm <= 0: b, fb = m, fm
            else: a, fa = m, fm
        setter(.5 * (a + b)); return .5 * (a + b)

    # -------------------------------------------------------------- the poses
    def stand(self, V):
        p = Pose(self.b, V); return p, {}
    def prone(self, V, arms='sides', sink=.016):
        p = Pose(self.b, V); p.root = RX(90)
        p.turn('spine04', RX(3)); p.turn('spine01', RX(-3)); p.turn('neck01', RX(8)); p.turn('head', RX(2))
        if arms == 'sides':
            p.turn('clavicle.L', RZ(-3) @ RY(-6), True); p.turn('shoulder01.L', RZ(-6) @ RY(-8), True)
        else:
            p.turn('clavicle.L', RZ(10) @ RY(-4), True); p.turn('shoulder01.L', RZ(16) @ RY(-6), True)
        solid = (self.trunk > .6) & (self.breast < .05)
        y = self.quick(p, solid)[:, 1].min() + sink
        if arms != 'sides':                          # the forehead rests on the hands: face 5 cm above the table
            p.turn('spine01', RX(-4)); p.rot.pop('neck01')
            def neck(a): p.rot['neck01'] = RX(a * .5); p.rot['neck02'] = RX(a * .3); p.rot['head'] = RX(a * .2 + 4)
            self.drop(p, neck, self.face > .5, y + .020, -30, 25)
        for s, sg in (('L', 1), ('R', -1)):
            if arms == 'sides':
                aw = self.arm[s] > .5
                fore = region(self.b, f'lowerarm01.{s}', f'lowerarm02.{s}', f'wrist.{s}') > .5
                el = (region(self.b, f'upperarm02.{s}', f'lowerarm01.{s}') > .8)
                self.drop(p, lambda z: p.aim('upperarm', s, (sg * .30, -.95, z)), el, y - .004, -.3, .6)
                self.drop(p, lambda z: p.aim('lowerarm', s, (sg * .12, -1, z)), region(self.b, f'lowerarm02.{s}', f'wrist.{s}') > .7, y + .006, -.5, .5)
                p.palm(s, (-sg * .02, -1, .0), (-sg * .75, 0, -.65))
            else:
                # forehead on the hands: elbows wide on the table, hands crossing under the brow
                el = (region(self.b, f'upperarm02.{s}', f'lowerarm01.{s}') > .8)
                self.drop(p, lambda z: p.aim('upperarm', s, (sg * .80, .55, z)), el, y - .004, -.3, .7)
                E = p.joint(f'lowerarm01.{s}')
                head = p.joint('head')
                tgt = np.array([sg * .10, head[1] + .115, E[2]])
                self.drop(p, lambda z: p.aim('lowerarm', s, (tgt[0] - E[0], tgt[1] - E[1], z)), region(self.b, f'lowerarm02.{s}', f'wrist.{s}') > .7, y + .004, -.3, .3)
                p.palm(s, (-sg * .95, .10, 0), (0, 0, 1))
            leg = self.leg[s] > .5
            kn = (region(self.b, f'lowerleg01.{s}') > .3) & (region(self.b, f'upperleg02.{s}') > .3)
            self.drop(p, lambda z: p.aim('thigh', s, (sg * .10, -1, z)), kn, y - .004, -.3, .3)
            p.aim('shank', s, (sg * .05, -1, 0)); p.aim('foot', s, (sg * .02, -.97, .24))
            ft = region(self.b, f'foot.{s}', *[f'toe{k}-{j}.{s}' for k in range(1, 6) for j in range(1, 4)]) > .5
            self.drop(p, lambda z: p.aim('shank', s, (sg * .05, -1, z)) or p.aim('foot', s, (sg * .02, -.97, .24)), ft, y + .001, -.35, .25)
        p.fingers(14, .65)
        return p, {'table': y, 'face_hole': arms == 'sides'}
    def side(self, V, sink=.024):
        """On the right side, hips and knees bent: +X (left) is up, the back faces -X world, the head +Z."""
        p = Pose(self.b, V); p.root = np.array([[0, 0, 1.], [1, 0, 0], [0, 1, 0]])
        p.spine(RX(12)); p.turn('neck01', RX(6)); p.turn('head', RX(6))
        p.turn('clavicle.R', RY(12) ); p.turn('shoulder01.R', RY(26))
        p.turn('clavicle.L', RY(-8)); p.turn('shoulder01.L', RY(-14))
        # table: below the hip and ribs of the right side
        tr = (self.trunk > .9) & (region(self.b, 'clavicle', 'shoulder', 'upperarm') < .05)
        y = self.quick(p, tr)[:, 1].min() + sink
        xt = y - p.joint('spine05')[0] * 0       # world y == body x (root only permutes about the pelvis)
        up = lambda name: (self.b.fk(V, p.rot, (p.root, np.zeros(3))))
        px = lambda n: self.world(p, n)
        # lower (right) arm: straight forward on the table, forearm up under the pillow
        el = (region(self.b, 'upperarm02.R', 'lowerarm01.R') > .8)
        self.drop(p, lambda z: p.aim('upperarm', 'R', (z, -.12, 1)), el, y - .004, -.6, .6)
        self.drop(p, lambda z: p.aim('lowerarm', 'R', (z, .95, .55)), region(self.b, 'lowerarm02.R', 'wrist.R') > .7, y + .004, -.6, .6)
        p.palm('R', (0, .9, .45), (1, 0, 0))
        # legs: lower one a little bent on the table, upper one forward with the knee on a bolster
        p.aim('thigh', 'R', (0, -.86, .5)); kn = (region(self.b, 'lowerleg01.R') > .3) & (region(self.b, 'upperleg02.R') > .3)
        self.drop(p, lambda z: p.aim('thigh', 'R', (z, -.86, .5)), kn, y - .004, -.5, .5)
        ft = region(self.b, 'foot.R') > .5
        self.drop(p, lambda z: (p.aim('shank', 'R', (z, -.80, -.6)), p.aim('foot', 'R', (z, -.62, .78))), ft, y - .002, -.6, .6)
        kl = (region(self.b, 'lowerleg01.L') > .3) & (region(self.b, 'upperleg02.L') > .3)
        self.drop(p, lambda z: p.aim('thigh', 'L', (z, -.42, .9)), kl, y + .11, -.8, .3)
        fl = region(self.b, 'foot.L') > .5
        self.drop(p, lambda z: (p.aim('shank', 'L', (z, -.92, -.38)), p.aim('foot', 'L', (z * .5, -.62, .78))), fl, y + .09, -.7, .5)
        # upper (left) arm: hand on the table in front of the chest
        S = p.joint('upperarm01.L'); W = self.world(p, 'upperarm01.L')
        dy = (y + .045) - W[1]
        p.ik('upperarm', 'lowerarm', 'L', S + np.array([dy, -.13, .36 * V[:NB, 1].max() / 1.65]), (.35, -.85, .0))
        p.palm('L', (-.25, .75, .6), (-1, 0, 0))
        p.fingers(12, .6)
        head = self.quick(p, self.face > .8)[:, 1].min()
        return p, {'table': y, 'pillow_top': head + .012}
    def seated(self, V, lean=10):
        p = Pose(self.b, V)
        p.spine(RX(lean), share=[.1, .2, .3, .25, .15]); p.turn('neck01', RX(2)); p.turn('head', RX(5))
        p.turn('clavicle.L', RZ(-3) @ RY(-3), True); p.turn('shoulder01.L', RZ(-7) @ RY(-5), True)
        p.aim2('thigh', (.24, -.06, .97)); p.aim2('shank', (.02, -1, -.03)); p.aim2('foot', (.10, -.42, .90))
        h = V[:NB, 1].max() / 1.7
        for s, sg in (('L', 1), ('R', -1)):
            hip, kn = p.joint(f'upperleg01.{s}'), p.joint(f'lowerleg01.{s}')
            ax = unit(kn - hip)
            top = self.quick(p, (region(self.b, f'upperleg02.{s}') > .6))
            near = top[np.abs((top - hip) @ ax - .60 * np.linalg.norm(kn - hip)) < .03 * h]
            tgt = hip + ax * np.linalg.norm(kn - hip) * .60; tgt[1] = near[:, 1].max() + .022 * h; tgt[0] += sg * .012
            p.ik('upperarm', 'lowerarm', s, tgt, (sg * .45, -.3, -.8))
            d = kn - tgt; d[0] -= sg * .05
            p.palm(s, (-sg * .12, -.16, 1), (0, -1, -.16))
        p.fingers(13, .6)
        buttock = (self.trunk > .3) | (self.leg['L'] + self.leg['R'] > .3)
        allq = self.quick(p, np.ones(NB, bool)); sel = (allq[:, 2] < .14) & buttock & (allq[:, 1] < p.joint('upperleg01.L')[1])
        seat = np.percentile(allq[sel, 1], .5) + .020
        feet = self.quick(p, (region(self.b, 'foot', 'toe') > .5))[:, 1].min()
        return p, {'seat': seat, 'floor': feet}
    def world(self, p, n):
        R, t = self.b.fk(p.V, p.rot, (p.root, np.zeros(3))); i = self.b.bi[n]; q = self.b.parent[i]
        return R[q] @ p.H[i] + t[q]

    def make(self, V, pose):
        kw = {'prone_arms_up': ('prone', dict(arms='up'))}.get(pose, (pose, {}))
        p, sup = getattr(self, kw[0])(V, **kw[1])
        X = self.skin(p); info = dict(sup)
        def floor(y0, r, mask):
            d = (X[:NB, 1] - y0) / r; f = y0 + r * np.where(d > 30, d, np.log1p(np.exp(np.clip(d, -60, 30))))
            pen = np.clip(f - X[:NB, 1], 0, None) * mask
            # push the displaced flesh sideways a little: smooth the lift field over the mesh, then re-floor
            for _ in range(4): pen = np.maximum(pen, .97 * (self.mush.S @ pen))
            Y = X[:NB, 1] + pen; X[:NB, 1] = np.where(mask > .5, np.maximum(Y, y0 + .0005), Y)
        if 'table' in sup:
            m = np.ones(NB) if not sup.get('face_hole') else 1 - np.clip(self.face * 2, 0, 1)
            floor(sup['table'], .008, m)
        if 'seat' in sup:
            m = ((X[:NB, 2] < .20) & (X[:NB, 1] < sup['seat'] + .12) & (self.arm['L'] + self.arm['R'] < .1)).astype(float)
            m *= np.clip(1 - (region(self.b, 'lowerleg', 'foot', 'toe')) * 3, 0, 1)
            floor(sup['seat'], .010, m)
        return X, p, info
