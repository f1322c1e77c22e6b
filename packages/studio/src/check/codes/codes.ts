// Every code an issue can have, and the only source of its documentation. The rules write the messages.

import { handoff } from "./handoff.ts";
import type { IssueCode } from "./issueCode.ts";
import { security } from "./security.ts";
import { shape } from "./shape.ts";
import { splits } from "./splits.ts";
import { texts } from "./texts.ts";
import { wiring } from "./wiring.ts";

const codes = { ...shape, ...wiring, ...splits, ...texts, ...security, ...handoff } as const;

export type FlowIssueCode = keyof typeof codes;

/** The meaning of each code, with a flow that raises it and how to fix it. */
export const issueCodes: Readonly<Record<FlowIssueCode, IssueCode>> = codes;
