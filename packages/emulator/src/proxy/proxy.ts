// The HTTPS proxy of the local Twilio. Clients whose hosts are fixed reach it with a few environment variables: they ask for a
// tunnel to `studio.twilio.com:443`, and the TLS in the tunnel ends here. Nothing is passed on, so nothing leaves the machine.

import { createServer as createHttpServer, type IncomingMessage } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { createSecureContext, type SecureContext } from "node:tls";
import { getRequestListener } from "@hono/node-server";
import { certificateName, productHost } from "../http/twilioHost.ts";
import { writeCaFile } from "./caFile.ts";
import { type Authority, createAuthority } from "./certificates.ts";
import { proxyEnvironment } from "./environment.ts";

export interface ProxyOptions {
  /** Default 0: any free one. */
  port?: number;
  /** Where the CA's certificate is written while the proxy runs. Default: a new file among the temporary ones. */
  caFile?: string;
}

export interface HttpsProxy {
  /** For instance `http://127.0.0.1:4011`. */
  url: string;
  /** PEM file with the certificate that clients must trust. Gone after `close`. */
  caFile: string;
  /** Variables for a client's process; each client obeys some of them (`proxyClients`). */
  environment: Record<string, string>;
}

/** Idle connections live longer than the pools of clients keep them (httpx 5 s), so that none is closed while it is used. */
const keepAliveTimeoutMs = 60_000;

/**
 * Starts the proxy on 127.0.0.1.
 *
 * @param fetch answers what comes out of the tunnels
 * @throws Error when the port is taken or `caFile` holds something else
 */
export async function startProxy(
  fetch: Parameters<typeof getRequestListener>[0],
  { port = 0, caFile }: ProxyOptions,
): Promise<HttpsProxy & { close(): Promise<void> }> {
  const authority = await createAuthority();
  const contextFor = secureContexts(authority);
  const ca = writeCaFile(authority.certificate, caFile);
  const inside = createHttpsServer(
    {
      ...(await authority.issue("*.twilio.com")),
      SNICallback: (host, done) => {
        contextFor(host).then((context) => done(null, context), done);
      },
      keepAliveTimeout: keepAliveTimeoutMs,
    },
    getRequestListener(fetch),
  );
  const sockets = new Set<Socket>();
  const server = createHttpServer((request, response) => {
    const { status, reason } = refusePlain(request);
    response.writeHead(status, { "Content-Type": "text/plain", Connection: "close" }).end(`${reason}\n`);
  });
  server.on("connection", (socket) => {
    sockets.add(socket.once("close", () => sockets.delete(socket)));
  });
  server.on("connect", ({ url = "" }, socket: Duplex, head: Buffer) => {
    // A client that hangs up is no fault of ours, and the HTTP server does not listen any more.
    socket.on("error", () => socket.destroy());
    if (!url.endsWith(":443") || productHost(url) === undefined) return refuseTunnel(socket, url);
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    if (head.length > 0) socket.unshift(head);
    inside.emit("connection", socket);
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(port, "127.0.0.1", resolve);
    });
  } catch (error) {
    ca.remove();
    throw error;
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    caFile: ca.path,
    environment: proxyEnvironment(url, ca.path),
    async close() {
      ca.remove();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A certificate for each region and edge that is asked for, made once. */
function secureContexts(authority: Authority): (host: string) => Promise<SecureContext> {
  const contexts = new Map<string, Promise<SecureContext>>();
  return async (host) => {
    const name = certificateName(host);
    if (name === undefined) throw new Error(`${host} is not a host of Twilio's`);
    const context = contexts.get(name) ?? authority.issue(name).then(createSecureContext);
    contexts.set(name, context);
    return context;
  };
}

const onlyTwilio =
  "the proxy of the local Twilio opens tunnels to *.twilio.com:443 only, nothing leaves this machine";

/** The words stand in the status line: of an answer to CONNECT, requests and httpx show nothing else. */
function refuseTunnel(socket: Duplex, target: string): void {
  const words = `${target} is not served: ${onlyTwilio}. Hosts that a client shall reach by itself go into NO_PROXY.\n`;
  socket.end(
    [
      `HTTP/1.1 403 Forbidden (${onlyTwilio})`,
      "Content-Type: text/plain",
      `Content-Length: ${Buffer.byteLength(words)}`,
      "Connection: close",
      "",
      words,
    ].join("\r\n"),
  );
  socket.resume();
}

/** What a request outside of a tunnel is told: one for `http://…`, or one to the proxy itself. */
function refusePlain({ url = "", headers }: IncomingMessage): { status: 403 | 501; reason: string } {
  if (!URL.canParse(url)) {
    return {
      status: 501,
      reason: "This is the HTTPS proxy of a local Twilio. Name it in HTTPS_PROXY (docs/local-twilio.md).",
    };
  }
  const { host } = new URL(url);
  return productHost(host) === undefined
    ? { status: 403, reason: `${host} is not served: ${onlyTwilio}.` }
    : { status: 501, reason: `http://${headers.host ?? host} is not served: Twilio is asked over https.` };
}
