"""A virtual agent on Twilio Agent Connect, as small as one can be: no model, two answers.

It reads nothing but the environment and the .env file that `npm run env` writes. It answers every message and call,
and hands over to an agent in Flex when the customer says "human". The hand-off tool is TAC's own; where a model would
decide to call it, this agent looks for the word.
"""

import re

from dotenv import load_dotenv
from tac import TAC, TACConfig
from tac.channels.chat import ChatChannel
from tac.channels.sms import SMSChannel
from tac.channels.voice import VoiceChannel
from tac.channels.whatsapp import WhatsAppChannel
from tac.models.session import ConversationSession
from tac.server import TACFastAPIServer
from tac.tools.handoff import create_studio_handoff_tool

load_dotenv()
tac = TAC(config=TACConfig.from_env())


async def answer(message: str, session: ConversationSession, _memory: object) -> str:
    """What the customer hears or reads next."""
    if not re.search(r"\bhuman\b", message, re.IGNORECASE):
        return f'You said "{message}". Say "human" to reach a person.'
    # Use the names of studio-flows/attributes.ts: Flex shows the attributes under them, and workflows route on them.
    handoff = create_studio_handoff_tool(
        tac, session, attributes={"department": "support", "priority": "normal"}
    )
    result = await handoff(reason=f"The customer said: {message}")
    if result["status"] != "handoff_initiated":
        return "I am sorry, nobody can be reached right now. Please try again in a moment."
    return "One moment, a person will take over."


tac.on_message_ready(answer)

messaging = [SMSChannel(tac), ChatChannel(tac)]
if tac.config.whatsapp_number:
    messaging.append(WhatsAppChannel(tac))

if __name__ == "__main__":
    # /twiml and /ws for calls, /webhook for messages; port 8000 unless TWILIO_SERVER_PORT says otherwise.
    TACFastAPIServer(tac=tac, voice_channel=VoiceChannel(tac), messaging_channels=messaging).start()
