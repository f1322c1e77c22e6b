// What running a flow needs from outside (World), and what it leaves behind (Execution).
// An Execution is plain JSON, so that a server can keep it and go on later.

/** What started the execution. `data` is what Liquid reads below `trigger.<kind>`. */
export type Trigger =
  | { event: "incomingCall"; call: Record<string, string> }
  | { event: "incomingRequest"; to: string; from: string; parameters: Record<string, unknown> };

/** Everything a flow reaches outside itself. The emulator answers from its state, a scenario from its stubs. */
export interface World {
  /** Performs the request of a Make HTTP Request widget. Rejects when there was no answer (network, 10 s time-out). */
  request(request: HttpRequest): Promise<HttpResponse>;
  /** Finds a Classic conversation and attaches the execution to it; undefined when there is none under these SIDs. */
  resumeConversation(sids: ConversationSids): Promise<Conversation | undefined>;
  /** Sends a message as Send Message does. Rejects when Twilio would refuse it. */
  sendMessage(message: OutboundMessage): Promise<Record<string, unknown>>;
  /** Creates the Flex task. Rejects with the reason when TaskRouter would refuse it (unknown workflow or channel). */
  sendToFlex(request: FlexRequest): Promise<FlexTask>;
  /** SIDs of the run: the execution (FN…), the flow (FW…) and the account (AC…). */
  sids: { execution: string; flow: string; account: string };
  /** The present, for Liquid's "now". */
  now(): Date;
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
}

export interface ConversationSids {
  conversationSid: string;
  serviceSid: string;
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
  /** A call is enqueued; a conversation becomes an Interaction. */
  kind: "call" | "conversation";
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

export interface Execution {
  status: "active" | "ended";
  steps: Step[];
  /** What Liquid reads: `trigger`, `flow`, `contact`, `widgets`. */
  context: Context;
  warnings: Warning[];
  /** TwiML verbs for the caller, in order; only when a call started the execution. */
  twiml: TwimlVerb[];
  /** Set while the execution waits for an event from outside (a call in Flex's queue, for instance). */
  waiting?: { widget: string; events: string[] };
}

export interface Context {
  trigger: Record<string, unknown>;
  flow: Record<string, unknown>;
  contact: { channel: { address: string } };
  widgets: Record<string, Record<string, unknown>>;
}

/** One widget left by one event. `to` is absent where the execution ended. */
export interface Step {
  widget: string;
  type: string;
  event: string;
  to?: string;
  /** Why a failure event was taken, in words; absent otherwise. */
  reason?: string;
}

/** A warning or error as Studio's debugger shows it, for instance 81015 (task not created). */
export interface Warning {
  code: number;
  widget: string;
  message: string;
}

/** For instance `{ verb: "Say", attributes: { language: "en-US" }, text: "Sorry." }`. */
export interface TwimlVerb {
  verb: "Say" | "Play" | "Enqueue";
  attributes: Record<string, string>;
  /** Text content. For `Enqueue` the JSON attributes, which go into a nested `<Task>`. */
  text: string;
}
