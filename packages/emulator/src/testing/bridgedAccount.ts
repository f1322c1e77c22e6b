// The account after `pulumi up`, as far as messages are concerned, for tests.

import * as seed from "../seed/account.ts";
import type { State } from "../state/state.ts";

export const summaryConfigurationId = "intelligence_configuration_00000000000000000000000001";

/** The rule that runs Summary at INACTIVE. */
export const inactiveRuleId = "intelligence_configurationrule_00000000000000000000000001";

const closedRuleId = "intelligence_configurationrule_00000000000000000000000002";

/** Messages reach Flex's Classic service, which the Orchestrator bridges; Summary runs at INACTIVE and at CLOSED. */
export function accountBridged(): State {
  const state = seed.accountBeforeHandoff();
  for (const { auto_creation } of Object.values(state.addressConfigurations)) auto_creation.type = "default";
  const rule = (id: string, on: string) => ({
    id,
    operators: [{ id: seed.summaryOperatorId, version: null, parameters: null }],
    triggers: [{ on, parameters: null }],
    actions: [],
    context: null,
  });
  state.intelligenceConfigurations[summaryConfigurationId] = {
    accountId: seed.accountSid,
    id: summaryConfigurationId,
    displayName: "summaries",
    description: null,
    version: 1,
    rules: [rule(inactiveRuleId, "CONVERSATION_INACTIVE"), rule(closedRuleId, "CONVERSATION_END")],
    dateCreated: state.account.dateCreated,
    dateUpdated: state.account.dateCreated,
  };
  const configuration = state.orchestratorConfigurations[seed.orchestratorConfigurationId];
  if (!configuration) throw new Error("the account has no configuration");
  configuration.conversationsV1Bridge = { serviceId: seed.flexServiceSid };
  configuration.intelligenceConfigurationIds = [summaryConfigurationId];
  return state;
}
