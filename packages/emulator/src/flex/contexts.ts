// Contexts: what Flex UI finds the conversation of a task by, and through it the virtual agent's summary.
//
// Source: the bundle of @twilio/flex-ui 2.17.1 for the list and `ConversationalIntelligenceData.conversationId.value`; a
// public Twilio Function for the two writes. Twilio documents none of it. That Send to Flex writes a context, from the
// top-level `conversationId` of the task's attributes, is our reading: docs/assumptions.md, summary-finds-conversation.

import type { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { readJson } from "../http/body.ts";
import { timestamp } from "../http/dates.ts";
import { requireRow } from "../http/errors.ts";
import { classicList } from "../http/paging.ts";
import type { FlexContext, Task } from "../state/flex.ts";
import { nextSid } from "../state/ids.ts";
import { taskAttributes } from "../taskrouter/taskAttributes.ts";

const creation = z.strictObject({
  namespace: z.string().min(1),
  attribute_group: z.string().min(1),
  attributes: z.record(z.string(), z.unknown()),
});

const lookupId = z.strictObject({ id: z.string().min(1) });

export function contextRoutes(app: Hono, context: Context): void {
  app.get("/context.twilio.com/v1/Contexts", (c) => {
    const wanted = c.req.query("LookupId");
    const rows = Object.values(context.state.flexContexts).filter(
      ({ lookup_ids }) => wanted === undefined || lookup_ids.includes(wanted),
    );
    return classicList(
      c,
      "contexts",
      rows.map((row) => ({ id: row.sid, body: () => row })),
    );
  });

  app.post("/context.twilio.com/v1/Contexts", async (c) =>
    Response.json(addContext(context, await readJson(c, creation)), { status: 201 }),
  );

  app.post("/context.twilio.com/v1/Contexts/:sid/LookupIds", async (c) => {
    const row = requireRow(context.state.flexContexts[c.req.param("sid")], c.req.path);
    const { id } = await readJson(c, lookupId);
    row.lookup_ids.push(id);
    return Response.json({ id, context_sid: row.sid }, { status: 201 });
  });
}

/** Records which conversation a task is about. Does nothing if its attributes do not say. */
export function recordConversation(context: Context, task: Task): void {
  const { conversationId } = taskAttributes(task);
  if (typeof conversationId !== "string") return;
  const { lookup_ids } = addContext(context, {
    namespace: "Twilio",
    attribute_group: "ProfileData",
    attributes: { ConversationalIntelligenceData: { conversationId: { value: conversationId } } },
  });
  lookup_ids.push(task.sid);
}

function addContext(
  { state, now }: Context,
  parts: Pick<FlexContext, "namespace" | "attribute_group" | "attributes">,
): FlexContext {
  const row: FlexContext = {
    sid: nextSid(state, "CX"),
    ...parts,
    lookup_ids: [],
    date_created: timestamp(now()),
  };
  state.flexContexts[row.sid] = row;
  return row;
}
