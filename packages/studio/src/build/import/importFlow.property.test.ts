import fc from "fast-check";
import { expect, test } from "vitest";
import { sameDefinition } from "../../canonical/canonical.ts";
import type { FlowDefinition } from "../../definition/definition.ts";
import { importFlow } from "./importFlow.ts";
import { randomDefinition } from "./testing/randomDefinition.ts";
import { runSource } from "./testing/runSource.ts";

test("the imported source builds the same definition, whatever it contains", () => {
  fc.assert(
    fc.property(randomDefinition, (random) => {
      const definition = random as unknown as FlowDefinition;
      const source = importFlow(definition);

      expect(sameDefinition(runSource(source), JSON.parse(JSON.stringify(definition))), source).toBe(true);
    }),
    { numRuns: 150 },
  );
}, 60_000);
