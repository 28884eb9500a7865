"""Judging how long a durable append takes: too slow for a hall, or too fast to be true."""

from collections.abc import Sequence
from dataclasses import dataclass

from edge.doctor.findings import Finding, good, note
from edge.doctor.medium import Kind
from edge.doctor.rehearsal import QUICKEST_SHARE, TOO_FAST

# A page of flash takes 0.2 ms to program at the very least; a disk of 7200 turns a minute comes by
# the same place every 8.3 ms, 15000 turns every 4. Below that something answered from memory.
_FASTEST_S = {Kind.SD: 0.0002, Kind.EMMC: 0.0002, Kind.SPINNING: 0.002}
# SSDs measured by M. Callaghan (smalldatum.blogspot.com, 2026-01-07): consumer drives take 0.4 ms
# and more, those with power-loss protection 12 us and more.
_FASTEST_OTHER_S = 0.0001
_HARDLY_SLOWER = 3
_SLOW_P99_S = 0.1
_SLOW_MAX_S = 1.0
_NEXT = "only a power cut tells: atrium doctor disk rehearse"


@dataclass(frozen=True, slots=True)
class Latency:
    """Durable appends of some 4 KB each, in seconds, and writes of the same size without a sync."""

    appends_s: Sequence[float]
    writes_s: Sequence[float]

    def percentile_s(self, percent: float) -> float:
        """Return the time that `percent` of all appends stay below."""
        return _percentile(self.appends_s, percent)

    @property
    def write_s(self) -> float:
        """The usual time of a write without a sync."""
        return _percentile(self.writes_s, 50)

    @property
    def much_faster(self) -> int:
        """How many appends took less than a quarter of what the quickest fifth takes."""
        quick_s = self.percentile_s(QUICKEST_SHARE * 100)
        return sum(append_s < quick_s * TOO_FAST for append_s in self.appends_s)


def _percentile(times_s: Sequence[float], percent: float) -> float:
    ordered = sorted(times_s)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def judge_latency(latency: Latency, kind: Kind) -> list[Finding]:
    """Judge measured appends on a medium of `kind`."""
    return [_judge_slow(latency), *_judge_fast(latency, kind), *_judge_some_fast(latency)]


def _judge_slow(latency: Latency) -> Finding:
    p50_ms, p99_ms, max_ms = (latency.percentile_s(p) * 1000 for p in (50, 99, 100))
    said = f"p50 {p50_ms:.2f} ms, p99 {p99_ms:.2f} ms, max {max_ms:.1f} ms"
    if p99_ms > _SLOW_P99_S * 1000 or max_ms > _SLOW_MAX_S * 1000:
        return note("durable append", said, "visitors will notice; a better card answers sooner")
    return good("durable append", said)


def _judge_fast(latency: Latency, kind: Kind) -> list[Finding]:
    usual_s = latency.percentile_s(50)
    fastest_s = _FASTEST_S.get(kind, _FASTEST_OTHER_S)
    if usual_s < latency.write_s * _HARDLY_SLOWER:
        why = f"hardly slower than a write without ({latency.write_s * 1000:.3f} ms)"
    elif usual_s < fastest_s:
        why = f"faster than a {kind} can write ({fastest_s * 1000:.1f} ms)"
    else:
        return []
    protected = kind in (Kind.NVME, Kind.SOLID, Kind.UNKNOWN)
    excuse = ", unless it has power-loss protection" if protected else ""
    return [note("sync", f"returns too fast to be true{excuse}: {why}", _NEXT)]


def _judge_some_fast(latency: Latency) -> list[Finding]:
    fast, all_ = latency.much_faster, len(latency.appends_s)
    if fast * 200 < all_:
        return []
    said = f"{fast} of {all_} came back much faster than the quickest fifth"
    return [note("sync", said, _NEXT)]
