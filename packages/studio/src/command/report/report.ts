// The result of check, before it is written.

import type { FlowIssue } from "../../check/widget/issue.ts";
import type { Unreadable } from "../input/readFlows.ts";
import type { Region } from "../input/textPlace.ts";

export interface Issue extends FlowIssue, Region {}

export interface CheckedFlow {
  file: string;
  /** `friendly_name`, if the file contains a flow resource. */
  title?: string;
  issues: Issue[];
}

export interface CheckReport {
  flows: CheckedFlow[];
  unreadable: Unreadable[];
  skipped: string[];
  /** Counts of all issues, shown or not. */
  counts: Record<FlowIssue["severity"], number>;
}
