// Colors only in a terminal: by default picocolors also colors every pipe if CI is set.

import { mayColor } from "@tac-handoff/studio/terminal";
import { createColors } from "picocolors";

export const colors = createColors(mayColor(process.env, process.stdout.isTTY === true));
