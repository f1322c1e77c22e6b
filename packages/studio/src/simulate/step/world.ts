// Everything outside a flow. The local Twilio implements it with its state, a scenario with stubs.

import type { FlowDefinition } from "../../definition/definition.ts";
import type { Context, Step } from "./execution.ts";

/** Everything outside a flow. Every method gets the widget's name; within a subflow `<run-subflow widget>/<its widget>`. */
export interface World {
  /** Performs the request of Make HTTP Request or Run Function. Rejects if there is no response (network error, 10 s timeout). */
  request(request: HttpRequest, widget: string): Promise<HttpResponse>;
  /** Finds a Classic conversation and attaches the execution to it; undefined if there is none with these SIDs. */
  resumeConversation(sids: ConversationSids, widget: string): Promise<Conversation | undefined>;
  /** Creates a conversation and attaches the execution to it. Rejects if Twilio would refuse it. If absent, Start Conversation fails. */
  startConversation?(wanted: NewConversation, widget: string): Promise<Conversation>;
  /** Sends a message as Send Message does. Rejects if Twilio would refuse it. */
  sendMessage(message: OutboundMessage, widget: string): Promise<Record<string, unknown>>;
  /** Creates the Flex task. Rejects with the reason if TaskRouter would refuse it (unknown workflow or channel). */
  sendToFlex(request: FlexRequest, widget: string): Promise<FlexTask>;
  /** Called when Enqueue Call puts a call into a queue. Rejects with the reason if that fails. If absent, only the TwiML is written. */
  enqueueCall?(request: QueueRequest, widget: string): Promise<void>;
  /** Dials the customer. Rejects if Twilio would refuse it. If absent, Make Outgoing Call fails (81008). */
  makeCall?(call: OutgoingCall, widget: string): Promise<void>;
  /** Starts or stops a recording and returns its resource. Rejects if Twilio would refuse it. If absent, Call Recording fails. */
  recordCall?(wanted: RecordingRequest, widget: string): Promise<Record<string, unknown>>;
  /** Returns the flow that Run Subflow names; undefined if it is unknown: then the end of the subflow is an outside event. */
  subflow?(wanted: SubflowRequest, widget: string): Promise<FlowDefinition | undefined>;
  /**
   * How to run a widget whose type the table does not have: "refuse" throws UnsupportedWidget, "wait" waits for one of the
   * events of its transitions. Default "refuse".
   */
  unknownTypes?: "refuse" | "wait";
  /**
   * Returns whether a request is made although its URL has not been filled in yet (empty, or a placeholder such as
   * `<<YOUR URL>>`); it is then sent to `https://not-filled-in.invalid/`. If absent, the widget fails.
   */
  takesUnfinished?(widget: string): boolean;
  /** SIDs of the run: the execution (FN…), the flow (FW…) and the account (AC…). */
  sids: { execution: string; flow: string; account: string };
  /** The current time, for Liquid's "now". */
  now(): Date;
  watch?: Watch;
}

/** Observes an execution without changing it. */
export interface Watch {
  /** Called when a widget has ended and its outputs can be read. */
  left?(step: Step, end: StepEnd): void;
  /** Called when a string had an output that rendered nothing. */
  emptied?(text: EmptiedText): void;
}

/** The end of a step. */
export interface StepEnd {
  /** Index of the widget's transition that was taken; absent if the event is not listed. */
  transition?: number;
  /** The new value of `widgets.<name>`. */
  outputs: Record<string, unknown>;
  /** Number of TwiML verbs so far. */
  verbs: number;
  /** Context of the widget; a subflow has its own. Must not be changed. */
  context: Context;
}

/** A string in which `{{ … }}` rendered nothing. */
export interface EmptiedText {
  widget: string;
  /** For example `body`, or `variables name` for an entry of a list. */
  property: string;
  template: string;
  /** Paths in the template without a value, for example `trigger.From`. Empty if only a variable of the template is blank. */
  paths: string[];
}

export interface HttpRequest {
  method: "GET" | "POST";
  url: string;
  contentType?: string;
  body?: string;
  /** The widget's `add_twilio_auth`: the account's credentials are sent along, to Twilio hosts only. */
  twilioAuth: boolean;
}

export interface HttpResponse {
  status: number;
  contentType: string;
  body: string;
  /** Names in lower case. Run Function reads `x-twilio-function-concurrency`. */
  headers?: Record<string, string>;
}

export interface ConversationSids {
  conversationSid: string;
  serviceSid: string;
}

export interface NewConversation {
  serviceSid: string;
  participant: { identity?: string; address?: string; proxyAddress?: string };
  friendlyName?: string;
  /** JSON string. */
  attributes?: string;
}

export interface Conversation {
  sid: string;
  chat_service_sid: string;
  friendly_name?: string;
  state: string;
  attributes: string;
  webhook_sid: string;
  participants: { sid: string; identity?: string; messaging_binding?: Record<string, string> }[];
}

export interface OutboundMessage {
  from: string;
  to: string;
  body: string;
  /** Set if the execution is attached to a conversation, to which the message is sent. */
  conversationSid?: string;
  mediaUrl?: string;
  /** JSON string, of a message in a conversation only. */
  attributes?: string;
  /** Content template (`HX…`) instead of `body`, which is then empty. */
  contentSid?: string;
  contentVariables?: Record<string, string>;
}

export interface FlexRequest {
  /** A call is enqueued, a conversation becomes an Interaction, a legacy message becomes a task. */
  kind: "call" | "conversation" | "message";
  workflowSid: string;
  taskChannelSid: string;
  /** Parsed attributes, as the widget rendered them. */
  attributes: Record<string, unknown>;
  priority: number;
  timeoutSeconds: number;
  conversationSid?: string;
  callSid?: string;
}

/** Outputs of Send to Flex, including `sid` (WT… or KD…). */
export interface FlexTask {
  sid: string;
  [output: string]: unknown;
}

/** A request of Enqueue Call: a TaskRouter workflow with its task, or a queue by name. */
export interface QueueRequest {
  callSid?: string;
  workflowSid?: string;
  queueName?: string;
  attributes: Record<string, unknown>;
  priority?: number;
  timeoutSeconds?: number;
}

export interface OutgoingCall {
  from: string;
  to: string;
}

export interface RecordingRequest {
  action: "start" | "stop";
  callSid?: string;
}

export interface SubflowRequest {
  flowSid: string;
  /** `LatestPublished`, `LatestRevision` or a number. */
  revision: string;
}
