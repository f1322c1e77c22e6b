// Timeouts of conversations: without new messages they become INACTIVE, then CLOSED.
// Source: twilio.com/docs/conversations/orchestrator/concepts/lifecycle

import type { Context } from "../core/context.ts";
import type { OrchestratorConversation } from "../state/orchestrator.ts";
import { setStatus } from "./conversations.ts";

const minuteMs = 60_000;

/**
 * Applies the timeouts that have passed since the last request, each with its own time. Returns whether there were any.
 * A channel without `statusTimeouts` has none.
 */
export function applyConversationTimeouts(context: Context): boolean {
  const present = context.now().getTime();
  let changed = false;
  for (const conversation of Object.values(context.state.conversations)) {
    for (const { status, at } of dueTimes(conversation)) {
      if (at > present || conversation.status === "CLOSED" || conversation.status === status) continue;
      setStatus({ ...context, now: () => new Date(at) }, conversation, status);
      changed = true;
    }
  }
  return changed;
}

/**
 * Both times count from the last communication, or from when the conversation last became ACTIVE: a Flex agent who
 * accepts it late would otherwise lose it at once (our choice; not documented).
 */
function dueTimes(conversation: OrchestratorConversation): { status: "INACTIVE" | "CLOSED"; at: number }[] {
  if (conversation.status === "CLOSED") return [];
  const { communications, createdAt, activeSince, participants, configuration } = conversation;
  const last = Date.parse(communications.at(-1)?.createdAt ?? createdAt);
  const from = Math.max(last, activeSince === undefined ? 0 : Date.parse(activeSince));
  const channel = participants[0]?.addresses[0]?.channel ?? "";
  const { inactive, closed } = configuration.channelSettings[channel]?.statusTimeouts ?? {};
  return [
    ...(inactive ? [{ status: "INACTIVE" as const, at: from + inactive * minuteMs }] : []),
    ...(closed ? [{ status: "CLOSED" as const, at: from + closed * minuteMs }] : []),
  ].toSorted((a, b) => a.at - b.at);
}
