// The newer planes answer a write with 202 and an operation to poll.
// Source: twilio_conversations_v2.json and twilio_memory_v1.json in @twilio/cli-core 9.0.0

import * as z from "zod";
import type { Api, Reply } from "../client/api.ts";
import { TwilioError } from "../client/twilioError.ts";
import { until } from "../client/wait.ts";
import { fetchOne } from "./collection.ts";
import { optionalText, upperCase } from "./fields.ts";

// The write is done, whatever the response looks like: what cannot be read in it is looked for elsewhere.
const related = z.object({ configurationId: optionalText }).nullish().catch(undefined);

const accepted = z.object({ statusUrl: optionalText, related }).nullish().catch(undefined);

const number = z.coerce.number().nullish().catch(undefined);

const operation = z.object({
  status: upperCase.nullish(),
  error: z.object({ title: optionalText, detail: optionalText, code: number, status: number }).nullish(),
  related,
  result: z.object({ id: optionalText }).nullish().catch(undefined),
});
type Operation = z.infer<typeof operation>;

/**
 * Waits until an operation has done its work.
 *
 * @returns the id of the object it is about, where Twilio returns it
 * @throws TwilioError with the operation's reason when it failed
 */
export async function operationDone(
  api: Api,
  host: "conversations" | "memory",
  reply: Reply,
): Promise<string | undefined> {
  const body = accepted.parse(reply.body);
  // The status URL has lived at more than one path and names twilio.com; only its last part is followed.
  const operationId = reply.headers["operation-id"] ?? body?.statusUrl?.split("/").at(-1);
  if (!operationId) return body?.related?.configurationId ?? undefined;
  const version = host === "conversations" ? "v2" : "v1";
  const path = `/${version}/ControlPlane/Operations/${encodeURIComponent(operationId)}`;
  const done = await until(api, `operation ${operationId} did not end`, async () => {
    const found = await fetchOne(api, { host, path }, operation);
    // RUNNING, IN_PROGRESS and QUEUED are seen beside PENDING: what is not an end is on its way.
    return ["COMPLETED", "FAILED", "CANCELLED"].includes(found?.status ?? "") ? found : undefined;
  });
  if (done?.status !== "COMPLETED") throw failed(`operation ${operationId}`, done);
  return body?.related?.configurationId ?? done.related?.configurationId ?? done.result?.id ?? undefined;
}

function failed(call: string, operation: Operation | undefined): TwilioError {
  const { status, code, detail, title } = operation?.error ?? {};
  return new TwilioError({
    call,
    status: status ?? 500,
    code: code ?? undefined,
    reason: detail ?? title ?? `it ended as ${operation?.status}`,
  });
}
