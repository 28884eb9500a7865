"""What a hall may set about its visitors' own pages: the section `[mobile]`."""

from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from edge.domain.mobile import Dimension, MobileRules
from edge.mobile.limits import Limits

_STREAMS_OF_TELEPHONE = 8  # on a hall's own network each has an address

Minutes = Annotated[int, Field(ge=1, le=240)]
Network = Annotated[str, Field(pattern=r"^[0-9a-fA-F:.]{2,45}(/[0-9]{1,3})?$")]


@dataclass(frozen=True)
class MobileConfig:
    """The section `[mobile]`.

    `address` is where visitors find their pages, such as `https://hall.example/m`; without it
    tickets have none. A visitor may have `delay_min` more minutes `delays_max` times for each
    wait; the page is gone `gone_after_min` after the visit. `dimensions` are what is rated beside
    the whole.

    With `listen` the hall serves the pages itself, on a network for visitors alone, under its own
    `hosts`. It has no TLS: whoever hears that network reads along, the address of a page and what
    is typed there too, unless a proxy stands before it; one of `trusted_proxies` is believed whom
    it asks for. `looks_per_min` and `wishes_per_min` are borne from one page,
    `address_per_min` from one address.
    """

    address: Annotated[str, Field(pattern=r"^(https?://[^\s#?]{1,200})?$")] = ""
    delay_min: Minutes = 10
    delays_max: Annotated[int, Field(ge=0, le=20)] = 2
    gone_after_min: Minutes = 30
    dimensions: tuple[Dimension, ...] = ()
    listen: str = ""
    hosts: list[str] = field(default_factory=list)
    trusted_proxies: list[Network] = field(default_factory=list)
    looks_per_min: Annotated[int, Field(ge=1, le=6000)] = 120
    wishes_per_min: Annotated[int, Field(ge=1, le=600)] = 20
    address_per_min: Annotated[int, Field(ge=1, le=100_000)] = 600

    @property
    def rules(self) -> MobileRules:
        """What visitors may do, how often, and until when."""
        return MobileRules(self.delay_min, self.delays_max, self.gone_after_min)

    @property
    def limits(self) -> Limits:
        """What is borne from one page and one address, where the hall serves the pages itself."""
        return Limits(
            self.looks_per_min,
            self.wishes_per_min,
            self.address_per_min,
            streams_of_address=_STREAMS_OF_TELEPHONE,
        )
