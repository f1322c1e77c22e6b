// What a template reads in vain, and how a path is written.

import type { FlowProblem } from "./issue.ts";

/** Keys from the root of the context on, as `["widgets", "ask", "inbound", "Body"]`. */
export type Path = readonly (string | number)[];

export type Reference = Pick<FlowProblem, "code" | "target"> & {
  /** The path as it is written, and why it is always empty. */
  says: string;
  /** Set where it is there on other paths of the flow, so that a template may well ask for it. */
  dependsOnPath?: boolean;
};

/** Writes a path as a template does. */
export function inLiquid([root = "", ...members]: Path): string {
  const written = members.map((key) =>
    /^[A-Za-z_][\w-]*$/.test(String(key)) ? `.${key}` : `[${JSON.stringify(key)}]`,
  );
  return `{{${root}${written.join("")}}}`;
}

/** `size` and the like can be asked of any list or object. */
export function isOfAnyList(key: string): boolean {
  return ["size", "first", "last"].includes(key);
}
