// Filters that Studio has and LiquidJS does not, or that differ.

import { type Context, filters, type Liquid } from "liquidjs";
import { liquidParts } from "./liquidParts.ts";
import { parseDate, zoneName } from "./pacific.ts";

/** Division with a fraction involved; `markFractions` writes it, since LiquidJS reads 4.0 as 4. */
const divideFraction = "divided_by_fraction";

/** @param nowOf returns the time of `"now"` */
export function registerFilters(liquid: Liquid, nowOf: (context: Context) => Date): void {
  liquid.registerFilter("to_json", (value: unknown) => JSON.stringify(value ?? null));
  liquid.registerFilter("divided_by", (dividend: unknown, divisor: unknown) => divide(dividend, divisor));
  liquid.registerFilter(divideFraction, (dividend: unknown, divisor: unknown) =>
    divide(dividend, divisor, "fraction"),
  );
  liquid.registerFilter("date", function (value: unknown, format: unknown) {
    if (typeof filters.date !== "function") return value;
    const date = asDate(value, nowOf(this.context));
    return filters.date.call(this, date, studioFormat(format, date));
  });
}

/** Division of integers is integer division, as in Liquid but not in LiquidJS. */
function divide(dividend: unknown, divisor: unknown, kind?: "fraction"): number {
  const [a, b] = [Number(dividend), Number(divisor)];
  if (b === 0) throw new Error("divided by 0");
  const isFraction = kind === "fraction" || [dividend, divisor].some((each) => /[.]/.test(String(each)));
  return isFraction ? a / b : Math.floor(a / b);
}

/** Renames the division in each output or tag that has a fraction (4.0) before it or as its divisor. */
export function markFractions(template: string): string {
  if (!template.includes("divided_by")) return template;
  return liquidParts(template)
    .map(({ kind, text }) => (kind === "plain" ? text : markPart(text)))
    .join("");
}

function markPart(text: string): string {
  let hasFraction = false;
  return text.replaceAll(
    /"[^"]*"|'[^']*'|\b\d+\.\d+\b|\bdivided_by\b(\s*:\s*\d+\.\d+)?/g,
    (found, divisor: string | undefined) => {
      if (/^\d/.test(found)) hasFraction = true;
      if (!found.startsWith("divided_by")) return found;
      hasFraction ||= divisor !== undefined;
      return hasFraction ? `${divideFraction}${divisor ?? ""}` : found;
    },
  );
}

function asDate(value: unknown, now: Date): unknown {
  if (value === "now" || value === "today") return now;
  if (typeof value !== "string" || /^\d+$/.test(value)) return value;
  return parseDate(value) ?? value;
}

/** Studio writes `%s` as it is, as measured on an account, and LiquidJS writes `%Z` as America/Los_Angeles. */
function studioFormat(format: unknown, date: unknown): unknown {
  if (typeof format !== "string") return format;
  const moment = date instanceof Date ? date : new Date(Number(date) * 1_000);
  return format.replaceAll(/%%|%s|%Z/g, (found) => {
    if (found === "%s") return "%%s";
    return found === "%Z" && !Number.isNaN(moment.getTime()) ? zoneName(moment) : found;
  });
}
