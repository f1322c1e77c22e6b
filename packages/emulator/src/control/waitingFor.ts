// Describes what an execution waits for: the widget, its events, and the request that ends the wait.

import type { Widget } from "@tac-handoff/studio";
import type { StoredExecution } from "../state/flows.ts";
import type { State } from "../state/state.ts";
import { isPlayed } from "../voice/call.ts";

export interface Wait {
  /** Name of the widget; in a subflow with the name of the Run Subflow widget before it. */
  widget: string;
  type: string;
  /** One of these ends the wait. */
  events: string[];
  /** When the wait times out; null if Studio sets no time. */
  until: string | null;
  /** A description of the awaited event and of the request that reports it. */
  how: string;
}

/** Returns null while the execution runs, and once it has ended. */
export function waitingFor(state: State, execution: StoredExecution): Wait | null {
  const { run, status, dueAt = null } = execution;
  if (status === "ended" || !run?.waiting) return null;
  const { widget, events } = run.waiting;
  const type = waitingWidget(execution)?.type ?? "";
  return { widget, type, events, until: dueAt, how: howToContinue(state, execution, type) };
}

function howToContinue(state: State, execution: StoredExecution, type: string): string {
  const { sid, contact, channelAddress, run } = execution;
  const call = playedCallOf(state, execution);
  const place = call ? `/local/calls/${call.sid}` : `/local/executions/${sid}`;
  const [first = ""] = run?.waiting?.events ?? [];
  switch (type) {
    case "send-and-wait-for-reply":
      return `a reply: POST /local/messages ${JSON.stringify({ from: contact, to: channelAddress, body: "…" })}`;
    case "gather-input-on-call":
      return `keys or speech: POST ${place}/dtmf {"digits": "1"}, ${place}/say {"text": "…"}, or ${place}/events {"event": "timeout"}`;
    case "make-outgoing-call-v1":
    case "make-outgoing-call-v2":
      return `the outcome of the call: POST ${place}/events {"event": "answered"}`;
    case "send-to-flex":
      return "the end of the call in Flex: POST /local/tasks/WT…/complete, or hang up";
    case "add-twiml-redirect":
      return call
        ? `the return from the team's TwiML, <Redirect> to ?FlowEvent=return; GET ${place} shows where the call is`
        : `its end, because TwiML for messages does not run here: POST ${place}/events {"event": "${first}"}`;
    case "run-conversation-relay":
      return "the end of the session with the agent";
    default:
      return `its end, which the local Twilio does not simulate: POST ${place}/events {"event": "${first}"}`;
  }
}

/** The execution's call, if its TwiML is run here. */
export function playedCallOf({ calls }: State, { callSid, initiatedBy }: StoredExecution) {
  const call = calls[callSid ?? initiatedBy];
  return call && isPlayed(call) ? call : undefined;
}

function waitingWidget({ definition, run }: StoredExecution): Widget | undefined {
  const { subflow, waiting } = run ?? {};
  const { states } = subflow?.definition ?? definition;
  const prefix = subflow ? `${subflow.widget}/` : "";
  return states.find(({ name }) => `${prefix}${name}` === waiting?.widget);
}
