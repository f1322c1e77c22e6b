// The stack's configuration: one schema, every mistake reported at once with its key and an example.

import { credentials, id, sid, withEnvironment } from "@pulumi/twilio/schemas";
import { type FlowContract, teamProblems } from "@tac-handoff/studio-flows/teamAttributes";
import * as z from "zod";
import { channel, timeouts } from "./channels.ts";
import { type ConfigProblem, handoffProblem, twilioProblem } from "./configProblems.ts";
import { refineLiquid } from "./liquidText.ts";
import { routingKeys, routingProblems } from "./routing.ts";
import {
  readSenders,
  type SenderKey,
  type Senders,
  senderKeys,
  senderProblems,
  withPlusSigns,
} from "./senders.ts";

export type { Channel } from "./channels.ts";

/** Keys below `tac-handoff:`. `example` is a value that a user may type. */
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
  ...senderKeys,
  name: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,32}$/, "expected at most 32 letters, digits and -")
    .default("tac-handoff")
    .meta({ example: "support-handoff" })
    .describe("Name of the objects that the stack creates"),
  adopt: z
    .strictObject({
      orchestratorConfiguration: id("conv_configuration")
        .optional()
        .meta({ example: "conv_configuration_…" })
        .describe("Orchestrator configuration, for instance the one that TAC's quickstart created"),
      memoryStore: id("mem_store", "mem_service")
        .optional()
        .meta({ example: "mem_store_…" })
        .describe("Memory store with the profiles of customers"),
      classicService: sid("IS")
        .optional()
        .meta({ example: "IS…" })
        .describe("Conversations (Classic) service. Omit it for Flex's own"),
      lists: z
        .enum(["keep", "replace"])
        .default("keep")
        .meta({ example: "replace" })
        .describe(
          "What happens to status callbacks, Intelligence configurations, and capture rules for other numbers, in the Orchestrator configuration: `keep` leaves them beside the stack's, `replace` replaces them until destroy restores them",
        ),
    })
    .refine(({ orchestratorConfiguration, memoryStore }) => !orchestratorConfiguration || memoryStore, {
      path: ["memoryStore"],
      message: "expected the memory store that the adopted Orchestrator configuration names",
    })
    .prefault({})
    .describe(
      "Ids of objects that the account has and the stack adopts. Flex's Classic service is adopted without an id",
    ),
  flex: z
    .strictObject({
      workflow: z
        .string()
        .min(1)
        .default("Assign to Anyone")
        .meta({ example: "Assign to Anyone" })
        .describe(
          "TaskRouter workflow of the tasks, by its exact name. With `flex.routing` the stack manages it: an existing workflow is adopted, otherwise one is created, by default with the value of `name`",
        ),
      ...routingKeys,
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
        .describe("Task channel of SMS, WhatsApp, RCS and chat, by its unique name"),
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
        .describe("Seconds after which a task that no agent has accepted is canceled"),
      attributes: z
        .record(z.string(), z.json())
        .superRefine(refineLiquid)
        .default({})
        .meta({ example: '{"team": "support"}' })
        .describe(
          "Attributes that every task gets in addition to the hand-off: at most the contract's `teamCharacters` of JSON in all (128 by default), and no names that the agent or Twilio uses",
        ),
    })
    .prefault({})
    .describe("How tasks reach agents in Flex"),
  timeouts,
  onFailedSession: z
    .enum(["person", "apology"])
    .default("person")
    .meta({ example: "apology" })
    .describe(
      "What happens to a caller whose session with the virtual agent fails, or whose call a route of yours redirects to the flow: `person` sends the call to an agent in Flex, `apology` plays an apology and ends it",
    ),
  onAgentDown: z
    .enum(["person", "apology"])
    .default("person")
    .meta({ example: "apology" })
    .describe(
      "What happens to a caller if the virtual agent's server does not respond: the number's fallback URL is the flow, which sends the call to an agent in Flex (`person`), or plays an apology and ends it (`apology`)",
    ),
  onOtherEnd: z
    .enum(["end", "person"])
    .default("end")
    .meta({ example: "person" })
    .describe(
      "What happens to a caller whose session the virtual agent ends without a hand-off: `end` ends the call, `person` sends it to an agent in Flex",
    ),
  handoffSigns: z
    .array(
      z
        .string()
        .min(3)
        .max(60)
        .regex(/^[^"'{}%]*$/, "expected a string without quotation marks, braces and percent signs"),
    )
    .max(10)
    .default([])
    .meta({ example: '["escalate"]' })
    .describe(
      "Strings in the HandoffData of a call that make it a hand-off, besides `conversationId` (TAC) and `live-agent-handoff` (ConversationRelay's own example)",
    ),
  apologies: z
    .strictObject({
      call: z
        .string()
        .min(1)
        .superRefine(refineLiquid)
        .optional()
        .meta({ example: "We are sorry, please call again later." })
        .describe("What a caller hears. Default: an apology in English"),
      message: z
        .string()
        .min(1)
        .superRefine(refineLiquid)
        .optional()
        .meta({ example: "We are sorry, please write again later." })
        .describe("What a sender reads. Default: an apology in English"),
    })
    .default({})
    .describe("What callers hear and senders read when no agent in Flex can be reached"),
});

export type Config = Omit<z.output<typeof handoffKeys>, SenderKey> & Senders & { accountSid: string };

export type Read = { config: Config; problems: [] } | { config?: never; problems: ConfigProblem[] };

/**
 * Reads the configuration of a stack.
 *
 * @param all every key with its namespace, as Pulumi has them: `{ "tac-handoff:agentDomain": "agent.example.com" }`
 * @param environment variables that can contain the credentials instead (`TWILIO_ACCOUNT_SID` and others)
 * @param options.contract the agent's attributes, whose names and room `tac-handoff:flex.attributes` must not use
 * @param options.isSecret whether a key was set with `--secret`. Default: none was
 */
export function readConfig(
  all: Record<string, string>,
  environment: Record<string, string | undefined>,
  { contract, isSecret = () => false }: { contract: FlowContract; isSecret?: (key: string) => boolean },
): Read {
  const configured = below(all, "tac-handoff", parsed);
  const given: Record<string, unknown> =
    "phoneNumber" in configured
      ? { ...configured, phoneNumber: withPlusSigns(configured.phoneNumber) }
      : configured;
  const handoff = handoffKeys.safeParse(given, { reportInput: true });
  const twilio = credentials.safeParse(
    withEnvironment(
      below(all, "twilio", (text) => text),
      environment,
    ),
  );
  const problems = [
    ...(twilio.error?.issues ?? []).flatMap(twilioProblem),
    ...[...(handoff.error?.issues ?? []), ...takenAttributes(given, contract)].flatMap((issue) =>
      handoffProblem(handoffKeys, issue),
    ),
    ...senderProblems(given),
    ...routingProblems(given.flex, contract),
    ...Object.keys(all)
      .filter((key) => key.startsWith("tac-handoff:") && isSecret(key))
      .map(neverSecret),
  ];
  if (problems.length > 0 || !handoff.success || !twilio.success) return { problems };
  const { name, flex } = handoff.data;
  // What the stack manages is not called "Assign to Anyone" unless somebody asked for it.
  const isNamed = !flex.routing || z.looseObject({ workflow: z.string() }).safeParse(given.flex).success;
  return {
    config: {
      ...handoff.data,
      ...readSenders(handoff.data, handoff.data.channels),
      flex: { ...flex, workflow: isNamed ? flex.workflow : name },
      accountSid: twilio.data.accountSid,
    },
    problems: [],
  };
}

/** The value could not be kept secret: the flow, the Console and the tasks in Flex show it. */
function neverSecret(key: string): ConfigProblem {
  return {
    key,
    message: "is set as a secret, but its value is readable at Twilio and in Flex. Set it without --secret.",
  };
}

/** Attributes of the team that collide with the contract or are too long; checked even if other keys are wrong. */
function takenAttributes({ flex }: Record<string, unknown>, contract: FlowContract): z.core.$ZodIssue[] {
  const { data } = z.object({ attributes: z.record(z.string(), z.unknown()) }).safeParse(flex);
  return teamProblems(data?.attributes ?? {}, contract).map(({ name, message }) => ({
    code: "custom",
    path: ["flex", "attributes", ...(name === undefined ? [] : [name])],
    message,
  }));
}

/** Lists and objects arrive as JSON strings; a plain string stays one. */
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
