// Enqueue Call. Source: twilio.com/docs/studio/widget-library/enqueue-call, twilio.com/docs/voice/twiml/enqueue

import { widgetTypes } from "../../widgets/table.ts";
import { reasonOf, type StepOutcome, type StepRun } from "../step/step.ts";
import { readTaskAttributes, taskText } from "../step/taskAttributes.ts";
import type { QueueRequest } from "../step/world.ts";
import { failWithoutCall } from "./call.ts";

export async function runEnqueueCall(step: StepRun): Promise<StepOutcome> {
  const request = readRequest(step);
  const wait = step.attributes({ wait_url: "waitUrl", wait_url_method: "waitUrlMethod" });
  if (!step.call) return failWithoutCall(step, "failedToEnqueue", "enqueue");
  if (typeof request === "string") return step.fail("failedToEnqueue", 81015, request);
  try {
    await step.world.enqueueCall?.({ ...request, ...step.callSid }, step.name);
  } catch (error) {
    return step.fail("failedToEnqueue", 81015, reasonOf(error));
  }
  const { workflowSid, queueName = "", attributes, priority, timeoutSeconds } = request;
  step.addTwiml({
    verb: "Enqueue",
    attributes: {
      action: step.action("enqueueComplete"),
      ...(workflowSid === undefined ? {} : { workflowSid }),
      ...wait,
      ...(priority === undefined ? {} : { priority: String(priority) }),
      ...(timeoutSeconds === undefined ? {} : { timeout: String(timeoutSeconds) }),
    },
    text: workflowSid === undefined ? queueName : taskText(attributes),
  });
  return { waitFor: widgetTypes["enqueue-call"].events };
}

/** Returns the request, or why the call cannot be enqueued. */
function readRequest(step: StepRun): QueueRequest | string {
  const [workflowSid, queueName] = [step.text("workflow_sid").trim(), step.text("queue_name").trim()];
  if ((workflowSid === "") === (queueName === ""))
    return workflowSid === ""
      ? "neither workflow_sid nor queue_name has a value"
      : "workflow_sid and queue_name are mutually exclusive";
  const attributes = readTaskAttributes(step, step.text("task_attributes", "{}"), "task_attributes");
  if (typeof attributes === "string") return attributes;
  if (workflowSid === "") return { queueName, attributes };
  return {
    workflowSid,
    attributes,
    ...readNumber(step, "priority", "priority"),
    ...readNumber(step, "timeout", "timeoutSeconds"),
  };
}

function readNumber(step: StepRun, property: string, name: "priority" | "timeoutSeconds") {
  const text = step.optionalText(property)?.trim() ?? "";
  return /^\d+$/.test(text) ? { [name]: Number(text) } : {};
}
