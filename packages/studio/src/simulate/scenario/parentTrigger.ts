// What started the parent of a subflow, which the subflow has as well.

import type { FlowDefinition } from "../../definition/definition.ts";
import { findWidgetType } from "../../widgets/table.ts";
import { onCalls, type TriggerEvent, triggerKinds } from "../../widgets/widgetType.ts";

/** Events that can start a parent. */
export type ParentEvent = Exclude<TriggerEvent, "incomingParent">;

/** The key of the parent's trigger in a scenario, for example `call`. */
export type ParentKind = Exclude<keyof typeof triggerKinds, "parent">;

/**
 * Returns what most likely starts the flows that run this one: a call if it has widgets for calls only, otherwise the
 * trigger that it reads, otherwise a message.
 */
export function likelyParent({ states }: FlowDefinition): ParentEvent {
  const isForCalls = states.some(({ type }) => findWidgetType(type)?.triggers.join() === onCalls.join());
  if (isForCalls) return "incomingCall";
  const [, kind] = /\btrigger\.(call|message|conversation|request)\b/.exec(JSON.stringify(states)) ?? [];
  return kind === undefined ? "incomingMessage" : triggerKinds[kind as ParentKind];
}
