"""Reading a ticket layout from its file.

languages = "zh-en"             zh-en, en-zh, zh, en

[[ticket]]                      the visitor's piece of paper, block by block, from the top
block = "number"
size = 8

[[second_copy]]                 another piece, cut off behind it: for the clerk, say
"""

from functools import lru_cache

from drivers.datafile import Table, nearest, read_table
from drivers.printer.escpos.blocks import (
    BarcodeBlock,
    Block,
    CutBlock,
    GapBlock,
    Languages,
    Layout,
    LogoBlock,
    QrBlock,
    Said,
    SaidBlock,
    Style,
    TextBlock,
)
from drivers.printer.escpos.commands import Align
from drivers.printer.escpos.logo import LogoError, read_picture
from drivers.shipped import data_file

_FOLDER = "tickets"
_BLOCKS_MAX = 40
_OTHERS = ("text", "logo", "qr", "barcode", "gap", "cut")
_ALIGNS = {"left": Align.LEFT, "centre": Align.CENTRE, "right": Align.RIGHT}


@lru_cache(maxsize=16)
def load_layout(named: str) -> Layout:
    """Return a shipped layout by its name, or any by its path. Raises `DataFileError`."""
    table = read_table(data_file(named, _FOLDER))
    layout = Layout(
        title=table.text("title"),
        languages=table.word("languages", Languages.ZH_EN),
        ticket=_piece(table, "ticket"),
        second_copy=_piece(table, "second_copy"),
    )
    table.done()
    if not any(
        isinstance(block, SaidBlock) and block.said is Said.NUMBER for block in layout.ticket
    ):
        raise table.wrong("ticket", "has no number: nobody could be called with it")
    return layout


def _piece(table: Table, key: str) -> tuple[Block, ...]:
    tables = table.tables(key)
    if len(tables) > _BLOCKS_MAX:
        raise table.wrong(key, f"{len(tables)} blocks are too many, {_BLOCKS_MAX} at most")
    blocks = [_block(inner) for inner in tables]
    cuts = [number for number, block in enumerate(blocks, 1) if isinstance(block, CutBlock)]
    if blocks and cuts != [len(blocks)]:
        raise table.wrong(key, 'wants one block "cut", as its last')
    return tuple(blocks)


def _block(table: Table) -> Block:
    kind = table.text("block")
    if kind in list(Said):
        block: Block = SaidBlock(Said(kind), _style(table, kind))
    elif kind in _OTHERS:
        block = _other(table, kind)
    else:
        hint = nearest(kind, [*Said, *_OTHERS])
        raise table.wrong("block", f"{kind!r} is no block{hint}")
    table.done()
    return block


def _other(table: Table, kind: str) -> Block:
    match kind:
        case "text":
            return TextBlock(table.text("zh"), table.text("en"), _style(table, kind))
        case "logo":
            return _logo(table)
        case "qr":
            return QrBlock(table.number("module_dots", 6, 1, 16), _align(table))
        case "barcode":
            return BarcodeBlock(table.number("height_mm", 10, 2, 30), _align(table))
        case "gap":
            return GapBlock(table.number("mm", 3, 1, 30))
        case _:
            return CutBlock(table.switch("full") if "full" in table else None)


def _style(table: Table, kind: str) -> Style:
    size = table.number("size", {"number": 8, "time": 1, "footer": 1}.get(kind, 2), 1, 8)
    second_size = table.number("second_size", size, 1, 8)
    return Style(size, table.switch("bold"), _align(table), second_size)


def _align(table: Table) -> Align:
    word = table.text("align", "centre")
    if word not in _ALIGNS:
        raise table.wrong("align", f"{word!r} is not known{nearest(word, list(_ALIGNS))}")
    return _ALIGNS[word]


def _logo(table: Table) -> LogoBlock:
    """Take a picture; its file is looked for beside the layout's."""
    try:
        picture = read_picture(table.file.parent / table.text("file"))
    except LogoError as error:
        raise table.wrong("file", str(error)) from None
    return LogoBlock(picture, table.number("width_percent", 60, 5, 100), _align(table))
