// Paths in templates that are always empty, and how a path is written.

import type { FlowIssue } from "./issue.ts";

/** Keys from the root of the context, for example `["widgets", "ask", "inbound", "Body"]`. */
export type Path = readonly (string | number)[];

export type EmptyReference = Pick<FlowIssue, "code" | "target"> & {
  /** The path as written, and why it is always empty. */
  sentence: string;
  /** Set if it has a value on other paths of the flow, so that a template may test it. */
  dependsOnPath?: boolean;
};

/** Writes a path as a template does. */
export function formatLiquidPath([root = "", ...members]: Path): string {
  const written = members.map((key) =>
    /^[A-Za-z_][\w-]*$/.test(String(key)) ? `.${key}` : `[${JSON.stringify(key)}]`,
  );
  return `{{${root}${written.join("")}}}`;
}

/** Whether the key can be read of any list or object. */
export function isListProperty(key: string): boolean {
  return ["size", "first", "last"].includes(key);
}
