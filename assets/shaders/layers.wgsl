// The layers under the skin, each with its own look. Chart places in centimetres.
#define_import_path ctm::layers
#import ctm::noise::{value2, cloud2, cells2, threads}
#import ctm::field::{anatomy_map, bones_map, tissue_sampler, map_uv}
#import ctm::skin::Surface

// Superficial fascia: lobules of fat under a thin shining membrane with a net of fibres.
// `texel`: centimetres in a pixel; what is finer fades into its mean.
fn superficial_at(chart: vec2<f32>, near: f32, texel: f32) -> Surface {
    var out: Surface;
    let sharp = 1.0 - smoothstep(0.10, 0.30, texel);
    let warped = chart + 0.30 * (vec2<f32>(cloud2(chart * 0.9), cloud2(chart * 0.9 + 31.0)) - 0.5);
    let small = cells2(warped * 1.55);
    let large = cells2(warped * 0.33 + 0.35 * vec2<f32>(cloud2(chart * 0.5 + 9.0), cloud2(chart * 0.5 + 77.0)));
    let dome = smoothstep(-0.02, 0.40 + texel, small.y);
    let yellow = mix(vec3<f32>(0.66, 0.40, 0.075), vec3<f32>(0.80, 0.54, 0.16), mix(0.5, small.z, sharp));
    var colour = yellow * mix(0.92, 0.62 + 0.42 * dome, sharp) * (0.86 + 0.28 * cloud2(chart * 0.33));
    // septa between lobules, and the wider net of the membrane
    let septum = (1.0 - smoothstep(0.0, 0.10 + texel, small.y)) * sharp;
    let net = 1.0 - smoothstep(0.0, 0.045 + 0.5 * texel, large.y);
    let strands = threads(chart.x * 1.5 + chart.y * 0.6, chart.y * 1.5 - chart.x * 0.6, 3.0)
        + threads(chart.x * 1.4 - chart.y * 0.9, chart.y * 1.4 + chart.x * 0.9, 9.0);
    let film = vec3<f32>(0.86, 0.74, 0.52);
    colour = mix(colour, film * 0.85, 0.34 * septum);
    colour = mix(colour, film, clamp(0.26 * net * (0.4 + 0.9 * value2(chart * 0.7)) + 0.13 * strands * sharp, 0.0, 0.8));
    // small vessels that run in the membrane
    let vein = abs(cloud2(chart * 0.40 + 13.0) - 0.5 + 0.04 * (value2(chart * 2.2) - 0.5));
    let artery = abs(cloud2(chart * 0.55 + 47.0) - 0.5);
    colour = mix(colour, vec3<f32>(0.30, 0.15, 0.24), 0.40 * (1.0 - smoothstep(0.004, 0.012 + 0.03 * texel, vein)));
    colour = mix(colour, vec3<f32>(0.56, 0.10, 0.07), 0.42 * (1.0 - smoothstep(0.002, 0.008 + 0.03 * texel, artery)));
    out.colour = colour;
    out.roughness = 0.36 + 0.16 * (1.0 - dome);
    out.reflectance = 0.5;
    out.bump = (1.1 * dome + 0.12 * strands * near) * sharp + 0.3 * net;
    return out;
}

// Fine threads, bundles, belly (1) or tendon (0), groove between muscles.
fn anatomy_at(chart: vec2<f32>) -> vec4<f32> {
    return textureSampleLevel(anatomy_map, tissue_sampler, map_uv(chart), 0.0);
}

// Deep fascia: pearly sheets whose fibres cross; the thoracolumbar part is the densest.
fn deep_at(chart: vec2<f32>) -> Surface {
    var out: Surface;
    let anatomy = anatomy_at(chart);
    let bones = textureSampleLevel(bones_map, tissue_sampler, map_uv(chart), 0.0);
    let dense = bones.z;
    // the two crossing sets of the thoracolumbar fascia fall away from the midline
    let side = select(-1.0, 1.0, chart.x >= 0.0);
    let down = vec2<f32>(side * 0.84, 0.54);
    let up = vec2<f32>(side * 0.91, -0.41);
    let first = threads(dot(chart, vec2<f32>(-down.y, down.x)) * 4.2, dot(chart, down) * 0.8, 5.0);
    let second = threads(dot(chart, vec2<f32>(-up.y, up.x)) * 3.4, dot(chart, up) * 0.8, 8.0);
    let crossing = max(first, second * 0.85);
    let fibre = mix(anatomy.x * 0.55 + 0.45 * anatomy.y, crossing, smoothstep(0.30, 0.60, dense));
    let cloud = cloud2(chart * 0.35 + 3.0);
    let pearl = mix(vec3<f32>(0.44, 0.38, 0.39), vec3<f32>(0.47, 0.47, 0.48), dense);
    var colour = pearl * (0.82 + 0.30 * cloud);
    // red shines through where the sheet is thin over a muscle's belly
    let thin = anatomy.z * (1.0 - smoothstep(0.3, 0.6, dense)) * (0.45 + 0.55 * cloud2(chart * 0.5));
    colour = mix(colour, vec3<f32>(0.42, 0.13, 0.12), 0.52 * thin);
    colour = mix(colour, vec3<f32>(0.90, 0.89, 0.87), (0.40 + 0.30 * dense) * smoothstep(0.2, 1.0, fibre));
    colour *= 1.0 - 0.22 * anatomy.w;
    out.colour = colour;
    out.roughness = 0.32 + 0.14 * (1.0 - fibre);
    out.reflectance = 0.55;
    out.bump = 0.30 * fibre - 0.8 * anatomy.w + 0.9 * bones.y;
    return out;
}

// Muscle with its fibres, white tendons, and the palpable bones as a pale ghost.
fn muscle_at(chart: vec2<f32>) -> Surface {
    var out: Surface;
    let anatomy = anatomy_at(chart);
    let bones = textureSampleLevel(bones_map, tissue_sampler, map_uv(chart), 0.0);
    let bundle = anatomy.y;
    let fibre = anatomy.x;
    let grain = smoothstep(0.15, 0.85, 0.55 * bundle + 0.45 * fibre);
    let belly = mix(vec3<f32>(0.20, 0.022, 0.022), vec3<f32>(0.48, 0.085, 0.070), grain) * (0.80 + 0.4 * cloud2(chart * 0.35));
    let tendon = mix(vec3<f32>(0.48, 0.41, 0.36), vec3<f32>(0.78, 0.73, 0.67), grain);
    let ragged = anatomy.z + 0.5 * (grain - 0.5) * (1.0 - abs(anatomy.z * 2.0 - 1.0));
    var colour = mix(tendon, belly, smoothstep(0.25, 0.75, ragged));
    colour *= 1.0 - 0.55 * anatomy.w;
    // bone: palest over edges that a finger can feel
    let ghost = vec3<f32>(0.84, 0.78, 0.66);
    colour = mix(colour, ghost, clamp(0.30 * bones.x + 0.60 * bones.y, 0.0, 0.85));
    out.colour = colour;
    out.roughness = 0.44 - 0.08 * grain;
    out.reflectance = 0.42;
    out.bump = 0.8 * bundle + 0.35 * fibre - 1.8 * anatomy.w + 1.4 * bones.y + 0.5 * bones.x;
    return out;
}
