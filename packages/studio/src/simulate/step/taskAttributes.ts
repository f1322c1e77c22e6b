// The attributes of a task, as Send to Flex and Enqueue Call render them.

import { maxAttributesLength } from "../../build/attributes.ts";
import { isObject } from "../../definition/json.ts";
import { reasonOf } from "./step.ts";

/** The attributes, or why no task can be made of them. */
export function readAttributes(text: string, property: string): Record<string, unknown> | string {
  if (text.length > maxAttributesLength)
    return `${property} have ${text.length} characters when rendered, ${maxAttributesLength} are the most`;
  try {
    const attributes: unknown = JSON.parse(text);
    return isObject(attributes) ? attributes : `${property} are not a JSON object when rendered`;
  } catch (error) {
    return `${property} are not JSON when rendered (${reasonOf(error)})`;
  }
}

/** The attributes as the text of a `<Task>`: the two characters that JSON leaves as they are and XML cannot hold are escaped. */
export function taskText(attributes: Record<string, unknown>): string {
  return JSON.stringify(attributes).replace(
    /[\uFFFE\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
}
