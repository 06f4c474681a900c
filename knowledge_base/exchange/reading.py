"""Rows as items. Every fault names sheet, row and column, and says what to write; one fault and nothing is taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter
from pydantic import ValidationError

from knowledge_base.exchange.cells import Wrong, from_cell
from knowledge_base.exchange.columns import MAIN, PUBLISHED, RETIRED, STATUS, Column, Sheet, list_sheets, main_sheet
from knowledge_base.exchange.tables import Table, columns_of
from knowledge_base.loader import reason

IGNORED = "-"
_Place = tuple[str | int, ...]


@dataclass
class _Row:
    """One row with its values read; `letters` says where each column stands in the file."""

    sheet: str
    number: int
    values: dict[str, Any]
    letters: Mapping[str, tuple[str, str]]

    def where(self, key: str = "") -> str:
        letter, title = self.letters.get(key, ("", ""))
        column = f" {letter} 列（{title}）" if letter else ""
        return f"{self.sheet} 第 {self.number} 行{column}"


@dataclass
class Wanted:
    """What a file asks for: one item's fields, and which of them the file speaks of at all."""

    row: _Row
    data: dict[str, Any]
    status: str
    places: dict[_Place, tuple[_Row, str]] = field(default_factory=dict)

    def where(self, location: Sequence[str | int]) -> str:
        """The cell a fault of the finished item comes from, as near as can be told."""
        loc = tuple(location)
        for end in range(len(loc), 0, -1):
            if loc[:end] in self.places:
                row, key = self.places[loc[:end]]
                rest = ".".join(str(part) for part in loc[end:] if isinstance(part, str))
                return row.where(key or rest or "")
            below = next((place for place in self.places if place[:end] == loc[:end]), None)
            if below:
                row, key = self.places[below]
                return row.where(key)
        return self.row.where()

    def faults(self, error: ValidationError) -> list[str]:
        return [f"{self.where(fault['loc'])}：{reason(fault)}" for fault in error.errors()]


def wanted(tables: Iterable[Table], mapping: Mapping[str, str]) -> tuple[list[Wanted], list[str]]:
    """What the rows ask for, and what is wrong with them. `mapping` renames headers: theirs to ours, or to `-`."""
    by_title = {table.title.strip(): table for table in tables}
    known = {MAIN, *(sheet.title for sheet in list_sheets())}
    problems = [f"没有叫“{title}”的表，可以有：{'、'.join(sorted(known))}" for title in by_title if title not in known]
    if MAIN not in by_title:
        return [], [*problems, f"缺少“{MAIN}”表，每个事项在里面占一行"]
    rows = _rows(by_title[MAIN], main_sheet(), mapping, problems)
    found = [_item(row) for row in rows]
    for sheet in list_sheets():
        if sheet.title in by_title:
            _add_lists(found, sheet, _rows(by_title[sheet.title], sheet, mapping, problems), problems)
    problems += _twice(found)
    for one in found:
        if one.status not in (PUBLISHED, RETIRED):
            problems.append(f"{one.row.where(STATUS)}：“{one.status}”不认识，请写 {PUBLISHED} 或 {RETIRED}")
    return found, problems


def _twice(found: Iterable[Wanted]) -> list[str]:
    first: dict[str, int] = {}
    problems = []
    for one in found:
        code = one.data.get("code")
        if code in first:
            problems.append(f"{one.row.where('code')}：{code} 在第 {first[code]} 行已经有了，请删去一行")
        elif code:
            first[code] = one.row.number
    return problems


def _rows(table: Table, sheet: Sheet, mapping: Mapping[str, str], problems: list[str]) -> list[_Row]:
    columns = _header(table, sheet, mapping, problems)
    letters = {column.key: (get_column_letter(n + 1), column.title) for n, column in columns.items()}
    rows = []
    for number, cells in table.rows:
        row = _Row(table.title, number, {}, letters)
        for n, column in columns.items():
            try:
                row.values[column.key] = from_cell(cells[n] if n < len(cells) else None, column)
            except Wrong as error:
                row.values[column.key] = None
                problems.append(f"{row.where(column.key)}：{error}")
        if any(value is not None for value in row.values.values()):
            rows.append(row)
    return rows


def _header(table: Table, sheet: Sheet, mapping: Mapping[str, str], problems: list[str]) -> dict[int, Column]:
    known = {name: column for column in columns_of(sheet) for name in (column.key, column.title)}
    found: dict[int, Column] = {}
    for n, written in enumerate(table.header):
        name = mapping.get(written, written)
        column = known.get(name)
        if name in ("", IGNORED):
            continue
        where = f"{table.title} 第 1 行 {get_column_letter(n + 1)} 列"
        if column is None:
            problems.append(
                f"{where}：没有叫“{written}”的栏，可写：{'、'.join(one.title for one in columns_of(sheet))}"
            )
        elif column in found.values():
            problems.append(f"{where}：“{written}”这一栏有两个，请删去一个")
        else:
            found[n] = column
    needed = () if sheet.title == MAIN else (*sheet.key_columns, *(one for one in sheet.columns if one.required))
    missing = [column.title for column in needed if column not in found.values()]
    if sheet.title == MAIN and not {"code", "name"} & {column.key for column in found.values()}:
        missing = ["事项编码", "事项名称"]
    if missing:
        problems.append(f"{table.title} 第 1 行：缺少这些栏：{'、'.join(missing)}")
    return found


def _item(row: _Row) -> Wanted:
    one = Wanted(row, {}, row.values.get(STATUS) or PUBLISHED)
    for column in main_sheet().columns:
        if column.key in row.values:
            _put(one.data, column.path, row.values[column.key])
            one.places[column.path] = (row, column.key)
    return one


def _put(data: dict[str, Any], path: Sequence[str], value: Any) -> None:
    for name in path[:-1]:
        data = data.setdefault(name, {})
    data[path[-1]] = value


def _add_lists(found: list[Wanted], sheet: Sheet, rows: list[_Row], problems: list[str]) -> None:
    by_code = {one.data.get("code"): one for one in found}
    groups: dict[tuple[str, Any], list[_Row]] = defaultdict(list)
    owner = sheet.key_columns[1:]
    for row in rows:
        code = row.values.get("code")
        key = row.values.get(owner[0].key) if owner else None
        if code not in by_code:
            problems.append(f"{row.where('code')}：“{MAIN}”表里没有编码 {code or '（空着）'}，请先在那里加一行")
        else:
            groups[str(code), key].append(row)
    for one in found:
        code = one.data.get("code")
        if not owner:
            mine = groups.pop((str(code), None), [])
            one.data[sheet.field] = [_element(one, (sheet.field, n), row, sheet) for n, row in enumerate(mine)]
            one.places[(sheet.field,)] = (one.row, "")
            continue
        holders = one.data.get(sheet.owner.field, []) if sheet.owner else []
        for n, holder in enumerate(holders):
            mine = groups.pop((str(code), holder.get(owner[0].path[0])), [])
            at = (str(sheet.owner.field if sheet.owner else ""), n, sheet.field)
            holder[sheet.field] = [_element(one, (*at, m), row, sheet) for m, row in enumerate(mine)]
    for left in groups.values():
        problems += [
            f"{row.where(owner[0].key)}：前面的表里没有这一行所属的“{owner[0].title}”" for row in left if owner
        ]


def _element(one: Wanted, place: _Place, row: _Row, sheet: Sheet) -> dict[str, Any]:
    data: dict[str, Any] = {}
    one.places[place] = (row, "")
    for column in sheet.columns:
        if row.values.get(column.key) is not None:
            _put(data, column.path, row.values[column.key])
    return data
