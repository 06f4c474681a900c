"""The commands a clerk runs: what they print, and whether they say that something has to be mended."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from knowledge_base.loader import load_items
from tests.knowledge.made import FULL, folder_of, item

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "items", item(FULL), item(FULL, code="ZZ-02", name="别的事", everyday_names=["别的"]))


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(module: str, *arguments: object) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", [module, "--items", str(folder), *map(str, arguments)])
        with pytest.raises(SystemExit) as done:
            runpy.run_module(f"knowledge_base.{module}", run_name="__main__")
        told = capsys.readouterr()
        return int(done.value.code or 0), told.out + told.err

    return command


def test_export_edit_look_import(run: Run, folder: Path, tmp_path: Path) -> None:
    source = tmp_path / "template.xlsx"
    assert run("exchange", "export", source) == (0, f"已导出 2 个事项到 {source}\n")
    book = openpyxl.load_workbook(source)
    book["步骤"]["D2"] = "先打电话。"
    book.save(source)
    code, told = run("exchange", "import", source, "--dry-run")
    assert code == 0
    assert told.startswith("试导入，什么都没有写入。")
    assert "办理流程·申请·做什么：到大厅填表。 → 先打电话。" in told
    assert load_items(folder)["ZZ-01"].version == 1
    assert run("exchange", "import", source, "--who", "王某某", "--why", "新流程")[0] == 0
    assert load_items(folder)["ZZ-01"].process[0].detail == "先打电话。"
    assert "王某某 导入 第2版 新流程" in run("life", "history", "ZZ-01")[1]


def test_a_faulty_file_is_told_and_fails(run: Run, tmp_path: Path) -> None:
    (tmp_path / "thin.csv").write_text("name,visits\n甲,两趟\n", encoding="utf-8")
    code, told = run("exchange", "import", tmp_path / "thin.csv")
    assert (code, "事项 第 2 行 B 列（跑几趟）：“两趟”不是整数" in told) == (1, True)
    assert run("exchange", "export", tmp_path / "thin.doc")[0] == 1


def test_a_draft_goes_through_review(run: Run, folder: Path) -> None:
    assert run("life", "draft", "ZZ-01") == (0, "ZZ-01 试验事项办理：草稿\n")
    draft = folder / "drafts" / "ZZ-01.yml"
    draft.write_text(draft.read_text(encoding="utf-8").replace("先到大厅问", "先打电话"), encoding="utf-8")
    assert run("life", "diff", "ZZ-01") == (0, "怎么办：先到大厅问。 → 先打电话。\n")
    assert run("life", "publish", "ZZ-01")[0] == 1
    assert run("life", "submit", "ZZ-01")[0] == 0
    assert run("life", "publish", "ZZ-01", "--effective", "2999-01-01")[0] == 0
    assert "ZZ-01 已发布 试验事项办理 2999-01-01 起生效" in run("life", "list")[1]
    assert load_items(folder)["ZZ-01"].overview == "先到大厅问。"
    assert run("life", "retire", "ZZ-02", "--why", "不办了")[0] == 0
    assert run("life", "list", "--state", "retired")[1] == "ZZ-02 已停用 别的事\n"
    assert run("life", "draft", "ZZ-77") == (1, "ZZ-77 还没有发布过，请用 --file 给出草稿文件。\n")
    assert "怎么办：先到大厅问。 → 先打电话。" in run("life", "diff", "ZZ-01", 1, 2)[1]


def test_the_check_fails_only_with_something_to_mend(run: Run, folder: Path) -> None:
    assert run("check") == (0, "2 个事项，没有要改的\n")
    folder_of(folder, item(FULL, overview="上述材料。"))
    code, told = run("check")
    assert (code, told.splitlines()[-1]) == (1, "2 个事项，1 处要改")
    assert "| 常见问题 | 100% | 10% |" in run("check", "--rates")[1]
