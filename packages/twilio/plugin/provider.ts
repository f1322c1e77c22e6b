// The provider's process: serves all resources to the engine, with packages/studio to check and compare flows.

import { pointAtSources, pointUncaughtAtSources } from "@tac-handoff/loader/sourcePlaces";
import { checkFlow, fromCanonical, toCanonical } from "@tac-handoff/studio";
import manifest from "../package.json" with { type: "json" };
import { catalogue } from "../src/catalogue.ts";
import { engineLog } from "../src/provider/engineLog.ts";
import { createProvider } from "../src/provider/provider.ts";
import { serve } from "../src/provider/serve.ts";

pointUncaughtAtSources(import.meta.url);
const [engine] = process.argv.slice(2);
const { port } = await serve(
  createProvider({
    ...catalogue({ checkFlow, fromCanonical, toCanonical }),
    version: manifest.version,
    describeDefect(defect) {
      pointAtSources(defect, import.meta.url);
      return defect.stack ?? defect.message;
    },
    ...(engine && { log: engineLog(engine) }),
  }),
);
// The engine reads the port from the first line.
process.stdout.write(`${port}\n`);
