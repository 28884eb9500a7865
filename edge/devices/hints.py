"""What a person can do about a fault, in the words of the hall's staff."""

from drivers.contract import Health, Kind

_BY_HEALTH: dict[Health, tuple[str, str]] = {
    Health.NO_DEVICE: (
        "检查数据线和 USB 转接头，拔下重插",
        "Check the cable and its adapter; pull it out and plug it in again",
    ),
    Health.OFFLINE: (
        "检查设备电源和连线，关机十秒后再开",
        "Check its power and its line; switch it off for ten seconds",
    ),
    Health.POWER_OFF: ("打开设备电源", "Switch the device on"),
    Health.HARDWARE_ERROR: (
        "按设备手册排除故障，无法恢复时通知工程师",
        "Follow the device's manual; call an engineer if it does not come back",
    ),
    Health.USER_ERROR: ("看设备上的提示", "Look at what the device itself shows"),
    Health.FRAUD_ATTEMPT: ("立即通知主管", "Tell the supervisor at once"),
}
_BY_KIND: dict[tuple[Kind, Health], tuple[str, str]] = {
    (Kind.PRINTER, Health.USER_ERROR): (
        "装纸并合上机盖",
        "Put in paper and close the cover",
    ),
    (Kind.PRINTER, Health.HARDWARE_ERROR): (
        "打开机盖，取出卡住的纸，检查切刀",
        "Open the cover, take out jammed paper, look at the cutter",
    ),
    (Kind.CALLER, Health.OFFLINE): (
        "检查该窗口叫号器的插头，其他窗口也没有时检查总线",
        "Check this counter's plug; where other counters are gone too, check the bus",
    ),
    (Kind.LED, Health.OFFLINE): (
        "检查该条屏的电源和地址",
        "Check this strip's power and address",
    ),
    (Kind.UPS, Health.OFFLINE): (
        "检查 UPS 的 USB 线和 NUT 服务",
        "Check the UPS's cable and the NUT service",
    ),
}
_OTHERWISE = ("通知工程师", "Call an engineer")


def hint(kind: Kind | None, health: str) -> dict[str, str]:
    """Return what to do about a fault of a device of that kind: `{"zh": …, "en": …}`."""
    word = Health(health)
    chinese, english = (_BY_KIND.get((kind, word)) if kind else None) or _BY_HEALTH.get(
        word, _OTHERWISE
    )
    return {"zh": chinese, "en": english}
