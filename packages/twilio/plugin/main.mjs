// The provider's process in a checkout: provider.ts, bundled when a source has changed.

import { importBundled } from "@tac-handoff/loader/bundled";

await importBundled("packages/twilio/plugin/provider.ts");
