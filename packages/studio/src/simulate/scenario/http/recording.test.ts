import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { defineFlow, makeHttpRequest } from "../../../build/build.ts";
import type { HttpRequest } from "../../step/world.ts";
import { simulate } from "../runScenario.ts";
import { makeRealRequest } from "./realRequest.ts";
import { createReplay, recordResponse } from "./recording.ts";

const get = (url: string): HttpRequest => ({ method: "GET", url, twilioAuth: false });

describe("a recording", () => {
  test("contains no credentials from the URL, its parameters or the response", () => {
    const recorded = recordResponse(get("https://ann:secret@a.example/x?id=1&api_key=k1&Token=t1"), {
      status: 200,
      contentType: "application/json",
      body: '{"name":"Ann","access_token":"t2","list":[{"password":{"value":"p1","hash":"h"}}]}',
    });

    expect(recorded).toEqual({
      method: "GET",
      url: "https://a.example/x?id=1&api_key=***&Token=***",
      status: 200,
      contentType: "application/json",
      body: '{"name":"Ann","access_token":"***","list":[{"password":{"value":"***","hash":"***"}}]}',
    });
  });

  test("is replayed in order, then with the last response, whatever the credentials", () => {
    const answer = (body: string) => ({ status: 200, contentType: "text/plain", body });
    const recorded = [
      recordResponse(get("https://a.example/?token=1"), answer("one")),
      recordResponse(get("https://a.example/other"), answer("other")),
      recordResponse(get("https://a.example/?token=2"), answer("two")),
    ];

    const replay = createReplay(recorded);
    const bodies = [1, 2, 3].map((token) => replay(get(`https://x:y@a.example/?token=${token}`))?.body);

    expect(bodies).toEqual(["one", "two", "two"]);
    expect(replay(get("https://a.example/"))).toBeUndefined();
    expect(replay({ ...get("https://a.example/other"), method: "POST" })).toBeUndefined();
  });

  test("never contains the value of a secret member, whatever the response", () => {
    const secret = fc.stringMatching(/^[A-Z]{12}$/);
    fc.assert(
      fc.property(
        fc.jsonValue(),
        secret,
        fc.constantFrom("token", "client_secret", "apiKey"),
        (value, text, key) => {
          const body = JSON.stringify({ value, inside: [{ [key]: text }] });
          const recorded = recordResponse(get(`https://a.example/?${key}=${text}`), {
            status: 200,
            contentType: "application/json",
            body,
          });
          expect(JSON.stringify(recorded)).not.toContain(text);
        },
      ),
    );
  });
});

describe("real requests", () => {
  let host: string;
  let close: () => Promise<void>;
  const seen: string[] = [];
  beforeEach(async () => {
    seen.length = 0;
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        seen.push(`${request.method} ${request.url} ${request.headers.authorization ?? "-"} ${body}`);
        const to = /^\/to\/(.*)$/.exec(request.url ?? "")?.[1];
        if (to !== undefined) response.writeHead(302, { Location: decodeURIComponent(to) }).end();
        else response.writeHead(200, { "Content-Type": "application/json" }).end('{"token":"t1","n":1}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    close = () => new Promise((resolve) => server.close(() => resolve()));
  });
  afterEach(() => close());

  test("are sent to allowed hosts with the credentials in the URL, and follow redirects to them", async () => {
    const answer = await makeRealRequest(
      { ...get(`http://ann:pw@${host}/to/%2Fend`), method: "POST", contentType: "text/plain", body: "x" },
      { hosts: [host] },
    );

    expect(answer).toMatchObject({ status: 200, body: '{"token":"t1","n":1}' });
    expect(seen).toEqual([`POST /to/%2Fend Basic ${btoa("ann:pw")} x`, `GET /end Basic ${btoa("ann:pw")} `]);
  });

  test("are not sent to other hosts, by a redirect or with the account's credentials", async () => {
    await expect(makeRealRequest(get(`http://${host}/x`), { hosts: [] })).rejects.toThrow(
      `${host} is not one of the allowed hosts`,
    );
    await expect(
      makeRealRequest(get(`http://${host}/to/${encodeURIComponent("http://b.example/")}`), { hosts: [host] }),
    ).rejects.toThrow("b.example is not one of the allowed hosts");
    await expect(
      makeRealRequest({ ...get(`http://${host}/x`), twilioAuth: true }, { hosts: [host] }),
    ).rejects.toThrow("requests with the account's credentials are never sent");
    await expect(makeRealRequest(get(`http://${host}/to/x`), { hosts: [host] })).rejects.toThrow(
      "more than 5 redirects",
    );
  });

  test("of a simulated flow can be recorded, and replayed without the network", async () => {
    const flow = defineFlow({
      trigger: { incomingCall: "ask" },
      widgets: {
        ask: makeHttpRequest({ url: `http://${host}/x`, on: { success: undefined, failed: undefined } }),
      },
    });

    const real = await simulate(flow, { trigger: "incomingCall", real: { hosts: [host] } });
    const again = await simulate(flow, { trigger: "incomingCall", recorded: real.recorded });

    expect(real.execution.context.widgets.ask?.parsed).toEqual({ token: "t1", n: 1 });
    expect(again.execution.context.widgets.ask?.parsed).toEqual({ token: "***", n: 1 });
    expect(seen).toHaveLength(1);
    expect(again.recorded).toEqual([]);
  });
});
