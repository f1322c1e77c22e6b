// The transitions that an execution can take, where that follows from what started it: a split on {{trigger.call}} sends
// calls one way and messages the other.

import { isObject, plainText } from "../definition/json.ts";
import { holdsLiquid } from "../liquid/holdsLiquid.ts";
import { readLiquid } from "../liquid/liquid.ts";
import { conditionHolds } from "../widgets/condition.ts";
import { type TriggerEvent, triggerKinds } from "../widgets/widgetType.ts";
import type { Arrival, Node } from "./node.ts";

/** Fields that every trigger of a kind has. The trigger as a whole is never blank. */
const certainFields: Readonly<Record<string, readonly string[]>> = {
  call: ["CallSid", "AccountSid", "From", "To", "Direction", "CallStatus"],
  message: ["MessageSid", "AccountSid", "From", "To"],
  conversation: ["MessageSid", "AccountSid", "ConversationSid"],
  request: ["from", "to"],
};

type Subject = "blank" | "not blank" | "unknown";

/** Returns the transitions of a widget that are possible for executions that arrive in this way. */
export function possibleTransitions(node: Node, arrival: Arrival): Node["transitions"] {
  const subject = node.type === "split-based-on" ? subjectOf(node, arrival) : "unknown";
  if (subject === "unknown") return node.transitions;
  const taken: Node["transitions"][number][] = [];
  for (const transition of node.transitions.filter(({ event }) => event === "match")) {
    const truth = isTrue(transition.conditions ?? [], subject);
    if (truth !== "no") taken.push(transition);
    if (truth === "yes") return taken;
  }
  return [...taken, ...node.transitions.filter(({ event }) => event !== "match")];
}

/** What is known of a split's input. */
function subjectOf({ properties }: Node, { start, gained }: Arrival): Subject {
  const input = properties?.input;
  if (typeof input !== "string" || !/^\s*\{\{-?\s*[\w.]+\s*-?\}\}\s*$/.test(input)) return "unknown";
  const [[root, kind, field] = []] = readLiquid(input).paths;
  const isData = root === "flow" && kind === "data";
  const name = isData ? "request" : String(kind);
  const event = root === "trigger" || isData ? eventOf(name) : undefined;
  // A subflow has its parent's trigger as well; whether a resumed conversation sets trigger.conversation is not known.
  if (!event || (start === "incomingParent" && event !== start) || gained.includes(event)) return "unknown";
  if (start !== event) return "blank";
  const isCertain = !isData && (field === undefined || certainFields[name]?.includes(String(field)));
  return isCertain ? "not blank" : "unknown";
}

function eventOf(kind: string): TriggerEvent | undefined {
  return Object.hasOwn(triggerKinds, kind) ? triggerKinds[kind as keyof typeof triggerKinds] : undefined;
}

function isTrue(conditions: readonly unknown[], subject: Subject): "yes" | "no" | "perhaps" {
  const [condition] = conditions;
  if (conditions.length !== 1 || !isObject(condition)) return "perhaps";
  const { type, value = "" } = condition;
  if (type === "is_blank") return subject === "blank" ? "yes" : "no";
  if (type === "is_not_blank") return subject === "blank" ? "no" : "yes";
  if (subject !== "blank" || typeof value !== "string" || holdsLiquid(value)) return "perhaps";
  return conditionHolds(plainText(type), "", value) ? "yes" : "no";
}
