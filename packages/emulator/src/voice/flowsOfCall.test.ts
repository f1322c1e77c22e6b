import { defineFlow, enqueueCall, sayPlay } from "@tac-handoff/studio";
import { expect, test } from "vitest";
import * as seed from "../seed/account.ts";
import { customer } from "../testing/emulatorScene.ts";
import { menuScene } from "../testing/menuScene.ts";

const scene = menuScene();

const { call, look, execution, caller } = scene;

const path = () => execution()?.run?.steps.map(({ widget, event }) => `${widget} ${event}`);

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
  expect(Object.values(scene.emulator.state.executions).at(-1)).toMatchObject({
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
  expect(Object.values(scene.emulator.state.executions).at(-1)).toMatchObject({
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
  const task = scene.emulator.state.tasks[one.row.waitingIn.taskSid];
  expect(JSON.parse(task?.attributes ?? "")).toMatchObject({ call_sid: one.callSid, team: "billing" });

  const nowhere = await caller(queue(`WW${"9".repeat(32)}`));
  expect(nowhere.row.transcript).toEqual([{ who: "flow", text: "Sorry." }]);
});
