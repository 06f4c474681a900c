"""Export and import from the command line: `python -m knowledge_base.exchange --help`."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import datetime
from pathlib import Path

from knowledge_base.exchange import export, import_file
from knowledge_base.life import Hand, NotAllowed
from knowledge_base.loader import CHINA, SAMPLE_ITEMS, SAMPLE_TOWNSHIP, TemplateError, load_published, load_township


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m knowledge_base.exchange", description="事项模板的导出和导入")
    parser.add_argument("--items", type=Path, default=SAMPLE_ITEMS, help="事项文件夹")
    parser.add_argument("--township", type=Path, default=SAMPLE_TOWNSHIP, help="乡镇文件")
    does = parser.add_subparsers(dest="do", required=True, metavar="export|import")
    out = does.add_parser("export", help="导出")
    out.add_argument("file", type=Path, help=".xlsx、.csv、.zip 或文件夹")
    take = does.add_parser("import", help="导入")
    take.add_argument("file", type=Path, help=".xlsx、.csv、.zip、.yml 或文件夹")
    take.add_argument("--dry-run", action="store_true", help="只看会改什么，不写入")
    take.add_argument("--who", default=getpass.getuser(), help="谁导入的")
    take.add_argument("--why", default="导入", help="为什么")
    take.add_argument("--map", default="", help="表头对照，如 task_type=type,main_item=-（- 是不读这一栏）")
    take.add_argument("--prefix", default="DR", help="文件里没有编码时，新编码用哪两个字母开头")
    return parser.parse_args()


def _mapping(written: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in written.split(",") if pair.strip())
    return {theirs.strip(): ours.strip() for theirs, _, ours in pairs}


def main() -> int:
    """Does what the arguments say; 1 when there was something to mend."""
    arguments = _arguments()
    try:
        township = load_township(arguments.township)
        if arguments.do == "export":
            items = load_published(arguments.items)
            export(items, township, arguments.file)
            print(f"已导出 {len(items)} 个事项到 {arguments.file}")
            return 0
        hand = Hand(arguments.who, datetime.now(CHINA), arguments.why)
        options = {"mapping": _mapping(arguments.map), "prefix": arguments.prefix, "dry_run": arguments.dry_run}
        plan = import_file(arguments.file, arguments.items, township, hand, **options)
    except (TemplateError, NotAllowed) as error:
        print(error, file=sys.stderr)
        return 1
    if arguments.dry_run and not plan.problems:
        print("试导入，什么都没有写入。真导入会这样：")
    print(plan.report())
    return 1 if plan.problems else 0


if __name__ == "__main__":
    sys.exit(main())
