"""The same way over the broker in Python, which speaks MQTT 3.1.1 only and keeps no sessions."""

from realparts import broker_process, free_port, real_world
from syncfakes import FakeHall

from sync.demo_broker import amqtt_command


async def test_what_happens_in_the_hall_is_at_headquarters_over_amqtt_too(tmp_path):
    hall = FakeHall()
    hall.happen_many(1200)
    port = free_port()
    with broker_process(port, amqtt_command(port)) as broker:
        async with real_world(port, tmp_path, hall) as world:
            await world.until(world.confirmed)
            broker.kill()
            hall.happen_many(300)
            await hall.tell()
            broker.start()
            await world.until(world.confirmed)
