"""A weighting report as text and as a page: tables, and charts as plain SVG without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enkat.weighting_report import WeightingReport

HEAD = ("Margin", "Target", "Before", "After", "Gap", "SMD before", "SMD after")
WIDTH, LABEL, LINE = 640, 220, 22


def _cells(r: WeightingReport) -> list[list[str]]:
    m = r.margins
    return [
        [
            name,
            f"{m['target'][i]:,.1f}",
            f"{m['before'][i]:,.1f}",
            f"{m['after'][i]:,.1f}",
            f"{m['gap'][i]:.2g}",
            f"{m['smd_before'][i]:.3f}",
            f"{m['smd_after'][i]:.3f}",
        ]
        for i, name in enumerate(r.names)
    ]


def _facts(r: WeightingReport) -> list[tuple[str, str]]:
    before, after = r.kish_before, r.kish_after
    facts = [
        ("Rows with a weight", f"{after.n:,}"),
        ("Sum of weights", f"{before.sum:,.1f} before, {after.sum:,.1f} after"),
        ("Effective sample size (Kish)", f"{before.n_effective:,.1f} before, {after.n_effective:,.1f} after"),
        ("Weighting effect (deff)", f"{before.deff_kish:.3f} before, {after.deff_kish:.3f} after"),
        ("Negative weights", str(r.negative)),
        ("Quantiles of the weights", "; ".join(f"{100 * q:g} %: {w:.4g}" for q, w in r.quantiles.items())),
    ]
    for number, step in enumerate(r.steps, start=1):
        facts.append((f"Step {number}", step.said))
        if step.history:
            shown = [f"{h:.1e}" for h in step.history]
            shown = shown if len(shown) <= 8 else [*shown[:4], "...", *shown[-3:]]
            facts.append((f"Step {number}, largest gap or move", ", ".join(shown)))
    return facts


def text(r: WeightingReport) -> str:
    """Facts, then aligned columns."""
    lines = [f"{name}: {value}" for name, value in _facts(r)]
    table = [list(HEAD), *_cells(r)]
    if len(table) > 1:
        widths = [max(len(row[i]) for row in table) for i in range(len(HEAD))]
        lines.append("")
        lines += [
            "  ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True)))
            for row in table
        ]
    return "\n".join(lines)


def html(r: WeightingReport) -> str:
    """Tables with captions and header cells, and two charts; every text is escaped."""
    facts = "".join(
        f'<tr><th scope="row" style="text-align:left">{escape(a)}</th><td style="text-align:left">{escape(b)}</td></tr>'
        for a, b in _facts(r)
    )
    out = [f'<table><caption style="text-align:left">Weighting</caption><tbody>{facts}</tbody></table>']
    if len(r):
        head = "".join(f'<th scope="col">{escape(h)}</th>' for h in HEAD)
        body = "".join(
            f'<tr><th scope="row" style="text-align:left">{escape(row[0])}</th>'
            + "".join(f'<td style="text-align:right">{escape(c)}</td>' for c in row[1:])
            + "</tr>"
            for row in _cells(r)
        )
        out.append(
            '<table style="font-variant-numeric:tabular-nums"><caption style="text-align:left">Margins, weighted totals'
            f"</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )
        out.append(love_plot(r.names, r.margins["smd_before"], r.margins["smd_after"]))
    out.append(histogram(*r.histogram))
    return "\n".join(out)


def histogram(low: float, high: float, count: Sequence[int]) -> str:
    """The weights as bars."""
    height, top = 120, max(count, default=0) or 1
    step = WIDTH / max(len(count), 1)
    bars = "".join(
        f'<rect x="{i * step:.1f}" y="{height - height * c / top:.1f}" width="{step - 1:.1f}" '
        f'height="{height * c / top:.1f}" fill="#0072B2"/>'
        for i, c in enumerate(count)
    )
    title = f"Histogram of the weights, from {low:.4g} to {high:.4g}; the tallest bar is {top} rows"
    return _figure(
        title,
        height + 20,
        f'{bars}<text x="0" y="{height + 15}" font-size="12" fill="currentColor">{low:.4g}</text>'
        f'<text x="{WIDTH}" y="{height + 15}" font-size="12" text-anchor="end" fill="currentColor">{high:.4g}</text>',
    )


def _figure(title: str, height: int, content: str) -> str:
    """A chart under its title, which says what the marks mean."""
    return (
        f'<figure style="margin:1em 0"><figcaption>{escape(title)}</figcaption>'
        f'<svg role="img" aria-label="{escape(title)}" viewBox="0 0 {WIDTH} {height}" '
        f'style="max-width:{WIDTH}px;width:100%"><title>{escape(title)}</title>{content}</svg></figure>'
    )


def love_plot(names: Sequence[str], before: Sequence[float], after: Sequence[float]) -> str:
    """Standardised differences before (rings) and after (dots)."""
    finite = [abs(v) for v in (*before, *after) if v == v]
    end = max([0.1, *finite])
    middle, unit = LABEL + (WIDTH - LABEL) / 2, (WIDTH - LABEL - 20) / 2 / end
    parts = []
    for i, (name, b, a) in enumerate(zip(names, before, after, strict=True)):
        y = LINE * i + 14
        shown = name if len(name) <= 32 else name[:31] + "…"
        parts.append(f'<text x="0" y="{y + 4}" font-size="12" fill="currentColor">{escape(shown)}</text>')
        if b == b:
            parts.append(
                f'<circle cx="{middle + b * unit:.1f}" cy="{y}" r="5" fill="none" stroke="#D55E00" stroke-width="2"/>'
            )
        if a == a:
            parts.append(f'<circle cx="{middle + a * unit:.1f}" cy="{y}" r="4" fill="#0072B2"/>')
    bottom = LINE * len(names) + 8
    title = (
        "Standardised differences from the targets: rings before, dots after weighting; dashed lines at -0.1 and 0.1, "
        "inside which a difference is often called small"
    )
    axis = f'<line x1="{middle}" x2="{middle}" y1="0" y2="{bottom}" stroke="#767676"/>' + "".join(
        f'<line x1="{middle + s * unit:.1f}" x2="{middle + s * unit:.1f}" y1="0" y2="{bottom}" stroke="#767676" '
        'stroke-dasharray="3 3"/>'
        for s in (-0.1, 0.1)
    )
    ends = "".join(
        f'<text x="{middle + s * end * unit:.1f}" y="{bottom + 14}" font-size="12" text-anchor="middle" '
        f'fill="currentColor">{s * end:.2g}</text>'
        for s in (-1, 0, 1)
    )
    return _figure(title, bottom + 20, f"{axis}{''.join(parts)}{ends}")
