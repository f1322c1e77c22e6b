import { writeFileSync } from "node:fs";
import { findTruth } from "./src/truth/run.ts";

const t0 = Date.now();
const t = await findTruth("node_modules/.cache/tac-handoff/twilio-documents-9.0.0");
console.log(
  Date.now() - t0,
  "ms",
  t.operations.length,
  t.unknownRoutes,
  t.forbidden.sent,
  t.forbidden.accepted.length,
  t.allowed.sent,
  t.allowed.refused.length,
  t.responses.compared,
  t.responses.violations.length,
);
writeFileSync(
  "/tmp/truth.json",
  JSON.stringify({ f: t.forbidden.accepted, a: t.allowed.refused, r: t.responses.violations }, null, 1),
);
