"""A message that nobody could answer, as the gateway hands it over: by the stream `kept`, or by POST /kept."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from actions.desk import Cause, Desk, Filed


class KeptMessage(BaseModel):
    """The message. `hotline` is set when it looked like an emergency."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    citizen: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    message_id: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    text: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
    channel: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    hotline: Annotated[str, StringConstraints(min_length=1, max_length=20)] | None = None

    async def file(self, desk: Desk) -> Filed:
        """Files it as a call for help, once."""
        return await desk.keep_message(Cause(self.citizen, self.message_id, self.channel), self.text, self.hotline)
