// The rendered attributes of a task, for Send to Flex and Enqueue Call.

import { maxAttributesLength } from "../../build/attributes.ts";
import { isObject } from "../../definition/json.ts";
import { reasonOf } from "./step.ts";

/** Returns the attributes, or why no task can be created with them. */
export function readAttributes(text: string, property: string): Record<string, unknown> | string {
  if (text.length > maxAttributesLength)
    return `${property} have ${text.length} characters when rendered; the maximum is ${maxAttributesLength}`;
  try {
    const attributes: unknown = JSON.parse(text);
    return isObject(attributes) ? attributes : `${property} are not a JSON object when rendered`;
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
