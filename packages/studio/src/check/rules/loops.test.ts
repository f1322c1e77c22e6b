import { expect, test } from "vitest";
import { checkFlow } from "../check.ts";
import { exampleDefinition, goodbye, split, widget } from "../codes/issueCode.ts";

const from = "{{flow.channel.address}}";
const say = (name: string, next: string) =>
  widget(name, "say-play", { say: "Hello." }, { audioComplete: next });
const loops = (...widgets: object[]) =>
  checkFlow(exampleDefinition({ widgets }))
    .filter(({ code }) => ["endless_loop", "failure_retried"].includes(code))
    .map(({ code, path, message }) => `${code} at ${path}: ${message}`);

test("a loop without an exit is reported at its first widget", () => {
  expect(loops(say("in", "one"), say("two", "one"), say("one", "two"))).toEqual([
    'endless_loop at states[2]: widget "two": with "one" it forms a loop without an exit in which no widget waits, so it runs until Twilio ends the execution after 1,000 steps (81000); add a way out',
  ]);
  expect(loops(say("one", "one"))).toEqual([
    'endless_loop at states[1]: widget "one": leads only back to itself, so it runs ten times and then the execution ends (81001); add a way out',
  ]);
});

test("a loop with a way out, an end or a waiting widget is not reported", () => {
  const again = (noMatch?: string) =>
    split("again", "{{trigger.call.From}}", [{ type: "equal_to", value: "x", next: "one" }], noMatch);
  const menu = widget(
    "again",
    "gather-input-on-call",
    { say: "1?" },
    { keypress: "one", speech: "one", timeout: "one" },
  );

  expect(loops(say("one", "again"), again("goodbye"), goodbye)).toEqual([]);
  expect(loops(say("one", "again"), again())).toEqual([]);
  expect(loops(say("one", "again"), menu)).toEqual([]);
  expect(loops(say("one", "again"), widget("again", "create-task", {}, { done: "one" }))).toEqual([]);
  expect(loops(say("one", "again"), again("one"))).toHaveLength(1);
});

test("a failure is not an exit, and one that leads straight back is reported separately", () => {
  const send = (on: Record<string, string | null>) =>
    widget("send", "send-message", { from, body: "Hello." }, on);

  expect(loops(send({ sent: "send", failed: "goodbye" }), goodbye)).toEqual([
    expect.stringContaining("endless_loop at states[1]:"),
  ]);
  expect(loops(send({ sent: "goodbye", failed: "send" }), goodbye)).toEqual([
    'failure_retried at states[1].transitions[1].next: widget "send": "failed" leads straight back to the same widget, which will usually fail again; after ten runs the execution ends (81001). Connect it to another widget, or count the attempts with Set Variables and a split',
  ]);
});

test("a menu that repeats its question is not reported", () => {
  const menu = widget(
    "menu",
    "gather-input-on-call",
    { say: "Press 1." },
    { keypress: "goodbye", speech: "menu", timeout: "menu" },
  );
  expect(loops(menu, goodbye)).toEqual([]);
});

test("a loop of a thousand widgets is found as fast as a small one", () => {
  const names = Array.from({ length: 998 }, (_, index) => `say_${index}`);
  const chain = names.map((name, index) => say(name, names[index + 1] ?? "say_0"));

  expect(loops(...chain)).toEqual([
    expect.stringContaining('widget "say_0": with "say_1", "say_2", "say_3"'),
  ]);
});
