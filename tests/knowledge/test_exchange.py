"""Export and import: nothing is lost on the way, faults name the cell, and it is all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_base import life
from knowledge_base.exchange import Plan, export, import_file, plan_import
from knowledge_base.exchange.plan import Setting
from knowledge_base.life import Move, NotAllowed, publish_many
from knowledge_base.loader import TemplateError, load_items, load_published
from knowledge_base.schema import Completeness, Item
from tests.knowledge.made import FULL, HAND, TOWNSHIP, contents, folder_of, item

FILES = Path(__file__).parent / "files"
EMPTY = Setting({}, TOWNSHIP, HAND.now.date())


def _taken(source: Path, setting: Setting = EMPTY) -> dict[str, Item]:
    plan = plan_import(source, setting)
    assert plan.problems == []
    return {one.code: one for one in plan.items}


def _import(source: Path, folder: Path, **options: Any) -> Plan:
    return import_file(source, folder, TOWNSHIP, HAND, **options)


@pytest.mark.parametrize("target", ["all.xlsx", "all.zip", "all"])
def test_every_item_comes_back_as_it_was(tmp_path: Path, target: str) -> None:
    items = load_published()
    export(items, TOWNSHIP, tmp_path / target)
    assert _taken(tmp_path / target) == items


def test_the_thin_csv_changes_nothing_when_it_comes_back(tmp_path: Path) -> None:
    items = load_published()
    export(items, TOWNSHIP, tmp_path / "all.csv")
    plan = plan_import(tmp_path / "all.csv", Setting(items, TOWNSHIP, HAND.now.date()))
    assert (plan.problems, plan.items, len(plan.unchanged)) == ([], [], len(items))


# What spreadsheets take for formulas, what ends a line, a cell or a list, and what lies outside the first plane.
_NASTY = st.sampled_from(
    ["=1+1", "+86", "-1", "@SUM(A1)", "'=x", "＝甲", "\\n", "\\", "、", "；", "：", "a\nb", '"', "🙂", "#N/A", "TRUE"]
)
_PLAIN = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=8)
_TEXT = st.builds("".join, st.lists(_NASTY | _PLAIN, min_size=1, max_size=4)).map(str.strip).filter(bool)


def _nasty_item(text: Callable[[], str]) -> Item:
    first, second = text(), text()
    key, choices = text(), (first[:20].strip() or "甲", second[:20].strip() or "乙")
    if choices[0] == choices[1]:
        choices = ("甲", "乙")
    return item(
        FULL,
        name=text(),
        everyday_names=[text(), text()],
        phrases=[text(), text(), text()],
        overview=text(),
        conditions=[text()],
        situations=[{"key": key, "ask": text(), "choices": [{"name": choices[0], "ends": True}, choices[1]]}],
        materials=[{"name": text(), "note": text(), "when": {key: choices}}, {"name": text(), "originals": 0}],
        process=[{"name": text(), "detail": text()}],
        questions=[{"question": text(), "answer": text()}],
        amount={"detail": text(), "local": True},
        agency={"allowed": False, "detail": text(), "needs_person": text()},
    )


@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_is_changed_by_a_spreadsheet(tmp_path: Path, data: st.DataObject) -> None:
    nasty = _nasty_item(lambda: data.draw(_TEXT))
    export({nasty.code: nasty}, TOWNSHIP, tmp_path / "nasty.xlsx")
    assert _taken(tmp_path / "nasty.xlsx") == {nasty.code: nasty}
    export({nasty.code: nasty}, TOWNSHIP, tmp_path / "nasty")
    assert _taken(tmp_path / "nasty") == {nasty.code: nasty}
    export({nasty.code: nasty}, TOWNSHIP, tmp_path / "nasty.csv")
    plan = plan_import(tmp_path / "nasty.csv", Setting({nasty.code: nasty}, TOWNSHIP, HAND.now.date()))
    assert (plan.problems, plan.unchanged) == ([], [nasty.code])


def test_a_file_written_by_libreoffice_is_read(tmp_path: Path) -> None:
    """`libreoffice.xlsx` was saved by LibreOffice Calc 7.4 from our export of the items beside it."""
    expected = load_published(FILES / "libreoffice")
    assert _taken(FILES / "libreoffice.xlsx") == expected
    assert expected["ZZ-01"].overview.startswith("=1+1")


def test_no_cell_is_a_formula_and_headers_help(tmp_path: Path) -> None:
    export({"ZZ-01": item(FULL, overview="=HYPERLINK(1)")}, TOWNSHIP, tmp_path / "one.xlsx")
    book = openpyxl.load_workbook(tmp_path / "one.xlsx")
    assert book.sheetnames == ["事项", "情形", "选项", "材料", "步骤", "依据", "常见问题"]
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "'=HYPERLINK(1)" in [cell.value for cell in cells]
    page = book["事项"]
    assert page.freeze_panes == "C2"
    assert all(cell.comment for cell in page[1])
    lists = {one.formula1 for one in page.data_validations.dataValidation}
    assert '"行政许可,行政给付,行政确认,公共服务,其他行政权力"' in lists
    assert '"必要,非必要,容缺后补"' in {one.formula1 for one in book["材料"].data_validations.dataValidation}


def _edited(folder: Path, source: Path, edit: Callable[[Any], None]) -> Path:
    export(load_published(folder), TOWNSHIP, source)
    book = openpyxl.load_workbook(source)
    edit(book)
    book.save(source)
    return source


def _set(sheet: str, title: str, row: int, value: Any) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        page = book[sheet]
        column = next(cell.column for cell in page[1] if cell.value == title)
        page.cell(row, column).value = value

    return edit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "items", item(FULL), item(code="ZZ-02", name="别的事", everyday_names=["别的"]))


@pytest.mark.parametrize(
    ("sheet", "title", "row", "value", "told"),
    [
        ("事项", "事项类型", 2, "给钱", "事项 第 2 行 E 列（事项类型）：“给钱”不认识，请写 行政许可、"),
        ("事项", "跑几趟", 2, "两趟", "（跑几趟）：“两趟”不是整数"),
        ("事项", "跑几趟", 2, 12, "（跑几趟）：不能大于 9"),
        ("事项", "是否收费", 2, "看情况", "（是否收费）：“看情况”不认识，请写 是 或 否"),
        ("事项", "生效日期", 2, "明年", "（生效日期）：“明年”不是日期，请写成 2026-01-31 的样子"),
        ("事项", "生效日期", 2, "2026-02-31", "不是日期"),
        ("事项", "办理地点", 3, "月球", "事项 第 3 行 S 列（办理地点）：乡镇文件里没有 月球，可选"),
        ("事项", "一句话", 2, None, "（一句话）：缺少这一项"),
        ("事项", "一句话", 2, "=A1", "（一句话）：这里是公式“=A1”"),
        ("事项", "收费说明", 2, None, "（收费说明）：缺少这一项"),
        ("事项", "有效期", 2, None, "事项 第 2 行：标为 full 的事项还缺：validity"),
        ("事项", "状态", 2, "没了", "（状态）：“没了”不认识，请写 发布 或 停用"),
        ("事项", "事项编码", 3, "ZZ-01", "（事项编码）：ZZ-01 在第 2 行已经有了"),
        ("事项", "有效期", 1, "有效其", "没有叫“有效其”的栏，可写："),
        (
            "材料",
            "是否必要",
            3,
            "必须",
            "材料 第 3 行 D 列（是否必要）：“必须”不认识，请写 必要、非必要、容缺后补 之一",
        ),
        ("材料", "原件份数", 2, 30, "材料 第 2 行 F 列（原件份数）：不能大于 20"),
        ("材料", "材料名称", 2, None, "材料 第 2 行 C 列（材料名称）：缺少这一项"),
        ("材料", "事项编码", 2, "ZZ-77", "材料 第 2 行 A 列（事项编码）：“事项”表里没有编码 ZZ-77"),
        ("材料", "什么情况下要", 3, "离过婚", "看不懂，请写成“情形：选项、选项”"),
        ("材料", "什么情况下要", 3, "婚史：丧偶", "没有“丧偶”这个选项"),
        ("选项", "情形", 2, "户口", "选项 第 2 行 C 列（情形）：前面的表里没有这一行所属的“情形”"),
        ("依据", "规定了什么", 1, "规定", "依据 第 1 行：缺少这些栏：规定了什么"),
    ],
)
def test_a_faulty_cell_is_named_and_nothing_is_written(
    tmp_path: Path, folder: Path, sheet: str, title: str, row: int, value: Any, told: str
) -> None:
    def edit(book: Any) -> None:
        _set("事项", "怎么办", 3, "这一处是对的。")(book)
        _set(sheet, title, row, value)(book)

    source = _edited(folder, tmp_path / "faulty.xlsx", edit)
    before = contents(folder)
    plan = _import(source, folder)
    assert told in "\n".join(plan.problems)
    assert "什么都没有写入" in plan.report()
    assert contents(folder) == before


def test_all_faults_are_told_at_once(tmp_path: Path, folder: Path) -> None:
    def edit(book: Any) -> None:
        _set("事项", "跑几趟", 2, "两趟")(book)
        _set("材料", "是否必要", 2, "必须")(book)
        _set("步骤", "做什么", 3, None)(book)

    assert len(_import(_edited(folder, tmp_path / "faulty.xlsx", edit), folder).problems) == 3


def test_a_look_writes_nothing_and_the_import_does_what_it_said(tmp_path: Path, folder: Path) -> None:
    def edit(book: Any) -> None:
        _set("事项", "怎么办", 2, "先打电话。")(book)
        _set("材料", "是否必要", 2, "容缺后补")(book)
        _set("事项", "状态", 3, "停用")(book)

    source = _edited(folder, tmp_path / "new.xlsx", edit)
    before = contents(folder)
    looked = _import(source, folder, dry_run=True)
    assert contents(folder) == before
    done = _import(source, folder)
    assert looked.report() == done.report()
    assert "    怎么办：先到大厅问。 → 先打电话。" in done.report()
    assert "    申请材料·居民身份证·是否必要：必要 → 容缺后补" in done.report()
    assert done.retired == ["ZZ-02"]
    (now,) = load_items(folder).values()
    assert (now.version, now.effective, now.overview) == (2, HAND.now.date(), "先打电话。")
    moves = {(entry.code, entry.move, entry.who, entry.why) for entry in life.entries(folder)}
    assert ("ZZ-01", Move.IMPORT, HAND.who, HAND.why) in moves
    assert ("ZZ-02", Move.RETIRE, HAND.who, HAND.why) in moves
    again = _import(source, folder)
    assert (again.items, again.retired, again.problems) == ([], [], [])


def test_items_and_sheets_the_file_does_not_have_stay(tmp_path: Path, folder: Path) -> None:
    def edit(book: Any) -> None:
        book["事项"].delete_rows(3)
        for title in book.sheetnames[1:]:
            del book[title]
        _set("事项", "怎么办", 2, "先打电话。")(book)

    plan = _import(_edited(folder, tmp_path / "part.xlsx", edit), folder)
    assert plan.untouched == ["ZZ-02"]
    now = load_items(folder)
    assert now.keys() == {"ZZ-01", "ZZ-02"}
    assert now["ZZ-01"].materials == item(FULL).materials


def test_a_file_exported_before_somebody_else_changed_the_item_is_refused(tmp_path: Path, folder: Path) -> None:
    source = _edited(folder, tmp_path / "old.xlsx", _set("事项", "怎么办", 2, "先打电话。"))
    publish_many(folder, [item(FULL, summary="别人改的。")], [], HAND, expected=load_published(folder))
    assert "文件里是第1版，现在已经是第2版。请重新导出" in "\n".join(_import(source, folder).problems)


def test_an_item_changed_between_plan_and_writing_is_not_overwritten(folder: Path) -> None:
    planned_on = load_published(folder)
    publish_many(folder, [item(FULL, summary="别人改的。")], [], HAND, expected=planned_on)
    before = contents(folder)
    with pytest.raises(NotAllowed, match="刚刚被别人改过"):
        publish_many(folder, [item(FULL, summary="我改的。")], [], HAND, expected=planned_on)
    assert contents(folder).keys() == before.keys()
    assert load_items(folder)["ZZ-01"].summary == "别人改的。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_thin_list_becomes_honest_outlines(tmp_path: Path, encoding: str) -> None:
    source = tmp_path / "thin.csv"
    lines = [
        "部门名,name,everyday_names,task_type,no",
        "区医保局,异地就医备案,异地看病、转诊,20,1",
        "区民政局,开锁业备案,,10,2",
    ]
    source.write_bytes("\r\n".join(lines).encode(encoding))
    folder = tmp_path / "items"
    options: dict[str, Any] = {"mapping": {"部门名": "部门", "task_type": "type", "no": "-"}, "prefix": "QF"}
    assert len(_import(source, folder, **options).new) == 2
    items = load_items(folder, TOWNSHIP.places)
    first = items["QF-0001"]
    assert (first.name, first.department, first.everyday_names) == ("异地就医备案", "区医保局", ("异地看病", "转诊"))
    assert (first.completeness, first.places, first.verified.sample) == (Completeness.OUTLINE, ("hall",), True)
    assert "窗口" in first.overview
    assert items["QF-0002"].everyday_names == ("开锁业备案",)
    again = _import(source, folder, **options)
    assert (again.items, again.unchanged) == ([], ["QF-0001", "QF-0002"])


def test_a_thousand_items_are_imported_at_once(tmp_path: Path) -> None:
    source = tmp_path / "many.csv"
    source.write_text("name\n" + "\n".join(f"第{n}号事项" for n in range(1000)), encoding="utf-8")
    folder = tmp_path / "items"
    assert len(_import(source, folder).new) == 1000
    assert len(load_items(folder)) == 1000


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.xlsx", b"not a workbook", "打不开，请在表格软件里另存为 .xlsx"),
        ("a.csv", b"\xff\xff\xff", "不认识这种编码"),
        ("a.csv", b"", "缺少这些栏：事项编码、事项名称"),
        ("a.doc", b"", "不认识这种文件"),
        ("a.yml", b"code: ZZ-01", "缺少这一项"),
    ],
)
def test_a_file_that_is_none_is_told(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert told in "\n".join(plan_import(tmp_path / name, EMPTY).problems)


def test_what_no_cell_can_hold_is_not_exported(tmp_path: Path) -> None:
    bad = {"ZZ-01": item(overview="前\x07后", summary="字" * 40_000)}
    with pytest.raises(TemplateError) as caught:
        export(bad, TOWNSHIP, tmp_path / "bad.xlsx")
    told = "\n".join(caught.value.problems)
    assert "ZZ-01: 事项·怎么办: 有看不见的字符 U+0007" in told
    assert "ZZ-01: 事项·一句话: 有 40000 个字" in told
    assert not (tmp_path / "bad.xlsx").exists()
