// Liquid as Studio renders it: LiquidJS held to Studio's filters, tags and limits.
// Source: twilio.com/docs/studio/user-guide/liquid-template-language; what a fault does: twilio.com/docs/api/errors/81018

import { Context, ForTag, filters, Liquid, type Template } from "liquidjs";
import { isObject } from "../definition/json.ts";
import { holdsLiquid } from "./holdsLiquid.ts";
import { liquidParts } from "./liquidParts.ts";
import { pacific, parseDate } from "./pacific.ts";

/** Longest rendered value, in bytes. Source: Twilio's page on Liquid. */
export const maxRenderedBytes = 16_384;
/** A loop stops after so many rounds. Source: Twilio's page on Liquid. */
export const maxIterations = 15;

/**
 * `to_json` is Twilio's. The others are those Twilio names or deployed flows use, and the rest of Shopify's classic set,
 * which is assumed: Twilio's full list is written nowhere.
 */
export const filterNames = [
  ...[
    "to_json",
    "append",
    "capitalize",
    "ceil",
    "date",
    "default",
    "divided_by",
    "downcase",
    "escape",
    "first",
  ],
  ...[
    "floor",
    "join",
    "last",
    "lstrip",
    "map",
    "minus",
    "modulo",
    "plus",
    "prepend",
    "remove",
    "replace",
    "round",
    "rstrip",
    "size",
  ],
  ...[
    "slice",
    "sort",
    "split",
    "strip",
    "strip_html",
    "strip_newlines",
    "times",
    "truncate",
    "upcase",
    "url_encode",
  ],
];

/** Seen in deployed flows or documented (assign, case, comment, for, if, unless), and what belongs to a loop or stands for plain text. */
const tagNames = ["assign", "break", "capture", "case", "comment", "continue", "for", "if", "raw", "unless"];

export interface RenderResult {
  /** Empty after a fault. */
  text: string;
  /** Set when an output (`{{ … }}`) had nothing to write. */
  isEmptied?: true;
  /** Why Studio would warn (81018), in a few words. */
  fault?: string;
}

/**
 * Renders a template. Unknown paths are empty, objects and lists are written as JSON, and a fault anywhere empties the
 * whole text: syntax, an unknown tag or filter, an index outside a list, more than 16 KB.
 *
 * @param now the present for `"now"`; dates are read and written in US Pacific time
 */
export function renderLiquid(template: string, context: object, now: Date): RenderResult {
  if (!holdsLiquid(template)) return { text: template };
  try {
    const reading = new StudioContext(context, now);
    const rendered: unknown = studioLiquid.renderSync(parseOnce(template), reading);
    const text = String(rendered);
    const bytes = Buffer.byteLength(text);
    if (bytes > maxRenderedBytes)
      return { text: "", fault: `renders to ${bytes} bytes, more than ${maxRenderedBytes}` };
    return reading.isEmptied ? { text, isEmptied: true } : { text };
  } catch (error) {
    return { text: "", fault: reasonOf(error) };
  }
}

/** What is wrong with a template before it is rendered. */
export interface LiquidFault {
  kind: "syntax" | "unknown_tag" | "unknown_filter";
  reason: string;
  /** Set where any Liquid would say so: a tag or output without an end. LiquidJS is stricter than others in the rest. */
  certain: boolean;
}

/** A template as far as it can be read without rendering it. */
export interface LiquidReading {
  fault?: LiquidFault;
  /** Paths it reads from the context, as `["widgets", "ask", "inbound", "Body"]`; none where it does not parse. */
  paths: (string | number)[][];
}

/** Reads a template. Of one longer than any value can be rendered the paths are left out. Not to be changed: it is kept. */
export function readLiquid(template: string): LiquidReading {
  return holdsLiquid(template) ? readOnce(template) : { paths: [] };
}

const readOnce = memoizeRecent((template): LiquidReading => {
  try {
    return { paths: pathsIn(studioLiquid, template) };
  } catch (error) {
    return readFaulty(template, reasonOf(error));
  }
});

function readFaulty(template: string, reason: string): LiquidReading {
  try {
    const paths = pathsIn(lenientLiquid, template);
    return { fault: { kind: "unknown_filter", reason, certain: false }, paths };
  } catch {
    // What belongs to a tag is a tag out of its place.
    const isTag = /^tag "(?!else|elsif|when|end)\w+" not found/.test(reason);
    const kind = isTag ? "unknown_tag" : "syntax";
    return { fault: { kind, reason, certain: isUnclosed(template, reason) }, paths: [] };
  }
}

/** LiquidJS reads over an end inside quotation marks; others may not. */
function isUnclosed(template: string, reason: string): boolean {
  if (!reason.endsWith(" not closed")) return false;
  if (reason.startsWith("tag {%")) return true;
  const last = Math.max(template.lastIndexOf("{{"), template.lastIndexOf("{%"));
  return !/[}%]\}/.test(template.slice(last));
}

function pathsIn(liquid: Liquid, template: string): (string | number)[][] {
  const templates = liquid === studioLiquid ? parseOnce(template) : parse(liquid, template);
  // LiquidJS takes the square of the number of outputs to find their paths.
  if (template.length > maxRenderedBytes) return [];
  const paths: unknown[][] = liquid.globalVariableSegmentsSync(templates);
  // A path inside a path (`a[b.c]`) stands nested; what it selects is known at run time only.
  return paths.map((path) => path.slice(0, firstDynamic(path)).filter(isSegment));
}

function firstDynamic(path: unknown[]): number {
  const index = path.findIndex((segment) => !isSegment(segment));
  return index < 0 ? path.length : index;
}

function isSegment(segment: unknown): segment is string | number {
  return typeof segment === "string" || typeof segment === "number";
}

class StudioContext extends Context {
  readonly now: Date;
  isEmptied = false;

  constructor(scope: object, now: Date) {
    super(scope, studioLiquid.options, {}, { liquid: studioLiquid });
    this.now = now;
  }

  override readProperty(...[object, key]: Parameters<Context["readProperty"]>): unknown {
    if (Array.isArray(object) && typeof key === "number" && (key >= object.length || key < -object.length))
      throw new Error(`index ${key} is outside a list of ${object.length}`);
    return super.readProperty(object, key);
  }
}

class StudioFor extends ForTag {
  constructor(...args: ConstructorParameters<typeof ForTag>) {
    super(...args);
    this.templates.unshift({
      token: args[0],
      render(context: Context) {
        if (Number(context.getSync(["forloop", "index0"])) >= maxIterations) context.breakCalled = true;
      },
    });
  }
}

const standardDate = filters.date;

function createLiquid(strictFilters: boolean): Liquid {
  const liquid = new Liquid({
    strictFilters,
    ownPropertyOnly: true,
    timezoneOffset: pacific,
    locale: "en-US",
    outputEscape: writeOutput,
    // A template cannot be larger than what may hold it; ranges like (1..1000000000) stop here too.
    memoryLimit: 10_000_000,
  });
  for (const name of Object.keys(liquid.filters))
    if (!filterNames.includes(name)) liquid.unregisterFilter(name);
  for (const name of Object.keys(liquid.tags)) if (!tagNames.includes(name)) delete liquid.tags[name];
  liquid.registerTag("for", StudioFor);
  liquid.registerFilter("to_json", (value: unknown) => JSON.stringify(value ?? null));
  liquid.registerFilter("divided_by", divide);
  liquid.registerFilter("date", function (value: unknown, format: unknown) {
    if (typeof standardDate !== "function") return value;
    const now = this.context instanceof StudioContext ? this.context.now : new Date();
    return standardDate.call(this, asDate(value, now), format);
  });
  return liquid;
}

const studioLiquid = createLiquid(true);
const lenientLiquid = createLiquid(false);

function parse(liquid: Liquid, template: string): Template[] {
  const code = liquidParts(template)
    .map(({ kind, text }) => (kind === "plain" ? "" : text))
    .join("");
  const unquoted = code.replaceAll(/"[^"]*"|'[^']*'|\{%-?\s*(comment|raw).*?(endcomment|endraw)/gs, "");
  // LiquidJS takes any letter in a name, Studio does not.
  const beyondAscii = /[^\p{ASCII}]+/u.exec(unquoted);
  if (beyondAscii) throw new Error(`"${beyondAscii[0]}" cannot stand in a name`);
  const templates = liquid.parse(template);
  // LiquidJS reads over a last filter without a name.
  if (/\|\s*-?[%}]\}/.test(unquoted)) throw new Error('the name of a filter is missing behind "|"');
  return templates;
}

/** A flow renders the same texts in every run. */
const parseOnce = memoizeRecent((template) => parse(studioLiquid, template));

/** A flow has a few hundred texts; one made at run time may be another each time. */
const maxKept = 2_000;

/** Computes once for each of the texts last asked for. What throws is computed again. */
function memoizeRecent<Value extends object>(compute: (text: string) => Value): (text: string) => Value {
  const kept = new Map<string, Value>();
  return (text) => {
    const value = kept.get(text) ?? compute(text);
    kept.delete(text);
    kept.set(text, value);
    if (kept.size > maxKept) {
      const [oldest = ""] = kept.keys();
      kept.delete(oldest);
    }
    return value;
  };
}

function reasonOf(error: unknown): string {
  const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return line.replace(/, line:\d+, col:\d+$/, "");
}

/** What an output writes. LiquidJS calls it as it calls a filter. */
function writeOutput(this: unknown, value: unknown): string {
  const text = asText(value);
  if (text === "" && isObject(this) && this.context instanceof StudioContext) this.context.isEmptied = true;
  return text;
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" && !(value instanceof Date) ? JSON.stringify(value) : String(value);
}

/** Whole numbers stay whole, as in Liquid everywhere but in LiquidJS. */
function divide(dividend: unknown, divisor: unknown): number {
  const [a, b] = [Number(dividend), Number(divisor)];
  if (b === 0) throw new Error("divided by 0");
  return Number.isInteger(a) && Number.isInteger(b) ? Math.floor(a / b) : a / b;
}

function asDate(value: unknown, now: Date): unknown {
  if (value === "now" || value === "today") return now;
  if (typeof value !== "string" || /^\d+$/.test(value)) return value;
  return parseDate(value) ?? value;
}
