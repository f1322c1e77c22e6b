// The facts about a property of a widget in the table.

import * as z from "zod";
import { type PropertyFacts, propertyFacts } from "../../widgets/property.ts";
import { findWidgetType } from "../../widgets/table.ts";
import type { PlacedWidget } from "./placedWidget.ts";

function schemaOf({ type }: PlacedWidget, property: string): z.core.$ZodType | undefined {
  const shape = findWidgetType(type)?.properties.shape ?? {};
  return Object.hasOwn(shape, property) ? shape[property] : undefined;
}

/** Returns the facts of a property; none for a property that the table does not have. */
export function factsOf(widget: PlacedWidget, property: string): PropertyFacts {
  const schema = schemaOf(widget, property);
  return schema ? propertyFacts(schema) : {};
}

/** Returns whether a property is a required URL or SID: the widget cannot work without it, although Twilio accepts "". */
export function isNeeded(widget: PlacedWidget, property: string): boolean {
  const schema = schemaOf(widget, property);
  const { format } = factsOf(widget, property);
  return schema !== undefined && !(schema instanceof z.ZodOptional) && (format === "url" || format === "sid");
}
