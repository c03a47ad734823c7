"""`import enkat` loads the standard library and the extension, nothing else."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys

import pytest

PROGRAM = """
import json, sys
before = set(sys.modules)
import enkat
names = {name.partition(".")[0] for name in set(sys.modules) - before}
print(json.dumps(sorted(names - set(sys.stdlib_module_names))))
"""


def test_import_loads_only_standard_library_and_extension() -> None:
    # -S would hide site-packages; a fresh interpreter with the same path is what a user starts
    output = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout
    assert json.loads(output) == ["enkat"]


def test_every_public_name_exists() -> None:
    import enkat

    missing = [name for name in enkat.__all__ if not hasattr(enkat, name)]
    assert missing == []
    assert "__version__" in enkat.__all__


def test_no_public_name_is_also_a_module() -> None:
    """A module, once loaded, would take the place of the name it shares."""
    import enkat

    modules = {module.name for module in pkgutil.iter_modules(enkat.__path__)}
    assert modules & set(enkat.__all__) == {"errors", "plan"}


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    import enkat

    with pytest.raises(AttributeError, match="no attribute 'Desing'"):
        enkat.Desing  # noqa: B018
