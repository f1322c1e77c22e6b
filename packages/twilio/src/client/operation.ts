// The newer planes answer a write with 202 and an operation to poll.
// Source: twilio-node 6.2.0 (conversations v2 and memory v1, operations); facts of the control planes in docs/.

import type { Api, Reply } from "./api.ts";
import { TwilioError } from "./twilioError.ts";
import { until } from "./wait.ts";

interface Operation {
  status?: string;
  error?: { title?: string; detail?: string; code?: number; status?: number };
  related?: { configurationId?: string } | null;
  result?: { id?: string };
}

/**
 * Waits until an operation has done its work.
 *
 * @returns the id of the object it is about, where Twilio returns it
 * @throws TwilioError with the operation's reason when it failed
 */
export async function operationDone(
  api: Api,
  host: "conversations" | "memory",
  accepted: Reply,
): Promise<string | undefined> {
  const body = accepted.body as { statusUrl?: string; related?: Operation["related"] } | undefined;
  // The status URL has lived at more than one path and names twilio.com; only its last part is followed.
  const operationId = accepted.headers["operation-id"] ?? body?.statusUrl?.split("/").at(-1);
  if (!operationId) return body?.related?.configurationId;
  const version = host === "conversations" ? "v2" : "v1";
  const path = `/${version}/ControlPlane/Operations/${encodeURIComponent(operationId)}`;
  const done = await until(api, `operation ${operationId} did not end`, async () => {
    const operation = (await api.find({ host, path })) as Operation | undefined;
    // RUNNING, IN_PROGRESS and QUEUED are seen beside PENDING: what is not an end is on its way.
    return ["COMPLETED", "FAILED", "CANCELLED"].includes(operation?.status ?? "") ? operation : undefined;
  });
  if (done?.status !== "COMPLETED") throw failed(`operation ${operationId}`, done);
  return body?.related?.configurationId ?? done.related?.configurationId ?? done.result?.id;
}

function failed(call: string, operation: Operation | undefined): TwilioError {
  const { status, code, detail, title } = operation?.error ?? {};
  return new TwilioError({
    call,
    status: status ?? 500,
    code: code === undefined ? undefined : Number(code),
    reason: detail ?? title ?? `it ended as ${operation?.status}`,
  });
}
