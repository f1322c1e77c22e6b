// What a check finds, as data, and the order in which it is told.

import type { FlowIssueCode } from "../codes/codes.ts";

export type { FlowIssueCode } from "../codes/codes.ts";

export interface FlowIssue {
  /** See `issueCodes` for what each means and what mends it. */
  code: FlowIssueCode;
  /** An error is refused by Twilio or fails whenever the widget runs. A warning can be meant. */
  severity: "error" | "warning";
  /** For instance `states[3].properties.attributes`; empty for the definition as a whole. */
  path: string;
  /** One sentence for the person who must act, naming the widget. */
  message: string;
  /** Name of the widget, where one is concerned and has a name. */
  widget?: string;
  /** Event of the transition; the first where there are several. */
  event?: string;
  /** What a transition, a template or `initial_state` names and the flow does not have. */
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
 * The one order of issues: those of the definition as a whole, then by the index of the widget, and within one by path.
 * What is found twice is told once. It does not depend on the order of keys in the JSON.
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

/** Keys of a path. One below a widget begins with the widget's index, any other with -1. */
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

/** Not by the rules of a language, which differ from computer to computer. */
function compare(a: string | number, b: string | number): number {
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return a === b ? 0 : a < b ? -1 : 1;
}
