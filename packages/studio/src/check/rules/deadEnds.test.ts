import { expect, test } from "vitest";
import { checkFlow } from "../check.ts";
import { exampleDefinition, goodbye, split, widget } from "../codes/issueCode.ts";

const menu = (on: Record<string, string | null>) =>
  widget("menu", "gather-input-on-call", { say: "Press 1." }, on);
const decide = (noMatch?: string) =>
  split("decide", "{{widgets.menu.Digits}}", [{ type: "equal_to", value: "1", next: "goodbye" }], noMatch);
const deadEnds = (...widgets: object[]) =>
  checkFlow(exampleDefinition({ widgets }))
    .filter(({ code }) => code === "dead_end")
    .map(({ path, message, event, target }) => ({ path, message, event, target }));

test("a response that leads nowhere is reported with its event", () => {
  expect(deadEnds(menu({ keypress: null, speech: "goodbye" }), goodbye)).toEqual([
    {
      path: "states[1].transitions",
      message:
        'widget "menu": the customer is asked something, but "keypress" leads nowhere, so a customer who responds this way hears nothing more',
      event: "keypress",
      target: "menu",
    },
  ]);
  expect(deadEnds(menu({ keypress: "goodbye" }), goodbye)).toMatchObject([
    {
      message: expect.stringMatching(
        /Studio always listens for speech as well; connect it to the question again/,
      ),
      event: "speech",
    },
  ]);
});

test("a branch that ends after splits and variables only is reported with its end, once per question", () => {
  const note = widget("note", "set-variables", { variables: [] }, { next: "decide" });

  expect(deadEnds(menu({ keypress: "note", speech: "note" }), note, decide(), goodbye)).toEqual([
    {
      path: "states[1].transitions",
      message:
        'widget "menu": the customer is asked something, but "keypress" can end at "decide" (noMatch) before anything is said or handed over, so a customer who responds this way hears nothing more',
      event: "keypress",
      target: "decide",
    },
  ]);
});

test("a widget that speaks, asks again or uses the response is not a dead end", () => {
  const request = widget("decide", "make-http-request", { url: "https://a.example", method: "POST" });
  const asked = menu({ keypress: "decide", speech: "decide" });

  expect(deadEnds(asked, decide("menu"), goodbye)).toEqual([]);
  expect(deadEnds(asked, decide("goodbye"), goodbye)).toEqual([]);
  expect(deadEnds(asked, request)).toEqual([]);
});

test("a reply to a message is a response, its timeout is not", () => {
  const ask = (next: string | null) =>
    widget(
      "ask",
      "send-and-wait-for-reply",
      { from: "{{flow.channel.address}}", body: "Your name?" },
      { incomingMessage: next, timeout: null, deliveryFailure: null },
    );
  expect(deadEnds(ask("goodbye"), goodbye)).toEqual([]);
  expect(deadEnds(ask(null))).toMatchObject([{ event: "incomingMessage", target: "ask" }]);
});

test("a subflow may end after a response, since its parent continues", () => {
  const asked = [menu({ keypress: null, speech: null })];
  const check = (starts: Record<string, string>) =>
    checkFlow({ states: [widget("Trigger", "trigger", {}, starts), ...asked], initial_state: "Trigger" }).map(
      ({ code }) => code,
    );

  expect(check({ incomingParent: "menu" })).toEqual([]);
  expect(check({ incomingParent: "menu", incomingCall: "menu" })).toEqual(["dead_end"]);
});
