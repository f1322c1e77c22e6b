// The name of a widget type in Twilio's Console, and its purpose.

import { findWidgetType } from "../../widgets/table.ts";
import type { Purpose } from "../../widgets/widgetType.ts";

export interface Kind {
  /** As in the Console; the type itself if that is not known. */
  title: string;
  purpose: Purpose | "unknown";
}

export function kindOf(type: string): Kind {
  return findWidgetType(type) ?? { title: type || "(no type)", purpose: "unknown" };
}

/** Returns whether an event reports a failure of the widget. Events of an unknown type are classified by name. */
export function isFailure(type: string, event: string): boolean {
  const known = findWidgetType(type);
  return known ? Object.hasOwn(known.failures, event) : /fail|error/i.test(event);
}
