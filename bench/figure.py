"""What a figure is: a measured number, the baseline of the same run, and what is to be reached."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound on the ratio, or on the figure itself where only its own size matters."""

    sign: Literal["≥", "≤"]
    bound: float
    of: Literal["ratio", "figure"] = "ratio"

    def reached(self, figure: float, ratio: float) -> bool:
        """Whether a measured figure keeps the bound."""
        found = ratio if self.of == "ratio" else figure
        return found >= self.bound if self.sign == "≥" else found <= self.bound

    def __str__(self) -> str:
        return f"{self.of} {self.sign} {self.bound:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `what` and `against` are for people: what was measured, and against what."""

    name: str
    figure: float
    unit: str
    baseline: float
    what: str
    against: str
    goal: Goal | None = None

    @property
    def ratio(self) -> float:
        """The figure, measured in baselines."""
        return self.figure / self.baseline if self.baseline else 0.0

    @property
    def reached(self) -> bool:
        """Whether the goal is reached; a figure without one always does."""
        return self.goal is None or self.goal.reached(self.figure, self.ratio)

    def as_json(self, at: dt.datetime) -> dict[str, Any]:
        """Return what is kept of the figure, measured at `at`."""
        return {
            "name": self.name,
            "figure": round(self.figure, 4),
            "unit": self.unit,
            "baseline": round(self.baseline, 4),
            "ratio": round(self.ratio, 4),
            "at": at.astimezone(dt.UTC).isoformat(timespec="seconds"),
        }


def keep(figure: Figure, folder: Path) -> Path:
    """Write `figure` into `folder` as `<name>.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{figure.name}.json"
    text = json.dumps(figure.as_json(dt.datetime.now(dt.UTC)), ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    return path
