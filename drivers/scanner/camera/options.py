"""What can be set for a camera."""

from dataclasses import dataclass

from drivers.workers.driver import WorkerOptions, require_positive


@dataclass(frozen=True, slots=True)
class CameraOptions(WorkerOptions):
    """Which camera, how often it looks, and when a code is the same code again.

    `source` is a number (0 is the first camera), a path as `/dev/v4l/by-id/…`, or, to try things
    out, an image or a folder of images. A code is told once while it is held, and again after it
    has been away for `away_s`. Codes longer than `text_max` characters are not ours.
    """

    source: str = "0"
    frame_rate_hz: float = 10.0
    width_px: int = 1280
    height_px: int = 720
    away_s: float = 2.0
    text_max: int = 256

    def __post_init__(self) -> None:
        # By name: a slotted dataclass is made twice, and `super()` would mean the first one.
        WorkerOptions.__post_init__(self)
        require_positive(self, "frame_rate_hz", "width_px", "height_px", "away_s", "text_max")
        if self.text_max > 256:
            raise ValueError(f"text_max: {self.text_max} is above 256")
