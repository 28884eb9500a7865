"""What devices are for and how they are, in words: Chinese first and English beside it."""

from edge.staff.words import Words

KINDS = {
    "reader": Words("读卡器", "card reader"),
    "chip": Words("购电卡读写器", "chip card reader"),
    "printer": Words("打印机", "printer"),
    "scanner": Words("扫码器", "scanner"),
    "led": Words("窗口屏", "LED strip"),
    "caller": Words("呼叫器", "caller"),
    "voice": Words("语音", "voice"),
    "relay": Words("继电器", "relay"),
    "ups": Words("不间断电源", "UPS"),
    "footfall": Words("客流计", "people counter"),
}

HEALTHS = {
    "online": Words("正常", "online"),
    "assumed": Words("单向，视为正常", "assumed well"),
    "deviceBusy": Words("正忙", "busy"),
    "starting": Words("正在启动", "starting"),
    "offline": Words("没有应答", "no answer"),
    "powerOff": Words("没有通电", "switched off"),
    "noDevice": Words("没有连接", "not connected"),
    "hardwareError": Words("硬件故障", "hardware error"),
    "userError": Words("需要处理", "needs a hand"),
    "fraudAttempt": Words("疑似人为破坏", "tampered with"),
}


def kind(name: str) -> Words:
    """Return what a device of that kind is; a kind of a later hall stands for itself."""
    return KINDS.get(name, Words(name, ""))


def health(name: str) -> Words:
    """Return how a device is; a word of a later hall stands for itself."""
    return HEALTHS.get(name, Words(name, ""))
