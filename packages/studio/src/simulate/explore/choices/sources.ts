// Where a value that a split reads comes from: the decision of the run, and the path in its data.

import type { Widget } from "../../../definition/definition.ts";
import { isObject } from "../../../definition/json.ts";
import type { Path } from "./paths.ts";
import type { TextReads } from "./reads.ts";

/** A member of a decision's data, or a member of JSON in a string within it. */
export interface Source {
  /** Index of the decision in the run. */
  decision: number;
  path: Path;
  json?: Path;
}

/** The values on which a string depends. */
export interface Dependency {
  sources: Source[];
  /** Literals with which the strings involved compare. */
  literals: unknown[];
  isPlain: boolean;
}

const noDependency: Dependency = { sources: [], literals: [], isPlain: false };

/** What is known of the values of a run so far. */
export interface ProvenanceState {
  outputs: ReadonlyMap<string, number>;
  variables: ReadonlyMap<string, Dependency & { isJson: boolean }>;
  setters: ReadonlySet<string>;
}

/** Follows values through a run. */
export interface Provenance {
  /** Returns what a string depends on now. */
  of(template: string): Dependency;
  /** Records that Set Variables has run. */
  set(widget: Widget): void;
  /** Records that a decision has set the outputs of a widget. */
  recordDecision(widget: string, decision: number): void;
  /** Returns a copy of what is known now. */
  state(): ProvenanceState;
}

/** @param from what is known at the checkpoint from which the run continues */
export function followValues(read: (template: string) => TextReads, from?: ProvenanceState): Provenance {
  /** The last decision of each widget. */
  const outputs = new Map(from?.outputs);
  const variables = new Map(from?.variables);
  const setters = new Set(from?.setters);

  const ofVariable = (name: string, rest: Path): Dependency => {
    const { isJson = false, ...variable } =
      variables.get(name) ?? (noDependency as Dependency & { isJson?: boolean });
    if (!isJson || rest.length === 0) return variable;
    return {
      ...variable,
      sources: variable.sources.map((source) => ({ ...source, json: [...(source.json ?? []), ...rest] })),
    };
  };

  const ofPath = (path: Path): Dependency => {
    const [root, first, ...rest] = path.map((key) => (typeof key === "number" ? key : String(key)));
    if (root === "trigger" && first !== undefined) return directDependency(0, [first, ...rest]);
    if (root === "contact") return directDependency(0, ["contact"]);
    if (root === "flow" && first === "data") return directDependency(0, ["request", "parameters", ...rest]);
    if (root === "flow" && first === "channel" && rest[0] === "address")
      return directDependency(0, ["channel"]);
    if (root === "flow" && first === "variables") return ofVariable(String(rest[0]), rest.slice(1));
    if (root !== "widgets" || first === undefined) return noDependency;
    if (setters.has(String(first))) return ofVariable(String(rest[0]), rest.slice(1));
    const decision = outputs.get(String(first));
    return decision === undefined ? noDependency : directDependency(decision, rest);
  };

  const of = (template: string): Dependency => {
    const { paths, literals, isPlain, readsNow } = read(template);
    const all = paths.map(ofPath);
    const now = readsNow ? [{ decision: 0, path: ["now"] }] : [];
    return {
      sources: withoutDuplicates([...all.flatMap(({ sources }) => sources), ...now]),
      literals: [...new Set([...literals, ...all.flatMap((each) => each.literals)])],
      isPlain,
    };
  };

  return {
    of,
    set({ name, properties }) {
      setters.add(name);
      const entries = Array.isArray(properties.variables) ? properties.variables : [];
      const now = entries.flatMap((entry: unknown) =>
        isObject(entry) && typeof entry.key === "string"
          ? [
              {
                key: entry.key,
                isJson: entry.type === "json_object",
                of: of(typeof entry.value === "string" ? entry.value : ""),
              },
            ]
          : [],
      );
      for (const { key, isJson, of: dependence } of now)
        variables.set(key, { ...dependence, isJson: isJson && dependence.isPlain });
    },
    recordDecision: (widget, decision) => outputs.set(widget, decision),
    state: () => ({ outputs: new Map(outputs), variables: new Map(variables), setters: new Set(setters) }),
  };
}

function directDependency(decision: number, path: Path): Dependency {
  return { sources: [{ decision, path }], literals: [], isPlain: true };
}

function withoutDuplicates(sources: readonly Source[]): Source[] {
  return [
    ...new Map(
      sources.map((source) => [
        `${source.decision} ${source.path.join("\u0000")} ${source.json?.join("\u0000") ?? ""}`,
        source,
      ]),
    ).values(),
  ];
}
