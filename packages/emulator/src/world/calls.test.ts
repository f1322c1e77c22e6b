import {
  connectVirtualAgent,
  defineFlow,
  makeOutgoingCall,
  sayPlay,
  sendAndWaitForReply,
} from "@tac-handoff/studio";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { ask, askUntil, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";
import { publishFlow } from "../testing/publishFlow.ts";

const customer = "+15557654321";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator({ operationDelayMs: 0 });
  onTestFinished(() => emulator.close());
});

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

/** Runs an execution through the REST API until it waits or ends. */
async function executed(definition: unknown, parameters: object = {}) {
  const { sid } = await publishFlow(emulator, definition);
  const form = { To: customer, From: seed.phoneNumber, Parameters: JSON.stringify(parameters) };
  const started = await call(`POST https://studio.twilio.com/v2/Flows/${sid}/Executions`, { form });
  const settled = (body: { status: string; waitingFor: unknown }) =>
    body.status === "ended" || body.waitingFor;
  const url = `/local/executions/${started.body.sid}`;
  return (await askUntil(emulator, `GET ${url}`, ({ body }) => Boolean(settled(body)))).body;
}

const look = async (sid: string) => (await call(`GET /local/executions/${sid}`)).body;

const tell = (what: string, json: object) => call(`POST /local/${what}/events`, { json });

const steps = (sid: string) => emulator.state.executions[sid]?.run?.steps ?? [];

const outputs = (sid: string, widget: string) => emulator.state.executions[sid]?.run?.context.widgets[widget];

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
  emulator.state.phoneNumbers = {};
  const { sid, callSid } = await executed(dialler);
  expect(callSid).toBeNull();
  expect(steps(sid)[1]).toMatchObject({
    widget: "ring",
    event: "failed",
    reason: `${seed.phoneNumber} is not a number of this account, so it cannot make calls`,
  });
});
