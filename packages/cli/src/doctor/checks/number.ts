// Checks the agent's number: owned by the account, connected to the agent, with no other handler.

import type { PhoneNumber } from "@pulumi/twilio/account";
import { plainUrl } from "@pulumi/twilio/account";
import { twimlUrl } from "@tac-handoff/infra/agentUrls";
import { type Check, fail, judgeProblems, judgeReading, pass, skip } from "../facts/check.ts";
import { checkEachNumber } from "../facts/eachNumber.ts";
import type { Facts } from "../facts/facts.ts";
import { howToFix, howToSet, type Wanted } from "../facts/wanted.ts";

/** Checks every number of the agent, each for its own channels. */
export function checkNumber(wanted: Wanted, facts: Pick<Facts, "number" | "otherNumbers">): Check[] {
  return checkEachNumber(wanted, facts, { ids: ["number", "number-voice", "number-sms"], checkOne });
}

function checkOne(wanted: Wanted, number: Facts["number"]): Check[] {
  const { phoneNumber, channels } = wanted;
  return [
    judgeReading(number, "number", (row) => checkOwned(wanted, row)),
    !channels.includes("voice")
      ? skip("number-voice", "voice is not a channel of this agent")
      : judgeReading(number, "number-voice", (row) =>
          row
            ? checkVoice(wanted, row)
            : skip("number-voice", `${phoneNumber ?? "the number"} is not in the account`),
        ),
    !channels.includes("sms")
      ? skip("number-sms", "sms is not a channel of this agent")
      : judgeReading(number, "number-sms", (row) =>
          row
            ? checkSms(wanted, row)
            : skip("number-sms", `${phoneNumber ?? "the number"} is not in the account`),
        ),
  ];
}

function checkOwned({ phoneNumber, stack }: Wanted, row: PhoneNumber | undefined): Check {
  if (row) return pass("number", row.phone_number);
  return fail("number", {
    found: phoneNumber === undefined ? "no number is configured" : `${phoneNumber} is not in the account`,
    expected: "a number of this account",
    fix: stack
      ? `${howToSet(stack, "phoneNumber")}; or buy it: Console: Phone Numbers > Manage > Buy a number`
      : "TWILIO_PHONE_NUMBER=+… in the .env (or --number), or buy it: Console: Phone Numbers > Manage > Buy a number",
  });
}

/**
 * A trunk takes precedence over an application, and an application over the URL.
 * Source: twilio.com/docs/phone-numbers/api
 */
function checkVoice(wanted: Wanted, row: PhoneNumber): Check {
  const { agentDomain } = wanted;
  const expected = agentDomain === undefined ? "https://<agent>/twiml" : plainUrl(twimlUrl(agentDomain));
  const url = row.voice_url ?? "";
  const reachesAgent =
    agentDomain === undefined ? /^https:\/\/[^/]+\/twiml$/.test(url) : url === twimlUrl(agentDomain);
  const method = row.voice_method || "POST";
  const problems = [
    ...(row.trunk_sid ? [`trunk ${row.trunk_sid} receives the calls`] : []),
    ...(row.voice_application_sid ? [`application ${row.voice_application_sid} receives the calls`] : []),
    ...(reachesAgent ? [] : [url === "" ? "no voice URL" : `calls go to ${plainUrl(url)}`]),
    ...(method === "POST" ? [] : [`the method is ${method}`]),
  ];
  return judgeProblems("number-voice", problems, {
    fine: `POST ${plainUrl(url)}`,
    expected: `POST ${expected}, no application, no trunk`,
    fix: howToFix(wanted, "number-voice"),
  });
}

function checkSms(wanted: Wanted, row: PhoneNumber): Check {
  const problems = [
    ...(row.sms_application_sid ? [`application ${row.sms_application_sid} responds`] : []),
    ...(row.sms_url ? [`${plainUrl(row.sms_url)} responds`] : []),
  ];
  return judgeProblems("number-sms", problems, {
    fine: "no SMS webhook, no SMS application",
    expected: "no SMS webhook, no SMS application",
    fix: howToFix(wanted, "number-sms"),
  });
}
