// Send to Flex. Source: twilio.com/docs/studio/widget-library/send-flex, errors 81015 and 81020

import { maxTaskPriority, maxTaskTimeoutSeconds } from "../../widgets/agents.ts";
import { isWholeNumber } from "../../widgets/property.ts";
import { widgetTypes } from "../../widgets/table.ts";
import { reasonOf, type StepOutcome, type StepRun } from "../step/step.ts";
import { readTaskAttributes, taskText } from "../step/taskAttributes.ts";
import type { FlexRequest, FlexTask } from "../step/world.ts";

export async function runSendToFlex(step: StepRun): Promise<StepOutcome> {
  const kind = kindOf(step);
  if (!kind) {
    return step.fail(
      "failedToEnqueue",
      81020,
      "the execution has neither a call nor a conversation to send; resume one first",
    );
  }
  const request = readRequest(step, kind);
  if (typeof request === "string") return step.fail("failedToEnqueue", 81015, request);
  try {
    return finish(step, request, await step.world.sendToFlex(request, step.name));
  } catch (error) {
    return step.fail("failedToEnqueue", 81015, reasonOf(error));
  }
}

function kindOf(step: StepRun): FlexRequest["kind"] | undefined {
  if (step.call) return "call";
  if (step.conversationSid !== undefined) return "conversation";
  return step.context.trigger.message === undefined ? undefined : "message";
}

/** Returns the request, or why no task can be created. */
function readRequest(step: StepRun, kind: FlexRequest["kind"]): FlexRequest | string {
  const workflowSid = step.text("workflow");
  const taskChannelSid = step.text("channel");
  if (workflowSid === "" || taskChannelSid === "")
    return `${workflowSid === "" ? "workflow" : "channel"} is empty`;
  const priority = step.text("priority", "0").trim();
  if (!isWholeNumber(priority, 0, maxTaskPriority)) return `priority "${priority}" is not a whole number`;
  const timeout = step.text("timeout", "3600").trim();
  if (!isWholeNumber(timeout, 1, maxTaskTimeoutSeconds))
    return `timeout "${timeout}" is not a number of seconds up to ${maxTaskTimeoutSeconds}`;
  const attributes = readTaskAttributes(step, step.text("attributes", "{}"), "attributes");
  if (typeof attributes === "string") return attributes;
  const { conversationSid } = step;
  return {
    kind,
    workflowSid,
    taskChannelSid,
    attributes,
    priority: Number(priority),
    timeoutSeconds: Number(timeout),
    ...(kind === "call" ? step.callSid : {}),
    ...(kind === "conversation" && conversationSid !== undefined ? { conversationSid } : {}),
  };
}

function finish(step: StepRun, request: FlexRequest, task: FlexTask): StepOutcome {
  const outputs = { ...task };
  if (request.kind !== "call") {
    step.setChannel({ status: "handed off" });
    return { event: "callComplete", outputs };
  }
  const attributes = {
    action: step.action("enqueueComplete"),
    workflowSid: request.workflowSid,
    ...step.attributes({
      waitUrl: "waitUrl",
      waitUrlMethod: "waitUrlMethod",
      priority: "priority",
      timeout: "timeout",
    }),
  };
  step.addTwiml({ verb: "Enqueue", attributes, text: taskText(request.attributes) });
  return { waitFor: widgetTypes["send-to-flex"].events, outputs };
}
