"""What clerks and receptionists ask of the hall for visitors who go elsewhere."""

from edge.api import shapes
from edge.client.connection import Connection, decoded, name_in_path


class Hands(Connection):
    """The queue, and whatever is done with a visitor but to call and serve the next."""

    async def queue(self, counter: str = "") -> list[shapes.InLine]:
        """Return who waits, is put aside or was missed; with `counter`, those it could call."""
        wanted = f"?counter={name_in_path(counter)}" if counter else ""
        return await self._get_list(f"/v1/queue{wanted}", shapes.InLine)

    async def pause(self, counter: str, reason: str, key: str = "") -> shapes.CounterState:
        """Leave the counter for a while."""
        body = shapes.Pause(reason=reason)
        return await self._send("POST", _at(counter, "pause"), shapes.CounterState, body, key)

    async def resume(self, counter: str, key: str = "") -> shapes.CounterState:
        """Come back to the counter."""
        path = _at(counter, "resume")
        return await self._send("POST", path, shapes.CounterState, shapes.CounterCommand(), key)

    async def precall(self, counter: str, key: str = "") -> shapes.Called | None:
        """Ask who is next to come near, or return None when nobody waits."""
        path = _at(counter, "precall")
        response = await self._answer("POST", path, shapes.CounterCommand(), key)
        return None if response.status_code == 204 else decoded(response, shapes.Called)

    async def call_chosen(self, counter: str, call: shapes.CallChosen, key: str) -> shapes.Called:
        """Call one ticket past the rules."""
        return await self._send("POST", _at(counter, "call"), shapes.Called, call, key)

    async def resume_parked(self, counter: str, visit: str, key: str) -> shapes.Called:
        """Call somebody whom a clerk has put aside."""
        body = shapes.OfVisit(visit=visit)
        return await self._send("POST", _at(counter, "resume-parked"), shapes.Called, body, key)

    async def send_back(self, counter: str, back: shapes.SendBack, key: str) -> shapes.Called:
        """Let whoever is at the counter wait again."""
        return await self._send("POST", _at(counter, "return"), shapes.Called, back, key)

    async def park(self, counter: str, park: shapes.Park, key: str) -> shapes.Called:
        """Put whoever is at the counter aside."""
        return await self._send("POST", _at(counter, "park"), shapes.Called, park, key)

    async def transfer(self, counter: str, to: shapes.Transfer, key: str) -> shapes.Called:
        """Hand whoever is at the counter on."""
        return await self._send("POST", _at(counter, "transfer"), shapes.Called, to, key)

    async def walk_direct(self, counter: str, service: str, key: str) -> shapes.Called:
        """Serve somebody who has no ticket."""
        body = shapes.WalkDirect(service=service)
        return await self._send("POST", _at(counter, "walk-direct"), shapes.Called, body, key)

    async def finish_with(self, counter: str, how: shapes.Finish, key: str) -> shapes.Called:
        """End the service, and say what was delivered and how it ended."""
        return await self._send("POST", _at(counter, "finish"), shapes.Called, how, key)

    # --- reception ---

    async def take_ticket(self, ticket: shapes.TicketFor, key: str) -> shapes.Ticket:
        """Take a ticket for somebody who stands in the hall."""
        return await self._send("POST", "/v1/reception/tickets", shapes.Ticket, ticket, key)

    async def change_service(self, visit: str, service: str, key: str) -> shapes.Visit:
        """Let a waiting visitor wait for another service."""
        body = shapes.ChangeService(service=service)
        return await self._send("POST", _of(visit, "service"), shapes.Visit, body, key)

    async def change_priority(
        self, visit: str, change: shapes.ChangePriority, key: str
    ) -> shapes.Visit:
        """Put a waiting visitor into a priority group, or out of any."""
        return await self._send("POST", _of(visit, "priority"), shapes.Visit, change, key)

    async def check_documents(self, visit: str, missing: list[str], key: str) -> shapes.Visit:
        """Note which documents a waiting visitor does not have."""
        body = shapes.CheckDocuments(missing=missing)
        return await self._send("POST", _of(visit, "documents"), shapes.Visit, body, key)

    async def cancel(self, visit: str, reason: str, key: str) -> shapes.Visit:
        """Give up a ticket."""
        body = shapes.Cancel(reason=reason)
        return await self._send("POST", _of(visit, "cancel"), shapes.Visit, body, key)

    async def reinstate(self, visit: str, key: str) -> shapes.Visit:
        """Let somebody who was missed or put aside wait again."""
        path = _of(visit, "reinstate")
        return await self._send("POST", path, shapes.Visit, shapes.CounterCommand(), key)

    async def rules(self) -> shapes.Rules:
        """Return the rules that choose the next ticket."""
        return await self._get("/v1/rules", shapes.Rules)

    async def check_rules(self, text: str) -> shapes.RulesCheck:
        """Return what is wrong with rules, without any effect."""
        body = shapes.NewRules(text=text)
        return await self._send("POST", "/v1/rules/check", shapes.RulesCheck, body)

    async def change_rules(self, text: str, key: str) -> shapes.Rules:
        """Choose by other rules until the day ends."""
        body = shapes.NewRules(text=text)
        return await self._send("POST", "/v1/rules", shapes.Rules, body, key)


def _at(counter: str, verb: str) -> str:
    return f"/v1/counters/{name_in_path(counter)}/{verb}"


def _of(visit: str, what: str) -> str:
    return f"/v1/visits/{name_in_path(visit)}/{what}"
