// The issues of a flow as data, and their order.

import type { FlowIssueCode } from "../codes/codes.ts";

export type { FlowIssueCode } from "../codes/codes.ts";

/** A finding of the check. */
export interface FlowIssue {
  /** See `issueCodes` for what each means and how to fix it. */
  code: FlowIssueCode;
  /** An error is refused by Twilio or fails whenever the widget runs. A warning may be intentional. */
  severity: "error" | "warning";
  /** For example `states[3].properties.attributes`; empty for the definition as a whole. */
  path: string;
  /** One sentence that names the widget and how to fix the issue. */
  message: string;
  /** Name of the widget, if the issue concerns one that has a name. */
  widget?: string;
  /** Event of the transition; the first if there are several. */
  event?: string;
  /** The name in a transition, a template or `initial_state` that the flow does not have. */
  target?: string;
}

/** Writes a path as JavaScript would. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    const name = String(key);
    if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text === "" ? name : `${text}.${name}`;
  }, "");
}

/**
 * Sorts issues: those of the definition as a whole, then by the index of the widget and by path. Duplicates are removed.
 * The order does not depend on the order of keys in the JSON.
 */
export function sortIssues(issues: readonly FlowIssue[]): FlowIssue[] {
  const distinct = new Map(issues.map((issue) => [JSON.stringify(issue), issue]));
  return [...distinct.values()]
    .map((issue) => ({ issue, keys: keysOf(issue.path) }))
    .toSorted(
      (a, b) =>
        compareKeys(a.keys, b.keys) ||
        compare(a.issue.code, b.issue.code) ||
        compare(a.issue.message, b.issue.message),
    )
    .map(({ issue }) => issue);
}

/** Returns the keys of a path. Paths below a widget start with the widget's index, all others with -1. */
function keysOf(path: string): (string | number)[] {
  const keys = [...path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)].map(
    ([, index, quoted, name = ""]) => (index === undefined ? (quoted ?? name) : Number(index)),
  );
  return typeof keys[1] === "number" && keys[0] === "states" ? keys.slice(1) : [-1, ...keys];
}

function compareKeys(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [index, key] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = compare(key, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Compares without a locale, since locales differ between computers. */
function compare(a: string | number, b: string | number): number {
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return a === b ? 0 : a < b ? -1 : 1;
}
