// Studio: flows (FW…), their revisions, executions (FN…) and steps. Source: twilio.com/docs/studio/rest-api/v2

import * as z from "zod";
import type { Api } from "../client/api.ts";
import { collection, fetchOne } from "./collection.ts";
import { lowerCase, name, optionalText, text } from "./fields.ts";

const revision = z.object({
  sid: text,
  friendly_name: optionalText,
  status: lowerCase.nullish(),
  revision: z.number().nullish(),
  valid: z.boolean().nullish(),
  webhook_url: optionalText,
  definition: z.unknown().optional(),
});
/** Also a row of the list, where `definition` and `valid` are null. */
export type FlowRevision = z.infer<typeof revision>;

const flow = revision.extend({
  friendly_name: name,
  status: lowerCase,
  revision: z.number(),
  definition: z.record(text, z.unknown()),
  webhook_url: text,
});
export type Flow = z.infer<typeof flow>;

/** A flow is its newest revision, draft or published. */
export const flows = collection({
  host: "studio",
  path: "/v2/Flows",
  key: "flows",
  paging: "next_page_url",
  row: flow,
  listRow: revision,
});

/** The revision that customers get. Undefined when none was ever published. */
export function fetchPublishedRevision(api: Api, flowSid: string): Promise<FlowRevision | undefined> {
  const { host, path } = flows.at(api, flowSid);
  return fetchOne(api, { host, path: `${path}/Revisions/LatestPublished` }, revision);
}

const execution = z.object({
  sid: text,
  status: lowerCase.nullish(),
  initiated_by: optionalText,
  date_created: optionalText,
});
export type Execution = z.infer<typeof execution>;

export function executions(flowSid: string) {
  return collection({
    host: "studio",
    path: `/v2/Flows/${encodeURIComponent(flowSid)}/Executions`,
    key: "executions",
    paging: "next_page_url",
    row: execution,
  });
}

/** The newest 100, newest first. */
export async function listNewestExecutions(api: Api, flowSid: string): Promise<Execution[]> {
  const rows = await executions(flowSid).firstPage(api, { PageSize: 100 });
  return rows.toSorted((a, b) => (b.date_created ?? "").localeCompare(a.date_created ?? ""));
}

/** What Liquid could read at the end of an execution. It contains what customers said. */
export async function fetchExecutionContext(api: Api, flowSid: string, sid: string): Promise<unknown> {
  const { host, path } = executions(flowSid).at(api, sid);
  const context = z.object({ context: z.unknown().optional() });
  return (await fetchOne(api, { host, path: `${path}/Context` }, context))?.context;
}

const step = z.object({
  sid: text,
  name,
  transitioned_from: optionalText,
  transitioned_to: optionalText,
});
/** `name` is the event by which the execution left the widget `transitioned_from`. */
export type Step = z.infer<typeof step>;

export function listSteps(api: Api, flowSid: string, executionSid: string): Promise<Step[]> {
  return collection({
    host: "studio",
    path: `${executions(flowSid).at(api, executionSid).path}/Steps`,
    key: "steps",
    paging: "next_page_url",
    row: step,
  }).list(api);
}
