// Options of a maker: how they are written, and their values.

import { missingWidget, type Target, type WidgetSpec } from "../widgetSpec.ts";
import { type Code, call, type Member, object, value, word } from "./code.ts";
import type { PlainTransition } from "./exportedWidget.ts";

/** The source of a call, and the widget it makes. */
export interface ImportedWidget {
  code: Code;
  spec: WidgetSpec<Target>;
  /** Why it is not written as an author would write it. */
  why?: string | undefined;
}

export interface Option extends Member {
  value: unknown;
}

/** @param whole set if the type of the option is a literal */
export function option(key: string, json: unknown, whole = false): Option {
  return { key, value: json, code: value(json, { whole }) };
}

export function targetOption(key: string, target: Target): Option {
  return { key, value: target, code: targetCode(target) };
}

/** An option that is an object of options, or the options of a call. */
export function options(key: string, members: readonly Option[]): Option {
  return {
    key,
    value: Object.fromEntries(members.map((member) => [member.key, member.value])),
    code: object(members),
  };
}

/** Returns the next widget as a target, marked as missing if there is no widget with this name. */
export function targetOf(next: string | undefined, names: ReadonlySet<string>): Target {
  return next === undefined || names.has(next) ? next : missingWidget(next);
}

/** Describes transitions to missing widgets; undefined if there are none. */
export function describeMissing(
  transitions: readonly Pick<PlainTransition, "next">[],
  names: ReadonlySet<string>,
): string | undefined {
  const missing = new Set(
    transitions.flatMap(({ next }) => (next === undefined || names.has(next) ? [] : [next])),
  );
  return missing.size > 0 ? `Not a widget of this flow: ${[...missing].join(", ")}.` : undefined;
}

/** Joins sentences; undefined if there are none. */
export function joinSentences(...parts: (string | undefined)[]): string | undefined {
  const all = parts.filter((sentence) => sentence !== undefined);
  return all.length > 0 ? all.join(" ") : undefined;
}

function targetCode(target: Target): Code {
  if (typeof target === "object") return call("missingWidget", value(target.missing, { whole: true }));
  return target === undefined ? word("undefined") : value(target, { whole: true });
}
