import { defineFlow, sendAndWaitForReply } from "@tac-handoff/studio";
import { expect, test } from "vitest";
import * as seed from "../seed/account.ts";
import { botScene } from "../testing/botScene.ts";

const { clock, call, write, look, listens, timeline } = botScene();

test("a missing reply times out at the time it was due", async () => {
  await listens();
  const { conversationSid, executions } = await write("Hi");

  clock.minutes = 9.9;
  expect((await look(executions[0].sid)).status).toBe("active");
  clock.minutes = 30;
  const ended = await look(executions[0].sid);

  expect([ended.status, ended.path]).toEqual(["ended", ["Trigger", "ask_order", "goodbye"]]);
  const { timeline } = (await call(`GET /local/conversations/${conversationSid}`)).body;
  expect(timeline.at(-1)).toMatchObject({ at: "2026-01-06T12:10:00Z", text: "Write again when you like." });
});

test("a reply after the timeout starts the flow again, in the same conversation", async () => {
  await listens();
  const first = await write("Hi");
  clock.minutes = 11;

  const late = await write("4711");

  expect(late.conversationSid).toBe(first.conversationSid);
  expect(late.executions).toHaveLength(1);
  expect(late.executions[0].sid).not.toBe(first.executions[0].sid);
  expect(late.replies[0].body).toContain("you wrote “4711”");
  expect((await look(first.executions[0].sid)).status).toBe("ended");
});

test("consecutive timeouts of two widgets are applied with one request", async () => {
  const loop = defineFlow({
    description: "asks twice",
    trigger: { incomingConversationMessage: "first" },
    widgets: {
      first: sendAndWaitForReply({
        body: "One?",
        timeout: "{{ 60 | plus: 60 }}",
        on: { incomingMessage: undefined, timeout: "second", deliveryFailure: undefined },
      }),
      second: sendAndWaitForReply({
        body: "Two?",
        timeout: "60",
        on: { incomingMessage: undefined, timeout: undefined, deliveryFailure: undefined },
      }),
    },
  });
  await listens(seed.smsAddressSid, loop);
  const { conversationSid, executions } = await write("Hi");
  clock.minutes = 2.5;
  expect(await look(executions[0].sid)).toMatchObject({
    status: "active",
    waitingFor: { widget: "second", until: "2026-01-06T12:03:00.000Z" },
  });
  clock.minutes = 60;
  expect(await look(executions[0].sid)).toMatchObject({
    status: "ended",
    path: ["Trigger", "first", "second"],
  });
  expect((await timeline(conversationSid)).map(({ text }: { text: string }) => text)).toEqual([
    "Hi",
    "One?",
    "Two?",
  ]);
});

test("a timeout can be reported instead of waited for, and an unexpected event is rejected", async () => {
  await listens();
  const { executions } = await write("Hi");
  const events = `/local/executions/${executions[0].sid}/events`;

  const wrong = await call(`POST ${events}`, { json: { event: "sent" } });
  expect([wrong.status, wrong.body.message]).toEqual([
    400,
    "Invalid parameter event: widget ask_order waits for incomingMessage, timeout, deliveryFailure, found sent",
  ]);
  expect((await call(`POST ${events}`, { json: { event: "timeout" } })).body).toMatchObject({
    status: "ended",
    sent: [{}, { body: "Write again when you like." }],
  });
  const late = await call(`POST ${events}`, { json: { event: "timeout" } });
  expect([late.status, late.body.message]).toEqual([
    409,
    `execution ${executions[0].sid} is not waiting: it has ended`,
  ]);
  expect((await call("POST /local/executions/FN1/events", { json: { event: "timeout" } })).status).toBe(404);
});
