// The user's choices on the command line.

import { handoffKeys } from "@tac-handoff/infra/config";
import type { Chosen } from "./decide/decision.ts";
import type { Choices } from "./decide/keys.ts";

export interface Given {
  stack: string | undefined;
  configFile: string | undefined;
  number: string | undefined;
  domain: string | undefined;
  configuration: string | undefined;
  channels: string | undefined;
}

const { shape } = handoffKeys;

/** All problems with the options. */
export function findMisfits({ stack, configFile, number, domain, channels }: Given): string[] {
  return [
    stack !== undefined && !/^(\w[\w.-]*\/){0,2}\w[\w.-]*$/.test(stack)
      ? `--stack: expected the name of a stack, found "${stack}".`
      : undefined,
    configFile !== undefined && stack === undefined
      ? "--config-file needs --stack, the stack that the file belongs to."
      : undefined,
    misfit("--number", shape.phoneNumber, number, "a number in E.164 format, for instance +15551230100"),
    misfit("--domain", shape.agentDomain, domain, "a public host name, without https:// and without a path"),
    misfit(
      "--channels",
      shape.channels,
      listed(channels),
      "some of voice, sms, whatsapp, rcs, chat, separated by commas",
    ),
  ].filter((problem) => problem !== undefined);
}

/** @param given options without problems */
export function choicesOf({ number, domain, configuration, channels }: Given): Choices {
  return {
    ...(number && { phoneNumber: chosen(number, "--number") }),
    ...(domain && { agentDomain: chosen(domain, "--domain") }),
    ...(configuration && { "adopt.orchestratorConfiguration": chosen(configuration, "--configuration") }),
    ...(channels && { channels: chosen(shape.channels.parse(listed(channels)), "--channels") }),
  };
}

function chosen<Value>(value: Value, by: string): Chosen<Value> {
  return { value, by };
}

function listed(channels: string | undefined): string[] | undefined {
  return channels?.split(",").map((channel) => channel.trim());
}

function misfit(
  option: string,
  schema: { safeParse(value: unknown): { success: boolean } },
  value: unknown,
  expected: string,
): string | undefined {
  if (value === undefined || schema.safeParse(value).success) return undefined;
  return `${option}: expected ${expected}, found "${String(value)}".`;
}
