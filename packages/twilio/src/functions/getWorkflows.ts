// Lists the workflows of a workspace. Source: twilio.com/docs/taskrouter/api/workflow

import * as z from "zod";
import { listWorkflows } from "../account/taskrouter.ts";
import { sid } from "../client/sid.ts";
import { defineFunction } from "../declare/providerFunction.ts";

export const getWorkflows = defineFunction({
  token: "twilio:taskrouter:getWorkflows",
  description: "Lists the workflows of a TaskRouter workspace, for a program that adopts one if it exists.",
  args: z.strictObject({ workspaceSid: sid("WS").describe("Workspace of the workflows.") }),
  result: z.object({
    workflows: z
      .array(
        z.object({
          sid: z.string().describe("SID of the workflow (`WW…`)."),
          friendlyName: z.string().describe("Name in the Console. Names need not be unique."),
        }),
      )
      .describe("The workflows, in Twilio's order."),
  }),

  async call(api, { workspaceSid }) {
    const rows = await listWorkflows(api, workspaceSid);
    return { workflows: rows.map(({ sid, friendly_name }) => ({ sid, friendlyName: friendly_name })) };
  },
});
