"""A minimal virtual agent on Twilio Agent Connect (TAC), without a language model.

It replies to every message and call, and hands off to a Flex agent when the customer says "human". The hand-off tool
is TAC's own: a language model would decide when to call it; this agent looks for the word. All configuration comes
from the environment and from the .env file that `npm run env` writes.

`python agent.py` answers customers. `python agent.py +12025550143` calls one, while the first one is running.
"""

import asyncio
import json
import logging
import os
import re
import sys

import httpx
from dotenv import load_dotenv
from fastapi import Depends, Request, Response
from tac import TAC, TACConfig
from tac.channels.chat import ChatChannel
from tac.channels.rcs import RCSChannel
from tac.channels.sms import SMSChannel
from tac.channels.voice import VoiceChannel
from tac.channels.whatsapp import WhatsAppChannel
from tac.models.handoff import PendingHandoffData
from tac.models.outbound import InitiateVoiceConversationOptions
from tac.models.session import ConversationSession
from tac.models.voice import VoiceTwiMLOptionsConversationRelay
from tac.server import TACFastAPIServer
from tac.server.signature_validation import build_http_signature_dependency
from tac.tools.handoff import create_studio_handoff_tool
from twilio.twiml.voice_response import VoiceResponse

load_dotenv()
tac = TAC(config=TACConfig.from_env())


async def answer(message: str, session: ConversationSession, _memory: object) -> str | None:
    """Returns what the customer hears or reads next; None to stay silent."""
    conversation_id = session.conversation_id
    if session.channel != "VOICE" and await is_with_flex(conversation_id):
        # From now on the customer's messages reach only the Flex agent.
        await tac.conversation_orchestrator_client.clear_status_callbacks(conversation_id)
        return None
    if session.channel == "VOICE" and re.search(r"\bend the call\b", message, re.IGNORECASE):
        # The only way to end a call. Without conversationId it is not a hand-off.
        reason = json.dumps({"endCall": True, "reason": "the customer has no more questions"})
        session.pending_handoff_data = PendingHandoffData(handoffData=reason)
        return "Goodbye."
    if not re.search(r"\bhuman\b", message, re.IGNORECASE):
        return f'You said "{message}". Say "human" to reach a person.'
    # The names must be in studio-flows/attributes.ts. Flex shows them under these names, and workflows route on them.
    handoff = create_studio_handoff_tool(
        tac, session, attributes={"department": "support", "priority": "normal"}
    )
    result = await handoff(reason=f"The customer said: {message}")
    if result["status"] != "handoff_initiated":
        # A customer who asks in two messages is handed off by the first, which may still be running.
        await asyncio.sleep(1)
        if session.channel != "VOICE" and await is_with_flex(conversation_id):
            return None
        await restore_conversation(conversation_id)
        return "I am sorry, nobody can be reached right now. Please try again in a moment."
    return "One moment, a person will take over."


tac.on_message_ready(answer)


async def request(method: str, url: str, **options: object) -> dict:
    """Sends a request to Twilio with the API key that TAC uses. Raises httpx.HTTPError if it fails."""
    async with httpx.AsyncClient(auth=(tac.config.api_key, tac.config.api_secret)) as client:
        response = await client.request(method, url, **options)
        response.raise_for_status()
        return response.json()


async def restore_conversation(conversation_id: str) -> None:
    """Undoes what TAC's tool did before it failed: it set the conversation INACTIVE and stopped its callbacks."""
    orchestrator = f"{tac.conversation_orchestrator_client.base_url}/v2"
    configuration_id = tac.config.conversation_configuration_id
    try:
        configuration = await request("GET", f"{orchestrator}/ControlPlane/Configurations/{configuration_id}")
        callbacks = {"statusCallbacks": configuration.get("statusCallbacks") or []}
        restored = {"status": "ACTIVE", "configuration": callbacks}
        await request("PATCH", f"{orchestrator}/Conversations/{conversation_id}", json=restored)
    except (httpx.HTTPError, ValueError):
        logging.exception("%s is not restored: the customer's next message reaches nobody", conversation_id)


async def is_with_flex(conversation_id: str) -> bool:
    """Whether a Flex agent has the customer's chat, or will.

    An Orchestrator conversation closes by its timeout while the Flex agent still has the chat. The customer's next
    message then starts a new one, which reaches this agent too. If Twilio cannot be asked, the agent answers: two
    answers are better than none.
    """
    try:
        participants = await tac.conversation_orchestrator_client.list_participants(conversation_id)
        if any(participant.type == "HUMAN_AGENT" for participant in participants):
            return True
        channels = {address.channel_id or "" for participant in participants for address in participant.addresses}
        classic = [f'conversationSid == "{sid}"' for sid in sorted(channels) if sid.startswith("CH")]
        workspace_sid = os.environ.get("TWILIO_FLEX_WORKSPACE_SID")
        if not workspace_sid:
            flex = await request("GET", "https://flex-api.twilio.com/v1/Configuration")
            workspace_sid = flex["taskrouter_workspace_sid"]
        expression = " OR ".join([f'conversationId == "{conversation_id}"', *classic])
        tasks = await request(
            "GET",
            f"https://taskrouter.twilio.com/v1/Workspaces/{workspace_sid}/Tasks",
            params={"EvaluateTaskAttributes": expression},
        )
        return any(task["assignment_status"] in ("pending", "reserved", "assigned") for task in tasks["tasks"])
    except (httpx.HTTPError, KeyError, ValueError):
        logging.exception("%s: cannot tell whether a Flex agent has it", conversation_id)
        return False


messaging = [SMSChannel(tac), ChatChannel(tac)]
if tac.config.whatsapp_number:
    messaging.append(WhatsAppChannel(tac))
if tac.config.rcs_sender_id:
    messaging.append(RCSChannel(tac))
voice = VoiceChannel(tac)
# /twiml and /ws for calls, /webhook for messages; port 8000 unless TWILIO_SERVER_PORT is set.
server = TACFastAPIServer(tac=tac, voice_channel=voice, messaging_channels=messaging)


# The <Connect action> of the agent's own calls: Studio refuses outbound calls, so this route replaces the flow.
@server.app.post("/handoff", dependencies=[Depends(build_http_signature_dependency(tac.config.auth_token))])
async def hand_off_call(call: Request) -> Response:
    """Puts a call that was handed off into Flex's queue. Any other end of the session ends the call."""
    form = await call.form()
    twiml = VoiceResponse()
    is_waiting = form.get("SessionStatus") == "failed"
    if "conversationId" in form.get("HandoffData", ""):
        try:
            payload = json.loads(form["HandoffData"])
            task = {"type": "outbound", "name": form["To"], **payload, **payload["attributes"]}
            del task["attributes"]
            # Flex accepts 1,024 characters, and only the reason can be long here.
            while len(json.dumps(task)) > 1_024 and len(task["reason"]) > 1:
                task["reason"] = f"{task['reason'][:-10]}…"
            workflow_sid = os.environ["TWILIO_FLEX_WORKFLOW_SID"]
            twiml.enqueue(None, workflow_sid=workflow_sid).task(json.dumps(task))
        except (KeyError, TypeError, ValueError):
            logging.exception("a call could not be handed off")
            is_waiting = True
    if is_waiting:
        twiml.say("We are sorry, something went wrong. Please call us again later.")
    return Response(str(twiml), media_type="application/xml")


async def call_customer(number: str) -> None:
    """Calls a customer. The running server talks to them when they answer."""
    options = VoiceTwiMLOptionsConversationRelay(
        action_url=f"https://{tac.config.voice_public_domain}/handoff"
    )
    await voice.initiate_outbound_conversation(
        InitiateVoiceConversationOptions(to=number, twiml_options=options)
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asyncio.run(call_customer(sys.argv[1]))
    else:
        server.start()
