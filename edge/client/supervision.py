"""What those who run the hall ask of it: the live picture, notices, messages, help, switches."""

from collections.abc import Sequence

from edge.api import shapes
from edge.client.connection import Connection, name_in_path


class Supervision(Connection):
    """Running the hall. `HallError` `not_allowed` where whoever is signed in has not the right."""

    async def supervision(self) -> shapes.Supervision:
        """Return the whole hall at one glance."""
        return await self._get("/v1/supervision", shapes.Supervision)

    async def accept_alert(self, alert: str, key: str = "") -> shapes.Alert:
        """Note that whoever is signed in sees to an alert."""
        path = f"/v1/alerts/{name_in_path(alert)}/accept"
        return await self._send("POST", path, shapes.Alert, key=key)

    # --- notices ---

    async def notices(self) -> list[shapes.Notice]:
        """Return what every screen tells now."""
        return await self._get_list("/v1/notices", shapes.Notice)

    async def show_notice(self, notice: shapes.NewNotice, key: str = "") -> shapes.Notice:
        """Tell everybody something on every screen."""
        return await self._send("POST", "/v1/notices", shapes.Notice, notice, key)

    async def end_notice(self, notice: str, key: str = "") -> shapes.NoticeEnded:
        """Tell it no more."""
        path = f"/v1/notices/{name_in_path(notice)}/end"
        return await self._send("POST", path, shapes.NoticeEnded, key=key)

    # --- messages ---

    async def messages(self) -> list[shapes.Message]:
        """Return today's messages from and for whoever is signed in, the oldest first."""
        return await self._get_list("/v1/messages", shapes.Message)

    async def send_message(self, message: shapes.NewMessage, key: str = "") -> shapes.MessageState:
        """Write to counters, members of staff, or all."""
        return await self._send("POST", "/v1/messages", shapes.MessageState, message, key)

    async def read_message(self, message: str, key: str = "") -> shapes.MessageState:
        """Note that whoever is signed in has seen a message."""
        path = f"/v1/messages/{name_in_path(message)}/read"
        return await self._send("POST", path, shapes.MessageState, key=key)

    # --- help ---

    async def help_calls(self) -> list[shapes.Help]:
        """Return all calls for help that have not ended."""
        return await self._get_list("/v1/help", shapes.Help)

    async def call_help(self, call: shapes.HelpCall, key: str = "") -> shapes.Help:
        """Call somebody to a counter, or as a visitor's screen to the screen."""
        return await self._send("POST", "/v1/help", shapes.Help, call, key)

    async def accept_help(self, place: str, key: str = "") -> shapes.Help:
        """Note that whoever is signed in is on the way."""
        path = f"/v1/help/{name_in_path(place)}/accept"
        return await self._send("POST", path, shapes.Help, key=key)

    async def end_help(self, place: str, key: str = "", *, stay: str = "") -> shapes.HelpEnded:
        """Note that no help is needed any more; with `stay`, by that visitor at the screen."""
        path = f"/v1/help/{name_in_path(place)}/end"
        path += f"?stay={name_in_path(stay)}" if stay else ""
        return await self._send("POST", path, shapes.HelpEnded, key=key)

    # --- switches ---

    async def doors(self) -> shapes.Doors:
        """Return whether somebody has closed the doors."""
        return await self._get("/v1/doors", shapes.Doors)

    async def switch_doors(self, to_open: bool, reason: str = "", key: str = "") -> shapes.Doors:
        """Give tickets, or give no more of them for today."""
        path = f"/v1/doors/{'open' if to_open else 'close'}"
        return await self._send("POST", path, shapes.Doors, shapes.Switch(reason=reason), key)

    async def switch_service(
        self, service: str, on: bool, reason: str = "", key: str = ""
    ) -> shapes.ServiceSwitch:
        """Offer a service, or a group of them, or no more."""
        path = f"/v1/services/{name_in_path(service)}/{'on' if on else 'off'}"
        why = shapes.Switch(reason=reason)
        return await self._send("POST", path, shapes.ServiceSwitch, why, key)

    async def divert(self, diversion: shapes.Diversion, key: str = "") -> shapes.Diverted:
        """Send a visitor elsewhere; the ticket of one who waits is given up."""
        return await self._send("POST", "/v1/reception/diversions", shapes.Diverted, diversion, key)

    async def next_slips(self) -> list[shapes.NextSlip]:
        """Return to which number the paper roll of each service is to be wound."""
        return await self._get_list("/v1/reception/roll", shapes.NextSlip)

    async def slips_handed_out(self, service: str, upto: int, key: str = "") -> shapes.SlipsNoted:
        """Note that visitors hold the slips of a service up to number `upto`."""
        body = shapes.Slips(service=service, upto=upto)
        return await self._send("POST", "/v1/reception/roll", shapes.SlipsNoted, body, key)

    # --- any counter ---

    async def pauses(self) -> list[shapes.PauseReason]:
        """Return the reasons that this hall has for leaving a counter."""
        return await self._get_list("/v1/pauses", shapes.PauseReason)

    async def reasons(self) -> list[shapes.ReasonListed]:
        """Return what clerks of this hall may give as outcomes and reasons."""
        return await self._get_list("/v1/reasons", shapes.ReasonListed)

    async def open_counter_for(
        self, counter: str, staff: str, key: str = ""
    ) -> shapes.CounterState:
        """Open a counter for the clerk who will sit there."""
        path = f"/v1/supervision/counters/{name_in_path(counter)}/open"
        body = shapes.CounterFor(staff=staff)
        return await self._send("POST", path, shapes.CounterState, body, key)

    async def close_any_counter(self, counter: str, key: str = "") -> shapes.CounterState:
        """Close a counter that its clerk has left; whoever was called there waits again."""
        path = f"/v1/supervision/counters/{name_in_path(counter)}/close"
        return await self._send("POST", path, shapes.CounterState, key=key)

    async def pause_any_counter(
        self, counter: str, reason: str, key: str = ""
    ) -> shapes.CounterState:
        """Note that a counter's clerk is away; whoever was called there waits again."""
        path = f"/v1/supervision/counters/{name_in_path(counter)}/pause"
        body = shapes.Pause(reason=reason)
        return await self._send("POST", path, shapes.CounterState, body, key)

    async def resume_any_counter(self, counter: str, key: str = "") -> shapes.CounterState:
        """Note that a counter's clerk is back."""
        path = f"/v1/supervision/counters/{name_in_path(counter)}/resume"
        return await self._send("POST", path, shapes.CounterState, key=key)

    async def replan_counter(
        self, counter: str, services: Sequence[str], reason: str = "", key: str = ""
    ) -> shapes.Replanned:
        """Have a counter serve `services` until the day ends; none: as planned."""
        path = f"/v1/supervision/counters/{name_in_path(counter)}/replan"
        body = shapes.Replan(services=list(services), reason=reason)
        return await self._send("POST", path, shapes.Replanned, body, key)
