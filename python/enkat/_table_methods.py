"""The methods of a design that make books of tables."""

from __future__ import annotations

from typing import Any, Literal

from enkat.banner import Banner

__all__ = ["TableMethods"]


class TableMethods:
    """What `Design` inherits."""

    __slots__ = ()

    def banner(
        self,
        rows: Any,
        columns: Any = (),
        *,
        where: Any = None,
        percent: Literal["column", "row", "total"] = "column",
        basis: Literal["respondents", "answers"] = "respondents",
        letters: bool | None = None,
        compare_total: bool = False,
        method: Literal["design", "dimensions", "dimensions_unpooled"] = "design",
        adjust: Literal["bh", "holm", "bonferroni", "none"] = "bh",
        levels: tuple[float, float] = (0.05, 0.01),
        min_effective: float = 30,
        min_expected: float = 5,
        min_base: int = 0,
        ci: str = "logit",
        level: float = 0.95,
    ) -> Banner:
        """A banner book: questions at the side, banners of columns at the head, bases and significance letters.

        Parameters
        ----------
        rows : str or list of str, BannerRow, Grid or Ranking
            Questions; `ek.BannerRow` adds nets, boxes, means, scores and sorting to one.
        columns : str, or list of str, tuple of str or BannerColumns
            Banners; a tuple nests columns: ``[("q_role", "q_level")]``. Without any only the total is shown.
        where : str, Condition or mask, optional
            As ``design.where(where).banner(...)``.
        percent : {"column", "row", "total"}
            What shares are taken of. Letters compare column shares only, and means.
        basis : {"respondents", "answers"}
            Whether shares of a multi-select question are of respondents or of all answers given.
        letters : bool, optional
            Significance letters; by default not for a self-selected sample.
        compare_total : bool
            Also test every column against the total, which it is part of.
        method : {"design", "dimensions", "dimensions_unpooled"}
            The variance of the difference under the design, or the formulas of SPSS Dimensions on effective bases.
        adjust : {"bh", "holm", "bonferroni", "none"}
            Adjustment for the number of tests within a line and banner.
        levels : (float, float)
            Significance levels of a lower-case letter and of a capital.
        min_effective, min_expected : float
            No test where an effective base e is smaller, or e p or e (1 - p) of a share.
        min_base : int
            Columns with fewer respondents show no figures.
        ci : {"logit", "t", "wilson", "beta", "nchs", ...}
            Method of the intervals of shares; means have t intervals.
        level : float
            Confidence level of the intervals.

        Returns
        -------
        Banner
            `book["q_plan"].cell("yes", "teacher")`, `book.frame()`, `book.comparisons()`; printed as tables in a
            notebook.

        Raises
        ------
        DesignError
            An argument is off, or a category is not there; the message names it and the repair.

        Notes
        -----
        The difference of two columns has the variance of
        ``u_i = w_i [i in 1] (y_i - p1) / W1 - w_i [i in 2] (y_i - p2) / W2`` under the design, whether the columns are
        disjoint, overlap, or one is part of the other; see docs/methods/banner.md.

        Examples
        --------
        >>> import enkat as ek
        >>> data = {"likes": ["yes", "no"] * 60 + ["yes"] * 80, "region": ["N"] * 120 + ["S"] * 80}
        >>> book = ek.Design(data).banner("likes", "region")
        >>> book["likes"].cell("yes", "N")["estimate"]
        0.5
        """
        from enkat._banner_build import build

        design: Any = self
        return build(
            design if where is None else design.where(where),
            rows,
            columns,
            percent=percent,
            basis=basis,
            letters=letters,
            compare_total=compare_total,
            method=method,
            adjust=adjust,
            levels=levels,
            min_effective=min_effective,
            min_expected=min_expected,
            min_base=min_base,
            ci=ci,
            level=level,
        )
