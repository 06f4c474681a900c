"""The service item template 政务服务事项模板: what one item file may and must contain.

The elements follow the national implementation list (GB/T 39554 实施清单要素). A field that is left out means
"the template does not know"; the bot then says so and names the hall instead of guessing. The Chinese `title`
of a field is its one label: pages, chat cards and error messages all read it from here.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from knowledge_base.situations import Situation, When, faults

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
ItemCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-\d{2,4}$")]


class Strict(BaseModel):
    """A part of the template. Unknown keys are errors, so that a misspelt field is never silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ItemType(StrEnum):
    """事项类型 of the national catalogue, as far as a township meets them."""

    PERMIT = "permit"  # 行政许可
    BENEFIT = "benefit"  # 行政给付: the citizen receives money, goods or care
    CONFIRMATION = "confirmation"  # 行政确认: registers and certificates
    PUBLIC_SERVICE = "public_service"  # 公共服务
    OTHER = "other"  # 其他行政权力


class Completeness(StrEnum):
    """How much of the item the template holds."""

    FULL = "full"
    OUTLINE = "outline"  # name, department, everyday names and an overview only


class Necessity(StrEnum):
    """材料必要性: national code 1, 2, 3."""

    REQUIRED = "required"
    OPTIONAL = "optional"  # needed only in the case the note describes
    DEFERRABLE = "deferrable"  # 容缺后补: accepted without it, brought later


class Source(StrEnum):
    """材料来源渠道: national code 10, 20, 99."""

    APPLICANT = "applicant"
    GOVERNMENT = "government"  # an office already has it or issues it
    OTHER = "other"  # hospital, school, employer, village committee


class Material(Strict):
    """One row of the material list 申请材料."""

    name: Text = Field(title="材料名称")
    necessity: Necessity = Field(default=Necessity.REQUIRED, title="是否必要")
    source: Source = Field(default=Source.APPLICANT, title="来源")
    originals: int = Field(default=1, ge=0, le=20, title="原件份数")
    copies: int = Field(default=0, ge=0, le=20, title="复印件份数")
    note: Text | None = Field(default=None, title="说明")
    blank_form: Text | None = Field(default=None, title="空白表格哪里领")
    when: When = Field(default_factory=dict, title="什么情况下要")


class Step(Strict):
    """One step of the process 办理流程, told from where the citizen stands."""

    name: Text = Field(title="步骤")
    detail: Text = Field(title="做什么")


class TimeLimit(Strict):
    """One time limit. `workdays` is in statutory working days; 0 means on the spot; none means the note says why."""

    workdays: int | None = Field(default=None, ge=0, le=400, title="工作日")
    note: Text | None = Field(default=None, title="说明")

    @model_validator(mode="after")
    def says_something(self) -> TimeLimit:
        if self.workdays is None and self.note is None:
            raise ValueError("时限要写 workdays（工作日天数），没有天数就在 note 里写明原因")
        return self


class TimeLimits(Strict):
    """法定办结时限 and 承诺办结时限."""

    statutory: TimeLimit = Field(title="法定时限")
    promised: TimeLimit = Field(title="承诺时限")


class Fee(Strict):
    """What the citizen pays 收费."""

    charged: bool = Field(title="是否收费")
    detail: Text = Field(title="收费说明")
    basis: Text | None = Field(default=None, title="收费依据")


class Amount(Strict):
    """What the citizen receives 给付标准. `local` marks an amount that province, city or county sets."""

    detail: Text = Field(title="能领多少")
    local: bool = Field(default=False, title="当地标准")


class Online(Strict):
    """网上办理."""

    available: bool = Field(title="能否网上办")
    how: Text = Field(title="网上怎么办")


class Agency(Strict):
    """帮办代办: may somebody else do it, and what needs the person."""

    allowed: bool = Field(title="能否代办")
    detail: Text = Field(title="代办说明")
    needs_person: Text | None = Field(default=None, title="必须本人到场的环节")


class Result(Strict):
    """What the citizen holds in hand at the end 办理结果."""

    name: Text = Field(title="结果名称")
    delivery: Text | None = Field(default=None, title="怎么拿到")


class LegalBasis(Strict):
    """A law or national document 设定依据. `article` as printed, such as 第十条."""

    name: Text = Field(title="法律文件")
    article: Text | None = Field(default=None, title="条款")
    says: Text = Field(title="规定了什么")


class Question(Strict):
    """A question people really ask, with its answer 常见问题."""

    question: Text = Field(title="问题")
    answer: Text = Field(title="回答")


class Verified(Strict):
    """Who checked the item, and when."""

    by: Text = Field(title="核对人")
    on: date = Field(title="核对日期")
    sample: bool = Field(default=False, title="样例")


class Item(Strict):
    """One service item 政务服务事项."""

    code: ItemCode = Field(title="事项编码")
    name: Text = Field(title="事项名称")
    department: Text = Field(title="部门")
    type: ItemType = Field(title="事项类型")
    completeness: Completeness = Field(title="完整程度")
    everyday_names: tuple[Text, ...] = Field(min_length=1, title="俗称")
    phrases: tuple[Text, ...] = Field(default=(), title="老百姓的说法")
    summary: Text = Field(title="一句话")
    overview: Text = Field(title="怎么办")
    who: Text | None = Field(default=None, title="谁能办")
    decided_by: Text | None = Field(default=None, title="谁审批")
    conditions: tuple[Text, ...] = Field(default=(), title="办理条件")
    situations: tuple[Situation, ...] = Field(default=(), max_length=4, title="情形")
    materials: tuple[Material, ...] = Field(default=(), title="申请材料")
    process: tuple[Step, ...] = Field(default=(), title="办理流程")
    time_limits: TimeLimits | None = Field(default=None, title="办理时限")
    visits: int | None = Field(default=None, ge=0, le=9, title="跑几趟")
    places: tuple[Text, ...] = Field(min_length=1, title="办理地点")
    fee: Fee | None = Field(default=None, title="收费")
    amount: Amount | None = Field(default=None, title="能领多少")
    validity: Text | None = Field(default=None, title="有效期")
    online: Online | None = Field(default=None, title="网上办理")
    agency: Agency | None = Field(default=None, title="帮办代办")
    form: Text | None = Field(default=None, title="空白表格")
    result: Result | None = Field(default=None, title="办理结果")
    legal_basis: tuple[LegalBasis, ...] = Field(default=(), title="设定依据")
    questions: tuple[Question, ...] = Field(default=(), title="常见问题")
    version: int = Field(ge=1, title="版本")
    effective: date = Field(title="生效日期")
    verified: Verified = Field(title="核对")

    @model_validator(mode="after")
    def situations_fit(self) -> Item:
        conditions = ((f"materials.{n}.when", material.when) for n, material in enumerate(self.materials))
        if found := faults(self.situations, conditions):
            raise ValueError("；".join(found))
        return self

    @model_validator(mode="after")
    def full_items_are_full(self) -> Item:
        if self.completeness is Completeness.FULL and (missing := self.missing()):
            raise ValueError(f"标为 full 的事项还缺：{'、'.join(missing)}。补上，或改成 completeness: outline")
        return self

    def missing(self) -> list[str]:
        """The fields a complete item has and this one does not."""
        needed = ("who", "conditions", "materials", "process", "time_limits", "visits", "fee", "validity", "online",
                  "agency", "form", "result", "legal_basis", "questions")  # fmt: skip
        missing = [name for name in needed if getattr(self, name) in (None, ())]
        if self.type is ItemType.BENEFIT and self.amount is None:
            missing.append("amount")
        return missing


class Place(Strict):
    """Where people go: an office or window. Everything in it is a local fact."""

    name: Text = Field(title="名称")
    address: Text = Field(title="地址")
    hours: Text = Field(title="办公时间")
    telephone: Text = Field(title="电话")


class Village(Strict):
    """An administrative village and its grids 网格."""

    name: Text = Field(title="村名")
    grids: tuple[Text, ...] = Field(min_length=1, title="网格")


class Township(Strict):
    """The township that runs this bot: its places and villages, all local facts."""

    name: Text = Field(title="乡镇")
    sample: bool = Field(default=False, title="样例")
    places: dict[str, Place] = Field(title="办事地点")
    villages: tuple[Village, ...] = Field(title="村")
