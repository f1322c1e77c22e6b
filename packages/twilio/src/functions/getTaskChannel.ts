// Finds a TaskRouter task channel by its unique name. Source: twilio.com/docs/taskrouter/api/task-channel

import * as z from "zod";
import { listTaskChannels } from "../account/taskrouter.ts";
import { sid } from "../client/sid.ts";
import { defineFunction } from "../declare/providerFunction.ts";

export const getTaskChannel = defineFunction({
  token: "twilio:taskrouter:getTaskChannel",
  description: "Looks up a TaskRouter task channel by its unique name.",
  args: z.strictObject({
    workspaceSid: sid("WS").describe("Workspace of the task channel."),
    uniqueName: z.string().min(1).describe('Unique name, for instance "voice" or "chat".'),
  }),
  result: z.object({ sid: z.string().describe("SID of the task channel (`TC…`).") }),

  async call(api, { workspaceSid, uniqueName }) {
    const rows = await listTaskChannels(api, workspaceSid);
    const found = rows.find(({ unique_name }) => unique_name === uniqueName);
    if (found) return { sid: found.sid };
    const names = rows.map(({ unique_name }) => `"${unique_name}"`).join(", ");
    throw new Error(
      `task channel "${uniqueName}" does not exist. Workspace ${workspaceSid} has ${names || "none"}.`,
    );
  },
});
