import { seed } from "@tac-handoff/emulator";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { HandoffError } from "../handoffError.ts";
import { callbacks, localTwilio } from "../testing/localTwilio.ts";
import { clearStatusCallbacks, restoreConversation } from "./conversation.ts";

const conversationId = "conv_conversation_00000000000000000000000001";
const credentials = { apiKey: "SKkey", apiSecret: "sesame" };

beforeEach(() => {
  for (const name of ["TWILIO_API_KEY", "TWILIO_API_SECRET", "TWILIO_REGION"]) vi.stubEnv(name, "");
});

test("after a failed hand-off, a conversation is ACTIVE again with the callbacks of its configuration", async () => {
  const { access, write, local, conversation, sent } = await localTwilio();
  const { conversationId: id } = await write();
  const url = `https://conversations.twilio.com/v2/Conversations/${id}`;
  await local(`PUT ${url}`, { status: "INACTIVE" });
  await clearStatusCallbacks({ conversationId: id, ...access });
  expect(await conversation(id)).toEqual({ status: "INACTIVE", statusCallbacks: [] });

  expect(await restoreConversation({ conversationId: id, ...access })).toBe("ACTIVE");

  expect(await conversation(id)).toEqual({ status: "ACTIVE", statusCallbacks: callbacks });
  const at = "conversations.twilio.com/v2";
  expect(sent().slice(-3)).toEqual([
    [`GET ${at}/Conversations/${id}`, undefined],
    [`GET ${at}/ControlPlane/Configurations/${seed.orchestratorConfigurationId}`, undefined],
    [`PATCH ${at}/Conversations/${id}`, { status: "ACTIVE", configuration: { statusCallbacks: callbacks } }],
  ]);
});

test("a closed conversation is not changed", async () => {
  const { access, write, local, sent } = await localTwilio();
  const { conversationId: id } = await write();
  await local(`PUT https://conversations.twilio.com/v2/Conversations/${id}`, { status: "CLOSED" });

  expect(await restoreConversation({ conversationId: id, ...access })).toBe("CLOSED");

  expect(sent().filter(([what]) => !String(what).startsWith("GET "))).toEqual([]);
});

test("the configuration of the options has the callbacks, where the conversation has none", async () => {
  const asked: string[] = [];
  const fetch = async (url: unknown, init?: { body?: unknown }) => {
    asked.push(`${url} ${init?.body ?? ""}`.trim());
    return Response.json(String(url).includes("ControlPlane") ? { statusCallbacks: null } : { status: null });
  };

  const options = { conversationId, configurationId: "conv_configuration_1", ...credentials, region: "ie1" };
  await restoreConversation({ ...options, fetch: fetch as typeof globalThis.fetch });

  const at = "https://conversations.ie1.twilio.com/v2";
  expect(asked).toEqual([
    `${at}/Conversations/${conversationId}`,
    `${at}/ControlPlane/Configurations/conv_configuration_1`,
    `${at}/Conversations/${conversationId} {"status":"ACTIVE","configuration":{"statusCallbacks":[]}}`,
  ]);
});

test("credentials come from the environment, and each one that is missing or wrong is named", async () => {
  const { access, write } = await localTwilio();
  const { conversationId: id } = await write();
  const error = await refusalOf({ conversationId: id, fetch: access.fetch, region: "evil.example/" });

  expect(error.code).toBe("invalid_environment");
  expect(error.message).toBe(
    "TWILIO_API_KEY is not set. Expected the API key that TAC uses: npm run env writes it.\n" +
      "TWILIO_API_SECRET is not set. Expected the API key that TAC uses: npm run env writes it.\n" +
      "TWILIO_REGION is not a region. Expected lower-case letters, digits and -, for instance ie1.",
  );
  vi.stubEnv("TWILIO_API_KEY", seed.apiKeySid);
  vi.stubEnv("TWILIO_API_SECRET", seed.apiKeySecret);
  expect(await restoreConversation({ conversationId: id, fetch: access.fetch })).toBe("ACTIVE");
});

test("an id that is none is refused before anything is sent", async () => {
  const error = await refusalOf({ conversationId: "../Configurations", ...credentials, fetch: unreachable });

  expect([error.code, error.problems]).toEqual([
    "invalid_option",
    [{ path: "conversationId", message: "expected a conversation's ID, conv_conversation_…" }],
  ]);
});

describe("an error", () => {
  afterEach(() => void vi.useRealTimers());

  test("has Twilio's status and code", async () => {
    const { access } = await localTwilio();

    const error = await refusalOf({ conversationId, ...access });

    expect([error.code, error.status, error.twilioCode]).toEqual(["request_refused", 404, 20404]);
    expect(error.message).toBe(
      `GET https://conversations.twilio.com/v2/Conversations/${conversationId}: ` +
        `Twilio responded with 404 (20404): The requested resource /Conversations/${conversationId} was not found`,
    );
  });

  test("of wrong credentials names the variables, and never contains the secret", async () => {
    const { access } = await localTwilio();
    const echoes = (text: string) => async () => new Response(text, { status: 403 });
    const encoded = btoa(`${credentials.apiKey}:${credentials.apiSecret}`);

    const wrong = await refusalOf({ conversationId, ...access, apiSecret: "sesame" });
    const hostile = await refusalOf({
      conversationId,
      ...credentials,
      fetch: echoes(JSON.stringify({ code: 1, message: `sesame Basic ${encoded}` })),
    });
    vi.useFakeTimers();
    const throwing = refusalOf({
      conversationId,
      ...credentials,
      fetch: async (_: unknown, init?: object) => {
        throw new Error(`cannot send ${JSON.stringify(init)} sesame`, { cause: init });
      },
    });
    await vi.runAllTimersAsync();
    const thrown = await throwing;

    expect(wrong.message).toMatch(/Twilio responded with 401 .*Check TWILIO_API_KEY and TWILIO_API_SECRET$/);
    for (const error of [wrong, hostile, thrown]) {
      const all = `${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
      expect(all).not.toContain("sesame");
      expect(all).not.toContain(encoded);
    }
  });

  test("of a response that is not Twilio's says so", async () => {
    vi.useFakeTimers();
    const fetch = async () => new Response("<html>");

    const refusing = refusalOf({ conversationId, ...credentials, fetch });
    await vi.runAllTimersAsync();
    const error = await refusing;

    expect([error.code, error.problems]).toEqual([
      "request_failed",
      [{ path: "", message: "the response is not the one that Twilio documents" }],
    ]);
  });
});

describe("a request that fails", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("for a moment is repeated twice", async () => {
    let count = 0;
    const fetch = async () => {
      count += 1;
      if (count === 1) throw new TypeError("fetch failed", { cause: { code: "ECONNRESET" } });
      return count === 2 ? new Response("", { status: 503 }) : Response.json({ status: "CLOSED" });
    };

    const restored = restoreConversation({ conversationId, ...credentials, fetch });
    await vi.runAllTimersAsync();

    expect(await restored).toBe("CLOSED");
    expect(count).toBe(3);
  });

  test("longer throws with the reason, and one that is refused is not repeated", async () => {
    const failing = refusalOf({ conversationId, ...credentials, fetch: unreachable });
    await vi.runAllTimersAsync();
    let count = 0;
    const refusing = async () => {
      count += 1;
      return Response.json({ code: 20001, message: "no" }, { status: 400 });
    };

    const refused = await refusalOf({ conversationId, ...credentials, fetch: refusing });

    expect((await failing).message).toMatch(/: no response \(ECONNREFUSED\)$/);
    expect([refused.status, count]).toEqual([400, 1]);
  });
});

const unreachable = async () => {
  throw new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } });
};

async function refusalOf(options: object): Promise<HandoffError> {
  const error = await restoreConversation(options as never).catch((reason: unknown) => reason);
  if (!(error instanceof HandoffError)) throw new Error(`not a HandoffError: ${String(error)}`);
  return error;
}
