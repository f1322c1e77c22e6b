// Reads JSON with Liquid in a string, such as the attributes of Send to Flex, as data; the Liquid is kept as written.

import { parse, type ValueNode } from "@humanwhocodes/momoa";

/** A value that contains Liquid, as written, including quotation marks and the tags around it. */
export class LiquidValue {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  /** The string between the quotation marks, or the value itself if there are none. */
  get text(): string {
    return /^".*"$/s.test(this.source) ? this.source.slice(1, -1) : this.source;
  }
}

export interface JsonText {
  /** An object or a list; values that contain Liquid are LiquidValues. */
  value: unknown;
  /** Standalone tags, such as `{% assign … %}`. */
  statements: string;
  /** Whether there are tags between the members, so that their order may matter. */
  hasTags: boolean;
}

const liquid = /\{\{.*?\}\}|\{%.*?%\}/gs;

/**
 * Reads an object or a list from a string. Undefined if it is neither, whatever its Liquid renders to, or if that is not
 * clear: a repeated member, a split string, a loop.
 */
export function readJsonText(text: string): JsonText | undefined {
  if (!/^\s*[[{]/.test(text.replaceAll(/\{%.*?%\}/gs, ""))) return undefined;
  const { json, tags } = withoutLiquid(text);
  const statements: string[] = [];
  const blocks: Block[] = [];
  const open: Block[] = [];
  for (const tag of tags) {
    const word = /^\{%-?\s*(\w*)/.exec(tag.source)?.[1] ?? "";
    const around = open.at(-1);
    if (word === "assign") statements.push([...open.map(({ source }) => source), tag.source].join(""));
    else if (word === "if" || word === "unless" || word === "case") {
      const block = { source: tag.source, start: tag.start, end: text.length };
      open.push(block);
      blocks.push(block);
    } else if (around && ["else", "elsif", "when"].includes(word)) {
      around.end = tag.start;
      const block = { source: around.source + tag.source, start: tag.start, end: text.length };
      open.splice(-1, 1, block);
      blocks.push(block);
    } else if (around && ["endif", "endunless", "endcase"].includes(word)) {
      around.end = tag.start;
      open.pop();
    } else return undefined;
  }
  if (open.length > 0) return undefined;
  try {
    const { body } = parse(json, { ranges: true });
    if (body.type !== "Object" && body.type !== "Array") return undefined;
    return { value: read(body, { text, blocks }), statements: statements.join(""), hasTags: tags.length > 0 };
  } catch {
    return undefined;
  }
}

/** The part between two tags, under a condition. */
interface Block {
  source: string;
  start: number;
  end: number;
}

interface Tag {
  source: string;
  start: number;
}

/**
 * Replaces each piece of Liquid with as many harmless characters, so that positions stay the same: letters inside a
 * string, a string for an output elsewhere, spaces for a tag.
 */
function withoutLiquid(text: string): { json: string; tags: Tag[] } {
  const tags: Tag[] = [];
  let json = "";
  let inString = false;
  const copy = (part: string) => {
    json += part;
    for (const mark of part.match(/\\.|"/gs) ?? []) if (mark === '"') inString = !inString;
  };
  for (const { 0: source, index } of text.matchAll(liquid)) {
    copy(text.slice(json.length, index));
    if (inString) json += "x".repeat(source.length);
    else if (source.startsWith("{{")) json += `"${"x".repeat(source.length - 2)}"`;
    else {
      json += " ".repeat(source.length);
      tags.push({ source, start: index });
    }
  }
  copy(text.slice(json.length));
  return { json, tags };
}

interface Source {
  text: string;
  blocks: readonly Block[];
}

/** @throws Error if a member occurs twice */
function read(node: ValueNode, source: Source, within: readonly Block[] = []): unknown {
  const [start, end] = node.range ?? [0, 0];
  const around = source.blocks.filter((block) => block.start <= start && end <= block.end);
  const conditions = around.filter((block) => !within.includes(block));
  const written = source.text.slice(start, end);
  if (conditions.length > 0)
    return new LiquidValue(conditions.map((block) => block.source).join("") + written);
  switch (node.type) {
    case "Object": {
      const members = node.members.map(({ name, value }) => {
        const key = name.type === "String" ? name.value : name.name;
        const [from, to] = name.range ?? [0, 0];
        const label = source.text.slice(from, to);
        return [holdsLiquid(label) ? label : key, read(value, source, around)] as const;
      });
      if (new Set(members.map(([key]) => key)).size < members.length)
        throw new Error("a member occurs twice");
      return Object.fromEntries(members);
    }
    case "Array":
      return node.elements.map((element) => read(element.value, source, around));
    case "Null":
      return null;
    case "NaN":
    case "Infinity":
      return new LiquidValue(written);
    default:
      return holdsLiquid(written) ? new LiquidValue(written) : node.value;
  }
}

function holdsLiquid(text: string): boolean {
  return text.search(liquid) >= 0;
}

/** Replaces LiquidValues with their text. */
export function withoutMarks(value: unknown): unknown {
  if (value instanceof LiquidValue) return value.text;
  if (Array.isArray(value)) return value.map(withoutMarks);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutMarks(member)]));
}
