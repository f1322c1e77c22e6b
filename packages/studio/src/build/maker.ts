// What makes a widget of a type in the table: typed by its row, so that no type needs code of its own.

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

/** What follows. A type with one event and no failure has `next`, every other one `on`. */
type WiringOf<Type extends WidgetTypeName, Next extends Target> = [
  FailureEvent<Type>,
  Several<WidgetEvent<Type>>,
] extends [never, never]
  ? { next?: Toward<Next> }
  : { on: On<Type, Next> };

/** `never` for a single word. */
type Several<Word, All = Word> = Word extends unknown ? ([All] extends [Word] ? never : Word) : never;

/** Properties of the type beside what follows. `Filled` may be left out although the definition needs them. */
export type WidgetOptions<
  Type extends MadeType,
  Next extends Target,
  Filled extends keyof WrittenProperties<Type> = never,
> = Omit<WrittenProperties<Type>, Filled> &
  Partial<Pick<WrittenProperties<Type>, Filled>> &
  WiringOf<Type, Next>;

/** Says over again what `On` says: the compiler cannot gather `Next` from events that depend on `Type`. */
type AnyOn<Type extends MadeType, Next extends Target> = {
  [Event in WidgetEvent<MadeType>]?: Toward<Next>;
} & { [Event in Exclude<WidgetEvent<MadeType>, WidgetEvent<Type>>]?: never };

interface Wiring<Next extends Target> {
  on?: Readonly<Record<string, Toward<Next>>>;
  next?: Toward<Next>;
}

/** Makes a widget of one type. */
export type Maker<Type extends MadeType, Filled extends keyof WrittenProperties<Type> = never> = <
  const Next extends Target = undefined,
>(
  options: WidgetOptions<Type, Next, Filled>,
) => WidgetSpec<Next>;

/**
 * The maker of a type.
 *
 * @param filled properties that get the table's default where they are left out
 */
export function maker<Type extends MadeType, const Filled extends keyof WrittenProperties<Type> = never>(
  type: Type,
  ...filled: Filled[]
): Maker<Type, Filled> {
  return (options) => toSpec(type, options, filled.map(String));
}

/**
 * A widget of any type in the table, also of those without a maker of their own because they are out of use:
 * `widget("make-outgoing-call-v1", { from, to, on: { … } })`. What follows is always `on`.
 */
export function widget<Type extends MadeType, const Next extends Target = undefined>(
  type: Type,
  options: WrittenProperties<Type> & { on: On<Type, Next> & AnyOn<Type, Next> },
): WidgetSpec<Next> {
  return toSpec(type, options, []);
}

/** Every event of the type with where it leads, unwired ones too; events that the table does not have come last. */
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
  // The compiler cannot see through the condition on Type: in both forms of what follows stands nothing but Next.
  const { on, next, ...written } = options as Wiring<Next> & Readonly<Record<string, unknown>>;
  const [usual = ""] = widgetTypes[type].events;
  const transitions = listTransitions(type, on ?? { [usual]: next });
  return { type, properties: toStoredProperties(type, written, filled), transitions, exported: undefined };
}
