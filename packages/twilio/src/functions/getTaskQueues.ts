// Lists the task queues of a workspace. Source: twilio.com/docs/taskrouter/api/task-queue

import * as z from "zod";
import { taskQueues } from "../account/taskrouter.ts";
import { sid } from "../client/sid.ts";
import { defineFunction } from "../declare/providerFunction.ts";

export const getTaskQueues = defineFunction({
  token: "twilio:taskrouter:getTaskQueues",
  description: "Lists the task queues of a TaskRouter workspace, for a program that adopts those that exist.",
  args: z.strictObject({ workspaceSid: sid("WS").describe("Workspace of the queues.") }),
  result: z.object({
    taskQueues: z
      .array(
        z.object({
          sid: z.string().describe("SID of the queue (`WQ…`)."),
          friendlyName: z.string().describe("Name in the Console. Names need not be unique."),
        }),
      )
      .describe("The queues, in Twilio's order."),
  }),

  async call(api, { workspaceSid }) {
    const rows = await taskQueues(workspaceSid).list(api);
    return { taskQueues: rows.map(({ sid, friendly_name }) => ({ sid, friendlyName: friendly_name })) };
  },
});
