"""The synthetic data of notebooks/data: reproducible, valid where they should be, with the published figures."""

from __future__ import annotations

import json
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT / "notebooks" / "data"
sys.path.insert(0, str(ROOT / "tools"))

from example.answers import AUDIENCES, valid_records  # noqa: E402
from example.draw import Draw  # noqa: E402
from make_example import FILES, SEED, all_records, main  # noqa: E402

PUBLISHED = {"all_pupils": 47, "sen_pupils": 41, "new_teachers": 36, "support_teachers": 16, "all_teachers": 29}


@pytest.fixture(scope="module")
def valid():
    return valid_records(Draw(SEED))


def test_written_files_are_what_the_generator_writes(tmp_path: Path) -> None:
    main(tmp_path)
    for name in ["mentoring-eusurvey.xml", "mentoring-key.json"]:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), f"{name}: run tools/make_example.py"
    # compressed bytes depend on the zlib of the machine; the members do not
    with zipfile.ZipFile(tmp_path / FILES[0]) as new, zipfile.ZipFile(DATA / FILES[0]) as stored:
        assert {n: new.read(n) for n in new.namelist()} == {n: stored.read(n) for n in stored.namelist()}


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    main(tmp_path / "a")
    main(tmp_path / "b")
    for name in [*FILES, "mentoring-key.json"]:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_valid_records_reproduce_the_published_figures(valid) -> None:
    counts = Counter(code for r in valid for code in r.answers["q_audiences"])
    assert len(valid) == 173
    assert {code: int(counts[code] / 173 * 100 + 0.5) for code in PUBLISHED} == PUBLISHED
    assert {code: counts[code] for code in AUDIENCES} == AUDIENCES
    assert [c for c, _ in Counter(r.answers["q_country"] for r in valid).most_common(4)] == ["IT", "TR", "RO", "ES"]
    assert all("2023-01-10" <= f"{r.created:%Y-%m-%d}" <= "2023-02-28" for r in valid)


def test_valid_records_follow_the_routing(valid) -> None:
    for record in valid:
        given = record.answers
        none = given["q_audiences"] == ["none"]
        assert none == ("q_plan" in given)
        assert none != ("q_hours" in given) and none != ("q_benefits" in given)
        assert none or len(set(given["q_benefits"].values())) > 1
        assert ("other" in given["q_audiences"]) == ("q_audiences.other" in given)


def test_no_two_valid_records_are_equal(valid) -> None:
    assert len({json.dumps(r.answers, sort_keys=True) for r in valid}) == 173


def test_every_dirty_record_has_a_reason_to_be_removed() -> None:
    records, key = all_records()
    margin_error = [("error", "q_role"), ("error", "q_level")]
    removing = {"window.early", "window.late", "unit.duplicate_id", "audience.ineligible"}
    removed = {d["row"] for d in key if d["rule"] in removing or (d["severity"], d["question"]) in margin_error}
    assert removed == {d["row"] for d in key}
    assert len(records) - len(removed) == 173
    assert len({d["rule"] for d in key}) >= 20


@pytest.mark.parametrize("name", FILES)
def test_validation_finds_exactly_the_key_and_keeps_173(name: str) -> None:
    import enkat as ek

    key = json.loads((DATA / "mentoring-key.json").read_text(encoding="utf-8"))["files"][name]
    survey = ek.Survey.load(DATA / "mentoring.survey.json")
    report = survey.validate(survey.read(DATA / name))
    found = {(f["row"], f["question"], f["rule"], f["severity"]) for f in report.to_dict()["findings"]}
    want = {(d["row"], d["question"], d["rule"], d["severity"]) for d in key["defects"]}
    also = {(d["row"], a["question"], a["rule"], "error") for d in key["defects"] for a in d.get("also", [])}
    assert want <= found
    assert found <= want | also
    assert len(report.apply(policy="default").accepted) == key["accepted"] == 173
