// A ConversationRelay session: Twilio's side of the WebSocket between a call and the agent.
// Source: twilio.com/docs/voice/conversationrelay/websocket-messages; what TAC Python 2.5.0 accepts and sends, observed

import WebSocket from "ws";
import { conflict, Refusal } from "../http/errors.ts";
import { type RelayFrame, readFrame } from "./frames.ts";

/** A session that is open now. */
export interface LiveSession {
  session: RelaySession;
  /** Resolves when the session has ended and the TwiML that follows has run. */
  settled: Promise<void>;
  /** Whether the caller's keys are sent to the agent. */
  dtmfDetection: boolean;
}

/** How a session ended. `payload`: the hand-off payload, JSON text. */
export type RelayEnd =
  | { by: "agent"; payload?: string | undefined }
  | { by: "caller" }
  | { by: "failure"; code: number; message: string };

export interface RelayParts {
  /** Local URL of the agent's server. */
  target: URL;
  headers: Record<string, string>;
  setup: Record<string, unknown>;
  /** The caller's language, BCP 47. */
  language: string;
  /** Longest turn of the agent that `say` waits for. */
  turnLimitMs: number;
  onFrame(direction: "to-agent" | "from-agent", text: string): void;
  /** Called after each turn of the agent with its text; also for a recording or digits, in words. */
  onSpoken(text: string): void;
  onWarning(text: string): void;
}

export interface RelaySession {
  /** Resolves when the setup was sent, or the session ended before that. */
  opened: Promise<void>;
  /** How the session ended. Never rejects. */
  ended: Promise<RelayEnd>;
  /** Resolves when the connection is closed. */
  closed: Promise<void>;
  /**
   * The caller speaks. Resolves when the agent's turn is over: with its last token, its `end`, or the end of the session.
   *
   * @returns whether the session continues
   * @throws Refusal 409 if the session is not open or the agent has not finished its turn, 504 if the turn takes too long
   */
  say(text: string): Promise<"open" | "ended">;
  /** @throws Refusal 409 if the session is not open */
  send(message: Record<string, unknown>): void;
  /** The caller hangs up. */
  hangUp(): void;
  /** The connection breaks. */
  drop(): void;
}

/** Source: twilio.com/docs/voice/twiml/connect/conversationrelay, action URL */
const connectionFailed = 39001;

/** Longest wait for the agent's server to accept the connection, our choice. */
const handshakeTimeoutMs = 10_000;

/** Longest wait for the agent's side to close, and for the pong after a turn. */
const patienceMs = 1_000;

/** Connects to the agent and opens a session. */
export function openRelay(parts: RelayParts): RelaySession {
  const { target, headers, setup, turnLimitMs, onFrame, onSpoken, onWarning } = parts;
  const socket = new WebSocket(target, {
    headers,
    handshakeTimeout: handshakeTimeoutMs,
    perMessageDeflate: false,
  });
  const opened = createDeferred<void>();
  const ended = createDeferred<RelayEnd>();
  const closed = createDeferred<void>();
  let over = false;
  let language = parts.language;
  let spoken = "";
  /** Resolves the promise of `say`. */
  let turnOver: (() => void) | undefined;

  const transmit = (message: Record<string, unknown>) => {
    const text = JSON.stringify(message);
    onFrame("to-agent", text);
    socket.send(text);
  };
  const send = (message: Record<string, unknown>) => {
    if (over || socket.readyState !== WebSocket.OPEN)
      throw conflict("the session with the agent is not open");
    transmit(message);
  };
  const flush = () => {
    if (spoken.trim() !== "") onSpoken(spoken);
    spoken = "";
  };
  const finish = (end: RelayEnd) => {
    if (over) return;
    over = true;
    flush();
    ended.resolve(end);
    opened.resolve();
    turnOver?.();
    if (end.by === "failure") return socket.terminate();
    socket.close(1000);
    const timer = setTimeout(() => socket.terminate(), patienceMs);
    socket.once("close", () => clearTimeout(timer));
  };
  const fail = (message: string) => finish({ by: "failure", code: connectionFailed, message });

  /** An `end` right after the last token belongs to the turn: it arrives before the pong to a ping sent now. */
  const endTurnAfterPong = () => {
    const waiting = turnOver;
    const done = () => {
      clearTimeout(timer);
      socket.off("pong", done);
      if (turnOver === waiting) waiting?.();
    };
    const timer = setTimeout(done, patienceMs);
    socket.once("pong", done);
    socket.ping();
  };

  const handleFrame = (frame: RelayFrame) => {
    if (frame.type === "text") {
      spoken += frame.token;
      if (!frame.last) return;
      flush();
      if (turnOver) endTurnAfterPong();
    }
    if (frame.type === "play") onSpoken(`(plays ${frame.source})`);
    if (frame.type === "sendDigits") onSpoken(`(sends the digits ${frame.digits})`);
    if (frame.type === "language") language = frame.transcriptionLanguage ?? language;
    if (frame.type === "end") finish({ by: "agent", payload: frame.handoffData });
  };

  socket.on("open", () => {
    transmit(setup);
    opened.resolve();
  });
  socket.on("message", (data, isBinary) => {
    if (over) return;
    const text = String(data);
    onFrame("from-agent", isBinary ? `(${text.length} bytes, not text)` : text);
    const frame = isBinary ? { problem: "not text" } : readFrame(text);
    if (!("problem" in frame)) return handleFrame(frame);
    onWarning(`64107: the agent sent a message that is not ConversationRelay's (${frame.problem})`);
    transmit({ type: "error", description: `Invalid message received: ${isBinary ? "binary" : text}` });
  });
  socket.on("error", (error) => fail(`Network connection to WebSocket server failed: ${error.message}`));
  socket.on("close", (code) => {
    fail(`Network connection to WebSocket server failed: closed by the agent without "end" (code ${code})`);
    closed.resolve();
  });

  return {
    opened: opened.promise,
    ended: ended.promise,
    closed: closed.promise,
    send,
    say(text) {
      if (turnOver) throw conflict("the agent has not finished its turn yet");
      send({ type: "prompt", voicePrompt: text, lang: language, last: true });
      return new Promise((resolve, reject) => {
        const stop = () => {
          clearTimeout(timer);
          turnOver = undefined;
        };
        const timer = setTimeout(() => {
          stop();
          reject(turnTimeout(turnLimitMs));
        }, turnLimitMs);
        turnOver = () => {
          stop();
          resolve(over ? "ended" : "open");
        };
      });
    },
    hangUp: () => finish({ by: "caller" }),
    drop: () => fail("Network connection to WebSocket server failed: broken on purpose"),
  };
}

/** A promise with its resolve function. Node 20 has no Promise.withResolvers. */
function createDeferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function turnTimeout(limitMs: number): Refusal {
  const message = `the agent did not finish its turn within ${limitMs / 1000} s: it must send a text with "last": true, or "end"`;
  return new Refusal({ status: 504, code: 20504, message });
}
