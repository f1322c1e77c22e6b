// Checks whether the agent responds on its public host, to Twilio and to nobody else. Only with --reach: these requests
// go to the team's own server.

import { plainUrl } from "@pulumi/twilio/account";
import { flowInUrl } from "../../account/flowInUrl.ts";
import { isSuccess, type PathReached, type Reached } from "../facts/agentRequests.ts";
import type { CheckedToken } from "../facts/authToken.ts";
import { catalogue } from "../facts/catalogue.ts";
import { type Check, fail, pass, skip, warn } from "../facts/check.ts";
import type { Reach } from "../facts/reach.ts";
import { usesMessaging, type Wanted } from "../facts/wanted.ts";

/** @param reach undefined without --reach */
export function checkReach(wanted: Wanted, reach: Reach | undefined): Check[] {
  return [
    checkPath("agent-twiml", wanted.channels.includes("voice"), reach, {
      reached: reach?.paths.twiml,
      expected:
        "403 to an unsigned POST; to a signed one TwiML with ConversationRelay whose action is the flow",
      fine: "a signed one gets TwiML with ConversationRelay whose action is this flow",
      problems: () => findTwimlProblems(wanted, reach?.twiml),
    }),
    checkPath("agent-webhook", usesMessaging(wanted), reach, {
      reached: reach?.paths.webhook,
      expected: "403 to an unsigned POST, and 2xx to a signed one",
      fine: "a signed one is accepted",
      problems: () => [],
    }),
  ];
}

interface Asked {
  reached: PathReached | undefined;
  expected: string;
  /** What a signed request gets from an agent that is as it should be. */
  fine: string;
  /** What is wrong with the response to it, if its status is 2xx. */
  problems: () => string[];
}

type PathId = "agent-twiml" | "agent-webhook";

function checkPath(
  id: PathId,
  isUsed: boolean,
  reach: Reach | undefined,
  { reached, expected, fine, problems }: Asked,
): Check {
  if (!isUsed) return skip(id, "not a channel of this agent");
  if (!reach) return skip(id, "needs --reach");
  if (!reached) return skip(id, "the agent's host is unknown");
  const rejects = "status" in reached.unsigned && reached.unsigned.status === 403;
  const wrong = [
    ...(rejects ? [] : [describe(reached.unsigned)]),
    ...(reached.signed ? findSignedProblems(reached.signed, rejects, problems) : []),
  ];
  if (wrong.length > 0)
    return fail(id, { found: wrong.join("; "), expected, fix: howToFixReach(id, reached) });
  if (!reached.signed) return judgeUnsigned(id, reach.token, expected);
  return pass(id, `an unsigned POST is rejected with 403, ${fine}`);
}

/** Only an unsigned request was sent, and rejected: an agent that rejects everything does that as well. */
function judgeUnsigned(id: PathId, token: CheckedToken | undefined, expected: string): Check {
  const rejected = "an unsigned POST is rejected with 403";
  if (token?.isOfAccount === false) {
    const found = `${rejected}; no signed one was sent, because ${token.from} is not the account's auth token`;
    const fix = `set ${token.from} to the account's auth token (Console: Account > API keys & tokens > Auth tokens)`;
    // TAC validates signatures with the token in its own .env, so it rejects what Twilio sends.
    return token.isOfAgent ? fail(id, { found, expected, fix }) : warn(id, { found, expected, fix });
  }
  return warn(id, {
    found: `${rejected}; that does not show whether the agent refuses unsigned requests, or everything`,
    expected,
    fix: "to send a signed one too, provide the account's auth token: TWILIO_AUTH_TOKEN in the environment or in the agent's .env (--env), or twilio:authToken in the stack's configuration",
  });
}

function findSignedProblems(signed: Reached, rejectsUnsigned: boolean, problems: () => string[]): string[] {
  if ("failed" in signed) return [`a signed POST: ${signed.failed}`];
  if (signed.status === 403) {
    return [
      rejectsUnsigned
        ? "403 to a signed POST as well as to an unsigned one: the agent refuses everything, or it validates signatures with another auth token or for another URL"
        : "403 to a signed POST: it validates signatures with another auth token or for another URL",
    ];
  }
  return isSuccess(signed.status) ? problems() : [`a signed POST: ${meaning(signed.status)}`];
}

function howToFixReach(id: PathId, { signed }: PathReached): string {
  return signed && "status" in signed && signed.status === 403
    ? "on the agent's host: set TWILIO_AUTH_TOKEN to the account's auth token, and have a proxy in front pass on X-Forwarded-Host and X-Forwarded-Proto, from which TAC rebuilds the URL that Twilio has signed"
    : catalogue[id].console;
}

function findTwimlProblems(
  { flowSid, orchestratorConfigurationId }: Wanted,
  twiml: Reach["twiml"],
): string[] {
  if (!twiml) return [];
  if ("problem" in twiml) return [`the response to a signed POST is not TwiML: ${twiml.problem}`];
  const { relay, verbs } = twiml;
  if (!relay) {
    const found = verbs.length === 0 ? "no verb" : verbs.map((verb) => `<${verb}>`).join(", ");
    return [`the TwiML has no <Connect> with <ConversationRelay>, but ${found}`];
  }
  const { action, conversationConfiguration } = relay;
  const ends = flowInUrl(action);
  return [
    ...(flowSid === undefined || ends === flowSid
      ? []
      : [
          action
            ? `the TwiML's action is ${ends === undefined ? plainUrl(action) : `the flow ${ends}`}, not the flow ${flowSid}: is TWILIO_STUDIO_HANDOFF_FLOW_SID set?`
            : `the TwiML's <Connect> has no action: the flow ${flowSid} does not receive hand-offs`,
        ]),
    ...(orchestratorConfigurationId === undefined || conversationConfiguration === orchestratorConfigurationId
      ? []
      : [
          `the TwiML's conversationConfiguration is ${conversationConfiguration ?? "missing"}, not ${orchestratorConfigurationId}`,
        ]),
  ];
}

function describe(reached: Reached): string {
  return "status" in reached ? meaning(reached.status) : reached.failed;
}

function meaning(status: number): string {
  if (status === 404)
    return "404: the host responds but does not serve this path; TACServerConfig has another path, or another program is running";
  if (status === 405) return "405: the path does not accept POST; it is not TAC's";
  if (status >= 300 && status < 400)
    return `${status}: a redirect, which Twilio follows without the form data`;
  if (isSuccess(status))
    return `${status}: it does not check Twilio's signature, so anyone can impersonate Twilio`;
  if (status >= 500) return `${status}: the host responds, but the agent behind it fails or is not running`;
  return `${status}`;
}
