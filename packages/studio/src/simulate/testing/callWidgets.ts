// For tests: widgets of calls, and what runs one of them with sample values.

import {
  capturePayments,
  connectCallTo,
  connectVirtualAgent,
  enqueueCall,
  gatherInputOnCall,
  recordVoicemail,
  runConversationRelay,
} from "../../build/build.ts";
import type { WidgetSpec } from "../../build/widgetSpec.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { SimulatedRun } from "../scenario/simulatedRun.ts";
import { run as runAlone } from "./aloneWidget.ts";

/** Runs it on a call between sample numbers, unless the scenario has another trigger. */
export function run(it: WidgetSpec<undefined>, scenario: Partial<Scenario> = {}): Promise<SimulatedRun> {
  return runAlone(it, { trigger: "incomingCall", ...scenario });
}

export const parameters = [{ key: "who", value: "{{trigger.call.From}}" }];

export const nothing = undefined;
export const gather = gatherInputOnCall({
  say: "Press 1, {{trigger.call.From}}.",
  language: "en-GB",
  timeout: 5,
  number_of_digits: 1,
  finish_on_key: "",
  on: { keypress: nothing },
});
export const dial = connectCallTo({ noun: "number-multi", to: "+1, +2", timeout: 30, record: true, on: {} });
export const relay = runConversationRelay({
  url: "wss://agent.example.com",
  welcome_greeting: "Hello!",
  parameters,
  on: { failed: nothing },
});
export const flexQueue = enqueueCall({
  workflow_sid: "WW1",
  task_attributes: '{"name":"{{trigger.call.From}}"}',
  priority: 5,
  on: { failedToEnqueue: nothing, callFailure: nothing },
});
export const pay = capturePayments({
  payment_connector: "stripe",
  payment_method: "ACH_DEBIT",
  bank_account_type: "CONSUMER_CHECKING",
  payment_amount: "10.00",
  security_code: false,
  valid_card_types: ["visa"],
  parameters,
  on: {
    maxFailedAttempts: nothing,
    providerError: nothing,
    payInterrupted: nothing,
    validationError: nothing,
  },
});
export const agent = connectVirtualAgent({
  connector_name: "ai",
  parameters,
  configurations: [{ key: "language", value: "en" }],
  on: { failed: nothing },
});
export const voicemail = recordVoicemail({ timeout: 5, play_beep: "false", transcribe: true, on: {} });
