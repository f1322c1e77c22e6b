// Liquid as Studio renders it: LiquidJS restricted to Studio's filters, tags and limits.
// Source: twilio.com/docs/studio/user-guide/liquid-template-language; the effect of an error: twilio.com/docs/api/errors/81018

import { Context, ForTag, Liquid, type Template } from "liquidjs";
import { isObject } from "../definition/json.ts";
import { markFractions, registerFilters } from "./filters.ts";
import { holdsLiquid } from "./holdsLiquid.ts";
import { liquidParts } from "./liquidParts.ts";
import { pacific } from "./pacific.ts";

/** Longest rendered value, in bytes. Source: Twilio's page on Liquid. */
export const maxRenderedBytes = 16_384;
/** The end of the fault of a longer value. */
export const tooLongReason = `more than ${maxRenderedBytes}`;
/** Maximum number of loop iterations. Source: Twilio's page on Liquid. */
const maxIterations = 15;

/**
 * `to_json` is Twilio's. The others are those that Twilio documents or deployed flows use, and the rest of Shopify's
 * classic set, which is assumed: Twilio's full list is not public.
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

/** Documented or used in deployed flows (assign, case, comment, for, if, unless), and tags for loops and plain text. */
const tagNames = ["assign", "break", "capture", "case", "comment", "continue", "for", "if", "raw", "unless"];

export interface RenderResult {
  /** Empty after an error. */
  text: string;
  /** Set if an output (`{{ … }}`) rendered nothing. */
  isEmptied?: true;
  /** Why Studio would warn (81018), in a few words. */
  fault?: string;
}

/**
 * Renders a template. Unknown paths are empty, objects and lists are written as JSON, and an error anywhere makes the
 * whole value empty: syntax, an unknown tag or filter, an index outside a list, more than 16 KB.
 *
 * @param now the time of `"now"`; dates are read and written in US Pacific time
 */
export function renderLiquid(template: string, context: object, now: Date): RenderResult {
  if (!holdsLiquid(template)) return { text: template };
  try {
    const reading = new StudioContext(context, now);
    const rendered: unknown = studioLiquid.renderSync(parseOnce(template), reading);
    const text = String(rendered);
    const bytes = Buffer.byteLength(text);
    if (bytes > maxRenderedBytes) return { text: "", fault: `renders to ${bytes} bytes, ${tooLongReason}` };
    return reading.isEmptied ? { text, isEmptied: true } : { text };
  } catch (error) {
    return { text: "", fault: reasonOf(error) };
  }
}

/** A fault of a template that is found before rendering. */
export interface LiquidFault {
  kind: "syntax" | "unknown_tag" | "unknown_filter";
  reason: string;
  /** Set if every Liquid implementation would report it: a tag or output without an end. Otherwise LiquidJS may be stricter. */
  certain: boolean;
}

/** The information about a template that does not require rendering. */
export interface LiquidReading {
  fault?: LiquidFault;
  /** Paths it reads from the context, such as `["widgets", "ask", "inbound", "Body"]`; none if it does not parse. */
  paths: (string | number)[][];
}

/** Reads a template, without paths if it is longer than any rendered value. The result is cached and must not be changed. */
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
    // The inner tags of a block are known, but used in the wrong place.
    const isTag = /^tag "(?!else|elsif|when|end)\w+" not found/.test(reason);
    const kind = isTag ? "unknown_tag" : "syntax";
    return { fault: { kind, reason, certain: isUnclosed(template, reason) }, paths: [] };
  }
}

/** LiquidJS ignores an end inside quotation marks; other implementations may not. */
function isUnclosed(template: string, reason: string): boolean {
  if (!reason.endsWith(" not closed")) return false;
  if (reason.startsWith("tag {%")) return true;
  const last = Math.max(template.lastIndexOf("{{"), template.lastIndexOf("{%"));
  return !/[}%]\}/.test(template.slice(last));
}

function pathsIn(liquid: Liquid, template: string): (string | number)[][] {
  const templates = liquid === studioLiquid ? parseOnce(template) : parse(liquid, template);
  // LiquidJS takes quadratic time to find the paths of outputs.
  if (template.length > maxRenderedBytes) return [];
  const paths: unknown[][] = liquid.globalVariableSegmentsSync(templates);
  // A path inside a path (`a[b.c]`) is nested; what it selects is known only at run time.
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

function createLiquid(strictFilters: boolean): Liquid {
  const liquid = new Liquid({
    strictFilters,
    ownPropertyOnly: true,
    timezoneOffset: pacific,
    locale: "en-US",
    outputEscape: writeOutput,
    // Far more than any flow needs; it also stops ranges such as (1..1000000000).
    memoryLimit: 10_000_000,
  });
  for (const name of Object.keys(liquid.filters))
    if (!filterNames.includes(name)) liquid.unregisterFilter(name);
  for (const name of Object.keys(liquid.tags)) if (!tagNames.includes(name)) delete liquid.tags[name];
  liquid.registerTag("for", StudioFor);
  registerFilters(liquid, (context) => (context instanceof StudioContext ? context.now : new Date()));
  return liquid;
}

const studioLiquid = createLiquid(true);
const lenientLiquid = createLiquid(false);

function parse(liquid: Liquid, template: string): Template[] {
  const code = liquidParts(template)
    .map(({ kind, text }) => (kind === "plain" ? "" : text))
    .join("");
  const unquoted = code.replaceAll(/"[^"]*"|'[^']*'|\{%-?\s*(comment|raw).*?(endcomment|endraw)/gs, "");
  // LiquidJS accepts any letter in a name, Studio does not.
  const beyondAscii = /[^\p{ASCII}]+/u.exec(unquoted);
  if (beyondAscii) throw new Error(`"${beyondAscii[0]}" is not allowed in a name`);
  const templates = liquid.parse(markFractions(template));
  // LiquidJS ignores a last filter without a name.
  if (/\|\s*-?[%}]\}/.test(unquoted)) throw new Error('a filter name is missing after "|"');
  return templates;
}

/** A flow renders the same templates in every run. */
const parseOnce = memoizeRecent((template) => parse(studioLiquid, template));

/** A flow has a few hundred templates, but one built at run time may be different each time. */
const maxKept = 2_000;

/** Caches the results of recent calls. A call that throws is computed again. */
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

/** Renders an output. LiquidJS calls it like a filter. */
function writeOutput(this: unknown, value: unknown): string {
  const text = asText(value);
  if (text === "" && isObject(this) && this.context instanceof StudioContext) this.context.isEmptied = true;
  return text;
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" && !(value instanceof Date) ? JSON.stringify(value) : String(value);
}
