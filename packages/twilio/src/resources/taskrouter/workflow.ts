// A workflow (WW…): which queue a task goes to. TaskRouter v1: form encoded, synchronous; the configuration is JSON text.
// Source: twilio-oai, twilio_taskrouter_v1.json; twilio.com/docs/taskrouter/api/workflow, /workflow-configuration

import * as z from "zod";
import { taskQueues, type Workflow, workflows } from "../../account/taskrouter.ts";
import type { Api } from "../../client/api.ts";
import { present } from "../../client/present.ts";
import { sid } from "../../client/sid.ts";
import { type Changes, defineResource, type Live, type Problem } from "../../declare/resource.ts";
import { unknownValue } from "../../values/unknown.ts";
import { idInWorkspace, joinId, splitId } from "./inWorkspace.ts";
import { canonicalConfiguration, configuration, queuesIn } from "./workflowConfiguration.ts";

/** A URL, or the empty string to clear it. */
const url = z.union([z.url(), z.literal("")]);

const inputs = z.strictObject({
  workspaceSid: sid("WS").optional().describe("Workspace of the workflow. A change replaces the resource."),
  friendlyName: z.string().min(1).optional().describe("Name in the Console and in Flex."),
  configuration: configuration
    .optional()
    .describe(
      "The rules, declared as a whole, under Twilio's own names. The order of keys makes no difference. A change also moves the tasks that wait.",
    ),
  assignmentCallbackUrl: url
    .optional()
    .describe("URL requested when a task is offered to a worker; empty to clear it. Flex needs none."),
  fallbackAssignmentCallbackUrl: url
    .optional()
    .describe("URL requested when assignmentCallbackUrl fails; empty to clear it."),
  taskReservationTimeout: z
    .number()
    .int()
    .min(0)
    .max(86_400)
    .optional()
    .describe("Seconds for which a task is offered to a worker. Default 120 for a new workflow."),
  adopt: idInWorkspace("WW")
    .optional()
    .describe("Workspace and SID of a workflow to adopt. Destroy restores its previous configuration."),
});

const outputs = z.object({ sid: sid("WW").describe("SID of the workflow.") });

type Inputs = z.infer<typeof inputs>;
type Outputs = z.infer<typeof outputs>;

export const workflow = defineResource({
  token: "twilio:taskrouter:Workflow",
  description:
    "A TaskRouter workflow: rules that send a task to a queue by the task's attributes. The first rule that matches counts.",
  inputs,
  outputs,
  replaceOn: ["workspaceSid"],
  requiredToCreate: ["workspaceSid", "friendlyName", "configuration"],
  canonical: { configuration: canonicalConfiguration },

  async preflight(api, { workspaceSid, configuration }, id) {
    const workspace = workspaceSid ?? (id && splitId(id).workspaceSid);
    if (!workspace || workspace === unknownValue || configuration === undefined) return [];
    return findMissingQueues(api, workspace, queuesIn(configuration));
  },

  async insert(api, { workspaceSid = "", ...fields }) {
    return fromTwilio(workspaceSid, await workflows(workspaceSid).create(api, { form: toForm(fields) }));
  },

  async fetch(api, id) {
    const { workspaceSid, sid } = splitId(id);
    const row = await workflows(workspaceSid).fetch(api, sid);
    return row && fromTwilio(workspaceSid, row);
  },

  async write(api, { id }, changes) {
    const { workspaceSid, sid } = splitId(id);
    const form = {
      ...toForm(changes),
      // Otherwise tasks that wait keep the old rules, and a queue that no rule names any more cannot be deleted.
      // Source: support.twilio.com, "Managing TaskRouter Workflows and Using the Latest Logic"
      ...(changes.configuration && { ReEvaluateTasks: "true" }),
    };
    return fromTwilio(workspaceSid, await workflows(workspaceSid).update(api, sid, { form }));
  },

  async remove(api, id) {
    const { workspaceSid, sid } = splitId(id);
    await workflows(workspaceSid).remove(api, sid);
  },
});

async function findMissingQueues(
  api: Api,
  workspaceSid: string,
  used: ReturnType<typeof queuesIn>,
): Promise<Problem[]> {
  if (used.length === 0) return [];
  const rows = await taskQueues(workspaceSid).list(api);
  const known = rows.map(({ sid, friendly_name }) => `"${friendly_name}" (${sid})`).join(", ") || "none";
  return used
    .filter(({ queue }) => rows.every(({ sid }) => sid !== queue))
    .map(({ queue, path }) => ({
      path: ["configuration", ...path],
      message: `${queue} is not a queue of workspace ${workspaceSid}, which has ${known}`,
    }));
}

/** A field that is null gets the value of a new workflow. */
function toForm(changes: Changes<Inputs>) {
  const { friendlyName, configuration, assignmentCallbackUrl, fallbackAssignmentCallbackUrl } = changes;
  const { taskReservationTimeout: timeout } = changes;
  return {
    FriendlyName: friendlyName ?? undefined,
    Configuration: configuration ? JSON.stringify(configuration) : undefined,
    AssignmentCallbackUrl: assignmentCallbackUrl === null ? "" : assignmentCallbackUrl,
    FallbackAssignmentCallbackUrl:
      fallbackAssignmentCallbackUrl === null ? "" : fallbackAssignmentCallbackUrl,
    TaskReservationTimeout: timeout === null ? "120" : timeout?.toString(),
  };
}

function fromTwilio(workspaceSid: string, row: Workflow): Live<Inputs, Outputs> {
  return {
    id: joinId(workspaceSid, row.sid),
    inputs: present({
      workspaceSid,
      friendlyName: row.friendly_name,
      // Whatever it contains: an adopted workflow may use what this resource does not know, and gets it back.
      configuration: JSON.parse(row.configuration ?? "null") as Inputs["configuration"] | null,
      assignmentCallbackUrl: row.assignment_callback_url ?? "",
      fallbackAssignmentCallbackUrl: row.fallback_assignment_callback_url ?? "",
      taskReservationTimeout: row.task_reservation_timeout,
    }),
    outputs: { sid: row.sid },
  };
}
