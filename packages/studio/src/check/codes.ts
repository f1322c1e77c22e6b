// Every code a problem can have: the one source of its documentation. Messages are written where problems are found.

import type { IssueCode } from "./codes/issueCode.ts";
import { security } from "./codes/security.ts";
import { shape } from "./codes/shape.ts";
import { splits } from "./codes/splits.ts";
import { texts } from "./codes/texts.ts";
import { wiring } from "./codes/wiring.ts";

const codes = { ...shape, ...wiring, ...splits, ...texts, ...security } as const;

export type FlowProblemCode = keyof typeof codes;

/** What each code means, with a flow that raises it and what mends it. */
export const issueCodes: Readonly<Record<FlowProblemCode, IssueCode>> = codes;
