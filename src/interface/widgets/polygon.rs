//! Filling outlines that may be hollow on one side; egui alone fills only convex ones.

use bevy_egui::egui::{Color32, Mesh, Pos2, Shape};

/// The filled shape of an outline, given in order round the area, either way.
///
/// Outlines that cross themselves are filled as far as ears can be cut off.
pub fn filled(outline: &[Pos2], colour: Color32) -> Shape {
    let mut mesh = Mesh::default();
    for point in outline {
        mesh.colored_vertex(*point, colour);
    }
    for [a, b, c] in triangles(outline) {
        mesh.add_triangle(a, b, c);
    }
    Shape::mesh(mesh)
}

/// The corners of the triangles that fill an outline, by cutting off ears.
fn triangles(outline: &[Pos2]) -> Vec<[u32; 3]> {
    let mut left: Vec<usize> = (0..outline.len()).collect();
    if area(outline) < 0.0 {
        left.reverse();
    }
    let mut found = Vec::new();
    while left.len() > 2 {
        let count = left.len();
        let ear = (0..count).find(|&i| is_ear(outline, &left, i));
        let Some(i) = ear else { break };
        let (before, after) = ((i + count - 1) % count, (i + 1) % count);
        if let (Some(&a), Some(&b), Some(&c)) = (left.get(before), left.get(i), left.get(after)) {
            found.push([a as u32, b as u32, c as u32]);
        }
        left.remove(i);
    }
    found
}

fn is_ear(outline: &[Pos2], left: &[usize], i: usize) -> bool {
    let count = left.len();
    let point = |i: usize| left.get(i % count).and_then(|&index| outline.get(index)).copied();
    let (Some(a), Some(b), Some(c)) = (point(i + count - 1), point(i), point(i + 1)) else { return false };
    if turn(a, b, c) <= 0.0 {
        return false;
    }
    let before = (i + count - 1) % count;
    let after = (i + 1) % count;
    (0..count)
        .filter(|&other| other != i && other != before && other != after)
        .all(|other| point(other).is_none_or(|p| turn(a, b, p) < 0.0 || turn(b, c, p) < 0.0 || turn(c, a, p) < 0.0))
}

fn turn(a: Pos2, b: Pos2, c: Pos2) -> f32 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

fn area(outline: &[Pos2]) -> f32 {
    let next = outline.iter().cycle().skip(1);
    outline.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum::<f32>() / 2.0
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::pos2;

    use super::*;

    #[test]
    fn a_hollow_outline_is_filled_completely_and_only_inside() {
        let arrow = [pos2(0.0, 0.0), pos2(4.0, 0.0), pos2(4.0, 4.0), pos2(2.0, 1.0), pos2(0.0, 4.0)];
        for outline in [arrow.to_vec(), arrow.iter().rev().copied().collect()] {
            let filled: f32 = triangles(&outline)
                .iter()
                .map(|t| {
                    let [a, b, c] = t.map(|i| outline[i as usize]);
                    turn(a, b, c).abs() / 2.0
                })
                .sum();
            assert!((filled - area(&outline).abs()).abs() < 1e-4, "{filled}");
        }
    }

    #[test]
    fn nothing_is_filled_where_there_is_no_area() {
        assert!(triangles(&[]).is_empty());
        assert!(triangles(&[pos2(0.0, 0.0), pos2(1.0, 0.0)]).is_empty());
    }
}
