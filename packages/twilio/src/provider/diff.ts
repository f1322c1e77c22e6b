// Which inputs of a resource have changed, and whether that replaces the object or updates it in place.

import { canonicalizeInputs, type Resource } from "../declare/resource.ts";
import { type Difference, findDifferences } from "../values/diff.ts";

type Values = Record<string, unknown>;

/** Inputs that differ, and those among them that replace the object. */
export interface DiffResult {
  differences: Difference[];
  replaces: Difference[];
}

export function diff(resource: Resource, id: string, olds: Values, news: Values): DiffResult {
  // An earlier version of the provider may have stored an earlier canonical form.
  const found = findDifferences(canonicalizeInputs(resource, olds), news).filter(
    ({ path }) => !isIgnored(resource, path) && !isSameAdoption(path, id, news),
  );
  return { differences: found, replaces: found.filter((difference) => isReplacing(resource, difference)) };
}

function isReplacing({ write, replaceOn, requiredToCreate = [] }: Resource, difference: Difference): boolean {
  const { kind } = difference;
  const [key = "", inner] = difference.path;
  if (key === "onDestroy") return false;
  if (key === "adopt") return true;
  // Every object has the inputs that are required to create one: adding or removing one in the program changes nothing.
  // Where Twilio has no update, a value that is added may still differ.
  const isRequired = (requiredToCreate as readonly PropertyKey[]).includes(key);
  if (isRequired && inner === undefined && (kind === "delete" || (kind === "add" && write))) return false;
  return !write || (replaceOn as readonly PropertyKey[]).includes(key);
}

/** A different account replaces everything: objects cannot move from one account to another. */
export function diffProvider(olds: Values, news: Values): DiffResult {
  const found = findDifferences(olds, news);
  return { differences: found, replaces: found.filter(({ path: [key] }) => key === "accountSid") };
}

/** `adopt` only determines where the object comes from: adding or removing the id it already has changes nothing. */
function isSameAdoption([key]: PropertyKey[], id: string, news: Values): boolean {
  return key === "adopt" && (news.adopt === id || news.adopt === undefined);
}

function isIgnored({ ignoredPaths = [] }: Resource, path: PropertyKey[]): boolean {
  return ignoredPaths.some((prefix) => prefix.every((key, index) => path[index] === key));
}
