// What a widget type is called in Twilio's Console, and what it is for.

import { findWidgetType } from "../../widgets/table.ts";
import type { Purpose } from "../../widgets/widgetType.ts";

export interface Kind {
  /** As the Console says it; the type itself where that is not known. */
  title: string;
  purpose: Purpose | "unknown";
}

export function kindOf(type: string): Kind {
  return findWidgetType(type) ?? { title: type || "(no type)", purpose: "unknown" };
}

/** Tells whether a widget says by this event that it failed. Events of a type not known are judged by their names. */
export function isFailure(type: string, event: string): boolean {
  const known = findWidgetType(type);
  return known ? Object.hasOwn(known.failures, event) : /fail|error/i.test(event);
}
