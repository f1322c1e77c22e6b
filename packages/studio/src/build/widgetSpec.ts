// A widget without its name, as the makers return it and defineFlow takes it.

import type { Condition, Transition, Widget } from "../definition/definition.ts";
import type { FailureEvent, WidgetEvent, WidgetTypeName } from "../widgets/table.ts";

/** The name of a widget that the flow does not have, see `missingWidget`. */
export interface MissingWidget {
  readonly missing: string;
}

/** Where a transition leads: the name of a widget. `undefined` ends the execution, and on a call hangs up. */
export type Target = string | MissingWidget | undefined;

/** Separate from `Next`, since the compiler infers the names in `Next` only if there is nothing else in it. */
export type Toward<Next extends Target> = Next | MissingWidget;

/** A widget without its name; `Next` are the widgets it leads to. Made by `split`, `sendToFlex` and the like. */
export interface WidgetSpec<Next extends Target> {
  /** As in the definition, for example `split-based-on`. */
  type: string;
  properties: Record<string, unknown>;
  transitions: readonly SpecTransition<Next>[];
  /** The whole widget if `asExported` made it; the other members then repeat it. */
  exported: Omit<Widget, "name"> | undefined;
}

export interface SpecTransition<Next extends Target> {
  event: string;
  next: Toward<Next> | undefined;
  conditions?: Condition[];
}

/** Where each event leads. Failure events must be named; `undefined` ends the execution, and on a call hangs up. */
export type On<Type extends WidgetTypeName, Next extends Target> = {
  [Event in Exclude<WidgetEvent<Type>, FailureEvent<Type>>]?: Toward<Next>;
} & { [Event in FailureEvent<Type>]: Toward<Next> };

/**
 * Names a widget that the flow does not have as the target of a transition.
 *
 * Import writes it to keep a transition to a missing widget visible; Twilio refuses such a definition.
 */
export function missingWidget(name: string): MissingWidget {
  return { missing: name };
}

/** Returns the widget as in a definition. */
export function toWidget(
  name: string,
  { type, properties, transitions, exported }: WidgetSpec<Target>,
): Widget {
  return exported
    ? { name, ...exported }
    : { name, type, transitions: transitions.map(toTransition), properties };
}

/** Returns the name of a target in the definition. */
export function targetName(next: Target): string | undefined {
  return typeof next === "object" ? next.missing : next;
}

function toTransition({ event, next, conditions }: SpecTransition<Target>): Transition {
  const name = targetName(next);
  return { event, ...(name === undefined ? {} : { next: name }), ...(conditions ? { conditions } : {}) };
}
