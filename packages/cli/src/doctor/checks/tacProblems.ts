// Why TAC refuses to start with an Orchestrator configuration. Source: TAC Python 2.5.0, each line observed

import type { OrchestratorConfiguration } from "@pulumi/twilio/account";

/** Methods that TAC accepts; it rejects lower case. */
const methods = ["GET", "POST", "PUT", "DELETE", "PATCH"];

export function tacProblems({
  description,
  displayName,
  channelSettings,
  statusCallbacks,
  intelligenceConfigurationIds,
  memoryStoreId,
}: OrchestratorConfiguration): string[] {
  const name = displayName ?? undefined;
  return [
    ...(typeof description === "string" ? [] : ["no description"]),
    ...(name === undefined || /^[a-zA-Z0-9-_ ]{1,32}$/.test(name)
      ? []
      : [`the name ${JSON.stringify(name)} (1 to 32 letters, digits, spaces, - and _)`]),
    ...(memoryStoreId ? [] : ["no memory store"]),
    ...Object.entries(channelSettings ?? {}).flatMap(([channel, setting]) => {
      if (setting === null) return [`${channel} is null`];
      const { statusTimeouts: timeouts } = setting;
      if (!timeouts) return [];
      return [
        ...(timeouts.closed ? [] : [`${channel} has timeouts without minutes until Closed`]),
        ...(timeouts.inactive === 0 ? [`${channel} is inactive after 0 minutes`] : []),
      ];
    }),
    ...((statusCallbacks ?? []).length > 20 ? ["more than 20 callbacks"] : []),
    ...(statusCallbacks ?? []).flatMap(({ method }) =>
      method == null || methods.includes(method) ? [] : [`a callback with method ${method}`],
    ),
    ...((intelligenceConfigurationIds ?? []).length > 5 ? ["more than 5 Intelligence configurations"] : []),
  ];
}
