// The table of Studio's widget types. Builder, check, canonical form, simulation, pictures and the reference page read it.

import type * as z from "zod";
import { findMeant, normalizeName } from "../definition/nearName.ts";
import { agents } from "./agents.ts";
import { calls } from "./calls.ts";
import { logic } from "./logic.ts";
import { messages } from "./messages.ts";
import { routing } from "./routing.ts";
import type { WidgetType } from "./widgetType.ts";

export const widgetTypes = { ...logic, ...messages, ...calls, ...routing, ...agents } as const;

export type WidgetTypeName = keyof typeof widgetTypes;

/**
 * Types of which Twilio's published schema has only the name; properties and events are not documented.
 * Twilio's validator accepts about a dozen further names that are not documented at all.
 */
export const namesOnly: readonly string[] = [
  "add-member-to-chat-channel",
  "create-chat-channel",
  "create-task",
  "run-function-v2",
  "understand",
  "update-sync-object",
];

/** Properties of a widget type as an author writes them, without the canvas position. */
export type WidgetProperties<Type extends WidgetTypeName> = Omit<
  z.input<(typeof widgetTypes)[Type]["properties"]>,
  "offset"
>;

export type WidgetEvent<Type extends WidgetTypeName> = (typeof widgetTypes)[Type]["events"][number];
export type FailureEvent<Type extends WidgetTypeName> = keyof (typeof widgetTypes)[Type]["failures"];

export function isWidgetTypeName(type: string): type is WidgetTypeName {
  return Object.hasOwn(widgetTypes, type);
}

/** Returns the row of a type; undefined for a type that the table does not have. */
export function findWidgetType(type: string): WidgetType | undefined {
  return isWidgetTypeName(type) ? widgetTypes[type] : undefined;
}

/** Every type that Twilio publishes. */
export const publishedTypes: readonly string[] = [...Object.keys(widgetTypes), ...namesOnly];

/** Returns the published type of which this is a misspelling or the Console's title; undefined if it may be right. */
export function findMeantType(type: string): string | undefined {
  if (publishedTypes.includes(type)) return undefined;
  const titled = Object.entries(widgetTypes).find(
    ([, { title }]) => normalizeName(title) === normalizeName(type),
  );
  return findMeant(type, publishedTypes) ?? titled?.[0];
}

/**
 * Widgets that Twilio documents without their names in exports.
 * Source: twilio.com/docs/studio/widget-library/resolve-profile, …/create-or-update-profile (September 2026)
 */
const unnamedWidgets = [
  {
    title: "Resolve Profile",
    page: "resolve-profile",
    words: /^(?=.*profile)(?=.*(?:resolve|search|find|lookup|look-up|get))/i,
  },
  {
    title: "Create or Update Profile",
    page: "create-or-update-profile",
    words: /^(?=.*profile)(?=.*(?:create|update|upsert))/i,
  },
] as const;

/** Returns the documented widget that an unknown type probably is, with its page. */
export function findUnnamedWidget(type: string): { title: string; page: string } | undefined {
  const found = unnamedWidgets.find(({ words }) => words.test(type));
  return found && { title: found.title, page: `twilio.com/docs/studio/widget-library/${found.page}` };
}
