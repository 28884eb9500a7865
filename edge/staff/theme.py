"""Colours of the terminal. None stands alone: each goes with a word, a mark or a frame."""

from textual.theme import Theme

THEME = Theme(
    name="atrium",
    primary="#00a08a",
    secondary="#7fb6c9",
    accent="#9fd8c9",
    warning="#ffb627",
    error="#ff6f61",
    success="#4fd6a0",
    background="#0c1a1b",
    surface="#122526",
    panel="#17302f",
    foreground="#e6f2ef",
    dark=True,
)

TITLE = "#9fd8c9"

# How a counter looks, by its state; `stale` while the controller is lost, `over` its target.
LOOKS = {
    "called": "#ffb627",
    "serving": "#4fd6a0",
    "open": "#7fb6c9",
    "paused": "#c9a0dc",
    "over": "#ff6f61",
    "closed": "#7d9692",
    "stale": "#7d9692",
}
