// The HTTPS proxy of the local Twilio, for clients whose hosts cannot be configured. Environment variables make them request
// a tunnel to `studio.twilio.com:443`, whose TLS ends here, or some of them the https URL itself. Nothing is forwarded, so
// nothing leaves the machine.

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
  /** Default 0: any free port. */
  port?: number;
  /** Where the CA certificate is stored while the proxy runs. Default: a new temporary file. */
  caFile?: string;
}

export interface HttpsProxy {
  /** For instance `http://127.0.0.1:4011`. */
  url: string;
  /** PEM file with the certificate that clients must trust. Deleted by `close`. */
  caFile: string;
  /** Variables for a client's process. Each client reads some of them: `proxyClients`. */
  environment: Record<string, string>;
}

/** Longer than clients keep idle connections in their pools (httpx 5 s), so that none is closed while in use. */
const keepAliveTimeoutMs = 60_000;

/**
 * Starts the proxy on 127.0.0.1.
 *
 * @param fetch handles the requests inside the tunnels
 * @throws Error if the port is in use, or `caFile` exists and is not such a certificate
 */
export async function startProxy(
  fetch: Parameters<typeof getRequestListener>[0],
  { port = 0, caFile }: ProxyOptions,
): Promise<HttpsProxy & { close(): Promise<void> }> {
  const authority = await createAuthority();
  const contextFor = secureContexts(authority);
  const ca = writeCaFile(authority.certificate, caFile);
  const handle = getRequestListener(fetch);
  const inside = createHttpsServer(
    {
      ...(await authority.issue("*.twilio.com")),
      SNICallback: (host, done) => {
        contextFor(host).then((context) => done(null, context), done);
      },
      keepAliveTimeout: keepAliveTimeoutMs,
    },
    handle,
  );
  const sockets = new Set<Socket>();
  const server = createHttpServer((request, response) => {
    if (isAbsoluteTwilio(request)) return void handle(toOriginForm(request), response);
    const { status, reason } = refusePlain(request);
    response.writeHead(status, { "Content-Type": "text/plain", Connection: "close" }).end(`${reason}\n`);
  });
  server.on("connection", (socket) => {
    sockets.add(socket.once("close", () => sockets.delete(socket)));
  });
  server.on("connect", ({ url = "" }, socket: Duplex, head: Buffer) => {
    // A client may disconnect at any time, and the HTTP server no longer handles errors of this socket.
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

/** One certificate for each region and edge, issued on first use. */
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

/**
 * Whether a request asks for a URL of Twilio's without a tunnel, as in `GET https://studio.twilio.com/v2/Flows`. axios below
 * 1.16 does that with a proxy: the TLS would be the proxy's, and only this machine sees the request in the clear.
 */
function isAbsoluteTwilio({ url = "" }: IncomingMessage): boolean {
  if (!url.startsWith("https://") || !URL.canParse(url)) return false;
  const { host, port } = new URL(url);
  return port === "" && productHost(host) !== undefined;
}

/** The same request as Twilio's server would receive it: a path, and the URL's host in `Host`. */
function toOriginForm(request: IncomingMessage): IncomingMessage {
  const { host, pathname, search } = new URL(request.url ?? "");
  request.url = pathname + search;
  const { rawHeaders } = request;
  request.rawHeaders = rawHeaders.map((text, index) =>
    index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === "host" ? host : text,
  );
  return request;
}

const onlyTwilio =
  "the proxy of the local Twilio opens tunnels only to *.twilio.com:443; nothing leaves this machine";

/** The reason is part of the status line: requests and httpx show nothing else of a response to CONNECT. */
function refuseTunnel(socket: Duplex, target: string): void {
  const reason = `${target} is not served: ${onlyTwilio}. Add hosts that a client should reach directly to NO_PROXY.\n`;
  socket.end(
    [
      `HTTP/1.1 403 Forbidden (${onlyTwilio})`,
      "Content-Type: text/plain",
      `Content-Length: ${Buffer.byteLength(reason)}`,
      "Connection: close",
      "",
      reason,
    ].join("\r\n"),
  );
  socket.resume();
}

/** The response to a request outside a tunnel: one for `http://…`, or one to the proxy itself. */
function refusePlain({ url = "", headers }: IncomingMessage): { status: 403 | 501; reason: string } {
  if (!URL.canParse(url)) {
    return {
      status: 501,
      reason: "This is the HTTPS proxy of a local Twilio. Set it in HTTPS_PROXY (docs/local-twilio.md).",
    };
  }
  const { host, protocol } = new URL(url);
  return productHost(host) === undefined || protocol === "https:"
    ? { status: 403, reason: `${host} is not served: ${onlyTwilio}.` }
    : { status: 501, reason: `http://${headers.host ?? host} is not served: use https for Twilio.` };
}
