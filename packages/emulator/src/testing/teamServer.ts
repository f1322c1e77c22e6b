// A team's server for tests: it records the requests and responds as the test defines.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface ReceivedRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

type TeamReply = number | { status: number; text: string };

export interface TeamServer {
  url: string;
  got: ReceivedRequest[];
}

/**
 * Listens on a free port until the test is over.
 *
 * @param answer returns the status of each response, or status and text. Default 200
 */
export async function startTeamServer(
  answer: (received: ReceivedRequest) => TeamReply | Promise<TeamReply> = () => 200,
): Promise<TeamServer> {
  const got: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const { method = "", url = "", headers } = request;
    const received = { method, url, headers, body };
    got.push(received);
    const reply = await answer(received);
    const { status, text } = typeof reply === "number" ? { status: reply, text: "" } : reply;
    response.writeHead(status).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
