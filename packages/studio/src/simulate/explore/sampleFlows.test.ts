// Any flow, and deployed flows if available, can be explored and simulated without a crash.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FlowDefinition, Transition } from "../../definition/definition.ts";
import { anyFlow } from "../../draw/testing/testFlows.ts";
import { conditionTypes } from "../../widgets/condition.ts";
import { widgetTypes } from "../../widgets/table.ts";
import { triggerEvents } from "../../widgets/widgetType.ts";
import { simulate } from "../scenario/runScenario.ts";
import { explore } from "./explore.ts";

const liquid = fc.constantFrom(
  "{{widgets.w1.inbound.Body}}",
  "{{widgets.w2.Digits | plus: 1}}",
  "{{widgets.w3.parsed.a[0].b}}",
  "{{flow.variables.k | to_json}}",
  "{{trigger.call.From}}",
  "{% if flow.data.x == 'y' %}1{% else %}{{flow.nothing}}{% endif %}",
  "{% for p in widgets.w1.parsed.list %}{{p.id}}{% endfor %}",
  "{{ 'now' | date: '%H' }}",
  "{{ broken | }}",
  "{% unclosed",
  "https://a.example/{{flow.data.x}}",
  '{"name":"{{trigger.call.From}}"}',
  "[1-5]+",
  "",
);
const value = fc.oneof(
  { weight: 4, arbitrary: liquid },
  fc.jsonValue(),
  fc.constantFrom("true", "1", "+1", "x"),
);
const keys = [
  ...["input", "body", "say", "play", "url", "method", "to", "from", "attributes", "workflow", "channel"],
  ...["flow_sid", "flow_revision", "task_attributes", "workflow_sid", "queue_name", "noun", "timeout"],
  ...["conversation_sid", "conversation_service_sid", "parameters", "variables", "participants", "digits"],
];
const entries = fc.array(
  fc.record({
    key: fc.constantFrom("k", "x", "method"),
    value,
    type: fc.constantFrom("string", "json_object"),
  }),
  { maxLength: 3 },
);

/** Flows with every widget type, randomly connected, with mostly invalid properties. */
const wild: fc.Arbitrary<FlowDefinition> = fc
  .array(
    fc.record({
      type: fc.constantFrom(...Object.keys(widgetTypes), "create-task"),
      nexts: fc.array(fc.option(fc.nat(12)), { minLength: 7, maxLength: 7 }),
      properties: fc.dictionary(fc.constantFrom(...keys), fc.oneof(value, entries), { maxKeys: 8 }),
      condition: fc.record({ type: fc.constantFrom(...conditionTypes, "nonsense"), value: liquid }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((drafts) => {
    const to = (next: number | null | undefined) => (typeof next === "number" ? { next: `w${next}` } : {});
    const states = drafts.map(({ type, nexts, properties, condition }, place) => {
      const events: readonly string[] = Object.entries(widgetTypes).find(([name]) => name === type)?.[1]
        .events ?? ["created", "failed"];
      const transitions = events.map(
        (event, index): Transition => ({
          event,
          ...to(nexts[index]),
          ...(event === "match"
            ? { conditions: [{ friendly_name: "", arguments: [""], ...condition }] }
            : {}),
        }),
      );
      return { name: `w${place}`, type, transitions, properties };
    });
    const first = { name: "Trigger", type: "trigger", properties: {} };
    const starts = triggerEvents.map((event, index) => ({ event, next: `w${index % drafts.length}` }));
    return { states: [{ ...first, transitions: starts }, ...states], initial_state: "Trigger" };
  });

describe("any flow", () => {
  test("is explored, whatever its widgets and their properties", async () => {
    await fc.assert(
      fc.asyncProperty(wild, async (flow) => {
        const { transitions, paths } = await explore(flow, { maxPaths: 25, maxVisits: 4 });
        expect(transitions.reached + transitions.unreached.length).toBe(transitions.total);
        expect(paths).toBeGreaterThan(0);
      }),
      { numRuns: 20 },
    );
  });

  test("is simulated from every start, and its execution is plain JSON", async () => {
    await fc.assert(
      fc.asyncProperty(wild, fc.constantFrom(...triggerEvents), async (flow, trigger) => {
        const { execution, path } = await simulate(flow, { trigger, unanswered: "default" });
        expect(JSON.parse(JSON.stringify(execution))).toEqual(execution);
        expect(path[0]).toBe("Trigger");
      }),
      { numRuns: 20 },
    );
  });

  test("that is invalid is reported by its initial state, or explored as far as possible", async () => {
    await fc.assert(
      fc.asyncProperty(anyFlow, async (flow) => {
        const result = await explore(flow, { maxPaths: 10 }).catch((error: unknown) => error);
        if (result instanceof Error)
          expect(result.message).toMatch(/^initial_state ".*" is not a widget of this flow$/s);
        else expect(result).toHaveProperty("paths");
      }),
      { numRuns: 20 },
    );
  });
});

const folder = new URL("../../../../../../shared/flows/", import.meta.url);
const samples = existsSync(folder)
  ? readdirSync(folder).filter((file) => file.endsWith(".json") && file !== "MANIFEST.json")
  : [];

test.skipIf(samples.length === 0)(
  "deployed flows are explored, and their known problems are found (skipped if the folder of samples is not next to the project)",
  async () => {
    const found = new Map<string, Awaited<ReturnType<typeof explore>>>();
    for (const file of samples) {
      const flow: FlowDefinition = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
      found.set(file, await explore(flow, { maxPaths: 100 }));
      for (const trigger of triggerEvents) await simulate(flow, { trigger, unanswered: "default" });
    }
    const of = (file: string) => found.get(file);
    const unreached = (file: string) => of(file)?.transitions.unreached.map(({ widget }) => widget) ?? [];

    expect(of("flex-messaging-parking.json")?.loops).toMatchObject([{ widget: "send_welcome", code: 81001 }]);
    expect(of("flex-voicemail-ivr.json")?.emptied.map(({ paths }) => paths)).toEqual(
      Array(3).fill(["trigger.From"]),
    );
    expect(new Set(unreached("webchat-pre-engagement-survey.json"))).toEqual(new Set(["loop_checker"]));
    expect(of("webchat-pre-engagement-survey.json")?.emptied.flatMap(({ paths }) => paths)).toContain(
      "widgets.send_service_options.inbound.Body",
    );
    expect(new Set(unreached("vaccine-standby-list-unreachable.json"))).toEqual(new Set(["http_1"]));
    expect(of("bad-dangling-transition.json")?.warnings).toMatchObject([
      { code: 81002, message: 'there is no widget "invalidTransition"' },
    ]);
    expect(of("outreach-payor.json")).toMatchObject({ unanswered: [], emptied: [], warnings: [], loops: [] });
  },
);
