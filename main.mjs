// What Pulumi runs (package.json, main): the program in index.ts, bundled into one file.

import { importBundled } from "@tac-handoff/loader/bundled";

const { default: outputs } = await importBundled("index.ts", { external: ["@pulumi/pulumi"] });

export default outputs;
