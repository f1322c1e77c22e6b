// A team's agent server for tests: it serves TwiML and ConversationRelay and rejects what is not signed, as TAC's does.
// Source: what TAC Python 2.5.0 checks and sends, observed

import { createServer, type IncomingHttpHeaders } from "node:http";
import { validateRequest } from "twilio/lib/webhooks/webhooks.js";
import { type WebSocket, WebSocketServer } from "ws";
import { authToken } from "../seed/account.ts";

export interface AgentServer {
  /** For instance `http://127.0.0.1:40123`. */
  url: string;
  /** Signed HTTP requests, oldest first; the form of a GET is its query. */
  requests: { method: string; path: string; form: Record<string, string> }[];
  /** Messages of ConversationRelay, oldest first. */
  messages: Record<string, unknown>[];
  /** Close codes of its sockets. */
  closeCodes: number[];
  close(): Promise<void>;
}

type AgentReply = string | { status: number; text: string };

export interface AgentParts {
  /** The public host in the signed URLs. */
  host: string;
  /** Returns TwiML, or a status with a body. */
  answer(path: string, form: Record<string, string>): AgentReply | Promise<AgentReply>;
  /** Handles a message of ConversationRelay. */
  talk?(socket: WebSocket, message: Record<string, unknown>): void | Promise<void>;
}

/** Starts on a free port of the loopback interface. */
export async function startAgentServer({ host, answer, talk }: AgentParts): Promise<AgentServer> {
  const requests: AgentServer["requests"] = [];
  const messages: AgentServer["messages"] = [];
  const closeCodes: number[] = [];
  const server = createServer(async (request, response) => {
    const { method = "", url = "", headers } = request;
    let body = "";
    for await (const part of request) body += part;
    const posted = Object.fromEntries(new URLSearchParams(body));
    if (!isSigned(headers, `https://${host}${url}`, posted)) return response.writeHead(403).end();
    const { pathname, searchParams } = new URL(url, `https://${host}`);
    const form = { ...Object.fromEntries(searchParams), ...posted };
    requests.push({ method, path: pathname, form });
    const reply = await answer(pathname, form);
    const { status, text } = typeof reply === "string" ? { status: 200, text: reply } : reply;
    response.writeHead(status, { "Content-Type": "application/xml" }).end(text);
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    const { pathname, searchParams } = new URL(request.url ?? "", `wss://${host}`);
    if (!isSigned(request.headers, `wss://${host}${pathname}`, Object.fromEntries(searchParams)))
      return socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    sockets.handleUpgrade(request, socket, head, (connection) => {
      connection.on("message", (data) => {
        const message = JSON.parse(String(data));
        messages.push(message);
        void talk?.(connection, message);
      });
      connection.on("close", (code) => closeCodes.push(code));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
    requests,
    messages,
    closeCodes,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function isSigned(headers: IncomingHttpHeaders, url: string, form: Record<string, string>): boolean {
  const forwardedHost = headers["x-forwarded-host"];
  const signature = String(headers["x-twilio-signature"]);
  return forwardedHost === new URL(url).host && validateRequest(authToken, signature, url, form);
}
