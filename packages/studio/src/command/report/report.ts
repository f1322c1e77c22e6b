// What check found, before anything is written.

import type { FlowIssue } from "../../check/widget/issue.ts";
import type { Unreadable } from "../input/readFlows.ts";
import type { Region } from "../input/textPlace.ts";

export interface Issue extends FlowIssue, Region {}

export interface CheckedFlow {
  file: string;
  /** `friendly_name`, where the API's flow was given. */
  title?: string;
  issues: Issue[];
}

export interface CheckReport {
  flows: CheckedFlow[];
  unreadable: Unreadable[];
  skipped: string[];
  /** Of everything found, shown or not. */
  counts: Record<FlowIssue["severity"], number>;
}
