import { describe, expect, test } from "vitest";
import {
  defineFlow,
  gatherInputOnCall,
  makeHttpRequest,
  runFunction,
  sayPlay,
  sendAndWaitForReply,
  sendToFlex,
  setVariables,
  split,
  type WidgetSpec,
} from "../../build/build.ts";
import type { FlowDefinition } from "../../definition/definition.ts";
import { explore } from "./explore.ts";

const open = async (flow: FlowDefinition) => {
  const { transitions } = await explore(flow);
  return transitions.unreached.map(({ widget, event, condition, reason }) =>
    [widget, event, ...(condition === undefined ? [] : [condition]), reason].join(" | "),
  );
};
const say = (text: string) => sayPlay({ say: text });

/** A split on the output of the previous widget: `yes` on a match, otherwise `no`. */
const splitOn = (input: string, match: Parameters<typeof split>[0]["match"][number]) =>
  split({ input, match: [match as { equal_to: string; next: "yes" }], noMatch: "no" as const });
const ends = { yes: say("Yes."), no: say("No.") };

describe("a branch is reached by the value that it requires", () => {
  const ask = sendAndWaitForReply({
    body: "?",
    on: { incomingMessage: "choose", timeout: "no", deliveryFailure: undefined },
  });
  const gather = gatherInputOnCall({ say: "?", on: { keypress: "choose", speech: "choose" } });
  const request = makeHttpRequest({
    url: "https://a.example/",
    on: { success: "choose", failed: "choose" },
  });
  const fn = runFunction({ url: "https://a-1.twil.io/", on: { success: "choose", fail: "no" } });

  test.each<[string, WidgetSpec<"choose" | "no" | undefined>, WidgetSpec<"yes" | "no">]>([
    ["a reply", ask, splitOn("{{widgets.first.inbound.Body}}", { contains: "Sales", next: "yes" })],
    ["keys", gather, splitOn("{{widgets.first.Digits}}", { regex: "[3-5]{2}", next: "yes" })],
    [
      "speech",
      gather,
      splitOn("{{widgets.first.SpeechResult | downcase}}", { matches_any_of: "yes, yep", next: "yes" }),
    ],
    [
      "a member of a response",
      request,
      splitOn("{{widgets.first.parsed.order.open}}", { equal_to: "true", next: "yes" }),
    ],
    [
      "a member of a list",
      request,
      splitOn("{{widgets.first.parsed.list[1].n}}", { greater_than: "9", next: "yes" }),
    ],
    [
      "the status of a response",
      request,
      splitOn("{{widgets.first.status_code}}", { equal_to: "404", next: "yes" }),
    ],
    ["the body of a response", fn, splitOn("{{widgets.first.body}}", { equal_to: "OK", next: "yes" })],
    [
      "a variable derived from another",
      ask,
      splitOn("{{flow.variables.b}}", { starts_with: "x", next: "yes" }),
    ],
    [
      "a value that a tag compares",
      ask,
      splitOn("{% if widgets.first.inbound.Body == 'open sesame' %}1{% else %}2{% endif %}", {
        equal_to: "1",
        next: "yes",
      }),
    ],
    ["the trigger's message", ask, splitOn("{{trigger.message.Body}}", { equal_to: "STOP", next: "yes" })],
    ["the trigger's parameters", ask, splitOn("{{flow.data.a.b}}", { equal_to: "x", next: "yes" })],
    [
      "the customer's address",
      ask,
      splitOn("{{contact.channel.address}}", { starts_with: "whatsapp:", next: "yes" }),
    ],
    ["a value that is never set", ask, splitOn("{{trigger.message.Foo}}", { is_blank: true, next: "yes" })],
    ["the hour", ask, splitOn('{{ "now" | date: "%H:%M" }}', { is_after_time: "17:00", next: "yes" })],
    [
      "the day of the week",
      ask,
      splitOn('{{ "now" | date: "%a" }}', { matches_any_of: "Sat,Sun", next: "yes" }),
    ],
    ["a holiday", ask, splitOn('{{ "now" | date: "%m-%d" }}', { equal_to: "12-25", next: "yes" })],
  ])("%s", async (_, first, choose) => {
    const flow = defineFlow({
      trigger: { incomingMessage: "first", incomingCall: "first", incomingRequest: "first" },
      widgets: {
        first,
        choose: setVariables({ variables: { a: "{{widgets.first.inbound.Body}}" }, next: "chosen" }),
        chosen: setVariables({ variables: { b: "{{flow.variables.a}}!" }, next: "decide" }),
        decide: choose,
        ...ends,
      },
    });

    expect((await open(flow)).filter((line) => line.startsWith("decide"))).toEqual([]);
  });

  test("a member of JSON in a string", async () => {
    const flow = defineFlow({
      trigger: { incomingCall: "parse" },
      widgets: {
        parse: setVariables({
          variables: { h: { json_object: "{{trigger.call.HandoffData}}" } },
          next: "choose",
        }),
        choose: splitOn("{{flow.variables.h.attributes.reason}}", { equal_to: "refund", next: "yes" }),
        ...ends,
      },
    });

    const { transitions, paths } = await explore(flow);

    expect(transitions.unreached).toEqual([]);
    expect(paths).toBeLessThan(10);
  });

  test("a choice after many other choices, in a flow that repeats its questions", async () => {
    const steps = Array.from({ length: 6 }, (_, index) => index + 1);
    const widgets: Record<string, WidgetSpec<string | undefined>> = { end: say("Here.") };
    for (const step of steps) {
      widgets[`ask_${step}`] = gatherInputOnCall({ say: "?", on: { keypress: `choose_${step}` } });
      widgets[`choose_${step}`] = split({
        input: `{{widgets.ask_${step}.Digits}}`,
        match: [{ equal_to: String(step + 1), next: step === steps.length ? "end" : `ask_${step + 1}` }],
        noMatch: "ask_1",
      });
    }
    const flow = defineFlow({ trigger: { incomingCall: "ask_1" }, widgets });

    const { transitions } = await explore(flow, { maxPaths: 200 });

    expect(transitions.unreached).toEqual([]);
  });

  test("a counter, by failing as often as necessary", async () => {
    const flow = defineFlow({
      trigger: { incomingCall: "ask" },
      widgets: {
        ask: gatherInputOnCall({ say: "?", on: { keypress: "right", timeout: "count" } }),
        count: setVariables({
          variables: { n: "{% if flow.variables.n %}{{flow.variables.n | plus: 1}}{% else %}1{% endif %}" },
          next: "enough",
        }),
        enough: split({
          input: "{{flow.variables.n}}",
          match: [{ greater_than: "3", next: "bye" }],
          noMatch: "ask",
        }),
        right: say("Thanks."),
        bye: say("Bye."),
      },
    });

    expect(await open(flow)).toEqual([]);
  });
});

describe("an unreachable transition is reported with the reason", () => {
  const around = (it: WidgetSpec<"yes" | "no" | undefined>) =>
    defineFlow({ trigger: { incomingCall: "it" }, widgets: { it, ...ends } });

  test.each<[string, FlowDefinition, string[]]>([
    [
      "no value",
      around(splitOn("{{trigger.call.From}}", { regex: "a(?<!a)", next: "yes" })),
      [
        "it | match | regex a(?<!a) | no value was found that makes regex a(?<!a) true",
        "yes | audioComplete | no path was found to yes",
      ],
    ],
    [
      "an input that nothing sets",
      around(splitOn("{{widgets.nobody.Digits}}", { equal_to: "1", next: "yes" })),
      [
        "it | match | equal_to 1 | no reply of a customer or a service was found that determines {{widgets.nobody.Digits}}",
        "yes | audioComplete | no path was found to yes",
      ],
    ],
    [
      "an earlier condition",
      around(
        split({
          input: "{{trigger.call.From}}",
          match: [
            { equal_to: "1", next: "yes" },
            { equal_to: "1", next: "no" },
          ],
          noMatch: "no",
        }),
      ),
      ["it | match | equal_to 1 | an earlier match has the same condition"],
    ],
    [
      "a widget that always fails",
      around(
        sendToFlex({
          workflow: "WW1",
          channel: "",
          on: { callComplete: "yes", failedToEnqueue: "no", callFailure: "no" },
        }),
      ),
      [
        "it | callComplete | the widget took another event: channel is empty",
        "it | callFailure | the widget took another event: channel is empty",
        "yes | audioComplete | no path was found to yes",
      ],
    ],
  ])("%s", async (_, flow, expected) => {
    expect(await open(flow)).toEqual(expected);
  });

  test("at an unconnected widget, and for an event that Studio never takes there", async () => {
    const { transitions } = await explore(conversation("flex"));

    expect(transitions.unreached).toMatchObject([
      { widget: "alone", reason: "no transition leads to alone" },
    ]);
    expect(transitions.impossible).toEqual([
      {
        widget: "flex",
        event: "callFailure",
        to: "flex",
        reason: "callFailure cannot occur here: it needs a different channel than the execution has",
      },
    ]);
    expect(transitions).toMatchObject({ total: 4, reached: 3 });
  });

  test("but not for an unconnected event that Studio never takes", async () => {
    const { transitions } = await explore(conversation(undefined));

    expect(transitions.impossible).toEqual([]);
    expect(transitions).toMatchObject({ total: 4, reached: 3 });
  });

  /** Sends a conversation to Flex, where `callFailure` cannot occur. */
  function conversation(callFailure: "flex" | undefined): FlowDefinition {
    return defineFlow({
      trigger: { incomingConversationMessage: "flex" },
      widgets: {
        flex: sendToFlex({
          workflow: "WW1",
          channel: "TC1",
          on: { callComplete: undefined, failedToEnqueue: undefined, callFailure },
        }),
        alone: say("?"),
      },
    });
  }
});

test("a transition excluded by a bound is not reported as impossible", async () => {
  const flow = defineFlow({
    trigger: { incomingConversationMessage: "flex", incomingCall: "flex" },
    widgets: {
      flex: sendToFlex({
        workflow: "WW1",
        channel: "TC1",
        on: { callComplete: "yes", failedToEnqueue: undefined, callFailure: undefined },
      }),
      yes: splitOn("{{flow.variables.x}}{{contact.channel.address}}", {
        equal_to: "+1",
        next: "no" as "yes",
      }),
      no: say("No."),
    },
  });

  const { transitions, bounds } = await explore(flow, { maxPaths: 1, scenarios: [] });

  expect(bounds.isIncomplete).toBe(true);
  expect(transitions.impossible).toEqual([]);
  expect(transitions.unreached.map(({ widget, event, reason }) => `${widget} ${event}: ${reason}`)).toContain(
    "yes match: no value was tried for {{flow.variables.x}}{{contact.channel.address}} within 1 path",
  );
});
