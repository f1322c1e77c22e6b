// The text of the Summary operator. There is no model here: the text is the messages themselves, and says so.

import type { Communication, OrchestratorConversation } from "../state/orchestrator.ts";

/** Twilio's own Summary operator. Source: TAC Python 2.5.0; Twilio's agent skills (twilio/ai) */
export const summaryOperatorId = "intelligence_operator_01kcv35pnkeysaf6z6cqtbpegn";

/** Messages quoted; a summary in memory has at most 4,096 characters. Source: TAC Python 2.5.0 models/memory.py */
const maxMessages = 12;

const maxQuoteLength = 200;

/** The same conversation gives the same text, at most some 3,500 characters. */
export function summarize({ communications, participants }: OrchestratorConversation): string {
  const said = communications.slice(-maxMessages).map((communication) => {
    const author = participants.find(({ id }) => id === communication.author.participantId);
    return `${author?.type ?? "UNKNOWN"}: ${quote(communication)}`;
  });
  const count = communications.length === 1 ? "1 message" : `${communications.length} messages`;
  const start = communications.length > maxMessages ? `${count}, the last ${maxMessages}` : count;
  return `Made up by the local Twilio, no model read this. ${start}: ${said.join(" / ")}`;
}

function quote({ content }: Communication): string {
  const text = content.text.replaceAll(/\s+/g, " ").trim();
  const characters = [...text];
  return characters.length > maxQuoteLength ? `${characters.slice(0, maxQuoteLength - 1).join("")}…` : text;
}
