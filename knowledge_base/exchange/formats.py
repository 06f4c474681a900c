"""The file formats: xlsx with all sheets, csv with the main sheet, YAML as one file, a folder or a zip."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

from knowledge_base.exchange.cells import Formula
from knowledge_base.exchange.columns import MAIN, Column, Kind, Sheet, list_sheets, main_sheet
from knowledge_base.exchange.notes import drop_down, note
from knowledge_base.exchange.tables import Table, columns_of
from knowledge_base.loader import TemplateError, parse
from knowledge_base.schema import Item, Township

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
_SPARE_ROWS = 500  # rows below the last that still have drop-downs
_WIDTHS: Mapping[Kind, int] = {Kind.TEXT: 24, Kind.NAMES: 30, Kind.LINES: 48, Kind.CASES: 28}
_WIDE = {"summary", "overview", "answer", "detail", "says", "who", "validity", "form", "ask"}
_TOP = Alignment(wrap_text=True, vertical="top")
_HEAD = PatternFill("solid", fgColor="DDEBF7")


def write_xlsx(path: Path, tables: Iterable[Table], township: Township) -> None:
    """Writes the sheets with frozen headers, notes, drop-downs and wrapped text."""
    book = Workbook()
    book.remove(book.active)
    sheets: dict[str, Sheet] = {sheet.title: sheet for sheet in (main_sheet(), *list_sheets())}
    places = [f"{key}（{place.name}）" for key, place in township.places.items()]
    for table in tables:
        page = book.create_sheet(table.title)
        page.freeze_panes = "C2" if table.title == MAIN else "A2"
        for n, column in enumerate(columns_of(sheets[table.title]), 1):
            _head(page, n, column, note(column, places), len(table.rows))
        for number, cells in table.rows:
            for n, value in enumerate(cells, 1):
                if value is not None:
                    _write(page.cell(number, n), value)
    _in_one_go(path, book.save)


def _head(page: Any, n: int, column: Column, told: str, rows: int) -> None:
    head, letter = page.cell(1, n), get_column_letter(n)
    _write(head, column.title)
    head.font, head.fill = Font(bold=True), _HEAD
    head.comment = Comment(told, "帮办", width=320, height=40 + 20 * (len(told) // 18))
    page.column_dimensions[letter].width = 56 if column.path[-1] in _WIDE else _WIDTHS.get(column.kind, 14)
    if allowed := drop_down(column):
        choice = DataValidation(type="list", formula1=f'"{",".join(allowed)}"', allow_blank=not column.required)
        choice.errorTitle, choice.error = column.title, f"请从这些里选：{'、'.join(allowed)}"
        choice.add(f"{letter}2:{letter}{rows + 1 + _SPARE_ROWS}")
        page.add_data_validation(choice)


def _write(cell: Any, value: Any) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # A text is a text, whatever it begins with.
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    cell.alignment = _TOP


def write_csv(path: Path, table: Table) -> None:
    """Writes the main sheet, with the mark by which spreadsheets know UTF-8."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(table.header)
    writer.writerows(["" if value is None else value for value in cells] for _, cells in table.rows)
    _in_one_go(path, lambda temporary: temporary.write_bytes(lines.getvalue().encode("utf-8-sig")))


def write_zip(path: Path, wordings: Mapping[str, str]) -> None:
    """Writes item files into a zip."""

    def write(temporary: Path) -> None:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, wording in wordings.items():
                archive.writestr(name, wording)

    _in_one_go(path, write)


def _in_one_go(path: Path, write: Callable[[Path], object]) -> None:
    temporary = path.with_name(f".{path.name}.new")
    write(temporary)
    temporary.replace(path)


def read_tables(path: Path) -> list[Table]:
    """Reads a spreadsheet. Raises TemplateError when the file is no such thing."""
    if path.stat().st_size > LARGEST_FILE:
        raise TemplateError([f"{path.name}: 文件太大，最多 {LARGEST_FILE // 1024 // 1024} MB，请分几次导入"])
    return _read_csv(path) if path.suffix.lower() == ".csv" else _read_xlsx(path)


def _read_xlsx(path: Path) -> list[Table]:
    try:
        _refuse_bombs(path)
        book = load_workbook(path, read_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError) as error:
        raise TemplateError([f"{path.name}: 打不开，请在表格软件里另存为 .xlsx"]) from error
    try:
        pages = book.worksheets
        return [_page(page, MAIN if len(pages) == 1 else page.title) for page in pages]
    finally:
        book.close()


def _refuse_bombs(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
            raise TemplateError([f"{path.name}: 文件展开以后太大，请分几次导入"])


def _page(page: Any, title: str) -> Table:
    page.reset_dimensions()  # What other programs write there is not always true.
    table: Table | None = None
    for number, row in enumerate(page.iter_rows(), 1):
        values = [_raw(cell) for cell in row]
        if table is None:
            table = Table(title, ["" if value is None else str(value).strip() for value in values])
        elif any(value is not None for value in values):
            table.rows.append((number, values))
    return table or Table(title, [])


def _raw(cell: Any) -> Any:
    if cell.data_type in ("f", "e"):  # "e": the result of a formula that failed.
        return Formula(getattr(cell.value, "text", cell.value))
    return cell.value


def _read_csv(path: Path) -> list[Table]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")  # What spreadsheets in China save by default.
        except UnicodeDecodeError as error:
            raise TemplateError([f"{path.name}: 不认识这种编码，请另存为 UTF-8 的 CSV"]) from error
    header, *rows = [*csv.reader(io.StringIO(text, newline=""))] or [[]]
    return [Table(MAIN, [title.strip() for title in header], list(enumerate(rows, 2)))]


def read_wordings(path: Path) -> tuple[dict[str, Item], list[str]]:
    """Reads item files: one, a folder or a zip of them. The items by file name, and the faults."""
    items: dict[str, Item] = {}
    problems: list[str] = []
    for name, content in _wordings(path):
        try:
            item = parse(content.decode("utf-8-sig"), name, Item)
        except UnicodeDecodeError:
            problems.append(f"{name}: 整个文件: 请存成 UTF-8 编码")
        except TemplateError as error:
            problems += error.problems
        else:
            if item.code in (one.code for one in items.values()):
                problems.append(f"{name}: code: {item.code} 写了两次")
            items[name] = item
    return items, problems or ([] if items else [f"{path.name}: 里面没有事项文件（*.yml）"])


def _wordings(path: Path) -> Iterable[tuple[str, bytes]]:
    if path.is_dir():
        return [(file.name, file.read_bytes()) for file in sorted(path.glob("*.yml"))]
    if path.suffix.lower() != ".zip":
        return [(path.name, path.read_bytes())]
    _refuse_bombs(path)
    with zipfile.ZipFile(path) as archive:
        return [(name, archive.read(name)) for name in sorted(archive.namelist()) if name.endswith(".yml")]
