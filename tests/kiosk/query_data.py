"""What a hall tells a query screen in the tests: accounts, and what everybody may read."""

import datetime as dt

from edge.api import shapes

ZONE = dt.timezone(dt.timedelta(hours=8))
NOW = dt.datetime(2026, 7, 20, 9, 30, tzinfo=ZONE)
MADE = int(dt.datetime(2026, 7, 20, 6, 0, tzinfo=ZONE).timestamp() * 1000)
HOUR_MS = 3_600_000
SCRIPT_NAME = "<script>alert(1)</script>"

_KWH = [212, 168, 151, 183, 262, 391, 305, 260, 249, 198, 243, 418]


def months(kwh: list[float] = _KWH) -> list[shapes.MonthOfUse]:
    """Return twelve months until June 2026; the tiers of a year end at 1,000 and 2,000 kWh."""
    used, known = 900.0, []
    for place, energy in enumerate(kwh):
        year, month = divmod(2025 * 12 + 6 + place, 12)
        used = energy if month == 0 else used + energy
        tier = 1 + (used > 1000) + (used > 2000)
        known.append(
            shapes.MonthOfUse(month=f"{year}-{month + 1:02}", kwh=energy, tier=tier, used_kwh=used)
        )
    return known


def bills(use: list[shapes.MonthOfUse], unpaid: int) -> list[shapes.Bill]:
    """Return the bills of those months, newest first, the newest of them not paid."""
    return [
        shapes.Bill(
            month=each.month,
            kwh=each.kwh,
            amount_fen=round(each.kwh * 56.7),
            late_fee_fen=123 if place == 1 and unpaid > 1 else 0,
            paid=place >= unpaid,
            due=f"{each.month}-28",
        )
        for place, each in enumerate(reversed(use))
    ]


def account(number: str = "31*******0042", *, unpaid: int = 0, **more: object) -> shapes.Account:
    """Return an account with the bills of a year."""
    use = months()
    made = bills(use, unpaid)
    owed = sum(bill.amount_fen + bill.late_fee_fen for bill in made if not bill.paid)
    return shapes.Account(
        **{
            "key": f"key-of-{number}",
            "account": number,
            "name": "张**",
            "address": "滨江路*号*幢*室",
            "tariff": "resident",
            "balance_fen": 123456,
            "owed_fen": owed,
            "locked": "",
            "stage": "",
            "bills": made,
            "months": use,
            "made": MADE,
            **more,
        }
    )


def content() -> shapes.Content:
    """Return something of every kind."""
    return shapes.Content(
        etag="one",
        tariffs=shapes.Tariffs(made=MADE, tariffs=_tariffs()),
        outages=shapes.Outages(made=MADE, outages=_outages()),
        guides=shapes.Guides(made=MADE, guides=_guides()),
        articles=shapes.Articles(made=MADE, articles=_articles()),
    )


def _tariffs() -> list[shapes.Tariff]:
    tiers = [(2160, "0.5383"), (4200, "0.5883"), (0, "0.8383")]
    residents = shapes.Tariff(
        id="resident",
        name="居民阶梯电价",
        name_english="Residents, in tiers",
        since="2025-01-01",
        tiers=[shapes.Tier(upto_kwh=upto, price=price) for upto, price in tiers],
        note="“一户多人口”家庭每月每档增加 100 度。",
        note_english="Households of five and more: 100 kWh more a month in each tier.",
    )
    night = shapes.TariffPeriod(
        name="低谷", name_english="Off-peak", hours=["22:00-08:00"], prices=["0.3583"]
    )
    shops = shapes.Tariff(
        id="shop",
        name="一般工商业电价",
        name_english="Shops and offices",
        since="2024-06-01",
        tiers=[shapes.Tier(upto_kwh=0, price="0.7231")],
        periods=[night],
    )
    return [residents, shops]


def _outages() -> list[shapes.Outage]:
    now_ms = int(NOW.timestamp() * 1000)
    stretches = [(-2, 3), (20, 28), (48, 51), (70, 74), (-30, -20)]
    return [
        shapes.Outage(
            id=f"o{place}",
            area=f"滨江路 {place + 1}–{place + 40} 号、和平里小区",
            area_english=f"Binjiang Road {place + 1}–{place + 40}, Hepingli",
            begins=now_ms + begins * HOUR_MS,
            ends=now_ms + ends * HOUR_MS,
            reason="更换变压器",
            reason_english="A transformer is replaced",
        )
        for place, (begins, ends) in enumerate(stretches)
    ]


def _guides() -> list[shapes.Guide]:
    connection = shapes.Guide(
        id="new-connection",
        title="居民新装用电",
        title_english="A new connection at home",
        service="connect",
        form="new-connection",
        steps=["填写用电申请", "工作人员上门查看", "安装电表并送电"],
        steps_english=["Fill in the application", "We come and look", "The meter is installed"],
        documents=["身份证原件", "房屋产权证明"],
        documents_english=["Identity card", "Proof of ownership"],
        takes="5 个工作日",
        takes_english="5 working days",
    )
    other = {"title": "过户更名", "title_english": "Change of name", "id": "name", "form": ""}
    return [connection, connection.model_copy(update=other)]


def _articles() -> list[shapes.Article]:
    policy = shapes.Article(
        id="tiers",
        kind="policy",
        title="居民阶梯电价政策说明",
        title_english="How the tiers work",
        text="居民用电按年累计，分三档计价。\n\n" * 20,
        text_english="Energy is counted from January on.\n\n" * 20,
        day="2026-01-05",
    )
    news = [
        shapes.Article(
            id=f"n{number}",
            kind="announcement",
            title=f"第 {number} 号服务公告",
            title_english=f"News no. {number}",
            text="营业厅周末照常营业。",
            text_english="",
            day=f"2026-07-{number:02}",
        )
        for number in range(1, 8)
    ]
    return [policy, *news]
