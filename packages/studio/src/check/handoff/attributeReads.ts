// Where a template reads the attributes of a hand-off, and with what it compares them.

import { type LiquidPart, liquidParts } from "../../liquid/liquidParts.ts";

/** Where flows have the payload: TAC's parameters of an execution, and the variable of the hand-off flow. */
const payload = String.raw`flow\.(?:data\.HandoffData|variables\.handoff)`;
const attribute = String.raw`${payload}\.attributes(?:\.([A-Za-z_]\w*)|\[\s*(?:"([^"]*)"|'([^']*)')\s*\])`;
const quoted = `"[^"]*"|'[^']*'`;

export interface AttributeRead {
  name: string;
  /** Strings that the template compares it with. */
  compared: string[];
}

/** Lists the attributes that a template reads, also by a name that it has assigned to the payload or to its attributes. */
export function attributeReads(template: string): AttributeRead[] {
  if (!/\bHandoffData\b|\bhandoff\b/.test(template)) return [];
  const reads: AttributeRead[] = [];
  let subject: AttributeRead | undefined; // of a case tag
  for (const code of withoutAliases(template)) {
    const tag = /^\{%-?\s*(\w+)/.exec(code)?.[1];
    const found = [...code.matchAll(new RegExp(attribute, "g"))].map(
      ([, ...names]): AttributeRead => ({ name: firstOf(names), compared: [] }),
    );
    reads.push(...found, ...comparisonsIn(code));
    if (tag === "case") subject = found[0];
    else if (tag === "when")
      subject?.compared.push(...[...code.matchAll(new RegExp(quoted, "g"))].map(unquote));
    else if (tag === "endcase") subject = undefined;
  }
  return reads;
}

/** The attribute that is the whole value of a template; undefined if it is anything else. */
export function attributeAlone(template: string): string | undefined {
  // Comparisons of a split ignore case and blanks, so these filters change nothing.
  const filters = String.raw`(?:\|\s*(?:downcase|upcase|strip|lstrip|rstrip)\s*)*`;
  const [, ...names] =
    new RegExp(String.raw`^\s*\{\{-?\s*${attribute}\s*${filters}-?\}\}\s*$`).exec(template) ?? [];
  return names.length === 0 ? undefined : firstOf(names);
}

function comparisonsIn(code: string): AttributeRead[] {
  const compared = (name: string, text: string | undefined) => ({ name, compared: [unquote([text ?? ""])] });
  const after = new RegExp(String.raw`${attribute}\s*(?:==|!=)\s*(${quoted})`, "g");
  const before = new RegExp(String.raw`(${quoted})\s*(?:==|!=)\s*${attribute}`, "g");
  return [
    ...[...code.matchAll(after)].map(([, a, b, c, text]) => compared(firstOf([a, b, c]), text)),
    ...[...code.matchAll(before)].map(([, text, ...names]) => compared(firstOf(names), text)),
  ];
}

/**
 * The Liquid of a template, in which names that `assign` gives to the payload or a part of it are replaced by the path:
 * `{% assign a = flow.data.HandoffData.attributes %}{{a.topic}}`.
 */
function withoutAliases(template: string): string[] {
  const aliases = new Map<string, string>();
  const shown = template.replaceAll(/\{%-?\s*(comment|raw)\b.*?\bend\1\s*-?%\}/gs, "");
  return liquidParts(shown)
    .filter(({ kind }) => kind !== "plain")
    .map(({ text }: LiquidPart) => {
      const [, name, value = ""] = /^\{%-?\s*assign\s+([\w-]+)\s*=(.*?)-?%\}$/s.exec(text) ?? [];
      if (name === undefined) return replaceAliases(text, aliases);
      const expanded = replaceAliases(value, aliases).trim();
      if (new RegExp(`^${payload}(\\.attributes)?$`).test(expanded)) aliases.set(name, expanded);
      else aliases.delete(name);
      return `{% assign = ${expanded} %}`;
    });
}

function replaceAliases(code: string, aliases: ReadonlyMap<string, string>): string {
  if (aliases.size === 0) return code;
  return code
    .split(new RegExp(`(${quoted})`))
    .map((piece, index) =>
      index % 2 === 1
        ? piece
        : piece.replaceAll(/(?<![\w.-])[A-Za-z_][\w-]*/g, (word) => aliases.get(word) ?? word),
    )
    .join("");
}

function firstOf(names: readonly (string | undefined)[]): string {
  return names.find((name) => name !== undefined) ?? "";
}

function unquote([text = ""]: readonly string[]): string {
  return text.slice(1, -1);
}
