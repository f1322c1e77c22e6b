// Every end of a session reaches the flow: only a hand-off and a caller who is still there ring a Flex agent.

import { describe, expect, test } from "vitest";
import { agentHandoff } from "./agent-handoff.ts";
import { call, caller, ofTheCall, options, payload, refuse } from "./testing/handoffRuns.ts";

const ended = { SessionStatus: "ended", CallStatus: "in-progress" };
const bothWays = agentHandoff({
  ...options,
  onOtherEnd: "person",
  handoffSigns: ["escalate", 'say "human"'],
});
const apologizing = agentHandoff({ ...options, onFailedSession: "apology", onAgentDown: "apology" });

describe("the agent ends the session without a hand-off", () => {
  test.each([
    ["call_ended", undefined],
    ['{"endCall":true,"reason":"customer is happy"}', "customer is happy"],
    ['{"result":"idle_timeout"}', undefined],
    ['{"outcome":"resolved","reasonCode":"completed"}', undefined],
    ['{"reason":"","reasonCode":"completed"}', ""],
    ["5", undefined],
    ["null", undefined],
    ["[]", undefined],
    [" ", undefined],
    ["", undefined],
    ["x".repeat(20_000), undefined],
  ])(
    "with HandoffData %s: the call ends, or reaches a Flex agent if the team wants",
    async (HandoffData, reason) => {
      const usual = await call({ ...ended, HandoffData });
      const toPerson = await call({ ...ended, HandoffData }, bothWays);

      expect(usual.path).toEqual(["Trigger", "read_end", "how_it_ended"]);
      expect(usual.tasks).toEqual([]);
      expect(usual.execution).toMatchObject({ status: "ended", twiml: [] });
      expect(toPerson.tasks.map(({ attributes }) => attributes)).toEqual([
        { ...caller, conversationId: ofTheCall, ...(reason === undefined ? {} : { reason }) },
      ]);
    },
  );

  test("and without data", async () => {
    const { path, tasks } = await call(ended);

    expect(path.at(-1)).toBe("how_it_ended");
    expect(tasks).toEqual([]);
  });
});

describe("other hand-offs than TAC's keep their reason, and get the call's conversation", () => {
  test("ConversationRelay's own", async () => {
    const HandoffData = '{"reasonCode":"live-agent-handoff","reason":"The caller wants a real person"}';

    const { tasks } = await call({ ...ended, HandoffData });

    expect(tasks.map(({ attributes }) => attributes)).toEqual([
      { ...caller, conversationId: ofTheCall, reason: "The caller wants a real person" },
    ]);
  });

  test.each([
    ['{"action":"escalate","reason":"angry"}', "angry"],
    ["escalate: angry", "escalate: angry"],
    ['They say "human"', 'They say "human"'],
  ])("those with a sign of the team: %s", async (HandoffData, reason) => {
    const ofTeam = await call({ ...ended, HandoffData }, bothWays);
    const ofOthers = await call({ ...ended, HandoffData });

    expect(ofTeam.tasks.map(({ attributes }) => attributes)).toEqual([
      { ...caller, conversationId: ofTheCall, reason },
    ]);
    expect(ofOthers.tasks).toEqual([]);
  });

  test("a reason too long for Flex is cut", async () => {
    const reason = 'She said: "no". '.repeat(100);
    const HandoffData = JSON.stringify({ reasonCode: "live-agent-handoff", reason });

    const { tasks, path } = await call({ ...ended, HandoffData });

    expect(path.at(-1)).toBe("send_unread_call_to_flex");
    expect(tasks[0]?.attributes.reason).toMatch(/^(She said: "no"\. )+.*…$/);
  });
});

describe("the caller has hung up", () => {
  test.each([
    { SessionStatus: "completed", CallStatus: "completed" },
    { SessionStatus: "completed" },
    { CallStatus: "completed" },
    { CallStatus: "completed", HandoffData: "call_ended" },
  ])("%o: nothing happens, whatever the team wants otherwise", async (fields) => {
    const { tasks, said, path } = await call(fields, bothWays);

    expect(path.at(-1)).toBe("how_it_ended");
    expect([tasks, said]).toEqual([[], []]);
  });
});

describe("the caller is still on the line", () => {
  const { conversationId } = payload;
  const other = "still on the line, without data of the agent";

  test.each([
    [
      "the session failed",
      { SessionStatus: "failed", ErrorCode: "39001", CallStatus: "in-progress" },
      "39001",
    ],
    ["the session failed without a code", { SessionStatus: "failed" }, "unknown"],
    [
      "the session failed with other data",
      { SessionStatus: "failed", ErrorCode: "64105", HandoffData: "bye" },
      "64105",
    ],
    ["a route of the team redirects the call", { CallStatus: "in-progress" }, other],
    ["the call comes without any status", {}, other],
    ["the session ended in an unknown way", { SessionStatus: "paused", CallStatus: "in-progress" }, other],
    [
      "the agent is down",
      { CallStatus: "ringing", ErrorCode: "11200", ErrorUrl: "https://agent.example.com/twiml" },
      "11200",
    ],
  ])(
    "%s: a Flex agent takes the call, with its conversation, or the team's apology is said",
    async (_, fields, sessionError) => {
      const toPerson = await call(fields);
      const toApology = await call(fields, apologizing);

      expect(toPerson.tasks.map(({ attributes }) => attributes)).toEqual([
        { ...caller, sessionError, conversationId: ofTheCall },
      ]);
      expect(toPerson.requests.map(({ url }) => url)).toEqual([
        "https://conversations.twilio.com/v2/Conversations?channelId=CA1",
      ]);
      expect(toApology.tasks).toEqual([]);
      expect(toApology.said).toHaveLength(1);
    },
  );

  test.each([
    ["does not respond", { http: () => ({ status: 500 }) }],
    ["knows no conversation of the call", { http: () => ({ body: { conversations: [] } }) }],
    ["responds with something else", { http: () => ({ body: "<html>" }) }],
  ])("the Flex agent takes the call without its conversation if the Orchestrator %s", async (_, others) => {
    const { tasks } = await call({ SessionStatus: "failed", ErrorCode: "39001" }, undefined, others);

    expect(tasks.map(({ attributes }) => attributes)).toEqual([{ ...caller, sessionError: "39001" }]);
  });

  test("the caller hears the apology if Flex does not take the call", async () => {
    const { said } = await call({ SessionStatus: "failed" }, undefined, { flex: refuse });

    expect(said).toEqual(["We are sorry, nobody can take your call right now. Please call again later."]);
  });

  test("a hand-off is one even if the session failed", async () => {
    const { tasks } = await call(
      { SessionStatus: "failed", HandoffData: JSON.stringify(payload) },
      apologizing,
    );

    expect(tasks[0]?.attributes).toMatchObject({ conversationId });
  });
});
