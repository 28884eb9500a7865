"""What is said of the visitor's own screen: what stands there, what was answered. Pure."""

from collections.abc import Mapping

from edge.api import shapes
from edge.staff.words import Words

# What is shown, and the answers to it: none yet, right, not right.
_WAITS: Mapping[str, Words] = {
    "identity": Words("客户屏：核对身份，等客户回答", "Visitor's screen: identity, no answer yet"),
    "form": Words("客户屏：核对填单，等客户回答", "Visitor's screen: the form, no answer yet"),
    "sign": Words("客户屏：等客户签名", "Visitor's screen: not signed yet"),
}
_RIGHT: Mapping[str, Words] = {
    "identity": Words("客户确认：身份正确", "The visitor agrees: identity right"),
    "form": Words("客户确认：填单正确", "The visitor agrees: form right"),
    "sign": Words("客户已签名，受理编号 {number}", "Signed, handed in: reference number {number}"),
}
_WRONG: Mapping[str, Words] = {
    "identity": Words("客户说身份有误，请核对", "The visitor says: identity WRONG"),
    "form": Words("客户说填单有误，请核对", "The visitor says: form WRONG"),
    "sign": Words("客户没有签名", "The visitor did not sign"),
}


def told(side: shapes.Side) -> Words:
    """Return how it stands with what is shown at `side`."""
    said = _WAITS if side.agreed is None else _RIGHT if side.agreed else _WRONG
    return said.get(side.shown, Words(side.shown, "")).about(number=side.number)
