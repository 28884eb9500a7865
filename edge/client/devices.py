"""What engineers and clerks ask of the devices: health, self-tests, wires, faults."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from edge.api import shapes
from edge.client.connection import Connection, decoded, name_in_path, shaped

_SELF_TEST_S = 90.0  # the hall ends a test that takes longer than a minute


class Devices(Connection):
    """Devices and their faults."""

    async def devices(self) -> list[shapes.Device]:
        """Return all devices and their health."""
        return await self._get_list("/v1/devices", shapes.Device)

    async def test_device(self, device: str) -> shapes.SelfTest:
        """Run a device's self-test, which takes as long as it takes."""
        path = f"/v1/devices/{name_in_path(device)}/test"
        answer = await self._answer("POST", path, timeout_s=_SELF_TEST_S)
        return decoded(answer, shapes.SelfTest)

    async def wire(
        self, device: str, *, raw: bool = False
    ) -> AsyncGenerator[shapes.WireFrame, None]:
        """Yield what passes on a device's wire, decoded or `raw`, until the hall is gone.

        Ends with `HallUnreachableError`.
        """
        path = f"/v1/devices/{name_in_path(device)}/wire{'?raw=true' if raw else ''}"
        async with aclosing(self._stream(path, {})) as stream:
            async for data in stream:
                yield shaped(data, shapes.WireFrame, 200)

    async def faults(self) -> list[shapes.Fault]:
        """Return all open faults, the oldest first."""
        return await self._get_list("/v1/faults", shapes.Fault)

    async def acknowledge_fault(
        self, body: shapes.Acknowledgement, key: str = ""
    ) -> shapes.AcknowledgedFault:
        """Note that a person knows of an open fault."""
        return await self._send(
            "POST", "/v1/faults/acknowledge", shapes.AcknowledgedFault, body, key
        )
