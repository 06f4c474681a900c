"""A spreadsheet file as plain rows, and items as rows; no file format is known here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from knowledge_base.exchange.cells import CellValue, Wrong, to_cell
from knowledge_base.exchange.columns import MAIN, PUBLISHED, STATUS, Column, Kind, Sheet, list_sheets, main_sheet
from knowledge_base.loader import TemplateError
from knowledge_base.schema import Item

STATUS_COLUMN = Column((STATUS,), STATUS, Kind.TEXT)
NAME_COLUMN = Column(("item_name",), "事项名称", Kind.TEXT)  # Tells people which item a row of a list is about.


@dataclass
class Table:
    """One sheet of a file: its header as written, and rows with their numbers as the spreadsheet shows them."""

    title: str
    header: Sequence[str]
    rows: list[tuple[int, Sequence[Any]]] = field(default_factory=list)


def columns_of(sheet: Sheet) -> tuple[Column, ...]:
    """Every column of a sheet as it is written."""
    if sheet.title == MAIN:
        first, *others = sheet.columns
        return (first, others[0], STATUS_COLUMN, *others[1:])
    code, *owner = sheet.key_columns
    return (code, NAME_COLUMN, *owner, *sheet.columns)


def tables_of(items: Iterable[Item]) -> list[Table]:
    """The items as sheets. Raises TemplateError naming item and column for what a cell cannot hold."""
    kept = list(items)
    problems: list[str] = []
    tables = [Table(MAIN, [column.title for column in columns_of(main_sheet())])]
    tables += [Table(sheet.title, [column.title for column in columns_of(sheet)]) for sheet in list_sheets()]
    by_title = {table.title: table for table in tables}
    for item in kept:
        _add(by_title[MAIN], _cells(item, main_sheet(), {STATUS: PUBLISHED}, item.code, problems))
        for sheet in list_sheets():
            for known, element in _elements(item, sheet):
                _add(by_title[sheet.title], _cells(element, sheet, known, item.code, problems))
    if problems:
        raise TemplateError(problems)
    return tables


def _add(table: Table, cells: list[CellValue]) -> None:
    table.rows.append((len(table.rows) + 2, cells))


def _elements(item: Item, sheet: Sheet) -> Iterable[tuple[Mapping[str, Any], Any]]:
    """The groups of one list of an item, each with what tells where it belongs."""
    known = {"code": item.code, "item_name": item.name}
    if sheet.owner is None:
        return [(known, element) for element in getattr(item, sheet.field)]
    owner, key = sheet.owner.field, sheet.owner.columns[0]
    return [
        ({**known, key.key: _value(holder, key)}, element)
        for holder in getattr(item, owner)
        for element in getattr(holder, sheet.field)
    ]


def _cells(element: Any, sheet: Sheet, known: Mapping[str, Any], code: str, problems: list[str]) -> list[CellValue]:
    own = {id(column) for column in sheet.columns}
    cells: list[CellValue] = []
    for column in columns_of(sheet):
        value = _value(element, column) if id(column) in own else known.get(column.key)
        try:
            cells.append(to_cell(value, column))
        except Wrong as error:
            problems.append(f"{code}: {sheet.title}·{column.title}: {error}")
            cells.append(None)
    return cells


def _value(element: Any, column: Column) -> Any:
    for name in column.path:
        element = getattr(element, name, None)
    return element
