"""One step of Catmull-Clark subdivision of a closed quad mesh, as a matrix."""

import numpy as np
import scipy.sparse as sp


def catmull_clark(quads, count):
    """(matrix new x old, quads): new points are the old ones, one per edge, one per quad."""
    m = len(quads)
    edges = np.sort(np.stack([quads, np.roll(quads, -1, 1)], 2).reshape(-1, 2), 1)
    edges, side = np.unique(edges, axis=0, return_inverse=True)
    side, n = side.reshape(m, 4), len(edges)
    row, corner = np.repeat(np.arange(m), 4), quads.ravel()
    face = sp.coo_matrix((np.full(4 * m, 0.25), (row, corner)), (m, count)).tocsr()
    middle = sp.coo_matrix((np.full(2 * n, 0.5), (np.repeat(np.arange(n), 2), edges.ravel())), (n, count)).tocsr()
    of_edge = sp.coo_matrix((np.full(4 * m, 0.25), (side.ravel(), row)), (n, m)).tocsr()
    edge = 0.5 * middle + of_edge @ face
    of_vertex = sp.coo_matrix((np.ones(4 * m), (corner, row)), (count, m)).tocsr()
    valence = np.maximum(np.asarray(of_vertex.sum(1)).ravel(), 1)
    around = sp.coo_matrix((np.ones(2 * n), (edges.ravel(), np.repeat(np.arange(n), 2))), (count, n)).tocsr()
    inverse = sp.diags(1.0 / valence**2)
    vertex = inverse @ of_vertex @ face + 2 * inverse @ around @ middle + sp.diags((valence - 3.0) / valence)
    alone = np.asarray(of_vertex.sum(1)).ravel() == 0
    vertex = sp.diags((~alone).astype(float)) @ vertex + sp.diags(alone.astype(float))
    a, f = count + side, count + n + np.arange(m)
    children = [np.stack([quads[:, k], a[:, k], f, a[:, k - 1]], 1) for k in range(4)]
    return sp.vstack([vertex, edge, face]).tocsr(), np.concatenate(children)
