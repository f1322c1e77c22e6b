import { afterEach, expect, test, vi } from "vitest";
import type { Api } from "./api.ts";
import { until } from "./wait.ts";

afterEach(() => vi.restoreAllMocks());

const apiWith = (signal: AbortSignal) => ({ signal }) as Api;

test("the first answer that is there is returned, also when it is false", async () => {
  const answers = [undefined, false, true];
  const answer = await until(apiWith(new AbortController().signal), "…", async () => answers.shift());
  expect([answer, answers]).toEqual([false, [true]]);
});

test("after two minutes it gives up and says what was waited for", async () => {
  const times = [0, 120_001];
  vi.spyOn(Date, "now").mockImplementation(() => times.shift() ?? 0);
  const waiting = until(
    apiWith(new AbortController().signal),
    "operation x did not end",
    async () => undefined,
  );
  await expect(waiting).rejects.toThrow(
    new Error("Twilio accepted the request, but operation x did not end in 120 s. Run it again."),
  );
});

test("a cancelled operation stops waiting, for the reason it was cancelled", async () => {
  const cancelled = new AbortController();
  const waiting = until(apiWith(cancelled.signal), "…", async () => {
    queueMicrotask(() => cancelled.abort(new Error("The operation was cancelled.")));
    return undefined;
  });
  await expect(waiting).rejects.toThrow(new Error("The operation was cancelled."));
});

test("an error of the question is passed on", async () => {
  const waiting = until(apiWith(new AbortController().signal), "…", async () => {
    throw new Error("refused");
  });
  await expect(waiting).rejects.toThrow(new Error("refused"));
});
