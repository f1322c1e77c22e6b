import type { Exchange } from "@tac-handoff/emulator/exchanges";
import { expect, inject, test } from "vitest";
import { differenceOf } from "./differences.ts";
import { createJudge } from "./judge.ts";
import { describeDisagreements, disagreements } from "./truth/report.ts";
import { findTruth } from "./truth/run.ts";

const documents = inject("twilioDocuments");

test("every exchange with a local Twilio is compared with Twilio's documents", ({ skip }) => {
  if ("reason" in documents) skip(documents.reason);
});

const withDocuments = test.skipIf("reason" in documents);

const judge = "folder" in documents ? createJudge(documents.folder) : () => [];

function problems(exchange: Partial<Exchange>): string[] {
  const complete = {
    ...{ method: "GET", contentType: "application/json", requestBody: "", status: 200, responseBody: "{}" },
    ...{ url: "", differsOnPurpose: false },
    ...exchange,
  };
  return judge(complete).map(({ part, at, problem }) => `${part} ${at}: ${problem}`);
}

const store = "https://memory.twilio.com/v1/ControlPlane/Stores/mem_store_00000000000000000000000001";

const storeBody = {
  id: "mem_store_00000000000000000000000001",
  displayName: "customers",
  intelligenceServiceId: null,
  status: "ACTIVE",
  version: 1,
};

withDocuments("a response that agrees has no problem, whatever nullable fields it has", () => {
  expect(problems({ url: store, responseBody: JSON.stringify(storeBody) })).toEqual([]);
});

withDocuments(
  "null, a missing field, another type and an undocumented field are problems of a response",
  () => {
    const { version: _, ...rest } = storeBody;
    const body = { ...rest, displayName: null, status: "READY", owner: "me" };
    expect(problems({ url: store, responseBody: JSON.stringify(body) }).toSorted()).toEqual([
      "response /displayName: must be string; found null",
      "response /owner: is not documented",
      'response /status: must be equal to one of the allowed values: QUEUED, PROVISIONING, ACTIVE, FAILED; found "READY"',
      "response /version: is missing",
    ]);
  },
);

withDocuments("a resource of a classic product has every documented property", () => {
  const url = "https://taskrouter.twilio.com/v1/Workspaces/WS00000000000000000000000000000001";
  expect(problems({ url, responseBody: "{}" })).toContain("response /friendly_name: is missing");
});

withDocuments("an accepted request must be valid, a refused one need not be", () => {
  const request = {
    method: "POST",
    url: "https://studio.twilio.com/v2/Flows/FW00000000000000000000000000000001/Executions",
    contentType: "application/x-www-form-urlencoded",
    requestBody: "From=%2B15551230100&Twice=1&Parameters=%7B%7D",
    responseBody: "{}",
  };
  const accepted = problems({ ...request, status: 201 }).filter((one) => one.startsWith("request"));
  expect(accepted).toEqual(["request /To: is missing", "request /Twice: is not documented"]);
  expect(problems({ ...request, status: 400 })).toEqual([]);
});

withDocuments("a status, a query parameter and an operation must be documented", () => {
  const stores = "https://memory.twilio.com/v1/ControlPlane/Stores";
  expect(problems({ url: store, status: 206 })).toEqual([
    expect.stringMatching(/^response : status 206, documented are 200,/),
  ]);
  const body = JSON.stringify({ stores: [], meta: { key: "stores", pageSize: 0 } });
  expect(problems({ url: `${stores}?orderBy=UP&colour=red`, responseBody: body }).toSorted()).toEqual([
    "request /query/colour: is not documented",
    'request /query/orderBy: must be equal to one of the allowed values: ASC, DESC; found "UP"',
  ]);
  expect(problems({ url: "https://memory.twilio.com/v1/Nothing" })).toEqual([
    "request : the operation is not documented",
  ]);
  expect(problems({ url: "https://webhooks.twilio.com/v1/Nothing" })).toEqual([]);
});

withDocuments("a violation names its place in the document", () => {
  const [violation] = judge({
    ...{ method: "GET", url: store, contentType: "", requestBody: "", status: 200, differsOnPurpose: false },
    responseBody: JSON.stringify({ ...storeBody, version: "one" }),
  });
  expect(violation?.pointer).toMatch(
    /^twilio_memory_v1#\/paths\/~1v1~1ControlPlane~1Stores~1\{storeId\}\/get\/responses\/200 #/,
  );
});

test("a difference covers what its patterns say, and nothing else", () => {
  const difference = {
    operation: "* a.twilio.com/v2/Things*",
    part: "response" as const,
    at: "*/metadata",
    problem: "is not *",
    reason: "",
  };
  const violation = {
    operation: "GET a.twilio.com/v2/Things/{id}",
    part: "response" as const,
    at: "/things/[]/metadata",
    problem: "is not documented",
    pointer: "",
  };
  expect(differenceOf(violation, [difference])).toBe(difference);
  for (const other of [{ at: "/metadata/x" }, { part: "request" as const }, { problem: "is missing" }])
    expect(differenceOf({ ...violation, ...other }, [difference])).toBeUndefined();
});

withDocuments(
  "the local Twilio refuses what the documents forbid and accepts what they allow",
  {
    timeout: 120_000,
  },
  async () => {
    if ("reason" in documents) return;
    const truth = await findTruth(documents.folder);
    expect(describeDisagreements(truth)).toEqual([]);
    expect(disagreements(truth)).toBe(0);
    expect(truth.forbidden.sent).toBeGreaterThan(700);
  },
);
