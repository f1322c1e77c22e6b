// Keys, speech and silence of a caller, in the menu of a flow.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import * as seed from "../seed/account.ts";
import { customer } from "../testing/emulatorScene.ts";
import { menuScene } from "../testing/menuScene.ts";

const scene = menuScene();

const { call, look, execution, caller } = scene;

test("a menu is played, and the call shows what it waits for", async () => {
  const { callSid, row } = await caller();
  expect(row).toMatchObject({
    status: "in-progress",
    transcript: [{ who: "flow", text: "Press 1 or say support." }],
    waitingFor: {
      verb: "Gather",
      widget: "menu",
      type: "gather-input-on-call",
      events: ["keypress", "speech", "timeout"],
      until: null,
      how: `keys or speech: POST /local/calls/${callSid}/dtmf {"digits": "1"}, /local/calls/${callSid}/say {"text": "…"}, or /local/calls/${callSid}/events {"event": "timeout"}`,
    },
    warnings: [],
  });
  expect((await call("GET /local/calls")).body.calls).toEqual([row]);
  const { executions } = (await call("GET /local/executions")).body;
  expect(executions).toMatchObject([{ callSid, waitingFor: { widget: "menu" } }]);
});

test("a key and speech both lead to Flex, and the end of the call continues the flow", async () => {
  for (const act of [
    (one: Awaited<ReturnType<typeof caller>>) => one.press("1"),
    (one: Awaited<ReturnType<typeof caller>>) => one.say("I want support, please"),
  ]) {
    const one = await caller();
    await act(one);
    const row = await look(one.callSid);
    expect(row).toMatchObject({ waitingIn: { workflowSid: seed.workflowSid }, waitingFor: null });
    const { taskSid } = row.waitingIn;
    expect(scene.emulator.state.tasks[taskSid]?.task_channel_unique_name).toBe("voice");
    await call(`POST /local/tasks/${taskSid}/accept`);
    await call(`POST /local/tasks/${taskSid}/complete`);
    const last = Object.values(scene.emulator.state.executions).at(-1);
    expect(last).toMatchObject({ status: "ended", sent: [{ to: customer, body: "How was it?" }] });
  }
  expect(Object.values(scene.emulator.state.tasks).map(({ attributes }) => JSON.parse(attributes))).toEqual(
    Object.values(scene.emulator.state.calls).map(({ sid }) => ({
      call_sid: sid,
      from: customer,
      to: seed.phoneNumber,
      direction: "inbound",
      name: customer,
    })),
  );
});

test("the caller's input and what follows are in the transcript", async () => {
  const one = await caller();
  expect((await one.press("9")).said).toEqual([
    { who: "flow", text: "Sorry?" },
    { who: "flow", text: "Press 1 or say support." },
  ]);
  const { said, call: row } = await one.say("opening hours");
  expect(said).toHaveLength(2);
  expect(row.transcript.map(({ who, text }: { who: string; text: string }) => `${who}: ${text}`)).toEqual([
    "flow: Press 1 or say support.",
    "caller: (presses 9)",
    "flow: Sorry?",
    "flow: Press 1 or say support.",
    "caller: opening hours",
    "flow: Sorry?",
    "flow: Press 1 or say support.",
  ]);
});

test("single keys are input until the finish key, which is not part of it", async () => {
  const one = await caller();
  await one.press("2");
  expect((await one.key("4")).waitingFor.widget).toBe("ask_order");
  await one.key("2");
  const done = await one.key("#");
  expect(done.said).toEqual([{ who: "flow", text: "Order 42. Goodbye." }]);
  expect([done.status, done.waitingFor]).toEqual(["completed", null]);
  expect(done.actionRequests.at(-1).form).toMatchObject({ Digits: "42", FinishedOnKey: "#" });
});

test("several keys and a pause are input without a finish key", async () => {
  const one = await caller();
  await one.press("2");
  expect((await one.press("123")).said).toEqual([{ who: "flow", text: "Order 123. Goodbye." }]);
});

test("silence is a timeout each time, until the flow's last attempt", async () => {
  const one = await caller();
  expect((await one.event("timeout")).said).toEqual([{ who: "flow", text: "Press 1 or say support." }]);
  const row = await one.event("timeout");
  expect(row.said).toEqual([{ who: "flow", text: "(records)" }]);
  expect(row.waitingFor).toMatchObject({
    verb: "Record",
    widget: "voicemail",
    events: ["recordingComplete", "noAudio", "hangup"],
    how: `its end, which the local Twilio does not simulate: POST /local/calls/${one.callSid}/events {"event": "recordingComplete"}`,
  });
  const done = await one.event("recordingComplete", { RecordingDuration: "12" });
  expect([done.said, done.status]).toEqual([[{ who: "flow", text: "Thanks for 12 seconds." }], "completed"]);
  expect(execution()?.run?.context.widgets.voicemail).toMatchObject({
    RecordingUrl: expect.stringMatching(/^https:\/\/api\.twilio\.com\/.*\/Recordings\/RE/),
    CallSid: one.callSid,
  });
});

test("a call that waits for a key still waits after a restart", async () => {
  const folder = mkdtempSync(join(tmpdir(), "emulator-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const stateFile = join(folder, "state.json");
  await scene.restart({ stateFile });
  const one = await caller();
  await one.press("2");

  await scene.restart({ stateFile });
  const { body } = await call(`POST /local/calls/${one.callSid}/dtmf`, { json: { digits: "42#" } });

  expect(body.said).toEqual([{ who: "flow", text: "Order 42. Goodbye." }]);
  expect([body.status, execution()?.status]).toEqual(["completed", "ended"]);
});
