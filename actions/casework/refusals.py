"""What casework refuses. Every message is Chinese, says what is wrong and what to do next, and may be shown as is."""

from __future__ import annotations


class Refusal(Exception):
    """Something that will not be done. `code` is for machines, `title` the short form, str() the sentence to show."""

    code = "refused"
    title = "没有办成"
