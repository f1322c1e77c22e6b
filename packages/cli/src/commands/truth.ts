// truth: whether the local Twilio agrees with Twilio's own documents.

import { defineCommand, flag } from "@tac-handoff/studio/command";

export const truth = defineCommand({
  name: "truth",
  summary: "compare the local Twilio with Twilio's OpenAPI documents",
  description: [
    "Sends the local Twilio each request that breaks one constraint of Twilio's OpenAPI documents, which it must refuse, and each request that uses one freedom, which it must accept, and compares all responses with the documents. The documents are fetched once from the npm registry.",
    "What differs on purpose is listed, with reasons, in packages/documents/src/differences.ts and packages/documents/src/truth/refusals.ts.",
  ],
  options: { json: flag("print everything as JSON") },
  exitCodes: { 0: "no disagreement", 1: "a disagreement, or the documents cannot be had", 2: "wrong usage" },
  examples: ["{}", "{} --json > truth.json"],
  async run({ options: { json } }, io) {
    const [{ ensureDocuments }, { findTruth }, report, { showProgress }, { describeTruth }] =
      await Promise.all([
        import("@tac-handoff/documents/ensureDocuments"),
        import("@tac-handoff/documents/truth/run"),
        import("@tac-handoff/documents/truth/report"),
        import("../terminal/progress.ts"),
        import("../truth/table.ts"),
      ]);
    const documents = await ensureDocuments({ progress: showProgress });
    if ("reason" in documents) {
      io.stderr(`${documents.reason}\n`);
      return 1;
    }
    const found = await showProgress("Comparing the local Twilio with its documents", () =>
      findTruth(documents.folder),
    );
    if (json) {
      const { operations, ...rest } = found;
      io.stdout(`${JSON.stringify({ operations: operations.map(({ name }) => name), ...rest }, null, 2)}\n`);
    } else io.stdout(`${describeTruth(found)}\n`);
    return report.disagreements(found) === 0 ? 0 : 1;
  },
});
