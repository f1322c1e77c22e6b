import fc from "fast-check";
import { expect, test } from "vitest";
import type { OrchestratorConversation } from "../state/orchestrator.ts";
import { summarize } from "./summary.ts";

function conversation(texts: string[]) {
  const author = { address: "+15557654321", channel: "SMS", participantId: "p1" };
  return {
    participants: [{ id: "p1", type: "CUSTOMER" }],
    communications: texts.map((text) => ({ author, content: { type: "TEXT", text } })),
  } as unknown as OrchestratorConversation;
}

test("a summary quotes the messages and states that no model made it", () => {
  expect(summarize(conversation(["Where is\n my order?", "Hello?"]))).toBe(
    "Made up by the local Twilio, no model read this. 2 messages: CUSTOMER: Where is my order? / CUSTOMER: Hello?",
  );
});

test("a summary of a long conversation quotes the last twelve messages", () => {
  const text = summarize(conversation(Array.from({ length: 20 }, (_, index) => `<${index}>`)));
  expect(text).toContain("20 messages, the last 12: CUSTOMER: <8> / ");
  expect(text).not.toContain("<7>");
});

test("the summary of any conversation fits into a summary of Memory", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "binary", maxLength: 500 }), { minLength: 1, maxLength: 30 }),
      (texts) => {
        const text = summarize(conversation(texts));
        expect([...text].length).toBeLessThanOrEqual(4096);
        expect(summarize(conversation(texts))).toBe(text);
      },
    ),
  );
});
