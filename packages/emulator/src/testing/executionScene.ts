// The setup for tests of executions: a local Twilio, and how an execution is started and read.

import { defineFlow, makeHttpRequest, resumeConversation, sendToFlex } from "@tac-handoff/studio";
import { askUntil } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { customer, emulatorScene } from "./emulatorScene.ts";
import { flows, publishFlow } from "./publishFlow.ts";

const conversations = "https://conversations.twilio.com/v2/Conversations";

/** The messaging half of a hand-off: find the Classic conversation, resume it, send it to Flex. */
export function messagingFlow({ workflow = seed.workflowSid } = {}) {
  return defineFlow({
    description: "hand-off",
    trigger: { incomingRequest: "get_participants" },
    widgets: {
      get_participants: makeHttpRequest({
        method: "GET",
        url: `${conversations}/{{flow.data.HandoffData.conversationId}}/Participants`,
        content_type: "application/x-www-form-urlencoded;charset=utf-8",
        add_twilio_auth: true,
        on: { success: "resume", failed: undefined },
      }),
      resume: resumeConversation({
        conversation_service_sid: seed.flexServiceSid,
        conversation_sid:
          '{% for p in widgets.get_participants.parsed.participants %}{% if p.type == "CUSTOMER" %}{{ p.addresses[0].channelId }}{% endif %}{% endfor %}',
        on: { resumed: "to_flex", failed: undefined },
      }),
      to_flex: sendToFlex({
        workflow,
        channel: seed.taskChannelSids.chat,
        attributes: { reason: "{{flow.data.HandoffData.attributes.reason | to_json}}", name: "Ann" },
        on: { callComplete: undefined, failedToEnqueue: undefined, callFailure: undefined },
      }),
    },
  });
}

/** Starts a local Twilio before each test of the calling file. */
export function executionScene() {
  const scene = emulatorScene(() => ({ operationDelayMs: 0 }));
  const { call } = scene;

  return Object.assign(scene, {
    /** Publishes a flow, or saves a draft. Returns its URL. */
    async published(definition: unknown, status = "published"): Promise<string> {
      const { sid } = await publishFlow(scene.emulator, definition, { status });
      return `${flows}/${sid}`;
    },
    /** Starts an execution as a hand-off does, and waits for its end. */
    async handedOff(flow: string, parameters: unknown) {
      const form = { To: customer, From: seed.phoneNumber, Parameters: JSON.stringify(parameters) };
      const started = await call(`POST ${flow}/Executions`, { form });
      const ended = await askUntil(
        scene.emulator,
        `GET ${started.body.url}`,
        ({ body }) => body.status === "ended",
      );
      return { started, ended };
    },
    /** Publishes a flow and runs an execution through the REST API until it waits or ends. */
    async executed(definition: unknown, parameters: object = {}) {
      const { sid } = await publishFlow(scene.emulator, definition);
      const form = { To: customer, From: seed.phoneNumber, Parameters: JSON.stringify(parameters) };
      const started = await call(`POST ${flows}/${sid}/Executions`, { form });
      const settled = (body: { status: string; waitingFor: unknown }) =>
        body.status === "ended" || body.waitingFor;
      const url = `/local/executions/${started.body.sid}`;
      return (await askUntil(scene.emulator, `GET ${url}`, ({ body }) => Boolean(settled(body)))).body;
    },
    look: async (sid: string) => (await call(`GET /local/executions/${sid}`)).body,
    /** Reports an event to a call or an execution. */
    tell: (what: string, json: object) => call(`POST /local/${what}/events`, { json }),
    steps: (sid: string) => scene.emulator.state.executions[sid]?.run?.steps ?? [],
    outputs: (sid: string, widget: string) =>
      scene.emulator.state.executions[sid]?.run?.context.widgets[widget],
  });
}
