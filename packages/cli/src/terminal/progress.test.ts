import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { showProgress } from "./progress.ts";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubEnv("CI", "true");
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test("without a terminal there is a line at the start and one every 20 seconds, until the work is done", async () => {
  const write = vi.spyOn(console, "error").mockImplementation(() => {});

  const work = showProgress("Building", () => new Promise((resolve) => setTimeout(resolve, 70_000, "built")));
  await vi.advanceTimersByTimeAsync(200_000);

  expect(await work).toBe("built");
  expect(write.mock.calls.flat()).toEqual([
    "Building",
    "Building (20 s)",
    "Building (40 s)",
    "Building (1 min 0 s)",
  ]);
});
