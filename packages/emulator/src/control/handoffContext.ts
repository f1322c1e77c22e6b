// What a Flex agent sees of a hand-off: the task's attributes, and the summary, which Flex UI finds in three requests.
// Source: the bundle of @twilio/flex-ui 2.17.1

import { z } from "zod";
import type { Context } from "../core/context.ts";
import { basicAuthorization } from "../http/urlCredentials.ts";
import { summaryOperatorId } from "../intelligence/summary.ts";
import type { Task } from "../state/flex.ts";
import { taskAttributes } from "../taskrouter/taskAttributes.ts";

export interface HandoffContext {
  attributes: Record<string, unknown>;
  /** The Orchestrator's conversation that Flex UI finds; null if none. */
  conversationId: string | null;
  /** The text that Flex UI shows; null if none. */
  summary: string | null;
  /** Why Flex UI shows no summary; null if it shows one. */
  noSummary: string | null;
}

/** Asks as Flex UI does when a Flex agent selects a task. Flex UI repeats the last request for 20 seconds; this does not. */
export async function handoffContext(context: Context, task: Task): Promise<HandoffContext> {
  const attributes = taskAttributes(task);
  const none = (noSummary: string, conversationId: string | null = null) => ({
    attributes,
    conversationId,
    summary: null,
    noSummary,
  });
  const feature =
    task.task_channel_unique_name === "voice" ? "intelligence-summary" : "intelligence-digital-summary";
  const optIn = z.looseObject({ enabled: z.boolean() });
  const { enabled } = await read(context, `flex.twilio.com/api/v1/Features/${feature}`, optIn);
  if (!enabled) return none(`the opt-in ${feature} is off`);

  const found = await read(context, `context.twilio.com/v1/Contexts?LookupId=${task.sid}`, contextList);
  const id = found.contexts[0]?.attributes.ConversationalIntelligenceData?.conversationId.value;
  if (id === undefined)
    return none(
      "no context names the task's conversation: Send to Flex records one if the attributes have a conversationId at the top level",
    );

  const query = new URLSearchParams({ conversationId: id, operatorId: summaryOperatorId });
  const results = await read(context, `intelligence.twilio.com/v3/OperatorResults?${query}`, resultList);
  const [first] = results.items;
  if (!first) return none(`the Summary operator has no result for ${id}`, id);
  return { attributes, conversationId: id, summary: first.result.text, noSummary: null };
}

const contextList = z.looseObject({
  contexts: z.array(
    z.looseObject({
      attributes: z.looseObject({
        ConversationalIntelligenceData: z
          .looseObject({ conversationId: z.looseObject({ value: z.string() }) })
          .optional(),
      }),
    }),
  ),
});

const resultList = z.looseObject({
  items: z.array(z.looseObject({ result: z.looseObject({ text: z.string() }) })),
});

/** @param url without scheme */
async function read<T>({ handle, flexToken, state }: Context, url: string, schema: z.ZodType<T>): Promise<T> {
  const { sid, authToken } = state.account;
  const authorization = url.startsWith("flex.") ? `Bearer ${flexToken}` : basicAuthorization(sid, authToken);
  const response = await handle(
    new Request(`https://${url}`, { headers: { authorization, host: url.split("/")[0] ?? "" } }),
  );
  return schema.parse(await response.json());
}
