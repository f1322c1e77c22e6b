import fc from "fast-check";
import { createColors } from "picocolors";
import { expect, test } from "vitest";
import type { FlowChange } from "../change.ts";
import { diffFlows } from "../diffFlows.ts";
import { callFlow, changed, condition } from "../testing/testFlow.ts";
import { renamed, wildFlow } from "../testing/wildFlow.ts";
import { diffText } from "./diffText.ts";

/** Returns the report after a widget is given these properties. */
function afterSetting(name: string, properties: Record<string, unknown>): string {
  const flow = changed(name, (widget) => {
    Object.assign(widget.properties, properties);
  });
  return diffText(diffFlows(callFlow(), flow));
}

test("changes are counted, then reported widget by widget in sentences", () => {
  const flow = renamed(
    changed("menu", (widget) => {
      widget.transitions = [
        { event: "noMatch", next: "bye" },
        condition("equal_to", "0", "bye"),
        condition("contains", "3", "sorry"),
        condition("equal_to", "1", "to_flex"),
      ];
    }),
    { note: "remember" },
  );
  flow.description = "Other";
  flow.initial_state = "ask";
  flow.states = flow.states
    .filter(({ name }) => name !== "Trigger")
    .concat({
      name: "bye",
      type: "say-play",
      transitions: [{ event: "audioComplete", next: "sorry" }],
      properties: { say: "Goodbye.", loop: 1 },
    });

  expect(diffText(diffFlows(callFlow(), flow))).toBe(
    [
      "1 widget added, 1 removed, 1 renamed, 1 transition changed, 4 conditions changed, 2 settings of the flow changed",
      "",
      "~ the flow",
      '    ~ description: "Asks and hands over" → "Other"',
      "    ~ starts at ask instead of Trigger",
      "",
      "- Trigger (trigger)",
      "",
      "+ bye (say-play)",
      "    + loop: 1",
      '    + say: "Goodbye."',
      "    + audioComplete leads to sorry",
      "",
      "~ menu",
      "    ~ noMatch leads to bye instead of sorry",
      "    - condition equal_to 2 removed from position 2; it led to to_flex",
      "    + new condition equal_to 0 at position 1 leads to bye",
      "    ~ condition contains 3 moved from position 3 to 2",
      "    ~ condition equal_to 1 leads to to_flex instead of remember",
      "",
      "~ remember, renamed from note",
    ].join("\n"),
  );
});

test("a comparison without changes is reported in two words", () => {
  expect(diffText([])).toBe("No changes");
});

test("short values are inline, with their JSON type", () => {
  const text = afterSetting("sorry", { loop: "1", voice: "", say: undefined });
  expect(text.split("\n").slice(3)).toEqual([
    '    ~ loop: 1 → "1"',
    '    - say: "We are sorry, nobody can take your call right now."',
    '    + voice: ""',
  ]);
});

test("only the words that differ in a long line are shown, with a little context", () => {
  const start = "word ".repeat(100);
  const before = changed("sorry", ({ properties }) =>
    Object.assign(properties, { say: `${start}one two ${start}six end` }),
  );
  const after = changed("sorry", ({ properties }) =>
    Object.assign(properties, { say: `${start}one 2 ${start}6 end` }),
  );

  expect(diffText(diffFlows(before, after)).split("\n").slice(3)).toEqual([
    "    ~ say:",
    "      - …rd word word word word word one two word word word word word word w…",
    "      + …rd word word word word word one 2 word word word word word word w…",
    "      - …d word word word word word word six end",
    "      + …d word word word word word word 6 end",
  ]);
});

test("of many lines only those that differ are shown, with one line of context", () => {
  const lines = Array.from({ length: 12 }, (_, index) => `line ${index}`);
  const before = changed("sorry", ({ properties }) => Object.assign(properties, { say: lines.join("\n") }));
  const after = changed("sorry", ({ properties }) =>
    Object.assign(properties, { say: lines.with(5, "another line").toSpliced(9, 1).join("\n") }),
  );

  expect(diffText(diffFlows(before, after)).split("\n").slice(3)).toEqual([
    "    ~ say:",
    "        …",
    "        line 4",
    "      - line 5",
    "      + another line",
    "        line 6",
    "        line 7",
    "        line 8",
    "      - line 9",
    "        line 10",
    "        line 11",
  ]);
});

test("of strings with little in common the place where they diverge is shown, not the whole strings", () => {
  const words = (seed: number, count: number) =>
    Array.from({ length: count }, (_, index) => `w${(index * seed) % 997}`).join(" ");
  const [before, after] = [
    [7, "\n"],
    [11, "\n\n"],
  ].map(([seed, end]) =>
    changed("sorry", ({ properties }) => {
      const lines = Array.from({ length: 200 }, (_, index) => `${seed} ${index}`).join(String(end));
      Object.assign(properties, { play: `${"same ".repeat(200)}${words(Number(seed), 900)}`, say: lines });
    }),
  );

  const text = diffText(diffFlows(before, after));

  expect(text).toMatch(/- …me (same )+w0 w7 w14 .*… \(\d+ more characters\)/);
  expect(text).toMatch(/\+ …me (same )+w0 w11 w22 .*… \(\d+ more characters\)/);
  expect(text).toMatch(/… \(\d+ more lines\)/);
  expect(text.split("\n").length).toBeLessThan(80);
});

test("different whitespace and line breaks are visible", () => {
  const before = changed("sorry", ({ properties }) =>
    Object.assign(properties, { say: "a\tb\r\nc\n".repeat(10) }),
  );
  const after = changed("sorry", ({ properties }) =>
    Object.assign(properties, { say: "a b\nc\n".repeat(10) }),
  );
  const text = diffText(diffFlows(before, after));
  expect(text).toContain("- a\\tb\\r");
  expect(text).toContain("+ a b");
});

test("a reformatted string is reported without its content", () => {
  const attributes = '{"level":1,"team":{{flow.variables.team | to_json}},"name":"{{trigger.call.From}}"}';
  expect(afterSetting("to_flex", { attributes })).toContain(
    "    ~ attributes: only whitespace or the order of members differs",
  );
});

test("the given colours are used, and the text without them is the same", () => {
  const changes = diffFlows(callFlow(), renamed(callFlow(), { ask: "question" }));
  const colored = diffText(changes, { colors: createColors(true) });

  expect(colored).toContain("\u001b[33m~\u001b[39m");
  expect(colored.replaceAll(/\p{Cc}\[\d+m/gu, "")).toBe(diffText(changes));
});

const hostile = fc.string({
  unit: fc.constantFrom(
    "a",
    " ",
    "\n",
    "\r",
    "\u001b[2J",
    "\u202e",
    "\u2028",
    "\u0007",
    "`",
    "\ud800",
    "é",
    "😀",
  ),
});

test("no value or name can control the terminal", () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, (name, before, after) => {
      const change: FlowChange = {
        kind: "changed",
        subject: "property",
        widget: name,
        path: `states[${JSON.stringify(name)}].properties[${JSON.stringify(before)}]`,
        before: before.repeat(5),
        after: after.repeat(5),
      };
      const added: FlowChange = {
        kind: "added",
        subject: "widget",
        widget: name,
        path: "",
        after: {
          type: before,
          properties: { [name]: after },
          transitions: { [name]: before },
          match: [{ next: name }],
        },
      };
      expect(diffText([change, added])).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}\u2028\u202e]/u);
    }),
  );
});

test("the changes between any two flows can be reported, each changed widget by name", () => {
  fc.assert(
    fc.property(wildFlow, wildFlow, (one, other) => {
      const changes = diffFlows(one, other);
      const titles = diffText(changes)
        .split("\n")
        .filter((line) => /^[+~-] /.test(line));
      for (const { widget } of changes)
        if (widget) expect(titles.some((title) => title.startsWith(widget, 2))).toBe(true);
    }),
  );
});

test("a condition with another test is one line", () => {
  const flow = changed("menu", (widget) => {
    widget.transitions[1] = condition("equal_to", "9", "note");
  });

  expect(diffText(diffFlows(callFlow(), flow))).toBe(
    "1 condition changed\n\n~ menu\n    ~ condition equal_to 1 is now equal_to 9",
  );
});
