"""The plot of growth.csv: rows in, an SVG of four panels out, without a library. Sizes are on a logarithmic scale, costs from 0."""

import math

TITLES = {
    "corpus": "size of the corpus, MB",
    "dictionary": "aliases in a user's dictionary",
    "document": "length of a document, kB",
    "threads": "threads",
}
WIDTH, HEIGHT, LEFT, TOP, GAP = 300, 180, 50, 40, 90
STYLE = "text{font:12px sans-serif;fill:#333}line{stroke:#ccc}polyline{fill:none;stroke:#1668a7;stroke-width:2}circle{fill:#1668a7}"


def number(value):
    """1000000 as 10⁶ would be read; small numbers as they are."""
    value = float(value)
    for limit, unit in ((1e6, "M"), (1e3, "k")):
        if value >= limit:
            return f"{value / limit:g}{unit}"
    return f"{value:g}"


def step(most):
    """A round step that gives three to six lines."""
    power = 10 ** math.floor(math.log10(most))
    return next(power * part for part in (0.1, 0.2, 0.25, 0.5, 1) if most / (power * part) <= 6)


def panel(series, rows, x, y):
    sizes = [float(row[1]) for row in rows]
    costs = [float(row[7]) for row in rows]
    most = max(costs) * 1.15
    low, high = math.log10(min(sizes)), math.log10(max(sizes))
    across = [x + WIDTH * (math.log10(size) - low) / ((high - low) or 1) for size in sizes]
    down = [y + HEIGHT * (1 - cost / most) for cost in costs]
    parts = [f'<text x="{x}" y="{y - 12}">{rows[0][8]}, by {TITLES[series]}</text>']
    lines = step(most)
    for count in range(int(most / lines) + 1):
        at = y + HEIGHT * (1 - count * lines / most)
        parts.append(f'<line x1="{x}" y1="{at:.1f}" x2="{x + WIDTH}" y2="{at:.1f}"/>')
        parts.append(f'<text x="{x - 6}" y="{at + 4:.1f}" text-anchor="end">{count * lines:g}</text>')
    points = " ".join(f"{right:.1f},{below:.1f}" for right, below in zip(across, down))
    parts.append(f'<polyline points="{points}"/>')
    for right, below, size in zip(across, down, sizes):
        parts.append(f'<circle cx="{right:.1f}" cy="{below:.1f}" r="3"/>')
        parts.append(f'<text x="{right:.1f}" y="{y + HEIGHT + 18}" text-anchor="middle">{number(size)}</text>')
    return "\n".join(parts)


def svg(rows):
    panels = []
    for place, series in enumerate(TITLES):
        x = LEFT + (place % 2) * (WIDTH + GAP)
        y = TOP + (place // 2) * (HEIGHT + GAP)
        panels.append(panel(series, [row for row in rows if row[0] == series], x, y))
    width, height = 2 * (WIDTH + GAP), 2 * (HEIGHT + GAP) + 10
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    ground = f'<rect width="{width}" height="{height}" fill="#fff"/>'
    return "\n".join([head, f"<style>{STYLE}</style>", ground, *panels, "</svg>"]) + "\n"
