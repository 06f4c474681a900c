"""The life of items from the command line: `python -m knowledge_base.life --help`."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import date, datetime
from pathlib import Path

from knowledge_base import life
from knowledge_base.difference import differences
from knowledge_base.folder import text
from knowledge_base.life.states import MOVES, STATE_TITLES
from knowledge_base.loader import CHINA, SAMPLE_ITEMS, SAMPLE_TOWNSHIP, TemplateError, load_township
from knowledge_base.schema import Item


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m knowledge_base.life", description="事项的草稿、审核、发布、停用和历史"
    )
    parser.add_argument("--items", type=Path, default=SAMPLE_ITEMS, help="事项文件夹")
    parser.add_argument("--township", type=Path, default=SAMPLE_TOWNSHIP, help="乡镇文件")
    does = parser.add_subparsers(dest="do", required=True, metavar="做什么")
    listing = does.add_parser("list", help="列出事项和状态")
    listing.add_argument("--state", choices=[*STATE_TITLES], help="只看一种状态")
    helps = {
        "draft": "从已发布的开一份草稿，或用 --file 存一份",
        "submit": "提交审核",
        "back": "退回修改",
        "discard": "放弃草稿",
        "publish": "发布",
        "retire": "停用",
        "diff": "看草稿改了什么，或两版差在哪里",
        "history": "看经过",
        "restore": "把旧版本取回来当草稿",
    }
    for name, told in helps.items():
        one = does.add_parser(name, help=told)
        one.add_argument("code", help="事项编码")
        one.add_argument("--who", default=getpass.getuser(), help="谁做的")
        one.add_argument("--why", default="", help="为什么")
        if name == "draft":
            one.add_argument("--file", type=Path, help="草稿文件")
        if name == "publish":
            one.add_argument("--effective", type=date.fromisoformat, help="哪天起生效，如 2027-01-01")
        if name in ("diff", "restore"):
            one.add_argument("versions", type=int, nargs="*" if name == "diff" else 1, help="版本号")
    kept = does.add_parser("record", help="把用编辑器改过的文件记进历史")
    kept.add_argument("--who", default=getpass.getuser())
    kept.add_argument("--why", default="")
    return parser.parse_args()


def _listing(folder: Path, wanted: str | None) -> None:
    today = datetime.now(CHINA).date()
    for one in life.standings(folder):
        if wanted in (None, one.state):
            marks = [f"{one.published.effective} 起生效" if one.published and one.scheduled(today) else ""]
            marks += [
                "一年没核对了" if one.stale(today) else "",
                f"有 {len(one.problems)} 处错" if one.problems else "",
            ]
            print(one.code, STATE_TITLES[one.state], one.name, *filter(None, marks))


def _history(folder: Path, code: str) -> None:
    for entry in life.entries(folder, code):
        number = f"第{entry.version}版" if entry.version else ""
        print(f"{entry.at:%Y-%m-%d %H:%M}", entry.who, MOVES[entry.move].title, number, entry.why)


def _wordings(folder: Path, code: str, numbers: list[int]) -> tuple[Item | None, Item | None]:
    now = life.standing(folder, code)
    if not numbers:
        return now.published, now.draft
    old = life.version(folder, code, numbers[0])
    return old, life.version(folder, code, numbers[1]) if len(numbers) > 1 else now.published


def _diff(folder: Path, code: str, numbers: list[int]) -> None:
    old, new = _wordings(folder, code, numbers)
    if old is None or new is None:
        raise life.NotAllowed(f"{code} 没有可以比较的两份。用 history 看有哪些版本。")
    print("\n".join(map(str, differences(old, new))) or "没有差别。")


def _move(arguments: argparse.Namespace) -> life.Standing:
    folder, code = arguments.items, arguments.code
    hand = life.Hand(arguments.who, datetime.now(CHINA), arguments.why)
    places = load_township(arguments.township).places
    match arguments.do:
        case "draft":
            wording = arguments.file.read_text(encoding="utf-8") if arguments.file else text(folder, f"{code}.yml")
            if wording is None:
                raise life.NotAllowed(f"{code} 还没有发布过，请用 --file 给出草稿文件。")
            return life.save(folder, code, wording, hand)
        case "submit":
            return life.submit(folder, code, hand, places)
        case "back":
            return life.send_back(folder, code, hand)
        case "discard":
            return life.discard(folder, code, hand)
        case "publish":
            return life.publish(folder, code, hand, arguments.effective, places)
        case "retire":
            return life.retire(folder, code, hand)
    return life.restore(folder, code, arguments.versions[0], hand)


def main() -> int:
    """Does what the arguments say; 1 when it may not be done."""
    arguments = _arguments()
    try:
        match arguments.do:
            case "list":
                _listing(arguments.items, arguments.state)
            case "history":
                _history(arguments.items, arguments.code)
            case "diff":
                _diff(arguments.items, arguments.code, arguments.versions)
            case "record":
                hand = life.Hand(arguments.who, datetime.now(CHINA), arguments.why)
                print("记进历史：", "、".join(life.record(arguments.items, hand)) or "没有要记的")
            case _:
                now = _move(arguments)
                print(f"{now.code} {now.name}：{STATE_TITLES[now.state]}")
                print("\n".join(now.problems), end="\n" if now.problems else "")
    except (life.NotAllowed, TemplateError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
