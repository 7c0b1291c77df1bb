//! Spring constants of one cell.

/// Constants of the four springs of a cell `width` by `height` for a sheet of membrane stiffness 1 N/m: to small strain
/// an isotropic membrane of Poisson ratio 1/3. Both diagonals have the same constant.
///
/// A lattice of central forces can be isotropic at no other ratio. For a square cell this is ¾, ¾ and ⅜.
pub(crate) fn isotropic(width: f64, height: f64) -> [f64; 4] {
    let aspect = width / height;
    let diagonal = 0.1875 * (aspect + 1.0 / aspect);
    let right = (1.125 / aspect - 0.375 * aspect).max(0.0);
    let down = (1.125 * aspect - 0.375 / aspect).max(0.0);
    [right, down, diagonal, diagonal]
}

/// What fibres at an angle to the rows add to the constants of a cell's springs, for fibres of 1 N/m.
///
/// `cosine` and `sine` of that angle, positive when the fibres fall towards the end of the row. The part of the fibres'
/// tensor that four springs can carry is met exactly; a constant that would be negative is left out.
pub(crate) fn fibres(width: f64, height: f64, cosine: f64, sine: f64) -> [f64; 4] {
    let (w2, h2) = (width * width, height * height);
    let (area, d2) = (width * height, w2 + h2);
    // springs per cell carry C = Σ k l² n⊗n⊗n⊗n / area
    let both = (cosine * cosine * sine * sine) * area * d2 / (w2 * h2);
    let skew = 0.5
        * area
        * d2
        * (cosine * cosine * cosine * sine / (w2 * width * height)
            + cosine * sine * sine * sine / (h2 * width * height));
    let falling = (0.5 * (both + skew)).clamp(0.0, both);
    let rising = both - falling;
    let right = (area * cosine * cosine * cosine * cosine - both * w2 * w2 / d2) / w2;
    let down = (area * sine * sine * sine * sine - both * h2 * h2 / d2) / h2;
    [right.max(0.0), down.max(0.0), falling, rising]
}

/// Diagonal of the membrane's tangent at rest, mean of both axes, from the constants of the springs that meet at a
/// vertex: right, left, down, up, then the four diagonals.
pub(super) fn vertex_stiffness(springs: [f32; 8], stretch: f32) -> f32 {
    // a spring under tension also resists being turned
    let turned = 1.0 - 1.0 / stretch;
    0.5 * (1.0 + turned) * springs.iter().sum::<f32>()
}
