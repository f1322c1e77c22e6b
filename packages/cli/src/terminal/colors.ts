// Colour where a person looks: picocolors by itself also colours every pipe where CI is set.

import { mayColor } from "@tac-handoff/studio/terminal";
import { createColors } from "picocolors";

export const colors = createColors(mayColor(process.env, process.stdout.isTTY === true));
