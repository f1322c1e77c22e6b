// The provider's process: provider.ts as one file.

import { importBundled } from "../../../scripts/bundled.mjs";

await importBundled("packages/twilio/plugin/provider.ts");
