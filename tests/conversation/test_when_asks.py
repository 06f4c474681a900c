"""What is asked back about a time, and what never happens whatever is said."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.casework.kinds import BEIJING
from actions.conversation.when import read_back, read_when

SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=BEIJING)
MON_TUE = ("11月23日星期一", "11月24日星期二")
TUE_WED = ("11月24日星期二", "11月25日星期三")
LITTLE_NEW_YEAR = ("2027年1月30日（腊月二十三）星期六", "2027年1月31日（腊月二十四）星期日")


@pytest.mark.parametrize(
    ("said", "question", "options"),
    [
        # days nobody but the citizen knows
        ("等赶集那天", "赶集的日子不一样", MON_TUE),
        ("赶场天上午", "赶集的日子不一样", ("11月23日星期一上午", "11月24日星期二上午")),
        ("街天", "赶集的日子不一样", MON_TUE),
        ("逢五", "赶集的日子不一样", ("11月25日星期三", "11月23日（十月十五）星期一")),
        ("逢三六九赶场", "赶集的日子不一样", ("11月23日星期一", "11月24日（十月十六）星期二")),
        ("放假那天", "说的是哪天", MON_TUE),
        ("等我儿子回来", "说的是哪天", MON_TUE),
        ("农忙过了再说", "说的是哪天", MON_TUE),
        ("改天", "说的是哪天", MON_TUE),
        ("赶明儿", "说的是哪天", MON_TUE),
        ("没想好", "说的是哪天", MON_TUE),
        # several days
        ("过两天", "说的是哪天", TUE_WED),
        ("过几天吧", "说的是哪天", TUE_WED),
        ("过两三天", "说的是哪天", TUE_WED),
        ("过一阵子", "说的是哪天", TUE_WED),
        ("半个月后", "半个月左右", ("12月7日星期一", "12月8日星期二")),
        ("一个月以后", "一个月以后", ("12月22日星期二", "12月23日星期三")),
        ("月底", "有好几天", ("11月27日星期五", "11月30日星期一")),
        ("月初", "有好几天", ("12月1日星期二", "12月2日星期三")),
        ("下个月底", "有好几天", ("12月30日星期三", "12月31日星期四")),
        ("十几号", "有好几天", ("12月11日星期五", "12月14日星期一")),
        ("二十来号", "有好几天", MON_TUE),
        ("下个月", "日子不少", ("12月1日星期二", "12月2日星期三")),
        ("冬月", "冬月里日子不少", ("12月9日（冬月初一）星期三", "12月10日（冬月初二）星期四")),
        ("腊月间", "腊月里日子不少", ("2027年1月8日（腊月初一）星期五", "2027年1月11日（腊月初四）星期一")),
        ("年底", "有好几天", ("12月30日星期三", "12月31日星期四")),
        ("年前", "年前的日子", ("2027年2月3日星期三", "2027年2月4日星期四")),
        ("过完年", "年后的日子", ("2027年2月15日星期一", "2027年2月16日星期二")),
        ("国庆节后", "国庆过后", ("2027年10月8日星期五", "2027年10月11日星期一")),
        ("五一放假", "五一过后", ("2027年5月6日星期四", "2027年5月7日星期五")),
        # either of two
        ("小年", "各地不一样", LITTLE_NEW_YEAR),
        ("十五", "公历还是农历", ("12月15日星期二", "11月23日（十月十五）星期一")),
        ("二十那天", "公历还是农历", ("12月20日星期日", "11月28日（十月二十）星期六")),
        ("八月十五", "公历还是农历", ("2027年8月15日星期日", "2027年9月15日（八月十五）星期三")),
        ("12月3号周五", "对不上", ("12月3日星期四", "12月4日星期五")),
        ("明天周三", "对不上", ("11月23日星期一", "11月25日星期三")),
        ("周一上午或者周二下午", "先约哪个", ("11月23日星期一上午", "11月24日星期二下午")),
        ("七点", "早上7点，还是晚上7点", ("早上7点", "晚上7点")),
        ("明天七点", "早上7点，还是晚上7点", ("11月23日星期一早上7点", "11月23日星期一晚上7点")),
        ("上午三点", "下午3点吗", ("下午3点",)),
        ("点把钟", "过1个小时", ("下午1点", "1个小时以后")),
        # over, or no such day
        ("昨天", "已经过了", ("11月23日星期一",)),
        ("这周三", "已经过了", ("11月25日星期三",)),
        ("上周五", "已经过了", ("11月27日星期五",)),
        ("本月3号", "已经过了", ("12月3日星期四",)),
        ("2025年12月3日", "已经过了", ("12月3日星期四",)),
        ("今天早上八点", "已经过了", ("11月23日星期一上午8点",)),
        ("2月30号", "2月没有30号", ("2027年2月28日星期日",)),
        ("32号", "没有32号", ()),
        ("13月1号", "没有13月1日", ()),
    ],
)
def test_a_doubt_is_asked_back_with_suggestions(said: str, question: str, options: tuple[str, ...]) -> None:
    wish = read_when(said, SUNDAY)
    assert wish.empty
    assert wish.doubt
    assert question in wish.doubt.question
    assert wish.doubt.options == options
    for option in options:  # each suggestion, said by the citizen, is understood as itself
        chosen = read_when(option, SUNDAY)
        assert chosen.doubt is None
        assert read_back(chosen, SUNDAY.date()) == option or option == "1个小时以后"


_PIECES = (
    "今 明 后 大后 昨 前 天 早 晚 上午 下午 晌午 擦黑 半夜 周 星期 礼拜 下 这 上 个 月 一 二 三 十 廿 卅 初 "
    "正月 腊月 冬月 闰 号 日 点 半 刻 多 零 〇 到 至 - / . : 12 3 31 30 29 2026 99 000 年 农历 阴历 小年 除夕 中秋 "
    "清明 冬至 国庆 五一 过后 以前 以后 起 和 或者 除了 不行 没空 都行 赶集 逢五 月底 年前 过 两 几 小时 差 把钟 左右 "
    "， 。 （ ） 不对 随便 越快越好 放假"
)
_MADE_UP = st.lists(st.sampled_from(_PIECES.split()), max_size=40).map("".join)
_SAID = st.one_of(_MADE_UP, st.text(max_size=200))
_NOW = st.datetimes(datetime(2000, 1, 1), datetime(2090, 12, 31), timezones=st.just(BEIJING))


@given(_SAID, _NOW)
def test_never_a_past_date_and_never_an_exception(said: str, now: datetime) -> None:
    wish = read_when(said[:200], now)
    assert all(day >= now.date() for day in wish.days)
    assert wish.days == tuple(sorted(set(wish.days)))
    assert isinstance(read_back(wish, now.date()), str)
    assert all(0 <= span.start <= span.end <= 24 * 60 for span in wish.spans)
    if wish.days == (now.date(),) and wish.spans and not wish.doubt:
        minute = now.hour * 60 + now.minute
        assert any(max(span.end - 1, span.start) > minute or span.start >= minute for span in wish.spans)


@given(_MADE_UP, _NOW)
def test_suggestions_are_never_past_and_never_doubtful(said: str, now: datetime) -> None:
    wish = read_when(said, now)
    for option in wish.doubt.options if wish.doubt else ():
        chosen = read_when(option, now)
        assert all(day >= now.date() for day in chosen.days)
        assert not chosen.empty
