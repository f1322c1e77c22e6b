// What each widget type does when it runs: a row for every type that can be simulated.

import { isObject } from "../json.ts";
import type { WidgetTypeName } from "../widgets/table.ts";
import { conditionHolds } from "./condition.ts";
import { runMakeHttpRequest } from "./makeHttpRequest.ts";
import { runResumeConversation } from "./resumeConversation.ts";
import { runSendToFlex } from "./sendToFlex.ts";
import { type Outcome, reasonOf, type StepRun } from "./step.ts";

type Behaviour = (step: StepRun) => Outcome | Promise<Outcome>;

/** The trigger is no behaviour: what starts the execution is its event. */
const behaviours: Partial<Record<WidgetTypeName, Behaviour>> = {
  "split-based-on": runSplit,
  "set-variables": runSetVariables,
  "make-http-request": runMakeHttpRequest,
  "resume-conversation": runResumeConversation,
  "send-to-flex": runSendToFlex,
  "say-play": runSayPlay,
  "send-message": runSendMessage,
};

export function findBehaviour(type: string): Behaviour | undefined {
  return isSimulated(type) ? behaviours[type] : undefined;
}

function isSimulated(type: string): type is keyof typeof behaviours {
  return Object.hasOwn(behaviours, type);
}

/** The first match that holds decides; the conditions' own arguments do not, see `stale_argument` in the check. */
function runSplit(step: StepRun): Outcome {
  const subject = step.text("input");
  const taken = step.widget.transitions.findIndex(({ event, conditions }) => {
    const [condition] = event === "match" ? (conditions ?? []) : [];
    // Flows written by hand leave the value of a blank test out.
    return (
      condition && conditionHolds(condition.type, subject, step.render(condition.value ?? "", "condition"))
    );
  });
  return taken < 0 ? { event: "noMatch" } : { event: "match", transition: taken };
}

function runSetVariables(step: StepRun): Outcome {
  const variables = Object.fromEntries(
    step
      .entries("variables")
      .map(({ key, value, type }) => [key, type === "json_object" ? parsed(step, key, value) : value]),
  );
  const { flow } = step.execution.context;
  flow.variables = { ...(isObject(flow.variables) ? flow.variables : {}), ...variables };
  return { event: "next", outputs: variables };
}

/** The value as JSON; what is no object or list stays empty, with warning 81027. */
function parsed(step: StepRun, key: string, text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value;
    step.warn(81027, `variable ${key}: ${text} is neither an object nor a list`);
  } catch (error) {
    step.warn(81027, `variable ${key}: not JSON (${reasonOf(error)})`);
  }
  return "";
}

function runSayPlay(step: StepRun): Outcome {
  const attributes: Record<string, string> = {};
  for (const property of ["voice", "language", "loop"]) {
    const value = step.optionalText(property);
    if (value) attributes[property] = value;
  }
  const { voice = "", language = "en-US", loop } = attributes;
  const outputs = { voice, language };
  if (!step.call) {
    step.warn(81020, "there is no call to say or play anything on");
    return { event: "audioComplete", outputs };
  }
  const [play, digits] = [step.optionalText("play"), step.optionalText("digits")];
  const repeat = loop === undefined ? {} : { loop };
  if (play !== undefined) step.execution.twiml.push({ verb: "Play", attributes: repeat, text: play });
  else if (digits !== undefined)
    step.execution.twiml.push({ verb: "Play", attributes: { ...repeat, digits }, text: "" });
  else step.execution.twiml.push({ verb: "Say", attributes, text: step.text("say") });
  return { event: "audioComplete", outputs };
}

async function runSendMessage(step: StepRun): Promise<Outcome> {
  const { conversationSid } = step;
  const { channel } = step.execution.context.flow;
  if (isObject(channel) && channel.status === "handed off")
    return step.fail(
      "failed",
      81011,
      "the conversation has been handed off to Flex, where a flow cannot write any more",
    );
  const isTemplate = step.text("message_type", "custom") === "content_template";
  const mediaUrl = step.optionalText("media_url");
  const template = {
    contentSid: step.text("content_sid"),
    contentVariables: Object.fromEntries(
      step.entries("content_variables").map(({ key, value }) => [key, value]),
    ),
  };
  try {
    const outbound = await step.world.sendMessage({
      from: step.text("from", "{{flow.channel.address}}"),
      to: step.text("to", "{{contact.channel.address}}"),
      body: isTemplate ? "" : step.text("body"),
      ...(conversationSid === undefined ? {} : { conversationSid }),
      ...(mediaUrl === undefined ? {} : { mediaUrl }),
      ...(isTemplate ? template : {}),
    });
    return { event: "sent", outputs: { outbound } };
  } catch (error) {
    const failure = step.fail("failed", 81011, reasonOf(error));
    return { ...failure, outputs: { outbound: { ErrorMessage: failure.reason } } };
  }
}
