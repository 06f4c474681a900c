"""The console of the staff: sign in, see one's work, move cases on. Plain pages that need no script."""

from __future__ import annotations

from bot.console.app import create_console

__all__ = ["create_console"]
