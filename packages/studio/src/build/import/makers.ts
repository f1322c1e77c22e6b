// The maker of each widget type.

import type { WidgetTypeName } from "../../widgets/table.ts";
import {
  capturePayments,
  connectCallTo,
  connectVirtualAgent,
  enqueueCall,
  forkStream,
  gatherInputOnCall,
  type MadeType,
  makeHttpRequest,
  makeOutgoingCall,
  recordCall,
  recordVoicemail,
  resumeConversation,
  runConversationRelay,
  runFunction,
  runSubflow,
  sayPlay,
  sendAndWaitForReply,
  sendMessage,
  sendToFlex,
  setVariables,
  startConversation,
  type Target,
  twimlRedirect,
  type WidgetSpec,
  widget,
} from "../build.ts";

/** A maker with any options. */
type AnyMaker = (options: never) => WidgetSpec<Target>;

/** One maker per type, by its exported name. Types that are no longer in use have none. */
const makers: { readonly [Type in MadeType]?: Readonly<Record<string, AnyMaker>> } = {
  "set-variables": { setVariables },
  "make-http-request": { makeHttpRequest },
  "run-function": { runFunction },
  "run-subflow": { runSubflow },
  "send-message": { sendMessage },
  "send-and-wait-for-reply": { sendAndWaitForReply },
  "start-conversation": { startConversation },
  "resume-conversation": { resumeConversation },
  "say-play": { sayPlay },
  "gather-input-on-call": { gatherInputOnCall },
  "connect-call-to": { connectCallTo },
  "make-outgoing-call-v2": { makeOutgoingCall },
  "record-voicemail": { recordVoicemail },
  "record-call": { recordCall },
  "enqueue-call": { enqueueCall },
  "add-twiml-redirect": { twimlRedirect },
  "capture-payments": { capturePayments },
  "fork-stream": { forkStream },
  "connect-virtual-agent-v2": { connectVirtualAgent },
  "run-conversation-relay": { runConversationRelay },
  "send-to-flex": { sendToFlex },
};

/** A call of a type's maker: how it is written, and how it runs. */
export interface MakerCall {
  name: string;
  /** Arguments before the options. */
  first: string[];
  make: (options: Readonly<Record<string, unknown>>) => WidgetSpec<Target>;
}

export function isMadeType(type: WidgetTypeName): type is MadeType {
  return type !== "trigger" && type !== "split-based-on";
}

export function makerOf(type: MadeType): MakerCall {
  const [named] = Object.entries(makers[type] ?? {});
  // The options have already been validated, and the compiler checks the written source.
  if (!named) return { name: "widget", first: [type], make: (options) => widget(type, options as never) };
  const [name, make] = named;
  return { name, first: [], make: (options) => make(options as never) };
}
