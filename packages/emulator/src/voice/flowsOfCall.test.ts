import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  connectCallTo,
  defineFlow,
  enqueueCall,
  gatherInputOnCall,
  recordVoicemail,
  sayPlay,
  sendMessage,
  sendToFlex,
  setVariables,
  split,
} from "@tac-handoff/studio";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";
import { publishFlow } from "../testing/publishFlow.ts";

const customer = "+15557654321";

/** A menu for keys and speech that leads to Flex, to another number, or to voicemail. */
const ivr = defineFlow({
  description: "main menu",
  trigger: { incomingCall: "menu" },
  widgets: {
    menu: gatherInputOnCall({
      say: "Press 1 or say support.",
      number_of_digits: 1,
      timeout: 5,
      on: { keypress: "by_key", speech: "by_word", timeout: "count" },
    }),
    count: setVariables({
      variables: {
        tries: "{% if flow.variables.tries %}{{flow.variables.tries | plus: 1}}{% else %}1{% endif %}",
      },
      next: "enough",
    }),
    enough: split({
      input: "{{flow.variables.tries}}",
      match: [{ equal_to: "2", next: "voicemail" }],
      noMatch: "menu",
    }),
    by_key: split({
      input: "{{widgets.menu.Digits}}",
      match: [
        { equal_to: "1", next: "to_flex" },
        { equal_to: "2", next: "ask_order" },
        { equal_to: "3", next: "colleague" },
      ],
      noMatch: "not_understood",
    }),
    by_word: split({
      input: "{{widgets.menu.SpeechResult}}",
      match: [{ contains: "support", next: "to_flex" }],
      noMatch: "not_understood",
    }),
    not_understood: sayPlay({ say: "Sorry?", next: "menu" }),
    ask_order: gatherInputOnCall({
      say: "Your order, then the hash key.",
      on: { keypress: "repeat", speech: "repeat", timeout: undefined },
    }),
    repeat: sayPlay({ say: "Order {{widgets.ask_order.Digits}}. Goodbye." }),
    colleague: connectCallTo({
      noun: "number",
      to: "+15550000007",
      on: { callCompleted: "was_reached", hangup: "text_colleague" },
    }),
    was_reached: split({
      input: "{{widgets.colleague.DialCallStatus}}",
      match: [{ equal_to: "completed", next: "bye" }],
      noMatch: "voicemail",
    }),
    bye: sayPlay({ say: "Goodbye." }),
    text_colleague: sendMessage({
      to: "+15550000007",
      body: "{{contact.channel.address}} hung up.",
      on: { sent: undefined, failed: undefined },
    }),
    voicemail: recordVoicemail({ on: { recordingComplete: "thank", noAudio: undefined, hangup: "text" } }),
    thank: sayPlay({ say: "Thanks for {{widgets.voicemail.RecordingDuration}} seconds." }),
    text: sendMessage({ body: "You hung up.", on: { sent: undefined, failed: undefined } }),
    to_flex: sendToFlex({
      workflow: seed.workflowSid,
      channel: seed.taskChannelSids.voice,
      attributes: { name: "{{contact.channel.address}}" },
      on: { callComplete: "after", failedToEnqueue: undefined, callFailure: undefined },
    }),
    after: sendMessage({ body: "How was it?", on: { sent: undefined, failed: undefined } }),
  },
});

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
  onTestFinished(() => emulator.close());
});

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

const look = async (sid: string) => (await call(`GET /local/calls/${sid}`)).body;

const execution = () => Object.values(emulator.state.executions)[0];

const path = () => execution()?.run?.steps.map(({ widget, event }) => `${widget} ${event}`);

async function rings(definition: unknown) {
  const flow = await publishFlow(emulator, definition);
  Object.assign(emulator.state.phoneNumbers[seed.phoneNumberSid] ?? {}, { voice_url: flow.webhook_url });
  return flow;
}

const place = async () =>
  (await call("POST /local/calls", { json: { from: customer, to: seed.phoneNumber } })).body;

/** A call to the menu, and its caller's actions. */
async function caller(definition: unknown = ivr) {
  await rings(definition);
  const { callSid, call: row } = await place();
  const post = async (what: string, json: object) =>
    (await call(`POST /local/calls/${callSid}/${what}`, { json })).body;
  return {
    callSid,
    row,
    press: (digits: string) => post("dtmf", { digits }),
    key: (digit: string) => post("dtmf", { digit }),
    say: (text: string) => post("say", { text }),
    event: (event: string, outputs?: object) => post("events", { event, ...(outputs && { outputs }) }),
    hangUp: async () => (await call(`POST /local/calls/${callSid}/hangup`)).body,
  };
}

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
    expect(emulator.state.tasks[taskSid]?.task_channel_unique_name).toBe("voice");
    await call(`POST /local/tasks/${taskSid}/accept`);
    await call(`POST /local/tasks/${taskSid}/complete`);
    const last = Object.values(emulator.state.executions).at(-1);
    expect(last).toMatchObject({ status: "ended", sent: [{ to: customer, body: "How was it?" }] });
  }
  expect(Object.values(emulator.state.tasks).map(({ attributes }) => JSON.parse(attributes))).toEqual(
    Object.values(emulator.state.calls).map(({ sid }) => ({
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

test("a dialed party answers, does not answer, or the caller hangs up", async () => {
  const reached = await caller();
  expect((await reached.press("3")).said).toEqual([{ who: "flow", text: "(dials +15550000007)" }]);
  expect((await reached.event("callCompleted")).said).toEqual([{ who: "flow", text: "Goodbye." }]);

  const busy = await caller();
  await busy.press("3");
  const row = await busy.event("callCompleted", { DialCallStatus: "busy" });
  expect(row.waitingFor.widget).toBe("voicemail");

  const left = await caller();
  await left.press("3");
  expect(await left.event("hangup")).toMatchObject({ status: "completed", waitingFor: null });
  expect(Object.values(emulator.state.executions).at(-1)).toMatchObject({
    status: "ended",
    sent: [{ to: "+15550000007", body: `${customer} hung up.` }],
  });
});

test("a caller who hangs up ends the flow, unless its widget waits for the hang-up", async () => {
  const atMenu = await caller();
  await atMenu.hangUp();
  expect([execution()?.status, path()]).toEqual(["ended", ["Trigger incomingCall"]]);

  const atTone = await caller();
  await atTone.event("timeout");
  await atTone.event("timeout");
  await atTone.hangUp();
  expect(Object.values(emulator.state.executions).at(-1)).toMatchObject({
    status: "ended",
    sent: [{ from: seed.phoneNumber, to: customer, body: "You hung up." }],
  });
});

test("an unexpected event or input is rejected, and the call does not change", async () => {
  const one = await caller();
  const wrong = await one.event("callCompleted");
  expect([wrong.status, wrong.message]).toEqual([
    400,
    "Invalid parameter event: expected keypress, speech, timeout, found callCompleted",
  ]);
  expect((await one.press("12a")).status).toBe(400);
  await one.event("timeout");
  await one.event("timeout");
  expect((await one.say("Hello?")).message).toBe(
    `call ${one.callSid} has no open session with an agent; waitingFor of GET /local/calls/${one.callSid} shows how to continue`,
  );
  const both = { digit: "1", digits: "12" };
  const refused = await call(`POST /local/calls/${one.callSid}/dtmf`, { json: both });
  expect([refused.status, refused.body.message]).toEqual([
    400,
    "Invalid request body: expected digit or digits",
  ]);
  expect((await look(one.callSid)).waitingFor.widget).toBe("voicemail");
  await one.hangUp();
  expect(await one.event("timeout")).toMatchObject({
    status: 409,
    message: `call ${one.callSid} (completed) is not waiting for an event: GET /local/calls/${one.callSid}`,
  });
});

test("a call whose TwiML is not run here has no events", async () => {
  const json = { from: customer, to: seed.phoneNumber, configurationId: seed.orchestratorConfigurationId };
  const { callSid } = (await call("POST /local/calls", { json })).body;
  const { status, body } = await call(`POST /local/calls/${callSid}/events`, { json: { event: "timeout" } });
  expect([status, body.message]).toEqual([
    409,
    `call ${callSid} does not run here: its TwiML was never requested`,
  ]);
});

test("a queue by name is not simulated: the call waits until its outcome is reported", async () => {
  const one = await caller(
    defineFlow({
      description: "queue",
      trigger: { incomingCall: "queue" },
      widgets: {
        queue: enqueueCall({
          queue_name: "support",
          on: { callComplete: "bye", failedToEnqueue: undefined, callFailure: undefined },
        }),
        bye: sayPlay({ say: "{{widgets.queue.QueueResult}}" }),
      },
    }),
  );
  expect(one.row.waitingFor).toMatchObject({ verb: "Enqueue", widget: "queue" });
  expect((await one.event("callComplete")).said).toEqual([{ who: "flow", text: "bridged" }]);
});

test("Enqueue Call into a workflow creates a task, and fails if the workflow does not exist", async () => {
  const queue = (workflow_sid: string) =>
    defineFlow({
      description: "queue",
      trigger: { incomingCall: "queue" },
      widgets: {
        queue: enqueueCall({
          workflow_sid,
          task_attributes: { team: "billing" },
          on: { callComplete: undefined, failedToEnqueue: "sorry", callFailure: undefined },
        }),
        sorry: sayPlay({ say: "Sorry." }),
      },
    });
  const one = await caller(queue(seed.workflowSid));
  const task = emulator.state.tasks[one.row.waitingIn.taskSid];
  expect(JSON.parse(task?.attributes ?? "")).toMatchObject({ call_sid: one.callSid, team: "billing" });

  const nowhere = await caller(queue(`WW${"9".repeat(32)}`));
  expect(nowhere.row.transcript).toEqual([{ who: "flow", text: "Sorry." }]);
});

test("a call that waits for a key still waits after a restart", async () => {
  const folder = mkdtempSync(join(tmpdir(), "emulator-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const stateFile = join(folder, "state.json");
  emulator = await startEmulator({ stateFile });
  const one = await caller();
  await one.press("2");
  await emulator.close();

  emulator = await startEmulator({ stateFile });
  onTestFinished(() => emulator.close());
  const { body } = await call(`POST /local/calls/${one.callSid}/dtmf`, { json: { digits: "42#" } });

  expect(body.said).toEqual([{ who: "flow", text: "Order 42. Goodbye." }]);
  expect([body.status, execution()?.status]).toEqual(["completed", "ended"]);
});
