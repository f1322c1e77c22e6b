// For tests: a local Twilio, and a customer who writes to the agent.

import { ask, type EmulatorResponse, seed, startEmulator } from "@tac-handoff/emulator";
import { onTestFinished } from "vitest";

type Json = EmulatorResponse["body"];

/** Where the agent listens for the events of a conversation. */
export const callbacks = [{ url: "https://agent.example.com/webhook", method: "POST" }];

/**
 * Starts a local Twilio whose Orchestrator bridges Flex's Classic service, and closes it after the test.
 *
 * @returns `access` is what the functions of this package need to reach it
 */
export async function localTwilio() {
  const state = seed.accountBeforeHandoff();
  const configuration = state.orchestratorConfigurations[seed.orchestratorConfigurationId];
  if (!configuration) throw new Error("the account has no configuration");
  configuration.conversationsV1Bridge = { serviceId: seed.flexServiceSid };
  configuration.statusCallbacks = callbacks.map((callback) => ({ ...callback, method: "POST" as const }));
  for (const { auto_creation } of Object.values(state.addressConfigurations)) auto_creation.type = "default";
  const twilio = await startEmulator({ state });
  onTestFinished(() => twilio.close());

  const local = async (what: string, json?: object): Promise<Json> => {
    const { status, body } = await ask(twilio, what, json === undefined ? {} : { json });
    if (status >= 400) throw new Error(`${what} returned ${status}: ${JSON.stringify(body)}`);
    return body;
  };
  return {
    twilio,
    local,
    access: {
      apiKey: seed.apiKeySid,
      apiSecret: seed.apiKeySecret,
      fetch: ((url, init) => {
        const { host, pathname, search } = new URL(String(url));
        const headers = { ...(init?.headers as Record<string, string>), "X-Original-Host": host };
        return fetch(twilio.url + pathname + search, { ...init, headers });
      }) as typeof fetch,
    },
    /** A customer writes by SMS. Returns the ids of both conversations. */
    write: async (body = "Hello"): Promise<{ conversationId: string; conversationSid: string }> =>
      local("POST /local/messages", { from: "+15557654321", to: seed.phoneNumber, body }),
    /** The conversation in the Orchestrator: its status and its callbacks. */
    async conversation(id: string) {
      const url = `https://conversations.twilio.com/v2/Conversations/${id}`;
      const { status, configuration: own } = await local(`GET ${url}`);
      return { status, statusCallbacks: own.statusCallbacks };
    },
    /** As `POST host/path` with the body, without what this file itself asked. */
    sent: () =>
      twilio
        .requests()
        .filter(({ headers }) => headers.accept === "application/json")
        .map(({ method, host, path, json }) => [`${method} ${host}${path}`, json]),
  };
}
