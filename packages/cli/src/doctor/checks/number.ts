// The agent's number: owned, wired to the agent, and nothing else that answers.

import { twimlUrl } from "@tac-handoff/infra/agentUrls";
import type { PhoneNumber } from "../../account/account.ts";
import { plainUrl } from "../../account/plainUrl.ts";
import { type Check, fromProblems, known, ok, skipped, wrong } from "../facts/check.ts";
import type { Facts } from "../facts/facts.ts";
import { mendBy, mendBySetting, type Wanted } from "../facts/wanted.ts";

export function checkNumber(wanted: Wanted, { number }: Pick<Facts, "number">): Check[] {
  const { phoneNumber, channels } = wanted;
  return [
    known(number, "number", (row) => checkOwned(wanted, row)),
    !channels.includes("voice")
      ? skipped("number-voice", "voice is not a channel of this agent")
      : known(number, "number-voice", (row) =>
          row
            ? checkVoice(wanted, row)
            : skipped("number-voice", `${phoneNumber ?? "the number"} is not there`),
        ),
    !channels.includes("sms")
      ? skipped("number-sms", "sms is not a channel of this agent")
      : known(number, "number-sms", (row) =>
          row ? checkSms(wanted, row) : skipped("number-sms", `${phoneNumber ?? "the number"} is not there`),
        ),
  ];
}

function checkOwned({ phoneNumber, stack }: Wanted, row: PhoneNumber | undefined): Check {
  if (row) return ok("number", row.phone_number);
  return wrong("number", {
    found: phoneNumber === undefined ? "no number is named" : `${phoneNumber} is not in the account`,
    expected: "a number of this account",
    mend: stack
      ? `${mendBySetting(stack, "phoneNumber")}; or buy it: Console: Phone Numbers > Manage > Buy a number`
      : "TWILIO_PHONE_NUMBER=+… in the .env (or --number), or buy it: Console: Phone Numbers > Manage > Buy a number",
  });
}

/** A trunk wins over an application, which wins over the URL. Source: twilio.com/docs/phone-numbers/api */
function checkVoice(wanted: Wanted, row: PhoneNumber): Check {
  const { agentDomain } = wanted;
  const expected = agentDomain === undefined ? "https://<agent>/twiml" : plainUrl(twimlUrl(agentDomain));
  const url = row.voice_url ?? "";
  const reachesAgent =
    agentDomain === undefined ? /^https:\/\/[^/]+\/twiml$/.test(url) : url === twimlUrl(agentDomain);
  const method = row.voice_method || "POST";
  const problems = [
    ...(row.trunk_sid ? [`trunk ${row.trunk_sid} takes the calls`] : []),
    ...(row.voice_application_sid ? [`application ${row.voice_application_sid} takes the calls`] : []),
    ...(reachesAgent ? [] : [url === "" ? "no voice URL" : `calls go to ${plainUrl(url)}`]),
    ...(method === "POST" ? [] : [`by ${method}`]),
  ];
  return fromProblems("number-voice", problems, {
    fine: `POST ${plainUrl(url)}`,
    expected: `POST ${expected}, no application, no trunk`,
    mend: mendBy(wanted, "number-voice"),
  });
}

function checkSms(wanted: Wanted, row: PhoneNumber): Check {
  const problems = [
    ...(row.sms_application_sid ? [`application ${row.sms_application_sid} answers`] : []),
    ...(row.sms_url ? [`${plainUrl(row.sms_url)} answers`] : []),
  ];
  return fromProblems("number-sms", problems, {
    fine: "no SMS webhook, no SMS application",
    expected: "no SMS webhook, no SMS application",
    mend: mendBy(wanted, "number-sms"),
  });
}
