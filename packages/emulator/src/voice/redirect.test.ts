import { defineFlow, gatherInputOnCall, sayPlay, twimlRedirect } from "@tac-handoff/studio";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";
import { startAgentServer } from "../testing/agentServer.ts";
import { publishFlow } from "../testing/publishFlow.ts";

const customer = "+15557654321";

const host = "agent.example.com";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
  onTestFinished(() => emulator.close());
});

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

const execution = () => Object.values(emulator.state.executions)[0];

const path = () => execution()?.run?.steps.map(({ widget, event }) => `${widget} ${event}`);

async function rings(definition: unknown) {
  const flow = await publishFlow(emulator, definition);
  Object.assign(emulator.state.phoneNumbers[seed.phoneNumberSid] ?? {}, { voice_url: flow.webhook_url });
  return flow;
}

const place = async () =>
  (await call("POST /local/calls", { json: { from: customer, to: seed.phoneNumber } })).body;

/** A flow that redirects the call to a team's server and gets it back. */
const detour = defineFlow({
  description: "detour",
  trigger: { incomingCall: "away" },
  widgets: {
    away: twimlRedirect({
      url: `https://${host}/twiml`,
      on: { return: "back", timeout: undefined, fail: "sorry" },
    }),
    back: sayPlay({ say: "Back with {{widgets.away.answer}}." }),
    sorry: sayPlay({ say: "Sorry." }),
  },
});

async function team(answer: (path: string, form: Record<string, string>) => string) {
  const server = await startAgentServer({ host, answer });
  onTestFinished(() => server.close());
  await call("PUT /local/hosts", { json: { host, url: server.url } });
  return server;
}

test("a redirect requests the team's server, whose menu runs too, and the call returns to the flow", async () => {
  const { webhook_url } = await rings(detour);
  const server = await team((path, { Digits }) =>
    path === "/twiml"
      ? '<Response><Gather numDigits="1" action="/picked"><Say>Which?</Say></Gather></Response>'
      : `<Response><Redirect>${webhook_url}?FlowEvent=return&amp;answer=${Digits}</Redirect></Response>`,
  );
  const { callSid, call: row } = await place();
  expect(row.waitingFor).toEqual({
    verb: "Gather",
    widget: null,
    type: null,
    events: ["timeout"],
    until: null,
    how: `POST /local/calls/${callSid}/dtmf or /say, or /local/calls/${callSid}/events {"event": "timeout"}`,
  });

  const { body } = await call(`POST /local/calls/${callSid}/dtmf`, { json: { digit: "7" } });

  expect([body.said, body.status]).toEqual([[{ who: "flow", text: "Back with 7." }], "completed"]);
  expect(server.requests.map(({ path }) => path)).toEqual(["/twiml", "/picked"]);
  expect(path()).toEqual(["Trigger incomingCall", "away return", "back audioComplete"]);
});

test("a call that a redirect leads into another flow is with that flow, and both end with the call", async () => {
  await rings(detour);
  const menu = defineFlow({
    description: "menu",
    trigger: { incomingCall: "ask" },
    widgets: {
      ask: gatherInputOnCall({
        say: "Which?",
        number_of_digits: 1,
        on: { keypress: "said", speech: undefined, timeout: undefined },
      }),
      said: sayPlay({ say: "You pressed {{widgets.ask.Digits}}." }),
    },
  });
  const other = await publishFlow(emulator, menu);
  await team(() => `<Response><Redirect>${other.webhook_url}?Trigger=incomingCall</Redirect></Response>`);
  const { callSid, call: row } = await place();
  expect(row.waitingFor).toMatchObject({ verb: "Gather", widget: "ask" });
  expect(row.executionSids).toHaveLength(2);

  const { body } = await call(`POST /local/calls/${callSid}/dtmf`, { json: { digit: "5" } });

  expect([body.said, body.status]).toEqual([[{ who: "flow", text: "You pressed 5." }], "completed"]);
  expect(Object.values(emulator.state.executions).map(({ status }) => status)).toEqual(["ended", "ended"]);
});

test("a redirect without a response takes the flow's fail transition", async () => {
  await rings(detour);
  const { call: row } = await place();
  expect(row.transcript).toEqual([{ who: "flow", text: "Sorry." }]);
  expect(row.warnings).toEqual([expect.stringMatching(/^11200: agent\.example\.com is not served/)]);
});

test("a team's server that does not return the call ends it, and the flow with it", async () => {
  await rings(detour);
  await team(() => "<Response><Say>That is all.</Say></Response>");
  const { call: row } = await place();
  expect([row.status, row.transcript]).toEqual(["completed", [{ who: "flow", text: "That is all." }]]);
  expect(execution()?.status).toBe("ended");
});

test("a team's own Gather, Dial and Record wait as well, and continue as TwiML defines", async () => {
  const server = await team((path) => {
    if (path !== "/twiml") return "<Response/>";
    return '<Response><Gather input="speech"><Say>Name?</Say></Gather><Dial>+15550000007</Dial><Record action="/done"/></Response>';
  });
  Object.assign(emulator.state.phoneNumbers[seed.phoneNumberSid] ?? {}, {
    voice_url: `https://${host}/twiml`,
  });
  const { callSid, call: row } = await place();
  expect(row.waitingFor).toMatchObject({ verb: "Gather", widget: null, events: ["timeout"] });
  const events = (json: object) => call(`POST /local/calls/${callSid}/events`, { json });
  const keys = await call(`POST /local/calls/${callSid}/dtmf`, { json: { digits: "1" } });
  expect(keys.body.message).toBe(`the <Gather> of call ${callSid} accepts speech only`);

  expect((await events({ event: "timeout" })).body.waitingFor).toMatchObject({ verb: "Dial" });
  expect((await events({ event: "callCompleted" })).body.waitingFor).toMatchObject({ verb: "Record" });
  const { body } = await events({ event: "recordingComplete", outputs: { RecordingDuration: "3" } });
  expect(body.status).toBe("completed");
  expect(server.requests.at(-1)).toMatchObject({ path: "/done", form: { RecordingDuration: "3" } });
});
