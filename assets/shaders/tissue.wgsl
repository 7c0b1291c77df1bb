// The client's skin and the layers under it.
#import bevy_pbr::{
    forward_io::{VertexOutput, FragmentOutput},
    pbr_fragment::pbr_input_from_standard_material,
    pbr_functions::{apply_pbr_lighting, main_pass_post_lighting_processing},
    mesh_view_bindings::{lights, view},
}
#import ctm::field::{look, sheet_at, rest_of, height_at, map_at, map_uv, overlay_map, load_map, vertex_uv, tissue_sampler, KIND_BODY, KIND_SKIN, KIND_SUPERFICIAL, KIND_DEEP, KIND_MUSCLE, KIND_SHEET, KIND_HAIR}
#import ctm::noise::{value2, cloud2, value3}
#import ctm::skin::{Surface, skin_at}
#import ctm::layers::{superficial_at, deep_at, muscle_at}

// Where the edge of layer `index` stands for a setting of the slider: centimetres towards the side that is peeled first.
fn front_of(index: f32, layers: f32) -> f32 {
    let passed = layers - index;
    if passed <= 0.0 {
        return 60.0;
    }
    // what remains at the flank when this layer and those below it are passed
    let rest = -14.2 + 2.1 * index;
    if passed < 1.0 {
        return mix(21.0, rest, passed);
    }
    return rest - 1.0 * (passed - 1.0);
}

// Centimetres by which layer `index` still reaches over a place; negative where it is taken off.
fn reach_of(index: f32, chart: vec2<f32>, free: f32) -> f32 {
    let wobble = 0.9 * (value2(vec2<f32>(chart.y * 0.16 + index * 7.0, index)) - 0.5)
        + 0.25 * (value2(vec2<f32>(chart.y * 0.9, index * 3.0)) - 0.5);
    let lean = 0.05 * (chart.y - 25.0);
    let from_edge = front_of(index, look.state.y) + wobble - lean - chart.x * look.state.z;
    // the border of the back stays dressed in skin
    let border = (0.62 + 0.10 * index - free) * 6.0;
    let nape = -5.2 + 0.25 * index - chart.y;
    let flank = abs(chart.x) - 16.6 + 0.3 * index;
    let rim = max(border, max(nape, flank)) + 0.4 * wobble;
    return max(from_edge, select(rim, -50.0, look.state.y <= 0.0));
}

fn linen(chart: vec2<f32>, place: vec3<f32>, near: f32) -> Surface {
    var out: Surface;
    let weave = 0.5 + 0.25 * (sin(place.x * 5200.0) + sin(place.y * 5200.0 + place.z * 5200.0));
    let edge = chart.y - look.extra.z;
    let hem = smoothstep(1.3, 1.2, edge) * smoothstep(0.0, 0.1, edge);
    out.colour = vec3<f32>(0.74, 0.72, 0.66) * (0.96 + 0.05 * weave * near) * (1.0 - 0.05 * hem);
    out.colour *= 1.0 - 0.12 * smoothstep(0.16, 0.1, abs(edge - 1.25));
    out.roughness = 0.95;
    out.reflectance = 0.2;
    let folds = value2(vec2<f32>(chart.x * 0.45 + 0.15 * chart.y, chart.y * 0.10)) + 0.4 * value2(vec2<f32>(chart.x * 1.1 - 0.2 * chart.y, chart.y * 0.2 + 9.0));
    out.bump = 0.55 * folds + 0.4 * hem;
    return out;
}

fn hair_at(place: vec3<f32>) -> Surface {
    var out: Surface;
    let along = dot(place, look.blush.xyz);
    let across = place - along * look.blush.xyz;
    let fine = value3(across * 900.0 + along * look.blush.xyz * 30.0);
    let locks = value3(across * 190.0 + along * look.blush.xyz * 14.0 + 5.0);
    out.colour = look.tone.rgb * (0.45 + 0.45 * fine + 0.45 * locks);
    out.roughness = 0.5;
    out.reflectance = 0.45;
    out.bump = 0.5 * fine + 1.3 * locks;
    return out;
}

@fragment
fn fragment(in: VertexOutput, @builtin(front_facing) is_front: bool) -> FragmentOutput {
    let kind = look.state.x;
    let chart = in.uv_b;
    let on_chart = kind >= KIND_SKIN && kind <= KIND_SHEET;
    let free = in.uv.x;
    var reach = 50.0;
    var above = 50.0;
    if on_chart && kind < KIND_MUSCLE {
        reach = reach_of(kind - 1.0, chart, free);
        if reach < 0.0 {
            discard;
        }
    }
    if kind >= KIND_SUPERFICIAL && kind <= KIND_MUSCLE {
        above = reach_of(kind - 2.0, chart, free);
    }
    if kind == KIND_SHEET {
        let wave = 0.25 * (value2(vec2<f32>(chart.x * 0.5, 3.0)) - 0.5);
        if chart.y + wave < look.extra.z {
            discard;
        }
    }

    var pbr = pbr_input_from_standard_material(in, is_front);
    let flat_normal = normalize(select(-in.world_normal, in.world_normal, is_front));
    let place = in.world_position.xyz;
    let dx = dpdx(place);
    let dy = dpdy(place);
    let pixel = max(length(dx), length(dy));
    let near = 1.0 - smoothstep(0.0004, 0.0016, pixel);

    // how the chart lies on the surface here, from neighbouring pixels
    let chart_dx = dpdx(chart);
    let chart_dy = dpdy(chart);
    // centimetres of the chart in a pixel
    let texel = max(length(chart_dx), length(chart_dy));
    let side_x = cross(dy, flat_normal);
    let side_y = cross(flat_normal, dx);
    let area = dot(dx, side_x);
    let scale = select(0.0, 1.0 / area, abs(area) > 1e-12);
    let grad_x = (side_x * chart_dx.x + side_y * chart_dy.x) * scale;
    let grad_y = (side_x * chart_dx.y + side_y * chart_dy.y) * scale;

    var rest = chart;
    var stretch = 0.0;
    var slope = vec3<f32>(0.0);
    var marks = vec4<f32>(0.0);
    if on_chart && kind != KIND_SHEET {
        rest = rest_of(chart);
        stretch = sheet_at(rest).w;
        let step = vec2<f32>(0.12, 0.0);
        let right = height_at(chart + step.xy, rest + step.xy) - height_at(chart - step.xy, rest - step.xy);
        let below = height_at(chart + step.yx, rest + step.yx) - height_at(chart - step.yx, rest - step.yx);
        slope = (grad_x * right + grad_y * below) * (look.extra.x / (2.0 * step.x)) * free;
        // redness rides on the skin
        marks = map_at(rest);
    }
    let material_chart = rest;
    let shift = chart - rest;
    // the same shift in space, for noise that lives there
    let along_x = grad_x / max(dot(grad_x, grad_x), 1e-9);
    let along_y = grad_y / max(dot(grad_y, grad_y), 1e-9);
    let material_place = place - select(vec3<f32>(0.0), along_x * shift.x + along_y * shift.y, on_chart && dot(shift, shift) > 0.0);

    var surface: Surface;
    if kind == KIND_SUPERFICIAL {
        surface = superficial_at(material_chart, near, texel);
    } else if kind == KIND_DEEP {
        surface = deep_at(material_chart);
    } else if kind == KIND_MUSCLE {
        surface = muscle_at(material_chart);
    } else if kind == KIND_HAIR {
        surface = hair_at(place);
    } else if kind == KIND_SHEET {
        surface = linen(chart, place, near);
    } else {
        surface = skin_at(material_place, near);
        // redness, paleness and bruises from the map; patchy as blood is
        let patchy = 0.72 + 0.56 * value3(material_place * 420.0) * near + 0.28 * (1.0 - near);
        // weak redness drowns in the skin's own colour
        let red = pow(clamp(marks.y * patchy, 0.0, 1.0), 1.35) * 0.9;
        surface.colour = mix(surface.colour, surface.colour * look.blush.rgb, red);
        surface.colour = mix(surface.colour, surface.colour * vec3<f32>(1.10, 1.07, 1.02) + 0.03, clamp(marks.z, 0.0, 1.0) * 0.6);
        surface.colour = mix(surface.colour, surface.colour * vec3<f32>(0.55, 0.42, 0.62), clamp(marks.w, 0.0, 1.0) * 0.6);
        // stretch drives the blood out behind the finger
        let pale = smoothstep(0.02, 0.25, stretch);
        surface.colour = mix(surface.colour, surface.colour * vec3<f32>(1.06, 1.10, 1.10), pale);
    }
    // the cut edge of a layer, and the shadow it throws on the one below
    if kind == KIND_SKIN && look.state.y > 0.0 {
        let cut = 1.0 - smoothstep(0.06, 0.22, reach);
        surface.colour = mix(surface.colour, vec3<f32>(0.86, 0.66, 0.58), cut * 0.85);
        surface.bump -= 2.6 * cut;
    } else if kind == KIND_SUPERFICIAL {
        let cut = 1.0 - smoothstep(0.05, 0.35, reach);
        surface.colour = mix(surface.colour, vec3<f32>(0.95, 0.80, 0.48), cut * 0.6);
        surface.bump -= 3.4 * cut;
    } else if kind == KIND_DEEP {
        let cut = 1.0 - smoothstep(0.03, 0.14, reach);
        surface.colour = mix(surface.colour, vec3<f32>(0.96, 0.95, 0.93), cut * 0.8);
        surface.bump -= 1.2 * cut;
    }
    if above < 0.0 {
        surface.colour *= 1.0 - 0.55 * exp(above / 0.30);
    }
    if !is_front {
        surface.colour *= vec3<f32>(0.75, 0.58, 0.52);
    }

    // fine relief by differences of neighbouring pixels
    let bump = surface.bump * 0.001;
    let fine = (side_x * dpdx(bump) + side_y * dpdy(bump)) * scale;
    let fine_strength = 1.0 / (1.0 + 1.2 * length(fine));
    let bent = flat_normal - slope - fine * fine_strength;
    // at the rim of a triangle the differences of neighbouring pixels may be no numbers
    pbr.N = select(flat_normal, normalize(bent), dot(bent, bent) > 0.0001);
    pbr.world_normal = flat_normal;

    if on_chart {
        let overlay = textureSampleLevel(overlay_map, tissue_sampler, map_uv(chart), 0.0);
        let strength = look.extra.y * overlay.a * select(1.0, 0.7, kind > 1.5) * select(1.0, 0.0, kind == KIND_SHEET);
        surface.colour = mix(surface.colour, overlay.rgb, strength);
        if kind != KIND_SHEET {
            let load = textureSampleLevel(load_map, tissue_sampler, vertex_uv(rest, textureDimensions(load_map)), 0.0);
            surface.colour = mix(surface.colour, load.rgb, 0.82 * load.a);
        }
    }

    pbr.material.base_color = vec4<f32>(surface.colour, 1.0);
    pbr.material.perceptual_roughness = clamp(surface.roughness, 0.2, 1.0);
    pbr.material.reflectance = vec3<f32>(surface.reflectance);
    var out: FragmentOutput;
    out.color = apply_pbr_lighting(pbr);

    // light that bleeds through skin at the edge of shadow
    if kind <= KIND_SKIN {
        for (var k = 0u; k < lights.n_directional_lights; k++) {
            let light = lights.directional_lights[k];
            let facing = dot(flat_normal - slope, light.direction_to_light);
            let edge = exp(-(facing - 0.02) * (facing - 0.02) / 0.035);
            out.color += vec4<f32>(light.color.rgb * view.exposure * surface.colour * vec3<f32>(0.014, 0.004, 0.0025) * edge, 0.0);
        }
    }
    // a highlight beyond all measure would leave a black dot: plain light in its place
    let measured = all(out.color.rgb >= vec3<f32>(0.0)) && all(out.color.rgb < vec3<f32>(1000.0));
    if !measured {
        var plain = vec3<f32>(0.0);
        for (var k = 0u; k < lights.n_directional_lights; k++) {
            let light = lights.directional_lights[k];
            plain += light.color.rgb * view.exposure * (0.2 + max(dot(flat_normal, light.direction_to_light), 0.0)) * 0.3183;
        }
        out.color = vec4<f32>(surface.colour * plain, 1.0);
    }
    out.color = main_pass_post_lighting_processing(pbr, out.color);
    return out;
}
