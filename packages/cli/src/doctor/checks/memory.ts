// Checks the memory store of the Orchestrator configuration.

import type { MemoryStore, OrchestratorConfiguration } from "@pulumi/twilio/account";
import { catalogue } from "../facts/catalogue.ts";
import { type Check, judgeProblems, judgeReading, skip } from "../facts/check.ts";
import type { Facts } from "../facts/facts.ts";
import { howToFix, howToSet, type Wanted } from "../facts/wanted.ts";

export function checkMemory(
  wanted: Wanted,
  { orchestrator, memoryStore }: Pick<Facts, "orchestrator" | "memoryStore">,
): Check[] {
  const id = "memory-store";
  return [
    judgeReading(orchestrator, id, (row) =>
      row
        ? judgeReading(memoryStore, id, (store) => checkStore(wanted, row, store))
        : skip(id, "no Orchestrator configuration is known"),
    ),
  ];
}

function checkStore(
  wanted: Wanted,
  { memoryStoreId }: OrchestratorConfiguration,
  store: MemoryStore | undefined,
): Check {
  const named = memoryStoreId || undefined;
  const problems = [
    ...(named === undefined ? ["the configuration has no memory store"] : []),
    ...(named !== undefined && !store ? [`the configuration uses ${named}, which does not exist`] : []),
    ...(store && store.status !== "ACTIVE" ? [`${store.id} is ${store.status ?? "without a status"}`] : []),
    ...(named !== undefined && wanted.memoryStoreId !== undefined && named !== wanted.memoryStoreId
      ? [`the configuration uses ${named}`]
      : []),
  ];
  return judgeProblems("memory-store", problems, {
    fine: `${store?.displayName ?? "(no name)"}, ${store?.id}`,
    expected: `${wanted.memoryStoreId ?? "a store"}, ACTIVE`,
    fix: howToFixStore(wanted, named, store),
  });
}

function howToFixStore(wanted: Wanted, named: string | undefined, store: MemoryStore | undefined): string {
  const { stack, memoryStoreId = named } = wanted;
  // A new store needs some time to become ready; no action is required.
  if (["QUEUED", "PROVISIONING"].includes(store?.status ?? ""))
    return "wait for it: npm run doctor -- --watch";
  if (named !== memoryStoreId) return howToFix(wanted, "memory-store");
  if (store) return catalogue["memory-store"].console;
  // The stack cannot create an object that it adopts.
  return stack?.config.adopt.memoryStore && stack.config.adopt.memoryStore === named
    ? howToSet(stack, "adopt.memoryStore")
    : howToFix(wanted, "memory-store");
}
