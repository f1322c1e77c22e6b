// What the table knows of a property of a widget.

import * as z from "zod";
import { type PropertyFacts, propertyFacts } from "../../widgets/property.ts";
import { findWidgetType } from "../../widgets/table.ts";
import type { PlacedWidget } from "./placedWidget.ts";

function schemaOf({ type }: PlacedWidget, property: string): z.core.$ZodType | undefined {
  const shape = findWidgetType(type)?.properties.shape ?? {};
  return Object.hasOwn(shape, property) ? shape[property] : undefined;
}

/** Facts of a property; none of one that the table does not have. */
export function factsOf(widget: PlacedWidget, property: string): PropertyFacts {
  const schema = schemaOf(widget, property);
  return schema ? propertyFacts(schema) : {};
}

/** Tells whether a property is a required URL or SID: without one the widget cannot work, though Twilio takes "". */
export function isNeeded(widget: PlacedWidget, property: string): boolean {
  const schema = schemaOf(widget, property);
  const { format } = factsOf(widget, property);
  return schema !== undefined && !(schema instanceof z.ZodOptional) && (format === "url" || format === "sid");
}
