// What moves the tissue: relief of findings and skin marks from the map, and the field of the finger.
//
// The field is analytic. Under the pads a layer moves by its own shift; around them the shift fades like a bell,
// short before the finger (where a fold rises) and long behind it (where the tissue is stretched).
// Chart places are centimetres: x to the client's right, y down from C7.
#define_import_path ctm::field

struct Look {
    // Skin colour, linear; w: how freckled, 0 to 1.
    tone: vec4<f32>,
    // Factor on the colour where the skin is fully red; w: age, 0 young to 1 old. For hair: its direction.
    blush: vec4<f32>,
    // What this mesh is (see KIND_*), how far the layers are peeled, the side they are peeled from (+1 right), lamp on.
    state: vec4<f32>,
    // Finger pads: place, reach in centimetres, 0 to 1 how much they act; two hands.
    pad_a: vec4<f32>,
    pad_b: vec4<f32>,
    // Shift of this layer in centimetres, height of the fold, depth of the pads' dent in centimetres.
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

// Where a chart place lies in the maps.
fn map_uv(chart: vec2<f32>) -> vec2<f32> {
    return vec2<f32>((chart.x + 20.0) / 40.0, (chart.y / 0.509 + 22.0) / 150.0);
}

// Relief in millimetres, redness, paleness, bruise.
fn map_at(chart: vec2<f32>) -> vec4<f32> {
    return textureSampleLevel(tissue_map, tissue_sampler, map_uv(chart), 0.0);
}

// Shift (cm) and height (cm) that one hand gives to the tissue at a place.
fn hand_at(chart: vec2<f32>, pad: vec4<f32>, pull: vec4<f32>) -> vec3<f32> {
    if pad.w <= 0.0 {
        return vec3<f32>(0.0);
    }
    let away = chart - pad.xy;
    let length = length(pull.xy);
    let ahead = select(vec2<f32>(0.0, 1.0), pull.xy / max(length, 0.0001), length > 0.001);
    let along = dot(away, ahead);
    let across = dot(away, vec2<f32>(-ahead.y, ahead.x));
    let wide = across / (pad.z + 0.7);
    let reach = mix(pad.z * 1.9, pad.z * 0.85, smoothstep(-0.6, 0.6, along));
    let bell = exp(-(along * along) / (reach * reach) - wide * wide);
    // the fold: a crest before the pads, a lower one after it
    let first = (along - 1.55) / 0.55;
    let second = (along - 2.75) / 0.5;
    let breadth = across / (1.5 + 0.25 * along);
    let crest = (exp(-first * first) + 0.35 * exp(-second * second)) * exp(-breadth * breadth);
    // the dents of the two pads
    let side = abs(across) - 0.8;
    let dent = exp(-(along * along + side * side) / 0.42);
    let tight = exp(-((along + 1.3) * (along + 1.3)) / 1.6 - wide * wide);
    let height = pull.z * (crest - 0.22 * tight) - pull.w * dent;
    return vec3<f32>(pull.xy * bell, height) * pad.w;
}

// Shift (cm) and height (cm) at a place, everything together.
fn field_at(chart: vec2<f32>) -> vec3<f32> {
    var sum = hand_at(chart, look.pad_a, look.pull_a) + hand_at(chart, look.pad_b, look.pull_b);
    let relief = map_at(chart).x * 0.1;
    // findings lie in the subcutis: the skin and the superficial fascia show them, what lies deeper does not
    let share = select(0.0, 1.0, look.state.x < 2.5);
    return sum + vec3<f32>(0.0, 0.0, relief * share);
}
