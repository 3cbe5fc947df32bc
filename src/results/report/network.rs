//! Who is mentioned together with whom, drawn as a network. The places are computed here, always the same ones for the same counts.

use std::fmt::Write as _;

use super::bars::clipped;
use super::colors::class_of;
use crate::results::counts::{Cooccurrence, Pair};
use crate::results::markup::escaped;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 520.0;
/// How many edges are drawn at most, those of the most documents.
const EDGES: usize = 80;
const STEPS: usize = 400;

/// The pairs that are drawn.
pub(super) fn drawn(found: &Cooccurrence) -> &[Pair] {
    &found.pairs[..found.pairs.len().min(EDGES)]
}

/// The network; nothing where no two entities are mentioned together.
pub(super) fn chart(title: &str, found: &Cooccurrence) -> String {
    let pairs = drawn(found);
    let mut nodes: Vec<usize> = pairs.iter().flat_map(|pair| [pair.a, pair.b]).collect();
    nodes.sort_unstable();
    nodes.dedup();
    if nodes.is_empty() {
        return String::new();
    }
    // Every end of a pair is one of the nodes.
    let place = |entity| nodes.binary_search(&entity).unwrap_or(0);
    let edges: Vec<(usize, usize, f64)> = pairs
        .iter()
        .map(|pair| (place(pair.a), place(pair.b), pair.n_documents as f64))
        .collect();
    let points = layout(nodes.len(), &edges);
    let heaviest = edges.iter().map(|edge| edge.2).fold(1.0, f64::max);
    let most = nodes
        .iter()
        .map(|&node| found.entities[node].n_mentions)
        .max()
        .unwrap_or(1)
        .max(1) as f64;
    let mut svg = format!(
        r#"<svg class="network" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label="{}"><g class="edges">"#,
        escaped(title)
    );
    // A String takes whatever is written to it.
    for &(a, b, weight) in &edges {
        let ((x1, y1), (x2, y2)) = (points[a], points[b]);
        let width = 0.8 + 5.0 * weight / heaviest;
        let (from, to) = (&found.entities[nodes[a]], &found.entities[nodes[b]]);
        let _ = write!(
            svg,
            r#"<line x1="{x1:.0}" y1="{y1:.0}" x2="{x2:.0}" y2="{y2:.0}" stroke-width="{width:.1}"><title>{} and {}: {weight} documents</title></line>"#,
            escaped(from.name()),
            escaped(to.name()),
        );
    }
    svg += "</g>";
    for (&node, &(x, y)) in nodes.iter().zip(&points) {
        let entity = &found.entities[node];
        let radius = 5.0 + 13.0 * (entity.n_mentions as f64 / most).sqrt();
        let (name, mentions) = (escaped(entity.name()), entity.n_mentions);
        let _ = write!(
            svg,
            r#"<g class="node" data-entity="{}" role="img" aria-label="{name}: {mentions} mentions"><title>{name}: {mentions} mentions</title><circle class="fill {}" cx="{x:.0}" cy="{y:.0}" r="{radius:.1}"/><text x="{x:.0}" y="{:.0}" text-anchor="middle">{}</text></g>"#,
            escaped(&entity.id),
            class_of(&entity.label),
            y + radius + 13.0,
            escaped(&clipped(entity.name(), 16)),
        );
    }
    svg + "</svg>"
}

/// Places after Fruchterman and Reingold (1991): nodes push each other away, edges pull, and each step moves less than the one before. They
/// begin on a spiral, so nothing is left to chance.
fn layout(nodes: usize, edges: &[(usize, usize, f64)]) -> Vec<(f64, f64)> {
    let (centre_x, centre_y) = (WIDTH / 2.0, HEIGHT / 2.0);
    let golden = std::f64::consts::PI * (3.0 - 5f64.sqrt());
    let mut points: Vec<(f64, f64)> = (0..nodes)
        .map(|node| {
            let (angle, radius) = (
                node as f64 * golden,
                220.0 * ((node as f64 + 0.5) / nodes as f64).sqrt(),
            );
            (centre_x + radius * angle.cos(), centre_y + radius * angle.sin())
        })
        .collect();
    let ideal = 0.75 * (WIDTH * HEIGHT / nodes as f64).sqrt();
    let heaviest = edges.iter().map(|edge| edge.2).fold(1.0, f64::max);
    for step in 0..STEPS {
        let mut moves = vec![(0.0, 0.0); nodes];
        let mut push = |node: usize, towards: (f64, f64), force: f64| {
            moves[node].0 += towards.0 * force;
            moves[node].1 += towards.1 * force;
        };
        for a in 0..nodes {
            for b in a + 1..nodes {
                let (direction, distance) = between(points[b], points[a]);
                let force = ideal * ideal / distance;
                push(a, direction, force);
                push(b, direction, -force);
            }
            // Towards the middle, or parts without a connection drift away; more so from above and below, where there is less room.
            let (dx, dy) = (centre_x - points[a].0, centre_y - points[a].1);
            push(a, (dx, 1.5 * dy), 0.6);
        }
        for &(a, b, weight) in edges {
            let (direction, distance) = between(points[b], points[a]);
            let force = distance * distance / ideal * (0.3 + 0.7 * weight / heaviest);
            push(a, direction, -force);
            push(b, direction, force);
        }
        let warmth = 60.0 * (1.0 - step as f64 / STEPS as f64);
        for (point, (dx, dy)) in points.iter_mut().zip(moves) {
            let length = dx.hypot(dy).max(1e-9);
            let step = length.min(warmth) / length;
            point.0 = (point.0 + dx * step).clamp(60.0, WIDTH - 60.0);
            point.1 = (point.1 + dy * step).clamp(24.0, HEIGHT - 40.0);
        }
    }
    points
}

/// The direction from one point to another, of length 1, and how far they are apart.
fn between(from: (f64, f64), to: (f64, f64)) -> ((f64, f64), f64) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let distance = dx.hypot(dy).max(1.0);
    ((dx / distance, dy / distance), distance)
}
