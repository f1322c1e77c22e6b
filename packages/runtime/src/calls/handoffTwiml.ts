// TwiML that puts a call into Flex's queue, for a <Connect action> of the agent's own. An outbound call needs one: Studio
// refuses its end at ?Trigger=incomingCall (docs/assumptions.md#outbound-refused).
// Source: twilio.com/docs/taskrouter/twiml-queue-calls, twilio.com/docs/voice/twiml/enqueue

import type * as z from "zod";
import { flexWorkflowSid } from "../environment.ts";
import type { HandoffProblem } from "../handoffError.ts";
import type { HandoffPayload } from "../payload.ts";
import { refusal } from "../problems.ts";
import { type TaskContract, taskAttributesText } from "./taskAttributes.ts";

export interface HandoffTwimlOptions {
  payload: HandoffPayload;
  /** Address of the customer, the task's `name`. Default: none. */
  customer?: string | undefined;
  /** Who called whom. Default "outbound": the agent called the customer. */
  type?: "inbound" | "outbound" | undefined;
  /** Only its attributes are written. Default: all that the payload has and a task can have. */
  contract?: TaskContract | undefined;
  /** Attributes that every task gets in addition, as `tac-handoff:flex.attributes`. Default: none. */
  attributes?: Readonly<Record<string, z.core.util.JSONType>> | undefined;
  /** Workflow that assigns the task (`WW…`). Default: the environment's `TWILIO_FLEX_WORKFLOW_SID`. */
  workflowSid?: string | undefined;
  /** Priority of the task, higher first. Whole number, at least 0. Default 0. */
  priority?: number | undefined;
  /** Seconds after which a task that no agent has accepted is canceled, 1 to 1,209,600. Default 3,600. */
  timeoutSeconds?: number | undefined;
  /** TwiML to play to the customer who waits. Default: Twilio's music. */
  waitUrl?: string | undefined;
  /** URL that Twilio requests, with `QueueResult`, when the call leaves the queue. Default: none, the call then ends. */
  action?: string | undefined;
}

/**
 * Returns the TwiML for a call that was handed off, with the same task attributes as the flow writes: `type`, `name`, the
 * team's, the ids, the reason and the contract's. If they are too long for Flex, the reason is shortened first, then the
 * longest strings; ids and enumerations always arrive.
 *
 * @throws HandoffError naming every option that is wrong; if there is no workflow; or if the team's attributes alone are
 * too long
 *
 * @example
 * ```ts
 * import { buildHandoffPayload, handoffTwiml } from "@tac-handoff/runtime";
 *
 * const payload = buildHandoffPayload({
 *   conversationId: "conv_conversation_00000000000000000000000001",
 *   storeId: "mem_store_00000000000000000000000001",
 *   reason: "Wants a refund",
 * });
 * const twiml = handoffTwiml({ payload, workflowSid: "WW00000000000000000000000000000001" });
 *
 * twiml.includes('<Enqueue workflowSid="WW00000000000000000000000000000001">'); // → true
 * ```
 */
export function handoffTwiml({
  payload,
  customer,
  type = "outbound",
  contract,
  attributes = {},
  workflowSid = flexWorkflowSid(),
  priority = 0,
  timeoutSeconds = 3_600,
  waitUrl,
  action,
}: HandoffTwimlOptions): string {
  refuseWrong({ workflowSid, priority, timeoutSeconds });
  const text = taskAttributesText({ type, customer, payload, contract, team: attributes });
  const task = element(
    "Task",
    { priority: String(priority), timeout: String(timeoutSeconds) },
    escapeXml(text),
  );
  const enqueue = element("Enqueue", { workflowSid, action, waitUrl }, task);
  return `<?xml version="1.0" encoding="UTF-8"?>${element("Response", {}, enqueue)}`;
}

function refuseWrong({
  workflowSid,
  priority,
  timeoutSeconds,
}: {
  workflowSid: string;
  priority: number;
  timeoutSeconds: number;
}): void {
  const problems: HandoffProblem[] = [];
  if (!/^WW[0-9a-fA-F]{32}$/.test(workflowSid)) {
    const message = "expected a workflow's SID, WW and 32 hexadecimal digits";
    problems.push({ path: "workflowSid", message });
  }
  if (!Number.isInteger(priority) || priority < 0) {
    problems.push({ path: "priority", message: `expected a whole number, at least 0, found ${priority}` });
  }
  if (!Number.isInteger(timeoutSeconds) || timeoutSeconds < 1 || timeoutSeconds > 1_209_600) {
    const message = `expected 1 to 1,209,600 seconds, found ${timeoutSeconds}`;
    problems.push({ path: "timeoutSeconds", message });
  }
  if (problems.length > 0) throw refusal("hand-off TwiML", problems, "invalid_option");
}

function element(name: string, attributes: Record<string, string | undefined>, content: string): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(value ?? "")}"`);
  return `<${name}${written.join("")}>${content}</${name}>`;
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");
}
