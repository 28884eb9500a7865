"""Data files that come with the program are found in the sources and where it is installed."""

import shutil
import subprocess
import sys
from pathlib import Path

from drivers.shipped import data_file, shipped_folder

ROOT = Path(__file__).parents[2]


def test_in_the_sources_they_lie_beside_them():
    assert shipped_folder("profiles/strips") == ROOT / "config" / "profiles" / "strips"
    assert data_file("pingan", "profiles/strips").is_file()


def test_a_path_is_taken_as_it_is(tmp_path):
    assert data_file("./mine", "profiles/strips") == Path("mine")
    assert data_file("mine.toml", "profiles/strips") == Path("mine.toml")
    assert data_file(str(tmp_path / "mine"), "profiles/strips") == tmp_path / "mine"


def test_an_installed_package_has_them_where_its_prefix_is(tmp_path):
    # What a wheel unpacks to: packages in site-packages, `config` under share/atrium.
    site, share = tmp_path / "lib" / "site-packages", tmp_path / "share" / "atrium" / "config"
    shutil.copytree(ROOT / "drivers", site / "drivers", ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copytree(ROOT / "config" / "profiles", share / "profiles")
    code = (
        f"import sys; sys.path.insert(0, {str(site)!r}); sys.prefix = {str(tmp_path)!r}\n"
        "from drivers.led.strip.profile import load_profile\n"
        "import drivers; print(drivers.__file__); print(load_profile('yinda').title)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    where, title = ran.stdout.splitlines()
    assert where == str(site / "drivers" / "__init__.py")
    assert title.startswith("Yinda")
