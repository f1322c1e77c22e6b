// npm run studio: the command line of packages/studio, on Studio flows as JSON.

import { runAsProgram } from "@tac-handoff/studio/command";
import { fromUser } from "../files/fromUser.ts";

await runAsProgram({ program: "npm run studio --", cwd: fromUser(".") });
