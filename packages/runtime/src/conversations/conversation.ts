// The agent's side of a conversation in the Orchestrator: whether its messages reach the agent.
// Source: Twilio's OpenAPI document twilio_conversations_v2.json; what TAC Python 2.5.0 sends

import * as z from "zod";
import { refusal } from "../problems.ts";
import { openClient, type TwilioAccess, type TwilioClient } from "./twilioClient.ts";

/** A restored conversation matters more than a fast error: without it the customer reaches nobody. */
const attempts = 3;

const callbacks = z.array(z.object({ url: z.string(), method: z.enum(["POST", "GET"]).optional() }));
const conversation = z.object({
  configurationId: z.string().nullish(),
  status: z.enum(["ACTIVE", "INACTIVE", "CLOSED"]).nullish(),
});
const configuration = z.object({ statusCallbacks: callbacks.nullish() });

export interface RestoreOptions extends TwilioAccess {
  /** The conversation whose hand-off failed (`conv_conversation_…`). */
  conversationId: string;
  /** Configuration with the callbacks (`conv_configuration_…`). Default: the conversation's own. */
  configurationId?: string | undefined;
}

/**
 * Gives a conversation back to the agent after a failed hand-off: makes it ACTIVE, and restores the status callbacks of
 * its configuration. TAC sets it INACTIVE and removes the callbacks before it starts the flow, and undoes neither.
 *
 * A request without a response, or with 429 or 5xx, is repeated twice.
 *
 * @returns "CLOSED" if the conversation is closed: nothing is changed, since the customer's next message starts a new one
 * @throws HandoffError with Twilio's status and code
 *
 * @example
 * ```ts
 * import { restoreConversation } from "@tac-handoff/runtime";
 *
 * const options = {
 *   conversationId: "conv_conversation_00000000000000000000000001",
 *   ...{ apiKey: "SK00000000000000000000000000000001", apiSecret: "secret" },
 *   fetch: async () => Response.json({ configurationId: "conv_configuration_1", status: "CLOSED" }),
 * };
 *
 * await restoreConversation(options); // → "CLOSED"
 * ```
 */
export async function restoreConversation({
  conversationId,
  configurationId,
  ...access
}: RestoreOptions): Promise<"ACTIVE" | "CLOSED"> {
  const client = openClient(access);
  const url = conversationUrl(client, conversationId);
  const found = await client.request({ method: "GET", url, response: conversation, attempts });
  if (found.status === "CLOSED") return "CLOSED";
  const id = configurationId ?? found.configurationId;
  const statusCallbacks = id ? await callbacksOf(client, id) : [];
  // One request for both: with either alone, a message in between would be lost.
  const json = { status: "ACTIVE", configuration: { statusCallbacks } };
  await client.request({ method: "PATCH", url, json, response: z.unknown(), attempts });
  return "ACTIVE";
}

/**
 * Stops the status callbacks of a conversation, so that its messages no longer reach the agent: when a Flex agent has it
 * (`isWithFlex`), or in a hand-off tool of your own.
 *
 * @throws HandoffError with Twilio's status and code
 *
 * @example
 * ```ts
 * import { clearStatusCallbacks } from "@tac-handoff/runtime";
 *
 * const options = {
 *   conversationId: "conv_conversation_00000000000000000000000001",
 *   ...{ apiKey: "SK00000000000000000000000000000001", apiSecret: "secret" },
 *   fetch: async () => Response.json({}),
 * };
 *
 * await clearStatusCallbacks(options); // → undefined
 * ```
 */
export async function clearStatusCallbacks({
  conversationId,
  ...access
}: TwilioAccess & { conversationId: string }): Promise<void> {
  const client = openClient(access);
  const url = conversationUrl(client, conversationId);
  const json = { configuration: { statusCallbacks: [] } };
  await client.request({ method: "PATCH", url, json, response: z.unknown(), attempts });
}

/**
 * URL of a conversation.
 *
 * @throws HandoffError for what cannot be an id: it becomes part of a URL and of an expression
 */
export function conversationUrl({ orchestrator }: TwilioClient, conversationId: string): string {
  if (!/^[A-Za-z0-9_-]+$/.test(conversationId)) {
    const problem = { path: "conversationId", message: "expected a conversation's ID, conv_conversation_…" };
    throw refusal("conversation", [problem], "invalid_option");
  }
  return `${orchestrator}/v2/Conversations/${conversationId}`;
}

/** As sent: a PATCH must not repeat a field that Twilio only returns. */
async function callbacksOf(client: TwilioClient, configurationId: string) {
  const url = `${client.orchestrator}/v2/ControlPlane/Configurations/${encodeURIComponent(configurationId)}`;
  const found = await client.request({ method: "GET", url, response: configuration, attempts });
  return found.statusCallbacks ?? [];
}
