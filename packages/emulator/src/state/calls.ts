export interface Call {
  sid: string;
  from: string;
  to: string;
  phone_number_sid: string | null;
  direction: "inbound" | "outbound-api";
  status: "ringing" | "in-progress" | EndStatus;
  date_created: string;
  date_updated: string;
  /** Absent when the number did not ring: somebody else plays the agent. */
  course?: CallCourse;
}

/** How a call ended. */
export type EndStatus = "completed" | "busy" | "no-answer" | "failed";

/** What happened on a call whose TwiML was run here. */
export interface CallCourse {
  /** The Orchestrator's conversation. */
  conversationId: string | null;
  /** The TwiML's configuration and a VOICE capture rule both transcribe the call: every message is doubled. */
  transcribedTwice: boolean;
  /** The latest ConversationRelay session. */
  session: RelayState | null;
  /** What was heard, oldest first. "flow": the voice of TwiML itself. */
  transcript: { who: "caller" | "agent" | "flow"; text: string }[];
  /** Of the WebSocket, oldest first; the latest thousand. */
  frames: { direction: "to-agent" | "from-agent"; text: string }[];
  /** Requests to the action of Connect and Enqueue. Status 0: no answer. */
  actionRequests: { url: string; form: Record<string, string>; status: number }[];
  queue: QueuedCall | null;
  /** Set while the call waits for something that a person has to say: keys, the end of a recording. */
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

/** Where Enqueue put the call. */
export interface QueuedCall {
  taskSid: string;
  workflowSid: string;
  /** `QU…` */
  queueSid: string;
  /** Requested when the call has left the queue. */
  action?: string;
  since: string;
}

/** A verb that is over when somebody outside says so: `POST /local/calls/{CA}/dtmf`, `/say` or `/events`. */
export interface AwaitedVerb {
  /** `Gather`, `Dial`, `Record`, …; empty where a flow waits without a verb, as for whom it calls. */
  verb: string;
  attributes: Record<string, string>;
  /** What follows it. */
  rest: Twiml;
  /** Pressed so far. */
  keys: string;
}

/** A call whose TwiML is run here. */
export type PlayedCall = Call & { course: CallCourse };

export interface Twiml {
  verbs: TwimlElement[];
  /** Where it came from: relative URLs in it start here. */
  url: string;
}

export interface TwimlElement {
  name: string;
  attributes: Record<string, string>;
  /** All text inside, that of SSML elements included. */
  text: string;
  children: TwimlElement[];
}
