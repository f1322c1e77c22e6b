// The provider's process: provider.ts as one file.

import { importBundled } from "@tac-handoff/loader/bundled";

await importBundled("packages/twilio/plugin/provider.ts");
