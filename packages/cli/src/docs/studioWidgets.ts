// docs/studio-widgets.md: every widget type, from the table that builder, check and simulation run on.

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
    prose(`Every type of widget that a flow can have, as far as it is known: from Twilio's documentation and published
      schema, from public clients, and from exports of deployed flows. Twilio's own check is strict about JSON types and
      lets unknown properties pass, so that a misspelt one shows only when the flow runs.`),
    prose(`**Type**: "text" stands for a JSON string; where Liquid is rendered in it, it says so. A number or boolean that
      Twilio wants as a string is called so. **Certainty** is named where no client, schema or deployed flow has the
      property: "documented" is Twilio's prose alone, "inferred" is taken over from another widget. Every widget also has
      \`offset\`, its position on the canvas, which means nothing at run time.`),
    prose(`**Outputs** are read as \`widgets.<name>.<output>\` when the widget has ended. What else can go wrong in a flow:
      [studio-issues.md](studio-issues.md).`),
    table(
      ["Type", "Name in the Console", "For"],
      Object.entries(types).map(([type, { title, purpose }]) => [
        `[\`${type}\`](#${type})`,
        title,
        purposes[purpose],
      ]),
    ),
    prose(`Of these nothing but the name is known: ${coded(namesOnly)}. Twilio's check knows about a dozen more, which are
      listed nowhere.`),
    ...Object.entries(types).flatMap(([type, row]) => section(type, row)),
  ]);
}

const purposes: Record<WidgetType["purpose"], string> = {
  trigger: "start",
  logic: "deciding, remembering",
  message: "messages",
  call: "calls",
  flex: "agents",
  request: "other programs",
  retired: "switched off",
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
    prose(`${title}. ${plain(note)}`),
    prose(`Events: ${row.events.map((event) => `\`${event}\`${whenItComes(row, event)}`).join(", ")}.`),
    prose(`Works in executions started by ${coded(row.triggers)}.`),
    rows.length > 0 ? table(["Property", "Type", "Needed", "Default", "What it is"], rows) : "",
    wrongNames.length > 0 ? prose(`Names that do not work: ${wrongNames.join(", ")}.`) : "",
    outputs(row),
    prose(`Source: ${row.source}.`),
  ];
}

function whenItComes({ failures, gives = {} }: WidgetType, event: string): string {
  const under = Object.hasOwn(failures, event) ? failures[event] : undefined;
  const given = Object.hasOwn(gives, event) ? gives[event] : undefined;
  if (given) return ` (from here on as if \`${given}\` had started the execution, too)`;
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
  const said = [plain(note), certainty === undefined ? "" : `Certainty: ${certainty}.`].filter(
    (each) => each !== "",
  );
  const own = [
    `\`${path}\``,
    typeOf(inner),
    isOptional ? "" : "yes",
    preset === undefined ? "" : `\`${typeof preset === "string" ? preset : JSON.stringify(preset)}\``,
    said.join(" "),
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
  if (range) return `number as text${within(range)}${rendered}`;
  const formats = { url: "URL", json: "JSON as text", secret: "text, secret", sid: "SID" };
  return `${format ? formats[format] : "text"}${rendered}`;
}

function within(range: { min: number; max: number } | undefined): string {
  if (!range || !Number.isFinite(range.min)) return "";
  const grouped = (value: number) => value.toLocaleString("en-GB");
  return Number.isFinite(range.max)
    ? `, ${grouped(range.min)} to ${grouped(range.max)}`
    : `, at least ${grouped(range.min)}`;
}

/** Markdown takes `<key>` for HTML. */
function plain(text: string): string {
  return text.replaceAll("<", "\\<");
}

function coded(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

/** A key stands as code; words around it do not. */
function asCode(right: string): string {
  return /^\w+$/.test(right) ? `\`${right}\`` : right;
}
