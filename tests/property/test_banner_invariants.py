"""What holds for every banner book: scaled weights, permuted rows, renamed categories, nets of everything."""

from __future__ import annotations

import enkat as ek
import numpy as np
from hypothesis import assume, given
from random_designs import designs

NUMBERS = ("estimate", "se", "n_effective", "df")


def book(frame, arguments, **options):
    design = ek.Design(frame, **arguments)
    rows = [ek.BannerRow("g", nets={"all": ["a", "b", "c"]}), "m", "y"]
    return design.banner(rows, ["k", ("k", "g"), "m"], min_effective=0, min_expected=0, **options)


def drawn(d):
    assume(set(d.data["g"]) == {"a", "b", "c"} and set(d.data["k"]) == {"p", "q"})
    return d.frame()


def close(a, b, keys=NUMBERS) -> None:
    for one, other in zip(a, b, strict=True):
        assert [line.name for line in one.lines] == [line.name for line in other.lines]
        for key in keys:
            x, y = np.array(one.figures[key]), np.array(other.figures[key])
            assert np.allclose(x, y, rtol=1e-8, atol=1e-9 * np.nanmax(np.abs(x), initial=1), equal_nan=True), key


@given(designs())
def test_scaling_the_weights_changes_no_estimate(d):
    frame = drawn(d)
    other = frame.with_columns(w=frame["w"] * 7.5)
    arguments = {k: v for k, v in d.arguments.items() if k != "fpc"}
    close(book(frame, arguments), book(other, arguments))


@given(designs())
def test_permuting_rows_changes_nothing(d):
    frame = drawn(d)
    order = np.random.default_rng(1).permutation(d.sample.rows)
    close(book(frame, d.arguments), book(d.frame(order), d.arguments))


@given(designs())
def test_renaming_categories_renames_lines_only(d):
    frame = drawn(d)
    names = {"p": "x1", "q": "x2"}
    other = frame.with_columns(k=frame["k"].replace(names))
    a, b = book(frame, d.arguments), book(other, d.arguments)
    close(a, b)
    assert [names.get(h.name, h.name) for h in a.heads[:3]] == [h.name for h in b.heads[:3]]


@given(designs())
def test_a_net_of_all_answers_is_everyone_and_compares_with_nothing(d):
    table = book(drawn(d), d.arguments)["g"]
    for head, n in zip(table.heads, table.bases["n"], strict=True):
        if n and not head.banner.startswith("k >") and head.banner != "m":
            assert abs(table.cell("all", (head.banner, head.name))["estimate"] - 1) < 1e-12
    at = [i for i, line in enumerate(table.comparisons["line"]) if table.lines[line].name == "all"]
    assert all(np.isnan(table.comparisons["p"][i]) or table.comparisons["p"][i] > 0 for i in at)
