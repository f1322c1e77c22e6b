import { expect, test } from "vitest";
import { defineFlow, gatherInputOnCall, sendMessage, setVariables } from "../../build/build.ts";
import { explore } from "../explore/explore.ts";
import { likelyParent } from "./parentTrigger.ts";
import { simulate } from "./runScenario.ts";

const askPin = defineFlow({
  trigger: { incomingParent: "ask" },
  widgets: {
    ask: gatherInputOnCall({
      say: "Your PIN?",
      on: { keypress: "keep", speech: "keep", timeout: undefined },
    }),
    keep: setVariables({ variables: { caller: "{{trigger.call.From}}", pin: "{{widgets.ask.Digits}}" } }),
  },
});
const tell = (body: string) =>
  defineFlow({
    trigger: { incomingParent: "tell" },
    widgets: { tell: sendMessage({ body, on: { failed: undefined } }) },
  });

test("a subflow with call widgets has its parent's call", async () => {
  const { variables, said, warnings } = await simulate(askPin, {
    trigger: "incomingParent",
    answers: { ask: { digits: "0815#" } },
  });

  expect(said).toEqual(["Your PIN?"]);
  expect(variables).toEqual({ caller: "+12025550143", pin: "0815" });
  expect(warnings).toEqual([]);
});

test("all paths of a subflow can be explored", async () => {
  const { transitions, warnings } = await explore(askPin);

  expect(transitions).toMatchObject({ total: 5, reached: 5, unreached: [], impossible: [] });
  expect(warnings).toEqual([]);
});

test("the parent follows from what a subflow reads, and is a message otherwise", () => {
  expect(likelyParent(askPin)).toBe("incomingCall");
  expect(likelyParent(tell("You wrote {{trigger.conversation.Body}}."))).toBe("incomingConversationMessage");
  expect(likelyParent(tell("Order {{trigger.request.parameters.order}}."))).toBe("incomingRequest");
  expect(likelyParent(tell("Hello."))).toBe("incomingMessage");
});

test("a message subflow writes to the customer of its parent", async () => {
  const { messages } = await simulate(tell("You wrote {{trigger.message.Body}}."), {
    trigger: { incomingParent: { message: { From: "+1", Body: "Hi" } } },
  });

  expect(messages).toMatchObject([{ to: "+1", body: "You wrote Hi." }]);
});
