// The rendered attributes of a task, for Send to Flex and Enqueue Call, and of a chat message.

import { maxAttributesLength } from "../../build/attributes.ts";
import { findPlaceholder } from "../../check/widget/placeholder.ts";
import { isObject } from "../../definition/json.ts";
import { reasonOf, type StepRun } from "./step.ts";

/** Returns the attributes of a task, or why none can be created with them. Placeholders may count as filled in. */
export function readTaskAttributes(
  { name, world }: Pick<StepRun, "name" | "world">,
  text: string,
  property: string,
): Record<string, unknown> | string {
  const attributes = readAttributes(text, property);
  const isOpen = typeof attributes === "string" && findPlaceholder(text) !== undefined;
  return isOpen && world.takesUnfinished?.(name) ? {} : attributes;
}

/** Returns the attributes, or why no task can be created with them. */
function readAttributes(text: string, property: string): Record<string, unknown> | string {
  if (text.length > maxAttributesLength)
    return `${property} have ${text.length} characters when rendered; the maximum is ${maxAttributesLength}`;
  const json = readJson(text, property);
  if (typeof json === "string") return json;
  return isObject(json.value) ? json.value : `${property} are not a JSON object when rendered`;
}

/** Returns the value of a JSON string, or why there is none. */
export function readJson(text: string, property: string): { value: unknown } | string {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return `${property} are not valid JSON when rendered (${reasonOf(error)})`;
  }
}

/** Returns the attributes as the text of a `<Task>`; two characters that JSON allows and XML does not are escaped. */
export function taskText(attributes: Record<string, unknown>): string {
  return JSON.stringify(attributes).replace(
    /[\uFFFE\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
}
