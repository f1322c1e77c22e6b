import fc from "fast-check";
import { expect, test } from "vitest";
import { largeFlow } from "../testing/largeFlow.ts";
import { anyFlow, flowOf, match, menu, widget } from "../testing/testFlows.ts";
import { cardWidth } from "./cardLayout.ts";
import { drawSvg } from "./svg.ts";

test("every card shows type, name, what the widget does and where each event leads", () => {
  const svg = drawSvg(menu);

  expect(textsOf(cardOf(svg, 1))).toEqual([
    "Gather Input On Call",
    "ask",
    "Press 1.",
    "keypress",
    "↺ timeout",
    "■ speech",
  ]);
  expect(textsOf(cardOf(svg, 2))).toEqual([
    "Split Based On…",
    "choice",
    "{{widgets.ask.Digits}}",
    "↺ noMatch",
    "equals 1",
  ]);
  expect(textsOf(cardOf(svg, 3))).toEqual([
    "Send to Flex",
    "person",
    "failedToEnqueue",
    "callFailure",
    "■ callComplete",
  ]);
});

test("failures and lines that lead back have their own dashes, colour and sign, which the legend explains", () => {
  const svg = drawSvg(menu);

  expect(svg.match(/<path class="line failure" d="M/g)).toHaveLength(3);
  expect(svg.match(/<path class="line back" d="M/g)).toHaveLength(3);
  expect(svg).toContain(".studio-flow .line.failure{stroke-dasharray:3 3}");
  expect(textsOf(svg).slice(-3)).toEqual(["after a failure", "↺ leads back", "■ the execution ends"]);
});

test("the path of an execution is numbered at its events, and its last widget shows whether it ended or waits", () => {
  const path = [
    { widget: "Trigger", event: "incomingCall", to: "ask" },
    { widget: "ask", event: "timeout", to: "ask" },
    { widget: "ask", event: "timeout", to: "ask" },
    { widget: "ask", event: "speech" },
  ];

  const svg = drawSvg(menu, { path });

  expect(textsOf(cardOf(svg, 1))).toEqual([
    "Gather Input On Call",
    "ended (step 4)",
    "ask",
    "Press 1.",
    "keypress",
    "4",
    "■ speech",
    "2, 3",
    "↺ timeout",
  ]);
  expect(cardOf(svg, 2)).toContain('class="faded"');
  expect(cardOf(svg, 1)).not.toContain('class="faded"');
  expect(svg).toContain("The execution went Trigger → ask → ask → ask and ended.");
});

test("a waiting execution is marked at the widget where it waits, and steps at other widgets are skipped", () => {
  const svg = drawSvg(menu, {
    path: [
      { widget: "Trigger", event: "incomingCall", to: "ask" },
      { widget: "gone", event: "next", to: "choice" },
    ],
  });

  expect(textsOf(cardOf(svg, 2))).toContain("waiting (step 3)");
  expect(svg).toContain("The execution went Trigger → choice and waits there.");
});

test("before and after are one picture, in which every change has a sign as well as a colour", () => {
  const before = flowOf(
    widget("Trigger", "trigger", { incomingCall: "greet" }),
    widget("greet", "say-play", { audioComplete: "old" }, { say: "Hello." }),
    widget("old", "say-play", {}, { say: "Old." }),
    widget("same", "say-play", {}, { say: "Same.", offset: { x: 1, y: 2 } }),
  );
  const after = flowOf(
    widget("Trigger", "trigger", { incomingCall: "hello" }),
    widget("hello", "say-play", { audioComplete: "new" }, { say: "Hello!" }),
    widget("new", "say-play", {}, { say: "New." }),
    widget("same", "say-play", {}, { say: "Same.", offset: { x: 3, y: 4 } }),
  );

  const comparison = { added: ["new"], changed: ["hello"], removed: ["old"], renamed: { hello: "greet" } };

  const svg = drawSvg(after, { before, comparison });

  expect(textsOf(cardOf(svg, 0))).toEqual(["Trigger", "Trigger", "incomingCall"]);
  expect(textsOf(cardOf(svg, 1))).toEqual([
    "Say/Play",
    "~ changed · renamed",
    "hello",
    "Hello!",
    "was greet",
    "+ audioComplete",
    "− audioComplete",
  ]);
  expect(textsOf(cardOf(svg, 2))).toEqual(["Say/Play", "+ added", "new", "New."]);
  expect(textsOf(cardOf(svg, 3))).toEqual(["Say/Play", "unreachable", "same", "Same."]);
  expect(textsOf(cardOf(svg, 4))).toEqual(["Say/Play", "− removed", "old", "Old."]);
  expect(svg).toContain("Widgets added: new; removed: old; changed: hello; renamed: hello.");
});

test("a renamed widget is recognised, and its lines and the Liquid that follows its name have not changed", () => {
  const before = structuredClone(menu);
  const after = JSON.parse(
    JSON.stringify(menu)
      .replaceAll(/"ask"/g, '"ask_caller"')
      .replaceAll("widgets.ask.", "widgets.ask_caller."),
  );

  const svg = drawSvg(after, { before });

  expect(textsOf(svg).filter((text) => /^[+−~] |renamed|^was /.test(text))).toEqual(["renamed", "was ask"]);
  expect(svg).toContain("Widgets renamed: ask_caller.");
});

test("a long path is described by its beginning and its end", () => {
  const path = Array.from({ length: 140 }, () => ({ widget: "ask", event: "timeout", to: "ask" }));

  const svg = drawSvg(menu, { path });

  expect(/<desc[^>]*>(.*)<\/desc>/.exec(svg)?.[1]).toContain("→ ask → 41 more → ask →");
  expect(textsOf(cardOf(svg, 1))).toContain("1 … 140");
});

test("a widget that many transitions lead to is named at each of them, with a link, and shows their number", () => {
  const svg = drawSvg(largeFlow(130));

  expect(textsOf(svg)).toContain("76 transitions lead here");
  expect(svg).toMatch(
    /<a href="#flow-7"><text [^>]*class="event failure"[^>]*>failed <tspan class="target">→ apology</,
  );
  expect(svg).toContain('<g id="flow-7"');
});

test("a transition to a missing widget leads to a card marked as missing", () => {
  const svg = drawSvg(flowOf(widget("Trigger", "trigger", { incomingCall: "nobody" })));

  expect(textsOf(cardOf(svg, 1))).toEqual(["no widget with this name", "missing", "nobody"]);
});

test("credentials and queries of URLs, and values of variables, are not drawn", () => {
  const svg = drawSvg(
    flowOf(
      widget(
        "a",
        "make-http-request",
        {},
        { method: "POST", url: "https://user:secret@example.com/x?key=secret" },
      ),
      widget("b", "set-variables", {}, { variables: [{ key: "token", value: "secret", type: "string" }] }),
      widget("c", "run-function", {}, { url: "https://example.com/y?token=secret#z" }),
    ),
  );

  expect(svg).not.toContain("secret");
  expect(textsOf(cardOf(svg, 0))).toContain("POST https://…@example.com/x?…");
  expect(textsOf(cardOf(svg, 1))).toContain("token");
});

test("a long string is shortened to fit its card, with the whole string as a tooltip", () => {
  const say = "Thank you for calling. ".repeat(20).trim();

  const card = cardOf(drawSvg(flowOf(widget("w".repeat(80), "say-play", {}, { say }))), 0);

  expect(textsOf(card).every((text) => text.length < 60)).toBe(true);
  expect(card).toContain(`<title>${say}</title>`);
  expect(card).toContain(`width="${cardWidth}"`);
});

test("a picture is self-contained, and has a title, a text description and a light and a dark theme", () => {
  const svg = drawSvg(menu);

  expect(svg).not.toMatch(/<script|<image|<foreignObject|@import|url\((?!#)|href="(?!#)|\son\w+=/);
  expect(svg.match(/https?:\/\/[^"<]*/g)).toEqual(["http://www.w3.org/2000/svg"]);
  expect(svg).toContain('role="img" aria-labelledby="flow-title flow-text"');
  expect(svg).toContain("5 widgets, 7 transitions.");
  expect(svg).toContain("@media (prefers-color-scheme:dark)");
});

test("the picture is well-formed XML of our own elements, whatever the definition contains", () => {
  fc.assert(
    fc.property(anyFlow, anyFlow, (definition, before) => {
      for (const options of [{}, { before }, { maxLines: 0 }])
        expect(elementsOf(drawSvg(definition, options)).filter((name) => !ours.has(name))).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

test("conditions are shown in their order, since the first one that is true is taken", () => {
  const split = {
    name: "split",
    type: "split-based-on",
    properties: { input: "{{x}}" },
    transitions: [
      match("contains", "sales", "a"),
      match("is_blank", "Is Blank", "b"),
      match("regex", "\\d+", "a"),
    ],
  };

  expect(
    textsOf(cardOf(drawSvg(flowOf(split, widget("a", "say-play"), widget("b", "say-play"))), 0)).slice(3),
  ).toEqual(["contains sales", "is blank", "matches \\d+"]);
});

const ours = new Set([
  "svg",
  "title",
  "desc",
  "style",
  "defs",
  "marker",
  "path",
  "rect",
  "g",
  "text",
  "tspan",
  "circle",
  "a",
]);

/** Returns the names of all elements; fails if the document is not well-formed XML. */
function elementsOf(svg: string): string[] {
  expect(svg).not.toMatch(/[\p{Cs}\p{Noncharacter_Code_Point}]|(?!\n)\p{Cc}/u);
  const open: string[] = [];
  const names: string[] = [];
  const rest = svg.replaceAll(
    /<([a-z]+)(?: [\w:-]+="[^"<&]*(?:&(?:amp|lt|gt|quot);[^"<&]*)*")*(\/?)>|<\/([a-z]+)>|&(?:amp|lt|gt|quot);|[^<&]+/g,
    (_, opened?: string, empty?: string, closed?: string) => {
      if (opened) names.push(opened);
      if (opened && !empty) open.push(opened);
      if (closed) expect(open.pop()).toBe(closed);
      return "";
    },
  );
  expect([rest, open]).toEqual(["", []]);
  return names;
}

/** Returns the card of a widget by its index. */
function cardOf(svg: string, place: number): string {
  return svg.split("\n").find((line) => line.startsWith(`<g id="flow-${place}"`)) ?? "";
}

/** Returns the text in a picture or a part of it, without tooltips. */
function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, text = ""]) =>
    text.replaceAll(/<title>.*?<\/title>|<[^>]+>/g, ""),
  );
}
