// What an execution can do on a call.

import { defineFlow, recordCall, runConversationRelay, sayPlay } from "@tac-handoff/studio";
import { expect, onTestFinished, test } from "vitest";
import { startAgentServer } from "../testing/agentServer.ts";
import { callFlow } from "../testing/callFlow.ts";
import { executionScene } from "../testing/executionScene.ts";

const scene = executionScene();

const { call, tell } = scene;

const rings = async (definition: unknown) => (await callFlow(scene.emulator, definition)).call;

test("a recording of the call has a resource, though nothing is recorded", async () => {
  const row = await rings(
    defineFlow({
      description: "records",
      trigger: { incomingCall: "record" },
      widgets: {
        record: recordCall({ record_call: true, on: { success: "said", failed: undefined } }),
        said: sayPlay({ say: "{{widgets.record.Status}} {{widgets.record.CallSid}}" }),
      },
    }),
  );
  expect(row.transcript).toEqual([{ who: "flow", text: `in-progress ${row.sid}` }]);
});

const relay = defineFlow({
  description: "an agent in the flow",
  trigger: { incomingCall: "agent" },
  widgets: {
    agent: runConversationRelay({
      url: "wss://agent.example.com/ws",
      on: { success: "said", failed: "sorry" },
    }),
    said: sayPlay({ say: "Ended: {{widgets.agent.HandoffData}}" }),
    sorry: sayPlay({ say: "Sorry." }),
  },
});

test("a flow's ConversationRelay connects the agent, and the end of the session continues the flow", async () => {
  const server = await startAgentServer({
    host: "agent.example.com",
    answer: () => "<Response/>",
    talk(socket, { type }) {
      if (type === "prompt") socket.send(JSON.stringify({ type: "end", handoffData: '{"reason":"refund"}' }));
    },
  });
  onTestFinished(() => server.close());
  await call("PUT /local/hosts", { json: { host: "agent.example.com", url: server.url } });
  const row = await rings(relay);
  expect(row).toMatchObject({ session: { status: "open" }, waitingFor: null });

  const { body } = await call(`POST /local/calls/${row.sid}/say`, { json: { text: "a human" } });

  expect(body.said).toEqual([{ who: "flow", text: 'Ended: {"reason":"refund"}' }]);
  expect(body.call.status).toBe("completed");
});

test("an agent that cannot be reached fails the widget", async () => {
  const row = await rings(relay);
  expect(row.transcript).toEqual([{ who: "flow", text: "Sorry." }]);
  expect(row.session.error.code).toBe(39001);
});

test("a widget of an unknown type waits, also on a call, until its end is reported", async () => {
  const definition = defineFlow({
    description: "of tomorrow",
    trigger: { incomingCall: "hello" },
    widgets: {
      hello: sayPlay({ say: "Hello.", next: "new_thing" }),
      new_thing: sayPlay({ say: "", next: "bye" }),
      bye: sayPlay({ say: "Goodbye {{widgets.new_thing.mood}}." }),
    },
  });
  const unknown = definition.states.find(({ name }) => name === "new_thing");
  Object.assign(unknown ?? {}, { type: "detect-mood", transitions: [{ event: "detected", next: "bye" }] });
  const row = await rings(definition);
  expect([row.status, row.transcript]).toEqual(["in-progress", [{ who: "flow", text: "Hello." }]]);
  expect(row.waitingFor).toMatchObject({
    verb: "",
    widget: "new_thing",
    type: "detect-mood",
    events: ["detected"],
    how: `its end, which the local Twilio does not simulate: POST /local/calls/${row.sid}/events {"event": "detected"}`,
  });
  const { body } = await tell(`calls/${row.sid}`, { event: "detected", outputs: { mood: "friend" } });
  expect([body.said, body.status]).toEqual([[{ who: "flow", text: "Goodbye friend." }], "completed"]);
});
