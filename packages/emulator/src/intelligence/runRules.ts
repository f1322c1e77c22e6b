// Runs the rules of Intelligence: a message or a change of status triggers operators, whose results are stored and posted.
// Source: twilio.com/docs/api/intelligence/v3/OperatorResults; twilio-node 6.3.1 rest/intelligence/v3/operatorResult;
// TAC Python 2.5.0 models/intelligence.py (the webhook)

import type { Context } from "../core/context.ts";
import { writtenFields } from "../core/newerApis.ts";
import { sendToTeam } from "../core/sendToTeam.ts";
import { timestamp } from "../http/dates.ts";
import { nextId } from "../state/ids.ts";
import type { IntelligenceConfiguration, OperatorResult, Rule, TriggerOn } from "../state/intelligence.ts";
import type { OrchestratorConversation } from "../state/orchestrator.ts";
import { operatorName } from "./configurations.ts";
import { summarize, summaryOperatorId } from "./summary.ts";

/**
 * Runs the rules with this trigger, and posts their results to the webhooks of their actions.
 *
 * The configurations are those linked when the conversation began. One that was deleted since has no results, and
 * neither has a conversation without messages.
 */
export function runRules(context: Context, conversation: OrchestratorConversation, on: TriggerOn): void {
  const { state } = context;
  for (const id of conversation.configuration.intelligenceConfigurationIds ?? []) {
    const configuration = state.intelligenceConfigurations[id];
    for (const rule of configuration?.rules ?? []) {
      if (!configuration || !isTriggered(rule, conversation, on)) continue;
      const results = rule.operators
        .map((operator) => runOperator(context, { conversation, configuration, rule, operator, on }))
        .filter((result) => result !== undefined);
      for (const result of results) state.operatorResults[result.id] = result;
      if (results.length > 0) postResults(context, { conversation, configuration, rule, results });
    }
  }
}

function isTriggered(
  { triggers }: Rule,
  { communications }: OrchestratorConversation,
  on: TriggerOn,
): boolean {
  const [trigger] = triggers;
  if (trigger?.on !== on || communications.length === 0) return false;
  return on !== "COMMUNICATION" || communications.length % (trigger.parameters?.count ?? 1) === 0;
}

interface OperatorRun {
  conversation: OrchestratorConversation;
  configuration: IntelligenceConfiguration;
  rule: Rule;
  operator: Rule["operators"][number];
  on: TriggerOn;
}

function runOperator(
  context: Context,
  { conversation, configuration, rule, operator, on }: OperatorRun,
): OperatorResult | undefined {
  const [first, last] = [conversation.communications[0], conversation.communications.at(-1)];
  if (!first || !last) return undefined;
  if (operator.id !== summaryOperatorId) {
    // These need a model, and no result is better than a made-up one.
    console.error(
      `The local Twilio does not run the operator ${operatorName(operator.id)} (rule ${rule.id}).`,
    );
    return undefined;
  }
  const now = timestamp(context.now());
  const { text, inputCharacters, inputTruncated } = summarize(conversation);
  return {
    id: nextId(context.state, "intelligence_operatorresult"),
    accountId: context.state.account.sid,
    conversationId: conversation.id,
    intelligenceConfiguration: {
      id: configuration.id,
      ruleId: rule.id,
      version: configuration.version,
    },
    operator: { id: operator.id, version: operator.version ?? 1, parameters: operator.parameters ?? {} },
    outputFormat: "TEXT",
    result: { text },
    dateCreated: now,
    referenceIds: [],
    executionDetails: {
      trigger: { on, timestamp: now },
      communications: { first: first.id, last: last.id },
      channels: [...new Set(conversation.communications.map(({ author }) => author.channel))],
      participants: conversation.participants.map(({ id, profileId, type }) => ({
        id,
        profileId: profileId ?? null,
        type,
      })),
      resolvedContext: null,
    },
    metadata: {
      system: { latencyMs: 0, inputCharacters, outputCharacters: text.length, inputTruncated },
    },
  };
}

function postResults(
  context: Context,
  {
    conversation,
    configuration,
    rule,
    results,
  }: Pick<OperatorRun, "conversation" | "configuration" | "rule"> & { results: OperatorResult[] },
): void {
  const json = {
    accountId: context.state.account.sid,
    conversationId: conversation.id,
    memoryStoreId: conversation.configuration.memoryStoreId,
    intelligenceConfiguration: {
      id: configuration.id,
      friendlyName: configuration.displayName,
      version: configuration.version,
      ruleId: rule.id,
    },
    operatorResults: results.map(({ id, operator, outputFormat, result, dateCreated, ...rest }) => ({
      id,
      operator: { ...operator, friendlyName: operatorName(operator.id) },
      outputFormat,
      result,
      dateCreated,
      referenceIds: rest.referenceIds,
      executionDetails: { ...rest.executionDetails, context: null },
    })),
  };
  for (const { url } of rule.actions) {
    context.background(
      sendToTeam(context, url, { json: writtenFields(context.settings, json) }).then(() => {}),
    );
  }
}
