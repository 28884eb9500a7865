"""Where a state directory lies is judged by its file system and mount options."""

from pathlib import PurePath

import pytest

from edge.doctor.findings import Level
from edge.doctor.place import Mount, judge_mount, mount_of, mounts

MOUNTINFO = """\
27 1 179:2 / / rw,noatime shared:1 - ext4 /dev/mmcblk0p2 rw,errors=remount-ro
28 27 0:25 / /var/lib/atrium\\040test rw - tmpfs tmpfs rw,size=4k
29 27 179:3 / /var/lib rw,nosuid - ext4 /dev/mmcblk0p3 rw,nobarrier
30 27 0:99 / /empty-source rw - tmpfs  rw
broken line
"""


def test_the_longest_mount_above_a_path_is_its_own() -> None:
    found = mounts(MOUNTINFO)
    assert len(found) == 4
    below = {
        path: mount_of(PurePath(path), found)
        for path in ("/srv", "/var/lib/atrium", "/var/lib/atrium test/x")
    }
    assert {path: mount and mount.source for path, mount in below.items()} == {
        "/srv": "/dev/mmcblk0p2",
        "/var/lib/atrium": "/dev/mmcblk0p3",
        "/var/lib/atrium test/x": "tmpfs",
    }


def test_of_two_mounts_at_one_place_the_later_hides_the_other() -> None:
    found = mounts("1 0 8:1 / /a rw - ext4 /dev/old rw\n2 0 8:2 / /a rw - ext4 /dev/new rw\n")
    hiding = mount_of(PurePath("/a"), found)
    assert hiding is not None
    assert hiding.source == "/dev/new"


def worst(kind: str = "ext4", *options: str) -> Level:
    return judge_mount(Mount("8:1", "/", kind, "/dev/x", frozenset(options or ("rw",))))[0].level


@pytest.mark.parametrize("kind", ["tmpfs", "overlay", "nfs4", "squashfs"])
def test_no_hall_can_run_on_what_is_gone_elsewhere_or_fixed(kind: str) -> None:
    assert worst(kind) is Level.BAD


@pytest.mark.parametrize("kind", ["vfat", "fuseblk"])
def test_a_file_system_without_guarantees_is_worth_a_note(kind: str) -> None:
    assert worst(kind) is Level.NOTE


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "f2fs"])
def test_a_file_system_that_honours_syncs_is_good(kind: str) -> None:
    assert worst(kind) is Level.GOOD


@pytest.mark.parametrize("option", ["ro", "nobarrier", "barrier=0", "volatile"])
def test_options_that_defeat_a_sync_rule_the_disk_out(option: str) -> None:
    assert worst("ext4", option) is Level.BAD


@pytest.mark.parametrize("option", ["data=writeback", "sync"])
def test_options_that_only_weaken_are_worth_a_note(option: str) -> None:
    assert worst("ext4", "rw", option) is Level.NOTE
