// Deployed flows, if they are available next to this repository.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { toCanonical } from "../canonical/canonical.ts";
import type { FlowDefinition } from "../definition/definition.ts";
import { diffFlows } from "./diffFlows.ts";
import { diffMarkdown } from "./report/diffMarkdown.ts";
import { diffText } from "./report/diffText.ts";
import { renamed } from "./testing/wildFlow.ts";

const folder = fileURLToPath(new URL("../../../../../shared/flows/", import.meta.url));
const isThere = existsSync(folder);
const files = isThere
  ? readdirSync(folder).filter((file) => file.endsWith(".json") && file !== "MANIFEST.json")
  : [];

describe.skipIf(!isThere)(
  `flows in ${isThere ? "../shared/flows" : "../shared/flows, which does not exist"}`,
  () => {
    test.each(files)("%s has no changes to itself, and each renamed widget is one change", (file) => {
      const flow: FlowDefinition = JSON.parse(readFileSync(`${folder}${file}`, "utf8"));

      expect(diffFlows(flow, toCanonical(flow))).toEqual([]);
      for (const { name } of flow.states)
        expect(diffFlows(flow, renamed(flow, { [name]: "quite_another" }))).toMatchObject([
          { kind: "renamed", before: name, after: "quite_another" },
        ]);
    });

    test("any two of them can be compared and described", () => {
      const flows = files.map((file): unknown => JSON.parse(readFileSync(`${folder}${file}`, "utf8")));
      for (const [index, flow] of flows.entries()) {
        const changes = diffFlows(flow, flows[(index + 1) % flows.length]);
        expect(changes.length).toBeGreaterThan(0);
        expect(diffText(changes).length).toBeGreaterThan(0);
        expect(diffMarkdown(changes).length).toBeLessThanOrEqual(60_000);
      }
    });
  },
);
