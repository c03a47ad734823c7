"""What a banner book is asked for: lines of questions, banners of columns, grids, rankings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, Literal

__all__ = ["BannerColumns", "BannerRow", "Grid", "Ranking"]

Nets = Mapping[str, Sequence[Any]]
Sort = Literal["descending", "ascending"]


@dataclass(frozen=True, slots=True)
class BannerRow:
    """A question at the side of a banner, with the lines it shows.

    Parameters
    ----------
    variable : str
        A column: categories, a multi-select question, or numbers.
    nets : {name: list of categories}, optional
        Groups of categories; of a multi-select question whoever chose any of them.
    top, bottom : int or list of int, optional
        Top and bottom boxes: the net of the k highest, or lowest, categories of a scale.
    mean, sd : bool, optional
        Mean with its standard error, and standard deviation; by default for numbers, and for scales whose options
        carry a value.
    median : bool
        Median of numbers, with its Woodruff interval; medians are not compared.
    nps : bool
        Net promoter score of a 0 to 10 question: promoters (9, 10) minus detractors (0 to 6), in points.
    values : {category: number}, optional
        The numbers of categories, for boxes, means and scores; by default those of the definition, or the category
        itself where it is a number.
    answers : bool, optional
        Whether the categories themselves are shown; by default they are, except those of numbers of which there are
        more than twelve.
    sort : {"descending", "ascending"}, optional
        Sort the answers by their share in the total; nets and means stay at the end.
    fixed : list of categories, optional
        Answers that keep their place after the sorted ones; by default those that the definition marks as exclusive,
        or that take a text.
    label : str, optional
        Text in the place of the question's.
    """

    variable: str
    _: KW_ONLY
    nets: Nets = field(default_factory=dict)
    top: int | Sequence[int] = ()
    bottom: int | Sequence[int] = ()
    mean: bool | None = None
    sd: bool | None = None
    median: bool = False
    nps: bool = False
    values: Mapping[Any, float] | None = None
    answers: bool | None = None
    sort: Sort | None = None
    fixed: Sequence[Any] | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class BannerColumns:
    """One banner: columns that are compared with one another.

    Parameters
    ----------
    variables : str or tuple of str
        A column, or several that are nested: every combination that occurs.
    nets : {name: list of categories}, optional
        Further columns that put categories together (of one variable); they overlap their parts.
    only : list of categories, optional
        The categories to show, in this order; all of them by default.
    label : str, optional
        Text in the place of the question's.
    """

    variables: str | tuple[str, ...]
    _: KW_ONLY
    nets: Nets = field(default_factory=dict)
    only: Sequence[Any] | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """Items of one scale side by side: one table per summary, one line per item.

    Parameters
    ----------
    items : list of str, or the name of a matrix question
        Columns that share a scale.
    top, bottom, mean, nps, values
        As `BannerRow`: a table for each. Without any of them the means.
    shares : bool
        Also a table for every category of the scale.
    label : str, optional
        Text of the whole.
    """

    items: str | Sequence[str]
    _: KW_ONLY
    top: int | Sequence[int] = ()
    bottom: int | Sequence[int] = ()
    mean: bool = False
    nps: bool = False
    shares: bool = False
    values: Mapping[Any, float] | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """A ranking: the share that each item has in first place, and its mean rank.

    Parameters
    ----------
    items : str or list of str
        A ranking question, or one column of ranks per item, 1 for the first place.
    label : str, optional
        Text of the whole.
    """

    items: str | Sequence[str]
    _: KW_ONLY
    label: str | None = None
