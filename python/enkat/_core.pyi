# Written by tools/stub.py from the extension; `make check` compares.
"""
The enkat engine.
"""

from __future__ import annotations

import collections.abc
import os
import typing

import numpy
import numpy.typing
import typing_extensions

class Definition:
    @staticmethod
    def load(json: str | bytes) -> Definition: ...
    def __getstate__(self) -> str: ...
    def __setstate__(self, arg0: str) -> None: ...
    def save(self) -> str: ...
    @property
    def warnings(self) -> list[str]: ...

class Buffer:
    def __len__(self: typing_extensions.Buffer) -> int: ...

class Column:
    def codes(self) -> typing_extensions.Buffer: ...
    def days(self) -> typing_extensions.Buffer: ...
    def kind_at(self, row: typing.SupportsInt | typing.SupportsIndex) -> str: ...
    def missing(self) -> typing_extensions.Buffer: ...
    def numbers(self) -> typing_extensions.Buffer: ...
    def order(self) -> typing_extensions.Buffer: ...
    def value(self, row: typing.SupportsInt | typing.SupportsIndex) -> typing.Any: ...
    def values(self) -> list[typing.Any]: ...
    def words(self) -> typing_extensions.Buffer: ...
    @property
    def kind(self) -> str: ...
    @property
    def levels(self) -> list[str]: ...
    @property
    def name(self) -> str: ...
    @property
    def rows(self) -> int: ...

class CellProblem:
    @property
    def detail(self) -> str: ...
    @property
    def question(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def rule(self) -> str: ...
    @property
    def value(self) -> str: ...

class Responses:
    source: str
    def column(self, name: str) -> Column: ...
    def set_zone(self, offset_at: collections.abc.Callable[..., typing.Any]) -> None: ...
    def with_texts(self, texts: collections.abc.Mapping[str, collections.abc.Sequence[str]]) -> Responses: ...
    @property
    def layout(self) -> str: ...
    @property
    def meta(self) -> dict[typing.Any, typing.Any]: ...
    @property
    def names(self) -> list[str]: ...
    @property
    def notes(self) -> list[str]: ...
    @property
    def problems(self) -> list[CellProblem]: ...
    @property
    def rows(self) -> int: ...
    @property
    def timezone(self) -> str: ...

class Numbers:
    def __init__(
        self, values: numpy.typing.ArrayLike | None, valid: numpy.typing.ArrayLike | None, name: str
    ) -> None: ...
    @property
    def centre(self) -> float: ...
    @property
    def size(self) -> int: ...
    @property
    def valid(self) -> numpy.typing.NDArray[numpy.uint8]: ...
    @property
    def values(self) -> numpy.typing.NDArray[numpy.float64]: ...

class Categories:
    def __init__(self, codes: numpy.typing.ArrayLike | None, levels: collections.abc.Sequence[str]) -> None: ...
    def with_missing_level(self, label: str) -> Categories: ...
    @property
    def codes(self) -> numpy.typing.NDArray[numpy.int32]: ...
    @property
    def levels(self) -> list[str]: ...
    @property
    def size(self) -> int: ...

class ArrowColumn:
    def __init__(self, capsule: object, name: str) -> None: ...
    def categories(self, nan_is_missing: bool) -> Categories: ...
    def numbers(self, nan_is_missing: bool) -> Numbers: ...
    @property
    def format(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def size(self) -> int: ...

class OptionSet:
    def __init__(
        self,
        options: collections.abc.Sequence[str],
        chosen: collections.abc.Sequence[numpy.typing.ArrayLike | None],
        answered: numpy.typing.ArrayLike | None,
    ) -> None: ...
    def chosen(self, arg0: typing.SupportsInt | typing.SupportsIndex) -> numpy.typing.NDArray[numpy.uint8]: ...
    @property
    def answered(self) -> numpy.typing.NDArray[numpy.uint8]: ...
    @property
    def options(self) -> list[str]: ...

class CellTable:
    def row(self, row: typing.SupportsInt | typing.SupportsIndex) -> list[str]: ...
    def width(self, row: typing.SupportsInt | typing.SupportsIndex) -> int: ...
    @property
    def rows(self) -> int: ...

class Design:
    def __init__(
        self,
        rows: typing.SupportsInt | typing.SupportsIndex,
        weights: Numbers | None,
        clusters: collections.abc.Sequence[Categories],
        strata: collections.abc.Sequence[Categories],
        fpc: collections.abc.Sequence[Numbers],
        nest: bool,
        lonely: str,
        lonely_in_domains: bool,
        degf: typing.SupportsFloat | typing.SupportsIndex | None,
        pps: tuple[
            str,
            bool,
            typing.SupportsFloat | typing.SupportsIndex | None,
            collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
        ]
        | None = None,
    ) -> None: ...
    def describe(self) -> dict[typing.Any, typing.Any]: ...
    def second_phase(self, in_: numpy.typing.ArrayLike | None, strata: Categories | None, full: bool) -> Design: ...
    def where(self, mask: numpy.typing.ArrayLike | None) -> Design: ...
    def with_replicate(self, r: typing.SupportsInt | typing.SupportsIndex) -> Design: ...
    def with_replicates(
        self,
        columns: collections.abc.Sequence[Numbers],
        kind: str,
        rho: typing.SupportsFloat | typing.SupportsIndex,
        combined: bool,
        mse: bool,
        scale: typing.SupportsFloat | typing.SupportsIndex | None,
        rscales: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex] | None,
    ) -> Design: ...
    def without_replicates(self) -> Design: ...
    @property
    def degrees_of_freedom(self) -> float: ...
    @property
    def domain(self) -> numpy.typing.NDArray[numpy.uint8]: ...
    @property
    def negative_weights(self) -> bool: ...
    @property
    def rows(self) -> int: ...
    @property
    def weighted(self) -> bool: ...
    @property
    def weights(self) -> numpy.typing.NDArray[numpy.float64]: ...

class Groups:
    @property
    def member(self) -> list[list[int]]: ...
    @property
    def rows(self) -> list[int]: ...

class Estimates:
    def covariance(self) -> numpy.typing.NDArray[numpy.float64]: ...
    def limits(
        self,
        method: str,
        share: bool,
        level: typing.SupportsFloat | typing.SupportsIndex,
        df: typing.SupportsFloat | typing.SupportsIndex | None,
    ) -> tuple[typing.Any, ...]: ...
    def reliability(
        self, level: typing.SupportsFloat | typing.SupportsIndex, df: typing.SupportsFloat | typing.SupportsIndex | None
    ) -> list[str]: ...
    @property
    def count(self) -> list[int]: ...
    @property
    def deff(self) -> list[float]: ...
    @property
    def df(self) -> list[float]: ...
    @property
    def domain_n(self) -> list[int]: ...
    @property
    def estimate(self) -> list[float]: ...
    @property
    def n(self) -> list[int]: ...
    @property
    def n_effective(self) -> list[float]: ...
    @property
    def n_weighted(self) -> list[float]: ...
    @property
    def se(self) -> list[float]: ...

class Crosstab:
    @property
    def column_share(self) -> Estimates: ...
    @property
    def columns(self) -> int: ...
    @property
    def count(self) -> Estimates: ...
    @property
    def groups(self) -> int: ...
    @property
    def row_share(self) -> Estimates: ...
    @property
    def rows(self) -> int: ...
    @property
    def table_share(self) -> Estimates: ...
    @property
    def total_share(self) -> Estimates: ...

class Banner:
    def comparisons(self, table: typing.SupportsInt | typing.SupportsIndex) -> dict[typing.Any, typing.Any]: ...
    @property
    def columns(self) -> list[typing.Any]: ...
    @property
    def tables(self) -> list[typing.Any]: ...

class Quantiles:
    @property
    def estimates(self) -> Estimates: ...
    @property
    def high(self) -> list[float]: ...
    @property
    def low(self) -> list[float]: ...
    @property
    def share(self) -> list[float]: ...

class PovertyRates:
    @property
    def estimates(self) -> Estimates: ...
    @property
    def threshold(self) -> float: ...

class ModelMatrix:
    def __init__(
        self, terms: list[typing.Any], used: numpy.typing.ArrayLike | None, like: ModelMatrix | None
    ) -> None: ...
    def linear_predictor(
        self,
        coefficients: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
        threads: typing.SupportsInt | typing.SupportsIndex,
    ) -> numpy.typing.NDArray[numpy.float64]: ...
    def linear_predictor_se(self, covariance: numpy.typing.ArrayLike | None) -> numpy.typing.NDArray[numpy.float64]: ...
    @property
    def names(self) -> list[str]: ...
    @property
    def rows_used(self) -> int: ...
    @property
    def term_of_column(self) -> list[int]: ...
    @property
    def used(self) -> numpy.typing.NDArray[numpy.uint8]: ...

class Glm:
    def deviance(self) -> float: ...
    def inverse_information(self) -> numpy.typing.NDArray[numpy.float64]: ...
    @property
    def design_df(self) -> float: ...
    @property
    def df_residual(self) -> float: ...
    @property
    def dispersion(self) -> float: ...
    @property
    def estimates(self) -> Estimates: ...
    @property
    def iterations(self) -> int: ...
    @property
    def link(self) -> str: ...
    @property
    def matrix(self) -> ModelMatrix: ...

class RegressionFit:
    def inverse_information(self) -> numpy.typing.NDArray[numpy.float64]: ...
    @property
    def design_df(self) -> float: ...
    @property
    def df_residual(self) -> float: ...
    @property
    def estimates(self) -> Estimates: ...
    @property
    def iterations(self) -> int: ...
    @property
    def log_likelihood(self) -> float: ...
    @property
    def names(self) -> list[str]: ...
    @property
    def null_log_likelihood(self) -> float: ...
    @property
    def term(self) -> list[int]: ...
    @property
    def used(self) -> numpy.typing.NDArray[numpy.uint8]: ...

class Multinomial:
    def inverse_information(self) -> numpy.typing.NDArray[numpy.float64]: ...
    @property
    def columns(self) -> list[str]: ...
    @property
    def design_df(self) -> float: ...
    @property
    def df_residual(self) -> float: ...
    @property
    def estimates(self) -> Estimates: ...
    @property
    def iterations(self) -> int: ...
    @property
    def levels(self) -> list[str]: ...
    @property
    def log_likelihood(self) -> float: ...
    @property
    def matrix(self) -> ModelMatrix: ...
    @property
    def names(self) -> list[str]: ...
    @property
    def term(self) -> list[int]: ...

class PrecisionOptions:
    def __init__(
        self,
        level: typing.SupportsFloat | typing.SupportsIndex,
        deff: typing.SupportsFloat | typing.SupportsIndex,
        population: typing.SupportsFloat | typing.SupportsIndex,
        df: typing.SupportsFloat | typing.SupportsIndex,
    ) -> None: ...

class ComparisonOptions:
    def __init__(
        self,
        alpha: typing.SupportsFloat | typing.SupportsIndex,
        two_sided: bool,
        ratio: typing.SupportsFloat | typing.SupportsIndex,
        deff: typing.SupportsFloat | typing.SupportsIndex,
        overlap: typing.SupportsFloat | typing.SupportsIndex,
        correlation: typing.SupportsFloat | typing.SupportsIndex,
        population1: typing.SupportsFloat | typing.SupportsIndex,
        population2: typing.SupportsFloat | typing.SupportsIndex,
        df: typing.SupportsFloat | typing.SupportsIndex,
    ) -> None: ...

class ShareEstimate:
    def __init__(
        self,
        *,
        p: typing.SupportsFloat | typing.SupportsIndex,
        se: typing.SupportsFloat | typing.SupportsIndex,
        df: typing.SupportsFloat | typing.SupportsIndex,
        count: typing.SupportsInt | typing.SupportsIndex,
        n: typing.SupportsInt | typing.SupportsIndex,
        n_weighted: typing.SupportsFloat | typing.SupportsIndex,
        n_effective: typing.SupportsFloat | typing.SupportsIndex,
    ) -> None: ...

class Table:
    def __init__(self, question: str, shape: str, sensitive: bool = False) -> None: ...
    def add_base(
        self,
        column: str,
        n: typing.SupportsInt | typing.SupportsIndex,
        n_weighted: typing.SupportsFloat | typing.SupportsIndex | None = None,
        n_effective: typing.SupportsFloat | typing.SupportsIndex | None = None,
        deff_kish: typing.SupportsFloat | typing.SupportsIndex | None = None,
    ) -> None: ...
    def add_share(
        self,
        row: str,
        column: str,
        role: str,
        parts: collections.abc.Sequence[str],
        share: ShareEstimate,
        precision: bool,
    ) -> None: ...
    def add_value(
        self,
        row: str,
        column: str,
        measure: str,
        role: str,
        estimate: typing.SupportsFloat | typing.SupportsIndex | None,
        *,
        se: typing.SupportsFloat | typing.SupportsIndex | None = None,
        ci_low: typing.SupportsFloat | typing.SupportsIndex | None = None,
        ci_high: typing.SupportsFloat | typing.SupportsIndex | None = None,
        count: typing.SupportsInt | typing.SupportsIndex,
        n: typing.SupportsInt | typing.SupportsIndex,
    ) -> None: ...

class PublicationPolicy:
    @property
    def caution_below(self) -> int: ...
    @property
    def decimals(self) -> int | None: ...
    @property
    def min_cell(self) -> int: ...
    @property
    def profile(self) -> str: ...
    @property
    def show_from(self) -> int: ...
    @property
    def show_unreliable(self) -> bool: ...
    @property
    def watermark(self) -> bool: ...

class SafeTable:
    @property
    def bases(self) -> list[typing.Any]: ...
    @property
    def cells(self) -> list[typing.Any]: ...
    @property
    def policy(self) -> PublicationPolicy: ...
    @property
    def question(self) -> str: ...
    @property
    def shape(self) -> str: ...

class QuestionResults:
    def __init__(self, question: str, type: str, tables: collections.abc.Sequence[SafeTable]) -> None: ...

class ResultsHeader:
    def __init__(
        self,
        *,
        survey: str,
        version: str,
        title: collections.abc.Mapping[str, str],
        date: str,
        sample: str,
        model: collections.abc.Mapping[str, str],
        interval: str,
        illustrative: bool,
    ) -> None: ...

class CompletionCutoffs:
    def __init__(
        self,
        complete: typing.SupportsFloat | typing.SupportsIndex,
        partial: typing.SupportsFloat | typing.SupportsIndex,
    ) -> None: ...

class QualityRules:
    completion: CompletionCutoffs | None
    def __init__(self) -> None: ...
    @property
    def max_item_nonresponse(self) -> float | None: ...
    @max_item_nonresponse.setter
    def max_item_nonresponse(self, arg0: typing.SupportsFloat | typing.SupportsIndex | None) -> None: ...
    @property
    def max_longstring(self) -> int | None: ...
    @max_longstring.setter
    def max_longstring(self, arg0: typing.SupportsInt | typing.SupportsIndex | None) -> None: ...
    @property
    def max_text_copies(self) -> int | None: ...
    @max_text_copies.setter
    def max_text_copies(self, arg0: typing.SupportsInt | typing.SupportsIndex | None) -> None: ...
    @property
    def min_even_odd(self) -> float | None: ...
    @min_even_odd.setter
    def min_even_odd(self, arg0: typing.SupportsFloat | typing.SupportsIndex | None) -> None: ...
    @property
    def min_text_entropy(self) -> float | None: ...
    @min_text_entropy.setter
    def min_text_entropy(self, arg0: typing.SupportsFloat | typing.SupportsIndex | None) -> None: ...
    @property
    def min_variability(self) -> float | None: ...
    @min_variability.setter
    def min_variability(self, arg0: typing.SupportsFloat | typing.SupportsIndex | None) -> None: ...
    @property
    def near_duplicate_share(self) -> float | None: ...
    @near_duplicate_share.setter
    def near_duplicate_share(self, arg0: typing.SupportsFloat | typing.SupportsIndex | None) -> None: ...

class ScanChunk:
    def __init__(
        self,
        rows: typing.SupportsInt | typing.SupportsIndex,
        weights: Numbers | None,
        clusters: collections.abc.Sequence[Categories],
        strata: collections.abc.Sequence[Categories],
        fpc: collections.abc.Sequence[Numbers],
        domain: numpy.typing.ArrayLike | None,
        cells: collections.abc.Sequence[Categories],
    ) -> None: ...

class ScannedDesign:
    def __init__(
        self,
        stages: collections.abc.Sequence[tuple[bool, bool, bool]],
        weighted: bool,
        nest: bool,
        lonely: str,
        lonely_in_domains: bool,
        degf: typing.SupportsFloat | typing.SupportsIndex | None,
    ) -> None: ...
    def adjusted(self, cells: Design, columns: collections.abc.Sequence[Categories]) -> ScannedDesign: ...
    def begin(self) -> None: ...
    def settle(self) -> None: ...
    @property
    def rows(self) -> int: ...
    @property
    def settled(self) -> bool: ...
    @property
    def strata(self) -> int: ...
    @property
    def units(self) -> int: ...
    @property
    def weighted(self) -> bool: ...

class Scanned:
    def describe(self) -> dict[typing.Any, typing.Any]: ...
    def variable(self, k: typing.SupportsInt | typing.SupportsIndex) -> typing.Any: ...
    @property
    def by(self) -> list[Categories]: ...
    @property
    def degrees_of_freedom(self) -> float: ...
    @property
    def domain_rows(self) -> int: ...
    @property
    def member(self) -> list[list[int]]: ...
    @property
    def missing(self) -> list[int]: ...
    @property
    def rows(self) -> list[int]: ...
    @property
    def totals(self) -> list[float]: ...
    @property
    def weighted_rows(self) -> int: ...

class Scan:
    def __init__(
        self, table: bool, order: collections.abc.Sequence[str], by_order: collections.abc.Sequence[str], last: str
    ) -> None: ...
    def add(
        self,
        design: ScannedDesign,
        chunk: ScanChunk,
        variables: list[typing.Any],
        by: collections.abc.Sequence[Categories],
    ) -> None: ...
    def finish(self, design: ScannedDesign) -> Scanned: ...
    @property
    def rows(self) -> int: ...

class QuantileScan:
    def __init__(
        self,
        probs: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
        rule: str,
        interval: str,
        level: typing.SupportsFloat | typing.SupportsIndex,
        df: typing.SupportsFloat | typing.SupportsIndex | None,
        by_order: collections.abc.Sequence[str],
        most_rows: typing.SupportsInt | typing.SupportsIndex,
        threads: typing.SupportsInt | typing.SupportsIndex,
    ) -> None: ...
    def add(
        self,
        design: ScannedDesign,
        chunk: ScanChunk,
        variables: list[typing.Any],
        by: collections.abc.Sequence[Categories],
    ) -> None: ...
    def describe(self) -> dict[typing.Any, typing.Any]: ...
    def end(self, design: ScannedDesign) -> None: ...
    def variable(self, k: typing.SupportsInt | typing.SupportsIndex) -> typing.Any: ...
    @property
    def by(self) -> list[Categories]: ...
    @property
    def degrees_of_freedom(self) -> float: ...
    @property
    def done(self) -> bool: ...

class ValidationReport:
    def __len__(self) -> int: ...
    def columns(
        self,
        definition: Definition,
        responses: Responses,
        language: str,
        range: tuple[typing.SupportsInt | typing.SupportsIndex, typing.SupportsInt | typing.SupportsIndex],
        open_answers: bool,
    ) -> dict[typing.Any, typing.Any]: ...
    def counts(self, definition: Definition) -> list[tuple[str, str, int]]: ...
    @property
    def rows(self) -> int: ...
    @property
    def rows_with_findings(self) -> int: ...

class PolicyResult:
    def rows(self, fate: str) -> list[int]: ...
    @property
    def accepted(self) -> Responses: ...
    @property
    def actions(self) -> list[str]: ...
    @property
    def blanked(self) -> int: ...
    @property
    def counts(self) -> typing.Annotated[list[int], "FixedSize(3)"]: ...
    @property
    def decided_by(self) -> list[int]: ...

class Policy:
    def __init__(self) -> None: ...
    @property
    def base(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def rules(self) -> list[tuple[str, str, str]]: ...

def adjust_p(p: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], method: str) -> list[float]: ...
def allocate(
    size: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    sd: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    mean: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    cost: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    measure: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    method: str,
    n: typing.SupportsFloat | typing.SupportsIndex,
    budget: typing.SupportsFloat | typing.SupportsIndex,
    exponent: typing.SupportsFloat | typing.SupportsIndex,
    least: typing.SupportsFloat | typing.SupportsIndex,
    minimum: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    maximum: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
) -> tuple[numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.int64], float, float]: ...
def apply_default_policy(definition: Definition, responses: Responses, report: ValidationReport) -> PolicyResult: ...
def apply_policy(
    definition: Definition, responses: Responses, report: ValidationReport, policy: Policy
) -> PolicyResult: ...
def average_response(
    design: Design,
    matrix: ModelMatrix,
    link: str,
    coefficients: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    offset: Numbers | None,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> tuple[float, list[float]]: ...
def average_shares(
    design: Design,
    matrix: ModelMatrix,
    coefficients: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
) -> tuple[list[float], numpy.typing.NDArray[numpy.float64]]: ...
def balance_of_mean(
    before: numpy.typing.ArrayLike | None,
    after: numpy.typing.ArrayLike | None,
    x: Numbers,
    target: typing.SupportsFloat | typing.SupportsIndex,
) -> dict[typing.Any, typing.Any]: ...
def balance_of_shares(
    before: numpy.typing.ArrayLike | None,
    after: numpy.typing.ArrayLike | None,
    categories: Categories,
    targets: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
) -> dict[typing.Any, typing.Any]: ...
def banner(
    design: Design,
    rows: list[typing.Any],
    groups: list[typing.Any],
    percent: str,
    answers: bool,
    compare: bool,
    compare_total: bool,
    method: str,
    adjust: str,
    levels: tuple[typing.SupportsFloat | typing.SupportsIndex, typing.SupportsFloat | typing.SupportsIndex],
    min_effective: typing.SupportsFloat | typing.SupportsIndex,
    min_expected: typing.SupportsFloat | typing.SupportsIndex,
    min_base: typing.SupportsInt | typing.SupportsIndex,
    ci: str,
    level: typing.SupportsFloat | typing.SupportsIndex,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> Banner: ...
def banner_columns(
    design: Design, variables: list[typing.Any], names: collections.abc.Sequence[collections.abc.Sequence[str]]
) -> list[typing.Any]: ...
def best_cluster_size(
    cluster_cost: typing.SupportsFloat | typing.SupportsIndex,
    unit_cost: typing.SupportsFloat | typing.SupportsIndex,
    rho: typing.SupportsFloat | typing.SupportsIndex,
) -> float: ...
def binomial_interval(
    x: typing.SupportsFloat | typing.SupportsIndex,
    n: typing.SupportsFloat | typing.SupportsIndex,
    method: str,
    level: typing.SupportsFloat | typing.SupportsIndex,
) -> tuple[float, float]: ...
def binomial_test(
    x: typing.SupportsFloat | typing.SupportsIndex,
    n: typing.SupportsFloat | typing.SupportsIndex,
    p: typing.SupportsFloat | typing.SupportsIndex,
) -> float: ...
def calibrate(
    design: Design,
    names: collections.abc.Sequence[str],
    x: numpy.typing.ArrayLike | None,
    totals: numpy.typing.ArrayLike | None,
    distance: str,
    lower: typing.SupportsFloat | typing.SupportsIndex,
    upper: typing.SupportsFloat | typing.SupportsIndex,
    tolerance: typing.SupportsFloat | typing.SupportsIndex,
    max_iterations: typing.SupportsInt | typing.SupportsIndex,
    q: numpy.typing.ArrayLike | None,
    aggregate_stage: typing.SupportsInt | typing.SupportsIndex,
    group: Categories,
) -> dict[typing.Any, typing.Any]: ...
def categories_of(column: Column) -> Categories: ...
def cells_from_columns(
    names: collections.abc.Sequence[str], columns: collections.abc.Sequence[typing.Any]
) -> CellTable: ...
def cells_from_rows(rows: collections.abc.Iterable[typing.Any]) -> CellTable: ...
def check_margin(
    name: str,
    categories: Categories,
    targets: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    weights: numpy.typing.ArrayLike | None,
) -> None: ...
def coefficient_tests(
    coefficients: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    se: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    df: typing.SupportsFloat | typing.SupportsIndex,
) -> tuple[list[float], list[float]]: ...
def combine_imputations(
    estimates: collections.abc.Sequence[collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex]],
    covariances: collections.abc.Sequence[numpy.typing.ArrayLike | None],
    complete_df: typing.SupportsFloat | typing.SupportsIndex,
) -> dict[typing.Any, typing.Any]: ...
def condition(
    source: str, columns: dict[typing.Any, typing.Any], rows: typing.SupportsInt | typing.SupportsIndex
) -> numpy.typing.NDArray[numpy.uint8]: ...
def contingency(
    counts: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    rows: typing.SupportsInt | typing.SupportsIndex,
    columns: typing.SupportsInt | typing.SupportsIndex,
) -> dict[typing.Any, typing.Any]: ...
def contrast_covariance(
    gradients: collections.abc.Sequence[collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex]],
    vcov: numpy.typing.ArrayLike | None,
) -> numpy.typing.NDArray[numpy.float64]: ...
def correlation(
    design: Design,
    variables: list[typing.Any],
    pairs: collections.abc.Sequence[
        tuple[typing.SupportsInt | typing.SupportsIndex, typing.SupportsInt | typing.SupportsIndex]
    ],
    by: Groups,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> Estimates: ...
def correlation_test(
    design: Design,
    x: Numbers,
    y: Numbers,
    ranks: bool,
    level: typing.SupportsFloat | typing.SupportsIndex,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> dict[typing.Any, typing.Any]: ...
def covariance(
    design: Design,
    variables: list[typing.Any],
    pairs: collections.abc.Sequence[
        tuple[typing.SupportsInt | typing.SupportsIndex, typing.SupportsInt | typing.SupportsIndex]
    ],
    by: Groups,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> Estimates: ...
def cox(
    design: Design,
    time: Numbers,
    event: Numbers,
    entry: Numbers | None,
    strata: Categories | None,
    terms: list[typing.Any],
    max_iterations: typing.SupportsInt | typing.SupportsIndex,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> RegressionFit: ...
def cronbach_alpha(
    design: Design, items: list[typing.Any], threads: typing.SupportsInt | typing.SupportsIndex
) -> Estimates: ...
@typing.overload
def crosstab(
    design: Design,
    row: typing.Any,
    column: typing.Any,
    by: Groups,
    whole: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex],
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> Crosstab: ...
@typing.overload
def crosstab(
    design: Scanned,
    row: typing.Any,
    column: typing.Any,
    by: Groups,
    whole: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex],
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> Crosstab: ...
def detectable_means(
    sd1: typing.SupportsFloat | typing.SupportsIndex,
    sd2: typing.SupportsFloat | typing.SupportsIndex,
    n1: typing.SupportsFloat | typing.SupportsIndex,
    power: typing.SupportsFloat | typing.SupportsIndex,
    options: ComparisonOptions,
) -> float: ...
def detectable_share(
    p1: typing.SupportsFloat | typing.SupportsIndex,
    above: bool,
    n1: typing.SupportsFloat | typing.SupportsIndex,
    power: typing.SupportsFloat | typing.SupportsIndex,
    options: ComparisonOptions,
) -> float: ...
def difference(a: Numbers, b: Numbers) -> Numbers: ...
def evaluate_contrast(
    expression: str,
    names: collections.abc.Sequence[str],
    estimates: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
) -> tuple[float, list[float]]: ...
def expression_names(source: str) -> list[str]: ...
def facts_of(tables: collections.abc.Sequence[SafeTable]) -> list[tuple[str, list[tuple[int, int]]]]: ...
def first_places_of(column: Column) -> Categories: ...
def fisher_limits(
    estimates: Estimates,
    level: typing.SupportsFloat | typing.SupportsIndex,
    df: typing.SupportsFloat | typing.SupportsIndex | None,
) -> tuple[typing.Any, ...]: ...
def gini(
    design: Design, variables: list[typing.Any], by: Groups, threads: typing.SupportsInt | typing.SupportsIndex
) -> Estimates: ...
def glm(
    design: Design,
    response_name: str,
    response: Numbers,
    terms: list[typing.Any],
    offset: Numbers | None,
    family: str,
    link: str | None,
    theta: typing.SupportsFloat | typing.SupportsIndex,
    max_iterations: typing.SupportsInt | typing.SupportsIndex,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> Glm: ...
def gof(
    design: Design,
    variable: Categories,
    p: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    statistic: str,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> dict[typing.Any, typing.Any]: ...
@typing.overload
def groups_of(
    design: Design, by: collections.abc.Sequence[Categories], threads: typing.SupportsInt | typing.SupportsIndex = 0
) -> Groups: ...
@typing.overload
def groups_of(
    design: Scanned, by: collections.abc.Sequence[Categories], threads: typing.SupportsInt | typing.SupportsIndex = 0
) -> Groups: ...
@typing.overload
def groups_of(
    design: QuantileScan,
    by: collections.abc.Sequence[Categories],
    threads: typing.SupportsInt | typing.SupportsIndex = 0,
) -> Groups: ...
def iqr_limit(weights: numpy.typing.ArrayLike | None, k: typing.SupportsFloat | typing.SupportsIndex) -> float: ...
def is_readable(column: ArrowColumn) -> bool: ...
def joint_categories(parts: collections.abc.Sequence[Categories]) -> tuple[Categories, list[list[int]]]: ...
def kaplan_meier(
    design: Design,
    time: Numbers,
    event: Numbers,
    entry: Numbers | None,
    group: Categories,
    nelson_aalen: bool,
    times: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> dict[typing.Any, typing.Any]: ...
def kappa(
    design: Design,
    first: Categories,
    second: Categories,
    agreement: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> Estimates: ...
def kish(weights: numpy.typing.ArrayLike | None) -> dict[typing.Any, typing.Any]: ...
def layout_names() -> list[str]: ...
def level_numbers(
    categories: Categories,
    values: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex | None],
    name: str,
) -> Numbers: ...
def linear_contrast(
    coefficients: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    estimates: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
) -> tuple[float, list[float]]: ...
def load_design(json: str) -> Design: ...
def load_policy(json: str) -> Policy: ...
def logrank(
    design: Design,
    time: Numbers,
    event: Numbers,
    entry: Numbers | None,
    strata: Categories | None,
    group: Categories,
    rho: typing.SupportsFloat | typing.SupportsIndex,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> tuple[list[float], numpy.typing.NDArray[numpy.float64], float, float, float]: ...
def margin_per_se(options: PrecisionOptions) -> float: ...
def mcdonald_omega(
    design: Design, items: list[typing.Any], threads: typing.SupportsInt | typing.SupportsIndex
) -> Estimates: ...
@typing.overload
def mean(
    design: Design,
    variables: list[typing.Any],
    by: Groups,
    deff: str,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> Estimates: ...
@typing.overload
def mean(
    design: Scanned,
    variables: list[typing.Any],
    by: Groups,
    deff: str,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> Estimates: ...
def mean_interval(
    estimate: typing.SupportsFloat | typing.SupportsIndex,
    se: typing.SupportsFloat | typing.SupportsIndex,
    df: typing.SupportsFloat | typing.SupportsIndex,
    level: typing.SupportsFloat | typing.SupportsIndex,
) -> tuple[float, float]: ...
def means_of(link: str, eta: numpy.typing.ArrayLike | None) -> numpy.typing.NDArray[numpy.float64]: ...
def measures(report: ValidationReport, definition: Definition) -> dict[typing.Any, typing.Any]: ...
def missing_by_domain(design: Design, variable: typing.Any, by: Groups) -> list[int]: ...
def missing_counts(column: Column) -> dict[typing.Any, typing.Any]: ...
@typing.overload
def missing_rows(design: Design, variable: typing.Any) -> int: ...
@typing.overload
def missing_rows(design: Scanned, variable: typing.Any) -> int: ...
@typing.overload
def missing_rows(design: QuantileScan, variable: typing.Any) -> int: ...
def multinomial(
    design: Design,
    response: Categories,
    terms: list[typing.Any],
    reference: typing.SupportsInt | typing.SupportsIndex,
    max_iterations: typing.SupportsInt | typing.SupportsIndex,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> Multinomial: ...
def negative_binomial_theta(
    design: Design,
    response_name: str,
    response: Numbers,
    terms: list[typing.Any],
    offset: Numbers | None,
    link: str | None,
    max_iterations: typing.SupportsInt | typing.SupportsIndex,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> float: ...
def nonresponse_classes(
    design: Design, responded: numpy.typing.ArrayLike | None, classes: Categories
) -> dict[typing.Any, typing.Any]: ...
def nonresponse_propensity(
    design: Design,
    responded: numpy.typing.ArrayLike | None,
    x: numpy.typing.ArrayLike | None,
    columns: typing.SupportsInt | typing.SupportsIndex,
    weighted: bool,
    classes: typing.SupportsInt | typing.SupportsIndex,
) -> dict[typing.Any, typing.Any]: ...
def normalize(
    design: Design, sums: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], group: Categories
) -> Design: ...
def nps(
    design: Design, answers: list[typing.Any], by: Groups, threads: typing.SupportsInt | typing.SupportsIndex
) -> Estimates: ...
def number_categories(numbers: Numbers) -> Categories: ...
def numbers_of(column: Column) -> Numbers: ...
def option_set_of(column: Column) -> OptionSet: ...
def ordinal(
    design: Design,
    response: Categories,
    terms: list[typing.Any],
    differences: bool,
    max_iterations: typing.SupportsInt | typing.SupportsIndex,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> RegressionFit: ...
def outcome_rates(
    cases: typing.Annotated[collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], "FixedSize(8)"],
    e: typing.SupportsFloat | typing.SupportsIndex | None,
) -> dict[typing.Any, typing.Any]: ...
def parse_expression(source: str, where: str = "") -> list[typing.Any]: ...
def planned_design_effect(
    cluster_size: typing.SupportsFloat | typing.SupportsIndex,
    rho: typing.SupportsFloat | typing.SupportsIndex,
    cv_of_sizes: typing.SupportsFloat | typing.SupportsIndex,
    cv_of_weights: typing.SupportsFloat | typing.SupportsIndex,
) -> float: ...
def planned_se(
    variance: typing.SupportsFloat | typing.SupportsIndex,
    n: typing.SupportsFloat | typing.SupportsIndex,
    options: PrecisionOptions,
) -> float: ...
def poststratify(
    design: Design,
    name: str,
    categories: Categories,
    targets: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
) -> Design: ...
def poverty(
    design: Design,
    variable: Numbers,
    fraction: typing.SupportsFloat | typing.SupportsIndex,
    of: typing.SupportsFloat | typing.SupportsIndex,
    threshold: typing.SupportsFloat | typing.SupportsIndex | None,
    by: Groups,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> PovertyRates: ...
def power_of_means(
    difference: typing.SupportsFloat | typing.SupportsIndex,
    sd1: typing.SupportsFloat | typing.SupportsIndex,
    sd2: typing.SupportsFloat | typing.SupportsIndex,
    n1: typing.SupportsFloat | typing.SupportsIndex,
    options: ComparisonOptions,
) -> float: ...
def power_of_shares(
    p1: typing.SupportsFloat | typing.SupportsIndex,
    p2: typing.SupportsFloat | typing.SupportsIndex,
    n1: typing.SupportsFloat | typing.SupportsIndex,
    options: ComparisonOptions,
) -> float: ...
def predicted_shares(
    matrix: ModelMatrix,
    coefficients: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    covariance: numpy.typing.ArrayLike | None,
    levels: typing.SupportsInt | typing.SupportsIndex,
) -> tuple[numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64]]: ...
def protect(table: Table, policy: PublicationPolicy) -> SafeTable: ...
def publication_policy(
    profile: str,
    min_cell: typing.SupportsInt | typing.SupportsIndex | None = None,
    rounding: typing.SupportsInt | typing.SupportsIndex | None = None,
) -> PublicationPolicy: ...
def published_text(
    value: typing.SupportsFloat | typing.SupportsIndex, decimals: typing.SupportsInt | typing.SupportsIndex
) -> str: ...
def quadratic_form_saddlepoint(
    a: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    x: typing.SupportsFloat | typing.SupportsIndex,
    ddf: typing.SupportsFloat | typing.SupportsIndex,
) -> float: ...
def quadratic_form_upper(
    a: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    x: typing.SupportsFloat | typing.SupportsIndex,
    ddf: typing.SupportsFloat | typing.SupportsIndex,
) -> float: ...
@typing.overload
def quantile(
    design: Design,
    variables: list[typing.Any],
    probs: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    by: Groups,
    rule: str,
    interval: str,
    level: typing.SupportsFloat | typing.SupportsIndex,
    df: typing.SupportsFloat | typing.SupportsIndex | None,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> Quantiles: ...
@typing.overload
def quantile(
    design: QuantileScan,
    variables: list[typing.Any],
    probs: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    by: Groups,
    rule: str,
    interval: str,
    level: typing.SupportsFloat | typing.SupportsIndex,
    df: typing.SupportsFloat | typing.SupportsIndex | None,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> Quantiles: ...
def quintile_share(
    design: Design,
    variables: list[typing.Any],
    share: typing.SupportsFloat | typing.SupportsIndex,
    smooth: bool,
    by: Groups,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> Estimates: ...
def rake(
    design: Design,
    margins: collections.abc.Sequence[
        tuple[str, Categories, collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex]]
    ],
    tolerance: typing.SupportsFloat | typing.SupportsIndex,
    max_rounds: typing.SupportsInt | typing.SupportsIndex,
    threads: typing.SupportsInt | typing.SupportsIndex = 0,
) -> dict[typing.Any, typing.Any]: ...
def rank_scores(relative_ranks: numpy.typing.ArrayLike | None, scores: str) -> numpy.typing.NDArray[numpy.float64]: ...
def rank_test(
    design: Design,
    scores: numpy.typing.ArrayLike | None,
    group: Categories,
    level: typing.SupportsFloat | typing.SupportsIndex,
) -> dict[typing.Any, typing.Any]: ...
def ranks_of(column: Column, item: typing.SupportsInt | typing.SupportsIndex) -> Numbers: ...
@typing.overload
def rao_scott(
    design: Design,
    row: Categories,
    column: Categories,
    statistic: str,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> dict[typing.Any, typing.Any]: ...
@typing.overload
def rao_scott(
    table: Crosstab, statistic: str, threads: typing.SupportsInt | typing.SupportsIndex
) -> dict[typing.Any, typing.Any]: ...
@typing.overload
def rao_scott(
    design: Scanned,
    row: typing.Any,
    column: typing.Any,
    statistic: str,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> dict[typing.Any, typing.Any]: ...
@typing.overload
def ratio(
    design: Design,
    numerators: list[typing.Any],
    denominators: list[typing.Any],
    by: Groups,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> Estimates: ...
@typing.overload
def ratio(
    design: Scanned,
    numerators: list[typing.Any],
    denominators: list[typing.Any],
    by: Groups,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> Estimates: ...
def read_csv(
    path: os.PathLike[str] | str | bytes,
    max_bytes: typing.SupportsInt | typing.SupportsIndex,
    progress: typing.Any = None,
) -> CellTable: ...
def read_eusurvey_xml(elements: CellTable, answers: CellTable, definition: Definition) -> Responses: ...
def read_responses(cells: CellTable, definition: Definition, layout: str, progress: typing.Any = None) -> Responses: ...
def relative_ranks(design: Design, y: Numbers, group: Categories) -> numpy.typing.NDArray[numpy.float64]: ...
def replicate_covariance(
    design: Design,
    estimate: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    in_replicates: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
) -> numpy.typing.NDArray[numpy.float64]: ...
def results_csv(header: ResultsHeader, questions: collections.abc.Sequence[QuestionResults]) -> str: ...
def results_json(header: ResultsHeader, questions: collections.abc.Sequence[QuestionResults]) -> str: ...
def rules() -> list[tuple[str, str, bool]]: ...
def rules_on_request() -> list[tuple[str, str, bool]]: ...
def save_design(design: Design) -> str: ...
def scores(
    report: ValidationReport,
    definition: Definition,
    by_rule: collections.abc.Mapping[str, typing.SupportsFloat | typing.SupportsIndex],
    by_severity: typing.Annotated[
        collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], "FixedSize(3)"
    ],
) -> list[float]: ...
def select(
    rows: typing.SupportsInt | typing.SupportsIndex,
    stages: list[typing.Any],
    seed: typing.SupportsInt | typing.SupportsIndex,
) -> tuple[numpy.typing.NDArray[numpy.int64], numpy.typing.NDArray[numpy.float64], list[typing.Any]]: ...
def select_rows(
    responses: Responses, rows: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex]
) -> Responses: ...
def share_below(
    design: Design,
    variables: list[typing.Any],
    at: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    by: Groups,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> Estimates: ...
def size_for_means(
    difference: typing.SupportsFloat | typing.SupportsIndex,
    sd1: typing.SupportsFloat | typing.SupportsIndex,
    sd2: typing.SupportsFloat | typing.SupportsIndex,
    power: typing.SupportsFloat | typing.SupportsIndex,
    options: ComparisonOptions,
) -> float: ...
def size_for_se(
    variance: typing.SupportsFloat | typing.SupportsIndex,
    se: typing.SupportsFloat | typing.SupportsIndex,
    options: PrecisionOptions,
) -> float: ...
def size_for_shares(
    p1: typing.SupportsFloat | typing.SupportsIndex,
    p2: typing.SupportsFloat | typing.SupportsIndex,
    power: typing.SupportsFloat | typing.SupportsIndex,
    options: ComparisonOptions,
) -> float: ...
def size_for_wilson_margin(
    p: typing.SupportsFloat | typing.SupportsIndex,
    margin: typing.SupportsFloat | typing.SupportsIndex,
    options: PrecisionOptions,
) -> float: ...
def slopes_of(link: str, eta: numpy.typing.ArrayLike | None) -> numpy.typing.NDArray[numpy.float64]: ...
def standardize(
    design: Design,
    variables: list[typing.Any],
    classes: Categories,
    standard: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    by: Groups,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> Estimates: ...
def suggested_repair(rule: str, language: str) -> str: ...
def t_test_one(
    design: Design,
    y: Numbers,
    mu: typing.SupportsFloat | typing.SupportsIndex,
    level: typing.SupportsFloat | typing.SupportsIndex,
) -> dict[typing.Any, typing.Any]: ...
def t_test_two(
    design: Design, y: Numbers, group: Categories, level: typing.SupportsFloat | typing.SupportsIndex
) -> dict[typing.Any, typing.Any]: ...
def to_replicates(
    design: Design,
    kind: str,
    count: typing.SupportsInt | typing.SupportsIndex,
    rho: typing.SupportsFloat | typing.SupportsIndex,
    mse: bool,
    seed: typing.SupportsInt | typing.SupportsIndex,
) -> Design: ...
@typing.overload
def total(
    design: Design,
    variables: list[typing.Any],
    by: Groups,
    deff: str,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> Estimates: ...
@typing.overload
def total(
    design: Scanned,
    variables: list[typing.Any],
    by: Groups,
    deff: str,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> Estimates: ...
def trim(
    design: Design,
    lower: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    upper: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    redistribute: str,
    strict: bool,
    group: Categories,
) -> Design: ...
def two_proportions(
    x1: typing.SupportsFloat | typing.SupportsIndex,
    n1: typing.SupportsFloat | typing.SupportsIndex,
    x2: typing.SupportsFloat | typing.SupportsIndex,
    n2: typing.SupportsFloat | typing.SupportsIndex,
    level: typing.SupportsFloat | typing.SupportsIndex,
    continuity: bool,
) -> dict[typing.Any, typing.Any]: ...
def validate(
    definition: Definition,
    responses: Responses,
    window: tuple[typing.SupportsInt | typing.SupportsIndex, typing.SupportsInt | typing.SupportsIndex] | None,
    today: typing.SupportsInt | typing.SupportsIndex | None,
    quality: QualityRules | None,
    progress: typing.Any = None,
) -> ValidationReport: ...
def variance_of_share(
    p: typing.SupportsFloat | typing.SupportsIndex, population: typing.SupportsFloat | typing.SupportsIndex
) -> float: ...
def wald_test(
    coefficients: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex],
    covariance: numpy.typing.ArrayLike | None,
    which: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex],
    df: typing.SupportsFloat | typing.SupportsIndex,
) -> tuple[float, float, float, float]: ...
def weight_histogram(
    weights: numpy.typing.ArrayLike | None, bins: typing.SupportsInt | typing.SupportsIndex
) -> tuple[float, float, list[int]]: ...
def weight_quantile(
    weights: numpy.typing.ArrayLike | None, q: typing.SupportsFloat | typing.SupportsIndex
) -> float: ...
def wilson_margin(
    p: typing.SupportsFloat | typing.SupportsIndex,
    n: typing.SupportsFloat | typing.SupportsIndex,
    options: PrecisionOptions,
) -> float: ...
def window_of(definition: Definition) -> typing.Any: ...
def working_likelihood_ratio_test(
    deviance_drop: typing.SupportsFloat | typing.SupportsIndex,
    inverse_information: numpy.typing.ArrayLike | None,
    covariance: numpy.typing.ArrayLike | None,
    which: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex],
    df: typing.SupportsFloat | typing.SupportsIndex,
) -> tuple[float, float, float, float]: ...

__version__: str = "0.1.0"
