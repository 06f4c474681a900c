"""The checks from the command line: `python -m knowledge_base.check [--rates]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from knowledge_base.check import DISTINCTIONS, check, knowledge
from knowledge_base.check.rates import table
from knowledge_base.loader import (
    SAMPLE_ITEMS,
    SAMPLE_TOWNSHIP,
    TemplateError,
    china_today,
    load_published,
    load_township,
)


def main() -> int:
    """Prints one line a finding; 1 when there is something to mend."""
    parser = argparse.ArgumentParser(prog="python -m knowledge_base.check", description="检查事项模板")
    parser.add_argument("--items", type=Path, default=SAMPLE_ITEMS, help="事项文件夹")
    parser.add_argument("--township", type=Path, default=SAMPLE_TOWNSHIP, help="乡镇文件")
    parser.add_argument("--distinctions", type=Path, default=DISTINCTIONS, help="同名的怎么问清楚")
    parser.add_argument("--rates", action="store_true", help="只列各要素写了多少")
    arguments = parser.parse_args()
    try:
        township = load_township(arguments.township)
        items = load_published(arguments.items, township.places)
    except TemplateError as error:
        print(error)
        return 1
    if arguments.rates:
        print(table(items, township))
        return 0
    found = check(items, knowledge(arguments.distinctions), china_today())
    print("\n".join(map(str, found)), end="\n" if found else "")
    faults = sum(not one.notice for one in found)
    print(f"{len(items)} 个事项，{faults} 处要改" if faults else f"{len(items)} 个事项，没有要改的")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
