// The changes between two flows, as data.

/** One change between two flows. */
export interface FlowChange {
  kind: "added" | "removed" | "renamed" | "changed" | "moved";
  /** What was added, removed or changed. `flow` is a setting of the flow as a whole. */
  subject: "flow" | "widget" | "type" | "property" | "transition" | "condition";
  /**
   * Place of the change: `states["send_to_flex"].properties.attributes.department`. Variables and parameters are named by
   * key, conditions by their description, members of JSON in a string by name. Elements of other lists have their index in
   * the flow that contains them.
   */
  path: string;
  /** The widget's name in the new flow, or in the old one if it was removed. Absent for the flow as a whole. */
  widget?: string;
  /** Event of a transition. */
  event?: string;
  /** Description of the new condition, or of the old one if it was removed: `equal_to 1`. */
  condition?: string;
  /** Position of a condition that was added or removed, from 1. */
  place?: number;
  /**
   * Old value; absent if there was none: a renamed widget's old name, a removed widget in canonical form, a moved
   * condition's old position. It uses the names of the new flow, since references that follow a rename are not changes.
   */
  before?: unknown;
  /** New value, likewise. */
  after?: unknown;
  /** The JSON is the same; only whitespace or the order of members differs. */
  formatting?: true;
  /** A password or token in `before` and `after` was replaced by `…`; they may be equal without it. */
  secret?: true;
}

/** A change before secrets are removed. `keys` are its path below the widget, or below the flow. */
export type DetectedChange = Omit<FlowChange, "path" | "secret"> & { keys: readonly PropertyKey[] };

/** Writes a path: a widget's name always in quotation marks, other keys only if they are not identifiers. */
export function formatChangePath(widget: string | undefined, keys: readonly PropertyKey[]): string {
  const start = widget === undefined ? "" : `states[${JSON.stringify(widget)}]`;
  return keys.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    const name = String(key);
    if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text === "" ? name : `${text}.${name}`;
  }, start);
}
