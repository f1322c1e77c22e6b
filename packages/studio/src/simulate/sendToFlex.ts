// Send to Flex. Source: twilio.com/docs/studio/widget-library/send-flex, errors 81015 and 81020

import { maxAttributesLength } from "../build/attributes.ts";
import { isObject } from "../json.ts";
import { maxTaskPriority, maxTaskTimeoutSeconds } from "../widgets/agents.ts";
import { isWholeNumber } from "../widgets/property.ts";
import { widgetTypes } from "../widgets/table.ts";
import type { FlexRequest, FlexTask } from "./execution.ts";
import { type Outcome, reasonOf, type StepRun } from "./step.ts";

export async function runSendToFlex(step: StepRun): Promise<Outcome> {
  if (!step.call && step.conversationSid === undefined) {
    return step.fail(
      "failedToEnqueue",
      81020,
      "the execution has neither a call nor a conversation to send; resume one first",
    );
  }
  const request = readRequest(step);
  if (typeof request === "string") return step.fail("failedToEnqueue", 81015, request);
  try {
    return sent(step, request, await step.world.sendToFlex(request));
  } catch (error) {
    return step.fail("failedToEnqueue", 81015, reasonOf(error));
  }
}

/** The request, or why no task can be made of it. */
function readRequest(step: StepRun): FlexRequest | string {
  const workflowSid = step.text("workflow");
  const taskChannelSid = step.text("channel");
  if (workflowSid === "" || taskChannelSid === "")
    return `${workflowSid === "" ? "workflow" : "channel"} is empty`;
  const priority = step.text("priority", "0").trim();
  if (!isWholeNumber(priority, 0, maxTaskPriority)) return `priority "${priority}" is not a whole number`;
  const timeout = step.text("timeout", "3600").trim();
  if (!isWholeNumber(timeout, 1, maxTaskTimeoutSeconds))
    return `timeout "${timeout}" is not a number of seconds up to ${maxTaskTimeoutSeconds}`;
  const attributes = readAttributes(step.text("attributes", "{}"));
  if (typeof attributes === "string") return attributes;
  return {
    kind: step.call ? "call" : "conversation",
    workflowSid,
    taskChannelSid,
    attributes,
    priority: Number(priority),
    timeoutSeconds: Number(timeout),
    ...(step.call
      ? { ...(typeof step.call.CallSid === "string" ? { callSid: step.call.CallSid } : {}) }
      : { ...(step.conversationSid === undefined ? {} : { conversationSid: step.conversationSid }) }),
  };
}

function readAttributes(text: string): Record<string, unknown> | string {
  if (text.length > maxAttributesLength)
    return `attributes have ${text.length} characters when rendered, ${maxAttributesLength} are the most`;
  try {
    const attributes: unknown = JSON.parse(text);
    return isObject(attributes) ? attributes : "attributes are not a JSON object when rendered";
  } catch (error) {
    return `attributes are not JSON when rendered (${reasonOf(error)})`;
  }
}

function sent(step: StepRun, request: FlexRequest, task: FlexTask): Outcome {
  const outputs = { ...task };
  if (request.kind === "conversation") {
    step.setChannel({ status: "handed off" });
    return { event: "callComplete", outputs };
  }
  const { account, flow } = step.world.sids;
  // When the call leaves the queue, Twilio tells the flow; the name of that event is inferred from `FlowEvent=return`.
  const action = `https://webhooks.twilio.com/v1/Accounts/${account}/Flows/${flow}?FlowEvent=enqueueComplete`;
  const attributes: Record<string, string> = { action, workflowSid: request.workflowSid };
  for (const property of ["waitUrl", "waitUrlMethod", "priority", "timeout"]) {
    const value = step.optionalText(property);
    if (value) attributes[property] = value;
  }
  step.execution.twiml.push({ verb: "Enqueue", attributes, text: JSON.stringify(request.attributes) });
  return { waitFor: widgetTypes["send-to-flex"].events, outputs };
}
