// Noise for procedural tissue. All inputs in the unit the caller likes; all outputs 0 to 1 unless said otherwise.
#define_import_path ctm::noise

fn hash3(p: vec3<f32>) -> f32 {
    var q = fract(p * vec3<f32>(0.1031, 0.1030, 0.0973));
    q += dot(q, q.yxz + 33.33);
    return fract((q.x + q.y) * q.z);
}

fn hash2(p: vec2<f32>) -> vec2<f32> {
    var q = fract(vec3<f32>(p.xyx) * vec3<f32>(0.1031, 0.1030, 0.0973));
    q += dot(q, q.yzx + 33.33);
    return fract((q.xx + q.yz) * q.zy);
}

// Smooth value noise in space.
fn value3(p: vec3<f32>) -> f32 {
    let i = floor(p);
    let f = fract(p);
    let u = f * f * (3.0 - 2.0 * f);
    let x00 = mix(hash3(i), hash3(i + vec3<f32>(1.0, 0.0, 0.0)), u.x);
    let x10 = mix(hash3(i + vec3<f32>(0.0, 1.0, 0.0)), hash3(i + vec3<f32>(1.0, 1.0, 0.0)), u.x);
    let x01 = mix(hash3(i + vec3<f32>(0.0, 0.0, 1.0)), hash3(i + vec3<f32>(1.0, 0.0, 1.0)), u.x);
    let x11 = mix(hash3(i + vec3<f32>(0.0, 1.0, 1.0)), hash3(i + vec3<f32>(1.0, 1.0, 1.0)), u.x);
    return mix(mix(x00, x10, u.y), mix(x01, x11, u.y), u.z);
}

// Three octaves.
fn cloud3(p: vec3<f32>) -> f32 {
    return value3(p) * 0.57 + value3(p * 2.03 + 7.1) * 0.29 + value3(p * 4.11 + 3.7) * 0.14;
}

fn value2(p: vec2<f32>) -> f32 {
    let i = floor(p);
    let f = fract(p);
    let u = f * f * (3.0 - 2.0 * f);
    let low = mix(hash2(i).x, hash2(i + vec2<f32>(1.0, 0.0)).x, u.x);
    let high = mix(hash2(i + vec2<f32>(0.0, 1.0)).x, hash2(i + vec2<f32>(1.0, 1.0)).x, u.x);
    return mix(low, high, u.y);
}

fn cloud2(p: vec2<f32>) -> f32 {
    return value2(p) * 0.57 + value2(p * 2.03 + 7.1) * 0.29 + value2(p * 4.11 + 3.7) * 0.14;
}

// Cells of a plane: distance to the nearest centre, distance to the nearest border, and a number of the cell.
fn cells2(p: vec2<f32>) -> vec3<f32> {
    let i = floor(p);
    let f = fract(p);
    var nearest = vec2<f32>(0.0);
    var own = vec2<f32>(0.0);
    var best = 8.0;
    for (var y = -1; y <= 1; y++) {
        for (var x = -1; x <= 1; x++) {
            let cell = vec2<f32>(f32(x), f32(y));
            let offset = cell + hash2(i + cell) * 0.85 + 0.075 - f;
            let square = dot(offset, offset);
            if square < best {
                best = square;
                nearest = offset;
                own = i + cell;
            }
        }
    }
    var border = 8.0;
    for (var y = -1; y <= 1; y++) {
        for (var x = -1; x <= 1; x++) {
            let cell = vec2<f32>(f32(x), f32(y));
            let offset = cell + hash2(i + cell) * 0.85 + 0.075 - f;
            let apart = offset - nearest;
            if dot(apart, apart) > 0.0001 {
                border = min(border, dot(0.5 * (offset + nearest), normalize(apart)));
            }
        }
    }
    return vec3<f32>(sqrt(best), border, hash2(own).x);
}

// Threads along a direction: 0 between them, 1 on them. `across` and `along` in units of their spacing.
fn threads(across: f32, along: f32, seed: f32) -> f32 {
    let wave = across + 0.55 * (value2(vec2<f32>(across * 0.31 + seed, along * 0.07)) - 0.5)
        + 0.9 * (value2(vec2<f32>(across * 0.11, along * 0.035 + seed)) - 0.5);
    let ridge = 1.0 - abs(fract(wave) * 2.0 - 1.0);
    let strength = 0.45 + 0.55 * value2(vec2<f32>(floor(wave) * 1.7 + seed, along * 0.11));
    return ridge * ridge * strength;
}
