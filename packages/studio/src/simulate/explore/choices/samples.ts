// Sample data for what is not chosen, with every member that the flow reads.

import type { FlowDefinition } from "../../../definition/definition.ts";
import { isObject, plainText } from "../../../definition/json.ts";
import { findWidgetType } from "../../../widgets/table.ts";
import type { TriggerEvent } from "../../../widgets/widgetType.ts";
import { likelyParent, type ParentEvent } from "../../scenario/parentTrigger.ts";
import { toTrigger } from "../../scenario/scenarioTrigger.ts";
import type { Parent, Trigger } from "../../step/execution.ts";
import { newContext } from "../../step/start.ts";
import { asRecord, type Path, startsWith, valueAt, withValue } from "./paths.ts";
import { type TextReads, textsOfFlow } from "./reads.ts";

/** Value of a member that the flow reads. */
const sample = "sample";

/** The paths that the flow reads, and which of them are JSON in a string. */
export interface FlowReads {
  paths: Path[];
  /** Paths that `json_object` parses, with the members of the result that are read. */
  parsed: { path: Path; members: Path[] }[];
  /** What starts the parent, if the flow is a subflow. */
  parent: ParentEvent;
}

export function flowReads(definition: FlowDefinition, read: (template: string) => TextReads): FlowReads {
  const paths = textsOfFlow(definition).flatMap((text) => read(text).paths);
  const parsed = definition.states.flatMap(({ type, properties: { variables } }) =>
    type !== "set-variables" || !Array.isArray(variables)
      ? []
      : variables.flatMap((entry: unknown) => {
          if (!isObject(entry) || entry.type !== "json_object" || typeof entry.value !== "string") return [];
          const [only, ...others] = read(entry.value).paths;
          const base = ["flow", "variables", plainText(entry.key)];
          const members = paths
            .filter((path) => path.length > base.length && startsWith(path, base))
            .map((path) => path.slice(base.length));
          return only && others.length === 0 ? [{ path: only, members }] : [];
        }),
  );
  return { paths, parsed, parent: likelyParent(definition) };
}

/** Returns whether the flow reads members of a value, which then is an object. */
export function hasMembers(path: Path, { paths }: Pick<FlowReads, "paths">): boolean {
  return paths.some(
    (each) => each.length > path.length && startsWith(each, path) && !isVirtual(each[path.length] ?? ""),
  );
}

/** Adds sample data below `base` to existing data. */
function fillSamples(
  data: unknown,
  base: Path,
  { paths, parsed }: Pick<FlowReads, "paths" | "parsed">,
  asText: boolean,
): unknown {
  let result = data;
  const below = paths
    .filter((path) => path.length > base.length && startsWith(path, base))
    .map((path) => path.slice(base.length).filter((key, index) => index === 0 || !isVirtual(key)));
  for (const path of below) {
    const hasLonger = below.some((other) => other.length > path.length && startsWith(other, path));
    const present = valueAt(result, path);
    if (hasLonger ? isObject(present) || Array.isArray(present) : present !== undefined) continue;
    const json = parsed.find((each) => isSamePath(each.path, [...base, ...path]));
    const value = json ? sampleJson(json.members, asText) : hasLonger ? undefined : sample;
    if (value !== undefined) result = withValue(result, path, value);
  }
  return result;
}

function sampleJson(members: readonly Path[], asText: boolean): unknown {
  const object = members
    .toSorted((a, b) => a.length - b.length)
    .reduce<unknown>((data, path) => withValue(data, path, sample), {});
  return asText ? JSON.stringify(object) : object;
}

/** `size`, `first` and `last` of a list or string are not members. */
function isVirtual(key: string | number): boolean {
  return key === "size" || key === "first" || key === "last";
}

function isSamePath(a: Path, b: Path): boolean {
  return a.length === b.length && startsWith(a, b);
}

/** Returns a trigger with everything that the flow reads of it. */
export function sampleTrigger(event: TriggerEvent, reads: FlowReads): Trigger {
  const trigger = toTrigger(event, reads.parent);
  switch (trigger.event) {
    case "incomingCall":
      return {
        ...trigger,
        call: toForm(asRecord(fillSamples(trigger.call, ["trigger", "call"], reads, true))),
      };
    case "incomingMessage":
      return {
        ...trigger,
        message: asRecord(fillSamples(trigger.message, ["trigger", "message"], reads, true)),
      };
    case "incomingConversationMessage": {
      const conversation = fillSamples(trigger.conversation, ["trigger", "conversation"], reads, true);
      return { ...trigger, conversation: asRecord(conversation) };
    }
    case "incomingRequest": {
      const data = fillSamples(trigger.parameters, ["flow", "data"], reads, false);
      const parameters = fillSamples(data, ["trigger", "request", "parameters"], reads, false);
      return { ...trigger, parameters: asRecord(parameters) };
    }
    case "incomingParent": {
      const parameters = fillSamples(trigger.parameters, ["trigger", "parent", "parameters"], reads, false);
      return { ...trigger, parameters: asRecord(parameters), ...filledParent(trigger, reads) };
    }
  }
}

/** Adds what the subflow reads of its parent's trigger. */
function filledParent(
  { parent }: Trigger & { event: "incomingParent" },
  reads: FlowReads,
): { parent?: Parent } {
  if (!parent?.context) return {};
  const own = sampleTrigger(reads.parent, reads);
  return { parent: { ...parent, context: { ...parent.context, trigger: triggerData(own) } } };
}

/** Returns what Liquid reads below `trigger`. */
function triggerData(trigger: Trigger): Record<string, unknown> {
  return newContext(trigger, { execution: "", flow: "" }).trigger;
}

/** Returns the response to a request: the members of `parsed` that the flow reads, or a string if it reads only the body. */
export function sampleResponse(
  widget: string,
  reads: FlowReads,
): { status_code: number; parsed?: unknown; body?: string } {
  const parsed = fillSamples({}, ["widgets", widget, "parsed"], reads, false);
  const readsBody = reads.paths.some((path) => isSamePath(path, ["widgets", widget, "body"]));
  return readsBody && Object.keys(asRecord(parsed)).length === 0
    ? { status_code: 200, body: sample }
    : { status_code: 200, parsed };
}

/**
 * Adds the outputs after an event that the flow reads and the type has. If the type's outputs can be anything (a subflow, a
 * redirect, an unknown type), adds everything the flow reads.
 */
export function fillOutputs(
  { name, type }: { name: string; type: string },
  event: string,
  outputs: Record<string, unknown>,
  { paths, parsed }: Pick<FlowReads, "paths" | "parsed">,
): Record<string, unknown> {
  const row = findWidgetType(type);
  const listed = (row?.outputs.after[event] ?? []).map((path) => path.split("."));
  const isAnything = !row || (row.outputs.open !== undefined && listed.length === 0);
  const base = ["widgets", name];
  const known = paths.filter(
    (path) =>
      startsWith(path, base) && (isAnything || listed.some((each) => startsWith(path.slice(2), each))),
  );
  return asRecord(fillSamples(outputs, base, { paths: known, parsed }, true));
}

/** Converts values to strings, since Twilio posts a call as a form. */
export function toForm(data: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}
