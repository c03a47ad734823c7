"""Whatever definition.schema.json refuses, the loader refuses; whatever it accepts after a harmless change, loads."""

from __future__ import annotations

import copy
import json
import random
import re
from pathlib import Path
from typing import Any

import enkat as ek
import jsonschema
import pytest
from enkat.errors import DefinitionError

DATA = Path(__file__).parents[1] / "data" / "formats"
SCHEMA = jsonschema.Draft202012Validator(json.loads((DATA / "definition.schema.json").read_text(encoding="utf-8")))
EXAMPLE = json.loads((DATA / "mentoring.survey.json").read_text(encoding="utf-8"))
VALUES = [
    None,
    True,
    False,
    0,
    1,
    -1,
    2.5,
    1e9,
    "",
    "a",
    "A b",
    "å",
    "en",
    "2023-02-30",
    "\n",
    [],
    ["a"],
    ["a", "a"],
    {},
    {"en": "x"},
    {"a": 1},
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of every value inside a document."""
    out = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        out += places(item, (*path, key))
    return out


PLACES = places(EXAMPLE)


def mutated(rng: random.Random) -> dict[str, Any]:
    """The example with one place changed, removed, or given a key that some other place has."""
    document = copy.deepcopy(EXAMPLE)
    path = rng.choice(PLACES)
    parent: Any = document
    for step in path[:-1]:
        parent = parent[step]
    what = rng.random()
    if what < 0.5:
        parent[path[-1]] = copy.deepcopy(rng.choice(VALUES))
    elif what < 0.7:
        del parent[path[-1]]
    elif isinstance(parent, dict):
        donor = rng.choice([p for p in PLACES if isinstance(p[-1], str)])
        value: Any = EXAMPLE
        for step in donor:
            value = value[step]
        parent[donor[-1]] = copy.deepcopy(value)
    else:
        parent.append(copy.deepcopy(rng.choice([*VALUES, parent[-1] if parent else 1])))
    return document


@pytest.mark.parametrize("seed", range(3))
def test_the_loader_is_never_laxer_than_the_schema(seed: int) -> None:
    rng = random.Random(seed)
    refused_by_both = 0
    for _ in range(100):
        document = mutated(rng)
        problems = sorted(SCHEMA.iter_errors(document), key=lambda e: e.json_path)
        try:
            ek.Survey.load(document)
        except DefinitionError as error:
            refused_by_both += bool(problems)
            lines = str(error).splitlines()
            assert all(re.match(r"(/|the document: |and \d+ more)", line) for line in lines), error
            continue
        assert not problems, (problems[0].json_path, problems[0].message)
    assert refused_by_both > 30  # the mutations do break the schema


@pytest.mark.parametrize("seed", range(2))
def test_the_pointer_leads_to_the_place_the_schema_names(seed: int) -> None:
    rng = random.Random(1000 + seed)
    for _ in range(100):
        document = mutated(rng)
        problems = [
            e
            for e in SCHEMA.iter_errors(document)
            if e.validator in ("type", "enum", "pattern", "minimum", "const") and not e.context
        ]
        if len(problems) != 1:
            continue
        pointer = "".join(f"/{step}" for step in problems[0].absolute_path)
        with pytest.raises(DefinitionError) as error:
            ek.Survey.load(document)
        assert f"\n{pointer}" in f"\n{error.value}", (pointer, str(error.value))


@pytest.mark.parametrize("size", [1, 50, 4000])
def test_cut_or_garbled_text_gives_one_clear_error(size: int) -> None:
    rng = random.Random(size)
    text = json.dumps(EXAMPLE, ensure_ascii=False)
    for _ in range(60):
        at = rng.randrange(len(text))
        garbled = (
            text[:at] + "".join(chr(rng.randrange(32, 127)) for _ in range(size)) if rng.random() < 0.5 else text[:at]
        )
        if not garbled.startswith("{"):
            continue
        with pytest.raises(DefinitionError):
            ek.Survey.load(garbled)
