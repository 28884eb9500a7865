"""Personal data as others may see it over a shoulder: enough to know one's own by."""

import re

_ACCOUNT_HEAD, _ACCOUNT_TAIL = 2, 4
_PHONE_HEAD, _PHONE_TAIL = 3, 4
_NUMBERS = re.compile(r"[0-9０-９A-Za-z]+")


def masked_name(name: str) -> str:
    """Return a name with all but its first character hidden: 张三丰 becomes 张**."""
    stripped = name.strip()
    return stripped[:1] + "*" * min(len(stripped) - 1, 2) if stripped else ""


def masked_address(address: str) -> str:
    """Return an address without its numbers: 人民路12号3-401 becomes 人民路*号*-*."""
    return _NUMBERS.sub("*", address.strip())


def masked_account(account: str) -> str:
    """Return the first two and the last four digits of an account number, and stars."""
    if len(account) <= _ACCOUNT_HEAD + _ACCOUNT_TAIL:
        return "*" * len(account)
    hidden = "*" * (len(account) - _ACCOUNT_HEAD - _ACCOUNT_TAIL)
    return account[:_ACCOUNT_HEAD] + hidden + account[-_ACCOUNT_TAIL:]


def masked_phone(phone: str) -> str:
    """Return the first three and the last four digits of a mobile number, and stars."""
    hidden = "*" * max(0, len(phone) - _PHONE_HEAD - _PHONE_TAIL)
    return phone[:_PHONE_HEAD] + hidden + phone[-_PHONE_TAIL:] if hidden else "*" * len(phone)
