"""What a hall may set about its query screens: the section `[query]`."""

from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from kiosk.config import Name, Seconds

Digits = Annotated[int, Field(ge=6, le=20)]


@dataclass(frozen=True)
class QueryConfig:
    """The section `[query]`.

    `terminals` are the screens; `[kiosk] readers` binds readers and scanners to them. Whoever only
    reads what everybody may read is left alone for `reading_timeout_s`; anybody else for
    `[kiosk] idle_timeout_s`. An account number has between `account_digits_min` and
    `account_digits_max` digits. `hotline` is shown where somebody may need it at once (empty: not).
    """

    terminals: list[Name] = field(default_factory=lambda: ["query-1"])
    reading_timeout_s: Seconds = 90.0
    account_digits_min: Digits = 10
    account_digits_max: Digits = 13
    hotline: Annotated[str, Field(pattern=r"^[0-9 +-]{0,20}$")] = "95598"

    def __post_init__(self) -> None:
        if self.account_digits_min > self.account_digits_max:
            raise ValueError(f"account_digits_min: more than {self.account_digits_max}")
