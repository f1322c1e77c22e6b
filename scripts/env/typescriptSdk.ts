// What TAC for TypeScript checks of its variables. It is on no registry, so its rules stand here as a table; tests hold
// our output to them. Source: twilio/twilio-agent-connect-typescript, packages/core/src/types/config.ts.

const required = [
  "TWILIO_ACCOUNT_SID",
  "TWILIO_AUTH_TOKEN",
  "TWILIO_API_KEY",
  "TWILIO_API_SECRET",
  "TWILIO_PHONE_NUMBER",
];

const patterns: Record<string, RegExp> = {
  TWILIO_CONVERSATION_CONFIGURATION_ID: /^conv_configuration_[0-9a-z]{26}$/,
  TWILIO_STUDIO_HANDOFF_FLOW_SID: /^FW[0-9a-f]{32}$/,
  TWILIO_WHATSAPP_NUMBER: /^whatsapp:\+\d+$/,
  TWILIO_REGION: /^(?!-)[a-z0-9-]{1,63}(?<!-)$/,
};

/** Every reason why TAC for TypeScript would not start with these variables. */
export function typescriptProblems(variables: Readonly<Record<string, string>>): string[] {
  return [
    ...required.filter((name) => !variables[name]).map((name) => `${name} is missing`),
    ...Object.entries(variables).flatMap(([name, value]) => {
      if (value === "") return [`${name} is empty`];
      return patterns[name]?.test(value) === false ? [`${name} does not match ${patterns[name].source}`] : [];
    }),
  ];
}
