// Lets Node run our TypeScript sources; scripts/run.mjs imports it first. The program and the provider, which the engine
// starts for every command, use bundled.mjs instead, which is several times faster.

import * as module from "node:module";
import { resolve } from "./sourceCondition.mjs";

// Node 22.18 and later strip types by themselves; Node 20 does it through tsx.
if (!("typescript" in process.features && process.features.typescript)) {
  const tsx = await import("tsx/esm/api");
  tsx.register();
}

/** @type {{ registerHooks?: (hooks: object) => void, register: typeof module.register }} */
const { registerHooks, register } = module;
// Registered after tsx, so that it runs first. Node 20 has no synchronous hooks.
if (registerHooks) registerHooks({ resolve });
else register("./sourceCondition.mjs", import.meta.url);
