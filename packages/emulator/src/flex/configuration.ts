// The Flex configuration, of which an account has one: GET, and POST of JSON that merges top-level keys.
// Source: twilio.com/docs/flex/developer/config/flex-configuration-rest-api; twilio-oai, twilio_flex_v1.json
// (flex.v1.configuration; of the request it lists nothing); twilio-node 6.3.1 rest/flexApi/v1/configuration

import type { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { readJson, sid, urlOrEmpty } from "../http/body.ts";
import { timestamp } from "../http/dates.ts";
import { badParameter, requireRow } from "../http/errors.ts";
import type { FlexConfiguration } from "../state/flex.ts";
import type { State } from "../state/state.ts";

const json = z.record(z.string(), z.unknown());

// Every key that can be written. An unknown key is rejected: where Flex stores its summary opt-ins is not documented,
// and a client must not guess.
const update = z.strictObject({
  account_sid: sid("AC"),
  taskrouter_workspace_sid: sid("WS").optional(),
  taskrouter_target_workflow_sid: sid("WW").optional(),
  taskrouter_target_taskqueue_sid: sid("WQ").optional(),
  taskrouter_taskqueues: z.array(json).optional(),
  taskrouter_skills: z.array(json).optional(),
  taskrouter_worker_channels: json.optional(),
  taskrouter_worker_attributes: json.optional(),
  taskrouter_offline_activity_sid: sid("WA").optional(),
  messaging_service_instance_sid: sid("MG").optional(),
  chat_service_instance_sid: sid("IS").optional(),
  flex_service_instance_sid: sid("IS").optional(),
  ui_language: z.string().optional(),
  ui_attributes: json.optional(),
  ui_dependencies: json.optional(),
  ui_version: z.string().optional(),
  attributes: json.nullish(),
  call_recording_enabled: z.boolean().optional(),
  call_recording_webhook_url: urlOrEmpty.optional(),
  crm_enabled: z.boolean().optional(),
  crm_type: z.string().optional(),
  crm_callback_url: urlOrEmpty.optional(),
  crm_fallback_url: urlOrEmpty.optional(),
  crm_attributes: json.optional(),
  public_attributes: json.optional(),
  plugin_service_enabled: z.boolean().optional(),
  plugin_service_attributes: json.optional(),
  integrations: z.array(json).optional(),
  outbound_call_flows: json.optional(),
  queue_stats_configuration: json.optional(),
  notifications: json.optional(),
  markdown: json.optional(),
  debugger_integration: json.optional(),
  flex_ui_status_report: json.optional(),
  agent_conv_end_methods: json.optional(),
  channel_configs: z.array(json).optional(),
  serverless_service_sids: z.array(sid("ZS")).optional(),
  flex_insights_hr: json.optional(),
  flex_insights_drilldown: z.boolean().optional(),
  flex_url: z.string().optional(),
  citrix_voice_vdi: json.optional(),
  offline_config: json.optional(),
});

/** What a configuration also has, null until it is set. */
const readOnly = [
  "flex_instance_sid",
  "runtime_domain",
  "service_version",
  "status",
  "date_created",
  "date_updated",
  "url",
];

export function flexConfigurationRoutes(app: Hono, context: Context): void {
  app.get("/flex-api.twilio.com/v1/Configuration", (c) =>
    Response.json(render(requireRow(context.state.flexConfiguration ?? undefined, c.req.path))),
  );

  app.post("/flex-api.twilio.com/v1/Configuration", async (c) => {
    const current = requireRow(context.state.flexConfiguration ?? undefined, c.req.path);
    const wanted = await readJson(c, update);
    if (wanted.account_sid !== context.state.account.sid) {
      throw badParameter(`Invalid parameter account_sid: ${wanted.account_sid} is not this account`);
    }
    checkReferences(context.state, wanted);
    const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
    // Nested objects such as ui_attributes are replaced whole.
    const next: FlexConfiguration = { ...current, ...given, date_updated: timestamp(context.now()) };
    context.state.flexConfiguration = next;
    return Response.json(render(next));
  });
}

/** @throws Refusal (400) for the first object of TaskRouter or Conversations (Classic) that does not exist */
function checkReferences(state: State, wanted: z.infer<typeof update>): void {
  const workspaceSid = wanted.taskrouter_workspace_sid ?? state.flexConfiguration?.taskrouter_workspace_sid;
  const rows = {
    taskrouter_workspace_sid: state.workspaces,
    taskrouter_target_workflow_sid: state.workflows,
    taskrouter_target_taskqueue_sid: state.taskQueues,
    taskrouter_offline_activity_sid: state.activities,
    chat_service_instance_sid: state.classicServices,
    flex_service_instance_sid: state.classicServices,
  };
  for (const [name, table] of Object.entries(rows)) {
    const sid = wanted[name as keyof typeof rows];
    if (sid === undefined) continue;
    const row = table[sid];
    if (!row) throw badParameter(`Invalid parameter ${name}: ${sid} does not exist`);
    if ("workspace_sid" in row && row.workspace_sid !== workspaceSid)
      throw badParameter(`Invalid parameter ${name}: ${sid} is not in workspace ${workspaceSid}`);
  }
}

/** Every documented property, null unless it was set. */
function render(row: FlexConfiguration): Record<string, unknown> {
  const unset = [...Object.keys(update.shape), ...readOnly].map((name) => [name, null]);
  return { ...Object.fromEntries(unset), ...row };
}
