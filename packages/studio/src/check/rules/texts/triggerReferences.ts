// Templates that read the trigger: of a different kind, of an unknown kind, or a misspelt field.

import { findNearest, findTypo } from "../../../definition/nearName.ts";
import type { Arrival } from "../../../graph/node.ts";
import { type TriggerEvent, triggerKinds } from "../../../widgets/widgetType.ts";
import { type EmptyReference, formatLiquidPath, type Path } from "../../widget/reference.ts";

type Kind = keyof typeof triggerKinds;
const kinds = Object.keys(triggerKinds) as Kind[];
const eventOf: Readonly<Record<Kind, TriggerEvent>> = triggerKinds;

const places = ["From", "To"].flatMap((end) =>
  ["", "City", "State", "Zip", "Country"].map((part) => `${end}${part}`),
);

/** Known fields of each kind; there may be more. Source: twilio.com/docs/studio/user-guide/get-started#variables, deployed flows */
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
export function findEmptyTriggerPath(path: Path, ways: readonly Arrival[]): EmptyReference | undefined {
  const [key, ...rest] = path;
  if (typeof key !== "string") return undefined;
  const kind = kinds.find((each) => each === key);
  if (kind === undefined) return unknownKind(key, rest, ways);
  return isNeverStartedBy(ways, eventOf[kind])
    ? otherTrigger(kind, rest, ways)
    : findMisspeltField(kind, rest);
}

function otherTrigger(kind: Kind, rest: Path, ways: readonly Arrival[]): EmptyReference {
  return {
    code: "other_trigger",
    target: `trigger.${kind}`,
    dependsOnPath: true,
    sentence: `${formatLiquidPath(["trigger", kind, ...rest])} is always empty here, because only executions started by ${listStarts(ways)} reach this widget, and trigger.${kind} is set only after ${eventOf[kind]}`,
  };
}

function findMisspeltField(kind: Kind, [field, ...rest]: Path): EmptyReference | undefined {
  const meant = typeof field === "string" ? findTypo(field, fields[kind]) : undefined;
  if (field === undefined || meant === undefined) return undefined;
  const sentence = `${formatLiquidPath(["trigger", kind, field, ...rest])} is always empty; write ${formatLiquidPath(["trigger", kind, meant, ...rest])}`;
  return { code: "unknown_variable", target: `trigger.${kind}.${field}`, sentence };
}

/** An unknown kind is a misspelt one, or usually a field of the trigger that starts the flow. */
function unknownKind(key: string, rest: Path, ways: readonly Arrival[]): EmptyReference {
  const near = kinds.find((kind) => eventOf[kind] === key) ?? findNearest(key, kinds);
  const arriving = kinds.filter((kind) => ways.some(({ start }) => start === eventOf[kind]));
  const written = near
    ? [formatLiquidPath(["trigger", near, ...rest])]
    : (arriving.length > 0 ? arriving : kinds).map((kind) =>
        formatLiquidPath(["trigger", kind, key, ...rest]),
      );
  const sentence = `${formatLiquidPath(["trigger", key, ...rest])} is always empty; write ${written.join(" or ")}`;
  return { code: "unknown_variable", target: `trigger.${key}`, sentence };
}

/**
 * Whether no execution that reaches the widget was started by this trigger. A subflow also has its parent's trigger, and
 * it is not certain whether a resumed conversation sets `trigger.conversation`.
 */
export function isNeverStartedBy(ways: readonly Arrival[], event: TriggerEvent): boolean {
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

export function listStarts(ways: readonly Arrival[]): string {
  return [...new Set(ways.map(({ start }) => start))].join(" and ");
}
