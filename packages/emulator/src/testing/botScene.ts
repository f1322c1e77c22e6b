// The setup for tests of messages that a flow responds to: a local Twilio with a clock, and a bot that asks for an order.

import {
  defineFlow,
  sendAndWaitForReply,
  sendMessage,
  sendToFlex,
  setVariables,
  split,
} from "@tac-handoff/studio";
import { beforeEach } from "vitest";
import * as seed from "../seed/account.ts";
import { customer, emulatorScene } from "./emulatorScene.ts";
import { publishFlow } from "./publishFlow.ts";

export const addresses = "https://conversations.twilio.com/v1/Configuration/Addresses";

/** Asks for the order's number and hands over to a Flex agent with it. */
export const bot = defineFlow({
  description: "asks for the order",
  trigger: { incomingConversationMessage: "ask_order" },
  widgets: {
    ask_order: sendAndWaitForReply({
      body: "Hello {{trigger.conversation.From}}, you wrote “{{trigger.conversation.Body}}”. Which order?",
      timeout: "600",
      on: { incomingMessage: "is_number", timeout: "goodbye", deliveryFailure: undefined },
    }),
    is_number: split({
      input: "{{widgets.ask_order.inbound.Body}}",
      match: [{ regex: "\\d+", next: "remember" }],
      noMatch: "ask_again",
    }),
    ask_again: sendAndWaitForReply({
      body: "A number, please.",
      timeout: "60",
      on: { incomingMessage: "to_flex", timeout: "goodbye", deliveryFailure: undefined },
    }),
    remember: setVariables({
      variables: { order: "{{widgets.ask_order.inbound.Body}}" },
      next: "one_moment",
    }),
    one_moment: sendMessage({ body: "One moment please.", on: { sent: "to_flex", failed: undefined } }),
    to_flex: sendToFlex({
      workflow: seed.workflowSid,
      channel: seed.taskChannelSids.chat,
      attributes: { order: "{{flow.variables.order | to_json}}" },
      on: { callComplete: "too_late", failedToEnqueue: undefined, callFailure: undefined },
    }),
    too_late: sendMessage({ body: "Never sent.", on: { sent: undefined, failed: undefined } }),
    goodbye: sendMessage({ body: "Write again when you like.", on: { sent: undefined, failed: undefined } }),
  },
});

/** Starts a local Twilio before each test of the calling file, at noon; `clock.minutes` is the time since then. */
export function botScene() {
  const clock = { minutes: 0 };

  beforeEach(() => {
    clock.minutes = 0;
  });

  const scene = emulatorScene(() => ({
    operationDelayMs: 0,
    now: () => new Date(Date.UTC(2026, 0, 6, 12, 0) + clock.minutes * 60_000),
  }));
  const { call } = scene;

  return Object.assign(scene, {
    clock,
    write: async (body: string, { from = customer, to = seed.phoneNumber as string } = {}) =>
      (await call("POST /local/messages", { json: { from, to, body } })).body,
    look: async (sid: string) => (await call(`GET /local/executions/${sid}`)).body,
    /** An address starts the flow. */
    async listens(addressSid = seed.smsAddressSid, definition: unknown = bot): Promise<string> {
      const { sid } = await publishFlow(scene.emulator, definition);
      const form = { "AutoCreation.Type": "studio", "AutoCreation.StudioFlowSid": sid };
      await call(`POST ${addresses}/${addressSid}`, { form });
      return sid;
    },
    async timeline(conversationSid: string) {
      return (await call(`GET /local/conversations/${conversationSid}`)).body.timeline.map(
        ({ from, text, deliveredTo }: { from: string; text: string; deliveredTo: unknown }) => ({
          from,
          text,
          deliveredTo,
        }),
      );
    },
  });
}
