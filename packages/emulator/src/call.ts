// A call, as it is kept: the row of the 2010 API, and what happened on it here.

export interface Call {
  sid: string;
  from: string;
  to: string;
  phone_number_sid: string | null;
  direction: "inbound" | "outbound-api";
  status: "ringing" | "in-progress" | "completed" | "busy" | "failed";
  date_created: string;
  date_updated: string;
  /** Absent when the number did not ring: somebody else plays the agent. */
  course?: CallCourse;
}

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

/** A call whose TwiML is run here. */
export type PlayedCall = Call & { course: CallCourse };

/** A streaming agent sends a frame for every word, for as long as the call lasts, and the state is saved as a whole. */
const mostNotes = 1_000;

/** Notes something on a call; beyond a thousand the oldest is forgotten. */
export function note<Row>(rows: Row[], row: Row): void {
  rows.push(row);
  if (rows.length > mostNotes) rows.splice(0, rows.length - mostNotes);
}

export function isOver({ status }: Pick<Call, "status">): boolean {
  return status !== "ringing" && status !== "in-progress";
}
