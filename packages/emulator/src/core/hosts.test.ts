import fc from "fast-check";
import { expect, test } from "vitest";
import { type Hosts, localUrl, serveHost } from "./hosts.ts";

function context(hosts: Record<string, string> = {}): Hosts {
  const served: Hosts = { hosts: new Map() };
  for (const [host, url] of Object.entries(hosts)) serveHost(served, host, url);
  return served;
}

const agent = context({ "Agent.example.com": "http://127.0.0.1:8000" });

test("a WebSocket URL is served by the same local server", () => {
  expect(localUrl(agent, "wss://agent.example.com/ws?a=1")?.href).toBe("ws://127.0.0.1:8000/ws?a=1");
});

test("a host that is not served has no local URL", () => {
  expect(localUrl(agent, "https://agent.example.com:8443/")).toBeUndefined();
});

test("a path that looks like another host stays a path of the local server", () => {
  expect(localUrl(agent, "https://agent.example.com//evil.example/x")?.href).toBe(
    "http://127.0.0.1:8000//evil.example/x",
  );
});

test("whatever the URL, only this machine is reached", () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.webPath(), (url, path) => {
      for (const wanted of [url, `https://agent.example.com${path}`, `https://agent.example.com/${path}`]) {
        const target = localUrl(agent, wanted);
        if (target) expect(target.host).toBe("127.0.0.1:8000");
      }
    }),
  );
});

test.each([
  "https://example.org",
  "http://127.0.0.1:8000/twiml",
  "http://127.0.0.1:8000/?tenant=1",
  "http://user:password@127.0.0.1:8000",
  "ftp://127.0.0.1",
  "127.0.0.1:8000",
])("%s cannot stand for a host", (url) => {
  expect(() => context({ "agent.example.com": url })).toThrow(
    "Invalid parameter url: expected a server of this machine without a path, for instance http://127.0.0.1:8000",
  );
});

test("a name that is not a host is rejected", () => {
  expect(() => context({ "https://agent.example.com": "http://127.0.0.1:8000" })).toThrow(
    "Invalid parameter host: https://agent.example.com",
  );
});
