"""Writes kiosk/static/form-pinyin.json: which characters and words are typed by which letters.

    python -m pip install pypinyin==0.55.0 jieba==0.42.1
    python tools/pinyin_table.py

Readings are those of pypinyin, how often a word is written those of jieba (both MIT licence).
Neither is needed by the product: what is written here is data.

`characters` holds all of GB 2312 and what else people are named with, by syllable, the most
frequent first; `words` those of two characters and the names of places, by their syllables. `v`
stands for ü, as on every keyboard.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import jieba
from pypinyin import Style, lazy_pinyin, pinyin

TARGET = Path(__file__).parent.parent / "kiosk" / "static" / "form-pinyin.json"
FREQUENCIES = Path(jieba.__file__).parent / "dict.txt"

_WORD_LEAST = 300
_PLACE_LEAST = 8
_NAME_LEAST = 60
_PLACE_CHARACTERS_MAX = 4
# Of a character with many readings the third is rare enough to be looked for by another.
_READINGS_MAX = 2
# Characters of people's names that GB 2312 has not.
_OF_NAMES = (
    "喆堃珺玥翀曌璟瑄頔芃昇镕煊婧赟彧晗淼祎垚翊奡彣昉旸昫晞暐焱煜熠燚玙玚玹珅珩琎琤琬瑀瑭瑨璘"
    "璠甯禛筱筠苡荍莜菡萩蓥蕤蘅衎訸轶邗邰郃鄢钇铄铖锴锺镓闫霁霈韫頫颋颢飏骁骞鲲鹄鹍黉龑仝佶俣"
    "俶倓偲僖儇劢勍呙囧圳埌堉妤妫姞姮娪婳媖媞嫕嫄嬿峣崚嶒弢忞愔慜戢扆旻昃昇昕昳晔晖晟暄暕杲栐"
    "梽棪椿楒榤槿橦欤歆毓沄沚泂泓洧洺浠浥涵淇淏湉湜溦滢滪漪潆澍澔瀚炅炘炜烜烺焓焜煐煦燊爔牧犇"
    "玎玘玭玮珂珈珒珞珣珮珽琀琇琋琛琦琨琰琲瑆瑗瑾璇璐璞璨瓘甦皓皙睿矞礽祐祜祯禧秾穆竑竣笙筼粲"
    "綦"
)
# What a hall reads every day and a newspaper does not.
_OF_THE_TRADE = (
    "电表 电费 电价 户号 户主 过户 更名 增容 减容 报装 新装 停电 断电 跳闸 "
    "漏电 短路 电压 电流 电线 电缆 电箱 表箱 空开 充电 车位 物业 小区 单元 "
    "业主 房东 租户 租房 缴费 欠费 发票 账单 峰谷 阶梯 光伏 抄表 校验 报修 "
    "抢修 投诉 咨询 街道 大道 弄堂 胡同 村委 居委 社区 花园 公寓 大厦 楼道"
)


def _frequencies() -> Iterator[tuple[str, int, str]]:
    for line in FREQUENCIES.read_text(encoding="utf-8").splitlines():
        word, count, kind = line.split(" ")
        yield word, int(count), kind


def _is_chinese(word: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in word)


def _in_gb2312(character: str) -> bool:
    try:
        return len(character.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def characters(counts: dict[str, int]) -> dict[str, str]:
    """Return the characters of each syllable, the most frequent first."""
    by_syllable: dict[str, list[str]] = defaultdict(list)
    for character in map(chr, range(0x4E00, 0xA000)):
        if _in_gb2312(character) or character in _OF_NAMES:
            for syllable in _readings(character):
                by_syllable[syllable].append(character)
    return {
        syllable: "".join(sorted(found, key=lambda one: _order(one, syllable, counts)))
        for syllable, found in sorted(by_syllable.items())
    }


def _readings(character: str) -> list[str]:
    found = pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]
    spelt = [one for one in dict.fromkeys(found) if one.isascii() and one.isalpha()]
    return spelt[:_READINGS_MAX]


def _order(character: str, syllable: str, counts: dict[str, int]) -> tuple[bool, int, str]:
    """Return where a character stands: behind all others where this is not its usual reading."""
    usual = _readings(character)[0] == syllable
    return not usual, -counts.get(character, 0), character


def words(known: list[tuple[str, int, str]]) -> dict[str, str]:
    """Return the words of each row of syllables; rows and words by how often they are written."""
    by_syllables: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for word, count in _chosen(known).items():
        by_syllables[" ".join(lazy_pinyin(word, v_to_u=False))].append((-count, word))
    # Those that are written most come first: so they do on the screen, whatever finds them.
    ordered = sorted((sorted(found), syllables) for syllables, found in by_syllables.items())
    return {syllables: " ".join(word for _count, word in found) for found, syllables in ordered}


def _chosen(known: list[tuple[str, int, str]]) -> dict[str, int]:
    chosen = {
        word: count
        for word, count, kind in known
        if _is_chinese(word) and _is_wanted(len(word), count, kind)
    }
    for word in _OF_THE_TRADE.split():
        chosen[word] = max(chosen.get(word, 0), 2000)
    return chosen


def _is_wanted(length: int, count: int, kind: str) -> bool:
    place = kind == "ns" and 2 <= length <= _PLACE_CHARACTERS_MAX and count >= _PLACE_LEAST
    name = kind == "nr" and length == 2 and count >= _NAME_LEAST
    return place or name or (length == 2 and count >= _WORD_LEAST)


def main() -> None:
    """Write the table."""
    known = list(_frequencies())
    counts: dict[str, int] = defaultdict(int)
    for word, count, _kind in known:
        for character in word:
            counts[character] += count
    table = {"characters": characters(counts), "words": words(known)}
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    TARGET.write_text(text.replace('","', '",\n"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
