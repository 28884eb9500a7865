"""A driver of somebody else's: built, installed beside the product, found, and held to it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "atrium-example-sign"

_FOUND = """
from drivers.contract import Kind
from drivers.registry import driver_for, known_drivers, twin_for, wire_protocol_names
driver = driver_for(Kind.LED, "glow")
print(driver.__module__, driver.declaration.title, (Kind.LED, "glow") in known_drivers())
print(twin_for(Kind.LED, "glow", {"address": 7}).look())
print("glow" in wire_protocol_names())
"""


def run(*command: str, place: Path, path: str) -> str:
    """Run a Python of its own with the modules on `path`, and return what it says."""
    ran = subprocess.run(
        [sys.executable, *command],
        cwd=place,
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the example, installed into its folder `installed` without a network."""
    source = shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("third") / "sign")
    install = ["-m", "pip", "install", "-q", "--no-build-isolation", "--no-deps", "--no-index"]
    run(*install, "--target", "installed", ".", place=source, path="")
    return source


@pytest.fixture
def both(package: Path) -> str:
    return f"{package / 'installed'}{os.pathsep}{ROOT}"


def test_a_hall_finds_driver_and_twin_of_an_installed_package(both, tmp_path):
    said = run("-c", _FOUND, place=tmp_path, path=both).splitlines()
    assert said[0] == "atrium_example_sign.driver Glow sign (example) True"
    assert said[1] == "{'text': '', 'powered': True, 'broken': False}"
    assert said[2] == "True", "its codec is known to `atrium wire decode`"


def test_its_own_tests_hold_it_to_the_contract_one_test_a_clause(package, both):
    said = run("-m", "pytest", "-v", "-p", "no:cacheprovider", place=package, path=both)
    for check in ("works_on_a_whole_wire", "takes_no_stranger_for_its_own", "bears_a_flood"):
        assert f"test_the_sign_keeps_the_contract[{check}] PASSED" in said


def test_it_is_typed_as_strictly_as_the_product(package, both, tmp_path):
    asked = ["-m", "mypy", "--strict", "--cache-dir", str(tmp_path), "--follow-imports=silent"]
    said = run(*asked, "src", place=package, path=both)
    assert "no issues found" in said
