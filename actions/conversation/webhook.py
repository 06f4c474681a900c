"""The action endpoint: Rasa's protocol, answered by `rasa_sdk`'s executor inside our own server."""

from __future__ import annotations

from aiohttp import web
from rasa_sdk.executor import ActionExecutor

from actions.conversation.flows import FLOWS
from actions.conversation.flows.base import AskQuestion, BeginFlow, FinishFlow, ValidateFlow
from actions.conversation.talk import conversation_actions
from actions.conversation.world import World


def action_executor(world: World) -> ActionExecutor:
    """An executor that knows every action of the domain, each name once."""
    executor = ActionExecutor()
    actions = [*conversation_actions(world), BeginFlow(FLOWS, world), FinishFlow(FLOWS, world)]
    for flow in FLOWS.values():
        actions.append(ValidateFlow(flow, world))
        actions += [AskQuestion(flow, question, world) for question in flow.questions]
    names = [action.name() for action in actions]
    if doubled := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"two actions share a name: {sorted(doubled)}")
    for action in actions:
        executor.register_action(action)
    return executor


def add_webhook(app: web.Application, world: World) -> None:
    """Adds `POST /webhook` to the backend."""
    executor = action_executor(world)

    async def run(request: web.Request) -> web.Response:
        return web.json_response(await executor.run(await request.json()))

    app.router.add_post("/webhook", run)
