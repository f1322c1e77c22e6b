// Rows of calls: the resource of the 2010 API, and what happened on a call whose TwiML is run here.

export interface Call {
  sid: string;
  from: string;
  to: string;
  phone_number_sid: string | null;
  direction: "inbound" | "outbound-api";
  status: "ringing" | "in-progress" | EndStatus;
  date_created: string;
  date_updated: string;
  /** What the API asked for. Absent for a call that arrived, and for one that a flow makes. */
  placed?: PlacedCall;
  /** When the customer answered a call that the API placed. */
  answeredAt?: string;
  /** Who answered it, as Twilio's detection of answering machines has it. Absent without detection. */
  answeredBy?: string;
  /** Absent if the call's TwiML is not run here, because the caller of `POST /local/calls` acts as the agent. */
  course?: CallCourse;
}

/** The parts of a request to place a call that have an effect here. */
export interface PlacedCall {
  /** What runs when the customer answers. */
  first: FirstTwiml;
  statusCallback?: StatusCallback;
  machineDetection?: MachineDetection;
  /** Keys that are played when the customer answers. */
  sendDigits?: string;
}

/** The first TwiML of a call: requested from a URL, or given with the call. */
export type FirstTwiml =
  | { url: string; method: string; fallbackUrl?: string; fallbackMethod?: string }
  | { inline: string }
  | { applicationSid: string };

export interface StatusCallback {
  url: string;
  method: string;
  /** Of `initiated`, `ringing`, `answered`, `completed`. */
  events: string[];
  /** Number of requests so far, which numbers the next one. */
  sent: number;
}

export interface MachineDetection {
  /** Whether the TwiML runs before the result is known. Otherwise the request for the TwiML has the result. */
  isAsync: boolean;
  /** What an asynchronous result is posted to. */
  asyncCallback?: { url: string; method: string };
}

/** How a call ended. */
export type EndStatus = "completed" | "busy" | "no-answer" | "failed" | "canceled";

/** What happened on a call whose TwiML is run here. */
export interface CallCourse {
  /** The conversation in the Orchestrator. */
  conversationId: string | null;
  /** Whether the TwiML's configuration and a VOICE capture rule both transcribe the call, so every message appears twice. */
  transcribedTwice: boolean;
  /** The latest ConversationRelay session. */
  session: RelayState | null;
  /** What was said, oldest first. "flow": Say, Play and the like in TwiML. */
  transcript: { who: "caller" | "agent" | "flow"; text: string }[];
  /** Of the WebSocket, oldest first; the latest thousand. */
  frames: { direction: "to-agent" | "from-agent"; text: string }[];
  /** Requests to actions of TwiML. Status 0: no response. */
  actionRequests: { url: string; form: Record<string, string>; status: number }[];
  queue: QueuedCall | null;
  /** Set while the call waits for something that only a control route can report: keys, the end of a recording. */
  awaiting?: AwaitedVerb;
  /** What Twilio would show in the call's log; the latest thousand. */
  warnings: string[];
}

export interface RelayState {
  /** `VX…` */
  id: string;
  /** ended: by the agent; completed: the caller hung up; failed: the connection broke. */
  status: "open" | "ended" | "completed" | "failed";
  error?: { code: number; message: string };
  startedAt: string;
}

/** The place of a call in a Flex queue. */
export interface QueuedCall {
  taskSid: string;
  workflowSid: string;
  /** `QU…` */
  queueSid: string;
  /** URL that is requested when the call has left the queue. */
  action?: string;
  since: string;
}

/** A verb that ends when a control route reports it: `POST /local/calls/{CA}/dtmf`, `/say` or `/events`. */
export interface AwaitedVerb {
  /** `Gather`, `Dial`, `Record`, …; empty if a flow waits without a verb, for example for its outgoing call. */
  verb: string;
  attributes: Record<string, string>;
  /** The verbs after it. */
  rest: Twiml;
  /** Keys pressed so far. */
  keys: string;
}

/** A call whose TwiML is run here. */
export type PlayedCall = Call & { course: CallCourse };

/** The verbs of a `<Response>`. */
export interface Twiml {
  verbs: TwimlElement[];
  /** Where it was requested; base of its relative URLs. */
  url: string;
}

export interface TwimlElement {
  name: string;
  attributes: Record<string, string>;
  /** All text inside, including that of SSML elements. */
  text: string;
  children: TwimlElement[];
}
