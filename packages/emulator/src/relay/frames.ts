// Messages that an agent sends over the WebSocket of ConversationRelay.
// Source: twilio.com/docs/voice/conversationrelay/websocket-messages; what TAC Python 2.5.0 sends, observed

import { z } from "zod";

const frame = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("text"),
    token: z.string(),
    /** The last token of a turn. Streaming agents send it with an empty token. */
    last: z.boolean().default(false),
  }),
  z.object({ type: z.literal("play"), source: z.string().min(1) }),
  z.object({ type: z.literal("sendDigits"), digits: z.string().min(1) }),
  z.object({
    type: z.literal("language"),
    ttsLanguage: z.string().optional(),
    transcriptionLanguage: z.string().optional(),
  }),
  z.object({ type: z.literal("end"), handoffData: z.string().optional() }),
]);

/** A valid message of an agent. */
export type RelayFrame = z.infer<typeof frame>;

/** Parses a message, or returns why Twilio would reject it (64107; the session continues). */
export function readFrame(text: string): RelayFrame | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: "not JSON" };
  }
  const result = frame.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  return { problem: [issue?.path.join("."), issue?.message].filter(Boolean).join(": ") };
}
