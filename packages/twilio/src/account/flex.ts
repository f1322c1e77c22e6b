// What Flex is set up with. Source: twilio.com/docs/flex/developer/config/flex-configuration-rest-api

import * as z from "zod";
import type { Api } from "../client/api.ts";
import { fetchOne } from "./collection.ts";
import { lowerCase, optionalText } from "./fields.ts";

const configuration = z.object({
  status: lowerCase.nullish(),
  ui_version: optionalText,
  taskrouter_workspace_sid: optionalText,
  taskrouter_target_workflow_sid: optionalText,
  chat_service_instance_sid: optionalText,
});
export type FlexConfiguration = z.infer<typeof configuration>;

/** Undefined for an account without Flex. */
export function fetchFlexConfiguration(api: Api): Promise<FlexConfiguration | undefined> {
  return fetchOne(api, { host: "flex-api", path: "/v1/Configuration" }, configuration);
}

/**
 * Oldest Flex UI that continues the virtual agent's conversation and shows its summary.
 * Source: twilio.com/docs/conversations/solution-blueprints/ai-to-human-handoff
 */
export const oldestFlexUi = "2.17.1";
