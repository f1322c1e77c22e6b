// The world of a scenario: stubs respond to whatever a flow requests from Twilio, and everything is recorded.

import type { Conversation, HttpRequest, HttpResponse, World } from "../step/world.ts";
import { eventOf, type ScenarioAnswer } from "./answers.ts";
import { makeRealRequest } from "./http/realRequest.ts";
import { createReplay, type RecordedResponse, recordResponse } from "./http/recording.ts";
import { findStub, type StubResponse } from "./http/stubs.ts";
import { sampleSid } from "./sampleSids.ts";
import type { Scenario } from "./scenario.ts";
import type { SimulatedRun } from "./simulatedRun.ts";
import type { Turns } from "./turns.ts";

/** The time of every run: Thursday, 10:00 in US Pacific time, Studio's time zone. */
export const defaultNow = "2026-01-15T18:00:00Z";

/** The requests of a run, in order. */
export type RunRecord = Pick<
  SimulatedRun,
  "requests" | "tasks" | "queued" | "messages" | "calls" | "emptied" | "recorded"
>;

export function newRunRecord(): RunRecord {
  return { requests: [], tasks: [], queued: [], messages: [], calls: [], emptied: [], recorded: [] };
}

export function createStubbedWorld(scenario: Scenario, turns: Turns, record: RunRecord): World {
  const { conversations = [], flex, message, subflows = {}, now = new Date(defaultNow) } = scenario;
  const respond = createResponder(scenario, record.recorded);
  /** Throws if the scenario refuses the widget's request. */
  const refuse = (widget: string, event: string) => {
    const answer = turns.answer(widget);
    const reason = findRefusal(answer, event);
    if (reason !== undefined) throw new Error(reason);
    return answer;
  };
  return {
    sids: { execution: sampleSid("FN"), flow: sampleSid("FW"), account: sampleSid("AC") },
    now: () => now,
    unknownTypes: "wait",
    takesUnfinished: (widget) => turns.answer(widget) !== undefined,
    async request(request, widget) {
      record.requests.push(request);
      return respond(request, widget, turns.answer(widget));
    },
    async resumeConversation({ conversationSid, serviceSid }, widget) {
      const answer = refuse(widget, "failed");
      const found = conversations.find(
        ({ sid, chat_service_sid }) => sid === conversationSid && chat_service_sid === serviceSid,
      );
      return found ?? (answer === undefined ? undefined : sampleConversation(conversationSid, serviceSid));
    },
    async startConversation({ serviceSid, participant, friendlyName, attributes = "{}" }, widget) {
      refuse(widget, "failed");
      const { identity, address, proxyAddress = "" } = participant;
      return {
        ...sampleConversation(sampleSid("CH"), serviceSid),
        attributes,
        ...(friendlyName === undefined ? {} : { friendly_name: friendlyName }),
        participants: [
          {
            sid: sampleSid("MB"),
            ...(identity === undefined ? {} : { identity }),
            ...(address === undefined
              ? {}
              : { messaging_binding: { type: "sms", address, proxy_address: proxyAddress } }),
          },
        ],
      };
    },
    async sendMessage(outbound, widget) {
      refuse(widget, "failed");
      const Sid = sampleSid("SM", record.messages.length + 1);
      const sent = message?.(outbound) ?? { Sid, Body: outbound.body };
      record.messages.push(outbound);
      return sent;
    },
    async sendToFlex(request, widget) {
      refuse(widget, "failedToEnqueue");
      const kind = request.kind === "conversation" ? "KD" : "WT";
      const task = flex?.(request) ?? { sid: sampleSid(kind, record.tasks.length + 1) };
      record.tasks.push(request);
      return task;
    },
    async enqueueCall(request, widget) {
      refuse(widget, "failedToEnqueue");
      record.queued.push(request);
    },
    async makeCall(call, widget) {
      record.calls.push(call);
      refuse(widget, "");
    },
    async recordCall({ action, callSid }, widget) {
      refuse(widget, "failed");
      const status = action === "start" ? "in-progress" : "stopped";
      return { Sid: sampleSid("RE"), Status: status, ...(callSid === undefined ? {} : { CallSid: callSid }) };
    },
    async subflow({ flowSid }) {
      return Object.hasOwn(subflows, flowSid) ? subflows[flowSid] : undefined;
    },
  };
}

/** Returns why an answer refuses a widget's request; the answer can also name the failure event. */
function findRefusal(answer: ScenarioAnswer | undefined, event: string): string | undefined {
  if (typeof answer === "object" && "refused" in answer) return answer.refused;
  return eventOf(answer) === event ? `the scenario says ${event}` : undefined;
}

/** A widget's answer has priority, then the stubs, then recorded responses, then the network. */
function createResponder(
  { http, recorded = [], real }: Scenario,
  recordings: RecordedResponse[],
): (request: HttpRequest, widget: string, answer: ScenarioAnswer | undefined) => Promise<HttpResponse> {
  const replay = createReplay(recorded);
  return async (request, widget, answer) => {
    const own = answer === undefined ? undefined : toOwnResponse(answer);
    if (own) return own;
    if (typeof http === "function") return toHttpResponse(await http(request, widget));
    const stub = http && findStub(http, request);
    if (stub?.fails !== undefined) throw new Error(stub.fails);
    const found = (stub && toHttpResponse(stub)) ?? replay(request);
    if (found) return found;
    if (real) {
      const answered = await makeRealRequest(request, real);
      recordings.push(recordResponse(request, answered));
      return answered;
    }
    throw new Error(
      http || recorded.length > 0
        ? "no stub of the scenario matches"
        : "the scenario has no responses to requests",
    );
  };
}

/** @throws Error for an answer without a response */
function toOwnResponse(answer: ScenarioAnswer): HttpResponse {
  const event = eventOf(answer);
  if (event === "success") return toHttpResponse({ body: {} });
  if (event !== undefined) throw new Error(`the scenario says ${event}`);
  if (typeof answer === "object" && "fails" in answer) throw new Error(answer.fails);
  return toHttpResponse(typeof answer === "object" ? (answer as StubResponse) : {});
}

function toHttpResponse({ status = 200, contentType, body = "", headers }: StubResponse): HttpResponse {
  const [type, text] =
    typeof body === "string" ? ["text/plain", body] : ["application/json", JSON.stringify(body)];
  return {
    status,
    contentType: contentType ?? type,
    body: text,
    ...(headers === undefined ? {} : { headers }),
  };
}

function sampleConversation(sid: string, serviceSid: string): Conversation {
  return {
    sid,
    chat_service_sid: serviceSid,
    state: "active",
    attributes: "{}",
    webhook_sid: sampleSid("WH"),
    participants: [],
  };
}
