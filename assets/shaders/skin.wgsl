// Skin: colour and fine relief from noise in space, so that it has no seams.
#define_import_path ctm::skin
#import ctm::noise::{value3, cloud3, hash3}
#import ctm::field::look

struct Surface {
    colour: vec3<f32>,
    roughness: f32,
    reflectance: f32,
    // Height of fine relief in millimetres.
    bump: f32,
}

// Freckles and moles: a number of dots in a lattice of cells (edge in metres).
fn dots(p: vec3<f32>, cell: f32, share: f32, size: f32) -> f32 {
    let q = p / cell;
    let i = floor(q);
    var found = 0.0;
    for (var k = 0; k < 8; k++) {
        let corner = i + vec3<f32>(f32(k & 1), f32((k >> 1) & 1), f32((k >> 2) & 1)) - 0.0;
        let chance = hash3(corner + 17.0);
        if chance < share {
            let centre = corner + vec3<f32>(hash3(corner), hash3(corner + 5.0), hash3(corner + 9.0)) * 0.8 - 0.4;
            let radius = size / cell * (0.45 + 0.75 * hash3(corner + 31.0));
            found = max(found, (1.0 - smoothstep(radius * 0.55, radius, length(q - centre))) * (0.4 + 0.6 * chance / share));
        }
    }
    return found;
}

// Skin at a place in metres. `near`: 1 close by, 0 where fine detail would only flicker.
fn skin_at(p: vec3<f32>, near: f32) -> Surface {
    var out: Surface;
    let old = look.blush.w;
    let large = cloud3(p * 9.0) - 0.5;
    let middle = cloud3(p * 45.0 + 3.0) - 0.5;
    let fine = value3(p * 260.0) - 0.5;
    var colour = look.tone.rgb * (1.0 + 0.09 * large + 0.05 * middle + 0.05 * fine * near);
    // blood shows unevenly
    let blood = clamp(0.5 + 1.1 * (cloud3(p * 16.0 + 11.0) - 0.5) + 0.5 * middle, 0.0, 1.0);
    colour = mix(colour, colour * vec3<f32>(1.05, 0.90, 0.87), blood * 0.55);
    // freckles and moles
    let freckles = dots(p, 0.0085, 0.10 * look.tone.w * smoothstep(-0.1, 0.25, large + 0.1), 0.0011) * 0.35;
    let moles = dots(p + 0.3, 0.055, 0.16 + 0.1 * old, 0.0021) * 0.75;
    let pigment = look.tone.rgb * vec3<f32>(0.50, 0.36, 0.28);
    colour = mix(colour, pigment, freckles);
    colour = mix(colour, pigment * 0.7, moles);
    out.colour = colour;
    out.roughness = 0.47 + 0.10 * middle + 0.05 * old;
    out.reflectance = 0.38;
    // pores and the net of fine creases
    let pores = value3(p * 900.0);
    let creases = abs(value3(p * 420.0 + 5.0) - 0.5) * 2.0;
    out.bump = near * (0.035 * pores + 0.05 * creases) + 0.10 * (1.0 + old) * value3(p * 95.0);
    return out;
}
