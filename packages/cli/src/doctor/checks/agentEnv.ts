// Checks the agent's .env: complete, in a format that TAC accepts, and matching the stack. Secrets are never printed.

import { agentVariables } from "../../env/variables.ts";
import { shellWord } from "../../terminal/shellWord.ts";
import { type Check, judgeProblems, skip } from "../facts/check.ts";
import { domainOf, type Wanted } from "../facts/wanted.ts";

/** A `.env` that was read, or why there is none. */
export type AgentEnv = { file: string; variables: Record<string, string> } | { none: string };

/** Source: TAC Python 2.5.0 and TypeScript do not start without these; the last two are for the hand-off. */
const required = [
  "TWILIO_ACCOUNT_SID",
  "TWILIO_AUTH_TOKEN",
  "TWILIO_API_KEY",
  "TWILIO_API_SECRET",
  "TWILIO_PHONE_NUMBER",
  "TWILIO_CONVERSATION_CONFIGURATION_ID",
  "TWILIO_STUDIO_HANDOFF_FLOW_SID",
];

const intelligenceId = {
  pattern: /^intelligence_configuration_[0-9a-z]{26}$/,
  like: "intelligence_configuration_…",
};

/** What the TypeScript SDK checks when it starts; the Python SDK fails later. */
const shapes: Record<string, { pattern: RegExp; like: string }> = {
  TWILIO_ACCOUNT_SID: { pattern: /^AC[0-9a-fA-F]{32}$/, like: "AC and 32 hexadecimal digits" },
  TWILIO_API_KEY: { pattern: /^SK[0-9a-fA-F]{32}$/, like: "SK and 32 hexadecimal digits" },
  TWILIO_PHONE_NUMBER: { pattern: /^\+[1-9]\d{6,14}$/, like: "a number in E.164 format" },
  TWILIO_CONVERSATION_CONFIGURATION_ID: {
    pattern: /^conv_configuration_[0-9a-z]{26}$/,
    like: "conv_configuration_ and 26 characters of a-z and 0-9",
  },
  TWILIO_STUDIO_HANDOFF_FLOW_SID: {
    pattern: /^FW[0-9a-f]{32}$/,
    like: "FW and 32 hexadecimal digits in lower case",
  },
  TWILIO_WHATSAPP_NUMBER: { pattern: /^whatsapp:\+\d+$/, like: "whatsapp: and a number in E.164 format" },
  TWILIO_RCS_SENDER_ID: { pattern: /^rcs:.+$/, like: "rcs: and the sender" },
  TWILIO_VOICE_PUBLIC_DOMAIN: { pattern: /^[^\s/]+(\/\S*)?$/, like: "a host name" },
  TWILIO_REGION: {
    pattern: /^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/,
    like: "2 to 63 of a-z, 0-9 and -, not starting or ending with -",
  },
  CONVERSATION_INTELLIGENCE_CONFIGURATION_ID: intelligenceId,
  TWILIO_TAC_CI_CONFIGURATION_ID: intelligenceId,
};

/** Never printed, whatever the value. */
const secrets = ["TWILIO_AUTH_TOKEN", "TWILIO_API_SECRET", "TWILIO_API_KEY"];

export function checkAgentEnv(wanted: Wanted, env: AgentEnv): Check[] {
  if ("none" in env) {
    return (["env-complete", "env-shape", "env-agrees"] as const).map((id) => skip(id, env.none));
  }
  return [checkComplete(wanted, env), checkShape(env), checkAgrees(wanted, env)];
}

type EnvFile = Extract<AgentEnv, { file: string }>;

function checkComplete(wanted: Wanted, { file, variables }: EnvFile): Check {
  const { channels } = wanted;
  const needed = [
    ...required,
    ...(channels.includes("voice") ? ["TWILIO_VOICE_PUBLIC_DOMAIN"] : []),
    ...(channels.includes("whatsapp") ? ["TWILIO_WHATSAPP_NUMBER"] : []),
    ...(channels.includes("rcs") ? ["TWILIO_RCS_SENDER_ID"] : []),
  ];
  const missing = needed.filter((name) => !variables[name]?.trim());
  return judgeProblems("env-complete", missing.length === 0 ? [] : [`missing: ${missing.join(", ")}`], {
    fine: `${file} has all ${needed.length} variables`,
    expected: `a value for each in ${file}`,
    fix: howToWrite(wanted, file, missing.some((name) => secrets.includes(name)) ? " --with-secrets" : ""),
  });
}

function checkShape({ file, variables }: EnvFile): Check {
  const wrong = Object.entries(shapes).flatMap(([name, { pattern, like }]) => {
    const value = variables[name];
    if (value === undefined || (value === "" && required.includes(name))) return []; // reported as missing
    const shaped = name === "TWILIO_VOICE_PUBLIC_DOMAIN" ? domainOf(value) : value;
    if (pattern.test(shaped)) return [];
    return [
      {
        name,
        like,
        found: secrets.includes(name) ? "has a different format" : `is ${JSON.stringify(value)}`,
      },
    ];
  });
  return judgeProblems(
    "env-shape",
    wrong.map(({ name, found }) => `${name} ${found}`),
    {
      fine: "every value has a format that TAC accepts",
      expected: wrong.map(({ name, like }) => `${name}: ${like}`).join("; "),
      fix: `in ${file}: correct it, or remove the line of an optional variable`,
    },
  );
}

function checkAgrees(wanted: Wanted, { file, variables }: EnvFile): Check {
  const id = "env-agrees";
  const expected = expectedVariables(wanted);
  if (expected.length === 0) return skip(id, `${file} is itself the source of the expected values`);
  const different = expected.filter(({ variable, value }) => {
    const found = variables[variable];
    return found !== undefined && found !== "" && normal(variable, found) !== value;
  });
  return judgeProblems(
    id,
    different.map(({ variable }) => `${variable}=${variables[variable]}`),
    {
      fine: `${file} matches ${wanted.origin}`,
      expected: different.map(({ variable, value }) => `${variable}=${value}`).join("; "),
      fix: howToWrite(wanted, file),
    },
  );
}

/** Only a stack is a second source to compare the .env with. */
function expectedVariables({ stack }: Wanted): { variable: string; value: string }[] {
  if (!stack) return [];
  return Object.entries(agentVariables(stack.outputs)).map(([variable, value]) => ({ variable, value }));
}

function normal(variable: string, value: string): string {
  return variable === "TWILIO_VOICE_PUBLIC_DOMAIN" ? domainOf(value) : value;
}

function howToWrite({ stack }: Wanted, file: string, secrets = ""): string {
  return stack ? `npm run env -- ${stack.flags} --out ${shellWord(file)}${secrets}` : `set it in ${file}`;
}
