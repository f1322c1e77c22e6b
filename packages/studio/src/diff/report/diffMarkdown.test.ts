import fc from "fast-check";
import { expect, test } from "vitest";
import type { FlowChange } from "../change.ts";
import { diffFlows } from "../diffFlows.ts";
import { callFlow, changed } from "../testing/testFlow.ts";
import { renamed } from "../testing/wildFlow.ts";
import { diffMarkdown } from "./diffMarkdown.ts";

test("a comment has its counts in the heading, names and short values in code spans, long strings in a block", () => {
  const flow = renamed(
    changed("sorry", ({ properties }) => Object.assign(properties, { loop: 2, say: "One.\nTwo." })),
    { note: "remember" },
  );
  flow.states = flow.states
    .filter(({ name }) => name !== "Trigger")
    .concat({ name: "bye", type: "say-play", transitions: [], properties: { say: "Bye" } });

  expect(diffMarkdown(diffFlows(callFlow(), flow), { title: "Hand-off" })).toBe(
    [
      "### Hand-off: 1 widget added, 1 removed, 1 renamed, 2 properties changed",
      "",
      "**Removed: `Trigger` (`trigger`)**",
      "",
      "**Added: `bye` (`say-play`)**",
      "",
      '- **+** `say`: `"Bye"`',
      "",
      "**`remember`, renamed from `note`**",
      "",
      "**`sorry`**",
      "",
      "- `loop`: `1` → `2`",
      "- `say`:",
      "  ```diff",
      "  - We are sorry, nobody can take your call right now.",
      "  + One.",
      "  + Two.",
      "  ```",
      "",
    ].join("\n"),
  );
});

test("a comment is limited in length, with the number of omitted widgets", () => {
  const changes = Array.from({ length: 100 }, (_, index): FlowChange => {
    const widget = `widget_${index}`;
    return {
      kind: "changed",
      subject: "property",
      widget,
      path: `states["${widget}"].x`,
      before: 1,
      after: 2,
    };
  });
  const text = diffMarkdown(changes, { maxLength: 1_000 });

  expect(text.length).toBeLessThanOrEqual(1_000);
  const shown = text.match(/\*\*`widget_/g)?.length ?? 0;
  expect(text).toMatch(
    new RegExp(`\n… and changes to ${100 - shown} more widgets, too long for a comment\\.\n$`),
  );
});

/** Characters with which a value could escape its span or block, and a word that must never appear outside. */
const hostile = fc
  .array(
    fc.constantFrom(
      "LEAK",
      "`",
      "``",
      "```",
      "~~~",
      "\n",
      "\r",
      "\r\n",
      "    ",
      "\t",
      "<b>",
      "-->",
      "|",
      "\\",
      "*",
      "# ",
      "- ",
      "@",
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

/**
 * Returns what CommonMark displays outside of code: removes fenced blocks and code spans by the rules of the standard,
 * independently of the code that wrote them.
 */
function outsideOfCode(markdown: string): string {
  const rest: string[] = [];
  let fence = 0;
  for (const line of markdown.split(/\r\n|\n|\r/)) {
    const marks = /^ {0,5}(`{3,})(.*)$/.exec(line);
    const length = marks?.[1]?.length ?? 0;
    if (fence > 0) {
      if (length >= fence && marks?.[2]?.trim() === "") fence = 0;
    } else if (length > 0 && !marks?.[2]?.includes("`")) fence = length;
    else rest.push(line.replaceAll(/(?<!`)(`+)(?!`)(.*?[^`])\1(?!`)/g, ""));
  }
  expect(fence).toBe(0);
  return rest.join("\n");
}

test("no value or name escapes its code span or block", () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, (name, before, after) => {
      const widget = name;
      const path = `states[${JSON.stringify(name)}].properties[${JSON.stringify(before)}]`;
      const common = { widget, path } as const;
      const whole = {
        type: after,
        properties: { [before]: after.repeat(8), x: before },
        transitions: { [before]: after },
        match: [{ type: before, value: after, next: name }],
      };
      const changes: FlowChange[] = [
        { ...common, kind: "changed", subject: "property", before, after },
        { ...common, kind: "changed", subject: "property", before: before.repeat(9), after: after.repeat(9) },
        { ...common, kind: "added", subject: "property", after: { [before]: after.repeat(9) } },
        { ...common, kind: "changed", subject: "transition", event: before, before: name, after },
        {
          ...common,
          kind: "removed",
          subject: "condition",
          condition: after,
          place: 1,
          before: { next: name },
        },
        { kind: "changed", subject: "flow", path: before, before, after },
        { kind: "added", subject: "widget", widget: `${name}+`, path: "", after: whole },
        { kind: "renamed", subject: "widget", widget: `${name}-`, path: "", before, after: `${name}-` },
      ];

      const outside = outsideOfCode(diffMarkdown(changes));

      expect(outside).not.toMatch(/LEAK|<|@|\|/);
      expect(outside.split("\n").filter((line) => /^#/.test(line))).toHaveLength(1);
      expect(outside).not.toContain("`");
    }),
    { numRuns: 500 },
  );
});
