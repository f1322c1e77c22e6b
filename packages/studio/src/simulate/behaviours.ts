// The behaviour of each widget type: a row for every type that does more than wait for an outside event.

import { findWidgetType, isWidgetTypeName, type WidgetTypeName } from "../widgets/table.ts";
import { runForkStream, runRecordCall } from "./calls/callMedia.ts";
import { runCapturePayments } from "./calls/capturePayments.ts";
import { runConnectCallTo } from "./calls/connectCallTo.ts";
import { runEnqueueCall } from "./calls/enqueueCall.ts";
import { runMakeOutgoingCall } from "./calls/makeOutgoingCall.ts";
import { runRecordVoicemail } from "./calls/recordVoicemail.ts";
import { runGather, runSayPlay } from "./calls/sound.ts";
import { runTwimlRedirect } from "./calls/twimlRedirect.ts";
import { runConversationRelay, runVirtualAgent, runVirtualAgentV1 } from "./calls/virtualAgents.ts";
import type { StepOutcome, StepRun } from "./step/step.ts";
import { runResumeConversation, runStartConversation } from "./widgets/conversations.ts";
import { runMakeHttpRequest } from "./widgets/makeHttpRequest.ts";
import { runSendAndWait, runSendMessage } from "./widgets/messages.ts";
import { runFunction } from "./widgets/runFunction.ts";
import { runSubflow } from "./widgets/runSubflow.ts";
import { runSendToFlex } from "./widgets/sendToFlex.ts";
import { runSetVariables } from "./widgets/setVariables.ts";
import { runSplit } from "./widgets/split.ts";

type Behaviour = (step: StepRun) => StepOutcome | Promise<StepOutcome>;

/** The trigger has no behaviour: its event is what started the execution. */
const behaviours: Partial<Record<WidgetTypeName, Behaviour>> = {
  "split-based-on": runSplit,
  "set-variables": runSetVariables,
  "make-http-request": runMakeHttpRequest,
  "run-function": runFunction,
  "run-subflow": runSubflow,
  "send-message": runSendMessage,
  "send-and-wait-for-reply": runSendAndWait,
  "start-conversation": runStartConversation,
  "resume-conversation": runResumeConversation,
  "say-play": runSayPlay,
  "gather-input-on-call": runGather,
  "connect-call-to": runConnectCallTo,
  "make-outgoing-call-v1": runMakeOutgoingCall,
  "make-outgoing-call-v2": runMakeOutgoingCall,
  "record-voicemail": runRecordVoicemail,
  "record-call": runRecordCall,
  "enqueue-call": runEnqueueCall,
  "add-twiml-redirect": runTwimlRedirect,
  "capture-payments": runCapturePayments,
  "fork-stream": runForkStream,
  "connect-virtual-agent": runVirtualAgentV1,
  "connect-virtual-agent-v2": runVirtualAgent,
  "run-conversation-relay": runConversationRelay,
  "send-to-flex": runSendToFlex,
};

/** Returns the behaviour of a type; undefined for a type that the table does not have. */
export function findBehaviour(type: string): Behaviour | undefined {
  return isWidgetTypeName(type) ? (behaviours[type] ?? waitForAny) : undefined;
}

/** Renders every string, so that errors are reported, and waits for one of the type's events. */
function waitForAny(step: StepRun): StepOutcome {
  renderAll(step);
  return { waitFor: findWidgetType(step.widget.type)?.events ?? [] };
}

/** For an unknown type: waits for one of the events that the widget lists. */
export function waitForListed(step: StepRun): StepOutcome {
  renderAll(step);
  return { waitFor: [...new Set(step.widget.transitions.map(({ event }) => event))] };
}

function renderAll(step: StepRun): void {
  for (const [property, value] of Object.entries(step.widget.properties)) {
    if (typeof value === "string") step.render(value, property);
    else if (Array.isArray(value)) step.entries(property);
  }
}
