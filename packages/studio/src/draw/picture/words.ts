// Short descriptions of widgets and events for a picture.

import { isObject, type JsonObject } from "../../definition/json.ts";
import { withoutSecretParts } from "../../diff/secrets.ts";
import { oneLine } from "./plainText.ts";

const phrases: Readonly<Record<string, string>> = {
  equal_to: "equals",
  not_equal_to: "does not equal",
  matches_any_of: "is one of",
  does_not_match_any_of: "is none of",
  regex: "matches",
  less_than: "is less than",
  greater_than: "is greater than",
  is_before_time: "is before",
  is_after_time: "is after",
  is_before_date: "is before",
  is_after_date: "is after",
};

/** Describes an event, or the condition of a split's `match`: `contains sales`, `is blank`. */
export function describeEvent(event: string, conditions: unknown): string {
  const tests = (Array.isArray(conditions) ? conditions : []).filter(isObject).map(describeCondition);
  return oneLine(tests.length > 0 ? tests.join(" and ") : event) || "(no event)";
}

function describeCondition({ type, value }: JsonObject): string {
  if (typeof type !== "string") return "match";
  const phrase = (Object.hasOwn(phrases, type) ? phrases[type] : undefined) ?? type.replaceAll("_", " ");
  // The two blank tests ignore their value, which repeats their name.
  return type === "is_blank" || type === "is_not_blank"
    ? phrase
    : `${phrase} ${withoutSecretParts(textOf(value))}`;
}

/** The properties that best describe what a widget does; the first one with a value is used. */
export const detailProperties: Readonly<Record<string, readonly string[]>> = {
  "split-based-on": ["input"],
  "set-variables": ["variables"],
  "make-http-request": ["url"],
  "run-function": ["url", "function_sid"],
  "run-subflow": ["flow_sid"],
  "send-to-flex": ["attributes", "workflow"],
  "connect-call-to": ["to", "sip_endpoint", "noun"],
  "make-outgoing-call-v1": ["to"],
  "make-outgoing-call-v2": ["to"],
  "enqueue-call": ["queue_name", "workflow_sid"],
  "capture-payments": ["description", "payment_connector"],
  "start-conversation": ["friendly_name", "conversation_service_sid"],
  "resume-conversation": ["conversation_sid"],
  "send-to-auto-pilot": ["body", "autopilot_assistant_sid"],
};

/** For all other types, including unknown ones. */
const defaultDetailProperties = [
  "body",
  "say",
  "play",
  "digits",
  "content_sid",
  "media_url",
  "url",
  "welcome_greeting",
  "connector_name",
  "connector",
  "stream_name",
  "stream_url",
];

/**
 * Describes what a widget does in one line: the text it speaks, the URL it requests, the input it splits on; may be empty.
 * URLs are shown without credentials and query, which often contains a key; of variables only the names are shown.
 */
export function detailOf(type: string, properties: JsonObject): string {
  const keys =
    (Object.hasOwn(detailProperties, type) ? detailProperties[type] : undefined) ?? defaultDetailProperties;
  const key = keys.find((name) => Object.hasOwn(properties, name) && textOf(properties[name]) !== "");
  if (key === undefined) return "";
  const value = properties[key];
  if (key === "variables") return oneLine(namesOf(value).join(", "));
  if (type === "make-http-request")
    return oneLine(`${textOf(properties.method) || "GET"} ${withoutSecrets(textOf(value))}`);
  return oneLine(withoutSecrets(textOf(value)));
}

function namesOf(variables: unknown): string[] {
  return (Array.isArray(variables) ? variables : [])
    .filter(isObject)
    .map(({ key }) => textOf(key))
    .filter((name) => name !== "");
}

function withoutSecrets(text: string): string {
  return withoutSecretParts(text)
    .replaceAll(/(\b[a-z][a-z0-9+.-]{0,15}:\/\/)[^\s/@?#]*@/gi, "$1…@")
    .replaceAll(/(\b[a-z][a-z0-9+.-]{0,15}:\/\/[^\s?#]*)\?\S*/gi, "$1?…");
}

export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}
