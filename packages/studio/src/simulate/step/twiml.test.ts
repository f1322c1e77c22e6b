import { expect, test } from "vitest";
import { listSpoken, toTwiml } from "./twiml.ts";

const head = '<?xml version="1.0" encoding="UTF-8"?>';

test("verbs are written into one response, in order", () => {
  expect(
    toTwiml([
      { verb: "Say", attributes: { language: "en-US", loop: "2" }, text: "One moment." },
      { verb: "Play", attributes: {}, text: "https://a.example/wait.mp3?a=1&b=2" },
      { verb: "Play", attributes: { digits: "1w2" }, text: "" },
    ]),
  ).toBe(
    `${head}<Response><Say language="en-US" loop="2">One moment.</Say>` +
      '<Play>https://a.example/wait.mp3?a=1&amp;b=2</Play><Play digits="1w2"/></Response>',
  );
});

test("an Enqueue contains the task with its attributes", () => {
  const attributes = { workflowSid: "WW1", waitUrl: "/wait", priority: "5", timeout: "60" };

  expect(toTwiml([{ verb: "Enqueue", attributes, text: '{"name":"Ann & Bo"}' }])).toBe(
    `${head}<Response><Enqueue workflowSid="WW1" waitUrl="/wait">` +
      '<Task priority="5" timeout="60">{&quot;name&quot;:&quot;Ann &amp; Bo&quot;}</Task></Enqueue></Response>',
  );
});

test("no text can add a verb or break the XML", () => {
  expect(
    toTwiml([{ verb: "Say", attributes: { voice: '"><Hangup/>' }, text: "</Say><Hangup/>\u0000\uD800é😀" }]),
  ).toBe(
    `${head}<Response><Say voice="&quot;&gt;&lt;Hangup/&gt;">&lt;/Say&gt;&lt;Hangup/&gt;é😀</Say></Response>`,
  );
});

test("without verbs the response is empty", () => {
  expect(toTwiml([])).toBe(`${head}<Response></Response>`);
});

test("a caller hears a text as often as loop says, and a prompt or an endless one once", () => {
  const say = (loop: string) => ({ verb: "Say" as const, attributes: { loop }, text: `loop ${loop}` });
  const prompt = { noun: "Say", attributes: { loop: "3" }, text: "Press 1." };

  expect(listSpoken([say("2"), say("1"), say("0"), say("{{}}")])).toEqual([
    ...["loop 2", "loop 2", "loop 1"],
    ...["loop 0", "loop {{}}"],
  ]);
  expect(listSpoken([{ verb: "Gather", attributes: {}, text: "", nouns: [prompt] }])).toEqual(["Press 1."]);
});
