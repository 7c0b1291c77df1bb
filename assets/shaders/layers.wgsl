// The layers under the skin, each with its own look. Chart places in centimetres.
#define_import_path ctm::layers
#import ctm::noise::{value2, cloud2, cells2, threads}
#import ctm::field::{anatomy_map, bones_map, tissue_sampler, map_uv}
#import ctm::skin::Surface

// Superficial fascia: lobules of fat under a thin shining membrane with a net of fibres.
fn superficial_at(chart: vec2<f32>, near: f32) -> Surface {
    var out: Surface;
    let warped = chart + 0.22 * (vec2<f32>(cloud2(chart * 1.3), cloud2(chart * 1.3 + 31.0)) - 0.5);
    let small = cells2(warped * 2.3);
    let large = cells2(warped * 0.62 + 4.0);
    let dome = smoothstep(0.0, 0.42, small.y);
    let yellow = mix(vec3<f32>(0.82, 0.52, 0.17), vec3<f32>(0.93, 0.70, 0.32), small.z);
    var colour = yellow * (0.66 + 0.40 * dome) * (0.92 + 0.16 * cloud2(chart * 0.5));
    // septa between lobules, and the wider net of the membrane
    let septum = 1.0 - smoothstep(0.0, 0.085, small.y);
    let net = 1.0 - smoothstep(0.0, 0.05, large.y);
    let strands = threads(chart.x * 2.2 + chart.y * 0.8, chart.y * 2.2 - chart.x * 0.8, 3.0)
        + threads(chart.x * 2.0 - chart.y * 1.3, chart.y * 2.0 + chart.x * 1.3, 9.0);
    let film = vec3<f32>(0.93, 0.84, 0.72);
    colour = mix(colour, film * 0.92, 0.30 * septum);
    colour = mix(colour, film, clamp(0.55 * net + 0.16 * strands, 0.0, 0.8));
    // small vessels that run in the membrane
    let vein = abs(cloud2(chart * 0.55 + 13.0) - 0.5 + 0.05 * (value2(chart * 3.0) - 0.5));
    let artery = abs(cloud2(chart * 0.8 + 47.0) - 0.5);
    colour = mix(colour, vec3<f32>(0.34, 0.16, 0.26), 0.42 * (1.0 - smoothstep(0.004, 0.012, vein)));
    colour = mix(colour, vec3<f32>(0.62, 0.11, 0.08), 0.45 * (1.0 - smoothstep(0.002, 0.008, artery)));
    out.colour = colour;
    out.roughness = 0.34 + 0.16 * (1.0 - dome);
    out.reflectance = 0.5;
    out.bump = 0.75 * dome + 0.25 * net + 0.12 * strands * near;
    return out;
}

// Direction of fibres (unit), and what else the anatomy map says: z muscle (1) or tendon (0), w groove between muscles.
fn anatomy_at(chart: vec2<f32>) -> vec4<f32> {
    let texel = textureSampleLevel(anatomy_map, tissue_sampler, map_uv(chart), 0.0);
    let twice = texel.xy * 2.0 - 1.0;
    let angle = 0.5 * atan2(twice.y, twice.x + 0.00001);
    return vec4<f32>(cos(angle), sin(angle), texel.z, texel.w);
}

// Deep fascia: pearly sheets whose fibres cross; the thoracolumbar part is the densest.
fn deep_at(chart: vec2<f32>, near: f32) -> Surface {
    var out: Surface;
    let anatomy = anatomy_at(chart);
    let bones = textureSampleLevel(bones_map, tissue_sampler, map_uv(chart), 0.0);
    let dense = bones.z;
    let along = dot(chart, anatomy.xy);
    let across = dot(chart, vec2<f32>(-anatomy.y, anatomy.x));
    let with_muscle = threads(across * 7.0, along * 1.6, 2.0);
    // the two crossing sets of the thoracolumbar fascia fall away from the midline
    let side = sign(chart.x);
    let down = vec2<f32>(side * 0.86, 0.51);
    let up = vec2<f32>(side * 0.90, -0.43);
    let first = threads(dot(chart, vec2<f32>(-down.y, down.x)) * 6.0, dot(chart, down) * 1.2, 5.0);
    let second = threads(dot(chart, vec2<f32>(-up.y, up.x)) * 5.0, dot(chart, up) * 1.2, 8.0);
    let crossing = max(first, second * 0.9);
    let fibre = mix(with_muscle, crossing, smoothstep(0.1, 0.8, dense));
    let cloud = cloud2(chart * 0.35 + 3.0);
    let pearl = mix(vec3<f32>(0.70, 0.64, 0.62), vec3<f32>(0.84, 0.82, 0.80), dense);
    var colour = pearl * (0.86 + 0.22 * cloud);
    // red shines through where the sheet is thin over a muscle's belly
    let thin = anatomy.z * (1.0 - dense) * (0.45 + 0.45 * cloud2(chart * 0.8));
    colour = mix(colour, vec3<f32>(0.52, 0.20, 0.18), 0.50 * thin);
    colour = mix(colour, vec3<f32>(0.96, 0.95, 0.93), (0.40 + 0.3 * dense) * fibre);
    colour *= 1.0 - 0.18 * anatomy.w;
    out.colour = colour;
    out.roughness = 0.30 + 0.14 * (1.0 - fibre);
    out.reflectance = 0.55;
    out.bump = 0.22 * fibre * (0.4 + 0.6 * near) - 0.8 * anatomy.w + 0.7 * bones.x;
    return out;
}

// Muscle with its fibres, white tendons, and the palpable bones as a pale ghost.
fn muscle_at(chart: vec2<f32>, near: f32) -> Surface {
    var out: Surface;
    let anatomy = anatomy_at(chart);
    let bones = textureSampleLevel(bones_map, tissue_sampler, map_uv(chart), 0.0);
    let along = dot(chart, anatomy.xy);
    let across = dot(chart, vec2<f32>(-anatomy.y, anatomy.x));
    let bundle = threads(across * 2.6, along * 0.45, 1.0);
    let fibre = threads(across * 9.0, along * 1.1, 4.0);
    let belly = mix(vec3<f32>(0.34, 0.055, 0.05), vec3<f32>(0.55, 0.12, 0.10), bundle * 0.7 + 0.3 * cloud2(chart * 0.5));
    let tendon = mix(vec3<f32>(0.66, 0.58, 0.52), vec3<f32>(0.84, 0.79, 0.74), fibre);
    let ragged = anatomy.z + 0.35 * (fibre - 0.4) * (1.0 - abs(anatomy.z * 2.0 - 1.0));
    var colour = mix(tendon, belly, smoothstep(0.25, 0.75, ragged));
    colour = mix(colour, colour * 1.35 + vec3<f32>(0.03, 0.01, 0.01), fibre * 0.35);
    colour *= 1.0 - 0.55 * anatomy.w;
    // bone: palest over edges that a finger can feel
    let ghost = vec3<f32>(0.93, 0.88, 0.78);
    colour = mix(colour, ghost, clamp(0.30 * bones.x + 0.62 * bones.y, 0.0, 0.85));
    out.colour = colour;
    out.roughness = 0.42 - 0.06 * fibre;
    out.reflectance = 0.45;
    out.bump = 0.55 * bundle + 0.20 * fibre * near - 1.6 * anatomy.w + 1.2 * bones.y + 0.5 * bones.x;
    return out;
}
