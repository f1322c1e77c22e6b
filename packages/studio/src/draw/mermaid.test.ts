import fc from "fast-check";
import { expect, test } from "vitest";
import { drawMermaid } from "./mermaid.ts";
import { anyFlow, flowOf, menu, widget } from "./testing/testFlows.ts";

test("a flow is a node for every widget and an edge for every transition that leads somewhere", () => {
  expect(linesOf(drawMermaid(menu))).toEqual([
    "flowchart TD",
    'w0(["Trigger<br/>Trigger"])',
    'w1[/"ask<br/>Gather Input On Call"/]',
    'w2{{"choice<br/>Split Based On…"}}',
    'w3[["person<br/>Send to Flex"]]',
    'w4[/"sorry<br/>Say#47;Play"/]',
    'w0 -->|"incomingCall"| w1',
    'w1 -->|"keypress"| w2',
    'w1 -->|"timeout"| w1',
    'w2 -->|"noMatch"| w1',
    'w2 -->|"equals 1"| w3',
    'w3 -.->|"failedToEnqueue"| w4',
    'w3 -.->|"callFailure"| w4',
  ]);
});

test("the path of an execution is numbered and thick, everything else is faded", () => {
  const path = [
    { widget: "Trigger", event: "incomingCall", to: "ask" },
    { widget: "ask", event: "timeout", to: "ask" },
    { widget: "ask", event: "keypress", to: "choice" },
    { widget: "choice", event: "match", to: "person" },
  ];

  const chart = drawMermaid(menu, { path });

  expect(chart).toContain('w0 ==>|"1 · incomingCall"| w1');
  expect(chart).toContain('w1 ==>|"2 · timeout"| w1');
  expect(chart).toContain('w2 ==>|"4 · equals 1"| w3');
  expect(chart).toContain('w3[["person<br/>Send to Flex<br/>waiting, step 5"]]');
  expect(chart).toContain("class w0,w1,w2,w3 ranWidget");
  expect(chart).toContain("class w4 fadedWidget");
});

test("before and after are one chart, with signs for added, removed, changed and renamed widgets", () => {
  const after = flowOf(
    widget("Trigger", "trigger", { incomingCall: "hello" }),
    widget("hello", "say-play", { audioComplete: "bye" }, { say: "Hi." }),
    widget("bye", "say-play", {}, { say: "Bye." }),
  );
  const before = flowOf(
    widget("Trigger", "trigger", { incomingCall: "greet" }),
    widget("greet", "say-play", { audioComplete: "old" }, { say: "Hello." }),
    widget("old", "say-play"),
  );

  const comparison = { added: ["bye"], changed: ["hello"], removed: ["old"], renamed: { hello: "greet" } };

  expect(linesOf(drawMermaid(after, { before, comparison }))).toEqual([
    "flowchart TD",
    'w0(["Trigger<br/>Trigger"])',
    'w1[/"~ hello<br/>Say#47;Play<br/>was greet"/]'.replace("~", "#126;"),
    'w2[/"#43; bye<br/>Say#47;Play"/]',
    'w3[/"− old<br/>Say#47;Play"/]',
    'w0 -->|"incomingCall"| w1',
    'w1 -->|"#43; audioComplete"| w2',
    'w1 -.->|"− audioComplete"| w3',
  ]);
});

test("a widget that many lead to is named at each of them", () => {
  const steps = ["a", "b", "c"].map((name) => widget(name, "run-function", { fail: "sorry" }));

  const chart = drawMermaid(flowOf(...steps, widget("sorry", "say-play")), {
    maxLines: 2,
    direction: "right",
  });

  expect(linesOf(chart)).toEqual([
    "flowchart LR",
    'w0[("a<br/>Run Function")]',
    'w1[("b<br/>Run Function")]',
    'w2[("c<br/>Run Function")]',
    'w3[/"sorry<br/>Say#47;Play"/]',
    'w0 -.->|"fail"| w0x0(["→ sorry"])',
    'w1 -.->|"fail"| w1x0(["→ sorry"])',
    'w2 -.->|"fail"| w2x0(["→ sorry"])',
  ]);
});

test("names with a meaning in Mermaid, Markdown or HTML are plain text", () => {
  const chart = drawMermaid(
    flowOf(widget('end"] <b> `x` _y_ %%{ 1. a_b', "x"), widget("line\nbreak", "call")),
  );

  expect(linesOf(chart).slice(1)).toEqual([
    'w0["end#34;#93; #60;b#62; #96;x#96; #95;y#95; #37;#37;#123; 1#46; a_b<br/>x"]',
    'w1["line break<br/>call"]',
  ]);
});

/** Every line that can occur, with labels of only harmless characters, entity codes and our own line breaks. */
const label = `"(?:[^\\p{Cc}!-/:-@[-\`{-~]|[,_-]|#\\d+;|<br/>)*"`;
const node = `w\\d+(?:\\(\\[${label}\\]\\)|\\{\\{${label}\\}\\}|\\(${label}\\)|\\[/${label}/\\]|\\[\\[${label}\\]\\]|\\[\\(${label}\\)\\]|\\[${label}\\]|>${label}\\])`;
const stub = `w\\d+x\\d+\\(\\[${label}\\]\\)`;
const edge = `w\\d+ (?:-->|==>|-\\.->)\\|${label}\\| (?:w\\d+|${stub})`;
const style = "classDef \\w+ [\\w#:;, .-]+|class w\\d+(?:,w\\d+)* \\w+|linkStyle \\d+(?:,\\d+)* [\\w#:, .-]+";
const anyLine = new RegExp(`^(?: {2}(?:${node}|${edge}|${style}))?$`, "u");

test("no string in a flow can escape its label", () => {
  fc.assert(
    fc.property(anyFlow, anyFlow, (definition, before) => {
      for (const options of [{}, { before }, { maxLines: 0 }]) {
        const [first, ...lines] = drawMermaid(definition, options).split("\n");

        expect(first).toBe("flowchart TD");
        expect(lines.filter((line) => !anyLine.test(line))).toEqual([]);
      }
    }),
  );
});

/** Without colours. */
function linesOf(chart: string): string[] {
  return chart
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^(?:class|classDef|linkStyle) /.test(line));
}
