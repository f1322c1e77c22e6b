import { expect, test } from "vitest";
import type { Api } from "../client/api.ts";
import { TwilioError } from "../client/twilioError.ts";
import { operationDone } from "./operation.ts";

/** An Api whose operations are, one after the other, as given; notes which paths were asked for. */
function polled(...operations: unknown[]) {
  const paths: string[] = [];
  const api = {
    signal: new AbortController().signal,
    find: async ({ path }: { path: string }) => {
      paths.push(path);
      return operations.length > 1 ? operations.shift() : operations[0];
    },
  } as unknown as Api;
  return { api, paths };
}

const statusUrl = "https://conversations.twilio.com/somewhere/else/proc_job_1";

test.each([
  ["the header", { "operation-id": "proc_job_2" }, { statusUrl }, "/v2/ControlPlane/Operations/proc_job_2"],
  ["the status URL", {}, { statusUrl }, "/v2/ControlPlane/Operations/proc_job_1"],
])("the operation is named by %s and asked for at one path only", async (_, headers, body, path) => {
  const { api, paths } = polled({ status: "COMPLETED" });
  await operationDone(api, "conversations", { status: 202, headers, body });
  expect(paths).toEqual([path]);
});

test("an operation of Memory is asked for under its own version", async () => {
  const { api, paths } = polled({ status: "COMPLETED", result: { id: "mem_store_1" } });
  const accepted = { status: 202, headers: {}, body: { statusUrl } };
  expect(await operationDone(api, "memory", accepted)).toBe("mem_store_1");
  expect(paths).toEqual(["/v1/ControlPlane/Operations/proc_job_1"]);
});

test("whatever is not an end is on its way", async () => {
  const { api, paths } = polled({ status: "QUEUED" }, undefined, { status: "COMPLETED" });
  await operationDone(api, "conversations", { status: 202, headers: {}, body: { statusUrl } });
  expect(paths).toHaveLength(3);
});

test.each([
  ["in another case", { status: "completed" }],
  ["with null in place of what is absent", { status: "COMPLETED", error: null, related: null, result: null }],
  ["with a result that is not an object", { status: "COMPLETED", result: "mem_store_1" }],
  [
    "with an unknown field",
    { status: "COMPLETED", related: { somethingNew: { a: 1 } }, somethingNew: { a: 1 } },
  ],
])("an operation %s has ended all the same", async (_, operation) => {
  const { api, paths } = polled(operation);
  const body = { statusUrl, related: { configurationId: "conv_configuration_1" } };
  expect(await operationDone(api, "conversations", { status: 202, headers: {}, body })).toBe(
    "conv_configuration_1",
  );
  expect(paths).toHaveLength(1);
});

test.each([
  [{ related: { configurationId: "a" }, statusUrl }, { related: { configurationId: "b" } }, "a"],
  [{ related: null, statusUrl }, { related: { configurationId: "b" } }, "b"],
  [{ statusUrl }, { result: { id: "c" } }, "c"],
  [{ statusUrl }, {}, undefined],
])("the id is taken from the first place that has it (%j, %j)", async (body, operation, id) => {
  const { api } = polled({ status: "COMPLETED", ...operation });
  expect(await operationDone(api, "conversations", { status: 202, headers: {}, body })).toBe(id);
});

test("an answer without an operation is done", async () => {
  const { api, paths } = polled();
  const body = { related: { configurationId: "a" } };
  expect(await operationDone(api, "conversations", { status: 202, headers: {}, body })).toBe("a");
  for (const nothing of [undefined, "", null]) {
    const reply = { status: 202, headers: {}, body: nothing };
    expect(await operationDone(api, "conversations", reply)).toBeUndefined();
  }
  expect(paths).toEqual([]);
});

test.each([
  [
    {
      status: "FAILED",
      error: { title: "Conflict", detail: "The name is taken.", status: 409, code: 20409 },
    },
    "operation proc_job_1 answered 409 (20409): The name is taken. See https://www.twilio.com/docs/api/errors/20409",
  ],
  [{ status: "FAILED", error: { title: "Conflict" } }, "operation proc_job_1 answered 500: Conflict."],
  [{ status: "CANCELLED" }, "operation proc_job_1 answered 500: it ended as CANCELLED."],
])("an operation that ends otherwise is an error with its reason (%j)", async (operation, message) => {
  const { api } = polled(operation);
  const failed = operationDone(api, "conversations", { status: 202, headers: {}, body: { statusUrl } });
  await expect(failed).rejects.toHaveProperty("message", message);
  await expect(failed).rejects.toBeInstanceOf(TwilioError);
});
