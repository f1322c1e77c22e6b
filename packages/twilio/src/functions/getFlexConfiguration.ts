// What Flex is set up with. Source: twilio.com/docs/flex/developer/config/flex-configuration-rest-api

import * as z from "zod";
import { present } from "../client/present.ts";
import { defineFunction } from "../declare/providerFunction.ts";

const answer = z.object({
  taskrouter_workspace_sid: z.string().nullish(),
  chat_service_instance_sid: z.string().nullish(),
  ui_version: z.string().nullish(),
});

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
    const body = await api.find({ host: "flex-api", path: "/v1/Configuration" });
    const {
      taskrouter_workspace_sid: workspaceSid,
      chat_service_instance_sid,
      ui_version,
    } = answer.parse(body ?? {});
    if (!workspaceSid)
      throw new Error(
        `account ${api.accountSid} has no Flex. Set it up in the Console (Flex > Overview) first.`,
      );
    return { workspaceSid, ...present({ chatServiceSid: chat_service_instance_sid, uiVersion: ui_version }) };
  },
});
