"""The touch evaluator as a visitor sees it: faces large enough, one touch, nothing out of place."""

import pytest
from kiosk_hall import counter

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

SMALL, LARGE, UPRIGHT = (800, 480), (1280, 800), (480, 800)
SIZES = pytest.mark.parametrize("size", [SMALL, LARGE, UPRIGHT], ids=["small", "large", "upright"])

OUT_OF_PLACE = """[...document.querySelectorAll("#screen *")].flatMap((part) => {
  const box = part.getBoundingClientRect();
  const over = box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight;
  return over ? [part.className + " " + part.textContent.trim()] : [];
})"""
WORDS_OUT_OF_FACES = """[...document.querySelectorAll(".face")].flatMap((face) => {
  const frame = face.getBoundingClientRect();
  return [...face.children].filter((part) => {
    const box = part.getBoundingClientRect();
    return box.left < frame.left || box.right > frame.right || box.top < frame.top
      || box.bottom > frame.bottom;
  }).map((part) => part.textContent.trim());
})"""
TYPE_SIZES = """[...document.querySelectorAll(".face span.first, .face span.second")]
  .map((words) => parseFloat(getComputedStyle(words).fontSize))"""


@SIZES
async def test_the_faces_are_large_and_whole_and_say_their_grade(stage, picture, size):
    async with stage(evaluators=["1"]) as set_up, set_up.screen("/evaluator/1", size) as glass:
        set_up.hall.ends_service("V1")
        await glass.sees("您对刚才的服务满意吗？")
        faces = glass.page.locator("button.face")
        boxes = [await face.bounding_box() for face in await faces.all()]
        assert len(boxes) == 5
        assert min(min(box["width"], box["height"]) for box in boxes) >= 88
        for words in ("非常满意", "满意", "一般", "不满意", "非常不满意"):
            assert await glass.page.get_by_text(words, exact=True).is_visible()
        assert min(await glass.page.evaluate(TYPE_SIZES)) >= 17
        assert await glass.page.evaluate(OUT_OF_PLACE) == []
        assert await glass.page.evaluate(WORDS_OUT_OF_FACES) == []
        if size == SMALL:
            await picture(glass.page, "evaluator")


@SIZES
async def test_rest_thanks_and_a_closed_counter_are_whole(stage, size):
    async with stage(evaluators=["1"]) as set_up, set_up.screen("/evaluator/1", size) as glass:
        await glass.sees("欢迎光临")
        assert await glass.page.evaluate(OUT_OF_PLACE) == []
        set_up.hall.ends_service("V1")
        await glass.tap(".grade-5")
        await glass.sees("谢谢您的评价")
        assert await glass.page.evaluate(OUT_OF_PLACE) == []
        await glass.sees("欢迎光临")
        set_up.hall.counters["1"] = counter("1", state="closed", staff="")
        set_up.hall.happens("CounterClosed", "1", staff="1001")
        await glass.sees("本窗口暂停服务")
        await glass.tap("[data-help]")
        await glass.sees("已呼叫工作人员")
        set_up.hall.accepts_help("side-1")
        await glass.sees("李静（工号 2001）正在过来")
        assert await glass.page.evaluate(OUT_OF_PLACE) == []
    assert set_up.hall.ratings == [("V1", 5)]


async def test_a_touched_face_stands_out_until_the_hall_has_it_and_others_rest(stage):
    async with stage(evaluators=["1"]) as set_up, set_up.screen("/evaluator/1", SMALL) as glass:
        set_up.hall.ends_service("V1")
        set_up.hall.gate.clear()
        await glass.tap(".grade-2")
        chosen = glass.page.locator('.face[aria-pressed="true"]')
        await chosen.wait_for()
        assert "不满意" in await chosen.inner_text()
        assert await glass.page.locator(".face:enabled").count() == 0
        await glass.page.locator(".grade-5").tap(force=True)
        set_up.hall.gate.set()
        await glass.sees("谢谢您的评价")
    assert set_up.hall.ratings == [("V1", 2)]


async def test_two_quick_touches_are_one_grade(stage):
    async with stage(evaluators=["1"]) as set_up, set_up.screen("/evaluator/1", SMALL) as glass:
        set_up.hall.ends_service("V1")
        await glass.page.locator(".grade-4").wait_for()
        await glass.page.evaluate(
            "for (const at of ['4', '1', '4']) document.querySelector(`.grade-${at}`).click()"
        )
        await glass.sees("谢谢您的评价")
    assert set_up.hall.ratings == [("V1", 4)]


async def test_a_lost_hall_is_quiet_and_the_question_comes_back(stage):
    async with (
        stage(evaluators=["1"], reconnect_min_s=0.05) as set_up,
        set_up.screen("/evaluator/1", SMALL) as glass,
    ):
        set_up.hall.ends_service("V1")
        await glass.sees("非常满意")
        set_up.hall.goes_away()
        await glass.sees("评价暂停，请稍候")
        assert await glass.page.locator("button").count() == 0
        set_up.hall.away = False
        await glass.sees("非常满意")
