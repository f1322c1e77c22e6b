// docs/studio-widgets.md: every widget type, generated from the table that builder, check and simulation use.

import { propertyFacts } from "@tac-handoff/studio/widgets/property";
import { triggerEvents, type WidgetType } from "@tac-handoff/studio/widgets/widgetType";
import * as z from "zod";
import { generatedFrom, page, prose, table } from "./markdown.ts";

/** The whole page. */
export function studioWidgetsPage(
  types: Readonly<Record<string, WidgetType>>,
  namesOnly: readonly string[],
): string {
  return page([
    generatedFrom("packages/studio/src/widgets"),
    "# Studio's widgets",
    prose(`Every widget type that a flow can have, as far as known: from Twilio's documentation and published schema, from
      public clients, and from exports of deployed flows. Twilio's own validation is strict about JSON types but accepts
      unknown properties, so a misspelled one shows up only when the flow runs.`),
    prose(`**Type** is the JSON type; "Liquid" is added if Liquid is rendered in it. "number as string" is a number that Twilio
      requires as a JSON string. **Certainty** is given if no client, schema or deployed flow has the property:
      "documented" means that only Twilio's documentation has it, "inferred" that it is assumed from another widget. Every
      widget also has \`offset\`, its position on the canvas, which has no effect at run time.`),
    prose(`**Outputs** are read as \`widgets.<name>.<output>\` once the widget has ended. For what can go wrong in a flow see
      [studio-issues.md](studio-issues.md).`),
    table(
      ["Type", "Name in the Console", "For"],
      Object.entries(types).map(([type, { title, purpose }]) => [
        `[\`${type}\`](#${type})`,
        title,
        purposes[purpose],
      ]),
    ),
    prose(`Of these types only the name is known: ${coded(namesOnly)}. Twilio's validation accepts about a dozen more, which
      are not documented.`),
    ...Object.entries(types).flatMap(([type, row]) => section(type, row)),
  ]);
}

const purposes: Record<WidgetType["purpose"], string> = {
  trigger: "start",
  logic: "decisions, variables",
  message: "messages",
  call: "calls",
  flex: "agents",
  request: "requests",
  retired: "discontinued",
};

function section(type: string, row: WidgetType): string[] {
  const { title, note, properties, misnamed = {} } = row;
  const rows = Object.entries(properties.shape)
    .filter(([name]) => name !== "offset")
    .flatMap(([name, schema]) => propertyRows(name, schema));
  const wrongNames = Object.entries(misnamed).map(
    ([wrong, right]) => `\`${wrong}\` (right: ${asCode(right)})`,
  );
  return [
    `## \`${type}\``,
    prose(`**${title}**: ${plain(note)}`),
    prose(`Events: ${row.events.map((event) => `\`${event}\`${whenItComes(row, event)}`).join(", ")}.`),
    prose(`Works in executions started by ${coded(row.triggers)}.`),
    rows.length > 0 ? table(["Property", "Type", "Required", "Default", "Description"], rows) : "",
    wrongNames.length > 0 ? prose(`Names that do not work: ${wrongNames.join(", ")}.`) : "",
    outputs(row),
    prose(`Source: ${row.source}.`),
  ];
}

function whenItComes({ failures, gives = {} }: WidgetType, event: string): string {
  const under = Object.hasOwn(failures, event) ? failures[event] : undefined;
  const given = Object.hasOwn(gives, event) ? gives[event] : undefined;
  if (given) return ` (from then on as if \`${given}\` had also started the execution)`;
  if (!under) return "";
  return under.length === triggerEvents.length ? " (failure)" : ` (failure, under ${coded(under)})`;
}

function outputs({ outputs: { after, open } }: WidgetType): string {
  const byPaths = new Map<string, string[]>();
  for (const [event, paths] of Object.entries(after)) {
    const key = coded(paths);
    byPaths.set(key, [...(byPaths.get(key) ?? []), event]);
  }
  const known = [...byPaths].map(([paths, events]) => `- after ${coded(events)}: ${paths}`);
  const more = open === undefined ? [] : [`- ${known.length > 0 ? "and " : ""}${open}`];
  const all = [...known, ...more];
  return all.length === 0 ? "No outputs." : `Outputs:\n\n${all.join("\n")}`;
}

function propertyRows(path: string, schema: z.core.$ZodType): string[][] {
  const isOptional = schema instanceof z.ZodOptional;
  const inner: z.core.$ZodType = isOptional ? schema.unwrap() : schema;
  const { note = "", default: preset, certainty } = propertyFacts(schema);
  const notes = [plain(note), certainty === undefined ? "" : `Certainty: ${certainty}.`].filter(
    (each) => each !== "",
  );
  const own = [
    `\`${path}\``,
    typeOf(inner),
    isOptional ? "" : "yes",
    preset === undefined ? "" : `\`${typeof preset === "string" ? preset : JSON.stringify(preset)}\``,
    notes.join(" "),
  ];
  if (inner instanceof z.ZodArray) return [own, ...members(`${path}[]`, inner.element)];
  return [own, ...members(path, inner)];
}

function members(path: string, schema: z.core.$ZodType): string[][] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).flatMap(([name, member]) => propertyRows(`${path}.${name}`, member));
}

function typeOf(schema: z.core.$ZodType): string {
  const { values, open, format, liquid, range } = propertyFacts(schema);
  const rendered = liquid ? ", Liquid" : "";
  if (values)
    return `${values.map((value) => `\`"${value}"\``).join(", ")}${open ? " or others" : ""}${rendered}`;
  if (schema instanceof z.ZodBoolean) return "boolean";
  if (schema instanceof z.ZodNumber) return `integer${within(range)}`;
  if (schema instanceof z.ZodArray) return schema.element instanceof z.ZodObject ? "list of objects" : "list";
  if (schema instanceof z.ZodObject) return "object";
  if (range) return `number as string${within(range)}${rendered}`;
  const formats = { url: "URL", json: "JSON as string", secret: "string, secret", sid: "SID" };
  return `${format ? formats[format] : "string"}${rendered}`;
}

function within(range: { min: number; max: number } | undefined): string {
  if (!range || !Number.isFinite(range.min)) return "";
  const grouped = (value: number) => value.toLocaleString("en-GB");
  return Number.isFinite(range.max)
    ? `, ${grouped(range.min)} to ${grouped(range.max)}`
    : `, at least ${grouped(range.min)}`;
}

/** Markdown reads `<key>` as HTML. */
function plain(text: string): string {
  return text.replaceAll("<", "\\<");
}

function coded(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

/** A key is formatted as code; words around it are not. */
function asCode(right: string): string {
  return /^\w+$/.test(right) ? `\`${right}\`` : right;
}
