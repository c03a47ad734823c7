"""What is saved comes back equal; files of earlier versions stay readable; a damaged file is a named error."""

from __future__ import annotations

import json
import math
from pathlib import Path

import enkat as ek
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from enkat.errors import DataError, MissingFileError, SurveyError

ROOT = Path(__file__).parents[2]
SAVED = ROOT / "tests" / "data" / "saved"
TABLES = {"polars": pl.DataFrame, "pandas": pd.DataFrame, "pyarrow": pa.table, "dict": dict}


def data(rows: int = 40) -> dict[str, list]:
    numbers = np.random.default_rng(4)
    return {
        "y": [None if i == 3 else float(v) for i, v in enumerate(numbers.normal(50, 10, rows))],
        "kids": [int(v) for v in numbers.integers(0, 5, rows)],
        "yes": [bool(v) for v in numbers.integers(0, 2, rows)],
        "sex": [None if i == 5 else "fm"[i % 2] for i in range(rows)],
        "a1": [i % 2 for i in range(rows)],
        "a2": [int(i % 3 == 0) for i in range(rows)],
        "stratum": [f"s{i % 2}" for i in range(rows)],
        "cluster": [f"c{i % 8}" for i in range(rows)],
        "size": [40.0] * rows,
        "w": [float(v) for v in numbers.uniform(1, 3, rows)],
    }


def design(frame=None, **changes) -> ek.Design:
    given = {"weights": "w", "strata": "stratum", "clusters": "cluster", "fpc": "size", "sets": {"aud": ["a1", "a2"]}}
    return ek.Design(pl.DataFrame(data()) if frame is None else frame, **{**given, **changes})


JOINT = (0.24 + 0.26 * np.eye(40)).tolist()
MARGINS = {"sex": {"f": 0.5, "m": 0.5}, "yes": {"true": 0.4, "false": 0.6}}


def whole_rows() -> ek.Design:
    """Without the row that has no sex, so that its margin can be met."""
    frame = pl.DataFrame(data()).with_columns(sex=pl.col("sex").fill_null("f"))
    return design(frame)


DESIGNS = {
    "clusters": design,
    "unweighted": lambda: ek.Design(pl.DataFrame(data())),
    "options": lambda: design(nest=True, lonely="adjust", lonely_in_domains=True, degf=4.5),
    "not a probability sample": lambda: design(kind="quota", model={"en": "as if random", "sv": "som slump"}),
    "labels": lambda: design(labels={"sv": {"sex": {"": "Kön", "f": "Kvinna"}}}),
    "domain": lambda: design().where("y > 45").where([i % 4 != 0 for i in range(40)]),
    "derived": lambda: design().with_columns(
        big=ek.col("y") > 50, y3=ek.cut("y", [40, 60]), z=np.arange(40.0), t=["a", None] * 20
    ),
    "raked": lambda: whole_rows().rake(MARGINS).where("kids > 0"),
    "poststratified": lambda: whole_rows().poststratify(
        {("sex", "yes"): {("f", True): 30, ("f", False): 20, ("m", True): 10, ("m", False): 20}}
    ),
    "calibrated": lambda: whole_rows().calibrate({"(constant)": 90, "sex": {"f": 45, "m": 45}, "kids": 170}),
    "calibrated by group": lambda: design().calibrate(
        {"s0": {"(constant)": 40, "kids": 80}, "s1": {"(constant)": 50, "kids": 90}}, by="stratum"
    ),
    "response classes": lambda: design().adjust_nonresponse("yes", classes="stratum"),
    "response model": lambda: design().adjust_nonresponse([i % 5 > 0 for i in range(40)], propensity=["kids", "a1"]),
    "trimmed": lambda: whole_rows().rake(MARGINS).trim(upper=2.4).normalize(total=100),
    "unequal probabilities": lambda: ek.Design(
        pl.DataFrame(data() | {"p": [0.2 + 0.01 * i for i in range(40)]}), fpc="p", pps="brewer"
    ),
    "joint probabilities": lambda: ek.Design(
        pl.DataFrame(data() | {"p": [0.5] * 40}), fpc="p", pps=ek.PPS("joint", variance="YG", joint=JOINT)
    ),
    "two phases": lambda: ek.Design(
        pl.DataFrame(data()), strata="stratum", fpc="size", two_phase=ek.TwoPhase(subset="a2", strata="stratum")
    ),
    "replicates made": lambda: whole_rows().to_replicates("bootstrap", count=12, seed=5).rake(MARGINS),
    "replicates given": lambda: ek.Design(
        data() | {"r1": [1.5, 0.5] * 20, "r2": [0.5, 1.5] * 20},
        weights="w",
        replicates=ek.Replicates("r*", kind="Fay", rho=0.3, combined=False, mse=True),
    ),
}


@pytest.mark.parametrize("name", DESIGNS)
def test_a_design_comes_back_equal(name: str, tmp_path: Path) -> None:
    saved = DESIGNS[name]()
    saved.save(tmp_path / "d.json")
    back = ek.load(tmp_path / "d.json")
    assert back == saved and hash(back) == hash(saved)
    assert (back.history, back.code(), repr(back)) == (saved.history, saved.code(), repr(saved))
    for ask in (
        lambda d: d.mean(["y", "sex"], by="kids", deff=True),
        lambda d: d.crosstab("kids", "yes"),
        lambda d: d.ratio("y", "kids"),
    ):
        assert ask(back) == ask(saved)
    again = back.where("kids < 4")
    assert again == saved.where("kids < 4") and again != back


@pytest.mark.parametrize("library", TABLES)
def test_the_data_come_back_in_their_own_library(library: str, tmp_path: Path) -> None:
    saved = design(TABLES[library](data()))
    saved.save(tmp_path / "d.json")
    back = ek.load(tmp_path / "d.json")
    assert back == saved
    for column in ("y", "kids", "yes", "sex", "aud"):
        assert back.freq(column).to_dict() == saved.freq(column).to_dict()
    left, right = back.to_frame(), saved.to_frame()
    assert type(left) is type(right)
    if library == "polars":
        assert left.equals(right) and left.schema == right.schema


def test_an_ordered_dictionary_keeps_its_levels(tmp_path: Path) -> None:
    frame = pl.DataFrame({"c": ["high", None, "low"]}, schema_overrides={"c": pl.Enum(["low", "middle", "high"])})
    saved = ek.Design(frame)
    saved.save(tmp_path / "d.json")
    assert ek.load(tmp_path / "d.json").freq("c").keys["level"] == saved.freq("c").keys["level"]


RESULTS = {
    "mean": lambda d: d.mean(["y", "sex"], by=["kids"], deff=True),
    "empty domain": lambda d: d.where("y > 1000").mean("y"),
    "shares": lambda d: d.freq("aud", ci="nchs"),
    "ratio": lambda d: d.ratio(["y", "kids"], "size"),
    "crosstab": lambda d: d.crosstab("sex", "kids"),
    "contrast": lambda d: d.mean("y", by="sex").contrast("f - m"),
    "infinite df": lambda d: d.mean("y", df=math.inf),
    "kish": lambda d: d.kish(),
    "imputed": lambda d: d.plausible_values(["y", "kids"], lambda d, v: d.mean(v)),
    "model": lambda d: d.glm("y ~ kids + stratum"),
    "odds ratios": lambda d: d.glm("a1 ~ kids", family="binomial").odds_ratios(),
    "banner": lambda d: d.banner(rows=["kids", "sex", "y"], columns=["stratum", "sex"]),
    "ordinal model": lambda d: d.ordinal("kids ~ y"),
    "survival": lambda d: d.cox("Surv(w, a1) ~ y"),
    "log-rank": lambda d: d.logrank("Surv(w, a1) ~ a2"),
    "gini": lambda d: d.gini("w"),
    "t test": lambda d: d.t_test("y", group="sex"),
    "rank test": lambda d: d.rank_test("y", group="sex"),
    "test of terms": lambda d: d.glm("y ~ kids").wald_test("kids"),
    "test of a table": lambda d: d.chisq("sex", "stratum"),
    "quantiles": lambda d: d.quantile("y", [0.1, 0.5]),
    "correlation": lambda d: d.correlation(["y", "kids"]),
    "table in layers": lambda d: d.crosstab("sex", "kids", "yes"),
    "replicate": lambda d: d.to_replicates().replicate(lambda d: {"a": d.mean("y").estimate[0]}),
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_comes_back_equal(name: str, tmp_path: Path) -> None:
    saved = RESULTS[name](design())
    saved.save(tmp_path / "r.json")
    back = ek.load(tmp_path / "r.json")
    assert type(back) is type(saved) and back == saved and repr(back) == repr(saved)
    assert json.loads(saved.to_json())["version"] == 1
    if isinstance(saved, ek.Estimates):
        assert np.array_equal(back.vcov, saved.vcov, equal_nan=True)
        assert back.to_dict() == saved.to_dict() and back.names == saved.names


def test_a_loaded_design_tells_how_it_was_weighted(tmp_path: Path) -> None:
    saved = whole_rows().rake(MARGINS).trim(upper=2.4)
    saved.save(tmp_path / "d.json")
    report = ek.load(tmp_path / "d.json").weighting_report()
    assert report == saved.weighting_report() and ek.load(report.to_json()) == report
    assert [s.method for s in report.steps] == ["rake", "trim"]


def test_a_result_without_its_covariance_keeps_the_rest() -> None:
    saved = design().mean("y", by="kids")
    back = ek.load(saved.to_json(covariance=False))
    assert back.to_dict() == saved.to_dict() and back != saved
    with pytest.raises(SurveyError, match="covariance of this mean is not available"):
        back.contrast("'1' - '2'")


def test_a_banner_book_keeps_its_tests() -> None:
    saved = design().banner(rows=["kids", "y"], columns=["stratum"])
    back = ek.load(saved.to_json())
    assert back.comparisons() == saved.comparisons() and back.to_dict() == saved.to_dict()
    assert back._repr_html_() == saved._repr_html_()


def test_what_needs_the_data_is_not_there_after_loading() -> None:
    model = ek.load(design().glm("y ~ kids").to_json())
    with pytest.raises(SurveyError, match="read from a file"):
        model.wald_test("kids")
    with pytest.raises(SurveyError, match="read from a file"):
        _ = model.fitted
    with pytest.raises(SurveyError, match="read from a file"):
        ek.load(design().crosstab("sex", "yes").to_json()).chisq()


def test_every_type_of_result_is_known() -> None:
    """A result type that someone adds is saved without being named here; one that cannot be is found here."""
    from enkat._saving import Saved, _types

    todo, names = list(Saved.__subclasses__()), set()
    while todo:
        cls = todo.pop()
        todo += cls.__subclasses__()
        names.add(cls.__name__)
    assert names - set(_types()) <= {"Tabular"} and {"Estimates", "Crosstab", "Kish", "Combined"} <= set(_types())


def test_old_files_stay_readable() -> None:
    """Written by the version of enkat that their names tell; never rewritten."""
    files = sorted(SAVED.glob("*.json"))
    assert files
    loaded = {path.name: ek.load(path) for path in files}
    d = loaded["design-1.json"]
    assert (d.n, d.kind, d.columns) == (8, "probability", ["y", "sex", "stratum", "w", "old"])
    r = d.mean("y", by="sex")
    table = loaded["crosstab-1.json"]
    means = loaded["mean-1.json"]
    assert r == means and d.crosstab("sex", "old") == table
    assert means["f"].estimate == pytest.approx(14.615384615384615, rel=1e-14)
    assert means["f"].se == pytest.approx(1.5878199952381586, rel=1e-12)


@pytest.mark.parametrize("kind", ["float64", "int64", "int32", "uint8", "bool"])
def test_arrays_and_columns_inside_a_result_keep_their_kind(kind: str) -> None:
    from enkat._saving import decoded, encoded

    array = np.array([[1, 0, 1], [0, 0, 1]]).astype(kind)
    back = decoded(json.loads(json.dumps(encoded({"a": array}))))["a"]
    assert back.dtype == array.dtype and np.array_equal(back, array)
    column = design()._columns.categories("sex")
    again = decoded(json.loads(json.dumps(encoded(column))))
    assert again.levels == column.levels and np.array_equal(again.codes, column.codes)


# -- what is refused -------------------------------------------------------------------------------------------------


def changed(text: str, *path, to) -> str:
    document = json.loads(text)
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    return json.dumps(document)


RESULT = ("result",)


@pytest.mark.parametrize(
    ("path", "to", "message"),
    [
        (("version",), 2, "upgrade enkat"),
        (("version",), "1", "version"),
        (("version",), True, "version"),
        (("format",), "other", "found the format 'other'"),
        ((*RESULT, "$type"), "os.system", "does not know; upgrade enkat"),
        ((*RESULT, "$type"), ["x"], "does not know"),
        ((*RESULT, "bytes"), "x", "'bytes', which this version does not know"),
        ((*RESULT, "estimate"), [1.0, 2.0], "has not one value for each of 2 rows"),
        ((*RESULT, "estimate"), "text", "expected a list"),
        ((*RESULT, "se"), ["0.1"], "se: expected numbers"),
        ((*RESULT, "keys"), [], "keys: expected an object of lists"),
        ((*RESULT, "covariance"), {"$array": [9, 9], "values": [1.0]}, "found 1 values for the shape"),
        ((*RESULT, "covariance"), {"$array": [1], "values": [1.0]}, "covariance: expected 1 x 1 numbers"),
        ((*RESULT, "design_df"), {"$number": "1e9"}, "expected 'nan', 'inf' or '-inf'"),
        ((*RESULT, "title"), {"$array": [1], "values": [1.0], "dtype": "object"}, "dtype: found 'object'"),
        ((*RESULT, "title"), {"$variable": [], "rows": 1}, "expected the numbers or categories of a column"),
        (RESULT, [1], "expected a saved result"),
    ],
)
def test_a_changed_result_is_refused(path, to, message: str) -> None:
    with pytest.raises(DataError, match=message):
        ek.load(changed(design().mean("y").to_json(), *path, to=to))


@pytest.mark.parametrize(
    ("path", "to", "message"),
    [
        (("version",), 7, "version 7 of the format"),
        (("kind",), "good", "kind: found 'good'"),
        (("model",), 3, "model"),
        (("labels",), {"en": "x"}, "labels"),
        (("history",), [1], "history: expected a list of texts"),
        (("data",), None, "data: expected an object"),
        (("data", "rows"), 41, "expected 41"),
        (("data", "library"), "os", "unknown library 'os'"),
        (("data", "columns", 0, "numbers"), [1.0], "column 'y': expected 40 numbers"),
        (("data", "columns", 0, "numbers", 0), "1", "column 'y': expected numbers"),
        (("data", "columns", 3, "categories", "codes", 0), 9, "not that of a level"),
        (("data", "sets", "aud"), ["a9"], "set 'aud'"),
        (("engine", "weights", 0), None, "weights"),
        (("engine", "version"), 9, "version 9"),
        (("engine",), None, "format"),
        (("derived",), {}, "derived"),
    ],
)
def test_a_changed_design_is_refused(path, to, message: str, tmp_path: Path) -> None:
    design().save(tmp_path / "d.json")
    with pytest.raises(DataError, match=message):
        ek.load(changed((tmp_path / "d.json").read_text(), *path, to=to))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON"),
        ('{"a": NaN}', "NaN"),
        ("{" + '"a":[' * 100_000, "not JSON"),
        ("{}", "found the format None"),
        ('{"questions": []}', "ek.Survey.load"),
        ('{"version": ' + "9" * 5000 + "}", "not JSON"),
    ],
)
def test_a_foreign_text_is_refused(text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        ek.load(text)


def test_files_that_cannot_be_read_or_written_are_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="found no such file"):
        ek.load(tmp_path / "none.json")
    with pytest.raises(DataError, match="found a folder"):
        ek.load(tmp_path)
    (tmp_path / "latin.json").write_bytes(b'{"a": "\xe4"}')
    with pytest.raises(DataError, match="not UTF-8"):
        ek.load(tmp_path / "latin.json")
    with pytest.raises(MissingFileError, match="make it first"):
        design().save(tmp_path / "folder" / "d.json")
    with pytest.raises(DataError, match="expected a path"):
        ek.load(3)  # type: ignore[arg-type]
