"""Who waits, on a board: every row has its own room, in either language, however many there are."""

import io

import pytest
from glasses import BOARD, UPRIGHT, WIDE
from kiosk_hall import FakeHall, medium
from PIL import Image

from edge.api import shapes
from kiosk.board.config import BoardConfig

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

NAMES = [
    ("交电费", "Pay a bill"),
    ("开发票", "Get an invoice"),
    ("新装用电", "New connection"),
    ("增容与变更", "Capacity and changes"),
    ("过户更名", "Change of name"),
    ("咨询与投诉", "Advice and complaints"),
    ("分布式光伏并网", "Connecting solar panels"),
    ("充电桩报装", "Power for a charging point"),
    ("电表校验", "Meter testing"),
    ("销户与退费", "Closing an account, refunds"),
]

# The script of the board has seen the size that it has now.
FITTED = """(width) => document.querySelector(".waiting").dataset.fitted === String(width)"""

# Of every page of the list: rows that lie on one another, or over the edge of the list, and texts
# that are broken out of their row.
WRONG_ROWS = """() => {
  const list = document.querySelector(".waiting ul");
  const rows = [...list.children];
  const wrong = [];
  for (const page of new Set(rows.map((row) => row.dataset.page))) {
    for (const row of rows) row.hidden = row.dataset.page !== page;
    const edge = document.querySelector(".waiting").getBoundingClientRect();
    const seen = rows.filter((row) => row.getClientRects().length)
      .map((row) => [row.innerText, row, row.getBoundingClientRect()]);
    seen.forEach(([text, row, box], place) => {
      const parts = [row, ...row.querySelectorAll("*")].filter((e) => e.getClientRects().length);
      if (parts.some((e) => {
        const part = e.getBoundingClientRect();
        return part.bottom > box.bottom + 1 || part.top < box.top - 1 || part.right > box.right + 1;
      })) wrong.push(`out of its row: ${text}`);
      if (box.bottom > edge.bottom + 1) wrong.push(`cut off: ${text}`);
      for (const [other, , beside] of seen.slice(place + 1)) {
        if (box.left < beside.right - 1 && beside.left < box.right - 1
          && box.top < beside.bottom - 1 && beside.top < box.bottom - 1) {
          wrong.push(`${text} lies on ${other}`);
        }
      }
    });
    if (!seen.length) wrong.push(`nothing on page ${page}`);
  }
  return wrong;
}"""


def waits_for(hall: FakeHall, services: int) -> None:
    """Have the board of the hall name this many services, each of them with a wait."""
    lines = [
        shapes.BoardWaiting(
            service=f"s{place}", name=chinese, name_english=english, count=place * 7 % 5
        )
        for place, (chinese, english) in enumerate(NAMES[:services])
    ]
    hall.board = lambda: FakeHall.board(hall).model_copy(update={"waiting": lines})
    for line in lines:
        hall.stands(line.service, low_min=20, high_min=50)
    hall.calls_ticket(f"A{services:03}", 1)


def drawn() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (160, 90), "#2d6a61").save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("layout", ["calls", "calls+media"])
async def test_no_row_of_those_who_wait_lies_on_another(stage, language, layout):
    async with stage(boards=[BoardConfig(layout=layout)], language=language) as set_up:
        waits_for(set_up.hall, 6)
        set_up.hall.plays(medium("a"), a_png=drawn())
        async with set_up.screen("/board", BOARD) as glass:
            await glass.page.locator(f"#board[data-layout='{layout}']").wait_for()
            for services in (6, 8, 10):
                waits_for(set_up.hall, services)
                await glass.page.locator(f".waiting li >> nth={services - 1}").wait_for(
                    state="attached"
                )
                # For the first and the sixth of the services nobody waits.
                assert await glass.page.locator(".waiting li.busy").count() == services - 2
                for width, height in (BOARD, UPRIGHT, WIDE):
                    await glass.page.set_viewport_size({"width": width, "height": height})
                    await glass.page.wait_for_function(FITTED, arg=width)
                    wrong = await glass.page.evaluate(WRONG_ROWS)
                    assert wrong == [], f"{services} services at {width}x{height}"
