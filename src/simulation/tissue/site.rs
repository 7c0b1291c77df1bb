//! Sites: areas of the back whose tissue is lumped into one state.

use super::{
    super::{
        bits::{Bits, ToBits},
        constants::Constants,
        course::{CarriedSite, thousandths},
        make_up::{MakeUp, SiteGrades, SiteSpec},
        observation::SiteView,
    },
    layer::{self, LAYERS, LayerState},
};
use crate::{
    knowledge::{
        Knowledge,
        body::Mechanics,
        finding::Relief,
        id::{FindingId, ZoneId},
        safety::Condition,
        zone::{Outline, distance_to_segment_cm, inside},
    },
    maths::smoothstep,
    units::{BackPoint, Side},
};

/// What never changes about a site.
#[derive(Debug, Clone)]
pub(crate) struct SiteForm {
    /// In sentences: "the band in the kidney zone on the right".
    pub(crate) name: String,
    pub(crate) outlines: Vec<Outline>,
    /// The same mirrored, for the left side.
    mirrored: Vec<Outline>,
    /// Smallest and largest x and y of the outlines.
    bounds: (f64, f64, f64, f64),
    pub(crate) side: Side,
    pub(crate) zone: Option<ZoneId>,
    pub(crate) finding: Option<FindingId>,
    /// Drawn in as a band or cord: its edges come before its centre.
    pub(crate) edged: bool,
    pub(crate) maximal_point: Option<BackPoint>,
    relief_mm: f64,
    normal_limit_mm: f64,
    pub(crate) creep: f64,
    pub(crate) loss: f64,
    /// Depth of the tissue down to the deep fascia, millimetres.
    pub(crate) subcutis_mm: f64,
    /// How marked the finding was when the session began.
    pub(crate) grades: SiteGrades,
    /// Its place in the client's make-up, if it is a finding.
    pub(crate) spec: Option<usize>,
    /// Mobility that earlier sessions have left, millimetres.
    pub(crate) carried_mm: f64,
}

/// A site with its state.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    pub(crate) form: SiteForm,
    pub(crate) layers: [LayerState; LAYERS],
    pub(crate) dynamic: SiteState,
}

/// What changes about a site in a session, besides its layers.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct SiteState {
    /// It was touched at least once.
    pub(crate) touched: bool,
    /// Creep left from the last strokes, millimetres on the lower plane.
    pub(crate) creep_mm: f64,
    /// Mobility gained that lasts for hours, millimetres on the lower plane.
    pub(crate) gain_mm: f64,
    /// Irritation by sliding, overload, depth and repeats, 0 to 1.
    pub(crate) irritation: f64,
    /// Fluid gained (deep work in a swelling) or lost (flat work) since the start.
    pub(crate) fluid_change: f64,
    /// Muscle guarding, 0 to 1.
    pub(crate) guarding: f64,
    /// Mean redness now, 0 to 1, and what drives it.
    pub(crate) redness: f64,
    pub(crate) reddening: f64,
    /// Perfusion that warms the skin late, 0 to 1.
    pub(crate) perfusion: f64,
    /// Warming, °C.
    pub(crate) warmth_c: f64,
    /// Seconds in which the right layer was loaded; at the edge; in which anything touched it.
    pub(crate) worked_s: f64,
    pub(crate) edge_s: f64,
    pub(crate) contact_s: f64,
}

impl ToBits for Site {
    fn to_bits(&self, bits: &mut Bits) {
        let Self { form: _, layers, dynamic } = self;
        let SiteState {
            touched,
            creep_mm,
            gain_mm,
            irritation,
            fluid_change,
            guarding,
            redness,
            reddening,
            perfusion,
            warmth_c,
            worked_s,
            edge_s,
            contact_s,
        } = *dynamic;
        bits.flag(touched);
        if touched {
            bits.numbers(&[creep_mm, gain_mm, irritation, fluid_change, guarding, redness, reddening, perfusion]);
            bits.numbers(&[warmth_c, worked_s, edge_s, contact_s]);
            for layer in layers {
                layer.to_bits(bits);
            }
        }
    }
}

/// Where normal tissue of a place comes from.
struct Ground<'a> {
    mechanics: &'a Mechanics,
    subcutis_mm: f64,
}

/// Makes all sites in order of precedence: findings by grade, normal zones, regions, everything else.
pub(crate) fn sites(knowledge: &Knowledge, make_up: &MakeUp, weakness: f64, constants: &Constants) -> Vec<Site> {
    let factor = 1.0 - constants.weak_tissue_relief * weakness;
    let thick = (1.0 + constants.subcutis_per_bmi * (make_up.bmi - 22.0)).clamp(0.6, 2.5);
    let thickness = |region: &crate::knowledge::body::Region| {
        let sex = if make_up.female && region.thicker_in_women { constants.subcutis_female } else { 1.0 };
        0.5 * (region.subcutis_mm.0 + region.subcutis_mm.1) * thick * sex
    };
    let plain = layer::plain(constants);
    let ground_at = |point: BackPoint| -> Ground<'_> {
        knowledge
            .regions
            .iter()
            .filter_map(|(_, region)| Some((region, region.mechanics.as_ref()?)))
            .find(|(region, _)| {
                inside(&region.outline, point) || (region.paired && inside(&region.outline, point.mirrored()))
            })
            .map_or(Ground { mechanics: &plain, subcutis_mm: 10.0 * thick }, |(region, mechanics)| Ground {
                mechanics,
                subcutis_mm: thickness(region),
            })
    };

    let left = make_up.prior.as_ref().map(|prior| (prior, prior.left(constants)));
    let mut found: Vec<(usize, &SiteSpec)> = make_up.sites.iter().enumerate().collect();
    found.sort_by_key(|(_, spec)| std::cmp::Reverse(spec.grades.whole()));
    let mut sites = Vec::new();
    for (number, spec) in found {
        let zone = spec.zone.as_ref().and_then(|zone| knowledge.zones.get(zone));
        let outlines = match (spec.outlines.is_empty(), zone) {
            (true, Some(zone)) => zone.outlines_on(spec.side),
            _ => spec.outlines.clone(),
        };
        let ground = ground_at(middle_of(&outlines));
        let finding = knowledge.findings.get(&spec.finding);
        let mut layers = match finding {
            Some(finding) => {
                layer::altered(ground.mechanics, finding, spec.grades, spec.layer.as_str(), factor, constants)
            }
            None => layer::normal(ground.mechanics, factor, constants),
        };
        let carried = left.and_then(|(prior, left)| Some((*prior.sites.get(number)?, left)));
        let (mut dynamic, mut carried_mm) = (SiteState::default(), 0.0);
        let normal_mm = 0.5 * (ground.mechanics.limit_mm.0 + ground.mechanics.limit_mm.1);
        if let Some((site, left)) = carried {
            let missing = (normal_mm - layers[layer::lower()].limit_mm).max(0.0);
            carried_mm = (f64::from(site.gain_um) / 1000.0 * left.tissue).min(missing);
            layer::widen(&mut layers, carried_mm);
            let fluid = f64::from(site.fluid) / 1000.0 * left.fluid;
            if finding.is_some_and(|finding| finding.fluid > 0.0) {
                for state in &mut layers {
                    state.fluid = (state.fluid + fluid).clamp(0.0, 1.5);
                }
            }
            dynamic.irritation = f64::from(site.irritation) / 1000.0 * left.irritation;
            dynamic.touched = dynamic.irritation > 0.0;
        }
        let name = match finding {
            Some(finding) => {
                // The first of its names is enough inside a sentence.
                let kind = finding.name.en.split(',').next().unwrap_or_default();
                format!("{} of grade {}, {}", lower_first(kind), spec.grades.whole(), spec.name)
            }
            None => spec.name.clone(),
        };
        let relief_mm = finding.map_or(0.0, |finding| finding.relief_mm * f64::from(spec.grades.whole()) / 4.0);
        let edged = finding.is_some_and(|finding| matches!(finding.relief, Relief::Groove | Relief::Line));
        let mechanics = finding.map_or(ground.mechanics, |finding| &finding.mechanics);
        let on_side = |point: BackPoint| match spec.side {
            Side::Left => point.mirrored(),
            _ => point,
        };
        let own_point = (spec.finding.as_str() == "maximal-point").then(|| middle_of(&outlines));
        sites.push(Site {
            layers,
            dynamic,
            form: SiteForm {
                name,
                bounds: bounds_of(&outlines),
                mirrored: mirrored(&outlines, spec.side),
                side: spec.side,
                zone: spec.zone.clone(),
                finding: Some(spec.finding.clone()),
                edged,
                maximal_point: own_point.or_else(|| zone.and_then(|zone| zone.maximal_point).map(on_side)),
                relief_mm,
                normal_limit_mm: normal_mm,
                creep: mechanics.creep,
                loss: mechanics.loss,
                subcutis_mm: ground.subcutis_mm,
                grades: spec.grades,
                spec: Some(number),
                carried_mm,
                outlines,
            },
        });
    }
    let normal = |outlines: Vec<Outline>, ground: &Ground<'_>, name: String, side: Side, zone: Option<ZoneId>| Site {
        layers: layer::normal(ground.mechanics, factor, constants),
        dynamic: SiteState::default(),
        form: SiteForm {
            name,
            bounds: bounds_of(&outlines),
            mirrored: mirrored(&outlines, side),
            side,
            zone,
            finding: None,
            edged: false,
            maximal_point: None,
            relief_mm: 0.0,
            normal_limit_mm: 0.5 * (ground.mechanics.limit_mm.0 + ground.mechanics.limit_mm.1),
            creep: ground.mechanics.creep,
            loss: ground.mechanics.loss,
            subcutis_mm: ground.subcutis_mm,
            grades: SiteGrades::default(),
            spec: None,
            carried_mm: 0.0,
            outlines,
        },
    };
    for (id, zone) in knowledge.zones.iter().filter(|(_, zone)| !zone.optional) {
        for &side in zone.occurs_on() {
            let taken = make_up.sites.iter().any(|spec| {
                spec.zone.as_ref() == Some(id) && (spec.side == side || spec.side == Side::Both || side == Side::Both)
            });
            if taken {
                continue;
            }
            let outlines = zone.outlines_on(side);
            let ground = ground_at(middle_of(&outlines));
            let name = match side {
                Side::Both => format!("normal tissue in the {}", lower_first(&zone.name.en)),
                side => format!("normal tissue in the {} on the {}", lower_first(&zone.name.en), side.word()),
            };
            sites.push(normal(outlines, &ground, name, side, Some(id.clone())));
        }
    }
    for (_, region) in knowledge.regions.iter().filter(|(_, region)| !region.outline.is_empty()) {
        let Some(mechanics) = &region.mechanics else { continue };
        let ground = Ground { mechanics, subcutis_mm: thickness(region) };
        let name = format!("normal tissue, {}", lower_first(&region.name.en));
        if region.paired {
            let left = region.outline.iter().map(|corner| corner.mirrored()).collect();
            sites.push(normal(vec![left], &ground, format!("{name} on the left"), Side::Left, None));
            let right = region.outline.clone();
            sites.push(normal(vec![right], &ground, format!("{name} on the right"), Side::Right, None));
        } else {
            sites.push(normal(vec![region.outline.clone()], &ground, name, Side::Both, None));
        }
    }
    let elsewhere = Ground { mechanics: &plain, subcutis_mm: 10.0 * thick };
    sites.push(normal(Vec::new(), &elsewhere, "normal tissue".into(), Side::Both, None));
    sites
}

/// How weak skin and vessels are, 0 to 1, from fragility, age and medicines.
pub(crate) fn weakness(make_up: &MakeUp, constants: &Constants) -> f64 {
    let by_age = smoothstep(constants.weak_age_from, constants.weak_age_to, f64::from(make_up.age));
    let by_trait = smoothstep(constants.weak_fragility_from, constants.weak_fragility_to, make_up.traits.fragility);
    let by_medicine = if make_up.has(Condition::ThinSkin) { constants.thin_skin_weakness } else { 0.0 };
    by_age.max(by_trait).max(by_medicine)
}

/// A name inside a sentence.
fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

fn mirrored(outlines: &[Outline], side: Side) -> Vec<Outline> {
    let left = outlines.iter().filter(|_| side == Side::Left);
    left.map(|outline| outline.iter().map(|corner| corner.mirrored()).collect()).collect()
}

fn bounds_of(outlines: &[Outline]) -> (f64, f64, f64, f64) {
    outlines.iter().flatten().fold(
        (f64::INFINITY, f64::NEG_INFINITY, f64::INFINITY, f64::NEG_INFINITY),
        |(left, right, top, bottom), corner| {
            (left.min(corner.0), right.max(corner.0), top.min(corner.1), bottom.max(corner.1))
        },
    )
}

fn middle_of(outlines: &[Outline]) -> BackPoint {
    outlines.first().map_or(BackPoint(0.0, 80.0), |outline| crate::knowledge::zone::centre(outline))
}

impl Site {
    /// Whether a point lies in it.
    pub(crate) fn holds(&self, point: BackPoint) -> bool {
        let (left, right, top, bottom) = self.form.bounds;
        point.0 >= left && point.0 <= right && point.1 >= top && point.1 <= bottom && self.covers(point)
    }

    /// Whether an outline holds a point; the left side is looked at in its mirror, so that both sides treat a border
    /// alike.
    fn covers(&self, point: BackPoint) -> bool {
        let form = &self.form;
        match form.side {
            Side::Left => form.mirrored.iter().any(|outline| inside(outline, point.mirrored())),
            _ => form.outlines.iter().any(|outline| inside(outline, point)),
        }
    }

    /// Distance to its border in centimetres.
    pub(crate) fn border_cm(&self, point: BackPoint) -> f64 {
        let mut nearest = f64::INFINITY;
        for outline in &self.form.outlines {
            let Some(mut previous) = outline.last().copied() else { continue };
            for &corner in outline {
                nearest = nearest.min(distance_to_segment_cm(point, previous, corner));
                previous = corner;
            }
        }
        nearest
    }

    /// Displacement to the limit of the lower plane now, millimetres, without passing creep and guarding.
    pub(crate) fn mobility_mm(&self, constants: &Constants) -> f64 {
        let lower = &self.layers[layer::lower()];
        lower.limit_mm + self.dynamic.gain_mm + (1.0 - lower.gel) * constants.gel_gain_mm
    }

    /// How far the finding could give way towards normal tissue, millimetres.
    pub(crate) fn deficit_mm(&self) -> f64 {
        (self.form.normal_limit_mm - self.layers[layer::lower()].limit_mm).max(0.0)
    }

    /// Grade of immobility now, 0 to 4: what the finding had, less what was won.
    pub(crate) fn bound_grade(&self, constants: &Constants) -> f64 {
        let lower = &self.layers[layer::lower()];
        let deficit = self.deficit_mm();
        if deficit <= 0.0 {
            return 0.0;
        }
        let won = self.dynamic.gain_mm + (1.0 - lower.gel) * constants.gel_gain_mm;
        4.0 * lower.adhesion * (1.0 - won / deficit).clamp(0.0, 1.0)
    }

    /// Fluid now, 0 to 1.5.
    pub(crate) fn fluid(&self) -> f64 {
        self.layers[layer::lower()].fluid
    }

    /// Tenderness of a layer now, 0 to 10, with irritation.
    pub(crate) fn tenderness(&self, layer: usize, constants: &Constants) -> f64 {
        let base = self.layers.get(layer).map_or(0.0, |state| state.tenderness);
        (base + constants.irritation_tenderness * self.dynamic.irritation).min(10.0)
    }

    /// What outlasts the session: a part of what was won now joins what was won before.
    pub(crate) fn leaves(&self, constants: &Constants) -> CarriedSite {
        let lasting = self.form.carried_mm + constants.consolidation * self.dynamic.gain_mm;
        CarriedSite {
            gain_um: thousandths(lasting).max(0) as u32,
            irritation: thousandths(self.dynamic.irritation).max(0) as u32,
            fluid: thousandths(self.dynamic.fluid_change),
        }
    }

    /// What inspection and palpation can find.
    pub(crate) fn view(&self, constants: &Constants) -> SiteView {
        let mut view = SiteView {
            outlines: self.form.outlines.clone(),
            side: self.form.side,
            zone: self.form.zone.clone(),
            finding: self.form.finding.clone(),
            mobility_mm: 0.0,
            mobility_before_mm: self.layers[layer::lower()].limit_mm,
            planes: layer::views(&self.layers),
            relief_mm: 0.0,
            guarding: 0.0,
            redness: 0.0,
            warmth_c: 0.0,
            tenderness: 0.0,
            worked_s: 0.0,
        };
        self.refresh(&mut view, constants);
        view
    }

    /// Brings a view up to date without building it anew.
    pub(crate) fn refresh(&self, view: &mut SiteView, constants: &Constants) {
        let open = self.deficit_mm();
        let freed = if open > 0.0 {
            ((self.mobility_mm(constants) - view.mobility_before_mm) / open).clamp(0.0, 1.0)
        } else {
            0.0
        };
        view.mobility_mm = self.mobility_mm(constants);
        view.relief_mm = self.form.relief_mm * (1.0 - constants.relief_freed * freed)
            + constants.fluid_relief_mm * self.dynamic.fluid_change;
        view.guarding = self.dynamic.guarding;
        view.redness = self.dynamic.redness;
        view.warmth_c = self.dynamic.warmth_c;
        view.tenderness = self.tenderness(layer::lower(), constants);
        view.worked_s = self.dynamic.worked_s;
    }
}
