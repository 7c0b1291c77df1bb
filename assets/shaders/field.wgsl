// What moves the tissue: relief of findings and skin marks from the map, shift and fold from the sheets.
//
// The shift of each layer and the rise and fall of the skin with it are those of the sheets; the narrow fold right before
// the pads, finer than the sheets' lattice, has the height that the observation tells, and a drawn shape.
// Chart places are centimetres: x to the client's right, y down from C7.
#define_import_path ctm::field

struct Look {
    // Skin colour, linear; w: how freckled, 0 to 1.
    tone: vec4<f32>,
    // Factor on the colour where the skin is fully red; w: age, 0 young to 1 old. For hair: its direction.
    blush: vec4<f32>,
    // What this mesh is (see KIND_*), how far the layers are peeled, the side they are peeled from (+1 right), lamp on.
    state: vec4<f32>,
    // Finger pads: place in centimetres, free, 0 to 1 how much they act; two hands.
    pad_a: vec4<f32>,
    pad_b: vec4<f32>,
    // Way of the hand (cm), height of the fold before it (cm), depth of the pads' dent (cm).
    pull_a: vec4<f32>,
    pull_b: vec4<f32>,
    // Metres of the body per chart centimetre, strength of the overlay, upper edge of the sheet (cm), free.
    extra: vec4<f32>,
}

const KIND_BODY: f32 = 0.0;
const KIND_SKIN: f32 = 1.0;
const KIND_SUPERFICIAL: f32 = 2.0;
const KIND_DEEP: f32 = 3.0;
const KIND_MUSCLE: f32 = 4.0;
const KIND_SHEET: f32 = 5.0;
const KIND_HAIR: f32 = 6.0;

@group(#{MATERIAL_BIND_GROUP}) @binding(100) var<uniform> look: Look;
@group(#{MATERIAL_BIND_GROUP}) @binding(101) var tissue_map: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(102) var tissue_sampler: sampler;
@group(#{MATERIAL_BIND_GROUP}) @binding(103) var overlay_map: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(104) var anatomy_map: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(105) var bones_map: texture_2d<f32>;
// By rest place, centimetres. Layer 0: shift of the skin and of the superficial fascia; layer 1: shift of the deep
// fascia, height of the skin's fold, stretch of the skin's area (0 none).
@group(#{MATERIAL_BIND_GROUP}) @binding(106) var sheet_map: texture_2d_array<f32>;
// Colours of a load, by rest place.
@group(#{MATERIAL_BIND_GROUP}) @binding(107) var load_map: texture_2d<f32>;

// Where a chart place lies in a map whose outermost texels have their middle on the border of the chart.
fn vertex_uv(chart: vec2<f32>, size: vec2<u32>) -> vec2<f32> {
    let count = vec2<f32>(size);
    let share = vec2<f32>((chart.x + 20.0) / 40.0, (chart.y / 0.509 + 22.0) / 150.0);
    return (share * (count - 1.0) + 0.5) / count;
}

// Where a chart place lies in the maps.
fn map_uv(chart: vec2<f32>) -> vec2<f32> {
    return vec2<f32>((chart.x + 20.0) / 40.0, (chart.y / 0.509 + 22.0) / 150.0);
}

// Relief in millimetres, redness, paleness, bruise.
fn map_at(chart: vec2<f32>) -> vec4<f32> {
    return textureSampleLevel(tissue_map, tissue_sampler, map_uv(chart), 0.0);
}

// What the sheets tell of a rest place: shift of this layer (cm), height of its fold (cm), stretch of the skin's area.
fn sheet_at(rest: vec2<f32>) -> vec4<f32> {
    if look.state.x > 3.5 {
        return vec4<f32>(0.0);
    }
    let uv = vertex_uv(rest, textureDimensions(sheet_map));
    let deep = textureSampleLevel(sheet_map, tissue_sampler, uv, 1, 0.0);
    if look.state.x > 2.5 {
        return vec4<f32>(deep.xy, 0.0, 0.0);
    }
    let outer = textureSampleLevel(sheet_map, tissue_sampler, uv, 0, 0.0);
    return vec4<f32>(select(outer.zw, outer.xy, look.state.x < 1.5), deep.zw);
}

// What the two pads of one hand do to the surface (cm): the dents they press, and the fold that runs before them, as
// high as the observation tells.
fn hand_at(chart: vec2<f32>, pad: vec4<f32>, pull: vec4<f32>) -> f32 {
    if pad.w <= 0.0 {
        return 0.0;
    }
    let away = chart - pad.xy;
    let length = length(pull.xy);
    let ahead = select(vec2<f32>(0.0, 1.0), pull.xy / max(length, 0.0001), length > 0.001);
    let along = dot(away, ahead);
    let across = dot(away, vec2<f32>(-ahead.y, ahead.x));
    let side = abs(across) - 0.8;
    let dent = exp(-(along * along + side * side) / 0.42);
    // a crest, and a lower one before it; both widen with the distance from the pads
    let first = (along - 1.5) / 0.55;
    let second = (along - 2.7) / 0.5;
    let breadth = across / (1.5 + 0.25 * along);
    let crest = (exp(-first * first) + 0.35 * exp(-second * second)) * exp(-breadth * breadth);
    return (pull.z * crest - pull.w * dent) * pad.w;
}

// The rest place of the tissue that is now at a place of the chart: the sheets tell where each rest place has gone, so
// the way back is found by steps. Folds do not overlap, three steps are enough for the eye.
fn rest_of(chart: vec2<f32>) -> vec2<f32> {
    var rest = chart - sheet_at(chart).xy;
    rest = chart - sheet_at(rest).xy;
    return chart - sheet_at(rest).xy;
}

// Height (cm) of the surface at a place of the chart whose tissue has this rest place.
fn height_at(chart: vec2<f32>, rest: vec2<f32>) -> f32 {
    let hands = hand_at(chart, look.pad_a, look.pull_a) + hand_at(chart, look.pad_b, look.pull_b);
    // findings lie in the subcutis: the skin and the superficial fascia show them, what lies deeper does not
    let relief = select(0.0, map_at(rest).x * 0.1, look.state.x < 2.5);
    return sheet_at(rest).z + hands + relief;
}
