// A path in a template that is always empty, and how a path is written.

import type { FlowIssue } from "./issue.ts";

/** Keys from the root of the context on, as `["widgets", "ask", "inbound", "Body"]`. */
export type Path = readonly (string | number)[];

export type EmptyReference = Pick<FlowIssue, "code" | "target"> & {
  /** The path as it is written, and why it is always empty. */
  sentence: string;
  /** Set where it is there on other paths of the flow, so that a template may well ask for it. */
  dependsOnPath?: boolean;
};

/** Writes a path as a template does. */
export function formatLiquidPath([root = "", ...members]: Path): string {
  const written = members.map((key) =>
    /^[A-Za-z_][\w-]*$/.test(String(key)) ? `.${key}` : `[${JSON.stringify(key)}]`,
  );
  return `{{${root}${written.join("")}}}`;
}

/** `size` and the like can be asked of any list or object. */
export function isListProperty(key: string): boolean {
  return ["size", "first", "last"].includes(key);
}
