"""What the files of rules and questions may contain. docs/benefits.md shows how a clerk writes them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from knowledge_base.benefits.facts import CERTIFIED, Grade, Kind
from knowledge_base.schema import ItemCode, Strict, Text


def _several(value: Any) -> Any:
    """A clerk may write one thing or a list of them."""
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[Text, ...], BeforeValidator(_several)]
Grades = Annotated[tuple[Grade, ...], BeforeValidator(_several)]
Kinds = Annotated[tuple[Kind, ...], BeforeValidator(_several)]
Key = Literal["age", "status", "health", "detail", "family", "school", "elder", "things"]


class Span(Strict):
    """A span of full years: `at_least` is reached on the birthday, `under` ends the day before it."""

    at_least: int | None = Field(default=None, ge=1, le=120, title="满几岁")
    under: int | None = Field(default=None, ge=1, le=120, title="不满几岁")

    @model_validator(mode="after")
    def is_a_span(self) -> Span:
        if self.at_least is None and self.under is None:
            raise ValueError("要写 at_least（满几岁）或 under（不满几岁）")
        if self.at_least is not None and self.under is not None and self.at_least >= self.under:
            raise ValueError("at_least 要比 under 小")
        return self


class Certificate(Strict):
    """Grades of the disability certificate, of some kinds or of any."""

    grades: Grades = Field(default=tuple(sorted(CERTIFIED, key=list(Grade).index)), min_length=1, title="等级")
    kinds: Kinds = Field(default=(), title="类别")


class Condition(Strict):
    """One condition: exactly one of these. `any` is met by one of its parts, `all` needs every part."""

    age: Span | None = Field(default=None, title="年龄")
    has: Names = Field(default=(), title="有其中一样")
    lacks: Names = Field(default=(), title="一样都没有")
    disability: Certificate | None = Field(default=None, title="残疾")
    any: tuple[Condition, ...] = Field(default=(), title="满足一条")
    all: tuple[Condition, ...] = Field(default=(), title="全部满足")

    @model_validator(mode="after")
    def says_one_thing(self) -> Condition:
        written = [name for name in type(self).model_fields if getattr(self, name) not in (None, ())]
        if len(written) != 1:
            raise ValueError("一个条件只写一样：age、has、lacks、disability、any、all 选一个")
        return self

    def leaves(self) -> tuple[Condition, ...]:
        """The simple conditions it is made of."""
        parts = self.any + self.all
        return tuple(leaf for part in parts for leaf in part.leaves()) if parts else (self,)


class Benefit(Strict):
    """One thing somebody may claim. Amount and papers are read from its item; `note` says what the rule cannot know."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{2,39}$")] = Field(title="代号")
    name: Text = Field(title="名称", max_length=24)
    item: ItemCode = Field(title="事项编码")
    amount: bool = Field(default=True, title="事项写的钱数就是这一样的")
    conditions: tuple[Condition, ...] = Field(min_length=1, title="条件")
    note: Text | None = Field(default=None, title="说明")


class Choice(Strict):
    """One thing that may be so with somebody. Rules call it by `name`, citizens read `offer`, reasons use `say`."""

    name: Text = Field(title="叫法", max_length=8)
    offer: Text = Field(title="选项", max_length=24)
    say: Text | None = Field(default=None, title="原因里的说法")
    words: tuple[Text, ...] = Field(default=(), title="老百姓的说法")
    grades: Grades = Field(default=(), title="残疾证等级")
    personal: bool = Field(default=False, title="只说这一个人")
    mend: Text | None = Field(default=None, title="还没有时怎么办")
    mend_if: Text | None = Field(default=None, title="什么情况才这样提醒")

    @property
    def said(self) -> str:
        """The choice as part of a sentence, such as 是低保户."""
        return self.say or self.offer


class Asking(Strict):
    """One question of the talk. `ages` limits it to people of that age; for others its choices count as no."""

    key: Key = Field(title="代号")
    ask: Text = Field(title="问题")
    choices: Names = Field(default=(), title="选项")
    ages: Span | None = Field(default=None, title="只问这个年龄")

    @model_validator(mode="after")
    def has_choices(self) -> Asking:
        if (self.key in ("age", "detail")) == bool(self.choices):
            raise ValueError("age 和 detail 不写 choices，别的问题要写")
        return self


class QuestionFile(Strict):
    """questions.yml."""

    choices: tuple[Choice, ...] = Field(min_length=1, title="情况")
    questions: tuple[Asking, ...] = Field(min_length=1, title="问题")


class BenefitFile(Strict):
    """One file of a group of benefits. Groups are told in the order of their file names."""

    benefits: tuple[Benefit, ...] = Field(min_length=1, title="补助")
