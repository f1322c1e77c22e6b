import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { typeErrors } from "../../../../../test/typecheck.ts";
import { sameDefinition } from "../../canonical/canonical.ts";
import type { FlowDefinition } from "../../definition/definition.ts";
import { isObject } from "../../definition/json.ts";
import { asExported, defineFlow, missingWidget, otherWidget, sayPlay, widget } from "../build.ts";
import { everyWidget } from "../testing/everyWidget.ts";
import { importFlow } from "./importFlow.ts";

import { randomDefinition } from "./testing/randomDefinition.ts";
import { runSource } from "./testing/runSource.ts";

const root = join(import.meta.dirname, "../../../../..");
/** Flows of other projects, which are not part of this repository. */
const folder = join(root, "../shared/flows");

/** A flow with a widget of each type, and with strings that formatters treat specially. */
const own = defineFlow({
  description: "Every type",
  trigger: { incomingCall: "a", incomingMessage: missingWidget("gone") },
  widgets: {
    ...everyWidget,
    a: sayPlay({
      say: `Once upon a time there was a sentence that was so long that it could ${"not ".repeat(20)}be said`,
    }),
    lines: sayPlay({ say: `First line\nsecond \`line\`\n\n\${third}`, next: "a" }),
    blanks: sayPlay({
      say: "First line \r\nsecond line \r\nthird line, which is so long that there must be several lines",
    }),
    address: sayPlay({ play: `https://example.com/${"sound/".repeat(20)}`, next: "a" }),
    "not-a-name": otherWidget({
      type: "hours",
      properties: {
        1: "one",
        "a b": [1, [2, 3], { c: { d: null } }],
        empty: {},
        list: [],
        long: ["x".repeat(60), "y".repeat(60)],
      },
      on: { open: "a", "closed for lunch": undefined },
    }),
    twice: asExported({
      type: "say-play",
      properties: { say: "'single' and \"double\"" },
      transitions: [
        { event: "audioComplete", next: "a" },
        { event: "audioComplete", next: "nobody at all" },
      ],
    }),
    old: widget("connect-virtual-agent", { connector: 'a "bot"', on: { return: "a", hangup: "old" } }),
  },
});

function flowFiles(): [string, FlowDefinition][] {
  if (!existsSync(folder)) return [];
  const flows = readdirSync(folder)
    .filter((file) => file.endsWith(".json") && file !== "MANIFEST.json")
    .map((file): [string, FlowDefinition] => [file, read(file)]);
  const states = readdirSync(join(folder, "states")).map((file): [string, FlowDefinition] => [
    `states/${file}`,
    { states: [read(`states/${file}`)], initial_state: "Trigger" },
  ]);
  return [...flows, ...states];
}

function read(file: string) {
  return JSON.parse(readFileSync(join(folder, file), "utf8"));
}

const flows = flowFiles();
const sources = [own, ...flows.map(([, flow]) => flow)].map((flow) =>
  importFlow(flow, { keepPositions: true }),
);

test("a flow with every widget type is imported unchanged", () => {
  expect(sameDefinition(runSource(importFlow(own)), own)).toBe(true);
});

test("imported source compiles in strict mode, whatever the definition contains", async () => {
  const random = fc
    .sample(randomDefinition, 40)
    .map((definition) => importFlow(definition as unknown as FlowDefinition, { keepPositions: true }));
  const all = [...sources, ...random];

  const errors = await typeErrors(all);

  const faulty = errors.map((each, index) => (each.length > 0 ? [...each, all[index]] : []));
  expect(faulty.flat()).toEqual([]);
});

test("imported source is formatted like the formatter's output", () => {
  const scratch = mkdtempSync(join(tmpdir(), "imported-flows-"));
  try {
    const { formatter } = JSON.parse(readFileSync(join(root, "biome.json"), "utf8"));
    writeFileSync(join(scratch, "biome.json"), JSON.stringify({ root: true, formatter }));
    for (const [index, source] of sources.entries()) writeFileSync(join(scratch, `${index}.ts`), source);

    const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
    execFileSync(process.execPath, [biome, "format", "--write", "."], { cwd: scratch, stdio: "ignore" });

    const formatted = sources.map((_, index) => readFileSync(join(scratch, `${index}.ts`), "utf8"));
    expect(formatted).toEqual(sources);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}, 60_000);

test.skipIf(flows.length === 0)(
  "the flows of other projects in ../shared/flows are imported unchanged",
  () => {
    for (const [file, definition] of flows) {
      const flow = runSource(importFlow(definition, { keepPositions: true }));

      expect(sameDefinition(runSource(importFlow(definition)), definition), file).toBe(true);
      expect(sameDefinition(flow, definition), file).toBe(true);
      expect(offsets(flow), file).toMatchObject(offsets(definition));
    }
  },
  30_000,
);

function offsets({ states }: FlowDefinition): Record<string, unknown> {
  return Object.fromEntries(
    states.flatMap(({ name, properties }) =>
      isObject(properties.offset) ? [[name, properties.offset]] : [],
    ),
  );
}
