"""Weighted files are read back as the same data, weights, replicates and labels."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import enkat as ek
import numpy as np
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from enkat.errors import DesignError, MissingExtraError, MissingFileError

DATA = {
    "y": [1.5, None, 2.0, 1e-300],
    "n": [1, 2, None, 4],
    "t": ['a "quoted", text', "", None, " space\nand line"],
    "yes": [True, False, None, True],
    "day": [dt.date(2023, 2, 28), None, dt.date(2024, 2, 29), dt.date(2020, 1, 1)],
    "w": [1.25, 2.0, 0.1, 3.0],
}
LABELS = {"sv": {"t": {"": "Fråga"}, "yes": {"true": "Ja", "false": "Nej"}}}


def design(frame=None) -> ek.Design:
    return ek.Design(pl.DataFrame(DATA) if frame is None else frame, weights="w", labels=LABELS)


def test_csv_is_read_back(tmp_path: Path) -> None:
    made = design().with_columns(big=ek.col("n") > 1, n2=ek.cut("n", [2]))
    written = made.export(tmp_path / "data.csv", weights="weight")
    assert [p.name for p in written] == ["data.csv", "data.labels.json"]
    back = pl.read_csv(tmp_path / "data.csv", try_parse_dates=True)
    assert back.select(list(DATA)).equals(pl.DataFrame(DATA))
    assert back["weight"].to_list() == DATA["w"]
    assert back["big"].to_list() == [0.0, 1.0, None, 1.0]
    assert back["n2"].to_list() == ["under 2", "2 and over", None, "2 and over"]
    labels = json.loads((tmp_path / "data.labels.json").read_text(encoding="utf-8"))
    again = ek.Design(back, weights="weight", labels=labels)
    assert again.mean("y").to_dict() == made.mean("y").to_dict()
    assert again.freq("yes").columns(language="sv")["level"] == ["Nej", "Ja"]


def test_parquet_is_read_back(tmp_path: Path) -> None:
    design().export(tmp_path / "data.parquet")
    assert pl.read_parquet(tmp_path / "data.parquet").equals(pl.DataFrame(DATA).with_columns(weight="w"))
    metadata = pq.read_schema(tmp_path / "data.parquet").metadata
    assert json.loads(metadata[b"enkat.labels"]) == LABELS
    assert [p.name for p in tmp_path.iterdir()] == ["data.parquet"]


@pytest.mark.parametrize(
    "frame", [DATA, pd.DataFrame({k: DATA[k] for k in ("y", "n", "w")}), pl.DataFrame(DATA).to_arrow()]
)
def test_any_dataframe(frame, tmp_path: Path) -> None:
    design(frame).export(tmp_path / "data.csv")
    back = pl.read_csv(tmp_path / "data.csv")
    assert back["y"].to_list() == DATA["y"] and back["weight"].to_list() == DATA["w"]


def test_a_subpopulation_has_weight_zero_outside(tmp_path: Path) -> None:
    part = design().where("n >= 2")
    part.export(tmp_path / "d.csv", labels=False)
    back = pl.read_csv(tmp_path / "d.csv")
    assert back["weight"].to_list() == [0.0, 2.0, 0.0, 3.0] and len(list(tmp_path.iterdir())) == 1
    assert ek.Design(back, weights="weight").mean("n").estimate == part.mean("n").estimate


def test_replicate_weights_are_columns(tmp_path: Path) -> None:
    made = design().to_replicates("JK1")
    made.export(tmp_path / "d.csv", replicates="rw")
    back = pl.read_csv(tmp_path / "d.csv")
    again = ek.Design(back, weights="weight", replicates=ek.Replicates("rw*", kind="JK1"))
    assert again.mean("n").se == pytest.approx(made.mean("n").se, rel=1e-12)
    with pytest.raises(DesignError, match="has no replicate weights"):
        design().export(tmp_path / "d.csv", replicates="rw")


def test_the_answers_of_a_survey(tmp_path: Path) -> None:
    formats = Path(__file__).parents[1] / "data" / "formats"
    survey = ek.Survey.load(formats / "mentoring.survey.json")
    checked = survey.validate(survey.read(formats / "limesurvey-results.csv")).apply()
    made = checked.accepted.design()
    made.export(tmp_path / "d.csv")
    back = pl.read_csv(tmp_path / "d.csv", infer_schema_length=None)
    shares = dict(zip(made.freq("q_audiences").keys["level"], made.freq("q_audiences").estimate, strict=True))
    for option, share in shares.items():
        column = back[f"q_audiences_{option}"].drop_nulls()
        assert np.mean(column.to_list()) == pytest.approx(share)
    assert "sv" in json.loads((tmp_path / "d.labels.json").read_text(encoding="utf-8"))


def test_what_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DesignError, match=r"ends in \.csv or \.parquet"):
        design().export(tmp_path / "data.xlsx")
    with pytest.raises(DesignError, match="weights: found 3"):
        design().export(tmp_path / "d.csv", weights=3)  # type: ignore[arg-type]
    with pytest.raises(MissingFileError, match="make it first"):
        design().export(tmp_path / "none" / "d.csv")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'enkat\[parquet\]'"):
        design(DATA).export(tmp_path / "d.parquet")
