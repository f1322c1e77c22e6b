// Finds a TaskRouter workflow by its name. Source: twilio.com/docs/taskrouter/api/workflow

import * as z from "zod";
import { listWorkflows, type Workflow } from "../account/taskrouter.ts";
import { sid } from "../client/sid.ts";
import { defineFunction } from "../declare/providerFunction.ts";

export const getWorkflow = defineFunction({
  token: "twilio:taskrouter:getWorkflow",
  description:
    "Looks up a TaskRouter workflow by its exact name. Names are not unique; several with the name are an error.",
  args: z.strictObject({
    workspaceSid: sid("WS").describe("Workspace of the workflow."),
    friendlyName: z.string().min(1).describe('Name in the Console, for instance "Assign to Anyone".'),
  }),
  result: z.object({ sid: z.string().describe("SID of the workflow (`WW…`).") }),

  async call(api, { workspaceSid, friendlyName }) {
    const rows = await listWorkflows(api, workspaceSid);
    const found = rows.filter(({ friendly_name }) => friendly_name === friendlyName);
    const [first, second] = found;
    if (second)
      throw new Error(
        `workflow "${friendlyName}" is ambiguous: ${found.map(({ sid }) => sid).join(" and ")} have this name. Rename one in the Console (TaskRouter > Workflows).`,
      );
    if (!first)
      throw new Error(
        `workflow "${friendlyName}" does not exist. Workspace ${workspaceSid} has ${listNames(rows)}. Names are compared exactly.`,
      );
    return { sid: first.sid };
  },
});

function listNames(rows: Workflow[]): string {
  return rows.length === 0 ? "no workflow" : rows.map(({ friendly_name }) => `"${friendly_name}"`).join(", ");
}
