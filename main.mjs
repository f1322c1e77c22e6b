// What Pulumi runs (package.json, main): the program in index.ts as one file.

import { importBundled } from "@tac-handoff/loader/bundled";

const { default: outputs } = await importBundled("infra/index.ts", { external: ["@pulumi/pulumi"] });

export default outputs;
