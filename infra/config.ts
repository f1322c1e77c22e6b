// The stack's configuration: one schema, every mistake reported at once with its key and an example.

import { credentials, environmentVariables, withEnvironment } from "@pulumi/twilio";
import * as z from "zod";

const channel = z.enum(["voice", "sms", "whatsapp", "chat"]);
export type Channel = z.infer<typeof channel>;

/** Keys below `tac-handoff:`. `example` is what a person may type. */
export const handoffKeys = z.strictObject({
  agentDomain: z
    .string()
    .regex(
      /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?$/i,
      "expected a public host name, without https:// and without a path",
    )
    .meta({ example: "agent.example.com" })
    .describe("Public host name of the agent, where Twilio reaches TAC"),
  channels: z
    .array(channel)
    .min(1)
    .meta({ example: '["voice", "sms"]' })
    .describe("Channels the agent serves"),
  phoneNumber: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, "expected a number in E.164 form")
    .meta({ example: "+15551230100" })
    .describe("The agent's number, for calls and SMS; TAC names it as sender on every channel"),
  whatsappSender: z
    .string()
    .regex(/^whatsapp:\+[1-9]\d{6,14}$/, "expected whatsapp: and a number in E.164 form")
    .optional()
    .meta({ example: "whatsapp:+15551230101" })
    .describe("The agent's WhatsApp sender"),
  chatAddress: z.string().min(1).optional().meta({ example: "webchat" }).describe("Address of the web chat"),
  name: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,32}$/, "expected at most 32 letters, digits and -")
    .default("tac-handoff")
    .meta({ example: "support-handoff" })
    .describe("Name of what the stack makes"),
  adopt: z
    .strictObject({
      orchestratorConfiguration: z
        .string()
        .optional()
        .meta({ example: "conv_configuration_…" })
        .describe("Orchestrator configuration, for instance the one that TAC's quickstart made"),
      memoryStore: z
        .string()
        .optional()
        .meta({ example: "mem_store_…" })
        .describe("Memory store with what is remembered of customers"),
      classicService: z
        .string()
        .optional()
        .meta({ example: "IS…" })
        .describe("Conversations (Classic) service. Omit it for Flex's own"),
    })
    .refine(({ orchestratorConfiguration, memoryStore }) => !orchestratorConfiguration || memoryStore, {
      path: ["memoryStore"],
      message: "expected the memory store that the adopted Orchestrator configuration names",
    })
    .default({})
    .describe(
      "Ids of objects the account has and the stack takes over. Flex's Classic service is taken over by itself",
    ),
  flex: z
    .strictObject({
      workflow: z
        .string()
        .min(1)
        .default("Assign to Anyone")
        .meta({ example: "Assign to Anyone" })
        .describe("TaskRouter workflow of the tasks, by its exact name"),
      voiceTaskChannel: z
        .string()
        .min(1)
        .default("voice")
        .meta({ example: "voice" })
        .describe("Task channel of calls, by its unique name"),
      messagingTaskChannel: z
        .string()
        .min(1)
        .default("chat")
        .meta({ example: "chat" })
        .describe("Task channel of SMS, WhatsApp and chat, by its unique name"),
      priority: z
        .number()
        .int()
        .min(0)
        .default(0)
        .meta({ example: "10" })
        .describe("Priority of the tasks, higher first"),
      timeoutSeconds: z
        .number()
        .int()
        .min(1)
        .max(1_209_600)
        .default(3_600)
        .meta({ example: "3600" })
        .describe("Seconds after which a task that nobody took is cancelled"),
      attributes: z
        .record(z.string(), z.json())
        .default({})
        .meta({ example: '{"team": "support"}' })
        .describe("Attributes that every task gets beside the hand-off; Flex takes 1,024 characters in all"),
    })
    .prefault({})
    .describe("How tasks reach people"),
  onFailedSession: z
    .enum(["person", "apology"])
    .default("person")
    .meta({ example: "apology" })
    .describe(
      "Where a caller goes whose session with the agent broke: to a person in Flex, or an apology and the end",
    ),
  apologies: z
    .strictObject({
      call: z
        .string()
        .min(1)
        .optional()
        .meta({ example: "We are sorry, please call again later." })
        .describe("What a caller hears. Omit it for an apology in English"),
      message: z
        .string()
        .min(1)
        .optional()
        .meta({ example: "We are sorry, please write again later." })
        .describe("What a sender reads. Omit it for an apology in English"),
    })
    .default({})
    .describe("What callers hear and senders read when no person can be reached"),
});

export type Config = z.output<typeof handoffKeys> & { accountSid: string };

/** A mistake in the configuration. `key` is what `pulumi config set` takes. */
export interface ConfigProblem {
  key: string;
  message: string;
  example?: string | undefined;
}

export type Read = { config: Config; problems: [] } | { config?: never; problems: ConfigProblem[] };

/**
 * Reads the configuration of a stack.
 *
 * @param all every key with its namespace, as Pulumi has them: `{ "tac-handoff:agentDomain": "agent.example.com" }`
 * @param environment where credentials may stand instead (`TWILIO_ACCOUNT_SID` and others)
 */
export function readConfig(
  all: Record<string, string>,
  environment: Record<string, string | undefined>,
): Read {
  const handoff = handoffKeys.safeParse(below(all, "tac-handoff", parsed), { reportInput: true });
  const twilio = credentials.safeParse(
    withEnvironment(
      below(all, "twilio", (text) => text),
      environment,
    ),
  );
  const problems = [
    ...(twilio.error?.issues ?? []).map(twilioProblem),
    ...(handoff.error?.issues ?? []).flatMap(handoffProblem),
    ...missingSenders(below(all, "tac-handoff", parsed)),
  ];
  if (problems.length > 0 || !handoff.success || !twilio.success) return { problems };
  return { config: { ...handoff.data, accountSid: twilio.data.accountSid }, problems: [] };
}

/** Tells all problems, one a paragraph, with what to type. */
export function describeProblems(stack: string, problems: readonly ConfigProblem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const lines = problems.map(({ key, message, example }) =>
    [`  ${key}: ${message}`, ...(example ? [`    for example: ${example}`] : [])].join("\n"),
  );
  return [`The configuration of stack ${stack} has ${count}. Nothing was sent to Twilio.`, ...lines].join(
    "\n\n",
  );
}

/**
 * What a person types. A list has no form that the command takes at once, so it is shown as it stands in the file; of an
 * object, which the command would take for a text, a member is set.
 */
export function howToSet(key: string, example: string): string {
  if (example.startsWith("[")) return `${key}: ${example} in Pulumi.<stack>.yaml`;
  const [member] = example.startsWith("{") ? Object.entries(JSON.parse(example)) : [];
  if (member) return howToSet(`${key}.${member[0]}`, String(member[1]));
  const value = / /.test(example) ? `'${example}'` : example;
  return key.includes(".")
    ? `pulumi config set --path '${key}' ${value}`
    : `pulumi config set ${key} ${value}`;
}

function handoffProblem(issue: z.core.$ZodIssue): ConfigProblem[] {
  if (issue.code === "unrecognized_keys") {
    const known = Object.keys(shapeAt(issue.path)).join(", ");
    return issue.keys.map((name) => ({
      key: keyOf([...issue.path, name]),
      message: `is not a key of this project. Keys here are ${known}.`,
    }));
  }
  const { description, example } = metaAt(issue.path);
  return [
    { key: keyOf(issue.path), message: `${said(issue)}.${description ? ` ${description}.` : ""}`, example },
  ];
}

/** "expected …, found …", or "is missing". */
function said({ code, message, input }: z.core.$ZodIssue): string {
  if (code === "custom") return message; // a rule between keys: its input is what holds them
  if (input === undefined) return "is missing";
  const expected = message
    .replace(/^[A-Z][a-z]+ [a-z]+: /, "")
    .replace(/, received \w+$/, "")
    .replaceAll('"|"', '", "');
  return `${expected}, found ${JSON.stringify(input)}`;
}

function twilioProblem({ path, message, code }: z.core.$ZodIssue): ConfigProblem {
  const [name = ""] = path.map(String);
  const variable = environmentVariables[name as keyof typeof environmentVariables];
  const isMissing = code === "invalid_type" && message.endsWith("received undefined");
  return {
    key: `twilio:${name}`,
    message: `${isMissing ? "is missing" : message}${variable ? `, here or as ${variable} in the environment.` : "."}`,
    example: `pulumi config set twilio:${name} ${twilioExamples[name] ?? "…"}`,
  };
}

export const twilioExamples: Record<string, string> = {
  accountSid: `AC${"0123456789abcdef".repeat(2)}`,
  apiKey: `SK${"0123456789abcdef".repeat(2)}`,
  apiSecret: "--secret",
  authToken: "--secret",
  endpoint: "http://127.0.0.1:4010",
};

/** A sender is only needed for its channel, which also holds when other keys are wrong. */
function missingSenders(given: Record<string, unknown>): ConfigProblem[] {
  const senders = { whatsapp: "whatsappSender", chat: "chatAddress" } as const;
  const used = Object.entries(senders).filter(
    ([channel, key]) => isListed(given.channels, channel) && given[key] === undefined,
  );
  return used.map(([channel, key]) => ({
    key: keyOf([key]),
    message: `is missing, but tac-handoff:channels has "${channel}".`,
    example: metaAt([key]).example,
  }));
}

function isListed(list: unknown, item: string): boolean {
  return Array.isArray(list) && list.includes(item);
}

/** Lists and objects arrive as JSON text; a plain text stays one. */
function parsed(text: string): unknown {
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function below(all: Record<string, string>, namespace: string, parse: (text: string) => unknown) {
  const own = Object.entries(all).filter(([key]) => key.startsWith(`${namespace}:`));
  return Object.fromEntries(own.map(([key, text]) => [key.slice(namespace.length + 1), parse(text)]));
}

function keyOf(path: readonly PropertyKey[]): string {
  const written = path.map((key, index) =>
    typeof key === "number" ? `[${key}]` : `${index > 0 ? "." : ""}${String(key)}`,
  );
  return `tac-handoff:${written.join("")}`;
}

/** What the deepest schema on the way says of itself, and how to set it. */
function metaAt(path: readonly PropertyKey[]): {
  description?: string | undefined;
  example?: string | undefined;
} {
  let schema: z.ZodType = handoffKeys;
  for (const [index, key] of path.entries()) {
    const next: unknown = shapeOf(schema)[String(key)];
    if (!(next instanceof z.ZodType)) return describeAt(schema, path.slice(0, index));
    schema = next;
  }
  return describeAt(schema, path);
}

function describeAt(schema: z.ZodType, path: readonly PropertyKey[]) {
  const { description, example } = (schema.meta() ?? {}) as { description?: string; example?: string };
  return { description, example: example && howToSet(keyOf(path), example) };
}

function shapeAt(path: readonly PropertyKey[]): Record<string, unknown> {
  return path.reduce<Record<string, unknown>>((shape, key) => {
    const next = shape[String(key)];
    return next instanceof z.ZodType ? shapeOf(next) : {};
  }, handoffKeys.shape);
}

function shapeOf(schema: z.ZodType): Record<string, unknown> {
  if (schema instanceof z.ZodObject) return schema.shape;
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return shapeOf(schema.unwrap() as z.ZodType);
  }
  return {};
}
