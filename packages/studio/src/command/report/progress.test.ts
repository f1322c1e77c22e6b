import { expect, test } from "vitest";
import { newProgress, progressText } from "./progress.ts";

test("the estimate follows from the time per path so far", () => {
  expect(progressText({ paths: 100, atMost: 1_000 }, 500)).toBe(
    "100 of at most 1000 paths followed, at most 5 s left",
  );
  expect(progressText({ paths: 10, atMost: 1_000 }, 2_000)).toBe(
    "10 of at most 1000 paths followed, at most 4 min left",
  );
  expect(progressText({ paths: 7, atMost: 7 }, 500)).toBe("7 of at most 7 paths followed");
  expect(progressText({ paths: 1, atMost: 1 }, 0)).toBe("1 of at most 1 path followed");
});

test("the first path is shown at once, then five lines a second", () => {
  const written: string[] = [];
  let time = 0;
  const progress = newProgress(
    (text) => written.push(text.replace("\r\u001b[K", "")),
    () => time,
  );
  for (let paths = 1; paths <= 50; paths++) {
    progress.show(paths, 50);
    time += 20;
  }
  progress.end();

  expect(written).toEqual([
    "1 of at most 50 paths followed",
    "11 of at most 50 paths followed, at most 1 s left",
    "21 of at most 50 paths followed, at most 1 s left",
    "31 of at most 50 paths followed, at most 1 s left",
    "41 of at most 50 paths followed, at most 1 s left",
    "",
  ]);
});
