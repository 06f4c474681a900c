"""Takes the template out as spreadsheets or YAML, and in again: all or nothing, and only after a look at the plan."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from knowledge_base.exchange.formats import read_tables, read_wordings, write_csv, write_xlsx, write_zip
from knowledge_base.exchange.plan import Plan, Setting, plan_items, plan_rows
from knowledge_base.exchange.reading import wanted
from knowledge_base.exchange.tables import tables_of
from knowledge_base.folder import files
from knowledge_base.life import Hand, publish_many
from knowledge_base.loader import TemplateError, load_published
from knowledge_base.schema import Item, Township
from knowledge_base.yaml_text import to_yaml

__all__ = ["Plan", "export", "import_file", "plan_import"]

_SPREADSHEETS = (".xlsx", ".csv")
_KINDS = ".xlsx、.csv、.zip、.yml，或一个文件夹"


def export(items: Mapping[str, Item], township: Township, target: Path) -> None:
    """Writes all items; the ending decides the format. Raises TemplateError for what the format cannot hold."""
    suffix = target.suffix.lower()
    if suffix in _SPREADSHEETS:
        tables = tables_of(items.values())
        target.parent.mkdir(parents=True, exist_ok=True)
        write_xlsx(target, tables, township) if suffix == ".xlsx" else write_csv(target, tables[0])
        return
    wordings = {f"{code}.yml": to_yaml(item) for code, item in items.items()}
    if suffix == ".zip":
        write_zip(target, wordings)
    elif not suffix:
        target.mkdir(parents=True, exist_ok=True)
        for name, wording in wordings.items():
            (target / name).write_text(wording, encoding="utf-8")
    else:
        raise TemplateError([f"{target.name}: 不认识这种文件，可写 {_KINDS}"])


def plan_import(source: Path, setting: Setting, mapping: Mapping[str, str] | None = None) -> Plan:
    """What importing a file would do; its problems when it cannot be done. Nothing is written."""
    if not source.exists():
        return Plan(problems=[f"{source}: 没有这个文件"])
    try:
        if source.suffix.lower() in _SPREADSHEETS:
            return plan_rows(*wanted(read_tables(source), mapping or {}), setting)
        if source.is_dir() or source.suffix.lower() in (".zip", ".yml"):
            return plan_items(*read_wordings(source), setting)
    except TemplateError as error:
        return Plan(problems=error.problems)
    return Plan(problems=[f"{source.name}: 不认识这种文件，可写 {_KINDS}"])


def import_file(
    source: Path,
    folder: Path,
    township: Township,
    hand: Hand,
    *,
    mapping: Mapping[str, str] | None = None,
    prefix: str = "DR",
    dry_run: bool = False,
) -> Plan:
    """Publishes what a file asks for, in one change, unless it has problems or only a look was asked for."""
    published = load_published(folder) if files(folder) else {}
    setting = Setting(published, township, hand.today, prefix)
    plan = plan_import(source, setting, mapping)
    if not plan.problems and not dry_run and (plan.items or plan.retired):
        publish_many(folder, plan.items, plan.retired, hand, expected=published)
    return plan
