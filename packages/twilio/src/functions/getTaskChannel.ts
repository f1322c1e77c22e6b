// A TaskRouter task channel by its unique name. Source: twilio.com/docs/taskrouter/api/task-channel

import * as z from "zod";
import { pagesByUrl } from "../client/paging.ts";
import { sid } from "../client/sid.ts";
import { defineFunction } from "../declare/providerFunction.ts";

const row = z.object({ sid: z.string(), unique_name: z.string() });

export const getTaskChannel = defineFunction({
  token: "twilio:taskrouter:getTaskChannel",
  description: "Looks up a TaskRouter task channel by its unique name.",
  args: z.strictObject({
    workspaceSid: sid("WS").describe("Workspace of the task channel."),
    uniqueName: z.string().min(1).describe('Unique name, for instance "voice" or "chat".'),
  }),
  result: z.object({ sid: z.string().describe("SID of the task channel (`TC…`).") }),

  async call(api, { workspaceSid, uniqueName }) {
    const rows: z.infer<typeof row>[] = [];
    const path = `/v1/Workspaces/${workspaceSid}/TaskChannels`;
    for await (const item of pagesByUrl(api, { host: "taskrouter", path, key: "channels" }))
      rows.push(row.parse(item));
    const found = rows.find(({ unique_name }) => unique_name === uniqueName);
    if (found) return { sid: found.sid };
    const names = rows.map(({ unique_name }) => `"${unique_name}"`).join(", ");
    throw new Error(
      `task channel "${uniqueName}" does not exist. Workspace ${workspaceSid} has ${names || "none"}.`,
    );
  },
});
