// Makers of widgets, typed by the table of widget types, so that no type needs code of its own.

import {
  type FailureEvent,
  findWidgetType,
  type WidgetEvent,
  type WidgetTypeName,
  widgetTypes,
} from "../widgets/table.ts";
import type { On, SpecTransition, Target, Toward, WidgetSpec } from "./widgetSpec.ts";
import { toStoredProperties, type WrittenProperties } from "./writtenProperties.ts";

/** Types that `widget` makes: the trigger is written by `defineFlow`, a split by `split`. */
export type MadeType = Exclude<WidgetTypeName, "trigger" | "split-based-on">;

/** Where the events lead: `next` for a type with one event and no failure, otherwise `on`. */
type WiringOf<Type extends WidgetTypeName, Next extends Target> = [
  FailureEvent<Type>,
  Several<WidgetEvent<Type>>,
] extends [never, never]
  ? { next?: Toward<Next> }
  : { on: On<Type, Next> };

/** `never` for a single member of the union. */
type Several<Word, All = Word> = Word extends unknown ? ([All] extends [Word] ? never : Word) : never;

/** Properties of the type and where its events lead. `Filled` can be omitted although the definition needs them. */
export type WidgetOptions<
  Type extends MadeType,
  Next extends Target,
  Filled extends keyof WrittenProperties<Type> = never,
> = Omit<WrittenProperties<Type>, Filled> &
  Partial<Pick<WrittenProperties<Type>, Filled>> &
  WiringOf<Type, Next>;

/** Repeats `On`, since the compiler cannot infer `Next` from events that depend on `Type`. */
type AnyOn<Type extends MadeType, Next extends Target> = {
  [Event in WidgetEvent<MadeType>]?: Toward<Next>;
} & { [Event in Exclude<WidgetEvent<MadeType>, WidgetEvent<Type>>]?: never };

interface Wiring<Next extends Target> {
  on?: Readonly<Record<string, Toward<Next>>>;
  next?: Toward<Next>;
}

/** A function that makes a widget of one type. */
export type Maker<Type extends MadeType, Filled extends keyof WrittenProperties<Type> = never> = <
  const Next extends Target = undefined,
>(
  options: WidgetOptions<Type, Next, Filled>,
) => WidgetSpec<Next>;

/**
 * Creates the maker of a type.
 *
 * @param filled properties that get the table's default if they are omitted
 */
export function maker<Type extends MadeType, const Filled extends keyof WrittenProperties<Type> = never>(
  type: Type,
  ...filled: Filled[]
): Maker<Type, Filled> {
  return (options) => toSpec(type, options, filled.map(String));
}

/**
 * Makes a widget of any type in the table, including the ones no longer in use, which have no maker of their own:
 * `widget("make-outgoing-call-v1", { from, to, on: { … } })`. Where its events lead is always `on`.
 */
export function widget<Type extends MadeType, const Next extends Target = undefined>(
  type: Type,
  options: WrittenProperties<Type> & { on: On<Type, Next> & AnyOn<Type, Next> },
): WidgetSpec<Next> {
  return toSpec(type, options, []);
}

/** Lists every event of the type, connected or not, with its target; events that the table does not have come last. */
export function listTransitions<Next extends Target>(
  type: string,
  on: Readonly<Record<string, Toward<Next> | undefined>>,
): SpecTransition<Next>[] {
  const events = new Set([...(findWidgetType(type)?.events ?? []), ...Object.keys(on)]);
  return [...events].map((event) => ({ event, next: Object.hasOwn(on, event) ? on[event] : undefined }));
}

function toSpec<Next extends Target>(
  type: MadeType,
  options: object,
  filled: readonly string[],
): WidgetSpec<Next> {
  // The compiler cannot resolve the condition on Type; both forms contain only targets of type Next.
  const { on, next, ...written } = options as Wiring<Next> & Readonly<Record<string, unknown>>;
  const [usual = ""] = widgetTypes[type].events;
  const transitions = listTransitions(type, on ?? { [usual]: next });
  return { type, properties: toStoredProperties(type, written, filled), transitions, exported: undefined };
}
