// Lets Node run our TypeScript as it is (scripts/run.mjs calls it first). What the engine starts again and again,
// the program and the provider, goes through bundled.mjs instead, which is several times faster.

import * as module from "node:module";
import { resolve } from "./sourceCondition.mjs";

// Node 22.18 and later strip types by themselves; Node 20 does it through tsx.
if (!("typescript" in process.features && process.features.typescript)) {
  const tsx = await import("tsx/esm/api");
  tsx.register();
}

/** @type {{ registerHooks?: (hooks: object) => void, register: typeof module.register }} */
const { registerHooks, register } = module;
// After tsx, so that it is asked first. Node 20 has no hooks in the thread they serve.
if (registerHooks) registerHooks({ resolve });
else register("./sourceCondition.mjs", import.meta.url);
