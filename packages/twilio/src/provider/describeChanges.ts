// What an adoption changes, as its preview shows it: old and new values, without secrets.

import type { Changes, Live, Resource, SharedList } from "../declare/resource.ts";
import { isObject } from "../values/diff.ts";
import { isEmpty } from "../values/empty.ts";
import { plainUrl } from "../values/plainUrl.ts";
import { project } from "../values/project.ts";
import { formatPropertyPath } from "../values/propertyPath.ts";
import { unknownValue } from "../values/unknown.ts";
import { isSecretAt } from "./check.ts";
import { comparison, showElement } from "./sharedLists.ts";

type Values = Record<string, unknown>;

/** Lines of one input. More of them would bury the rest: a flow's definition may have hundreds. */
const maxLines = 12;

const maxCharacters = 100;

/** "adopts …", and a line for each value that changes. */
export function describeAdoption(
  resource: Resource,
  { id, inputs }: Live<Values, Values>,
  changed: Changes<Values>,
): string {
  const lines = Object.entries(changed).flatMap(([key, value]) => {
    const found = describeInput(resource, key, inputs[key], value);
    return found.length > maxLines ? [`${key}: ${found.length} changes`] : found;
  });
  return lines.length === 0 ? `adopts ${id} unchanged` : [`adopts ${id}, changing`, ...lines].join("\n  ");
}

function describeInput(
  { inputs, sharedLists }: Resource,
  key: string,
  old: unknown,
  value: unknown,
): string[] {
  const list = (sharedLists as Record<string, SharedList> | undefined)?.[key];
  if (list && Array.isArray(value))
    return [`${key}: ${describeList(list, Array.isArray(old) ? old : [], value)}`];
  const schema = inputs.shape[key];
  const before = schema ? project(schema, old, value) : old;
  return describeValues([key], before, value, (path) => isSecretAt(inputs, path));
}

/** `+ new, - gone (kept: others)`. */
function describeList(list: SharedList, olds: unknown[], news: unknown[]): string {
  const { isSame } = comparison(list);
  const isIn = (elements: unknown[], element: unknown) => elements.some((one) => isSame(one, element));
  const show = (element: unknown) => showElement(list, element);
  const changes = [
    ...news.filter((element) => !isIn(olds, element)).map((element) => `+ ${show(element)}`),
    ...olds.filter((element) => !isIn(news, element)).map((element) => `- ${show(element)}`),
  ];
  const kept = olds.filter((element) => isIn(news, element)).map(show);
  return `${changes.join(", ")}${kept.length > 0 ? ` (kept: ${kept.join(", ")})` : ""}`;
}

function describeValues(
  path: string[],
  old: unknown,
  value: unknown,
  isSecret: (path: string[]) => boolean,
): string[] {
  if (isObject(value) && (isObject(old) || isEmpty(old))) {
    const before = isObject(old) ? old : {};
    const keys = [...new Set([...Object.keys(before), ...Object.keys(value)])];
    return keys.flatMap((key) => describeValues([...path, key], before[key], value[key], isSecret));
  }
  const [from, to] = [showValue(old), showValue(value)];
  if (from === to && JSON.stringify(old ?? null) === JSON.stringify(value ?? null)) return [];
  if (isNothing(old) && isNothing(value)) return [];
  return [`${formatPropertyPath(path)}: ${isSecret(path) ? "(secret)" : `${from} → ${to}`}`];
}

function isNothing(value: unknown): boolean {
  return value === "" || isEmpty(value);
}

function showValue(value: unknown): string {
  if (value === unknownValue) return "(known after up)";
  if (isNothing(value)) return "(not set)";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return showObject(value);
  if (typeof value !== "string") return String(value);
  const plain = /^\w+:\/\//.test(value) ? plainUrl(value) : value;
  return JSON.stringify(plain.length > maxCharacters ? `${plain.slice(0, maxCharacters)}…` : plain);
}

/** Of an object that a plain value replaces, or the other way round: `inactive: 5, closed: 30`. */
function showObject(value: Values): string {
  return Object.entries(value)
    .map(([key, inner]) => `${key}: ${showValue(inner)}`)
    .join(", ");
}
