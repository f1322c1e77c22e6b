// What Pulumi runs (Pulumi.yaml, main): the program in index.ts beside Pulumi.yaml, bundled into one file.

import * as pulumi from "@pulumi/pulumi";
import { importBundled } from "@tac-handoff/loader/bundled";

const { default: outputs } = await importBundled("index.ts", { external: ["@pulumi/pulumi"] }).catch(
  (error) => {
    // A mistake in the contract, or one too large for Flex, is reported in one sentence, like one in the configuration.
    throw error?.name === "HandoffError" ? new pulumi.RunError(error.message) : error;
  },
);

export default outputs;
