"""Every word the engineer's terminal says of its own, Chinese first and English beside it."""

from edge.staff.words import Words

# What a self-test does that people in the hall see or hear: asked about first.
TEST_ASKED = {
    "printer": Words("自检会打印一张小票，继续？", "The test prints a slip: go on?"),
    "voice": Words("自检会在大厅里发声，继续？", "The test speaks in the hall: go on?"),
    "led": Words("自检会点亮显示屏，继续？", "The test lights up the strips: go on?"),
    "relay": Words("自检会切换继电器，继续？", "The test switches relays: go on?"),
    "caller": Words("自检会让呼叫器动作，继续？", "The test addresses the keypads: go on?"),
}

KEYS = (
    Words("t 自检", "Test"),
    Words("w 监看", "Watch"),
    Words("r 录制", "Record"),
    Words("a 登记故障", "Note"),
    Words("s 扫描", "Scan"),
    Words("q 退出", "Quit"),
)

ENGINEER = Words("设备终端", "Devices")
LINKED = Words("控制器已连接", "Hall connected")
UNLINKED = Words("控制器失联，正在重连", "Hall away: trying again")
FAULTS = Words("故障 {count} 项", "faults")
RECORDING = Words("录制中 {device}：{pieces} 段", "recording")

NO_DEVICES = Words("这个大厅没有配置设备", "No devices in this hall")
HALL_AWAY = Words("控制器失联，现在做不了", "The hall is away: not now")
TESTING = Words("{device} 正在自检", "testing")
TEST_RUNS = Words("{device} 的自检还没有结束", "its test still runs")
TESTED_WELL = Words("{device} 自检正常", "all well")
TESTED_BADLY = Words("{device} 自检发现问题", "trouble found")
NO_FAULT = Words("{device} 没有故障", "no fault to note")
NOTE_ASKED = Words("{device} 的处理情况", "What is done about it")
NOTED = Words("{device} 的故障已登记", "noted")
FILE_ASKED = Words("录制到哪个文件", "Record to which file")
FILE_NOTED = Words("录制会记入大厅日志", "The hall notes the recording")
CARDS_TOO = Words("内容含证件信息，请用自己的卡", "Holds what is on cards: use your own")
RECORDED = Words("{device} 录制结束：{pieces} 段", "recorded")
SURVEY_ASKED = Words("调研写入哪个文件", "Write the survey to which file")
WRITTEN = Words("已写入 {path}", "written")

YES_NO = Words("回车继续  Esc 取消", "Enter goes on  Esc does not")
ENTER_ESCAPE = Words("回车确定  Esc 取消", "Enter confirms  Esc leaves it")
WATCH_KEYS = Words("空格暂停/继续  Esc 返回", "Space pauses  Esc back")
WATCHING = Words("监看 {device}：> 大厅  < 设备", "Watching: > hall  < device")
PAUSED = Words("已暂停", "paused")
SKIPPED = Words("另有 {count} 帧没有显示", "frames not shown")
SCANNING = Words("正在询问端口 {asked}/{total}", "asking every port")
SCANNED = Words("扫描完成，{count} 处", "places looked at")
SCAN_KEYS = Words("w 写调研  Esc 返回", "w writes the survey  Esc back")
NOTHING_FOUND = Words("这台机器上没有端口", "No ports on this machine")

PROTOCOL = Words("协议", "Protocol")
PORT = Words("端口", "Port")
PLACE = Words("位置", "Place")
HEALTH = Words("状态", "Health")
PAPER = Words("纸", "Paper")
SINCE = Words("起始", "Since")
LOSSES = Words("掉线", "Losses")
LAST_GOOD = Words("最近正常", "Last good")
SAYS = Words("说明", "Says")
UNITS = Words("单元", "Units")
FAULT = Words("故障", "Fault")
SELF_TEST = Words("自检", "Self-test")
WITHOUT = Words("没有它时", "Without it")
DEVICE = Words("设备", "Device")
KIND = Words("类别", "Kind")
PARTLY = Words("{lost}/{all} 失联", "")

VERDICT = Words("结论", "Verdict")
REASON = Words("依据", "Reason")


def as_it_is(text: str) -> Words:
    """Return what the hall or this machine said in its own words."""
    return Words("", text)
