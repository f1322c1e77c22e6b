// Checks what else Twilio requests for a call to the agent's number: the fallback while the agent is down, and the status
// callback, which an adopted number may still have from an earlier flow.

import { type PhoneNumber, plainUrl } from "@pulumi/twilio/account";
import { flowInUrl } from "../../account/flowInUrl.ts";
import { catalogue } from "../facts/catalogue.ts";
import { type Check, fail, judgeProblems, judgeReading, pass, skip, warn } from "../facts/check.ts";
import { checkEachNumber } from "../facts/eachNumber.ts";
import type { Facts } from "../facts/facts.ts";
import { howToFix, type Wanted } from "../facts/wanted.ts";

const ids = ["number-fallback", "number-status-callback"] as const;

type NumberFacts = Pick<Facts, "number" | "otherNumbers" | "formerFlow">;

export function checkNumberCallbacks(wanted: Wanted, facts: NumberFacts): Check[] {
  return checkEachNumber(wanted, facts, {
    ids,
    // The name of the flow is read for the first number only.
    checkOne: (ofNumber, number) =>
      checkOne(ofNumber, number, number === facts.number ? facts.formerFlow : { value: undefined }),
  });
}

function checkOne(wanted: Wanted, number: Facts["number"], formerFlow: Facts["formerFlow"]): Check[] {
  if (!wanted.channels.includes("voice")) {
    return ids.map((id) => skip(id, "voice is not a channel of this agent"));
  }
  const ofNumber = (id: (typeof ids)[number], judge: (row: PhoneNumber) => Check) =>
    judgeReading(number, id, (row) =>
      row ? judge(row) : skip(id, `${wanted.phoneNumber ?? "the number"} is not in the account`),
    );
  return [
    ofNumber("number-fallback", (row) => checkFallback(wanted, row)),
    ofNumber("number-status-callback", (row) =>
      judgeReading(formerFlow, "number-status-callback", (flow) =>
        checkStatusCallback(wanted, row, flow?.friendly_name),
      ),
    ),
  ];
}

/** The stack sets it. Without a stack it is advice: a hand-off works without it. */
function checkFallback(wanted: Wanted, row: PhoneNumber): Check {
  const id = "number-fallback";
  const { flowSid, stack } = wanted;
  if (!stack && flowSid === undefined) return skip(id, "no flow is configured");
  const url = row.voice_fallback_url ?? "";
  const flow = flowInUrl(url);
  const method = row.voice_fallback_method || "POST";
  const problems = [
    ...(url === ""
      ? [
          "no fallback: while the agent's server does not respond, callers hear Twilio's error message and the call ends",
        ]
      : flow === undefined || flow !== flowSid
        ? [
            `while the agent's server does not respond, calls go to ${flow ? `the flow ${flow}` : plainUrl(url)}`,
          ]
        : []),
    ...(url === "" || method === "POST" ? [] : [`the method is ${method}`]),
  ];
  return judgeProblems(id, problems, {
    fine: `while the agent's server does not respond, calls go to the flow ${flow}`,
    expected: `POST to the hand-off flow${flowSid === undefined ? "" : ` ${flowSid}`}`,
    fix: howToFix(wanted, id),
    as: stack ? fail : warn,
  });
}

function checkStatusCallback(
  { flowSid }: Wanted,
  { status_callback: url }: PhoneNumber,
  name: string | null | undefined,
): Check {
  const id = "number-status-callback";
  const flow = flowInUrl(url);
  if (!url) return pass(id, "no status callback");
  if (flow === undefined) return pass(id, `${plainUrl(url)}, which is not a flow`);
  if (flow === flowSid) return pass(id, "the hand-off flow");
  return warn(id, {
    found: `the status callback is still the flow ${name ? `"${name}", ${flow}` : flow}: Studio has set it, and the flow is notified of every call that the agent has received`,
    expected: "no status callback of another flow",
    fix: catalogue[id].console,
  });
}
