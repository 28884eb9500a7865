"""Forty and more ways in which somebody before a screen tries to get out of its page."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import Error, Page

Try = Callable[[Page], Awaitable[object]]


@dataclass(frozen=True)
class Attempt:
    """What somebody does; `says` is what the page must answer to it, where it answers."""

    name: str
    do: Try
    says: object = None


# Whether the page has kept its events from the browser, told by its last listener.
WATCH = """
window.kept = {};
for (const name of ["keydown", "contextmenu", "auxclick"]) {
  addEventListener(name, (event) => { window.kept[name] = event.defaultPrevented; });
}
"""

KEYS = [
    "Control+n",
    "Control+t",
    "Control+w",
    "Control+Shift+n",
    "Control+Shift+t",
    "Control+l",
    "Control+o",
    "Control+p",
    "Control+s",
    "Control+u",
    "Control+j",
    "Control+h",
    "Control+f",
    "Control+d",
    "Control+r",
    "Control+Shift+i",
    "Control+Shift+j",
    "Control+Shift+Delete",
    "Control+Shift+b",
    "Control+Tab",
    "Control+1",
    "Control++",
    "Control+-",
    "F1",
    "F3",
    "F5",
    "F6",
    "F7",
    "F10",
    "F11",
    "F12",
    "Shift+F10",
    "Alt+ArrowLeft",
    "Alt+ArrowRight",
    "Alt+Home",
    "Alt+d",
    "Alt+e",
    "Alt+F4",
    "Alt+Tab",
    "Meta+l",
    "Backspace",
    "ContextMenu",
]

# Typed into an address bar, or followed by whatever else might: the browser itself refuses.
ADDRESSES = [
    "file:///etc/passwd",
    "file:///home/",
    "chrome://version",
    "chrome://settings",
    "chrome://flags",
    "chrome://inspect",
    "chrome://downloads",
    "chrome://crash",
    "chrome://extensions",
    "devtools://devtools/bundled/inspector.html",
    "view-source:http://127.0.0.1",
    "data:text/html,<h1>out</h1>",
    "https://example.com/",
    "http://127.0.0.1:1/",
    "http://[::1]/",
    "ftp://example.com/",
    "mailto:a@example.com",
    "tel:95598",
    "intent://x#Intent;end",
    "filesystem:http://127.0.0.1/x",
    "chrome-extension://abc/x.html",
    "blob:http://127.0.0.1/1",
    "javascript:1",
]

_LINK = """(href) => {
  const link = Object.assign(document.createElement("a"), { href, target: "_blank" });
  document.body.append(link);
  const followed = link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  link.remove();
  return followed;
}"""
_DOWNLOAD = """() => {
  const link = Object.assign(document.createElement("a"), { download: "x" });
  link.href = "/static/icon.svg";
  document.body.append(link);
  link.click();
  link.remove();
}"""
_FRAME = """(src) => new Promise((done) => {
  const told = (event) => done(event.effectiveDirective);
  addEventListener("securitypolicyviolation", told, { once: true });
  const frame = Object.assign(document.createElement("iframe"), { src });
  document.body.append(frame);
  setTimeout(() => { frame.remove(); done("shown"); }, 1000);
})"""
_INLINE = """(html) => new Promise((done) => {
  const told = (event) => done(event.effectiveDirective);
  addEventListener("securitypolicyviolation", told, { once: true });
  const place = document.createElement("div");
  document.body.append(place);
  place.append(document.createRange().createContextualFragment(html));
  place.querySelector("form")?.submit();
  setTimeout(() => done("ran"), 1000);
})"""
_DRAG = """() => {
  const given = new DataTransfer();
  given.setData("text/uri-list", "https://example.com/");
  const event = new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true });
  return document.body.dispatchEvent(event);
}"""
_PASTE = """() => {
  const given = { clipboardData: new DataTransfer(), bubbles: true, cancelable: true };
  return document.body.dispatchEvent(new ClipboardEvent("paste", given));
}"""


def _key(key: str) -> Attempt:
    async def press(page: Page) -> object:
        await page.evaluate("window.kept = {}")
        await page.keyboard.press(key)
        return await page.evaluate("window.kept.keydown")

    return Attempt(f"the keys {key}", press, says=True)


def _address(address: str) -> Attempt:
    async def go(page: Page) -> object:
        other = await page.context.new_page()
        try:
            return await _went(other, address)
        finally:
            await other.close()

    return Attempt(f"the address {address}", go, "refused")


async def _went(page: Page, address: str) -> str:
    try:
        await page.goto(address, timeout=3000)
    except Error:
        return "refused"
    return page.url


def _script(name: str, script: str, given: object, says: object) -> Attempt:
    return Attempt(name, lambda page: page.evaluate(script, given), says)


def _asks(name: str, expression: str, says: object = "refused") -> Attempt:
    async def ask(page: Page) -> object:
        return await page.evaluate(
            "async () => { try { return (await (" + expression + ")) ?? 'nothing'; }"
            " catch { return 'refused'; } }"
        )

    return Attempt(name, ask, says)


async def _long_press(page: Page) -> object:
    session = await page.context.new_cdp_session(page)
    await session.send(
        "Input.dispatchTouchEvent",
        {"type": "touchStart", "touchPoints": [{"x": 300, "y": 300}]},
    )
    await page.evaluate("new Promise((done) => setTimeout(done, 900))")
    await session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    return await page.evaluate("getSelection().toString()")


async def _pinch(page: Page) -> object:
    session = await page.context.new_cdp_session(page)
    for kind, apart in (("touchStart", 40), ("touchMove", 120), ("touchMove", 300)):
        points = [{"x": 400 - apart, "y": 400, "id": 0}, {"x": 400 + apart, "y": 400, "id": 1}]
        await session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    await session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    return await page.evaluate("visualViewport.scale")


async def _five_fingers(page: Page) -> object:
    session = await page.context.new_cdp_session(page)
    points = [{"x": 100 + 80 * each, "y": 500, "id": each} for each in range(5)]
    for kind, fingers in (("touchStart", points), ("touchEnd", [])):
        await session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})
    return await page.evaluate("visualViewport.scale")


async def _right_click(page: Page) -> object:
    await page.mouse.click(20, 20, button="right")
    return await page.evaluate("window.kept.contextmenu")


async def _middle_click(page: Page) -> object:
    await page.mouse.click(20, 20, button="middle")
    return await page.evaluate("window.kept.auxclick")


async def _zoom_by_wheel(page: Page) -> object:
    await page.mouse.move(20, 20)
    await page.keyboard.down("Control")
    await page.mouse.wheel(0, -500)
    await page.keyboard.up("Control")
    return await page.evaluate("devicePixelRatio * visualViewport.scale")


async def _select_by_mouse(page: Page) -> object:
    await page.mouse.move(10, 10)
    await page.mouse.down()
    await page.mouse.move(600, 600, steps=4)
    await page.mouse.up()
    return await page.evaluate("getSelection().toString()")


async def _back(page: Page) -> object:
    await page.evaluate("history.back()")
    await page.evaluate("history.forward()")
    await page.evaluate("history.go(-5)")
    return await page.evaluate("location.pathname")


HANDS = [
    Attempt("a long press", _long_press, ""),
    Attempt("two fingers apart", _pinch, 1),
    Attempt("five fingers", _five_fingers, 1),
    Attempt("a right click", _right_click, says=True),
    Attempt("a middle click", _middle_click, says=True),
    Attempt("the wheel with Ctrl", _zoom_by_wheel, 1),
    Attempt("text marked with a mouse", _select_by_mouse, ""),
    Attempt("back, forward, five back", _back, "/ticket"),
    _script("a link dropped", _DRAG, None, False),
    _script("an address pasted", _PASTE, None, False),
]

CODE = [
    _script("a link to elsewhere, injected", _LINK, "https://example.com/", False),
    _script("a link to a file, injected", _LINK, "file:///etc/passwd", False),
    _script("a link to a programme, injected", _LINK, "mailto:a@example.com", False),
    _script("a download, injected", _DOWNLOAD, None, None),
    _script("a frame of elsewhere", _FRAME, "https://example.com/", "frame-src"),
    _script("a frame of our own", _FRAME, "/board", "frame-src"),
    _script("a script", _INLINE, "<script>document.title = 'out'</script>", "script-src-elem"),
    _script("a handler", _INLINE, "<img src=/x onerror=\"open('/')\">", "script-src-attr"),
    _script("a style", _INLINE, "<style>#screen { display: none }</style>", "style-src-elem"),
    _script("a base", _INLINE, "<base href='https://example.com/'>", "base-uri"),
    _script("an object", _INLINE, "<object data='/static/icon.svg'></object>", "object-src"),
    _script("a form", _INLINE, "<form action='https://example.com/'></form>", "form-action"),
    _asks("a window", "window.open('https://example.com/')", "nothing"),
    _asks("an alert", "window.alert('x')", "nothing"),
    _asks("a question", "window.prompt('x')", "nothing"),
    _asks("the printer", "window.print()", "nothing"),
    _asks("a service worker", "navigator.serviceWorker.register('/static/live.js')"),
    _asks("another server", "fetch('https://example.com/')"),
    _asks("the whole screen", "document.documentElement.requestFullscreen()"),
    _asks("the camera", "navigator.mediaDevices.getUserMedia({ video: true })"),
    _asks("the screen's picture", "navigator.mediaDevices.getDisplayMedia()"),
    _asks("the clipboard", "navigator.clipboard.readText()"),
    _asks("a file of the disk", "showOpenFilePicker()"),
    _asks("a device on the bus", "navigator.usb.requestDevice({ filters: [] })"),
    _asks("notifications", "Notification.requestPermission()", "denied"),
]

ATTEMPTS = [*map(_key, KEYS), *HANDS, *CODE, *map(_address, ADDRESSES)]
