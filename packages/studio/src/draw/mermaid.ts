// A flow as a Mermaid flowchart, for Markdown.

import type { MermaidOptions } from "./picture/options.ts";
import { type Card, type Exit, type Picture, pictureOf } from "./picture/picture.ts";
import { oneLine, shorten } from "./picture/plainText.ts";

/**
 * Draws a flow as a Mermaid `flowchart`: a node for every widget, an edge for every transition that leads somewhere.
 * GitHub displays it in a Markdown fence with the language `mermaid`, up to 50,000 characters or 500 edges, which flows of
 * about 250 widgets reach.
 *
 * Any definition can be drawn. No name or string in it can end a label, a line or the fence around the chart: node ids are
 * numbers, and every character with a meaning in Mermaid, Markdown or HTML is written as `#…;`.
 *
 * @example
 * ```ts
 * import { defineFlow, sayPlay } from "@tac-handoff/studio";
 * import { drawMermaid } from "@tac-handoff/studio/draw";
 *
 * const flow = defineFlow({ trigger: { incomingCall: "hello" }, widgets: { hello: sayPlay({ say: "Hello." }) } });
 *
 * drawMermaid(flow, { direction: "right" }).split("\n")[0]; // → "flowchart LR"
 * ```
 */
export function drawMermaid(definition: unknown, options: MermaidOptions = {}): string {
  const picture = pictureOf(definition, options);
  const edges = edgesOf(picture);
  const lines = [
    ...picture.cards.map((card, place) => `${idOf(place)}${nodeOf(card)}`),
    ...edges.map(({ text }) => text),
    ...classLines(picture, edges),
  ];
  return [
    `flowchart ${options.direction === "right" ? "LR" : "TD"}`,
    ...lines.map((line) => `  ${line}`),
    "",
  ].join("\n");
}

const shapes: Readonly<Record<Card["purpose"], readonly [open: string, close: string]>> = {
  trigger: ["([", "])"],
  logic: ["{{", "}}"],
  message: ["(", ")"],
  call: ["[/", "/]"],
  flex: ["[[", "]]"],
  request: ["[(", ")]"],
  retired: ["[", "]"],
  unknown: ["[", "]"],
  missing: [">", "]"],
};

const changeSigns = { added: "+ ", removed: "− ", changed: "~ " };

function nodeOf(card: Card): string {
  const [open, close] = shapes[card.purpose];
  const name = `${card.change ? changeSigns[card.change] : ""}${shorten(oneLine(card.name), 60) || "(no name)"}`;
  const remarks = [
    shorten(oneLine(card.title), 40),
    ...(card.formerName === undefined ? [] : [`was ${shorten(oneLine(card.formerName), 60)}`]),
    ...(card.unreachable ? ["unreachable"] : []),
    ...(card.last ? [`${card.last}, step ${card.steps.at(-1)}`] : []),
  ];
  return `${open}"${[name, ...remarks].map(escapeLabel).join("<br/>")}"${close}`;
}

interface Edge {
  text: string;
  classes: string[];
}

function edgesOf({ cards }: Picture): Edge[] {
  return cards.flatMap((card, from) =>
    card.exits.flatMap((exit, index) => {
      if (exit.to === undefined) return [];
      const target = cards[exit.to];
      // A separate node that only names the widget, if lines to the widget itself would hide others.
      const stub = exit.reference
        ? `${idOf(from)}x${index}(["→ ${escapeLabel(shorten(oneLine(target?.name ?? ""), 60))}"])`
        : "";
      return [{ text: `${idOf(from)} ${arrowOf(exit)} ${stub || idOf(exit.to)}`, classes: classesOf(exit) }];
    }),
  );
}

function arrowOf(exit: Exit): string {
  const sign = exit.change ? changeSigns[exit.change] : "";
  const steps = exit.steps.length > 0 ? `${stepsOf(exit)} · ` : "";
  const label = escapeLabel(`${steps}${sign}${shorten(exit.label, 60)}`);
  const line = exit.steps.length > 0 ? "==>" : exit.failure || exit.change === "removed" ? "-.->" : "-->";
  return `${line}|"${label}"|`;
}

function stepsOf({ steps }: Exit): string {
  return steps.length > 3 ? `${steps[0]} … ${steps.at(-1)}` : steps.join(", ");
}

function classesOf({ change, failure, steps }: Exit): string[] {
  if (steps.length > 0) return ["ran"];
  if (change) return [change];
  return failure ? ["failure"] : [];
}

/** Fill and text colour belong together, so that both are legible in GitHub's light and dark themes. */
export const nodeColours = {
  trigger: "fill:#5b6678,stroke:#3d4654,color:#ffffff",
  logic: "fill:#ede7fa,stroke:#8a63d2,color:#2b1a55",
  message: "fill:#e0f2e5,stroke:#2f8f4e,color:#123d20",
  call: "fill:#dceefa,stroke:#1f7fb8,color:#0d3550",
  flex: "fill:#fde6da,stroke:#c2410c,color:#5a1d04",
  request: "fill:#fbeed2,stroke:#b7791f,color:#4d3206",
  retired: "fill:#eeeeee,stroke:#8d8d8d,color:#333333,stroke-dasharray:4 3",
  unknown: "fill:#eeeeee,stroke:#8d8d8d,color:#333333",
  missing: "fill:#fde0de,stroke:#d1332b,color:#5c100c,stroke-dasharray:4 3",
  added: "stroke:#1a7f37,stroke-width:4px",
  removed: "stroke:#d1332b,stroke-width:3px,stroke-dasharray:7 4",
  changed: "stroke:#b7791f,stroke-width:4px",
  ran: "stroke:#0b5cd6,stroke-width:4px",
  // No opacity, which would fade the text as well.
  faded: "fill:#f1f2f5,stroke:#c4cad4,color:#566072",
};

const edgeColours: Readonly<Record<string, string>> = {
  failure: "stroke:#d1332b",
  added: "stroke:#1a7f37,stroke-width:3px",
  removed: "stroke:#d1332b,stroke-width:2px",
  ran: "stroke:#0b5cd6,stroke-width:4px",
  faded: "stroke-opacity:0.45",
};

function classLines(picture: Picture, edges: readonly Edge[]): string[] {
  const { cards, showsPath } = picture;
  const members = new Map<keyof typeof nodeColours, string[]>();
  cards.forEach((card, place) => {
    const isFaded = showsPath && card.steps.length === 0;
    const own = [
      isFaded ? ("faded" as const) : card.purpose,
      ...(card.change ? [card.change] : []),
      ...(showsPath && !isFaded ? (["ran"] as const) : []),
    ];
    for (const name of own) members.set(name, [...(members.get(name) ?? []), idOf(place)]);
  });
  const styled = new Map<string, number[]>();
  edges.forEach(({ classes }, place) => {
    const own = classes.length === 0 && showsPath ? ["faded"] : classes;
    for (const name of own) styled.set(name, [...(styled.get(name) ?? []), place]);
  });
  return [
    ...[...members].flatMap(([name, ids]) => [
      // `call` alone is a reserved word in Mermaid.
      `classDef ${name}Widget ${nodeColours[name]}`,
      `class ${ids.join(",")} ${name}Widget`,
    ]),
    ...[...styled].map(([name, places]) => `linkStyle ${places.join(",")} ${edgeColours[name]}`),
  ];
}

function idOf(place: number): string {
  return `w${place}`;
}

/**
 * Escapes the text of a quoted label: every ASCII punctuation character as an entity code, and the two letters with which
 * Mermaid marks such codes internally. Commas are kept, and `_` and `-` within a word, where they have no meaning in
 * Markdown, so that names stay legible.
 * Source: mermaid.js.org/syntax/flowchart.html, "Entity codes to escape characters"
 */
function escapeLabel(text: string): string {
  return text.replaceAll(/[!-/:-@[-`{-~]|[\ufb02\u00b6]/g, (sign, place: number) =>
    sign === "," || (/[_-]/.test(sign) && isWithinWord(text, place)) ? sign : `#${sign.codePointAt(0)};`,
  );
}

function isWithinWord(text: string, place: number): boolean {
  return /^[\p{L}\p{N}].[\p{L}\p{N}]$/u.test(text.slice(place - 1, place + 2));
}
