// Requests without a tunnel: `GET https://studio.twilio.com/…` to the proxy, as axios below 1.16 sends them.

import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { basicAuthorization } from "../http/urlCredentials.ts";
import * as seed from "../seed/account.ts";
import { startEmulator } from "../server.ts";

/** Sends the lines as they are, and returns the response's status and body. */
async function send(port: string, lines: string[], body = ""): Promise<{ status: number; body: string }> {
  const socket = connect(Number(port), "127.0.0.1");
  socket.write([...lines, "Connection: close", `Content-Length: ${body.length}`, "", body].join("\r\n"));
  const response = await text(socket);
  const [head = "", ...rest] = response.split("\r\n\r\n");
  return { status: Number(head.split(" ")[1]), body: rest.join("\r\n\r\n") };
}

async function started() {
  const emulator = await startEmulator({ proxy: {} });
  onTestFinished(() => emulator.close());
  return { emulator, port: new URL(emulator.proxy?.url ?? "").port };
}

const authorization = `Authorization: ${basicAuthorization(seed.accountSid, seed.authToken)}`;

test("a request for an https URL of Twilio's is answered", async () => {
  const { emulator, port } = await started();

  const { status, body } = await send(port, [
    `GET https://studio.twilio.com/v2/Flows/${seed.oldFlowSid}?a=b HTTP/1.1`,
    "Host: studio.twilio.com",
    authorization,
  ]);

  expect(status).toBe(200);
  expect(body).toContain(`"sid":"${seed.oldFlowSid}"`);
  expect(emulator.requests()).toMatchObject([
    { method: "GET", host: "studio.twilio.com", path: `/v2/Flows/${seed.oldFlowSid}`, query: "a=b" },
  ]);
});

test("the URL names the host, whatever Host says, and a body arrives", async () => {
  const { emulator, port } = await started();
  const form = "FriendlyName=through+the+proxy";
  const path = `/2010-04-01/Accounts/${seed.accountSid}/IncomingPhoneNumbers/${seed.phoneNumberSid}.json`;

  const { status } = await send(
    port,
    [
      `POST https://api.twilio.com${path} HTTP/1.1`,
      "Host: 127.0.0.1",
      "Content-Type: application/x-www-form-urlencoded",
      authorization,
    ],
    form,
  );

  expect(status).toBe(200);
  expect(emulator.state.phoneNumbers[seed.phoneNumberSid]?.friendly_name).toBe("through the proxy");
});

test.each([
  ["https://example.com/", 403, "example.com is not served"],
  ["https://studio.twilio.com:8443/v2/Flows", 403, "studio.twilio.com:8443 is not served"],
  ["http://studio.twilio.com/v2/Flows", 501, "use https for Twilio"],
])("%s is refused with %i", async (url, status, words) => {
  const { port } = await started();
  const response = await send(port, [`GET ${url} HTTP/1.1`, "Host: studio.twilio.com", authorization]);
  expect(response.status).toBe(status);
  expect(response.body).toContain(words);
});
