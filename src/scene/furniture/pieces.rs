//! Pieces of furniture from plain shapes. Metres.

use std::f32::consts::{FRAC_PI_2, PI};

use bevy::{
    asset::RenderAssetUsages, light::NotShadowCaster, mesh::Indices, prelude::*,
    render::render_resource::PrimitiveTopology,
};

use super::{Piece, images, sheet::SEAT_RADIUS};

/// What is needed to put pieces into the room.
pub(super) struct Workshop<'a, 'w, 's> {
    pub(super) commands: &'a mut Commands<'w, 's>,
    pub(super) meshes: &'a mut Assets<Mesh>,
    pub(super) materials: &'a mut Assets<StandardMaterial>,
    pub(super) images: &'a mut Assets<Image>,
    /// Height of the floor.
    pub(super) floor: f32,
}

/// Half of the room: x and z.
const HALF: Vec2 = Vec2::new(2.4, 2.4);
const HEIGHT: f32 = 2.75;

/// Colours of the room, sRGB.
const WALL: Color = Color::srgb(0.85, 0.815, 0.765);
const DADO: Color = Color::srgb(0.60, 0.655, 0.62);
const WHITE: Color = Color::srgb(0.92, 0.905, 0.88);
const OAK: Color = Color::srgb(0.66, 0.50, 0.36);
const LEATHER: Color = Color::srgb(0.47, 0.36, 0.30);
const STEEL: Color = Color::srgb(0.62, 0.62, 0.62);
const LINEN: Color = Color::srgb(0.86, 0.84, 0.79);
const CLAY: Color = Color::srgb(0.70, 0.45, 0.34);
const LEAF: Color = Color::srgb(0.24, 0.38, 0.22);

impl Workshop<'_, '_, '_> {
    fn matte(&mut self, base_color: Color, perceptual_roughness: f32) -> Handle<StandardMaterial> {
        self.materials.add(StandardMaterial { base_color, perceptual_roughness, reflectance: 0.3, ..default() })
    }

    fn put(&mut self, name: &'static str, mesh: impl Into<Mesh>, material: &Handle<StandardMaterial>, at: Transform) {
        self.commands.spawn((
            Name::new(name),
            Piece,
            Mesh3d(self.meshes.add(mesh.into())),
            MeshMaterial3d(material.clone()),
            at,
        ));
    }

    fn block(&mut self, name: &'static str, material: &Handle<StandardMaterial>, centre: Vec3, size: Vec3) {
        self.put(name, Cuboid::from_size(size), material, Transform::from_translation(centre));
    }

    /// A pad with rounded edges.
    fn cushion(
        &mut self,
        name: &'static str,
        material: &Handle<StandardMaterial>,
        centre: Vec3,
        size: Vec3,
        edge: f32,
    ) {
        let mesh = cushion(size, edge);
        self.put(name, mesh, material, Transform::from_translation(centre));
    }

    /// Floor, walls, skirting.
    pub(super) fn room(&mut self) {
        let boards = self.images.add(images::boards());
        let floor = self.materials.add(StandardMaterial {
            base_color_texture: Some(boards),
            perceptual_roughness: 0.55,
            reflectance: 0.35,
            uv_transform: bevy::math::Affine2::from_scale(Vec2::new(8.0, 3.0)),
            ..default()
        });
        let wall = self.matte(WALL, 0.95);
        let dado = self.matte(DADO, 0.92);
        let trim = self.matte(WHITE, 0.7);
        let ground = Plane3d::new(Vec3::Y, HALF * 1.6);
        self.put("floor", ground, &floor, Transform::from_xyz(0.0, self.floor, 0.0));
        // walls are seen from inside only, so that the camera may stand behind them
        let sides = [
            (Vec3::new(0.0, 0.0, HALF.y), PI, HALF.x),
            (Vec3::new(HALF.x, 0.0, 0.0), -FRAC_PI_2, HALF.y),
            (Vec3::new(-HALF.x, 0.0, 0.0), FRAC_PI_2, HALF.y),
            (Vec3::new(0.0, 0.0, -HALF.y), 0.0, HALF.x),
        ];
        for (middle, turn, half) in sides {
            let turned = Quat::from_rotation_y(turn);
            let inward = turned * Vec3::Z;
            let panel = |low: f32, high: f32, inset: f32| {
                let at = middle + inward * inset + Vec3::Y * (self.floor + (low + high) / 2.0);
                (Rectangle::new(half * 2.0, high - low), Transform::from_translation(at).with_rotation(turned))
            };
            let panels = [
                ("wall", panel(0.0, HEIGHT, 0.0), &wall),
                ("dado", panel(0.0, 0.98, 0.004), &dado),
                ("rail", panel(0.98, 1.015, 0.012), &trim),
                ("skirting", panel(0.0, 0.11, 0.014), &trim),
            ];
            for (name, (mesh, at), material) in panels {
                self.put(name, mesh, material, at);
            }
        }
        let ceiling = self.matte(WHITE, 0.95);
        let over = Plane3d::new(Vec3::NEG_Y, HALF * 1.2);
        self.put("ceiling", over, &ceiling, Transform::from_xyz(0.0, self.floor + HEIGHT, 0.0));
    }

    /// A round stool; `seat` is the middle of its top.
    pub(super) fn stool(&mut self, seat: Vec3) {
        let leather = self.matte(LEATHER, 0.55);
        let steel = self.materials.add(StandardMaterial {
            base_color: STEEL,
            perceptual_roughness: 0.35,
            metallic: 0.6,
            ..default()
        });
        self.put(
            "stool: seat",
            disc(SEAT_RADIUS, 0.07, 0.028),
            &leather,
            Transform::from_translation(seat - Vec3::Y * 0.035),
        );
        let plate = Transform::from_translation(seat - Vec3::Y * 0.082);
        self.put("stool: plate", Cylinder::new(0.13, 0.024), &steel, plate);
        let height = seat.y - self.floor - 0.10;
        let middle = Vec3::new(seat.x, self.floor + 0.06 + height / 2.0, seat.z);
        self.put("stool: column", Cylinder::new(0.028, height), &steel, Transform::from_translation(middle));
        for k in 0..5 {
            let turn = k as f32 * PI * 0.4 + 0.3;
            let out = Vec3::new(turn.sin(), 0.0, turn.cos());
            let foot = Vec3::new(seat.x, self.floor + 0.065, seat.z) + out * 0.135;
            let tilted = Transform::from_translation(foot)
                .with_rotation(Quat::from_rotation_y(turn) * Quat::from_rotation_x(0.09));
            self.put("stool: leg", Cuboid::new(0.042, 0.026, 0.28), &steel, tilted);
            let wheel = Transform::from_translation(Vec3::new(seat.x, self.floor + 0.026, seat.z) + out * 0.265)
                .with_rotation(Quat::from_rotation_y(turn) * Quat::from_rotation_z(FRAC_PI_2));
            self.put("stool: wheel", Cylinder::new(0.026, 0.022), &leather, wheel);
        }
    }

    /// A treatment table along z; `top` is the middle of its upper side. At the wall it carries a folded towel.
    pub(super) fn treatment_table(&mut self, top: Vec3, at_the_wall: bool) {
        let leather = self.matte(LEATHER, 0.6);
        let oak = self.matte(OAK, 0.6);
        let linen = self.linen();
        let long = if at_the_wall { 1.6 } else { 2.06 };
        let size = Vec3::new(0.74, 0.075, long);
        let size = if at_the_wall { Vec3::new(long, size.y, 0.68) } else { size };
        self.cushion("table: pad", &leather, top - Vec3::Y * 0.045, size, 0.03);
        let cover = Vec3::new(size.x + 0.012, 0.05, size.z * if at_the_wall { 0.98 } else { 1.002 });
        self.cushion("table: cover", &linen, top - Vec3::Y * 0.0262, cover, 0.024);
        let frame = Vec3::new(size.x - 0.10, 0.05, size.z - 0.12);
        self.block("table: frame", &oak, top - Vec3::Y * 0.105, frame);
        let height = top.y - self.floor - 0.12;
        for (sx, sz) in [(-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0)] {
            let foot = Vec3::new(sx * (frame.x / 2.0 - 0.05), 0.0, sz * (frame.z / 2.0 - 0.08));
            let centre = Vec3::new(top.x, self.floor + height / 2.0, top.z) + foot;
            self.block("table: leg", &oak, centre, Vec3::new(0.065, height, 0.065));
        }
        if at_the_wall {
            self.towels(top + Vec3::new(0.35, 0.0, 0.05));
            self.pillow(top + Vec3::new(-0.45, 0.055, 0.02), 0.11);
        }
    }

    fn linen(&mut self) -> Handle<StandardMaterial> {
        let cloth = self.images.add(images::cloth());
        self.materials.add(StandardMaterial {
            base_color: LINEN,
            base_color_texture: Some(cloth),
            perceptual_roughness: 0.95,
            reflectance: 0.15,
            ..default()
        })
    }

    /// Folded towels on a surface.
    fn towels(&mut self, on: Vec3) {
        let colours = [Color::srgb(0.80, 0.77, 0.70), Color::srgb(0.55, 0.62, 0.60), Color::srgb(0.83, 0.80, 0.74)];
        for (k, colour) in colours.into_iter().enumerate() {
            let cloth = self.matte(colour, 0.97);
            let at = on + Vec3::Y * (0.028 + 0.052 * k as f32);
            let turned = Quat::from_rotation_y(0.05 * (k as f32 - 1.0));
            let mesh = cushion(Vec3::new(0.36 - 0.012 * k as f32, 0.052, 0.24), 0.024);
            self.put("towel", mesh, &cloth, Transform::from_translation(at).with_rotation(turned));
        }
    }

    /// A pillow.
    pub(super) fn pillow(&mut self, centre: Vec3, height: f32) {
        let linen = self.matte(WHITE, 0.95);
        self.cushion("pillow", &linen, centre, Vec3::new(0.44, height.max(0.05), 0.34), height.max(0.05) * 0.48);
    }

    /// A low sideboard with a plant and a bowl.
    pub(super) fn sideboard(&mut self, foot: Vec3) {
        let oak = self.matte(OAK, 0.62);
        let dark = self.matte(Color::srgb(0.42, 0.31, 0.22), 0.7);
        self.block("sideboard", &oak, foot + Vec3::Y * 0.40, Vec3::new(1.25, 0.64, 0.40));
        for k in [-0.31, 0.31] {
            self.block("sideboard: door", &oak, foot + Vec3::new(k, 0.40, -0.204), Vec3::new(0.60, 0.58, 0.012));
            let knob = Transform::from_translation(foot + Vec3::new(k * 0.2, 0.44, -0.216));
            self.put("sideboard: knob", Sphere::new(0.012), &dark, knob);
        }
        self.block("sideboard: base", &dark, foot + Vec3::Y * 0.04, Vec3::new(1.15, 0.08, 0.34));
        let clay = self.matte(CLAY, 0.85);
        let leaf = self.materials.add(StandardMaterial {
            base_color: LEAF,
            perceptual_roughness: 0.7,
            double_sided: true,
            cull_mode: None,
            ..default()
        });
        let pot = foot + Vec3::new(-0.33, 0.72, 0.0);
        let cone = ConicalFrustum { radius_top: 0.085, radius_bottom: 0.06, height: 0.14 };
        self.put("pot", cone, &clay, Transform::from_translation(pot + Vec3::Y * 0.07));
        for k in 0..17 {
            let turn = k as f32 * 2.4;
            let lift = 0.35 + 0.6 * (k as f32 * 0.37).fract();
            let length = 0.22 + 0.16 * (k as f32 * 0.61).fract();
            let turned = Quat::from_rotation_y(turn) * Quat::from_rotation_x(FRAC_PI_2 - lift - 0.45);
            let tip = pot + Vec3::Y * 0.13;
            let blade = Ellipse::new(0.026, length / 2.0);
            let at = Transform::from_translation(tip + turned * Vec3::Y * (length / 2.0)).with_rotation(turned);
            self.put("leaf", blade, &leaf, at);
        }
        let bowl = Transform::from_translation(foot + Vec3::new(0.35, 0.72, 0.0)).with_scale(Vec3::new(1.0, 0.55, 1.0));
        let glaze = self.matte(Color::srgb(0.72, 0.74, 0.70), 0.4);
        self.put("bowl", Sphere::new(0.10), &glaze, bowl.with_translation(bowl.translation + Vec3::Y * 0.05));
    }

    /// A window in the wall at the client's left, with a light curtain.
    pub(super) fn window(&mut self, centre: Vec3) {
        let trim = self.matte(WHITE, 0.6);
        let bright = self.materials.add(StandardMaterial {
            base_color: Color::srgb(0.55, 0.60, 0.64),
            emissive: LinearRgba::rgb(330.0, 370.0, 410.0),
            ..default()
        });
        let turned = Quat::from_rotation_y(-FRAC_PI_2);
        let pane = Transform::from_translation(centre).with_rotation(turned);
        let (wide, high) = (1.25, 1.35);
        self.put("window: pane", Rectangle::new(wide, high), &bright, pane);
        for (offset, size) in [
            (Vec3::new(0.0, high / 2.0, 0.0), Vec3::new(0.06, 0.07, wide + 0.14)),
            (Vec3::new(0.0, -high / 2.0, 0.0), Vec3::new(0.12, 0.05, wide + 0.20)),
            (Vec3::new(0.0, 0.0, wide / 2.0), Vec3::new(0.06, high, 0.07)),
            (Vec3::new(0.0, 0.0, -wide / 2.0), Vec3::new(0.06, high, 0.07)),
            (Vec3::new(0.0, 0.0, 0.0), Vec3::new(0.04, high, 0.04)),
            (Vec3::new(0.0, 0.22, 0.0), Vec3::new(0.04, 0.035, wide)),
        ] {
            self.block("window: frame", &trim, centre + offset, size);
        }
        let linen = self.materials.add(StandardMaterial {
            base_color: Color::srgb(0.74, 0.71, 0.65),
            perceptual_roughness: 1.0,
            emissive: LinearRgba::rgb(14.0, 13.0, 11.5),
            double_sided: true,
            cull_mode: None,
            ..default()
        });
        for side in [-1.0_f32, 1.0] {
            let at = centre + Vec3::new(-0.08, -0.08, side * (wide / 2.0 + 0.16));
            let mesh = curtain(0.46, high + 0.62);
            self.commands.spawn((
                Name::new("curtain"),
                Piece,
                NotShadowCaster,
                Mesh3d(self.meshes.add(mesh)),
                MeshMaterial3d(linen.clone()),
                Transform::from_translation(at).with_rotation(turned),
            ));
        }
    }

    /// A quiet picture on the far wall: land in three tones, and a sun.
    pub(super) fn picture(&mut self, centre: Vec3) {
        let oak = self.matte(OAK, 0.6);
        let paper = self.matte(WHITE, 0.95);
        self.block("picture: frame", &oak, centre, Vec3::new(0.66, 0.50, 0.02));
        let turned = Quat::from_rotation_y(PI);
        let on =
            |x: f32, y: f32, z: f32| Transform::from_translation(centre + Vec3::new(x, y, z)).with_rotation(turned);
        self.put("picture: paper", Rectangle::new(0.60, 0.44), &paper, on(0.0, 0.0, -0.0115));
        let tones = [Color::srgb(0.80, 0.74, 0.64), Color::srgb(0.62, 0.67, 0.62), Color::srgb(0.44, 0.53, 0.52)];
        for (k, tone) in tones.into_iter().enumerate() {
            let paint = self.matte(tone, 0.95);
            let band = Rectangle::new(0.46, [0.11, 0.10, 0.08][k]);
            self.put("picture: band", band, &paint, on(0.0, [-0.015, -0.115, -0.165][k], -0.0135 - 0.0015 * k as f32));
        }
        let sun = self.matte(CLAY, 0.95);
        self.put("picture: sun", Circle::new(0.035), &sun, on(0.10, 0.10, -0.0125));
    }
}

/// A box with rounded edges: each face of a lattice over a box is drawn in to an inner box and pushed out again.
fn cushion(size: Vec3, edge: f32) -> Mesh {
    let half = size / 2.0;
    let edge = edge.min(half.min_element());
    let inner = half - edge;
    let (mut positions, mut normals, mut uvs, mut indices) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    // steps from -1 to 1 that are dense near the ends
    let steps = |half: f32| -> Vec<f32> {
        let rim = [0.0, 0.12, 0.29, 0.5, 0.74, 1.0].map(|share| -half + share * edge);
        let mut all: Vec<f32> = rim.to_vec();
        all.extend(rim.iter().rev().map(|value| -value));
        all
    };
    for axis in 0..3 {
        let (u, v) = ((axis + 1) % 3, (axis + 2) % 3);
        let (across, along) = (steps(half[u]), steps(half[v]));
        for sign in [-1.0_f32, 1.0] {
            let base = positions.len() as u32;
            for &a in &across {
                for &b in &along {
                    let mut point = Vec3::ZERO;
                    (point[axis], point[u], point[v]) = (sign * half[axis], a, b);
                    let core = point.clamp(-inner, inner);
                    let normal = (point - core).normalize_or(Vec3::Y);
                    positions.push((core + normal * edge).to_array());
                    normals.push(normal.to_array());
                    uvs.push([a * 8.0, b * 8.0]);
                }
            }
            let (rows, columns) = (across.len() as u32, along.len() as u32);
            for row in 0..rows - 1 {
                for column in 0..columns - 1 {
                    let [a, b, c, d] = [0, 1, columns + 1, columns].map(|k| base + row * columns + column + k);
                    indices.extend(if sign > 0.0 { [a, c, b, a, d, c] } else { [a, b, c, a, c, d] });
                }
            }
        }
    }
    triangles(positions, normals, uvs, indices)
}

/// A mesh of triangles whose corners are in range.
fn triangles(positions: Vec<[f32; 3]>, normals: Vec<[f32; 3]>, uvs: Vec<[f32; 2]>, indices: Vec<u32>) -> Mesh {
    Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::RENDER_WORLD)
        .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, positions)
        .with_inserted_attribute(Mesh::ATTRIBUTE_NORMAL, normals)
        .with_inserted_attribute(Mesh::ATTRIBUTE_UV_0, uvs)
        .with_inserted_indices(Indices::U32(indices))
}

/// A round pad with a rounded rim: a profile turned about the upright axis.
fn disc(radius: f32, height: f32, edge: f32) -> Mesh {
    let edge = edge.min(height / 2.0);
    // radius, height, slope of the normal; from the middle of the top to the middle of the bottom
    let mut profile = vec![(0.0, height / 2.0, FRAC_PI_2)];
    for k in 0..=6 {
        let angle = FRAC_PI_2 * (1.0 - k as f32 / 6.0);
        profile.push((radius - edge + edge * angle.cos(), height / 2.0 - edge + edge * angle.sin(), angle));
    }
    for k in 0..=6 {
        let angle = -FRAC_PI_2 * k as f32 / 6.0;
        profile.push((radius - edge + edge * angle.cos(), edge - height / 2.0 + edge * angle.sin(), angle));
    }
    profile.push((0.0, -height / 2.0, -FRAC_PI_2));
    let (mut positions, mut normals, mut uvs, mut indices) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let turns = 64_u32;
    let count = profile.len() as u32;
    for turn in 0..=turns {
        let (sine, cosine) = (2.0 * PI * turn as f32 / turns as f32).sin_cos();
        for &(radius, height, slope) in &profile {
            positions.push([radius * sine, height, radius * cosine]);
            normals.push([slope.cos() * sine, slope.sin(), slope.cos() * cosine]);
            uvs.push([radius * sine * 8.0, radius * cosine * 8.0]);
        }
    }
    for turn in 0..turns {
        for k in 0..count - 1 {
            let [a, b, c, d] = [0, 1, count + 1, count].map(|step| turn * count + k + step);
            indices.extend([a, b, c, a, c, d]);
        }
    }
    triangles(positions, normals, uvs, indices)
}

/// Moves every vertex and makes the normals anew.
fn reshape(mut mesh: Mesh, place: impl Fn(Vec3) -> Vec3) -> Mesh {
    if let Some(bevy::mesh::VertexAttributeValues::Float32x3(positions)) = mesh.attribute_mut(Mesh::ATTRIBUTE_POSITION)
    {
        for position in positions {
            *position = place(Vec3::from(*position)).into();
        }
    }
    mesh.compute_smooth_normals();
    mesh
}

/// A hanging curtain with folds.
fn curtain(wide: f32, high: f32) -> Mesh {
    let mesh = Plane3d::new(Vec3::Z, Vec2::new(wide, high) / 2.0).mesh().subdivisions(40).build();
    reshape(mesh, |p| Vec3::new(p.x, p.y, 0.025 * (p.x * 70.0).sin() + 0.012 * (p.x * 31.0 + p.y * 2.0).sin()))
}
