"""Who is signed in, kept in Redis.

The storage that comes with aiohttp_session wants a connection that does not decode, keeps what was signed out and
cannot tell http from https; hence one of our own.
"""

from __future__ import annotations

import hashlib
import json
import secrets

from aiohttp import web
from aiohttp_session import AbstractStorage, Session

from bot.keys import REDIS, SETTINGS

COOKIE = "console"
PATH = "/console"
IDLE_SECONDS = 8 * 3600
LONGEST_SECONDS = 24 * 3600
"""However busy somebody is, once a day the password is asked for again."""
_STRANGER_SECONDS = 3600


class Sessions(AbstractStorage):
    """The cookie holds a random token, Redis the content under the token's hash: who reads Redis cannot sign in."""

    def __init__(self) -> None:
        super().__init__(cookie_name=COOKIE, path=PATH, max_age=LONGEST_SECONDS)

    async def load_session(self, request: web.Request) -> Session:
        """What belongs to the cookie; something new for none and for one we did not give out. Starts idling anew."""
        token = self.load_cookie(request)
        if not token:
            return await self.new_session()
        redis = request.config_dict[REDIS]
        stored = await redis.get(_key(token))
        if stored is None:
            return await self.new_session()
        session = Session(token, data=json.loads(stored), new=False, max_age=LONGEST_SECONDS)
        await redis.expire(_key(token), _patience(session))
        return session

    async def save_session(self, request: web.Request, response: web.StreamResponse, session: Session) -> None:
        """Keep it. Whatever the browser brought under another token, or has now been emptied, is gone for good."""
        redis = request.config_dict[REDIS]
        brought = self.load_cookie(request)
        if brought and (session.empty or session.identity != brought):
            await redis.delete(_key(brought))
        if session.empty:
            response.del_cookie(COOKIE, path=PATH)
            return
        token = session.identity or secrets.token_urlsafe(32)
        await redis.set(_key(token), json.dumps(self._get_session_data(session)), ex=_patience(session))
        secure = request.secure or request.config_dict[SETTINGS].public_url.startswith("https://")
        # No max_age: the browser forgets it when it closes, Redis when it has idled too long.
        response.set_cookie(COOKIE, token, path=PATH, httponly=True, samesite="Lax", secure=secure)


def _key(token: str) -> str:
    return f"console:{hashlib.sha256(token.encode()).hexdigest()}"


def _patience(session: Session) -> int:
    return IDLE_SECONDS if "username" in session else _STRANGER_SECONDS
