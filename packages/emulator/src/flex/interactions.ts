// Flex Interactions, which connect a conversation that was sent to Flex to its task.
// Source: twilio-node 6.3.1 rest/flexApi/v1/interaction

import type { Hono } from "hono";
import type { Context } from "../core/context.ts";
import { requireRow } from "../http/errors.ts";
import type { Interaction, Task } from "../state/flex.ts";
import type { State } from "../state/state.ts";

export function interactionRoutes(app: Hono, context: Context): void {
  app.get("/flex-api.twilio.com/v1/Interactions/:sid", (c) => {
    const row = requireRow(context.state.interactions[c.req.param("sid")], c.req.path);
    const url = `https://flex-api.twilio.com/v1/Interactions/${row.sid}`;
    return Response.json({
      ...renderInteraction(context.state, row),
      links: { channels: `${url}/Channels` },
      interaction_context_sid: null,
      webhook_ttid: null,
    });
  });
}

export function renderInteraction(state: State, { sid, channel_sid, task_sid }: Interaction) {
  const task = requireRow(state.tasks[task_sid], `/flex-api.twilio.com/v1/Interactions/${sid}`);
  return {
    sid,
    channel: { sid: channel_sid, type: task.task_channel_unique_name },
    routing: {
      properties: {
        sid: task.sid,
        workspace_sid: task.workspace_sid,
        workflow_sid: task.workflow_sid,
        task_queue_sid: task.task_queue_sid,
        task_channel_sid: task.task_channel_sid,
        attributes: task.attributes,
      },
    },
    url: `https://flex-api.twilio.com/v1/Interactions/${sid}`,
  };
}

/** The open task of a Classic conversation; undefined if it has none, or the task is completed or canceled. */
export function openTask({ interactions, tasks }: State, conversationSid: string): Task | undefined {
  return Object.values(interactions)
    .filter((row) => row.conversation_sid === conversationSid)
    .map(({ task_sid }) => tasks[task_sid])
    .findLast((task) => task && !["completed", "canceled"].includes(task.assignment_status));
}
