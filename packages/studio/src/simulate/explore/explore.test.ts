import { describe, expect, test } from "vitest";
import {
  defineFlow,
  gatherInputOnCall,
  makeHttpRequest,
  otherWidget,
  runSubflow,
  sayPlay,
  sendAndWaitForReply,
  sendMessage,
  setVariables,
  split,
} from "../../build/build.ts";
import { explore } from "./explore.ts";

describe("findings", () => {
  const asking = defineFlow({
    trigger: { incomingMessage: "ask", incomingCall: "hello" },
    widgets: {
      ask: sendAndWaitForReply({
        body: "Hello {{trigger.From}}, which order?",
        on: { incomingMessage: "look_up", timeout: undefined, deliveryFailure: "ask" },
      }),
      look_up: makeHttpRequest({
        url: "https://a.example/?id={{widgets.ask.inbound.Body | url_encode}}",
        on: { success: "tell", failed: undefined },
      }),
      tell: sendMessage({ body: "Yours is {{widgets.look_up.parsed.state}}.", on: { failed: undefined } }),
      hello: sayPlay({ say: "Bye." }),
    },
  });

  test("are paths that end without a response, with an example", async () => {
    const { unanswered } = await explore(asking);

    expect(unanswered).toEqual([
      {
        at: "look_up",
        after: { widget: "ask", event: "incomingMessage" },
        example: {
          path: ["Trigger", "ask", "look_up"],
          choices: ["Trigger: incomingMessage", "ask: sent", "ask: incomingMessage", "look_up: failed"],
        },
      },
    ]);
  });

  test("are strings in which an output rendered nothing, unless that was chosen", async () => {
    const { emptied } = await explore(asking);

    expect(emptied).toMatchObject([
      {
        widget: "ask",
        property: "body",
        paths: ["trigger.From"],
        always: true,
        example: { path: ["Trigger", "ask"] },
      },
    ]);
  });

  test("are not splits that test one of several inputs, such as keys or speech", async () => {
    const flow = defineFlow({
      trigger: { incomingCall: "ask" },
      widgets: {
        ask: gatherInputOnCall({ say: "?", on: { keypress: "which", speech: "which" } }),
        which: split({
          input: "{{widgets.ask.Digits}}{{widgets.ask.SpeechResult}}",
          match: [{ equal_to: "1", next: "bye" }],
          noMatch: "bye",
        }),
        bye: sayPlay({ say: "Bye {{widgets.ask.Nobody}}{{widgets.ask.Digits}}." }),
      },
    });

    const { emptied } = await explore(flow);

    // Twilio's callback may contain more than is documented.
    expect(emptied).toMatchObject([{ widget: "bye", paths: ["widgets.ask.Nobody"], always: false }]);
  });

  test("are loops ended by a limit, and warnings, except for failures caused by the exploration", async () => {
    const { loops, warnings } = await explore(asking);

    expect(loops).toMatchObject([{ widget: "ask", code: 81001 }]);
    expect(loops[0]?.example.path).toHaveLength(11);
    expect(warnings.map(({ code, widget }) => `${code} ${widget}`)).toEqual(["81001 ask"]);
  });

  test("are not reported if the caller has hung up", async () => {
    const flow = defineFlow({
      trigger: { incomingCall: "dial" },
      widgets: {
        dial: otherWidget({
          type: "connect-call-to",
          properties: { noun: "number", to: "+1" },
          on: { callCompleted: undefined },
        }),
      },
    });

    expect((await explore(flow)).unanswered).toEqual([]);
    expect(
      (
        await explore(
          defineFlow({ trigger: { incomingCall: "it" }, widgets: { it: setVariables({ variables: {} }) } }),
          {
            scenarios: [{ trigger: { incomingCall: { CallStatus: "completed" } } }],
            maxPaths: 1,
          },
        )
      ).unanswered,
    ).toEqual([]);
  });
});

describe("scenarios", () => {
  const flow = defineFlow({
    trigger: { incomingRequest: "look_up" },
    widgets: {
      look_up: makeHttpRequest({
        url: "https://a.example/",
        on: { success: "sub", failed: undefined },
      }),
      sub: runSubflow({
        flow_sid: `FW${"1".repeat(32)}`,
        flow_revision: "1",
        on: { completed: "choose", failed: undefined },
      }),
      choose: split({
        // Only a real response has this value: its size cannot be derived from the template.
        input: "{{widgets.look_up.parsed | to_json | size}}",
        match: [{ greater_than: "30", next: "much" }],
        noMatch: undefined,
      }),
      much: sendMessage({ body: "Much.", on: { failed: undefined } }),
    },
  });
  const scenario = {
    trigger: "incomingRequest" as const,
    answers: { look_up: { body: { orders: [1, 2, 3], name: "Ann Example", open: true } }, sub: "completed" },
  };

  test("are run first, and their data is varied", async () => {
    const without = await explore(flow);
    const given = await explore(flow, { scenarios: [scenario] });

    expect(without.transitions.unreached.map(({ widget }) => widget)).toContain("much");
    expect(given.transitions.unreached).toEqual([]);
  });

  test("are reported with what they do not cover", async () => {
    const { transitions } = await explore(flow, { scenarios: [scenario] });

    expect(transitions.unreachedByScenarios.map(({ widget, event }) => `${widget} ${event}`)).toEqual([
      "look_up failed",
      "sub failed",
      "choose noMatch",
      "much failed",
    ]);
    expect((await explore(flow)).transitions.unreachedByScenarios).toHaveLength(9);
  });
});

describe("a flow of two questions that lead to each other", () => {
  const flow = defineFlow({
    trigger: { incomingCall: "a" },
    widgets: {
      a: gatherInputOnCall({ say: "?", on: { keypress: "b", speech: "a", timeout: "b" } }),
      b: gatherInputOnCall({ say: "?", on: { keypress: "a", speech: "b", timeout: undefined } }),
    },
  });

  test("is explored the same way each time, within the bounds", async () => {
    const progress: number[] = [];

    const first = await explore(flow, {
      maxPaths: 15,
      maxVisits: 3,
      onPath: (paths) => progress.push(paths),
    });
    const second = await explore(flow, { maxPaths: 15, maxVisits: 3 });

    expect(second).toEqual(first);
    expect(first.paths).toBe(15);
    expect(progress).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
    expect(first.bounds).toEqual({ maxPaths: 15, maxVisits: 3, isIncomplete: true, cut: ["a", "b"] });
  });

  test("is explored completely, because what follows a state is varied once, whichever path leads to it", async () => {
    const { paths, transitions, bounds } = await explore(flow);

    expect(paths).toBeLessThan(30);
    expect(bounds).toMatchObject({ isIncomplete: false, cut: ["a", "b"] });
    expect(transitions.unreached).toEqual([]);
  });
});
