// What both kinds of picture can be asked for.

import type { Comparison } from "./comparison.ts";

/** One widget left by one event; a `Step` of a simulated execution is one. `to` is absent where the execution ended. */
export interface PathStep {
  widget: string;
  event: string;
  to?: string | undefined;
}

export interface DrawOptions {
  /**
   * The steps of an execution, in order. What it went through stands out and is numbered, all else is faded. Where the last
   * step has `to`, the execution waits there. Default: nothing stands out.
   */
  path?: readonly PathStep[];
  /**
   * The flow as it was, as Studio exports it or in canonical form: the picture then shows both, and marks what was added,
   * removed, changed and renamed.
   */
  before?: unknown;
  /** With `before`: the result of another comparison, for instance with other renames. Default: that of `compareFlows`. */
  comparison?: Comparison;
  /** A widget to which more transitions lead is named at each of them in place of a line. Default 6. */
  maxLines?: number;
}

export interface SvgOptions extends DrawOptions {
  /** Where the flow runs. Default: to the right, as cards take least room so; down where that would be a long strip. */
  direction?: Direction;
}

export interface MermaidOptions extends DrawOptions {
  /** Default `down`. */
  direction?: Direction;
}

export type Direction = "down" | "right";

export const defaultMaxLines = 6;
