import {
  connectVirtualAgent,
  defineFlow,
  makeOutgoingCall,
  sayPlay,
  sendAndWaitForReply,
} from "@tac-handoff/studio";
import { expect, test } from "vitest";
import * as seed from "../seed/account.ts";
import { customer } from "../testing/emulatorScene.ts";
import { executionScene } from "../testing/executionScene.ts";

const scene = executionScene();

const { call, executed, look, tell, steps, outputs } = scene;

const dialler = defineFlow({
  description: "calls, and texts who does not answer",
  trigger: { incomingRequest: "ring" },
  widgets: {
    ring: makeOutgoingCall({
      on: { answered: "hello", busy: "ring_again", noAnswer: "text", failed: "text" },
    }),
    ring_again: makeOutgoingCall({
      on: { answered: "hello", busy: "text", noAnswer: "text", failed: "text" },
    }),
    hello: sayPlay({ say: "Hello {{widgets.ring.To}}." }),
    text: sendAndWaitForReply({
      body: "We tried to call you.",
      on: { incomingMessage: undefined, timeout: undefined, deliveryFailure: undefined },
    }),
  },
});

test("an outgoing call of a flow rings until it is reported as answered, and is then the flow's call", async () => {
  const { sid, callSid, waitingFor } = await executed(dialler);
  expect(waitingFor).toMatchObject({
    widget: "ring",
    how: `the outcome of the call: POST /local/calls/${callSid}/events {"event": "answered"}`,
  });
  const ringing = (await call(`GET /local/calls/${callSid}`)).body;
  expect(ringing).toMatchObject({ status: "ringing", from: seed.phoneNumber, to: customer });
  expect(ringing.waitingFor.events).toEqual(["answered", "busy", "noAnswer", "failed"]);

  const { body } = await tell(`calls/${callSid}`, { event: "answered" });

  expect([body.said, body.status]).toEqual([[{ who: "flow", text: `Hello ${customer}.` }], "completed"]);
  expect(outputs(sid, "ring")).toMatchObject({
    CallSid: callSid,
    CallStatus: "in-progress",
    Direction: "outbound-api",
  });
  expect((await look(sid)).status).toBe("ended");
});

test("a flow whose outgoing call is not answered continues without it, or tries again", async () => {
  const first = await executed(dialler);
  const busy = (await tell(`calls/${first.callSid}`, { event: "busy" })).body;
  expect(busy.status).toBe("busy");
  const again = await look(first.sid);
  expect(again.callSid).not.toBe(first.callSid);
  expect(again.waitingFor.widget).toBe("ring_again");

  // The same event, reported for the execution.
  const texted = (await tell(`executions/${first.sid}`, { event: "noAnswer" })).body;

  expect((await call(`GET /local/calls/${again.callSid}`)).body.status).toBe("no-answer");
  expect(outputs(first.sid, "ring_again")).toMatchObject({ CallStatus: "no-answer" });
  expect(texted).toMatchObject({
    status: "active",
    waitingFor: { widget: "text" },
    sent: [{ from: seed.phoneNumber, to: customer, body: "We tried to call you." }],
  });
});

test("an outgoing call of a flow is answered and declined like any other", async () => {
  const answered = await executed(dialler);
  const { body } = await call(`POST /local/calls/${answered.callSid}/answer`);
  expect([body.said, body.status]).toEqual([[{ who: "flow", text: `Hello ${customer}.` }], "completed"]);

  const declined = await executed(dialler);
  await call(`POST /local/calls/${declined.callSid}/hangup`);
  expect((await call(`GET /local/calls/${declined.callSid}`)).body.status).toBe("busy");
  expect((await look(declined.sid)).waitingFor.widget).toBe("ring_again");
});

test("hanging up an outgoing call of a flow ends its execution", async () => {
  const flow = defineFlow({
    description: "talks for long",
    trigger: { incomingRequest: "ring" },
    widgets: {
      ring: makeOutgoingCall({
        on: { answered: "agent", busy: undefined, noAnswer: undefined, failed: undefined },
      }),
      agent: connectVirtualAgent({
        connector_name: "bot",
        on: {
          completed: "bye",
          "live-agent-handoff": undefined,
          paused: undefined,
          hangup: undefined,
          timeout: undefined,
          failed: undefined,
        },
      }),
      bye: sayPlay({ say: "Goodbye." }),
    },
  });
  const one = await executed(flow);
  const { body } = await tell(`calls/${one.callSid}`, { event: "answered" });
  expect(body.waitingFor).toMatchObject({
    verb: "Connect",
    widget: "agent",
    how: `its end, which the local Twilio does not simulate: POST /local/calls/${one.callSid}/events {"event": "completed"}`,
  });
  await call(`POST /local/calls/${one.callSid}/hangup`);
  expect(steps(one.sid).at(-1)).toMatchObject({ widget: "agent", event: "hangup" });
  expect((await look(one.sid)).status).toBe("ended");

  const other = await executed(flow);
  await tell(`calls/${other.callSid}`, { event: "answered" });
  expect((await tell(`calls/${other.callSid}`, { event: "completed" })).body.said).toEqual([
    { who: "flow", text: "Goodbye." },
  ]);
});

test("a flow cannot call from a number outside the account", async () => {
  scene.emulator.state.phoneNumbers = {};
  const { sid, callSid } = await executed(dialler);
  expect(callSid).toBeNull();
  expect(steps(sid)[1]).toMatchObject({
    widget: "ring",
    event: "failed",
    reason: `${seed.phoneNumber} is not a number of this account, so it cannot make calls`,
  });
});
