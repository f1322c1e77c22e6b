// Liquid in the configuration: Studio would render a value with a mistake in it as an empty one.

import { readLiquid } from "@tac-handoff/studio";
import type * as z from "zod";

/** For `superRefine`: reports each string of a value, at any depth, that Studio could not render (81018). */
export function refineLiquid(value: unknown, { addIssue }: Pick<z.RefinementCtx, "addIssue">): void {
  for (const { path, text, reason } of findFaults(value, [])) {
    const message = `expected valid Liquid, found ${JSON.stringify(text)}: ${reason}. Studio would leave all of it empty`;
    addIssue({ code: "custom", path, message });
  }
}

interface Fault {
  path: PropertyKey[];
  text: string;
  reason: string;
}

function findFaults(value: unknown, path: PropertyKey[]): Fault[] {
  if (Array.isArray(value)) return value.flatMap((inner, index) => findFaults(inner, [...path, index]));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => findFaults(inner, [...path, key]));
  if (typeof value !== "string") return [];
  const { fault } = readLiquid(value);
  return fault ? [{ path, text: value, reason: fault.reason }] : [];
}
