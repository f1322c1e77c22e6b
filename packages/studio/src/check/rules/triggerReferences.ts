// What templates read of the trigger: the wrong kind, a kind that is none, a field in another spelling.

import { nearest, slipOf } from "../../definition/nearName.ts";
import type { Arrival } from "../../graph/graph.ts";
import type { TriggerEvent } from "../../widgets/widgetType.ts";
import { inLiquid, type Path, type Reference } from "../widget/reference.ts";

const kinds = ["call", "message", "conversation", "request", "parent"] as const;
type Kind = (typeof kinds)[number];

const eventOf: Readonly<Record<Kind, TriggerEvent>> = {
  call: "incomingCall",
  message: "incomingMessage",
  conversation: "incomingConversationMessage",
  request: "incomingRequest",
  parent: "incomingParent",
};

const places = ["From", "To"].flatMap((end) =>
  ["", "City", "State", "Zip", "Country"].map((part) => `${end}${part}`),
);

/** What each kind is known to bring; more may come along. Source: twilio.com/docs/studio/user-guide/get-started#variables, deployed flows */
const fields: Readonly<Record<Kind, readonly string[]>> = {
  call: [
    ...["AccountSid", "ApiVersion", "CallSid", "CallStatus", "Direction", "AddOns", "HandoffData"],
    ...places,
    ...places.map((name) => name.replace("From", "Caller").replace("To", "Called")),
  ],
  message: [
    ...["AccountSid", "Body", "MessageSid", "MessagingServiceSid", "NumMedia", "ChannelSid", "InstanceSid"],
    ...["ChannelAttributes", "Source"],
    ...places,
  ],
  conversation: [
    ...["AccountSid", "Author", "Body", "ChannelAttributes", "ChannelSid", "ConversationSid", "DateCreated"],
    ...["From", "InstanceSid", "MessageSid", "MessagingServiceSid", "ParticipantSid", "Source"],
  ],
  request: ["from", "to", "parameters"],
  parent: ["parameters", "step_sid", "execution_sid", "flow_sid", "trigger_type"],
};

/** @param path below `trigger` */
export function triggerReference(path: Path, ways: readonly Arrival[]): Reference | undefined {
  const [key, ...rest] = path;
  if (typeof key !== "string") return undefined;
  const kind = kinds.find((each) => each === key);
  if (kind === undefined) return noKind(key, rest, ways);
  return startsOnlyElsewhere(ways, eventOf[kind]) ? otherTrigger(kind, rest, ways) : misspelt(kind, rest);
}

function otherTrigger(kind: Kind, rest: Path, ways: readonly Arrival[]): Reference {
  return {
    code: "other_trigger",
    target: `trigger.${kind}`,
    dependsOnPath: true,
    says: `${inLiquid(["trigger", kind, ...rest])} is always empty here, because only executions started by ${started(ways)} come here, and trigger.${kind} is there after ${eventOf[kind]} alone`,
  };
}

function misspelt(kind: Kind, [field, ...rest]: Path): Reference | undefined {
  const meant = typeof field === "string" ? slipOf(field, fields[kind]) : undefined;
  if (field === undefined || meant === undefined) return undefined;
  const says = `${inLiquid(["trigger", kind, field, ...rest])} is always empty; write ${inLiquid(["trigger", kind, meant, ...rest])}`;
  return { code: "unknown_variable", target: `trigger.${kind}.${field}`, says };
}

/** What is no kind is another name of one, or else a field, as a rule, of what starts the flow. */
function noKind(key: string, rest: Path, ways: readonly Arrival[]): Reference {
  const near = kinds.find((kind) => eventOf[kind] === key) ?? nearest(key, kinds);
  const arriving = kinds.filter((kind) => ways.some(({ start }) => start === eventOf[kind]));
  const written = near
    ? [inLiquid(["trigger", near, ...rest])]
    : (arriving.length > 0 ? arriving : kinds).map((kind) => inLiquid(["trigger", kind, key, ...rest]));
  const says = `${inLiquid(["trigger", key, ...rest])} is always empty; write ${written.join(" or ")}`;
  return { code: "unknown_variable", target: `trigger.${key}`, says };
}

/**
 * Whether nothing comes here that this trigger has started. A subflow gets its parent's trigger as well, and whether a
 * resumed conversation fills `trigger.conversation` is disputed.
 */
export function startsOnlyElsewhere(ways: readonly Arrival[], event: TriggerEvent): boolean {
  return (
    ways.length > 0 &&
    ways.every(
      ({ start, gained }) =>
        start !== event &&
        (start !== "incomingParent" || event === "incomingParent") &&
        !(event === "incomingConversationMessage" && gained.includes(event)),
    )
  );
}

export function started(ways: readonly Arrival[]): string {
  return [...new Set(ways.map(({ start }) => start))].join(" and ");
}
