// What a flow reaches outside itself. The local Twilio answers from its state, a scenario from its stubs.

import type { FlowDefinition } from "../../definition/definition.ts";
import type { Context, Step } from "./execution.ts";

/** Every ability is told the widget's name; within a subflow `<run-subflow widget>/<its widget>`. */
export interface World {
  /** Performs the request of Make HTTP Request or Run Function. Rejects when there was no answer (network, 10 s time-out). */
  request(request: HttpRequest, widget: string): Promise<HttpResponse>;
  /** Finds a Classic conversation and attaches the execution to it; undefined when there is none under these SIDs. */
  resumeConversation(sids: ConversationSids, widget: string): Promise<Conversation | undefined>;
  /** Makes a conversation and attaches the execution to it. Rejects when Twilio would refuse it. Absent: Start Conversation fails. */
  startConversation?(wanted: NewConversation, widget: string): Promise<Conversation>;
  /** Sends a message as Send Message does. Rejects when Twilio would refuse it. */
  sendMessage(message: OutboundMessage, widget: string): Promise<Record<string, unknown>>;
  /** Creates the Flex task. Rejects with the reason when TaskRouter would refuse it (unknown workflow or channel). */
  sendToFlex(request: FlexRequest, widget: string): Promise<FlexTask>;
  /** Told of a call that Enqueue Call puts into a queue. Rejects with the reason when that fails. Absent: the TwiML alone does it. */
  enqueueCall?(request: QueueRequest, widget: string): Promise<void>;
  /** Dials the customer. Rejects when Twilio would refuse it. Absent: Make Outgoing Call fails (81008). */
  makeCall?(call: OutgoingCall, widget: string): Promise<void>;
  /** Starts or stops a recording and returns its resource. Rejects when Twilio would refuse it. Absent: Call Recording fails. */
  recordCall?(wanted: RecordingRequest, widget: string): Promise<Record<string, unknown>>;
  /** The flow that Run Subflow names; undefined when it is not known, and then its end is an event from outside. Absent: none is. */
  subflow?(wanted: SubflowRequest, widget: string): Promise<FlowDefinition | undefined>;
  /**
   * What a widget of a type that the table does not have does: "refuse" throws UnsupportedWidget, "wait" waits for one of the
   * events of its transitions. Default "refuse".
   */
  unknownTypes?: "refuse" | "wait";
  /**
   * Tells whether a request is made although its URL is not filled in yet (empty, or a placeholder of a deployment as
   * `<<YOUR URL>>`); it then goes to `https://not-filled-in.invalid/`. Absent: the widget fails.
   */
  takesUnfinished?(widget: string): boolean;
  /** SIDs of the run: the execution (FN…), the flow (FW…) and the account (AC…). */
  sids: { execution: string; flow: string; account: string };
  /** The present, for Liquid's "now". */
  now(): Date;
  watch?: Watch;
}

/** Follows an execution as it goes. It changes nothing in it. */
export interface Watch {
  /** A widget has been left, and its outputs can be read. */
  left?(step: Step, end: StepEnd): void;
  /** A text had an output that wrote nothing. */
  emptied?(text: EmptiedText): void;
}

export interface StepEnd {
  /** Place of the transition taken among the widget's; absent when the event is not listed. */
  transition?: number;
  /** What is now under `widgets.<name>`. */
  outputs: Record<string, unknown>;
  /** TwiML verbs so far. */
  verbs: number;
  /** Where the widget has run: a subflow has its own. Not to be changed. */
  context: Context;
}

/** A text in which `{{ … }}` wrote nothing. */
export interface EmptiedText {
  widget: string;
  /** For instance `body`, or `variables name` for one of a list. */
  property: string;
  template: string;
  /** Paths the template reads that have no value, as `trigger.From`. Empty where only a variable of the template is blank. */
  paths: string[];
}

export interface HttpRequest {
  method: "GET" | "POST";
  url: string;
  contentType?: string;
  body?: string;
  /** The widget's `add_twilio_auth`: the account's own credentials go along, to Twilio hosts only. */
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
  /** JSON text. */
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
  /** Set when the execution is attached to a conversation: the message then goes there. */
  conversationSid?: string;
  mediaUrl?: string;
  /** Content template (`HX…`) in place of `body`, which is then empty. */
  contentSid?: string;
  contentVariables?: Record<string, string>;
}

export interface FlexRequest {
  /** A call is enqueued; a conversation becomes an Interaction; a legacy message becomes a task of its own. */
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

/** What Send to Flex leaves under `widgets.<name>`, `sid` (WT… or KD…) among it. */
export interface FlexTask {
  sid: string;
  [output: string]: unknown;
}

/** Of Enqueue Call: a TaskRouter workflow with its task, or a queue by name. */
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
