// The trigger of a scenario: an event, or an event with some of its data.

import * as z from "zod";
import { isObject } from "../../definition/json.ts";
import { type TriggerEvent, triggerEvents, triggerKinds } from "../../widgets/widgetType.ts";
import type { Parent, Trigger } from "../step/execution.ts";
import { newContext } from "../step/start.ts";
import type { ParentEvent, ParentKind } from "./parentTrigger.ts";
import { sampleCustomer, sampleSid, sampleTwilioNumber } from "./sampleSids.ts";

/**
 * For example `"incomingCall"`, or `{ incomingCall: { From: "+12025550143", HandoffData: {…} } }`: the given data is merged
 * with sample data. A subflow takes `{ incomingParent: { parameters: {…}, call: {…} } }` with the trigger of its parent; if that
 * is omitted, it follows from the subflow's widgets. A `Trigger` is used unchanged.
 */
export type ScenarioTrigger =
  | Trigger
  | TriggerEvent
  | { [Event in TriggerEvent]?: Record<string, unknown> | null | undefined };

const parentKinds = ["call", "message", "conversation", "request"] as const satisfies readonly ParentKind[];

const given = z.record(z.string(), z.unknown()).nullable().optional();

const request = z.strictObject({
  To: z.string().optional(),
  From: z.string().optional(),
  Parameters: z.record(z.string(), z.unknown()).optional(),
});

/** `parameters`, and one key with the trigger of the parent. */
const parent = z
  .strictObject({
    parameters: z.record(z.string(), z.unknown()).optional(),
    call: given,
    message: given,
    conversation: given,
    request: request.nullable().optional(),
  })
  .refine((value) => parentKinds.filter((kind) => kind in value).length <= 1, {
    error: `takes the trigger of one parent: ${parentKinds.join(", ")}`,
  });

/** The keys below a trigger of which all are known. */
export const triggerKeys: Readonly<Record<string, readonly string[]>> = {
  incomingRequest: Object.keys(request.shape),
  incomingParent: ["parameters", ...parentKinds],
};

/**
 * Returns the field that a key of a call, a message or a conversation stands for, if only its case is wrong: Twilio posts
 * `From`, and the simulation would ignore `from`.
 */
export function findFieldName(event: string, key: string): string | undefined {
  if (Object.hasOwn(triggerKeys, event) || !triggerEvents.some((known) => known === event)) return undefined;
  const { event: _, ...data } = sampleTrigger(event as TriggerEvent, {}, "incomingMessage");
  const fields = Object.values(data).flatMap((fields) => Object.keys(fields));
  return fields.includes(key) ? undefined : fields.find((name) => name.toLowerCase() === key.toLowerCase());
}

const oneOfTriggers = triggerEvents.join(", ");

/** Schema of `trigger` in a scenario file. */
export const scenarioTrigger = z.union([
  z.enum(triggerEvents),
  z
    .strictObject({
      incomingCall: given,
      incomingMessage: given,
      incomingConversationMessage: given,
      incomingRequest: request.nullable().optional(),
      incomingParent: parent.nullable().optional(),
    })
    .refine((value) => Object.keys(value).length === 1, { error: `needs exactly one of ${oneOfTriggers}` }),
]);

/**
 * Returns the trigger with all data that Twilio would post.
 *
 * @param parent what starts the parent of a subflow, unless the trigger says so
 */
export function toTrigger(trigger: ScenarioTrigger, parent: ParentEvent): Trigger {
  if (typeof trigger === "string") return sampleTrigger(trigger, {}, parent);
  if (isTrigger(trigger)) return trigger;
  for (const event of triggerEvents)
    if (event in trigger) return sampleTrigger(event, trigger[event] ?? {}, parent);
  throw new Error(`trigger: expected one of ${oneOfTriggers}`);
}

function isTrigger(trigger: Exclude<ScenarioTrigger, string>): trigger is Trigger {
  return "event" in trigger && typeof trigger.event === "string";
}

const account = { AccountSid: sampleSid("AC"), ApiVersion: "2010-04-01" };

function sampleTrigger(event: TriggerEvent, fields: Record<string, unknown>, parent: ParentEvent): Trigger {
  const { From = sampleCustomer, To = sampleTwilioNumber } = fields;
  const ends = { From: asText(From), To: asText(To) };
  switch (event) {
    case "incomingCall": {
      const call = { ...account, CallSid: sampleSid("CA"), CallStatus: "in-progress", Direction: "inbound" };
      return {
        event,
        call: { ...call, ...ends, Caller: ends.From, Called: ends.To, ...toForm(fields) },
      };
    }
    case "incomingMessage": {
      const message = { ...account, MessageSid: sampleSid("SM"), Body: "Hello", NumMedia: "0" };
      return { event, message: { ...message, ...ends, ...fields } };
    }
    case "incomingConversationMessage": {
      const { Author = ends.From, ConversationSid = sampleSid("CH") } = fields;
      const conversation = {
        ...account,
        Body: "Hello",
        From: ends.From,
        Author,
        ConversationSid,
        ChannelSid: ConversationSid,
        InstanceSid: sampleSid("IS"),
        MessageSid: sampleSid("IM"),
        ParticipantSid: sampleSid("MB"),
      };
      return { event, conversation: { ...conversation, ...fields } };
    }
    case "incomingRequest": {
      const { To: to = sampleCustomer, From: from = sampleTwilioNumber, Parameters } = fields;
      return {
        event,
        to: asText(to),
        from: asText(from),
        parameters: isObject(Parameters) ? Parameters : {},
      };
    }
    case "incomingParent":
      return {
        event,
        parameters: isObject(fields.parameters) ? fields.parameters : {},
        parent: sampleParent(fields, parent),
      };
  }
}

/** A subflow inherits the trigger, the channel and the contact of its parent. */
function sampleParent(fields: Record<string, unknown>, likely: ParentEvent): Parent {
  const kind = parentKinds.find((each) => each in fields);
  const data = kind === undefined ? undefined : fields[kind];
  const event = kind === undefined ? likely : triggerKinds[kind];
  const [execution, flow] = [sampleSid("FN"), sampleSid("FW", 2)];
  return {
    context: newContext(sampleTrigger(event, isObject(data) ? data : {}, likely), { execution, flow }),
    flow_sid: flow,
    execution_sid: execution,
  };
}

/** Twilio posts a call as a form: values that are not strings are sent as JSON. */
function toForm(fields: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, asText(value)]));
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? "");
}
