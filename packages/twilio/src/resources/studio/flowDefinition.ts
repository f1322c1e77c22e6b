// What the provider needs to know about Studio flows. It knows no widget itself.

export interface FlowProblem {
  severity: "error" | "warning";
  /** For instance `states[3].properties.attributes`. */
  path: string;
  message: string;
}

export interface FlowDefinitions {
  /** Finds mistakes without the network. Never throws. */
  checkFlow(definition: unknown): FlowProblem[];
  /** The one form in which definitions that mean the same are equal, apart from `offsets`. */
  toCanonical(definition: unknown): unknown;
  /** The form that Studio accepts. */
  fromCanonical(canonical: unknown): unknown;
}
