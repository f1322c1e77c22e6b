import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { conclude } from "./examine.ts";
import { type Check, fail, markUnknown, pass } from "./facts/check.ts";
import { watch } from "./watch.ts";

const number = pass("number", "+15551230100");
const noFlow = fail("flow", { found: "no flow is configured", expected: "a flow", fix: "pulumi up" });
const flow = pass("flow", "tac-handoff");

/** Examinations with the given results, one after the other, on a clock that only pauses advance. */
function watched(looks: (Check[] | "outage")[], timeoutMs?: number) {
  const printed: string[] = [];
  const paused: number[] = [];
  let time = 0;
  const last = watch({
    look: async () => {
      const next = looks.shift() ?? [];
      return next === "outage"
        ? { ...conclude([markUnknown("credentials", "503")]), blind: "503" }
        : conclude(next);
    },
    print: (text) => printed.push(stripVTControlCharacters(text)),
    pause: async (ms) => {
      paused.push(ms);
      time += ms;
    },
    now: () => time,
    everyMs: 10_000,
    timeoutMs,
  });
  return { last, printed, paused };
}

test("it checks again until ready, and prints only what changed", async () => {
  const { last, printed, paused } = watched([
    [number, noFlow],
    [number, noFlow],
    [number, flow],
  ]);

  expect((await last).ready).toBe(true);
  expect(paused).toEqual([10_000, 10_000]);
  expect(printed.slice(1)).toEqual([
    "\nChecking again every 10 s until ready. Ctrl-C stops it.",
    "\n✓ The hand-off flow is published: tac-handoff\nready: 2 checks passed",
  ]);
});

test("an outage is printed once, and changes are relative to the last examination that could read the account", async () => {
  const { last, printed } = watched([
    [number, noFlow],
    "outage",
    "outage",
    [number, noFlow],
    "outage",
    [number, flow],
  ]);

  expect((await last).ready).toBe(true);
  expect(printed.slice(2)).toEqual([
    "\ncould not read the account: 503",
    "\nnot ready: 1 of 2 checks failed",
    "\ncould not read the account: 503",
    "\n✓ The hand-off flow is published: tac-handoff\nready: 2 checks passed",
  ]);
});

test("after an outage at the start everything is printed", async () => {
  const { last, printed } = watched(["outage", [number]]);

  expect((await last).ready).toBe(true);
  expect(printed).toEqual([
    "could not read the account: 503",
    "\nChecking again every 10 s until ready. Ctrl-C stops it.",
    "\n✓ The account owns the agent's number: +15551230100\n\nready: 1 check passed",
  ]);
});

test("it stops before a check that would exceed the timeout, and returns the last examination", async () => {
  const { last, printed, paused } = watched([[noFlow], [noFlow], [noFlow], [flow]], 25_000);

  expect(await last).toEqual({ ready: false, checks: [noFlow] });
  expect(paused).toEqual([10_000, 10_000]);
  expect(printed.at(-1)).toBe("\nStill not ready after 25 s.");
});

test("an account that is ready immediately is printed once", async () => {
  const { last, printed, paused } = watched([[number]]);

  expect((await last).ready).toBe(true);
  expect(paused).toEqual([]);
  expect(printed).toEqual(["✓ The account owns the agent's number: +15551230100\n\nready: 1 check passed"]);
});
