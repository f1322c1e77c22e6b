// What a check finds, as data.

export type FlowProblemCode =
  | "wrong_type"
  | "missing"
  | "unknown_property"
  | "wrong_value"
  | "placeholder"
  | "duplicate_name"
  | "trigger_count"
  | "initial_state"
  | "unchecked_type"
  | "unknown_event"
  | "duplicate_event"
  | "unknown_target"
  | "nothing_wired"
  | "unreachable"
  | "unhandled_failure"
  | "wrong_trigger"
  | "match_condition"
  | "split_without_match"
  | "stale_argument"
  | "liquid_syntax"
  | "unknown_filter"
  | "unknown_widget"
  | "unknown_variable"
  | "attributes_not_json"
  | "attributes_too_long";

export interface FlowProblem {
  code: FlowProblemCode;
  /** An error is refused by Twilio or fails whenever the widget runs. A warning can be meant. */
  severity: "error" | "warning";
  /** For instance `states[3].properties.attributes`; empty for the definition as a whole. */
  path: string;
  /** One sentence for the person who must act, naming the widget. */
  message: string;
  /** Name of the widget, where one is concerned and has a name. */
  widget?: string;
  /** Event of the transition. */
  event?: string;
  /** What a transition, a template or `initial_state` names and the flow does not have. */
  target?: string;
}

/** Writes a path as JavaScript would. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    const name = String(key);
    if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text === "" ? name : `${text}.${name}`;
  }, "");
}

/** Finishes a message: `, did you mean "x"?` for a name near to one that exists, else what does exist. */
export function instead(wanted: string, existing: Iterable<string>): string {
  const names = [...new Set(existing)];
  const near = nearest(wanted, names);
  if (near) return `; did you mean "${near}"?`;
  if (names.length === 0) return "";
  const shown = names.slice(0, 12).join(", ");
  return names.length > 12 ? `; there are ${shown} and ${names.length - 12} more` : `; there is ${shown}`;
}

/** The name that differs least, by a third of its letters at most. */
function nearest(wanted: string, names: readonly string[]): string | undefined {
  // Longer ones are no names; comparing them would take the square of their length.
  if (wanted.length > 100) return undefined;
  const [best] = names
    .filter((name) => name.length <= 100)
    .map((name) => ({ name, distance: distance(wanted.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(wanted.length, name.length) / 3)
    .toSorted((a, b) => a.distance - b.distance);
  return best?.name;
}

/** Letters to insert, delete or replace (Levenshtein). */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
