// Options of both kinds of pictures.

import type { Comparison } from "./comparison.ts";

/** A widget and the event it took, like a `Step` of a simulated execution. `to` is absent if the execution ended. */
export interface PathStep {
  widget: string;
  event: string;
  to?: string | undefined;
}

/** Options of both kinds of pictures. */
export interface DrawOptions {
  /**
   * The steps of an execution, in order. They are highlighted and numbered, everything else is faded. If the last step has
   * `to`, the execution waits there. Default: nothing is highlighted.
   */
  path?: readonly PathStep[];
  /**
   * The earlier version of the flow, as Studio exports it or in canonical form: the picture then shows both and marks what
   * was added, removed, changed and renamed.
   */
  before?: unknown;
  /** With `before`: a different comparison, for example with other renames. Default: the result of `compareFlows`. */
  comparison?: Comparison;
  /** If more transitions lead to a widget, each names it instead of drawing a line. Default 6. */
  maxLines?: number;
}

export interface SvgOptions extends DrawOptions {
  /** Direction of the flow. Default: right, which needs the least space; down if that would be a long strip. */
  direction?: Direction;
}

export interface MermaidOptions extends DrawOptions {
  /** Default `down`. */
  direction?: Direction;
}

export type Direction = "down" | "right";

export const defaultMaxLines = 6;
