import { expect, test } from "vitest";
import {
  defineFlow,
  makeHttpRequest,
  sayPlay,
  sendAndWaitForReply,
  sendMessage,
  sendToFlex,
  setVariables,
  split,
} from "../../build/build.ts";
import { channel, workflow } from "../testing/aloneWidget.ts";
import { type Exploration, explore } from "./explore.ts";

const tell = (body: string) => sendMessage({ body, on: { failed: undefined } });
const choicesIn = ({ unanswered, emptied, warnings, loops }: Exploration) =>
  [...unanswered, ...emptied, ...warnings, ...loops].flatMap(({ example }) => example.choices);

test("a split on the trigger's kind has no impossible findings", async () => {
  const result = await explore(
    defineFlow({
      trigger: { incomingMessage: "which", incomingCall: "which" },
      widgets: {
        which: split({
          input: "{{trigger.call}}",
          match: [
            { is_blank: true, next: "text" },
            { is_not_blank: true, next: "speak" },
          ],
          noMatch: undefined,
        }),
        text: tell("Hello {{trigger.message.From}}."),
        speak: sayPlay({ say: "Hello {{trigger.call.From}}." }),
      },
    }),
  );

  expect(result.transitions).toMatchObject({ total: 7, reached: 7, unreached: [], impossible: [] });
  expect(choicesIn(result)).toEqual([]);
});

test("a noMatch that cannot occur is impossible if it leads somewhere", async () => {
  const { transitions } = await explore(
    defineFlow({
      trigger: { incomingMessage: "which" },
      widgets: {
        which: split({
          input: "{{trigger.message.Body}}",
          match: [
            { contains: "yes", next: "text" },
            { does_not_contain: "yes", next: "text" },
          ],
          noMatch: "text",
        }),
        text: tell("Hello."),
      },
    }),
  );

  expect(transitions.unreached).toEqual([]);
  expect(transitions.impossible).toMatchObject([
    { widget: "which", event: "noMatch", reason: "one of the matches is always true" },
  ]);
});

test("an object is never replaced by a string, but may be missing", async () => {
  const result = await explore(
    defineFlow({
      trigger: { incomingRequest: "look_up" },
      widgets: {
        look_up: makeHttpRequest({ url: "https://a.example", on: { success: "which", failed: undefined } }),
        which: split({
          input: "{{widgets.look_up.parsed.customer}}",
          match: [{ is_blank: true, next: "unknown" }],
          noMatch: "greet",
        }),
        greet: tell("Hello {{widgets.look_up.parsed.customer.name}}, {{flow.data.order.id}}."),
        unknown: tell("Hello {{widgets.look_up.parsed.customer.name}}."),
      },
    }),
  );

  expect(result.transitions.unreached).toEqual([]);
  expect(result.emptied).toEqual([]);
  expect(choicesIn(result).join("\n")).not.toMatch(/(customer|parsed|order|request) = "/);
});

test("values of more than 16 KB are one line for the flow", async () => {
  const { warnings } = await explore(
    defineFlow({
      trigger: { incomingMessage: "ask" },
      widgets: {
        ask: sendAndWaitForReply({
          body: "Which?",
          on: { incomingMessage: "which", timeout: undefined, deliveryFailure: undefined },
        }),
        which: split({
          input: "{{widgets.ask.inbound.Body}}",
          match: [
            { contains: "yes", next: "keep" },
            { contains: "yes please", next: "keep" },
          ],
          noMatch: "keep",
        }),
        keep: setVariables({ variables: { said: "{{widgets.ask.inbound.Body}}" }, next: "again" }),
        again: tell("You wrote {{flow.variables.said}} {{widgets.ask.inbound.Body}}."),
      },
    }),
  );

  const messages = warnings.filter(({ code }) => code === 81018).map(({ message }) => message);
  expect(messages).toEqual([
    'input: empty if a value in it makes it longer than 16 KB; the same applies to "keep" and "again"',
  ]);
});

test.each(["$" + "{jsonencode(attributes)}", '{"team": %{TEAM_ID}}', "<TASK_ATTRIBUTES>"])(
  "attributes that are still to be filled in count as filled in: %s",
  async (attributes) => {
    const { transitions, warnings } = await explore(
      defineFlow({
        trigger: { incomingCall: "flex" },
        widgets: {
          flex: sendToFlex({
            workflow,
            channel,
            attributes,
            on: { callComplete: undefined, failedToEnqueue: "sorry", callFailure: "sorry" },
          }),
          sorry: sayPlay({ say: "Sorry." }),
        },
      }),
    );

    expect(transitions.unreached).toEqual([]);
    expect(warnings).toEqual([]);
  },
);

test("a value is always missing only if that is certain", async () => {
  const always = async (say: string, maxPaths = 1_000) => {
    const flow = defineFlow({
      trigger: { incomingMessage: "ask" },
      widgets: {
        ask: sendAndWaitForReply({
          body: "Which?",
          on: { incomingMessage: "keep", timeout: "say", deliveryFailure: undefined },
        }),
        keep: setVariables({ variables: { a: "1" } }),
        say: tell(say),
      },
    });
    const { emptied } = await explore(flow, { maxPaths });
    return emptied.map((each) => each.always);
  };

  expect(
    await always("{{widgets.nobody.Digits}}{{trigger.From}}{{trigger.call.From}}{{flow.data.x}}"),
  ).toEqual([true]);
  expect(await always("{{flow.variables.a}}")).toEqual([true]);
  expect(await always("{{widgets.ask.inbound.Body}}")).toEqual([true]);
  expect(await always("{{widgets.ask.more}}")).toEqual([false]);
  expect(await always("{{flow.variables.a}}", 3)).toEqual([false]);
});
