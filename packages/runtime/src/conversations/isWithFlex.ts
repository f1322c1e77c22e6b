// Whether a Flex agent has the chat in which a customer writes: the agent must not answer beside them.
// Source: Twilio's OpenAPI documents twilio_conversations_v2.json, twilio_taskrouter_v1.json, twilio_flex-api_v1.json

import * as z from "zod";
import { processEnvironment } from "../environment.ts";
import { HandoffError } from "../handoffError.ts";
import { conversationUrl } from "./conversation.ts";
import { openClient, type TwilioAccess, type TwilioClient } from "./twilioClient.ts";

const participants = z.object({
  participants: z.array(
    z.object({
      type: z.string().nullish(),
      addresses: z.array(z.object({ channelId: z.string().nullish() })).nullish(),
    }),
  ),
});
const tasks = z.object({ tasks: z.array(z.object({ assignment_status: z.string() })) });
const flexConfiguration = z.object({ taskrouter_workspace_sid: z.string() });

/** Of a task that waits for a Flex agent or has one. In wrap-up and later, Flex shows no more messages. */
const open = ["pending", "reserved", "assigned"];

export interface WithFlexOptions extends TwilioAccess {
  /** The conversation in which the customer writes (`conv_conversation_…`). */
  conversationId: string;
  /** Flex's workspace (`WS…`). Default: `TWILIO_FLEX_WORKSPACE_SID`; without it, one more request asks Flex. */
  workspaceSid?: string | undefined;
  /** Receives the error if Twilio cannot be asked. Default: it is written to the console as a warning. */
  onError?: ((error: HandoffError) => void) | undefined;
}

/**
 * Returns whether a Flex agent has the customer's chat, or will: then stay silent, and call `clearStatusCallbacks`. Call
 * it before you answer a message.
 *
 * It is needed because an Orchestrator conversation closes by its timeout while the Flex agent still has the chat. The
 * customer's next message starts a new one, with callbacks, in the same Classic conversation.
 *
 * A conversation is with Flex if a HUMAN_AGENT participates in it, or if a task is open whose attributes have its
 * `conversationId`, or the `conversationSid` of its Classic conversation. If Twilio cannot be asked, the result is false:
 * two answers are better than none.
 *
 * @throws HandoffError if the conversation's ID or the credentials are missing or wrong
 *
 * @example
 * ```ts
 * import { isWithFlex } from "@tac-handoff/runtime";
 *
 * const options = {
 *   conversationId: "conv_conversation_00000000000000000000000001",
 *   ...{ apiKey: "SK00000000000000000000000000000001", apiSecret: "secret" },
 *   fetch: async () => Response.json({ participants: [{ type: "HUMAN_AGENT" }] }),
 * };
 *
 * await isWithFlex(options); // → true
 * ```
 */
export async function isWithFlex({
  conversationId,
  workspaceSid = processEnvironment().TWILIO_FLEX_WORKSPACE_SID,
  onError = (error) => console.warn(error.message),
  ...access
}: WithFlexOptions): Promise<boolean> {
  const client = openClient(access);
  const url = `${conversationUrl(client, conversationId)}/Participants`;
  try {
    const found = await client.request({ method: "GET", url, response: participants });
    if (found.participants.some(({ type }) => type === "HUMAN_AGENT")) return true;
    const channelIds = found.participants.flatMap(({ addresses }) =>
      (addresses ?? []).flatMap(({ channelId }) => channelId ?? []),
    );
    // Only SIDs, since they become part of an expression.
    const classic = [...new Set(channelIds.filter((id) => /^CH[0-9a-fA-F]{32}$/.test(id)))];
    return await hasOpenTask(client, workspaceSid || (await askWorkspace(client)), [
      `conversationId == "${conversationId}"`,
      ...classic.map((sid) => `conversationSid == "${sid}"`),
    ]);
  } catch (error) {
    if (!(error instanceof HandoffError)) throw error;
    onError(error);
    return false;
  }
}

async function askWorkspace(client: TwilioClient): Promise<string> {
  const url = "https://flex-api.twilio.com/v1/Configuration";
  const found = await client.request({ method: "GET", url, response: flexConfiguration });
  return found.taskrouter_workspace_sid;
}

/** The status is compared here, so that it does not matter how Twilio reads several of them in one request. */
async function hasOpenTask(
  client: TwilioClient,
  workspaceSid: string,
  conditions: string[],
): Promise<boolean> {
  const query = new URLSearchParams({ EvaluateTaskAttributes: conditions.join(" OR "), PageSize: "1000" });
  const url = `https://taskrouter.twilio.com/v1/Workspaces/${encodeURIComponent(workspaceSid)}/Tasks?${query}`;
  const found = await client.request({ method: "GET", url, response: tasks });
  return found.tasks.some(({ assignment_status }) => open.includes(assignment_status));
}
