// What Flex is set up with. Source: twilio.com/docs/flex/developer/config/flex-configuration-rest-api

import * as z from "zod";
import { fetchFlexConfiguration } from "../account/flex.ts";
import { present } from "../client/present.ts";
import { defineFunction } from "../declare/providerFunction.ts";

export const getFlexConfiguration = defineFunction({
  token: "twilio:flex:getConfiguration",
  description:
    "Looks up the account's Flex: its TaskRouter workspace, its Classic service and the version of its UI.",
  args: z.strictObject({}),
  result: z.object({
    workspaceSid: z.string().describe("TaskRouter workspace of Flex (`WS…`)."),
    chatServiceSid: z.string().optional().describe("Conversations (Classic) service of Flex (`IS…`)."),
    uiVersion: z.string().optional().describe("Version of Flex UI, for instance 2.17.1, or a range."),
  }),

  async call(api) {
    const flex = await fetchFlexConfiguration(api);
    const workspaceSid = flex?.taskrouter_workspace_sid;
    if (!workspaceSid)
      throw new Error(
        `account ${api.accountSid} has no Flex. Set it up in the Console (Flex > Overview) first.`,
      );
    const { chat_service_instance_sid: chatServiceSid, ui_version: uiVersion } = flex;
    return { workspaceSid, ...present({ chatServiceSid, uiVersion }) };
  },
});
