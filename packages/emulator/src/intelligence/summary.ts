// The result of the Summary operator. There is no model here: the text quotes the messages and states that.

import type { Communication, OrchestratorConversation } from "../state/orchestrator.ts";

/** Twilio's own Summary operator. Source: TAC Python 2.5.0; Twilio's agent skills (twilio/ai) */
export const summaryOperatorId = "intelligence_operator_01kcv35pnkeysaf6z6cqtbpegn";

/** Messages quoted; a summary in memory has at most 4,096 characters. Source: TAC Python 2.5.0 models/memory.py */
const maxMessages = 12;

const maxQuoteLength = 200;

/** Returns the same text for the same conversation, about 3,500 characters at most. */
export function summarize({ communications, participants }: OrchestratorConversation): string {
  const quotes = communications.slice(-maxMessages).map((communication) => {
    const author = participants.find(({ id }) => id === communication.author.participantId);
    return `${author?.type ?? "UNKNOWN"}: ${quote(communication)}`;
  });
  const count = communications.length === 1 ? "1 message" : `${communications.length} messages`;
  const start = communications.length > maxMessages ? `${count}, the last ${maxMessages}` : count;
  return `Made up by the local Twilio, no model read this. ${start}: ${quotes.join(" / ")}`;
}

function quote({ content }: Communication): string {
  const text = content.text.replaceAll(/\s+/g, " ").trim();
  const characters = [...text];
  return characters.length > maxQuoteLength ? `${characters.slice(0, maxQuoteLength - 1).join("")}…` : text;
}
