// The answer to a call's webhook.

import type { TwimlVerb } from "./execution.ts";

/** What belongs to the task of an Enqueue and not to the queue. Source: twilio.com/docs/voice/twiml/enqueue */
const taskAttributes = ["priority", "timeout"];

/** Writes verbs as one `<Response>`. The text of an `Enqueue` goes into a `<Task>`, with its `priority` and `timeout`. */
export function toTwiml(verbs: readonly TwimlVerb[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs.map(written).join("")}</Response>`;
}

function written({ verb, attributes, text }: TwimlVerb): string {
  if (verb !== "Enqueue") return element(verb, Object.entries(attributes), escaped(text));
  const isTask = ([name]: [string, string]) => taskAttributes.includes(name);
  const task = element("Task", Object.entries(attributes).filter(isTask), escaped(text));
  return element(
    verb,
    Object.entries(attributes).filter((entry) => !isTask(entry)),
    task,
  );
}

function element(name: string, attributes: readonly [string, string][], content: string): string {
  const start = [name, ...attributes.map(([key, value]) => `${key}="${escaped(value)}"`)].join(" ");
  return content === "" ? `<${start}/>` : `<${start}>${content}</${name}>`;
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Escapes for text and attributes alike, and leaves out what XML 1.0 cannot hold at all. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
