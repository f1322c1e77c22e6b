import { describe, expect, test } from "vitest";
import {
  defineFlow,
  gatherInputOnCall,
  runSubflow,
  sayPlay,
  sendAndWaitForReply,
  setVariables,
} from "../../build/build.ts";
import type { FlowDefinition } from "../../definition/definition.ts";
import { simulate } from "../scenario/runScenario.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { resumeExecution, startExecution } from "../simulate.ts";

const sid = `FW${"1".repeat(32)}`;

const outer = defineFlow({
  trigger: { incomingCall: "own", incomingMessage: "own" },
  widgets: {
    own: setVariables({ variables: { mine: "1" }, next: "sub" }),
    sub: runSubflow({
      flow_sid: sid,
      flow_revision: "LatestPublished",
      parameters: [
        { key: "who", value: "{{contact.channel.address}}" },
        { key: "order", value: '{"n":2}', type: "json_object" },
      ],
      on: { completed: "after", failed: undefined },
    }),
    after: sayPlay({ say: "You chose {{widgets.sub.choice}}, {{flow.variables.mine}}." }),
  },
});

const menu = defineFlow({
  trigger: { incomingParent: "menu" },
  widgets: {
    menu: gatherInputOnCall({
      say: "{{trigger.parent.parameters.who}} {{trigger.parent.parameters.order.n}}[{{flow.variables.mine}}]",
      on: { keypress: "keep" },
    }),
    keep: setVariables({ variables: { choice: "{{widgets.menu.Digits}} of {{trigger.call.From}}" } }),
  },
});

const run = (subflow: FlowDefinition, scenario: Partial<Scenario> = {}) =>
  simulate(outer, {
    trigger: { incomingCall: { From: "+1" } },
    subflows: { [sid]: subflow },
    ...scenario,
  });

describe("Run Subflow", () => {
  test("runs the flow with its own variables, and returns the variables it sets", async () => {
    const { path, said, variables, steps, warnings } = await run(menu, {
      answers: { "sub/menu": { digits: "7" } },
    });

    expect(path).toEqual(["Trigger", "own", "sub", "sub/Trigger", "sub/menu", "sub/keep", "after"]);
    expect(said).toEqual(["+1 2[]", "You chose 7 of +1, 1."]);
    expect(variables).toEqual({ mine: 1 });
    expect(steps.map(({ widget, event, to }) => [widget, event, to])).toContainEqual([
      "sub/menu",
      "keypress",
      "sub/keep",
    ]);
    expect(warnings).toEqual([]);
  });

  test("waits while the subflow waits, and can be stored as JSON meanwhile", async () => {
    const { execution, end } = await run(menu);
    const world = {
      sids: { execution: "FN1", flow: "FW1", account: "AC1" },
      now: () => new Date(0),
      request: () => Promise.reject(new Error("no requests")),
      resumeConversation: () => Promise.resolve(undefined),
      sendMessage: () => Promise.resolve({}),
      sendToFlex: () => Promise.resolve({ sid: "WT1" }),
    };

    const later = await resumeExecution(
      outer,
      JSON.parse(JSON.stringify(execution)),
      { event: "keypress", outputs: { Digits: "3" } },
      world,
    );

    expect(end).toMatchObject({ how: "waiting", at: "sub/menu" });
    expect(later).toMatchObject({ status: "ended", context: { widgets: { sub: { choice: "3 of +1" } } } });
    expect(later).not.toHaveProperty("subflow");
    expect(execution.subflow?.context.widgets.menu).toEqual({});
  });

  test("takes its end as an outside event if the flow is not given", async () => {
    const { said, path } = await simulate(outer, {
      trigger: "incomingCall",
      answers: { sub: { event: "completed", outputs: { choice: "9" } } },
    });

    expect(path).toEqual(["Trigger", "own", "sub", "after"]);
    expect(said).toEqual(["You chose 9, 1."]);
  });

  test("fails inside another subflow (81024), and for an impossible revision (81021)", async () => {
    const nested = defineFlow({
      trigger: { incomingParent: "again" },
      widgets: {
        again: runSubflow({ flow_sid: sid, flow_revision: "LatestPublished", on: { failed: undefined } }),
      },
    });
    const odd = defineFlow({
      trigger: { incomingCall: "sub" },
      widgets: { sub: runSubflow({ flow_sid: sid, flow_revision: "newest", on: { failed: undefined } }) },
    });

    const twice = await run(nested);
    const oddly = await simulate(odd, { trigger: "incomingCall", subflows: { [sid]: menu } });

    expect(twice.warnings).toMatchObject([{ code: 81024, widget: "sub/again" }]);
    expect(twice.path).toEqual(["Trigger", "own", "sub", "sub/Trigger", "sub/again", "after"]);
    expect(oddly.warnings).toMatchObject([{ code: 81021, widget: "sub" }]);
  });

  test("completes immediately without outputs if the subflow has no parent trigger", async () => {
    const { path, said } = await run(outer);

    expect(path).toEqual(["Trigger", "own", "sub", "sub/Trigger", "after"]);
    expect(said).toEqual(["You chose , 1."]);
  });

  test("counts its steps with the parent's, and a limit ends both", async () => {
    const loop = defineFlow({
      trigger: { incomingParent: "a" },
      widgets: {
        a: setVariables({ variables: { n: "1" }, next: "b" }),
        b: setVariables({ variables: { n: "2" }, next: "a" }),
      },
    });

    const { end, steps, path } = await run(loop);

    expect(end).toEqual({ how: "limit", at: "sub/a", code: 81000 });
    expect(steps).toHaveLength(1_000);
    expect(path.at(-1)).toBe("sub/a");
  });

  test("inherits the parent's message and contact", async () => {
    const asks = defineFlow({
      trigger: { incomingParent: "ask" },
      widgets: {
        ask: sendAndWaitForReply({ body: "{{trigger.message.Body}}?", on: { deliveryFailure: undefined } }),
      },
    });

    const { messages } = await run(asks, {
      trigger: { incomingMessage: { From: "+1", To: "+2", Body: "Hi" } },
    });

    expect(messages).toEqual([{ from: "+2", to: "+1", body: "Hi?" }]);
  });
});

test("a world without subflows leaves the widget waiting", async () => {
  const execution = await startExecution(
    outer,
    { event: "incomingCall", call: {} },
    {
      sids: { execution: "FN1", flow: "FW1", account: "AC1" },
      now: () => new Date(0),
      request: () => Promise.reject(new Error("no requests")),
      resumeConversation: () => Promise.resolve(undefined),
      sendMessage: () => Promise.resolve({}),
      sendToFlex: () => Promise.resolve({ sid: "WT1" }),
    },
  );

  expect(execution.waiting).toEqual({ widget: "sub", events: ["completed", "failed"] });
});
