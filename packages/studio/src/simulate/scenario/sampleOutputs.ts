// Sample outputs of a widget for a scenario that names only the event.

import { isObject } from "../../definition/json.ts";
import { findWidgetType } from "../../widgets/table.ts";
import { callbackKeys } from "../../widgets/widgetType.ts";
import type { Execution } from "../step/execution.ts";
import { sampleSid } from "./sampleSids.ts";

/** Plausible values by path; other paths are omitted. */
const samples: Record<string, string> = {
  Digits: "1",
  SpeechResult: "Hello",
  Confidence: "0.9",
  DialCallStatus: "completed",
  DialCallSid: sampleSid("CA", 2),
  DialCallDuration: "60",
  RecordingUrl: `https://api.twilio.com/2010-04-01/Accounts/${sampleSid("AC")}/Recordings/${sampleSid("RE")}`,
  RecordingSid: sampleSid("RE"),
  RecordingDuration: "10",
  AnsweredBy: "human",
  QueueResult: "bridged",
  QueueSid: sampleSid("QU"),
  QueueTime: "30",
  Result: "success",
  PaymentToken: "tok_sample",
  PaymentConfirmationCode: "sample",
  PaymentCardType: "visa",
  SessionId: sampleSid("VX"),
  SessionStatus: "ended",
  SessionDuration: "60",
  VirtualAgentStatus: "complete",
  CurrentTask: "sample",
  "inbound.Body": "Hello",
  "inbound.MessageSid": sampleSid("SM", 2),
  "inbound.NumMedia": "0",
};

/** Values that depend on the event. */
const byEvent: Record<string, Record<string, string>> = {
  callFailure: { QueueResult: "system-error" },
  hangup: { CallStatus: "completed", DialCallStatus: "canceled" },
  busy: { CallStatus: "busy" },
  noAnswer: { CallStatus: "no-answer" },
  failed: { CallStatus: "failed", SessionStatus: "failed" },
  answered: { CallStatus: "in-progress" },
  answeredByMachine: { CallStatus: "in-progress", AnsweredBy: "machine_start" },
};

/** Returns the outputs of a widget type after an event, as far as there are samples. */
export function sampleOutputs(type: string, event: string, execution: Execution): Record<string, unknown> {
  const { customer, twilio, call } = endsOf(execution);
  const paths = findWidgetType(type)?.outputs.after[event] ?? [];
  const known: Record<string, unknown> = {
    "inbound.From": customer,
    "inbound.To": twilio,
    AccountSid: sampleSid("AC"),
    CallSid: call?.CallSid ?? sampleSid("CA"),
    CallStatus: "in-progress",
    From: call?.From ?? twilio,
    To: call?.To ?? customer,
    ...byEvent[event],
  };
  const outputs: Record<string, Record<string, unknown> | unknown> = {};
  for (const path of paths) {
    const [first = "", second] = path.split(".");
    const isCallback = callbackKeys.some((key) => key === path);
    const value = known[path] ?? samples[path] ?? (isCallback ? call?.[path] : undefined);
    if (value === undefined) continue;
    outputs[first] =
      second === undefined ? value : { ...(outputs[first] as Record<string, unknown>), [second]: value };
  }
  return outputs;
}

/** Returns the two addresses and the call of an execution. */
function endsOf({ context, call }: Execution) {
  const { channel } = context.flow;
  const { call: started } = context.trigger;
  return {
    customer: context.contact.channel.address,
    twilio: isObject(channel) && typeof channel.address === "string" ? channel.address : "",
    call: call ?? (isObject(started) ? started : undefined),
  };
}
