// What a comparison of two flows finds, as data.

export interface FlowChange {
  kind: "added" | "removed" | "renamed" | "changed" | "moved";
  /** What it is that was added, removed or changed. `flow` is a setting of the flow as a whole. */
  subject: "flow" | "widget" | "type" | "property" | "transition" | "condition";
  /**
   * Where: `states["send_to_flex"].properties.attributes.department`. A variable or parameter stands by its key, a
   * condition by its words, a member of JSON inside a text by its name. Elements of other lists have the index they have
   * in the flow that has them.
   */
  path: string;
  /** The widget's name: in the new flow, or in the old one if it was removed. Absent for the flow as a whole. */
  widget?: string;
  /** Event of a transition. */
  event?: string;
  /** The condition in words, `equal_to 1`: as it is now, or as it was. */
  condition?: string;
  /** Place of a condition that was added or removed, counted from 1. */
  place?: number;
  /**
   * What was there; absent where there was nothing. A renamed widget's name, the whole of a removed one in canonical
   * form, the place of a moved condition. Names in it are those of the new flow: what only follows a rename is no change.
   */
  before?: unknown;
  /** What is there now, likewise. */
  after?: unknown;
  /** The same JSON, written with other white space or its members in another order. */
  formatting?: true;
  /** A password or token was taken out of `before` and `after`, where `…` stands; they may be equal without it. */
  secret?: true;
}

/** A change as it is found, before secrets are taken out. `keys` lead to it from the widget, or from the flow. */
export type DetectedChange = Omit<FlowChange, "path" | "secret"> & { keys: readonly PropertyKey[] };

/** Writes a path: a widget's name always in quotation marks, other keys only if they are no names. */
export function formatChangePath(widget: string | undefined, keys: readonly PropertyKey[]): string {
  const start = widget === undefined ? "" : `states[${JSON.stringify(widget)}]`;
  return keys.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    const name = String(key);
    if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text === "" ? name : `${text}.${name}`;
  }, start);
}
