// Parses TwiML into verbs. Source: twilio.com/docs/voice/twiml

import { XMLParser, XMLValidator } from "fast-xml-parser";
import type { TwimlElement } from "../state/calls.ts";

/** A node of fast-xml-parser with `preserveOrder`: one key besides `:@`. */
type Node = { ":@"?: Record<string, string>; "#text"?: string } & { [name: string]: unknown };

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Without it `&#8211;`, as Python writes it, is not decoded.
  htmlEntities: true,
});

/**
 * Returns the verbs of a `<Response>`. An empty string is a response without verbs.
 *
 * @throws Error with code 12100 if it is not XML, 12102 if its root is another element
 * @see twilio.com/docs/api/errors/12100, 12102
 */
export function parseTwiml(text: string): TwimlElement[] {
  if (text.trim() === "") return [];
  const valid = XMLValidator.validate(text);
  if (valid !== true) {
    throw new Error(`12100: the TwiML is not XML (line ${valid.err.line}): ${valid.err.msg}`);
  }
  const [root] = readElements(parseXml(text));
  if (root?.name !== "Response") {
    throw new Error(`12102: expected <Response> as the root of the TwiML, found <${root?.name ?? ""}>`);
  }
  return root.children;
}

function parseXml(text: string): Node[] {
  try {
    return parser.parse(text);
  } catch (error) {
    throw new Error(`12100: the TwiML cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

function readElements(nodes: Node[]): TwimlElement[] {
  return nodes.flatMap((node) => {
    const name = nameOf(node);
    if (name === undefined) return [];
    const inside = node[name] as Node[];
    return [
      { name, attributes: node[":@"] ?? {}, text: textOf(inside).trim(), children: readElements(inside) },
    ];
  });
}

function nameOf(node: Node): string | undefined {
  return Object.keys(node).find((key) => key !== ":@" && key !== "#text");
}

function textOf(nodes: Node[]): string {
  return nodes
    .map((node) => {
      const name = nameOf(node);
      return name === undefined ? (node["#text"] ?? "") : textOf(node[name] as Node[]);
    })
    .join("");
}
